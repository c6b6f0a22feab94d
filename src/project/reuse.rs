//! The licensing of a snapshot, file by file (REUSE specification).

use super::Project;
use crate::lang::Text;
use crate::licence::reuse::{Coverage, Entry, Files, Header, Kind};
use crate::snapshot::{File, FileKind, Snapshot};
use crate::text;
use std::borrow::Cow;

impl Project<'_> {
    /// The licensing of every covered file, from what reading them taught.
    pub fn reuse(&self) -> &Coverage {
        self.reuse.get_or_init(|| {
            self.read_ahead(&carries_header);
            Coverage::of(&entries(self.snapshot), self)
        })
    }

    /// The licensing of every covered file, when nothing else is asked.
    pub fn into_reuse(self) -> Coverage {
        self.reuse();
        self.reuse.into_inner().unwrap_or_default()
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
            None => Err(text!("fichier introuvable", "file not found")),
        }
    }

    fn text(&self, path: &str) -> Option<Cow<'_, str>> {
        Project::text(self, self.snapshot.file(path)?).map(Cow::Borrowed)
    }
}

/// True for a file whose header is looked for: a covered file, or the
/// companion of one.
pub(super) fn carries_header(file: &File) -> bool {
    entry(file).is_covered() || (file.kind == FileKind::Regular && file.path.ends_with(".license"))
}

/// True for a file whose whole text is needed.
pub(super) fn is_setting(file: &File) -> bool {
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
pub(crate) fn entries(snapshot: &Snapshot) -> Vec<Entry<'_>> {
    let there = |file: &&File| {
        !matches!(file.kind, FileKind::Symlink(_)) || snapshot.resolve(file).is_some()
    };
    snapshot.files.iter().filter(there).map(entry).collect()
}
