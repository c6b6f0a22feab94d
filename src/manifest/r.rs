//! R: `renv.lock` and `DESCRIPTION`.

use super::source::{Lines, digest, json};
use super::{Component, Listing, Malformed, PackageType, Scope};
use serde_json::Value as Json;

/// Reads `renv.lock`.
pub fn renv(_path: &str, text: &str) -> Result<Listing, Malformed> {
    let root = json(text)?;
    let mut lines = Lines::new(text);
    let mut listing = Listing::default();
    for (key, package) in root.get("Packages").and_then(Json::as_object).into_iter().flatten() {
        let string = |key: &str| package.get(key).and_then(Json::as_str);
        let name = string("Package").unwrap_or(key);
        let line = lines.next(&format!("\"{key}\":"));
        let mut component = Component::new(PackageType::Cran, name, line);
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
pub fn description(_path: &str, text: &str) -> Result<Listing, Malformed> {
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
            if !valid || name == "R" {
                continue;
            }
            let mut component = Component::new(PackageType::Cran, name, at + 1);
            (component.scope, component.direct) = (scope, Some(true));
            listing.components.push(component);
        }
    }
    Ok(listing)
}
