//! What changed between two commits.

use super::Snapshot;
use super::path;
use git2::{Delta, DiffOptions, Oid, Repository};

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
}
