//! The openness degree a project is audited at, and the one it reaches.

use super::conclude::severity;
use super::{Catalogue, answers};
use crate::checks::Audited;
use crate::finding::{Severity, Status};
use crate::report::{DegreeReport, NextDegree, Outcome};
use crate::rule::Degree;

/// The degree rules are applied at: the one given or announced; the fullest one
/// when there is none, and for a degree at which nothing is published.
pub(super) fn audited_degree(degree: Option<Degree>) -> Degree {
    degree.filter(|degree| *degree != Degree::D).unwrap_or(Degree::A)
}

/// The degree reached today: the most open one at which no important or
/// blocking rule fails. What a degree asks is not always asked at the degree
/// below (C wants contributions declined): each is looked at for itself.
pub(super) fn degree_report(
    catalogue: &Catalogue,
    audited: Audited<'_>,
    announced: Option<Degree>,
    outcomes: &[Outcome],
) -> DegreeReport {
    let ladder = Degree::PUBLIC.map(|degree| {
        let there = Audited { degree, degree_stated: true, ..audited };
        (degree, obstacles(catalogue, there, audited.degree, outcomes))
    });
    let reached = ladder.iter().find(|(_, (missing, _))| missing.is_empty());
    let above = |(degree, _): &&(Degree, _)| reached.is_none_or(|(limit, _)| degree < limit);
    let wanted = ladder.iter().filter(above).find(|(degree, _)| announced == Some(*degree));
    // Without an announcement, the nearest: the fewest obstacles, then the least open.
    let nearest =
        || ladder.iter().filter(above).rev().min_by_key(|(_, (missing, _))| missing.len());
    let next = wanted
        .or_else(nearest)
        .map(|(degree, (missing, _))| NextDegree { degree: *degree, missing: missing.clone() });
    DegreeReport {
        announced,
        audited: audited.degree,
        reached: reached.map(|(degree, _)| *degree),
        next,
        undecided: reached.map(|(_, (_, unknown))| unknown.clone()).unwrap_or_default(),
    }
}

/// The important and blocking rules that fail `there`, then those nobody could
/// decide, given the outcomes at the degree `known`.
fn obstacles(
    catalogue: &Catalogue,
    there: Audited<'_>,
    known: Degree,
    outcomes: &[Outcome],
) -> (Vec<String>, Vec<String>) {
    let (mut failing, mut unknown) = (Vec::new(), Vec::new());
    for ((rule, check), outcome) in catalogue.entries().zip(outcomes) {
        let severity = severity(rule, there.project.config, there.degree).0;
        if severity < Severity::Important || !rule.demanded_at(there.degree) {
            continue;
        }
        let again = check.filter(|check| check.depends_on_degree() || !rule.demanded_at(known));
        let status = match again {
            Some(check) => answers::run(check, there).status,
            None => outcome.outcome,
        };
        match status {
            Status::Fail => failing.push(rule.id.clone()),
            Status::Unknown => unknown.push(rule.id.clone()),
            _ => {}
        }
    }
    (failing, unknown)
}
