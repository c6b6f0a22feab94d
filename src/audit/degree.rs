//! The openness degree a project is audited at, and the one it reaches.

use super::conclude::severity;
use super::{Catalogue, run};
use crate::finding::{Severity, Status};
use crate::project::Project;
use crate::report::{self, Outcome};
use crate::rule::Degree;

/// The degree rules are applied at: the one given or announced; the fullest one
/// when there is none, and for a degree at which nothing is published.
pub fn audited_degree(degree: Option<Degree>) -> Degree {
    degree.filter(|degree| *degree != Degree::D).unwrap_or(Degree::A)
}

/// The degree reached today: the most open one at which no important or
/// blocking rule fails. What a degree asks is not always asked at the degree
/// below (C wants contributions declined): each is looked at for itself.
pub fn degree_report(
    catalogue: &Catalogue,
    project: &mut Project<'_>,
    announced: Option<Degree>,
    outcomes: &[Outcome],
) -> report::DegreeReport {
    let (audited, stated) = (project.degree, project.degree_stated);
    project.degree_stated = true;
    let ladder = Degree::PUBLIC.map(|degree| {
        project.set_degree(degree);
        (degree, obstacles(catalogue, project, audited, outcomes))
    });
    project.set_degree(audited);
    project.degree_stated = stated;
    let reached = ladder.iter().find(|(_, (missing, _))| missing.is_empty());
    let above = |(degree, _): &&(Degree, _)| reached.is_none_or(|(limit, _)| degree < limit);
    let wanted = ladder.iter().filter(above).find(|(degree, _)| announced == Some(*degree));
    // Without an announcement, the nearest: the fewest obstacles, then the least open.
    let nearest =
        || ladder.iter().filter(above).rev().min_by_key(|(_, (missing, _))| missing.len());
    let next = wanted.or_else(nearest).map(|(degree, (missing, _))| report::NextDegree {
        degree: *degree,
        missing: missing.clone(),
    });
    report::DegreeReport {
        announced,
        audited,
        reached: reached.map(|(degree, _)| *degree),
        next,
        undecided: reached.map(|(_, (_, unknown))| unknown.clone()).unwrap_or_default(),
    }
}

/// The important and blocking rules that fail at the project's degree, then
/// those nobody could decide, given the outcomes at the degree `audited`.
fn obstacles(
    catalogue: &Catalogue,
    project: &Project<'_>,
    audited: Degree,
    outcomes: &[Outcome],
) -> (Vec<String>, Vec<String>) {
    let (mut failing, mut unknown) = (Vec::new(), Vec::new());
    let rules = catalogue.rules.rules.iter().zip(&catalogue.checks).zip(outcomes);
    for ((rule, check), outcome) in rules {
        let heavy = severity(rule, project).0 >= Severity::Important;
        if !heavy || !rule.demanded_at(project.degree) {
            continue;
        }
        let again =
            check.as_ref().filter(|check| check.depends_on_degree() || !rule.demanded_at(audited));
        let status = match again {
            Some(check) => run(check.as_ref(), project).status,
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
