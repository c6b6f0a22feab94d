//! A rule whose engine this version does not have yet: it says so, and never
//! pretends to pass.

use super::Check;
use crate::finding::Answer;
use crate::project::Project;
use crate::text;
use serde::Deserialize;

/// No parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unavailable {}

impl Check for Unavailable {
    fn run(&self, _project: &Project<'_>) -> Answer {
        Answer::unknown(text!(
            "ce contrôle n’est pas disponible dans cette version : à vérifier autrement",
            "this check is not available in this version: verify it another way"
        ))
    }
}
