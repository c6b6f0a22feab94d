//! A pack file: where its bytes are read from, and what the header of an entry
//! says (gitformat-pack(5)).

use super::{Id, Kind};
use std::fs::File;
use std::io;
use std::path::Path;

/// A pack, opened.
#[derive(Debug)]
pub(crate) struct Pack {
    file: Positioned,
    /// Where the entries end: before the checksum of the pack.
    pub end: u64,
}

/// The 20 bytes that end a pack.
const CHECKSUM: u64 = 20;
/// `PACK`, a version, a number of entries.
const HEADER: usize = 12;

impl Pack {
    /// Opens a pack of version 2 or 3.
    pub(crate) fn open(path: &Path) -> io::Result<Pack> {
        let file = File::open(path)?;
        let length = file.metadata()?.len();
        let pack = Pack { file: Positioned::new(file), end: length.saturating_sub(CHECKSUM) };
        let mut header = [0; HEADER];
        pack.file.read_exact_at(&mut header, 0)?;
        match header {
            [b'P', b'A', b'C', b'K', 0, 0, 0, 2 | 3, ..] => Ok(pack),
            _ => Err(io::Error::new(io::ErrorKind::InvalidData, "not a pack")),
        }
    }

    /// Fills `buffer` with the bytes at `offset`.
    pub(crate) fn read_exact_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<()> {
        self.file.read_exact_at(buffer, offset)
    }
}

/// Reads at a position, from several threads.
#[cfg(unix)]
#[derive(Debug)]
struct Positioned(File);

#[cfg(unix)]
impl Positioned {
    fn new(file: File) -> Positioned {
        Positioned(file)
    }

    fn read_exact_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<()> {
        std::os::unix::fs::FileExt::read_exact_at(&self.0, buffer, offset)
    }
}

/// Reads at a position, one thread at a time.
#[cfg(not(unix))]
#[derive(Debug)]
struct Positioned(std::sync::Mutex<File>);

#[cfg(not(unix))]
impl Positioned {
    fn new(file: File) -> Positioned {
        Positioned(std::sync::Mutex::new(file))
    }

    fn read_exact_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<()> {
        use std::io::{Read, Seek, SeekFrom};
        let mut file = self.0.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        file.seek(SeekFrom::Start(offset))?;
        file.read_exact(buffer)
    }
}

/// How an entry is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// Whole.
    Whole(Kind),
    /// As a difference from the entry that starts at this offset.
    Offset(u64),
    /// As a difference from this object.
    Reference(Id),
}

/// The header of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Header {
    /// How it is stored.
    pub form: Form,
    /// Size of the inflated stream: the object, or the difference.
    pub size: u64,
    /// Length of the header: the stream comes next.
    pub length: u8,
}

/// A header is never longer than this.
pub(crate) const MAX_HEADER: usize = 32;

/// Reads the header at the start of `bytes`, those of the entry at `offset`.
pub(crate) fn header(bytes: &[u8], offset: u64) -> Option<Header> {
    let mut at = 0;
    let mut next = || {
        let byte = bytes.get(at).copied();
        at += 1;
        byte
    };
    let first = next()?;
    let mut size = u64::from(first & 0x0f);
    let (mut byte, mut shift) = (first, 4);
    while byte & 0x80 != 0 {
        byte = next()?;
        if shift > 57 {
            return None;
        }
        size |= u64::from(byte & 0x7f) << shift;
        shift += 7;
    }
    let form = match first >> 4 & 7 {
        1 => Form::Whole(Kind::Commit),
        2 => Form::Whole(Kind::Tree),
        3 => Form::Whole(Kind::Blob),
        4 => Form::Whole(Kind::Tag),
        6 => {
            let mut byte = next()?;
            let mut back = u64::from(byte & 0x7f);
            while byte & 0x80 != 0 {
                byte = next()?;
                back = (back + 1).checked_mul(128)? | u64::from(byte & 0x7f);
            }
            Form::Offset(offset.checked_sub(back)?)
        }
        7 => {
            let id = bytes.get(at..at + 20)?.try_into().ok()?;
            at += 20;
            Form::Reference(id)
        }
        _ => return None,
    };
    Some(Header { form, size, length: u8::try_from(at).ok()? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_read() {
        let whole = header(&[0xb5, 0x0a], 0).expect("whole");
        assert_eq!(whole, Header { form: Form::Whole(Kind::Blob), size: 165, length: 2 });
        let delta = header(&[0x65, 0x80, 0x00], 1000).expect("delta");
        assert_eq!(delta, Header { form: Form::Offset(872), size: 5, length: 3 });
        let mut bytes = vec![0x71];
        bytes.extend([9; 20]);
        let delta = header(&bytes, 0).expect("delta");
        assert_eq!(delta, Header { form: Form::Reference([9; 20]), size: 1, length: 21 });
        assert_eq!(header(&[0x65, 0x80, 0x00], 100), None, "before the pack");
        assert_eq!(header(&[0x55], 0), None, "reserved kind");
        assert_eq!(header(&[0xff; 40], 0), None, "endless size");
    }
}
