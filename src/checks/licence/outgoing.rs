//! The licence a project is distributed under, as checks of the list and of
//! dependencies need it: one SPDX expression and the place that states it.

use crate::finding::Location;
use crate::lang::Text;
use crate::licence::statements::{Source, Why};
use crate::project::Project;
use crate::text;

/// What the project is distributed under.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outgoing {
    /// The SPDX expression. A GNU licence keeps its deprecated identifier
    /// (`AGPL-3.0`) when nothing says "only" nor "or later".
    pub expression: String,
    /// Where it is stated.
    pub location: Location,
}

/// The licence of `project`; the error says why there is none.
pub fn of(project: &Project<'_>) -> Result<Outgoing, Text> {
    let licences = project.licences();
    let Some(licence) = &licences.answer.licence else { return Err(missing(licences.answer.why)) };
    let kind = match licences.answer.why {
        Why::Stated(source) => Some(source),
        _ => None,
    };
    let of_kind = |source: &Source| kind.is_none_or(|kind| kind == *source);
    let places = licences.declarations.iter().filter(|one| of_kind(&one.source));
    let speaks = places.clone().find(|one| one.is_main() && one.expression().is_some());
    let place = speaks.or_else(|| places.clone().find(|one| one.expression().is_some()));
    let location = place.map_or_else(Location::default, |one| Location {
        path: Some(one.path.clone()),
        line: one.line,
        ..Location::default()
    });
    Ok(Outgoing { expression: licence.to_string(), location })
}

fn missing(why: Why) -> Text {
    match why {
        Why::Modified => text!(
            "le texte de la licence a été modifié : ce n’est plus une licence connue",
            "the text of the licence was changed: it is no known licence any more"
        ),
        Why::Closed => text!(
            "le projet dit qu’aucune licence n’est accordée",
            "the project says that no licence is granted"
        ),
        Why::Conflicting => text!(
            "les déclarations de licence se contredisent",
            "the licence declarations contradict each other"
        ),
        Why::Vague => text!(
            "la licence est nommée sans sa version",
            "the licence is named without its version"
        ),
        Why::Unknown | Why::Stated(_) => text!(
            "la licence du projet n’est pas reconnue",
            "the licence of the project is not recognised"
        ),
        Why::Nothing => text!("aucune licence n’est déclarée", "no licence is stated"),
    }
}
