//! How the licences that one sentence names are joined.

use super::names::Mention;
use super::token::{Cut, Token, TokenKind};
use super::words::WORDS;
use crate::licence::expression::{Agreement, Expression};

/// The expression that `mentions`, named one after the other in one sentence,
/// amount to; nothing when one of them has no known version.
///
/// A choice is offered when `choice` says so (`dual-licensed`, `either of`), or
/// when "or" or a slash stands between two of them.
pub(super) fn expression(cut: &Cut, mentions: &[Mention], choice: bool) -> Option<Expression> {
    let mut parts: Vec<Expression> = Vec::new();
    let mut any = choice;
    let mut last_end = mentions.first()?.tokens.end;
    for mention in mentions {
        let found = mention.name.expression()?;
        let between = &cut.tokens[last_end.min(mention.tokens.start)..mention.tokens.start];
        last_end = mention.tokens.end;
        if repeated(&mut parts, &found) {
            continue;
        }
        if !parts.is_empty() {
            any |= leaves_choice(between);
        }
        parts.push(found);
    }
    if any { Expression::any(parts) } else { Expression::all(parts) }
}

/// Whether the words between two names leave the choice between them.
pub(super) fn leaves_choice(between: &[Token]) -> bool {
    leaves_words_of_choice(between)
        || between.iter().any(|token| matches!(token.text.as_str(), "/" | "|"))
}

/// The same, signs left aside.
pub(super) fn leaves_words_of_choice(between: &[Token]) -> bool {
    let words: Vec<&Token> = between.iter().filter(|token| token.kind != TokenKind::Sign).collect();
    // `of` is "or" in Dutch, where nothing else stands between.
    let dutch = matches!(words[..], [one] if one.text == "of")
        || matches!(words[..], [one, two] if one.text == "of" && two.text == "de");
    dutch || words.iter().any(|token| WORDS.or.has(*token))
}

/// Whether `found` says again what `parts` say; what it tells more precisely is
/// kept.
fn repeated(parts: &mut [Expression], found: &Expression) -> bool {
    for part in parts {
        match part.agreement(found) {
            Agreement::Same => return true,
            Agreement::Open => {
                if let Some(closed) = part.resolve(found) {
                    *part = closed;
                }
                return true;
            }
            Agreement::Part | Agreement::Different => {}
        }
    }
    false
}

/// What several statements of one text amount to: all apply, a statement that
/// repeats another adds nothing, and one that leaves open what another tells
/// is closed by it.
pub(crate) fn together(parts: Vec<Expression>) -> Option<Expression> {
    let mut kept: Vec<Expression> = Vec::new();
    let flat = parts.into_iter().flat_map(|part| match part {
        Expression::All(parts) => parts,
        other => vec![other],
    });
    for part in flat {
        if repeated(&mut kept, &part) {
            continue;
        }
        // `MIT OR Apache-2.0` says `MIT` already.
        let names = |one: &Expression, other: &Expression| matches!(one, Expression::Any(options) if options.contains(other));
        if kept.iter().any(|one| names(one, &part)) {
            continue;
        }
        kept.retain(|one| !names(&part, one));
        kept.push(part);
    }
    Expression::all(kept)
}
