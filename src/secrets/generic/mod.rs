//! Secrets without a known shape: values given to a password, a token, a key.

use super::{Candidate, Region};

/// The generic assignments, ready to be looked for.
#[derive(Debug, Default)]
pub struct Assignments {}

impl Assignments {
    /// The values in `text` that a name or a syntax says secret.
    pub fn candidates(&self, _text: &[u8], _name: &str, _regions: &[Region]) -> Vec<Candidate> {
        Vec::new()
    }
}
