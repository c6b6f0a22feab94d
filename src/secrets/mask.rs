//! Shows a line with its secrets masked.

use super::Candidate;
use std::ops::Range;

/// What stands for a secret in an excerpt.
pub(crate) const MASK: &str = "••••";
/// An excerpt shows no more than this many bytes on each side of the value.
const AROUND: usize = 80;
/// A value shorter than this, in bytes, may be a common word.
const SHORTEST: usize = 6;

/// The line of `text` that holds `value`, cut `reach` bytes before its start
/// and after its end.
pub(super) fn line_within(text: &[u8], value: &Range<usize>, reach: usize) -> Range<usize> {
    let from = value.start.saturating_sub(reach);
    let to = value.end.saturating_add(reach).min(text.len());
    let start = memchr::memrchr(b'\n', &text[from..value.start]).map_or(from, |at| from + at + 1);
    let end = memchr::memchr(b'\n', &text[value.end..to]).map_or(to, |at| value.end + at);
    start..end
}

/// The line where the value `value` of `text` starts, cut around it, with
/// every value of `candidates` masked wherever it is.
pub(super) fn excerpt(text: &[u8], value: &Range<usize>, candidates: &[Candidate]) -> String {
    let Range { start, end } = line_within(text, value, AROUND);
    // Of a value on several lines, the first one is shown.
    let first = memchr::memchr(b'\n', &text[value.start..end]);
    let end = first.map_or(end, |at| value.start + at);
    // A value that the cut or the end of the line goes through stays masked.
    let values = candidates.iter().map(|candidate| candidate.value.clone());
    let again = candidates.iter().flat_map(|one| copies(text, &(start..end), one.secret.expose()));
    let shown = covered(text, start..end, values.chain(again));
    String::from_utf8_lossy(&shown).trim().to_string()
}

/// `range` of `text` with a mask for each of `spans`, one for those that overlap or
/// touch: nothing that one of them holds is left.
pub(super) fn covered(
    text: &[u8],
    range: Range<usize>,
    spans: impl IntoIterator<Item = Range<usize>>,
) -> Vec<u8> {
    let within = |span: Range<usize>| span.start.max(range.start)..span.end.min(range.end);
    let mut spans: Vec<Range<usize>> =
        spans.into_iter().map(within).filter(|span| span.start < span.end).collect();
    spans.sort_by_key(|span| (span.start, span.end));
    let (mut shown, mut at) = (Vec::with_capacity(range.len()), range.start);
    for (index, span) in spans.iter().enumerate() {
        if index == 0 || span.start > at {
            shown.extend_from_slice(&text[at..span.start]);
            shown.extend_from_slice(MASK.as_bytes());
        }
        at = at.max(span.end);
    }
    shown.extend_from_slice(&text[at..range.end]);
    shown
}

/// Where `secret` is in `line` of `text`, even cut by its ends, when it is long
/// enough not to be a common word.
fn copies(text: &[u8], line: &Range<usize>, secret: &[u8]) -> Vec<Range<usize>> {
    if secret.len() < SHORTEST {
        return Vec::new();
    }
    let from = line.start.saturating_sub(secret.len());
    let to = line.end.saturating_add(secret.len()).min(text.len());
    let found = memchr::memmem::find_iter(&text[from..to], secret).map(|at| from + at);
    let copies = found.map(|at| at..at + secret.len());
    copies.filter(|copy| !is_other_word(text, copy)).collect()
}

/// True for a value that may be a name too: `secret_key_base`.
pub(super) fn is_word(value: &[u8]) -> bool {
    value.iter().all(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'_' | b'-' | b'.'))
}

/// True when the word at `place` of `text`, which equals a secret, is a name that is
/// given a value, or a part of a longer one: masking it would hide what the value was
/// given to.
pub(super) fn is_other_word(text: &[u8], place: &Range<usize>) -> bool {
    let joined = |byte: Option<&u8>| byte.is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'_');
    let (before, after) = (&text[..place.start], &text[place.end..]);
    is_word(&text[place.clone()])
        && (is_name(after) || joined(before.last()) || joined(after.first()))
}

/// True when what comes before `after` is a name that is given a value.
fn is_name(after: &[u8]) -> bool {
    let after = after.strip_prefix(b"\"").or_else(|| after.strip_prefix(b"'")).unwrap_or(after);
    matches!(after.trim_ascii_start().first(), Some(b':' | b'='))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::secrets::{Family, Secret};

    fn candidate(text: &str, value: &str) -> Candidate {
        let start = text.find(value).expect("value");
        Candidate {
            pattern: "password",
            family: Family::Credential,
            secret: Secret::new(value),
            value: start..start + value.len(),
            context: 0..text.len(),
            validated: None,
            doubt: None,
            features: Vec::new(),
        }
    }

    #[test]
    fn every_secret_of_the_line_is_masked() {
        let text = "x\n  a = 'hunter-1' # was second22, hunter-1\ny";
        let both = [candidate(text, "hunter-1"), candidate(text, "second22")];
        let shown = excerpt(text.as_bytes(), &both[0].value, &both);
        assert_eq!(shown, "a = '••••' # was ••••, ••••");
    }

    #[test]
    fn a_secret_that_is_not_utf8_is_masked_wherever_it_is() {
        let text = b"a = 'hunt\xe9r-22' # hunt\xe9r-22";
        let one = Candidate { secret: Secret::new(&text[5..14]), ..candidate("x", "x") };
        let one = Candidate { value: 5..14, ..one };
        let shown = excerpt(text, &one.value, std::slice::from_ref(&one));
        assert_eq!(shown, "a = '••••' # ••••");
    }

    #[test]
    fn values_that_overlap_have_one_mask() {
        let text = b"a = 0123456789 # z";
        for spans in [[4..9, 6..14], [6..14, 4..9], [4..14, 6..8], [4..8, 8..14]] {
            let shown = covered(text, 0..text.len(), spans.clone());
            assert_eq!(String::from_utf8_lossy(&shown), "a = •••• # z", "{spans:?}");
        }
        let cut = covered(text, 6..text.len(), [0..5, 4..14]);
        assert_eq!(String::from_utf8_lossy(&cut), "•••• # z");
    }

    #[test]
    fn the_name_of_a_value_is_not_masked_when_it_is_the_same_word() {
        let text = "\"password\": \"password\", # password";
        let start = text.rfind("\"password").expect("value") + 1;
        let one = Candidate { value: start..start + 8, ..candidate(text, "password") };
        let shown = excerpt(text.as_bytes(), &one.value, std::slice::from_ref(&one));
        assert_eq!(shown, "\"password\": \"••••\", # ••••");
    }

    #[test]
    fn a_long_line_is_cut_around_the_value() {
        let text = format!("{}k=hunter-1;{}", "a ".repeat(500), "b ".repeat(500));
        let one = candidate(&text, "hunter-1");
        let shown = excerpt(text.as_bytes(), &one.value, std::slice::from_ref(&one));
        assert!(shown.len() < 200 && shown.contains("k=••••;") && !shown.contains("hunter"));
    }
}
