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
    let probability = MODEL.probability(&measures(candidate, path));
    let ceiling = ceiling(candidate);
    let level = match ceiling {
        _ if candidate.pattern == Kind::EncryptedVault.id() => Some(Level::Information),
        Level::Information => (probability >= MODEL.identifier).then_some(Level::Information),
        Level::Report if probability >= MODEL.report => Some(Level::Report),
        _ => (probability >= MODEL.review).then_some(Level::Review),
    };
    Judgement { level, probability }
}

/// The loudest level at which a value of this nature is told, however probable:
/// an identifier opens nothing, and what is hashed, encrypted or signed, or says
/// itself that it is to be replaced, is for a person to look at.
pub fn ceiling(candidate: &Candidate) -> Level {
    let is = |name: &str| features::get(&candidate.features, name) > 0.5;
    let any = |names: &[&str]| names.iter().any(|name| is(name));
    let kind = Kind::from_id(candidate.pattern);
    let open = matches!(
        kind,
        Some(Kind::Key | Kind::ApiKey | Kind::Auth | Kind::Token | Kind::Credential)
    );
    if matches!(kind, Some(Kind::Identifier | Kind::EncryptedVault))
        || open && any(&["name.client-id", "name.public-part"])
    {
        return Level::Information;
    }
    let veiled = kind == Some(Kind::PasswordHash)
        || is("value.crypt")
        || open && any(&["name.signature", "name.encrypted", "name.hash"]);
    let hollow = any(&[
        "value.template",
        "value.bracketed",
        "value.path",
        "value.dotted",
        "value.periodic",
        "value.colon-pairs",
        "value.word.yours",
        "value.word.change",
        "value.word.example",
        "value.word.redacted",
        "value.word.meta",
        "value.word.bad",
        "tie.same",
    ]);
    if veiled || kind.is_some() && hollow { Level::Review } else { Level::Report }
}

/// How much a folder may add to a probability judged on the name alone, at most.
const FOLDERS_MAY_RAISE: f32 = 0.5;

/// False when `candidate` is not told wherever a file named `name` is.
pub fn is_plausible(candidate: &Candidate, name: &str) -> bool {
    let judgement = judge(candidate, name);
    judgement.level.is_some() || judgement.probability >= MODEL.review * FOLDERS_MAY_RAISE
}
