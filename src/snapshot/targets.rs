//! What a list of paths holds, git or not: every file of a folder, whatever git
//! ignores; never a `.git` folder, a link or a special file.

use super::path;
use super::read::{open_disk, raw_path, refused};
use super::{FileKind, Skipped, folder};
use crate::error::{Error, Result};
use crate::lang::Text;
use crate::text;
use crate::text::windows::Windows;
use cap_std::ambient_authority;
use cap_std::fs::Dir;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// A file to read.
#[derive(Debug, Clone)]
pub(crate) struct Target {
    /// The path as the caller would write it: the folder named, then the path in it.
    pub shown: String,
    /// The path that says what the file is for: below the current folder when
    /// it is there, below the folder named otherwise.
    pub path: String,
    /// The path in the folder named.
    pub inside: String,
    raw: Vec<u8>,
    root: usize,
}

/// The files that the paths of a command line name.
#[derive(Debug, Default)]
pub(crate) struct Targets {
    /// The files, sorted by [`Target::shown`].
    pub files: Vec<Target>,
    /// What is not read, with the reason.
    pub skipped: Vec<Skipped>,
    roots: Vec<Dir>,
}

/// Lists what `paths` hold. A path that does not exist is an error.
pub(crate) fn list(paths: &[PathBuf]) -> Result<Targets> {
    let mut targets = Targets::default();
    let here = std::env::current_dir().ok().and_then(|here| here.canonicalize().ok());
    for named in paths {
        let real = named.canonicalize().map_err(|error| absent(named, &error))?;
        let below = here.as_deref().and_then(|here| real.strip_prefix(here).ok());
        if real.is_dir() {
            targets.add_folder(named, &real, below)?;
        } else {
            targets.add_file(named, &real, below)?;
        }
    }
    targets.files.sort_by(|left, right| left.shown.cmp(&right.shown));
    targets.files.dedup_by(|left, right| left.shown == right.shown);
    targets.skipped = BTreeSet::from_iter(targets.skipped).into_iter().collect();
    Ok(targets)
}

fn absent(named: &Path, error: &std::io::Error) -> Error {
    Error::usage(path::out_of_reach(named, error)).remedy(text!(
        "Donnez des fichiers, des dossiers, ou « - » pour l’entrée standard.",
        "Give files, folders, or “-” for standard input."
    ))
}

impl Targets {
    fn add_root(&mut self, folder: &Path) -> Result<usize> {
        let dir = Dir::open_ambient_dir(folder, ambient_authority());
        self.roots.push(dir.map_err(|error| absent(folder, &error))?);
        Ok(self.roots.len() - 1)
    }

    fn add_folder(&mut self, named: &Path, real: &Path, below: Option<&Path>) -> Result<()> {
        let root = self.add_root(real)?;
        let prefix = prefix(&path::display(&raw_path(named)));
        let context = below.map(prefix_of).unwrap_or_default();
        let listing = folder::walk((real, folder::Versions::Unpublished), |_, _| true, |_| true);
        for file in listing.files.into_iter().filter(|file| file.kind == FileKind::Regular) {
            self.files.push(Target {
                shown: format!("{prefix}{}", file.path),
                path: format!("{context}{}", file.path),
                inside: file.path,
                raw: file.raw,
                root,
            });
        }
        let skipped = listing.skipped.into_iter();
        self.skipped.extend(
            skipped.map(|entry| Skipped { path: format!("{prefix}{}", entry.path), ..entry }),
        );
        Ok(())
    }

    fn add_file(&mut self, named: &Path, real: &Path, below: Option<&Path>) -> Result<()> {
        let shown = path::display(&raw_path(named));
        let (Some(folder), Some(name)) = (real.parent(), real.file_name()) else {
            return Ok(());
        };
        if !real.is_file() {
            self.skipped.push(Skipped {
                path: shown,
                reason: text!(
                    "fichier spécial (tube, socket ou périphérique), non lu",
                    "special file (pipe, socket or device), not read"
                ),
                incomplete: true,
            });
            return Ok(());
        }
        let root = self.add_root(folder)?;
        let raw = raw_path(Path::new(name));
        let path = below.map_or_else(|| path::display(&raw), |b| path::display(&raw_path(b)));
        let shown = shown.strip_prefix("./").map_or(shown.clone(), str::to_string);
        self.files.push(Target { shown, inside: path.clone(), path, raw, root });
        Ok(())
    }

    /// Reads `target` whole, or window by window when it is very large. The
    /// error says why it cannot be read.
    pub(crate) fn open(&self, target: &Target) -> std::result::Result<Windows, Text> {
        open_disk(&self.roots[target.root], &target.raw).map_err(|error| refused(&error))
    }
}

/// What comes before the paths of the files of `folder`, as the caller named it.
pub(crate) fn prefix_of(folder: &Path) -> String {
    prefix(&path::display(&raw_path(folder)))
}

/// What comes before the path of a file in `folder`: nothing for the current one.
fn prefix(folder: &str) -> String {
    let mut rest = folder;
    while let Some(inner) = rest.strip_prefix("./") {
        rest = inner.trim_start_matches('/');
    }
    match rest.trim_end_matches('/') {
        "" if rest.starts_with('/') => "/".to_string(),
        "" | "." => String::new(),
        folder => format!("{folder}/"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_shown_as_the_caller_wrote_it() {
        for (folder, expected) in
            [(".", ""), ("./", ""), ("a", "a/"), ("./a/", "a/"), ("../b//", "../b/"), ("/", "/")]
        {
            assert_eq!(prefix(folder), expected, "{folder}");
        }
    }

    #[test]
    fn a_folder_is_listed_whatever_git_ignores_and_never_its_git_folder() {
        let place = tempfile::tempdir().expect("folder");
        let write = |path: &str| {
            let full = place.path().join(path);
            std::fs::create_dir_all(full.parent().expect("parent")).expect("folder");
            std::fs::write(full, "x").expect("write");
        };
        for path in [".gitignore", "a/b.txt", "c.txt", ".git/config", "a/.git/config"] {
            write(path);
        }
        #[cfg(unix)]
        std::os::unix::fs::symlink("/etc/passwd", place.path().join("link")).expect("link");
        let found = list(&[place.path().to_path_buf()]).expect("listed");
        let root = place.path().display().to_string();
        let shown: Vec<&str> =
            found.files.iter().filter_map(|file| file.shown.strip_prefix(root.as_str())).collect();
        assert_eq!(shown, ["/.gitignore", "/a/b.txt", "/c.txt"]);
        assert_eq!(found.files[1].path, "a/b.txt");
        assert!(list(&[place.path().join("nowhere")]).is_err());
    }
}
