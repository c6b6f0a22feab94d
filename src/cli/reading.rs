//! Reads all that an audit looks at: files, history, configuration, rules.

use crate::config::source::{self, Loaded};
use crate::error::Result;
use crate::project::{Examiner, Past};
use crate::snapshot::{self, Snapshot};
use std::path::{Path, PathBuf};

/// A repository with everything that was read of it.
pub struct Reading {
    /// Its files, metadata and history; what was secret in messages is masked.
    pub snapshot: Snapshot,
    /// What its history holds that must not be published.
    pub past: Past,
    /// Its configuration and the rules.
    pub loaded: Loaded,
}

/// Reads what `options` name, with the configuration `config` (that of the
/// repository when absent) and the `rules` added to the embedded ones.
pub fn read(
    options: &snapshot::Options,
    config: Option<&Path>,
    rules: &[PathBuf],
) -> Result<Reading> {
    let prepared = snapshot::prepare(options)?;
    let loaded = source::load(prepared.snapshot(), config, rules)?;
    let scanner = &loaded.catalogue.scanner;
    let (mut snapshot, examined) = prepared.examine(&Examiner(scanner), &|_| false);
    let past = match &mut snapshot.history {
        Some(history) => Past::settle(scanner, examined, history),
        None => Past::default(),
    };
    Ok(Reading { snapshot, past, loaded })
}
