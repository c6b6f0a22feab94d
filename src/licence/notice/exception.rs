//! The exception that a notice adds to a GNU licence.

use super::token::{Cut, Token, TokenKind};
use super::words::WORDS;
use crate::licence::names;

/// The exception said after a licence that ends at `from`, and where it ends;
/// nothing at all when an exception is added that has no identifier.
pub(super) fn after(cut: &Cut, from: usize, end: usize) -> Option<(Option<String>, usize)> {
    let none = Some((None, from));
    let window = &cut.tokens[from..end.min(from + 14)];
    let open = window.iter().take(8).position(|token| WORDS.adds_exception.has(token));
    let Some(open) = open else { return none };
    let says = |token: &Token| token.kind == TokenKind::Word && !WORDS.before_exception.has(token);
    if window[..open].iter().any(says) {
        return none;
    }
    let close = window[open..].iter().position(|token| WORDS.exception.has(token));
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
    let refused = WORDS.without_exception.any(tokens);
    let words: Vec<&str> =
        tokens[..at].iter().rev().take(5).map(|token| token.text.as_str()).collect();
    let subject = WORDS.submits.any(&tokens[..at]);
    names::exception(&words).filter(|_| subject && !refused)
}
