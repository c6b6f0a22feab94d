//! Licence fields of files that list no component: Clojure, Cabal, CITATION.cff,
//! publiccode.yml; and what several readers of programs share.

use super::fields::{LicenceField, LicenceValue};
use crate::text;
use crate::yaml::{Node, Yaml};
use regex::Regex;

pattern!(CLOJURE, r#"(?s):licen[cs]e\s*\{[^}]*?:name\s+"([^"]+)""#);
pattern!(CABAL, r"(?mi)^license:[ \t]*(\S.*?)[ \t]*\r?$");
pattern!(CABAL_FILE, r"(?mi)^license-files?:[ \t]*(\S.*?)[ \t]*\r?$");
pattern!(QUOTED, r#""([^"\r\n]+)"|'([^'\r\n]+)'"#);

/// The strings that a list of a program holds.
pub(super) fn quoted(list: &str) -> Vec<String> {
    let list = list.split('#').next().unwrap_or(list);
    let found =
        QUOTED.captures_iter(list).filter_map(|found| found.get(1).or_else(|| found.get(2)));
    found.map(|string| string.as_str().to_string()).collect()
}

/// The licence that the first group of `pattern` finds in `text`.
pub(super) fn one(text: &str, pattern: &Regex) -> Vec<LicenceField> {
    let found = pattern.captures(text).and_then(|found| found.get(1));
    let field = found.map(|value| LicenceField::written(text, value.start(), value.as_str()));
    field.into_iter().collect()
}

/// Clojure: `:license {:name …}`.
pub(super) fn clojure(text: &str) -> Vec<LicenceField> {
    one(text, &CLOJURE)
}

/// Cabal: `license:`, or `license-file:` alone.
pub(super) fn cabal(text: &str) -> Vec<LicenceField> {
    let found = one(text, &CABAL);
    if !found.is_empty() {
        return found;
    }
    let file = CABAL_FILE.captures(text).and_then(|found| found.get(1));
    file.map(|file| LicenceField::file(text, file.start(), file.as_str())).into_iter().collect()
}

/// publiccode.yml: `legal/license`, an SPDX expression (publiccode.yml
/// standard, § legal).
pub(super) fn publiccode(text: &str) -> Vec<LicenceField> {
    yaml(text, |root| root.get("legal")?.get("license"))
}

/// Citation File Format: `license`, an identifier or a list of which any may be
/// chosen (Citation File Format 1.2, § license).
pub(super) fn citation(text: &str) -> Vec<LicenceField> {
    yaml(text, |root| root.get("license"))
}

fn yaml(text: &str, field: fn(Node<'_>) -> Option<Node<'_>>) -> Vec<LicenceField> {
    let (yaml, error) = Yaml::parse(text);
    let mut found = Vec::new();
    if let Some(error) = error {
        let message = &error.message;
        // The parser speaks English: its words stay in that language.
        let why = text!("YAML mal formé", "malformed YAML: {message}");
        let value = LicenceValue::Malformed(why);
        found.push(LicenceField { line: error.line, column: error.column, value });
    }
    let roots = yaml.roots();
    let Some(node) = roots.first().and_then(|root| field(*root)) else { return found };
    let items: Vec<Node<'_>> = node.items_or_self();
    let names = items.iter().filter_map(|item| item.text()).filter(|name| !name.trim().is_empty());
    let value = LicenceValue::AnyOf(names.map(str::to_string).collect());
    found.push(LicenceField { line: node.line(), column: node.column(), value });
    found
}
