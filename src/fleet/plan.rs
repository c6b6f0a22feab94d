//! What the inputs come to: each repository once, its clone, its bodies.

use super::address;
use super::clone::{self, Clone};
use super::input::{Account, Body, Inputs, Listed, Service};
use super::shard::Shard;
use crate::accounts;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// A repository of the fleet.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Member {
    /// Its one name.
    pub key: String,
    /// Its address, as it was first given.
    pub address: String,
    /// The folder that holds it.
    pub path: Option<PathBuf>,
    /// What is known of it without opening it.
    pub(super) clone: Clone,
    /// The bodies that the inputs name.
    pub bodies: BTreeSet<Body>,
    /// What else they tell.
    pub told: BTreeMap<String, String>,
}

/// Every repository once, by key.
pub(crate) struct Plan {
    /// The repositories.
    pub members: BTreeMap<String, Member>,
    /// The names of all, those of other parts too.
    pub all: Vec<String>,
    /// Accounts of which no repository is named.
    pub without: Vec<String>,
    /// The members that hold what another does: by key, the one that stands for both.
    /// One with an address comes before one without, then the first by key.
    pub same: BTreeMap<String, String>,
}

impl Plan {
    /// What `inputs` name; mirrors made by an earlier run are in `mirrors`.
    pub(crate) fn new(inputs: &Inputs, mirrors: &Path) -> Plan {
        let looked: Vec<(&Listed, Clone)> =
            inputs.listed.par_iter().map(|one| (one, looked(one))).collect();
        let mut members: BTreeMap<String, Member> = BTreeMap::new();
        let names = local_names(&looked);
        for (listed, clone) in looked {
            let url = listed.url.clone().or_else(|| clone.remote.clone());
            let key = url.as_deref().and_then(address::key);
            let address = url.filter(|_| key.is_some()).unwrap_or_default();
            let Some(key) = key.or_else(|| Some(names.get(listed.path.as_ref()?)?.clone())) else {
                continue;
            };
            let member = members.entry(key.clone()).or_default();
            member.key = key;
            if member.address.is_empty() {
                member.address = address;
            }
            // A clone that is there is better than one that is only named.
            if member.path.as_ref().is_none_or(|path| !path.is_dir()) && listed.path.is_some() {
                member.path = listed.path.clone();
                member.clone = clone;
            }
            member.bodies.extend(listed.body.clone());
            for (name, value) in &listed.told {
                member.told.entry(name.clone()).or_insert_with(|| value.clone());
            }
        }
        mirrored(&mut members, mirrors);
        let without = inputs.accounts.iter().filter(|account| account.body.is_some());
        let without = without.filter(|account| !members.keys().any(|key| covers(account, key)));
        let without =
            without.map(|account| format!("{}/{}", account.host, account.owner)).collect();
        let top = Tops::new(&inputs.services);
        for member in members.values_mut() {
            belong(member, inputs, &top);
        }
        let tips = members
            .values()
            .filter_map(|member| Some((member.key.as_str(), member.clone.tips.as_deref()?)));
        let same = same(tips);
        for (key, other) in &same {
            let bodies = members.get(key).map(|member| member.bodies.clone());
            if let Some(other) = members.get_mut(other) {
                other.bodies.extend(bodies.unwrap_or_default());
            }
        }
        let all = members.keys().cloned().collect();
        Plan { members, all, without, same }
    }

    /// The same, of which one part alone is read.
    pub(crate) fn part(mut self, shard: Option<Shard>) -> Plan {
        if let Some(shard) = shard {
            self.members.retain(|key, _| shard.holds(key));
        }
        self
    }
}

/// Of repositories given by key and digest of tips, those that hold what another does.
pub(super) fn same<'k>(all: impl Iterator<Item = (&'k str, &'k str)>) -> BTreeMap<String, String> {
    let mut by_tips: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (key, tips) in all.filter(|(_, tips)| !tips.is_empty()) {
        by_tips.entry(tips).or_default().push(key);
    }
    let mut found = BTreeMap::new();
    for mut keys in by_tips.into_values().filter(|keys| keys.len() > 1) {
        keys.sort_by_key(|key| (address::owner(key).is_none(), *key));
        for key in &keys[1..] {
            found.insert((*key).to_string(), keys[0].to_string());
        }
    }
    found
}

fn looked(listed: &Listed) -> Clone {
    let there = listed.path.as_ref().filter(|path| path.is_dir());
    there.map(|path| clone::look(path)).unwrap_or_default()
}

/// The names of repositories without an address: where they stand in the folder that
/// was named, or their whole path where that names two.
fn local_names(looked: &[(&Listed, Clone)]) -> BTreeMap<PathBuf, String> {
    let whole = |path: &Path| {
        let path = path.canonicalize().unwrap_or_else(|_| path.to_path_buf());
        path.to_string_lossy().replace('\\', "/")
    };
    let mut by_name: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for (listed, _) in looked {
        if let Some(path) = &listed.path {
            by_name.entry(&listed.below).or_default().insert(whole(path));
        }
    }
    let named = looked.iter().filter_map(|(listed, _)| {
        let path = listed.path.as_ref()?;
        let alone = by_name.get(listed.below.as_str()).is_some_and(|paths| paths.len() == 1);
        let name = if alone { listed.below.clone() } else { whole(path) };
        Some((path.clone(), address::local(name.trim_start_matches('/'))))
    });
    named.collect()
}

/// Where the mirror of the repository `key` is kept.
pub(super) fn mirror(mirrors: &Path, key: &str) -> PathBuf {
    // Two dots lead nowhere above, whatever an address says.
    let parts = key.split('/').map(|part| match part {
        "." | ".." | "" => "_".to_string(),
        part => part.replace(['\\', ':'], "_"),
    });
    let path: PathBuf = parts.collect();
    mirrors.join(format!("{}.git", path.display()))
}

fn mirrored(members: &mut BTreeMap<String, Member>, mirrors: &Path) {
    let absent = members.par_iter_mut().filter(|(_, member)| member.path.is_none());
    absent.for_each(|(key, member)| {
        let path = mirror(mirrors, key);
        if path.is_dir() {
            member.clone = clone::look(&path);
            member.path = Some(path);
        }
    });
}

/// True when the repository `key` stands below `account`.
fn covers(account: &Account, key: &str) -> bool {
    let Some((host, owner)) = address::owner(key) else { return false };
    host == account.host && below(owner, &account.owner)
}

/// True when `owner` is `account`, or a group of it; an empty account is a whole forge.
fn below(owner: &str, account: &str) -> bool {
    let rest = owner.strip_prefix(account);
    account.is_empty() || rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Adds the bodies of the accounts that `member` stands below.
fn belong(member: &mut Member, inputs: &Inputs, tops: &Tops<'_>) {
    let given: Vec<&Account> =
        inputs.accounts.iter().filter(|account| covers(account, &member.key)).collect();
    let named = given.iter().filter_map(|account| account.body.clone());
    member.bodies.extend(named);
    let listed = given.iter().filter(|account| account.body.is_none());
    let listed = listed
        .map(|account| (account.host.clone(), account.owner.clone(), account.directory.clone()));
    let listed: Vec<_> = listed.chain(embedded(&member.key)).collect();
    let services = listed.iter().filter_map(|(.., directory)| tops.body(directory.as_deref()?));
    let services: Vec<Body> = services.collect();
    if !services.is_empty() {
        member.bodies.extend(services);
    } else if member.bodies.is_empty()
        && let Some((host, owner, _)) = listed.first()
    {
        // The account stands for a body that nothing names.
        let name = format!("{host}/{owner}").trim_end_matches('/').to_string();
        member.bodies.insert(Body { name, ministry: String::new() });
    }
}

/// The account of the embedded list that the repository `key` stands below.
fn embedded(key: &str) -> Option<(String, String, Option<String>)> {
    let (host, owner) = address::owner(key)?;
    let account = accounts::all()
        .find(|account| account.host == host && below(owner, &account.owner.to_lowercase()))?;
    let directory = account.directory.map(str::to_string);
    Some((account.host.to_string(), account.owner.to_string(), directory))
}

/// The services of the State's directory, and what each is attached to.
struct Tops<'i> {
    services: &'i BTreeMap<String, Service>,
    above: BTreeMap<&'i str, &'i str>,
}

impl<'i> Tops<'i> {
    fn new(services: &'i BTreeMap<String, Service>) -> Tops<'i> {
        let links = services.iter().flat_map(|(id, service)| {
            service.below.iter().map(move |below| (below.as_str(), id.as_str()))
        });
        Tops { services, above: links.collect() }
    }

    /// The service `id` and the highest one above it, whatever circles there are.
    fn body(&self, id: &str) -> Option<Body> {
        let service = self.services.get(id)?;
        let (mut top, mut seen) = (id, BTreeSet::from([id]));
        while let Some(above) = self.above.get(top).filter(|above| seen.insert(above)) {
            top = above;
        }
        let ministry = if top == id { None } else { self.services.get(top) };
        Some(Body {
            name: service.name.clone(),
            ministry: ministry.map(|top| top.name.clone()).unwrap_or_default(),
        })
    }
}
