//! What lies ahead: what has to be done, and the way to the next degree.

use super::super::group;
use super::{title, usual_fix};
use crate::finding::{Severity, Status};
use crate::lang::Text;
use crate::report::{DegreeReport, Outcome, Report};
use crate::rule::{Degree, Scaffold};
use serde::Serialize;

/// A rule in the list of what has to be done.
#[derive(Debug, Serialize)]
pub(crate) struct Todo<'a> {
    /// Words that group it with its neighbours.
    pub group: &'static str,
    /// The rule.
    pub rule: &'a str,
    /// Its title.
    pub title: Text,
    /// What to do.
    pub fix: Text,
    /// Findings that count.
    pub findings: usize,
    /// Where the first one is.
    pub place: String,
    /// Whether `publiable scaffold` helps.
    pub scaffold: bool,
}

/// The openness degrees as steps.
#[derive(Debug, Serialize)]
pub(crate) struct DegreeView<'a> {
    /// What the report says of degrees.
    pub report: &'a DegreeReport,
    /// C, B, A: the least open first.
    pub steps: Vec<Step>,
    /// The rules in the way of the next one, with their titles.
    pub missing: Vec<(&'a str, Text)>,
    /// The next degree.
    pub next: Option<Degree>,
    /// The announced degree is D.
    pub closed: bool,
}

/// One degree on the way.
#[derive(Debug, Serialize)]
pub(crate) struct Step {
    /// The degree.
    pub degree: Degree,
    /// Its name.
    pub name: Text,
    /// Its blocking and important rules hold.
    pub reached: bool,
    /// The project announces it.
    pub announced: bool,
    /// The rules were applied at it.
    pub audited: bool,
}

/// What `report` says is to be done.
pub(super) fn todo(report: &Report) -> Vec<Todo<'_>> {
    let grouped = |outcome: &Outcome| match (outcome.outcome, outcome.severity) {
        (Status::Fail, Severity::Blocking) => Some("blocking"),
        (Status::Fail, Severity::Important) => Some("important"),
        (Status::Fail, Severity::Recommended) => Some("recommended"),
        _ if report.requires(outcome) => Some("answer"),
        (Status::Unknown, Severity::Blocking | Severity::Important) => Some("verify"),
        _ => None,
    };
    let entries = report.outcomes.iter().filter_map(|outcome| {
        let group = grouped(outcome)?;
        let rule = report.rules.get(&outcome.rule);
        let counted: Vec<_> = outcome.open().collect();
        let place = counted.iter().map(|finding| finding.location.to_string());
        let own = counted.first().and_then(|finding| finding.fix_i18n.clone());
        Some(Todo {
            group,
            rule: &outcome.rule,
            title: report.title_of(outcome),
            fix: usual_fix(report, outcome).or(own).unwrap_or_else(|| outcome.reason_i18n.clone()),
            findings: counted.len(),
            place: place.into_iter().find(|place| !place.is_empty()).unwrap_or_default(),
            scaffold: rule.is_some_and(|rule| rule.scaffold != Scaffold::No),
        })
    });
    let mut todo: Vec<Todo<'_>> = entries.collect();
    const ORDER: [&str; 5] = ["blocking", "important", "answer", "verify", "recommended"];
    let rank = |entry: &Todo<'_>| report.outcome(entry.rule).map(|one| group::rank(report, one));
    todo.sort_by_key(|entry| (ORDER.iter().position(|name| *name == entry.group), rank(entry)));
    todo
}

/// The degrees of `report` as steps.
pub(super) fn degree(report: &Report) -> DegreeView<'_> {
    let degree = &report.degree;
    let reached = |step: Degree| degree.reached.is_some_and(|reached| reached <= step);
    let steps = Degree::PUBLIC.iter().rev().map(|step| Step {
        degree: *step,
        name: step.name(),
        reached: reached(*step),
        announced: degree.announced == Some(*step),
        audited: degree.audited == *step,
    });
    let missing = degree.next.iter().flat_map(|next| &next.missing);
    DegreeView {
        report: degree,
        steps: steps.collect(),
        missing: missing.map(|id| (id.as_str(), title(report, id))).collect(),
        next: degree.next.as_ref().map(|next| next.degree),
        closed: degree.announced == Some(Degree::D),
    }
}
