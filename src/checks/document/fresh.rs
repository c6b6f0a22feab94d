//! Whether a file changed lately, as far as git says.

use crate::project::Project;
use crate::snapshot::File;
use jiff::ToSpan;
use jiff::tz::TimeZone;
use std::collections::HashMap;

/// Whether a file changed since a date.
pub(super) enum Freshness {
    Changed,
    Unchanged,
    /// There is no history to say so.
    NoHistory,
    /// The history that was read does not go far enough.
    Incomplete,
}

/// Compares the audited commit with the last one before `months` ago.
pub(super) fn of(project: &Project<'_>, file: &File, months: i32) -> Freshness {
    let Some(metadata) = &project.snapshot.metadata else { return Freshness::NoHistory };
    if !file.tracked {
        return Freshness::Changed;
    }
    let (Some(history), Some(head)) = (&project.snapshot.history, metadata.commit) else {
        return Freshness::Incomplete;
    };
    let changed_since = |commit: git2::Oid| {
        let changes = project.snapshot.changes_between(commit, head);
        changes.iter().any(|(path, _)| *path == file.path)
    };
    let limit = project.today.checked_sub(months.months()).unwrap_or(project.today);
    let by_id: HashMap<_, _> = history.commits.iter().map(|commit| (commit.id, commit)).collect();
    let (mut at, mut oldest) = (Some(head), head);
    while let Some(commit) = at.and_then(|id| by_id.get(&id)) {
        oldest = commit.id;
        if commit.date.to_zoned(TimeZone::UTC).date() < limit {
            let changed = commit.id != head && changed_since(commit.id);
            return if changed { Freshness::Changed } else { Freshness::Unchanged };
        }
        at = commit.parents.first().copied();
    }
    match (metadata.shallow || at.is_some()) && !changed_since(oldest) {
        true => Freshness::Incomplete,
        false => Freshness::Changed,
    }
}
