//! `publiccode.yml` and `CITATION.cff`.

use super::{malformed, place, said};
use crate::licence::expression::Expression;
use crate::licence::statements::{Declaration, Said};
use crate::text;
use crate::yaml::{Node, Yaml};

/// publiccode.yml: `legal/license`, an SPDX expression (publiccode.yml
/// standard, § legal).
pub(super) fn publiccode(path: &str, text: &str) -> Vec<Declaration> {
    read(path, text, |root| root.get("legal")?.get("license"))
}

/// Citation File Format: `license`, an identifier or a list of which any may be
/// chosen (Citation File Format 1.2, § license).
pub(super) fn citation(path: &str, text: &str) -> Vec<Declaration> {
    read(path, text, |root| root.get("license"))
}

fn read(path: &str, text: &str, field: fn(Node<'_>) -> Option<Node<'_>>) -> Vec<Declaration> {
    let (yaml, error) = Yaml::parse(text);
    let mut found = Vec::new();
    if let Some(error) = error {
        let message = &error.message;
        let why = text!("YAML mal formé : {message}", "malformed YAML: {message}");
        found.push(malformed(path, (error.line, error.column), why));
    }
    let roots = yaml.roots();
    let Some(node) = roots.first().and_then(|root| field(*root)) else { return found };
    let items: Vec<Node<'_>> = node.items_or_self();
    let names: Vec<&str> = items
        .iter()
        .filter_map(|item| item.text())
        .filter(|name| !name.trim().is_empty())
        .collect();
    let at = (node.line(), node.column());
    match names.as_slice() {
        [] => {}
        [one] => found.push(place(path, at, one, said(one))),
        [..] => {
            let parts: Option<Vec<Expression>> =
                names.iter().map(|name| Expression::read(name)).collect();
            let shown = names.join(", ");
            let what = parts.and_then(Expression::any).map_or_else(|| said(&shown), Said::Licence);
            found.push(place(path, at, &shown, what));
        }
    }
    found
}
