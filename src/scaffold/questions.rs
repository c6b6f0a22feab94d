//! The questions scaffold may ask (`templates/questions.toml`) and what makes
//! an answer acceptable.

use crate::document::is_example;
use crate::lang::{Lang, Text};
use crate::licence::expression::{Expression, ids};
use crate::licence::reuse::current;
use crate::publiccode::repair;
use crate::publiccode::standard::{Format, Shape};
use crate::rule::Degree;
use crate::text;
use serde::Deserialize;

/// One question.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Question {
    /// The identifier templates and `--answer` use.
    pub id: String,
    /// What kind of answer it takes.
    pub kind: Kind,
    /// In French.
    pub fr: String,
    /// In English.
    pub en: String,
    /// True when nothing is left open without an answer.
    #[serde(default)]
    pub optional: bool,
    /// What helps to answer.
    #[serde(default)]
    pub hint: Option<Hint>,
    /// The rules whose findings help to answer.
    #[serde(default)]
    pub evidence: Vec<String>,
    /// The rule that judges the answer once it is written.
    #[serde(default)]
    pub rule: Option<String>,
    /// True when an acronym alone does not tell who it is.
    #[serde(default)]
    pub spelled: bool,
    /// The question whose answer serves when this one has none.
    #[serde(default)]
    pub default: Option<String>,
    /// The question whose answer is proposed.
    #[serde(default)]
    pub like: Option<String>,
    /// The answers it takes, for [`Kind::Choice`].
    #[serde(default)]
    pub choice: Vec<Choice>,
}

/// What helps to answer: never written in a file.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Hint {
    /// In French.
    pub fr: String,
    /// In English.
    pub en: String,
}

/// One answer among several.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Choice {
    /// The identifier recorded.
    pub id: String,
    /// In French.
    pub fr: String,
    /// In English.
    pub en: String,
}

/// What kind of answer a question takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Kind {
    /// A few words.
    Text,
    /// A sentence.
    Sentence,
    /// An e-mail address.
    Email,
    /// A web address.
    Url,
    /// A shell command.
    Command,
    /// A degree of openness, A to C.
    Degree,
    /// An SPDX licence identifier, or an expression of them.
    Licence,
    /// One of [`Question::choice`].
    Choice,
    /// The value of a key of publiccode.yml, which is judged with the file.
    Value,
}

/// Longest answer, in characters.
const LONGEST: usize = 1_000;
/// Longest value of publiccode.yml, that of a long description.
const LONGEST_VALUE: usize = 10_000;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    question: Vec<Question>,
}

/// Every question, in the order they are asked.
pub(crate) fn all() -> &'static [Question] {
    static ALL: std::sync::LazyLock<Vec<Question>> = std::sync::LazyLock::new(|| {
        let file: File =
            toml::from_str(include_str!("../../templates/questions.toml")).expect("embedded");
        file.question
    });
    &ALL
}

/// The question `id`.
pub(crate) fn get(id: &str) -> Option<&'static Question> {
    all().iter().find(|question| question.id == id)
}

/// What an answer about a key of publiccode.yml starts with.
pub(crate) const PUBLICCODE_PREFIX: &str = "publiccode.";

/// The question that a publiccode.yml still asks.
pub(crate) fn of_publiccode(open: &repair::Question) -> Question {
    let words = |lang: Lang| match open.standard {
        Some(key) => key.what.get(lang).trim_end_matches('.').to_string(),
        None => text::question::words(&open.text).to_string(),
    };
    let choices: &[&str] = match open.standard.map(|key| key.shape) {
        Some(Shape::Scalar(Format::OneOf(list))) => list.values,
        Some(Shape::Boolean) => &["true", "false"],
        _ => &[],
    };
    let choice = |value: &&str| Choice {
        id: value.to_string(),
        fr: value.to_string(),
        en: value.to_string(),
    };
    let listed = matches!(open.standard.map(|key| key.shape), Some(Shape::List(..)));
    let hint = |fr: &str, en: &str| Hint { fr: fr.to_string(), en: en.to_string() };
    Question {
        id: format!("{PUBLICCODE_PREFIX}{}", open.key),
        kind: if choices.is_empty() { Kind::Value } else { Kind::Choice },
        fr: words(Lang::Fr),
        en: words(Lang::En),
        optional: false,
        hint: listed.then(|| hint("séparez par des virgules", "separate with commas")),
        evidence: Vec::new(),
        rule: None,
        spelled: false,
        default: None,
        like: None,
        choice: choices.iter().map(choice).collect(),
    }
}

impl Question {
    /// The words, in `lang`.
    pub(crate) fn words(&self, lang: Lang) -> &str {
        lang.pick(&self.fr, &self.en)
    }

    /// What helps to answer, in `lang`.
    pub(crate) fn hint(&self, lang: Lang) -> Option<&str> {
        self.hint.as_ref().map(|hint| lang.pick(&*hint.fr, &*hint.en))
    }

    /// The answer as it is recorded, or why it cannot be one.
    pub(crate) fn accept(&self, answer: &str) -> Result<String, Text> {
        let answer = answer.trim();
        if answer.is_empty() {
            return Err(text!("la réponse est vide", "the answer is empty"));
        }
        if answer.chars().all(|c| matches!(c, '…' | '.')) {
            return Err(text!(
                "c’est la place de la réponse, pas une réponse",
                "it stands for the answer, and is none"
            ));
        }
        let longest = if self.kind == Kind::Value { LONGEST_VALUE } else { LONGEST };
        if answer.chars().count() > longest || answer.chars().any(char::is_control) {
            return Err(text!(
                "la réponse tient sur une ligne de {longest} caractères au plus",
                "the answer is one line of at most {longest} characters"
            ));
        }
        match self.kind {
            Kind::Text | Kind::Command => Ok(answer.to_string()),
            Kind::Sentence => Ok(sentence(answer)),
            Kind::Email => email(answer).and_then(real),
            Kind::Url => url(answer),
            Kind::Degree => degree(answer),
            Kind::Licence => licence(answer),
            Kind::Choice => self.chosen(answer),
            Kind::Value => Ok(answer.to_string()),
        }
    }

    /// Why `answer`, which does, is asked once more: an acronym where a name is wanted.
    pub(crate) fn doubts(&self, answer: &str) -> Option<Text> {
        (self.spelled && is_acronym(answer.trim())).then(|| {
            text!(
                "« {answer} » semble être un sigle : écrivez le nom complet, que le sigle peut suivre (« Direction interministérielle du numérique (DINUM) »), car un lecteur peut ne pas le connaître",
                "“{answer}” seems to be an acronym: write the full name, which the acronym may follow (“Interministerial Digital Directorate (DINUM)”), for a reader may not know it"
            )
        })
    }

    fn chosen(&self, answer: &str) -> Result<String, Text> {
        let found = self.choice.iter().find(|choice| choice.id == answer);
        found.map(|choice| choice.id.clone()).ok_or_else(|| {
            let ids: Vec<&str> = self.choice.iter().map(|choice| choice.id.as_str()).collect();
            let ids = ids.join(", ");
            text!("réponses possibles : {ids}", "possible answers: {ids}")
        })
    }
}

/// Longest acronym, in characters.
const ACRONYM: usize = 12;

/// True for a word that is mostly capitals: `DINUM`, `DGFiP`.
fn is_acronym(answer: &str) -> bool {
    let letters: Vec<char> = answer.chars().filter(|c| c.is_alphabetic()).collect();
    let capitals = letters.iter().filter(|c| c.is_uppercase()).count();
    let one_word = !answer.contains(char::is_whitespace) && answer.chars().count() <= ACRONYM;
    one_word && capitals > 1 && capitals * 2 > letters.len()
}

/// A sentence ends with a full stop.
fn sentence(answer: &str) -> String {
    match answer.ends_with(['.', '!', '?', '…']) {
        true => answer.to_string(),
        false => format!("{answer}."),
    }
}

fn email(answer: &str) -> Result<String, Text> {
    let parts = answer.split_once('@');
    let good = parts.is_some_and(|(local, domain)| {
        let plain =
            |part: &str| !part.contains(|c: char| c.is_whitespace() || "<>()@,;".contains(c));
        !local.is_empty()
            && plain(local)
            && plain(domain)
            && domain.contains('.')
            && !domain.starts_with('.')
            && !domain.ends_with('.')
    });
    match good {
        true => Ok(answer.to_string()),
        false => Err(text!(
            "ce n’est pas une adresse électronique (nom@domaine)",
            "it is not an e-mail address (name@domain)"
        )),
    }
}

fn url(answer: &str) -> Result<String, Text> {
    let rest = answer.strip_prefix("https://").or_else(|| answer.strip_prefix("http://"));
    let host = rest.and_then(|rest| rest.split('/').next()).unwrap_or_default();
    match host.contains('.') && !answer.contains(char::is_whitespace) {
        true => Ok(answer.to_string()),
        false => Err(text!(
            "ce n’est pas une adresse web (https://…)",
            "it is not a web address (https://…)"
        )),
    }
}

/// Refuses an address that leads nowhere by design.
fn real(address: String) -> Result<String, Text> {
    match is_example(&address) {
        false => Ok(address),
        true => Err(text!(
            "ce domaine est réservé aux exemples : donnez une adresse réelle",
            "this domain is reserved for examples: give a real address"
        )),
    }
}

fn degree(answer: &str) -> Result<String, Text> {
    Degree::public(answer)
        .map(|degree| degree.to_string())
        .ok_or_else(|| text!("réponses possibles : A, B, C", "possible answers: A, B, C"))
}

fn licence(answer: &str) -> Result<String, Text> {
    let known = ids::licence(answer).or_else(|| ids::misspelt(answer));
    let read = Expression::parse(answer).ok();
    let several = read.as_ref().map(ToString::to_string);
    let several = || several.filter(|read| current(read).is_some());
    known.map(str::to_string).or_else(several).ok_or_else(|| {
        let named = read.iter().flat_map(Expression::identifiers);
        match named.into_iter().find(|id| ids::open_ended(id)) {
            Some(id) => text!(
                "« {id} » ne dit pas si les versions ultérieures sont admises : écrivez {id}-only ou {id}-or-later",
                "“{id}” does not say whether later versions are accepted: write {id}-only or {id}-or-later"
            ),
            None => text!(
                "« {answer} » n’est ni un identifiant de la liste SPDX, ni une expression de ces identifiants (MIT OR Apache-2.0)",
                "“{answer}” is neither an identifier of the SPDX list, nor an expression of such identifiers (MIT OR Apache-2.0)"
            ),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_acronym_is_asked_in_full_once_more() {
        let question = get("organisation").expect("a question");
        for acronym in ["DINUM", "DGFiP", "INSEE", "DNUM-MI"] {
            assert!(question.doubts(acronym).is_some(), "{acronym}");
        }
        for name in ["Etalab", "Inria", "Ville de Paris", "Agence X (AX)", "CEREMA Centre-Est"] {
            assert_eq!(question.doubts(name), None, "{name}");
        }
        assert_eq!(get("name").and_then(|question| question.doubts("DINUM")), None);
    }

    #[test]
    fn identifiers_are_unique() {
        let ids: std::collections::BTreeSet<&str> =
            all().iter().map(|question| question.id.as_str()).collect();
        assert_eq!(ids.len(), all().len());
        let named = all().iter().flat_map(|question| [&question.default, &question.like]);
        assert!(named.flatten().all(|other| get(other).is_some()));
    }

    #[test]
    fn answers_are_checked_by_kind() {
        let accept = |id: &str, answer: &str| get(id).expect("question").accept(answer);
        assert_eq!(
            accept("contact", " equipe@projet.gouv.fr "),
            Ok("equipe@projet.gouv.fr".into())
        );
        assert!(accept("contact", "équipe").is_err());
        assert!(accept("contact", "equipe@example.org").is_err());
        assert_eq!(accept("degree", "b"), Ok("B".into()));
        assert!(accept("degree", "E").is_err());
        assert_eq!(accept("licence", "MIT"), Ok("MIT".into()));
        assert!(accept("licence", "n’importe").is_err());
        assert_eq!(accept("licence", "mit or apache-2.0"), Ok("MIT OR Apache-2.0".into()));
        for wrong in ["MIT OR", "MIT OR GPL-3.0", "MIT OR LicenseRef-ours"] {
            assert!(accept("licence", wrong).is_err(), "{wrong}");
        }
        let told = accept("licence", "MIT OR GPL-3.0").unwrap_err();
        assert!(told.en.ends_with(": write GPL-3.0-only or GPL-3.0-or-later"), "{told:?}");
        let told = accept("licence", "MIT OR").unwrap_err();
        assert!(told.en.contains("neither an identifier"), "{told:?}");
        assert_eq!(accept("status", "stable"), Ok("stable".into()));
        assert!(accept("status", "bien").is_err());
        assert_eq!(accept("purpose", "Il aide"), Ok("Il aide.".into()));
        assert!(accept("name", "deux\nlignes").is_err());
        assert!(accept("organisation_url", "https://www.numerique.gouv.fr/").is_ok());
        assert!(accept("organisation_url", "example").is_err());
        assert!(accept("purpose", "…").is_err() && accept("name", "...").is_err());
    }
}
