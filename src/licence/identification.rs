//! What one file says about licences.

use super::expression::Expression;
use crate::lang::Text;
use crate::text;
use std::ops::Range;

/// What was found in one file.
#[derive(Debug, Clone, PartialEq)]
pub struct Identification {
    /// The answer for the file as a whole.
    pub verdict: Verdict,
    /// What the answer rests on, in the order of the text.
    pub pieces: Vec<Piece>,
    /// What leaves the licence what it is and is no part of a faithful copy: words beside a
    /// text that refuses restrictions, the end that a text cut in a sentence lost.
    pub aside: Vec<Change>,
}

/// The answer for a file.
#[derive(Debug, Clone, PartialEq)]
pub enum Verdict {
    /// One or several licences, joined as the file joins them. A GNU text whose
    /// file says neither "only" nor "or later" keeps the deprecated identifier that
    /// leaves it open (`AGPL-3.0`).
    Licence(Expression),
    /// The text of a known licence, changed: what it says is not that licence.
    Modified {
        /// The licence it was made from.
        nearest: Expression,
        /// Where it differs, in the order of the text.
        changes: Vec<Change>,
    },
    /// It names a licence and gives it to some people only, or joins to it one that is not
    /// known.
    Narrowed {
        /// Line of the name, from 1.
        line: usize,
        /// The name and the words that narrow it, shortened.
        excerpt: String,
    },
    /// It reads like a licence, and none that is known.
    Unknown {
        /// The nearest known licences, the nearest first.
        candidates: Vec<Candidate>,
    },
    /// It states no licence.
    None,
}

impl Identification {
    /// What it rests on, in words, with what was set aside.
    pub(crate) fn told(&self) -> Text {
        let Verdict::Licence(expression) = &self.verdict else { return self.verdict.told() };
        match self.aside.first() {
            Some(first) => first.told_aside(&expression.to_string()),
            None => self.verdict.told(),
        }
    }
}

impl Verdict {
    /// What it rests on, in words.
    pub(crate) fn told(&self) -> Text {
        match self {
            Verdict::Licence(_) => text!("identifiée", "identified"),
            Verdict::Modified { nearest, changes } => {
                let count = changes.len();
                let line = changes.first().map_or(1, |change| change.line);
                text!(
                    count;
                    "{nearest} modifiée : {count} différence, la première ligne {line}"
                        | "{nearest} modifiée : {count} différences, la première ligne {line}",
                    "modified {nearest}: {count} difference, the first on line {line}"
                        | "modified {nearest}: {count} differences, the first on line {line}"
                )
            }
            Verdict::Narrowed { line, excerpt } => text!(
                "nommée et restreinte, ligne {line} : « {excerpt} »",
                "named and narrowed, line {line}: “{excerpt}”"
            ),
            Verdict::Unknown { candidates } => {
                let near = candidates.iter();
                let near: Vec<String> =
                    near.map(|one| format!("{} ({:.2})", one.id, one.distance)).collect();
                let near = near.join(", ");
                if near.is_empty() {
                    return text!("inconnue", "unknown");
                }
                text!("inconnue ; les plus proches : {near}", "unknown; the nearest: {near}")
            }
            Verdict::None => text!("rien ne dit une licence", "nothing states a licence"),
        }
    }
}

/// A part of a file that speaks of a licence.
#[derive(Debug, Clone, PartialEq)]
pub struct Piece {
    /// What kind of words they are.
    pub nature: Nature,
    /// The SPDX expression these words amount to.
    pub expression: String,
    /// Bytes of the decoded text.
    pub bytes: Range<usize>,
    /// Line of the first word, from 1.
    pub line: usize,
    /// Share of the licence's own words that stand here, from 0 to 1.
    pub coverage: f32,
}

/// What kind of words name a licence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Nature {
    /// The licence's text itself, in any official language.
    Text,
    /// A sentence that puts something under a licence.
    Notice,
    /// An `SPDX-License-Identifier` tag.
    Tag,
}

/// A place where a text differs from the licence it was made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Line of the file, from 1.
    pub line: usize,
    /// The words concerned, shortened.
    pub excerpt: String,
    /// True for words added, false for words taken away.
    pub added: bool,
}

impl Change {
    /// What it is, beside the text of `licence`.
    pub(crate) fn told_aside(&self, licence: &str) -> Text {
        let words = &self.excerpt;
        match self.added {
            true => text!(
                "ces mots accompagnent le texte de {licence} et n’en font pas partie : « {words} »",
                "these words stand beside the text of {licence} and are no part of it: “{words}”"
            ),
            false => text!(
                "le texte de {licence} est coupé ici : « {words} »",
                "the text of {licence} is cut here: “{words}”"
            ),
        }
    }
}

impl Change {
    /// What it is, in a text made from `nearest`.
    pub(crate) fn told(&self, nearest: &str) -> Text {
        let words = &self.excerpt;
        match self.added {
            true => text!(
                "ces mots ne sont pas dans {nearest} : « {words} »",
                "these words are not in {nearest}: “{words}”"
            ),
            false => text!(
                "des mots de {nearest} manquent ici : « {words} »",
                "words of {nearest} are missing here: “{words}”"
            ),
        }
    }
}

/// A licence that a text resembles.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// Its SPDX identifier.
    pub id: String,
    /// How far the text is from it: 0 is the licence itself, 1 shares nothing.
    pub distance: f32,
}
