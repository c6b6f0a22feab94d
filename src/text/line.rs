//! Where something stands in a text: lines from 1, columns in characters.

use memchr::memchr_iter;

/// The line, from 1, of the byte `offset` of `text`; the last one past its end.
pub(crate) fn line_at(text: &str, offset: usize) -> usize {
    let before = &text.as_bytes()[..offset.min(text.len())];
    memchr_iter(b'\n', before).count() + 1
}

/// Where the line that holds the byte `at`, which starts a character, starts.
pub(crate) fn start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |end| end + 1)
}

/// The line of the byte `offset`, and its column in characters, both from 1.
pub(crate) fn position(text: &str, offset: usize) -> (usize, usize) {
    let mut end = offset.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    (line_at(text, end), text[start(text, end)..end].chars().count() + 1)
}

/// Gives the lines of offsets that come in order, in one passage over the text.
#[derive(Debug)]
pub(crate) struct LineCounter<'t> {
    bytes: &'t [u8],
    offset: usize,
    line: usize,
}

impl<'t> LineCounter<'t> {
    /// At the beginning of `text`.
    pub(crate) fn new(text: &'t str) -> LineCounter<'t> {
        LineCounter { bytes: text.as_bytes(), offset: 0, line: 1 }
    }

    /// The line of the byte `offset`; that of the last one asked for one before it.
    pub(crate) fn line(&mut self, offset: usize) -> usize {
        if let Some(passed) = self.bytes.get(self.offset..offset) {
            self.line += memchr_iter(b'\n', passed).count();
            self.offset = offset;
        }
        self.line
    }
}

/// Where each line of a text starts, to be asked in any order.
#[derive(Debug)]
pub(crate) struct LineStarts {
    starts: Vec<usize>,
}

impl LineStarts {
    /// Reads `text` once.
    pub(crate) fn new(text: &str) -> LineStarts {
        let after = memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1);
        LineStarts { starts: std::iter::once(0).chain(after).collect() }
    }

    /// The line, from 1, of the byte `offset`; the last one past the end.
    pub(crate) fn line(&self, offset: usize) -> usize {
        self.starts.partition_point(|start| *start <= offset)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_of_asking_gives_the_same_line() {
        let text = "a\nbc\n\nd";
        let index = LineStarts::new(text);
        let mut counter = LineCounter::new(text);
        for (offset, line) in [1, 1, 2, 2, 2, 3, 4, 4].into_iter().enumerate() {
            assert_eq!((line_at(text, offset), index.line(offset)), (line, line), "{offset}");
            assert_eq!(counter.line(offset), line, "{offset}");
        }
    }

    #[test]
    fn columns_are_characters_and_offsets_may_be_wrong() {
        assert_eq!(position("é\nàb", 5), (2, 2));
        assert_eq!(position("é\nàb", 4), (2, 1));
        assert_eq!(position("é\nàb", 99), (2, 3));
        assert_eq!(position("é = 1", 3), (1, 3));
        assert_eq!(line_at("a\nb\n", 2), 2);
    }
}
