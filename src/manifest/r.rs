//! R: `renv.lock` and `DESCRIPTION`.

use super::fields::{LicenceField, LicenceValue, Manifest};
use super::source::{Lines, digest, json};
use super::{Component, Ecosystem, Listing, Malformed, Scope};
use regex::Regex;
use serde_json::Value as Json;
use std::sync::LazyLock;

static LICENCE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?m)^License:[ \t]*(\S.*(?:\n[ \t]+\S.*)*)").expect("constant"));

/// The packages that are parts of R, which no registry has.
const OWN: [&str; 15] = [
    "base",
    "compiler",
    "datasets",
    "graphics",
    "grDevices",
    "grid",
    "methods",
    "parallel",
    "splines",
    "stats",
    "stats4",
    "tcltk",
    "tools",
    "translations",
    "utils",
];

/// Reads `renv.lock`.
pub(super) fn renv(_path: &str, text: &str) -> Result<Listing, Malformed> {
    let root = json(text)?;
    let mut lines = Lines::new(text);
    let mut listing = Listing::default();
    for (key, package) in root.get("Packages").and_then(Json::as_object).into_iter().flatten() {
        let string = |key: &str| package.get(key).and_then(Json::as_str);
        let name = string("Package").unwrap_or(key);
        let line = lines.next(&format!("\"{key}\":"));
        let mut component = Component::new(Ecosystem::R, name, line);
        component.version = string("Version").map(str::to_string);
        component.license = string("License").map(str::to_string);
        component.checksum = string("Hash").and_then(digest);
        component.scope = Scope::Runtime;
        let needed = package.get("Requirements").and_then(Json::as_array).into_iter().flatten();
        component.requires = needed.filter_map(Json::as_str).map(str::to_string).collect();
        listing.components.push(component);
    }
    Ok(listing)
}

/// Reads the `DESCRIPTION` of an R package (Debian control format).
pub(super) fn description(_path: &str, text: &str) -> Result<Listing, Malformed> {
    let mut listing = Listing::default();
    if !text.lines().any(|line| line.starts_with("Package:")) {
        return Ok(listing); // another file of that name
    }
    let mut scope = None;
    for (at, line) in text.lines().enumerate() {
        let value = match line.split_once(':') {
            Some((field, value)) if !line.starts_with([' ', '\t']) => {
                scope = match field {
                    "Imports" | "Depends" => Some(Scope::Runtime),
                    "LinkingTo" => Some(Scope::Build),
                    "Suggests" => Some(Scope::Development),
                    _ => None,
                };
                value
            }
            _ => line,
        };
        let Some(scope) = scope else { continue };
        for item in value.split(',') {
            let name = item.split(['(', ' ']).find(|word| !word.trim().is_empty());
            let name = name.unwrap_or_default().trim();
            let valid = name.starts_with(|c: char| c.is_ascii_alphabetic())
                && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '.');
            if !valid || name == "R" || OWN.contains(&name) {
                continue;
            }
            let mut component = Component::new(Ecosystem::R, name, at + 1);
            (component.scope, component.direct) = (scope, Some(true));
            listing.components.push(component);
        }
    }
    Ok(listing)
}

/// An R package's `DESCRIPTION` (Debian control format).
pub(super) fn package(path: &str, text: &str) -> Option<Manifest> {
    let field = |name: &str| {
        let prefix = format!("{name}:");
        text.lines().find_map(|line| line.strip_prefix(&prefix)).map(|v| v.trim().to_string())
    };
    let package = field("Package")?;
    Some(Manifest {
        name: Some(package),
        version: field("Version"),
        description: field("Title"),
        homepage: field("URL"),
        repository: field("BugReports"),
        dependencies: field("Imports").is_some() || field("Depends").is_some(),
        ..Manifest::empty(path, Ecosystem::R)
    })
}

/// R: alternatives parted by `|`; `+ file LICENSE` adds only the year and the
/// holder (Writing R Extensions, § Licensing).
pub(super) fn licences(text: &str) -> Vec<LicenceField> {
    if !text.lines().any(|line| line.starts_with("Package:")) {
        return Vec::new();
    }
    let Some(value) = LICENCE.captures(text).and_then(|found| found.get(1)) else {
        return Vec::new();
    };
    let mut names: Vec<String> = Vec::new();
    let mut files: Vec<String> = Vec::new();
    for option in value.as_str().split('|') {
        let mut parts = option.split('+').map(str::trim);
        let first = parts.next().unwrap_or_default();
        match first.strip_prefix("file ") {
            Some(file) => files.push(file.trim().to_string()),
            None if !first.is_empty() => names.push(r_name(first)),
            None => {}
        }
    }
    if let (true, Some(file)) = (names.is_empty(), files.first()) {
        return vec![LicenceField::file(text, value.start(), file)];
    }
    vec![LicenceField::at(text, value.start(), LicenceValue::AnyOf(names))]
}

/// R writes `BSD_3_clause`, `GPL-3` for version 3 alone, and `GPL (>= 3)`.
fn r_name(name: &str) -> String {
    let gnu = ["GPL-2", "GPL-3", "LGPL-2", "LGPL-2.1", "LGPL-3", "AGPL-3"];
    match gnu.contains(&name) {
        true => format!("{name}{}-only", if name.contains('.') { "" } else { ".0" }),
        false => name.replace('_', " "),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_parts_of_r_are_no_components() {
        let text = "Package: outil\nDepends: R (>= 4.1), methods\nImports: stats, sf (>= 1.0),\n    utils, grDevices\nSuggests: tools, knitr\n";
        let listing = super::description("DESCRIPTION", text).expect("well formed");
        let labels: Vec<String> = listing.components.iter().map(|one| one.label()).collect();
        assert_eq!(labels, ["sf", "knitr"]);
    }
}
