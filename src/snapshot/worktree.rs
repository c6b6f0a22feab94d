//! Lists a git work tree: tracked files, then untracked ones git does not ignore.

use super::folder::{self, Listing, Versions, is_executable};
use super::read::{os_path, raw_path};
use super::{File, FileKind, Skipped, classify, path};
use crate::error::told;
use crate::text;
use git2::{Index, IndexEntry, IndexEntryExtendedFlag, Repository};
use std::cell::OnceCell;
use std::collections::HashSet;
use std::fs::Metadata;
use std::io::Read;
use std::path::{Path, PathBuf};

const MODE_SYMLINK: u32 = 0o120_000;
const MODE_SUBMODULE: u32 = 0o160_000;
const MODE_KIND: u32 = 0o170_000;

/// Lists the work tree at `root`.
pub(crate) fn list(repository: &Repository, root: &Path, index: &Index) -> Listing {
    let mut tracked = HashSet::new();
    let mut tracked_folders = HashSet::new();
    let mut listing = Listing::default();
    for entry in index.iter() {
        remember_folders(&entry.path, &mut tracked_folders);
        if !tracked.insert(entry.path.clone()) {
            continue; // another stage of a conflict
        }
        match tracked_file(root, entry) {
            Ok(Some(file)) => listing.files.push(file),
            Ok(None) => {}
            Err(skipped) => listing.skipped.push(skipped),
        }
    }
    // What the library would compare for ever is asked of it no more.
    let endless = OnceCell::new();
    let look = |ignore: PathBuf| {
        if endless.get().is_none() && is_endless(&ignore) {
            _ = endless.set(ignore);
        }
    };
    look(repository.commondir().join("info/exclude"));
    look(root.join(IGNORE));
    let ignored = |raw: &[u8]| {
        endless.get().is_none() && repository.is_path_ignored(os_path(raw)).unwrap_or(false)
    };
    // Git publishes nothing of what another tool keeps there.
    let untracked = folder::walk(
        (root, Versions::Unpublished),
        |raw, full| {
            let known = tracked_folders.contains(raw);
            let submodule = tracked.contains(raw);
            let entered = !submodule && (known || (!is_nested_repository(full) && !ignored(raw)));
            if entered {
                look(full.join(IGNORE));
            }
            entered
        },
        |raw| !tracked.contains(raw) && !ignored(raw),
    );
    listing.files.extend(untracked.files);
    // A tracked path that the walk could not enter was reported with its files.
    listing.skipped.extend(untracked.skipped);
    listing.skipped.extend(endless.get().map(|ignore| Skipped {
        path: path::display(&raw_path(ignore.strip_prefix(root).unwrap_or(ignore))),
        reason: text!(
            "un motif y a trop d’étoiles : les fichiers que git ignore ont été lus aussi",
            "a pattern there has too many stars: the files that git ignores were read too"
        ),
        incomplete: false,
    }));
    listing
}

/// The file that says what git ignores in its folder.
const IGNORE: &str = ".gitignore";
/// In one part of a path, so many stars compare in time that a person waits for.
const STARS: usize = 4;
/// A longer file is not trusted either, in bytes.
const LONGEST: u64 = 4 << 20;

/// True for a file of patterns, one of which takes a time that grows with the
/// length of a name to the power of its stars.
fn is_endless(ignore: &Path) -> bool {
    if !ignore.metadata().is_ok_and(|found| found.is_file()) {
        return false;
    }
    let mut patterns = Vec::new();
    let opened = std::fs::File::open(ignore);
    let read = opened.and_then(|file| file.take(LONGEST + 1).read_to_end(&mut patterns));
    let stars =
        |part: &[u8]| part.split(|byte| *byte != b'*').filter(|run| !run.is_empty()).count();
    read.is_err()
        || patterns.len() as u64 > LONGEST
        || patterns.split(|byte| matches!(byte, b'\n' | b'/')).any(|part| stars(part) > STARS)
}

fn remember_folders(path: &[u8], folders: &mut HashSet<Vec<u8>>) {
    for (at, byte) in path.iter().enumerate() {
        if *byte == b'/' {
            folders.insert(path[..at].to_vec());
        }
    }
}

fn is_nested_repository(folder: &Path) -> bool {
    folder.join(".git").exists()
}

/// The entry as it stands on disk; from git when a sparse checkout left it
/// out; `None` when it was deleted.
fn tracked_file(root: &Path, entry: IndexEntry) -> Result<Option<File>, Skipped> {
    let path = path::display(&entry.path);
    let class = classify::class_of(&path);
    let executable = entry.mode & 0o100 != 0;
    let file = |raw, kind, size, executable, blob| File {
        path: path.clone(),
        raw,
        kind,
        size,
        tracked: true,
        executable,
        blob,
        class,
        position: 0,
    };
    if entry.mode & MODE_KIND == MODE_SUBMODULE {
        return Ok(Some(file(entry.path, FileKind::Submodule, 0, false, None)));
    }
    let flags = IndexEntryExtendedFlag::from_bits_truncate(entry.flags_extended);
    if flags.is_skip_worktree() && entry.mode & MODE_KIND != MODE_SYMLINK {
        let size = u64::from(entry.file_size);
        return Ok(Some(file(entry.path, FileKind::Regular, size, executable, Some(entry.id))));
    }
    let full = root.join(os_path(&entry.path));
    let metadata = match full.symlink_metadata() {
        Ok(metadata) => metadata,
        Err(error) if is_absent(&error) => return Ok(None),
        Err(error) => {
            let error = told(&error);
            let reason = text!("fichier illisible ({error})", "unreadable file ({error})"; error);
            return Err(Skipped { path, reason, incomplete: true });
        }
    };
    match kind_on_disk(&full, &metadata) {
        Some(kind) => {
            let executable = is_executable(&metadata);
            Ok(Some(file(entry.path, kind, metadata.len(), executable, None)))
        }
        None => Err(Skipped {
            path,
            reason: text!(
                "fichier suivi remplacé par un fichier spécial ou un dossier, non lu",
                "tracked file replaced by a special file or a folder, not read"
            ),
            incomplete: true,
        }),
    }
}

fn is_absent(error: &std::io::Error) -> bool {
    use std::io::ErrorKind::{NotADirectory, NotFound};
    matches!(error.kind(), NotFound | NotADirectory)
}

fn kind_on_disk(full: &Path, metadata: &Metadata) -> Option<FileKind> {
    if metadata.file_type().is_symlink() {
        let target = std::fs::read_link(full).ok()?;
        Some(FileKind::Symlink(path::display(&raw_path(&target))))
    } else if metadata.is_file() {
        Some(FileKind::Regular)
    } else {
        None
    }
}
