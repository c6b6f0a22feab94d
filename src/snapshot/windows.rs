//! Reads a file of any size: whole, or window by window when it is very large.

use super::read::{WHOLE, os_path};
use cap_fs_ext::{FollowSymlinks, OpenOptionsFollowExt, OpenOptionsSyncExt};
use cap_std::fs::{Dir, OpenOptions};
use std::io::{self, Read};
use std::ops::Range;

/// Bytes around a window's region that a value, or what judges it, may reach.
pub const MARGIN: usize = 64 << 10;
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

impl Windows {
    /// Opens the regular file at `raw` in `dir`, never through a link, without
    /// blocking on a special file.
    pub fn open(dir: &Dir, raw: &[u8]) -> io::Result<Windows> {
        let mut options = OpenOptions::new();
        options.read(true).follow(FollowSymlinks::No).nonblock(true);
        let file = dir.open_with(os_path(raw), &options)?;
        let metadata = file.metadata()?;
        if !metadata.is_file() {
            return Err(io::Error::other("special file"));
        }
        let size = metadata.len();
        let step = if size <= WHOLE { WHOLE as usize + 1 } else { STEP };
        Ok(Windows { step, ..Windows::stream(file) })
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
        let read = (&mut self.source).take(self.step as u64).read_to_end(&mut self.bytes)?;
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
    use cap_std::ambient_authority;

    #[test]
    fn windows_cover_a_file_once_and_count_its_lines() {
        let place = tempfile::tempdir().expect("folder");
        let text: String = (0..60_000).map(|line| format!("line {line}\n")).collect();
        std::fs::write(place.path().join("a"), &text).expect("write");
        let dir = Dir::open_ambient_dir(place.path(), ambient_authority()).expect("open");
        for step in [100_001, 200_000, 1 << 20] {
            let mut windows = Windows::open(&dir, b"a").expect("open");
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

    #[cfg(unix)]
    #[test]
    fn a_link_is_not_opened() {
        let place = tempfile::tempdir().expect("folder");
        std::os::unix::fs::symlink("/etc/passwd", place.path().join("a")).expect("link");
        let dir = Dir::open_ambient_dir(place.path(), ambient_authority()).expect("open");
        assert!(Windows::open(&dir, b"a").is_err());
    }
}
