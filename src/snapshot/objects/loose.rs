//! Loose objects: a zlib stream each, whose first bytes name the kind and the
//! size (gitrepository-layout(5)).

use super::inflate::{self, Inflater};
use super::{Fault, Id, Kind};
use rayon::prelude::*;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

/// What the start of a loose object says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Header {
    /// What it is.
    pub kind: Kind,
    /// Its size in bytes.
    pub size: u64,
    /// The length of the header, before the object's bytes.
    pub length: u8,
}

/// The ids of the loose objects below a folder of objects, sorted.
pub(crate) fn list(objects: &Path) -> Vec<Id> {
    let folders = std::fs::read_dir(objects).into_iter().flatten().flatten();
    let mut ids = Vec::new();
    for folder in folders {
        let name = folder.file_name();
        let Some(prefix) = name.to_str().filter(|name| name.len() == 2) else { continue };
        let files = std::fs::read_dir(folder.path()).into_iter().flatten().flatten();
        ids.extend(
            files.filter_map(|file| parse_id(&format!("{prefix}{}", file.file_name().to_str()?))),
        );
    }
    ids.sort_unstable();
    ids
}

fn parse_id(hex: &str) -> Option<Id> {
    let mut id = [0; 20];
    if hex.len() != 40 || !hex.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    for (at, byte) in id.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&hex[2 * at..2 * at + 2], 16).ok()?;
    }
    Some(id)
}

/// The file that holds the loose object `id`.
pub(crate) fn path(objects: &Path, id: &Id) -> PathBuf {
    let hex: String = id.iter().map(|byte| format!("{byte:02x}")).collect();
    objects.join(&hex[..2]).join(&hex[2..])
}

/// The first commit, tree or tag among the loose objects of `objects` whose file
/// ends too early: the library that would read it next never returns.
pub(crate) fn first_cut(objects: &Path) -> Option<Id> {
    let cut = |id: &&Id| {
        let file = path(objects, id);
        header(&file).is_ok_and(|header| header.kind != Kind::Blob) && is_cut(&file)
    };
    list(objects).par_iter().find_first(cut).copied()
}

/// True when the object in `file`, if there is one, ends too early.
pub(crate) fn is_cut(file: &Path) -> bool {
    let mut stream = Vec::new();
    let read = open(file).is_ok_and(|mut opened| opened.read_to_end(&mut stream).is_ok());
    read && inflate::is_cut(&stream)
}

/// Reads the header of the object in `file`.
pub(crate) fn header(file: &Path) -> Result<Header, Fault> {
    let mut stream = Vec::new();
    let opened = open(file)?;
    opened.take(256).read_to_end(&mut stream).map_err(|_| Fault::Corrupt)?;
    parse_header(&inflate::start(&stream, 64)?).ok_or(Fault::Corrupt)
}

/// Opens a regular file, without waiting for anything else.
pub(crate) fn open(file: &Path) -> Result<File, Fault> {
    match std::fs::metadata(file) {
        Ok(metadata) if metadata.is_file() => File::open(file).map_err(|_| Fault::Corrupt),
        _ => Err(Fault::Corrupt),
    }
}

fn parse_header(bytes: &[u8]) -> Option<Header> {
    let end = bytes.iter().position(|byte| *byte == 0)?;
    let (kind, size) = std::str::from_utf8(&bytes[..end]).ok()?.split_once(' ')?;
    let kind = match kind {
        "commit" => Kind::Commit,
        "tree" => Kind::Tree,
        "blob" => Kind::Blob,
        "tag" => Kind::Tag,
        _ => return None,
    };
    Some(Header { kind, size: size.parse().ok()?, length: u8::try_from(end + 1).ok()? })
}

/// Reads the whole object in `file`, whose header was read.
pub(crate) fn read(file: &Path, header: Header, inflater: &mut Inflater) -> Result<Vec<u8>, Fault> {
    let mut stream = Vec::new();
    open(file)?.read_to_end(&mut stream).map_err(|_| Fault::Corrupt)?;
    let length = usize::from(header.length);
    let size = usize::try_from(header.size).map_err(|_| Fault::TooLarge)?;
    let mut bytes = vec![0; size.checked_add(length).ok_or(Fault::TooLarge)?];
    inflater.whole(&stream, &mut bytes)?;
    bytes.drain(..length);
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_object_that_ends_too_early_is_known() {
        use flate2::{Compression, write::ZlibEncoder};
        use std::io::Write;
        let place = tempfile::tempdir().expect("folder");
        let (commit, blob) = ([1; 20], [2; 20]);
        for (id, kind) in [(commit, "commit"), (blob, "blob")] {
            let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
            let text: String = (0..999).map(|line| format!("{line}\n")).collect();
            write!(encoder, "{kind} {}\0{text}", text.len()).expect("object");
            let mut bytes = encoder.finish().expect("object");
            let file = path(place.path(), &id);
            std::fs::create_dir_all(file.parent().expect("folder")).expect("folder");
            std::fs::write(&file, &bytes).expect("object");
            assert!(!is_cut(&file) && first_cut(place.path()).is_none());
            bytes.truncate(bytes.len() / 2);
            std::fs::write(&file, &bytes).expect("object");
            assert!(is_cut(&file));
            assert_eq!(first_cut(place.path()).is_some(), kind == "commit");
            std::fs::remove_file(&file).expect("object");
        }
    }

    #[test]
    fn headers_are_read() {
        let read = parse_header(b"blob 12\0hello").expect("header");
        assert_eq!(read, Header { kind: Kind::Blob, size: 12, length: 8 });
        for wrong in [&b"blob 12"[..], b"blob\0", b"thing 3\0", b"blob -1\0"] {
            assert_eq!(parse_header(wrong), None);
        }
    }
}
