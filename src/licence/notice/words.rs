//! The words that a notice is made of, folded as tokens are:
//! `data/licence/words.toml`.

use serde::Deserialize;
use std::collections::{HashMap, HashSet};
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
    pub and: List,
    pub ends_name: List,
    pub another_choice: List,
    pub calls: List,
    pub under: List,
    pub bears: List,
    pub according: List,
    pub postposed: List,
    pub terms: List,
    pub of: List,
    pub before_told_version: List,
    pub of_reader: List,
    pub before_covered: List,
    pub covers: List,
    pub after_covered: List,
    pub tells_where: List,
    pub refuses_nothing: List,
    pub no_condition: List,
    pub negation: List,
    pub exempting: List,
    pub before_copy: List,
    pub parts: List,
    pub article: List,
    pub refers: List,
    pub beside_name: List,
    pub about_licence: List,
    pub version: List,
    pub after_version: List,
    pub lets_in: List,
    pub cc_ports: HashMap<String, String>,
    pub adds_exception: List,
    pub exception: List,
    pub before_exception: List,
    pub without_exception: List,
    pub submits: List,
    pub another: List,
    pub continues: Vec<String>,
    pub conditions: Conditions,
    pub spellings: Spellings,
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

/// The one spelling of words that are written in several ways, by each of those.
#[derive(Debug, Deserialize)]
#[serde(from = "HashMap<String, Vec<String>>")]
pub(super) struct Spellings(pub HashMap<String, String>);

impl From<HashMap<String, Vec<String>>> for Spellings {
    fn from(ways: HashMap<String, Vec<String>>) -> Spellings {
        let each = ways
            .into_iter()
            .flat_map(|(word, ways)| ways.into_iter().map(move |way| (way, word.clone())));
        Spellings(each.collect())
    }
}

/// The words.
pub(super) static WORDS: LazyLock<Words> = LazyLock::new(|| {
    toml::from_str(DATA).unwrap_or_else(|error| unreachable!("words.toml is tested: {error}"))
});
