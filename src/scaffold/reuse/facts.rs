//! What the repository states of its holder and of its years.

use super::whose::{is_licence_file, licence_holders, licence_notices};
use crate::lang::Text;
use crate::licence::holder;
use crate::licence::reuse::FileCoverage;
use crate::project::Project;
use std::collections::{BTreeMap, BTreeSet};

/// The years the code was written in, from the first commit to this day.
pub(crate) fn years(project: &Project<'_>) -> String {
    let today = project.today.year();
    let commits = project.snapshot.history.iter().flat_map(|history| &history.commits);
    let zone = jiff::tz::TimeZone::UTC;
    let first = commits.map(|commit| commit.date.to_zoned(zone.clone()).year()).min();
    match first.filter(|year| (1980..today).contains(year)) {
        Some(first) => format!("{first}-{today}"),
        None => today.to_string(),
    }
}

/// The years that the licence file states of `holder`.
pub(super) fn stated_years(project: &Project<'_>, holder: &str) -> Option<String> {
    let notices = licence_notices(project).into_iter();
    let mut theirs = notices.filter(|(name, _)| name.to_lowercase() == holder.to_lowercase());
    theirs.find_map(|(_, notice)| holder::years(&notice).map(str::to_string))
}

/// The holder that the project's own files state: `publiccode.yml`, the licence
/// file, then most headers.
pub(crate) fn holder(project: &Project<'_>) -> Option<(String, Text)> {
    let declared = project.publiccode().and_then(|file| {
        let field = file.get("legal/mainCopyrightOwner").or_else(|| file.get("legal/repoOwner"))?;
        Some((field.value.clone(), Text::same(file.path.clone())))
    });
    let in_licence = || {
        let name = licence_holders(project).into_iter().next()?;
        Some((name, Text::new("fichier de licence", "licence file")))
    };
    declared.or_else(in_licence).or_else(|| in_headers(project))
}

/// Fewer complete files say nothing of the others.
const HEADED: usize = 3;

/// The holder that more than half of the complete files name, but the texts of licences,
/// whose last lines show how to fill in a notice.
fn in_headers(project: &Project<'_>) -> Option<(String, Text)> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let text = |file: &FileCoverage| project.snapshot.file(&file.path).is_some_and(is_licence_file);
    let complete: Vec<&FileCoverage> =
        project.reuse().files.iter().filter(|file| file.is_complete() && !text(file)).collect();
    if complete.len() < HEADED {
        return None;
    }
    for file in &complete {
        let names: BTreeSet<String> =
            file.copyrights.iter().filter_map(|one| holder::named(&one.text)).collect();
        names.into_iter().for_each(|name| *counts.entry(name).or_default() += 1);
    }
    let (name, count) = counts.into_iter().max_by_key(|(_, count)| *count)?;
    (count * 2 > complete.len())
        .then(|| (name, Text::new("en-têtes des fichiers", "headers of the files")))
}
