//! Dart and Flutter: `pubspec.lock` and `pubspec.yaml`.

use super::source::digest;
use super::{Component, Ecosystem, Listing, Malformed, Scope};
use crate::yaml::{Node, Yaml};

/// Reads `pubspec.lock`.
pub(super) fn lock(_path: &str, text: &str) -> Result<Listing, Malformed> {
    let mut listing = Listing::default();
    for_root(text, |root| {
        for (key, package) in root.get("packages").map(Node::entries).unwrap_or_default() {
            let Some(name) = key.text() else { continue };
            if matches!(package.text_of("source"), Some("sdk" | "path")) {
                continue;
            }
            let mut component = Component::new(Ecosystem::Pub, name, key.line());
            component.version = package.text_of("version").map(str::to_string);
            let kind = package.text_of("dependency").unwrap_or_default();
            component.direct = Some(kind.starts_with("direct"));
            component.scope = match kind {
                "direct dev" => Scope::Development,
                "direct main" => Scope::Runtime,
                _ => Scope::Unknown,
            };
            let sum = package.get("description").and_then(|node| node.text_of("sha256"));
            component.checksum = sum.and_then(digest);
            listing.components.push(component);
        }
    })?;
    Ok(listing)
}

/// Reads `pubspec.yaml`: what it asks for.
pub(super) fn manifest(_path: &str, text: &str) -> Result<Listing, Malformed> {
    let mut listing = Listing::default();
    for_root(text, |root| {
        for (key, scope) in
            [("dependencies", Scope::Runtime), ("dev_dependencies", Scope::Development)]
        {
            for (name, wanted) in root.get(key).map(Node::entries).unwrap_or_default() {
                let Some(text) = name.text() else { continue };
                if wanted.get("sdk").is_some() || wanted.get("path").is_some() {
                    continue;
                }
                listing.roots.push((text.to_string(), scope));
                let mut component = Component::new(Ecosystem::Pub, text, name.line());
                (component.scope, component.direct) = (scope, Some(true));
                listing.components.push(component);
            }
        }
    })?;
    Ok(listing)
}

/// Gives the first document of a YAML file to `read`.
pub(super) fn for_root(text: &str, read: impl FnOnce(Node<'_>)) -> Result<(), Malformed> {
    let (yaml, error) = Yaml::parse(text);
    if let Some(error) = error {
        return Err(Malformed::said(error.line, error.column, &error.message));
    }
    if let Some(root) = yaml.roots().first() {
        read(*root);
    }
    Ok(())
}
