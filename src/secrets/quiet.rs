//! The files in which the detectors saw nothing, so that the next audit of the
//! same files does not look there again.

use super::Looked;
use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};

/// Stands for a path with a content; never says what either is.
pub(crate) type Mark = [u8; 16];

/// Files that hold nothing: those known before, and those met since.
#[derive(Debug, Default)]
pub struct Quiet {
    known: HashSet<Mark>,
    met: Mutex<HashSet<Mark>>,
}

impl Quiet {
    /// Takes `marks` for granted: they come from the same detectors.
    pub fn new(marks: impl IntoIterator<Item = Mark>) -> Quiet {
        Quiet { known: marks.into_iter().collect(), met: Mutex::default() }
    }

    /// What `look` sees in the content `bytes` of the file at `path`, which is
    /// nothing, without looking, when it is known.
    pub fn unless_known<T>(
        &self,
        path: &str,
        bytes: &[u8],
        look: impl FnOnce() -> Looked<T>,
    ) -> Looked<T> {
        let mark = mark(path, bytes);
        let looked = if self.known.contains(&mark) { Looked::default() } else { look() };
        if looked.seen.is_empty() && looked.gaps.is_empty() {
            self.met.lock().unwrap_or_else(PoisonError::into_inner).insert(mark);
        }
        looked
    }

    /// The marks of the files met that hold nothing, sorted; `None` when they
    /// are those known before.
    pub fn news(&self) -> Option<Vec<Mark>> {
        let met = self.met.lock().unwrap_or_else(PoisonError::into_inner);
        if *met == self.known {
            return None;
        }
        let mut marks: Vec<Mark> = met.iter().copied().collect();
        marks.sort_unstable();
        Some(marks)
    }
}

fn mark(path: &str, bytes: &[u8]) -> Mark {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&(path.len() as u64).to_le_bytes()).update(path.as_bytes()).update(bytes);
    let mut mark = Mark::default();
    hasher.finalize_xof().fill(&mut mark);
    mark
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::secrets::Gap;

    #[test]
    fn only_what_was_empty_is_not_looked_at_again() {
        let quiet = Quiet::default();
        let seen = |one: u8| Looked { seen: vec![one], gaps: Vec::new() };
        assert!(quiet.unless_known("a", b"nothing", Looked::<u8>::default).seen.is_empty());
        assert_eq!(quiet.unless_known("b", b"something", || seen(1)).seen, [1]);
        let cut = || Looked { seen: Vec::<u8>::new(), gaps: vec![Gap::ArchiveInPart] };
        assert_eq!(quiet.unless_known("d", b"archive", cut).gaps, [Gap::ArchiveInPart]);
        let marks = quiet.news().expect("a file was met");
        assert_eq!(marks.len(), 1);
        let again = Quiet::new(marks);
        assert!(again.unless_known("a", b"nothing", || seen(2)).seen.is_empty());
        assert!(again.news().is_none());
        for (path, bytes) in [("a", b"else".as_slice()), ("c", b"nothing"), ("b", b"something")] {
            assert_eq!(again.unless_known(path, bytes, || seen(3)).seen, [3], "{path}");
        }
    }
}
