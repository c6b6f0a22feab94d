//! The secrets and personal data of a project, wherever they are: one entry
//! for each, with all its places in the tree and in the history.

use super::Project;
use crate::secrets::{Family, Found, Ledger, Leftover, Spotted, gather};

impl Project<'_> {
    /// Everything that was found, the loudest first.
    pub fn all_leaks(&self) -> &[Found] {
        &self.leaks_and_leftovers().0
    }

    /// The comments that allow nothing, with the reason.
    pub fn idle_allowances(&self) -> &[Leftover] {
        &self.leaks_and_leftovers().1
    }

    fn leaks_and_leftovers(&self) -> &(Vec<Found>, Vec<Leftover>) {
        self.leaks.get_or_init(|| {
            let mut found = gather(self.in_files());
            let mut ledger = Ledger::default();
            for (file, facts) in self.snapshot.files.iter().zip(&self.facts) {
                ledger.add(&file.path, facts.allowances.clone());
            }
            ledger.settle(&mut found);
            (found, ledger.leftovers())
        })
    }

    /// What was found of `family`, the loudest first.
    pub fn leaks(&self, family: Family) -> impl Iterator<Item = &Found> {
        self.all_leaks().iter().filter(move |found| found.detection.family == family)
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
