//! The repository whose components are asked for, and nothing else of it.

use crate::error::Result;
use crate::lang::Lang;
use crate::manifest::Inventory;
use crate::snapshot::{self, Snapshot};
use std::path::Path;

/// The repository at `path`, at revision `rev` or its work tree when absent.
pub(super) fn open(path: &Path, rev: Option<&str>) -> Result<Snapshot> {
    let options = snapshot::Options {
        path: path.to_path_buf(),
        rev: rev.map(str::to_string),
        ..Default::default()
    };
    snapshot::open(&options)
}

/// Says on the error output which lock files and manifests could not be read, and
/// what they ask for that could not be told, with the place.
pub(super) fn tell_unread(inventory: &Inventory, lang: Lang) {
    let mut lines = String::new();
    for (path, fault) in inventory.malformed.iter().chain(&inventory.gaps) {
        let (line, column) = (fault.line, fault.column);
        let told = format!("{path}:{line}:{column}: {}", fault.message.get(lang));
        lines.push_str(&format!("{}\n", crate::render::escape(&told)));
    }
    super::output::to_stderr(&lines);
}
