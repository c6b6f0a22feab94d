//! Reads rule files, the embedded ones and those of a directory, and refuses a
//! bad one with file, line, key and suggestion.

use super::locate::Lines;
use super::role::{Role, RoleEntry};
use super::source::{SourceDocument, SourceRef};
use super::{Degree, Nature, Prose, Question, Rule, RuleSet, SeverityByDegree};
use super::{chapter, embedded, locate};
use crate::error::{Error, Result};
use crate::finding::Severity;
use crate::text;
use crate::text::line::position;
use crate::text::pattern::compiling_at_once;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, OnceLock};

/// A rule file: any of the four kinds of tables, and lists of rules.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleFile {
    #[serde(default)]
    rule: Vec<Rule>,
    #[serde(default)]
    adjust: Vec<Adjust>,
    #[serde(default)]
    role: Vec<RoleEntry>,
    #[serde(default)]
    document: Vec<SourceDocument>,
    /// Rules, those whose failure has the heaviest consequence first.
    #[serde(default)]
    order: Vec<String>,
    /// Rules that nearly every repository fails before it is prepared.
    #[serde(default)]
    usual: Vec<String>,
}

/// A change to a rule that is already known: only the keys given change.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Adjust {
    id: String,
    severity: Option<SeverityByDegree>,
    degrees: Option<Vec<Degree>>,
    #[serde(default)]
    params: toml::Table,
    source: Option<Vec<SourceRef>>,
    fr: Option<Prose>,
    en: Option<Prose>,
    question: Option<Question>,
}

/// A rule file's name and text, kept to say where a rule stands.
#[derive(Debug, Clone)]
struct Origin {
    file: String,
    text: String,
    array: &'static str,
    index: usize,
    embedded: bool,
}

impl Origin {
    fn error(&self, key: &str, fr: &str, en: &str) -> Error {
        let line = Lines::of(&self.text).in_array(self.array, self.index, key).unwrap_or(1);
        let file = &self.file;
        Error::usage(text!(
            "{file}:{line} : clé « {key} » : {fr}",
            "{file}:{line}: key “{key}”: {en}"
        ))
    }
}

/// Where each rule was read, to locate what is wrong in it later on.
#[derive(Debug, Clone, Default)]
pub struct Origins(BTreeMap<String, Origin>);

impl Origins {
    /// True when rule `id`, as it stands, comes with the program.
    pub fn is_embedded(&self, id: &str) -> bool {
        self.0.get(id).is_some_and(|origin| origin.embedded)
    }

    /// An error about `key` (dotted, from the rule's table) of rule `id`.
    pub fn error(&self, id: &str, key: &str, fr: &str, en: &str) -> Error {
        match self.0.get(id) {
            Some(origin) => origin.error(key, fr, en),
            None => Error::usage(text!("{id} : {key} : {fr}", "{id}: {key}: {en}")),
        }
    }
}

/// The text of a rule file and the name errors give it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct RuleText {
    /// Name shown in errors.
    pub name: String,
    /// TOML.
    pub text: String,
    /// False for a file of the repository under audit, which may not clear
    /// itself: it adds rules and roles, and lightens none that is protected.
    pub trusted: bool,
}

struct Loader {
    set: RuleSet,
    origins: Origins,
    hasher: blake3::Hasher,
    trusted: bool,
}

/// The embedded rules, read once, when there are no `additions`; else what
/// [`load_afresh`] gives.
pub(crate) fn load(additions: &[RuleText]) -> Result<(Arc<RuleSet>, Arc<Origins>)> {
    static EMBEDDED: OnceLock<(Arc<RuleSet>, Arc<Origins>)> = OnceLock::new();
    if let (Some(known), true) = (EMBEDDED.get(), additions.is_empty()) {
        return Ok(known.clone());
    }
    let (rules, origins) = load_afresh(additions)?;
    let read = (Arc::new(rules), Arc::new(origins));
    Ok(if additions.is_empty() { EMBEDDED.get_or_init(|| read).clone() } else { read })
}

/// Reads the embedded rules, then `additions`, in order: a later file may add
/// rules, roles and documents, and adjust what stands before it.
pub(crate) fn load_afresh(additions: &[RuleText]) -> Result<(RuleSet, Origins)> {
    let mut loader = Loader {
        set: RuleSet {
            rules: Vec::new(),
            documents: BTreeMap::new(),
            roles: BTreeMap::new(),
            adjusted: Vec::new(),
            version: String::new(),
        },
        origins: Origins::default(),
        hasher: blake3::Hasher::new(),
        trusted: true,
    };
    let mut embedded = embedded::files("");
    if embedded.is_empty() {
        // A debug build reads them where it was compiled: without any, all would pass.
        let error = Error::usage(text!(
            "aucune règle : le dossier où ce programme a été compilé n’existe plus.",
            "no rule: the folder where this program was compiled is gone."
        ));
        return Err(error.remedy(text!(
            "Compilez-le de nouveau : cargo build --release",
            "Compile it again: cargo build --release"
        )));
    }
    // What the rules name comes before them.
    embedded.sort_by_key(|(name, _)| match name.trim_end_matches(".toml") {
        "sources" => (0, 0, name.clone()),
        "roles" => (0, 1, name.clone()),
        chapter => (1, chapter::rank(chapter), name.clone()),
    });
    for (name, text) in embedded {
        loader.file(&format!("rules/{name}"), text, Some(name.trim_end_matches(".toml")))?;
    }
    for RuleText { name, text, trusted } in additions {
        loader.trusted = *trusted;
        compiling_at_once(|| loader.file(name, text, None))?;
    }
    loader.finish()
}

/// The `*.toml` files of `directory`, by name.
pub(crate) fn read_directory(directory: &Path) -> Result<Vec<RuleText>> {
    let shown = directory.display();
    let unreadable = |error: std::io::Error| {
        Error::usage(text!(
            "Le dossier de règles {shown} n’est pas lisible ({error}).",
            "The rule directory {shown} cannot be read ({error})."
        ))
        .remedy(text!(
            "Vérifiez le chemin donné à --rules ou à « extends ».",
            "Check the path given to --rules or “extends”."
        ))
    };
    let mut files = Vec::new();
    for entry in std::fs::read_dir(directory).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path.extension().is_some_and(|extension| extension == "toml") {
            let text = std::fs::read_to_string(&path).map_err(unreadable)?;
            files.push(RuleText { name: path.display().to_string(), text, trusted: true });
        }
    }
    files.sort();
    if files.is_empty() {
        return Err(Error::usage(text!(
            "Le dossier {shown} ne contient aucun fichier de règles (*.toml).",
            "The folder {shown} holds no rule file (*.toml)."
        ))
        .remedy(text!("Vérifiez le chemin donné à --rules.", "Check the path given to --rules.")));
    }
    Ok(files)
}

impl Loader {
    fn file(&mut self, name: &str, text: &str, chapter: Option<&str>) -> Result<()> {
        self.hasher.update(text.as_bytes());
        let file: RuleFile =
            toml::from_str(text).map_err(|error| syntax_error(name, text, &error))?;
        let origin = |array, index| Origin {
            file: name.to_string(),
            text: text.to_string(),
            array,
            index,
            embedded: chapter.is_some(),
        };
        for document in file.document {
            self.set.documents.insert(document.id.clone(), document);
        }
        for (index, entry) in file.role.iter().enumerate() {
            let role = Role::new(entry);
            if !self.trusted && self.set.roles.contains_key(&role.id) {
                return Err(origin("role", index).error(
                    "id",
                    "un dépôt audité ne redéfinit pas un rôle du catalogue ; employez --rules",
                    "an audited repository may not redefine a role of the catalogue; use --rules",
                ));
            }
            self.set.roles.insert(role.id.clone(), role);
        }
        for (index, rule) in file.rule.into_iter().enumerate() {
            self.rule(rule, origin("rule", index), chapter)?;
        }
        for (index, adjust) in file.adjust.into_iter().enumerate() {
            self.adjust(adjust, &origin("adjust", index))?;
        }
        self.rank(&file.order, &file.usual);
        let mut listed = file.order.into_iter().chain(file.usual);
        match listed.find(|id| !self.trusted || self.set.get(id).is_none()) {
            Some(id) if self.trusted => Err(Error::usage(text!(
                "{name} : règle inconnue « {id} » dans une liste de règles.",
                "{name}: unknown rule “{id}” in a list of rules."
            ))),
            Some(_) => Err(Error::usage(text!(
                "{name} : un dépôt audité ne classe pas les règles ; employez --rules.",
                "{name}: an audited repository does not rank rules; use --rules."
            ))),
            None => Ok(()),
        }
    }

    /// Gives the rules listed in `order` their rank, and marks those of `usual`.
    fn rank(&mut self, order: &[String], usual: &[String]) {
        for rule in &mut self.set.rules {
            let place = order.iter().position(|id| *id == rule.id);
            rule.rank = place.or(rule.rank);
            rule.usual |= usual.contains(&rule.id);
        }
    }

    fn rule(&mut self, rule: Rule, origin: Origin, chapter: Option<&str>) -> Result<()> {
        let id = &rule.id;
        if !is_rule_id(id) {
            return Err(origin.error(
                "id",
                "un identifiant s’écrit « chapitre/nom », en minuscules, chiffres et tirets",
                "an identifier is written “chapter/name”, in lower case, digits and hyphens",
            ));
        }
        if self.set.get(id).is_some() {
            return Err(origin.error(
                "id",
                "cette règle existe déjà ; pour la modifier, écrivez une table [[adjust]]",
                "this rule exists already; to change it, write an [[adjust]] table",
            ));
        }
        if chapter.is_some_and(|chapter| chapter != rule.chapter()) {
            return Err(origin.error(
                "id",
                "le chapitre de la règle n’est pas le nom du fichier",
                "the chapter of the rule is not the name of the file",
            ));
        }
        self.validate(&rule, &origin)?;
        self.origins.0.insert(rule.id.clone(), origin);
        self.set.rules.push(rule);
        Ok(())
    }

    fn adjust(&mut self, adjust: Adjust, origin: &Origin) -> Result<()> {
        let Some(position) = self.set.rules.iter().position(|rule| rule.id == adjust.id) else {
            let hint = self.set.nearest(&adjust.id).map(|near| format!(" « {near} » ?"));
            let hint = hint.unwrap_or_default();
            return Err(origin.error(
                "id",
                &format!("règle inconnue.{hint}"),
                &format!("unknown rule.{hint}"),
            ));
        };
        let mut rule = self.set.rules[position].clone();
        let heaviest = |rule: &Rule| Degree::PUBLIC.map(|degree| rule.severity.at(degree));
        let protected = heaviest(&rule).contains(&Severity::Blocking)
            || rule.waiver != super::WaiverPolicy::Reason;
        if !self.trusted && protected {
            return Err(origin.error(
                "id",
                "un dépôt audité n’ajuste pas une règle bloquante ou protégée ; employez --rules",
                "an audited repository may not adjust a blocking or protected rule; use --rules",
            ));
        }
        self.set.adjusted.push((rule.id.clone(), origin.file.clone()));
        let Adjust { severity, degrees, params, source, fr, en, question, .. } = adjust;
        rule.severity = severity.unwrap_or(rule.severity);
        rule.degrees = degrees.unwrap_or(rule.degrees);
        rule.params.extend(params);
        rule.source = source.unwrap_or(rule.source);
        // Words of one's own say everything that the rule says.
        rule.absent = rule.absent.filter(|_| fr.is_none() && en.is_none());
        rule.fr = fr.unwrap_or(rule.fr);
        rule.en = en.unwrap_or(rule.en);
        rule.question = question.or(rule.question);
        self.validate(&rule, origin)?;
        self.origins.0.insert(rule.id.clone(), origin.clone());
        self.set.rules[position] = rule;
        Ok(())
    }

    fn validate(&self, rule: &Rule, origin: &Origin) -> Result<()> {
        for reference in &rule.source {
            if !self.set.documents.contains_key(&reference.document) {
                let near = locate::nearest(
                    &reference.document,
                    self.set.documents.keys().map(String::as_str),
                );
                let hint = near.map(|near| format!(" « {near} » ?")).unwrap_or_default();
                return Err(origin.error(
                    "source",
                    &format!("document inconnu « {} ».{hint}", reference.document),
                    &format!("unknown document “{}”.{hint}", reference.document),
                ));
            }
        }
        if rule.source.is_empty() {
            return Err(origin.error("source", "une source est exigée", "a source is required"));
        }
        if rule.norm.is_empty() {
            return Err(origin.error("norm", "une norme est exigée", "a norm is required"));
        }
        if rule.degrees.is_empty() || rule.degrees.contains(&Degree::D) {
            return Err(origin.error(
                "degrees",
                "au moins un degré parmi A, B et C est exigé",
                "at least one degree among A, B and C is required",
            ));
        }
        if rule.nature == Nature::Attestation && rule.question.is_none() {
            return Err(origin.error(
                "nature",
                "une attestation exige une table [rule.question]",
                "an attestation requires a [rule.question] table",
            ));
        }
        for (key, prose) in [("fr", &rule.fr), ("en", &rule.en)] {
            if [&prose.title, &prose.why, &prose.fix]
                .into_iter()
                .chain([&prose.problem, &prose.one, &prose.short].into_iter().flatten())
                .any(|text| text.trim().is_empty())
            {
                return Err(origin.error(
                    key,
                    "title, why et fix sont exigés, non vides",
                    "title, why and fix are required and not empty",
                ));
            }
        }
        Ok(())
    }

    fn finish(mut self) -> Result<(RuleSet, Origins)> {
        for rule in &self.set.rules {
            let evidence = rule.question.iter().flat_map(|question| &question.evidence);
            for other in evidence {
                if self.set.get(other).is_none() {
                    let hint = self.set.nearest(other).map(|near| format!(" « {near} » ?"));
                    let hint = hint.unwrap_or_default();
                    return Err(self.origins.error(
                        &rule.id,
                        "question.evidence",
                        &format!("règle inconnue « {other} ».{hint}"),
                        &format!("unknown rule “{other}”.{hint}"),
                    ));
                }
            }
        }
        self.set.version = self.hasher.finalize().to_hex()[..12].to_string();
        Ok((self.set, self.origins))
    }
}

fn is_rule_id(id: &str) -> bool {
    let part = |part: &str| {
        !part.is_empty()
            && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
    };
    matches!(id.split('/').collect::<Vec<_>>()[..], [chapter, name] if part(chapter) && part(name))
}

/// Turns a TOML error into one that names file, line and the word that was meant.
pub(crate) fn syntax_error(name: &str, text: &str, error: &toml::de::Error) -> Error {
    let span = error.span().unwrap_or(0..0);
    let (line, column) = position(text, span.start);
    let message = &error.message().trim().replace("wanted string or table", "a string is expected");
    let french = locate::french(error.message().trim());
    let error = Error::usage(text!("TOML refusé : {french}.", "TOML refused: {message}.")).at(
        name,
        line,
        Some(column),
    );
    match locate::meant(message) {
        Some(near) => error.meant(near),
        None => error.remedy(text!("Corrigez cette ligne.", "Correct this line.")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_blocks_or_is_important_is_ranked() {
        let (set, _) = load(&[]).expect("embedded rules");
        let heavy = |rule: &&Rule| {
            Degree::PUBLIC.iter().any(|degree| rule.severity.at(*degree) >= Severity::Important)
        };
        let unranked: Vec<&str> = set
            .rules
            .iter()
            .filter(heavy)
            .filter(|rule| rule.rank.is_none())
            .map(|rule| rule.id.as_str())
            .collect();
        assert_eq!(unranked, Vec::<&str>::new());
        assert!(set.rules.iter().any(|rule| rule.usual));
    }

    #[test]
    fn what_a_first_screen_tells_has_few_words() {
        let (set, _) = load(&[]).expect("embedded rules");
        for rule in set.rules.iter().filter(|rule| rule.rank.is_some() && rule.question.is_none()) {
            for prose in [&rule.fr, &rule.en] {
                let short = prose.short.as_deref().unwrap_or_default();
                let length = short.chars().count();
                assert!((1..=38).contains(&length), "{}: “{short}”", rule.id);
                assert!(!short.ends_with('.'), "{}: “{short}”", rule.id);
            }
            assert_eq!(rule.fr.one.is_some(), rule.en.one.is_some(), "{}", rule.id);
        }
    }

    #[test]
    fn an_audited_repository_does_not_rank_rules() {
        let text = |trusted| RuleText {
            name: "r.toml".into(),
            text: "usual = [\"privacy/contacts\"]\n".into(),
            trusted,
        };
        assert!(load(&[text(false)]).is_err());
        let (set, _) = load(&[text(true)]).expect("trusted");
        assert!(set.get("privacy/contacts").is_some_and(|rule| rule.usual));
    }
}
