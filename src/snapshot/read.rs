//! Reads a file's bytes, from disk without ever leaving the root or blocking
//! on a special file, or from git.

use super::objects::loose;
use super::{File, FileKind, Snapshot};
use crate::error::told;
use crate::lang::Text;
use crate::text;
use crate::text::windows::Windows;
use cap_fs_ext::{FollowSymlinks, OpenOptionsFollowExt, OpenOptionsSyncExt};
use cap_std::fs::{Dir, OpenOptions};
use git2::{Oid, Repository};
use std::cell::OnceCell;
use std::collections::HashMap;
use std::io::Read;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

pub(crate) use crate::text::windows::WHOLE;

/// A git object larger than this is not loaded.
const LARGEST_BLOB: u64 = 256 << 20;
/// A file larger than this is not read.
const LARGEST: u64 = 4 << 30;
/// How many bytes of a larger file are read.
pub(crate) const HEAD: u64 = 64 << 10;

/// Where the bytes are.
#[derive(Debug)]
pub(crate) enum Source {
    /// Under this folder; entries with a blob are read from git all the same.
    Disk {
        /// The opened root: nothing above it can be reached.
        dir: Dir,
        /// The git directory, when there is one.
        git: Option<PathBuf>,
    },
    /// In the object database of this git directory.
    Git(PathBuf),
    /// In memory, by path.
    Memory(HashMap<Vec<u8>, Vec<u8>>),
}

impl Source {
    /// The same source, opened once more.
    pub(super) fn try_clone(&self) -> std::io::Result<Source> {
        Ok(match self {
            Source::Disk { dir, git } => Source::Disk { dir: dir.try_clone()?, git: git.clone() },
            Source::Git(git) => Source::Git(git.clone()),
            Source::Memory(files) => Source::Memory(files.clone()),
        })
    }
}

/// The bytes of a file.
#[derive(Debug)]
pub struct Bytes {
    /// The bytes read.
    pub bytes: Vec<u8>,
    /// False when the file goes on after them.
    pub complete: bool,
}

/// Reads files of one snapshot. Each thread makes its own: a git repository
/// handle is not shared between threads.
pub struct Reader<'a> {
    snapshot: &'a Snapshot,
    repository: OnceCell<Repository>,
}

impl Snapshot {
    /// A reader for the current thread.
    pub fn reader(&self) -> Reader<'_> {
        Reader { snapshot: self, repository: OnceCell::new() }
    }
}

impl Reader<'_> {
    /// Reads a regular file. The error says why it could not be read.
    pub fn read(&self, file: &File) -> Result<Bytes, Text> {
        if file.kind != FileKind::Regular {
            return Err(text!("ce n’est pas un fichier ordinaire", "not a regular file"));
        }
        if let Some(bytes) = self.snapshot.written.get(&file.raw) {
            return Ok(Bytes { bytes: bytes.clone(), complete: true });
        }
        match (&self.snapshot.source, file.blob) {
            (Source::Git(git) | Source::Disk { git: Some(git), .. }, Some(blob)) => {
                self.read_blob(git, blob)
            }
            (Source::Disk { dir, .. }, _) => read_disk(dir, &file.raw).map_err(|e| refused(&e)),
            (Source::Memory(files), _) => match files.get(&file.raw) {
                Some(bytes) => Ok(Bytes { bytes: bytes.clone(), complete: true }),
                None => Err(text!("fichier absent", "absent file")),
            },
            (Source::Git(_), None) => {
                Err(text!("aucun objet git pour ce fichier", "no git object for this file"))
            }
        }
    }

    /// Opens a regular file of any size, to be read whole or window by window.
    /// The error says why it could not be opened.
    pub fn open(&self, file: &File) -> Result<Windows, Text> {
        if let Some(bytes) = self.snapshot.written.get(&file.raw) {
            return Ok(Windows::of(bytes.clone()));
        }
        let git = match (&self.snapshot.source, file.blob) {
            (Source::Git(git) | Source::Disk { git: Some(git), .. }, Some(id)) => Some((git, id)),
            _ => None,
        };
        match (&self.snapshot.source, git) {
            (Source::Disk { .. }, _) if file.size > LARGEST => Err(text!(
                "fichier de plus de 4 Gio, non lu (publiable secrets scan FICHIER le lit)",
                "file of more than 4 GiB, not read (publiable secrets scan FILE reads it)"
            )),
            (Source::Disk { dir, .. }, None) => {
                open_disk(dir, &file.raw).map_err(|error| refused(&error))
            }
            // Unchanged on disk: what git would have to load whole is streamed from there.
            (Source::Disk { dir, .. }, Some((git, id))) if file.size > LARGEST_BLOB => {
                open_disk(dir, &file.raw).or_else(|_| self.load(git, id).map(Windows::of))
            }
            (_, Some((git, id))) => self.load(git, id).map(Windows::of),
            (Source::Git(_) | Source::Memory(_), None) => {
                self.read(file).map(|read| Windows::of(read.bytes))
            }
        }
    }

    /// Reads a blob of the history.
    pub fn blob(&self, id: Oid) -> Result<Bytes, Text> {
        match &self.snapshot.source {
            Source::Git(git) | Source::Disk { git: Some(git), .. } => self.read_blob(git, id),
            Source::Disk { git: None, .. } | Source::Memory(_) => Err(text!(
                "ce dossier n’est pas un dépôt git",
                "this folder is not a git repository"
            )),
        }
    }

    fn read_blob(&self, git: &Path, id: Oid) -> Result<Bytes, Text> {
        match self.blob_within(git, id, WHOLE) {
            Ok(None) => Ok(Bytes { bytes: Vec::new(), complete: false }),
            Ok(Some(bytes)) => Ok(Bytes { bytes, complete: true }),
            Err(error) => Err(unreadable(id, &error)),
        }
    }

    fn load(&self, git: &Path, id: Oid) -> Result<Vec<u8>, Text> {
        let loaded = self.blob_within(git, id, LARGEST_BLOB);
        loaded.map_err(|error| unreadable(id, &error))?.ok_or_else(|| {
            let most = LARGEST_BLOB >> 20;
            text!(
                "fichier de plus de {most} Mio dans git, non lu",
                "file of more than {most} MiB in git, not read"
            )
        })
    }

    /// The content of blob `id`; `None` when it holds more than `limit` bytes.
    fn blob_within(&self, git: &Path, id: Oid, limit: u64) -> Result<Option<Vec<u8>>, git2::Error> {
        let repository = match self.repository.get() {
            Some(repository) => repository,
            None => {
                let opened = Repository::open(git)?;
                self.repository.get_or_init(|| opened)
            }
        };
        if size(repository, id)? > limit {
            return Ok(None);
        }
        Ok(Some(repository.find_blob(id)?.content().to_vec()))
    }
}

/// The size in bytes of the object `id`, which is then safe to read.
pub(super) fn size(repository: &Repository, id: Oid) -> Result<u64, git2::Error> {
    let file = id
        .as_bytes()
        .try_into()
        .map(|id| loose::path(&repository.commondir().join("objects"), &id));
    if file.is_ok_and(|file| file.is_file() && loose::is_cut(&file)) {
        return Err(git2::Error::from_str("it stops before its end"));
    }
    let odb = repository.odb()?;
    // The wrapper panics on a kind that git reserves.
    let header = catch_unwind(AssertUnwindSafe(|| odb.read_header(id)));
    let reserved = || git2::Error::from_str("unknown kind of object");
    header.map_err(|_| reserved())?.map(|(size, _)| size as u64)
}

/// Says that the system refused to read something.
pub(super) fn refused(error: &std::io::Error) -> Text {
    let error = told(error);
    text!("lecture impossible ({error})", "cannot be read ({error})"; error)
}

fn unreadable(id: Oid, error: &git2::Error) -> Text {
    let reason = error.message();
    text!("objet git {id} illisible ({reason})", "git object {id} unreadable ({reason})")
}

/// Opens the regular file at `raw` in `dir`, never through a link, without
/// blocking on a special file; with its size.
fn regular(dir: &Dir, raw: &[u8]) -> std::io::Result<(cap_std::fs::File, u64)> {
    let mut options = OpenOptions::new();
    options.read(true).follow(FollowSymlinks::No).nonblock(true);
    let file = dir.open_with(os_path(raw), &options)?;
    let metadata = file.metadata()?;
    if !metadata.is_file() {
        return Err(std::io::Error::other("special file"));
    }
    Ok((file, metadata.len()))
}

/// The same, to be read whole or window by window.
pub(crate) fn open_disk(dir: &Dir, raw: &[u8]) -> std::io::Result<Windows> {
    regular(dir, raw).map(|(file, size)| Windows::sized(file, size))
}

fn read_disk(dir: &Dir, raw: &[u8]) -> std::io::Result<Bytes> {
    let (file, size) = regular(dir, raw)?;
    let complete = size <= WHOLE;
    let limit = if complete { WHOLE } else { HEAD };
    let mut bytes = Vec::with_capacity(size.min(limit) as usize);
    file.take(limit).read_to_end(&mut bytes)?;
    Ok(Bytes { bytes, complete })
}

/// The path that `raw` bytes name on this system.
#[cfg(unix)]
pub(crate) fn os_path(raw: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt;
    PathBuf::from(std::ffi::OsStr::from_bytes(raw))
}

/// The path that `raw` bytes name on this system.
#[cfg(not(unix))]
pub fn os_path(raw: &[u8]) -> PathBuf {
    PathBuf::from(String::from_utf8_lossy(raw).into_owned())
}

/// The bytes git would store for `path`.
#[cfg(unix)]
pub(crate) fn raw_path(path: &Path) -> Vec<u8> {
    use std::os::unix::ffi::OsStrExt;
    path.as_os_str().as_bytes().to_vec()
}

/// The bytes git would store for `path`.
#[cfg(not(unix))]
pub fn raw_path(path: &Path) -> Vec<u8> {
    path.to_string_lossy().replace('\\', "/").into_bytes()
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use cap_std::ambient_authority;

    #[test]
    fn a_link_is_not_opened() {
        let place = tempfile::tempdir().expect("folder");
        std::os::unix::fs::symlink("/etc/passwd", place.path().join("a")).expect("link");
        let dir = Dir::open_ambient_dir(place.path(), ambient_authority()).expect("open");
        assert!(open_disk(&dir, b"a").is_err() && read_disk(&dir, b"a").is_err());
    }
}
