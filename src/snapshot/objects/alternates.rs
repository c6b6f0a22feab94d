//! The folders that hold objects: the repository's own, then those it borrows
//! from (`objects/info/alternates`, gitrepository-layout(5)).

use super::super::read::os_path;
use std::path::{Path, PathBuf};

/// Git does not follow alternates of alternates further than this either.
const MAX_DEPTH: usize = 5;
/// No more folders than this are read.
const MAX_FOLDERS: usize = 64;

/// The folders of objects of the repository whose own one is `objects`, it
/// first, each once; and the ones it names that are not there.
pub(crate) fn folders(objects: &Path) -> (Vec<PathBuf>, Vec<PathBuf>) {
    let (mut found, mut absent) = (vec![objects.to_path_buf()], Vec::new());
    let mut level = found.clone();
    for _ in 0..MAX_DEPTH {
        let mut next = Vec::new();
        for folder in &level {
            for other in borrowed(folder) {
                if !other.is_dir() {
                    absent.push(other);
                } else if !found.contains(&other) && found.len() < MAX_FOLDERS {
                    found.push(other.clone());
                    next.push(other);
                }
            }
        }
        level = next;
    }
    absent.sort();
    absent.dedup();
    (found, absent)
}

fn borrowed(objects: &Path) -> Vec<PathBuf> {
    let listed = std::fs::read(objects.join("info/alternates")).unwrap_or_default();
    let lines = listed.split(|byte| *byte == b'\n');
    let lines = lines.filter(|line| !line.is_empty() && !line.starts_with(b"#"));
    lines
        .map(|line| objects.join(os_path(line)))
        .map(|path| path.canonicalize().unwrap_or(path))
        .collect()
}
