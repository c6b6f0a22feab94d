//! Deno: `deno.lock`, and the imports of `deno.json`.

use super::npm::plain_json;
use super::source::{Lines, integrity, json};
use super::{Component, Ecosystem, Listing, Malformed, Scope};
use crate::text;
use serde_json::Value as Json;

/// A package of JSR has the name that the npm registry of JSR gives it.
fn named(kind: &str, name: &str) -> Option<String> {
    match kind {
        "npm" => Some(name.to_string()),
        "jsr" => {
            let (scope, name) = name.strip_prefix('@')?.split_once('/')?;
            Some(format!("@jsr/{scope}__{name}"))
        }
        _ => None,
    }
}

/// `name@version` of a key, whose peers (`_other@1`) are left out.
fn split(key: &str) -> Option<(&str, &str)> {
    let at = key[1..].find('@')? + 1;
    let (name, version) = (&key[..at], &key[at + 1..]);
    Some((name, version.split('_').next().unwrap_or(version)))
}

/// Reads `deno.lock`, of any version. Modules imported by their address have no
/// package.
pub(super) fn lock(_path: &str, text: &str) -> Result<Listing, Malformed> {
    let root = json(text)?;
    let mut lines = Lines::new(text);
    let mut listing = Listing::default();
    for kind in ["jsr", "npm"] {
        let list = root.get(kind).or_else(|| root.get("packages")?.get(kind));
        for (key, package) in list.and_then(Json::as_object).into_iter().flatten() {
            let Some((name, version)) = (key.len() > 1).then(|| split(key)).flatten() else {
                continue;
            };
            let Some(name) = named(kind, name) else { continue };
            let line = lines.next(&format!("\"{key}\""));
            let mut component = Component::new(Ecosystem::Npm, name, line);
            component.version = Some(version.to_string());
            let sum = package.get("integrity").and_then(Json::as_str);
            component.checksum = sum.and_then(integrity);
            listing.components.push(component);
        }
    }
    let remote = root.get("remote").and_then(Json::as_object).map_or(0, |list| list.len());
    if remote > 0 {
        let line = Lines::new(text).next("\"remote\"");
        let why = text!(
            remote;
            "{remote} module est importé par son adresse : sa licence n’est pas connue"
                | "{remote} modules sont importés par leur adresse : leur licence n’est pas connue",
            "{remote} module is imported by its address: its licence is not known"
                | "{remote} modules are imported by their address: their licence is not known"
        );
        listing.gaps.push(Malformed::at(line, 1, why));
    }
    Ok(listing)
}

/// Reads the imports of `deno.json` or `deno.jsonc`.
pub(super) fn manifest(_path: &str, text: &str) -> Result<Listing, Malformed> {
    let root = json(&plain_json(text))?;
    let mut lines = Lines::new(text);
    let mut listing = Listing::default();
    for (_, wanted) in root.get("imports").and_then(Json::as_object).into_iter().flatten() {
        let Some((kind, rest)) = wanted.as_str().and_then(|wanted| wanted.split_once(':')) else {
            continue;
        };
        let rest = rest.trim_start_matches('/');
        let end = rest.get(1..).and_then(|tail| tail.find('@')).map_or(rest.len(), |at| at + 1);
        let Some(name) = named(kind, &rest[..end]) else { continue };
        let mut component = Component::new(Ecosystem::Npm, name.clone(), lines.next(rest));
        (component.scope, component.direct) = (Scope::Runtime, Some(true));
        listing.roots.push((name, Scope::Runtime));
        listing.components.push(component);
    }
    Ok(listing)
}
