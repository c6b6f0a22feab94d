//! The words that a notice is made of, folded as tokens are:
//! `data/licence/words.toml`.

use serde::Deserialize;
use std::collections::HashSet;
use std::sync::LazyLock;

const DATA: &str = include_str!("../../../data/licence/words.toml");

/// A list of words.
#[derive(Debug, Deserialize)]
pub(super) struct List(HashSet<String>);

impl List {
    /// Whether `token` is one of them.
    pub(super) fn has(&self, token: &impl AsRef<str>) -> bool {
        self.0.contains(token.as_ref())
    }

    /// Whether one of `tokens` is one of them.
    pub(super) fn any<'t, T: AsRef<str> + 't>(
        &self,
        tokens: impl IntoIterator<Item = &'t T>,
    ) -> bool {
        tokens.into_iter().any(|token| self.has(token))
    }
}

/// The lists; the data say what each is.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[allow(missing_docs)]
pub(super) struct Words {
    pub filler: List,
    pub choice: List,
    pub restart: List,
    pub aside: List,
    pub conditional: List,
    pub own: List,
    pub field: List,
    pub silent: List,
    pub silent_signs: List,
    pub before_version: List,
    pub before_later: List,
    pub later: List,
    pub only: List,
    pub signs: List,
    pub code: List,
    pub documentation: List,
    pub data: List,
    pub assets: List,
    pub foreign: List,
    pub cc_filler: List,
    pub style: List,
    pub joins: List,
    pub or: List,
    pub audience: List,
    pub given_to: List,
    pub opens_grant: List,
    pub other_section: List,
    pub refusal: List,
    pub governed: List,
    pub subject_to: List,
    pub left_to_reader: List,
    pub abbreviations: List,
    pub component: List,
    pub after_component: List,
    pub conditions: Conditions,
}

/// The conditions of the Creative Commons licences, each in its wordings.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)]
pub(super) struct Conditions {
    pub zero: Vec<String>,
    pub by: Vec<String>,
    pub nc: Vec<String>,
    pub nd: Vec<String>,
    pub sa: Vec<String>,
}

/// The words.
pub(super) static WORDS: LazyLock<Words> = LazyLock::new(|| {
    toml::from_str(DATA).unwrap_or_else(|error| unreachable!("words.toml is tested: {error}"))
});

/// Whether `token` is one of `words`.
pub(super) fn is_one_of(token: &impl AsRef<str>, words: &[&str]) -> bool {
    words.contains(&token.as_ref())
}
