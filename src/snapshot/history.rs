//! Reads the history: every commit that the references lead to, and a survey
//! of the objects they hold. Missing objects are counted, never fatal.
//!
//! `reader.rs` reads; what is looked for in what it reads is an `Examine`, that of secrets
//! being in `project/past.rs`.

mod attribute;
mod commits;
mod entries;
pub(crate) mod examine;
mod names;
mod notes;
pub(crate) mod reach;
pub(crate) mod reader;
mod regions;
pub(crate) mod tips;
pub(crate) mod trees;

pub use examine::Examine;
pub(crate) use examine::Nothing;
pub use reader::Examined;
pub(crate) use reader::{BlobPlace, HistoryReader};

use super::survey::Survey;
use crate::lang::Text;
pub(super) use git2::Oid;
use jiff::Timestamp;
use std::collections::HashSet;
use std::sync::Arc;

/// A name and an e-mail address, as a commit carries them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Identity {
    /// Name.
    pub name: String,
    /// E-mail address.
    pub email: String,
}

/// One commit.
#[derive(Debug, Clone)]
pub struct Commit {
    /// Object id.
    pub id: Oid,
    /// Who wrote it.
    pub author: Arc<Identity>,
    /// When it was written.
    pub author_date: Timestamp,
    /// Who committed it.
    pub committer: Arc<Identity>,
    /// When it was committed.
    pub date: Timestamp,
    /// Object ids of its parents.
    pub parents: Vec<Oid>,
    /// The whole message.
    pub message: String,
    /// The lines of its header that git has no use for.
    pub extra: String,
}

impl Commit {
    /// True for a merge.
    pub fn is_merge(&self) -> bool {
        self.parents.len() > 1
    }
}

/// A note attached to an object (git-notes(1)); published with `refs/notes/`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The reference that holds it.
    pub reference: String,
    /// The object it is about, when its path tells.
    pub about: Option<Oid>,
    /// Its text, up to a bound.
    pub text: String,
}

/// An annotated tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TagMessage {
    /// Object id.
    pub id: Oid,
    /// The name it gives itself.
    pub name: String,
    /// The object it is about.
    pub target: Oid,
    /// When it was made, if it says so.
    pub date: Option<Timestamp>,
    /// Its message.
    pub message: String,
}

/// What of a history could not be read, besides what is not there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Unread {
    /// Where missing objects were, as far as is known; a few of them.
    pub missing_paths: Vec<String>,
    /// Objects whose bytes cannot be read, sorted.
    pub corrupt: Vec<Oid>,
    /// Where they are; a few of them.
    pub corrupt_paths: Vec<String>,
    /// Blobs too large to be examined: where each one is and its size in bytes.
    pub too_large: Vec<(String, u64)>,
    /// Versions of files that were not all looked into, where each one is and why.
    pub in_part: Vec<(String, Text)>,
    /// Packs and borrowed stores that cannot be opened, with the reason.
    pub packs: Vec<(String, String)>,
}

/// The history of a snapshot.
#[derive(Debug, Clone)]
pub struct History {
    /// Commits, the newest first, every child before its parents.
    pub commits: Vec<Commit>,
    /// What they hold.
    pub survey: Survey,
    /// Commits that are referred to but not there; also among the survey's
    /// missing objects.
    pub missing_commits: usize,
    /// Notes, by reference.
    pub notes: Vec<Note>,
    /// Annotated tags, by id.
    pub tags: Vec<TagMessage>,
    /// What could not be read.
    pub unread: Unread,
}

impl History {
    /// The messages of commits, of tags and of notes, and the rest of headers.
    pub fn messages_mut(&mut self) -> impl Iterator<Item = &mut String> {
        let commits = self.commits.iter_mut();
        let commits = commits.flat_map(|commit| [&mut commit.message, &mut commit.extra]);
        let tags = self.tags.iter_mut().map(|tag| &mut tag.message);
        commits.chain(tags).chain(self.notes.iter_mut().map(|note| &mut note.text))
    }

    /// The paths that are told of past versions.
    pub(crate) fn paths_mut(&mut self) -> impl Iterator<Item = &mut String> {
        let blobs = self.survey.large.iter_mut().chain(&mut self.survey.executables);
        let unread = &mut self.unread;
        let pairs = unread.in_part.iter_mut().map(|(path, _)| path);
        let pairs = pairs.chain(unread.too_large.iter_mut().map(|(path, _)| path));
        let lists = unread.missing_paths.iter_mut().chain(&mut unread.corrupt_paths);
        blobs.map(|blob| &mut blob.path).chain(pairs).chain(lists)
    }

    /// `tip` and every commit it descends from.
    pub fn ancestors(&self, tip: Oid) -> HashSet<Oid> {
        let mut seen = HashSet::from([tip]);
        // A child comes before its parents: one pass is enough.
        for commit in &self.commits {
            if seen.contains(&commit.id) {
                seen.extend(&commit.parents);
            }
        }
        seen
    }

    /// `commit` and every commit that descends from it.
    pub(super) fn descendants(&self, commit: Oid) -> HashSet<Oid> {
        let mut seen = HashSet::from([commit]);
        for commit in self.commits.iter().rev() {
            if commit.parents.iter().any(|parent| seen.contains(parent)) {
                seen.insert(commit.id);
            }
        }
        seen
    }
}
