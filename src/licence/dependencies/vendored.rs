//! Licences that copies of packages tell: the manifest inside a vendored copy or
//! an installed tree.

use super::{Component, PackageType, composer, npm};
use serde_json::Value as Json;
use std::collections::HashMap;

/// The largest manifest of a copy that is read, in bytes.
const MAX_BYTES: usize = 8 << 20;

/// What copies tell.
#[derive(Debug, Default)]
pub struct Known {
    exact: HashMap<(PackageType, String, String), (String, String)>,
}

/// True for a file of a copy that tells the licence of its package.
pub fn tells(path: &str) -> bool {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    match name {
        "package.json" => folder.contains("node_modules/"),
        "installed.json" => folder.ends_with("vendor/composer"),
        "METADATA" => folder.ends_with(".dist-info"),
        "PKG-INFO" => folder.ends_with(".egg-info"),
        "Cargo.toml" => folder.starts_with("vendor/") || folder.contains("/vendor/"),
        "hex_metadata.config" => folder.starts_with("deps/") || folder.contains("/deps/"),
        "DESCRIPTION" => folder.contains("renv/library/") || folder.contains("packrat/lib"),
        _ => false,
    }
}

impl Known {
    /// Reads what `files` (path and text) tell.
    pub fn read<'t>(files: impl IntoIterator<Item = (&'t str, &'t str)>) -> Known {
        let mut known = Known::default();
        for (path, text) in files {
            if text.len() <= MAX_BYTES {
                known.learn(path, text);
            }
        }
        known
    }

    /// The licence of `component`, as written, and the file that tells it.
    pub fn of(&self, component: &Component) -> Option<(&str, &str)> {
        let version = component.version.clone()?;
        let key = (component.package_type, component.name.clone(), version);
        self.exact.get(&key).map(|(license, path)| (license.as_str(), path.as_str()))
    }

    fn add(&mut self, path: &str, (kind, name, version, license): Told) {
        self.exact.entry((kind, name, version)).or_insert_with(|| (license, path.to_string()));
    }

    fn learn(&mut self, path: &str, text: &str) {
        let name = path.rsplit('/').next().unwrap_or(path);
        let told = match name {
            "package.json" => node(text),
            "METADATA" | "PKG-INFO" => wheel(text),
            "Cargo.toml" => krate(text),
            "DESCRIPTION" => cran(text),
            "hex_metadata.config" => hex(text),
            "installed.json" => {
                let Ok(root) = serde_json::from_str::<Json>(text) else { return };
                let list = root.get("packages").unwrap_or(&root);
                for package in list.as_array().into_iter().flatten() {
                    if let Some(told) = composed(package) {
                        self.add(path, told);
                    }
                }
                return;
            }
            _ => None,
        };
        if let Some(told) = told {
            self.add(path, told);
        }
    }
}

type Told = (PackageType, String, String, String);

fn node(text: &str) -> Option<Told> {
    let root: Json = serde_json::from_str(text).ok()?;
    let string = |key: &str| root.get(key).and_then(Json::as_str).map(str::to_string);
    Some((PackageType::Npm, string("name")?, string("version")?, npm::license(&root)?))
}

fn composed(package: &Json) -> Option<Told> {
    let string = |key: &str| package.get(key).and_then(Json::as_str);
    let version = string("version")?.trim_start_matches('v').to_string();
    Some((PackageType::Composer, string("name")?.to_string(), version, composer::license(package)?))
}

/// The headers of a Python package: `License-Expression`, else `License`, else
/// the only classifier that names a licence.
fn wheel(text: &str) -> Option<Told> {
    let headers = text.split("\n\n").next().unwrap_or(text);
    let field = |name: &str| {
        headers.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": ")).map(str::trim)
    };
    let short = field("License")
        .filter(|value| value.len() < 200 && !value.is_empty() && *value != "UNKNOWN");
    let mut classifiers =
        headers.lines().filter_map(|line| line.strip_prefix("Classifier: License :: "));
    let classifier = match (classifiers.next(), classifiers.next()) {
        (Some(only), None) => only.rsplit(" :: ").next(),
        _ => None,
    };
    let known = |value: &&str| super::declared_expression(value).is_some();
    let license = field("License-Expression")
        .or(short.filter(known))
        .or(classifier.filter(known))
        .or(short)?;
    let name = super::python::normalised(field("Name")?);
    Some((PackageType::Pypi, name, field("Version")?.to_string(), license.to_string()))
}

fn krate(text: &str) -> Option<Told> {
    let root: toml::Table = text.parse().ok()?;
    let string = |key: &str| root.get("package")?.get(key)?.as_str().map(str::to_string);
    Some((PackageType::Cargo, string("name")?, string("version")?, string("license")?))
}

fn cran(text: &str) -> Option<Told> {
    let field = |name: &str| {
        text.lines()
            .find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
            .map(|v| v.trim().to_string())
    };
    Some((PackageType::Cran, field("Package")?, field("Version")?, field("License")?))
}

/// `{<<"licenses">>,[<<"MIT">>]}.` in the metadata of a Hex package.
fn hex(text: &str) -> Option<Told> {
    let term = |key: &str| {
        let start = text.find(&format!("{{<<\"{key}\">>,"))?;
        let rest = &text[start + key.len() + 8..];
        let rest = &rest[..rest.find("}.")?];
        let strings: Vec<&str> =
            rest.split("<<\"").skip(1).filter_map(|part| part.split("\">>").next()).collect();
        Some(strings)
    };
    let first = |key: &str| term(key)?.first().map(ToString::to_string);
    let licenses = term("licenses").filter(|list| !list.is_empty())?;
    Some((PackageType::Hex, first("name")?, first("version")?, licenses.join(" AND ")))
}
