//! The answer to the question of the audit, what it is derived from, and what it
//! makes a continuous integration do.

use super::{Outcome, Report};
use crate::exit;
use crate::finding::{Severity, Status};
use crate::lang::Text;
use crate::rule::Degree;
use crate::text::fold::folded;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

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
    pub(crate) fn word(self) -> Option<Text> {
        let mut words = WORDS.iter().filter(|(gate, ..)| *gate == self);
        words.next().map(|(_, fr, en)| Text::new(*fr, *en))
    }

    /// The exit code of an audit that made `report`. When nothing was compared,
    /// everything is new. When something could not be seen, only what certainly
    /// fails counts: a doubt may come from what is missing.
    pub fn exit_code(self, report: &Report) -> u8 {
        let incomplete = report.verdict == Verdict::AuditIncomplet;
        let found = match self {
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
        };
        match (found, incomplete) {
            (true, _) => exit::FINDINGS,
            (false, true) => exit::INCOMPLETE,
            (false, false) => exit::SUCCESS,
        }
    }
}

/// True when a rule of at least `limit` fails, or the verdict forbids.
fn fails(report: &Report, limit: Severity) -> bool {
    let failing = |outcome: &Outcome| outcome.fails() && outcome.severity >= limit;
    report.headline() == Verdict::NonPubliable || report.outcomes.iter().any(failing)
}
