//! The text as it was written: line breaks, offsets and line numbers.

use std::borrow::Cow;

/// Drops the byte order mark and turns every CRLF and lone CR into LF, so
/// that the count of lines is that of the original.
pub(super) fn normalise(text: &str) -> Cow<'_, str> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.contains('\r') {
        Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n"))
    } else {
        Cow::Borrowed(text)
    }
}

/// The length of the front matter a text starts with: from `---` (or `+++`)
/// to the same line again, provided it starts with a key or is empty.
pub(super) fn front_matter_len(text: &str) -> usize {
    let mut lines = text.split_inclusive('\n');
    let Some(first) = lines.next() else { return 0 };
    let fence = first.trim_end();
    if fence != "---" && fence != "+++" {
        return 0;
    }
    let mut length = first.len();
    for (number, line) in lines.enumerate() {
        length += line.len();
        let content = line.trim_end();
        if content == fence || (fence == "---" && content == "...") {
            return length;
        }
        let key = content.contains([':', '=']) || content.starts_with(['#', '[']);
        if number == 0 && !key {
            return 0;
        }
    }
    0
}

/// One line of the text, without its break.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct SourceLine<'a> {
    /// Its number, from 1.
    pub(super) number: usize,
    /// Its content, maybe without the indentation of what encloses it.
    pub(super) text: &'a str,
}

impl SourceLine<'_> {
    /// Whether there is nothing on the line.
    pub(super) fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// The number of bytes of white space at the start.
    pub(super) fn indent(&self) -> usize {
        self.text.len() - self.text.trim_start().len()
    }
}

/// The lines of a normalised text.
pub(super) fn lines(text: &str) -> Vec<SourceLine<'_>> {
    text.lines().enumerate().map(|(index, text)| SourceLine { number: index + 1, text }).collect()
}

/// Some text gathered from lines which may have lost a prefix each, still
/// knowing which line every part comes from.
#[derive(Debug, Default)]
pub(super) struct Passage {
    /// The text.
    pub(super) text: String,
    starts: Vec<(usize, usize)>,
}

impl Passage {
    /// A passage of a single line.
    pub(super) fn of(text: &str, line: usize) -> Passage {
        let mut passage = Passage::default();
        passage.push_line(text, line);
        passage
    }

    /// Appends a line after those already there.
    pub(super) fn push_line(&mut self, text: &str, line: usize) {
        if !self.starts.is_empty() {
            self.text.push('\n');
        }
        self.push_raw(text, line);
    }

    /// Appends text, with its own line breaks, starting on `line`.
    pub(super) fn push_raw(&mut self, text: &str, line: usize) {
        let base = self.text.len();
        self.starts.push((base, line));
        for (count, (offset, _)) in text.match_indices('\n').enumerate() {
            self.starts.push((base + offset + 1, line + count + 1));
        }
        self.text.push_str(text);
    }

    /// Whether nothing was gathered.
    pub(super) fn is_empty(&self) -> bool {
        self.starts.is_empty()
    }

    /// The line of an offset of the passage.
    pub(super) fn line_at(&self, offset: usize) -> usize {
        let after = self.starts.partition_point(|&(start, _)| start <= offset);
        self.starts.get(after.saturating_sub(1)).map_or(1, |&(_, line)| line)
    }

    /// The line the passage ends on.
    pub(super) fn last_line(&self) -> usize {
        self.line_at(self.text.trim_end().len().saturating_sub(1))
    }
}

/// The text with every run of white space made one space.
pub(super) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.push_str(word);
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_breaks_are_one() {
        assert_eq!(normalise("\u{feff}a\r\nb\rc\n\rd"), "a\nb\nc\n\nd");
    }

    #[test]
    fn front_matter_is_measured() {
        assert_eq!(front_matter_len("---\ntitle: x\n---\n# A\n"), 17);
        assert_eq!(front_matter_len("+++\na = 1\n+++\nb"), 14);
        assert_eq!(front_matter_len("---\ntitle: x\n# never closed\n"), 0);
        assert_eq!(front_matter_len("---\n\nTexte\n\n---\n"), 0);
        assert_eq!(front_matter_len("Texte\n---\n"), 0);
    }

    #[test]
    fn passages_remember_their_lines() {
        let mut passage = Passage::of("un", 4);
        passage.push_line("deux", 7);
        passage.push_raw("\ntrois\n", 7);
        assert_eq!(passage.text, "un\ndeux\ntrois\n");
        assert_eq!((passage.line_at(1), passage.line_at(3), passage.line_at(8)), (4, 7, 8));
        assert_eq!(passage.last_line(), 8);
    }

    #[test]
    fn folding_keeps_words_and_emoji() {
        assert_eq!(fold("  🚀\u{a0}Licence :\n\tMIT "), "🚀 Licence : MIT");
    }
}
