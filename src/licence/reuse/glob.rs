//! The path patterns of `REUSE.toml` and `.reuse/dep5`.

use regex::bytes::{Regex, RegexBuilder};
use std::collections::HashSet;

/// Bytes that the compiled patterns of one table may take.
const MAX_SIZE: usize = 8 << 20;

/// The paths of one table.
#[derive(Debug, Default)]
pub(super) struct Globs {
    literals: HashSet<String>,
    patterns: Option<Regex>,
}

/// How a pattern is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Syntax {
    /// `REUSE.toml`: `*` stays inside a folder, `**` and `**/` do not.
    ReuseToml,
    /// DEP5: `*` and `?` match slashes too.
    Dep5,
}

enum Piece {
    Literal(char),
    InFolder,
    Anything,
    AnyOne,
}

impl Globs {
    /// Reads `paths`; `None` when they are together too large to be matched.
    pub(super) fn new<'a>(
        paths: impl IntoIterator<Item = &'a str>,
        syntax: Syntax,
    ) -> Option<Globs> {
        let mut literals = HashSet::new();
        let mut patterns: Vec<String> = Vec::new();
        for path in paths {
            let pieces = match syntax {
                Syntax::ReuseToml => reuse_toml(path),
                Syntax::Dep5 => dep5(path),
            };
            match literal(&pieces) {
                Some(literal) => _ = literals.insert(literal),
                None => patterns.push(expression(&pieces)),
            }
        }
        let patterns = match patterns.is_empty() {
            true => None,
            false => {
                let whole = format!("^(?:{})$", patterns.join("|"));
                let mut builder = RegexBuilder::new(&whole);
                builder.unicode(false).dot_matches_new_line(true).size_limit(MAX_SIZE);
                Some(builder.build().ok()?)
            }
        };
        Some(Globs { literals, patterns })
    }

    /// True when one of the patterns is `path`.
    pub(super) fn matches(&self, path: &str) -> bool {
        let patterns = self.patterns.as_ref();
        self.literals.contains(path) || patterns.is_some_and(|all| all.is_match(path.as_bytes()))
    }
}

/// A backslash takes the next character as it is; `**/` swallows its slash.
fn reuse_toml(path: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = path.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '\\' => pieces.extend(rest.next().map(Piece::Literal)),
            '*' if rest.peek() == Some(&'*') => {
                while rest.next_if_eq(&'*').is_some() {}
                rest.next_if_eq(&'/');
                pieces.push(Piece::Anything);
            }
            '*' => pieces.push(Piece::InFolder),
            other => pieces.push(Piece::Literal(other)),
        }
    }
    pieces
}

fn dep5(path: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = path.chars();
    while let Some(c) = rest.next() {
        match c {
            '\\' => pieces.extend(rest.next().map(Piece::Literal)),
            '*' => pieces.push(Piece::Anything),
            '?' => pieces.push(Piece::AnyOne),
            other => pieces.push(Piece::Literal(other)),
        }
    }
    pieces
}

fn literal(pieces: &[Piece]) -> Option<String> {
    let characters = pieces.iter().map(|piece| match piece {
        Piece::Literal(c) => Some(*c),
        _ => None,
    });
    characters.collect()
}

fn expression(pieces: &[Piece]) -> String {
    let parts = pieces.iter().map(|piece| match piece {
        Piece::Literal(c) => regex::escape(c.encode_utf8(&mut [0; 4])),
        Piece::InFolder => "[^/]*".to_string(),
        Piece::Anything => ".*".to_string(),
        // One character of UTF-8, whose bytes the expression sees.
        Piece::AnyOne => r"(?:[\x00-\x7f]|[\xc2-\xf4][\x80-\xbf]+)".to_string(),
    });
    parts.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(pattern: &str, path: &str) -> bool {
        Globs::new([pattern], Syntax::ReuseToml).is_some_and(|globs| globs.matches(path))
    }

    #[test]
    fn a_star_stays_in_its_folder_and_two_do_not() {
        assert!(matches("src/*.c", "src/a.c") && !matches("src/*.c", "src/b/a.c"));
        assert!(matches("src/**", "src/b/a.c") && matches("**/a.c", "a.c"));
        assert!(matches("**/a.c", "src/b/a.c") && matches("**", ".hidden/x"));
        assert!(!matches("src", "src/a.c") && !matches("src/", "src/a.c"));
        assert!(matches("src/**/*.c", "src/a.c") && matches("é*/ù", "éà/ù"));
    }

    #[test]
    fn a_backslash_escapes() {
        assert!(matches(r"a\*.c", "a*.c") && !matches(r"a\*.c", "ab.c"));
        assert!(matches(r"a\\b", r"a\b") && matches(r"\a", "a"));
        assert!(matches(r"*\*", "x*"));
        assert!(matches("a.(b)", "a.(b)") && !matches("a.b", "axb"));
    }

    #[test]
    fn dep5_stars_cross_folders() {
        let globs = Globs::new(["po/*", "?.txt"], Syntax::Dep5).unwrap_or_default();
        assert!(globs.matches("po/fr/a.po") && globs.matches("a.txt") && !globs.matches("ab.txt"));
        assert!(globs.matches("é.txt") && !globs.matches("éa.txt"));
    }
}
