//! One pass over the runs of digits: each is where a social-security number, a
//! bank account, a card, a phone number or an address of a private network may
//! start.

use super::{bank, contact, host, nir};
use crate::secrets::Candidate;
use std::ops::Range;

/// Looks at every run of digits that starts in `region`.
pub(super) fn scan(text: &[u8], region: Range<usize>, phones: bool, found: &mut Vec<Candidate>) {
    for_each_run(text, region, |run| {
        let length = run.len();
        let first = text[run.start];
        if bank::may_be_iban(text, &run) {
            found.extend(bank::iban(text, run.start - 2));
            return;
        }
        if after_word(text, run.start) {
            return;
        }
        if matches!(first, b'1' | b'2' | b'3' | b'4' | b'7' | b'8')
            && matches!(length, 1 | 6 | 13 | 15)
        {
            found.extend(nir::nir(text, run.start));
        }
        if (13..=19).contains(&length) || length == 4 {
            found.extend(bank::card(text, run.start));
        }
        if length == 13 && first <= b'3' {
            found.extend(contact::tax_number(text, &run));
        }
        if first == b'1' && (2..=3).contains(&length) {
            found.extend(host::private_address(text, &run));
        }
        if phones {
            found.extend(contact::phone(text, &run));
        }
    });
}

/// Looks for phone numbers alone.
pub(super) fn scan_phones(text: &[u8], found: &mut Vec<Candidate>) {
    for_each_run(text, 0..text.len(), |run| {
        if !after_word(text, run.start) {
            found.extend(contact::phone(text, &run));
        }
    });
}

/// Calls `look` for each run of digits that starts in `region`.
fn for_each_run(text: &[u8], region: Range<usize>, mut look: impl FnMut(Range<usize>)) {
    const STEP: usize = 32;
    let mut at = region.start;
    // A run that started before the region belongs to the region before.
    if at > 0 && text[at - 1].is_ascii_digit() {
        while at < text.len() && text[at].is_ascii_digit() {
            at += 1;
        }
    }
    while at < region.end {
        while at + STEP <= region.end && !has_digit(&text[at..at + STEP]) {
            at += STEP;
        }
        while at < region.end && !text[at].is_ascii_digit() {
            at += 1;
        }
        if at >= region.end {
            break;
        }
        let start = at;
        while at < text.len() && text[at].is_ascii_digit() {
            at += 1;
        }
        look(start..at);
    }
}

/// Written so that the compiler looks at all bytes at once.
fn has_digit(chunk: &[u8]) -> bool {
    chunk.iter().fold(false, |found, byte| found | (byte.wrapping_sub(b'0') < 10))
}

/// True when a letter, a digit or a mark that goes on from a number stands
/// just before: this run is the rest of something else.
fn after_word(text: &[u8], start: usize) -> bool {
    let Some(before) = start.checked_sub(1).map(|at| text[at]) else { return false };
    let joined = matches!(before, b'.' | b',' | b'-' | b'/' | b':')
        && start >= 2
        && text[start - 2].is_ascii_digit();
    before.is_ascii_alphanumeric() || before == b'_' || before == b'%' || joined
}
