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
pub struct Word {
    /// Hash of the folded word.
    pub hash: u64,
    /// First byte in the text.
    pub start: u32,
    /// Byte after the last one.
    pub end: u32,
}

impl Word {
    /// Where the word stands in the text.
    pub fn bytes(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// The words of `text`.
pub fn words(text: &str) -> Vec<Word> {
    let mut found = Vec::with_capacity(text.len() / 6);
    each(text, |word, bytes| {
        let (start, end) = (bytes.start as u32, bytes.end as u32);
        found.push(Word { hash: hash(word), start, end });
    });
    found
}

/// Gives every word of `text`, folded, with its place.
pub fn each(text: &str, mut take: impl FnMut(&str, Range<usize>)) {
    let prefix = comment_prefix(text);
    let mut pending: Option<(String, Range<usize>)> = None;
    let mut first_of_line = true;
    let mut seen = 0;
    raw(text, |word, bytes| {
        first_of_line |= text[seen..bytes.start].contains('\n');
        seen = bytes.start;
        if std::mem::take(&mut first_of_line) && prefix.as_deref() == Some(word.as_str()) {
            return;
        }
        let (mut word, mut bytes) = (word.clone(), bytes);
        if let Some((before, place)) = pending.take() {
            word.insert_str(0, &before);
            bytes.start = place.start;
        } else if matches!(word.as_str(), "non" | "sub") {
            pending = Some((word, bytes));
            return;
        }
        if !is_mark(&word) {
            fold::spelling(&mut word);
            take(&word, bytes);
        }
    });
    if let Some((word, bytes)) = pending {
        take(&word, bytes);
    }
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

/// The short word that begins nearly every line, when there is one: `REM`,
/// `dnl`, `echo`.
fn comment_prefix(text: &str) -> Option<String> {
    let first = |line: &str| {
        let word = line.split(|c: char| !c.is_alphanumeric()).find(|word| !word.is_empty());
        word.filter(|word| word.len() <= LONGEST_PREFIX).map(str::to_lowercase)
    };
    let mut lines = text.lines().filter(|line| line.chars().any(char::is_alphanumeric));
    let candidate = first(lines.next()?)?;
    let lines: Vec<&str> = lines.take(200).collect();
    let same = lines.iter().filter(|line| first(line).as_deref() == Some(&candidate)).count();
    (lines.len() >= 4 && same * 10 >= lines.len() * 9).then_some(candidate)
}

/// FNV-1a over the bytes of a folded word.
pub fn hash(word: &str) -> u64 {
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
    fn places_are_those_of_the_text() {
        let text = "«\u{a0}été\u{a0}» &eacute;t&eacute;";
        let mut places = Vec::new();
        each(text, |_, bytes| places.push(text[bytes].to_string()));
        assert_eq!(places, ["été", "&eacute;t&eacute;"]);
    }
}
