//! The names of licences and what they stand for: `data/licence/names.toml`.

use serde::Deserialize;
use std::collections::HashMap;
use std::sync::LazyLock;

const DATA: &str = include_str!("../../data/licence/names.toml");

/// A family of licences, whose version is told beside its name.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Family {
    /// Its short name.
    pub key: String,
    /// Versions, without a final `.0`, with their identifiers.
    pub versions: Vec<(String, String)>,
    /// What the name alone stands for.
    pub alone: Option<String>,
    prefixes: Vec<String>,
    ids: Vec<String>,
    likely: Vec<String>,
    /// The version that its publisher distributed in each span of years, where its notices
    /// refer to that.
    pub circulated: Vec<(String, u16, u16)>,
    /// Names in lower case, as they are written without the version.
    pub names: Vec<String>,
    /// Names that are also words, or the names of other things.
    pub words: Vec<String>,
}

/// A licence and the names that are complete in themselves.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Named {
    /// Its identifier.
    pub id: String,
    /// Its names, in lower case.
    pub names: Vec<String>,
}

/// An exception and the words that name it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Exception {
    id: String,
    words: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Addresses {
    parts: Vec<(String, String)>,
    registers: Vec<String>,
    pages: HashMap<String, String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    family: Vec<Family>,
    licence: Vec<Named>,
    index: HashMap<String, String>,
    addresses: Addresses,
    replaced: HashMap<String, Vec<String>>,
    exception: Vec<Exception>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    toml::from_str(DATA).unwrap_or_else(|error| unreachable!("names.toml is tested: {error}"))
});

/// Every family.
pub(super) fn families() -> &'static [Family] {
    &TABLE.family
}

/// Every licence that has names of its own.
pub(super) fn licences() -> &'static [Named] {
    &TABLE.licence
}

/// The key of the family that `id` belongs to, or `id` itself.
pub(super) fn family_of(id: &str) -> &str {
    let prefix = |family: &Family| {
        let prefixes = family.prefixes.iter().filter(|prefix| id.starts_with(prefix.as_str()));
        let listed = family.ids.iter().filter(|one| *one == id);
        prefixes.chain(listed).map(String::len).max()
    };
    let found = TABLE.family.iter().filter_map(|family| Some((prefix(family)?, family)));
    found.max_by_key(|(length, _)| *length).map_or(id, |(_, family)| &family.key)
}

/// The identifiers that the family `key` gathers, the latest version first.
pub(super) fn members(key: &str) -> Vec<&'static str> {
    let Some(family) = family(key) else { return Vec::new() };
    match family.versions.as_slice() {
        [] => family.ids.iter().map(String::as_str).collect(),
        versions => versions.iter().rev().map(|(_, id)| id.as_str()).collect(),
    }
}

/// The family `key`.
pub(super) fn family(key: &str) -> Option<&'static Family> {
    TABLE.family.iter().find(|family| family.key == key)
}

/// What the name of the family `key` probably stands for without its version.
pub(super) fn likely(key: &str) -> &'static [String] {
    family(key).map_or(&[], |family| &family.likely)
}

/// The licence that the index of an ecosystem names `name`, in any case.
pub(super) fn indexed(name: &str) -> Option<&'static str> {
    TABLE.index.get(&name.to_lowercase()).map(String::as_str)
}

/// What replaces the deprecated `id`: an identifier, and an exception.
pub(super) fn replacement(id: &str) -> Option<(&'static str, Option<&'static str>)> {
    let found = TABLE.replaced.get(id)?;
    Some((found.first()?.as_str(), found.get(1).map(String::as_str)))
}

/// The exception that `words`, folded, name.
pub(super) fn exception(words: &[&str]) -> Option<&'static str> {
    let named = |one: &&Exception| one.words.iter().all(|word| words.contains(&word.as_str()));
    TABLE.exception.iter().find(named).map(|one| one.id.as_str())
}

/// The licence that an address leads to, by a part of it; `address` is in lower
/// case, without its scheme.
pub(super) fn address(address: &str) -> Option<&'static str> {
    let parts = TABLE.addresses.parts.iter();
    parts.filter(|(part, _)| address.contains(part.as_str())).map(|(_, id)| id.as_str()).next()
}

/// The page of a register of licences that an address leads to.
pub(super) fn register_page(address: &str) -> Option<&str> {
    TABLE.addresses.registers.iter().find_map(|host| address.strip_prefix(host.as_str()))
}

/// The licence that registers call `page`, when that is not its identifier.
pub(super) fn paged(page: &str) -> Option<&'static str> {
    TABLE.addresses.pages.get(page).map(String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::licence::expression::{Expression, ids};

    #[test]
    fn every_identifier_is_known() {
        let versions = TABLE.family.iter().flat_map(|family| {
            let versions = family.versions.iter().map(|(_, id)| id);
            let circulated = family.circulated.iter().map(|(id, ..)| id);
            versions.chain(&family.alone).chain(&family.ids).chain(&family.likely).chain(circulated)
        });
        let named = TABLE.licence.iter().map(|one| &one.id).chain(TABLE.index.values());
        let addresses = TABLE.addresses.parts.iter().map(|(_, id)| id);
        let addresses = addresses.chain(TABLE.addresses.pages.values());
        for id in versions.chain(named).chain(addresses) {
            assert!(Expression::parse(id).is_ok(), "{id}");
        }
        for one in &TABLE.exception {
            assert!(ids::exception(&one.id).is_some(), "{}", one.id);
        }
        for id in TABLE.replaced.keys() {
            assert!(ids::is_deprecated(id), "{id}");
            let (by, exception) = replacement(id).expect("a replacement");
            assert!(ids::licence(by).is_some(), "{by}");
            assert!(exception.is_none_or(|one| ids::exception(one).is_some()), "{id}");
        }
    }

    #[test]
    fn an_identifier_belongs_to_the_family_nearest_to_it() {
        for (id, key) in [
            ("CECILL-B", "CECILL-B"),
            ("CECILL-2.1", "CECILL"),
            ("CC0-1.0", "CC0"),
            ("CC-BY-4.0", "CC"),
            ("BSD-3-Clause", "BSD"),
            ("BSD-3-Clause-Clear", "BSD-3-Clause-Clear"),
            ("LicenseRef-etalab-1.0", "etalab"),
        ] {
            assert_eq!(family_of(id), key, "{id}");
        }
        assert_eq!(members("EUPL"), ["EUPL-1.2", "EUPL-1.1", "EUPL-1.0"]);
        assert_eq!(members("CC"), ["CC-BY-4.0", "CC-BY-SA-4.0"]);
    }
}
