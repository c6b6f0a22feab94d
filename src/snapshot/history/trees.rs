//! What the trees lead to: folders from folders, and the names of everything.

use super::entries::{Entries, Entry};
use super::names::{Gathering, Known, Name, Names};
use crate::snapshot::objects::walk::{Difference, Visit, walk};
use crate::snapshot::objects::{Fault, Forest, Id, Kind, NONE, Number, Store};
use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicU8, AtomicU32, Ordering};
use std::sync::{Mutex, PoisonError};

/// What reading every tree once taught.
#[derive(Debug, Default)]
pub(crate) struct Trees {
    /// The names, numbered in their order.
    pub names: Names,
    /// For each object, a name it has; [`NONE`] when no tree names it.
    name: Vec<Name>,
    /// The other names of objects that have several, sorted.
    others: Vec<(Number, Name)>,
    /// For each object, what entries say of it: [`FILE`] and [`EXECUTABLE`].
    modes: Vec<u8>,
    /// The folders in folders, as each thread met them.
    edges: Vec<Vec<(Number, Name)>>,
    /// For each tree that was read, its thread, and where its folders are.
    places: HashMap<Number, (u32, u32, u32)>,
    /// The objects that trees lead to and that are not there: their numbers
    /// follow those of the store.
    pub missing: Vec<Id>,
    /// Trees that cannot be read, or not to their end.
    pub faults: HashMap<Number, Fault>,
}

/// An entry says the object is a file or a link.
const FILE: u8 = 1;
/// An entry says it may be executed.
const EXECUTABLE: u8 = 2;

/// A tree larger than this is not read, in bytes.
const LARGEST: u64 = 128 << 20;

impl Trees {
    /// Reads every tree of `store`.
    pub(crate) fn read(store: &Store, forest: &Forest) -> Trees {
        let reading = Reading {
            store,
            names: Gathering::default(),
            name: (0..store.len()).map(|_| AtomicU32::new(NONE)).collect(),
            modes: (0..store.len()).map(|_| AtomicU8::new(0)).collect(),
            missing: Mutex::default(),
        };
        let gathered = walk(store, forest, Kind::Tree, &reading);
        reading.finish(gathered)
    }

    /// The folders in the tree `number`, with their names, in order; `None`
    /// when it could not be read at all.
    pub(crate) fn folders(&self, number: Number) -> Option<&[(Number, Name)]> {
        let (thread, start, length) = *self.places.get(&number)?;
        Some(&self.edges[thread as usize][start as usize..(start + length) as usize])
    }

    /// Frees the memory of the folders, once they were visited.
    pub(crate) fn forget_folders(&mut self) {
        (self.edges, self.places) = Default::default();
    }

    /// True when some tree, reachable or not, says the object is a file.
    pub(crate) fn is_file(&self, number: Number) -> bool {
        self.modes.get(number as usize).is_some_and(|mode| mode & FILE != 0)
    }

    /// The names of an object, each once.
    pub(crate) fn names_of(&self, number: Number) -> impl Iterator<Item = Name> {
        let first = self.name.get(number as usize).copied().filter(|name| *name != NONE);
        let at = self.others.partition_point(|(other, _)| *other < number);
        let others = self.others[at..].iter().take_while(move |(other, _)| *other == number);
        first.into_iter().chain(others.map(|(_, name)| *name))
    }

    /// True when some entry says the object may be executed.
    pub(crate) fn is_executable(&self, number: Number) -> bool {
        self.modes.get(number as usize).is_some_and(|mode| mode & EXECUTABLE != 0)
    }
}

struct Reading<'a> {
    store: &'a Store,
    names: Gathering,
    name: Vec<AtomicU32>,
    modes: Vec<AtomicU8>,
    missing: Mutex<HashMap<Id, Number>>,
}

#[derive(Default)]
struct Gathered {
    known: Known,
    others: HashSet<(Number, Name)>,
    edges: Vec<(Number, Name)>,
    /// Each tree, and how many of `edges` it has.
    trees: Vec<(Number, u32)>,
    faults: Vec<(Number, Fault)>,
}

impl Reading<'_> {
    /// Notes the name of a fresh entry; keeps folders.
    fn fresh(&self, entry: Entry<'_>, gathered: &mut Gathered) -> Option<(Number, Name)> {
        if entry.is_submodule() {
            return None;
        }
        let name = self.names.number(entry.name, &mut gathered.known);
        let target = self.store.find(entry.id).unwrap_or_else(|| self.missing(entry.id));
        if let Some(slot) = self.name.get(target as usize) {
            let held = slot.compare_exchange(NONE, name, Ordering::Relaxed, Ordering::Relaxed);
            if held.is_err_and(|held| held != name) {
                gathered.others.insert((target, name));
            }
            if !entry.is_tree() {
                let mode = if entry.mode & 0o100 != 0 { FILE | EXECUTABLE } else { FILE };
                self.modes[target as usize].fetch_or(mode, Ordering::Relaxed);
            }
        }
        entry.is_tree().then_some((target, name))
    }

    fn missing(&self, id: &Id) -> Number {
        let mut missing = self.missing.lock().unwrap_or_else(PoisonError::into_inner);
        let next = (self.store.len() + missing.len()) as Number;
        *missing.entry(*id).or_insert(next)
    }

    fn finish(self, gathered: Vec<Gathered>) -> Trees {
        let (names, becomes) = self.names.finish();
        let renamed = |name: Name| becomes.get(name as usize).copied().unwrap_or(NONE);
        let name = self.name.into_iter().map(|name| renamed(name.into_inner())).collect();
        let missing = self.missing.into_inner().unwrap_or_else(PoisonError::into_inner);
        let mut missing: Vec<(Number, Id)> = missing.into_iter().map(|(id, n)| (n, id)).collect();
        missing.sort_unstable();
        let mut trees = Trees {
            names,
            name,
            modes: self.modes.into_iter().map(AtomicU8::into_inner).collect(),
            missing: missing.into_iter().map(|(_, id)| id).collect(),
            ..Trees::default()
        };
        for (thread, mut part) in gathered.into_iter().enumerate() {
            part.edges.shrink_to_fit();
            part.edges.iter_mut().for_each(|(_, name)| *name = renamed(*name));
            let mut start = 0;
            for (tree, length) in part.trees {
                trees.places.insert(tree, (thread as u32, start, length));
                start += length;
            }
            trees.edges.push(part.edges);
            trees.faults.extend(part.faults);
            let others = part.others.into_iter();
            trees.others.extend(others.map(|(number, name)| (number, renamed(name))));
        }
        trees.others.sort_unstable();
        trees.others.dedup();
        let name = &trees.name;
        trees.others.retain(|(number, other)| name[*number as usize] != *other);
        trees
    }
}

impl Visit for Reading<'_> {
    type State = Entries;
    type Gathered = Gathered;

    fn limit(&self) -> u64 {
        LARGEST
    }

    fn visit(
        &self,
        gathered: &mut Gathered,
        number: Number,
        bytes: &[u8],
        difference: Option<Difference<'_, Entries>>,
    ) -> Entries {
        let entries = Entries::read(bytes, difference, |entry| self.fresh(entry, gathered));
        gathered.edges.extend(entries.kept.iter().map(|kept| (kept.target, kept.name)));
        gathered.trees.push((number, entries.kept.len() as u32));
        if !entries.complete {
            gathered.faults.push((number, Fault::Corrupt));
        }
        entries
    }

    fn failed(&self, gathered: &mut Gathered, number: Number, fault: Fault) {
        gathered.faults.push((number, fault));
    }
}
