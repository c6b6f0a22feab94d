//! Repairs a `publiccode.yml`: each pass proposes changes from the tables of
//! the standard, the safe ones are made, the others when they are asked for.
//! What only people know is left as a question.

mod answers;
mod deprecated;
mod dialect;
mod empty;
mod hopeless;
mod keys;
mod missing;
mod preview;
mod shape;
mod site;
mod spelling;
#[cfg(test)]
mod tests;
mod values;

pub use answers::{Answers, Question, open_questions};
pub use missing::{Known, KnownContact};
pub use preview::preview;
pub use site::shown;

use crate::lang::{Lang, Text};
use crate::text;
use crate::yaml::edit::{Change, Document, Path, Refusal};
use std::collections::BTreeSet;

/// A file needs fewer changes than this; the rest waits for the next run.
const MAX_CHANGES: usize = 600;
/// Each change reads the whole file again: a long one is given fewer, never
/// less than [`LEAST_CHANGES`]. In bytes.
const BUDGET: usize = 64 << 20;
const LEAST_CHANGES: usize = 50;
/// The same value is left as a comment at most so many times.
const MAX_COMMENTS: usize = 3;
/// Passes are repeated until they propose nothing, at most so many times.
const MAX_ROUNDS: usize = 12;

/// What a repair may do and knows.
#[derive(Debug, Clone)]
pub struct Options<'a> {
    /// Makes the changes a person should agree with, too.
    pub risky: bool,
    /// Drops the deprecated keys that nothing replaces.
    pub modernise: bool,
    /// Adds the required keys that are missing.
    pub complete: bool,
    /// What the repository says.
    pub known: &'a Known,
    /// What people said.
    pub answers: &'a Answers,
    /// The language of the questions written in the file.
    pub lang: Lang,
}

/// A change of the document and its reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// The value it is about.
    pub path: Path,
    /// True when it keeps the meaning whatever the project is.
    pub safe: bool,
    /// What it does, and why.
    pub text: Text,
    /// The edits, in order: all are made, or none.
    pub changes: Vec<Change>,
}

impl Proposal {
    fn safe(path: &Path, text: Text, change: Change) -> Proposal {
        Proposal { path: path.clone(), safe: true, text, changes: vec![change] }
    }

    fn risky(path: &Path, text: Text, change: Change) -> Proposal {
        Proposal { safe: false, ..Proposal::safe(path, text, change) }
    }
}

/// Something done, or not, to the file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Note {
    /// Line of the original file it is about, from 1.
    pub line: usize,
    /// The path, as `maintenance.contacts[0].name`.
    pub key: String,
    /// What and why.
    pub text: Text,
}

/// A file and what happened to it.
#[derive(Debug, Clone)]
pub struct Repaired {
    /// The new document.
    pub document: Document,
    /// What was changed.
    pub made: Vec<Note>,
    /// What would be changed with [`Options::risky`].
    pub withheld: Vec<Note>,
    /// What could not be changed, with the reason.
    pub refused: Vec<(Note, Refusal)>,
}

type Pass = fn(&Document, &Options<'_>) -> Vec<Proposal>;

/// The passes, each relying on those before it.
const PASSES: [Pass; 10] = [
    keys::duplicates,
    keys::propose,
    dialect::propose,
    shape::propose,
    deprecated::propose,
    empty::propose,
    values::propose,
    answers::propose,
    hopeless::propose,
    missing::propose,
];

/// Repairs `document`.
pub fn repair(document: &Document, options: &Options<'_>) -> Repaired {
    let mut work = Work {
        limit: (BUDGET / document.text().len().max(1)).clamp(LEAST_CHANGES, MAX_CHANGES),
        original: document.clone(),
        done: Repaired {
            document: document.clone(),
            made: Vec::new(),
            withheld: Vec::new(),
            refused: Vec::new(),
        },
        settled: BTreeSet::new(),
    };
    if document.has_bom() {
        work.done.document = document.without_bom();
        let text = text!(
            "marque d’ordre des octets retirée : des lecteurs ne trouvent plus la première clé",
            "byte-order mark removed: some readers no longer find the first key"
        );
        work.done.made.push(Note { line: 1, key: String::new(), text });
    }
    for _ in 0..MAX_ROUNDS {
        let before = work.done.made.len();
        for pass in PASSES {
            work.run(pass, options);
        }
        if work.done.made.len() == before {
            break;
        }
    }
    work.done
}

struct Work {
    /// How many changes are made at most.
    limit: usize,
    original: Document,
    done: Repaired,
    /// What was withheld or refused already: not proposed again.
    settled: BTreeSet<(String, Text)>,
}

impl Work {
    /// Makes what `pass` proposes until it proposes nothing new. The last places
    /// come first, so that those before them stay where they are.
    fn run(&mut self, pass: Pass, options: &Options<'_>) {
        for _ in 0..MAX_ROUNDS {
            let mut proposals = pass(&self.done.document, options);
            let line = |proposal: &Proposal| self.done.document.line(&proposal.path);
            proposals.sort_by_cached_key(|proposal| std::cmp::Reverse(line(proposal)));
            let mut changed = false;
            for proposal in proposals {
                if self.done.made.len() >= self.limit {
                    return;
                }
                let single = matches!(
                    proposal.changes.as_slice(),
                    [Change::Set { .. } | Change::Rename { .. }]
                );
                if self.take(proposal, options) {
                    changed = true;
                    // Other changes move what comes next.
                    if !single {
                        break;
                    }
                }
            }
            if !changed {
                return;
            }
        }
        if self.done.made.len() < self.limit && !pass(&self.done.document, options).is_empty() {
            self.run_on(pass, options);
        }
    }

    /// Goes on while the pass makes progress.
    fn run_on(&mut self, pass: Pass, options: &Options<'_>) {
        while self.done.made.len() < self.limit {
            let proposals = pass(&self.done.document, options);
            if !proposals.into_iter().rev().any(|proposal| self.take(proposal, options)) {
                return;
            }
        }
    }

    /// Makes `proposal`, or notes why not; true when the document changed.
    fn take(&mut self, proposal: Proposal, options: &Options<'_>) -> bool {
        let key = shown(&self.done.document, &proposal.path);
        if self.settled.contains(&(key.clone(), proposal.text.clone())) {
            return false;
        }
        let line = answers::nearest_line(&self.original, &key);
        let note = Note { line, key: key.clone(), text: proposal.text.clone() };
        if !proposal.safe && !options.risky {
            self.settled.insert((key, proposal.text));
            self.done.withheld.push(note);
            return false;
        }
        let comments = matches!(proposal.changes.as_slice(), [Change::Comment { .. }]);
        let again = |made: &&Note| made.key == note.key && made.text == note.text;
        if comments && self.done.made.iter().filter(again).count() >= MAX_COMMENTS {
            return false;
        }
        let start = Ok(self.done.document.clone());
        let after = proposal.changes.iter().fold(start, |document, change| {
            document.and_then(|document: Document| document.apply(change))
        });
        match after {
            Ok(after) => {
                self.done.document = after;
                self.done.made.push(note);
                true
            }
            Err(refusal) => {
                self.settled.insert((key, proposal.text));
                self.done.refused.push((note, refusal));
                false
            }
        }
    }
}
