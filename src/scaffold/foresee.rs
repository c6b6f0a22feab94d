//! What the audit will say once a plan is written: no rule may ask for more than
//! it does, and what settles nothing is not written.

use super::change::{Change, Left, Plan};
use super::piece;
use super::plan::Scope;
use crate::audit::Audit;
use crate::error::Result;
use crate::finding::Status;
use crate::lang::Text;
use crate::report::{Outcome, Report};
use crate::text;
use std::collections::BTreeSet;

/// The rule that passes where a project asks to sign off commits.
pub(super) const SIGNED_OFF: &str = "contribution/dco";

/// The rule about what the files of each degree say.
const OF_DEGREE: &str = "contribution/degree-consistent";

/// What a plan is found to be.
pub(super) enum Foreseen {
    /// It makes no rule worse.
    Sure,
    /// It has to be made again with this piece.
    Wants(&'static str),
    /// It has to be made again without declaring the degree that was chosen: why.
    Undeclared(Text),
}

/// How many files are tried one by one for a rule whose findings name none.
const TRIED: usize = 40;

/// Judges `plan` by the audit that would follow it: takes off it what would make
/// a rule worse than in `before`, and what none of its rules would notice; or tells
/// with what to make it again. When a person just chose a degree, `chosen` is what the
/// audit says at that degree of the files as they are.
pub(super) fn foresee(
    audit: &Audit,
    (before, chosen): (&Report, Option<&Report>),
    scope: &Scope,
    plan: &mut Plan,
) -> Result<Foreseen> {
    let mut accepted: BTreeSet<String> = BTreeSet::new();
    loop {
        let after = after(audit, plan, None)?;
        let mut worse = worse(before, &after);
        worse.retain(|outcome| !accepted.contains(&outcome.rule));
        // Whoever asks for drafts asks for questions in files.
        let kept = scope.drafts || plan.is_empty();
        // The degree that the plan declares may be denied already, by the files there are.
        let declares = chosen.is_some() && before.degree.announced.is_none();
        let denied = after
            .outcome(OF_DEGREE)
            .filter(|one| declares && after.degree.announced.is_some() && one.fails());
        let next = worse.first().copied().or(denied);
        let Some(outcome) = next.filter(|_| !kept) else {
            if let Some(change) = futile(before, &after, scope, plan).filter(|_| !scope.drafts) {
                let (path, why) = (change.path.clone(), still(&after, change));
                plan.hold(&path, why);
                continue;
            }
            settled(before, &after, plan);
            plan.left = left(&after, scope, plan);
            plan.verdicts = Some((before.verdict, after.verdict));
            plan.signs_off = after.passes(SIGNED_OFF);
            return Ok(Foreseen::Sure);
        };
        if let Some(remedy) = remedy(outcome, scope, plan) {
            return Ok(Foreseen::Wants(remedy));
        }
        if let Some(chosen) = chosen.filter(|_| outcome.rule == OF_DEGREE) {
            return Ok(Foreseen::Undeclared(undeclared(outcome, chosen, plan)));
        }
        let rule = &outcome.rule;
        let why = outcome.reason_i18n.clone();
        let why =
            why.after(&format!("{rule} serait en défaut : "), &format!("{rule} would fail: "));
        let guilty = guilty(audit, before, outcome, plan)?;
        if settles_more(before, &after, outcome, plan, &guilty) {
            accepted.insert(rule.clone());
            continue;
        }
        for path in guilty {
            plan.hold(&path, why.clone());
        }
    }
}

/// What `after` leaves to settle: what fails, and the doubts of what was written for a rule.
fn left(after: &Report, scope: &Scope, plan: &Plan) -> Vec<Left> {
    let doubtful = |outcome: &Outcome| {
        let mut changes = plan.changes.iter();
        piece::settles_doubt(outcome) && changes.any(|change| change.rules.contains(&outcome.rule))
    };
    let left = after.outcomes.iter();
    let left = left.filter(|one| (one.fails() || doubtful(one)) && scope.takes(one));
    left.map(|one| Left { rule: one.rule.clone(), why: one.reason_i18n.clone() }).collect()
}

/// Why the degree that was chosen is not declared: what the files lack, with the places
/// that a person is to change: lines are those of the files as they are, which `now` tells.
fn undeclared(outcome: &Outcome, now: &Report, plan: &Plan) -> Text {
    let now = now.outcome(OF_DEGREE).filter(|now| !now.findings.is_empty());
    let (findings, moved) = match now {
        Some(now) => (&now.findings, false),
        None => (&outcome.findings, true),
    };
    let places = findings.iter().map(|finding| match &finding.location.path {
        Some(path) if moved && plan.changes.iter().any(|change| change.path == *path) => {
            path.clone()
        }
        _ => finding.location.to_string(),
    });
    let places: Vec<String> = places.filter(|place| !place.is_empty()).collect();
    let places = match places.is_empty() {
        true => String::new(),
        false => format!(" ({})", places.join(", ")),
    };
    let why = &outcome.reason_i18n;
    text!(
        "pas encore déclaré, {why}{places} ; à régler, puis relancer",
        "not declared yet, {why}{places}; to be settled, then run this again";
        why
    )
}

/// The piece that answers `outcome`, when it was not asked for: one written on request,
/// else one of which nothing is planned.
fn remedy(outcome: &Outcome, scope: &Scope, plan: &Plan) -> Option<&'static str> {
    let answers = |piece: &&piece::Piece| {
        let named = |rules: &[String]| rules.contains(&outcome.rule);
        let planned = plan.changes.iter().any(|change| change.path == piece.path);
        let answered = (named(&piece.rules) && piece.answers(outcome)) || named(&piece.parts);
        let answered = answered && piece.decides.is_none();
        answered && !scope.with.contains(&piece.id) && (piece.rules.is_empty() || !planned)
    };
    let mut found: Vec<&piece::Piece> = piece::all().iter().filter(answers).collect();
    found.sort_by_key(|piece| !piece.rules.is_empty());
    found.first().map(|piece| piece.id.as_str())
}

/// The report once `plan` is written, but for the file at `without`.
pub(super) fn after(audit: &Audit, plan: &Plan, without: Option<&str>) -> Result<Report> {
    let kept = plan.changes.iter().filter(|change| Some(change.path.as_str()) != without);
    let written: Vec<(&str, &[u8])> =
        kept.map(|change| (change.path.as_str(), change.after.as_slice())).collect();
    audit.foreseen(&written)
}

/// How much an outcome asks for.
pub(super) fn weight(status: Status) -> u8 {
    match status {
        Status::Fail => 2,
        Status::Unknown => 1,
        Status::Pass | Status::NotApplicable | Status::Attested | Status::Waived => 0,
    }
}

/// The outcomes of `after` that ask for more than in `before`.
fn worse<'r>(before: &Report, after: &'r Report) -> Vec<&'r Outcome> {
    let grew = |outcome: &&Outcome| {
        let old = before.outcome(&outcome.rule);
        old.is_some_and(|old| weight(outcome.outcome) > weight(old.outcome))
    };
    after.outcomes.iter().filter(grew).collect()
}

/// The files of `plan` that make `outcome` worse: those that its findings name, else the
/// first one without which it is not, else those that do by themselves, else all.
fn guilty(
    audit: &Audit,
    before: &Report,
    outcome: &Outcome,
    plan: &Plan,
) -> Result<BTreeSet<String>> {
    let findings = outcome.findings.iter();
    let places = findings.flat_map(|finding| finding.also_at.iter().chain([&finding.location]));
    let named: BTreeSet<&str> = places.filter_map(|place| place.path.as_deref()).collect();
    let paths: Vec<&str> = plan.changes.iter().map(|change| change.path.as_str()).collect();
    let found: BTreeSet<String> =
        paths.iter().filter(|path| named.contains(*path)).map(ToString::to_string).collect();
    if !found.is_empty() {
        return Ok(found);
    }
    for path in paths.iter().take(TRIED) {
        let after = after(audit, plan, Some(path))?;
        if !worse(before, &after).iter().any(|still| still.rule == outcome.rule) {
            return Ok(BTreeSet::from([path.to_string()]));
        }
    }
    // Several do, each by itself.
    let mut each = BTreeSet::new();
    for change in plan.changes.iter().take(TRIED) {
        let alone = Plan { changes: vec![change.clone()], ..Plan::default() };
        let after = after(audit, &alone, None)?;
        if worse(before, &after).iter().any(|still| still.rule == outcome.rule) {
            each.insert(change.path.clone());
        }
    }
    Ok(if each.is_empty() { paths.into_iter().map(str::to_string).collect() } else { each })
}

/// True when one of the files at `guilty` settles a rule that weighs more than `outcome`,
/// which had nothing to judge without it: the licence that a person chose is written,
/// though it has to be explained.
fn settles_more(
    before: &Report,
    after: &Report,
    outcome: &Outcome,
    plan: &Plan,
    guilty: &BTreeSet<String>,
) -> bool {
    let idle = |rule: &str| {
        let old = before.outcome(rule).map(|old| old.outcome);
        matches!(old, Some(Status::NotApplicable | Status::Unknown))
    };
    let settles = |rule: &String| {
        let heavier = before.outcome(rule).is_some_and(|old| old.severity > outcome.severity);
        heavier && fails(before, rule) && !fails(after, rule)
    };
    let mut changes = plan.changes.iter().filter(|change| guilty.contains(&change.path));
    idle(&outcome.rule) && changes.any(|change| change.rules.iter().any(settles))
}

/// How much `rule` asks for in `report`.
fn heavy(report: &Report, rule: &str) -> u8 {
    report.outcome(rule).map_or(0, |outcome| weight(outcome.outcome))
}

fn fails(report: &Report, rule: &str) -> bool {
    report.outcome(rule).is_some_and(Outcome::fails)
}

/// A file of `plan` that nobody named, after which each rule it is meant to answer says
/// the same.
fn futile<'p>(
    before: &Report,
    after: &Report,
    scope: &Scope,
    plan: &'p Plan,
) -> Option<&'p Change> {
    let named =
        |path: &str| piece::named(path).is_some_and(|piece| scope.named.contains(&piece.id));
    let same = |rule: &String| match (before.outcome(rule), after.outcome(rule)) {
        (Some(old), Some(new)) => {
            (old.outcome, old.findings.len(), &old.reason_i18n)
                == (new.outcome, new.findings.len(), &new.reason_i18n)
        }
        _ => false,
    };
    plan.changes.iter().find(|change| {
        !change.rules.is_empty() && change.rules.iter().all(same) && !named(&change.path)
    })
}

/// What the rules that `change` is meant to answer still say once it is written.
fn still(after: &Report, change: &Change) -> Text {
    let said: Vec<Text> = change
        .rules
        .iter()
        .filter_map(|rule| {
            let reason = &after.outcome(rule)?.reason_i18n;
            Some(text!("{rule} : {reason}", "{rule}: {reason}"; reason))
        })
        .collect();
    let said = crate::lang::list(&said);
    text!("n’y change rien ({said})", "changes nothing ({said})"; said)
}

/// Leaves beside each file the rules that it settles.
fn settled(before: &Report, after: &Report, plan: &mut Plan) {
    for change in &mut plan.changes {
        let (now, later): (Vec<String>, Vec<String>) = std::mem::take(&mut change.rules)
            .into_iter()
            .partition(|rule| heavy(before, rule) > heavy(after, rule));
        change.rules = if now.is_empty() { later } else { now };
    }
}
