//! `composer.lock` and `composer.json`.

use super::fields::Manifest;
use super::npm;
use super::source::{Lines, digest, json};
use super::{Component, Ecosystem, Listing, Malformed, Scope};
use serde_json::Value as Json;

/// Reads `composer.lock`.
pub(super) fn lock(_path: &str, text: &str) -> Result<Listing, Malformed> {
    let root = json(text)?;
    let mut lines = Lines::new(text);
    let mut listing = Listing::default();
    for (key, scope) in [("packages", Scope::Runtime), ("packages-dev", Scope::Development)] {
        for package in root.get(key).and_then(Json::as_array).into_iter().flatten() {
            let string = |pointer: &str| package.pointer(pointer).and_then(Json::as_str);
            let Some(name) = string("/name") else { continue };
            if string("/dist/type") == Some("path") {
                continue;
            }
            let line = lines.next(&format!("\"name\": \"{name}\""));
            let mut component = Component::new(Ecosystem::Composer, name, line);
            component.version =
                string("/version").map(|version| version.trim_start_matches('v').to_string());
            component.scope = scope;
            component.license = license(package);
            component.checksum =
                string("/dist/shasum").filter(|hex| !hex.is_empty()).and_then(digest);
            let needed = package.get("require").and_then(Json::as_object).into_iter().flatten();
            component.requires =
                needed.map(|(name, _)| name.clone()).filter(|name| name.contains('/')).collect();
            listing.components.push(component);
        }
    }
    Ok(listing)
}

/// The licences of a package: several are alternatives (Composer’s schema).
pub(super) fn license(package: &Json) -> Option<String> {
    match package.get("license")? {
        Json::String(name) => Some(name.clone()),
        Json::Array(names) => {
            let names: Vec<&str> = names.iter().filter_map(Json::as_str).collect();
            (!names.is_empty()).then(|| names.join(" OR "))
        }
        _ => None,
    }
}

/// Reads `composer.json`: what it asks for, platform packages left out.
pub(super) fn manifest(_path: &str, text: &str) -> Result<Listing, Malformed> {
    let root = json(text)?;
    let mut lines = Lines::new(text);
    let mut listing = Listing::default();
    for (key, scope) in [("require", Scope::Runtime), ("require-dev", Scope::Development)] {
        let asked = root.get(key).and_then(Json::as_object).into_iter().flatten();
        for (name, _) in asked.filter(|(name, _)| name.contains('/')) {
            listing.roots.push((name.clone(), scope));
            let line = lines.next(&format!("\"{name}\""));
            let mut component = Component::new(Ecosystem::Composer, name.clone(), line);
            (component.scope, component.direct) = (scope, Some(true));
            listing.components.push(component);
        }
    }
    Ok(listing)
}

/// What `composer.json` says of its package.
pub(super) fn package(path: &str, text: &str) -> Option<Manifest> {
    let asked = ["require", "require-dev"];
    Some(npm::described(path, Ecosystem::Composer, &json(text).ok()?, &asked))
}
