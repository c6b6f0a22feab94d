//! The licences that an SPDX expression names. Reading is as lenient as that of
//! other REUSE readers: any word of letters, digits and `-._:+` is an
//! identifier, so that what is misspelt is reported as a missing licence.

use std::collections::HashSet;

/// Levels of parentheses that are followed.
const MAX_DEPTH: usize = 100;

/// The licences and exceptions of `expression`, each once, in order; `None`
/// when it is no licence expression.
pub fn licences(expression: &str) -> Option<Vec<String>> {
    let mut parser = Parser { tokens: tokens(expression), at: 0, found: Vec::new() };
    parser.any_of(0)?;
    if parser.at < parser.tokens.len() {
        return None;
    }
    let mut seen = HashSet::new();
    let names = parser.found.into_iter().filter(|name| seen.insert(*name));
    Some(names.map(str::to_string).collect())
}

#[derive(Clone, Copy, PartialEq)]
enum Token<'a> {
    Open,
    Close,
    And,
    Or,
    With,
    Name(&'a str),
}

fn tokens(expression: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    for word in expression.split_whitespace() {
        let mut rest = word;
        while !rest.is_empty() {
            let end = match rest.find(['(', ')']) {
                Some(0) => 1,
                Some(at) => at,
                None => rest.len(),
            };
            let (token, after) = rest.split_at(end);
            tokens.push(match token {
                "(" => Token::Open,
                ")" => Token::Close,
                _ if token.eq_ignore_ascii_case("and") => Token::And,
                _ if token.eq_ignore_ascii_case("or") => Token::Or,
                _ if token.eq_ignore_ascii_case("with") => Token::With,
                name => Token::Name(name),
            });
            rest = after;
        }
    }
    tokens
}

struct Parser<'a> {
    tokens: Vec<Token<'a>>,
    at: usize,
    found: Vec<&'a str>,
}

impl<'a> Parser<'a> {
    fn next_is(&mut self, token: Token<'a>) -> bool {
        let yes = self.tokens.get(self.at) == Some(&token);
        self.at += usize::from(yes);
        yes
    }

    fn any_of(&mut self, depth: usize) -> Option<()> {
        self.term(depth)?;
        while self.next_is(Token::Or) || self.next_is(Token::And) {
            self.term(depth)?;
        }
        Some(())
    }

    fn term(&mut self, depth: usize) -> Option<()> {
        if depth > MAX_DEPTH {
            return None;
        }
        if self.next_is(Token::Open) {
            self.any_of(depth + 1)?;
            return self.next_is(Token::Close).then_some(());
        }
        self.name()?;
        if self.next_is(Token::With) {
            self.name()?;
        }
        Some(())
    }

    fn name(&mut self) -> Option<()> {
        let Some(Token::Name(name)) = self.tokens.get(self.at).copied() else { return None };
        if !name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '.' | '_' | ':' | '+')) {
            return None;
        }
        self.at += 1;
        self.found.push(name);
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::licences;

    #[test]
    fn every_licence_and_exception_is_named_once() {
        let found = licences("(GPL-2.0-only WITH Classpath-exception-2.0 or MIT) AND MIT");
        let found = found.unwrap_or_default();
        assert_eq!(found, ["GPL-2.0-only", "Classpath-exception-2.0", "MIT"]);
    }

    #[test]
    fn what_is_no_expression_is_refused() {
        for wrong in
            ["", "AND", "MIT Apache-2.0", "(MIT", "MIT)", "MIT OR", "()", "A WITH (B)", "MIT/ISC"]
        {
            assert_eq!(licences(wrong), None, "{wrong}");
        }
        assert_eq!(licences(&"(".repeat(100_000)), None);
    }
}
