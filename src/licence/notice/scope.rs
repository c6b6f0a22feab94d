//! What a notice covers.

use super::token::{Token, TokenKind};
use super::words::WORDS;

/// What a notice covers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// The whole, or what is not said otherwise.
    Whole,
    /// The source code.
    Code,
    /// Documentation, pages and texts.
    Documentation,
    /// Data.
    Data,
    /// Pictures, fonts, marks.
    Assets,
    /// The paths named.
    Paths(Vec<String>),
    /// Something of others: a dependency, a model, a contribution.
    Foreign,
}

impl Scope {
    /// True when it covers something of the project that states it.
    pub fn is_own(&self) -> bool {
        *self != Scope::Foreign
    }

    /// True when it covers the project as a whole or its code.
    pub fn is_main(&self) -> bool {
        matches!(self, Scope::Whole | Scope::Code)
    }
}

/// What the words around a name say it covers: `before` since the start of the
/// clause, `after` up to the next name.
pub(super) fn of(before: &[Token], after: &[Token]) -> Scope {
    let follows = follows(after);
    let paths = paths(before, follows);
    if WORDS.foreign.any(before) || of_the_reader(before) {
        return Scope::Foreign;
    }
    if !paths.is_empty() {
        return Scope::Paths(paths);
    }
    for tokens in [follows, before] {
        let kinds = [
            (WORDS.code.any(tokens), Scope::Code),
            (WORDS.documentation.any(tokens), Scope::Documentation),
            (WORDS.data.any(tokens), Scope::Data),
            (WORDS.assets.any(tokens), Scope::Assets),
        ];
        let said: Vec<Scope> =
            kinds.into_iter().filter(|(said, _)| *said).map(|(_, s)| s).collect();
        match said.as_slice() {
            [] => {}
            [one] => return one.clone(),
            [first, ..] if *first == Scope::Code => return Scope::Whole,
            [first, ..] => return first.clone(),
        }
    }
    Scope::Whole
}

/// Whether something of the reader is spoken of (`your diagrams`), not a choice
/// left to him (`at your option`).
fn of_the_reader(before: &[Token]) -> bool {
    before
        .windows(2)
        .any(|pair| WORDS.of_reader.has(&pair[0]) && !WORDS.left_to_reader.has(&pair[1]))
}

/// The words that say what a name before them covers: `for the code`, `(data)`,
/// `in front/`.
fn follows(after: &[Token]) -> &[Token] {
    let skip = after
        .iter()
        .take_while(|token| {
            token.kind == TokenKind::Sign && token.text != "(" && token.text != "."
                || WORDS.before_covered.has(*token)
        })
        .count();
    let rest = &after[skip..];
    let opens = rest.first().is_some_and(|token| WORDS.covers.has(token));
    let close = rest.iter().position(|token| WORDS.after_covered.has(token)).unwrap_or(rest.len());
    if opens && skip <= 6 { &rest[..close.min(12)] } else { &[] }
}

fn paths(before: &[Token], after: &[Token]) -> Vec<String> {
    // A path that follows "see" is where the text stands, not what it covers.
    let among = |tokens: &[Token]| -> Vec<String> {
        let named = tokens.iter().enumerate().filter(|(at, token)| {
            let told = WORDS.tells_where.any(tokens[..*at].iter().rev().take(3));
            token.kind == TokenKind::Path && !told && !token.text.to_lowercase().contains("licen")
        });
        named.map(|(_, token)| token.text.clone()).collect()
    };
    let found = among(after);
    if found.is_empty() { among(before) } else { found }
}
