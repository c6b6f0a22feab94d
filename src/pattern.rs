//! Regular expressions of rules: checked when the rule is read, compiled when
//! they are first used. Most audits use a fraction of the catalogue's.

use regex::Regex;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};
use std::ops::Deref;
use std::sync::OnceLock;

/// A regular expression that is compiled at its first use.
#[derive(Debug, Clone)]
pub struct Pattern {
    source: String,
    compiled: OnceLock<Regex>,
}

impl Pattern {
    /// Checks the syntax of `source`; the error says what is wrong with it.
    pub fn new(source: &str) -> Result<Pattern, String> {
        // Syntax and Unicode classes are checked here. What is left is the limit
        // on size: an expression that may reach it is compiled at once.
        regex_syntax::parse(source).map_err(|error| error.to_string())?;
        let pattern = Pattern { source: source.to_string(), compiled: OnceLock::new() };
        if may_be_huge(source) {
            let regex = Regex::new(source).map_err(|error| error.to_string())?;
            let _ = pattern.compiled.set(regex);
        }
        Ok(pattern)
    }
}

/// True for a repetition of three digits or more, or a very long expression.
fn may_be_huge(source: &str) -> bool {
    let digits = |rest: &str| rest.chars().take_while(char::is_ascii_digit).count();
    let big = |rest: &str| digits(rest) >= 3 || rest.split_once(',').is_some_and(|(_, r)| digits(r) >= 3);
    source.len() > 20_000 || source.split('{').skip(1).any(big)
}

impl Deref for Pattern {
    type Target = Regex;

    fn deref(&self) -> &Regex {
        self.compiled.get_or_init(|| match Regex::new(&self.source) {
            Ok(regex) => regex,
            Err(error) => unreachable!("a checked expression does not compile: {error}"),
        })
    }
}

impl<'de> Deserialize<'de> for Pattern {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Pattern, D::Error> {
        Pattern::new(&String::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}

impl Serialize for Pattern {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.source)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_expression_is_refused_before_it_is_used() {
        assert!(Pattern::new("a(b").is_err());
        assert!(Pattern::new(r"\p{Nope}").is_err());
        assert!(Pattern::new("(?:a{1000}){1000}").is_err());
    }

    #[test]
    fn a_pattern_matches_as_the_expression_does() {
        let pattern = Pattern::new("(?i)^licen[cs]e").expect("valid");
        assert!(pattern.is_match("LICENCE.md"));
        assert!(pattern.clone().is_match("license"));
    }
}
