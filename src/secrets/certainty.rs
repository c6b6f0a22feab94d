//! How far a credential is established, and whether that makes a rule fail. The
//! only place that turns what the judge says into a [`Certainty`].

use super::generic::Kind;
use super::patterns::{self, Confidence};
use super::{Candidate, Doubt, Judgement, Level};
use crate::finding::Certainty;

/// The probability from which a judged value makes its rule fail: on the real
/// repositories that chose it, and on those kept apart, nothing false was shown from
/// 0.75 where values are not made up. Source: `data/secrets/training/README.md`, which
/// a new model rewrites.
pub(super) const BLOCKING: f32 = 0.80;

/// The probability of what goes one step down, at most: under [`BLOCKING`] as a
/// person reads it, in percent.
const LOWERED: f32 = BLOCKING - 0.01;

/// What speaks against a real secret besides the value and its name.
#[derive(Debug, Clone, Copy)]
pub(super) struct Doubts {
    /// It stands where values are made up to test or to document.
    pub explained: bool,
    /// What of the text itself speaks against it.
    pub text: Option<Doubt>,
    /// It is a token that ended long before.
    pub ended: bool,
}

/// What is made of a credential told at `level`: what is told loudly keeps its level when
/// it is recognised, or probable enough, in spite of its `doubts`.
pub(super) fn credential(
    candidate: &Candidate,
    doubts: &Doubts,
    level: Option<Level>,
    probability: f32,
) -> Judgement {
    if level != Some(Level::Report) {
        return Judgement { level, certainty: Certainty::Possible, probability };
    }
    let anywhere = nature(candidate);
    let certainty = match doubts.explained || doubts.text.is_some() {
        // A session ends, and those of tests were recorded or made up.
        true if candidate.pattern == "jwt" => Certainty::Possible,
        // A key that parses, and that whoever made it published.
        true if doubts.text == Some(Doubt::Certificate) => Certainty::Probable,
        true => anywhere.lowered(),
        false if doubts.ended => anywhere.lowered(),
        false => anywhere,
    };
    let lowered = certainty < anywhere;
    let blocks = match certainty {
        Certainty::Proven | Certainty::Recognised => true,
        Certainty::Probable => !lowered && probability >= BLOCKING,
        Certainty::Possible => false,
    };
    Judgement {
        level: Some(if blocks { Level::Report } else { Level::Review }),
        certainty,
        probability: if lowered { probability.min(LOWERED) } else { probability },
    }
}

/// How far what `candidate` is says that it is a secret, wherever it is.
fn nature(candidate: &Candidate) -> Certainty {
    let Some(pattern) = patterns::get(candidate.pattern) else {
        let private = Kind::from_id(candidate.pattern) == Some(Kind::PrivateValue);
        return if private { Certainty::Proven } else { Certainty::Probable };
    };
    match (pattern.confidence, candidate.validated) {
        (_, Some(false)) => Certainty::Possible,
        (Confidence::Certain, Some(true)) if pattern.proves() => Certainty::Proven,
        (Confidence::Certain | Confidence::Likely, _) => Certainty::Recognised,
        (Confidence::Possible, _) => Certainty::Probable,
    }
}
