//! What to do first: a rule, how many repositories it stops, who decides, what
//! scaffold writes.

use super::super::index::Outcomes;
use super::super::reading::Concluded;
use crate::finding::{Severity, Status};
use crate::lang::{Lang, Text};
use crate::render::fleet::{Cell, Section};
use crate::rule::RuleSet;
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
    fail: usize,
    unknown: usize,
    written: usize,
}

impl<'a> Todo<'a> {
    pub(super) fn new(rules: &'a RuleSet, outcomes: &'a Outcomes) -> Todo<'a> {
        Todo { rules, outcomes }
    }

    /// The rules that stop the repositories `wanted`: the gravest, then the commonest.
    pub(super) fn section(&self, wanted: &dyn Fn(&str) -> bool, lang: Lang) -> Section {
        let mut counts: BTreeMap<&str, Count> = BTreeMap::new();
        for (_, outcomes) in self.outcomes.iter().filter(|(key, _)| wanted(key)) {
            for one in outcomes.iter().filter(|one| one.severity >= Severity::Important) {
                let count = counts.entry(&one.rule).or_default();
                count.severity = count.severity.max(Some(one.severity));
                count.fail += usize::from(one.outcome == Status::Fail);
                count.unknown += usize::from(one.outcome == Status::Unknown);
                count.written += usize::from(one.written);
            }
        }
        let mut counts: Vec<(&str, Count)> = counts.into_iter().collect();
        counts.retain(|(_, count)| count.fail + count.unknown > 0);
        counts.sort_by_key(|(rule, count)| {
            (std::cmp::Reverse((count.severity, count.fail, count.unknown)), *rule)
        });
        let rows = counts.iter().take(MOST).map(|(rule, count)| {
            let severity = count.severity.map(Severity::label).unwrap_or(Text::same(""));
            vec![
                Cell::text(self.title(rule, lang)),
                Cell::text(severity.get(lang)),
                Cell::number(count.fail),
                Cell::number(count.unknown),
                Cell::number(count.written),
                Cell::text(self.who(rule).get(lang)),
            ]
        });
        let head = [
            text!("règle", "rule"),
            text!("gravité", "severity"),
            text!("non conformes", "failing"),
            text!("à décider", "to decide"),
            text!("que scaffold écrit", "that scaffold writes"),
            text!("qui décide", "who decides"),
        ];
        Section {
            title: text!("Ce qu’il faut faire d’abord", "What to do first").get(lang).to_string(),
            lines: Vec::new(),
            head: head.iter().map(|head| head.get(lang).to_string()).collect(),
            rows: rows.collect(),
        }
    }

    /// The rules that the repository `key` does not pass.
    pub(super) fn of(&self, key: &str, lang: Lang) -> Section {
        let mut outcomes: Vec<&Concluded> =
            self.outcomes.get(key).map(|all| all.iter().collect()).unwrap_or_default();
        outcomes
            .sort_by_key(|one| (std::cmp::Reverse(one.severity), one.outcome, one.rule.as_str()));
        let rows = outcomes.iter().map(|one| {
            vec![
                Cell::text(self.title(&one.rule, lang)),
                Cell::text(one.severity.label().get(lang)),
                Cell::text(one.outcome.label().get(lang)),
                Cell::number(one.findings),
                Cell::text(self.who(&one.rule).get(lang)),
                Cell::text(if one.written { "publiable scaffold" } else { "" }),
            ]
        });
        let head = [
            text!("règle", "rule"),
            text!("gravité", "severity"),
            text!("résultat", "outcome"),
            text!("constats", "findings"),
            text!("qui décide", "who decides"),
            text!("écrit par", "written by"),
        ];
        Section {
            title: text!("Ce qui n’est pas conforme", "What does not pass").get(lang).to_string(),
            lines: Vec::new(),
            head: head.iter().map(|head| head.get(lang).to_string()).collect(),
            rows: rows.collect(),
        }
    }

    /// What the rule requires, or its identifier where another catalogue has it.
    fn title(&self, id: &str, lang: Lang) -> String {
        let rule = self.rules.get(id);
        rule.map_or(id.to_string(), |rule| format!("{} ({id})", rule.prose(lang).title))
    }

    fn who(&self, id: &str) -> Text {
        let question = self.rules.get(id).and_then(|rule| rule.question.as_ref());
        question.map(|question| question.asked).unwrap_or_default().label()
    }
}
