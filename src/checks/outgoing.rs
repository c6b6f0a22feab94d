//! The licence a project is distributed under, as checks of the list and of
//! dependencies need it: one SPDX expression and the place that states it.

use crate::finding::Location;
use crate::licence::dependencies::declared_expression;
use crate::licence::terms;
use crate::project::Project;
use crate::score::licence as stated;

/// What the project is distributed under.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outgoing {
    /// The SPDX expression.
    pub expression: String,
    /// Where it is stated.
    pub location: Location,
}

/// The licence of `project`: that of its licence file, made precise by what a
/// manifest or publiccode.yml says of the same licence ("or later").
pub fn of(project: &Project<'_>) -> Option<Outgoing> {
    let read = |found: stated::Stated| {
        let expression = declared_expression(&found.licence)?;
        Some(Outgoing { expression, location: found.location })
    };
    let declared: Vec<Outgoing> = stated::declared(project).into_iter().filter_map(read).collect();
    let texts: Vec<Outgoing> = stated::in_files(project).into_iter().filter_map(read).collect();
    let Some(text) = texts.into_iter().next() else { return declared.into_iter().next() };
    let precise =
        declared.into_iter().find(|other| bases(&other.expression) == bases(&text.expression));
    Some(Outgoing { expression: precise.map_or(text.expression, |other| other.expression), ..text })
}

/// The identifiers of an expression, without what they say of later versions.
fn bases(expression: &str) -> Vec<String> {
    let steps = terms::parse(expression).unwrap_or_default();
    let base = |id: &str| id.trim_end_matches("-only").trim_end_matches("-or-later").to_string();
    terms::identifiers(&steps).iter().map(|term| base(&term.id)).collect()
}
