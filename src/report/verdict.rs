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
use std::collections::HashSet;

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
    /// Nothing: no word asks for it, a command without a gate has it.
    Never,
}

impl FailOn {
    /// Reads the value of `--fail-on`, in French or in English, accents or not. `new-` or
    /// `nouveau-` before any other makes it a gate of what is new alone.
    pub fn parse(word: &str) -> Option<FailOn> {
        let word = folded(word);
        let is = |words: &&(FailOn, &str, &str)| words.1 == word || words.2 == word;
        let known = WORDS.iter().find(is).map(|(gate, ..)| *gate);
        known.or_else(|| {
            let rest = word.strip_prefix("nouveau-").or_else(|| word.strip_prefix("new-"))?;
            FailOn::parse(rest).map(FailOn::of_what_is_new)
        })
    }

    /// The gate of what is new alone, at the severities that this one is about.
    fn of_what_is_new(self) -> FailOn {
        match self {
            FailOn::NonPubliable => FailOn::New(Some(Severity::Blocking)),
            FailOn::Reserve => FailOn::New(Some(Severity::Important)),
            FailOn::Severity(Severity::Info) => FailOn::New(None),
            FailOn::Severity(limit) => FailOn::New(Some(limit)),
            FailOn::New(_) | FailOn::Never => self,
        }
    }

    /// The words that people are given.
    pub fn words() -> Vec<Text> {
        WORDS.iter().map(|(_, fr, en)| Text::new(*fr, *en)).collect()
    }

    /// What a person writes for it; [`FailOn::Never`] has no word.
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

    /// True when `report` reaches the threshold.
    pub(crate) fn fails(self, report: &Report) -> bool {
        self.reach(report).is_some()
    }

    /// What of `report` reaches the threshold, if anything does. When nothing was compared,
    /// everything is new. When something could not be seen, only what certainly fails
    /// counts: a doubt may come from what is missing.
    pub(crate) fn reach(self, report: &Report) -> Option<Reach<'_>> {
        let incomplete = report.verdict == Verdict::AuditIncomplet;
        let forbidden = report.headline() == Verdict::NonPubliable;
        let failing = |limit: Severity| {
            whole(report, &|outcome| outcome.fails() && outcome.severity >= limit)
        };
        let (verdict, mut rules) = match (self, &report.comparison) {
            (FailOn::Never, _) => return None,
            (FailOn::NonPubliable, _) => (forbidden, failing(Severity::Blocking)),
            (FailOn::Reserve, _) if incomplete => (forbidden, failing(Severity::Important)),
            (FailOn::Reserve, _) => (
                report.verdict != Verdict::Publiable,
                whole(report, &|outcome| withholds(report, outcome)),
            ),
            (FailOn::Severity(limit), _) => (forbidden, failing(limit)),
            (FailOn::New(limit), None) => (forbidden, failing(limit.unwrap_or(Severity::Info))),
            (FailOn::New(limit), Some(_)) => {
                let limit = if incomplete { limit.or(Some(Severity::Info)) } else { limit };
                (false, novel(report, limit))
            }
        };
        rules.sort_by_key(|one| Reverse(one.outcome.severity));
        (verdict || !rules.is_empty()).then_some(Reach { verdict, rules })
    }
}

/// What reaches a threshold.
pub(crate) struct Reach<'r> {
    /// True when the verdict does by itself: a declared degree D, an answer that no longer
    /// holds, weigh on it without failing a rule.
    verdict: bool,
    /// The rules that do, the heaviest first.
    pub rules: Vec<Reached<'r>>,
}

impl<'r> Reach<'r> {
    /// True when a declared degree D of `report` is among what does.
    pub(crate) fn is_closed(&self, report: &Report) -> bool {
        self.verdict && report.degree.announced == Some(Degree::D)
    }

    /// What does of the rule of `outcome`.
    pub(crate) fn of(&self, outcome: &Outcome) -> Option<&Reached<'r>> {
        self.rules.iter().find(|one| one.outcome.rule == outcome.rule)
    }
}

/// A rule that reaches a threshold.
pub(crate) struct Reached<'r> {
    /// What it concludes.
    pub outcome: &'r Outcome,
    /// Those of its findings that do; none where the rule does by itself.
    pub findings: Vec<&'r ReportedFinding>,
}

impl<'r> Reached<'r> {
    /// Those that nobody but the author of the change compared said may stay.
    pub(crate) fn set_aside(&self) -> impl Iterator<Item = &'r ReportedFinding> + '_ {
        self.findings.iter().copied().filter(|finding| finding.waived.is_some())
    }

    /// True when that is all of it: the rule itself may well pass.
    pub(crate) fn is_set_aside(&self) -> bool {
        !self.findings.is_empty() && self.findings.iter().all(|finding| finding.waived.is_some())
    }
}

/// The rules of `report` that `counts`, each with what makes it so.
fn whole<'r>(report: &'r Report, counts: &dyn Fn(&Outcome) -> bool) -> Vec<Reached<'r>> {
    let outcomes = report.outcomes.iter().filter(|outcome| counts(outcome));
    outcomes.map(|outcome| Reached { outcome, findings: outcome.counting().collect() }).collect()
}

/// The rules of `report` that got worse at `limit`, each with what appeared.
fn novel(report: &Report, limit: Option<Severity>) -> Vec<Reached<'_>> {
    let Some(comparison) = &report.comparison else { return Vec::new() };
    let (worse, appeared) = comparison.reaching(limit);
    let found: HashSet<(&str, &str)> =
        appeared.iter().map(|one| (one.rule.as_str(), one.fingerprint.0.as_str())).collect();
    let rules: HashSet<&str> = worse
        .iter()
        .map(|change| change.rule.as_str())
        .chain(found.iter().map(|(rule, _)| *rule))
        .collect();
    let outcomes = report.outcomes.iter().filter(|one| rules.contains(one.rule.as_str()));
    outcomes
        .map(|outcome| {
            let is_new = |finding: &&ReportedFinding| {
                found.contains(&(outcome.rule.as_str(), finding.fingerprint.0.as_str()))
            };
            Reached { outcome, findings: outcome.findings.iter().filter(is_new).collect() }
        })
        .collect()
}

/// True for a rule that keeps the verdict from being « publiable ».
fn withholds(report: &Report, outcome: &Outcome) -> bool {
    match (outcome.severity, outcome.outcome) {
        (Severity::Blocking, Status::Fail | Status::Unknown | Status::Waived)
        | (Severity::Important, Status::Fail | Status::Unknown) => true,
        _ => report.requires(outcome),
    }
}
