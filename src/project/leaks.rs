//! The secrets and personal data of a project, wherever they are: one entry
//! for each, with all its places in the tree and in the history.

use super::Project;
use crate::secrets::{Detection, Family, Found, Spotted, gather, join};

/// What was found in the files and in the history together.
#[derive(Debug, Default)]
pub struct Leaks {
    /// One entry for each secret.
    pub all: Vec<Detection>,
    /// Those of the files, with their values.
    pub in_files: Vec<Found>,
}

impl Project<'_> {
    /// Everything that was found, the loudest first.
    pub fn all_leaks(&self) -> &Leaks {
        self.leaks.get_or_init(|| {
            let in_files = gather(self.in_files());
            let here = in_files.iter().map(|found| found.detection.clone());
            let past = self.past.found.iter().map(|found| found.detection.clone());
            Leaks { all: join(here.chain(past)), in_files }
        })
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
