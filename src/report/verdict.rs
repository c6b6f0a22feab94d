//! The answer to the question of the audit, what it is derived from, and what it
//! makes a continuous integration do.

use super::{Outcome, Report, ReportedFinding};
use crate::exit;
use crate::finding::{Severity, Status};
use crate::lang::Text;
use crate::rule::Degree;
use crate::text::fold::folded;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;

/// The answer to "may this repository be published?" (catalogue, section 2.2).
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Nothing stands in the way, and the people who must answer did.
    Publiable,
    /// It may be, provided the reservations are lifted or accepted.
    PubliableSousReserve,
    /// It must not be.
    NonPubliable,
    /// Something could not be seen: nothing can be concluded.
    AuditIncomplet,
}

impl Verdict {
    /// The words shown to a person.
    pub fn label(self) -> Text {
        match self {
            Verdict::Publiable => Text::new("publiable", "publishable"),
            Verdict::PubliableSousReserve => {
                Text::new("publiable sous réserve", "publishable with reservations")
            }
            Verdict::NonPubliable => Text::new("non publiable", "not publishable"),
            Verdict::AuditIncomplet => Text::new("audit incomplet", "incomplete audit"),
        }
    }
}

/// Derives the verdict from outcomes (catalogue, section 2.2). Completeness is
/// not looked at here.
pub(crate) fn verdict(degree: Option<Degree>, outcomes: &[Outcome], stale: bool) -> Verdict {
    let any = |severity, statuses: &[Status]| {
        outcomes.iter().any(|o| o.severity == severity && statuses.contains(&o.outcome))
    };
    if degree == Some(Degree::D) || any(Severity::Blocking, &[Status::Fail]) {
        Verdict::NonPubliable
    } else if any(Severity::Blocking, &[Status::Unknown, Status::Waived])
        || any(Severity::Important, &[Status::Fail, Status::Unknown])
        || stale
    {
        Verdict::PubliableSousReserve
    } else {
        Verdict::Publiable
    }
}

/// What a person writes for each gate, in French and in English.
const WORDS: [(FailOn, &str, &str); 10] = [
    (FailOn::NonPubliable, "non-publiable", "not-publishable"),
    (FailOn::Reserve, "reserve", "reservation"),
    (FailOn::Severity(Severity::Blocking), "bloquant", "blocking"),
    (FailOn::Severity(Severity::Important), "important", "important"),
    (FailOn::Severity(Severity::Recommended), "recommande", "recommended"),
    (FailOn::Severity(Severity::Info), "information", "info"),
    (FailOn::New(None), "nouveau", "new"),
    (FailOn::New(Some(Severity::Blocking)), "nouveau-bloquant", "new-blocking"),
    (FailOn::New(Some(Severity::Important)), "nouveau-important", "new-important"),
    (FailOn::New(Some(Severity::Recommended)), "nouveau-recommande", "new-recommended"),
];

/// What makes `publiable audit` exit with a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum FailOn {
    /// The verdict « non publiable ».
    #[default]
    NonPubliable,
    /// The verdict « publiable sous réserve », or worse.
    Reserve,
    /// A failing rule of this severity, or a heavier one.
    Severity(Severity),
    /// What appeared or got worse since the revision compared with: what fails
    /// at this severity, or anything.
    New(Option<Severity>),
}

impl FailOn {
    /// Reads the value of `--fail-on`, in French or in English, accents or not.
    pub fn parse(word: &str) -> Option<FailOn> {
        let word = folded(word);
        let is = |words: &&(FailOn, &str, &str)| words.1 == word || words.2 == word;
        WORDS.iter().find(is).map(|(gate, ..)| *gate)
    }

    /// The words [`FailOn::parse`] reads.
    pub fn words() -> Vec<Text> {
        WORDS.iter().map(|(_, fr, en)| Text::new(*fr, *en)).collect()
    }

    /// What a person writes for it.
    pub(crate) fn word(self) -> Text {
        let word = WORDS.iter().find(|(gate, ..)| *gate == self);
        word.map_or_else(|| Text::same(format!("{self:?}")), |(_, fr, en)| Text::new(*fr, *en))
    }

    /// The exit code of an audit that made `report`.
    pub fn exit_code(self, report: &Report) -> u8 {
        match (self.fails(report), report.verdict == Verdict::AuditIncomplet) {
            (true, _) => exit::FINDINGS,
            (false, true) => exit::INCOMPLETE,
            (false, false) => exit::SUCCESS,
        }
    }

    /// True when `report` reaches the threshold. When nothing was compared, everything is
    /// new. When something could not be seen, only what certainly fails counts: a doubt
    /// may come from what is missing.
    pub(crate) fn fails(self, report: &Report) -> bool {
        let incomplete = report.verdict == Verdict::AuditIncomplet;
        match self {
            FailOn::NonPubliable => report.headline() == Verdict::NonPubliable,
            FailOn::Reserve if incomplete => fails(report, Severity::Important),
            FailOn::Reserve => report.verdict != Verdict::Publiable,
            FailOn::Severity(limit) => fails(report, limit),
            FailOn::New(limit) => match &report.comparison {
                Some(comparison) if incomplete => {
                    comparison.worse(Some(limit.unwrap_or(Severity::Info)))
                }
                Some(comparison) => comparison.worse(limit),
                None => fails(report, limit.unwrap_or(Severity::Info)),
            },
        }
    }

    /// What of `report` reaches the threshold, the heaviest rule first: what makes
    /// [`FailOn::fails`] true, but for a declared degree D.
    pub(crate) fn reached(self, report: &Report) -> Vec<Reached<'_>> {
        let incomplete = report.verdict == Verdict::AuditIncomplet;
        let counts = |outcome: &&Outcome| match self {
            FailOn::NonPubliable => outcome.fails() && outcome.severity == Severity::Blocking,
            FailOn::Reserve if incomplete => {
                outcome.fails() && outcome.severity >= Severity::Important
            }
            FailOn::Reserve => withholds(report, outcome),
            FailOn::Severity(limit) => outcome.fails() && outcome.severity >= limit,
            FailOn::New(limit) => {
                outcome.fails() && outcome.severity >= limit.unwrap_or(Severity::Info)
            }
        };
        let mut reached: Vec<Reached<'_>> = match (self, &report.comparison) {
            (FailOn::New(limit), Some(comparison)) => {
                let limit = if incomplete { limit.or(Some(Severity::Info)) } else { limit };
                let (rules, appeared) = comparison.reaching(limit);
                let is_new = |outcome: &Outcome, finding: &ReportedFinding| {
                    let mut same = appeared.iter().filter(|new| new.rule == outcome.rule);
                    same.any(|new| new.fingerprint == finding.fingerprint)
                };
                let worse = |outcome: &Outcome| {
                    rules.iter().any(|change| change.rule == outcome.rule)
                        || appeared.iter().any(|found| found.rule == outcome.rule)
                };
                let outcomes = report.outcomes.iter().filter(|outcome| worse(outcome));
                outcomes
                    .map(|outcome| {
                        let findings = outcome.findings.iter();
                        let findings = findings.filter(|one| is_new(outcome, one)).collect();
                        Reached { outcome, findings }
                    })
                    .collect()
            }
            _ => {
                let outcomes = report.outcomes.iter().filter(counts);
                outcomes
                    .map(|outcome| Reached { outcome, findings: outcome.counting().collect() })
                    .collect()
            }
        };
        reached.sort_by_key(|one| Reverse(one.outcome.severity));
        reached
    }
}

/// A rule that reaches a threshold.
pub(crate) struct Reached<'r> {
    /// What it concludes.
    pub outcome: &'r Outcome,
    /// Those of its findings that do; none where the rule does by itself.
    pub findings: Vec<&'r ReportedFinding>,
}

/// True for a rule that keeps the verdict from being « publiable ».
fn withholds(report: &Report, outcome: &Outcome) -> bool {
    match (outcome.severity, outcome.outcome) {
        (Severity::Blocking, Status::Fail | Status::Unknown | Status::Waived)
        | (Severity::Important, Status::Fail | Status::Unknown) => true,
        _ => report.requires(outcome),
    }
}

/// True when a rule of at least `limit` fails, or the verdict forbids.
fn fails(report: &Report, limit: Severity) -> bool {
    let failing = |outcome: &Outcome| outcome.fails() && outcome.severity >= limit;
    report.headline() == Verdict::NonPubliable || report.outcomes.iter().any(failing)
}
