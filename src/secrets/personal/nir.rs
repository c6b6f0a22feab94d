//! French social-security numbers (NIR, numéro d'inscription au répertoire):
//! sex, year, month, department, commune, order, then a key of two digits, 97
//! less the remainder of the thirteen first by 97 (decree no. 82-103; INSEE,
//! « répertoire national d'identification des personnes physiques »).

use super::signs::{Signs, candidate};
use super::{known, surroundings, words};
use crate::secrets::lists::{Names, list};
use crate::secrets::{Candidate, Family};
use std::ops::Range;
use std::sync::LazyLock;

/// Where a separator may stand: after the sex, the year, the month, the
/// department, the commune and the order.
const CUTS: [usize; 6] = [1, 3, 5, 7, 10, 13];

/// Words that say that a number is a NIR.
static NAMES: Names = LazyLock::new(|| list("nir.names"));

/// The NIR that starts at `at`, when its parts and its key are right.
pub(super) fn nir(text: &[u8], at: usize) -> Option<Candidate> {
    let (value, symbols) = read(text, at)?;
    let shape = plausibility(&symbols)?;
    if !key_is_right(&symbols) || known::is_documented_nir(&symbols) || is_made_up(&symbols) {
        return None;
    }
    let separated = value.len() > symbols.len();
    let block = surroundings::block(text, &value);
    let line = surroundings::line(text, &value);
    // What is written after the value speaks of what follows.
    let mut words = words::words(&text[line.start..value.start]);
    if !words::any(&words, &NAMES) {
        words = words::words(&text[block.start..value.start]);
    }
    let signs = Signs {
        named: words::any(&words, &NAMES),
        alone: separated || surroundings::stands_alone(text, &value),
        neighbours: neighbours(text, &block, &value),
        shape,
    };
    let pattern = ("nir", Family::SocialSecurityNumber);
    Some(candidate(pattern, text, value, block, signs, Some(true)))
}

/// Reads fifteen symbols, without separator or with one and the same at every
/// cut (or before the key alone).
fn read(text: &[u8], at: usize) -> Option<(Range<usize>, [u8; 15])> {
    let mut symbols = [0u8; 15];
    let (mut position, mut count) = (at, 0);
    let mut separator: Option<u8> = None;
    let mut cuts = 0;
    while count < 15 {
        let byte = *text.get(position)?;
        let corsica = count == 6 && matches!(byte, b'A' | b'B' | b'a' | b'b');
        if byte.is_ascii_digit() || (corsica && symbols[5] == b'2') {
            symbols[count] = byte.to_ascii_uppercase();
            count += 1;
        } else if matches!(byte, b' ' | b'.' | b'-') && CUTS.contains(&count) {
            if separator.is_some_and(|known| known != byte) || text[position - 1] == byte {
                return None;
            }
            separator = Some(byte);
            cuts += 1;
        } else {
            return None;
        }
        position += 1;
    }
    let whole = cuts == 0 || cuts == CUTS.len() || (cuts == 1 && text[position - 3] == b' ');
    (whole && !goes_on(text, position)).then_some((at..position, symbols))
}

/// True when the number goes on after `end`: it is a longer number.
fn goes_on(text: &[u8], end: usize) -> bool {
    match (text.get(end), text.get(end + 1)) {
        (Some(byte), _) if byte.is_ascii_alphanumeric() || *byte == b'_' => true,
        (Some(b'.' | b',' | b'-' | b' ' | b'/'), Some(next)) => {
            next.is_ascii_digit() && text[end] != b' ' && text[end] != b','
        }
        _ => false,
    }
}

/// How plausible the parts are, from 0 to 1; `None` when one is impossible.
fn plausibility(symbols: &[u8; 15]) -> Option<f32> {
    let sex: f32 = match symbols[0] {
        b'1' | b'2' => 1.0,
        // Numbers given while an identity is established.
        b'3' | b'4' | b'7' | b'8' => 0.3,
        _ => return None,
    };
    let month = match number(&symbols[3..5]) {
        1..=12 => 1.0,
        20 | 30..=42 | 50..=99 => 0.5,
        _ => return None,
    };
    let department = &symbols[5..7];
    let corsica = department[0] == b'2' && matches!(department[1], b'A' | b'B');
    let (place, order) = (number(&symbols[7..10]), number(&symbols[10..13]));
    let known_place = corsica || number(department) >= 1;
    (known_place && place >= 1 && order >= 1).then_some(sex * month)
}

fn number(digits: &[u8]) -> u64 {
    digits.iter().fold(0, |sum, digit| sum * 10 + u64::from(digit.wrapping_sub(b'0') % 10))
}

/// True when the key follows from the thirteen symbols before it. Keys 00, 98
/// and 99 never do.
fn key_is_right(symbols: &[u8; 15]) -> bool {
    let mut digits = *symbols;
    let lessened = match symbols[6] {
        b'A' => Some(b'9'),
        b'B' => Some(b'8'),
        _ => None,
    };
    if let Some(unit) = lessened {
        // 2A counts as 19, 2B as 18.
        (digits[5], digits[6]) = (b'1', unit);
    }
    97 - number(&digits[..13]) % 97 == number(&symbols[13..])
}

/// True for a number written along the keyboard or by repeating a digit.
fn is_made_up(symbols: &[u8; 15]) -> bool {
    known::is_patterned(&symbols[1..13])
}

/// How many other well-formed numbers stand on the lines around.
fn neighbours(text: &[u8], block: &Range<usize>, value: &Range<usize>) -> usize {
    let mut count = 0;
    let mut at = block.start;
    while at < block.end {
        let fresh = at == 0 || !text[at - 1].is_ascii_alphanumeric();
        let found = (fresh && text[at].is_ascii_digit()).then(|| read(text, at)).flatten();
        match found {
            Some((other, symbols)) => {
                let right = plausibility(&symbols).is_some() && key_is_right(&symbols);
                count += usize::from(right && other.start != value.start);
                at = other.end;
            }
            None => at += 1,
        }
    }
    count
}
