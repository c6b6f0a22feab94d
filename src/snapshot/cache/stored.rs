//! How a history is written in a file of the cache.

use crate::lang::Text;
use crate::snapshot::history::{Commit, History, Identity, Note, Oid, TagMessage, Unread};
use crate::snapshot::survey::{EXECUTABLE_KINDS, HistoricBlob, Survey};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::HashMap;
use std::io::Write;
use std::sync::Arc;

type Id = [u8; 20];

#[derive(Serialize, Deserialize)]
struct Stored<'a> {
    people: Vec<(String, String)>,
    commits: Vec<StoredCommit<'a>>,
    blobs: (usize, u64),
    large: Vec<StoredBlob>,
    executables: Vec<StoredBlob>,
    missing: Vec<Id>,
    missing_commits: usize,
    notes: Vec<(String, Option<Id>, String)>,
    tags: Vec<StoredTag>,
    unread: StoredUnread,
    section: Vec<u8>,
}

#[derive(Serialize, Deserialize)]
struct StoredCommit<'a> {
    id: Id,
    author: (u32, i64),
    committer: (u32, i64),
    parents: Vec<Id>,
    message: Cow<'a, str>,
    extra: Cow<'a, str>,
}

#[derive(Serialize, Deserialize)]
struct StoredBlob {
    id: Id,
    path: String,
    size: u64,
    commit: Id,
    in_head: bool,
    executable: Option<String>,
}

#[derive(Serialize, Deserialize)]
struct StoredTag {
    id: Id,
    name: String,
    target: Id,
    date: Option<i64>,
    message: String,
}

#[derive(Serialize, Deserialize)]
struct StoredUnread {
    missing_paths: Vec<String>,
    corrupt: Vec<Id>,
    corrupt_paths: Vec<String>,
    too_large: Vec<(String, u64)>,
    in_part: Vec<(String, Text)>,
    packs: Vec<(String, String)>,
}

/// Writes `history` and `section` to `out`.
pub(super) fn write(history: &History, section: &[u8], out: impl Write) -> postcard::Result<()> {
    let mut people = People::default();
    let commits = history.commits.iter().map(|commit| StoredCommit {
        id: id(&commit.id),
        author: (people.number(&commit.author), commit.author_date.as_second()),
        committer: (people.number(&commit.committer), commit.date.as_second()),
        parents: ids(&commit.parents),
        message: Cow::Borrowed(&commit.message),
        extra: Cow::Borrowed(&commit.extra),
    });
    let commits = commits.collect();
    let unread = &history.unread;
    let notes = history.notes.iter();
    let stored = Stored {
        commits,
        people: people.list,
        blobs: (history.survey.blobs, history.survey.bytes),
        large: history.survey.large.iter().map(stored_blob).collect(),
        executables: history.survey.executables.iter().map(stored_blob).collect(),
        missing: ids(&history.survey.missing),
        missing_commits: history.missing_commits,
        notes: notes
            .map(|note| (note.reference.clone(), note.about.as_ref().map(id), note.text.clone()))
            .collect(),
        tags: history.tags.iter().map(stored_tag).collect(),
        unread: StoredUnread {
            missing_paths: unread.missing_paths.clone(),
            corrupt: ids(&unread.corrupt),
            corrupt_paths: unread.corrupt_paths.clone(),
            too_large: unread.too_large.clone(),
            in_part: unread.in_part.clone(),
            packs: unread.packs.clone(),
        },
        section: section.to_vec(),
    };
    postcard::to_io(&stored, out).map(|_| ())
}

/// Reads what [`write`] wrote. `None` for anything else.
pub(super) fn read(bytes: &[u8]) -> Option<(History, Vec<u8>)> {
    let stored: Stored<'_> = postcard::from_bytes(bytes).ok()?;
    let person = |(name, email)| Arc::new(Identity { name, email });
    let people: Vec<Arc<Identity>> = stored.people.into_iter().map(person).collect();
    let commits = stored.commits.into_iter().map(|commit| {
        Some(Commit {
            id: oid(&commit.id)?,
            author: Arc::clone(people.get(commit.author.0 as usize)?),
            author_date: Timestamp::from_second(commit.author.1).ok()?,
            committer: Arc::clone(people.get(commit.committer.0 as usize)?),
            date: Timestamp::from_second(commit.committer.1).ok()?,
            parents: oids(&commit.parents)?,
            message: commit.message.into_owned(),
            extra: commit.extra.into_owned(),
        })
    });
    let commits = commits.collect::<Option<_>>()?;
    let notes = stored.notes.into_iter().map(|(reference, about, text)| Note {
        reference,
        about: about.as_ref().and_then(oid),
        text,
    });
    let unread = stored.unread;
    let history = History {
        commits,
        survey: Survey {
            blobs: stored.blobs.0,
            bytes: stored.blobs.1,
            large: stored.large.into_iter().map(blob).collect::<Option<_>>()?,
            executables: stored.executables.into_iter().map(blob).collect::<Option<_>>()?,
            missing: oids(&stored.missing)?,
        },
        missing_commits: stored.missing_commits,
        notes: notes.collect(),
        tags: stored.tags.into_iter().map(tag).collect::<Option<_>>()?,
        unread: Unread {
            missing_paths: unread.missing_paths,
            corrupt: oids(&unread.corrupt)?,
            corrupt_paths: unread.corrupt_paths,
            too_large: unread.too_large,
            in_part: unread.in_part,
            packs: unread.packs,
        },
    };
    Some((history, stored.section))
}

/// People, each written once.
#[derive(Default)]
struct People {
    list: Vec<(String, String)>,
    known: HashMap<Arc<Identity>, u32>,
}

impl People {
    fn number(&mut self, who: &Arc<Identity>) -> u32 {
        if let Some(number) = self.known.get(who) {
            return *number;
        }
        let number = self.list.len() as u32;
        self.list.push((who.name.clone(), who.email.clone()));
        self.known.insert(Arc::clone(who), number);
        number
    }
}

fn stored_blob(blob: &HistoricBlob) -> StoredBlob {
    StoredBlob {
        id: id(&blob.id),
        path: blob.path.clone(),
        size: blob.size,
        commit: id(&blob.commit),
        in_head: blob.in_head,
        executable: blob.executable.map(str::to_string),
    }
}

fn blob(stored: StoredBlob) -> Option<HistoricBlob> {
    let executable = match &stored.executable {
        Some(kind) => Some(EXECUTABLE_KINDS.iter().copied().find(|known| known == kind)?),
        None => None,
    };
    Some(HistoricBlob {
        id: oid(&stored.id)?,
        path: stored.path,
        size: stored.size,
        commit: oid(&stored.commit)?,
        in_head: stored.in_head,
        executable,
    })
}

fn stored_tag(tag: &TagMessage) -> StoredTag {
    StoredTag {
        id: id(&tag.id),
        name: tag.name.clone(),
        target: id(&tag.target),
        date: tag.date.map(Timestamp::as_second),
        message: tag.message.clone(),
    }
}

fn tag(stored: StoredTag) -> Option<TagMessage> {
    Some(TagMessage {
        id: oid(&stored.id)?,
        name: stored.name,
        target: oid(&stored.target)?,
        date: stored.date.and_then(|date| Timestamp::from_second(date).ok()),
        message: stored.message,
    })
}

fn id(oid: &Oid) -> Id {
    oid.as_bytes().try_into().unwrap_or_default()
}

fn ids(oids: &[Oid]) -> Vec<Id> {
    oids.iter().map(id).collect()
}

fn oid(id: &Id) -> Option<Oid> {
    Oid::from_bytes(id).ok()
}

fn oids(ids: &[Id]) -> Option<Vec<Oid>> {
    ids.iter().map(oid).collect()
}
