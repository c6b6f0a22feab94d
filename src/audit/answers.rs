//! What each check answers, in parallel.

use super::Catalogue;
use crate::checks::{Audited, Check};
use crate::finding::Answer;
use crate::rule::{Degree, Rule};
use crate::text;
use rayon::prelude::*;

/// The answer of every rule, in catalogue order.
pub(super) fn of(catalogue: &Catalogue, audited: Audited<'_>) -> Vec<Answer> {
    let entries: Vec<_> = catalogue.entries().collect();
    let answers = entries.into_par_iter().map(|(rule, check)| match check {
        _ if !rule.demanded_at(audited.degree) => not_demanded(rule, audited.degree),
        Some(check) => run(check, audited),
        None => Answer::unknown(text!("non répondu", "not answered")),
    });
    answers.collect()
}

/// Runs a check; one that breaks is undecided and never stops the audit.
pub(super) fn run(check: &dyn Check, audited: Audited<'_>) -> Answer {
    let guarded = std::panic::AssertUnwindSafe(|| check.run(audited));
    std::panic::catch_unwind(guarded).unwrap_or_else(|_| {
        Answer::unknown(text!(
            "le contrôle a échoué par une erreur interne : signalez-la avec la version et la règle",
            "the check failed on an internal error: report it with the version and the rule"
        ))
    })
}

fn not_demanded(rule: &Rule, degree: Degree) -> Answer {
    let degrees: Vec<String> = rule.degrees.iter().map(Degree::to_string).collect();
    let degrees = degrees.join(", ");
    Answer::not_applicable(text!(
        "demandé aux degrés {degrees}, pas au degré {degree}",
        "demanded at degrees {degrees}, not at degree {degree}"
    ))
}
