//! The verdict in a sentence.

use crate::finding::{Severity, Status};
use crate::lang::Text;
use crate::report::{Report, Verdict};
use crate::rule::Nature;
use crate::text;

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
