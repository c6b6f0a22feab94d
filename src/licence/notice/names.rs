//! The names of licences, as people write them.

use super::name::Name;
use super::shape::spelling;
use super::token::{Cut, Token, TokenKind};
use super::words::WORDS;
use super::{cc, url, version};
use crate::licence::expression::ids;
use crate::licence::names::{self, Family};
use std::collections::HashMap;
use std::ops::Range;
use std::sync::{LazyLock, OnceLock};

/// A licence named in a text.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Mention {
    /// The licence, as far as it is known.
    pub name: Name,
    /// The tokens that name it.
    pub tokens: Range<usize>,
    /// True when the word "license" belongs to the name or stands beside it.
    pub worded: bool,
}

/// What an alias stands for.
#[derive(Debug, Clone, Copy)]
enum Meaning {
    Family(&'static Family),
    Licence(&'static str),
}

/// An alias: its words after the first, and what it means.
struct Alias {
    rest: Vec<String>,
    meaning: Meaning,
    /// True for a single ordinary word, which needs "license" beside it.
    weak: bool,
}

fn is_silent(token: &Token) -> bool {
    match token.kind {
        TokenKind::Sign => WORDS.silent_signs.has(token),
        TokenKind::Word => WORDS.silent.has(token),
        _ => false,
    }
}

/// The words of a name, without the silent ones.
pub(super) fn key(name: &str) -> Vec<String> {
    let cut = super::token::cut(name);
    cut.tokens.iter().filter(|token| !is_silent(token)).map(|token| token.text.clone()).collect()
}

/// The names that start with one word, read when a text holds it.
#[derive(Default)]
struct Names {
    written: Vec<(&'static str, Meaning, bool)>,
    read: OnceLock<Vec<Alias>>,
}

impl Names {
    /// The aliases, the longest first.
    fn aliases(&self) -> &[Alias] {
        self.read.get_or_init(|| {
            let alias = |&(name, meaning, ordinary): &(&str, Meaning, bool)| {
                let rest: Vec<String> = key(name).into_iter().skip(1).collect();
                let weak = rest.is_empty() && ordinary;
                Alias { rest, meaning, weak }
            };
            let mut aliases: Vec<Alias> = self.written.iter().map(alias).collect();
            aliases.sort_by_key(|alias| std::cmp::Reverse(alias.rest.len()));
            aliases
        })
    }
}

/// The first word of [`key`], without cutting the whole of most names.
fn first(name: &str) -> Option<String> {
    let word = name.split(' ').next().unwrap_or_default();
    let letters = word.split('-').next().unwrap_or_default();
    let plain = letters.len() > 1
        && letters.bytes().all(|byte| byte.is_ascii_alphabetic())
        && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-.".contains(&byte));
    let first = match plain {
        true => Some(spelling(letters.to_ascii_lowercase())),
        false => None,
    };
    let first = first.filter(|word| !WORDS.silent.has(word));
    first.or_else(|| key(name).into_iter().next())
}

static ALIASES: LazyLock<HashMap<String, Names>> = LazyLock::new(|| {
    let mut found: HashMap<String, Names> = HashMap::new();
    let mut add = |name: &'static str, meaning: Meaning, ordinary: bool| {
        let Some(first) = first(name) else { return };
        found.entry(first).or_default().written.push((name, meaning, ordinary));
    };
    for family in names::families() {
        family.names.iter().for_each(|name| add(name, Meaning::Family(family), false));
        family.words.iter().for_each(|name| add(name, Meaning::Family(family), true));
    }
    for named in names::licences() {
        named.names.iter().for_each(|name| add(name, Meaning::Licence(&named.id), true));
    }
    for (id, full_name) in ids::listed() {
        if names::family_of(id) == id {
            add(id, Meaning::Licence(id), true);
            add(full_name, Meaning::Licence(id), true);
        }
    }
    found
});

/// The licences that `range` of `cut` names, in order.
pub(super) fn mentions(cut: &Cut, range: Range<usize>) -> Vec<Mention> {
    let mut found: Vec<Mention> = Vec::new();
    let mut at = range.start;
    while at < range.end {
        match mention(cut, at, range.end) {
            Some(mention) => {
                at = mention.tokens.end.max(at + 1);
                found.push(mention);
            }
            None => at += 1,
        }
    }
    found
}

/// Whether one of `mentions`, in their order, holds the token `at`.
pub(super) fn hold(mentions: &[Mention], at: usize) -> bool {
    let from = mentions.partition_point(|mention| mention.tokens.end <= at);
    mentions.get(from).is_some_and(|mention| mention.tokens.contains(&at))
}

fn mention(cut: &Cut, at: usize, end: usize) -> Option<Mention> {
    let token = &cut.tokens[at];
    match token.kind {
        TokenKind::Url => {
            let name = url::name(&token.text)?;
            return Some(Mention { name, tokens: at..at + 1, worded: true });
        }
        TokenKind::Word | TokenKind::Number => {}
        TokenKind::Path | TokenKind::Name | TokenKind::Sign => return None,
    }
    if let Some((name, tokens)) = cc::read(cut, at, end) {
        let worded = worded(cut, at, tokens.end, end);
        return Some(Mention { name, tokens, worded });
    }
    let (alias, last) = ALIASES
        .get(&token.text)?
        .aliases()
        .iter()
        .find_map(|alias| Some((alias, matched(cut, at, end, alias)?)))?;
    let worded = worded(cut, at, last + 1, end);
    if token.text == "mit" && alias.rest.is_empty() && !token.capitals && !worded && last == at {
        let alone = end - at <= 2;
        if !alone {
            return None;
        }
    }
    let (name, tokens) = match alias.meaning {
        Meaning::Licence(id) => (Name::Known(id.to_string(), None), at..last + 1),
        Meaning::Family(family) => version::read(cut, family, at..last + 1, end)?,
    };
    let told = match alias.meaning {
        Meaning::Licence("Unlicense") => true,
        Meaning::Licence(_) => token.capitals && matches!(token.text.as_str(), "isc" | "wtfpl"),
        Meaning::Family(_) => matches!(name, Name::Known(..)),
    };
    if alias.weak && !worded && !told {
        return None;
    }
    if is_only_a_style(cut, tokens.end, end) {
        return None;
    }
    Some(Mention { name, tokens, worded })
}

/// The last token of `alias` when it stands at `at`.
fn matched(cut: &Cut, at: usize, end: usize, alias: &Alias) -> Option<usize> {
    let mut last = at;
    let mut next = at + 1;
    for word in &alias.rest {
        let mut skipped = 0;
        while next < end && is_silent(&cut.tokens[next]) && cut.tokens[next].text != *word {
            next += 1;
            skipped += 1;
            if skipped > 6 {
                return None;
            }
        }
        if next >= end || cut.tokens[next].text != *word {
            return None;
        }
        last = next;
        next += 1;
    }
    Some(last)
}

/// Whether "license" belongs to the name or stands right beside it.
fn worded(cut: &Cut, from: usize, to: usize, end: usize) -> bool {
    let is = |token: &Token| WORDS.field.has(token);
    let silent = |token: &Token| {
        matches!(token.text.as_str(), "\"" | "“" | "«" | "-" | "’" | ":" | "(" | "[" | "'" | "the")
    };
    let before = cut.tokens[..from].iter().rev().take(4).find(|token| !silent(token));
    let after = cut.tokens[to..end].iter().take(3).find(|token| {
        !matches!(token.text.as_str(), "\"" | "”" | "»" | "-" | ")" | "]" | "'" | "software")
    });
    cut.tokens[from..to].iter().any(is) || before.is_some_and(is) || after.is_some_and(is)
}

/// `BSD-style`, `MIT-like`, `GPL-compatible`: no licence is named.
fn is_only_a_style(cut: &Cut, from: usize, end: usize) -> bool {
    let next = cut.tokens[from..end].iter().find(|token| token.text != "-" && token.text != "‑");
    next.is_some_and(|token| WORDS.style.has(token))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_word_of_a_name_is_that_of_its_key() {
        let named = names::licences().iter().flat_map(|named| named.names.iter());
        let families = names::families().iter();
        let families = families.flat_map(|family| family.names.iter().chain(&family.words));
        let listed = ids::listed().flat_map(|(id, name)| [id, name]);
        let names = named.chain(families).map(String::as_str).chain(listed);
        let mut count = 0;
        for name in names {
            assert_eq!(first(name), key(name).into_iter().next(), "{name}");
            count += 1;
        }
        assert!(count > 1000, "{count}");
    }
}
