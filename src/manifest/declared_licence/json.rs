//! `package.json`, `composer.json`, `codemeta.json`.

use super::{declared, find, malformed, several};
use crate::licence::statements::Declaration;
use crate::text;
use regex::Regex;
use serde_json::Value;
use std::sync::LazyLock;

static KEY: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r#""licen[cs]es?"\s*:"#).expect("constant"));

/// npm: `license`, an expression; formerly an object or a list `licenses`, of
/// which any may be chosen (npm documentation, package.json § license).
pub(super) fn npm(path: &str, text: &str) -> Vec<Declaration> {
    read(path, text)
}

/// Composer: `license`, an expression or a list of which any may be chosen
/// (Composer documentation, schema § license).
pub(super) fn composer(path: &str, text: &str) -> Vec<Declaration> {
    read(path, text)
}

/// CodeMeta: `license`, an address or a work with an address or a name.
pub(super) fn codemeta(path: &str, text: &str) -> Vec<Declaration> {
    read(path, text)
}

fn read(path: &str, text: &str) -> Vec<Declaration> {
    let bare = text.trim_start_matches('\u{feff}');
    let root: Value = match serde_json::from_str(bare) {
        Ok(root) => root,
        Err(error) => {
            let why = text!("JSON mal formé", "malformed JSON");
            return vec![malformed(path, (error.line().max(1), error.column().max(1)), why)];
        }
    };
    let Some(value) = root.get("license").or_else(|| root.get("licenses")) else {
        return Vec::new();
    };
    let at = find(text, &KEY);
    match value {
        Value::Array(items) => {
            let names: Vec<String> = items.iter().filter_map(name).collect();
            several(path, text, at, &names, true).into_iter().collect()
        }
        one => name(one).map(|name| declared(path, text, at, &name)).into_iter().collect(),
    }
}

fn name(value: &Value) -> Option<String> {
    let text = |key: &str| value.get(key).and_then(Value::as_str);
    let name = match value {
        Value::String(name) => name.as_str(),
        Value::Object(_) => {
            ["type", "identifier", "@id", "url", "name"].into_iter().find_map(text)?
        }
        _ => return None,
    };
    (!name.trim().is_empty()).then(|| name.to_string())
}
