//! The bytes around a place, all that a candidate may depend on.

use super::format::Format;
use memchr::{memchr, memmem, memrchr};
use std::ops::Range;

/// Bytes read on each side at most, however long the lines are.
pub(super) const REACH: usize = 1536;

/// A text seen through the lines around a place. Nothing outside of `window`
/// is read through it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct View<'t> {
    /// The whole text.
    text: &'t [u8],
    /// First byte that may be read.
    pub start: usize,
    /// Past the last byte that may be read.
    pub end: usize,
    /// How values are written in the file.
    pub format: Format,
}

impl<'t> View<'t> {
    /// The view of `lines` lines before and after the line of `at`, within
    /// `reach` bytes on each side.
    pub(crate) fn around(
        text: &'t [u8],
        at: usize,
        lines: usize,
        reach: usize,
        format: Format,
    ) -> View<'t> {
        let at = at.min(text.len());
        let (low, high) = (at.saturating_sub(reach), (at + reach).min(text.len()));
        let mut start = at;
        for _ in 0..=lines {
            match memrchr(b'\n', &text[low..start]) {
                Some(found) => start = low + found,
                None => {
                    start = low;
                    break;
                }
            }
        }
        if text.get(start) == Some(&b'\n') && start < at {
            start += 1;
        }
        let mut end = at;
        for _ in 0..=lines {
            match memchr(b'\n', &text[end..high]) {
                Some(found) => end += found + 1,
                None => {
                    end = high;
                    break;
                }
            }
        }
        View { text, start, end, format }
    }

    /// The view of `lines` lines before and after the line of `at`, which this one shows.
    pub(crate) fn wider(&self, at: usize, lines: usize) -> View<'t> {
        View::around(self.text, at, lines, REACH, self.format)
    }

    /// The view of `range`.
    pub(crate) fn spanning(text: &'t [u8], range: Range<usize>, format: Format) -> View<'t> {
        View { text, start: range.start, end: range.end.min(text.len()), format }
    }

    /// The readable bytes of `range`, empty where it leaves the window.
    pub(crate) fn get(&self, range: Range<usize>) -> &'t [u8] {
        let (start, end) = (range.start.max(self.start), range.end.min(self.end));
        self.text.get(start..end).unwrap_or_default()
    }

    /// The byte at `at`, when it is in the window.
    pub(crate) fn byte(&self, at: usize) -> Option<u8> {
        if at < self.start || at >= self.end { None } else { self.text.get(at).copied() }
    }

    /// The byte before `at`.
    pub(crate) fn before(&self, at: usize) -> Option<u8> {
        at.checked_sub(1).and_then(|at| self.byte(at))
    }

    /// From `at` to the end of the window.
    pub(crate) fn rest(&self, at: usize) -> &'t [u8] {
        self.get(at..self.end)
    }

    /// Where the line of `at` starts, in the window.
    pub(crate) fn line_start(&self, at: usize) -> usize {
        memrchr(b'\n', self.get(self.start..at)).map_or(self.start, |found| self.start + found + 1)
    }

    /// Where the line of `at` ends (its line feed, or the window's end).
    pub(crate) fn line_end(&self, at: usize) -> usize {
        memchr(b'\n', self.rest(at)).map_or(self.end, |found| at + found)
    }

    /// The first place from `at` that is neither a space nor a tab.
    pub(crate) fn skip_blanks(&self, mut at: usize) -> usize {
        while matches!(self.byte(at), Some(b' ' | b'\t')) {
            at += 1;
        }
        at
    }

    /// The first place from `at` that is no white space, over `lines` line feeds at most.
    pub(crate) fn skip_space(&self, mut at: usize, mut lines: usize) -> usize {
        while let Some(byte) = self.byte(at).filter(u8::is_ascii_whitespace) {
            if byte == b'\n' {
                if lines == 0 {
                    break;
                }
                lines -= 1;
            }
            at += 1;
        }
        at
    }

    /// True when the text from `at` starts with `wanted`, ASCII case ignored.
    pub(crate) fn starts_with(&self, at: usize, wanted: &[u8]) -> bool {
        self.get(at..at + wanted.len()).eq_ignore_ascii_case(wanted)
    }

    /// The quote that is open at `at` on its line, if any: `'`, `"` or a backtick.
    pub(crate) fn open_quote(&self, at: usize) -> Option<u8> {
        let line = self.get(self.line_start(at)..at);
        let mut open = None;
        let mut index = 0;
        while index < line.len() {
            let byte = line[index];
            match open {
                _ if byte == b'\\' => index += 1,
                None if matches!(byte, b'"' | b'`') => open = Some(byte),
                // An apostrophe inside a word opens nothing.
                None if byte == b'\''
                    && !index.checked_sub(1).is_some_and(|i| line[i].is_ascii_alphanumeric()) =>
                {
                    open = Some(byte);
                }
                Some(quote) if quote == byte => open = None,
                _ => {}
            }
            index += 1;
        }
        open
    }

    /// True when `at` is inside of a text of several lines: three quotes, backquotes or a
    /// heredoc opened above are not closed yet.
    pub(crate) fn is_in_text(&self, at: usize) -> bool {
        const FURTHEST: usize = 8 << 10;
        let before = &self.text[at.saturating_sub(FURTHEST).min(at)..at.min(self.text.len())];
        let odd = |mark: &[u8]| memmem::find_iter(before, mark).count() % 2 == 1;
        if odd(b"\"\"\"") || odd(b"'''") || odd(b"`") {
            return true;
        }
        let verbatim = memmem::rfind(before, b"@\"");
        if verbatim.is_some_and(|open| !before[open + 2..].contains(&b'"')) {
            return true;
        }
        let Some(open) = memmem::rfind(before, b"<<") else { return false };
        let word = &before[open + 2..];
        let mark = word.iter().take_while(|b| matches!(b, b'-' | b'~' | b'"' | b'\'')).count();
        let word = &word[mark..];
        let length = word.iter().take_while(|b| b.is_ascii_alphanumeric() || **b == b'_').count();
        let mut lines = word[length..].split(|b| *b == b'\n').skip(1);
        length > 0 && !lines.any(|line| line.trim_ascii() == &word[..length])
    }

    /// True when the line of `at` is a comment where `at` is.
    pub(crate) fn in_comment(&self, at: usize) -> bool {
        let line = self.get(self.line_start(at)..at);
        let trimmed = line.trim_ascii_start();
        if [b"#".as_slice(), b"//", b"*", b"/*", b"--", b";", b"<!--", b"%", b"REM "]
            .iter()
            .any(|mark| trimmed.starts_with(mark))
        {
            return !trimmed.starts_with(b"---");
        }
        let marks: [&[u8]; 4] = [b" // ", b" # ", b" /* ", b"<!--"];
        marks.iter().any(|mark| memmem::find(line, mark).is_some())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_view_holds_whole_lines_within_its_reach() {
        let text = b"a\nbb\nccc\ndd\ne\n";
        let view = View::around(text, 6, 1, 100, Format::Other);
        assert_eq!(view.get(0..usize::MAX), b"bb\nccc\ndd\n");
        assert_eq!(view.byte(0), None);
        let long = vec![b'x'; 10_000];
        let view = View::around(&long, 5_000, 2, 100, Format::Other);
        assert_eq!((view.start, view.end), (4_900, 5_100));
    }

    #[test]
    fn a_text_of_several_lines_is_known_by_what_opens_it() {
        for (text, inside) in [
            ("X = \"\"\"\na: 1\nHERE", true),
            ("X = \"\"\"\na: 1\n\"\"\"\nHERE", false),
            ("const y = `\nHERE", true),
            ("x = <<~YML\n  a: 1\n  HERE", true),
            ("x = <<-'YML'\n  a: 1\nYML\nHERE", false),
            ("y = @\"\na=1\nHERE", true),
            ("y = 1\nHERE", false),
        ] {
            let at = text.find("HERE").expect("a place");
            let view = View::around(text.as_bytes(), at, 0, 100, Format::Code);
            assert_eq!(view.is_in_text(at), inside, "{text}");
        }
    }

    #[test]
    fn quotes_and_comments_are_seen() {
        let text = b"x = 'it' + \"pass";
        assert_eq!(View::around(text, 16, 0, 100, Format::Code).open_quote(16), Some(b'"'));
        assert_eq!(View::around(text, 8, 0, 100, Format::Code).open_quote(8), None);
        let text = b"code() // note";
        assert!(View::around(text, 12, 0, 100, Format::Code).in_comment(12));
        assert!(!View::around(text, 4, 0, 100, Format::Code).in_comment(4));
    }
}
