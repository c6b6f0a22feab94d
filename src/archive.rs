//! Looks inside archives held in memory: zip, gzip, tar, and tar in gzip.
//! Sizes, counts and ratios are bounded: what lies beyond is left out, and
//! [`Contents::cut`] says so.

use flate2::read::MultiGzDecoder;
use std::io::{Cursor, Read};

/// No more bytes than this are unpacked from one archive.
pub const MAX_UNPACKED: u64 = 64 << 20;
/// No more members than this are looked at in one archive.
pub const MAX_MEMBERS: usize = 10_000;

/// A file inside an archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Its path in the archive; empty for the content of a bare gzip.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// What an archive holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Contents {
    /// The files that could be read.
    pub members: Vec<Member>,
    /// True when something was left out: too large, too many, encrypted, damaged.
    pub cut: bool,
}

/// The kind of archive that `bytes` start.
fn kind(bytes: &[u8]) -> Option<fn(&[u8]) -> Contents> {
    match bytes {
        [b'P', b'K', 3, 4, ..] => Some(zip_members),
        [0x1f, 0x8b, 8, ..] => Some(gzip_members),
        _ if bytes.get(257..262) == Some(b"ustar") => Some(tar_members),
        _ => None,
    }
}

/// True when [`open`] can look inside `bytes`.
pub fn is_archive(bytes: &[u8]) -> bool {
    kind(bytes).is_some()
}

/// The files that the archive in `bytes` holds; `None` when it is not one.
pub fn open(bytes: &[u8]) -> Option<Contents> {
    kind(bytes).map(|read| read(bytes))
}

/// Takes members in while the bounds allow it.
#[derive(Default)]
struct Intake {
    contents: Contents,
    unpacked: u64,
    seen: usize,
}

impl Intake {
    /// Reads one member; false when nothing more may be read.
    fn take(&mut self, name: String, from: impl Read) -> bool {
        self.seen += 1;
        let room = MAX_UNPACKED - self.unpacked;
        let mut bytes = Vec::new();
        let read = from.take(room + 1).read_to_end(&mut bytes);
        self.contents.cut |= read.is_err();
        if bytes.len() as u64 > room {
            self.contents.cut = true;
            return false;
        }
        self.unpacked += bytes.len() as u64;
        self.contents.members.push(Member { name, bytes });
        if self.seen == MAX_MEMBERS {
            self.contents.cut = true;
        }
        self.seen < MAX_MEMBERS
    }
}

fn zip_members(bytes: &[u8]) -> Contents {
    let mut intake = Intake::default();
    let Ok(mut archive) = zip::ZipArchive::new(Cursor::new(bytes)) else {
        return Contents { members: Vec::new(), cut: true };
    };
    for position in 0..archive.len() {
        let Ok(member) = archive.by_index(position) else {
            intake.contents.cut = true;
            continue;
        };
        if member.is_dir() {
            continue;
        }
        let name = member.name().map_or_else(|_| String::from("?"), |name| name.into_owned());
        if !intake.take(name, member) {
            break;
        }
    }
    intake.contents
}

fn gzip_members(bytes: &[u8]) -> Contents {
    let mut intake = Intake::default();
    intake.take(String::new(), MultiGzDecoder::new(bytes));
    let unpacked = intake.contents.members.first().map(|member| member.bytes.as_slice());
    match unpacked {
        Some(inner) if inner.get(257..262) == Some(b"ustar") => {
            let cut = intake.contents.cut;
            let inside = tar_members(inner);
            Contents { cut: inside.cut || cut, ..inside }
        }
        _ => intake.contents,
    }
}

fn tar_members(bytes: &[u8]) -> Contents {
    let mut intake = Intake::default();
    let mut archive = tar::Archive::new(Cursor::new(bytes));
    let Ok(entries) = archive.entries() else {
        return Contents { members: Vec::new(), cut: true };
    };
    for entry in entries {
        let Ok(entry) = entry else {
            intake.contents.cut = true;
            break;
        };
        if !entry.header().entry_type().is_file() {
            continue;
        }
        let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
        if !intake.take(name, entry) {
            break;
        }
    }
    intake.contents
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in files {
            let stored = zip::write::SimpleFileOptions::default();
            writer.start_file(*name, stored).expect("entry");
            writer.write_all(bytes).expect("bytes");
        }
        writer.finish().expect("zip").into_inner()
    }

    fn tarred(name: &str, bytes: &[u8]) -> Vec<u8> {
        let mut header = tar::Header::new_ustar();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        let mut builder = tar::Builder::new(Vec::new());
        builder.append_data(&mut header, name, bytes).expect("entry");
        builder.into_inner().expect("tar")
    }

    fn gzipped(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(bytes).expect("bytes");
        encoder.finish().expect("gzip")
    }

    fn names(bytes: &[u8]) -> Vec<String> {
        open(bytes).expect("archive").members.into_iter().map(|member| member.name).collect()
    }

    #[test]
    fn each_kind_gives_its_members() {
        assert_eq!(names(&zipped(&[("a/b.txt", b"x"), ("c", b"y")])), ["a/b.txt", "c"]);
        assert_eq!(names(&tarred("d.env", b"K=V")), ["d.env"]);
        assert_eq!(names(&gzipped(&tarred("d.env", b"K=V"))), ["d.env"]);
        assert_eq!(open(&gzipped(b"plain")).expect("gzip").members[0].bytes, b"plain");
        assert_eq!(open(b"plain text"), None);
    }

    #[test]
    fn a_bomb_is_cut() {
        let bomb = gzipped(&vec![0; MAX_UNPACKED as usize + 2]);
        let contents = open(&bomb).expect("gzip");
        assert!(contents.cut && contents.members.is_empty());
    }

    #[test]
    fn damage_is_told() {
        let mut damaged = zipped(&[("a", b"some bytes")]);
        damaged.truncate(20);
        assert!(open(&damaged).expect("zip").cut);
        assert!(open(&gzipped(b"hello")[..12]).expect("gzip").cut);
    }
}
