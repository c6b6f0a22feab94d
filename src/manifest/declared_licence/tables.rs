//! `Cargo.toml` and `pyproject.toml`.

use super::{broken_toml, declared, find, in_file, python};
use crate::licence::statements::Declaration;
use regex::Regex;
use std::sync::LazyLock;
use toml::{Table, Value};

static KEY: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?m)^\s*(package\.)?licen[cs]e\b").expect("constant"));

static FILE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?m)^\s*license-files?\b").expect("constant"));

/// Cargo: `package.license`, an expression where a slash stands for `OR`;
/// `license-file`; both may come from the workspace (Cargo reference, manifest
/// § license).
pub(super) fn cargo(path: &str, text: &str) -> Vec<Declaration> {
    let root: Table = match text.parse() {
        Ok(root) => root,
        Err(error) => return vec![broken_toml(path, text, &error)],
    };
    let workspace = root.get("workspace").and_then(|workspace| workspace.get("package"));
    let package = root.get("package").or(workspace);
    let string = |key: &str| package?.get(key)?.as_str();
    let licence = string("license").map(|written| declared(path, text, find(text, &KEY), written));
    let file = string("license-file").map(|file| in_file(path, text, find(text, &FILE), file));
    licence.or(file).into_iter().collect()
}

/// Python: `project.license`, an expression or a table with `text` or `file`;
/// `tool.poetry.license`; classifiers (Python packaging specification,
/// pyproject.toml § license).
pub(super) fn pyproject(path: &str, text: &str) -> Vec<Declaration> {
    let root: Table = match text.parse() {
        Ok(root) => root,
        Err(error) => return vec![broken_toml(path, text, &error)],
    };
    let project = root.get("project");
    let poetry = root.get("tool").and_then(|tool| tool.get("poetry"));
    let licence =
        project.and_then(|project| project.get("license")).or_else(|| poetry?.get("license"));
    let at = find(text, &KEY);
    let field = match licence {
        Some(Value::String(written)) => Some(declared(path, text, at, written)),
        Some(Value::Table(table)) => table
            .get("text")
            .and_then(Value::as_str)
            .map(|written| declared(path, text, at, first_line(written)))
            .or_else(|| {
                let file = table.get("file").and_then(Value::as_str)?;
                Some(in_file(path, text, at, file))
            }),
        _ => None,
    };
    let classifiers =
        [project, poetry].into_iter().flatten().filter_map(|table| table.get("classifiers"));
    let classifiers: Vec<&str> =
        classifiers.filter_map(Value::as_array).flatten().filter_map(Value::as_str).collect();
    let mut found: Vec<Declaration> = field.into_iter().collect();
    found.extend(python::classified(path, text, &classifiers));
    found
}

/// A field that holds a whole text names the licence on its first line.
fn first_line(written: &str) -> &str {
    written.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default()
}
