//! `publiable.toml`: what the project declares about itself. The file becomes
//! public with the code: functions rather than names (catalogue, section 3.1).

pub(crate) mod baseline;
mod described;
pub(crate) mod edit;
pub(crate) mod form;
pub(crate) mod load;
mod settled;
pub(crate) mod source;
pub(crate) mod texts;

pub(crate) use described::schema;
pub(crate) use settled::{Cover, Settled, SettledReason, is_security};

use crate::finding::Severity;
use crate::lang::{Lang, Text};
use crate::rule::Degree;
use crate::text::glob::Globs;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;
use std::sync::OnceLock;

/// The file's name at the root of the repository.
pub(crate) const FILE_NAME: &str = "publiable.toml";
/// The version of the format this program reads.
pub(crate) const SCHEMA: u32 = 1;

/// What a project declares about itself for `publiable`, published with its code.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Config {
    /// Version of this format: 1.
    #[serde(default)]
    pub schema: Option<u32>,
    /// Language of reports when `--lang` does not say.
    #[serde(default)]
    pub lang: Option<Lang>,
    /// Rule files, or folders of rule files, that add to or adjust the
    /// catalogue; paths inside the repository.
    #[serde(default)]
    pub extends: Vec<String>,
    /// The project.
    #[serde(default)]
    pub project: Project,
    /// Adjustments, by rule identifier.
    #[serde(default)]
    pub rules: BTreeMap<String, RuleConfig>,
    /// Answers to what no tool can know.
    #[serde(default)]
    pub attestation: Vec<Attestation>,
    /// Rules that may stay unmet, with the reason.
    #[serde(default)]
    pub waiver: Vec<Waiver>,
    /// Single findings that are settled.
    #[serde(default)]
    pub finding: Vec<Settled>,
    /// Declared origin of data files.
    #[serde(default)]
    pub dataset: Vec<Dataset>,
    #[serde(skip)]
    #[schemars(skip)]
    pub(crate) named: Named,
    /// Mirrors of registries, by the kind of packages (`npm`, `pypi`…), for
    /// `publiable licence resolve`.
    #[serde(default)]
    pub registries: BTreeMap<String, String>,
    /// What `publiable scaffold` was answered.
    #[serde(default)]
    pub scaffold: Scaffold,
}

/// `[scaffold]`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Scaffold {
    /// The answers, by question (`publiable scaffold --list`).
    #[serde(default)]
    pub answers: BTreeMap<String, String>,
}

impl Config {
    /// The latest answer to `rule`.
    pub(crate) fn answer_to(&self, rule: &str) -> Option<&Attestation> {
        let answers = self.attestation.iter().filter(|entry| entry.rule == rule);
        answers.max_by_key(|entry| entry.date)
    }

    /// What is declared of the data file at `path`, in the order of the file.
    pub(crate) fn datasets_of(&self, path: &str) -> impl Iterator<Item = &Dataset> {
        let globs = || Globs::of(self.dataset.iter().map(|dataset| dataset.path.as_str()));
        self.named.0.get_or_init(globs).matches(path).into_iter().map(|at| &self.dataset[at])
    }
}

/// `[project]`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Project {
    /// The openness degree announced.
    #[serde(default)]
    pub degree: Option<Degree>,
    /// The address the code will be, or is, published at.
    #[serde(default)]
    pub publish_url: Option<String>,
    /// The kind of organisation.
    #[serde(default)]
    pub profile: Profile,
    /// The answers to the guide's four questions.
    #[serde(default)]
    pub degree_criteria: Option<DegreeCriteria>,
    /// E-mail domains of the organisation and of its declared contractors.
    #[serde(default)]
    pub email_domains: Vec<String>,
    /// Set for a repository that is a fork of somebody else's project.
    #[serde(default)]
    pub fork: bool,
    /// Set for an archived repository.
    #[serde(default)]
    pub archived: bool,
    /// Set for a template repository.
    #[serde(default)]
    pub template: bool,
}

/// The kind of organisation that publishes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Profile {
    /// An administration.
    #[default]
    Administration,
    /// Higher education and research: codemeta.json rather than publiccode.yml.
    Esr,
}

/// The guide's four questions (index.org § Quels logiciels ouvrir à quel degré ?).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct DegreeCriteria {
    /// Is it a module that other free software uses?
    pub module_for_other_free_software: bool,
    /// Does it meet a generic need?
    pub generic_need: bool,
    /// Will others take over its maintenance?
    pub to_be_taken_over_by_others: bool,
    /// Are its users technical?
    pub technical_end_users: bool,
}

impl DegreeCriteria {
    /// The degree the guide recommends: A from two yes, B for one, C for none.
    pub fn recommended(self) -> Degree {
        let yes = [
            self.module_for_other_free_software,
            self.generic_need,
            self.to_be_taken_over_by_others,
            self.technical_end_users,
        ];
        match yes.into_iter().filter(|answer| *answer).count() {
            0 => Degree::C,
            1 => Degree::B,
            _ => Degree::A,
        }
    }
}

/// `[rules."chapter/name"]`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RuleConfig {
    /// The severity to use instead of the catalogue's.
    pub severity: Severity,
}

/// An answer to a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Reply {
    /// Yes.
    #[serde(alias = "yes")]
    Oui,
    /// No: for a blocking question, the verdict becomes « non publiable ».
    #[serde(alias = "no")]
    Non,
    /// The question does not apply.
    #[serde(alias = "not-applicable")]
    SansObjet,
}

impl Reply {
    /// The value written in the file.
    pub fn code(self) -> &'static str {
        match self {
            Reply::Oui => "oui",
            Reply::Non => "non",
            Reply::SansObjet => "sans-objet",
        }
    }

    /// The word shown to a person.
    pub fn label(self) -> Text {
        match self {
            Reply::Oui => Text::new("oui", "yes"),
            Reply::Non => Text::new("non", "no"),
            Reply::SansObjet => Text::new("sans objet", "not applicable"),
        }
    }

    /// Reads a reply in either language.
    pub fn parse(word: &str) -> Option<Reply> {
        match word.trim().to_lowercase().as_str() {
            "oui" | "o" | "yes" | "y" => Some(Reply::Oui),
            "non" | "n" | "no" => Some(Reply::Non),
            "sans-objet" | "sans objet" | "not-applicable" | "na" | "s" => Some(Reply::SansObjet),
            _ => None,
        }
    }
}

/// `[[attestation]]` (catalogue, section 3).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Attestation {
    /// The rule it answers.
    pub rule: String,
    /// Version of the wording that was answered.
    #[serde(default)]
    pub question: Option<String>,
    /// The answer.
    pub answer: Reply,
    /// The function of the person who answers; never a name.
    pub role: String,
    /// The organisation that answers.
    #[serde(default)]
    pub organisation: Option<String>,
    /// When it was answered.
    #[schemars(with = "String")]
    #[serde(with = "load::date")]
    pub date: Date,
    /// The last commit examined, in full or abbreviated.
    #[serde(default)]
    pub commit: Option<String>,
    /// The day after which the answer no longer holds.
    #[schemars(with = "Option<String>")]
    #[serde(default, with = "load::optional_date")]
    pub valid_until: Option<Date>,
    /// A reason from the rule's list (`interet-general`, `composant`, `ecosysteme`).
    #[serde(default)]
    pub reason: Option<String>,
    /// Anything a reader should know; public.
    #[serde(default)]
    pub note: Option<String>,
}

/// `[[waiver]]` (catalogue, section 2.3).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Waiver {
    /// The rule waived.
    pub rule: String,
    /// A glob: only the findings in these files are waived.
    #[serde(default)]
    pub path: Option<String>,
    /// Why.
    pub reason: String,
    /// Anything a reader should know; public.
    #[serde(default)]
    pub note: Option<String>,
    /// The last day the waiver holds.
    #[schemars(with = "Option<String>")]
    #[serde(default, with = "load::optional_date")]
    pub expires: Option<Date>,
}

/// `[[dataset]]`: where a data file comes from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Dataset {
    /// The file, or a glob.
    pub path: String,
    /// Its origin.
    pub origin: DatasetOrigin,
    /// Where it was taken from.
    #[serde(default)]
    pub source: Option<String>,
}

/// The paths of the data sets, compiled when they are first asked for; they say no more than
/// their texts.
#[derive(Clone, Default)]
pub(crate) struct Named(OnceLock<Globs>);

impl PartialEq for Named {
    fn eq(&self, _: &Named) -> bool {
        true
    }
}

impl fmt::Debug for Named {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        Ok(())
    }
}

/// Where data come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum DatasetOrigin {
    /// Made up.
    Fictif,
    /// Published as open data.
    OpenData,
    /// Anonymised.
    Anonymise,
}
