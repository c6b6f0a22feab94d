//! Words and passwords that people use: what tells a chosen value from chance.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// Bits from which a value is not the first that comes to mind.
pub(super) const GUESSED: f32 = 36.0;

/// True for a value that many people would choose: the same one elsewhere may be another’s.
pub(crate) fn is_guessable(value: &[u8]) -> bool {
    strength(value) < GUESSED
}

/// True for a value that is one of the most used passwords, whatever stands for its letters:
/// `P@ssw0rd`.
pub(crate) fn is_common(value: &[u8]) -> bool {
    common_password(value) || common_password(&plain(value))
}

/// True for letters that follow one another as those of words do, in any language that is
/// written with them.
pub(crate) fn is_written(value: &[u8]) -> bool {
    coverage(value).likelihood > WRITTEN
}

/// Mean bits of a letter after another: those of words are above, those of chance below.
const WRITTEN: f32 = -5.5;

/// Everyday words of English and French and words of computing.
/// Source and licence are given at the head of the file.
pub(super) static WORDS: &str = include_str!("../../../data/secrets/words.txt");

/// 32-bit FNV-1a hashes of the most used passwords, sorted, little-endian.
/// Source: the npm package zxcvbn 4.4.2 (MIT), see `data/secrets/training/dictionaries.py`.
pub(super) static PASSWORDS: &[u8] = include_bytes!("../../../data/secrets/passwords.bin");

/// The longest word of the list.
const LONGEST: usize = 12;
/// How many letters are looked at.
const LETTERS: usize = 96;

static DICTIONARY: LazyLock<HashSet<&'static [u8]>> = LazyLock::new(|| {
    WORDS.lines().filter(|line| !line.starts_with('#')).map(str::as_bytes).collect()
});

/// Logarithm of how often a letter follows another in the words.
static BIGRAMS: LazyLock<HashMap<(u8, u8), f32>> = LazyLock::new(|| {
    let mut counts: HashMap<(u8, u8), f32> = HashMap::new();
    let mut firsts: HashMap<u8, f32> = HashMap::new();
    for word in WORDS.lines().filter(|line| !line.starts_with('#')) {
        for pair in word.as_bytes().windows(2) {
            *counts.entry((pair[0], pair[1])).or_default() += 1.0;
            *firsts.entry(pair[0]).or_default() += 1.0;
        }
    }
    counts.into_iter().map(|(pair, count)| (pair, (count / firsts[&pair.0]).log2())).collect()
});

/// How much of a value words explain.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Coverage {
    /// Share of the letters inside a word, from 0 to 1.
    pub share: f32,
    /// How many words.
    pub words: usize,
    /// Letters of the longest word.
    pub longest: usize,
    /// Length of the longest run of letters without a word.
    pub unexplained: usize,
    /// Mean logarithm of the probability of a letter after another, in bits.
    pub likelihood: f32,
}

/// Covers the letters of `value` with words, the longest first from the left.
pub(super) fn coverage(value: &[u8]) -> Coverage {
    let mut folded = [0_u8; LETTERS];
    let length = value.len().min(LETTERS);
    folded[..length].copy_from_slice(&value[..length]);
    folded[..length].make_ascii_lowercase();
    let folded = &folded[..length];
    let (mut covered, mut letters, mut run) = (0, 0, 0);
    let mut coverage = Coverage::default();
    let mut at = 0;
    while at < length {
        // A capital after a small letter starts a word.
        let hump = |&index: &usize| {
            index > at && value[index].is_ascii_uppercase() && value[index - 1].is_ascii_lowercase()
        };
        let reach = (at..length.min(at + LONGEST)).find(hump).unwrap_or(length.min(at + LONGEST));
        let letters_here = folded[at..reach].iter().take_while(|b| b.is_ascii_lowercase()).count();
        if letters_here == 0 {
            run = 0;
            at += 1;
            continue;
        }
        let word =
            (3..=letters_here).rev().find(|&size| DICTIONARY.contains(&folded[at..at + size]));
        match word {
            Some(size) => {
                coverage.words += 1;
                coverage.longest = coverage.longest.max(size);
                covered += size;
                letters += size;
                at += size;
                run = 0;
            }
            None => {
                letters += 1;
                run += 1;
                coverage.unexplained = coverage.unexplained.max(run);
                at += 1;
            }
        }
    }
    let pairs = folded.windows(2).filter(|pair| pair.iter().all(u8::is_ascii_lowercase));
    let (mut sum, mut count) = (0.0, 0.0_f32);
    for pair in pairs {
        sum += BIGRAMS.get(&(pair[0], pair[1])).copied().unwrap_or(-12.0);
        count += 1.0;
    }
    coverage.share = if letters == 0 { 0.0 } else { covered as f32 / letters as f32 };
    coverage.likelihood = if count == 0.0 { 0.0 } else { sum / count };
    coverage
}

/// Bits that choosing one word of a dictionary of a few thousand takes.
const WORD: f32 = 11.0;
/// Bits of a letter, of a digit and of another sign drawn at random, and of the
/// choice between a capital and a small letter.
const LETTER: f32 = 4.7;
const DIGIT: f32 = 3.3;
const SIGN: f32 = 5.0;
const CASE: f32 = 1.0;
/// Bits of digits that follow one another, or of a year.
const ORDERLY: f32 = 4.0;

/// How hard `value` is to guess for who knows everyday words, the most used
/// passwords, years and sequences of digits, in bits.
pub(super) fn strength(value: &[u8]) -> f32 {
    let plain = plain(value);
    if common_password(value) || common_password(&plain) {
        return WORD;
    }
    bits(value).min(bits(&plain))
}

/// The bits of `value` as it is written.
fn bits(value: &[u8]) -> f32 {
    let (value, runs) = without_runs(value);
    let coverage = coverage(&value);
    let letters = value.iter().take(LETTERS).filter(|b| b.is_ascii_alphabetic()).count() as f32;
    let open = letters * (1.0 - coverage.share);
    let mixed =
        value.iter().any(u8::is_ascii_lowercase) && value.iter().any(u8::is_ascii_uppercase);
    let letter = if mixed { LETTER + CASE } else { LETTER };
    let signs = |b: &&u8| !b.is_ascii_alphanumeric() && **b != b' ';
    let signs = value.iter().filter(signs).count().min(8) as f32;
    let digits: f32 = value.split(|b| !b.is_ascii_digit()).map(digits).sum();
    let chosen = coverage.words as f32 * WORD + runs as f32 * ORDERLY;
    chosen + open * letter + signs * SIGN + digits
}

/// The fewest signs that make a run of an alphabet.
const RUN: usize = 4;

/// `value` with a blank for each run of letters or digits that follow one another
/// or repeat (`abcdef`, `4321`, `zzzz`), and how many there are.
fn without_runs(value: &[u8]) -> (Vec<u8>, usize) {
    let mut left = Vec::with_capacity(value.len());
    let (mut at, mut runs) = (0, 0);
    while at < value.len() {
        let length = [-1, 0, 1].map(|step| run(&value[at..], step)).into_iter().max();
        match length.filter(|length| *length >= RUN) {
            Some(length) => {
                left.push(b' ');
                runs += 1;
                at += length;
            }
            None => {
                left.push(value[at]);
                at += 1;
            }
        }
    }
    (left, runs)
}

/// How many letters or digits at the start of `bytes` go by `step`.
fn run(bytes: &[u8], step: i16) -> usize {
    if !bytes.first().is_some_and(u8::is_ascii_alphanumeric) {
        return 0;
    }
    let follows = |pair: &&[u8]| {
        pair[1].is_ascii_alphanumeric() && i16::from(pair[1]) - i16::from(pair[0]) == step
    };
    1 + bytes.windows(2).take_while(follows).count()
}

/// Bits of a run of digits: a year is one of few.
fn digits(run: &[u8]) -> f32 {
    let year = run.len() == 4 && (run.starts_with(b"19") || run.starts_with(b"20"));
    if year { ORDERLY } else { run.len() as f32 * DIGIT }
}

/// The letter that a digit or a mark stands for.
pub(super) fn letter_of(byte: u8) -> u8 {
    match byte {
        b'@' | b'4' => b'a',
        b'0' => b'o',
        b'1' | b'!' => b'i',
        b'3' => b'e',
        b'$' | b'5' => b's',
        other => other,
    }
}

/// `value` with the signs that people write for letters as these letters: `P@ssw0rd`.
fn plain(value: &[u8]) -> Vec<u8> {
    value.iter().map(|byte| if *byte == b'7' { b't' } else { letter_of(*byte) }).collect()
}

fn fnv(value: &[u8]) -> u32 {
    let fold = |hash: u32, byte: &u8| {
        (hash ^ u32::from(byte.to_ascii_lowercase())).wrapping_mul(0x0100_0193)
    };
    value.iter().fold(0x811C_9DC5, fold)
}

/// True when `value` is one of the most used passwords, whatever its case.
pub(super) fn common_password(value: &[u8]) -> bool {
    let wanted = fnv(value);
    let entry = |index: usize| {
        let bytes = &PASSWORDS[4 * index..4 * index + 4];
        u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]])
    };
    let (mut low, mut high) = (0, PASSWORDS.len() / 4);
    while low < high {
        let middle = usize::midpoint(low, high);
        match entry(middle).cmp(&wanted) {
            std::cmp::Ordering::Equal => return true,
            std::cmp::Ordering::Less => low = middle + 1,
            std::cmp::Ordering::Greater => high = middle,
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_explain_what_people_choose_and_not_chance() {
        let chosen = coverage(b"connectToServer");
        assert!(chosen.share > 0.85, "{chosen:?}");
        let chance = coverage(b"xkqzvwjhtrbp");
        assert!(chance.share < 0.3 && chance.likelihood < chosen.likelihood, "{chance:?}");
        assert_eq!(coverage(b"1234"), Coverage::default());
        assert!(coverage(b"motdepasse").share > 0.9);
    }

    #[test]
    fn what_is_easy_to_guess_is_told_from_chance() {
        for weak in [
            "djpwd",
            "postgres",
            "changeme",
            "Password2024",
            "admin1234",
            "P@ssw0rd",
            "s3cret!",
            "azerty",
        ] {
            assert!(strength(weak.as_bytes()) < 36.0, "{weak} {}", strength(weak.as_bytes()));
        }
        assert!(strength(b"1234567890abcdefghifjkl") < 36.0);
        for strong in ["x7Kq9vT2", "q8Zr2LmT0vKx", "9f2c41d07be3a586", "kzvwjhtrbq"] {
            assert!(strength(strong.as_bytes()) > 36.0, "{strong} {}", strength(strong.as_bytes()));
        }
    }

    #[test]
    fn what_is_written_in_a_language_is_told_from_chance() {
        for word in ["zuruecksetzen", "Authentification", "wachtwoord", "olvidada", "Kennwort"] {
            assert!(is_written(word.as_bytes()), "{word} {}", coverage(word.as_bytes()).likelihood);
        }
        for drawn in ["kzvwjhtrbq", "xkqzvwjhtrbp", "QwZxKlmnRtPv", "vTgWfYeFwSoB"] {
            let likelihood = coverage(drawn.as_bytes()).likelihood;
            assert!(!is_written(drawn.as_bytes()), "{drawn} {likelihood}");
        }
    }

    #[test]
    fn common_passwords_are_known() {
        assert!(common_password(b"letmein") && common_password(b"Password"));
        assert!(!common_password(b"correcthorsebattery"));
    }
}
