//! Regular expressions of rules, compiled when they are first used: most audits
//! use a fraction of the catalogue's. A test compiles the embedded ones, and
//! those of other rule files are compiled when they are read.
//!
//! A long expression is written as the list of its alternatives, one a line, with
//! what stands before and after them: `{ before = '(?i)\b(', any = [ … ], after = ')\b' }`.

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use regex::Regex;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};
use std::cell::Cell;
use std::ops::Deref;
use std::sync::OnceLock;

/// A regular expression that is compiled at its first use.
#[derive(Debug, Clone)]
pub struct Pattern {
    source: String,
    compiled: OnceLock<Regex>,
}

thread_local! {
    /// Whether the expressions read by this thread are compiled at once.
    static STRICT: Cell<bool> = const { Cell::new(false) };
}

/// Runs `read` with every expression it reads compiled at once, so that a wrong
/// one is refused there: for rule files that no test has seen.
pub fn compiling_at_once<T>(read: impl FnOnce() -> T) -> T {
    let before = STRICT.replace(true);
    let result = read();
    STRICT.set(before);
    result
}

/// A longer pattern of paths is refused, in bytes.
const LONGEST_GLOB: usize = 1000;
/// So is one with more of these braces, each of which doubles what is compiled.
const MOST_BRACES: usize = 16;

/// The files that `pattern`, which the audited repository wrote, names: `*` goes
/// through folders unless `separated`. `None` for one that is wrong or unbounded.
pub(crate) fn glob(pattern: &str, separated: bool) -> Option<GlobSet> {
    let braces = pattern.bytes().filter(|byte| *byte == b'{').count();
    if pattern.len() > LONGEST_GLOB || braces > MOST_BRACES {
        return None;
    }
    // A set is built without the panic of a single matcher on what is too large.
    let glob = GlobBuilder::new(pattern).literal_separator(separated).build().ok()?;
    GlobSetBuilder::new().add(glob).build().ok()
}

impl Pattern {
    /// Keeps `source`; under [`compiling_at_once`], the error says what is wrong
    /// with it.
    pub fn new(source: &str) -> Result<Pattern, String> {
        let pattern = Pattern { source: source.to_string(), compiled: OnceLock::new() };
        if STRICT.get() {
            let regex = Regex::new(source).map_err(|error| error.to_string())?;
            let _ = pattern.compiled.set(regex);
        }
        Ok(pattern)
    }
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

/// An expression as it is written: whole, or by its alternatives.
#[derive(Deserialize)]
#[serde(untagged, expecting = "an expression, or a table of `before`, `any` and `after`")]
enum Written {
    Whole(String),
    Listed(Listed),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Listed {
    before: Option<Box<Written>>,
    any: Vec<Written>,
    after: Option<Box<Written>>,
}

impl Written {
    fn expression(&self) -> String {
        match self {
            Written::Whole(expression) => expression.clone(),
            Written::Listed(Listed { before, any, after }) => {
                let side = |side: &Option<Box<Written>>| {
                    side.as_ref().map_or_else(String::new, |side| side.expression())
                };
                let any: Vec<String> = any.iter().map(Written::expression).collect();
                format!("{}{}{}", side(before), any.join("|"), side(after))
            }
        }
    }
}

impl<'de> Deserialize<'de> for Pattern {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Pattern, D::Error> {
        let written = Written::deserialize(deserializer)?;
        Pattern::new(&written.expression()).map_err(D::Error::custom)
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
        for wrong in ["a(b", r"\p{Nope}", "(?:a{1000}){1000}"] {
            assert!(compiling_at_once(|| Pattern::new(wrong)).is_err(), "{wrong}");
        }
    }

    #[test]
    fn alternatives_are_joined_between_what_surrounds_them() {
        #[derive(Deserialize)]
        struct Rule {
            words: Pattern,
        }
        let read = |text: &str| toml::from_str::<Rule>(text).map(|rule| rule.words.source);
        let listed =
            "words = { before = '(?i)^(', any = ['a', { any = ['b', 'c'] }], after = ')$' }";
        assert_eq!(read(listed).as_deref(), Ok("(?i)^(a|b|c)$"));
        assert_eq!(read("words = 'a|b'").as_deref(), Ok("a|b"));
        assert!(read("words = { any = ['a'], either = 'b' }").is_err());
    }

    #[test]
    fn a_pattern_matches_as_the_expression_does() {
        let pattern = Pattern::new("(?i)^licen[cs]e").expect("valid");
        assert!(pattern.is_match("LICENCE.md"));
        assert!(pattern.clone().is_match("license"));
    }
}
