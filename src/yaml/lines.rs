//! The lines of a scalar, placed in the file: a block scalar starts under its
//! header, a folded one spreads a line over several.

use super::{Kind, Node, Stored};

/// One line of a scalar and where it is in the file.
pub(crate) struct TextLine<'y> {
    pub text: &'y str,
    pub line: usize,
    pub column: usize,
}

impl<'y> Node<'y> {
    /// The lines of a scalar, each where it is in the file.
    pub(crate) fn lines(self) -> Vec<TextLine<'y>> {
        let Some(stored) = self.stored() else {
            return Vec::new();
        };
        let Kind::Scalar(text, style) = &stored.kind else {
            return Vec::new();
        };
        let block = style.is_block();
        let spread = block || stored.end_line > stored.line;
        let mut cursor = stored.line;
        let mut column = stored.column;
        let mut followed = spread;
        let mut out = Vec::new();
        for (index, value) in text.lines().enumerate() {
            let anchored = index == 0 && !block;
            let wanted = value.trim();
            if followed && !anchored && !wanted.is_empty() {
                let from =
                    if block && index == 0 { self.first_block_line(stored) } else { cursor + 1 };
                match self.find_line(wanted, from, stored.end_line) {
                    Some((line, found)) => (cursor, column) = (line, found),
                    None => followed = false,
                }
            }
            let lead = value.len() - value.trim_start().len();
            let start =
                if anchored || !followed { column } else { column.saturating_sub(lead).max(1) };
            out.push(TextLine { text: value, line: cursor, column: start });
        }
        out
    }

    /// The line under the header of a block scalar, wherever the parser says it starts.
    fn first_block_line(self, stored: &Stored) -> usize {
        let header = self.yaml.source.get(stored.line - 1).is_some_and(|l| {
            let tail = l.split(" #").next().unwrap_or(l).trim_end();
            tail.trim_end_matches(|c: char| c.is_ascii_digit() || c == '+' || c == '-')
                .ends_with(['|', '>'])
        });
        stored.line + usize::from(header)
    }

    /// The next source line that begins like `wanted`, or that `wanted` begins with (folding).
    fn find_line(self, wanted: &str, from: usize, to: usize) -> Option<(usize, usize)> {
        for line in from..=to.max(from) {
            let source = self.yaml.source.get(line - 1)?;
            let bare = source.trim();
            if !bare.is_empty() && (wanted.starts_with(bare) || bare.starts_with(wanted)) {
                let indent = source.chars().take_while(|c| c.is_whitespace()).count();
                return Some((line, indent + 1));
            }
        }
        None
    }

    /// Where `needle` is written, looking from `line` to the end of this scalar.
    pub(crate) fn locate(self, needle: &str, line: usize) -> Option<(usize, usize)> {
        let end = self.stored()?.end_line.min(line + 40);
        (line..=end.max(line)).find_map(|at| {
            let source = self.yaml.source.get(at.checked_sub(1)?)?;
            let byte = source.find(needle)?;
            let column = source.get(..byte)?.chars().count() + 1;
            Some((at, column))
        })
    }
}
