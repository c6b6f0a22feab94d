//! One pattern, as `rules/secrets/*.toml` writes it, and its expressions over bytes,
//! compiled when they are first used.

use crate::lang::Text;
use crate::secrets::validate::Validation;
use crate::secrets::{Level, Secret};
use regex::bytes::{Regex, RegexBuilder};
use serde::{Deserialize, Deserializer};
use std::collections::BTreeMap;
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

/// How surely what matches a pattern is a secret of that provider.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Confidence {
    /// The shape says it alone.
    Certain,
    /// The shape and what stands around it say it.
    Likely,
    /// Nothing but a name says so.
    Possible,
}

/// A second expression, which must match close to the value.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Near {
    /// What must be there.
    pub pattern: Expression,
    /// How far from the value, in bytes, on each side.
    pub within: usize,
}

/// How the expression of a pattern is applied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// The value begins with one of the keywords.
    Token,
    /// The value is given to a name that holds one of the keywords.
    Assigned,
    /// The expression has a group `secret`, somewhere around the keyword.
    Within,
}

/// A kind of secret whose shape is known.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Pattern {
    /// Stable identifier, in lower case, digits and hyphens.
    pub id: String,
    /// Who issues the secret.
    pub provider: String,
    /// What it is.
    pub name: Text,
    /// What to revoke and where.
    pub revoke: Text,
    /// Public documentation of the format.
    pub url: Option<String>,
    /// How surely a match is a secret.
    pub confidence: Confidence,
    /// For a value that its provider means to be public: the level it is told
    /// at, at most.
    pub ceiling: Option<Level>,
    /// Why it is told no louder.
    pub note: Option<Text>,
    /// Words of at least three bytes, in lower case: without one of them in the
    /// text, in any case, the expression is not tried.
    pub keywords: Vec<String>,
    /// The expression: the value itself, or a text with a group `secret`.
    pattern: Expression,
    /// The name the value is given to, in any case.
    assigned_to: Option<String>,
    /// Least Shannon entropy of the value after its prefix, bits per character.
    entropy: Option<f32>,
    /// Values that are not of this kind: words, placeholders.
    pub(super) except: Option<Expression>,
    /// Values that the provider publishes for tests and examples: no secret, whatever
    /// the name they are given to.
    pub(super) published: Option<Expression>,
    /// What must stand close by.
    pub(super) near: Option<Near>,
    /// The structure or checksum that proves the value.
    pub(super) validate: Option<Validation>,
    /// Public beginning of the value, when it is not the keyword.
    prefix: Option<String>,
    /// File names (globs) the pattern is kept to.
    #[serde(default)]
    pub(super) names: Vec<String>,
    /// Bytes to read after the keyword, and before it unless the value begins there.
    reach: Option<usize>,
    /// True for the key of a server that whoever uses it installs, maybe on their machine.
    #[serde(default)]
    pub(crate) self_hosted: bool,
    /// True when any other pattern that finds the same value tells more.
    #[serde(default)]
    pub(super) yields: bool,
    /// Texts that hold exactly one such secret; `{alnum:36}` stands for 36
    /// letters and digits.
    pub examples: Vec<String>,
    /// Texts that hold none.
    #[serde(default)]
    pub counter_examples: Vec<String>,
    #[serde(skip)]
    whole: OnceLock<Expression>,
}

/// Bits per character below which a value of this kind was written by hand.
const LEAST_ENTROPY: f32 = 2.5;

/// What starts the name of an expression that several patterns of a file have.
const SHARED: char = '@';

impl Pattern {
    /// Puts those of `shared` in the place of their names (`except = "@name"`); the key
    /// whose name is none of them.
    pub(super) fn share(&mut self, shared: &BTreeMap<String, String>) -> Option<&'static str> {
        let near = self.near.as_mut().map(|near| &mut near.pattern);
        let named = [("except", self.except.as_mut()), ("near", near)];
        for (key, expression) in named {
            let Some(expression) = expression else { continue };
            let Some(name) = expression.source.strip_prefix(SHARED) else { continue };
            match shared.get(name) {
                Some(source) => *expression = Expression::new(source),
                None => return Some(key),
            }
        }
        None
    }

    /// How the expression is applied.
    pub fn shape(&self) -> Shape {
        if self.assigned_to.is_some() {
            Shape::Assigned
        } else if self.pattern.source().contains("(?P<secret>") {
            Shape::Within
        } else {
            Shape::Token
        }
    }

    /// True when what is verified of its values is something that no made-up value has.
    pub fn proves(&self) -> bool {
        self.validate.is_some_and(Validation::proves)
    }

    /// The expression to run: anchored for a token, the name and what assigns
    /// before an assigned value.
    pub(super) fn expression(&self) -> &Expression {
        self.whole.get_or_init(|| {
            let source = self.pattern.source();
            Expression::new(match (&self.assigned_to, self.shape()) {
                (Some(name), _) => assignment(name, source),
                (None, Shape::Token) => format!("^(?:{source})"),
                (None, _) => source.to_string(),
            })
        })
    }

    /// Bytes to read before and after a keyword.
    pub(super) fn reach(&self) -> (usize, usize) {
        match self.shape() {
            Shape::Token => (0, self.reach.unwrap_or(512)),
            Shape::Assigned => (48, self.reach.unwrap_or(384)),
            Shape::Within => (self.reach.unwrap_or(192), self.reach.unwrap_or(192)),
        }
    }

    /// Least entropy of the part of the value that varies, bits per character.
    pub(super) fn entropy(&self) -> f32 {
        self.entropy.unwrap_or(LEAST_ENTROPY)
    }

    /// Length in bytes of the beginning of `value` that is public.
    pub(super) fn prefix_length(&self, value: &[u8]) -> usize {
        let starts = |word: &&str| {
            value.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word.as_bytes()))
        };
        let keywords = self.keywords.iter().filter(|_| self.shape() == Shape::Token);
        let known = self.prefix.iter().chain(keywords).map(String::as_str).filter(starts);
        known.map(str::len).max().unwrap_or(0)
    }

    /// The beginning of `secret` that may be shown, for [`Secret::redacted`].
    pub fn prefix_of(&self, secret: &Secret) -> String {
        let value = secret.expose();
        String::from_utf8_lossy(&value[..self.prefix_length(value)]).into_owned()
    }
}

/// An expression for `value` given to `name`: `NAME=v`, `"name": "v"`,
/// `name => 'v'`, `<name>v</name>`, `--name v`, `getenv("NAME", "v")`,
/// `${NAME:-v}`, `name="NAME" value="v"`, a `name:` and `value:` pair of lines.
fn assignment(name: &str, value: &str) -> String {
    const CLOSE: &str = r#"["'`\\\])}]{0,4}"#;
    const OPEN: &str = r#"["'`\\\[(]{0,3}"#;
    const ASSIGNS: &str = r"(?:=>|:=|\?=|={1,2}|:-|:|,|>|\(|\|\||\?\?|\bor\b)";
    const END: &str = "(?:[^0-9A-Za-z_]|$)";
    const LINE: &str = r"\r?\n[ \t]{0,40}value[ \t]{0,2}:";
    let between = format!(
        r"{CLOSE}(?:[ \t]{{0,16}}{ASSIGNS}|[ \t]{{1,16}}(?:value[ \t]{{0,2}}=)?|{LINE})[ \t]{{0,16}}"
    );
    format!(
        r"(?i:{name})[\w.\-]{{0,16}}(?i:{between})(?:[\w.]{{1,20}}\()?{OPEN}(?P<secret>{value}){END}"
    )
}
