//! The words by which what a project says of itself is recognised.

use serde::Deserialize;
use std::sync::LazyLock;

/// `data/project.toml`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Words {
    pub aside: Vec<String>,
    pub variants: Vec<String>,
    pub logos: Vec<String>,
    pub state_marks: Vec<String>,
    pub state_bodies: Vec<String>,
    pub third_parties: Vec<String>,
    pub features: Vec<String>,
    pub sections: Vec<String>,
    pub greetings: Vec<String>,
    pub publishers: Vec<String>,
    pub goals: Vec<String>,
    pub statuses: Vec<String>,
    pub locale_folders: Vec<String>,
    pub languages: Vec<String>,
}

const TEXT: &str = include_str!("../../data/project.toml");

pub(super) static WORDS: LazyLock<Words> =
    LazyLock::new(|| toml::from_str(TEXT).unwrap_or_default());

/// True when `word` is one of `words`.
pub(super) fn is(words: &[String], word: &str) -> bool {
    words.iter().any(|known| known == word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_are_read() {
        let read: Result<Words, _> = toml::from_str(TEXT);
        assert!(read.is_ok_and(|words| words.languages.len() > 30));
    }
}
