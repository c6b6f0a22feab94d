//! What a document means, apart from how it is written: the tree that an edit
//! must yield, and nothing else.

use super::{Refusal, Step};
use crate::yaml::Type;

/// A value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// A scalar: its text and its type.
    Scalar(String, Type),
    /// A list.
    Seq(Vec<Value>),
    /// A mapping, in the order of the file; keys may be repeated.
    Map(Vec<(String, Value)>),
    /// One more use of a value written elsewhere, by the rank of its anchor.
    Alias(usize),
}

impl Value {
    /// A text.
    pub fn text(text: impl Into<String>) -> Value {
        Value::Scalar(text.into(), Type::Str)
    }

    /// A boolean.
    pub fn bool(value: bool) -> Value {
        Value::Scalar(value.to_string(), Type::Bool)
    }

    /// The text of a scalar, null having none.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Value::Scalar(text, kind) if *kind != Type::Null => Some(text),
            _ => None,
        }
    }

    /// The entries of a mapping; none for anything else.
    pub fn entries(&self) -> &[(String, Value)] {
        if let Value::Map(entries) = self { entries } else { &[] }
    }

    /// The items of a list; none for anything else.
    pub fn items(&self) -> &[Value] {
        if let Value::Seq(items) = self { items } else { &[] }
    }

    /// The first value of `key`.
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.entries().iter().find(|(name, _)| name == key).map(|(_, value)| value)
    }

    /// The value at `path`.
    pub fn at(&self, path: &[Step]) -> Option<&Value> {
        path.iter().try_fold(self, |value, step| value.child(value.position(step)?))
    }

    /// The position that `step` names in this collection.
    pub fn position(&self, step: &Step) -> Option<usize> {
        match (self, step) {
            (Value::Map(entries), Step::Key(key)) => {
                entries.iter().position(|(name, _)| name == key)
            }
            (Value::Map(entries), Step::At(at)) => (*at < entries.len()).then_some(*at),
            (Value::Seq(items), Step::At(at)) => (*at < items.len()).then_some(*at),
            _ => None,
        }
    }

    fn child(&self, at: usize) -> Option<&Value> {
        match self {
            Value::Map(entries) => entries.get(at).map(|(_, value)| value),
            Value::Seq(items) => items.get(at),
            _ => None,
        }
    }

    /// The value at `path`, to be changed.
    pub(super) fn at_mut(&mut self, path: &[Step]) -> Result<&mut Value, Refusal> {
        let mut here = self;
        for step in path {
            let at = here.position(step).ok_or(Refusal::NoSuchValue)?;
            here = match here {
                Value::Map(entries) => &mut entries[at].1,
                Value::Seq(items) => &mut items[at],
                _ => return Err(Refusal::NoSuchValue),
            };
        }
        Ok(here)
    }

    /// Changes every text and every key by `change`.
    pub fn for_each_text(&mut self, change: &dyn Fn(&mut String)) {
        match self {
            Value::Scalar(text, _) => change(text),
            Value::Seq(items) => items.iter_mut().for_each(|item| item.for_each_text(change)),
            Value::Map(entries) => entries.iter_mut().for_each(|(key, value)| {
                change(key);
                value.for_each_text(change);
            }),
            Value::Alias(_) => {}
        }
    }

    /// True for null, a blank text, and collections of nothing else.
    pub fn is_empty(&self) -> bool {
        match self {
            Value::Scalar(text, kind) => *kind == Type::Null || text.trim().is_empty(),
            Value::Seq(items) => items.iter().all(Value::is_empty),
            Value::Map(entries) => entries.iter().all(|(_, value)| value.is_empty()),
            Value::Alias(_) => false,
        }
    }
}
