//! The secrets and personal data of a project, wherever they are: one entry
//! for each, with all its places in the tree and in the history.

use super::Project;
use crate::finding::Fingerprint;
use crate::lang::Text;
use crate::secrets::{Detection, Family, Found, Ledger, Leftover, Spotted, gather, join};
use std::collections::BTreeMap;

/// What was found in the files and in the history together.
#[derive(Debug, Default)]
pub struct Leaks {
    /// One entry for each secret.
    pub all: Vec<Detection>,
    /// Those of the files, with their values.
    pub in_files: Vec<Found>,
    /// Why comments in files let some of them stay.
    allowed: BTreeMap<Fingerprint, Text>,
    /// The comments that allow nothing, with the reason.
    pub idle_allowances: Vec<Leftover>,
}

impl Project<'_> {
    /// Everything that was found, the loudest first.
    pub fn all_leaks(&self) -> &Leaks {
        self.leaks.get_or_init(|| {
            let mut in_files = gather(self.in_files());
            let mut ledger = Ledger::default();
            for (file, facts) in self.snapshot.files.iter().zip(&self.facts) {
                ledger.add(&file.path, facts.allowances.clone());
            }
            ledger.settle(&mut in_files);
            let allowed = in_files.iter().filter_map(|found| {
                Some((found.detection.fingerprint.clone(), found.allowed.clone()?))
            });
            let allowed = allowed.collect();
            let here = in_files.iter().map(|found| found.detection.clone());
            let past = self.past.found.iter().map(|found| found.detection.clone());
            let all = join(here.chain(past));
            Leaks { all, in_files, allowed, idle_allowances: ledger.leftovers() }
        })
    }

    /// Why comments let `detection` stay, when they cover each of its places in
    /// the audited version.
    pub fn allowed(&self, detection: &Detection) -> Option<Text> {
        self.all_leaks().allowed.get(&detection.fingerprint).cloned()
    }

    /// What was found of `family`, the loudest first.
    pub fn leaks(&self, family: Family) -> impl Iterator<Item = &Detection> {
        self.all_leaks().all.iter().filter(move |detection| detection.family == family)
    }

    /// What is in the files of the audited version.
    fn in_files(&self) -> Vec<Spotted> {
        let files = self.snapshot.files.iter().zip(&self.facts);
        let seen = files.flat_map(|(file, facts)| {
            facts.sightings.iter().map(|settled| {
                let candidate = &settled.sighting.candidate;
                let reason = self.scanner.reason(candidate, &settled.judgement, &file.path);
                Spotted::in_file(settled.clone(), &file.path, reason)
            })
        });
        seen.collect()
    }
}
