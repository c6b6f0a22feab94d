//! Looks inside archives held in memory: zip, gzip, tar, and tar in gzip.
//! Sizes and counts are bounded: what lies beyond is left out, and
//! [`Contents::cut`] says so.

use crate::lang::Text;
use crate::text;
use crate::text::decode::{self, PROBE};
use flate2::read::MultiGzDecoder;
use std::io::{Cursor, Read};

/// No more bytes than this are unpacked from one archive and those inside of it.
pub(crate) const MAX_UNPACKED: u64 = 64 << 20;
/// No more members than this are looked at in one archive.
pub(crate) const MAX_MEMBERS: usize = 10_000;

/// A file inside an archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Member {
    /// Its path in the archive; empty for the content of a bare gzip.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl Member {
    /// The path told of it, when the archive's own name is `archive`: the content
    /// of a bare gzip is called as the gzip, without its extension.
    pub(crate) fn path_in<'a>(&'a self, archive: &'a str) -> &'a str {
        match self.name.as_str() {
            "" => archive.rsplit('/').next().unwrap_or_default().trim_end_matches(".gz"),
            path => path,
        }
    }
}

/// What an archive holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Contents {
    /// The files that could be read.
    pub members: Vec<Member>,
    /// True when something was left out: too large, too many, encrypted, damaged.
    pub cut: bool,
    /// How many bytes were unpacked, kept or not.
    pub unpacked: u64,
}

/// The kind of archive that `bytes` start. What reads as text is none, whatever it
/// starts with.
fn kind(bytes: &[u8]) -> Option<fn(&[u8], u64) -> Contents> {
    let kind = kind_by_first(bytes)?;
    (!decode::is_plain(&bytes[..bytes.len().min(PROBE)]) || ends_a_zip(bytes)).then_some(kind)
}

/// A program may stand before a zip: what ends the zip ends the file.
fn ends_a_zip(bytes: &[u8]) -> bool {
    bytes.len() > END && bytes[bytes.len() - END..].starts_with(b"PK\x05\x06")
}

fn kind_by_first(bytes: &[u8]) -> Option<fn(&[u8], u64) -> Contents> {
    match bytes {
        [b'P', b'K', 3, 4, ..] => Some(zip_members),
        [0x1f, 0x8b, 8, ..] => Some(gzip_members),
        _ if bytes.get(257..262) == Some(b"ustar") => Some(tar_members),
        _ if ends_a_zip(bytes) => Some(zip_members),
        _ => None,
    }
}

/// Length of what ends a zip, without a comment (APPNOTE, section 4.3.16).
const END: usize = 22;

/// True for what is compressed in a way that [`open`] does not undo.
pub(crate) fn is_unopened(bytes: &[u8]) -> bool {
    const MAGICS: [&[u8]; 8] = [
        b"BZh",
        b"\xfd7zXZ\0",
        b"\x28\xb5\x2f\xfd",
        b"7z\xbc\xaf\x27\x1c",
        b"Rar!\x1a\x07",
        b"\x04\x22\x4d\x18",
        b"LZIP",
        b"!<arch>\ndebian-binary",
    ];
    let text = || memchr::memchr(0, &bytes[..bytes.len().min(PROBE)]).is_none();
    let named = |magic: &&[u8]| magic.len() > 4 || !text() || std::str::from_utf8(bytes).is_err();
    MAGICS.iter().any(|magic| bytes.starts_with(magic) && named(magic))
        || bytes.starts_with(b"!<arch>\n") && memchr::memmem::find(bytes, b"data.tar").is_some()
}

/// True when [`open`] can look inside `bytes`.
pub(crate) fn is_archive(bytes: &[u8]) -> bool {
    kind(bytes).is_some()
}

/// The files that the archive in `bytes` holds; `None` when it is not one.
pub(crate) fn open(bytes: &[u8]) -> Option<Contents> {
    open_within(bytes, &mut { MAX_UNPACKED })
}

/// The same, unpacking no more than `room` bytes, which what is unpacked takes from:
/// an archive and those inside of it share one room.
pub(crate) fn open_within(bytes: &[u8], room: &mut u64) -> Option<Contents> {
    let contents = kind(bytes)?(bytes, *room);
    *room = room.saturating_sub(contents.unpacked);
    Some(contents)
}

/// What is told of an archive of which something was left out.
pub(crate) fn read_in_part() -> Text {
    text!(
        "archive lue en partie : trop grande une fois décompressée, chiffrée ou abîmée",
        "archive read in part: too large once unpacked, encrypted or damaged"
    )
}

/// The first `limit` bytes of the member `name` of a zip, whatever its case.
pub(crate) fn member(bytes: &[u8], name: &str, limit: u64) -> Option<Vec<u8>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).ok()?;
    let named = |found: &str| found.eq_ignore_ascii_case(name);
    let position = archive.file_names().position(|found| found.is_ok_and(|found| named(&found)))?;
    let mut content = Vec::new();
    archive.by_index(position).ok()?.take(limit).read_to_end(&mut content).ok()?;
    Some(content)
}

/// Takes members in while the bounds allow it.
struct Intake {
    contents: Contents,
    /// Bytes that may still be unpacked.
    room: u64,
}

impl Intake {
    fn new(room: u64) -> Intake {
        Intake { contents: Contents::default(), room }
    }

    /// Reads one member; false when nothing more may be read.
    fn take(&mut self, name: String, from: impl Read) -> bool {
        let mut bytes = Vec::new();
        let read = from.take(self.room + 1).read_to_end(&mut bytes);
        self.contents.cut |= read.is_err();
        self.contents.unpacked += bytes.len() as u64;
        if bytes.len() as u64 > self.room {
            self.contents.cut = true;
            return false;
        }
        self.room -= bytes.len() as u64;
        self.contents.members.push(Member { name, bytes });
        let full = self.contents.members.len() == MAX_MEMBERS;
        self.contents.cut |= full;
        !full
    }
}

fn zip_members(bytes: &[u8], limit: u64) -> Contents {
    let mut intake = Intake::new(limit);
    let Ok(mut archive) = zip::ZipArchive::new(Cursor::new(bytes)) else {
        return Contents { cut: true, ..Contents::default() };
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

fn gzip_members(bytes: &[u8], limit: u64) -> Contents {
    let mut intake = Intake::new(limit);
    intake.take(String::new(), MultiGzDecoder::new(bytes));
    let unpacked = intake.contents.members.first().map(|member| member.bytes.as_slice());
    match unpacked {
        Some(inner) if inner.get(257..262) == Some(b"ustar") => {
            let outside = &intake.contents;
            let inside = tar_members(inner, limit);
            let cut = inside.cut || outside.cut;
            Contents { cut, unpacked: outside.unpacked, ..inside }
        }
        _ => intake.contents,
    }
}

fn tar_members(bytes: &[u8], limit: u64) -> Contents {
    let mut intake = Intake::new(limit);
    let mut archive = tar::Archive::new(Cursor::new(bytes));
    let Ok(entries) = archive.entries() else {
        return Contents { cut: true, ..Contents::default() };
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
        let prefixed = [b"#!/usr/bin/env python3\n".as_slice(), &zipped(&[("c", b"y")])].concat();
        assert_eq!(names(&prefixed), ["c"]);
    }

    #[test]
    fn what_is_not_undone_is_known() {
        for bytes in [b"BZh91AY\x00\xff".as_slice(), b"\xfd7zXZ\0\0", b"!<arch>\ndebian-binary   "]
        {
            assert!(is_unopened(bytes), "{bytes:?}");
        }
        assert!(!is_unopened(b"BZh is a magic") && !is_unopened(b"!<arch>\nlibc.o/"));
    }

    #[test]
    fn a_bomb_is_cut() {
        let contents = open_within(&gzipped(&[0; 5000]), &mut 4000).expect("gzip");
        assert!(contents.cut && contents.members.is_empty());
        let mut room = 7000;
        let contents = open_within(&gzipped(&[0; 5000]), &mut room).expect("gzip");
        assert!(!contents.cut && room == 2000);
        // What is unpacked and thrown away costs as much as what is kept.
        let mut room = 4000;
        let bombs = zipped(&[("a", &gzipped(&[0; 5000])), ("b", &gzipped(&[0; 5000]))]);
        let members = open_within(&bombs, &mut room).expect("zip").members;
        let before = room;
        assert!(open_within(&members[0].bytes, &mut room).expect("gzip").cut);
        assert!(before > 0 && room == 0);
    }

    #[test]
    fn a_text_is_no_archive_whatever_it_starts_with() {
        let padding = [b' '; 255];
        let tar = [b"#\n", &padding[..], b"ustar\nA = 1\n"].concat();
        let zip = b"PK\x03\x04\nA = 1\n# a text that is longer than the few bytes it starts with\n";
        for text in [&zip[..], &tar] {
            assert!(!is_archive(text), "{text:?}");
        }
    }

    #[test]
    fn one_member_is_read_alone() {
        let archive = zipped(&[("a", b"x"), ("META-INF/MANIFEST.MF", b"Vendor: y")]);
        let found = member(&archive, "meta-inf/manifest.mf", 6);
        assert_eq!(found.as_deref(), Some(&b"Vendor"[..]));
        assert_eq!(member(&archive, "b", 6), None);
    }

    #[test]
    fn damage_is_told() {
        let mut damaged = zipped(&[("a", b"some bytes")]);
        damaged.truncate(20);
        assert!(open(&damaged).expect("zip").cut);
        assert!(open(&gzipped(b"hello")[..12]).expect("gzip").cut);
    }
}
