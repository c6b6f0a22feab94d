//! What to do first: a rule, how many repositories it stops, who decides, what
//! scaffold writes.

use super::super::index::Outcomes;
use super::super::reading::Concluded;
use crate::finding::{Severity, Status};
use crate::lang::{Lang, Text, said};
use crate::render::fleet::{Cell, Section};
use crate::render::sentence;
use crate::report::RuleInfo;
use crate::rule::{Nature, RuleSet, chapter};
use crate::text;
use std::collections::BTreeMap;

/// Rules of a table.
const MOST: usize = 40;

/// The rules that did not pass, by repository.
pub(super) struct Todo<'a> {
    rules: &'a RuleSet,
    outcomes: &'a Outcomes,
}

/// How many repositories a rule concerns.
#[derive(Default)]
struct Count {
    severity: Option<Severity>,
    repositories: usize,
    written: usize,
}

impl<'a> Todo<'a> {
    pub(super) fn new(rules: &'a RuleSet, outcomes: &'a Outcomes) -> Todo<'a> {
        Todo { rules, outcomes }
    }

    /// The rules that the repositories `wanted` do not meet, then those that are to be
    /// verified there: the gravest, then the commonest.
    pub(super) fn sections(&self, wanted: &dyn Fn(&str) -> bool, lang: Lang) -> [Section; 2] {
        [Status::Fail, Status::Unknown].map(|status| {
            let mut counts: BTreeMap<&str, Count> = BTreeMap::new();
            for (_, outcomes) in self.outcomes.iter().filter(|(key, _)| wanted(key)) {
                let heavy = |one: &&Concluded| one.severity >= Severity::Important;
                let those = outcomes.iter().filter(heavy).filter(|one| one.outcome == status);
                for one in those {
                    let count = counts.entry(&one.rule).or_default();
                    count.severity = count.severity.max(Some(one.severity));
                    count.repositories += 1;
                    count.written += usize::from(one.written);
                }
            }
            self.counted(counts, status, lang)
        })
    }

    fn counted(&self, counts: BTreeMap<&str, Count>, status: Status, lang: Lang) -> Section {
        let mut counts: Vec<(&str, Count)> = counts.into_iter().collect();
        counts.sort_by_key(|(rule, count)| {
            (std::cmp::Reverse((count.severity, count.repositories)), *rule)
        });
        let fails = status == Status::Fail;
        let rows = counts.iter().take(MOST).map(|(rule, count)| {
            let severity = count.severity.map(Severity::label).unwrap_or(Text::same(""));
            let mut cells = vec![
                Cell::text(self.title(rule, status, lang)),
                Cell::text(severity.get(lang)),
                Cell::number(count.repositories),
                Cell::text(self.who(rule).get(lang)),
            ];
            cells.extend(fails.then(|| Cell::number(count.written)));
            cells
        });
        let mut head = vec![
            if fails { text!("problème", "problem") } else { text!("exigence", "requirement") },
            text!("gravité", "severity"),
            text!("dépôts", "repositories"),
            text!("qui décide", "who decides"),
        ];
        head.extend(fails.then(|| text!("que scaffold écrit", "that scaffold writes")));
        let title = match fails {
            true => text!("Ce qui n’est pas respecté", "What is not met"),
            false => text!(
                "Ce qui reste à vérifier ou à confirmer",
                "What is to be verified or confirmed"
            ),
        };
        Section {
            title: title.get(lang).to_string(),
            head: said(&head, lang),
            rows: rows.collect(),
            ..Section::default()
        }
    }

    /// The rules that the repository `key` does not meet, those to verify, and those set
    /// aside.
    pub(super) fn of(&self, key: &str, lang: Lang) -> Vec<Section> {
        let mut by_status: BTreeMap<Status, Vec<&Concluded>> = BTreeMap::new();
        for one in self.outcomes.get(key).into_iter().flatten() {
            by_status.entry(one.outcome).or_default().push(one);
        }
        // What is not met comes first.
        let mut parts: Vec<(Status, Vec<&Concluded>)> = by_status.into_iter().collect();
        parts.sort_by_key(|(status, _)| (*status != Status::Fail, *status != Status::Unknown));
        parts.into_iter().map(|(status, those)| self.listed(status, those, lang)).collect()
    }

    fn listed(&self, status: Status, mut those: Vec<&Concluded>, lang: Lang) -> Section {
        those.sort_by_key(|one| (std::cmp::Reverse(one.severity), one.rule.as_str()));
        let rows = those.iter().map(|one| {
            vec![
                Cell::text(self.title(&one.rule, status, lang)),
                Cell::text(one.severity.label().get(lang)),
                Cell::number(one.findings),
                Cell::text(self.who(&one.rule).get(lang)),
                Cell::text(if one.written { "publiable scaffold" } else { "–" }),
            ]
        });
        let (title, first) = match status {
            Status::Fail => (
                text!("Ce qui n’est pas respecté", "What is not met"),
                text!("problème", "problem"),
            ),
            Status::Unknown => (
                text!(
                    "Ce qui reste à vérifier ou à confirmer",
                    "What is to be verified or confirmed"
                ),
                text!("exigence", "requirement"),
            ),
            other => (sentence(&other.label()), text!("exigence", "requirement")),
        };
        let head = [
            first,
            text!("gravité", "severity"),
            text!("constats", "findings"),
            text!("qui décide", "who decides"),
            text!("écrit par", "written by"),
        ];
        Section {
            title: title.get(lang).to_string(),
            head: said(&head, lang),
            rows: rows.collect(),
            ..Section::default()
        }
    }

    /// The problems that make `key` not publishable, in a line.
    pub(super) fn blocking(&self, key: &str, lang: Lang) -> String {
        let all = self.outcomes.get(key).into_iter().flatten();
        let those =
            all.filter(|one| one.severity == Severity::Blocking && one.outcome == Status::Fail);
        let titles = those.map(|one| self.heading(&one.rule, Status::Fail, lang));
        titles.collect::<Vec<_>>().join(lang.pick("\u{a0}; ", "; "))
    }

    /// What is wrong, or what the rule requires where nothing is known to be wrong; its
    /// identifier where another catalogue has it.
    fn heading(&self, id: &str, status: Status, lang: Lang) -> String {
        let Some(rule) = self.rules.get(id) else { return id.to_string() };
        let title = RuleInfo::from(rule).titled(status);
        title.get(lang).to_string()
    }

    /// The same, with the identifier.
    fn title(&self, id: &str, status: Status, lang: Lang) -> String {
        match self.heading(id, status, lang) {
            heading if heading == id => heading,
            heading => format!("{heading} ({id})"),
        }
    }

    /// Who decides, as the note for the person who decides names them: who is asked, else
    /// whose field it is.
    fn who(&self, id: &str) -> Text {
        let rule = self.rules.get(id).filter(|rule| rule.nature == Nature::Attestation);
        let asked = rule.and_then(|rule| rule.question.as_ref()).map(|question| question.asked);
        let chapter = id.split('/').next().unwrap_or_default();
        asked.unwrap_or_else(|| chapter::decided_by(chapter)).function()
    }
}
