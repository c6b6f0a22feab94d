//! What changed from one report to the next: rules that conclude better or
//! worse, findings that appeared or went away.

use crate::finding::{Confidence, Fingerprint, Location, Severity, Status};
use crate::lang::Text;
use crate::report::{Outcome, Report, ReportedFinding, Verdict};
use crate::rule::Degree;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};

/// Version of the format of a [`Difference`].
pub(crate) const SCHEMA_VERSION: &str = "1.1";

/// One of the two reports.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Side {
    /// Name of the repository.
    pub repository: String,
    /// How the revision was named, when it was named to be compared with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revision: Option<String>,
    /// The commit audited.
    pub commit: Option<String>,
    /// The day of the audit.
    pub date: String,
    /// Version of the rules.
    pub rules_version: String,
    /// The verdict.
    pub verdict: Verdict,
    /// The openness degree reached.
    pub reached: Option<Degree>,
}

/// Which way something went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// Closer to publication.
    Better,
    /// Further from it.
    Worse,
    /// The rule is in one report only.
    Incomparable,
}

/// A rule that concludes otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RuleChange {
    /// The rule.
    pub rule: String,
    /// Its title.
    pub title: Text,
    /// Its severity, in the new report where it is there.
    pub severity: Severity,
    /// What it concluded.
    pub from: Option<Status>,
    /// What it concludes.
    pub to: Option<Status>,
    /// Which way that is.
    pub direction: Direction,
    /// Why, in the report that has it last.
    pub reason: Text,
}

/// A finding that is in one report only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FindingChange {
    /// The rule.
    pub rule: String,
    /// Its severity.
    pub severity: Severity,
    /// What was found.
    pub message: Text,
    /// How sure it is.
    pub confidence: Confidence,
    /// What its rule concludes.
    #[serde(default = "failed")]
    pub outcome: Status,
    /// Where.
    pub location: Location,
    /// Its identity.
    pub fingerprint: Fingerprint,
}

/// What a rule concluded in the first version of the format, which kept
/// findings of the rules that fail.
fn failed() -> Status {
    Status::Fail
}

/// What changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(title = "publiable report diff")]
pub struct Difference {
    /// Version of this format.
    pub schema_version: String,
    /// The report compared with.
    pub old: Side,
    /// The report compared.
    pub new: Side,
    /// Rules that conclude otherwise, in the order of the new report.
    pub rules: Vec<RuleChange>,
    /// Findings that count now and did not.
    pub appeared: Vec<FindingChange>,
    /// Findings that counted and do not any more.
    pub gone: Vec<FindingChange>,
    /// Findings that count in both.
    pub unchanged: usize,
    /// Entries of the configuration of the revision compared with that are wrong, without
    /// which it was audited.
    #[serde(default, skip_serializing_if = "is_none")]
    pub left_out: usize,
}

fn is_none(count: &usize) -> bool {
    *count == 0
}

impl Difference {
    /// Compares `new` with `old`. Two reports alone do not tell which exceptions a change
    /// brought.
    pub fn between(old: &Report, new: &Report) -> Difference {
        Difference::allowing(old, new, &|_, _| true)
    }

    /// Compares `new` with `old`, which admitted already the exceptions that `known`
    /// tells. A secret or personal data that only the exceptions of the new one cover
    /// appears, [`Status::Waived`]; a finding that they cover and that counted is gone so.
    fn allowing(old: &Report, new: &Report, known: Known<'_>) -> Difference {
        let mut difference = Difference::counted(old, new);
        let before: HashSet<Key<'_>> =
            every(old).map(|(outcome, finding)| key(outcome, finding)).collect();
        let mut covered: HashSet<Key<'_>> = HashSet::new();
        let counts = |finding: &ReportedFinding| finding.waived.is_some() && !finding.informational;
        for (outcome, finding) in every(new).filter(|(_, finding)| counts(finding)) {
            let key = key(outcome, finding);
            if known(outcome, finding) || !covered.insert(key) {
                continue;
            }
            if finding.category.is_some() && !before.contains(&key) {
                let told = told(outcome, finding);
                difference.appeared.push(FindingChange { outcome: Status::Waived, ..told });
            }
        }
        for gone in &mut difference.gone {
            if covered.contains(&(gone.rule.as_str(), gone.fingerprint.0.as_str())) {
                gone.outcome = Status::Waived;
            }
        }
        difference
    }

    /// Compares the findings that count in both.
    fn counted(old: &Report, new: &Report) -> Difference {
        let (before, after) = (findings(old), findings(new));
        let missing = |from: &Found<'_>, other: &Found<'_>| -> Vec<FindingChange> {
            from.order
                .iter()
                .filter(|(key, at)| other.counts.get(key).copied().unwrap_or(0) <= *at)
                .map(|(key, at)| from.changes[&(*key, *at)].clone())
                .collect()
        };
        let appeared = missing(&after, &before);
        Difference {
            schema_version: SCHEMA_VERSION.to_string(),
            old: side(old),
            new: side(new),
            rules: rules(old, new),
            gone: missing(&before, &after),
            unchanged: after.order.len() - appeared.len(),
            left_out: 0,
            appeared,
        }
    }

    /// Compares `new` with `old`, the report of `revision` as someone named it.
    pub fn since(revision: &str, old: &Report, new: &Report) -> Difference {
        Difference::between(old, new).named(revision)
    }

    /// The same, where `known` tells the exceptions that the revision admitted already.
    pub(crate) fn since_allowing(
        revision: &str,
        (old, new): (&Report, &Report),
        known: Known<'_>,
    ) -> Difference {
        Difference::allowing(old, new, known).named(revision)
    }

    fn named(mut self, revision: &str) -> Difference {
        self.old.revision = Some(short(revision).to_string());
        self
    }

    /// What the change itself sets aside: how many findings, each once whatever the
    /// number of rules that tell it, and the rules.
    pub fn set_aside(&self) -> (usize, Vec<&str>) {
        let covered = self.appeared.iter().chain(&self.gone);
        let covered = covered.filter(|found| found.outcome == Status::Waived);
        let (mut findings, mut rules) = (HashSet::new(), Vec::new());
        for found in covered {
            findings.insert(found.fingerprint.0.as_str());
            rules.push(found.rule.as_str());
        }
        let mut count = findings.len();
        for change in self.rules.iter().filter(|change| change.to == Some(Status::Waived)) {
            let told = rules.contains(&change.rule.as_str());
            if change.from.is_some() && !told {
                count += 1;
                rules.push(&change.rule);
            }
        }
        rules.sort_unstable();
        rules.dedup();
        (count, rules)
    }

    /// True when something appeared or got worse: anything, or a failure of at
    /// least `limit`, which leaves out what a person has to settle. A rule that
    /// only the new report has is not the repository’s doing: neither it nor its
    /// findings count.
    pub fn worse(&self, limit: Option<Severity>) -> bool {
        let (rules, findings) = self.reaching(limit);
        !rules.is_empty() || !findings.is_empty()
    }

    /// The rules that got worse and the findings that appeared, as [`Difference::worse`]
    /// counts them.
    pub(crate) fn reaching(
        &self,
        limit: Option<Severity>,
    ) -> (Vec<&RuleChange>, Vec<&FindingChange>) {
        let heavy =
            |severity: Severity, sure: bool| limit.is_none_or(|limit| sure && severity >= limit);
        let added = |rule: &str| {
            let added = |change: &RuleChange| change.rule == rule && change.from.is_none();
            self.rules.iter().any(added)
        };
        let worse = |change: &&RuleChange| {
            change.direction == Direction::Worse
                && heavy(change.severity, change.to == Some(Status::Fail))
        };
        let appeared = |found: &&FindingChange| {
            let sure = match found.outcome {
                Status::Fail => found.confidence == Confidence::High,
                // Nobody but the author of the change said that it may stay.
                status => status == Status::Waived,
            };
            heavy(found.severity, sure) && !added(&found.rule)
        };
        let rules = self.rules.iter().filter(worse).collect();
        (rules, self.appeared.iter().filter(appeared).collect())
    }

    /// The rules and fingerprints of the findings that appeared.
    pub fn novelties(&self) -> HashSet<(&str, &str)> {
        let keys = self.appeared.iter();
        keys.map(|found| (found.rule.as_str(), found.fingerprint.0.as_str())).collect()
    }

    /// True when `rule` concludes worse than it did.
    pub fn worsened(&self, rule: &str) -> bool {
        let worse =
            |change: &RuleChange| change.rule == rule && change.direction == Direction::Worse;
        self.rules.iter().any(worse)
    }

    /// True when nothing changed.
    pub fn is_empty(&self) -> bool {
        self.rules.is_empty()
            && self.appeared.is_empty()
            && self.gone.is_empty()
            && self.old.verdict == self.new.verdict
            && self.old.reached == self.new.reached
    }
}

/// A reference as people name it, a commit as it is.
fn short(revision: &str) -> &str {
    let known = ["refs/remotes/", "refs/heads/", "refs/tags/"];
    known.iter().find_map(|prefix| revision.strip_prefix(prefix)).unwrap_or(revision)
}

fn side(report: &Report) -> Side {
    Side {
        repository: report.repository.name.clone(),
        revision: None,
        commit: report.commit.clone(),
        date: report.date.clone(),
        rules_version: report.tool.rules_version.clone(),
        verdict: report.verdict,
        reached: report.degree.reached,
    }
}

/// A rule and a fingerprint.
type Key<'a> = (&'a str, &'a str);

/// Whether the revision compared with admitted already that a finding may stay.
pub(crate) type Known<'a> = &'a dyn Fn(&Outcome, &ReportedFinding) -> bool;

/// Every finding of `report`, with what its rule concludes.
fn every(report: &Report) -> impl Iterator<Item = (&Outcome, &ReportedFinding)> {
    let outcomes = report.outcomes.iter();
    outcomes.flat_map(|outcome| outcome.findings.iter().map(move |finding| (outcome, finding)))
}

fn key<'a>(outcome: &'a Outcome, finding: &'a ReportedFinding) -> Key<'a> {
    (outcome.rule.as_str(), finding.fingerprint.0.as_str())
}

/// `finding` as a difference tells it.
fn told(outcome: &Outcome, finding: &ReportedFinding) -> FindingChange {
    FindingChange {
        rule: outcome.rule.clone(),
        severity: outcome.severity,
        message: finding.message_i18n.clone(),
        confidence: finding.confidence,
        outcome: outcome.outcome,
        location: finding.location.clone(),
        fingerprint: finding.fingerprint.clone(),
    }
}

/// The findings of a report that count. The same one may be there several
/// times: each is told from the others by how many came before it.
struct Found<'a> {
    order: Vec<(Key<'a>, usize)>,
    counts: HashMap<Key<'a>, usize>,
    changes: HashMap<(Key<'a>, usize), FindingChange>,
}

fn findings(report: &Report) -> Found<'_> {
    let mut found = Found { order: Vec::new(), counts: HashMap::new(), changes: HashMap::new() };
    let counted = |outcome: &&Outcome| matches!(outcome.outcome, Status::Fail | Status::Unknown);
    for outcome in report.outcomes.iter().filter(counted) {
        for finding in outcome.open() {
            let key = (outcome.rule.as_str(), finding.fingerprint.0.as_str());
            let count = found.counts.entry(key).or_default();
            found.order.push((key, *count));
            found.changes.insert((key, *count), told(outcome, finding));
            *count += 1;
        }
    }
    found
}

fn rules(old: &Report, new: &Report) -> Vec<RuleChange> {
    let by_rule = |report| -> HashMap<&str, &Outcome> {
        let report: &Report = report;
        report.outcomes.iter().map(|outcome| (outcome.rule.as_str(), outcome)).collect()
    };
    let (before, after) = (by_rule(old), by_rule(new));
    let kept = new.outcomes.iter().filter_map(|outcome| {
        change(new, outcome, before.get(outcome.rule.as_str()).copied(), Some(outcome))
    });
    let gone = old.outcomes.iter().filter(|outcome| !after.contains_key(outcome.rule.as_str()));
    let gone = gone.filter_map(|outcome| change(old, outcome, Some(outcome), None));
    kept.chain(gone).collect()
}

fn change(
    report: &Report,
    shown: &Outcome,
    from: Option<&Outcome>,
    to: Option<&Outcome>,
) -> Option<RuleChange> {
    let (from, to) = (from.map(|o| o.outcome), to.map(|o| o.outcome));
    let direction = match (from, to) {
        (Some(from), Some(to)) if rank(to) == rank(from) => return None,
        (Some(from), Some(to)) if rank(to) > rank(from) => Direction::Worse,
        (Some(_), Some(_)) => Direction::Better,
        _ => Direction::Incomparable,
    };
    let rule = report.rules.get(&shown.rule);
    let title = rule.map(|rule| Text::new(&*rule.fr.title, &*rule.en.title));
    Some(RuleChange {
        rule: shown.rule.clone(),
        title: title.unwrap_or_else(|| Text::same(&*shown.rule)),
        severity: shown.severity,
        from,
        to,
        direction,
        reason: shown.reason_i18n.clone(),
    })
}

/// How far an outcome is from conformity.
fn rank(status: Status) -> u8 {
    match status {
        Status::Pass | Status::Attested | Status::NotApplicable => 0,
        Status::Waived => 1,
        Status::Unknown => 2,
        Status::Fail => 3,
    }
}
