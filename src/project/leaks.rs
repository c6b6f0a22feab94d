//! The secrets and personal data of a project, wherever they are: one entry
//! for each, with all its places in the tree and in the history.

use super::Project;
use crate::finding::Fingerprint;
use crate::lang::Text;
use crate::secrets::{Detection, Family, Found, Ledger, Leftover, gather, join};
use crate::snapshot::classify::{Class, class_of};
use std::collections::HashMap;

/// What was found in the files and in the history together.
#[derive(Debug, Default)]
pub struct Leaks {
    /// One entry for each secret.
    pub all: Vec<Detection>,
    /// Those of the files, with their values.
    pub in_files: Vec<Found>,
    /// Why those that comments allow wherever the files hold them may stay, by value.
    allowed: HashMap<Fingerprint, Text>,
    /// The comments that allow nothing, with the reason.
    pub idle_allowances: Vec<Leftover>,
}

impl Project<'_> {
    /// Everything that was found, the loudest first.
    pub fn all_leaks(&self) -> &Leaks {
        self.leaks.get_or_init(|| {
            let spotted = self.all_facts().flat_map(|(_, facts)| &facts.spotted);
            let mut in_files = gather(spotted.cloned());
            let mut ledger = Ledger::default();
            for (file, facts) in self.all_facts() {
                ledger.add(&file.path, facts.allowances.clone());
            }
            ledger.settle(&mut in_files);
            let here = in_files.iter().map(|found| found.detection.clone());
            let past = self.past.detections.iter().cloned();
            let all = join(here.chain(past));
            let allowed = in_files
                .iter()
                .filter_map(|found| Some((found.detection.value.clone(), found.allowed.clone()?)));
            let allowed = allowed.collect();
            Leaks { all, in_files, allowed, idle_allowances: ledger.leftovers() }
        })
    }

    /// Why `detection` may stay, when comments allow it wherever the files hold it.
    pub fn allowed(&self, detection: &Detection) -> Option<Text> {
        self.all_leaks().allowed.get(&detection.value).cloned()
    }

    /// What was found of `family`, the loudest first.
    pub fn leaks(&self, family: Family) -> impl Iterator<Item = &Detection> {
        self.all_leaks().all.iter().filter(move |detection| detection.family == family)
    }

    /// The files that could not all be looked at for secrets, with the reason:
    /// those that cannot be read, and the archives and compressed contents of the
    /// project that were not all opened.
    pub fn unscanned(&self) -> impl Iterator<Item = (&str, &Text)> {
        let skipped = self.snapshot.skipped.iter().filter(|skipped| skipped.incomplete);
        let skipped = skipped.map(|skipped| (skipped.path.as_str(), &skipped.reason));
        let files = self.all_facts().filter_map(|(file, facts)| {
            let unopened = facts.unopened.as_ref().filter(|_| class_of(&file.path) == Class::Own);
            Some((file.path.as_str(), facts.error.as_ref().or(unopened)?))
        });
        skipped.chain(files)
    }
}
