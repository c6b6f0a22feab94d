//! The closed and suggested lists of values of the standard.

use super::Words;
use super::table::TABLE;

/// A list of values.
#[derive(Debug, PartialEq, Eq)]
pub struct Vocabulary {
    /// What one value is: "category", "scope"…
    pub one: Words,
    /// The values, in the order of the standard.
    pub values: &'static [&'static str],
    /// What some of them mean.
    pub meanings: Vec<(&'static str, Words)>,
    /// Where the standard lists them.
    pub url: &'static str,
}

impl Vocabulary {
    /// What `value` means, when the table says it.
    pub fn meaning(&self, value: &str) -> Option<Words> {
        self.meanings.iter().find(|(name, _)| *name == value).map(|(_, words)| *words)
    }
}

/// The names that `supports[].id` may give after `alias:`, and the address each stands for.
pub fn aliases() -> &'static [(&'static str, &'static str)] {
    &TABLE.aliases
}
