//! What a sentence or a heading is about: what the page presents, a licence
//! given as an example, a holder of rights.

use super::names::{self, Mention};
use super::token::{Cut, Segment, Token, TokenKind};
use super::words::WORDS;
use std::ops::Range;

/// Whether the words before a segment give it as an example: “something like”,
/// “for example”.
pub(super) fn quoted(cut: &Cut, segment: &Segment) -> bool {
    let before = cut.tokens[..segment.tokens.start].iter().rev();
    let last = before.filter(|token| token.kind == TokenKind::Word).take(2);
    let words: Vec<&str> = last.map(|token| token.text.as_str()).collect();
    matches!(
        words[..],
        ["like", ..]
            | ["as", "such"]
            | ["example" | "instance", "for"]
            | ["exemple", "par"]
            | ["comme", "quelque"]
    )
}

/// Whether the subject of a sentence is what the page presents, or is not said.
pub(super) fn own_subject(before: &[Token]) -> bool {
    let words = before.iter().filter(|token| token.kind == TokenKind::Word);
    let first = words.clone().take(1).any(|token| WORDS.opens_grant.has(token));
    first || WORDS.own.any(before) || words.count() == 0
}

/// Whether a relative clause says the licence of something else than what the page
/// presents: `it uses a library, which is released under …`.
pub(super) fn other_subject(before: &[Token]) -> bool {
    let relative = before.windows(2).rposition(|pair| {
        matches!(
            (pair[0].text.as_str(), pair[1].text.as_str()),
            ("which" | "qui" | "che", "is" | "are" | "est" | "sont")
                | ("die" | "der" | "das" | "welche" | "welches", "unter")
        )
    });
    relative.is_some_and(|at| {
        let named: Vec<Token> = before[..at].iter().rev().take(4).cloned().collect();
        let any = WORDS.another.any(&named);
        !named.is_empty() && (any || !WORDS.own.any(&named))
    })
}

/// Whether the subject of a sentence is a component by its name: `the optional
/// library foo`, `la bibliothèque X`, `the Foo module`.
pub(super) fn component(before: &[Token]) -> bool {
    before.iter().enumerate().any(|(at, token)| {
        let named = |other: &Token| {
            other.kind == TokenKind::Name
                || other.kind == TokenKind::Word
                    && !WORDS.component.has(other)
                    && !WORDS.after_component.has(other)
        };
        let after = before.get(at + 1).is_some_and(named);
        let first = at.checked_sub(1).and_then(|at| before.get(at));
        let ahead = first.is_some_and(|first| first.capital && at > 1 && named(first));
        WORDS.component.has(token) && (after || ahead)
    })
}

/// Whether a heading is about the licence of what the page presents.
pub(super) fn about_licence(tokens: &[Token]) -> bool {
    let words = tokens.iter().filter(|token| token.kind == TokenKind::Word);
    words.clone().count() <= 8
        && WORDS.about_licence.any(words.clone())
        && !WORDS.other_section.any(words)
}

/// Whether `range` holds nothing but `mentions` and words without meaning.
pub(super) fn nothing_else(cut: &Cut, range: Range<usize>, mentions: &[Mention]) -> bool {
    let silent = |at: usize| {
        let token = &cut.tokens[at];
        names::hold(mentions, at)
            || matches!(
                token.kind,
                TokenKind::Sign | TokenKind::Name | TokenKind::Path | TokenKind::Url
            )
            || WORDS.filler.has(token)
            || WORDS.choice.has(token)
            || WORDS.beside_name.has(token)
    };
    // `MIT © Organisation`, `MIT (c) Organisation`: what follows says who, not under what.
    let text = |at: usize| cut.tokens.get(at).map_or("", |token| token.text.as_str());
    let holder = |at: &usize| match text(*at) {
        "©" | "copyright" => true,
        "(" => text(at + 1) == "c" && text(at + 2) == ")",
        _ => false,
    };
    let end = range.clone().find(holder).filter(|end| *end > range.start).unwrap_or(range.end);
    !mentions.is_empty() && (range.start..end).all(silent)
}

/// A line that says who holds the rights.
pub(super) fn copyright(tokens: &[Token]) -> bool {
    let lead = tokens.iter().take(3);
    let says =
        lead.into_iter().any(|token| matches!(token.text.as_str(), "copyright" | "©" | "spdx"));
    says && tokens.len() <= 40
        || tokens.iter().any(|token| token.text == "reserved") && tokens.len() <= 6
}
