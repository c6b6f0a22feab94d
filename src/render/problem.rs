//! What forges and machines are told: one entry for each finding that counts
//! or warns, and for each failing rule that no finding places.

use super::{capital, group, settle};
use crate::finding::{self, Confidence, Fingerprint, Location, Severity, Status};
use crate::lang::{Lang, Text};
use crate::report::difference::Difference;
use crate::report::{Outcome, Reached, Report, ReportedFinding, RuleInfo};
use std::collections::{HashMap, HashSet};

/// How heavy a problem is for a forge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Level {
    /// A blocking rule fails.
    Error,
    /// An important rule fails, or a blocking one is in doubt.
    Warning,
    /// The rest.
    Note,
}

/// One entry.
#[derive(Debug)]
pub(super) struct Problem<'a> {
    /// What the rule concluded.
    pub outcome: &'a Outcome,
    /// The rule, unless the report lost it.
    pub rule: Option<&'a RuleInfo>,
    /// The finding, unless the whole rule fails.
    pub finding: Option<&'a ReportedFinding>,
    /// How heavy it is.
    pub level: Level,
    /// It appeared since the revision compared with; `None` when nothing was
    /// compared.
    pub new: Option<bool>,
    /// Its identity among the problems of a report and from one to the next.
    pub fingerprint: Fingerprint,
    /// Where other rules see it, the history for what is in the files.
    pub elsewhere: Vec<&'a Location>,
}

impl<'a> Problem<'a> {
    /// What is wrong, as a sentence in `lang`.
    pub(super) fn message(&self, lang: Lang) -> String {
        let told = self.finding.map_or(&self.outcome.reason_i18n, |found| &found.message_i18n);
        let said = capital(told.get(lang));
        let warning = self.finding.filter(|found| found.level() == finding::Level::Warning);
        labelled(warning.map(|found| found.level().label()), said, lang)
    }

    /// What is wrong, or is to be confirmed or verified, in `lang`.
    pub(super) fn title(&self, lang: Lang) -> String {
        let titled = |rule: &RuleInfo| rule.title_of(self.outcome).get(lang).to_string();
        self.rule.map_or_else(|| self.outcome.rule.clone(), titled)
    }

    /// What to do, in `lang`.
    pub(super) fn fix(&self, lang: Lang) -> &'a str {
        let own = self.finding.and_then(|finding| finding.fix_i18n.as_ref());
        let usual = self.rule.map_or("", |rule| &lang.pick(&rule.fr, &rule.en).fix);
        own.map_or(usual, |fix| fix.get(lang))
    }

    /// What settles it, when a person decides that it may stay.
    pub(super) fn command(&self, report: &Report, lang: Lang) -> Option<String> {
        settle::command(report, self.outcome, self.finding?, lang)
    }

    /// Where it is; nowhere for a rule about the whole repository.
    pub(super) fn location(&self) -> Option<&'a Location> {
        self.finding.map(|finding| &finding.location).filter(|location| !location.is_empty())
    }

    /// The commit it is in, when it is in the history.
    pub(super) fn commit(&self) -> Option<&'a str> {
        self.location()?.commit.as_deref()
    }

    /// Why it may stay, when it may.
    pub(super) fn waived(&self) -> Option<&'a Text> {
        self.finding?.waived.as_ref()
    }
}

/// The problems of `report`, the heaviest first, then in catalogue order; those
/// that may stay are told when `waived` asks for them.
pub(super) fn problems(report: &Report, waived: bool) -> Vec<Problem<'_>> {
    let mut problems = Vec::new();
    let comparison = report.comparison.as_ref();
    let novelties = comparison.map(Difference::novelties);
    let seen_by = seen_by(report);
    for outcome in &report.outcomes {
        let rule = report.rules.get(&outcome.rule);
        let told = matches!(outcome.outcome, Status::Fail | Status::Unknown)
            || (waived && outcome.outcome == Status::Waived);
        // A secret in the files and in the history is one finding seen twice.
        let told_before = group::told_before(report, outcome);
        let again =
            |finding: &&ReportedFinding| told_before.contains(finding.fingerprint.0.as_str());
        let warns = |finding: &ReportedFinding| finding.level() == finding::Level::Warning;
        let counted = outcome.findings.iter();
        let counted = counted.filter(|f| warns(f) || told && !f.informational);
        let counted = counted.filter(|finding| waived || finding.waived.is_none());
        let counted = counted.filter(|finding| !again(finding));
        let before = problems.len();
        let told_already = outcome.open().any(|one| again(&one));
        let mut seen: HashMap<&str, usize> = HashMap::new();
        for finding in counted {
            let same = seen.entry(&finding.fingerprint.0).or_default();
            let key = (outcome.rule.as_str(), finding.fingerprint.0.as_str());
            let others = seen_by.get(finding.fingerprint.0.as_str()).into_iter().flatten();
            let others = others.filter(|(rule, _)| *rule != outcome.rule);
            problems.push(Problem {
                elsewhere: others.map(|(_, location)| *location).collect(),
                outcome,
                rule,
                finding: Some(finding),
                level: if warns(finding) { Level::Note } else { level(outcome, Some(finding)) },
                new: novelties.as_ref().map(|novelties| novelties.contains(&key)),
                fingerprint: identity(&outcome.rule, &finding.fingerprint, *same),
            });
            *same += 1;
        }
        if problems.len() == before && outcome.fails() && !told_already {
            let fingerprint = Fingerprint::new(&outcome.rule, "");
            let level = level(outcome, None);
            let new = comparison.map(|comparison| comparison.worsened(&outcome.rule));
            let (elsewhere, finding) = (Vec::new(), None);
            problems.push(Problem { outcome, rule, finding, level, new, fingerprint, elsewhere });
        }
    }
    problems.sort_by_key(|problem| (problem.level, group::rank(report, problem.outcome)));
    problems
}

/// What the change compared sets aside by itself of what `reached` a gate, each once
/// whatever the number of rules that tell it.
pub(super) fn set_aside<'a>(report: &'a Report, reached: &[Reached<'a>]) -> Vec<Problem<'a>> {
    let mut told = HashSet::new();
    let found = reached.iter().flat_map(|one| one.set_aside().map(|found| (one.outcome, found)));
    let found = found.filter(|(_, finding)| told.insert(&finding.fingerprint));
    let problems = found.map(|(outcome, finding)| Problem {
        outcome,
        rule: report.rules.get(&outcome.rule),
        finding: Some(finding),
        level: weight(outcome.severity, true),
        new: Some(true),
        fingerprint: identity(&outcome.rule, &finding.fingerprint, 0),
        elsewhere: Vec::new(),
    });
    problems.collect()
}

/// Where each secret is, by the rules that tell it.
fn seen_by(report: &Report) -> HashMap<&str, Vec<(&str, &Location)>> {
    let mut seen: HashMap<&str, Vec<(&str, &Location)>> = HashMap::new();
    for outcome in &report.outcomes {
        for finding in outcome.open().filter(|finding| finding.category.is_some()) {
            let places = seen.entry(&finding.fingerprint.0).or_default();
            places.push((&outcome.rule, &finding.location));
        }
    }
    seen
}

/// `said` after the word of its level, where nothing else tells it.
pub(super) fn labelled(label: Option<Text>, said: String, lang: Lang) -> String {
    let colon = lang.pick("\u{a0}: ", ": ");
    label.map_or(said.clone(), |label| format!("{}{colon}{said}", capital(label.get(lang))))
}

/// The identity of a finding, which names it everywhere; the same one again in a rule
/// counts from one, and a rule without findings has one of its own.
fn identity(rule: &str, finding: &Fingerprint, same: usize) -> Fingerprint {
    match same {
        0 if finding.is_well_formed() => finding.clone(),
        0 => Fingerprint::new(rule, &finding.0),
        again => Fingerprint::new(rule, &format!("{}#{again}", finding.0)),
    }
}

/// A finding that someone has to look at weighs as a rule that nobody decided, whatever
/// else makes its rule fail.
fn level(outcome: &Outcome, finding: Option<&ReportedFinding>) -> Level {
    let doubtful = finding.is_some_and(|finding| finding.confidence == Confidence::Low);
    weight(outcome.severity, matches!(outcome.outcome, Status::Fail | Status::Waived) && !doubtful)
}

/// How heavy what fails at `severity` is, and what nobody decided.
fn weight(severity: Severity, fails: bool) -> Level {
    match (severity, fails) {
        (Severity::Blocking, true) => Level::Error,
        (Severity::Blocking, false) | (Severity::Important, true) => Level::Warning,
        _ => Level::Note,
    }
}

/// The file that stands for the whole repository where a forge wants one: the
/// README the audit saw, else the usual name.
pub(super) fn home(report: &Report) -> &str {
    let readme = report.outcome("readme/present");
    let seen = readme.into_iter().flat_map(|outcome| &outcome.evidence);
    seen.filter_map(|evidence| evidence.location.path.as_deref()).next().unwrap_or("README.md")
}
