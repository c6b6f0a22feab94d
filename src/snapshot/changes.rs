//! What changed between two commits.

use super::Snapshot;
use super::path;
use git2::{Delta, DiffOptions, Oid, Repository};
use std::collections::HashMap;
use std::path::Path;

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

    /// The commit since which the file at `path` has held what `wanted` looks
    /// for, following first parents back from the audited commit. `None` when
    /// that commit does not hold it, or git cannot tell.
    pub fn introduced(&self, path: &str, wanted: &dyn Fn(&str) -> bool) -> Option<Oid> {
        let metadata = self.metadata.as_ref()?;
        let repository = Repository::open(&metadata.git_dir).ok()?;
        let mut judged: HashMap<Oid, bool> = HashMap::new();
        let mut since = None;
        let mut next = metadata.commit;
        while let Some(commit) = next.and_then(|id| repository.find_commit(id).ok()) {
            let entry = commit.tree().ok().and_then(|tree| tree.get_path(Path::new(path)).ok());
            let holds = entry.is_some_and(|entry| {
                *judged.entry(entry.id()).or_insert_with(|| {
                    let blob = repository.find_blob(entry.id()).ok();
                    blob.is_some_and(|blob| wanted(&String::from_utf8_lossy(blob.content())))
                })
            });
            if !holds {
                break;
            }
            since = Some(commit.id());
            next = commit.parent_id(0).ok();
        }
        since
    }
}
