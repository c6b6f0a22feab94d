//! What public bodies contribute to the repositories of a fleet in a year, and nobody of
//! them. Identities are read and forgotten: what leaves this file is the figures of groups.
//!
//! - A group of fewer than [`LEAST`] people is merged into the others, and so are the
//!   smallest groups after it until the others are that many: nothing is had by subtraction.
//! - Only whole years that are over are counted, each apart: two runs at two dates are of
//!   the same year, or of two that share nothing.
//! - Figures are rounded to [`STEP`], so that one commit or one person more does not show.

use super::bodies::{Domains, is_one};
use crate::error::Result;
use crate::fleet::Index;
use crate::fleet::run;
use crate::project::people::is_machine;
use crate::snapshot::authors;
use crate::snapshot::history::Identity;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};

/// The fewest people of a group.
pub(crate) const LEAST: usize = 5;
/// What figures are rounded to.
pub(crate) const STEP: usize = 5;

/// A repository, where it is and whose.
#[derive(Debug, Clone)]
pub(crate) struct Source {
    /// Its clone; none when it is not here.
    pub path: Option<PathBuf>,
    /// Its bodies.
    pub bodies: Vec<String>,
}

/// The figures of a group, rounded.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Figures {
    /// People, at least.
    pub people: usize,
    /// Commits.
    pub commits: usize,
    /// Files that the commits touch.
    pub files: usize,
    /// Releases tagged.
    pub releases: usize,
    /// People whose first commit to a repository is of that year; none when they are few.
    pub first_contributions: Option<usize>,
}

/// A group of people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Group {
    /// The body; none for the others.
    pub body: Option<String>,
    /// All that it did.
    #[serde(flatten)]
    pub all: Figures,
    /// What it did in the repositories of the body; none when either side is of few people.
    pub own: Option<Figures>,
    /// What it did in those of others.
    pub upstream: Option<Figures>,
}

/// An agent who asked to be named.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub(crate) struct Named {
    /// As the agent wrote it.
    pub name: String,
    /// The body.
    pub body: String,
}

/// What bodies did in a year.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Contributions {
    /// The year.
    pub year: i16,
    /// Repositories that were read.
    pub repositories: usize,
    /// Those that could not be, or not wholly.
    pub unread: usize,
    /// The groups, the largest first, the others last; none when all are fewer than
    /// [`LEAST`].
    pub groups: Vec<Group>,
    /// Those who asked to be named, and contributed that year.
    pub named: Vec<Named>,
}

/// The agents who ask to be named: the file they sign.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Willing {
    #[serde(default)]
    agent: Vec<Agent>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Agent {
    name: String,
    emails: Vec<String>,
}

/// The repositories that `inputs` name: the folder of a fleet audit, or what `fleet audit`
/// takes.
pub(crate) fn sources(inputs: &[PathBuf]) -> Result<Vec<Source>> {
    let (fleets, others): (Vec<&PathBuf>, Vec<&PathBuf>) =
        inputs.iter().partition(|input| Index::is_at(input));
    let mut found = Vec::new();
    for fleet in fleets {
        let (index, places) = (Index::open(fleet)?, Index::places(fleet)?);
        let bodies = index.bodies()?;
        for one in index.repositories()? {
            if one.standing == crate::fleet::Standing::Same {
                continue;
            }
            let of = bodies.get(&one.key).into_iter().flatten();
            let of = of.map(|body| body.name.clone()).collect();
            found.push(Source { path: places.get(&one.key).cloned(), bodies: of });
        }
    }
    if !others.is_empty() {
        let others: Vec<PathBuf> = others.into_iter().cloned().collect();
        let plan = run::plan(&others, Path::new(""))?;
        for (key, member) in plan.members {
            if !plan.same.contains_key(&key) {
                let of = member.bodies.into_iter().map(|body| body.name).collect();
                found.push(Source { path: member.path, bodies: of });
            }
        }
    }
    Ok(found)
}

/// What one person did.
#[derive(Debug, Clone, Copy, Default)]
struct Done {
    commits: usize,
    files: usize,
    releases: usize,
    first: bool,
}

impl Done {
    fn add(&mut self, other: Done) {
        self.commits += other.commits;
        self.files += other.files;
        self.releases += other.releases;
        self.first |= other.first;
    }

    fn is_none(&self) -> bool {
        self.commits + self.releases == 0
    }
}

/// What the people of a repository did in a year, and in which repository: `(own, done)`.
type Read = Vec<(Identity, Vec<String>, bool, Done)>;

/// What bodies did in `sources` in `year`.
pub(crate) fn of(
    sources: &[Source],
    year: i16,
    domains: &Domains,
    willing: &Willing,
) -> Contributions {
    let read = |source: &Source| {
        Some(
            read(source.path.as_deref()?, year)?
                .into_iter()
                .map(|(who, done)| {
                    let names = domains.of(&who.email).map(<[String]>::to_vec).unwrap_or_default();
                    let own = is_one(&names, &source.bodies);
                    (who, names, own, done)
                })
                .collect::<Read>(),
        )
    };
    let all: Vec<Option<Read>> = sources.par_iter().map(read).collect();
    let unread = all.iter().filter(|one| one.is_none()).count();
    let all: Read = all.into_iter().flatten().flatten().collect();
    let people = people(all.iter().map(|(who, ..)| who));
    let mut groups: BTreeMap<Option<String>, Members> = BTreeMap::new();
    for ((_, names, own, done), person) in all.iter().zip(&people) {
        let members = groups.entry(names.first().cloned()).or_default();
        members.add(*person, *own, *done);
    }
    Contributions {
        year,
        repositories: sources.len() - unread,
        unread,
        groups: guarded(groups),
        named: named(willing, &all),
    }
}

/// What each person did in the repository at `path` in `year`.
fn read(path: &Path, year: i16) -> Option<Vec<(Identity, Done)>> {
    let within = |when: Timestamp| when.to_zoned(TimeZone::UTC).year() == year;
    let read = authors::read(path, &within)?;
    let mut done: HashMap<Identity, Done> = HashMap::new();
    let mut first: HashMap<Identity, Timestamp> = HashMap::new();
    let tidy = |who: &Identity| Identity {
        name: who.name.trim().to_string(),
        email: who.email.trim().to_lowercase(),
    };
    let mut machines: HashMap<Identity, bool> = HashMap::new();
    let mut is_person =
        |who: &Identity| !*machines.entry(who.clone()).or_insert_with(|| is_machine(who));
    for work in &read.commits {
        let who = tidy(&work.author);
        if !is_person(&who) {
            continue;
        }
        let known = first.entry(who.clone()).or_insert(work.when);
        *known = work.when.min(*known);
        if within(work.when) {
            done.entry(who).or_default().add(Done {
                commits: 1,
                files: work.files,
                ..Done::default()
            });
        }
    }
    for (who, when) in &read.releases {
        let who = tidy(who);
        if within(*when) && is_person(&who) {
            done.entry(who).or_default().releases += 1;
        }
    }
    for (who, done) in &mut done {
        done.first = first.get(who).is_some_and(|when| within(*when));
    }
    Some(done.into_iter().filter(|(_, done)| !done.is_none()).collect())
}

/// The person that each identity is: those of one name or of one address are one.
fn people<'i>(identities: impl Iterator<Item = &'i Identity>) -> Vec<usize> {
    let mut parents: Vec<usize> = Vec::new();
    let mut by_word: HashMap<String, usize> = HashMap::new();
    let root = |parents: &mut Vec<usize>, mut at: usize| {
        while parents[at] != at {
            parents[at] = parents[parents[at]];
            at = parents[at];
        }
        at
    };
    let mut all = Vec::new();
    for who in identities {
        let at = parents.len();
        parents.push(at);
        let name = crate::signs::software::normal_name(&who.name);
        let words = [format!("n{name}"), format!("m{}", who.email)];
        for word in words.into_iter().filter(|word| word.len() > 1) {
            let known = *by_word.entry(word).or_insert(at);
            let (one, other) = (root(&mut parents, known), root(&mut parents, at));
            parents[one.max(other)] = one.min(other);
        }
        all.push(at);
    }
    all.into_iter().map(|at| root(&mut parents, at)).collect()
}

/// The people of a group and what each did, in the repositories of the body and elsewhere.
#[derive(Debug, Clone, Default)]
struct Members {
    own: BTreeMap<usize, Done>,
    upstream: BTreeMap<usize, Done>,
}

impl Members {
    fn add(&mut self, person: usize, own: bool, done: Done) {
        let side = if own { &mut self.own } else { &mut self.upstream };
        side.entry(person).or_default().add(done);
    }

    fn merge(&mut self, other: Members) {
        // Whose the repositories are has no sense for several bodies.
        for (person, done) in other.own.into_iter().chain(other.upstream) {
            self.upstream.entry(person).or_default().add(done);
        }
    }

    fn count(&self) -> usize {
        self.own.keys().chain(self.upstream.keys()).collect::<BTreeSet<_>>().len()
    }
}

/// The figures of groups, none of which is of few people.
fn guarded(mut groups: BTreeMap<Option<String>, Members>) -> Vec<Group> {
    let mut others = groups.remove(&None).unwrap_or_default();
    let mut kept: Vec<(String, Members)> = Vec::new();
    for (body, members) in groups {
        match body {
            Some(body) if members.count() >= LEAST => kept.push((body, members)),
            _ => others.merge(members),
        }
    }
    kept.sort_by(|one, other| (other.1.count(), &one.0).cmp(&(one.1.count(), &other.0)));
    // What is left out of a whole must not be had by subtraction.
    while (1..LEAST).contains(&others.count()) {
        let Some((_, smallest)) = kept.pop() else { return Vec::new() };
        others.merge(smallest);
    }
    let mut found: Vec<Group> =
        kept.into_iter().map(|(body, members)| group(Some(body), &members)).collect();
    if others.count() > 0 {
        let whole: BTreeMap<usize, Done> = merged(&others);
        let all = figures(&whole);
        found.push(Group { body: None, all, own: None, upstream: None });
    }
    found
}

fn merged(members: &Members) -> BTreeMap<usize, Done> {
    let mut whole: BTreeMap<usize, Done> = members.own.clone();
    for (person, done) in &members.upstream {
        whole.entry(*person).or_default().add(*done);
    }
    whole
}

fn group(body: Option<String>, members: &Members) -> Group {
    let whole = merged(members);
    let few = |side: &BTreeMap<usize, Done>| (1..LEAST).contains(&side.len());
    // Each person of one side alone is had from the other and the whole.
    let apart = |side: &BTreeMap<usize, Done>| whole.len() - side.len();
    let hidden = few(&members.own)
        || few(&members.upstream)
        || [&members.own, &members.upstream].iter().any(|side| (1..LEAST).contains(&apart(side)));
    let side = |side: &BTreeMap<usize, Done>| (!hidden).then(|| figures(side));
    Group { body, all: figures(&whole), own: side(&members.own), upstream: side(&members.upstream) }
}

fn figures(people: &BTreeMap<usize, Done>) -> Figures {
    let sum = |of: fn(&Done) -> usize| rounded(people.values().map(of).sum());
    let first = people.values().filter(|done| done.first).count();
    let few = (1..LEAST).contains(&first) || (1..LEAST).contains(&(people.len() - first));
    Figures {
        people: people.len() / STEP * STEP,
        commits: sum(|done| done.commits),
        files: sum(|done| done.files),
        releases: sum(|done| done.releases),
        first_contributions: (!few).then_some(first / STEP * STEP),
    }
}

/// `count` to the nearest multiple of [`STEP`]; what is not zero is not told as zero.
fn rounded(count: usize) -> usize {
    match count {
        0 => 0,
        count => ((count + STEP / 2) / STEP * STEP).max(STEP),
    }
}

/// Those of `willing` who contributed from an address they gave.
fn named(willing: &Willing, all: &Read) -> Vec<Named> {
    let by_email: HashMap<&str, &Vec<String>> =
        all.iter().map(|(who, names, ..)| (who.email.as_str(), names)).collect();
    let found = willing.agent.iter().filter_map(|agent| {
        let emails = agent.emails.iter().map(|email| email.trim().to_lowercase());
        let names = emails.filter_map(|email| by_email.get(email.as_str()).copied()).next()?;
        Some(Named { name: agent.name.clone(), body: names.first().cloned().unwrap_or_default() })
    });
    found.collect::<BTreeSet<Named>>().into_iter().collect()
}
