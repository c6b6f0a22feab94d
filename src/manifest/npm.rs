//! npm: `package-lock.json` (lockfileVersion 1 to 3), `bun.lock`, `package.json`.

use super::fields::{LicenceField, LicenceValue, Manifest};
use super::source::{Lines, integrity, json};
use super::{Component, Ecosystem, Listing, Malformed, Scope};
use crate::text;
use regex::Regex;
use serde_json::{Map, Value as Json};
use std::sync::LazyLock;

static LICENCE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r#""licen[cs]es?"\s*:"#).expect("constant"));

/// What each key of a manifest means.
const KEYS: [(&str, Scope); 3] = [
    ("dependencies", Scope::Runtime),
    ("optionalDependencies", Scope::Optional),
    ("devDependencies", Scope::Development),
];

/// How deep packages of a lock file of version 1 may be nested.
const MAX_DEPTH: usize = 64;

/// Reads `package-lock.json`.
pub(super) fn package_lock(_path: &str, text: &str) -> Result<Listing, Malformed> {
    let root = json(text)?;
    let mut lines = Lines::new(text);
    let mut listing = Listing::default();
    if let Some(packages) = root.get("packages").and_then(Json::as_object) {
        for (key, package) in packages {
            let line = lines.next(&format!("\"{key}\":"));
            flat(key, package, line, &mut listing);
        }
    } else if let Some(dependencies) = root.get("dependencies").and_then(Json::as_object) {
        nested(dependencies, &mut lines, 0, &mut listing.components);
    }
    Ok(listing)
}

/// One entry of `packages`: the key is its place in `node_modules`, or the
/// folder of a package of the project.
fn flat(key: &str, package: &Json, line: usize, listing: &mut Listing) {
    let Some((_, installed)) = key.rsplit_once("node_modules/") else {
        listing.roots.extend(asked(package));
        return;
    };
    let flag = |name: &str| package.get(name).and_then(Json::as_bool).unwrap_or(false);
    if flag("link") {
        return;
    }
    let string = |name: &str| package.get(name).and_then(Json::as_str).map(str::to_string);
    let name = string("name").unwrap_or_else(|| installed.to_string());
    let mut component = Component::new(Ecosystem::Npm, name, line);
    component.version = string("version");
    component.license = license(package);
    component.checksum = string("integrity").and_then(|value| integrity(&value));
    component.requires = names(package, &["dependencies", "optionalDependencies"]);
    // `devOptional`: to develop, and optional for something that is distributed.
    component.scope = match (flag("dev"), flag("optional") || flag("devOptional")) {
        (true, _) => Scope::Development,
        (false, true) => Scope::Optional,
        (false, false) => Scope::Runtime,
    };
    listing.components.push(component);
}

fn nested(
    dependencies: &Map<String, Json>,
    lines: &mut Lines<'_>,
    depth: usize,
    found: &mut Vec<Component>,
) {
    for (name, package) in dependencies {
        let line = lines.next(&format!("\"{name}\":"));
        let flag = |name: &str| package.get(name).and_then(Json::as_bool).unwrap_or(false);
        let version = package.get("version").and_then(Json::as_str);
        if version.is_some_and(|version| !version.starts_with("file:")) {
            let mut component = Component::new(Ecosystem::Npm, name.clone(), line);
            component.version = version.map(str::to_string);
            component.checksum =
                package.get("integrity").and_then(Json::as_str).and_then(integrity);
            component.requires = names(package, &["requires"]);
            component.scope = match (flag("dev"), flag("optional")) {
                (true, _) => Scope::Development,
                (false, true) => Scope::Optional,
                (false, false) => Scope::Runtime,
            };
            found.push(component);
        }
        if let Some(inner) = package.get("dependencies").and_then(Json::as_object)
            && depth < MAX_DEPTH
        {
            nested(inner, lines, depth + 1, found);
        }
    }
}

/// The licence that a `package.json`, or its copy in a lock file, declares.
pub(super) fn license(package: &Json) -> Option<String> {
    let one = |value: &Json| {
        let name = value.as_str().or_else(|| value.get("type").and_then(Json::as_str));
        name.map(str::trim).filter(|name| !name.is_empty()).map(str::to_string)
    };
    if let Some(found) = package.get("license").and_then(one) {
        return Some(found);
    }
    let several = package.get("licenses").or_else(|| package.get("license"))?.as_array()?;
    let names: Vec<String> = several.iter().filter_map(one).collect();
    (!names.is_empty()).then(|| names.join(" OR "))
}

fn names(package: &Json, keys: &[&str]) -> Vec<String> {
    let maps = keys.iter().filter_map(|key| package.get(*key).and_then(Json::as_object));
    maps.flat_map(|map| map.keys().cloned()).collect()
}

fn asked(package: &Json) -> Vec<(String, Scope)> {
    let maps =
        KEYS.iter().filter_map(|(key, scope)| Some((package.get(*key)?.as_object()?, *scope)));
    maps.flat_map(|(map, scope)| map.keys().map(move |name| (name.clone(), scope))).collect()
}

/// Reads `package.json`: what it asks for.
pub(super) fn package_json(_path: &str, text: &str) -> Result<Listing, Malformed> {
    let root = json(text)?;
    let mut lines = Lines::new(text);
    let mut listing = Listing { roots: asked(&root), ..Listing::default() };
    for (key, scope) in KEYS {
        let Some(map) = root.get(key).and_then(Json::as_object) else { continue };
        for (name, range) in map {
            let range = range.as_str().unwrap_or_default();
            if ["file:", "link:", "workspace:", "portal:"]
                .iter()
                .any(|local| range.starts_with(local))
            {
                continue;
            }
            let line = lines.next(&format!("\"{name}\""));
            let mut component = Component::new(Ecosystem::Npm, name.clone(), line);
            let exact = range.starts_with(|first: char| first.is_ascii_digit())
                && !range.contains([' ', '|', 'x', '*', '<', '>']);
            component.version = exact.then(|| range.to_string());
            component.scope = scope;
            component.direct = Some(true);
            listing.components.push(component);
        }
    }
    Ok(listing)
}

/// The licence fields of `package.json` and `composer.json`: `license`, an
/// expression, formerly an object or a list `licenses` of which any may be chosen
/// (npm documentation, package.json § license; Composer schema, § license), and of
/// `codemeta.json`: an address or a work with an address or a name.
pub(super) fn licences(text: &str) -> Vec<LicenceField> {
    let root: Json = match serde_json::from_str(text.trim_start_matches('\u{feff}')) {
        Ok(root) => root,
        Err(error) => {
            let why = LicenceValue::Malformed(text!("JSON mal formé", "malformed JSON"));
            let (line, column) = (error.line().max(1), error.column().max(1));
            return vec![LicenceField { line, column, value: why }];
        }
    };
    let value = match root.get("license").or_else(|| root.get("licenses")) {
        Some(Json::Array(items)) => LicenceValue::AnyOf(items.iter().filter_map(name).collect()),
        Some(one) => match name(one) {
            Some(name) => LicenceValue::Written(name),
            None => return Vec::new(),
        },
        None => return Vec::new(),
    };
    let at = LICENCE.find(text).map_or(0, |key| key.start());
    vec![LicenceField::at(text, at, value)]
}

fn name(value: &Json) -> Option<String> {
    let field = |key: &str| value.get(key).and_then(Json::as_str);
    let keys = ["type", "identifier", "@id", "url", "name"];
    let name = value.as_str().or_else(|| keys.into_iter().find_map(field))?;
    (!name.trim().is_empty()).then(|| name.to_string())
}

/// What `package.json` says of its package.
pub(super) fn package(path: &str, text: &str) -> Option<Manifest> {
    let asked = ["dependencies", "devDependencies", "optionalDependencies", "workspaces"];
    Some(described(path, Ecosystem::Npm, &json(text).ok()?, &asked))
}

/// What a package of npm or Composer says of itself; `asked` names the fields of
/// what it asks for.
pub(super) fn described(path: &str, ecosystem: Ecosystem, root: &Json, asked: &[&str]) -> Manifest {
    let string = |key: &str| root.get(key).and_then(Json::as_str).map(str::to_string);
    let url_or = |key: &str| {
        let value = root.get(key)?;
        value.as_str().or_else(|| value.get("url").and_then(Json::as_str)).map(str::to_string)
    };
    let filled = |key: &&str| match root.get(*key) {
        Some(Json::Object(map)) => {
            map.keys().any(|name| name != "php" && !name.starts_with("ext-"))
        }
        Some(Json::Array(items)) => !items.is_empty(),
        _ => false,
    };
    let test_script = root.pointer("/scripts/test").and_then(|script| match script {
        Json::String(script) => Some(script.clone()),
        Json::Array(steps) => steps.first().and_then(Json::as_str).map(str::to_string),
        _ => None,
    });
    let scripts = root.get("scripts").and_then(Json::as_object).into_iter().flatten();
    Manifest {
        name: string("name"),
        version: string("version"),
        description: string("description").filter(|text| !text.trim().is_empty()),
        homepage: string("homepage"),
        repository: url_or("repository"),
        private: root.get("private").and_then(Json::as_bool).unwrap_or(false),
        dependencies: asked.iter().any(filled),
        scripts: scripts
            .filter_map(|(name, script)| Some((name.clone(), script.as_str()?.to_string())))
            .collect(),
        test_script: test_script.filter(|script| !script.contains("no test specified")),
        ..Manifest::empty(path, ecosystem)
    }
}

/// Reads `bun.lock`: JSON with comments and trailing commas.
pub(super) fn bun(_path: &str, text: &str) -> Result<Listing, Malformed> {
    let root = json(&plain_json(text))?;
    let mut lines = Lines::new(text);
    let mut listing = Listing::default();
    for workspace in root.get("workspaces").and_then(Json::as_object).into_iter().flatten() {
        listing.roots.extend(asked(workspace.1));
    }
    lines.next("\"packages\":");
    for (key, package) in root.get("packages").and_then(Json::as_object).into_iter().flatten() {
        let Some(resolved) = package.get(0).and_then(Json::as_str) else { continue };
        let Some((name, version)) = resolved.rsplit_once('@').filter(|(name, _)| !name.is_empty())
        else {
            continue;
        };
        if ["workspace:", "file:", "link:"].iter().any(|local| version.starts_with(local)) {
            continue;
        }
        let mut component =
            Component::new(Ecosystem::Npm, name, lines.next(&format!("\"{key}\":")));
        component.version = Some(version.to_string());
        let parts = package.as_array().into_iter().flatten();
        for part in parts.skip(1) {
            match part {
                Json::Object(_) => {
                    component.requires = names(part, &["dependencies", "optionalDependencies"]);
                }
                Json::String(value) if value.starts_with("sha") => {
                    component.checksum = integrity(value);
                }
                _ => {}
            }
        }
        listing.components.push(component);
    }
    Ok(listing)
}

/// JSON out of JSON with comments and trailing commas, every character that is
/// left staying at its place.
pub(super) fn plain_json(text: &str) -> String {
    let mut plain: Vec<u8> = text.bytes().collect();
    let (mut at, mut comma) = (0, None);
    while at < plain.len() {
        match plain[at] {
            b'"' => {
                at += 1;
                while at < plain.len() && plain[at] != b'"' {
                    at += if plain[at] == b'\\' { 2 } else { 1 };
                }
                comma = None;
            }
            b'/' if plain.get(at + 1) == Some(&b'/') => {
                while at < plain.len() && plain[at] != b'\n' {
                    plain[at] = b' ';
                    at += 1;
                }
            }
            b',' => comma = Some(at),
            b']' | b'}' => {
                if let Some(at) = comma.take() {
                    plain[at] = b' ';
                }
            }
            byte if byte.is_ascii_whitespace() => {}
            _ => comma = None,
        }
        at += 1;
    }
    String::from_utf8(plain).unwrap_or_default()
}
