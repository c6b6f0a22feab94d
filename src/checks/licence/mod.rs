//! What the repository states of its licence: is it known, complete, said
//! once and everywhere alike, allowed by the decree, compatible with what is
//! inside.

pub(crate) mod consistent;
pub(crate) mod copied_code;
pub(crate) mod decreed;
pub(crate) mod dependencies;
pub(crate) mod documentation;
pub(crate) mod holder_named;
pub(crate) mod identified;
pub(crate) mod justified;
pub(crate) mod multiple_mapped;
pub(crate) mod or_later_stated;
mod outgoing;
pub(crate) mod present;
pub(crate) mod restricted_assets;
pub(crate) mod text_intact;

use crate::finding::Location;
use crate::licence::identification::Candidate;
use crate::licence::statements::{Declaration, Said, Source};
use crate::project::Project;

/// Where `declaration` stands.
fn place(declaration: &Declaration) -> Location {
    let path = declaration.path.as_str();
    match declaration.line {
        Some(line) => Location { column: declaration.column, ..Location::line(path, line) },
        None => Location::file(path),
    }
}

/// The texts that say which licence the project is under: its licence files, or
/// those of `LICENSES/`.
fn texts<'p>(project: &'p Project<'_>) -> Vec<&'p Declaration> {
    let declarations = project.licences().declarations.iter();
    let of = |source: Source| {
        let at_root = move |one: &&Declaration| match source {
            Source::File => one.is_main(),
            _ => true,
        };
        declarations.clone().filter(move |one| one.source == source).filter(at_root)
    };
    let files: Vec<&Declaration> = of(Source::File).collect();
    if files.is_empty() { of(Source::Folder).collect() } else { files }
}

/// The nearest licences, with their distance.
fn nearest(candidates: &[Candidate]) -> String {
    let named = candidates.iter().take(3).map(|one| format!("{} ({:.2})", one.id, one.distance));
    named.collect::<Vec<_>>().join(", ")
}

/// True when `declaration` holds the text of a known licence, changed or not.
fn is_text(declaration: &Declaration) -> bool {
    matches!(declaration.said, Said::Licence(_) | Said::Modified { .. })
}
