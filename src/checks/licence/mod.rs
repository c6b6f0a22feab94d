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
mod packages;
pub(crate) mod present;
pub(crate) mod restricted_assets;
pub(crate) mod text_intact;

use crate::finding::Location;
use crate::lang::Text;
use crate::licence::expression::{Agreement, Expression};
use crate::licence::identification::Candidate;
use crate::licence::statements::{Declaration, Said, Source, Why};
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

/// What the project is distributed under.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Outgoing {
    /// The SPDX expression. A GNU licence keeps its deprecated identifier
    /// (`AGPL-3.0`) when nothing says "only" nor "or later".
    expression: Expression,
    /// Where it is stated.
    location: Location,
}

/// The licence of `project`; the error says why there is none.
fn outgoing(project: &Project<'_>) -> Result<Outgoing, Text> {
    let licences = project.licences();
    let why = licences.answer.why;
    let Some(licence) = &licences.answer.licence else { return Err(why.to_text()) };
    let stating = licences.declarations.iter().filter(|one| one.expression().is_some());
    let best = stating.min_by_key(|one| distance(one, licence, why));
    let location =
        best.map_or_else(Location::default, |one| Location { column: None, ..place(one) });
    Ok(Outgoing { expression: licence.clone(), location })
}

/// How far `one` is from stating `licence`: what it says first, then whether it
/// is the kind of place the answer rests on, then whether it speaks of the whole.
fn distance(one: &Declaration, licence: &Expression, why: Why) -> (Agreement, bool, bool) {
    let said = one.expression().map_or(Agreement::Different, |said| licence.agreement(said));
    // A text that leaves later versions open is the text of either.
    let said = if said == Agreement::Open { Agreement::Same } else { said };
    (said, Why::Stated(one.source) != why, !one.is_main())
}
