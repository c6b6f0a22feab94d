//! `mix.lock` and `mix.exs`: terms of Elixir, read without being evaluated.

use super::fields::{LicenceField, LicenceValue};
use super::others;
use super::source::digest;
use super::{Component, Ecosystem, Listing, Malformed, Scope};
use crate::text;
use crate::text::line::position;
use regex::Regex;
use std::sync::LazyLock;

static ENTRY: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r#"^\s*"([^"]+)":\s*\{:(\w+),\s*(.*)$"#).expect("constant"));
static NEEDED: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\{:([a-z0-9_]+),").expect("constant"));
static ASKED: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\{\s*:([a-z0-9_]+)\s*,").expect("constant"));
static ONLY: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"only:\s*(\[[^\]]*\]|:\w+)").expect("constant"));

static LICENCES: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?s)\blicenses:\s*\[(.*?)\]").expect("constant"));

/// Reads `mix.lock`: one entry a line.
pub(super) fn lock(_path: &str, text: &str) -> Result<Listing, Malformed> {
    let mut listing = Listing::default();
    for (at, line) in text.lines().enumerate() {
        let trimmed = line.trim();
        if matches!(trimmed, "" | "%{" | "}" | "%{}") {
            continue;
        }
        let Some(found) = ENTRY.captures(line) else {
            return Err(Malformed::at(
                at + 1,
                1,
                text!("une entrée de mix.lock était attendue", "an entry of mix.lock was expected"),
            ));
        };
        let (name, kind, rest) = (&found[1], &found[2], &found[3]);
        if kind == "path" {
            continue;
        }
        let mut component = Component::new(Ecosystem::Hex, name, at + 1);
        let strings: Vec<&str> = quoted(rest);
        component.version = match kind {
            // {:hex, :name, "1.2.3", "digest", …}; {:git, "address", "commit", …}
            "hex" => strings.first().map(ToString::to_string),
            _ => strings.get(1).map(ToString::to_string),
        };
        if kind == "hex" {
            // The last digest is that of the package as it is downloaded.
            component.checksum = strings.iter().skip(1).rev().find_map(|word| digest(word));
        }
        component.requires = NEEDED.captures_iter(rest).map(|found| found[1].to_string()).collect();
        listing.components.push(component);
    }
    Ok(listing)
}

fn quoted(text: &str) -> Vec<&str> {
    text.split('"').skip(1).step_by(2).collect()
}

/// Reads `mix.exs`: the tuples of `deps`.
pub(super) fn manifest(_path: &str, text: &str) -> Result<Listing, Malformed> {
    let mut listing = Listing::default();
    let Some(start) = text.find("defp deps").or_else(|| text.find("def deps")) else {
        return Ok(listing);
    };
    let body = &text[start..];
    let end = body[1..].find("\n  def").map_or(body.len(), |at| at + 1);
    let body: &str = &body[..end];
    let places: Vec<(usize, &str)> = ASKED
        .captures_iter(body)
        .filter_map(|found| Some((found.get(0)?.start(), found.get(1)?.as_str())))
        .collect();
    let (mut line, mut passed) = (position(text, start).0, 0);
    let mut commented = false;
    for (at, (offset, name)) in places.iter().enumerate() {
        let since = &body[passed..*offset];
        line += since.matches('\n').count();
        passed = *offset;
        commented = match since.rfind('\n') {
            Some(start) => since[start..].contains('#'),
            None => commented || since.contains('#'),
        };
        if commented {
            continue;
        }
        let end = places.get(at + 1).map_or(body.len(), |(next, _)| *next);
        let words = &body[*offset..end];
        if words.contains("in_umbrella: true") || words.contains("path:") {
            continue;
        }
        let development = ONLY.captures(words).is_some_and(|only| !only[1].contains(":prod"));
        let scope = if development { Scope::Development } else { Scope::Runtime };
        listing.roots.push((name.to_string(), scope));
        let mut component = Component::new(Ecosystem::Hex, *name, line);
        (component.scope, component.direct) = (scope, Some(true));
        listing.components.push(component);
    }
    Ok(listing)
}

/// The licences of the package, which all apply (Hex documentation,
/// `mix hex.build`).
pub(super) fn licences(text: &str) -> Vec<LicenceField> {
    let value = LICENCES.captures(text).and_then(|found| found.get(1));
    let field = |value: regex::Match<'_>| {
        let names = others::quoted(value.as_str());
        LicenceField::at(text, value.start(), LicenceValue::AllOf(names))
    };
    value.map(field).into_iter().collect()
}
