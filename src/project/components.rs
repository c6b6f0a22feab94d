//! The components of a project, out of its own lock files and manifests, and of
//! the copies of packages that stand in it or beside it.

use super::Project;
use crate::lang::Text;
use crate::licence::dependencies::vendored::{self, Known, LAYOUTS};
use crate::licence::dependencies::{Inventory, PackageType, format_of};
use crate::snapshot::content::{self, Content};
use crate::snapshot::{File, FileKind, Snapshot};
use crate::text;
use std::borrow::Cow;
use std::collections::BTreeSet;

/// True for a file that lists components or tells the licence of one.
pub fn tells(file: &File) -> bool {
    let regular = file.kind == FileKind::Regular;
    regular && (lists(file) || vendored::tells(&file.path))
}

/// True for one of the project's own lock files or manifests. A folder named
/// after a variable of a template holds none yet.
fn lists(file: &File) -> bool {
    file.is_own() && !file.path.contains("{{") && format_of(&file.path).is_some()
}

/// The components of a project whose files were read.
pub fn of_project(project: &Project<'_>) -> Inventory {
    of(project.snapshot, |file| {
        let facts = project.facts(file)?;
        match (&facts.text, &facts.error) {
            (Some(text), _) => Some(Ok(Cow::Borrowed(text.as_str()))),
            // What could not be opened is told once for all.
            (None, Some(_)) => None,
            (None, None) => Some(Err(unread(!facts.partial))),
        }
    })
}

/// The components of a snapshot, when nothing else is asked of its files.
pub fn of_snapshot(snapshot: &Snapshot) -> Inventory {
    let reader = snapshot.reader();
    of(snapshot, |file| {
        let read = match reader.read(file) {
            Ok(read) => read,
            Err(why) => return Some(Err(why)),
        };
        Some(match (read.complete, content::decode(&read.bytes)) {
            (true, Content::Text(text)) => Ok(Cow::Owned(text.into_owned())),
            (complete, _) => Err(unread(complete)),
        })
    })
}

fn unread(complete: bool) -> Text {
    match complete {
        true => text!("ce n’est pas un fichier texte", "it is not a text file"),
        false => text!("fichier trop volumineux, non lu", "file too large, not read"),
    }
}

fn of<'t>(
    snapshot: &Snapshot,
    text: impl Fn(&File) -> Option<Result<Cow<'t, str>, Text>>,
) -> Inventory {
    let copies = snapshot
        .files
        .iter()
        .filter(|file| file.kind == FileKind::Regular && vendored::tells(&file.path));
    let copies: Vec<(&str, Cow<'_, str>)> =
        copies.filter_map(|file| Some((file.path.as_str(), text(file)?.ok()?))).collect();
    let known = Known::read(copies.iter().map(|(path, text)| (*path, text.as_ref())));
    drop(copies);
    let (mut texts, mut unread) = (Vec::new(), Vec::new());
    for file in snapshot.files.iter().filter(|file| lists(file)) {
        match text(file) {
            Some(Ok(text)) => texts.push((file.path.as_str(), text)),
            Some(Err(why)) => unread.push((file.path.as_str(), why)),
            None => {}
        }
    }
    let pairs = texts.iter().map(|(path, text)| (*path, text.as_ref()));
    let mut inventory = Inventory::read(pairs, &known);
    for (path, why) in unread {
        inventory.unread(path, why);
    }
    let installed = installed(snapshot, &inventory);
    inventory.complete(&installed);
    inventory
}

/// What the installed trees beside the lock files and manifests tell, for the
/// kinds of packages whose licences are not all told.
fn installed(snapshot: &Snapshot, inventory: &Inventory) -> Known {
    let untold = inventory.untold();
    let Some(trees) = snapshot.installed().filter(|_| !untold.is_empty()) else {
        return Known::default();
    };
    let folders: BTreeSet<(PackageType, &str)> = inventory
        .files
        .iter()
        .filter_map(|path| {
            let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
            Some((format_of(path)?.package_type, folder))
        })
        .filter(|(kind, _)| untold.contains(kind))
        .collect();
    let mut texts: Vec<(String, String)> = Vec::new();
    for (kind, folder) in folders {
        for (_, layout) in LAYOUTS.iter().filter(|(of, _)| *of == kind) {
            let paths = trees.find(folder, layout);
            texts.extend(paths.into_iter().filter_map(|path| {
                let text = trees.text(&path)?;
                Some((path, text))
            }));
        }
    }
    Known::read(texts.iter().map(|(path, text)| (path.as_str(), text.as_str())))
}
