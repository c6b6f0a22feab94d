//! Reading an expression.

use super::error::{ExpressionError, Problem};
use super::{Expression, Mode, Term, ids};
use crate::licence::names;

/// Bytes beyond which nothing is an expression.
pub(super) const LONGEST: usize = 4096;

/// Parentheses within parentheses.
const DEEPEST: usize = 32;

/// A word or a parenthesis, with its column.
struct Token<'a> {
    text: &'a str,
    column: usize,
}

pub(super) fn parse(text: &str, mode: Mode) -> Result<Expression, ExpressionError> {
    if text.len() > LONGEST {
        return Err(error(1, Problem::TooLong));
    }
    let tokens = tokens(text, mode)?;
    if tokens.is_empty() {
        return Err(error(1, Problem::Empty));
    }
    let end = text.trim_end().chars().count() + 1;
    let mut parser = Parser { tokens: &tokens, at: 0, end, mode };
    let found = parser.any(0)?;
    match parser.peek() {
        None => Ok(found),
        Some(token) if token.text == ")" => Err(error(token.column, Problem::Unbalanced)),
        Some(token) => Err(parser.unexpected(token)),
    }
}

fn error(column: usize, problem: Problem) -> ExpressionError {
    ExpressionError { column, problem }
}

fn tokens(text: &str, mode: Mode) -> Result<Vec<Token<'_>>, ExpressionError> {
    let mut found = Vec::new();
    let mut start: Option<(usize, usize)> = None;
    for (column, (at, sign)) in text.char_indices().enumerate().map(|(n, pair)| (n + 1, pair)) {
        let letter = match mode {
            Mode::Reuse => sign.is_alphanumeric() || sign == '_',
            Mode::Strict | Mode::Spdx => sign.is_ascii_alphanumeric(),
        };
        let word = letter || matches!(sign, '-' | '.' | '+' | ':');
        if word {
            start.get_or_insert((at, column));
            continue;
        }
        if let Some((from, column)) = start.take() {
            found.push(Token { text: &text[from..at], column });
        }
        match sign {
            '(' | ')' => found.push(Token { text: &text[at..at + 1], column }),
            _ if sign.is_whitespace() => {}
            _ => return Err(error(column, Problem::Character(sign))),
        }
    }
    if let Some((from, column)) = start {
        found.push(Token { text: &text[from..], column });
    }
    Ok(found)
}

struct Parser<'t, 'a> {
    tokens: &'t [Token<'a>],
    at: usize,
    end: usize,
    mode: Mode,
}

impl<'t, 'a> Parser<'t, 'a> {
    fn peek(&self) -> Option<&'t Token<'a>> {
        self.tokens.get(self.at)
    }

    fn is(&self, token: &Token<'_>, operator: &str) -> bool {
        match self.mode {
            Mode::Spdx => token.text == operator,
            Mode::Strict | Mode::Reuse => token.text.eq_ignore_ascii_case(operator),
        }
    }

    fn is_operator(&self, token: &Token<'_>) -> bool {
        token.text == ")" || ["AND", "OR", "WITH"].iter().any(|word| self.is(token, word))
    }

    fn takes(&mut self, word: &str) -> bool {
        let is = self.peek().is_some_and(|token| self.is(token, word));
        self.at += usize::from(is);
        is
    }

    fn unexpected(&self, token: &Token<'_>) -> ExpressionError {
        error(token.column, Problem::Unexpected(token.text.chars().take(40).collect()))
    }

    fn any(&mut self, depth: usize) -> Result<Expression, ExpressionError> {
        let first = self.all(depth)?;
        let mut parts = vec![first];
        while self.takes("OR") {
            parts.push(self.all(depth)?);
        }
        Expression::any(parts).ok_or_else(|| error(self.end, Problem::Empty))
    }

    fn all(&mut self, depth: usize) -> Result<Expression, ExpressionError> {
        let mut parts = vec![self.with(depth)?];
        while self.takes("AND") {
            parts.push(self.with(depth)?);
        }
        Expression::all(parts).ok_or_else(|| error(self.end, Problem::Empty))
    }

    fn with(&mut self, depth: usize) -> Result<Expression, ExpressionError> {
        let grouped = self.peek().is_some_and(|token| token.text == "(");
        let found = self.one(depth)?;
        let Expression::Term(term) = found else { return Ok(found) };
        if grouped || !self.takes("WITH") {
            return Ok(Expression::Term(term));
        }
        let Some(token) = self.peek() else { return Err(error(self.end, Problem::Unfinished)) };
        if term.exception.is_some() || self.is_operator(token) || token.text == "(" {
            return Err(self.unexpected(token));
        }
        self.at += 1;
        let unknown = || Problem::UnknownException(token.text.chars().take(80).collect());
        let exception =
            exception(token.text, self.mode).ok_or_else(|| error(token.column, unknown()))?;
        Ok(Expression::Term(Term { exception: Some(exception), ..term }))
    }

    fn one(&mut self, depth: usize) -> Result<Expression, ExpressionError> {
        let Some(token) = self.peek() else { return Err(error(self.end, Problem::Unfinished)) };
        self.at += 1;
        if token.text == "(" {
            if depth >= DEEPEST {
                return Err(error(token.column, Problem::TooLong));
            }
            let inner = self.any(depth + 1)?;
            return match self.peek() {
                Some(close) if close.text == ")" => {
                    self.at += 1;
                    Ok(inner)
                }
                Some(other) => Err(self.unexpected(other)),
                None => Err(error(self.end, Problem::Unbalanced)),
            };
        }
        if self.is_operator(token) {
            return Err(self.unexpected(token));
        }
        term(token.text, self.mode).map(Expression::Term).ok_or_else(|| {
            error(token.column, Problem::UnknownLicence(token.text.chars().take(80).collect()))
        })
    }
}

/// The exception that one word spells.
fn exception(word: &str, mode: Mode) -> Option<String> {
    let known = ids::exception(word).map(str::to_string);
    let own = match mode {
        Mode::Strict => word.starts_with("AdditionRef-"),
        Mode::Spdx => false,
        Mode::Reuse => return Some(word.to_string()),
    };
    known.or_else(|| own.then(|| word.to_string()))
}

/// The licence that one word spells.
fn term(word: &str, mode: Mode) -> Option<Term> {
    let alone = |id: String| Some(Term { id, exception: None });
    if mode == Mode::Reuse || own_reference(word) {
        return alone(word.to_string());
    }
    if mode == Mode::Spdx
        && let Some(id) = ids::licence(word)
    {
        return alone(id.to_string());
    }
    let (name, later) = match word.strip_suffix('+') {
        Some(name) => (name, true),
        None => (word, false),
    };
    let id = ids::licence(name)?;
    if mode == Mode::Spdx {
        return alone(format!("{id}+"));
    }
    if let Some((id, exception)) = names::replacement(id) {
        return Some(Term { id: id.to_string(), exception: exception.map(str::to_string) });
    }
    let id = match (later, ids::open_ended(id)) {
        (false, _) => id.to_string(),
        (true, true) => format!("{id}-or-later"),
        (true, false) if ids::gnu_base(id).is_some() => return None,
        (true, false) => format!("{id}+"),
    };
    alone(id)
}

/// `LicenseRef-…`, maybe within another document.
fn own_reference(word: &str) -> bool {
    let sound = |name: &str| {
        !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-.".contains(&b))
    };
    let own = |word: &str| word.strip_prefix("LicenseRef-").is_some_and(sound);
    match word.strip_prefix("DocumentRef-") {
        Some(rest) => rest.split_once(':').is_some_and(|(name, id)| sound(name) && own(id)),
        None => own(word),
    }
}
