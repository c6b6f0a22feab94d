//! The components of a project, out of its own lock files and manifests, and of
//! the copies of packages that stand in it or beside it.

use super::Project;
use crate::lang::Text;
use crate::licence::expression::Expression;
use crate::licence::identification::Verdict;
use crate::licence::identify::identify_text;
use crate::licence::packages;
use crate::manifest::copies::{self, Known, LAYOUTS, Readers};
use crate::manifest::resolved::{self, Resolved};
use crate::manifest::{Ecosystem, Inventory, format_of};
use crate::snapshot::{File, FileKind, Installed, Snapshot};
use crate::text;
use std::collections::BTreeSet;

/// How the words and the licence files of copies are understood.
pub(crate) const READERS: Readers = Readers {
    names_one: |words| Expression::declared(words).is_some(),
    of_text: |text| match identify_text(text).verdict {
        Verdict::Licence(found) => Some(found.to_string()),
        _ => None,
    },
};

/// True for a file that lists components or tells the licence of one.
pub(crate) fn tells(file: &File) -> bool {
    let regular = file.kind == FileKind::Regular;
    let resolved = file.path == resolved::FILE;
    regular && (resolved || lists(file) || copies::tells(&file.path))
}

/// True for one of the project's own lock files or manifests. A folder named
/// after a variable of a template holds none yet.
fn lists(file: &File) -> bool {
    file.is_own() && !file.path.contains("{{") && format_of(&file.path).is_some()
}

/// The components of a project.
pub(super) fn of(project: &Project<'_>) -> Inventory {
    let text = |file: &File| {
        let facts = project.facts(file)?;
        match (&facts.text, &facts.error) {
            (Some(text), _) => Some(Ok(text.as_str())),
            // An audit tells once for all of what could not be opened.
            (None, Some(_)) if project.scanner.is_some() => None,
            (None, Some(error)) => Some(Err(error.clone())),
            (None, None) => Some(Err(unread(!facts.partial))),
        }
    };
    let snapshot = project.snapshot;
    let regular = snapshot.files.iter().filter(|file| file.kind == FileKind::Regular);
    let copies = regular.filter(|file| copies::tells(&file.path));
    let copies = copies.filter_map(|file| Some((file.path.as_str(), text(file)?.ok()?)));
    let known = Known::read(copies, READERS);
    let (mut texts, mut unread) = (Vec::new(), Vec::new());
    for file in snapshot.files.iter().filter(|file| lists(file)) {
        match text(file) {
            Some(Ok(text)) => texts.push((file.path.as_str(), text)),
            Some(Err(why)) => unread.push((file.path.as_str(), why)),
            None => {}
        }
    }
    let mut inventory = Inventory::read(texts, &known);
    for (path, why) in unread {
        inventory.unread(path, why);
    }
    let installed = installed(snapshot, &inventory);
    inventory.complete(&installed);
    let kept = snapshot.file(resolved::FILE).and_then(text);
    match kept.map(|kept| kept.map(Resolved::read)) {
        Some(Ok(Ok(resolved))) => inventory.complete_resolved(resolved),
        Some(Ok(Err(fault))) => inventory.fails(resolved::FILE, fault),
        Some(Err(why)) => inventory.unread(resolved::FILE, why),
        None => {}
    }
    let mut table = packages::Lookup::default();
    inventory
        .complete_by_name(|one| table.licence(one.ecosystem, &one.name, one.version.as_deref()));
    inventory
}

fn unread(complete: bool) -> Text {
    match complete {
        true => text!("ce n’est pas un fichier texte", "it is not a text file"),
        false => text!("fichier trop volumineux, non lu", "file too large, not read"),
    }
}

/// What the installed trees beside the lock files and manifests tell, for the
/// kinds of packages whose licences are not all told.
fn installed(snapshot: &Snapshot, inventory: &Inventory) -> Known {
    let untold = inventory.untold();
    let Some(trees) = snapshot.installed().filter(|_| !untold.is_empty()) else {
        return Known::default();
    };
    let places = places(inventory.files.iter().map(String::as_str));
    let wanted = places.iter().filter(|(kind, _)| untold.contains(kind));
    let texts: Vec<(String, String)> = wanted.flat_map(|place| texts(&trees, *place)).collect();
    Known::read(texts.iter().map(|(path, text)| (path.as_str(), text.as_str())), READERS)
}

/// True when packages are installed beside the lock files and manifests of
/// `snapshot`: what they tell is no part of its files.
pub(crate) fn are_installed(snapshot: &Snapshot) -> bool {
    let Some(trees) = snapshot.installed() else { return false };
    let lists = snapshot.files.iter().filter(|file| lists(file)).map(|file| file.path.as_str());
    places(lists).into_iter().any(|place| texts(&trees, place).next().is_some())
}

/// The folders of `files`, with the kind of packages each asks for.
fn places<'f>(files: impl Iterator<Item = &'f str>) -> BTreeSet<(Ecosystem, &'f str)> {
    let place = |path: &'f str| {
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        Some((format_of(path)?.ecosystem, folder))
    };
    files.filter_map(place).collect()
}

/// The paths and texts of what is installed for a folder.
fn texts<'t>(
    trees: &'t Installed<'_>,
    (kind, folder): (Ecosystem, &'t str),
) -> impl Iterator<Item = (String, String)> + 't {
    let layouts = LAYOUTS.iter().filter(move |(of, _)| *of == kind);
    let paths = layouts.flat_map(move |(_, layout)| trees.find(folder, layout));
    paths.filter_map(|path| {
        let text = trees.text(&path)?;
        Some((path, text))
    })
}
