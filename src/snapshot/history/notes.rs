//! Notes: texts attached to objects, in trees of their own.

use super::{Note, Oid};
use git2::Repository;

/// No more notes than this are read of one reference.
const MAX_NOTES: usize = 20_000;
/// A note longer than this many bytes is read up to there.
const LONG_NOTE: usize = 64 << 10;

/// The notes that `reference` holds.
pub fn notes_of(repository: &Repository, reference: &str) -> Vec<Note> {
    let commit = repository.find_reference(reference).and_then(|found| found.peel_to_commit());
    let Ok(tree) = commit.and_then(|commit| commit.tree()) else { return Vec::new() };
    let mut notes = Vec::new();
    let _ = tree.walk(git2::TreeWalkMode::PreOrder, |folder, entry| {
        if let Ok(blob) = repository.find_blob(entry.id()) {
            let name = String::from_utf8_lossy(entry.name_bytes());
            let about = format!("{}{name}", folder).replace('/', "");
            let content = &blob.content()[..blob.content().len().min(LONG_NOTE)];
            notes.push(Note {
                reference: reference.to_string(),
                about: Oid::from_str(&about).ok(),
                text: String::from_utf8_lossy(content).into_owned(),
            });
        }
        match notes.len() {
            MAX_NOTES.. => git2::TreeWalkResult::Abort,
            _ => git2::TreeWalkResult::Ok,
        }
    });
    notes
}
