//! Shows a line with its secrets masked.

use super::Candidate;
use std::ops::Range;

/// What stands for a secret in an excerpt.
pub(super) const MASK: &str = "••••";
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
    let mut spans: Vec<Range<usize>> = values
        .chain(again)
        .map(|span| span.start.max(start)..span.end.min(end))
        .filter(|span| span.start < span.end)
        .collect();
    spans.sort_by_key(|span| (span.start, span.end));
    let mut shown = Vec::new();
    let mut at = start;
    for span in spans {
        if span.end > at {
            shown.extend_from_slice(&text[at..span.start.max(at)]);
            shown.extend_from_slice(MASK.as_bytes());
        }
        at = at.max(span.end);
    }
    shown.extend_from_slice(&text[at.min(end)..end]);
    String::from_utf8_lossy(&shown).trim().to_string()
}

/// Where `secret` is in `line` of `text`, even cut by its ends, when it is long
/// enough not to be a common word.
fn copies(text: &[u8], line: &Range<usize>, secret: &[u8]) -> Vec<Range<usize>> {
    if secret.len() < SHORTEST {
        return Vec::new();
    }
    let from = line.start.saturating_sub(secret.len());
    let to = line.end.saturating_add(secret.len()).min(text.len());
    let found = memchr::memmem::find_iter(&text[from..to], secret);
    found.map(|at| from + at..from + at + secret.len()).collect()
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
    fn a_long_line_is_cut_around_the_value() {
        let text = format!("{}k=hunter-1;{}", "a ".repeat(500), "b ".repeat(500));
        let one = candidate(&text, "hunter-1");
        let shown = excerpt(text.as_bytes(), &one.value, std::slice::from_ref(&one));
        assert!(shown.len() < 200 && shown.contains("k=••••;") && !shown.contains("hunter"));
    }
}
