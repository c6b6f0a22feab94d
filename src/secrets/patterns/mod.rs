//! Secrets whose shape is known: the patterns of `rules/secrets/*.toml`.
//!
//! One automaton looks for the keywords of all patterns at once; around a
//! keyword, the expression of its pattern is run on a bounded window; what
//! matches is then checked: bounds, entropy, placeholders, what must stand
//! near, structure and checksum.

mod entry;
#[cfg(test)]
mod examples;
mod library;
mod load;
mod matcher;
pub(super) mod plausible;
#[cfg(test)]
mod template;

pub(crate) use entry::{Confidence, Pattern, Shape};
pub(crate) use load::load;
#[cfg(test)]
pub(crate) use template::{Source, expand};

use super::{Candidate, Region};
use crate::rule::embedded;
use library::Library;
use std::sync::LazyLock;

static LIBRARY: LazyLock<Library> = LazyLock::new(|| match load(&embedded_files()) {
    Ok(patterns) => Library::new(patterns),
    Err(error) => unreachable!("a tested pattern file is refused: {error}"),
});

/// The pattern files that come with the program: name and text.
pub(crate) fn embedded_files() -> Vec<(String, &'static str)> {
    let files = embedded::files("secrets").into_iter();
    files.map(|(name, text)| (format!("rules/{name}"), text)).collect()
}

/// The pattern named `id`.
pub fn get(id: &str) -> Option<&'static Pattern> {
    LIBRARY.get(id)
}

/// Every pattern, in the order of their files.
pub fn all() -> &'static [Pattern] {
    LIBRARY.patterns()
}

/// The patterns, read and compiled at their first use.
#[derive(Debug, Default)]
pub struct Patterns {}

impl Patterns {
    /// The secrets of a known shape in `text` that start inside one of
    /// `regions` (sorted, disjoint); `name` is the last part of the path.
    pub fn candidates(&self, text: &[u8], name: &str, regions: &[Region]) -> Vec<Candidate> {
        self.sift(text, name, regions).0
    }

    /// The same, and where `text` holds what providers publish for tests and examples.
    pub(super) fn sift(
        &self,
        text: &[u8],
        name: &str,
        regions: &[Region],
    ) -> (Vec<Candidate>, Vec<Region>) {
        LIBRARY.sift(text, name, regions)
    }
}
