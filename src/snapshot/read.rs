//! Reads a file's bytes, from disk without ever leaving the root or blocking
//! on a special file, or from git.

use super::{File, FileKind, Snapshot};
use crate::lang::Text;
use crate::text;
use cap_fs_ext::{FollowSymlinks, OpenOptionsFollowExt, OpenOptionsSyncExt};
use cap_std::fs::{Dir, OpenOptions};
use git2::{Oid, Repository};
use std::cell::OnceCell;
use std::collections::HashMap;
use std::io::Read;
use std::path::{Path, PathBuf};

/// A file larger than this many bytes is read up to [`HEAD`] only.
pub const WHOLE: u64 = 32 << 20;
/// How many bytes of a larger file are read.
pub const HEAD: u64 = 64 << 10;

/// Where the bytes are.
#[derive(Debug)]
pub enum Source {
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
        match (&self.snapshot.source, file.blob) {
            (Source::Git(git) | Source::Disk { git: Some(git), .. }, Some(blob)) => {
                self.read_blob(git, blob)
            }
            (Source::Disk { dir, .. }, _) => read_disk(dir, &file.raw)
                .map_err(|error| text!("lecture impossible ({error})", "cannot be read ({error})")),
            (Source::Memory(files), _) => match files.get(&file.raw) {
                Some(bytes) => Ok(Bytes { bytes: bytes.clone(), complete: true }),
                None => Err(text!("fichier absent", "absent file")),
            },
            (Source::Git(_), None) => {
                Err(text!("aucun objet git pour ce fichier", "no git object for this file"))
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
        let missing = |error: git2::Error| {
            let reason = error.message().to_string();
            text!("objet git {id} illisible ({reason})", "git object {id} unreadable ({reason})")
        };
        let repository = match self.repository.get() {
            Some(repository) => repository,
            None => {
                let opened = Repository::open(git).map_err(missing)?;
                self.repository.get_or_init(|| opened)
            }
        };
        let (size, _) = repository.odb().and_then(|odb| odb.read_header(id)).map_err(missing)?;
        if size as u64 > WHOLE {
            return Ok(Bytes { bytes: Vec::new(), complete: false });
        }
        let blob = repository.find_blob(id).map_err(missing)?;
        Ok(Bytes { bytes: blob.content().to_vec(), complete: true })
    }
}

fn read_disk(dir: &Dir, raw: &[u8]) -> std::io::Result<Bytes> {
    let mut options = OpenOptions::new();
    options.read(true).follow(FollowSymlinks::No).nonblock(true);
    let file = dir.open_with(os_path(raw), &options)?;
    let metadata = file.metadata()?;
    if !metadata.is_file() {
        return Err(std::io::Error::other("special file"));
    }
    let complete = metadata.len() <= WHOLE;
    let limit = if complete { WHOLE } else { HEAD };
    let mut bytes = Vec::with_capacity(metadata.len().min(limit) as usize);
    file.take(limit).read_to_end(&mut bytes)?;
    Ok(Bytes { bytes, complete })
}

/// The path that `raw` bytes name on this system.
#[cfg(unix)]
pub fn os_path(raw: &[u8]) -> PathBuf {
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
pub fn raw_path(path: &Path) -> Vec<u8> {
    use std::os::unix::ffi::OsStrExt;
    path.as_os_str().as_bytes().to_vec()
}

/// The bytes git would store for `path`.
#[cfg(not(unix))]
pub fn raw_path(path: &Path) -> Vec<u8> {
    path.to_string_lossy().replace('\\', "/").into_bytes()
}
