//! The licensing of a snapshot, file by file (REUSE specification).

use super::Project;
use crate::lang::Text;
use crate::licence::reuse::{Coverage, Entry, Files, Header, Kind};
use crate::snapshot::{File, FileKind, Snapshot};
use crate::text;
use crate::text::decode::{self, Content};
use rayon::prelude::*;
use std::borrow::Cow;

impl Project<'_> {
    /// The licensing of every covered file, from what reading them taught.
    pub fn reuse(&self) -> &Coverage {
        self.reuse.get_or_init(|| Coverage::of(&entries(self.snapshot), self))
    }
}

impl Files for Project<'_> {
    fn header(&self, path: &str) -> Result<Cow<'_, Header>, Text> {
        let facts = self.snapshot.file(path).and_then(|file| self.facts(file));
        match facts {
            Some(facts) => match &facts.error {
                Some(error) => Err(error.clone()),
                None => Ok(Cow::Borrowed(&facts.header)),
            },
            None => Err(absent()),
        }
    }

    fn text(&self, path: &str) -> Option<Cow<'_, str>> {
        Project::text(self, self.snapshot.file(path)?).map(Cow::Borrowed)
    }
}

/// The licensing of `snapshot`, when nothing else is asked of its files.
pub fn coverage(snapshot: &Snapshot) -> Coverage {
    let headers = snapshot
        .files
        .par_iter()
        .map_init(
            || snapshot.reader(),
            |reader, file| match carries_header(file) {
                true => reader.read(file).map(|read| Header::read(&read.bytes)),
                false => Ok(Header::default()),
            },
        )
        .collect();
    Coverage::of(&entries(snapshot), &OnItsOwn { snapshot, headers })
}

/// True for a file whose header is looked for: a covered file, or the
/// companion of one.
pub fn carries_header(file: &File) -> bool {
    entry(file).is_covered() || (file.kind == FileKind::Regular && file.path.ends_with(".license"))
}

/// True for a file whose whole text is needed.
pub fn is_setting(file: &File) -> bool {
    entry(file).is_reuse_toml() || file.path == ".reuse/dep5"
}

fn entry(file: &File) -> Entry<'_> {
    let kind = match file.kind {
        FileKind::Regular => Kind::File,
        FileKind::Symlink(_) => Kind::Link,
        FileKind::Submodule => Kind::Submodule,
    };
    Entry { path: &file.path, kind, size: file.size }
}

/// Every path; a link that leads nowhere in the repository is none.
pub fn entries(snapshot: &Snapshot) -> Vec<Entry<'_>> {
    let there = |file: &&File| {
        !matches!(file.kind, FileKind::Symlink(_)) || snapshot.resolve(file).is_some()
    };
    snapshot.files.iter().filter(there).map(entry).collect()
}

fn absent() -> Text {
    text!("fichier introuvable", "file not found")
}

/// A snapshot read for its licensing only.
struct OnItsOwn<'a> {
    snapshot: &'a Snapshot,
    headers: Vec<Result<Header, Text>>,
}

impl Files for OnItsOwn<'_> {
    fn header(&self, path: &str) -> Result<Cow<'_, Header>, Text> {
        let file = self.snapshot.file(path).ok_or_else(absent)?;
        let at = self.snapshot.resolve(file).ok_or_else(absent)?;
        match &self.headers[at] {
            Ok(header) => Ok(Cow::Borrowed(header)),
            Err(reason) => Err(reason.clone()),
        }
    }

    fn text(&self, path: &str) -> Option<Cow<'_, str>> {
        let read = self.snapshot.reader().read(self.snapshot.file(path)?).ok()?;
        match decode::decode(&read.bytes) {
            Content::Text(text) if read.complete => Some(Cow::Owned(text.into_owned())),
            _ => None,
        }
    }
}
