//! The lines of a text, by byte.

/// Where each line starts.
#[derive(Debug, Clone)]
pub(super) struct Lines {
    starts: Vec<usize>,
    len: usize,
}

impl Lines {
    /// Splits `text` after each line feed.
    pub(super) fn new(text: &str) -> Lines {
        let mut starts = vec![0];
        starts.extend(memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1));
        if starts.len() > 1 && starts.last() == Some(&text.len()) {
            starts.pop();
        }
        Lines { starts, len: text.len() }
    }

    /// How many lines there are.
    pub(super) fn count(&self) -> usize {
        self.starts.len()
    }

    /// The line of the byte `at`, from 0.
    pub(super) fn at(&self, at: usize) -> usize {
        self.starts.partition_point(|start| *start <= at).saturating_sub(1)
    }

    /// First byte of `line`; the end of the text past the last one.
    pub(super) fn start(&self, line: usize) -> usize {
        self.starts.get(line).copied().unwrap_or(self.len)
    }

    /// `line` without its end of line.
    pub(super) fn text<'t>(&self, text: &'t str, line: usize) -> &'t str {
        text[self.start(line)..self.start(line + 1)].trim_end_matches(['\n', '\r'])
    }

    /// True when `line` holds white space only.
    pub(super) fn blank(&self, text: &str, line: usize) -> bool {
        self.text(text, line).trim().is_empty()
    }

    /// The column of the comment that is all `line` holds.
    pub(super) fn comment(&self, text: &str, line: usize) -> Option<usize> {
        let content = self.text(text, line);
        let bare = content.trim_start_matches([' ', '\t']);
        bare.starts_with('#').then(|| content.len() - bare.len())
    }

    /// The column of the byte `at`, in bytes from 0.
    pub(super) fn column(&self, at: usize) -> usize {
        at - self.start(self.at(at))
    }
}
