//! The Awesome code.gouv.fr score (guide-codegouvfr-score, config.yml, commit
//! 74012fa): nodes a to d are the prerequisites, nodes 1 to 10 the criteria.

use super::{AwesomeScore, Criterion};
use crate::clock::day;
use crate::config::Reply;
use crate::finding::Location;
use crate::lang::Text;
use crate::licence::expression::Agreement;
use crate::licence::families::is_approved;
use crate::licence::statements::{Declaration, Said, Source, Why};
use crate::project::{Evidenced, Project, attestation};
use crate::text;
use jiff::ToSpan;
use jiff::civil::Date;

/// The rule whose question settles what a repository does not show.
const RULE: &str = "reuse/awesome-score";

/// Recomputes the score.
pub(super) fn score(project: &Project<'_>) -> AwesomeScore {
    let (free, evidence) = free(project);
    let prerequisites = vec![
        Criterion::new(
            text!("a. Sous licence libre (FSF ou OSI)", "a. Under a free licence (FSF or OSI)"),
            1,
            free,
            evidence,
        ),
        maintained(project),
        asked(
            project,
            text!(
                "c. Financé par au moins une administration",
                "c. Funded by at least one administration"
            ),
            ("fundedBy", 1),
        ),
        asked(
            project,
            text!("d. Utilisé par plusieurs administrations", "d. Used by several administrations"),
            ("usedBy", 2),
        ),
    ];
    let found = |label, found: Option<Evidenced>| {
        let evidence = found.map(|found| match found.location.to_string() {
            place if place == found.what => place,
            place => format!("{} ({place})", found.what),
        });
        Criterion::new(label, 1, Some(evidence.is_some()), evidence)
    };
    let file = |label: &str, role: &str| {
        let path = written(project, role);
        Criterion::new(Text::same(label), 1, Some(path.is_some()), path)
    };
    let criteria = vec![
        found(
            text!("1. Une page web en plus du dépôt", "1. A web page besides the repository"),
            project.landing_page(),
        ),
        release(project),
        commit(project),
        found(text!("4. Un logo", "4. A logo"), project.logo()),
        file("5. ROADMAP.md", "roadmap"),
        file("6. AUTHORS.md", "authors"),
        file("7. CONTRIBUTING.md", "contributing"),
        file("8. CHANGELOG.md", "changelog"),
        file("9. CODE_OF_CONDUCT.md", "code-of-conduct"),
        file("10. GOVERNANCE.md", "governance"),
    ];
    let points = criteria.iter().filter(|criterion| criterion.met == Some(true)).count();
    AwesomeScore { prerequisites, criteria, points: i32::try_from(points).unwrap_or(0) }
}

/// Whether the project is free software for the FSF or the OSI, and where that is
/// stated. Two places of which one is and the other is not settle nothing.
fn free(project: &Project<'_>) -> (Option<bool>, Option<String>) {
    let licences = project.licences();
    let main = || licences.declarations.iter().filter(|one| one.is_main());
    let place = |one: &Declaration| {
        let path = Location::file(&one.path);
        let line = one.line.filter(|_| !matches!(one.source, Source::File | Source::Folder));
        Location { line, ..path }.to_string()
    };
    let shown = |one: &Declaration| match one.expression() {
        Some(expression) => format!("{expression} ({})", place(one)),
        None => place(one),
    };
    let Some(licence) = &licences.answer.licence else {
        let first = main().find(|one| !matches!(one.said, Said::Nothing));
        // A licence file whose words are not recognised may be free: nobody can say.
        let refused = match licences.answer.why {
            Why::Nothing => project.role("licence").is_empty(),
            why => why == Why::Closed,
        };
        return (refused.then_some(false), first.map(shown));
    };
    let stated = main().find(|one| {
        one.expression().is_some_and(|other| other.agreement(licence) != Agreement::Different)
    });
    let evidence = stated
        .map_or_else(|| licence.to_string(), |stated| format!("{licence} ({})", place(stated)));
    let approved = is_approved(licence);
    let other = main().find(|one| one.expression().and_then(is_approved) == Some(true));
    match other.filter(|_| approved == Some(false)) {
        Some(other) => (None, Some(format!("{evidence} ≠ {}", shown(other)))),
        None => (approved, Some(evidence)),
    }
}

/// The first file of `role` that holds something.
fn written(project: &Project<'_>, role: &str) -> Option<String> {
    let files = project.role(role).into_iter();
    let mut filled = files
        .filter(|file| project.text(file).map_or(file.size > 0, |text| !text.trim().is_empty()));
    filled.next().map(|file| file.path.clone())
}

fn months_ago(project: &Project<'_>, months: i32) -> Date {
    project.today.checked_sub(months.months()).unwrap_or(Date::MIN)
}

/// The day of the latest commit of all branches, when the history was read.
fn last_commit(project: &Project<'_>) -> Option<Date> {
    let history = project.snapshot.history.as_ref()?;
    history.commits.iter().map(|commit| day(commit.date)).max()
}

fn maintained(project: &Project<'_>) -> Criterion {
    let label = text!(
        "b. Activement maintenu (commit de moins de 12 mois)",
        "b. Actively maintained (a commit within 12 months)"
    );
    let said = project.publiccode().and_then(|file| {
        let field = file.unmaintained()?;
        Some(format!("{}: {} ({})", field.key, field.value, file.place(field)))
    });
    if project.config.project.archived {
        return Criterion::new(
            label,
            1,
            Some(false),
            Some("archived = true (publiable.toml)".into()),
        );
    }
    if said.is_some() {
        return Criterion::new(label, 1, Some(false), said);
    }
    let last = last_commit(project);
    let met = last.map(|date| date >= months_ago(project, 12));
    Criterion::new(label, 1, met, last.map(|date| date.to_string()))
}

/// A prerequisite that publiccode.yml or a person answers for.
fn asked(project: &Project<'_>, label: Text, (key, least): (&str, usize)) -> Criterion {
    let count = project.publiccode().map_or(0, |file| file.count(key));
    if count >= least {
        return Criterion::new(
            label,
            1,
            Some(true),
            Some(format!("publiccode.yml, {key}: {count}")),
        );
    }
    let answer = project
        .config
        .answer_to(RULE)
        .filter(|answer| attestation::outdated(answer, project).is_none());
    let Some(answer) = answer else {
        return Criterion::new(label, 1, None, None);
    };
    let evidence = Some(format!("{RULE}: {} ({})", answer.answer.code(), answer.date));
    // One question covers both: “no” does not say which of the two fails.
    let other = if key == "fundedBy" { ("usedBy", 2) } else { ("fundedBy", 1) };
    let other_told = project.publiccode().map_or(0, |file| file.count(other.0)) >= other.1;
    let met = match answer.answer {
        Reply::Oui => Some(true),
        Reply::Non if other_told => Some(false),
        Reply::Non | Reply::SansObjet => None,
    };
    Criterion::new(label, 1, met, evidence)
}

fn release(project: &Project<'_>) -> Criterion {
    let label =
        text!("2. Dernière version de moins de six mois", "2. Latest version within six months");
    let Some(metadata) = &project.snapshot.metadata else {
        return Criterion::new(label, 1, None, None);
    };
    let Some(tag) = metadata.latest_tag() else {
        // A shallow clone often comes without tags.
        return Criterion::new(label, 1, (!metadata.shallow).then_some(false), None);
    };
    let date = day(tag.date);
    let recent = date >= months_ago(project, 6);
    let met = (recent || !metadata.shallow).then_some(recent);
    Criterion::new(label, 1, met, Some(format!("{} ({date})", tag.name)))
}

fn commit(project: &Project<'_>) -> Criterion {
    let label = text!(
        "3. Dernier commit, toutes branches confondues, de moins de six mois",
        "3. Latest commit, all branches, within six months"
    );
    let last = last_commit(project);
    let met = last.map(|date| date >= months_ago(project, 6));
    Criterion::new(label, 1, met, last.map(|date| date.to_string()))
}
