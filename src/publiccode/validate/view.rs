//! The text with its lines, and its numbers as the reference parser writes them.

use crate::publiccode::diagnostic::{Position, Span};
use crate::yaml::Range;

/// A text whose offsets can be turned into lines and columns.
pub(crate) struct Lines<'t> {
    /// The text, after a byte order mark.
    pub text: &'t str,
    starts: Vec<usize>,
}

impl<'t> Lines<'t> {
    pub(crate) fn new(text: &'t str) -> Lines<'t> {
        let starts =
            std::iter::once(0).chain(memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1));
        Lines { text, starts: starts.collect() }
    }

    /// Line and column of the character at `offset`.
    pub(crate) fn position(&self, offset: usize) -> Position {
        let line = self.starts.partition_point(|start| *start <= offset);
        let start = self.starts.get(line.saturating_sub(1)).copied().unwrap_or_default();
        let before = self.text.get(start..offset).unwrap_or_default();
        Position { line, column: before.chars().count() + 1, offset }
    }

    pub(crate) fn span(&self, range: Range) -> Span {
        Span { start: self.position(range.start), end: self.position(range.end) }
    }

    /// The place of a line and a column, in characters.
    pub(crate) fn at(&self, line: usize, column: usize) -> Span {
        let start = self.starts.get(line.saturating_sub(1)).copied().unwrap_or(self.text.len());
        let rest = self.text.get(start..).unwrap_or_default();
        let offset =
            rest.char_indices().nth(column.saturating_sub(1)).map_or(rest.len(), |(at, _)| at);
        self.span(Range { start: start + offset, end: start + offset })
    }
}

/// A number as the reference parser writes it again: `1.0` becomes `1`.
pub(crate) fn rewritten(number: &str) -> String {
    let octal = number.len() > 1
        && number.starts_with('0')
        && number.bytes().all(|b| (b'0'..=b'7').contains(&b));
    let integer = match number.get(..2) {
        Some("0x") => i128::from_str_radix(&number[2..], 16).ok(),
        Some("0o") => i128::from_str_radix(&number[2..], 8).ok(),
        _ if octal => i128::from_str_radix(number, 8).ok(),
        _ => number.parse().ok(),
    };
    match (integer, number.parse::<f64>()) {
        (Some(integer), _) => integer.to_string(),
        (None, Ok(float)) => float.to_string(),
        _ => number.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_again() {
        assert_eq!(
            (rewritten("1.10"), rewritten("1.0"), rewritten("010")),
            ("1.1".into(), "1".into(), "8".into())
        );
    }

    #[test]
    fn columns_count_characters() {
        let lines = Lines::new("é: a\nb: c\n");
        let place = lines.position(4);
        assert_eq!((place.line, place.column), (1, 4));
        assert_eq!(lines.at(2, 4).start.offset, 9);
    }
}
