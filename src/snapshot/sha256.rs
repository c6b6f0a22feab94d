//! Repositories whose objects have SHA-256 ids (`extensions.objectFormat`,
//! gitformat-repository(5)): recognised, to say what cannot be read of them.

use super::special::is_git_folder;
use crate::error::Error;
use crate::lang::Text;
use crate::text;
use std::path::{Path, PathBuf};

/// What a repository that cannot be read has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Layout {
    /// Files, which can be read as those of a folder.
    WorkTree,
    /// Objects alone.
    Bare,
}

/// No file that leads to a repository is longer, in bytes.
const LONGEST_LINK: u64 = 4096;

/// The layout of the repository at `path`, or of the one whose work tree holds
/// it, when its objects have SHA-256 ids.
pub(super) fn layout(path: &Path) -> Option<Layout> {
    let above = path.ancestors().skip(1).filter(|folder| folder.join(".git").exists());
    layout_at(path).or_else(|| above.take(1).find_map(layout_at))
}

fn layout_at(path: &Path) -> Option<Layout> {
    let dot_git = path.join(".git");
    let work_tree = [dot_git.clone()].into_iter().chain(linked(path, &dot_git));
    let mut places = work_tree.map(|place| (place, Layout::WorkTree)).collect::<Vec<_>>();
    if !dot_git.exists() {
        places.push((path.to_path_buf(), Layout::Bare));
    }
    places.into_iter().find(|(place, _)| says_sha256(place)).map(|(_, layout)| layout)
}

fn says_sha256(git_dir: &Path) -> bool {
    let config =
        is_git_folder(git_dir).then(|| git2::Config::open(&git_dir.join("config")).ok()).flatten();
    let format = config.and_then(|config| config.get_string("extensions.objectformat").ok());
    format.is_some_and(|format| format == "sha256")
}

/// The directory that the file `.git` of a linked work tree or of a submodule
/// leads to (gitrepository-layout(5)).
fn linked(path: &Path, dot_git: &Path) -> Option<PathBuf> {
    let git_dir = path.join(short_line(dot_git)?.strip_prefix("gitdir:")?.trim());
    let common = short_line(&git_dir.join("commondir"));
    Some(common.map(|common| git_dir.join(common.trim())).unwrap_or(git_dir))
}

fn short_line(file: &Path) -> Option<String> {
    let size = file.metadata().ok().filter(|found| found.is_file())?.len();
    (size <= LONGEST_LINK).then(|| std::fs::read_to_string(file).ok()).flatten()
}

/// What is told when the files of such a repository are read without git.
pub(super) fn read_as_folder() -> Text {
    text!(
        "dépôt git au format SHA-256 : son historique n’a pas pu être lu, ses fichiers l’ont été comme ceux d’un dossier",
        "git repository in SHA-256 format: its history could not be read, its files were read as those of a folder"
    )
}

/// Why nothing of the repository at `path` is read.
pub(super) fn unreadable(path: &Path) -> Error {
    let shown = path.display();
    Error::unseen(text!(
        "Le dépôt {shown} est au format SHA-256, dont les objets ne sont pas encore lus : ni son historique ni une révision.",
        "The repository {shown} is in SHA-256 format, whose objects are not read yet: neither its history nor a revision."
    ))
    .remedy(text!(
        "Pour en auditer les fichiers : clonez-le avec un répertoire de travail, et auditez celui-ci sans --rev.",
        "To audit its files: clone it with a work tree, and audit that one without --rev."
    ))
}
