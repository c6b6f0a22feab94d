//! What a value says by itself: that another one goes there, that it is struck without
//! looking, the public half of a key, the hash of a password.

use super::words::letter_of;
use crate::secrets::lists::{Names, list};
use crate::text::fold::unaccented;
use data_encoding::{BASE64, BASE64URL_NOPAD};
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// True for the point of a curve that pages give to push services, which is the public half
/// of their key (RFC 8292, section 3.2).
pub(super) fn is_point(value: &[u8]) -> bool {
    const POINT: usize = 65;
    let value = value.strip_suffix(b"=").unwrap_or(value);
    let point = BASE64URL_NOPAD.decode(value).ok().filter(|point| point.len() == POINT);
    point.is_some_and(|point| point[0] == 4)
}

/// Rows of keyboards.
static ROWS: Names = LazyLock::new(|| list("keyboard.rows"));

/// True for what fingers strike without looking: letters of one row of a keyboard, or so few
/// that they come back all the time.
pub(super) fn is_struck(value: &[u8]) -> bool {
    const SHORTEST: usize = 9;
    const FEW: usize = 4;
    if value.len() < SHORTEST || !value.iter().all(u8::is_ascii_alphabetic) {
        return false;
    }
    let lower = value.to_ascii_lowercase();
    let distinct: BTreeSet<u8> = lower.iter().copied().collect();
    let of_row = |row: &&str| lower.iter().all(|b| row.as_bytes().contains(b));
    distinct.len() <= FEW || ROWS.iter().any(of_row)
}

/// What starts the hash of a password, as programs and databases keep it.
static HASHES: Names = LazyLock::new(|| list("hash.starts"));
/// What does when a digest follows, or a salt.
static DIGESTS: Names = LazyLock::new(|| list("hash.digest-starts"));

/// True for what a program or a database keeps of a password: `md5` and its digest, or the
/// name of the function that made the rest.
pub(super) fn is_verifier(value: &[u8]) -> bool {
    const DIGITS: usize = 32;
    let digest = value.strip_prefix(b"md5");
    let digest = digest.is_some_and(|d| d.len() == DIGITS && d.iter().all(u8::is_ascii_hexdigit));
    digest
        || HASHES.iter().any(|start| value.starts_with(start.as_bytes()))
        || DIGESTS.iter().any(|start| {
            let rest = value.strip_prefix(start.as_bytes());
            rest.is_some_and(|rest| is_salted(rest, start) || is_digest(rest))
        })
}

/// True when the mark that `start` ends with parts `rest` too.
fn is_salted(rest: &[u8], start: &str) -> bool {
    let mark = start.bytes().last().filter(|mark| matches!(mark, b'$' | b':'));
    mark.is_some_and(|mark| rest.contains(&mark))
}

/// True for a digest in hexadecimal or in base64, after what may close its mark: `512}`.
fn is_digest(text: &[u8]) -> bool {
    let closed = text.iter().take(4).position(|b| *b == b'}').map_or(0, |at| at + 1);
    let text = &text[closed..];
    let digits = matches!(text.len(), 32 | 40 | 56 | 64 | 96 | 128);
    let decoded = || BASE64.decode(text).is_ok_and(|d| matches!(d.len(), 16 | 20 | 32 | 48 | 64));
    (digits && text.iter().all(u8::is_ascii_hexdigit)) || decoded()
}

/// Words that ask for another value.
static ASKING: Names = LazyLock::new(|| list("placeholder.words"));

/// True for a value that says that it is to be replaced, or that it protects nothing:
/// `toBeSet`, `à-définir`, `fordevonly`.
pub(super) fn is_asking(value: &[u8]) -> bool {
    const LONGEST: usize = 48;
    let Some(text) = std::str::from_utf8(value).ok().filter(|text| text.len() <= LONGEST) else {
        return false;
    };
    let letters = text.chars().map(unaccented).filter(|c| c.is_alphanumeric());
    let folded: String = letters.flat_map(char::to_lowercase).collect();
    ASKING.iter().any(|word| folded.contains(word))
}

/// Ends of words that say that a password stands there.
static PASSWORDS: Names = LazyLock::new(|| list("password.words"));

/// True for the word for a password, at the end of letters (`repopwd`) or with digits for its
/// letters and a number after it (`Pa55word27`).
pub(super) fn is_said(value: &[u8]) -> bool {
    const NUMBER: usize = 4;
    let lower = value.to_ascii_lowercase();
    if lower.iter().all(u8::is_ascii_alphabetic) {
        return PASSWORDS.iter().any(|word| lower.ends_with(word.as_bytes()));
    }
    let letter = |b: &u8| b.is_ascii_alphabetic();
    let last = lower.iter().rposition(letter).map_or(0, |last| last + 1);
    let (word, number) = lower.split_at(last);
    let plain: Vec<u8> = word.iter().map(|b| letter_of(*b)).collect();
    number.len() <= NUMBER && PASSWORDS.iter().any(|known| plain == known.as_bytes())
}
