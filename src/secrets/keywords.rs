//! Looks for many short words in a text at once, whatever their case.
//!
//! Most places hold none: one bit, found from the next three bytes, says that no
//! word starts with them. Nothing waits for the answer, so that a text goes
//! through it several times faster than through an automaton.

use std::ops::Range;

/// Words of three bytes or more, ready to be looked for.
#[derive(Debug)]
pub(super) struct Keywords {
    /// What the first three bytes of a word may be.
    openings: Digests,
    /// Those of three bytes.
    short: Heads,
    /// The others.
    long: Heads,
}

/// Words announced by heads of one length.
#[derive(Debug)]
struct Heads {
    /// What a head may be.
    announced: Digests,
    /// The words, by the first bits of the digests of their heads.
    words: Vec<Word>,
    /// Where the words of each of these start.
    starts: Vec<u32>,
}

#[derive(Debug)]
struct Word {
    /// In lower case.
    bytes: Vec<u8>,
    index: usize,
}

/// A word found in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Met {
    /// Where it is.
    pub range: Range<usize>,
    /// Its position among the words.
    pub word: usize,
}

/// A word is announced by so many bytes.
const HEAD: usize = 4;
/// No word is shorter, in bytes.
const SHORTEST: usize = 3;
/// Bits of the digest of a head.
const DIGEST: u32 = 15;
/// Bits of it that sort the words.
const SORTING: u32 = 10;

/// Heads, as one bit for each of their digests.
#[derive(Debug)]
struct Digests(Box<[u64; 1 << (DIGEST - 6)]>);

impl Digests {
    fn of(heads: impl Iterator<Item = u32>) -> Digests {
        let mut bits = Box::new([0; 1 << (DIGEST - 6)]);
        heads.map(digest).for_each(|digest| bits[digest as usize >> 6] |= 1 << (digest & 63));
        Digests(bits)
    }

    /// False when `head` is none of them.
    fn may_hold(&self, head: u32) -> bool {
        let digest = digest(head);
        self.0[digest as usize >> 6] >> (digest & 63) & 1 != 0
    }
}

/// `head` followed by `byte`, whatever its case: other bytes become the same, too.
fn next(head: u32, byte: u8) -> u32 {
    head << 8 | u32::from(byte | 0x20)
}

fn head_of(bytes: &[u8]) -> u32 {
    bytes.iter().take(HEAD).fold(0, |head, byte| next(head, *byte))
}

/// The three bytes before the last one of `head`, as if alone.
fn without_last(head: u32) -> u32 {
    head >> 8
}

/// Multiplicative hashing by the golden ratio: the high bits are the best.
fn digest(head: u32) -> u32 {
    head.wrapping_mul(0x9e37_79b1) >> (32 - DIGEST)
}

impl Heads {
    fn new(mut words: Vec<Word>) -> Heads {
        let place = |word: &Word| digest(head_of(&word.bytes)) >> (DIGEST - SORTING);
        words.sort_by_key(place);
        let starts = (0..=1 << SORTING)
            .map(|digest| words.partition_point(|word| place(word) < digest) as u32);
        let announced = Digests::of(words.iter().map(|word| head_of(&word.bytes)));
        Heads { announced, starts: starts.collect(), words }
    }

    /// Compares the text from `at`, where `head` is, with the words it announces.
    fn look(&self, text: &[u8], at: usize, head: u32, met: &mut Vec<Met>) {
        if !self.announced.may_hold(head) {
            return;
        }
        let rest = &text[at..];
        let place = (digest(head) >> (DIGEST - SORTING)) as usize;
        for word in &self.words[self.starts[place] as usize..self.starts[place + 1] as usize] {
            let length = word.bytes.len();
            if rest.get(..length).is_some_and(|found| found.eq_ignore_ascii_case(&word.bytes)) {
                met.push(Met { range: at..at + length, word: word.index });
            }
        }
    }
}

impl Keywords {
    /// Prepares `words`; a shorter one than three bytes is never found.
    pub(super) fn new<'w>(words: impl IntoIterator<Item = &'w str>) -> Keywords {
        let words = words.into_iter().enumerate();
        let words = words
            .map(|(index, word)| Word { bytes: word.to_ascii_lowercase().into_bytes(), index })
            .filter(|word| word.bytes.len() >= SHORTEST);
        let words: Vec<Word> = words.collect();
        let openings = words.iter().map(|word| head_of(&word.bytes[..SHORTEST]));
        let openings = Digests::of(openings);
        let (short, long) = words.into_iter().partition(|word| word.bytes.len() < HEAD);
        Keywords { openings, short: Heads::new(short), long: Heads::new(long) }
    }

    /// The words inside `range` of `text`, those that overlap included, in the
    /// order of their ends; of two that end together the longest comes first.
    pub(super) fn find(&self, text: &[u8], range: Range<usize>) -> Vec<Met> {
        let end = range.end.min(text.len());
        let start = range.start.min(end);
        let text = &text[..end];
        let mut met = Vec::new();
        let mut head = head_of(&text[start..end.min(start + HEAD - 1)]);
        for (at, byte) in (start..).zip(text.get(start + HEAD - 1..).unwrap_or_default()) {
            head = next(head, *byte);
            if self.openings.may_hold(without_last(head)) {
                self.long.look(text, at, head, &mut met);
                self.short.look(text, at, without_last(head), &mut met);
            }
        }
        // Nothing follows the last three bytes.
        if end - start >= SHORTEST {
            let at = end - SHORTEST;
            self.short.look(text, at, head_of(&text[at..]), &mut met);
        }
        met.sort_unstable_by_key(|met| (met.range.end, met.range.start, met.word));
        met
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use aho_corasick::{AhoCorasick, MatchKind};

    const WORDS: [&str; 9] =
        ["key", "apikey", "pass", "password", "sword", "ssw", "://", "clé", "\"pw\""];

    fn met(text: &[u8], range: Range<usize>) -> Vec<Met> {
        Keywords::new(WORDS).find(text, range)
    }

    #[test]
    fn words_are_found_in_the_order_of_their_ends() {
        let found = met(b"my APIKey", 0..9);
        let expected = [Met { range: 3..9, word: 1 }, Met { range: 6..9, word: 0 }];
        assert_eq!(found, expected);
        assert_eq!(met(b"my APIKey", 4..9), [Met { range: 6..9, word: 0 }]);
        assert!(met(b"my APIKey", 0..8).is_empty());
        assert!(met(b"", 0..9).is_empty());
        assert_eq!(met("clé".as_bytes(), 0..4).len(), 1);
    }

    #[test]
    fn an_automaton_finds_the_same() {
        let automaton = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .match_kind(MatchKind::Standard)
            .build(WORDS)
            .expect("words");
        // A fixed sequence of pieces of words.
        let pieces = ["pass", "word", "Key", "api", "s", "://", "clé", "\"pw\"", " ", "ssW", "k"];
        let mut state = 1u64;
        for length in 0..200 {
            let mut text = String::new();
            for _ in 0..length {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                text.push_str(pieces[(state >> 33) as usize % pieces.len()]);
            }
            let bytes = text.as_bytes();
            let expected: Vec<Met> = automaton
                .find_overlapping_iter(bytes)
                .map(|hit| Met { range: hit.range(), word: hit.pattern().as_usize() })
                .collect();
            assert_eq!(met(bytes, 0..bytes.len()), expected, "{text}");
        }
    }
}
