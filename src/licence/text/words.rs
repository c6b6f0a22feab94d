//! The words of a text, as the matching of licences sees them.
//!
//! Two texts that differ by their lay-out, their typography, their markup, the
//! comment marks before their lines or the numbering of their clauses give the
//! same words. Words of one letter, numbers of one or two digits and small
//! roman numbers are left out: they number clauses, and each lay-out has its
//! own way to do it.

use super::{fold, markup};
use std::ops::Range;

/// Letters beyond which a comment prefix is taken for a word.
const LONGEST_PREFIX: usize = 5;

/// A word of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Word {
    /// Hash of the folded word.
    pub hash: u64,
    /// First byte in the text.
    pub start: u32,
    /// Byte after the last one.
    pub end: u32,
}

impl Word {
    /// Where the word stands in the text.
    pub(crate) fn bytes(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// The words of `text`.
pub(crate) fn words(text: &str) -> Vec<Word> {
    words_joined(text, |_| true)
}

/// The words of `text`, those that the end of a line cuts in two joined again:
/// where `known` has the whole (given folded), or has not both halves.
pub(crate) fn words_joined(text: &str, known: impl Fn(u64) -> bool) -> Vec<Word> {
    let mut found = Vec::with_capacity(text.len() / 6);
    let take = |word: &str, bytes: Range<usize>| {
        let (start, end) = (bytes.start as u32, bytes.end as u32);
        found.push(Word { hash: hash(word), start, end });
    };
    let joins = |first: &str, second: &str| {
        let has = |word: String| {
            let mut word = word;
            fold::spelling(&mut word);
            known(hash(&word))
        };
        has(format!("{first}{second}")) || !has(first.to_string()) || !has(second.to_string())
    };
    read(text, joins, take);
    found
}

/// Gives every word of `text`, folded, with its place.
pub(crate) fn each(text: &str, take: impl FnMut(&str, Range<usize>)) {
    read(text, |_, _| false, take);
}

/// Gives every word of `text`, folded, with its place; `joins` says of two parts
/// around the end of a line whether they make one word.
fn read(text: &str, joins: impl Fn(&str, &str) -> bool, mut take: impl FnMut(&str, Range<usize>)) {
    let prefix = Prefix::of(text);
    let mut pending: Option<(String, Range<usize>)> = None;
    let mut first_of_line = true;
    let mut seen = 0;
    raw(text, |word, bytes| {
        let passed = &text[seen..bytes.start];
        seen = bytes.start;
        first_of_line |= passed.contains('\n');
        if std::mem::take(&mut first_of_line)
            && prefix.as_ref().is_some_and(|prefix| prefix.is(word))
        {
            return;
        }
        let (mut word, mut bytes) = (word.clone(), bytes);
        if let Some((before, place)) = pending.take() {
            if is_prefix(&before) || joins(&before, &word) {
                word.insert_str(0, &before);
                bytes.start = place.start;
            } else {
                give(before, place, &mut take);
            }
        }
        if is_prefix(&word) || hyphenated(&text[bytes.end..]) {
            pending = Some((word, bytes));
        } else {
            give(word, bytes, &mut take);
        }
    });
    if let Some((word, bytes)) = pending {
        give(word, bytes, &mut take);
    }
}

fn give(mut word: String, bytes: Range<usize>, take: &mut impl FnMut(&str, Range<usize>)) {
    if !is_mark(&word) {
        fold::spelling(&mut word);
        take(&word, bytes);
    }
}

/// True for what is written with or without a hyphen before a word.
fn is_prefix(word: &str) -> bool {
    matches!(word, "non" | "sub")
}

/// True when a hyphen ends the line right before `rest`'s first word.
fn hyphenated(rest: &str) -> bool {
    rest.strip_prefix(['-', '\u{2010}'])
        .and_then(|rest| rest.trim_start_matches([' ', '\r']).strip_prefix('\n'))
        .is_some_and(|rest| !rest.trim_start_matches([' ', '\t']).starts_with(['\n', '\r', '-']))
}

/// Runs of letters and digits; a point between digits is kept (`2.0`).
fn raw(text: &str, mut take: impl FnMut(&mut String, Range<usize>)) {
    let bytes = text.as_bytes();
    let mut word = String::new();
    let (mut start, mut end, mut at) = (0, 0, 0);
    while let Some(character) = text[at..].chars().next() {
        let mut length = character.len_utf8();
        let mut shown = character;
        match character {
            '<' => length = markup::tag(&text[at..]).unwrap_or(1),
            ']' => length = markup::link_target(&text[at..]).unwrap_or(1),
            '&' => {
                if let Some((meant, whole)) = markup::entity(&text[at..]) {
                    (shown, length) = (meant, whole);
                }
            }
            _ => {}
        }
        let digit = |place: Option<usize>| {
            place.and_then(|place| bytes.get(place)).is_some_and(u8::is_ascii_digit)
        };
        if shown.is_alphanumeric() || fold::is_invisible(shown) {
            if word.is_empty() {
                start = at;
            }
            fold::push(&mut word, shown);
            end = at + length;
        } else if character == '.' && digit(at.checked_sub(1)) && digit(Some(at + 1)) {
            word.push('.');
        } else if !word.is_empty() {
            take(&mut word, start..end);
            word.clear();
        }
        at += length;
    }
    if !word.is_empty() {
        take(&mut word, start..end);
    }
}

/// True for what numbers a clause or introduces an address, not for words.
fn is_mark(word: &str) -> bool {
    let few = word.len() <= 2 && word.bytes().all(|byte| byte.is_ascii_digit());
    let roman = word.len() <= 4 && word.bytes().all(|byte| matches!(byte, b'i' | b'v' | b'x'));
    few || roman || word.chars().nth(1).is_none() || matches!(word, "http" | "https" | "www")
}

/// What begins nearly every line, and is no word of the text.
enum Prefix {
    /// A short word: `REM`, `dnl`, `echo`.
    Word(String),
    /// The number of the line.
    Number,
}

impl Prefix {
    /// The prefix of the lines of `text`, when they have one.
    fn of(text: &str) -> Option<Prefix> {
        let first = |line: &str| {
            let word = line.split(|c: char| !c.is_alphanumeric()).find(|word| !word.is_empty());
            word.filter(|word| word.len() <= LONGEST_PREFIX).map(str::to_lowercase)
        };
        let mut lines = text.lines().filter(|line| line.chars().any(char::is_alphanumeric));
        let candidate = first(lines.next()?)?;
        let begun: Vec<Option<String>> = lines.take(200).map(first).collect();
        let nearly_all = |same: usize| begun.len() >= 4 && same * 10 >= begun.len() * 9;
        if nearly_all(begun.iter().flatten().filter(|word| **word == candidate).count()) {
            return Some(Prefix::Word(candidate));
        }
        let numbers: Vec<u32> =
            begun.iter().flatten().filter_map(|word| word.parse().ok()).collect();
        let rising =
            1 + numbers.windows(2).filter(|two| two[1] > two[0] && two[1] - two[0] < 20).count();
        (numbers.len() >= 4 && nearly_all(rising)).then_some(Prefix::Number)
    }

    fn is(&self, word: &str) -> bool {
        match self {
            Prefix::Word(prefix) => word == prefix,
            Prefix::Number => word.bytes().all(|byte| byte.is_ascii_digit()),
        }
    }
}

/// FNV-1a over the bytes of a folded word.
pub(crate) fn hash(word: &str) -> u64 {
    word.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::each;

    fn read(text: &str) -> String {
        let mut words = Vec::new();
        each(text, |word, _| words.push(word.to_string()));
        words.join(" ")
    }

    #[test]
    fn the_same_words_come_out_of_any_lay_out() {
        let plain = read("1. Redistributions of source code, non-exclusive, version 2.0");
        for disguised in [
            "// a) Redistributions of\n//    source code, non\u{2011}exclusive, version 2.0",
            "<li>Redistributions <b>of</b> source&nbsp;code, non exclusive, version 2.0</li>",
            "* **Redistributions** of [source](https://example.org) code, *nonexclusive*, VERSION 2.0",
        ] {
            assert_eq!(read(disguised), plain);
        }
    }

    #[test]
    fn a_word_before_every_line_is_a_comment_mark() {
        let text =
            "REM Permission is\nREM hereby granted\nREM free of\nREM charge to\nREM any person";
        assert_eq!(read(text), "permission is hereby granted free of charge to any person");
    }

    #[test]
    fn numbers_of_lines_are_no_words() {
        let lines = ["Permission is", "hereby granted", "free of", "charge to", "any person"];
        let numbered = lines.iter().zip(98..).map(|(line, at)| format!("{at:>4}  {line}\n"));
        let words = "permission is hereby granted free of charge to any person";
        assert_eq!(read(&numbered.collect::<String>()), words);
    }

    #[test]
    fn words_cut_by_the_end_of_a_line_are_joined() {
        let known = ["distribution", "third", "party", "nonexclusive"].map(super::hash);
        let joined = |text: &str| {
            let words = super::words_joined(text, |hash| known.contains(&hash));
            words.iter().map(|word| text[word.bytes()].replace("-\n", "")).collect::<Vec<_>>()
        };
        assert_eq!(joined("distri-\nbution, third-\nparty"), ["distribution", "third", "party"]);
        assert_eq!(joined("non-\nexclusive cut-\nting"), ["nonexclusive", "cutting"]);
    }

    #[test]
    fn places_are_those_of_the_text() {
        let text = "«\u{a0}été\u{a0}» &eacute;t&eacute;";
        let mut places = Vec::new();
        each(text, |_, bytes| places.push(text[bytes].to_string()));
        assert_eq!(places, ["été", "&eacute;t&eacute;"]);
    }
}
