//! Judges a candidate: placeholder, template, hash, test value or real secret.
//!
//! What was measured about the value and its lines ([`features`]) is completed
//! by what the path says, then a small model gives a calibrated probability;
//! two thresholds, chosen out of fold, turn it into a level.

pub mod features;
mod model;
mod reason;
mod words;

pub use reason::reason;

use super::generic::Kind;
use super::{Candidate, Level};
use model::MODEL;

/// What judging a candidate gives.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Judgement {
    /// How loudly it is told; `None` when it is not a secret.
    pub level: Option<Level>,
    /// Calibrated probability that it is a real secret, from 0 to 1.
    pub probability: f32,
}

/// The measures of `candidate`, with those of `path`: what the model reads, in
/// the order of [`features::names`].
pub fn measures(candidate: &Candidate, path: &str) -> Vec<f32> {
    let mut measures = candidate.features.clone();
    measures.extend(features::path::measure(path));
    measures
}

/// Judges `candidate`, found in the file at `path`.
pub fn judge(candidate: &Candidate, path: &str) -> Judgement {
    let kind = Kind::from_id(candidate.pattern);
    if kind == Some(Kind::EncryptedVault) {
        return Judgement { level: Some(Level::Information), probability: 0.0 };
    }
    let probability = MODEL.probability(&measures(candidate, path));
    let level = match kind {
        Some(Kind::Identifier) => (probability >= MODEL.identifier).then_some(Level::Information),
        _ if probability >= MODEL.report => Some(Level::Report),
        _ if probability >= MODEL.review => Some(Level::Review),
        _ => None,
    };
    Judgement { level, probability }
}

/// How much a folder may add to a probability judged on the name alone, at most.
const FOLDERS_MAY_RAISE: f32 = 0.5;

/// False when `candidate` is not told wherever a file named `name` is.
pub fn is_plausible(candidate: &Candidate, name: &str) -> bool {
    let judgement = judge(candidate, name);
    judgement.level.is_some() || judgement.probability >= MODEL.review * FOLDERS_MAY_RAISE
}
