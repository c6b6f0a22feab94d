//! What package managers installed in a work tree: folders that git ignores, and
//! that are no part of what is published, but that tell the licences of
//! components. They are listed and read within bounds, never out of the root.

use super::read::Source;
use super::{Origin, Snapshot};
use crate::text::decode::{self, Content};
use cap_std::fs::Dir;
use std::cell::Cell;
use std::io::Read;

/// Entries of folders looked at, in all.
const MOST_ENTRIES: usize = 400_000;
/// Files read, in all.
const MOST_FILES: usize = 50_000;
/// The largest file that is read, in bytes.
const LARGEST: u64 = 8 << 20;
/// Bytes read, in all.
const MOST_BYTES: u64 = 512 << 20;

/// The installed trees of a work tree.
pub struct Installed<'s> {
    snapshot: &'s Snapshot,
    dir: &'s Dir,
    entries: Cell<usize>,
    files: Cell<usize>,
    bytes: Cell<u64>,
}

impl Snapshot {
    /// The installed trees that stand beside the files of the snapshot: none for
    /// a commit, whose components may be others, nor for a plain folder, where
    /// every file is in the snapshot.
    pub fn installed(&self) -> Option<Installed<'_>> {
        let Source::Disk { dir, .. } = &self.source else { return None };
        (self.origin == Origin::WorkTree).then(|| Installed {
            snapshot: self,
            dir,
            entries: Cell::new(MOST_ENTRIES),
            files: Cell::new(MOST_FILES),
            bytes: Cell::new(MOST_BYTES),
        })
    }
}

impl Installed<'_> {
    /// The paths under `folder` that fit `layout`, sorted: segments between `/`,
    /// where one `*` stands for any characters. Files of the snapshot are left out.
    pub fn find(&self, folder: &str, layout: &str) -> Vec<String> {
        let mut found = vec![folder.to_string()];
        for segment in layout.split('/') {
            found = found.iter().flat_map(|parent| self.step(parent, segment)).collect();
        }
        found.retain(|path| self.snapshot.file(path).is_none());
        found
    }

    /// What `segment` leads to under `parent`.
    fn step(&self, parent: &str, segment: &str) -> Vec<String> {
        let Some((start, end)) = segment.split_once('*') else {
            return vec![joined(parent, segment)];
        };
        let at = if parent.is_empty() { "." } else { parent };
        let Ok(entries) = self.dir.read_dir(at) else { return Vec::new() };
        let mut names: Vec<String> = Vec::new();
        for entry in entries.flatten() {
            let left = self.entries.get();
            if left == 0 {
                break;
            }
            self.entries.set(left - 1);
            let Ok(name) = entry.file_name().into_string() else { continue };
            let fits = name.len() >= start.len() + end.len()
                && name.starts_with(start)
                && name.ends_with(end);
            if fits {
                names.push(name);
            }
        }
        names.sort_unstable();
        names.iter().map(|name| joined(parent, name)).collect()
    }

    /// The text of the file at `path`; `None` when it is not there, is not text,
    /// or when enough was read.
    pub fn text(&self, path: &str) -> Option<String> {
        let left = self.files.get().checked_sub(1)?;
        let file = self.dir.open(path).ok()?;
        let metadata = file.metadata().ok()?;
        if !metadata.is_file() || metadata.len() > LARGEST {
            return None;
        }
        let bytes_left = self.bytes.get().checked_sub(metadata.len())?;
        self.files.set(left);
        self.bytes.set(bytes_left);
        let mut bytes = Vec::with_capacity(metadata.len() as usize);
        file.take(LARGEST).read_to_end(&mut bytes).ok()?;
        match decode::decode(&bytes) {
            Content::Text(text) => Some(text.into_owned()),
            Content::Binary => None,
        }
    }
}

fn joined(parent: &str, name: &str) -> String {
    if parent.is_empty() { name.to_string() } else { format!("{parent}/{name}") }
}
