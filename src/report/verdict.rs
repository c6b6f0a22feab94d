//! The answer to the question of the audit, and what it is derived from.

use super::Outcome;
use crate::finding::{Severity, Status};
use crate::lang::Text;
use crate::rule::Degree;
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
pub fn verdict(degree: Option<Degree>, outcomes: &[Outcome], stale: bool) -> Verdict {
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
