//! The two scores code.gouv.fr publishes, recomputed from their definitions.

mod awesome;
pub(crate) mod inventory;

use crate::lang::Text;
use crate::project::Project;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One criterion of a score.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Criterion {
    /// What is asked.
    pub label: Text,
    /// Whether it is met; `null` when it cannot be known offline.
    pub met: Option<bool>,
    /// What meeting it is worth.
    pub points: i32,
    /// What it was decided on.
    pub evidence: Option<String>,
}

/// The Awesome code.gouv.fr score: four prerequisites and ten criteria
/// (guide-codegouvfr-score, config.yml, nodes a to d and 1 to 10).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AwesomeScore {
    /// Free, maintained, funded, used by several administrations.
    pub prerequisites: Vec<Criterion>,
    /// The ten criteria.
    pub criteria: Vec<Criterion>,
    /// Criteria met, of ten.
    pub points: i32,
}

/// The score by which code.gouv.fr/sources ranks and hides repositories
/// (codegouvfr_output_data.clj, compute-repo-score).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CodeGouvFrScore {
    /// What adds to or takes from it.
    pub criteria: Vec<Criterion>,
    /// The least it can be: forks and subscribers are not known offline.
    pub minimum: i32,
}

/// Both scores.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Scores {
    /// Whether the software may join the Awesome list.
    pub awesome: AwesomeScore,
    /// Rank on code.gouv.fr/sources.
    pub codegouvfr: CodeGouvFrScore,
}

/// Recomputes both scores for `project`.
pub(crate) fn scores(project: &Project<'_>) -> Scores {
    Scores { awesome: awesome::score(project), codegouvfr: inventory::score(project) }
}

impl Criterion {
    fn new(label: Text, points: i32, met: Option<bool>, evidence: Option<String>) -> Criterion {
        Criterion { label, met, points, evidence }
    }
}
