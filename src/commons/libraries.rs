//! The libraries that a fleet depends on, and those of them that its administrations
//! make.

use super::ends::Ends;
use super::makers::{Maker, Makers};
use crate::error::Result;
use crate::fleet::Index;
use crate::fleet::input::Body;
use crate::signs::Strength;
use crate::signs::software::{TABLES, normal_package};
use crate::text::version::numbers;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// A library, as the repositories of a fleet depend on it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Library {
    /// Its ecosystem, as package URLs call it.
    pub ecosystem: String,
    /// Its name.
    pub name: String,
    /// Repositories that depend on it.
    pub repositories: Vec<String>,
    /// Their bodies.
    pub bodies: Vec<String>,
    /// Repositories that ask for it.
    pub direct: usize,
    /// Those that get it through another component alone.
    pub transitive: usize,
    /// Its versions, the most used first, with the number of repositories.
    pub versions: Vec<Version>,
    /// Its licences, as they were read.
    pub licences: Vec<String>,
    /// Those of its versions that nobody maintains any more.
    pub ended: Vec<String>,
    /// Repositories that depend on one of those.
    pub ended_repositories: Vec<String>,
    /// Their bodies.
    pub ended_bodies: Vec<String>,
    /// The repository of the fleet that makes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub made_by: Option<Maker>,
}

/// A version, and how many repositories have it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Version {
    /// The version; empty when it is not told.
    pub version: String,
    /// Repositories.
    pub repositories: usize,
}

/// What is gathered of a library.
#[derive(Default)]
struct Gathered {
    /// Whether each repository asks for it.
    repositories: BTreeMap<String, bool>,
    versions: BTreeMap<String, BTreeSet<String>>,
    licences: BTreeSet<String>,
}

/// The libraries of `index`, those of the most bodies first, then of the most
/// repositories; the direct ones alone when asked for.
pub(crate) fn of(index: &Index, ends: &Ends, direct: bool) -> Result<Vec<Library>> {
    let bodies = index.bodies()?;
    let makers = Makers::of(index)?;
    let mut all: BTreeMap<(String, String), Gathered> = BTreeMap::new();
    for asked in index.components()? {
        let used = asked.used;
        let asks = used.direct == Some(true);
        if direct && !asks || makers.holds(&asked.repository, &used.ecosystem, &used.name) {
            continue;
        }
        let one = all.entry((used.ecosystem, used.name)).or_default();
        *one.repositories.entry(asked.repository.clone()).or_default() |= asks;
        one.versions.entry(used.version).or_default().insert(asked.repository);
        one.licences.extend(Some(used.licence).filter(|licence| !licence.is_empty()));
    }
    let mut found: Vec<Library> = all
        .into_iter()
        .map(|((ecosystem, name), one)| {
            let asked = one.repositories.values().filter(|asks| **asks).count();
            let ended = ended(ends, (&ecosystem, &name), one.versions.keys());
            let late = ended.iter().filter_map(|version| one.versions.get(version)).flatten();
            let late: BTreeSet<&String> = late.collect();
            let made_by = makers.of_package(&ecosystem, &name).cloned();
            Library {
                direct: asked,
                transitive: one.repositories.len() - asked,
                bodies: bodies_of(one.repositories.keys(), &bodies),
                ended_bodies: bodies_of(late.iter().copied(), &bodies),
                ended_repositories: late.into_iter().cloned().collect(),
                repositories: one.repositories.into_keys().collect(),
                versions: versions(one.versions),
                licences: one.licences.into_iter().collect(),
                ended,
                made_by,
                ecosystem,
                name,
            }
        })
        .collect();
    found.sort_by(|one, other| {
        let weight = |one: &Library| (one.bodies.len(), one.repositories.len(), one.direct);
        let name = |one: &Library| (one.ecosystem.clone(), one.name.clone());
        weight(other).cmp(&weight(one)).then_with(|| name(one).cmp(&name(other)))
    });
    Ok(found)
}

/// The names of the bodies of the repositories `keys`.
fn bodies_of<'k>(
    keys: impl Iterator<Item = &'k String>,
    bodies: &BTreeMap<String, Vec<Body>>,
) -> Vec<String> {
    let of = keys.filter_map(|key| bodies.get(key)).flatten();
    let of: BTreeSet<&String> = of.map(|body| &body.name).collect();
    of.into_iter().cloned().collect()
}

/// Those of `versions` of a package that are not maintained any more, when the package is
/// a software whose ends are known.
fn ended<'v>(
    ends: &Ends,
    (ecosystem, name): (&str, &str),
    versions: impl Iterator<Item = &'v String>,
) -> Vec<String> {
    let signs = TABLES.exact(ecosystem, &normal_package(ecosystem, name));
    let Some(sign) = signs.iter().find(|sign| sign.strength == Strength::Is) else {
        return Vec::new();
    };
    let is_over = |one: &&String| ends.ended(sign.software, &numbers(one)).is_some();
    versions.filter(is_over).cloned().collect()
}

fn versions(all: BTreeMap<String, BTreeSet<String>>) -> Vec<Version> {
    let counted = all.into_iter();
    let mut counted: Vec<Version> =
        counted.map(|(version, of)| Version { version, repositories: of.len() }).collect();
    counted.sort_by(|one, other| {
        (other.repositories, &one.version).cmp(&(one.repositories, &other.version))
    });
    counted
}
