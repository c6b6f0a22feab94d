//! The folder of git before it is opened: how it is known, and what stands where git keeps
//! a file, and is none: a pipe on which the library that opens the repository would wait for
//! ever, a device that never ends.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

/// The files that git keeps at the top of its folder and that are read. Others
/// stand there too: the socket of the file system monitor for one.
const TOP: [&str; 9] = [
    "HEAD",
    "config",
    "config.worktree",
    "index",
    "packed-refs",
    "shallow",
    "commondir",
    "gitdir",
    "logs/HEAD",
];
/// The folders of which every entry is read.
const FOLDERS: [&str; 4] = ["info", "objects/info", "objects/pack", "refs"];
/// A longer file names no folder, in bytes.
const LONGEST: u64 = 4 << 10;

/// True for the folder of git itself, that of a bare repository or of a work tree, by what
/// stands in it (gitrepository-layout(5)).
pub(crate) fn is_git_folder(path: &Path) -> bool {
    path.join("HEAD").is_file() && path.join("objects").is_dir() && path.join("refs").is_dir()
}

/// The first of these, in the git folder that opening `path` would read.
pub(super) fn in_git_folder(path: &Path) -> Option<PathBuf> {
    let here = path.join("HEAD").symlink_metadata().is_ok() && path.join("objects").is_dir();
    let dot = path.ancestors().map(|folder| folder.join(".git"));
    let dot = dot.into_iter().find(|dot| dot.symlink_metadata().is_ok());
    let dot = match here {
        true => path.to_path_buf(),
        false => dot?,
    };
    if is_special(&dot) {
        return Some(dot);
    }
    let folder = if dot.is_file() { named_in(&dot, "gitdir:")? } else { dot };
    let found = first_in(&folder);
    found.or_else(|| first_in(&named_in(&folder.join("commondir"), "")?))
}

fn first_in(folder: &Path) -> Option<PathBuf> {
    let top = TOP.iter().map(|name| folder.join(name));
    let inside = FOLDERS.iter().flat_map(|name| {
        let walk = WalkDir::new(folder.join(name)).into_iter().flatten();
        walk.filter(|entry| !entry.file_type().is_dir()).map(walkdir::DirEntry::into_path)
    });
    top.chain(inside).find(|path| is_special(path))
}

/// True for what is neither a file nor a folder, once links are followed; a link
/// that leads nowhere is neither opened nor waited for.
fn is_special(path: &Path) -> bool {
    path.metadata().is_ok_and(|found| !found.is_file() && !found.is_dir())
}

/// The folder that the file at `path` names after `prefix`.
fn named_in(path: &Path, prefix: &str) -> Option<PathBuf> {
    if !path.is_file() {
        return None;
    }
    let mut text = String::new();
    File::open(path).ok()?.take(LONGEST).read_to_string(&mut text).ok()?;
    let named = text.trim().strip_prefix(prefix)?.trim();
    Some(path.parent()?.join(named))
}
