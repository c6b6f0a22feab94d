//! Memory that reading objects needs, used again from one object to the next.

use super::delta::Run;
use super::inflate::Inflater;
use super::pack::Pack;
use std::io;

/// Memory that reading needs, one for each thread.
#[derive(Default)]
pub(crate) struct Buffers {
    pub(super) inflater: Inflater,
    pub(super) input: Input,
    pub(super) delta: Vec<u8>,
    /// What the last difference applied copied from its base.
    pub runs: Vec<Run>,
    spare: Vec<Vec<u8>>,
    /// Which one gives its place next.
    next: usize,
}

/// No more memory than this is kept for objects to come: pieces, and bytes in each.
const SPARE: (usize, usize) = (8, 1 << 20);

impl Buffers {
    /// An empty vector that holds `size` bytes without growing, nor much more.
    pub(super) fn take(&mut self, size: usize) -> Vec<u8> {
        let fits = |spare: &Vec<u8>| (size..=size + size / 4 + 256).contains(&spare.capacity());
        match self.spare.iter().rposition(fits) {
            Some(at) => self.spare.swap_remove(at),
            None => Vec::with_capacity(size),
        }
    }

    /// Gives back the memory of an object that is of no more use.
    pub(crate) fn give(&mut self, mut bytes: Vec<u8>) {
        if bytes.capacity() > SPARE.1 {
            return;
        }
        bytes.clear();
        if self.spare.len() < SPARE.0 {
            self.spare.push(bytes);
        } else {
            self.next = (self.next + 1) % SPARE.0;
            self.spare[self.next] = bytes;
        }
    }
}

/// Bytes of a pack. Those of entries that follow one another are read together.
#[derive(Default)]
pub(super) struct Input {
    bytes: Vec<u8>,
    /// How many of `bytes` were read, of which pack and from where.
    filled: usize,
    source: u32,
    start: u64,
    /// Where the last entry asked for ends.
    next: u64,
}

/// Entries that start within so many bytes after another follow it.
const NEAR: u64 = 16 << 10;
/// How many bytes are read at once of entries that follow one another.
const AHEAD: usize = 32 << 10;

impl Input {
    /// The `length` bytes at `offset` of `pack`, the one numbered `source`.
    pub(super) fn read(
        &mut self,
        (pack, source): (&Pack, u32),
        offset: u64,
        length: usize,
    ) -> io::Result<&[u8]> {
        let same = self.source == source && self.filled > 0;
        let end = offset + length as u64;
        if !same || offset < self.start || end > self.start + self.filled as u64 {
            let near = self.next..=self.next.saturating_add(NEAR);
            let follows = same && near.contains(&offset);
            let ahead = if follows { AHEAD as u64 } else { 0 };
            let wanted = ahead.min(pack.end.saturating_sub(offset)).max(length as u64) as usize;
            if self.bytes.len() < wanted {
                self.bytes.resize(wanted, 0);
            }
            self.filled = 0;
            pack.read_exact_at(&mut self.bytes[..wanted], offset)?;
            (self.filled, self.source, self.start) = (wanted, source, offset);
        }
        self.next = end;
        let at = (offset - self.start) as usize;
        Ok(&self.bytes[at..at + length])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_is_used_again_when_it_fits() {
        let mut buffers = Buffers::default();
        buffers.give(Vec::with_capacity(1000));
        assert!(buffers.take(10).capacity() < 1000, "too large");
        assert_eq!(buffers.take(900).capacity(), 1000);
        assert!(buffers.take(900).capacity() < 1000, "taken already");
        buffers.give(Vec::with_capacity(SPARE.1 + 1));
        (0..20).for_each(|_| buffers.give(Vec::with_capacity(10)));
        assert_eq!(buffers.spare.len(), SPARE.0);
    }

    #[test]
    fn what_is_read_does_not_depend_on_the_order() {
        let folder = tempfile::tempdir().expect("folder");
        let path = folder.path().join("one.pack");
        let mut bytes = b"PACK\0\0\0\x02\0\0\0\0".to_vec();
        bytes.extend((0..200_000u32).map(|n| (n / 7) as u8));
        std::fs::write(&path, &bytes).expect("written");
        let pack = Pack::open(&path).expect("a pack");
        let mut input = Input::default();
        for (offset, length) in
            [(12, 5), (17, 100), (120, 9), (9_000, 40_000), (49_000, 3), (13, 2)]
        {
            let read = input.read((&pack, 0), offset, length).expect("there");
            assert_eq!(read, &bytes[offset as usize..][..length], "{offset}");
        }
        assert!(input.read((&pack, 0), 200_000, 1_000).is_err(), "beyond the end");
        assert_eq!(input.read((&pack, 0), 12, 2).expect("there"), &bytes[12..14]);
    }
}
