//! What a report makes a continuous integration do.

use super::{Outcome, Report, Verdict};
use crate::exit;
use crate::finding::Severity;

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
    /// Reads the value of `--fail-on`.
    pub fn parse(word: &str) -> Option<FailOn> {
        Some(match word {
            "non-publiable" => FailOn::NonPubliable,
            "reserve" => FailOn::Reserve,
            "blocking" => FailOn::Severity(Severity::Blocking),
            "important" => FailOn::Severity(Severity::Important),
            "recommended" => FailOn::Severity(Severity::Recommended),
            "info" => FailOn::Severity(Severity::Info),
            "new" => FailOn::New(None),
            "new-blocking" => FailOn::New(Some(Severity::Blocking)),
            "new-important" => FailOn::New(Some(Severity::Important)),
            "new-recommended" => FailOn::New(Some(Severity::Recommended)),
            _ => return None,
        })
    }

    /// The values [`FailOn::parse`] reads.
    pub const VALUES: [&'static str; 10] = [
        "non-publiable",
        "reserve",
        "blocking",
        "important",
        "recommended",
        "info",
        "new",
        "new-blocking",
        "new-important",
        "new-recommended",
    ];

    /// The exit code of an audit that made `report`. When nothing was compared,
    /// everything is new.
    pub fn exit_code(self, report: &Report) -> u8 {
        if report.verdict == Verdict::AuditIncomplet {
            return exit::INCOMPLETE;
        }
        let found = match self {
            FailOn::NonPubliable => report.verdict == Verdict::NonPubliable,
            FailOn::Reserve => report.verdict != Verdict::Publiable,
            FailOn::Severity(limit) => fails(report, limit),
            FailOn::New(limit) => match &report.comparison {
                Some(comparison) => comparison.worse(limit),
                None => fails(report, limit.unwrap_or(Severity::Info)),
            },
        };
        if found { exit::FINDINGS } else { exit::SUCCESS }
    }
}

/// True when a rule of at least `limit` fails, or the verdict forbids.
fn fails(report: &Report, limit: Severity) -> bool {
    let failing = |outcome: &Outcome| outcome.fails() && outcome.severity >= limit;
    report.verdict == Verdict::NonPubliable || report.outcomes.iter().any(failing)
}
