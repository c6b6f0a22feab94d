//! Where a node is in the text, byte by byte: the parser counts characters,
//! starts a block scalar under its header, and ends a quoted one after the
//! comment that follows it.

use super::Style;
use crate::text::line;
use saphyr_parser::Span;

/// Bytes of the text; the end is excluded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Range {
    pub start: usize,
    pub end: usize,
}

/// From indexes of characters to offsets of bytes.
pub(super) struct Offsets {
    /// Empty when every character is one byte.
    bytes: Vec<usize>,
    len: usize,
}

impl Offsets {
    pub(super) fn new(text: &str) -> Offsets {
        let bytes = match text.is_ascii() {
            true => Vec::new(),
            false => text.char_indices().map(|(at, _)| at).collect(),
        };
        Offsets { bytes, len: text.len() }
    }

    fn byte(&self, index: usize) -> usize {
        match self.bytes.is_empty() {
            true => index.min(self.len),
            false => self.bytes.get(index).copied().unwrap_or(self.len),
        }
    }

    pub(super) fn range(&self, span: &Span) -> Range {
        let start = self.byte(span.start.index());
        Range { start, end: self.byte(span.end.index()).max(start) }
    }
}

/// Where a node starts once its tag and its anchor are passed.
pub(super) fn after_properties(text: &str, start: usize) -> usize {
    let mut at = start;
    loop {
        let rest = text.get(at..).unwrap_or_default();
        if !rest.starts_with(['!', '&']) {
            return at;
        }
        let length = rest.find([' ', '\t', '\n', '\r']).unwrap_or(rest.len());
        let after = rest.get(length..).unwrap_or_default();
        at += length + (after.len() - after.trim_start().len());
    }
}

/// The exact bytes of a scalar that the parser places at `at`.
pub(super) fn scalar(text: &str, at: Range, style: Style) -> Range {
    match style {
        Style::Plain => at,
        Style::Single => Range { end: quoted_end(text, at, '\''), ..at },
        Style::Double => Range { end: quoted_end(text, at, '"'), ..at },
        Style::Literal | Style::Folded => block(text, at),
    }
}

/// One past the colon that follows a key ending at `end`, on the same line.
pub(super) fn colon(text: &str, end: usize) -> Option<usize> {
    let rest = text.get(end..)?;
    let bare = rest.trim_start_matches([' ', '\t']);
    bare.starts_with(':').then(|| end + rest.len() - bare.len() + 1)
}

fn quoted_end(text: &str, at: Range, quote: char) -> usize {
    let inside = text.get(at.start + 1..at.end).unwrap_or_default();
    let mut characters = inside.char_indices().peekable();
    while let Some((offset, character)) = characters.next() {
        if character == '\\' && quote == '"' {
            characters.next();
        } else if character == quote {
            let doubled = quote == '\'' && characters.peek().is_some_and(|(_, c)| *c == quote);
            if !doubled {
                return at.start + 1 + offset + quote.len_utf8();
            }
            characters.next();
        }
    }
    at.end
}

/// From the header to the last line that holds text at the indentation of the first.
fn block(text: &str, at: Range) -> Range {
    let is_header = |at: usize| text.get(at..).is_some_and(|rest| rest.starts_with(['|', '>']));
    let start = if is_header(at.start) { at.start } else { header(text, at.start) };
    let mut lines = text.get(start..at.end.max(start)).unwrap_or_default().split_inclusive('\n');
    let header = lines.next().unwrap_or_default();
    let (mut next, mut end) = (start + header.len(), start + header.trim_end().len());
    let mut indent = None;
    for line in lines {
        let here = line.len() - line.trim_start_matches(' ').len();
        if !line.trim().is_empty() {
            if here < *indent.get_or_insert(here) {
                break;
            }
            end = next + line.trim_end().len();
        }
        next += line.len();
    }
    Range { start, end }
}

/// The `|` or `>` on the last line with text before `content`.
fn header(text: &str, content: usize) -> usize {
    let before = text.get(..content).unwrap_or_default().trim_end();
    let line = line::start(before, before.len());
    let written = before.get(line..).unwrap_or_default();
    let code = written.find(" #").and_then(|at| written.get(..at)).unwrap_or(written);
    code.rfind(['|', '>']).map_or(content, |at| line + at)
}

#[cfg(test)]
mod tests {
    use crate::yaml::Yaml;

    fn shown(text: &str) -> Vec<&str> {
        let (yaml, error) = Yaml::parse(text);
        assert_eq!(error, None, "{text}");
        let root = yaml.roots()[0];
        let values = root.own_entries().into_iter().map(|(_, value)| value.range());
        values.map(|range| &text[range.start..range.end]).collect()
    }

    #[test]
    fn a_value_is_what_was_typed() {
        assert_eq!(
            shown("a: b  # c\nb: \"q é\"  # x\nc: 'l''été' # y\n"),
            ["b", "\"q é\"", "'l''été'"]
        );
        assert_eq!(
            shown("a: >-  # why\n   folded\n   text\n\n# after\nb: |\n  x\n"),
            [">-  # why\n   folded\n   text", "|\n  x"]
        );
        assert_eq!(shown("é:\nb: &x !!str 12\nc: *x\n"), ["", "12", "*x"]);
        assert_eq!(shown("a:\n  - x\n  - y # c\nb: {c: [d]} # e\n"), ["- x\n  - y", "{c: [d]}"]);
        assert_eq!(
            shown("a:\n  b: 1\n  c:\n    - 2\nd: |\n\ne: 1\n"),
            ["b: 1\n  c:\n    - 2", "|", "1"]
        );
    }
}
