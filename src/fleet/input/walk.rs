//! A folder of clones or of bare mirrors, at whatever depth a tool left them.

use super::{Inputs, Listed};
use crate::error::Result;
use crate::fleet::clone;
use std::path::Path;

/// How deep repositories are looked for: a forge, its groups, the repository.
const DEPTH: usize = 8;

/// Adds the repositories below `folder`, or `folder` itself when it is one. What a
/// repository holds is not looked into; links are not followed.
pub(super) fn folder(folder: &Path, inputs: &mut Inputs) -> Result<()> {
    let absolute = folder.canonicalize().unwrap_or_else(|_| folder.to_path_buf());
    let base = absolute.file_name().map(|name| name.to_string_lossy().into_owned());
    let base = base.unwrap_or_default();
    let mut entries =
        walkdir::WalkDir::new(folder).max_depth(DEPTH).sort_by_file_name().into_iter();
    while let Some(entry) = entries.next() {
        let Ok(entry) = entry else { continue };
        if !entry.file_type().is_dir() || !clone::is_one(entry.path()) {
            continue;
        }
        entries.skip_current_dir();
        let below = entry.path().strip_prefix(folder).unwrap_or(Path::new(""));
        let below = Path::new(&base).join(below).to_string_lossy().replace('\\', "/");
        inputs.listed.push(Listed {
            path: Some(entry.path().to_path_buf()),
            below: below.trim_end_matches('/').to_string(),
            ..Listed::default()
        });
    }
    Ok(())
}
