//! The components of a project, out of its own lock files and manifests, and of
//! the copies of packages that stand in it.

use super::Project;
use crate::licence::dependencies::Inventory;
use crate::licence::dependencies::vendored::{self, Known};
use crate::snapshot::{File, FileKind};

/// True for a file that lists components or tells the licence of one.
pub fn tells(file: &File) -> bool {
    let regular = file.kind == FileKind::Regular;
    let lists = file.is_own() && crate::licence::dependencies::format_of(&file.path).is_some();
    regular && (lists || vendored::tells(&file.path))
}

/// Reads them.
pub fn inventory(project: &Project<'_>) -> Inventory {
    let texts = || {
        let files = project.files().filter(|file| tells(file));
        files.filter_map(|file| Some((file, project.text(file)?)))
    };
    let copies = texts().filter(|(file, _)| vendored::tells(&file.path));
    let known = Known::read(copies.map(|(file, text)| (file.path.as_str(), text)));
    let own = texts().filter(|(file, _)| file.is_own());
    Inventory::read(own.map(|(file, text)| (file.path.as_str(), text)), &known)
}
