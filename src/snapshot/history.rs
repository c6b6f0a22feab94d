//! Reads the history: every commit that the references lead to, and a survey
//! of the objects they hold. Missing objects are counted, never fatal.

mod entries;
mod names;
pub mod trees;

use super::metadata::{Metadata, shallow_boundary};
use super::survey::{Survey, Surveyor};
use git2::{Commit as GitCommit, ObjectType, Oid, Reference, Repository};
use jiff::Timestamp;
use std::collections::{BinaryHeap, HashMap, HashSet};

/// A name and an e-mail address, as a commit carries them.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
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
    pub author: Identity,
    /// Who committed it.
    pub committer: Identity,
    /// When it was committed.
    pub date: Timestamp,
    /// Object ids of its parents.
    pub parents: Vec<Oid>,
    /// The whole message.
    pub message: String,
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
}

impl History {
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
}

/// Reads what is reachable from `tips`.
pub fn read(repository: &Repository, metadata: &Metadata, tips: &[Oid]) -> History {
    let shallow = shallow_boundary(repository);
    let mut other = Vec::new();
    let commits = newest_first(reachable(repository, tips, &shallow, &mut other));
    let missing_commits =
        other.iter().filter(|id| repository.find_object(**id, None).is_err()).count();
    let mut survey = Surveyor::new(repository, metadata.commit);
    for commit in commits.iter().rev() {
        survey.commit(commit.id);
    }
    for id in other {
        survey.other(id);
    }
    let notes = metadata.references.iter().filter(|name| name.starts_with("refs/notes/"));
    let notes = notes.flat_map(|reference| notes_of(repository, reference)).collect();
    History { survey: survey.finish(), commits, missing_commits, notes }
}

/// No more notes than this are read of one reference.
const MAX_NOTES: usize = 20_000;
/// A note longer than this many bytes is read up to there.
const LONG_NOTE: usize = 64 << 10;

fn notes_of(repository: &Repository, reference: &str) -> Vec<Note> {
    let commit = repository.find_reference(reference).and_then(|found| found.peel_to_commit());
    let Ok(tree) = commit.and_then(|commit| commit.tree()) else { return Vec::new() };
    let mut notes = Vec::new();
    let _ = tree.walk(git2::TreeWalkMode::PreOrder, |folder, entry| {
        if let Ok(blob) = repository.find_blob(entry.id()) {
            let name = String::from_utf8_lossy(entry.name_bytes());
            let about = format!("{}{name}", folder).replace('/', "");
            let content = &blob.content()[..blob.content().len().min(LONG_NOTE)];
            notes.push(Note {
                reference: reference.to_string(),
                about: Oid::from_str(&about).ok(),
                text: String::from_utf8_lossy(content).into_owned(),
            });
        }
        match notes.len() {
            MAX_NOTES.. => git2::TreeWalkResult::Abort,
            _ => git2::TreeWalkResult::Ok,
        }
    });
    notes
}

/// What every reference and HEAD lead to: commits, and the rare tags that name
/// a tree or a blob. A reference whose object is missing leads to that object.
pub fn all_tips(repository: &Repository) -> Vec<Oid> {
    let mut tips: Vec<Oid> =
        repository.references().into_iter().flatten().flatten().filter_map(|r| tip(&r)).collect();
    let head = repository.head().and_then(|head| head.peel_to_commit());
    tips.extend(head.map(|commit| commit.id()));
    tips.sort();
    tips.dedup();
    tips
}

fn tip(reference: &Reference<'_>) -> Option<Oid> {
    match reference.peel(ObjectType::Any) {
        Ok(object) => Some(object.id()),
        Err(_) => reference.target(), // `None` for a dangling symbolic reference
    }
}

fn reachable(
    repository: &Repository,
    tips: &[Oid],
    shallow: &HashSet<Oid>,
    other: &mut Vec<Oid>,
) -> HashMap<Oid, Commit> {
    let mut commits = HashMap::new();
    let mut queue: Vec<Oid> = tips.to_vec();
    let mut seen: HashSet<Oid> = tips.iter().copied().collect();
    while let Some(id) = queue.pop() {
        let Ok(found) = repository.find_commit(id) else {
            other.push(id);
            continue;
        };
        let mut commit = convert(&found);
        if shallow.contains(&id) {
            commit.parents.clear();
        }
        queue.extend(commit.parents.iter().filter(|parent| seen.insert(**parent)));
        commits.insert(id, commit);
    }
    other.sort();
    commits
}

fn convert(commit: &GitCommit<'_>) -> Commit {
    let identity = |signature: &git2::Signature<'_>| Identity {
        name: String::from_utf8_lossy(signature.name_bytes()).into_owned(),
        email: String::from_utf8_lossy(signature.email_bytes()).into_owned(),
    };
    Commit {
        id: commit.id(),
        author: identity(&commit.author()),
        committer: identity(&commit.committer()),
        date: Timestamp::from_second(commit.time().seconds()).unwrap_or(Timestamp::UNIX_EPOCH),
        parents: commit.parent_ids().collect(),
        message: String::from_utf8_lossy(commit.message_bytes()).into_owned(),
    }
}

/// Sorts so that a child comes before its parents and, among commits that may
/// come next, the most recent first; ties are broken by object id.
fn newest_first(mut commits: HashMap<Oid, Commit>) -> Vec<Commit> {
    let mut children: HashMap<Oid, usize> = HashMap::with_capacity(commits.len());
    for commit in commits.values() {
        for parent in &commit.parents {
            *children.entry(*parent).or_default() += 1;
        }
    }
    let mut ready: BinaryHeap<(Timestamp, Oid)> = commits
        .values()
        .filter(|commit| !children.contains_key(&commit.id))
        .map(|commit| (commit.date, commit.id))
        .collect();
    let mut sorted = Vec::with_capacity(commits.len());
    while let Some((_, id)) = ready.pop() {
        let Some(commit) = commits.remove(&id) else { continue };
        for parent in &commit.parents {
            let Some(count) = children.get_mut(parent) else { continue };
            *count -= 1;
            if *count == 0
                && let Some(parent) = commits.get(parent)
            {
                ready.push((parent.date, parent.id));
            }
        }
        sorted.push(commit);
    }
    sorted
}
