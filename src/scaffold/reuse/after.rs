//! The project as it will be once the plan is written, for its licensing.

use super::super::change::Change;
use crate::lang::Text;
use crate::licence::reuse::{Coverage, Entry, Files, Header, Kind};
use crate::project::{self, Project};
use std::borrow::Cow;
use std::collections::HashMap;

/// The files of the repository, with those of the plan over them.
pub(super) struct After<'a> {
    project: &'a Project<'a>,
    changes: HashMap<&'a str, &'a Change>,
}

impl<'a> After<'a> {
    /// `project` with `changes` made.
    pub(super) fn new(project: &'a Project<'a>, changes: &'a [Change]) -> After<'a> {
        let changes = changes.iter().map(|change| (change.path.as_str(), change)).collect();
        After { project, changes }
    }

    /// The licensing of every file.
    pub(super) fn coverage(&self) -> Coverage {
        let created = self.changes.values().filter(|change| change.creates());
        let created = created.map(|change| (change.path.as_str(), change.after.len() as u64));
        let mut entries = project::reuse_entries(self.project.snapshot);
        entries.extend(created.map(|(path, size)| Entry { path, kind: Kind::File, size }));
        entries.sort_by_key(|entry| entry.path);
        Coverage::of(&entries, self)
    }
}

impl Files for After<'_> {
    fn header(&self, path: &str) -> Result<Cow<'_, Header>, Text> {
        match self.changes.get(path) {
            Some(change) => Ok(Cow::Owned(Header::read(&change.after))),
            None => Files::header(self.project, path),
        }
    }

    fn text(&self, path: &str) -> Option<Cow<'_, str>> {
        match self.changes.get(path) {
            Some(change) => Some(String::from_utf8_lossy(&change.after)),
            None => Files::text(self.project, path),
        }
    }
}
