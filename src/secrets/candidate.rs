//! What the bytes alone say, before the path is known.

use super::{Family, Secret};
use std::ops::Range;

/// Bytes to look at inside a text: candidates outside of every region are left
/// out, but the whole text may be read around it.
pub(crate) type Region = Range<usize>;

/// Something that may be a secret.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// Id of the pattern: `github-token`, `password`, `nir`…
    pub pattern: &'static str,
    /// Which rules it feeds.
    pub family: Family,
    /// The value.
    pub secret: Secret,
    /// Where the value is in the text.
    pub value: Range<usize>,
    /// The bytes that the candidate and its judgement depend on, whole lines:
    /// where these bytes are copied unchanged, so is the candidate.
    pub context: Range<usize>,
    /// Whether a checksum or a structure proves the value well formed
    /// (`Some(true)`), proves it is not (`Some(false)`), or there is none.
    pub validated: Option<bool>,
    /// Whether the text itself says that the value is made up: it stands in a section
    /// of tests, or its own content is that of one.
    pub explained: bool,
    /// What was measured about the value and its line, for the judge; the
    /// meaning of each number is the judge's.
    pub features: Vec<f32>,
}
