//! Who wrote the branch that is published, and who released it: read apart from the
//! history, whose files this does not open.

use super::history::Identity;
use super::mailmap::Mailmap;
use super::open::find_repository;
use git2::{DiffOptions, ObjectType, Repository, Signature, Sort};
use jiff::Timestamp;
use std::path::Path;

/// A commit, as far as its author counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Work {
    /// Who wrote it, after `.mailmap`.
    pub author: Identity,
    /// When.
    pub when: Timestamp,
    /// Files it touches; not counted outside of what was asked for.
    pub files: usize,
}

/// What is known of who made a repository.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Authors {
    /// Commits that `HEAD` leads to, merges left out.
    pub commits: Vec<Work>,
    /// Tags: who made each, and when.
    pub releases: Vec<(Identity, Timestamp)>,
}

/// Who made the repository at `path`; the files of commits are counted on the days that
/// `counts` says. `None` when the history cannot be read wholly.
pub(crate) fn read(path: &Path, counts: &dyn Fn(Timestamp) -> bool) -> Option<Authors> {
    let repository = find_repository(path).ok()??;
    if repository.is_shallow() {
        return None;
    }
    let mailmap = mailmap(&repository);
    let mut authors = Authors::default();
    let mut walk = repository.revwalk().ok()?;
    walk.set_sorting(Sort::NONE).ok()?;
    walk.push_head().ok()?;
    for id in walk {
        let commit = repository.find_commit(id.ok()?).ok()?;
        if commit.parent_count() > 1 {
            continue;
        }
        let (author, when) = signed(&commit.author(), &mailmap)?;
        let files = if counts(when) { files(&repository, &commit).unwrap_or(0) } else { 0 };
        authors.commits.push(Work { author, when, files });
    }
    repository
        .tag_foreach(|id, _| {
            let object = repository.find_object(id, None).ok();
            let signed = object.and_then(|object| match object.kind() {
                Some(ObjectType::Tag) => signed(&object.as_tag()?.tagger()?, &mailmap),
                Some(ObjectType::Commit) => signed(&object.as_commit()?.author(), &mailmap),
                _ => None,
            });
            authors.releases.extend(signed);
            true
        })
        .ok()?;
    Some(authors)
}

fn mailmap(repository: &Repository) -> Mailmap {
    let tree = repository.head().and_then(|head| head.peel_to_tree());
    let text = tree.ok().and_then(|tree| {
        let entry = tree.get_name(".mailmap")?.to_object(repository).ok()?;
        Some(String::from_utf8_lossy(entry.as_blob()?.content()).into_owned())
    });
    Mailmap::parse(text.as_deref().unwrap_or_default())
}

fn signed(signature: &Signature<'_>, mailmap: &Mailmap) -> Option<(Identity, Timestamp)> {
    let words = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let (name, email) = (words(signature.name_bytes()), words(signature.email_bytes()));
    // A date that no calendar has is that of no year.
    let when = Timestamp::from_second(signature.when().seconds()).unwrap_or(Timestamp::MIN);
    Some((mailmap.resolve(&Identity { name, email }), when))
}

fn files(repository: &Repository, commit: &git2::Commit<'_>) -> Option<usize> {
    let parent = commit.parent(0).ok().and_then(|parent| parent.tree().ok());
    let mut options = DiffOptions::new();
    options.skip_binary_check(true).ignore_submodules(true);
    let tree = commit.tree().ok()?;
    let diff = repository.diff_tree_to_tree(parent.as_ref(), Some(&tree), Some(&mut options));
    Some(diff.ok()?.deltas().len())
}
