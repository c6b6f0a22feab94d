//! Swift packages: `Package.resolved` and the literals of `Package.swift`.

use super::source::{Lines, json};
use super::{Component, Ecosystem, Listing, Malformed, Scope};
use crate::text::line::LineCounter;
use regex::Regex;
use serde_json::Value as Json;
use std::sync::LazyLock;

static PACKAGE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"\.package\s*\((?:\s*name\s*:\s*"[^"\n]*"\s*,)?\s*url\s*:\s*"([^"\n]+)"(?:\s*,\s*exact\s*:\s*"([^"\n]+)")?"#)
        .expect("constant")
});

/// A package is known by the address of its repository; one of the same disk is not.
fn name_of(address: &str) -> Option<String> {
    // Cut here: a package file is read without knowing of repositories, as this room is
    // below the one that does.
    let (authority, path) = match address.split_once("://") {
        Some(("file", _)) => return None,
        Some((_, rest)) => rest.split_once('/')?,
        None => address.split_once([':', '/'])?,
    };
    let host = authority.rsplit('@').next()?.split(':').next()?;
    let path = path.trim_matches('/');
    let path = path.strip_suffix(".git").unwrap_or(path).trim_end_matches('/');
    let named = host.starts_with(char::is_alphanumeric) && !path.is_empty();
    named.then(|| format!("{host}/{path}"))
}

/// Reads `Package.resolved`, of any version.
pub(super) fn resolved(_path: &str, text: &str) -> Result<Listing, Malformed> {
    let root = json(text)?;
    let mut lines = Lines::new(text);
    let mut listing = Listing::default();
    let pins = root.get("pins").or_else(|| root.pointer("/object/pins"));
    for pin in pins.and_then(Json::as_array).into_iter().flatten() {
        let address = pin.get("location").or_else(|| pin.get("repositoryURL"));
        let Some(address) = address.and_then(Json::as_str) else { continue };
        let Some(name) = name_of(address) else { continue };
        let line = lines.next(address);
        let mut component = Component::new(Ecosystem::Swift, name, line);
        let version = pin.pointer("/state/version").and_then(Json::as_str);
        component.version = version.map(str::to_string);
        component.scope = Scope::Runtime;
        listing.components.push(component);
    }
    Ok(listing)
}

/// Reads the packages that `Package.swift` names plainly.
pub(super) fn package(_path: &str, text: &str) -> Result<Listing, Malformed> {
    let mut listing = Listing::default();
    let mut places = LineCounter::new(text);
    for found in PACKAGE.captures_iter(text) {
        let Some(name) = name_of(&found[1]) else { continue };
        let at = places.line(found.get(0).map_or(0, |whole| whole.start()));
        let mut component = Component::new(Ecosystem::Swift, name.clone(), at);
        component.version = found.get(2).map(|version| version.as_str().to_string());
        (component.scope, component.direct) = (Scope::Runtime, Some(true));
        listing.roots.push((name, Scope::Runtime));
        listing.components.push(component);
    }
    Ok(listing)
}

#[cfg(test)]
mod tests {
    use super::name_of;

    #[test]
    fn a_name_is_an_address_without_its_user() {
        for address in [
            "https://forge.example.org/a/b.git",
            "https://someone@forge.example.org/a/b",
            "git@forge.example.org:a/b.git",
            "ssh://git@forge.example.org:2222/a/b.git/",
            "forge.example.org/a/b",
        ] {
            assert_eq!(name_of(address).as_deref(), Some("forge.example.org/a/b"), "{address}");
        }
        for local in ["../local", "./local", "/srv/local", "file:///srv/local"] {
            assert_eq!(name_of(local), None, "{local}");
        }
    }
}
