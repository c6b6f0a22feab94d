//! The text with its lines, and the values of its tree as YAML 1.2 reads them.

use crate::publiccode::diagnostic::{Position, Span};
use crate::yaml::{Node, Range};

/// A text whose offsets can be turned into lines and columns.
pub struct Lines<'t> {
    /// The text, after a byte order mark.
    pub text: &'t str,
    starts: Vec<usize>,
}

impl<'t> Lines<'t> {
    pub fn new(text: &'t str) -> Lines<'t> {
        let starts =
            std::iter::once(0).chain(memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1));
        Lines { text, starts: starts.collect() }
    }

    /// Line and column of the character at `offset`.
    pub fn position(&self, offset: usize) -> Position {
        let line = self.starts.partition_point(|start| *start <= offset);
        let start = self.starts.get(line.saturating_sub(1)).copied().unwrap_or_default();
        let before = self.text.get(start..offset).unwrap_or_default();
        Position { line, column: before.chars().count() + 1, offset }
    }

    pub fn span(&self, range: Range) -> Span {
        Span { start: self.position(range.start), end: self.position(range.end) }
    }

    /// The place of a line and a column, in characters.
    pub fn at(&self, line: usize, column: usize) -> Span {
        let start = self.starts.get(line.saturating_sub(1)).copied().unwrap_or(self.text.len());
        let rest = self.text.get(start..).unwrap_or_default();
        let offset =
            rest.char_indices().nth(column.saturating_sub(1)).map_or(rest.len(), |(at, _)| at);
        self.span(Range { start: start + offset, end: start + offset })
    }
}

/// What YAML 1.2 (core schema) reads in a scalar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Null,
    Boolean,
    Number,
    Text,
}

/// The kind of `node`; `None` for a list or a mapping.
pub fn kind(node: Node<'_>) -> Option<Kind> {
    let text = node.text()?;
    if node.style() != Some(crate::yaml::Style::Plain) {
        return Some(Kind::Text);
    }
    match node.tag() {
        Some(tag) if tag.ends_with(":str") => return Some(Kind::Text),
        _ => {}
    }
    Some(match text {
        "" | "~" | "null" | "Null" | "NULL" => Kind::Null,
        "true" | "True" | "TRUE" | "false" | "False" | "FALSE" => Kind::Boolean,
        _ if is_number(text) => Kind::Number,
        _ => Kind::Text,
    })
}

/// True for an absent value.
pub fn is_null(node: Node<'_>) -> bool {
    kind(node) == Some(Kind::Null)
}

fn is_number(text: &str) -> bool {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    if let Some(digits) = unsigned.strip_prefix("0x") {
        return !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_hexdigit());
    }
    if let Some(digits) = unsigned.strip_prefix("0o") {
        return !digits.is_empty() && digits.bytes().all(|b| (b'0'..=b'7').contains(&b));
    }
    if matches!(unsigned, ".inf" | ".Inf" | ".INF") || matches!(text, ".nan" | ".NaN" | ".NAN") {
        return true;
    }
    let (mantissa, exponent) = match unsigned.find(['e', 'E']) {
        Some(at) => (&unsigned[..at], Some(&unsigned[at + 1..])),
        None => (unsigned, None),
    };
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    let (whole, part) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let sound = digits(whole) && digits(part) && !(whole.is_empty() && part.is_empty());
    let power = exponent.is_none_or(|exponent| {
        let exponent = exponent.strip_prefix(['-', '+']).unwrap_or(exponent);
        !exponent.is_empty() && digits(exponent)
    });
    sound && power
}

/// A number as the reference parser writes it again: `1.0` becomes `1`.
pub fn rewritten(number: &str) -> String {
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
    use crate::yaml::Yaml;

    #[test]
    fn scalars_have_the_kinds_of_yaml_1_2() {
        let text = "- yes\n- true\n- 1.10\n- '1'\n- ~\n- 2024-01-01\n- 1.2.3\n- !!str 1\n-\n- 1e3\n- 0x1F\n";
        let (yaml, _) = Yaml::parse(text);
        let kinds: Vec<_> = yaml.roots()[0].items().into_iter().filter_map(kind).collect();
        use Kind::{Boolean, Null, Number, Text};
        let expected = [Text, Boolean, Number, Text, Null, Text, Text, Text, Null, Number, Number];
        assert_eq!(kinds, expected);
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
