//! `Gemfile.lock` and `Gemfile`.

use super::fields::{LicenceField, LicenceValue};
use super::others::quoted;
use super::source::digest;
use super::{Component, Ecosystem, Listing, Malformed, Scope};
use crate::text;
use regex::Regex;
use std::sync::LazyLock;

static LICENCE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?m)^[^#\n]*\.licenses?\s*=\s*(.+)$").expect("constant"));

/// Reads `Gemfile.lock`: sections in capitals, four spaces before a gem, six
/// before what it needs.
pub(super) fn lock(_path: &str, text: &str) -> Result<Listing, Malformed> {
    let mut listing = Listing::default();
    let mut section = "";
    for (at, line) in text.lines().enumerate() {
        if line.trim().is_empty() {
            continue;
        }
        let indent = line.len() - line.trim_start().len();
        let word = line.trim();
        match (section, indent) {
            (_, 0) if is_section(word) => section = word,
            (_, 0) => {
                let wanted = text!(
                    "un titre de section en capitales était attendu",
                    "the name of a section, in capitals, was expected"
                );
                return Err(Malformed::at(at + 1, 1, wanted));
            }
            ("GEM" | "GIT", 4) => match component(word, at + 1) {
                Some(component) => listing.components.push(component),
                None => {
                    let wanted = text!(
                        "un nom et une version entre parenthèses étaient attendus",
                        "a name and a version in parentheses were expected"
                    );
                    return Err(Malformed::at(at + 1, indent + 1, wanted));
                }
            },
            ("GEM" | "GIT", 6) => {
                let needed = word.split(' ').next().unwrap_or_default().to_string();
                if let Some(last) = listing.components.last_mut() {
                    last.requires.push(needed);
                }
            }
            ("CHECKSUMS", 2) => add_checksum(&mut listing.components, word),
            ("DEPENDENCIES", 2) => {
                let name = word.split(' ').next().unwrap_or_default().trim_end_matches('!');
                listing.roots.push((name.to_string(), Scope::Unknown));
            }
            _ => {}
        }
    }
    Ok(listing)
}

/// `GEM`, `RUBY VERSION`.
fn is_section(word: &str) -> bool {
    word.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b' ')
}

/// `name (1.2.3)`, `name (1.2.3-x86_64-linux)`.
fn component(word: &str, line: usize) -> Option<Component> {
    let (name, rest) = word.split_once(" (")?;
    let version = rest.strip_suffix(')')?;
    let mut component = Component::new(Ecosystem::Gem, name, line);
    component.version = Some(platform_free(version).to_string());
    Some(component)
}

/// The version without the platform a gem was built for.
fn platform_free(version: &str) -> &str {
    match version.split_once('-') {
        Some((number, _)) if number.starts_with(|c: char| c.is_ascii_digit()) => number,
        _ => version,
    }
}

fn add_checksum(components: &mut [Component], word: &str) {
    let Some((name, rest)) = word.split_once(" (") else { return };
    let Some((version, sum)) = rest.split_once(") ") else { return };
    if version.contains('-') {
        return; // the gem of one platform
    }
    // Both lists are sorted by name.
    if let Ok(at) = components.binary_search_by(|component| component.name.as_str().cmp(name)) {
        components[at].checksum = digest(sum);
    }
}

/// Reads `Gemfile`: the lines `gem "name"`, with the groups around them.
pub(super) fn manifest(_path: &str, text: &str) -> Result<Listing, Malformed> {
    let mut listing = Listing::default();
    let mut blocks: Vec<Option<Scope>> = Vec::new();
    for (at, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.starts_with('#') {
            continue;
        }
        if line.ends_with(" do") || line.contains(" do |") {
            blocks.push(line.strip_prefix("group").map(scope_of));
        } else if line == "end" {
            blocks.pop();
        }
        let Some(rest) = line.strip_prefix("gem ").or_else(|| line.strip_prefix("gem(")) else {
            continue;
        };
        let rest = rest.trim_start();
        let Some(quote) = rest.chars().next().filter(|c| matches!(c, '"' | '\'')) else { continue };
        let Some(name) = rest[1..].split(quote).next() else { continue };
        let around = blocks.iter().rev().find_map(|block| *block);
        let inline = ["group:", "groups:", ":group =>"]
            .iter()
            .find_map(|key| line.find(key).map(|place| scope_of(&line[place + key.len()..])));
        let scope = inline.or(around).unwrap_or(Scope::Runtime);
        listing.roots.push((name.to_string(), scope));
        let mut component = Component::new(Ecosystem::Gem, name, at + 1);
        (component.scope, component.direct) = (scope, Some(true));
        listing.components.push(component);
    }
    Ok(listing)
}

/// What groups are for: development only when none of them is used to run.
fn scope_of(groups: &str) -> Scope {
    let words = groups.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    let names: Vec<&str> =
        words.filter(|word| !matches!(*word, "" | "do" | "optional" | "true")).collect();
    let development = |name: &&str| {
        matches!(
            *name,
            "development" | "test" | "dev" | "lint" | "ci" | "docs" | "cypress" | "benchmark"
        )
    };
    if !names.is_empty() && names.iter().all(development) {
        Scope::Development
    } else {
        Scope::Runtime
    }
}

/// The licence of a gem specification: `license =` or `licenses =`, a list of
/// which any may be chosen.
pub(super) fn licences(text: &str) -> Vec<LicenceField> {
    let value = LICENCE.captures(text).and_then(|found| found.get(1));
    let field = |value: regex::Match<'_>| {
        LicenceField::at(text, value.start(), LicenceValue::AnyOf(quoted(value.as_str())))
    };
    value.map(field).into_iter().collect()
}
