//! What a repository was where a branch left another one, so that the branch
//! can be compared with it: read from git, without a checkout.

use super::Snapshot;
use super::history::History;
use super::history::tips::{self, Wanted};
use super::metadata;
use super::open::{Options, Prepared, commit_snapshot, find_repository};
use super::references::References;
use crate::error::{Error, Result};
use crate::text;
use git2::{Oid, Repository};
use std::collections::HashSet;
use std::path::PathBuf;

/// The state that a snapshot is compared with.
#[derive(Debug, Clone)]
pub(crate) struct Before {
    /// The revision compared with, as it was named.
    pub revision: String,
    /// The commit that the revision and the snapshot come from.
    pub base: Oid,
    root: PathBuf,
    /// What of the history that state had; `None` when it is not wanted.
    tips: Option<Vec<Oid>>,
}

impl Before {
    /// Finds what `after`, opened with `options`, is compared with: its last
    /// commit in common with the first of `revisions` that is known. Errors say
    /// what the clone lacks.
    pub(crate) fn find(
        after: &Snapshot,
        options: &Options,
        revisions: &[String],
    ) -> Result<Before> {
        let commit = after.metadata.as_ref().and_then(|metadata| metadata.commit);
        let (Some(repository), Some(head)) = (find_repository(&after.root)?, commit) else {
            return Err(no_commit(after));
        };
        let (revision, target) = resolve(&repository, revisions)?;
        let base = repository.merge_base(head, target);
        let base = base.map_err(|_| nothing_in_common(&repository, &revision))?;
        let tips = after.history.as_ref().map(|history| match &options.rev {
            Some(_) => vec![base],
            None => tips_before(&repository, history, (base, head)),
        });
        Ok(Before { revision, base, root: after.root.clone(), tips })
    }

    /// Opens it, its history still to be examined.
    pub(crate) fn prepare(&self) -> Result<Prepared> {
        let Some(repository) = find_repository(&self.root)? else {
            return Err(unknown(&self.revision));
        };
        let mut snapshot = commit_snapshot(&repository, self.root.clone(), Some(self.base))?;
        let metadata = metadata::read(&repository, Some(self.base));
        let source = self.tips.clone().map(|tips| {
            let wanted = Wanted { only: Some(tips), ..Wanted::default() };
            tips::source(&repository, &metadata, &wanted)
        });
        snapshot.history_declined = source.is_none();
        snapshot.metadata = Some(metadata);
        Ok(Prepared::new(snapshot, source))
    }
}

/// The first of `revisions` that the repository knows, and its commit.
fn resolve(repository: &Repository, revisions: &[String]) -> Result<(String, Oid)> {
    let known = revisions.iter().find_map(|revision| {
        let object = repository.revparse_single(revision).ok()?;
        Some((revision.clone(), object.peel_to_commit().ok()?.id()))
    });
    let wanted = revisions.first().map(String::as_str).unwrap_or_default();
    known.ok_or_else(|| match repository.is_shallow() {
        true => out_of_reach(wanted),
        false => unknown(wanted),
    })
}

/// What the references lead to without what `head` brings since `base`: the
/// other branches are there before and after.
fn tips_before(repository: &Repository, history: &History, (base, head): (Oid, Oid)) -> Vec<Oid> {
    let (before, after) = (history.ancestors(base), history.ancestors(head));
    let mut brought: HashSet<Oid> = after.difference(&before).copied().collect();
    // What descends from the branch holds it: parents come last.
    for commit in history.commits.iter().rev() {
        if commit.parents.iter().any(|parent| brought.contains(parent)) {
            brought.insert(commit.id);
        }
    }
    let commit_of = |tip: &Oid| {
        let object = repository.find_object(*tip, None).ok()?;
        Some(object.peel_to_commit().ok()?.id())
    };
    let mut tips = tips::all_tips(repository, &References::read(repository).tips(), None);
    tips.retain(|tip| commit_of(tip).is_none_or(|commit| !brought.contains(&commit)));
    tips.push(base);
    tips.sort();
    tips.dedup();
    tips
}

fn no_commit(after: &Snapshot) -> Error {
    let shown = after.root.display();
    Error::usage(text!(
        "{shown} n’a aucun commit : il n’y a rien à quoi le comparer.",
        "{shown} has no commit: there is nothing to compare it with."
    ))
    .remedy(text!("Retirez --compare.", "Drop --compare."))
}

fn unknown(revision: &str) -> Error {
    Error::usage(text!(
        "La révision « {revision} », à laquelle comparer, est inconnue.",
        "The revision “{revision}”, to compare with, is unknown."
    ))
    .remedy(text!(
        "Récupérez-la (git fetch origin {revision}), ou donnez-en une autre : --compare origin/main",
        "Fetch it (git fetch origin {revision}), or give another one: --compare origin/main"
    ))
}

fn out_of_reach(revision: &str) -> Error {
    Error::unseen(text!(
        "La révision « {revision} », à laquelle comparer, n’est pas dans ce clone superficiel.",
        "The revision “{revision}”, to compare with, is not in this shallow clone."
    ))
    .remedy(deepen())
}

fn nothing_in_common(repository: &Repository, revision: &str) -> Error {
    let message = text!(
        "Aucun commit commun avec « {revision} » n’est dans ce clone.",
        "No commit in common with “{revision}” is in this clone."
    );
    match repository.is_shallow() {
        true => Error::unseen(message).remedy(deepen()),
        false => Error::usage(message).remedy(text!(
            "Donnez une révision de la même histoire.",
            "Give a revision of the same history."
        )),
    }
}

/// How a shallow clone becomes a whole one.
fn deepen() -> crate::lang::Text {
    text!(
        "Clonez tout l’historique (fetch-depth: 0 pour actions/checkout, GIT_DEPTH: \"0\" sur GitLab), ou complétez le clone : git fetch --unshallow",
        "Clone the whole history (fetch-depth: 0 for actions/checkout, GIT_DEPTH: \"0\" on GitLab), or complete the clone: git fetch --unshallow"
    )
}
