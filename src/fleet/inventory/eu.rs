//! The feed of valid publiccode.yml that the European catalogue harvests, in the shape
//! of code.gouv.fr's `awesome.json`.

use super::Item;
use crate::error::Result;
use crate::yaml::{Node, Type, Yaml};
use serde_json::{Map, Value, json};
use std::path::Path;

/// How deep a file may be.
const DEPTH: usize = 32;

pub(super) fn write(items: &[Item], folder: &Path) -> Result<usize> {
    let feed: Vec<Value> = items.iter().filter_map(described).collect();
    super::json(folder, "awesome.json", &Value::Array(feed.clone()))?;
    Ok(feed.len())
}

/// The publiccode.yml of `item`, when it is public and the rule finds it valid.
fn described(item: &Item) -> Option<Value> {
    let text = item.signal("publiccode/text").filter(|_| item.public)?;
    if item.entry.outcomes.iter().any(|outcome| outcome.rule == "publiccode/valid") {
        return None;
    }
    let (yaml, error) = Yaml::parse(text);
    let root = yaml.roots().into_iter().next().filter(|_| error.is_none())?;
    let Value::Object(mut fields) = value(root, 0) else { return None };
    fields.insert("releases_url".to_string(), json!(""));
    fields.insert("releases".to_string(), json!([]));
    Some(Value::Object(fields))
}

fn value(node: Node<'_>, depth: usize) -> Value {
    if depth > DEPTH {
        return Value::Null;
    }
    let Some(text) = node.text() else {
        if node.is_list() {
            return node.items().into_iter().map(|item| value(item, depth + 1)).collect();
        }
        let entries = node.entries().into_iter();
        let entries =
            entries.filter_map(|(key, one)| Some((key.text()?.to_string(), value(one, depth + 1))));
        return Value::Object(entries.collect::<Map<String, Value>>());
    };
    match node.scalar_type() {
        Some(Type::Null) => Value::Null,
        Some(Type::Bool) => json!(text.eq_ignore_ascii_case("true")),
        // A version such as 1.10 is no number: digits alone are.
        Some(Type::Number) => text.parse::<i64>().map_or(json!(text), |number| json!(number)),
        _ => json!(text),
    }
}
