//! What the repository says, in the terms of the standard.

use crate::config::source;
use crate::project::Project;
use crate::publiccode::repair::Known;
use crate::snapshot::{self, Options};
use std::path::Path;

/// What the repository around `folder` says; nothing when it cannot be read.
pub fn of(folder: &Path) -> Known {
    let options = Options { path: folder.to_path_buf(), history: false, ..Options::default() };
    let Ok(snapshot) = snapshot::open(&options) else { return Known::default() };
    // A configuration that is refused says nothing of the roles of files.
    let Ok(loaded) = source::load(&snapshot, None, &[]) else { return Known::default() };
    Project::on_demand(&snapshot, &loaded.config, &loaded.rules.roles).known()
}
