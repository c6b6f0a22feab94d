//! What scaffold proposes: files to create and files to complete.

use super::questions::Question;
use crate::lang::Text;
use crate::report::Verdict;
use crate::text::difference;
use crate::text::question;
use std::collections::{BTreeMap, BTreeSet};

/// A file to write, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Change {
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
    /// Its unified diff; a file whose bytes are not text is named, not shown.
    pub(crate) fn unified(&self) -> String {
        let before = self.before.as_deref().map(std::str::from_utf8).transpose();
        match (before, std::str::from_utf8(&self.after)) {
            (Ok(before), Ok(after)) => difference::unified(before, after, &self.path),
            _ => format!("Binary files a/{0} and b/{0} differ\n", self.path),
        }
    }

    /// The number of lines it adds.
    pub(crate) fn added(&self) -> usize {
        let before = String::from_utf8_lossy(self.before.as_deref().unwrap_or_default());
        difference::counts(&before, &String::from_utf8_lossy(&self.after)).0
    }

    /// The number of questions it leaves in the file.
    pub(crate) fn questions(&self) -> usize {
        let count = |bytes: &[u8]| -> usize {
            let text = String::from_utf8_lossy(bytes);
            let asked = |line: &str| {
                question::all_in(line).len() + usize::from(question::value_in(line).is_some())
            };
            text.lines().map(asked).sum()
        };
        count(&self.after).saturating_sub(count(self.before.as_deref().unwrap_or_default()))
    }

    /// True for a file that does not exist yet.
    pub(crate) fn creates(&self) -> bool {
        self.before.is_none()
    }
}

/// Everything one run proposes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Plan {
    /// The files, by path.
    pub changes: Vec<Change>,
    /// The questions left without an answer, in the order to ask them, each with
    /// what waits for it.
    pub unanswered: Vec<Asked>,
    /// What is not written, by path, with the reason.
    pub held: Vec<Held>,
    /// What fails and scaffold does not write, rule by rule, with the reason.
    pub left: Vec<Left>,
    /// The rules that a file of the forge would answer, by the names of the files, when
    /// nothing tells which forge the project is on.
    pub forges: BTreeMap<String, BTreeSet<String>>,
    /// The files left for `--all`: no rule that they answer weighs on the verdict.
    pub lighter: BTreeSet<String>,
    /// The verdict before, and once the plan is written.
    pub verdicts: Option<(Verdict, Verdict)>,
    /// True when the project asks to sign off commits once the plan is written.
    pub signs_off: bool,
}

/// A question without an answer, and what asks it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Asked {
    /// The question.
    pub question: Question,
    /// The files that ask it, each with the rule it answers there, if any.
    pub wanted: BTreeSet<(String, String)>,
}

/// A file that is not written as planned.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Held {
    /// Its path.
    pub path: String,
    /// Why.
    pub why: Text,
}

/// A failing rule that scaffold leaves to a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Left {
    /// The rule.
    pub rule: String,
    /// Why nothing is written for it.
    pub why: Text,
}

impl Plan {
    /// True when there is nothing to write.
    pub(crate) fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// Takes the file at `path` off what is to be written.
    pub(super) fn hold(&mut self, path: &str, why: Text) {
        self.changes.retain(|change| change.path != path);
        self.held.push(Held { path: path.to_string(), why });
    }
}
