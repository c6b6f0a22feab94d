//! A text as the comparison with licences reads it.

use super::library::{Library, SHINGLE, shingles};
use super::words::{Word, each, words_joined};
use std::collections::HashMap;
use std::ops::Range;
use std::sync::OnceLock;

/// Words of the longest line that pages repeat, and times it stands there.
const RUNNING: (usize, usize) = (8, 2);

/// Marks the end of a chain of positions.
const NONE: u32 = u32::MAX;

/// The words of a text, and where each of its shingles stands.
#[derive(Debug)]
pub(crate) struct Reading<'t> {
    /// The decoded text.
    pub text: &'t str,
    /// Its words.
    pub words: Vec<Word>,
    /// Hashes of its shingles.
    pub shingles: Vec<u32>,
    heads: Vec<u32>,
    next: Vec<u32>,
    repeated: OnceLock<Vec<bool>>,
    addresses: OnceLock<Vec<bool>>,
}

impl<'t> Reading<'t> {
    /// Reads `text`, to be compared with the licences of `library`.
    pub(crate) fn new(library: &Library, text: &'t str) -> Reading<'t> {
        let words = words_joined(text, |hash| library.has_word(hash));
        let shingles = shingles(words.iter().map(|word| word.hash));
        let slots = (2 * shingles.len()).next_power_of_two();
        let (mut heads, mut next) = (vec![NONE; slots], vec![NONE; shingles.len()]);
        for (at, hash) in shingles.iter().enumerate().rev() {
            let slot = *hash as usize & (slots - 1);
            next[at] = heads[slot];
            heads[slot] = at as u32;
        }
        let (repeated, addresses) = (OnceLock::new(), OnceLock::new());
        Reading { text, words, shingles, heads, next, repeated, addresses }
    }

    /// Places of the shingle `hash`, in order.
    pub(crate) fn places(&self, hash: u32) -> impl Iterator<Item = usize> {
        let first = self.heads[hash as usize & (self.heads.len() - 1)];
        std::iter::successors(Some(first).filter(|at| *at != NONE), |at| {
            Some(self.next[*at as usize]).filter(|at| *at != NONE)
        })
        .map(|at| at as usize)
        .filter(move |at| self.shingles[*at] == hash)
    }

    /// The word number `word`, folded.
    pub(crate) fn folded(&self, word: usize) -> String {
        let mut folded = String::new();
        each(&self.text[self.words[word].bytes()], |part, _| folded.push_str(part));
        folded
    }

    /// True for a word of a short line that pages repeat, numbers left aside.
    pub(crate) fn is_repeated(&self, word: usize) -> bool {
        self.repeated.get_or_init(|| self.repeated())[word]
    }

    fn repeated(&self) -> Vec<bool> {
        let mut lines: Vec<Range<usize>> = Vec::new();
        let mut end = 0;
        for (at, word) in self.words.iter().enumerate() {
            match lines.last_mut() {
                Some(line) if !self.text[end..word.bytes().start].contains('\n') => {
                    line.end = at + 1
                }
                _ => lines.push(at..at + 1),
            }
            end = word.bytes().end;
        }
        let said = |line: &Range<usize>| -> Vec<u64> {
            let words = self.words[line.clone()].iter();
            words.filter(|word| !self.is_number(word)).map(|word| word.hash).collect()
        };
        let mut times: HashMap<Vec<u64>, usize> = HashMap::new();
        for line in lines.iter().filter(|line| line.len() <= RUNNING.0) {
            *times.entry(said(line)).or_default() += 1;
        }
        let mut repeated = vec![false; self.words.len()];
        for line in lines {
            if line.len() <= RUNNING.0 && times.get(&said(&line)).is_some_and(|n| *n >= RUNNING.1) {
                repeated[line].fill(true);
            }
        }
        repeated
    }

    /// True for a word that is a number.
    pub(crate) fn is_number(&self, word: &Word) -> bool {
        self.text.as_bytes()[word.bytes().start].is_ascii_digit()
    }

    /// True for a word of an address.
    pub(crate) fn in_address(&self, word: usize) -> bool {
        self.addresses.get_or_init(|| self.addresses())[word]
    }

    fn addresses(&self) -> Vec<bool> {
        // What is between two blanks is read once, however many words it has.
        let mut last: Option<(usize, bool)> = None;
        let words = self.words.iter().map(|word| {
            let bytes = word.bytes();
            if let Some((_, address)) = last.filter(|(end, _)| bytes.end <= *end) {
                return address;
            }
            let token = self.token(&bytes);
            let address = is_address(&self.text[token.clone()]);
            // A word that a line break cuts is of two of them.
            last = (!self.text[bytes].contains(divides)).then_some((token.end, address));
            address
        });
        words.collect()
    }

    /// What stands around the word at `bytes`, from blank to blank.
    fn token(&self, bytes: &Range<usize>) -> Range<usize> {
        let (before, after) = (&self.text[..bytes.start], &self.text[bytes.end..]);
        let start = before.char_indices().rfind(|(_, c)| divides(*c));
        let start = start.map_or(0, |(at, c)| at + c.len_utf8());
        start..bytes.end + after.find(divides).unwrap_or(after.len())
    }

    /// Line of the word number `word`, from 1.
    pub(crate) fn line(&self, word: usize) -> usize {
        let end = self.words.get(word).map_or(self.text.len(), |word| word.start as usize);
        1 + self.text.as_bytes()[..end].iter().filter(|byte| **byte == b'\n').count()
    }

    /// For each shingle, whether its words are all free.
    pub(crate) fn open(&self, free: &[bool]) -> Vec<bool> {
        free.windows(SHINGLE).map(|words| words.iter().all(|free| *free)).collect()
    }
}

/// True for what stands between two words, or around an address.
fn divides(c: char) -> bool {
    c.is_whitespace() || "<>()[]\"'«»“”,;".contains(c)
}

fn is_address(token: &str) -> bool {
    let token = token.trim_end_matches(['.', ':']);
    let letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
    let pointed = |(a, b): (&str, &str)| letter(a.chars().next_back()) && letter(b.chars().next());
    token.contains("://") || token.contains('@') || token.split_once('.').is_some_and(pointed)
}
