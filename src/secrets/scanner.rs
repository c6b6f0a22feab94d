//! Runs every detector over a text and judges what they find.

use super::generic::{self, Assignments};
use super::judge::{self, Judgement};
use super::patterns::Patterns;
use super::personal::{self, Personal};
use super::{Candidate, Family, Region};
use crate::lang::Text;

/// The detectors, ready to run; shared between threads.
#[derive(Debug, Default)]
pub struct Scanner {
    patterns: Patterns,
    assignments: Assignments,
    personal: Personal,
}

impl Scanner {
    /// What may be a secret in `text`, in the order of their values, for those
    /// that start inside one of `regions` (sorted, disjoint). `name` is the
    /// last part of the file's path, empty when unknown: it tells the format.
    pub fn candidates(&self, text: &[u8], name: &str, regions: &[Region]) -> Vec<Candidate> {
        let mut found = self.known_shapes(text, name, regions);
        for other in self.assignments.candidates(text, name, regions) {
            // A known shape says more than the name a value is given to.
            let known = found.iter().any(|candidate| {
                candidate.family == Family::Credential && overlap(candidate, &other)
            });
            if !known {
                found.push(other);
            }
        }
        found.extend(self.personal.candidates(text, name, regions));
        found.sort_by_key(|candidate| (candidate.value.start, candidate.value.end));
        found
    }

    /// The contact details in `text` that [`Scanner::candidates`] leaves out
    /// because the file called `name` is not a data file: for the audited
    /// version, whose every line is read.
    pub fn contacts(&self, text: &[u8], name: &str) -> Vec<Candidate> {
        self.personal.contacts(text, name)
    }

    /// The secrets of a known shape alone: in a binary, the rest is chance.
    pub(super) fn known_shapes(
        &self,
        bytes: &[u8],
        name: &str,
        regions: &[Region],
    ) -> Vec<Candidate> {
        let mut found = self.patterns.candidates(bytes, name, regions);
        for candidate in &mut found {
            generic::describe(bytes, name, candidate);
        }
        found
    }

    /// Judges `candidate`, found in the file at `path`.
    pub fn settle(&self, candidate: &Candidate, path: &str) -> Judgement {
        match candidate.family {
            Family::Credential => judge::judge(candidate, path),
            _ => personal::settle(candidate, path),
        }
    }

    /// False when `candidate` is not told wherever a file named `name` is.
    pub fn is_plausible(&self, candidate: &Candidate, name: &str) -> bool {
        judge::is_plausible(candidate, name)
    }

    /// Why `candidate`, found at `path`, was judged so, in one sentence.
    pub fn reason(&self, candidate: &Candidate, judgement: &Judgement, path: &str) -> Text {
        match candidate.family {
            Family::Credential => judge::reason(candidate, judgement, path),
            _ => personal::reason(candidate, path),
        }
    }
}

fn overlap(left: &Candidate, right: &Candidate) -> bool {
    left.value.start < right.value.end && right.value.start < left.value.end
}
