//! What people answered, and what is still to be asked.

use super::edits::order;
use super::{Proposal, shown};
use crate::publiccode::standard::{self, Key, Shape};
use crate::publiccode::validate::boolean;
use crate::text;
use crate::text::question::is_question;
use crate::yaml::edit::{Change, Document, Path, Step, Type, Value};
use std::collections::BTreeMap;

/// The answers, by path (`maintenance.contacts[0].name`).
pub type Answers = BTreeMap<String, String>;

/// A value waiting for an answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// Its path, as people read it.
    pub key: String,
    /// Line, from 1.
    pub line: usize,
    /// The key of the standard.
    pub standard: Option<&'static Key>,
    /// The question, as the file asks it.
    pub text: String,
}

/// The values of `document` that wait for an answer, in the order of the file.
pub fn open_questions(document: &Document) -> Vec<Question> {
    let mut out = Vec::new();
    collect(document, document.value(), &Path::new(), &mut out);
    out
}

fn collect(document: &Document, value: &Value, here: &Path, out: &mut Vec<Question>) {
    match value {
        Value::Scalar(text, _) if is_question(text) => {
            let mut path = here.clone();
            let mut key = shown(document, &path);
            let known = standard::find(&key);
            // A list that is one question is answered as a whole.
            if key.ends_with("[0]")
                && matches!(known.map(|known| known.shape), Some(Shape::List(..)))
            {
                path.pop();
                key = shown(document, &path);
            }
            let line = document.line(here).unwrap_or(1);
            out.push(Question { key, line, standard: known, text: text.trim().to_string() });
        }
        Value::Seq(items) => {
            for (at, item) in items.iter().enumerate() {
                collect(document, item, &below(here, at), out);
            }
        }
        Value::Map(entries) => {
            for (at, (_, value)) in entries.iter().enumerate() {
                collect(document, value, &below(here, at), out);
            }
        }
        _ => {}
    }
}

fn below(path: &Path, at: usize) -> Path {
    path.iter().cloned().chain([Step::At(at)]).collect()
}

/// Writes the answers where they belong.
pub(super) fn propose(document: &Document, answers: &Answers) -> Vec<Proposal> {
    answers.iter().filter_map(|(key, answer)| written(document, key, answer)).collect()
}

fn written(document: &Document, key: &str, answer: &str) -> Option<Proposal> {
    let path = steps(key);
    let value = typed(key, answer);
    let mut depth = path.len();
    while depth > 0 && document.get(&path[..depth]).is_none() {
        depth -= 1;
    }
    let change = if depth == path.len() {
        if *document.get(&path)? == value {
            return None;
        }
        Change::Set { path: path.clone(), value }
    } else {
        let parent = path[..depth].to_vec();
        let rest = nested(&path[depth + 1..], value.clone());
        match (document.get(&parent)?, &path[depth]) {
            (Value::Map(_) | Value::Scalar(_, Type::Null), Step::Key(name)) => {
                let at = document.rank(&parent, name, &order(&parent));
                Change::Insert { parent, at, key: name.clone(), value: rest }
            }
            (Value::Seq(_), Step::At(_)) => Change::Append { parent, value: rest },
            // A question stands where a section or a list is expected.
            (Value::Scalar(..), _) => {
                Change::Set { path: parent, value: nested(&path[depth..], value) }
            }
            _ => return None,
        }
    };
    let text = text!("« {key} » : votre réponse", "“{key}”: your answer");
    Some(Proposal {
        path,
        key: key.to_string(),
        safe: true,
        limited: true,
        text,
        changes: vec![change],
    })
}

/// `value` within the collections that `path` goes through.
fn nested(path: &[Step], value: Value) -> Value {
    path.iter().rev().fold(value, |value, step| match step {
        Step::Key(key) => Value::Map(vec![(key.clone(), value)]),
        Step::At(_) => Value::Seq(vec![value]),
    })
}

/// The steps of `maintenance.contacts[0].name`; `contacts.0.name` is the same.
fn steps(key: &str) -> Path {
    let parts = key.split(['.', '[', ']']).filter(|part| !part.is_empty());
    parts.map(|part| part.parse().map_or_else(|_| Step::from(part), Step::At)).collect()
}

/// The line of `document` where `key` stands, or the nearest section around it.
pub(super) fn nearest_line(document: &Document, key: &str) -> usize {
    let mut path = steps(key);
    while !path.is_empty() {
        if let Some(line) = document.line(&path) {
            return line;
        }
        path.pop();
    }
    1
}

/// The value that `answer` is for `key`: lists are separated by commas, or by
/// line feeds when there are any.
fn typed(key: &str, answer: &str) -> Value {
    let ranks = |part: &&str| part.parse::<usize>().is_err();
    let name = key.split('.').filter(ranks).collect::<Vec<_>>().join(".");
    let last = key.rsplit('.').next().unwrap_or_default();
    let item = key.ends_with(']') || last.parse::<usize>().is_ok();
    match standard::find(&name).map(|known| known.shape) {
        Some(Shape::Boolean) => boolean(answer.trim()).map_or(Value::text(answer), Value::bool),
        Some(Shape::List(..)) if !item => {
            let separator = if answer.contains('\n') { '\n' } else { ',' };
            let items = answer.split(separator).map(str::trim).filter(|item| !item.is_empty());
            Value::Seq(items.map(Value::text).collect())
        }
        _ => Value::text(answer),
    }
}
