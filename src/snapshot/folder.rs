//! Lists what lies on disk: a plain folder, or the untracked part of a work tree.

use super::read::raw_path;
use super::{File, FileKind, Skipped, classify, path};
use crate::error::told;
use crate::text;
use std::path::Path;
use walkdir::{DirEntry, WalkDir};

/// What a walk found.
#[derive(Debug, Default)]
pub(crate) struct Listing {
    /// Entries to audit.
    pub files: Vec<File>,
    /// Entries left out, with the reason.
    pub skipped: Vec<Skipped>,
}

/// Whether what a version control tool keeps in a folder leaves with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Versions {
    /// A folder is given as it is.
    Published,
    /// Git takes what it tracks.
    Unpublished,
}

/// Walks `root`, never following a link. `enter` decides which folders are
/// entered (called with the path from the root) and `keep` which files count.
pub(crate) fn walk(
    (root, versions_are): (&Path, Versions),
    mut enter: impl FnMut(&[u8], &Path) -> bool,
    mut keep: impl FnMut(&[u8]) -> bool,
) -> Listing {
    let mut listing = Listing::default();
    let mut entries = WalkDir::new(root).follow_links(false).sort_by_file_name().into_iter();
    while let Some(entry) = entries.next() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                listing.skipped.push(unreadable(root, &error));
                continue;
            }
        };
        if entry.depth() == 0 {
            continue;
        }
        let Ok(relative) = entry.path().strip_prefix(root) else { continue };
        let raw = raw_path(relative);
        if entry.file_type().is_dir() {
            let kept = is_version_control(&entry);
            // What git keeps at the root is read as a history.
            if kept && raw != b".git" {
                listing.skipped.push(versions_kept(&raw, versions_are));
            }
            if kept || !enter(&raw, entry.path()) {
                entries.skip_current_dir();
            }
        } else if entry.file_name() != ".git" && keep(&raw) {
            match entry_file(&entry, raw) {
                Ok(file) => listing.files.push(file),
                Err(skipped) => listing.skipped.push(skipped),
            }
        }
    }
    listing
}

fn is_version_control(entry: &DirEntry) -> bool {
    matches!(entry.file_name().to_str(), Some(".git" | ".hg" | ".svn" | ".bzr" | ".jj"))
}

fn versions_kept(raw: &[u8], versions: Versions) -> Skipped {
    Skipped {
        path: path::display(raw),
        reason: text!(
            "versions gardées par un outil de gestion de versions, non lues",
            "versions kept by a version control tool, not read"
        ),
        incomplete: versions == Versions::Published,
    }
}

fn unreadable(root: &Path, error: &walkdir::Error) -> Skipped {
    let place = error.path().and_then(|path| path.strip_prefix(root).ok());
    let reason = match error.io_error() {
        Some(io) => io.to_string(),
        None => error.to_string(),
    };
    Skipped {
        path: place.map(|place| path::display(&raw_path(place))).unwrap_or_default(),
        reason: text!("dossier illisible ({reason})", "unreadable folder ({reason})"),
        incomplete: true,
    }
}

fn entry_file(entry: &DirEntry, raw: Vec<u8>) -> Result<File, Skipped> {
    let shown = path::display(&raw);
    let skip = |reason, incomplete| Skipped { path: shown.clone(), reason, incomplete };
    let kind = entry.file_type();
    if kind.is_symlink() {
        let target = std::fs::read_link(entry.path()).map_err(|error| {
            let error = told(&error);
            skip(text!("lien illisible ({error})", "unreadable link ({error})"; error), false)
        })?;
        let target = path::display(&raw_path(&target));
        return Ok(file(raw, FileKind::Symlink(target), 0, false));
    }
    if !kind.is_file() {
        return Err(skip(
            text!(
                "fichier spécial (tube, socket ou périphérique), non lu",
                "special file (pipe, socket or device), not read"
            ),
            false,
        ));
    }
    let metadata = entry.metadata().map_err(|error| {
        skip(text!("fichier illisible ({error})", "unreadable file ({error})"), true)
    })?;
    Ok(file(raw, FileKind::Regular, metadata.len(), is_executable(&metadata)))
}

/// The entry at the path `raw`, which git does not track.
pub(crate) fn file(raw: Vec<u8>, kind: FileKind, size: u64, executable: bool) -> File {
    let path = path::display(&raw);
    let class = classify::class_of(&path);
    File { path, raw, kind, size, tracked: false, executable, blob: None, class, position: 0 }
}

/// True when the owner may execute the file.
#[cfg(unix)]
pub(crate) fn is_executable(metadata: &std::fs::Metadata) -> bool {
    use std::os::unix::fs::PermissionsExt;
    metadata.permissions().mode() & 0o100 != 0
}

/// True when the owner may execute the file; never known on this system.
#[cfg(not(unix))]
pub fn is_executable(_metadata: &std::fs::Metadata) -> bool {
    false
}
