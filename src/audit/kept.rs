//! What earlier audits of the same objects leave to the next: the history, the
//! files that hold nothing, the report. A cache that cannot be written costs
//! time, nothing else.

use crate::project::Past;
use crate::report::Report;
use crate::secrets::{Mark, Quiet, Scanner};
use crate::snapshot::cache::{self, Cache, Key};
use crate::snapshot::{Prepared, Snapshot};
use std::fmt::Debug;
use std::path::PathBuf;

/// The files that hold nothing.
const QUIET: &[u8] = b"quiet files";

/// What a cache keeps of one state of a history.
#[derive(Clone)]
pub(super) struct Kept {
    cache: Cache,
    key: Key,
}

impl Kept {
    pub(super) fn new(folder: PathBuf, key: Key) -> Kept {
        Kept { cache: Cache::new(folder), key }
    }

    /// The history, with what examining it gave; what was prepared when it is
    /// not kept.
    pub(super) fn history(&self, prepared: Prepared) -> Result<(Snapshot, Past), Box<Prepared>> {
        prepared.cached(&self.cache, &self.key, |past| postcard::from_bytes(past).ok())
    }

    pub(super) fn keep_history(&self, snapshot: &Snapshot, past: &Past) {
        if let Some(history) = &snapshot.history {
            let past = postcard::to_stdvec(past);
            let _ = past.map(|past| self.cache.store(&self.key, history, &past));
        }
    }

    /// What stands for the files in which the detectors saw nothing.
    pub(super) fn quiet_files(&self) -> Vec<Mark> {
        let marks = self.cache.load_apart(&self.key, QUIET).unwrap_or_default();
        let marks = marks.chunks_exact(size_of::<Mark>());
        marks.filter_map(|mark| mark.try_into().ok()).collect()
    }

    pub(super) fn keep_quiet_files(&self, scanner: &Scanner) {
        if let Some(marks) = scanner.quiet().and_then(Quiet::news) {
            let _ = self.cache.store_apart(&self.key, QUIET, marks.as_flattened());
        }
    }

    /// Where the report of an audit is kept, which depends on this history, on
    /// the program, and on `state`.
    pub(super) fn slot(self, state: &dyn Debug) -> Option<Slot> {
        let state = format!("report {:?} {state:?}", cache::program()?);
        Some(Slot { kept: self, state: state.into_bytes() })
    }
}

/// Where the report of one state is kept.
pub(super) struct Slot {
    kept: Kept,
    state: Vec<u8>,
}

impl Slot {
    pub(super) fn load(&self) -> Option<Report> {
        serde_json::from_slice(&self.kept.cache.load_apart(&self.kept.key, &self.state)?).ok()
    }

    /// Keeps `report`, unless a finding has identities that what is kept would lose.
    pub(super) fn store(&self, report: &Report) {
        let mut findings = report.outcomes.iter().flat_map(|outcome| &outcome.findings);
        if findings.any(|finding| finding.identities().nth(1).is_some()) {
            return;
        }
        if let Ok(report) = serde_json::to_vec(report) {
            let _ = self.kept.cache.store_apart(&self.kept.key, &self.state, &report);
        }
    }
}
