//! Why a repository was not read: words and remedies are data (`missing.toml`).

use super::code;
use crate::lang::Text;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// A reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Reason {
    /// An address, and no clone.
    NoClone,
    /// Git failed.
    NotFetched,
    /// An address that git is not given.
    RefusedAddress,
    /// A copy past its size.
    TooLarge,
    /// A copy past its time.
    TooSlow,
    /// The forge asks to wait longer than is waited.
    Quota,
    /// The audit refused it.
    Unreadable,
    /// The audit took too long.
    Timeout,
    /// The audit took too much memory.
    Memory,
    /// The program broke.
    Crash,
    /// The run was stopped.
    Interrupted,
    /// The options left it out.
    NotAsked,
    /// It was read in part.
    Incomplete,
}

#[derive(Deserialize)]
struct Words {
    #[serde(flatten)]
    said: Said,
    then: Text,
}

#[derive(Deserialize)]
struct Said {
    fr: String,
    en: String,
}

static WORDS: LazyLock<BTreeMap<String, Words>> =
    LazyLock::new(|| toml::from_str(include_str!("missing.toml")).expect("embedded"));

impl Reason {
    /// Its name in the files.
    pub(crate) fn code(self) -> String {
        code::code(&self)
    }

    /// The reason named `code`.
    pub(crate) fn parse(code: &str) -> Option<Reason> {
        code::parsed(code)
    }

    /// What it says, with `detail`.
    pub(crate) fn told(self, detail: &Text) -> Text {
        let words = &WORDS[&self.code()].said;
        Text::new(
            words.fr.replace("{detail}", &detail.fr),
            words.en.replace("{detail}", &detail.en),
        )
    }

    /// What to do about it.
    pub(crate) fn remedy(self) -> &'static Text {
        &WORDS[&self.code()].then
    }
}

/// A repository that was not read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Missing {
    /// Why.
    pub reason: Reason,
    /// What is known besides.
    pub detail: Text,
}

impl Missing {
    /// True for one that was not asked for.
    pub(crate) fn is_left(&self) -> bool {
        self.reason == Reason::NotAsked
    }

    /// For `reason` alone.
    pub(crate) fn new(reason: Reason) -> Missing {
        Missing { reason, detail: Text::same("") }
    }

    /// For `reason`, of which more is known.
    pub(crate) fn with(reason: Reason, detail: Text) -> Missing {
        Missing { reason, detail }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_has_its_words() {
        for (code, words) in WORDS.iter() {
            let reason = Reason::parse(code).expect("a reason");
            assert_eq!(reason.code(), *code);
            let told = reason.told(&Text::same("x"));
            assert!(!told.fr.contains('{') && !words.then.en.is_empty(), "{code}");
        }
        let last = Reason::Incomplete as usize;
        assert_eq!(WORDS.len(), last + 1);
    }
}
