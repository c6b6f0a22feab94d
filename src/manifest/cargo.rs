//! `Cargo.lock` and `Cargo.toml`.

use super::source::{Lines, digest, toml};
use super::{Component, Listing, Malformed, PackageType, Scope};
use ::toml::{Table, Value};

/// Reads `Cargo.lock`.
pub fn lock(_path: &str, text: &str) -> Result<Listing, Malformed> {
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
        let mut component = Component::new(PackageType::Cargo, name, line);
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
pub fn manifest(_path: &str, text: &str) -> Result<Listing, Malformed> {
    let root = toml(text)?;
    let mut listing = Listing::default();
    let mut tables: Vec<&Table> = vec![&root];
    let targets = root.get("target").and_then(Value::as_table).into_iter().flatten();
    tables.extend(targets.filter_map(|(_, target)| target.as_table()));
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
                    let mut component = Component::new(PackageType::Cargo, real, lines.next(name));
                    component.scope = scope;
                    component.direct = Some(true);
                    listing.components.push(component);
                }
            }
        }
    }
    Ok(listing)
}
