//! The lines around a value: bounded, so that a line of several megabytes
//! costs no more than an ordinary one.

use std::ops::Range;

/// How many bytes are looked at on each side of a value on its line, and on
/// each neighbouring line.
const REACH: usize = 256;

/// How many lines are looked at before and after the line of a value.
const NEIGHBOURS: usize = 2;

/// The part of the line of `value` that lies within reach of it.
pub(super) fn line(text: &[u8], value: &Range<usize>) -> Range<usize> {
    let low = value.start.saturating_sub(REACH);
    let high = value.end.saturating_add(REACH).min(text.len());
    let start = memchr::memrchr(b'\n', &text[low..value.start]).map_or(low, |at| low + at + 1);
    let end = memchr::memchr(b'\n', &text[value.end..high]).map_or(high, |at| value.end + at);
    start..end
}

/// The lines around the line of `value`, itself included: at most two before
/// and two after, each within reach.
pub(super) fn block(text: &[u8], value: &Range<usize>) -> Range<usize> {
    let own = line(text, value);
    let (mut start, mut end) = (own.start, own.end);
    for _ in 0..NEIGHBOURS {
        if start == 0 || text[start - 1] != b'\n' {
            break;
        }
        start = line(text, &(start - 1..start - 1)).start;
    }
    for _ in 0..NEIGHBOURS {
        if end >= text.len() || text[end] != b'\n' {
            break;
        }
        end = line(text, &(end + 1..end + 1)).end;
    }
    start..end
}

/// True when `value` fills a quoted string, a cell or a line.
pub(super) fn stands_alone(text: &[u8], value: &Range<usize>) -> bool {
    let own = line(text, value);
    let before = text[own.start..value.start].iter().rev().find(|byte| **byte != b' ');
    let after = text[value.end..own.end].iter().find(|byte| !matches!(byte, b' ' | b'\r'));
    let edge = |byte: Option<&u8>| match byte {
        None => true,
        Some(byte) => {
            matches!(byte, b'"' | b'\'' | b'`' | b',' | b';' | b'\t' | b'|' | b'<' | b'>')
        }
    };
    edge(before) && edge(after)
}
