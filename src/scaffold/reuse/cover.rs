//! The tables of `REUSE.toml`: as few paths as say exactly what is meant.

use super::{Ours, Sorted};
use crate::licence::reuse::{Coverage, SourceKind, patterns};
use minijinja::value::Value;
use std::collections::{BTreeMap, BTreeSet};

/// The tables to write: `paths`, `copyright` and `licence`, quoted as TOML
/// strings; and the paths of the files whose licence nobody knows, which a new
/// file excepts. In a file that exists, nothing that one of its tables tells is
/// named.
pub(super) fn tables(
    coverage: &Coverage,
    sorted: &Sorted,
    ours: &Ours,
    exists: bool,
) -> (Vec<Value>, Vec<String>) {
    let told: BTreeSet<&str> = coverage
        .files
        .iter()
        .filter(|file| exists && file.expressions.iter().any(in_table))
        .map(|file| file.path.as_str())
        .collect();
    let headed = sorted.headers.iter().map(|(path, _)| path);
    let every = sorted.theirs.values().flatten().chain(&sorted.ours).chain(&sorted.unknown);
    let every: BTreeSet<&str> = every.chain(headed).map(String::as_str).chain(told).collect();
    // What is wanted, and none of the rest.
    let alone = |files: &BTreeSet<String>| {
        let wanted: BTreeSet<&str> = files.iter().map(String::as_str).collect();
        patterns::covering(&wanted, &every.difference(&wanted).copied().collect())
    };
    let mut tables = Vec::new();
    if !sorted.ours.is_empty() {
        // The last table that names a file tells of it: the others come after.
        let paths = if exists { alone(&sorted.ours) } else { vec!["**".to_string()] };
        tables.push(table(paths, Some(&ours.notice), &ours.licence));
    }
    for (known, files) in &sorted.theirs {
        tables.push(table(alone(files), known.copyright.as_deref(), &known.licence));
    }
    let unknown = if exists { Vec::new() } else { alone(&sorted.unknown) };
    (tables, unknown.iter().map(|path| quoted(path)).collect())
}

fn in_table(one: &crate::licence::reuse::Statement) -> bool {
    one.source.kind == SourceKind::ReuseToml
}

fn table(paths: Vec<String>, copyright: Option<&str>, licence: &str) -> Value {
    let paths: Vec<String> = paths.iter().map(|path| quoted(path)).collect();
    Value::from(BTreeMap::from([
        ("paths", Value::from(paths)),
        ("copyright", copyright.map(quoted).map_or(Value::from(()), Value::from)),
        ("licence", Value::from(quoted(licence))),
    ]))
}

fn quoted(text: &str) -> String {
    toml::Value::String(text.to_string()).to_string()
}
