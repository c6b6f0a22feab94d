//! NuGet: `packages.lock.json`, `packages.config`, project files.

use super::fields::LicenceField;
use super::source::{Lines, json};
use super::xml::xml;
use super::{Component, Ecosystem, Listing, Malformed, Scope};
use crate::text::line::LineCounter;
use serde_json::Value as Json;

/// Reads `packages.lock.json`.
pub(super) fn lock(_path: &str, text: &str) -> Result<Listing, Malformed> {
    let root = json(text)?;
    let mut lines = Lines::new(text);
    let mut listing = Listing::default();
    for (_, framework) in root.get("dependencies").and_then(Json::as_object).into_iter().flatten() {
        for (name, package) in framework.as_object().into_iter().flatten() {
            let line = lines.next(&format!("\"{name}\":"));
            let string = |key: &str| package.get(key).and_then(Json::as_str);
            if string("type") == Some("Project") {
                continue;
            }
            let mut component = Component::new(Ecosystem::NuGet, name.clone(), line);
            component.version = string("resolved").map(str::to_string);
            component.direct = Some(string("type") == Some("Direct"));
            component.scope = Scope::Runtime;
            let needed =
                package.get("dependencies").and_then(Json::as_object).into_iter().flatten();
            component.requires = needed.map(|(name, _)| name.clone()).collect();
            listing.components.push(component);
        }
    }
    Ok(listing)
}

/// Reads `packages.config`.
pub(super) fn packages_config(_path: &str, text: &str) -> Result<Listing, Malformed> {
    references(text, "package", "id", "version")
}

/// Reads a project file: its `PackageReference` elements.
pub(super) fn project(_path: &str, text: &str) -> Result<Listing, Malformed> {
    references(text, "PackageReference", "Include", "Version")
}

fn references(text: &str, tag: &str, name: &str, version: &str) -> Result<Listing, Malformed> {
    let document = xml(text)?;
    let mut places = LineCounter::new(text);
    let mut listing = Listing::default();
    for node in document
        .descendants()
        .filter(|node| node.has_tag_name(tag) || node.tag_name().name() == tag)
    {
        let Some(id) = node.attribute(name) else { continue };
        let child = |wanted: &str| {
            node.children()
                .find(|child| child.tag_name().name() == wanted)
                .and_then(|child| child.text())
        };
        let line = places.line(node.range().start);
        let mut component = Component::new(Ecosystem::NuGet, id, line);
        let written = node.attribute(version).or_else(|| child(version)).map(str::trim);
        let exact = |version: &&str| {
            version.starts_with(|c: char| c.is_ascii_digit()) && !version.contains('*')
        };
        component.version = written.filter(exact).map(str::to_string);
        let private = node.attribute("PrivateAssets").or_else(|| child("PrivateAssets"));
        let development = node.attribute("developmentDependency") == Some("true")
            || private.is_some_and(|assets| assets.trim().eq_ignore_ascii_case("all"));
        component.scope = if development { Scope::Development } else { Scope::Runtime };
        component.direct = Some(true);
        listing.components.push(component);
    }
    Ok(listing)
}

/// The licence: `PackageLicenseExpression` or `PackageLicenseFile` of a project
/// file, `license` of a specification.
pub(super) fn licences(text: &str) -> Vec<LicenceField> {
    let Ok(document) = xml(text) else { return Vec::new() };
    let value = |name: &str, kind: &str| {
        let named = |node: &roxmltree::Node<'_, '_>| match node.tag_name().name() {
            "license" => node.attribute("type") == Some(kind),
            tag => tag == name,
        };
        let inside = document.descendants().find(named)?.first_child()?;
        let words = inside.text().map(str::trim).filter(|words| !words.is_empty())?;
        Some((inside.range().start, words.to_string()))
    };
    let expression = value("PackageLicenseExpression", "expression");
    let expression = expression.map(|(at, words)| LicenceField::written(text, at, &words));
    let file = || {
        let (at, file) = value("PackageLicenseFile", "file")?;
        Some(LicenceField::file(text, at, &file))
    };
    expression.or_else(file).into_iter().collect()
}
