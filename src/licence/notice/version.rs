//! The version beside the name of a family: `version 3 or later`, `v2.1`,
//! `either version 3 of the License, or (at your option) any later version`.

use super::exception;
use super::name::Name;
use super::token::{Cut, Token, TokenKind};
use super::words::WORDS;
use crate::licence::expression::ids;
use crate::licence::names::Family;
use std::ops::Range;

/// Words among which the formula of the Free Software Foundation names its version.
const FORMULA: usize = 26;

/// The licence that a family's name and what surrounds it amount to, with the
/// tokens that say so; nothing when the version belongs to no known licence.
pub(super) fn read(
    cut: &Cut,
    family: &'static Family,
    name: Range<usize>,
    end: usize,
) -> Option<(Name, Range<usize>)> {
    if family.versions.is_empty() {
        return Some((known(family.alone.as_deref().unwrap_or(&family.key)), name));
    }
    let after = after(cut, family, name.end, end);
    let before = || before(cut, name.start);
    let (version, from, to) = match after {
        Some((at, to)) => (Some(at), name.start, to),
        None => match before() {
            Some((at, from)) => (Some(at), from, name.end),
            None => (None, name.start, name.end),
        },
    };
    let Some(at) = version else {
        let name_only = match family.alone.as_deref() {
            Some(id) => known(id),
            None => Name::Family(&family.key),
        };
        return Some((name_only, name));
    };
    let number = &cut.tokens[at].text;
    let Some((_, id)) = family.versions.iter().find(|(version, _)| version == number) else {
        return Some((Name::Family(&family.key), from..to));
    };
    if !ids::open_ended(id) {
        let to = skip_later(cut, to, end);
        let id = incompatible_secondary(cut, id, from);
        return Some((known(id), from..to));
    }
    let told_before = from < name.start;
    let (suffix, to) = match later(cut, at + 1, end) {
        Some((suffix, last)) => (suffix, to.max(last + 1)),
        None if formula(cut, from, end) => ("-only", to),
        None => ("", to),
    };
    let to = if told_before { to.max(name.end) } else { to };
    let (exception, to) = exception::after(cut, to, end)?;
    Some((Name::Known(format!("{id}{suffix}"), exception), from..to))
}

fn known(id: &str) -> Name {
    Name::Known(id.to_string(), None)
}

/// The number of the version after the name, with the token after it.
fn after(cut: &Cut, family: &Family, from: usize, end: usize) -> Option<(usize, usize)> {
    let mut words = 0;
    let mut gap = false;
    for at in from..end.min(from + 32) {
        let token = &cut.tokens[at];
        let number = token.kind == TokenKind::Number || family.key == "BSD" && token.text == "zero";
        if number {
            let version = WORDS.version.any(cut.tokens[..at].iter().rev().take(2));
            let near = words <= 3 && !gap;
            let year = token.text.len() == 4 && !token.text.contains('.');
            return ((version || near) && !year).then_some((at, at + 1));
        }
        if matches!(token.text.as_str(), ">" | "=" | "≥") {
            continue;
        }
        if WORDS.signs.has(token) {
            gap |= matches!(token.text.as_str(), "." | ":");
            continue;
        }
        if !WORDS.before_version.has(token) {
            if !WORDS.before_told_version.has(token) && !WORDS.only.has(token) {
                return None;
            }
            gap = true;
        }
        words +=
            usize::from(!matches!(token.text.as_str(), "license" | "version" | "v" | "clause"));
    }
    None
}

/// `version 3 of the GNU …`, `v3 ou ultérieure de la licence …`: the number of
/// the version, with the first token of the phrase.
fn before(cut: &Cut, name: usize) -> Option<(usize, usize)> {
    let between = |token: &Token| {
        WORDS.after_version.has(token) || WORDS.later.has(token) || WORDS.only.has(token)
    };
    let segment = cut.segments.iter().find(|segment| segment.tokens.contains(&name))?;
    let first = segment.tokens.start.max(name.saturating_sub(16));
    let at = (first..name).rev().find(|at| !between(&cut.tokens[*at]))?;
    if cut.tokens[at].kind != TokenKind::Number {
        return None;
    }
    let told = at.checked_sub(1).filter(|before| *before >= segment.tokens.start)?;
    WORDS.version.has(&cut.tokens[told]).then_some((at, told))
}

/// What is said of later versions after the number: the suffix of the
/// identifier and the last token that says it.
fn later(cut: &Cut, from: usize, end: usize) -> Option<(&'static str, usize)> {
    if at_least(cut, from) {
        return Some(("-or-later", from.saturating_sub(1)));
    }
    let mut or = false;
    for at in from..end.min(from + 28) {
        let token = &cut.tokens[at];
        match token.text.as_str() {
            "+" if at == from => return Some(("-or-later", at)),
            _ if WORDS.lets_in.has(token) => or = true,
            // Dutch: `3 of hoger`.
            "of" if cut.tokens[at + 1..end].first().is_some_and(|t| WORDS.later.has(t)) => {
                or = true
            }
            _ if WORDS.only.has(token) => return Some(("-only", at)),
            _ if or && WORDS.later.has(token) => {
                let recent = token.text == "plus"
                    && cut.tokens[at + 1..end]
                        .first()
                        .is_some_and(|t| t.text.starts_with("recent"));
                return Some(("-or-later", if recent { at + 1 } else { at }));
            }
            _ if WORDS.signs.has(token) || WORDS.before_later.has(token) => {}
            _ => return None,
        }
    }
    None
}

/// `(>= 2)`, as R writes it.
fn at_least(cut: &Cut, from: usize) -> bool {
    let before = cut.tokens[..from.saturating_sub(1)].iter().rev().take(2);
    let signs: String = before.map(|token| token.text.as_str()).collect();
    signs == "=>" || signs.starts_with('≥')
}

/// The formula of the Free Software Foundation, which names one version when it
/// adds no other.
fn formula(cut: &Cut, from: usize, end: usize) -> bool {
    let has = |words: &[&str], range: Range<usize>| {
        cut.tokens[range]
            .windows(words.len())
            .any(|window| window.iter().zip(words).all(|(t, w)| t.text == *w))
    };
    let start = cut
        .segments
        .iter()
        .find(|segment| segment.tokens.contains(&from))
        .map_or(from, |s| s.tokens.start);
    let near = from..end.min(from + FORMULA);
    has(&["published", "by", "the", "free", "software", "foundation"], near.clone())
        && (has(&["redistribute"], start..end) || has(&["distribute"], start..end))
        || has(&["publiee", "par", "la", "free", "software", "foundation"], near)
}

/// The end of "or later" beside a licence whose identifiers do not say it.
fn skip_later(cut: &Cut, from: usize, end: usize) -> usize {
    later(cut, from, end).map_or(from, |(_, last)| last + 1)
}

/// MPL 2.0 "Incompatible With Secondary Licenses" has an identifier of its own.
fn incompatible_secondary<'i>(cut: &Cut, id: &'i str, name: usize) -> &'i str {
    let first = name.saturating_sub(24);
    let words = ["incompatible", "with", "secondary", "licenses"];
    let said = cut.tokens[first..name]
        .windows(4)
        .any(|window| window.iter().zip(words).all(|(t, w)| t.text == w));
    if id == "MPL-2.0" && said { "MPL-2.0-no-copyleft-exception" } else { id }
}
