//! The changes a document takes, and what each does to its meaning.

use super::value::Value;
use super::{Path, Refusal, Step};

/// One change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// Gives the value at `path` another one.
    Set {
        /// The value replaced.
        path: Path,
        /// The new one.
        value: Value,
    },
    /// Gives the entry at `path` another key.
    Rename {
        /// The entry.
        path: Path,
        /// Its new key.
        key: String,
    },
    /// Takes out the entry or the item at `path`, with its comments; a
    /// collection that would stay empty goes with it.
    Delete {
        /// The entry or the item.
        path: Path,
    },
    /// The same, leaving its lines as a comment.
    Comment {
        /// The entry or the item.
        path: Path,
    },
    /// Puts `key` in the mapping at `parent`, as its entry of rank `at`.
    Insert {
        /// The mapping; a null is one that is empty.
        parent: Path,
        /// Rank among its entries.
        at: usize,
        /// The key.
        key: String,
        /// Its value.
        value: Value,
    },
    /// Puts `value` at the end of the list at `parent`.
    Append {
        /// The list.
        parent: Path,
        /// The item.
        value: Value,
    },
    /// Carries the entry at `from`, with its comments, to the mapping at
    /// `parent`, under `key`.
    Move {
        /// The entry.
        from: Path,
        /// The mapping it goes to.
        parent: Path,
        /// Rank among the entries of `parent`.
        at: usize,
        /// Its new key.
        key: String,
    },
    /// Puts the entries of the mapping at `path` in another order: each rank is
    /// that of the entry which comes there.
    Reorder {
        /// The mapping.
        path: Path,
        /// The ranks.
        order: Vec<usize>,
    },
}

impl Change {
    /// The tree `before` becomes.
    pub(super) fn expected(&self, before: &Value) -> Result<Value, Refusal> {
        let mut after = before.clone();
        match self {
            Change::Set { path, value } => *after.at_mut(path)? = value.clone(),
            Change::Rename { path, key } => {
                let (last, parent) = path.split_last().ok_or(Refusal::NoSuchValue)?;
                let parent = after.at_mut(parent)?;
                let at = parent.position(last).ok_or(Refusal::NoSuchValue)?;
                let Value::Map(entries) = parent else { return Err(Refusal::NoSuchValue) };
                entries[at].0.clone_from(key);
            }
            Change::Delete { path } | Change::Comment { path } => {
                drop(take(&mut after, &removed(before, path)?)?);
            }
            Change::Insert { parent, at, key, value } => {
                insert(&mut after, parent, *at, (key.clone(), value.clone()))?;
            }
            Change::Append { parent, value } => match after.at_mut(parent)? {
                Value::Seq(items) => items.push(value.clone()),
                _ => return Err(Refusal::NoSuchValue),
            },
            Change::Move { from, parent, at, key } => {
                if parent.starts_with(from) {
                    return Err(Refusal::NoSuchValue);
                }
                let value = before.at(from).ok_or(Refusal::NoSuchValue)?.clone();
                insert(&mut after, parent, *at, (key.clone(), value))?;
                let gone = removed(&after, &shifted(before, from, parent, *at)?)?;
                drop(take(&mut after, &gone)?);
            }
            Change::Reorder { path, order } => {
                let Value::Map(entries) = after.at_mut(path)? else {
                    return Err(Refusal::NoSuchValue);
                };
                let mut sorted = order.clone();
                sorted.sort_unstable();
                if !sorted.into_iter().eq(0..entries.len()) {
                    return Err(Refusal::NoSuchValue);
                }
                *entries = order.iter().map(|at| entries[*at].clone()).collect();
            }
        }
        Ok(after)
    }
}

fn insert(
    tree: &mut Value,
    parent: &[Step],
    at: usize,
    entry: (String, Value),
) -> Result<(), Refusal> {
    let parent = tree.at_mut(parent)?;
    if matches!(parent, Value::Scalar(_, crate::yaml::Type::Null)) {
        *parent = Value::Map(Vec::new());
    }
    match parent {
        Value::Map(entries) if at <= entries.len() => {
            entries.insert(at, entry);
            Ok(())
        }
        _ => Err(Refusal::NoSuchValue),
    }
}

fn take(tree: &mut Value, path: &[Step]) -> Result<Value, Refusal> {
    let (last, parent) = path.split_last().ok_or(Refusal::NoSuchValue)?;
    let parent = tree.at_mut(parent)?;
    let at = parent.position(last).ok_or(Refusal::NoSuchValue)?;
    match parent {
        Value::Map(entries) => Ok(entries.remove(at).1),
        Value::Seq(items) => Ok(items.remove(at)),
        _ => Err(Refusal::NoSuchValue),
    }
}

/// `path`, or the outermost collection that holds nothing besides it.
pub(super) fn removed(tree: &Value, path: &[Step]) -> Result<Path, Refusal> {
    let mut path = path.to_vec();
    loop {
        let parent = path.split_last().ok_or(Refusal::Everything)?.1.to_vec();
        let alone = match tree.at(&parent).ok_or(Refusal::NoSuchValue)? {
            Value::Map(entries) => entries.len() < 2,
            Value::Seq(items) => items.len() < 2,
            _ => return Err(Refusal::NoSuchValue),
        };
        if !alone {
            return Ok(path);
        }
        path = parent;
    }
}

/// Where `from` is once an entry of rank `at` came into `parent`.
fn shifted(tree: &Value, from: &[Step], parent: &[Step], at: usize) -> Result<Path, Refusal> {
    let mut path = from.to_vec();
    if from.len() > parent.len() && same(tree, &from[..parent.len()], parent) {
        let holder = tree.at(parent).ok_or(Refusal::NoSuchValue)?;
        let rank = holder.position(&from[parent.len()]).ok_or(Refusal::NoSuchValue)?;
        path[parent.len()] = Step::At(if rank >= at { rank + 1 } else { rank });
    }
    Ok(path)
}

fn same(tree: &Value, left: &[Step], right: &[Step]) -> bool {
    let resolve = |path: &[Step]| -> Option<Vec<usize>> {
        let mut here = tree;
        path.iter()
            .map(|step| {
                let at = here.position(step)?;
                here = here.at(std::slice::from_ref(step))?;
                Some(at)
            })
            .collect()
    };
    resolve(left).is_some_and(|ranks| Some(ranks) == resolve(right))
}
