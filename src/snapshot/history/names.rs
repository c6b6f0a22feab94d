//! The names that trees give to objects, each written once.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// The number of a name in [`Names`].
pub(super) type Name = u32;

/// Names being gathered by several threads.
#[derive(Debug, Default)]
pub(super) struct Gathering(Mutex<HashMap<Box<[u8]>, Name>>);

/// What one thread knows of the names gathered.
pub(super) type Known = HashMap<Box<[u8]>, Name>;

impl Gathering {
    /// The number of `name`, for now.
    pub(super) fn number(&self, name: &[u8], known: &mut Known) -> Name {
        if let Some(number) = known.get(name) {
            return *number;
        }
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let next = all.len() as Name;
        let number = *all.entry(name.into()).or_insert(next);
        known.insert(name.into(), number);
        number
    }

    /// The names, and for each number given so far the one it becomes: names
    /// are numbered in their order, whichever thread met them first.
    pub(super) fn finish(self) -> (Names, Vec<Name>) {
        let all = self.0.into_inner().unwrap_or_else(PoisonError::into_inner);
        let mut sorted: Vec<(Box<[u8]>, Name)> = all.into_iter().collect();
        sorted.sort_unstable();
        let mut becomes = vec![0; sorted.len()];
        for (new, (_, old)) in sorted.iter().enumerate() {
            becomes[*old as usize] = new as Name;
        }
        (Names(sorted.into_iter().map(|(name, _)| name).collect()), becomes)
    }
}

/// Names, sorted.
#[derive(Debug, Default)]
pub(crate) struct Names(Vec<Box<[u8]>>);

impl Names {
    /// The bytes of a name; none for a number that was not given.
    pub(crate) fn get(&self, name: Name) -> &[u8] {
        self.0.get(name as usize).map_or(&[], |name| name)
    }

    /// The number of a name.
    pub(crate) fn find(&self, name: &[u8]) -> Option<Name> {
        self.0.binary_search_by(|other| (**other).cmp(name)).ok().map(|at| at as Name)
    }

    /// How many names there are.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }
}
