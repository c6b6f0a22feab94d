//! The entries of trees. What a tree copies from the one it is stored as a
//! difference from is not read again.

use super::names::Name;
use crate::snapshot::objects::walk::Difference;
use crate::snapshot::objects::{Id, Number};

/// One entry of a tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Entry<'a> {
    /// What it is and whether it may be executed, as git writes it.
    pub mode: u32,
    /// Its name.
    pub name: &'a [u8],
    /// The object it leads to.
    pub id: &'a Id,
}

impl<'a> Entry<'a> {
    /// Reads the entry at the start of `bytes`; also its length.
    pub(super) fn parse(bytes: &'a [u8]) -> Option<(Entry<'a>, usize)> {
        let space = bytes.iter().take(8).position(|byte| *byte == b' ')?;
        let mut mode = 0;
        for digit in &bytes[..space] {
            mode = mode << 3 | u32::from(digit.checked_sub(b'0').filter(|digit| *digit < 8)?);
        }
        let end = space + 1 + memchr::memchr(0, &bytes[space + 1..])?;
        let id = bytes.get(end + 1..end + 21)?.try_into().ok()?;
        let name = &bytes[space + 1..end];
        (space > 0 && !name.is_empty()).then_some((Entry { mode, name, id }, end + 21))
    }

    /// True for a folder.
    pub(super) fn is_tree(&self) -> bool {
        self.mode & 0o170_000 == 0o040_000
    }

    /// True for a submodule: a commit of another repository.
    pub(super) fn is_submodule(&self) -> bool {
        self.mode & 0o170_000 == 0o160_000
    }
}

/// An entry that a walk keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Kept {
    /// Where the entry starts in its tree.
    start: u32,
    /// The object it leads to.
    pub target: Number,
    /// Its name.
    pub name: Name,
}

/// The entries of one tree.
#[derive(Debug, Default)]
pub(super) struct Entries {
    /// Where each one starts.
    starts: Vec<u32>,
    /// Where the last one ends.
    end: usize,
    /// Those that are kept, in order.
    pub kept: Vec<Kept>,
    /// False when the tree goes on with something else than entries.
    pub complete: bool,
}

impl Entries {
    /// Reads the entries of the tree `bytes`. `fresh` is called for each one
    /// that is not copied from the base, and says what is kept of it.
    pub(super) fn read(
        bytes: &[u8],
        difference: Option<Difference<'_, Entries>>,
        mut fresh: impl FnMut(Entry<'_>) -> Option<(Number, Name)>,
    ) -> Entries {
        let mut entries = Entries { complete: true, ..Entries::default() };
        let Some(Difference { state: base, runs, .. }) = difference else {
            entries.advance(bytes, bytes.len(), &mut fresh);
            return entries;
        };
        entries.starts.reserve(base.starts.len() + 4);
        for run in runs {
            entries.advance(bytes, run.start, &mut fresh);
            while entries.complete && entries.end < run.end() {
                let from = run.base + (entries.end - run.start);
                if !entries.inherit(base, from, run.base + run.length) {
                    let next = entries.end + 1;
                    entries.advance(bytes, next, &mut fresh);
                }
            }
        }
        entries.advance(bytes, bytes.len(), &mut fresh);
        entries
    }

    /// Reads entries until one ends at `to` or beyond.
    fn advance(
        &mut self,
        bytes: &[u8],
        to: usize,
        fresh: &mut impl FnMut(Entry<'_>) -> Option<(Number, Name)>,
    ) {
        while self.complete && self.end < to {
            let Some((entry, length)) = Entry::parse(&bytes[self.end..]) else {
                self.complete = false;
                return;
            };
            let start = self.end as u32;
            if let Some((target, name)) = fresh(entry) {
                self.kept.push(Kept { start, target, name });
            }
            self.starts.push(start);
            self.end += length;
        }
    }

    /// Takes the entries of `base` that start at `from` and end at `to` at
    /// most. False when there is none: nothing was taken.
    fn inherit(&mut self, base: &Entries, from: usize, to: usize) -> bool {
        let Ok(first) = base.starts.binary_search(&(from as u32)) else { return false };
        let mut last = base.starts.partition_point(|start| *start as usize <= to) - 1;
        if last + 1 == base.starts.len() && base.end <= to {
            last += 1;
        }
        if last <= first {
            return false;
        }
        let end = base.starts.get(last).map_or(base.end, |start| *start as usize);
        // What comes later in a tree may have come earlier in its base.
        let shift = (self.end as u32).wrapping_sub(from as u32);
        let taken = base.starts[first..last].iter();
        self.starts.extend(taken.map(|start| start.wrapping_add(shift)));
        let lower = base.kept.partition_point(|kept| (kept.start as usize) < from);
        let upper = base.kept.partition_point(|kept| (kept.start as usize) < end);
        let taken = base.kept[lower..upper].iter();
        self.kept.extend(taken.map(|kept| Kept { start: kept.start.wrapping_add(shift), ..*kept }));
        self.end += end - from;
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::snapshot::objects::Run;

    fn tree(entries: &[(&str, u8)]) -> Vec<u8> {
        let mut bytes = Vec::new();
        for (name, id) in entries {
            bytes.extend(format!("100644 {name}\0").bytes());
            bytes.extend([*id; 20]);
        }
        bytes
    }

    fn read(bytes: &[u8], difference: Option<Difference<'_, Entries>>) -> (Entries, Vec<String>) {
        let mut met = Vec::new();
        let entries = Entries::read(bytes, difference, |entry| {
            met.push(String::from_utf8_lossy(entry.name).into_owned());
            Some((u32::from(entry.id[0]), 0))
        });
        (entries, met)
    }

    #[test]
    fn only_what_is_not_copied_is_read() {
        let base = tree(&[("a", 1), ("bb", 2), ("ccc", 3)]);
        let (state, met) = read(&base, None);
        assert_eq!((met.len(), state.complete), (3, true));
        // The middle one changes: its name is copied, its id is not.
        let child = tree(&[("a", 1), ("bb", 9), ("ccc", 3)]);
        let cut = tree(&[("a", 1)]).len() + "100644 bb\0".len();
        let runs = [
            Run { start: 0, base: 0, length: cut },
            Run { start: cut + 20, base: cut + 20, length: base.len() - cut - 20 },
        ];
        let difference = Difference { base: &base, state: &state, runs: &runs };
        let (read_, met) = read(&child, Some(difference));
        assert_eq!(met, ["bb"]);
        let whole = read(&child, None).0;
        assert_eq!((read_.starts, read_.kept), (whole.starts, whole.kept));
    }

    #[test]
    fn bytes_copied_out_of_step_are_read_again() {
        // The id of one entry holds what looks like another.
        let base = tree(&[("a", 1), ("b", 2)]);
        let state = read(&base, None).0;
        let child = base[3..].to_vec();
        let runs = [Run { start: 0, base: 3, length: child.len() }];
        let difference = Difference { base: &base, state: &state, runs: &runs };
        let (entries, met) = read(&child, Some(difference));
        assert_eq!((met, entries.kept.len()), (vec!["a".to_string()], 2));
    }

    #[test]
    fn what_is_not_a_tree_is_said_incomplete() {
        for wrong in [&b"100644 a"[..], b"100644 \0aaaaaaaaaaaaaaaaaaaa", b"x", b"100649 a\0"] {
            assert!(!read(wrong, None).0.complete);
        }
        assert!(read(b"", None).0.complete);
    }
}
