//! Where the reading of a history starts: what the references lead to.

use super::reach::Bounds;
use crate::snapshot::metadata::{Metadata, shallow_boundary};
use crate::snapshot::objects::Id;
use git2::{Oid, Repository};
use globset::GlobSet;
use std::path::PathBuf;

/// What of the history is wanted.
#[derive(Debug, Clone, Default)]
pub(crate) struct Wanted {
    /// Only what these objects lead to.
    pub only: Option<Vec<Oid>>,
    /// Nothing of what this one leads to.
    pub since: Option<Oid>,
    /// Only what the references of these names lead to; all when there is none.
    pub references: Option<GlobSet>,
}

/// A history that is still to be read.
#[derive(Debug, Clone)]
pub(crate) struct Source {
    /// The folder of its objects.
    pub objects: PathBuf,
    /// Where the reading starts and stops.
    pub bounds: Bounds,
    /// The audited commit.
    pub head: Option<Oid>,
    /// The references that hold notes, and the commits they name.
    pub notes: Vec<(String, Id)>,
}

/// Finds where the reading of the history of `repository` starts.
pub(crate) fn source(repository: &Repository, metadata: &Metadata, wanted: &Wanted) -> Source {
    let bytes = |id: &Oid| Id::try_from(id.as_bytes()).ok();
    let tips = match &wanted.only {
        Some(only) => only.clone(),
        None => all_tips(repository, &metadata.tips, wanted.references.as_ref()),
    };
    let shallow = shallow_boundary(repository);
    let notes = metadata.references.iter().filter(|name| name.starts_with("refs/notes/"));
    let notes = notes.filter_map(|name| {
        let commit = repository.find_reference(name).ok()?.target()?;
        Some((name.clone(), bytes(&commit)?))
    });
    Source {
        objects: repository.commondir().join("objects"),
        bounds: Bounds {
            tips: tips.iter().filter_map(bytes).collect(),
            since: wanted.since.iter().filter_map(bytes).collect(),
            shallow: shallow.iter().filter_map(bytes).collect(),
        },
        head: metadata.commit,
        notes: notes.collect(),
    }
}

/// The objects that references and HEAD name, tags as they are. Of the
/// references, those that `chosen` matches; with a choice, HEAD does not count.
pub(crate) fn all_tips(
    repository: &Repository,
    references: &[(String, Oid)],
    chosen: Option<&GlobSet>,
) -> Vec<Oid> {
    let wanted = |name: &String| chosen.is_none_or(|chosen| chosen.is_match(name));
    let references = references.iter().filter(|(name, _)| wanted(name));
    let mut tips: Vec<Oid> = references.map(|(_, target)| *target).collect();
    if chosen.is_none() {
        tips.extend(repository.head().ok().and_then(|head| head.target()));
    }
    tips.sort();
    tips.dedup();
    tips
}
