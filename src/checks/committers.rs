//! Who wrote the commits, counted and never named.

use crate::project::Project;
use crate::snapshot::history::{Commit, Identity};
use jiff::ToSpan;
use std::collections::{BTreeMap, BTreeSet};

/// The map from committed addresses to canonical ones that `.mailmap` states
/// (gitmailmap(5)): the first address of a line replaces the last.
fn mailmap(project: &Project<'_>) -> BTreeMap<String, String> {
    let file = project.snapshot.file(".mailmap");
    let text = file.and_then(|file| project.text(file)).unwrap_or_default();
    let lines = text.lines().map(|line| line.split('#').next().unwrap_or_default());
    let pairs = lines.filter_map(|line| {
        let addresses: Vec<&str> =
            line.split('<').skip(1).filter_map(|part| part.split('>').next()).collect();
        let (first, last) = (addresses.first()?, addresses.last()?);
        Some((last.to_lowercase(), first.to_lowercase()))
    });
    pairs.collect()
}

/// True for the identity of a program.
pub fn is_bot(identity: &Identity) -> bool {
    let name = identity.name.to_lowercase();
    let bots = [
        "dependabot",
        "renovate",
        "greenkeeper",
        "snyk-bot",
        "github-actions",
        "semantic-release",
        "weblate",
    ];
    name.ends_with("[bot]")
        || identity.email.contains("[bot]@")
        || bots.iter().any(|bot| name.contains(bot))
}

/// Commits of the twelve months before the audit; `None` without history.
pub fn recent<'a>(project: &Project<'a>) -> Option<Vec<&'a Commit>> {
    let history = project.snapshot.history.as_ref()?;
    let start = project.today.checked_sub(12.months()).ok()?;
    let start = start.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp();
    Some(history.commits.iter().filter(|commit| commit.date >= start).collect())
}

/// How many distinct people wrote `commits`, bots left out, `.mailmap` applied.
pub fn people<'a>(project: &Project<'_>, commits: impl Iterator<Item = &'a Commit>) -> usize {
    let map = mailmap(project);
    let humans = commits.map(|commit| &commit.author).filter(|author| !is_bot(author));
    let addresses: BTreeSet<String> = humans
        .map(|author| {
            let address = author.email.to_lowercase();
            map.get(&address).cloned().unwrap_or(address)
        })
        .collect();
    addresses.len()
}
