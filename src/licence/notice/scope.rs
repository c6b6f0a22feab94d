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
    let his = |token: &Token| matches!(token.text.as_str(), "your" | "vos" | "votre");
    let left = |token: &Token| WORDS.left_to_reader.has(token);
    before.windows(2).any(|pair| his(&pair[0]) && !left(&pair[1]))
}

/// The words that say what a name before them covers: `for the code`, `(data)`,
/// `in front/`.
fn follows(after: &[Token]) -> &[Token] {
    let skip = after
        .iter()
        .take_while(|token| {
            token.kind == TokenKind::Sign && token.text != "(" && token.text != "."
                || matches!(token.text.as_str(), "license" | "applies" | "s" | "applique" | "aux")
        })
        .count();
    let rest = &after[skip..];
    let opens = rest.first().is_some_and(|token| {
        matches!(
            token.text.as_str(),
            "for" | "pour" | "(" | "in" | "dans" | "concernant" | "au" | "a" | "to" | "under"
        ) || token.text == "by"
    });
    let close = rest
        .iter()
        .position(|token| matches!(token.text.as_str(), "." | ";" | "and" | "et" | ","))
        .unwrap_or(rest.len());
    if opens && skip <= 6 { &rest[..close.min(12)] } else { &[] }
}

fn paths(before: &[Token], after: &[Token]) -> Vec<String> {
    // A path that follows "see" is where the text stands, not what it covers.
    let among = |tokens: &[Token]| -> Vec<String> {
        let named = tokens.iter().enumerate().filter(|(at, token)| {
            let told = tokens[..*at].iter().rev().take(3).any(|token| {
                matches!(token.text.as_str(), "see" | "voir" | "cf" | "file" | "fichier" | "(")
            });
            token.kind == TokenKind::Path && !told && !token.text.to_lowercase().contains("licen")
        });
        named.map(|(_, token)| token.text.clone()).collect()
    };
    let found = among(after);
    if found.is_empty() { among(before) } else { found }
}
