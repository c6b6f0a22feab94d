//! Regular expressions over bytes, compiled when they are first used.

use regex::bytes::{Regex, RegexBuilder};
use serde::{Deserialize, Deserializer};
use std::sync::OnceLock;

/// An expression over bytes; classes such as `\w` are ASCII.
#[derive(Debug)]
pub(super) struct Expression {
    source: String,
    compiled: OnceLock<Option<Regex>>,
}

impl Expression {
    /// Keeps `source` without compiling it.
    pub(super) fn new(source: impl Into<String>) -> Expression {
        Expression { source: source.into(), compiled: OnceLock::new() }
    }

    /// The expression as it is written.
    pub(super) fn source(&self) -> &str {
        &self.source
    }

    /// Compiles the expression; the error says what is wrong with it.
    pub(super) fn check(&self) -> Result<Regex, String> {
        let mut builder = RegexBuilder::new(&self.source);
        builder.unicode(false).size_limit(4 << 20).dfa_size_limit(1 << 18);
        builder.build().map_err(|error| error.to_string())
    }

    /// The compiled expression; `None` when it is wrong, which a test excludes
    /// for the embedded ones.
    pub(super) fn regex(&self) -> Option<&Regex> {
        self.compiled.get_or_init(|| self.check().ok()).as_ref()
    }
}

impl<'de> Deserialize<'de> for Expression {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Expression, D::Error> {
        String::deserialize(deserializer).map(Expression::new)
    }
}
