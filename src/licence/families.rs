//! Families of licences, the versions they allow, and what exceptions soften:
//! `data/licence/families.toml`.

use super::expression::{Expression, Term, ids};
use crate::lang::Text;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::sync::LazyLock;

const DATA: &str = include_str!("../../data/licence/families.toml");

/// What a family of licences asks of those who reuse.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Family {
    /// Keep the notices.
    Permissive,
    /// Credit the authors (content).
    Attribution,
    /// Keep the font under its licence.
    Font,
    /// Keep what derives from the content under the same licence.
    ShareAlike,
    /// Keep the files under the licence.
    Weak,
    /// Keep the library under the licence.
    Library,
    /// Keep the whole program under the licence.
    Strong,
    /// The same, for those who only use it over a network too.
    Network,
    /// Not a free licence.
    Restricted,
}

impl Family {
    /// True for licences that ask for the same licence in return.
    pub(crate) fn is_reciprocal(self) -> bool {
        matches!(
            self,
            Family::ShareAlike | Family::Weak | Family::Library | Family::Strong | Family::Network
        )
    }

    /// The words shown to a person.
    pub(crate) fn label(self) -> Text {
        let found = TABLE.file.family.iter().find(|entry| entry.id == self);
        found.map_or_else(|| Text::same(""), |entry| entry.name.clone())
    }
}

/// What an exception softens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Softening {
    /// A component that is only linked does not extend its licence.
    Link,
    /// What the tool produces is free of the licence.
    Output,
    /// The component may join a program under the GPL version 2.
    #[serde(rename = "gpl-2")]
    Gpl2,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    family: Vec<Entry>,
    later: Vec<Later>,
    exception: Vec<Exception>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    id: Family,
    name: Text,
    ids: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Later {
    id: String,
    versions: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Exception {
    softens: Softening,
    ids: Vec<String>,
}

struct Table {
    file: File,
    families: HashMap<String, Family>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let file: File = toml::from_str(DATA).unwrap_or_else(|error| {
        unreachable!("families.toml is tested: {error}");
    });
    let pairs =
        file.family.iter().flat_map(|entry| entry.ids.iter().map(|id| (id.clone(), entry.id)));
    let families = pairs.collect();
    Table { file, families }
});

/// The family of the licence `id`, when it is known.
pub(crate) fn of(id: &str) -> Option<Family> {
    TABLE.families.get(id).copied()
}

/// Every licence of a family, by identifier.
pub(crate) fn known() -> Vec<(&'static str, Family)> {
    let mut known: Vec<(&str, Family)> =
        TABLE.families.iter().map(|(id, family)| (id.as_str(), *family)).collect();
    known.sort_unstable();
    known
}

/// The versions of `id` that a recipient may choose from: itself when its terms
/// allow no other.
pub(crate) fn versions(id: &str) -> Vec<&str> {
    match TABLE.file.later.iter().find(|later| later.id == id) {
        Some(later) => later.versions.iter().map(String::as_str).collect(),
        None => vec![id],
    }
}

/// What the exception `id` softens, when it is known.
pub(crate) fn softening(id: &str) -> Option<Softening> {
    let found = TABLE.file.exception.iter().find(|entry| entry.ids.iter().any(|known| known == id));
    found.map(|entry| entry.softens)
}

/// Whether an expression leaves a free licence to choose; `None` when that rests on
/// a licence in no family.
pub(crate) fn is_free(expression: &Expression) -> Option<bool> {
    let expression = expression.narrowed();
    let mut leaf = |term: &Term| of(&term.id).map(|family| family != Family::Restricted);
    let and = |left: Option<bool>, right: Option<bool>| match (left, right) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (Some(true), Some(true)) => Some(true),
        _ => None,
    };
    let or = |left: Option<bool>, right: Option<bool>| match (left, right) {
        (Some(true), _) | (_, Some(true)) => Some(true),
        (Some(false), Some(false)) => Some(false),
        _ => None,
    };
    expression.fold(&mut leaf, &and, &or).flatten()
}

/// Licences that the FSF calls free for texts and data, and not for programs.
const FOR_CONTENTS: [&str; 4] = ["CC-BY", "GFDL", "ODbL", "ODC-By"];

/// Whether an expression leaves a licence to choose that the OSI approves or the
/// FSF calls free, as the SPDX list records it; `None` where the answer rests on
/// a licence for contents.
pub(crate) fn is_approved(expression: &Expression) -> Option<bool> {
    let approved = |contents: bool| {
        let mut leaf =
            |term: &Term| match FOR_CONTENTS.iter().any(|start| term.id.starts_with(start)) {
                true => contents,
                false => ids::is_approved(&term.id),
            };
        expression.fold(&mut leaf, &|left, right| left && right, &|left, right| left || right)
    };
    approved(true).filter(|yes| approved(false) == Some(*yes))
}

/// The family of an expression: of alternatives the least demanding, of licences
/// that apply together the most demanding.
pub(crate) fn of_expression(expression: &Expression) -> Option<Family> {
    let expression = expression.narrowed();
    let mut leaf = |term: &Term| of(&term.id);
    let and = |left: Option<Family>, right: Option<Family>| Some(left?.max(right?));
    let or = |left: Option<Family>, right: Option<Family>| match (left, right) {
        (Some(left), Some(right)) => Some(left.min(right)),
        (left, right) => left.or(right),
    };
    expression.fold(&mut leaf, &and, &or).flatten()
}

/// Families of identifiers made for texts, data, pictures and fonts.
const CONTENT: [&str; 9] =
    ["CC-", "etalab-", "LicenseRef-etalab-", "ODbL-", "ODC-By-", "PDDL-", "OFL-", "GFDL-", "FDK-"];

/// True when every licence of `expression` was made for something else than
/// programs: content, data or fonts. `CC0-1.0`, often used for configuration
/// files, counts.
pub(crate) fn is_for_content(expression: &Expression) -> bool {
    expression.terms().iter().all(|term| {
        let base = ids::base(&term.id);
        base == "CC0-1.0" || CONTENT.iter().any(|prefix| base.starts_with(prefix))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_identifier_is_on_the_spdx_list_and_in_one_family() {
        let mut seen = std::collections::BTreeSet::new();
        for entry in &TABLE.file.family {
            for id in &entry.ids {
                // The Licence Ouverte 1.0 has no identifier on the list.
                let own = id == "LicenseRef-etalab-1.0";
                assert!(own || ids::is_licence(id), "{id}");
                assert!(seen.insert(id), "{id} is in two families");
            }
        }
        for later in &TABLE.file.later {
            for id in std::iter::once(&later.id).chain(&later.versions) {
                assert!(of(id).is_some(), "{id}");
            }
        }
        for exception in &TABLE.file.exception {
            for id in &exception.ids {
                assert!(ids::exception(id).is_some(), "{id}");
            }
        }
    }

    #[test]
    fn approved_by_the_osi_or_the_fsf() {
        for (written, expected) in [
            ("MIT", Some(true)),
            ("AGPL-3.0", Some(true)),
            ("CECILL-B", Some(true)),
            ("etalab-2.0", Some(false)),
            ("MIT AND etalab-2.0", Some(false)),
            ("MIT OR CC-BY-4.0", Some(true)),
            ("CC-BY-4.0", None),
        ] {
            let expression = Expression::parse(written).expect(written);
            assert_eq!(is_approved(&expression), expected, "{written}");
        }
    }

    #[test]
    fn every_decreed_licence_has_a_family() {
        for licence in crate::licence::decreed::list() {
            assert!(of(&licence.id).is_some(), "{}", licence.id);
        }
    }
}
