//! `Cargo.lock` and `Cargo.toml`.

use super::fields::{LicenceField, Manifest};
use super::source::{Lines, digest, toml, toml_string, toml_tables};
use super::{Component, Ecosystem, Listing, Malformed, Scope};
use ::toml::{Table, Value};
use regex::Regex;
use std::sync::LazyLock;

static KEY: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?m)^\s*(package\.)?licen[cs]e\b").expect("constant"));

static FILE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?m)^\s*license-files?\b").expect("constant"));

/// Reads `Cargo.lock`.
pub(super) fn lock(_path: &str, text: &str) -> Result<Listing, Malformed> {
    let root = toml(text)?;
    let mut lines = Lines::new(text);
    let mut listing = Listing::default();
    for package in root.get("package").and_then(Value::as_array).into_iter().flatten() {
        let string = |key: &str| package.get(key).and_then(Value::as_str);
        let Some(name) = string("name") else { continue };
        let line = lines.next(&format!("name = \"{name}\""));
        if string("source").is_none() {
            continue; // a package of the workspace
        }
        let mut component = Component::new(Ecosystem::Cargo, name, line);
        component.version = string("version").map(str::to_string);
        component.checksum = string("checksum").and_then(digest);
        let needed = package.get("dependencies").and_then(Value::as_array).into_iter().flatten();
        let first_word = |value: &Value| Some(value.as_str()?.split(' ').next()?.to_string());
        component.requires = needed.filter_map(first_word).collect();
        listing.components.push(component);
    }
    Ok(listing)
}

/// Reads `Cargo.toml`: what it asks for, for any platform.
pub(super) fn manifest(_path: &str, text: &str) -> Result<Listing, Malformed> {
    let root = toml(text)?;
    let mut listing = Listing::default();
    let mut tables: Vec<&Table> = vec![&root];
    tables.extend(toml_tables(&root, "target"));
    let mut lines = Lines::new(text);
    for table in tables {
        for (key, scope) in [
            ("dependencies", Scope::Runtime),
            ("build-dependencies", Scope::Build),
            ("dev-dependencies", Scope::Development),
        ] {
            let Some(asked) = table.get(key).and_then(Value::as_table) else { continue };
            for (name, wanted) in asked {
                let renamed = wanted.get("package").and_then(Value::as_str);
                let real = renamed.unwrap_or(name);
                listing.roots.push((real.to_string(), scope));
                if wanted.get("path").is_none() {
                    let mut component = Component::new(Ecosystem::Cargo, real, lines.next(name));
                    component.scope = scope;
                    component.direct = Some(true);
                    listing.components.push(component);
                }
            }
        }
    }
    Ok(listing)
}

/// What `Cargo.toml` says of its package, or of those of its workspace.
pub(super) fn package(path: &str, text: &str) -> Option<Manifest> {
    let root = toml(text).ok()?;
    let workspace = root.get("workspace").and_then(|workspace| workspace.get("package"));
    let package = root.get("package");
    let string = |key: &str| toml_string(package, key).or_else(|| toml_string(workspace, key));
    let publish = package.and_then(|package| package.get("publish"));
    let filled = |table: Option<&Value>| {
        ["dependencies", "dev-dependencies", "build-dependencies"].iter().any(|key| {
            let found = match table {
                Some(table) => table.get(key),
                None => root.get(*key),
            };
            found.and_then(Value::as_table).is_some_and(|table| !table.is_empty())
        })
    };
    Some(Manifest {
        name: string("name"),
        version: string("version"),
        description: string("description"),
        homepage: string("homepage").or_else(|| string("documentation")),
        repository: string("repository"),
        private: publish.is_some_and(|publish| {
            publish.as_bool() == Some(false) || publish.as_array().is_some_and(Vec::is_empty)
        }),
        dependencies: filled(None) || root.get("workspace").is_some_and(|w| filled(Some(w))),
        ..Manifest::empty(path, Ecosystem::Cargo)
    })
}

/// The licence: `package.license`, an expression where a slash stands for `OR`;
/// `license-file`; both may come from the workspace (Cargo reference, manifest
/// § license).
pub(super) fn licences(text: &str) -> Vec<LicenceField> {
    let root = match toml(text) {
        Ok(root) => root,
        Err(error) => return vec![LicenceField::broken_toml(error)],
    };
    let workspace = root.get("workspace").and_then(|workspace| workspace.get("package"));
    let package = root.get("package").or(workspace);
    let string = |key: &str| package?.get(key)?.as_str();
    let at = |key: &Regex| key.find(text).map_or(0, |found| found.start());
    let licence = string("license").map(|words| LicenceField::written(text, at(&KEY), words));
    let file = || Some(LicenceField::file(text, at(&FILE), string("license-file")?));
    licence.or_else(file).into_iter().collect()
}
