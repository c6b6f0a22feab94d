//! The exception that a notice adds to a GNU licence.

use super::token::{Cut, Token, TokenKind};
use crate::licence::names;

/// The exception said after a licence that ends at `from`, and where it ends;
/// nothing at all when an exception is added that has no identifier.
pub(super) fn after(cut: &Cut, from: usize, end: usize) -> Option<(Option<String>, usize)> {
    let none = Some((None, from));
    let window = &cut.tokens[from..end.min(from + 14)];
    let open = window
        .iter()
        .take(8)
        .position(|token| matches!(token.text.as_str(), "with" | "avec" | "plus"));
    let Some(open) = open else { return none };
    if window[..open].iter().any(|token| token.kind == TokenKind::Word && !filler(&token.text)) {
        return none;
    }
    let close = window[open..]
        .iter()
        .position(|token| matches!(token.text.as_str(), "exception" | "exceptions"));
    let Some(close) = close.map(|close| open + close) else { return none };
    // French names the exception after the word.
    let last = if window[open].text == "avec" { window.len() } else { close };
    let words: Vec<&str> = window[open + 1..last].iter().map(|token| token.text.as_str()).collect();
    names::exception(&words).map(|id| (Some(id.to_string()), from + close + 1))
}

/// The exception to which a sentence submits what the sentence before put under
/// a licence: `subject to the "Classpath" exception`.
pub(super) fn designated(tokens: &[Token]) -> Option<&'static str> {
    let at = tokens.iter().position(|token| token.text == "exception")?;
    let refused =
        tokens.iter().any(|token| matches!(token.text.as_str(), "without" | "no" | "not"));
    let words: Vec<&str> =
        tokens[..at].iter().rev().take(5).map(|token| token.text.as_str()).collect();
    let subject =
        tokens[..at].iter().any(|token| matches!(token.text.as_str(), "subject" | "designates"));
    names::exception(&words).filter(|_| subject && !refused)
}

fn filler(word: &str) -> bool {
    matches!(word, "license" | "the" | "of" | "gnu" | "as" | "version" | "la" | "de")
}
