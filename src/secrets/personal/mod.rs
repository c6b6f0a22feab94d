//! What designates people or an internal network: social-security numbers,
//! bank accounts, contact details, internal hosts, protective markings.

use super::{Candidate, Region};

/// The detectors of personal data and of internal names.
#[derive(Debug, Default)]
pub struct Personal {}

impl Personal {
    /// The personal data and internal names in `text`.
    pub fn candidates(&self, _text: &[u8], _name: &str, _regions: &[Region]) -> Vec<Candidate> {
        Vec::new()
    }
}
