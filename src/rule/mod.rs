//! Rules are data: `rules/<chapter>.toml`, embedded in the binary, and the
//! directories a ministry adds with `--rules` or `extends`.

pub(crate) mod chapter;
pub(crate) mod embedded;
pub(crate) mod load;
pub(crate) mod locate;
pub(crate) mod role;
pub(crate) mod source;

use crate::error::{Error, Result};
use crate::finding::Severity;
use crate::lang::{Lang, Text};
use crate::text;
use crate::text::fold::folded;
use role::Role;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use source::{SourceDocument, SourceRef};
use std::collections::BTreeMap;
use std::fmt;

/// An openness degree of the DINUM guide (index.org § Quels degrés d'ouverture).
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
pub enum Degree {
    /// « Contributif »: contributions are actively sought and handled.
    A,
    /// « Ouvert »: contributions are handled but not actively sought.
    B,
    /// « Publié »: outside contributions are not handled.
    C,
    /// « Non communicable »: not to be made public.
    D,
}

impl Degree {
    /// The degrees at which a repository is public, the most demanding first.
    pub const PUBLIC: [Degree; 3] = [Degree::A, Degree::B, Degree::C];

    /// The public degree `letter` names, in either case.
    pub fn public(letter: &str) -> Option<Degree> {
        Degree::PUBLIC.into_iter().find(|degree| degree.to_string().eq_ignore_ascii_case(letter))
    }

    /// The name the guide gives the degree.
    pub fn name(self) -> Text {
        match self {
            Degree::A => Text::new("contributif", "collaborative"),
            Degree::B => Text::new("ouvert", "open"),
            Degree::C => Text::new("publié", "published"),
            Degree::D => Text::new("non communicable", "not for release"),
        }
    }

    /// What the guide means by it.
    pub fn means(self) -> Text {
        match self {
            Degree::A => Text::new(
                "Le code est publié ; les contributions extérieures sont recherchées, et l’équipe les traite.",
                "The code is published; outside contributions are sought, and the team handles them.",
            ),
            Degree::B => Text::new(
                "Le code est publié ; les contributions extérieures sont traitées, sans être recherchées.",
                "The code is published; outside contributions are handled, without being sought.",
            ),
            Degree::C => Text::new(
                "Le code est publié pour être lu et réutilisé ; les contributions extérieures ne sont pas traitées.",
                "The code is published to be read and reused; outside contributions are not handled.",
            ),
            Degree::D => Text::new(
                "Le code ne peut pas être communiqué : aucun audit ne le rend publiable.",
                "The code may not be released: no audit makes it publishable.",
            ),
        }
    }
}

impl fmt::Display for Degree {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self:?}")
    }
}

/// How a rule is decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Nature {
    /// Decided offline from the repository alone.
    Automatic,
    /// Decided offline; a recorded human reason can settle it.
    Mixed,
    /// Asked to a person.
    Attestation,
}

impl Nature {
    /// The word shown to a person.
    pub fn label(self) -> Text {
        match self {
            Nature::Automatic => Text::new("automatique", "automatic"),
            Nature::Mixed => Text::new("mixte", "mixed"),
            Nature::Attestation => Text::new("attestation", "attestation"),
        }
    }
}

/// What stands behind a rule. Reports show it, so that a practice is never
/// taken for the law.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Norm {
    /// An act of Parliament or a code's legislative part.
    Law,
    /// A decree or a code's regulatory part.
    Decree,
    /// DINUM's stated doctrine.
    Doctrine,
    /// DINUM's publication guide.
    Guide,
    /// The State's contribution policy of 2018.
    Policy,
    /// A technical standard (publiccode.yml, REUSE, Standard for Public Code…).
    Standard,
    /// A practice of the field.
    Practice,
    /// What the audit itself needs in order to conclude.
    Method,
}

impl Norm {
    /// The word shown to a person.
    pub fn label(self) -> Text {
        match self {
            Norm::Law => Text::new("loi", "law"),
            Norm::Decree => Text::new("décret", "decree"),
            Norm::Doctrine => Text::new("doctrine", "doctrine"),
            Norm::Guide => Text::new("guide", "guide"),
            Norm::Policy => Text::new("politique 2018", "2018 policy"),
            Norm::Standard => Text::new("standard", "standard"),
            Norm::Practice => Text::new("pratique", "practice"),
            Norm::Method => Text::new("méthode d’audit", "audit method"),
        }
    }
}

/// Whether `publiable scaffold` can write what a rule asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Scaffold {
    /// Entirely.
    Yes,
    /// In part.
    Partial,
    /// Not at all.
    No,
}

/// How a rule may be waived (catalogue, section 2.3).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum WaiverPolicy {
    /// Never.
    Never,
    /// Finding by finding, by fingerprint.
    Finding,
    /// Folder by folder: a path is required.
    Path,
    /// As a whole or by path, with a reason.
    #[default]
    Reason,
}

impl WaiverPolicy {
    /// True for what is detected, which may be wrong: each finding is settled by itself.
    pub fn is_by_finding(self) -> bool {
        self == WaiverPolicy::Finding
    }
}

/// A severity, the same at every degree or one for each.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(
    untagged,
    expecting = "`severity` takes `blocking`, `important`, `recommended` or `info`, or one of them by degree: { A = …, B = …, C = … }"
)]
pub enum SeverityByDegree {
    /// The same everywhere.
    Same(Severity),
    /// One for each degree that demands the rule.
    ByDegree(BTreeMap<Degree, Severity>),
}

impl SeverityByDegree {
    /// The severity at `degree`; the heaviest one at a degree that is not listed.
    pub fn at(&self, degree: Degree) -> Severity {
        match self {
            SeverityByDegree::Same(severity) => *severity,
            SeverityByDegree::ByDegree(map) => {
                map.get(&degree).or_else(|| map.values().max()).copied().unwrap_or(Severity::Info)
            }
        }
    }
}

/// What a rule says to a person, in one language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Prose {
    /// The requirement, as a short statement.
    pub title: String,
    /// What is wrong when it is not met, as a short statement: the title of its
    /// findings. The requirement stands for it where an organisation's rule has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub problem: Option<String>,
    /// The same where one thing alone is wrong.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub one: Option<String>,
    /// What it is about, in as few words as a line of the first screen leaves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub short: Option<String>,
    /// Why it matters.
    pub why: String,
    /// What to do.
    pub fix: String,
}

/// What is wrong where nothing of what a rule asks for is there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Absence {
    /// The finding that tells it, by its subject.
    pub finding: String,
    /// In French.
    pub fr: String,
    /// In English.
    pub en: String,
}

/// The function that answers for something in an administration.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Respondent {
    /// The legal department.
    Legal,
    /// The security officer.
    Security,
    /// The data protection officer.
    DataProtection,
    /// The head of the department.
    Management,
    /// The team in charge of the project.
    #[default]
    Project,
}

impl Respondent {
    /// Every one, in the order of their questions.
    pub const ALL: [Respondent; 5] = [
        Respondent::Legal,
        Respondent::Security,
        Respondent::DataProtection,
        Respondent::Management,
        Respondent::Project,
    ];

    /// The words that name them on a command line, in each language.
    pub fn presets(self) -> [&'static str; 2] {
        match self {
            Respondent::Legal => ["juridique", "legal"],
            Respondent::Security => ["rssi", "security"],
            Respondent::DataProtection => ["dpo", "data-protection"],
            Respondent::Management => ["hierarchie", "management"],
            Respondent::Project => ["equipe", "project"],
        }
    }

    /// The one of these words that addresses and data hold.
    pub fn code(self) -> &'static str {
        self.presets()[1]
    }

    /// The one that `word` names on a command line.
    pub fn named(word: &str) -> Option<Respondent> {
        let word = folded(word.trim());
        Respondent::ALL.into_iter().find(|who| who.presets().contains(&word.as_str()))
    }

    /// The function, as a note addressed to the administration names it.
    pub fn function(self) -> Text {
        match self {
            Respondent::Legal => Text::new("Service juridique", "Legal department"),
            Respondent::Security => Text::new(
                "Responsable de la sécurité des systèmes d’information (RSSI)",
                "Security officer",
            ),
            Respondent::DataProtection => {
                Text::new("Délégué à la protection des données (DPO)", "Data protection officer")
            }
            Respondent::Management => Text::new("Hiérarchie", "Management"),
            Respondent::Project => Text::new("Équipe du projet", "Project team"),
        }
    }

    /// The words shown to a person.
    pub fn label(self) -> Text {
        match self {
            Respondent::Legal => Text::new("juridique", "legal"),
            Respondent::Security => Text::new("RSSI", "security"),
            Respondent::DataProtection => Text::same("DPO"),
            Respondent::Management => Text::new("hiérarchie", "management"),
            Respondent::Project => Text::new("équipe", "team"),
        }
    }
}

/// The question an attestation answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Question {
    /// Version of the wording; an answer to another version is stale.
    pub version: String,
    /// The question in French.
    pub fr: String,
    /// The question in English.
    pub en: String,
    /// Who answers in the administration.
    #[serde(default)]
    pub asked: Respondent,
    /// What to check before answering.
    pub help: Text,
    /// False when the answer is recorded but never changes the verdict.
    #[serde(default = "yes")]
    pub influences_verdict: bool,
    /// True when the question is put only if a rule of `evidence` found something.
    #[serde(default)]
    pub only_with_evidence: bool,
    /// Rules whose findings are shown beside the question.
    #[serde(default)]
    pub evidence: Vec<String>,
    /// The reasons that a “yes” may give.
    #[serde(default)]
    pub reasons: Vec<Motive>,
    /// What the answer is about: it no longer holds once that has changed.
    #[serde(default)]
    pub about: Vec<Subject>,
}

/// A part of a repository that an answer may be about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Subject {
    /// Who writes the code.
    Authors,
    /// The licence of the project.
    Licence,
    /// Code copied from third parties.
    ThirdPartyCode,
    /// Binary files.
    Binaries,
    /// Files of data.
    Data,
}

/// A reason that an answer may give.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Motive {
    /// How it is recorded.
    pub id: String,
    /// In French.
    pub fr: String,
    /// In English.
    pub en: String,
}

fn yes() -> bool {
    true
}

/// One requirement of the catalogue.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Rule {
    /// `chapter/name`; never reused, never renamed.
    pub id: String,
    /// The kind of check that decides the rule (`src/checks/`).
    pub check: String,
    /// The check's parameters.
    #[serde(default)]
    pub params: toml::Table,
    /// Weight in the verdict.
    pub severity: SeverityByDegree,
    /// The openness degrees that demand the rule.
    pub degrees: Vec<Degree>,
    /// How the rule is decided.
    pub nature: Nature,
    /// What stands behind it, the strongest first.
    pub norm: Vec<Norm>,
    /// Rank among the rules a relay reads first (catalogue, section 2.1).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub relay: Option<u8>,
    /// Rank among the rules that fail, by the consequence of publishing all the same:
    /// its place in the `order` of a rule file.
    #[serde(skip_deserializing, skip_serializing_if = "Option::is_none")]
    pub rank: Option<usize>,
    /// True when nearly every repository fails it before it is prepared: it is in the
    /// `usual` list of a rule file.
    #[serde(skip_deserializing, skip_serializing_if = "std::ops::Not::not")]
    pub usual: bool,
    /// Whether `publiable scaffold` covers it.
    pub scaffold: Scaffold,
    /// How it may be waived.
    #[serde(default)]
    pub waiver: WaiverPolicy,
    /// The only reasons a waiver may give; any reason when empty.
    #[serde(default)]
    pub waiver_reasons: Vec<String>,
    /// Where the requirement is stated.
    pub source: Vec<SourceRef>,
    /// What is wrong where nothing of it is there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub absent: Option<Absence>,
    /// What it says in French.
    pub fr: Prose,
    /// What it says in English.
    pub en: Prose,
    /// The question of an attestation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub question: Option<Question>,
}

impl Rule {
    /// The first part of the identifier, which names the file it is in.
    pub fn chapter(&self) -> &str {
        self.id.split('/').next().unwrap_or_default()
    }

    /// What the rule says in `lang`.
    pub fn prose(&self, lang: Lang) -> &Prose {
        lang.pick(&self.fr, &self.en)
    }

    /// True when `degree` demands the rule.
    pub fn demanded_at(&self, degree: Degree) -> bool {
        self.degrees.contains(&degree)
    }
}

/// Every rule of an audit with what they refer to, in catalogue order.
#[derive(Debug, Clone)]
pub struct RuleSet {
    /// The rules.
    pub rules: Vec<Rule>,
    /// The documents rules cite, by identifier.
    pub documents: BTreeMap<String, SourceDocument>,
    /// The roles files play, by identifier.
    pub roles: BTreeMap<String, Role>,
    /// The rules that a file changed, with that file's name.
    pub adjusted: Vec<(String, String)>,
    /// First 12 hexadecimal digits of the BLAKE3 hash of every rule file read.
    pub version: String,
}

impl RuleSet {
    /// The rule whose identifier is `id`.
    pub fn get(&self, id: &str) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.id == id)
    }

    /// The rule identifier nearest to `wrong`, for "did you mean".
    pub fn nearest(&self, wrong: &str) -> Option<&str> {
        locate::nearest(wrong, self.rules.iter().map(|rule| rule.id.as_str()))
    }

    /// The rule `name`, or those of the chapter `name`; an error that says what may
    /// have been meant when there is none.
    pub fn named(&self, name: &str) -> Result<Vec<&Rule>> {
        let is = |rule: &&Rule| rule.id == name || rule.chapter() == name;
        let found: Vec<&Rule> = self.rules.iter().filter(is).collect();
        if found.is_empty() { Err(self.unknown(name)) } else { Ok(found) }
    }

    /// The error for a rule or a chapter that does not exist.
    pub fn unknown(&self, name: &str) -> Error {
        let chapters = self.rules.iter().map(Rule::chapter);
        let near = self.nearest(name).or_else(|| locate::nearest(name, chapters));
        let error = Error::usage(text!(
            "« {name} » n’est ni une règle ni un chapitre.",
            "“{name}” is neither a rule nor a chapter."
        ));
        meant(error, near)
    }

    /// The error for a rule that does not exist.
    pub(crate) fn unknown_rule(&self, id: &str) -> Error {
        let error = Error::usage(text!(
            "la règle « {id} » n’existe pas.",
            "the rule “{id}” does not exist."
        ));
        meant(error, self.nearest(id))
    }
}

/// `error` with the rule or the chapter that was meant, else where all are.
fn meant(error: Error, near: Option<&str>) -> Error {
    match near {
        Some(near) => error.meant(near),
        None => error.remedy(text!(
            "La liste des règles : publiable rules list",
            "The list of rules: publiable rules list"
        )),
    }
}
