//! The findings that a person settles by looking at them: those of one kind in one place
//! together. What is true is dealt with, what is not is recorded with its reason.

use super::questions::function;
use crate::clock::today;
use crate::config::{Settled, SettledReason};
use crate::error::{Error, Result};
use crate::finding::{Severity, Status};
use crate::lang::Text;
use crate::render::group;
use crate::report::{Outcome, Report, ReportedFinding};
use crate::rule::{Nature, WaiverPolicy};
use crate::scaffold::piece::{self, Piece};
use crate::text;
use std::cmp::Reverse;

/// Characters of the comment above an entry, at most.
const ABOUT: usize = 110;

/// What to do about `finding`, or about the rule of `outcome`: what its findings say when
/// they say the same.
pub(crate) fn fix(report: &Report, outcome: &Outcome, finding: Option<&ReportedFinding>) -> Text {
    let all = || {
        let mut fixes = outcome.counting().map(|finding| finding.fix_i18n.clone());
        let first = fixes.next()??;
        fixes.all(|other| other.as_ref() == Some(&first)).then_some(first)
    };
    let own = match finding {
        Some(finding) => finding.fix_i18n.clone(),
        None => all(),
    };
    let usual = || {
        let rule = report.rules.get(&outcome.rule)?;
        Some(Text::new(rule.fr.fix.clone(), rule.en.fix.clone()))
    };
    own.or_else(usual).unwrap_or_else(|| Text::same(""))
}

/// True when something was found against the rule of `outcome`.
fn is_wrong(outcome: &Outcome) -> bool {
    let doubtful = outcome.outcome == Status::Unknown && outcome.open().count() > 0;
    outcome.fails() || doubtful
}

/// The failing rules that weigh on the verdict and that no file written answers, the
/// heaviest first.
pub(crate) fn weighing(report: &Report) -> Vec<&Outcome> {
    let written = |outcome: &Outcome| {
        let answers = |one: &Piece| one.rules.contains(&outcome.rule) && one.answers(outcome);
        outcome.fails() && piece::all().iter().any(answers)
    };
    let weighs = |outcome: &&Outcome| {
        outcome.severity >= Severity::Important
            && is_wrong(outcome)
            && outcome.nature != Nature::Attestation
            && !written(outcome)
    };
    let mut found: Vec<&Outcome> = report.outcomes.iter().filter(weighs).collect();
    let rank = |outcome: &Outcome| report.rules.get(&outcome.rule).and_then(|rule| rule.rank);
    found.sort_by_key(|outcome| (Reverse(outcome.severity), rank(outcome).unwrap_or(usize::MAX)));
    found
}

/// True for a rule whose findings are settled one by one: a person who looks at them
/// knows whether they are real. Nobody can say so of a licence or of a missing section.
pub(crate) fn is_asked(report: &Report, outcome: &Outcome) -> bool {
    let rule = report.rules.get(&outcome.rule);
    rule.is_some_and(|rule| rule.waiver == WaiverPolicy::Finding) && outcome.open().count() > 0
}

/// What is asked about at once: findings of one rule and of one kind, as sure as each
/// other, in one file or all where values are often made up.
pub(crate) struct Case<'a> {
    /// The rule.
    pub outcome: &'a Outcome,
    /// The findings.
    pub findings: Vec<&'a ReportedFinding>,
}

/// The questions about the findings of `report`, the heaviest first. A secret that is in
/// the files and in the history is one finding seen twice.
pub(crate) fn cases(report: &Report) -> Vec<Case<'_>> {
    let mut cases: Vec<Case<'_>> = Vec::new();
    for outcome in weighing(report).into_iter().filter(|outcome| is_asked(report, outcome)) {
        let told = group::told_before(report, outcome);
        let own = outcome.open().filter(|one| !told.contains(one.fingerprint.0.as_str()));
        let first = cases.len();
        for finding in own {
            let same = |case: &&mut Case<'_>| {
                let other = case.findings[0];
                let kind = (&other.category, other.certainty, other.sample)
                    == (&finding.category, finding.certainty, finding.sample);
                let free = finding.sample || finding.category.is_none();
                kind && (free || other.location.path == finding.location.path)
            };
            match cases[first..].iter_mut().find(same) {
                Some(case) => case.findings.push(finding),
                None => cases.push(Case { outcome, findings: vec![finding] }),
            }
        }
    }
    cases
}

/// What a person says of `count` findings that are as they seem.
pub(crate) fn real(count: usize) -> Text {
    text!(
        count;
        "réel : je le corrigerai" | "réels : je les corrigerai",
        "real: I will fix it" | "real: I will fix them"
    )
}

/// True for what the code is built from: nobody makes it up.
fn is_used(outcome: &Outcome) -> bool {
    outcome.rule == "exposure/private-sources"
}

/// Why `findings` of `outcome` may stay, when they may.
pub(crate) fn reasons(outcome: &Outcome, findings: &[&ReportedFinding]) -> Vec<SettledReason> {
    let value = findings.iter().all(|finding| finding.category.is_some());
    let (secret, personal) = (outcome.chapter == "secrets", outcome.chapter == "privacy");
    let fits = |reason: &SettledReason| match reason {
        SettledReason::FauxPositif => true,
        // A sensitive file that only holds made-up values is a real file.
        SettledReason::Fictif => (value && !is_used(outcome)) || secret || personal,
        SettledReason::DejaPublic => value || personal,
        SettledReason::Revoque => value && secret,
    };
    SettledReason::ALL.into_iter().filter(fits).collect()
}

/// What an entry for `finding` is about, for who reads the file that holds it.
fn about(finding: &ReportedFinding) -> String {
    let place = finding.location.to_string();
    let what = finding.message.lines().next().unwrap_or_default();
    let said = if place.is_empty() { what.to_string() } else { format!("{place} — {what}") };
    crate::render::escape(&said).chars().take(ABOUT).collect()
}

/// What settles `finding` of `outcome` from today.
pub(crate) fn entry(
    outcome: &Outcome,
    finding: &ReportedFinding,
    reason: SettledReason,
    role: Option<String>,
) -> Result<Settled> {
    Ok(Settled {
        rule: outcome.rule.clone(),
        fingerprint: finding.fingerprint.0.clone(),
        reason,
        date: Some(today()?),
        role,
        note: None,
        expires: None,
        about: Some(about(finding)),
        origin: None,
        trusted: false,
    })
}

/// Refuses what `entry` would not settle, and says why.
pub(crate) fn may_be_settled(
    report: &Report,
    (outcome, finding): (&Outcome, &ReportedFinding),
    entry: &Settled,
) -> Result<()> {
    let (fingerprint, rule) = (&entry.fingerprint, &outcome.rule);
    let refused = |why: Text| {
        Error::usage(text!(
            "{fingerprint} ({rule}) ne se règle pas ainsi : {why}",
            "{fingerprint} ({rule}) cannot be ignored this way: {why}";
            why
        ))
    };
    if let Some(why) = &finding.waived {
        return Err(refused(text!("c’est déjà fait, {why}.", "it is already, {why}."; why)));
    }
    if let Some(role) = &entry.role {
        function(role).map_err(Error::usage)?;
    }
    if report.rules.get(rule).is_some_and(|rule| rule.waiver == WaiverPolicy::Never) {
        return Err(refused(text!(
            "cette règle n’admet aucune exception.",
            "this rule admits no exception."
        ))
        .remedy(text!("Pourquoi : publiable explain {rule}", "Why: publiable explain {rule}")));
    }
    if finding.only_informs() {
        return Err(refused(text!(
            "il informe seulement, et ne compte pas contre sa règle.",
            "it only informs, and does not count against its rule."
        )));
    }
    may_stand(outcome, finding, entry)
}

/// Refuses an `entry` that would not settle `finding`, whatever settled it before.
pub(crate) fn may_stand(
    outcome: &Outcome,
    finding: &ReportedFinding,
    entry: &Settled,
) -> Result<()> {
    let (fingerprint, rule) = (&entry.fingerprint, &outcome.rule);
    let day = entry.date.unwrap_or_default();
    entry.cover(outcome.proves(finding), day).map(drop).map_err(|why| {
        let remedy = match entry.reason {
            SettledReason::FauxPositif | SettledReason::Fictif => text!(
                "Donnez la fonction de qui en décide : --role RSSI, ou --baseline votre-fichier.toml",
                "Give the function of who decides: --role CISO, or --baseline your-file.toml"
            ),
            SettledReason::Revoque | SettledReason::DejaPublic => text!(
                "Révoquez-le d’abord, puis : --reason revoque --role RSSI, ou --baseline votre-fichier.toml",
                "Revoke it first, then: --reason revoked --role CISO, or --baseline your-file.toml"
            ),
        };
        Error::usage(text!(
            "{fingerprint} ({rule}) ne se règle pas ainsi : {why}.",
            "{fingerprint} ({rule}) cannot be ignored this way: {why}.";
            why
        ))
        .remedy(remedy)
    })
}
