//! What the next commit would bring: the index compared with HEAD.

use super::path;
use crate::error::{Error, Result};
use crate::lang::Text;
use crate::text;
use git2::{Delta, DiffFindOptions, DiffOptions, Oid, Repository, StatusOptions, Tree};
use std::path::Path;

/// The largest file compared, in bytes.
const LARGEST: u64 = super::read::WHOLE;

/// A file of the index that HEAD does not hold as it is.
#[derive(Debug)]
pub(crate) struct Staged {
    /// Path from the root of the repository, with `/`.
    pub path: String,
    /// The staged content; the error says why it cannot be read.
    pub new: std::result::Result<Vec<u8>, Text>,
    /// The same file in HEAD, under its former name if it was renamed; empty
    /// for a new file.
    pub old: Vec<u8>,
}

/// The staged changes of the repository that holds `folder`, sorted by path,
/// given one at a time to `each`. Answers the root of its work tree.
pub(crate) fn staged(folder: &Path, each: &mut dyn FnMut(Staged)) -> Result<std::path::PathBuf> {
    let shown = folder.display();
    let unreadable = |error: git2::Error| {
        let reason = error.message().to_string();
        Error::unseen(text!(
            "L’index git de {shown} ne se lit pas ({reason}).",
            "The git index of {shown} cannot be read ({reason})."
        ))
    };
    let repository = Repository::discover(folder).map_err(|_| {
        Error::usage(text!(
            "{shown} n’est pas dans un dépôt git.",
            "{shown} is not in a git repository."
        ))
        .remedy(text!(
            "--staged, --history et --since s’appliquent à un dépôt.",
            "--staged, --history and --since apply to a repository."
        ))
    })?;
    let head = repository.head().and_then(|head| head.peel_to_tree()).ok();
    for (new_path, new, old) in changes(&repository, head.as_ref()).map_err(unreadable)? {
        let old = old.and_then(|id| blob(&repository, id).ok()).unwrap_or_default();
        each(Staged { path: path::display(&new_path), new: blob(&repository, new), old });
    }
    Ok(repository.workdir().unwrap_or(repository.path()).to_path_buf())
}

/// The tracked files of the repository that holds `folder` whose changes no commit has,
/// staged or not, in order. None where git follows nothing.
pub(crate) fn uncommitted(folder: &Path) -> Vec<String> {
    let mut options = StatusOptions::new();
    options.include_untracked(false).include_ignored(false).exclude_submodules(true);
    let Ok(repository) = Repository::discover(folder) else { return Vec::new() };
    let statuses = repository.statuses(Some(&mut options));
    let statuses = statuses.iter().flat_map(|statuses| statuses.iter());
    let mut paths: Vec<String> = statuses.map(|one| path::display(one.path_bytes())).collect();
    paths.sort();
    paths
}

type Change = (Vec<u8>, Oid, Option<Oid>);

fn changes(
    repository: &Repository,
    head: Option<&Tree<'_>>,
) -> std::result::Result<Vec<Change>, git2::Error> {
    let mut options = DiffOptions::new();
    options.skip_binary_check(true).ignore_submodules(true);
    let index = repository.index()?;
    let mut diff = repository.diff_tree_to_index(head, Some(&index), Some(&mut options))?;
    // Comparing every pair costs their product: large changes are left as they are.
    if diff.deltas().len() <= 400 {
        diff.find_similar(Some(DiffFindOptions::new().renames(true)))?;
    }
    let mut changes: Vec<Change> = diff
        .deltas()
        .filter(|delta| {
            matches!(
                delta.status(),
                Delta::Added | Delta::Modified | Delta::Renamed | Delta::Copied | Delta::Typechange
            ) && delta.new_file().mode() != git2::FileMode::Commit
        })
        .filter_map(|delta| {
            let old = Some(delta.old_file().id()).filter(|id| !id.is_zero());
            Some((delta.new_file().path_bytes()?.to_vec(), delta.new_file().id(), old))
        })
        .collect();
    changes.sort();
    Ok(changes)
}

fn blob(repository: &Repository, id: Oid) -> std::result::Result<Vec<u8>, Text> {
    let read = |error: git2::Error| {
        let reason = error.message().to_string();
        text!("objet git {id} illisible ({reason})", "git object {id} unreadable ({reason})")
    };
    if super::read::size(repository, id).map_err(read)? > LARGEST {
        return Err(text!("fichier trop grand pour être lu", "file too large to be read"));
    }
    Ok(repository.find_blob(id).map_err(read)?.content().to_vec())
}
