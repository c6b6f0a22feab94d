//! The licences an administration may choose (CRPA, art. L.323-2 and D.323-2-1):
//! `data/licence/decreed.toml`.

use super::expression::{Expression, Term};
use crate::lang::Text;
use crate::text;
use serde::{Deserialize, Serialize};
use std::sync::LazyLock;

const DATA: &str = include_str!("../../../data/licence/decreed.toml");

/// What reciprocity covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Reach {
    /// Nothing: the licence is permissive.
    Permissive,
    /// The files or the library themselves.
    Weak,
    /// The whole program.
    Strong,
    /// The whole program, for those who only use it over a network too.
    Network,
    /// A database and what derives from it.
    ShareAlike,
}

impl Reach {
    /// The words shown to a person.
    pub(crate) fn label(self) -> Text {
        match self {
            Reach::Permissive => Text::new("permissive", "permissive"),
            Reach::Weak => Text::new("réciprocité faible", "weak copyleft"),
            Reach::Strong => Text::new("réciprocité forte", "strong copyleft"),
            Reach::Network => {
                Text::new("réciprocité forte, réseau compris", "strong copyleft, network included")
            }
            Reach::ShareAlike => Text::new("partage à l’identique", "share-alike"),
        }
    }
}

/// What a licence is listed for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Use {
    /// Source code.
    Code,
    /// Data.
    Data,
    /// Documents.
    Documentation,
}

impl Use {
    /// The word shown to a person.
    pub(crate) fn label(self) -> Text {
        match self {
            Use::Code => Text::new("code", "code"),
            Use::Data => Text::new("données", "data"),
            Use::Documentation => Text::new("documents", "documents"),
        }
    }
}

/// A licence of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Decreed {
    /// SPDX identifier.
    pub id: String,
    /// Full name.
    pub name: String,
    /// The family the decree names.
    pub family: String,
    /// What reciprocity covers.
    pub reach: Reach,
    /// What it is listed for.
    #[serde(rename = "for")]
    pub uses: Vec<Use>,
    /// What to know when choosing it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Text>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Variant {
    family: String,
    ids: Vec<String>,
}

/// The list, with where it comes from.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct List {
    /// Day of the last change of the page the list was read from.
    pub as_of: String,
    /// The article that sets the list.
    pub article: String,
    /// Its address.
    pub article_url: String,
    /// The article on the approval of other licences.
    pub approval_article: String,
    /// Its address.
    pub approval_url: String,
    /// The page the article leads to.
    pub page: String,
    licence: Vec<Decreed>,
    variant: Vec<Variant>,
}

static LIST: LazyLock<List> = LazyLock::new(|| {
    toml::from_str(DATA).unwrap_or_else(|error| unreachable!("decreed.toml is tested: {error}"))
});

/// Where the list comes from.
pub(crate) fn origin() -> &'static List {
    &LIST
}

/// The licences of the list, in the order of the page.
pub(crate) fn list() -> &'static [Decreed] {
    &LIST.licence
}

/// How a licence stands with regard to the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Standing {
    /// Not on the list: it needs an approval.
    Outside,
    /// Of a family of the list, in a version or variant the page does not list.
    Variant,
    /// On the list for data and documents, used for code.
    NotForCode,
    /// On the list for code.
    Listed,
}

impl Standing {
    /// How `expression` stands, for code.
    pub(crate) fn told(self, expression: &Expression) -> Text {
        let page = &LIST.page;
        match self {
            Standing::Listed => text!(
                "{expression} figure sur la liste fixée par décret",
                "{expression} is on the list set by decree"
            ),
            Standing::NotForCode => text!(
                "{expression} est sur la liste pour les données et documents : pour du code, c’est une réserve (licence que ni l’OSI ni la FSF ne reconnaissent pour des logiciels)",
                "{expression} is on the list for data and documents: for code, this is a reservation (a licence that neither the OSI nor the FSF recognises for software)"
            ),
            Standing::Variant if left_open(expression) => text!(
                "{expression} figure sur la liste fixée par décret ; licence/or-later-stated indique ce qui reste ouvert",
                "{expression} is on the list set by decree; licence/or-later-stated says what is left open"
            ),
            Standing::Variant => text!(
                "{expression} est d’une famille que le décret nomme, dans une version ou une variante que la page {page} ne liste pas",
                "{expression} is of a family that the decree names, in a version or variant that the page {page} does not list"
            ),
            Standing::Outside => text!(
                "{expression} n’est pas sur la liste de l’article D.323-2-1 : il faut une licence de la liste, ou une homologation (D.323-2-2)",
                "{expression} is not on the list of article D.323-2-1: a licence of the list is needed, or an approval (D.323-2-2)"
            ),
        }
    }
}

/// The entry of the list for `id`.
pub(crate) fn find(id: &str) -> Option<&'static Decreed> {
    LIST.licence.iter().find(|licence| licence.id == id)
}

/// The family of the list that `id` is a version or variant of.
pub(crate) fn family_of_variant(id: &str) -> Option<&'static str> {
    let found = LIST.variant.iter().find(|variant| variant.ids.iter().any(|known| known == id));
    found.map(|variant| variant.family.as_str())
}

/// How the licence of one term stands, for code. An exception only adds
/// permissions: it does not take a licence off the list.
pub(crate) fn standing(term: &Term) -> Standing {
    match find(&term.id) {
        Some(entry) if entry.uses.contains(&Use::Code) => Standing::Listed,
        Some(_) => Standing::NotForCode,
        None if family_of_variant(&term.id).is_some() => Standing::Variant,
        None => Standing::Outside,
    }
}

/// How an SPDX expression stands, for code: of alternatives the best counts, of
/// licences that apply together the worst.
pub(crate) fn standing_of(expression: &Expression) -> Standing {
    let standing = expression.narrowed().fold(&mut standing, &Standing::min, &Standing::max);
    standing.unwrap_or(Standing::Outside)
}

/// True when `expression` leaves “or later” open, and is on the list once it is said.
pub(crate) fn left_open(expression: &Expression) -> bool {
    !expression.resolved() && standing_of(&expression.or_later()) == Standing::Listed
}

/// What the licence of `term` is, and its place on the list.
pub(crate) fn detail(term: &Term) -> Text {
    let id = term.to_string();
    let narrow = Expression::Term(term.clone()).narrowed();
    let narrow = narrow.terms().first().map_or(term.id.as_str(), |term| term.id.as_str());
    match (find(&term.id), family_of_variant(narrow)) {
        (Some(entry), _) => {
            let (name, reach) = (&entry.name, entry.reach.label());
            Text::new(format!("{id} : {name}, {}", reach.fr), format!("{id}: {name}, {}", reach.en))
        }
        (None, Some(family)) => {
            text!(
                "{id} : famille {family}, version non listée",
                "{id}: family {family}, version not listed"
            )
        }
        (None, None) => text!("{id} : hors de la liste", "{id}: not on the list"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::licence::expression::ids;

    #[test]
    fn alternatives_take_the_best_and_conjunctions_the_worst() {
        for (expression, expected) in [
            ("MIT", Standing::Listed),
            ("AGPL-3.0-or-later", Standing::Listed),
            ("AGPL-3.0-only", Standing::Variant),
            ("AGPL-3.0", Standing::Variant),
            ("GPL-2.0-only", Standing::Variant),
            ("EUPL-1.1", Standing::Variant),
            ("etalab-2.0", Standing::NotForCode),
            ("ISC", Standing::Outside),
            ("CC0-1.0", Standing::Outside),
            ("ISC OR MIT", Standing::Listed),
            ("ISC AND MIT", Standing::Outside),
            ("GPL-3.0-or-later WITH Classpath-exception-2.0", Standing::Listed),
            ("LicenseRef-maison", Standing::Outside),
        ] {
            let read = Expression::parse(expression).expect(expression);
            assert_eq!(standing_of(&read), expected, "{expression}");
        }
    }

    #[test]
    fn what_a_text_leaves_open_is_on_the_list_once_it_is_said() {
        for (expression, open) in [
            ("GPL-3.0", true),
            ("GPL-3.0 WITH Classpath-exception-2.0", true),
            ("GPL-3.0-only", false),
            ("GPL-3.0-or-later", false),
            ("GPL-1.0", false),
            ("MIT", false),
            ("GPL-3.0 AND ISC", false),
        ] {
            let read = Expression::parse(expression).expect(expression);
            assert_eq!(left_open(&read), open, "{expression}");
        }
    }

    #[test]
    fn the_list_is_that_of_the_page() {
        assert_eq!(list().len(), 15);
        for licence in list() {
            assert!(ids::is_licence(&licence.id), "{}", licence.id);
        }
        for id in LIST.variant.iter().flat_map(|variant| &variant.ids) {
            assert!(ids::is_licence(id), "{id}");
            assert!(find(id).is_none(), "{id}");
        }
    }
}
