//! Findings that a person settles: what is true is dealt with, what is not is recorded.

use super::super::app::App;
use super::super::call::{Answer, Answered, Call, Refused};
use super::super::page::shown;
use super::super::seen;
use super::super::shelf::{Audited, Project};
use super::audited;
use crate::config::{FILE_NAME, Settled, SettledReason, baseline};
use crate::decisions;
use crate::decisions::findings::{Case, cases, entry, fix, may_be_settled, real, reasons};
use crate::finding::Location;
use crate::lang::{Lang, Text};
use crate::render::group;
use crate::report::ReportedFinding;
use crate::text;
use minijinja::{Value, context};
use std::path::Path;
use std::sync::Arc;

/// Findings and places shown at once.
const SHOWN: usize = 5;
/// What the field of a case starts with.
const CASE: &str = "c:";

/// The cases of a report, or each finding by itself.
fn cases_of<'r>(audited: &'r Audited, call: &Call) -> Vec<Case<'r>> {
    let cases = cases(&audited.report);
    match is_each(call) {
        false => cases,
        true => {
            let alone = |case: Case<'r>| {
                let outcome = case.outcome;
                case.findings.into_iter().map(move |one| Case { outcome, findings: vec![one] })
            };
            cases.into_iter().flat_map(alone).collect()
        }
    }
}

/// True when each finding is asked about by itself.
fn is_each(call: &Call) -> bool {
    call.asked("each").is_some() || call.field("each").is_some()
}

/// The name of the field of `case`.
fn field(case: &Case<'_>) -> String {
    format!("{CASE}{}", case.findings.first().map_or("", |one| one.fingerprint.0.as_str()))
}

/// What the page is made from: the file that keeps what is settled, and the findings.
fn seen_of(before: &str, cases: &[Case<'_>]) -> String {
    let findings = cases.iter().flat_map(|case| &case.findings);
    let findings = findings.map(|one| one.fingerprint.0.as_bytes());
    seen::of(std::iter::once(before.as_bytes()).chain(findings))
}

/// Shows the findings.
pub(super) fn read(app: &Arc<App>, call: &Call) -> Answered {
    let Some((project, audited)) = audited(app, call) else { return Ok(Answer::Missing) };
    let file = decisions::file_at(&audited.root)?;
    let page = page((&project, &audited), &file, call, app.lang(), None);
    Ok(Answer::Page("findings.html", page))
}

/// The cases, with what was filled in already; `file` keeps what is settled.
fn page(
    (project, audited): (&Project, &Audited),
    file: &Path,
    call: &Call,
    lang: Lang,
    warning: Option<Text>,
) -> Value {
    let cases = cases_of(audited, call);
    let seen = seen_of(&seen::text(file), &cases);
    let several = cases.iter().any(|case| case.findings.len() > 1);
    let cases: Vec<Value> = cases.iter().map(|case| shown_case(audited, case, lang)).collect();
    context! {
        id => project.id,
        name => project.name(),
        each => is_each(call),
        several,
        cases,
        given => shown(call.given()),
        warning => shown(warning),
        seen,
    }
}

fn shown_case(audited: &Audited, case: &Case<'_>, lang: Lang) -> Value {
    let (report, outcome, findings) = (&audited.report, case.outcome, &case.findings);
    let count = findings.len();
    let heading = report.rules.get(&outcome.rule).map(|rule| rule.heading(true, lang));
    let kinds = group::by_kind(findings.iter().copied());
    let label = kinds.first().map(group::Group::label).filter(|_| count > 1);
    let why = reasons(outcome, findings).into_iter().map(|one| (one.code(), one.of(count)));
    let mut first: Vec<Value> = findings.iter().map(|one| shown_finding(one)).collect();
    let more = first.split_off(first.len().min(SHOWN));
    context! {
        field => field(case),
        rule => outcome.rule.as_str(),
        heading,
        severity => shown(outcome.severity.label()),
        doubtful => !outcome.fails(),
        label => shown(label),
        first,
        more,
        proven => findings.iter().any(|one| outcome.proves(one)),
        fix => shown(fix(report, outcome, findings.first().copied())),
        real => shown(real(count)),
        reasons => shown(why.collect::<Vec<_>>()),
    }
}

fn shown_finding(finding: &ReportedFinding) -> Value {
    let places = [&finding.location].into_iter().chain(&finding.also_at);
    let places = places.filter(|place| **place != Location::default());
    let places: Vec<String> = places.map(ToString::to_string).collect();
    let more = places.len().saturating_sub(SHOWN);
    context! {
        message => shown(&finding.message_i18n),
        places => places.into_iter().take(SHOWN).collect::<Vec<_>>(),
        more,
        excerpt => finding.excerpt.as_deref().map(str::trim),
    }
}

/// Records what is settled.
pub(super) fn record(app: &Arc<App>, call: &Call) -> Answered {
    let Some((project, audited)) = audited(app, call) else { return Ok(Answer::Missing) };
    let file = decisions::file_at(&audited.root)?;
    let again = |why: Refused, warning: Text| {
        let page = page((&project, &audited), &file, call, app.lang(), Some(warning));
        Ok(Answer::Again(why, "findings.html", page))
    };
    let cases = cases_of(&audited, call);
    let role = call.field("role").map(str::to_string);
    let mut entries: Vec<Settled> = Vec::new();
    for case in &cases {
        let said = call.field(&field(case)).and_then(SettledReason::parse);
        let Some(reason) = said else { continue };
        for finding in &case.findings {
            let settled = entry(case.outcome, finding, reason, role.clone())?;
            let about = (case.outcome, *finding);
            if let Err(refused) = may_be_settled(&audited.report, about, &settled) {
                // Of what the page asks about, nothing else may lack.
                let unsigned = role.is_none() && case.outcome.proves(finding);
                let why = if unsigned { who_decides() } else { refused.message };
                return again(Refused::Wrong, why);
            }
            entries.push(settled);
        }
    }
    if entries.is_empty() {
        return again(
            Refused::Wrong,
            text!(
                "Aucun constat n’a été écarté : rien n’a été enregistré.",
                "No finding was set aside: nothing was recorded."
            ),
        );
    }
    let known = |before: &str| seen_of(before, &cases);
    let change =
        |before: &str| Ok(baseline::update(before, (&entries, app.lang()), &|_| false)?.text);
    if !seen::update(app, call, &file, known, change)? {
        return again(Refused::Stale, seen::stale());
    }
    let count = entries.len();
    let done = text!(
        count;
        "{count} constat enregistré dans {FILE_NAME}." | "{count} constats enregistrés dans {FILE_NAME}.",
        "{count} finding recorded in {FILE_NAME}." | "{count} findings recorded in {FILE_NAME}."
    );
    Ok(app.wrote(project.id, done))
}

/// What is asked, in words of the page, of a proven credential that nobody answers for.
fn who_decides() -> Text {
    text!(
        "Un constat écarté est un identifiant avéré : indiquez la fonction de la personne qui en décide. Rien n’a été enregistré.",
        "A finding set aside is a proven credential: give the function of the person who decides. Nothing was recorded."
    )
}
