//! Reads the components of a repository, and nothing else of it.

use crate::error::Result;
use crate::licence::dependencies::Inventory;
use crate::project;
use crate::snapshot::{self, Snapshot};
use std::path::Path;

/// The repository at `path` (at revision `rev`, its work tree when absent) and
/// its components.
pub fn read(path: &Path, rev: Option<&str>) -> Result<(Snapshot, Inventory)> {
    let options = snapshot::Options {
        path: path.to_path_buf(),
        rev: rev.map(str::to_string),
        ..Default::default()
    };
    let snapshot = snapshot::open(&options)?;
    let inventory = project::components(&snapshot);
    Ok((snapshot, inventory))
}
