//! Notes: texts attached to objects, in trees of their own.

use super::commits::Annals;
use super::entries::{Entries, Entry};
use super::{Note, Oid};
use crate::snapshot::objects::{Buffers, Id, Kind, Number, Store};
use crate::snapshot::read::WHOLE;
use std::collections::HashSet;

/// No more notes than this are read of one reference.
const MAX_NOTES: usize = 20_000;
/// A note longer than this many bytes is read up to there.
const LONG_NOTE: usize = 64 << 10;
/// Git never nests the folders of notes deeper than the bytes of an id.
const MAX_DEPTH: usize = 20;

/// The notes that `reference`, at the commit `tip`, holds, in the order of
/// their paths.
pub(super) fn notes_of(store: &Store, annals: &Annals, reference: &str, tip: &Id) -> Vec<Note> {
    let commit = store.find(tip).and_then(|number| annals.commit(number));
    let Some(tree) = commit.and_then(|commit| store.find(&commit.tree)) else { return Vec::new() };
    let mut buffers = Buffers::default();
    let (mut notes, mut seen) = (Vec::new(), HashSet::new());
    let mut stack: Vec<(Number, Vec<u8>, usize)> = vec![(tree, Vec::new(), 0)];
    while let Some((number, path, depth)) = stack.pop() {
        let Ok(bytes) = store.read(number, WHOLE, &mut buffers) else { continue };
        if store.kind(number) == Some(Kind::Tree) {
            if depth <= MAX_DEPTH && seen.insert(number) {
                let before = stack.len();
                Entries::read(&bytes, None, |entry: Entry<'_>| {
                    let target = store.find(entry.id).filter(|_| !entry.is_submodule());
                    stack.extend(target.map(|n| (n, [&path, entry.name].concat(), depth + 1)));
                    None
                });
                stack[before..].reverse();
            }
            continue;
        }
        notes.push(Note {
            reference: reference.to_string(),
            about: std::str::from_utf8(&path).ok().and_then(|path| Oid::from_str(path).ok()),
            text: String::from_utf8_lossy(&bytes[..bytes.len().min(LONG_NOTE)]).into_owned(),
        });
        if notes.len() == MAX_NOTES {
            break;
        }
    }
    notes
}
