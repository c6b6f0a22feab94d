//! Runs every detector over a text and judges what they find.

use super::generic::{self, Assignments, Crowd, Surroundings};
use super::judge;
use super::patterns::Patterns;
use super::personal::{self, Personal};
use super::{Candidate, Family, Judgement, Mark, Quiet, Region, layers};
use crate::budget::Budget;
use crate::lang::Text;
use std::ops::Range;

/// The detectors, ready to run; shared between threads.
#[derive(Debug, Default)]
pub struct Scanner {
    patterns: Patterns,
    assignments: Assignments,
    personal: Personal,
    past: bool,
    quiet: Option<Quiet>,
    budget: Budget,
    day: Option<i64>,
}

impl Scanner {
    /// The detectors for the versions of a long history: names of hosts and of
    /// registries, which only the audited version is judged on, are left out,
    /// and lock files are read where they name a user.
    pub fn for_past() -> Scanner {
        Scanner { past: true, ..Scanner::default() }
    }

    /// These detectors, spending `budget`.
    pub(crate) fn spending(self, budget: &Budget) -> Scanner {
        Scanner { budget: budget.clone(), ..self }
    }

    /// These detectors, for a version written at `day`, in seconds since 1970: a token
    /// that ended long before opens nothing.
    pub(crate) fn of_day(self, day: Option<i64>) -> Scanner {
        Scanner { day, ..self }
    }

    /// When the version looked at was written, if it is known.
    pub(crate) fn day(&self) -> Option<i64> {
        self.day
    }

    /// What looking may still cost.
    pub(crate) fn budget(&self) -> &Budget {
        &self.budget
    }

    /// Passes over the whole files that `marks` stand for, in which the same
    /// detectors saw nothing, and from now on tells those met
    /// ([`Scanner::quiet`]).
    pub fn recall(&mut self, marks: impl IntoIterator<Item = Mark>) {
        self.quiet = Some(Quiet::new(marks));
    }

    /// The files that hold nothing, once [`Scanner::recall`] was called.
    pub fn quiet(&self) -> Option<&Quiet> {
        self.quiet.as_ref()
    }

    /// True for the detectors of [`Scanner::for_past`].
    pub(super) fn is_for_past(&self) -> bool {
        self.past
    }

    /// What may be a secret in `text`, in the order of their values, for those
    /// that start inside one of `regions` (sorted, disjoint). `name` is the
    /// last part of the file's path, empty when unknown: it tells the format.
    pub fn candidates(&self, text: &[u8], name: &str, regions: &[Region]) -> Vec<Candidate> {
        self.crowd(text, name, regions).found
    }

    /// The same, with whether there are more than are looked at.
    pub(super) fn crowd(&self, text: &[u8], name: &str, regions: &[Region]) -> Crowd {
        let (mut found, published) = self.sift(text, name, regions);
        found.sort_by_key(|candidate| candidate.value.start);
        let known = Spans::of(&found);
        // A known shape says more than the name a value is given to.
        let Crowd { found: others, cut } = match layers::is_lock_file(name) {
            // The names of a lock file are those of packages, whatever they say.
            true => self.assignments.candidates(text, name, &layers::addresses(text, regions)),
            false => self.assignments.candidates(text, name, regions),
        };
        let known = |value: &Range<usize>| {
            let covers = |one: &Region| one.start < value.end && value.start < one.end;
            known.touch(value) || published.iter().any(covers)
        };
        found.extend(others.into_iter().filter(|other| !known(&other.value)));
        found.extend(match self.past {
            true => self.personal.numbers_and_markings(text, name, regions),
            false => self.personal.candidates(text, name, regions),
        });
        found.sort_by_key(|candidate| (candidate.value.start, candidate.value.end));
        Crowd { found, cut }
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
        self.sift(bytes, name, regions).0
    }

    fn sift(&self, bytes: &[u8], name: &str, regions: &[Region]) -> (Vec<Candidate>, Vec<Region>) {
        let (mut found, published) = self.patterns.sift(bytes, name, regions);
        let around = Surroundings::of(bytes);
        for candidate in &mut found {
            generic::describe(&around, name, candidate);
        }
        (found, published)
    }

    /// Judges `candidate`, found in the file at `path`.
    pub fn settle(&self, candidate: &Candidate, path: &str) -> Judgement {
        match candidate.family {
            Family::Credential => judge::judge(candidate, path, self.day),
            _ => personal::settle(candidate, path),
        }
    }

    /// False when `candidate` is not told wherever a file named `name` is.
    pub fn is_plausible(&self, candidate: &Candidate, name: &str) -> bool {
        match candidate.family {
            Family::Credential => judge::is_plausible(candidate, name),
            _ => personal::settle(candidate, name).probability >= LEAST_PROBABILITY,
        }
    }

    /// Why `candidate`, found at `path`, was judged so, in one sentence.
    pub fn reason(&self, candidate: &Candidate, judgement: &Judgement, path: &str) -> Text {
        match candidate.family {
            Family::Credential => judge::reason(candidate, judgement, (path, self.day)),
            _ => personal::reason(candidate, path),
        }
    }
}

/// Below this, no folder makes personal data of a value.
const LEAST_PROBABILITY: f32 = 0.05;

/// Ranges sorted by their starts, to be asked whether one of them is touched.
pub(super) struct Spans {
    starts: Vec<usize>,
    /// The furthest end of the ranges up to each one.
    ends: Vec<usize>,
}

impl Spans {
    pub(super) fn of(candidates: &[Candidate]) -> Spans {
        let furthest = candidates.iter().scan(0, |end, candidate| {
            *end = candidate.value.end.max(*end);
            Some(*end)
        });
        let ends = furthest.collect();
        let starts = candidates.iter().map(|candidate| candidate.value.start).collect();
        Spans { starts, ends }
    }

    pub(super) fn touch(&self, range: &Range<usize>) -> bool {
        let before = self.starts.partition_point(|start| *start < range.end);
        before > 0 && self.ends[before - 1] > range.start
    }
}
