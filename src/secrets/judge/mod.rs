//! Judges a candidate: placeholder, template, hash, test value or real secret.

use super::{Candidate, Level};
use crate::lang::Text;
use crate::text;

/// What judging a candidate gives.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Judgement {
    /// How loudly it is told; `None` when it is not a secret.
    pub level: Option<Level>,
    /// Calibrated probability that it is a real secret, from 0 to 1.
    pub probability: f32,
}

/// Judges `candidate`, found in the file at `path`.
pub fn judge(_candidate: &Candidate, _path: &str) -> Judgement {
    Judgement { level: None, probability: 0.0 }
}

/// Why `candidate` was judged so, in one sentence, without its value.
pub fn reason(candidate: &Candidate, judgement: &Judgement, _path: &str) -> Text {
    let percent = (judgement.probability * 100.0).round();
    let length = candidate.secret.expose().len();
    text!(
        "{length} caractères, probabilité {percent} %",
        "{length} characters, probability {percent}%"
    )
}
