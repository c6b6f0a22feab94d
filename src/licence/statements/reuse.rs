//! The licences that `REUSE.toml` and `.reuse/dep5` give to paths.

use super::place::{of, shortened};
use super::{Declaration, Said, Source};
use crate::licence::expression::Expression;
use crate::licence::notice::Scope;
use crate::text;

pub(super) fn is_reuse(path: &str) -> bool {
    path == "REUSE.toml" || path.ends_with("/REUSE.toml") || path == ".reuse/dep5"
}

/// The declarations of one of these files.
pub(super) fn read(path: &str, text: &str) -> Vec<Declaration> {
    if path.ends_with(".toml") { toml(path, text) } else { dep5(path, text) }
}

fn declared(path: &str, line: usize, covers: Vec<String>, written: &str) -> Declaration {
    let whole = covers.iter().any(|glob| glob == "**" || glob == "*");
    let said = match Expression::parse(written) {
        Ok(expression) => Said::Licence(expression),
        Err(error) => Said::Invalid(error),
    };
    Declaration {
        source: Source::Reuse,
        path: path.to_string(),
        line: Some(line),
        column: None,
        written: shortened(written),
        said,
        scope: if whole { Scope::Whole } else { Scope::Paths(covers) },
        count: 1,
    }
}

fn toml(path: &str, text: &str) -> Vec<Declaration> {
    let root: toml::Table = match text.parse() {
        Ok(root) => root,
        Err(error) => return vec![super::manifest::broken_toml(path, text, &error)],
    };
    let strings = |value: Option<&toml::Value>| -> Vec<String> {
        match value {
            Some(toml::Value::String(one)) => vec![one.clone()],
            Some(toml::Value::Array(items)) => {
                items.iter().filter_map(|item| item.as_str().map(str::to_string)).collect()
            }
            _ => Vec::new(),
        }
    };
    let mut lines = text.match_indices("SPDX-License-Identifier").map(|(at, _)| of(text, at).0);
    let annotations = root.get("annotations").and_then(toml::Value::as_array);
    let mut found = Vec::new();
    for annotation in annotations.into_iter().flatten() {
        let covers = strings(annotation.get("path"));
        for written in strings(annotation.get("SPDX-License-Identifier")) {
            found.push(declared(path, lines.next().unwrap_or(1), covers.clone(), &written));
        }
    }
    found
}

fn dep5(path: &str, text: &str) -> Vec<Declaration> {
    let mut found = Vec::new();
    let mut covers: Vec<String> = Vec::new();
    for (number, line) in text.lines().enumerate() {
        if let Some(files) = line.strip_prefix("Files:") {
            covers = files.split_whitespace().map(str::to_string).collect();
        } else if let Some(written) = line.strip_prefix("License:").filter(|_| !covers.is_empty()) {
            found.push(declared(path, number + 1, std::mem::take(&mut covers), written.trim()));
        }
    }
    let format = text.lines().next().is_some_and(|line| line.contains(':'));
    if !format && !text.trim().is_empty() {
        let why =
            text!("ce n’est pas un fichier au format dep5", "it is not a file in the dep5 format");
        found.push(super::manifest::malformed(path, (1, 1), why));
    }
    found
}
