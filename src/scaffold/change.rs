//! What scaffold proposes: files to create and files to complete.

use crate::lang::Text;

/// A file to write, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Path from the root of the repository, with `/`.
    pub path: String,
    /// What the file holds today: nothing for a file to create.
    pub before: Option<Vec<u8>>,
    /// What it is to hold.
    pub after: Vec<u8>,
    /// The rules it answers, in catalogue order.
    pub rules: Vec<String>,
    /// What it brings, in a few words.
    pub brings: Text,
}

impl Change {
    /// True for a file that does not exist yet.
    pub fn creates(&self) -> bool {
        self.before.is_none()
    }
}

/// Everything one run proposes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// The files, by path.
    pub changes: Vec<Change>,
    /// The questions left without an answer: written in the files as visible
    /// questions.
    pub unanswered: Vec<String>,
    /// What fails and scaffold does not write, rule by rule, with the reason.
    pub left: Vec<Left>,
}

/// A failing rule that scaffold leaves to a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Left {
    /// The rule.
    pub rule: String,
    /// Why nothing is written for it.
    pub why: Text,
}

impl Plan {
    /// True when there is nothing to write.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }
}
