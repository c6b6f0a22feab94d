//! Lists the tree of a commit, without a checkout.

use super::folder::Listing;
use super::{File, FileKind, Skipped, classify, path};
use crate::text;
use git2::{ObjectType, Oid, Repository, Tree};
use std::collections::HashSet;

/// A tree nested deeper than this is not entered: no checkout could hold it.
const MAX_DEPTH: usize = 256;
/// Entries of folders already listed elsewhere may be as many as the others, and so
/// many more: a few small objects would name billions of files.
const AGAIN: usize = 5_000;

/// Lists every entry below the tree `id`. What is missing is in `skipped`.
pub(crate) fn list(repository: &Repository, id: Oid) -> Listing {
    let mut walk = Walk {
        repository,
        listing: Listing::default(),
        listed: HashSet::new(),
        new: 0,
        again: 0,
        full: false,
    };
    walk.enter(id, &mut Vec::new(), 0);
    walk.listing
}

struct Walk<'a> {
    repository: &'a Repository,
    listing: Listing,
    listed: HashSet<Oid>,
    /// Entries of folders met for the first time.
    new: usize,
    /// Entries of the same folders elsewhere.
    again: usize,
    full: bool,
}

impl Walk<'_> {
    fn enter(&mut self, id: Oid, prefix: &mut Vec<u8>, depth: usize) {
        if depth > MAX_DEPTH {
            let reason = text!("dossiers trop imbriqués", "folders nested too deep");
            return self.skip(prefix, reason);
        }
        match self.repository.find_tree(id) {
            Ok(tree) => {
                let first = self.listed.insert(id);
                let count = if first { &mut self.new } else { &mut self.again };
                *count += tree.len();
                if self.again > self.new + AGAIN && !std::mem::replace(&mut self.full, true) {
                    let reason = text!(
                        "les mêmes dossiers y sont un nombre démesuré de fois : la suite n’a pas été lue",
                        "the same folders are there an unreasonable number of times: the rest was not read"
                    );
                    self.skip(prefix, reason);
                }
                self.tree(&tree, prefix, depth);
            }
            Err(error) => {
                let reason = error.message().to_string();
                let reason = text!(
                    "dossier absent de l’entrepôt git ({reason})",
                    "folder missing from the git store ({reason})"
                );
                self.skip(prefix, reason);
            }
        }
    }

    fn tree(&mut self, tree: &Tree<'_>, prefix: &mut Vec<u8>, depth: usize) {
        for entry in tree {
            if self.full {
                return;
            }
            let length = prefix.len();
            if length > 0 {
                prefix.push(b'/');
            }
            prefix.extend_from_slice(entry.name_bytes());
            match entry.kind() {
                Some(ObjectType::Tree) => self.enter(entry.id(), prefix, depth + 1),
                _ => self.leaf(prefix, entry.id(), entry.filemode()),
            }
            prefix.truncate(length);
        }
    }

    fn leaf(&mut self, raw: &[u8], id: Oid, mode: i32) {
        let kind = match mode {
            0o160_000 => FileKind::Submodule,
            0o120_000 => FileKind::Symlink(self.link_target(id)),
            _ => FileKind::Regular,
        };
        let size = match kind {
            FileKind::Submodule => Ok(0),
            _ => super::read::size(self.repository, id),
        };
        let size = match size {
            Ok(size) => size,
            Err(_) => {
                let reason = text!(
                    "contenu absent de l’entrepôt git (clone partiel ?)",
                    "content missing from the git store (partial clone?)"
                );
                return self.skip(raw, reason);
            }
        };
        let path = path::display(raw);
        self.listing.files.push(File {
            class: classify::class_of(&path),
            path,
            raw: raw.to_vec(),
            kind,
            size,
            tracked: true,
            executable: mode & 0o100 != 0,
            blob: Some(id),
            position: 0,
        });
    }

    fn link_target(&self, id: Oid) -> String {
        let blob = self.repository.find_blob(id);
        blob.map(|blob| path::display(blob.content())).unwrap_or_default()
    }

    fn skip(&mut self, raw: &[u8], reason: crate::lang::Text) {
        let path = path::display(raw);
        self.listing.skipped.push(Skipped { path, reason, incomplete: true });
    }
}
