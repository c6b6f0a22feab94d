//! The openness degree is announced, and announced once (DINUM guide, index.org
//! § Quels degrés d'ouverture pour les codes sources ?).

use super::{Audited, Check};
use crate::config::FILE_NAME;
use crate::finding::{Answer, Finding, Location};
use crate::lang::{self, Text};
use crate::project::Project;
use crate::project::openness::{self, Announcement, Means};
use crate::rule::Degree;
use crate::snapshot::File;
use crate::text;
use std::collections::{BTreeMap, BTreeSet};

no_parameters!(pub(super) OpennessDegree);

impl Check for OpennessDegree {
    fn reads(&self, file: &File) -> bool {
        file.path == FILE_NAME
    }

    fn run(&self, Audited { project, .. }: Audited<'_>) -> Answer {
        let announcements = located(project);
        let firm: Vec<Announcement> =
            announcements.iter().filter(|one| !listed(one, &announcements)).cloned().collect();
        let answer = match firm.first().map(|one| one.degree) {
            None if announcements.is_empty() => absent(),
            None => choices(&announcements),
            Some(degree) if firm.iter().any(|one| one.degree != degree) => contradiction(&firm),
            Some(Degree::D) => closed(&firm),
            Some(degree) => announced(degree, &firm),
        };
        answer.seen_all(announcements.iter().map(|one| (one.location.clone(), how(one))))
    }
}

/// The announcements, that of the configuration with its line.
fn located(project: &Project<'_>) -> Vec<Announcement> {
    let mut found = openness::announcements(project);
    let text = project.snapshot.file(FILE_NAME).and_then(|file| project.text(file));
    let line = text.and_then(|text| {
        let at = text.lines().position(|line| {
            line.trim_start()
                .strip_prefix("degree")
                .is_some_and(|rest| rest.trim_start().starts_with('='))
        })?;
        Some(at + 1)
    });
    for one in found.iter_mut().filter(|one| one.means == Means::Configuration) {
        if let Some(line) = line {
            one.location = Location::line(FILE_NAME, line);
        }
    }
    found
}

/// True for a badge or words of a README that shows three degrees or more by
/// the same means: it explains the degrees, it does not choose one. The one
/// that stands at the top, apart from the others, is still the project's.
fn listed(one: &Announcement, all: &[Announcement]) -> bool {
    let line = |other: &Announcement| other.location.line.unwrap_or_default();
    let beside: Vec<&Announcement> = all
        .iter()
        .filter(|other| {
            one.means != Means::Configuration
                && other.means == one.means
                && other.location.path == one.location.path
        })
        .collect();
    let degrees: BTreeSet<String> = beside.iter().map(|other| other.degree.to_string()).collect();
    let apart = line(one) <= TOP
        && beside.iter().all(|other| other.degree == one.degree || line(other) > line(one) + APART);
    degrees.len() >= 3 && !apart
}

/// The last line of the top of a README, where the guide puts the badge.
const TOP: usize = 20;
/// Lines that set the badge of the project apart from those of an explanation.
const APART: usize = 15;

fn how(one: &Announcement) -> Text {
    let degree = one.degree;
    match one.means {
        Means::Configuration => text!("degré {degree} déclaré", "degree {degree} declared"),
        Means::Badge => text!("badge du degré {degree}", "badge of degree {degree}"),
        Means::Words => {
            let quote = &one.quote;
            text!("degré {degree} : « {quote} »", "degree {degree}: “{quote}”")
        }
    }
}

fn announced(degree: Degree, firm: &[Announcement]) -> Answer {
    let answer =
        Answer::pass(text!("le degré {degree} est annoncé", "degree {degree} is declared"));
    if firm.iter().any(|one| one.means != Means::Configuration) {
        return answer;
    }
    let message = text!(
        "le degré n’est pas annoncé dans le README : ses lecteurs ne le voient pas",
        "the degree is not declared in the README: its readers do not see it"
    );
    answer.with([Finding::new("degree#badge", message).info()])
}

fn absent() -> Answer {
    let reason = text!(
        "aucun degré d’ouverture n’est annoncé, ni dans publiable.toml ni dans le README",
        "no openness degree is declared, neither in publiable.toml nor in the README"
    );
    Answer::failing(Finding::new("degree#absent", reason))
}

fn choices(all: &[Announcement]) -> Answer {
    let reason = text!(
        "le README présente plusieurs degrés sans dire lequel est celui du projet",
        "the README shows several degrees without saying which is the project’s"
    );
    let place = all.first().map(|one| one.location.clone()).unwrap_or_default();
    Answer::failing(Finding::new("degree#choices", reason).at(place))
}

fn closed(firm: &[Announcement]) -> Answer {
    let reason = text!(
        "le code est déclaré non communicable (degré D) : il n’est pas publiable",
        "the code is declared not for release (degree D): it may not be published"
    );
    let place = firm.first().map(|one| one.location.clone()).unwrap_or_default();
    Answer::failing(Finding::new("degree#D", reason).at(place))
}

fn contradiction(firm: &[Announcement]) -> Answer {
    let mut first: BTreeMap<String, &Announcement> = BTreeMap::new();
    for one in firm {
        first.entry(one.degree.to_string()).or_insert(one);
    }
    let places: Vec<Text> = first
        .iter()
        .map(|(degree, one)| Text::same(format!("{degree} ({})", one.location)))
        .collect();
    let degrees = lang::list(&places);
    let reason =
        degrees.after("des degrés différents sont annoncés : ", "different degrees are declared: ");
    // Sentences alone may speak of another project, or of another time.
    let words = firm.iter().all(|one| one.means == Means::Words);
    let reference = firm.first().map(|one| one.degree);
    let findings = firm.iter().filter(|one| Some(one.degree) != reference).map(|one| {
        let degree = one.degree;
        let message = text!(
            "le degré {degree} est annoncé ici, un autre ailleurs",
            "degree {degree} is declared here, another one elsewhere"
        );
        let path = one.location.path.as_deref().unwrap_or_default();
        let finding = Finding::new(format!("{path}#{degree}"), message).at(one.location.clone());
        if words { finding.unsure() } else { finding }
    });
    Answer::fail(reason, findings.collect())
}
