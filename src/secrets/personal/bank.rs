//! International bank account numbers (ISO 13616) with the key of French
//! accounts, and payment card numbers (ISO/IEC 7812).

use super::signs::{Signs, candidate};
use super::{known, surroundings, words};
use crate::secrets::lists::{Names, list};
use crate::secrets::{Candidate, Family};
use std::ops::Range;
use std::sync::LazyLock;

/// Lengths of IBANs, by country.
static LENGTHS: Names = LazyLock::new(|| list("iban.lengths"));

/// Words that say that a number is that of a card.
static CARD_NAMES: Names = LazyLock::new(|| list("card.names"));

/// True when the run of digits is what follows the country of an IBAN.
pub(super) fn may_be_iban(text: &[u8], run: &Range<usize>) -> bool {
    let Some(start) = run.start.checked_sub(2) else { return false };
    let (country, fresh) = (&text[start..run.start], start == 0 || is_edge(text[start - 1]));
    fresh && run.len() >= 2 && length(country).is_some()
}

fn is_edge(byte: u8) -> bool {
    !byte.is_ascii_alphanumeric() && !matches!(byte, b'_' | b'/' | b'+' | b'=' | b'-')
}

fn length(country: &[u8]) -> Option<usize> {
    let at = LENGTHS.binary_search_by(|row| row.as_bytes()[..2].cmp(country)).ok()?;
    LENGTHS[at].get(3..)?.parse().ok()
}

/// The IBAN that starts at `start` with its country, when it is well formed.
pub(super) fn iban(text: &[u8], start: usize) -> Option<Candidate> {
    let wanted = length(text.get(start..start + 2)?)?;
    let (end, compact) = gather(text, start, wanted)?;
    if text.get(end).is_some_and(|byte| !is_edge(*byte)) || !is_valid_iban(&compact) {
        return None;
    }
    let account = &compact.as_bytes()[4..];
    let french = matches!(&compact[..2], "FR" | "MC");
    if known::is_documented_iban(&compact)
        || known::is_patterned(&account[account.len() / 3..])
        || (french && !rib_key_is_right(account))
    {
        return None;
    }
    let value = start..end;
    let context = surroundings::line(text, &value);
    let signs = Signs {
        named: words::any(&words::words(&text[context.start..start]), &["iban", "rib", "compte"]),
        alone: surroundings::stands_alone(text, &value),
        neighbours: 0,
        shape: if french { 1.0 } else { 0.8 },
    };
    Some(candidate(("iban", Family::BankDetails), text, value, context, signs, Some(true)))
}

/// Reads `wanted` letters and digits, in one block or in groups of four.
fn gather(text: &[u8], start: usize, wanted: usize) -> Option<(usize, String)> {
    let mut compact = String::with_capacity(wanted);
    let mut at = start;
    let grouped = text.get(start + 4) == Some(&b' ');
    while compact.len() < wanted {
        match *text.get(at)? {
            byte if byte.is_ascii_digit() || byte.is_ascii_uppercase() => {
                compact.push(byte as char);
            }
            b' ' if grouped && compact.len().is_multiple_of(4) && text[at - 1] != b' ' => {}
            _ => return None,
        }
        at += 1;
    }
    Some((at, compact))
}

/// True when the compact, upper-case `iban` has its country's length and its
/// check digits (ISO 7064, MOD 97-10).
pub(super) fn is_valid_iban(iban: &str) -> bool {
    let bytes = iban.as_bytes();
    if bytes.len() < 15 || length(&bytes[..2]) != Some(bytes.len()) {
        return false;
    }
    let turned = bytes[4..].iter().chain(&bytes[..4]);
    let rest = turned.fold(0u32, |rest, byte| match byte {
        b'0'..=b'9' => (rest * 10 + u32::from(byte - b'0')) % 97,
        _ => (rest * 100 + u32::from(byte.wrapping_sub(b'A')) + 10) % 97,
    });
    rest == 1
}

/// The key of a French account (bank 5, branch 5, account 11, key 2), where
/// letters count as 1 to 9 along the rows of a keyboard.
fn rib_key_is_right(account: &[u8]) -> bool {
    if account.len() != 23 {
        return false;
    }
    let digit = |byte: &u8| -> u64 {
        match byte {
            b'0'..=b'9' => u64::from(byte - b'0'),
            b'A'..=b'I' => u64::from(byte - b'A') + 1,
            b'J'..=b'R' => u64::from(byte - b'J') + 1,
            _ => u64::from(byte.wrapping_sub(b'S')) + 2,
        }
    };
    account.iter().fold(0, |rest, byte| (rest * 10 + digit(byte)) % 97) == 0
}

/// The card number that starts at `start`, when its network, its length and
/// its check digit are right and something beside it names it.
pub(super) fn card(text: &[u8], start: usize) -> Option<Candidate> {
    let mut digits = Vec::with_capacity(19);
    let mut at = start;
    let mut separator = None;
    while let Some(byte) = text.get(at) {
        let next_is_digit = text.get(at + 1).is_some_and(u8::is_ascii_digit);
        match byte {
            b'0'..=b'9' if digits.len() < 20 => digits.push(*byte),
            b' ' | b'-' if digits.len() % 4 == 0 && next_is_digit => {
                if separator.is_some_and(|known| known != *byte) {
                    break;
                }
                separator = Some(*byte);
            }
            _ => break,
        }
        at += 1;
    }
    let after_word = text.get(at).is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'_');
    if after_word || !is_card(&digits) || known::is_patterned(&digits[2..]) {
        return None;
    }
    let compact = String::from_utf8(digits).ok()?;
    let value = start..at;
    let line = surroundings::line(text, &value);
    let named = words::any(&words::words(&text[line.start..start]), &CARD_NAMES);
    if !named || known::is_test_card(&compact) {
        return None;
    }
    let signs = Signs { named, shape: 0.6, ..Signs::default() };
    Some(candidate(("payment-card", Family::BankDetails), text, value, line, signs, Some(true)))
}

fn is_card(digits: &[u8]) -> bool {
    let network = match digits {
        [b'4', ..] => matches!(digits.len(), 13 | 16 | 19),
        [b'5', b'1'..=b'5', ..] | [b'2', b'2'..=b'7', ..] => digits.len() == 16,
        [b'3', b'4' | b'7', ..] => digits.len() == 15,
        [b'6', b'0' | b'4' | b'5', ..] | [b'3', b'5', ..] => digits.len() == 16,
        _ => false,
    };
    network && luhn(digits)
}

/// The check digit of ISO/IEC 7812-1.
pub(super) fn luhn(digits: &[u8]) -> bool {
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(at, digit)| {
            let digit = u32::from(digit.wrapping_sub(b'0'));
            match (at % 2, digit) {
                (0, digit) => digit,
                (_, digit) if digit > 4 => digit * 2 - 9,
                (_, digit) => digit * 2,
            }
        })
        .sum();
    sum.is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn countries_are_sorted_for_the_search() {
        assert!(LENGTHS.is_sorted());
    }

    #[test]
    fn the_key_of_a_french_account_is_verified() {
        assert!(rib_key_is_right(b"20041010050500013M02606"));
        assert!(!rib_key_is_right(b"20041010050500013M02607"));
    }
}
