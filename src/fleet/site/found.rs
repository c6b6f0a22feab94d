//! What the report of a repository found, read again for its page.

use crate::finding::{Location, Status};
use crate::lang::{Lang, Text, said};
use crate::render::fleet::{Cell, Section};
use crate::text;
use serde::Deserialize;
use std::fs;
use std::path::Path;

/// Findings of a page: its report has them all.
const MOST: usize = 500;

/// What a page tells of a report.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Found {
    outcomes: Vec<Concluded>,
}

#[derive(Debug, Deserialize)]
struct Concluded {
    rule: String,
    outcome: Status,
    #[serde(default)]
    findings: Vec<Finding>,
}

#[derive(Debug, Deserialize)]
struct Finding {
    message_i18n: Text,
    #[serde(default)]
    location: Location,
    #[serde(default)]
    informational: bool,
    #[serde(default)]
    waived: Option<Text>,
}

impl Found {
    /// What the report at `file` found; nothing when it is not there any more.
    pub(super) fn read(file: &Path) -> Found {
        let read = fs::read(file).ok();
        read.and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default()
    }

    /// The findings, those of the rules that are not met first, each with its place.
    pub(super) fn section(&self, lang: Lang) -> Section {
        let of = |status: Status| {
            let those = self.outcomes.iter().filter(move |one| one.outcome == status);
            those.flat_map(|one| {
                let open = one.findings.iter().filter(|found| !found.informational);
                open.filter(|found| found.waived.is_none()).map(move |found| (one, found))
            })
        };
        let mut all = of(Status::Fail).chain(of(Status::Unknown));
        let rows: Vec<Vec<Cell>> = all
            .by_ref()
            .take(MOST)
            .map(|(outcome, found)| {
                let place = found.location.to_string();
                let place = if place.is_empty() { "–".to_string() } else { place };
                vec![
                    Cell::text(place),
                    Cell::text(found.message_i18n.get(lang)),
                    Cell::text(outcome.outcome.label().get(lang)),
                    Cell::text(outcome.rule.clone()),
                ]
            })
            .collect();
        let more = all.count();
        let more = (more > 0).then(|| {
            text!(
                more;
                "Et {more} autre constat, dans le rapport." | "Et {more} autres constats, dans le rapport.",
                "And {more} other finding, in the report." | "And {more} other findings, in the report."
            )
        });
        let head = [
            text!("fichier et ligne", "file and line"),
            text!("constat", "finding"),
            text!("résultat", "outcome"),
            text!("règle", "rule"),
        ];
        Section {
            title: text!("Constats", "Findings").get(lang).to_string(),
            lines: said(&more, lang),
            head: said(&head, lang),
            rows,
            ..Section::default()
        }
    }
}
