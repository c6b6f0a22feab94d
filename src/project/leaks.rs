//! The secrets and personal data of a project, wherever they are: one entry
//! for each, with all its places in the tree and in the history.

use super::Project;
use crate::lang::Text;
use crate::secrets::{Detection, Family, Found, Ledger, Leftover, Spotted, gather, join};

/// What was found in the files and in the history together.
#[derive(Debug, Default)]
pub struct Leaks {
    /// One entry for each secret.
    pub all: Vec<Detection>,
    /// Those of the files, with their values.
    pub in_files: Vec<Found>,
    /// The comments that allow nothing, with the reason.
    pub idle_allowances: Vec<Leftover>,
}

impl Project<'_> {
    /// Everything that was found, the loudest first.
    pub fn all_leaks(&self) -> &Leaks {
        self.leaks.get_or_init(|| {
            let mut in_files = gather(self.in_files());
            let mut ledger = Ledger::default();
            for (file, facts) in self.all_facts() {
                ledger.add(&file.path, facts.allowances.clone());
            }
            ledger.settle(&mut in_files);
            let here = in_files.iter().map(|found| found.detection.clone());
            let past = self.past.detections.iter().cloned();
            let all = join(here.chain(past));
            Leaks { all, in_files, idle_allowances: ledger.leftovers() }
        })
    }

    /// Why `detection` may stay, when comments allow it wherever the files hold it.
    pub fn allowed(&self, detection: &Detection) -> Option<Text> {
        let mut found = self.all_leaks().in_files.iter();
        let found = found.find(|found| found.detection.fingerprint == detection.fingerprint);
        found?.allowed.clone()
    }

    /// What was found of `family`, the loudest first.
    pub fn leaks(&self, family: Family) -> impl Iterator<Item = &Detection> {
        self.all_leaks().all.iter().filter(move |detection| detection.family == family)
    }

    /// What is in the files of the audited version.
    fn in_files(&self) -> Vec<Spotted> {
        let Some(scanner) = self.scanner else { return Vec::new() };
        let seen = self.all_facts().flat_map(|(file, facts)| {
            facts.sightings.iter().map(|settled| {
                let candidate = &settled.sighting.candidate;
                let reason = scanner.reason(candidate, &settled.judgement, &file.path);
                Spotted::in_file(settled.clone(), &file.path, reason)
            })
        });
        seen.collect()
    }
}
