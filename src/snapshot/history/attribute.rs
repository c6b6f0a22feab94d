//! Where blobs come from: for those that something is to be said of, the first
//! tree that held them, by a second reading of the trees.

use super::entries::{Entries, Entry};
use super::names::Name;
use super::reach::{PathId, Reach};
use super::trees::Trees;
use crate::snapshot::objects::walk::{Difference, Visit, walk};
use crate::snapshot::objects::{Forest, Id, Kind, NONE, Number, Store};
use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};

/// What is asked about a blob.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ask {
    /// Nothing.
    Nothing,
    /// Its first place.
    First,
    /// Its first place, and all those where it has a name of interest.
    Every,
}

/// A place: the visit of the tree that holds it, and its name there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    /// The visit.
    pub visit: u32,
    /// The name.
    pub name: Name,
}

/// What was found.
#[derive(Debug, Default)]
pub(super) struct Places {
    first: Vec<u64>,
    /// For each folder, name of interest and blob, the first visit.
    pub every: Vec<((PathId, Name, Number), u32)>,
}

impl Places {
    /// The first place of a blob; `None` when nothing leads to it.
    pub(super) fn first(&self, number: Number) -> Option<Place> {
        let packed =
            self.first.get(number as usize).copied().filter(|packed| *packed != u64::MAX)?;
        Some(Place { visit: (packed >> 32) as u32, name: packed as u32 })
    }
}

/// Reads the trees again, for the objects that something is asked about;
/// `ask` is indexed by number, missing objects after those of the store.
pub(super) fn attribute(
    (store, forest): (&Store, &Forest),
    trees: &Trees,
    reach: &Reach,
    ask: &[Ask],
    interesting: &[bool],
) -> Places {
    let numbers = store.len() as Number..;
    let asked = (0..store.len()).filter(|at| ask[*at] != Ask::Nothing);
    let asked = asked.map(|at| store.id(at as Number)).chain(&trees.missing);
    let attributing = Attributing {
        asked: Sieve::new(asked),
        store,
        trees,
        reach,
        ask,
        interesting,
        missing: trees.missing.iter().copied().zip(numbers).collect(),
        first: ask.iter().map(|_| AtomicU64::new(u64::MAX)).collect(),
    };
    for (number, visit) in &reach.blobs {
        attributing.met(*number, *visit, NONE);
    }
    let mut every: HashMap<(PathId, Name, Number), u32> = HashMap::new();
    for part in walk(store, forest, Kind::Tree, &attributing) {
        for (key, visit) in part {
            every.entry(key).and_modify(|first| *first = visit.min(*first)).or_insert(visit);
        }
    }
    let mut every: Vec<_> = every.into_iter().collect();
    every.sort_unstable();
    let first = attributing.first.into_iter().map(AtomicU64::into_inner).collect();
    Places { first, every }
}

struct Attributing<'a> {
    store: &'a Store,
    trees: &'a Trees,
    reach: &'a Reach,
    ask: &'a [Ask],
    interesting: &'a [bool],
    missing: HashMap<Id, Number>,
    asked: Sieve,
    first: Vec<AtomicU64>,
}

/// Says at little cost that an id is not among those of interest.
struct Sieve(Vec<u64>);

impl Sieve {
    /// How many bits of an id are looked at.
    const BITS: u32 = 22;

    fn new<'a>(ids: impl Iterator<Item = &'a Id>) -> Sieve {
        let mut sieve = Sieve(vec![0; 1 << (Self::BITS - 6)]);
        for id in ids {
            let (word, bit) = Self::place(id);
            sieve.0[word] |= bit;
        }
        sieve
    }

    fn place(id: &Id) -> (usize, u64) {
        let first = u32::from_be_bytes([id[0], id[1], id[2], id[3]]) >> (32 - Self::BITS);
        ((first >> 6) as usize, 1 << (first & 63))
    }

    fn may_hold(&self, id: &Id) -> bool {
        let (word, bit) = Self::place(id);
        self.0[word] & bit != 0
    }
}

impl Attributing<'_> {
    fn fresh(&self, entry: Entry<'_>) -> Option<(Number, Name)> {
        if !self.asked.may_hold(entry.id) || entry.is_tree() || entry.is_submodule() {
            return None;
        }
        let number = self.store.find(entry.id).or_else(|| self.missing.get(entry.id).copied())?;
        match self.ask.get(number as usize)? {
            Ask::Nothing => None,
            _ => Some((number, self.trees.names.find(entry.name)?)),
        }
    }

    fn met(&self, number: Number, visit: u32, name: Name) {
        let packed = u64::from(visit) << 32 | u64::from(name);
        if let Some(first) = self.first.get(number as usize)
            && packed < first.load(Ordering::Relaxed)
        {
            first.fetch_min(packed, Ordering::Relaxed);
        }
    }
}

impl Visit for Attributing<'_> {
    type State = Entries;
    type Gathered = HashMap<(PathId, Name, Number), u32>;

    fn limit(&self) -> u64 {
        u64::MAX
    }

    fn visit(
        &self,
        gathered: &mut Self::Gathered,
        number: Number,
        bytes: &[u8],
        difference: Option<Difference<'_, Entries>>,
    ) -> Entries {
        let entries = Entries::read(bytes, difference, |entry| self.fresh(entry));
        let visit = self.reach.visits[number as usize];
        if visit == NONE {
            return entries;
        }
        for kept in &entries.kept {
            self.met(kept.target, visit, kept.name);
            let every = self.ask[kept.target as usize] == Ask::Every
                && self.interesting[kept.name as usize];
            if every && visit >= self.reach.first_told() {
                let key = (self.reach.folders[visit as usize], kept.name, kept.target);
                gathered.entry(key).and_modify(|first| *first = visit.min(*first)).or_insert(visit);
            }
        }
        entries
    }
}
