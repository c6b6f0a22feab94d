//! The verdict in a sentence.

use crate::finding::{Severity, Status};
use crate::lang::{Text, list};
use crate::report::{FailOn, Reached, Report, Verdict};
use crate::rule::Nature;
use crate::text;
use std::collections::BTreeSet;

/// Rules named one by one.
const NAMED: usize = 3;

/// Whether `report` reaches `gate`, by how many rules and findings, and which.
pub(crate) fn threshold(report: &Report, gate: FailOn) -> Text {
    let word = gate.word();
    if gate == FailOn::Never {
        return text!(
            "aucun seuil : rien n’est compté comme un échec",
            "no threshold: nothing counts as a failure"
        );
    }
    let Some(reach) = gate.reach(report) else {
        return text!(
            "seuil non atteint (--fail-on {word})",
            "threshold not reached (--fail-on {word})";
            word
        );
    };
    let closed =
        reach.is_closed(report).then(|| text!("le degré D déclaré", "the declared degree D"));
    let rules = (!reach.rules.is_empty()).then(|| counted(&reach.rules));
    let by: Vec<Text> = closed.into_iter().chain(rules).collect();
    if by.is_empty() {
        let mut why = because(report);
        why.each(|why| *why = why.trim_end_matches('.').to_string());
        return text!(
            "seuil atteint (--fail-on {word}) : {why}",
            "threshold reached (--fail-on {word}): {why}";
            word, why
        );
    }
    let by = list(&by);
    if reach.rules.is_empty() {
        return text!(
            "seuil atteint (--fail-on {word}) par {by}",
            "threshold reached (--fail-on {word}) by {by}";
            word, by
        );
    }
    let which = named(&reach.rules);
    text!(
        "seuil atteint (--fail-on {word}) par {by} : {which}",
        "threshold reached (--fail-on {word}) by {by}: {which}";
        word, by, which
    )
}

/// How many rules `reached` has, and how many findings, each once whatever the number of
/// rules that tell it.
fn counted(reached: &[Reached<'_>]) -> Text {
    let findings = reached.iter().flat_map(|one| &one.findings);
    let told: BTreeSet<&str> = findings.map(|finding| finding.fingerprint.0.as_str()).collect();
    let (rules, findings) = (reached.len(), told.len());
    let rules = text!(rules; "{rules} règle" | "{rules} règles", "{rules} rule" | "{rules} rules");
    match findings {
        0 => rules,
        _ => text!(
            findings;
            "{rules} ({findings} constat)" | "{rules} ({findings} constats)",
            "{rules} ({findings} finding)" | "{rules} ({findings} findings)";
            rules
        ),
    }
}

/// What the change compared sets aside by itself of one rule.
pub(super) fn set_aside(count: usize) -> Text {
    text!(
        count;
        "{count} constat écarté par cette modification : lisez publiable.toml"
            | "{count} constats écartés par cette modification : lisez publiable.toml",
        "{count} finding set aside by this change: read publiable.toml"
            | "{count} findings set aside by this change: read publiable.toml"
    )
}

/// The first rules of `reached`, each with its first place, and how many more there are.
fn named(reached: &[Reached<'_>]) -> Text {
    let name = |one: &Reached<'_>| {
        let mut places = one.findings.iter().map(|finding| finding.location.to_string());
        match places.find(|place| !place.is_empty()) {
            Some(place) => Text::same(format!("{} ({place})", one.outcome.rule)),
            None => Text::same(&*one.outcome.rule),
        }
    };
    let mut names: Vec<Text> = reached.iter().take(NAMED).map(name).collect();
    let more = reached.len().saturating_sub(NAMED);
    if more > 0 {
        names.push(text!(more; "{more} autre règle" | "{more} autres règles", "{more} other rule" | "{more} other rules"));
    }
    list(&names)
}

/// The verdict of `report` and whether it reaches `gate`, in one line, for whoever sees
/// no report.
pub(crate) fn in_a_line(report: &Report, gate: FailOn) -> Text {
    let (verdict, threshold) = (report.headline_label(), threshold(report, gate));
    let (name, revision) = (&report.repository.name, report.revision());
    let place = if revision.is_empty() { String::new() } else { format!(" ({revision})") };
    text!(
        "{name}{place} : {verdict} ; {threshold}",
        "{name}{place}: {verdict}; {threshold}";
        verdict, threshold
    )
}

/// Why the verdict is what it is, in one sentence.
pub(super) fn because(report: &Report) -> Text {
    let count = |severity, statuses: &[Status]| {
        let outcomes = report.outcomes.iter();
        outcomes.filter(|o| o.severity == severity && statuses.contains(&o.outcome)).count()
    };
    let blocking = count(Severity::Blocking, &[Status::Fail]);
    let important = count(Severity::Important, &[Status::Fail]);
    let open = count(Severity::Blocking, &[Status::Unknown])
        + count(Severity::Important, &[Status::Unknown]);
    let waived = count(Severity::Blocking, &[Status::Waived]);
    let mut parts = Vec::new();
    let concluded = report.headline() != Verdict::AuditIncomplet;
    if !concluded {
        let seen = report.verdict_on_what_was_seen.map(|verdict| verdict.label());
        let seen = seen.unwrap_or_else(|| Text::same("?"));
        let missing = report.incomplete.len();
        parts.push(text!(
            missing;
            "une partie du dépôt n’a pas été lue ; d’après le reste : {seen}"
                | "{missing} parties du dépôt n’ont pas été lues ; d’après le reste : {seen}",
            "part of the repository was not read; judging by the rest: {seen}"
                | "{missing} parts of the repository were not read; judging by the rest: {seen}";
            seen
        ));
    }
    if report.degree.announced == Some(crate::rule::Degree::D) {
        parts.push(text!(
            "le degré D est déclaré : non communicable",
            "degree D is declared: not for release"
        ));
    }
    let mut add = |number: usize, fr: [&str; 2], en: [&str; 2]| {
        if number > 0 {
            let (fr, en) = if number == 1 { (fr[0], en[0]) } else { (fr[1], en[1]) };
            parts.push(Text::new(format!("{number} {fr}"), format!("{number} {en}")));
        }
    };
    add(
        blocking,
        ["règle bloquante n’est pas respectée", "règles bloquantes ne sont pas respectées"],
        ["blocking rule is not met", "blocking rules are not met"],
    );
    add(
        important,
        ["règle importante n’est pas respectée", "règles importantes ne sont pas respectées"],
        ["important rule is not met", "important rules are not met"],
    );
    add(
        open,
        [
            "règle bloquante ou importante reste à vérifier",
            "règles bloquantes ou importantes restent à vérifier",
        ],
        [
            "blocking or important rule is still to be verified",
            "blocking or important rules are still to be verified",
        ],
    );
    add(
        waived,
        [
            "règle bloquante fait l’objet d’une dérogation",
            "règles bloquantes font l’objet de dérogations",
        ],
        ["blocking rule is waived", "blocking rules are waived"],
    );
    if concluded && report.verdict == Verdict::AuditIncomplet {
        parts.push(text!(
            "l’audit est incomplet, mais ce qui a été lu suffit à conclure",
            "the audit is incomplete, but what was read is enough to conclude"
        ));
    }
    let unanswered = report
        .outcomes
        .iter()
        .any(|o| o.nature == Nature::Attestation && o.outcome == Status::Unknown);
    if parts.is_empty() && unanswered {
        return text!(
            "aucune règle bloquante ou importante n’est en défaut.",
            "no blocking or important rule fails."
        );
    }
    if parts.is_empty() {
        return text!(
            "aucune règle bloquante ou importante n’est en défaut, et les personnes compétentes ont répondu.",
            "no blocking or important rule fails, and the people in charge have answered."
        );
    }
    let joined = |wordings: Vec<String>| wordings.join(" ; ") + ".";
    Text::new(
        joined(parts.iter().map(|part| part.fr.clone()).collect()),
        joined(parts.iter().map(|part| part.en.replace(" ; ", "; ")).collect())
            .replace(" ; ", "; "),
    )
}
