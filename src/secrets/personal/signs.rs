//! What the bytes around a value say of it, as the features of a candidate.

use crate::secrets::{Candidate, Family, Secret};
use std::ops::Range;

/// What was seen around a value.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Signs {
    /// A name or a word beside the value says what it is.
    pub named: bool,
    /// The value stands alone between quotes or separators.
    pub alone: bool,
    /// How many values of the same kind stand on neighbouring lines.
    pub neighbours: usize,
    /// How sure the shape is, whatever stands around, from 0 to 1.
    pub shape: f32,
}

impl Signs {
    fn features(self) -> Vec<f32> {
        let flag = |value: bool| f32::from(u8::from(value));
        vec![flag(self.named), flag(self.alone), self.neighbours.min(100) as f32, self.shape]
    }

    /// The signs that a detector of this module wrote in `candidate`.
    pub(super) fn of(candidate: &Candidate) -> Signs {
        let at = |index: usize| candidate.features.get(index).copied().unwrap_or_default();
        Signs { named: at(0) > 0.5, alone: at(1) > 0.5, neighbours: at(2) as usize, shape: at(3) }
    }
}

/// A candidate of this module.
pub(super) fn candidate(
    (pattern, family): (&'static str, Family),
    text: &[u8],
    value: Range<usize>,
    context: Range<usize>,
    signs: Signs,
    validated: Option<bool>,
) -> Candidate {
    Candidate {
        pattern,
        family,
        secret: Secret::new(&text[value.clone()]),
        value,
        context,
        validated,
        doubt: None,
        features: signs.features(),
    }
}
