//! What changed between two commits.

use super::Snapshot;
use super::path;
use git2::{Delta, DiffOptions, Oid, Repository};
use std::collections::HashMap;
use std::path::Path;

/// Since when a file has held something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Since {
    /// Since this commit.
    Commit(Oid),
    /// No commit holds it yet.
    Uncommitted,
}

impl Snapshot {
    /// The paths that differ between two commits, sorted, each with whether it
    /// was added. Empty when git cannot tell.
    pub fn changes_between(&self, from: Oid, to: Oid) -> Vec<(String, bool)> {
        let Some(metadata) = &self.metadata else { return Vec::new() };
        let Ok(repository) = Repository::open(&metadata.git_dir) else { return Vec::new() };
        let tree = |id| repository.find_commit(id).and_then(|commit| commit.tree()).ok();
        let (Some(old), Some(new)) = (tree(from), tree(to)) else { return Vec::new() };
        let mut options = DiffOptions::new();
        options.skip_binary_check(true);
        let diff = repository.diff_tree_to_tree(Some(&old), Some(&new), Some(&mut options));
        let Ok(diff) = diff else { return Vec::new() };
        let mut changes: Vec<(String, bool)> = diff
            .deltas()
            .filter_map(|delta| {
                let file = delta.new_file().path_bytes().or(delta.old_file().path_bytes())?;
                Some((path::display(file), delta.status() == Delta::Added))
            })
            .collect();
        changes.sort();
        changes
    }

    /// Since when the file at `path` has held what `wanted` looks for,
    /// following back from the audited commit the first parent that holds it.
    /// `None` when git cannot tell.
    pub(crate) fn introduced(&self, path: &str, wanted: &dyn Fn(&str) -> bool) -> Option<Since> {
        let metadata = self.metadata.as_ref()?;
        let repository = Repository::open(&metadata.git_dir).ok()?;
        let Some(mut at) = metadata.commit else { return Some(Since::Uncommitted) };
        let mut judged: HashMap<Oid, bool> = HashMap::new();
        // What is not there tells nothing of what it held.
        let mut holds = |id: Oid| {
            let tree = repository.find_commit(id).and_then(|commit| commit.tree()).ok()?;
            Some(tree.get_path(Path::new(path)).is_ok_and(|entry| {
                *judged.entry(entry.id()).or_insert_with(|| {
                    let blob = repository.find_blob(entry.id()).ok();
                    blob.is_some_and(|blob| wanted(&String::from_utf8_lossy(blob.content())))
                })
            }))
        };
        if !holds(at)? {
            return Some(Since::Uncommitted);
        }
        while let Ok(commit) = repository.find_commit(at) {
            let earlier = commit.parent_ids().find(|parent| holds(*parent) == Some(true));
            let Some(earlier) = earlier else { break };
            at = earlier;
        }
        Some(Since::Commit(at))
    }
}
