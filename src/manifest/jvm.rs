//! Maven and Gradle: `pom.xml`, `gradle.lockfile`, `libs.versions.toml`.

use super::fields::{LicenceField, LicenceValue, Manifest};
use super::others;
use super::poms::Poms;
use super::source::{Lines, toml};
use super::xml::{child, children, xml};
use super::{Component, Ecosystem, Listing, Malformed, Scope};
use crate::text;
use crate::text::line::LineCounter;
use ::toml::Value;
use regex::Regex;
use roxmltree::Node;
use std::sync::LazyLock;

static GRADLE_LICENCE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"(?s)\blicen[cs]e\s*\{[^}]*?\bname\s*(?:=|\.set\()?\s*\(?["']([^"']+)["']"#)
        .expect("constant")
});

/// Reads `pom.xml` by itself.
pub(super) fn pom(path: &str, text: &str) -> Result<Listing, Malformed> {
    pom_among(path, text, &Poms::of([(path, text)]))
}

/// Reads `pom.xml`: the dependencies of the project, not those it manages for
/// its modules nor those of plugins; versions and properties come from `poms`.
pub(super) fn pom_among(path: &str, text: &str, poms: &Poms) -> Result<Listing, Malformed> {
    let document = xml(text)?;
    let project = document.root_element();
    let mut listing = Listing::default();
    let mut places = LineCounter::new(text);
    for node in children(project, "dependencies") {
        let (Some(group), Some(artifact)) = (child(node, "groupId"), child(node, "artifactId"))
        else {
            continue;
        };
        let (group, artifact) = (poms.value(path, group), poms.value(path, artifact));
        if poms.is_module(path, &group, &artifact) || group == "${project.groupId}" {
            continue; // another module of the same project
        }
        let line = places.line(node.range().start);
        let name = format!("{group}:{artifact}");
        if name.contains("${") {
            let why = text!(
                "le nom du composant tient à une propriété définie hors du dépôt : {name}",
                "the name of the component rests on a property defined outside the repository: {name}"
            );
            listing.gaps.push(Malformed::at(line, 1, why));
            continue;
        }
        let version = child(node, "version").map(|version| poms.value(path, version));
        let version = version.or_else(|| poms.version(path, &name));
        let mut component = Component::new(Ecosystem::Maven, name, line);
        component.version = version.filter(|version| !version.contains(['$', '[', '(']));
        component.scope = match child(node, "scope") {
            Some("test") => Scope::Development,
            Some("provided" | "system") => Scope::Build,
            _ if child(node, "optional") == Some("true") => Scope::Optional,
            _ => Scope::Runtime,
        };
        component.direct = Some(true);
        listing.components.push(component);
    }
    Ok(listing)
}

/// Reads `gradle.lockfile`: `group:artifact:version=configurations`.
pub(super) fn gradle_lock(_path: &str, text: &str) -> Result<Listing, Malformed> {
    let mut listing = Listing::default();
    for (at, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') || line.starts_with("empty=") {
            continue;
        }
        let (coordinates, configurations) = line.split_once('=').unwrap_or((line, ""));
        let Some((name, version)) =
            coordinates.rsplit_once(':').filter(|(name, _)| name.contains(':'))
        else {
            return Err(Malformed::at(
                at + 1,
                1,
                text!(
                    "groupe:artefact:version était attendu",
                    "group:artifact:version was expected"
                ),
            ));
        };
        let mut component = Component::new(Ecosystem::Maven, name, at + 1);
        component.version = Some(version.to_string());
        component.scope = scope_of(configurations);
        listing.components.push(component);
    }
    Ok(listing)
}

/// What configurations are for: running wins, then building.
fn scope_of(configurations: &str) -> Scope {
    let scopes = configurations.split(',').filter(|name| !name.is_empty()).map(|name| {
        let name = name.to_lowercase();
        if name.contains("test")
            || name.contains("lint")
            || name.contains("ktlint")
            || name.contains("detekt")
        {
            Scope::Development
        } else if name.contains("runtimeclasspath") || name.contains("compileclasspath") {
            Scope::Runtime
        } else {
            Scope::Build
        }
    });
    scopes.min().unwrap_or(Scope::Unknown)
}

/// Reads `libs.versions.toml`: what builds may ask for.
pub(super) fn version_catalogue(_path: &str, text: &str) -> Result<Listing, Malformed> {
    let root = toml(text)?;
    let mut lines = Lines::new(text);
    let mut listing = Listing::default();
    let versions = root.get("versions").and_then(Value::as_table);
    for (alias, library) in root.get("libraries").and_then(Value::as_table).into_iter().flatten() {
        let string = |key: &str| library.get(key).and_then(Value::as_str);
        let coordinates =
            match (library.as_str(), string("module"), string("group"), string("name")) {
                (Some(whole), ..) => whole.to_string(),
                (_, Some(module), ..) => module.to_string(),
                (_, _, Some(group), Some(name)) => format!("{group}:{name}"),
                _ => continue,
            };
        let mut parts = coordinates.splitn(3, ':');
        let (Some(group), Some(artifact)) = (parts.next(), parts.next()) else { continue };
        let version = library.get("version");
        let named = version.and_then(|version| version.get("ref")).and_then(Value::as_str);
        let named = named.and_then(|name| versions?.get(name)?.as_str());
        let version = parts.next().or(named).or_else(|| version.and_then(Value::as_str));
        let name = format!("{group}:{artifact}");
        let mut component = Component::new(Ecosystem::Maven, name, lines.next(alias));
        component.version = version.map(str::to_string);
        listing.components.push(component);
    }
    Ok(listing)
}

/// What `pom.xml` says of its project.
pub(super) fn package(path: &str, text: &str) -> Option<Manifest> {
    let document = xml(text).ok()?;
    let project = document.root_element();
    let value = |name: &str| child(project, name).map(str::to_string);
    let asks = |node: Node<'_, '_>| node.tag_name().name() == "dependencies";
    Some(Manifest {
        name: value("artifactId"),
        version: value("version"),
        description: value("description"),
        homepage: value("url"),
        dependencies: document.descendants().any(asks),
        ..Manifest::empty(path, Ecosystem::Maven)
    })
}

/// The licences of `pom.xml`; when there are several, the user chooses (POM
/// reference, § Licenses).
pub(super) fn licences(text: &str) -> Vec<LicenceField> {
    let Ok(document) = xml(text) else { return Vec::new() };
    let list = document.descendants().find(|node| node.tag_name().name() == "licenses");
    let Some((list, first)) = list.and_then(|list| Some((list, list.first_child()?))) else {
        return Vec::new();
    };
    let licences = list.children().filter(|node| node.tag_name().name() == "license");
    let named = licences.map(|licence| {
        let value = |name: &str| child(licence, name).unwrap_or_default().to_string();
        (value("name"), value("url"))
    });
    let named = named.filter(|(name, url)| !name.is_empty() || !url.is_empty()).collect();
    vec![LicenceField::at(text, first.range().start, LicenceValue::Named(named))]
}

/// The `license` block of the POM that Gradle publishes.
pub(super) fn gradle_licences(text: &str) -> Vec<LicenceField> {
    others::one(text, &GRADLE_LICENCE)
}
