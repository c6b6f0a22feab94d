//! The entries of a catalogue that the repositories of a fleet use, by body.

use super::catalogue::Entry;
use super::ends::Ends;
use super::found::{Alert, Certainty, Evidence};
use super::matching::Asked;
use crate::error::Result;
use crate::fleet::reading::signals;
use crate::fleet::{Index, Standing};
use crate::signs::normal_address;
use crate::signs::software::{Software, TABLES};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// An entry that repositories use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct UsedEntry {
    /// The identifier of the entry in its catalogue.
    pub id: String,
    /// Its name there.
    pub name: String,
    /// The bodies that use it, with the number of their repositories.
    pub bodies: BTreeMap<String, usize>,
    /// The repositories, the surest first.
    pub repositories: Vec<User>,
}

/// A repository that uses it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct User {
    /// The repository.
    pub repository: String,
    /// Its bodies.
    pub bodies: Vec<String>,
    /// How sure it is.
    pub certainty: Certainty,
    /// What shows it, the surest first.
    pub evidence: Vec<Evidence>,
    /// What is to be known of it there.
    pub alerts: Vec<Alert>,
}

/// What a fleet uses of a catalogue.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Usage {
    /// Entries of the catalogue.
    pub entries: usize,
    /// Repositories that were read.
    pub read: usize,
    /// Those that were not, or not wholly.
    pub unread: usize,
    /// The entries used, those of the most bodies first.
    pub software: Vec<UsedEntry>,
    /// Software that is much used and that the catalogue does not reference.
    pub candidates: Vec<Candidate>,
}

/// A piece of software to propose to the catalogue: what is known of it, in the catalogue's
/// own fields, and who uses it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Candidate {
    /// Its name.
    pub name: String,
    /// Where its code is; empty when it is not known.
    pub code_repository_url: String,
    /// Its item in Wikidata; empty when it is not known.
    pub external_id: String,
    /// What kind of identifier that is.
    pub source_slug: &'static str,
    /// The bodies that use it for certain.
    pub bodies: Vec<String>,
    /// Their repositories.
    pub repositories: Vec<String>,
}

/// From how many bodies, or repositories, a software is much used.
const MUCH: (usize, usize) = (3, 10);

impl UsedEntry {
    /// Repositories that use it with this certainty.
    pub(crate) fn count(&self, certainty: Certainty) -> usize {
        self.repositories.iter().filter(|one| one.certainty == certainty).count()
    }
}

/// What the repositories of `index` use of `catalogue`, at least as surely as `least`.
pub(crate) fn of(
    index: &Index,
    catalogue: &[Entry],
    ends: &Ends,
    least: Certainty,
) -> Result<Usage> {
    let mut usage = used_of(index, &Asked::new(catalogue, ends), least)?;
    usage.entries = catalogue.len();
    let others = unreferenced(catalogue, ends);
    let more = used_of(index, &Asked::new(&others, ends), Certainty::Certain)?;
    let much = |one: &UsedEntry| one.bodies.len() >= MUCH.0 || one.repositories.len() >= MUCH.1;
    usage.candidates = more.software.into_iter().filter(much).map(candidate).collect();
    Ok(usage)
}

/// The software of the table that `catalogue` does not reference, as entries of one: those
/// that have an address or an item to be referenced by.
fn unreferenced(catalogue: &[Entry], ends: &Ends) -> Vec<Entry> {
    let known = Asked::new(catalogue, ends).referenced();
    let named = |one: &&Software| !one.repositories.is_empty() || !one.wikidata.is_empty();
    let others = TABLES.software.iter().filter(named).filter(|one| !known.contains(one.key));
    let entry = |name: &str| Entry { name: name.to_string(), ..Entry::default() };
    others.map(|one| entry(one.name)).collect()
}

fn candidate(used: UsedEntry) -> Candidate {
    let known = TABLES.software.iter().find(|one| one.name == used.name);
    let at = known.and_then(|one| one.repositories.first());
    Candidate {
        code_repository_url: at.map(|at| format!("https://{at}")).unwrap_or_default(),
        external_id: known.map(|one| one.wikidata.to_string()).unwrap_or_default(),
        source_slug: "wikidata",
        bodies: used.bodies.into_keys().collect(),
        repositories: used.repositories.into_iter().map(|one| one.repository).collect(),
        name: used.name,
    }
}

fn used_of(index: &Index, asked: &Asked<'_>, least: Certainty) -> Result<Usage> {
    let addresses: BTreeMap<String, String> =
        index.signal(signals::ADDRESSES)?.into_iter().collect();
    let bodies = index.bodies()?;
    let mut usage = Usage::default();
    let mut found: BTreeMap<(String, String), Vec<User>> = BTreeMap::new();
    for one in index.repositories()? {
        match one.standing {
            Standing::Same => continue,
            Standing::Read => usage.read += 1,
            Standing::Incomplete | Standing::Missing => usage.unread += 1,
        }
        let told = addresses.get(&one.key).map(String::as_str).unwrap_or_default();
        let own: HashSet<String> = told.split(' ').map(str::to_string).collect();
        let own: HashSet<String> = own.into_iter().chain(normal_address(&one.address)).collect();
        let of = bodies.get(&one.key).into_iter().flatten().map(|body| body.name.clone());
        let of: BTreeSet<String> = of.collect();
        let matches = asked.of(&index.signs(&one.key)?, &own).matches;
        for found_one in matches.into_iter().filter(|found| found.certainty >= least) {
            found.entry((found_one.id, found_one.name)).or_default().push(User {
                repository: one.key.clone(),
                bodies: of.iter().cloned().collect(),
                certainty: found_one.certainty,
                evidence: found_one.evidence,
                alerts: found_one.alerts,
            });
        }
    }
    usage.software = found.into_iter().map(|((id, name), users)| used(id, name, users)).collect();
    usage.software.sort_by(|one, other| {
        let weight = |one: &UsedEntry| (one.bodies.len(), one.repositories.len());
        let name = |one: &UsedEntry| (one.name.to_lowercase(), one.id.clone());
        weight(other).cmp(&weight(one)).then_with(|| name(one).cmp(&name(other)))
    });
    Ok(usage)
}

fn used(id: String, name: String, mut repositories: Vec<User>) -> UsedEntry {
    repositories.sort_by(|one, other| {
        (other.certainty, &one.repository).cmp(&(one.certainty, &other.repository))
    });
    let mut bodies = BTreeMap::new();
    for body in repositories.iter().flat_map(|one| &one.bodies) {
        *bodies.entry(body.clone()).or_default() += 1;
    }
    UsedEntry { id, name, bodies, repositories }
}
