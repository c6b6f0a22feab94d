//! The licence a project is distributed under, as checks of the list and of
//! dependencies need it: one SPDX expression and the place that states it.

use super::place;
use crate::finding::Location;
use crate::lang::Text;
use crate::licence::expression::{Agreement, Expression};
use crate::licence::statements::{Declaration, Why};
use crate::project::Project;

/// What the project is distributed under.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Outgoing {
    /// The SPDX expression. A GNU licence keeps its deprecated identifier
    /// (`AGPL-3.0`) when nothing says "only" nor "or later".
    pub expression: Expression,
    /// Where it is stated.
    pub location: Location,
}

/// The licence of `project`; the error says why there is none.
pub(super) fn of(project: &Project<'_>) -> Result<Outgoing, Text> {
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
