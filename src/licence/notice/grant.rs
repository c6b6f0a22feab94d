//! Whether the words around a name grant the licence, refuse it, or only speak
//! of it.

use super::scope::{self, Scope};
use super::token::{Cut, Segment, Token, TokenKind};
use super::words::{List, WORDS};

/// Words among which the word for a licence follows "with": `con la licencia`.
const NAMED: usize = 2;

/// The start of the clause that `to` belongs to: after the last "but".
pub(super) fn clause(cut: &Cut, from: usize, to: usize) -> usize {
    (from..to).rev().find(|at| WORDS.restart.has(&cut.tokens[*at])).map_or(from, |at| at + 1)
}

/// Whether words before a name take it out of what is granted.
pub(super) fn rejected(before: &[Token]) -> bool {
    before.iter().enumerate().any(|(at, token)| {
        let next = before.get(at + 1);
        let otherwise = next.is_some_and(|next| WORDS.refuses_nothing.has(next));
        let negation = WORDS.aside.has(token) && !otherwise && !is_verb(before, at);
        let condition =
            WORDS.conditional.has(token) && !next.is_some_and(|next| WORDS.no_condition.has(next));
        // An example between two commas is an aside of the sentence.
        let example = token.text == "such"
            && at > 0
            && before[at - 1].text == ","
            && before[at..].iter().any(|token| token.text == ",");
        negation && !example && !exempted(before, at) || condition
    })
}

/// `May be used under`, `to copy`: words that grant, and set apart elsewhere
/// (`used by`, `a copy of`).
fn is_verb(before: &[Token], at: usize) -> bool {
    let next = before.get(at + 1).map(|token| token.text.as_str());
    let last = at.checked_sub(1).map(|last| &before[last]);
    match before[at].text.as_str() {
        "used" => matches!(next, Some("under" | "according" | "," | "and" | "or")),
        "copy" | "copie" => !last.is_some_and(|last| WORDS.before_copy.has(last)),
        _ => false,
    }
}

/// `Unless otherwise stated`, `sauf mention contraire`, `sans garantie`: words
/// that refuse nothing.
fn exempted(before: &[Token], at: usize) -> bool {
    let nearby = before[at.saturating_sub(4)..at].iter().chain(before[at + 1..].iter().take(5));
    WORDS.negation.has(&before[at]) && WORDS.exempting.any(nearby)
}

/// Whether words after a name take it back: `the GPL does not apply`.
pub(super) fn refused_after(after: &[Token]) -> bool {
    WORDS.refusal.any(after.iter().take(5).take_while(|token| !WORDS.parts.has(*token)))
}

/// `MIT licensed`, `AGPL by default`; not `a GPL licensed driver`, unless it is
/// what the page presents.
pub(super) fn licensed_after(before: &[Token], after: &[Token]) -> bool {
    let article = before.last().is_some_and(|token| WORDS.article.has(token));
    if article && !WORDS.own.any(before) {
        return false;
    }
    let mut next = after.iter().filter(|token| token.text != "-" && token.text != ",");
    match next.next() {
        Some(token) if token.text == "licensed" => true,
        Some(token) if token.text == "license" => {
            next.next().is_some_and(|token| WORDS.postposed.has(token))
        }
        Some(token) if WORDS.postposed.has(token) => true,
        Some(token) if token.text == "by" => next.next().is_some_and(|t| t.text == "default"),
        Some(token) if token.text == "par" => next.next().is_some_and(|t| t.text == "defaut"),
        _ => false,
    }
}

/// `License GPLv3+: GNU GPL version 3 or later`: the first word names the field.
pub(super) fn fielded(before: &[Token], after: &[Token]) -> bool {
    let field = matches!(before, [only] if only.text == "license" && only.capital);
    let closed = |token: &Token| {
        matches!(token.text.as_str(), ":" | "," | "." | "<" | "(") || token.kind == TokenKind::Url
    };
    field && after.first().is_none_or(closed)
}

/// `front/: MIT`, `MIT in front/`, `Code source : MIT`.
pub(super) fn mapped(before: &[Token], after: &[Token]) -> bool {
    let colon = before.iter().rev().find(|token| !WORDS.filler.has(token) || token.text == ":");
    let mapped = |scope: Scope| !matches!(scope, Scope::Whole | Scope::Foreign);
    if matches!(scope::of(&[], after), Scope::Paths(_)) {
        return true;
    }
    let told = mapped(scope::of(before, after));
    let led = colon.is_some_and(|token| {
        matches!(token.text.as_str(), ":" | "|" | "→" | "–" | "=" | "-")
            || token.kind == TokenKind::Path
    });
    told && (led && before.len() <= 12 || before.is_empty())
}

/// Words between two names of one licence that only refer to it again.
pub(super) fn is_reference(between: &[Token]) -> bool {
    between.len() <= 24 && WORDS.refers.any(between)
}

/// What before `to` grants: the token of the trigger. Only words that carry no
/// meaning of their own may stand between.
pub(super) fn trigger(cut: &Cut, segment: &Segment, to: usize) -> Option<usize> {
    let first = segment.tokens.start.max(to.saturating_sub(16));
    for at in (first..to).rev() {
        let token = &cut.tokens[at];
        let before = &cut.tokens[segment.tokens.start..at];
        if starts_grant(token, before, &cut.tokens[at + 1..]) {
            return Some(at);
        }
        if !WORDS.filler.has(token) && token.kind != TokenKind::Number {
            return None;
        }
    }
    None
}

fn starts_grant(token: &Token, before: &[Token], after: &[Token]) -> bool {
    let next = after.first();
    let last = |n: usize| before.iter().rev().take(n);
    let recent = |n: usize, words: &List| words.any(last(n));
    let follows =
        |n: usize, words: &[&str]| last(n).any(|token| words.contains(&token.text.as_str()));
    match token.text.as_str() {
        "through" | "via" | "using" => follows(14, &["waive", "waived", "waives", "dedicated"]),
        "sous" => next.is_none_or(|next| next.text != "-"),
        _ if WORDS.under.has(token) || WORDS.according.has(token) => true,
        _ if WORDS.bears.has(token) => {
            let named = after.iter().take(NAMED).any(|token| token.text == "license");
            named || follows(1, &["licensed"])
        }
        _ if WORDS.terms.has(token) => next.is_some_and(|next| WORDS.of.has(next)),
        "by" | "par" => recent(2, &WORDS.governed),
        "to" | "a" | "aux" | "au" => recent(2, &WORDS.subject_to),
        "with" => follows(1, &["accordance", "licensed"]),
        "as" => follows(1, &["licensed"]),
        // A key of a settings file, not a variable of a program.
        "=" => {
            let words = before.iter().filter(|token| token.kind == TokenKind::Word);
            recent(1, &WORDS.field) && words.count() == 1
        }
        ":" | "-" | "–" | "—" | "→" => {
            recent(if token.text == ":" { 4 } else { 1 }, &WORDS.field)
        }
        "is" | "est" | "are" | "sont" | "ist" => follows(6, &["license", "licenses"]),
        "licensed" => true,
        "uses" | "utilise" | "adopte" | "adopts" | "choisie" | "retenue" => recent(5, &WORDS.own),
        _ => false,
    }
}
