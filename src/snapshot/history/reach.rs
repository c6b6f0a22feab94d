//! What the references lead to: commits, the oldest first, and the trees each
//! one brings.

use super::commits::{Annals, RawCommit};
use super::names::{Name, Names};
use super::trees::Trees;
use crate::snapshot::objects::{Id, Kind, NONE, Number, Store};
use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap, HashSet};

/// Where the reading starts and stops.
#[derive(Debug, Clone, Default)]
pub(crate) struct Bounds {
    /// What the references lead to.
    pub tips: Vec<Id>,
    /// Nothing that these lead to is told.
    pub since: Vec<Id>,
    /// Commits whose parents a shallow clone does not have.
    pub shallow: HashSet<Id>,
}

/// The number of a path in [`Paths`]; 0 is the root.
pub(crate) type PathId = u32;

/// Paths of folders, each a name in another.
#[derive(Debug)]
pub(crate) struct Paths {
    parts: Vec<(PathId, Name)>,
    known: HashMap<(PathId, Name), PathId>,
}

impl Default for Paths {
    fn default() -> Paths {
        Paths { parts: vec![(0, NONE)], known: HashMap::new() }
    }
}

/// A path is not written longer than this many folders deep.
const DEEPEST: usize = 4096;

impl Paths {
    fn enter(&mut self, folder: PathId, name: Name) -> PathId {
        let next = self.parts.len() as PathId;
        let id = *self.known.entry((folder, name)).or_insert(next);
        if id == next {
            self.parts.push((folder, name));
        }
        id
    }

    /// The bytes of the path of `name` in `folder`; of `folder` when `name` is
    /// [`NONE`].
    pub(crate) fn write(&self, folder: PathId, name: Name, names: &Names) -> Vec<u8> {
        let mut parts = vec![name];
        let mut at = folder;
        while at != 0 && parts.len() < DEEPEST {
            let (above, part) = self.parts[at as usize];
            parts.push(part);
            at = above;
        }
        let parts: Vec<&[u8]> = parts
            .into_iter()
            .rev()
            .filter(|part| *part != NONE)
            .map(|part| names.get(part))
            .collect();
        parts.join(&b'/')
    }
}

/// What the references lead to.
#[derive(Debug, Default)]
pub(crate) struct Reach {
    /// The commits (or, for a reference to a tree or a blob, that object),
    /// parents first, and the first visit made for each.
    pub origins: Vec<(Number, u32)>,
    /// How many of `origins` are left out by the bounds: they come first.
    pub excluded: usize,
    /// For each object, when its tree was first visited; [`NONE`] if never.
    pub visits: Vec<u32>,
    /// For each visit, the path of the tree.
    pub folders: Vec<PathId>,
    /// The paths of folders.
    pub paths: Paths,
    /// Blobs that references name, and their visits.
    pub blobs: Vec<(Number, u32)>,
    /// Annotated tags met, sorted.
    pub tags: Vec<Number>,
    /// Objects that are referred to and not there, with the visit and the name
    /// of what refers to them when it is a tree.
    pub missing: Vec<(Id, Option<(PathId, Name)>)>,
    /// How many of the missing are commits.
    pub missing_commits: usize,
    /// Commits, trees and tags that cannot be read.
    pub unreadable: Vec<(Number, Option<(PathId, Name)>)>,
}

impl Reach {
    /// The commit that a visit was made for.
    pub(crate) fn origin(&self, visit: u32) -> Number {
        let at = self.origins.partition_point(|(_, first)| *first <= visit);
        self.origins[at.saturating_sub(1)].0
    }

    /// The first visit that is told.
    pub(crate) fn first_told(&self) -> u32 {
        self.origins.get(self.excluded).map_or(self.folders.len() as u32, |origin| origin.1)
    }
}

/// Follows the tips.
pub(crate) fn reach(store: &Store, annals: &Annals, trees: &Trees, bounds: &Bounds) -> Reach {
    let mut following =
        Following { store, annals, bounds, seen: HashSet::new(), reach: Reach::default() };
    let (excluded, others) = following.commits(&bounds.since);
    let mut visiting = following.order(&excluded);
    visiting.extend(others);
    let count = visiting.len();
    let (included, others) = following.commits(&bounds.tips);
    visiting.extend(following.order(&included));
    visiting.extend(others);
    let mut reach = following.reach;
    reach.excluded = count;
    reach.visits = vec![NONE; store.len()];
    for origin in visiting {
        reach.origins.push((origin, reach.folders.len() as u32));
        match annals.commit(origin) {
            Some(commit) => match store.find(&commit.tree) {
                Some(tree) => visit(store, trees, &mut reach, tree),
                None => reach.missing.push((commit.tree, None)),
            },
            None if store.kind(origin) == Some(Kind::Tree) => {
                visit(store, trees, &mut reach, origin)
            }
            None => {
                reach.blobs.push((origin, reach.folders.len() as u32));
                reach.folders.push(0);
            }
        }
    }
    reach.tags.sort_unstable();
    reach
}

/// Visits `tree` and the folders in it that were not visited, in the order of
/// their paths.
fn visit(store: &Store, trees: &Trees, reach: &mut Reach, tree: Number) {
    let mut stack = vec![(tree, 0, None)];
    while let Some((tree, path, from)) = stack.pop() {
        let Some(slot) = reach.visits.get_mut(tree as usize) else {
            let missing = trees.missing.get(tree as usize - store.len());
            reach.missing.extend(missing.map(|id| (*id, from)));
            continue;
        };
        if *slot != NONE {
            continue;
        }
        *slot = reach.folders.len() as u32;
        reach.folders.push(path);
        if trees.faults.contains_key(&tree) || store.kind(tree) != Some(Kind::Tree) {
            reach.unreadable.push((tree, from));
        }
        for (folder, name) in trees.folders(tree).unwrap_or_default().iter().rev() {
            let seen = reach.visits.get(*folder as usize).is_some_and(|visit| *visit != NONE);
            if !seen {
                stack.push((*folder, reach.paths.enter(path, *name), Some((path, *name))));
            }
        }
    }
}

struct Following<'a> {
    store: &'a Store,
    annals: &'a Annals,
    bounds: &'a Bounds,
    seen: HashSet<Number>,
    reach: Reach,
}

impl<'a> Following<'a> {
    /// The commits that `tips` lead to and that were not met yet, and the
    /// trees and blobs they name.
    fn commits(&mut self, tips: &[Id]) -> (Vec<Number>, Vec<Number>) {
        let (mut commits, mut others) = (Vec::new(), Vec::new());
        let mut queue: Vec<Id> = tips.to_vec();
        let mut absent = HashSet::new();
        while let Some(id) = queue.pop() {
            let Some(number) = self.store.find(&id) else {
                if absent.insert(id) {
                    self.reach.missing.push((id, None));
                    self.reach.missing_commits += 1;
                }
                continue;
            };
            if !self.seen.insert(number) {
                continue;
            }
            if let Some(commit) = self.annals.commit(number) {
                commits.push(number);
                queue.extend(self.parents(number, commit));
            } else if let Some(tag) = self.annals.tags.get(&number) {
                self.reach.tags.push(number);
                queue.push(tag.target);
            } else if matches!(self.store.kind(number), Some(Kind::Tree | Kind::Blob)) {
                others.push(number);
            } else {
                self.reach.unreadable.push((number, None));
            }
        }
        others.sort_unstable();
        (commits, others)
    }

    fn parents(&self, number: Number, commit: &'a RawCommit) -> &'a [Id] {
        match self.bounds.shallow.contains(self.store.id(number)) {
            true => &[],
            false => &commit.parents,
        }
    }

    /// Sorts commits, parents first and, among those that may come next, the
    /// oldest first; ties are broken by object id.
    fn order(&self, commits: &[Number]) -> Vec<Number> {
        let mut met = vec![false; self.annals.len()];
        let positions: Vec<usize> =
            commits.iter().filter_map(|number| self.annals.position(*number)).collect();
        positions.iter().for_each(|position| met[*position] = true);
        // For each commit, how many of its parents are still to come.
        let mut waiting = vec![0u32; met.len()];
        let mut children: Vec<(u32, u32)> = Vec::with_capacity(commits.len());
        for position in &positions {
            let (number, commit) = self.annals.at(*position);
            let parents = self.parents(number, commit).iter();
            let parents = parents.filter_map(|id| self.annals.position(self.store.find(id)?));
            for parent in parents.filter(|parent| met[*parent]) {
                children.push((parent as u32, *position as u32));
                waiting[*position] += 1;
            }
        }
        children.sort_unstable();
        let entry = |position: usize| {
            let (number, commit) = self.annals.at(position);
            Reverse((commit.committer.1, number, position))
        };
        let first = positions.iter().filter(|position| waiting[**position] == 0);
        let mut ready: BinaryHeap<_> = first.map(|position| entry(*position)).collect();
        let mut sorted = Vec::with_capacity(commits.len());
        while let Some(Reverse((_, number, position))) = ready.pop() {
            sorted.push(number);
            let from = children.partition_point(|(parent, _)| (*parent as usize) < position);
            let own = children[from..].iter().take_while(|child| child.0 as usize == position);
            for (_, child) in own {
                let child = *child as usize;
                waiting[child] -= 1;
                if waiting[child] == 0 {
                    ready.push(entry(child));
                }
            }
        }
        sorted
    }
}
