//! What scaffold can write (`templates/pieces.toml`): for each file, the rules
//! it answers, the template it comes from, and the sections that complete one
//! that exists.

use crate::finding::Status;
use crate::lang::{Lang, Text};
use crate::report::Outcome;
use crate::rule::Degree;
use crate::text::pattern::Pattern;
use serde::Deserialize;
use std::collections::BTreeMap;

/// A file scaffold can create or complete.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Piece {
    /// Identifier.
    pub id: String,
    /// Where it is created, from the root.
    pub path: String,
    /// The role whose file is completed instead, when there is one.
    #[serde(default)]
    pub role: Option<String>,
    /// How it is written.
    #[serde(default)]
    pub kind: Kind,
    /// The template of the whole file.
    #[serde(default)]
    pub template: Option<String>,
    /// The rules it answers.
    pub rules: Vec<String>,
    /// The rules it answers in part: what it brings helps, and may not be enough.
    #[serde(default)]
    pub parts: Vec<String>,
    /// The rule after which it is not needed: what it brings is there otherwise.
    #[serde(default)]
    pub settled_by: Option<String>,
    /// The language it is written in, when it is the only one; such a piece is
    /// written when that language is asked for.
    #[serde(default)]
    pub lang: Option<Lang>,
    /// The findings it answers, for a rule of which it answers not all.
    #[serde(default)]
    pub subjects: BTreeMap<String, Vec<String>>,
    /// The degrees it is written at; every one when empty.
    #[serde(default)]
    pub degrees: Vec<Degree>,
    /// The forges it is for; every one when empty.
    #[serde(default)]
    pub forges: Vec<String>,
    /// The question by which the project decides to have it: it is not written without a
    /// “yes” unless its own rule, the first one, is asked for, or the file itself.
    #[serde(default)]
    pub decides: Option<String>,
    /// True for a text that exists once a language.
    #[serde(default)]
    pub translated: bool,
    /// What it is, in French.
    pub fr: String,
    /// What it is, in English.
    pub en: String,
    /// What completes a file that exists.
    #[serde(default)]
    pub section: Vec<Section>,
}

/// How a piece is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A template, completed section by section.
    #[default]
    Document,
    /// The official text of the licence.
    Licence,
    /// `publiccode.yml`, from what the repository says.
    Publiccode,
    /// A key of `publiable.toml`.
    Configuration,
    /// The licence of each file.
    Reuse,
    /// `.gitignore`, by language.
    Ignore,
}

/// A part of a document, inserted in one that lacks it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Section {
    /// The rule it answers.
    pub rule: String,
    /// The finding of that rule it answers; any when absent.
    #[serde(default)]
    pub subject: Option<String>,
    /// Its template.
    pub template: String,
    /// Where it goes.
    #[serde(default)]
    pub place: Place,
    /// The headings it goes before, when one stands in the document.
    #[serde(default)]
    pub before: Option<Pattern>,
    /// The degrees it is written at; every one when empty.
    #[serde(default)]
    pub degrees: Vec<Degree>,
    /// True for what the project is to decide: it is written only for a rule that weighs
    /// on the verdict or that is asked for, and by no repair.
    #[serde(default)]
    pub policy: bool,
    /// The finding that has to be dealt with before.
    #[serde(default)]
    pub unless: Option<String>,
    /// True for what is not written where the document says it already.
    #[serde(default)]
    pub once: bool,
    /// True for what settles a doubt of its rule too: the document may say it, not clearly.
    #[serde(default)]
    pub doubtful: bool,
}

/// Where a section goes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Place {
    /// Under the title, with the badges.
    Badge,
    /// Under the title and its badges, before the first words.
    Lead,
    /// After the first words, before the first section.
    Opening,
    /// A section of its own.
    #[default]
    Section,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    piece: Vec<Piece>,
}

/// Every piece, in the order they are planned.
pub fn all() -> &'static [Piece] {
    static ALL: std::sync::LazyLock<Vec<Piece>> = std::sync::LazyLock::new(|| {
        let file: File =
            toml::from_str(include_str!("../../templates/pieces.toml")).expect("embedded");
        file.piece
    });
    &ALL
}

/// The piece that goes by `name`: its identifier, or where it is created.
pub(crate) fn named(name: &str) -> Option<&'static Piece> {
    all().iter().find(|piece| piece.id == name || piece.path == name)
}

/// True when a section settles the doubt that `outcome` leaves.
pub(crate) fn settles_doubt(outcome: &Outcome) -> bool {
    all().iter().any(|piece| piece.settles_doubt(outcome))
}

impl Piece {
    /// True when it is written on `forge`, empty for one that nothing tells.
    pub(super) fn is_on(&self, forge: &str) -> bool {
        self.forges.is_empty() || self.forges.iter().any(|one| one == forge)
    }

    /// True when it answers what `outcome` found.
    pub fn answers(&self, outcome: &Outcome) -> bool {
        let subjects = self.subjects.get(&outcome.rule);
        subjects.is_none_or(|subjects| subjects.iter().any(|subject| outcome.tells(subject)))
    }

    /// True when `outcome` leaves a doubt that a section settles.
    pub(crate) fn settles_doubt(&self, outcome: &Outcome) -> bool {
        let mut sections = self.section.iter();
        outcome.outcome == Status::Unknown
            && outcome.open().count() > 0
            && sections.any(|section| section.doubtful && section.rule == outcome.rule)
    }

    /// What it is.
    pub fn label(&self) -> Text {
        Text::new(&self.fr, &self.en)
    }
}
