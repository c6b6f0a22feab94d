//! A file of any size: whole, or window by window when it is very large, so that
//! every byte is looked at and few are in memory.

use std::io::{self, Read};
use std::ops::Range;

/// A file of up to this many bytes is one window.
pub(crate) const WHOLE: u64 = 32 << 20;

/// Bytes around a window's region that a value, or what judges it, may reach.
pub(crate) const MARGIN: usize = 64 << 10;
/// Bytes read at a time from a file that does not fit in memory.
const STEP: usize = 16 << 20;

/// A file being read.
pub struct Windows {
    source: Box<dyn Read>,
    step: usize,
    bytes: Vec<u8>,
    /// Where the region of the last window ended, in `bytes`.
    done: usize,
    lines: usize,
    ended: bool,
}

/// A part of a file, or all of it.
#[derive(Debug, PartialEq, Eq)]
pub struct Window<'a> {
    /// The bytes, with what surrounds the region.
    pub bytes: &'a [u8],
    /// The part that no other window looks at.
    pub region: Range<usize>,
    /// Lines of the file before `bytes`.
    pub lines: usize,
    /// True when it is the whole file.
    pub whole: bool,
}

impl Window<'_> {
    /// True for the first window of a file.
    pub fn is_first(&self) -> bool {
        self.lines == 0 && self.region.start == 0
    }
}

impl Windows {
    /// Reads `source`, which holds `size` bytes.
    pub fn sized(source: impl Read + 'static, size: u64) -> Windows {
        if size > WHOLE {
            return Windows { step: STEP, ..Windows::stream(source) };
        }
        // One byte more tells that the file ends there.
        let bytes = Vec::with_capacity(size as usize + 1);
        Windows { bytes, ..Windows::stream(source) }
    }

    /// What is in memory already.
    pub fn of(bytes: Vec<u8>) -> Windows {
        match bytes.len() as u64 > WHOLE {
            true => Windows { step: STEP, ..Windows::stream(io::Cursor::new(bytes)) },
            false => Windows { bytes, ..Windows::stream(io::empty()) },
        }
    }

    /// Reads `source`, whose size is not known: whole when it ends soon enough.
    pub fn stream(source: impl Read + 'static) -> Windows {
        let source = Box::new(source);
        let step = WHOLE as usize + 1;
        Windows { source, step, bytes: Vec::new(), done: 0, lines: 0, ended: false }
    }

    /// The next part of the file; `None` at its end.
    pub fn advance(&mut self) -> io::Result<Option<Window<'_>>> {
        if self.ended {
            return Ok(None);
        }
        // An even offset, so that UTF-16 stays aligned.
        let kept = self.done.saturating_sub(MARGIN) & !1;
        self.lines += memchr::memchr_iter(b'\n', &self.bytes[..kept]).count();
        self.bytes.drain(..kept);
        let start = self.done - kept;
        let read = self.source.by_ref().take(self.step as u64).read_to_end(&mut self.bytes)?;
        self.ended = read < self.step;
        let end = match self.ended {
            true => self.bytes.len(),
            false => self.bytes.len().saturating_sub(MARGIN).max(start),
        };
        self.done = end;
        let whole = self.ended && start == 0 && self.lines == 0 && kept == 0;
        Ok(Some(Window { bytes: &self.bytes, region: start..end, lines: self.lines, whole }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_cover_a_file_once_and_count_its_lines() {
        let text: String = (0..60_000).map(|line| format!("line {line}\n")).collect();
        for step in [100_001, 200_000, 1 << 20] {
            let mut windows = Windows::stream(io::Cursor::new(text.clone()));
            windows.step = step;
            let (mut seen, mut count) = (Vec::new(), 0);
            while let Some(window) = windows.advance().expect("read") {
                let before = window.region.start;
                let lines =
                    window.lines + window.bytes[..before].iter().filter(|b| **b == b'\n').count();
                assert_eq!(lines, seen.iter().filter(|b| **b == b'\n').count());
                seen.extend_from_slice(&window.bytes[window.region.clone()]);
                assert_eq!(window.whole, step > text.len());
                count += 1;
            }
            assert_eq!(seen, text.as_bytes());
            assert!(count >= text.len() / step, "{count}");
        }
    }

    #[test]
    fn what_is_in_memory_is_one_window() {
        for bytes in [Vec::new(), b"abc".to_vec()] {
            for mut windows in [
                Windows::of(bytes.clone()),
                Windows::sized(io::Cursor::new(bytes.clone()), bytes.len() as u64),
            ] {
                let window = windows.advance().expect("read").expect("window");
                assert!(window.whole && window.bytes == bytes);
                assert!(windows.advance().expect("read").is_none());
            }
        }
    }
}
