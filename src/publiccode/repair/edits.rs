//! The edits of the document that the change of a diagnostic stands for.

use crate::publiccode::diagnostic::Change;
use crate::publiccode::path::Path as Place;
use crate::publiccode::standard::{Under, under};
use crate::yaml::Type;
use crate::yaml::edit::{self, Document, Path, Step, Value, path};

/// The names of the keys of the section at `section`, in canonical order.
pub(super) fn order(section: &[Step]) -> Vec<&'static str> {
    let names = section.iter().filter_map(|step| match step {
        Step::Key(name) => Some(name.as_str()),
        Step::At(_) => None,
    });
    match under(names) {
        Some(Under::Keys(keys) | Under::Tags(keys)) => keys.iter().map(|key| key.name).collect(),
        _ => Vec::new(),
    }
}

/// The edits of `change` at `place`, to be made in order, all or none.
pub(super) fn edits(document: &Document, place: &Place, change: &Change) -> Vec<edit::Change> {
    let mut path = place.0.clone();
    if document.get(&path).is_none() && path.last() == Some(&Step::At(0)) {
        // One value that stands for a list.
        path.pop();
    }
    match change {
        Change::Set(value) => vec![set(document, path, value)],
        Change::Rename(key) => vec![edit::Change::Rename { path, key: key.clone() }],
        Change::Remove => vec![edit::Change::Delete { path }],
        Change::RemoveTwin(rank) => {
            path.pop();
            path.push(Step::At(*rank));
            vec![edit::Change::Delete { path }]
        }
        Change::Comment => vec![edit::Change::Comment { path }],
        Change::Insert(value) => vec![insert(document, path, value)],
        Change::MakeList(items) => {
            let whole = || document.get(&path).cloned().into_iter().collect();
            let items = if items.is_empty() { whole() } else { items.clone() };
            vec![edit::Change::Set { path, value: Value::Seq(items) }]
        }
        Change::Move(to) => moved(document, path, to),
        Change::Split(parts) => split(document, &path, parts),
    }
}

fn set(document: &Document, mut path: Path, value: &Value) -> edit::Change {
    // An item that changes shape has its whole list written again.
    if let Some(Step::At(at)) = path.last().cloned()
        && (!matches!(value, Value::Scalar(..))
            || !matches!(document.get(&path), Some(Value::Scalar(..))))
        && let Some(Value::Seq(items)) = document.get(&path[..path.len() - 1])
        && at < items.len()
    {
        let mut items = items.clone();
        items[at] = value.clone();
        path.pop();
        return edit::Change::Set { path, value: Value::Seq(items) };
    }
    edit::Change::Set { path, value: value.clone() }
}

/// Adds the key at `path`, or gives it a value where it has none.
fn insert(document: &Document, mut path: Path, value: &Value) -> edit::Change {
    match (document.get(&path).is_some(), path.last().cloned()) {
        (false, Some(Step::Key(key))) => {
            path.pop();
            let at = document.rank(&path, &key, &order(&path));
            edit::Change::Insert { parent: path, at, key, value: value.clone() }
        }
        _ => edit::Change::Set { path, value: value.clone() },
    }
}

/// Carries the entry at `from` to the dotted path `to`.
fn moved(document: &Document, from: Path, to: &str) -> Vec<edit::Change> {
    let target = path(to);
    let Some((Step::Key(key), parent)) = target.split_last() else { return Vec::new() };
    let mut changes = Vec::new();
    if document.get(&target).is_some() {
        changes.push(edit::Change::Delete { path: target.clone() });
    }
    if document.get(parent).is_none() {
        let nothing = Value::Scalar(String::new(), Type::Null);
        changes.push(insert(document, parent.to_vec(), &nothing));
    }
    let at = document.rank(parent, key, &order(parent));
    changes.push(edit::Change::Move { from, parent: parent.to_vec(), at, key: key.clone() });
    changes
}

/// Gives the values of the section at `path` to keys of the top, then removes it.
fn split(document: &Document, path: &[Step], parts: &[(&str, &str)]) -> Vec<edit::Change> {
    let mut changes = Vec::new();
    let mut after = None;
    for (from, to) in parts {
        let value = document.get(path).and_then(|section| section.get(from)?.as_text());
        let there = document.value().get(to);
        let Some(text) = value.map(str::trim).filter(|text| !text.is_empty()) else { continue };
        if there.is_some_and(|there| !there.is_empty()) {
            continue;
        }
        if there.is_some() {
            changes.push(edit::Change::Delete { path: vec![Step::from(*to)] });
        }
        let rank = after.unwrap_or_else(|| document.rank(&[], to, &order(&[])));
        after = Some(rank + 1);
        let value = Value::text(text);
        changes.push(edit::Change::Insert {
            parent: Path::new(),
            at: rank,
            key: (*to).to_string(),
            value,
        });
    }
    changes.push(edit::Change::Delete { path: path.to_vec() });
    changes
}
