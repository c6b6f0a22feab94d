//! Where something stands in a text.

/// The line of byte `at`, and its column in characters, from 1.
pub(crate) fn of(text: &str, at: usize) -> (usize, usize) {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    let before = &text[..at];
    let line = before.rfind('\n').map_or(0, |newline| newline + 1);
    (memchr::memchr_iter(b'\n', before.as_bytes()).count() + 1, before[line..].chars().count() + 1)
}

/// The first words of what is written.
pub(crate) fn shortened(words: &str) -> String {
    let mut short = words.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some((at, _)) = short.char_indices().nth(100) {
        short.truncate(at);
        short.push('…');
    }
    short
}
