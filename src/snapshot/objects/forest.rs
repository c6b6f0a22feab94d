//! Which objects are stored as differences from which: trees of objects whose
//! roots are stored whole.

use super::{Kind, NONE, Number, Store};

/// For each object, those stored as a difference from it.
#[derive(Debug, Default)]
pub(crate) struct Forest {
    /// Where the children of each object start in `children`.
    starts: Vec<u32>,
    children: Vec<Number>,
    /// Each object after its base; those whose base cannot be found are not here.
    order: Vec<Number>,
    /// How many objects there are below each one, itself included.
    weights: Vec<u32>,
}

impl Forest {
    /// Arranges the objects of `store`, and gives each the kind of its root.
    pub(crate) fn new(store: &mut Store) -> Forest {
        let count = store.len();
        let numbers = 0..count as Number;
        let mut starts = vec![0u32; count + 1];
        for base in numbers.clone().filter_map(|number| store.base(number)) {
            starts[base as usize + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut next = starts.clone();
        let mut children = vec![NONE; starts[count] as usize];
        for number in numbers.clone() {
            if let Some(base) = store.base(number) {
                children[next[base as usize] as usize] = number;
                next[base as usize] += 1;
            }
        }
        drop(next);
        let roots = numbers.filter(|number| store.base(*number).is_none());
        let mut order: Vec<Number> = roots.filter(|root| store.kind(*root).is_some()).collect();
        let mut at = 0;
        while let Some(&number) = order.get(at) {
            let kind = store.kind(number);
            let range = starts[number as usize] as usize..starts[number as usize + 1] as usize;
            for child in &children[range] {
                if let Some(kind) = kind {
                    store.set_kind(*child, kind);
                }
                order.push(*child);
            }
            at += 1;
        }
        let mut forest = Forest { starts, children, order, weights: Vec::new() };
        forest.weigh(store);
        forest
    }

    fn weigh(&mut self, store: &Store) {
        self.weights = vec![1u32; store.len()];
        for number in self.order.iter().rev() {
            if let Some(base) = store.base(*number) {
                self.weights[base as usize] += self.weights[*number as usize];
            }
        }
        // The heaviest child comes last: when it is met its base is let go, and
        // what is held at once is the logarithm of the family's size at most.
        for number in &self.order {
            let at = *number as usize;
            let range = self.starts[at] as usize..self.starts[at + 1] as usize;
            self.children[range].sort_unstable_by_key(|child| {
                (self.weights[*child as usize], store.position(*child))
            });
        }
    }

    /// The objects stored as a difference from `number`, the lightest first.
    pub(crate) fn children(&self, number: Number) -> &[Number] {
        let at = number as usize;
        &self.children[self.starts[at] as usize..self.starts[at + 1] as usize]
    }

    /// How many objects there are below `number`, itself included.
    pub(crate) fn weight(&self, number: Number) -> u32 {
        self.weights[number as usize]
    }

    /// The roots of one kind: the heaviest families first, then as they lie on disk.
    pub(crate) fn roots(&self, store: &Store, kind: Kind) -> Vec<Number> {
        let roots = self.order.iter().take_while(|number| store.base(**number).is_none());
        let mut roots: Vec<Number> =
            roots.copied().filter(|root| store.kind(*root) == Some(kind)).collect();
        roots.sort_unstable_by_key(|root| {
            let heavy = self.weight(*root).min(1 << 20) >> 10;
            (std::cmp::Reverse(heavy), store.position(*root))
        });
        roots
    }

    /// For each object, whether it or one below it is `wanted`.
    pub(crate) fn needed(&self, store: &Store, wanted: impl Fn(Number) -> bool) -> Vec<bool> {
        let mut needed = vec![false; store.len()];
        for number in self.order.iter().rev() {
            let at = *number as usize;
            needed[at] |= wanted(*number);
            if needed[at]
                && let Some(base) = store.base(*number)
            {
                needed[base as usize] = true;
            }
        }
        needed
    }
}
