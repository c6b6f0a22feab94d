//! The tables of `REUSE.toml`: as few paths as say exactly what is meant.

use super::{Ours, Sorted};
use crate::licence::reuse::{Coverage, SourceKind};
use minijinja::value::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Files of one folder beyond which they are named together.
const FEW: usize = 3;

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
        let refused = every.difference(&wanted).copied().collect();
        globs("", &wanted, &refused)
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

/// Globs that match every path of `wanted` and none of `refused`, all of them
/// under `folder`.
fn globs(folder: &str, wanted: &BTreeSet<&str>, refused: &BTreeSet<&str>) -> Vec<String> {
    let mut globs = Vec::new();
    let children = by_child(folder, wanted);
    let shut = by_child(folder, refused);
    let files: Vec<&str> =
        children.iter().filter(|(_, inside)| inside.is_none()).map(|(name, _)| *name).collect();
    let alone = shut.values().all(Option::is_some);
    if files.len() > FEW && alone {
        globs.push(format!("{}*", escaped(folder)));
    } else {
        globs.extend(files.iter().map(|name| escaped(&format!("{folder}{name}"))));
    }
    for (name, inside) in &children {
        let Some(inside) = inside else { continue };
        let below = format!("{folder}{name}/");
        match shut.get(name) {
            Some(Some(shut)) => globs.extend(self::globs(&below, inside, shut)),
            _ => globs.push(format!("{}**", escaped(&below))),
        }
    }
    globs
}

/// The paths under `folder` by their next part: nothing for a file, what it
/// holds for a folder.
fn by_child<'p>(
    folder: &str,
    paths: &BTreeSet<&'p str>,
) -> BTreeMap<&'p str, Option<BTreeSet<&'p str>>> {
    let mut children: BTreeMap<&str, Option<BTreeSet<&str>>> = BTreeMap::new();
    for path in paths {
        let Some(rest) = path.strip_prefix(folder) else { continue };
        match rest.split_once('/') {
            Some((name, _)) => {
                children.entry(name).or_default().get_or_insert_default().insert(path);
            }
            None => drop(children.entry(rest).or_default()),
        }
    }
    children
}

/// `path` where no character stands for others.
fn escaped(path: &str) -> String {
    path.replace('\\', "\\\\").replace('*', "\\*")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cover(wanted: &[&str], refused: &[&str]) -> Vec<String> {
        globs("", &wanted.iter().copied().collect(), &refused.iter().copied().collect())
    }

    #[test]
    fn folders_are_named_when_nothing_in_them_is_refused() {
        assert_eq!(cover(&["src/a.c", "src/b/c.c"], &[]), ["src/**"]);
        assert_eq!(cover(&["src/a.c", "src/b/c.c"], &["src/lib/z.c"]), ["src/a.c", "src/b/**"]);
        assert_eq!(cover(&["a", "b", "c", "d", "e/f"], &["g/h"]), ["*", "e/**"]);
        assert_eq!(cover(&["a", "b", "c", "d"], &["e"]), ["a", "b", "c", "d"]);
        assert_eq!(cover(&["a*b"], &["c"]), ["a\\*b"]);
    }
}
