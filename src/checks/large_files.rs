//! No large file stands in the repository or in its history.

use super::{Audited, Check, past};
use crate::config::DatasetOrigin;
use crate::finding::{Answer, Finding, Location};
use crate::lang::Text;
use crate::project::Project;
use crate::snapshot::{File, FileKind};
use crate::text;
use serde::Deserialize;
use std::collections::BTreeMap;

/// Parameters: sizes in bytes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct LargeFiles {
    /// From this size on, a file is told.
    warn: u64,
    /// From this size on, forges warn.
    heavy: u64,
    /// From this size on, forges refuse the push.
    refused: u64,
}

/// Every version of one path.
#[derive(Default)]
struct Large {
    largest: u64,
    total: u64,
    versions: usize,
    commit: Option<git2::Oid>,
    in_head: bool,
    uncommitted: bool,
}

impl Check for LargeFiles {
    fn run(&self, Audited { project, .. }: Audited<'_>) -> Answer {
        let by_path = self.gather(project);
        let past = past::history(project);
        if by_path.is_empty() {
            return match (past, past::hidden(project)) {
                (Err(answer), _) => answer,
                (Ok(_), Some(hidden)) => past::undecided(&hidden),
                (Ok(_), None) => weigh(project, Answer::pass(self.none())),
            };
        }
        let mut found: Vec<(String, Large)> = by_path.into_iter().collect();
        found.sort_by(|a, b| b.1.largest.cmp(&a.1.largest).then_with(|| a.0.cmp(&b.0)));
        let findings: Vec<Finding> = found
            .iter()
            .map(|(path, large)| {
                let finding = self.finding(path, large);
                if is_open_data(project, path) { finding.info() } else { finding }
            })
            .collect();
        let counted = findings.iter().filter(|finding| !finding.informational).count();
        if counted == 0 {
            let reason = text!(
                "les seuls gros fichiers sont des données ouvertes déclarées",
                "the only large files are declared open data"
            );
            return weigh(project, Answer::pass(reason).with(findings));
        }
        let versions: usize = found.iter().map(|(_, large)| large.versions).sum();
        let largest = size(found[0].1.largest);
        let gone = found.iter().filter(|(_, l)| !l.in_head && !l.uncommitted).count();
        let (fr, en) = (&largest.fr, &largest.en);
        let limit = size(self.warn);
        let reason = Text::new(
            format!(
                "{counted} fichiers d’au moins {} ({versions} versions), dont {gone} seulement dans l’historique ; le plus gros pèse {fr}",
                limit.fr
            ),
            format!(
                "{counted} files of at least {} ({versions} versions), {gone} of them in the history only; the largest weighs {en}",
                limit.en
            ),
        );
        weigh(project, Answer::fail(reason, findings))
    }
}

impl LargeFiles {
    fn gather(&self, project: &Project<'_>) -> BTreeMap<String, Large> {
        let mut by_path: BTreeMap<String, Large> = BTreeMap::new();
        let past = project.snapshot.history.iter().flat_map(|history| &history.survey.large);
        for blob in past.filter(|blob| blob.size >= self.warn) {
            let large = by_path.entry(blob.path.clone()).or_default();
            large.versions += 1;
            large.total += blob.size;
            large.in_head |= blob.in_head;
            if blob.size > large.largest {
                large.largest = blob.size;
                large.commit = Some(blob.commit);
            }
        }
        let is_large = |file: &&File| file.kind == FileKind::Regular && file.size >= self.warn;
        for file in project.files().filter(is_large) {
            let pointer = project.facts(file).is_some_and(|facts| facts.lfs_pointer);
            let past = by_path.get(&file.path);
            // A copy keeps the path it was first committed under.
            let copy = project.snapshot.history.iter().flat_map(|history| &history.survey.large);
            let known = past.is_some_and(|large| large.in_head)
                || (file.tracked && copy.into_iter().any(|b| b.in_head && b.size == file.size));
            if known || pointer {
                continue;
            }
            let large = by_path.entry(file.path.clone()).or_default();
            large.largest = large.largest.max(file.size);
            large.total += file.size;
            large.versions += 1;
            large.in_head = file.tracked;
            large.uncommitted = !file.tracked;
        }
        by_path
    }

    fn none(&self) -> Text {
        let limit = size(self.warn);
        text!(
            "aucun fichier d’au moins {limit}, ni aujourd’hui ni dans l’historique",
            "no file of at least {limit}, today or in the history";
            limit
        )
    }

    fn finding(&self, path: &str, large: &Large) -> Finding {
        let weight = size(large.largest);
        let place = match large {
            Large { uncommitted: true, .. } => {
                text!("pas encore commité", "not committed yet")
            }
            Large { in_head: true, .. } => text!("encore présent", "still there"),
            _ => text!("dans l’historique seulement", "in the history only"),
        };
        let versions = large.versions;
        let several = match versions {
            1 => Text::same(""),
            _ => {
                let total = size(large.total);
                text!(
                    ", {versions} versions, {total} en tout",
                    ", {versions} versions, {total} in all";
                    total
                )
            }
        };
        let forge = match large.largest {
            size if size >= self.refused => text!(
                " ; plusieurs forges refusent un fichier de cette taille",
                "; several forges refuse a file of this size"
            ),
            size if size >= self.heavy => text!(
                " ; plusieurs forges mettent en garde à cette taille",
                "; several forges warn at this size"
            ),
            _ => Text::same(""),
        };
        let message = text!(
            "{weight}{several} ({place}){forge}",
            "{weight}{several} ({place}){forge}";
            weight, several, place, forge
        );
        let location = Location::file(path);
        let location = match large.commit {
            Some(commit) => location.at(commit.to_string()),
            None => location,
        };
        Finding::new(path, message).at(location)
    }
}

fn weigh(project: &Project<'_>, answer: Answer) -> Answer {
    let Some(history) = &project.snapshot.history else { return answer };
    let (versions, weight) = (history.survey.blobs, size(history.survey.bytes));
    let weight = text!(
        "{versions} versions de fichiers, {weight} une fois décompressées",
        "{versions} file versions, {weight} once unpacked";
        weight
    );
    answer.seen(Location::default(), weight)
}

fn is_open_data(project: &Project<'_>, path: &str) -> bool {
    let mut declared = project.config.datasets_of(path);
    declared.any(|dataset| dataset.origin == DatasetOrigin::OpenData)
}

/// A size in megabytes of a million bytes, with one decimal below ten.
fn size(bytes: u64) -> Text {
    let tenths = bytes / 100_000;
    let (whole, tenth) = (tenths / 10, tenths % 10);
    if whole < 10 && tenth > 0 {
        Text::new(format!("{whole},{tenth} Mo"), format!("{whole}.{tenth} MB"))
    } else {
        Text::new(format!("{whole} Mo"), format!("{whole} MB"))
    }
}
