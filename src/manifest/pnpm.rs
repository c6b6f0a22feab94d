//! `pnpm-lock.yaml`, from version 5 to 9.

use super::source::integrity;
use super::{Component, Ecosystem, Listing, Malformed, Scope};
use crate::text;
use crate::yaml::{Node, Yaml};
use std::collections::HashMap;

/// The largest lock file that is read, in bytes.
const MAX_BYTES: usize = 16 << 20;

const KEYS: [(&str, Scope); 3] = [
    ("dependencies", Scope::Runtime),
    ("optionalDependencies", Scope::Optional),
    ("devDependencies", Scope::Development),
];

/// Reads `pnpm-lock.yaml`.
pub(super) fn read(_path: &str, text: &str) -> Result<Listing, Malformed> {
    if text.len() > MAX_BYTES {
        let megabytes = MAX_BYTES >> 20;
        let large = text!(
            "fichier de plus de {megabytes} Mio, non lu",
            "file of more than {megabytes} MiB, not read"
        );
        return Err(Malformed::at(1, 1, large));
    }
    let (yaml, error) = Yaml::parse_up_to(text, MAX_BYTES);
    if let Some(error) = error {
        return Err(Malformed::said(error.line, error.column, &error.message));
    }
    let mut listing = Listing::default();
    // Version 9 writes two documents when configuration dependencies are used.
    for root in yaml.roots() {
        listing.roots.extend(asked(root));
        for (_, importer) in root.get("importers").map(Node::entries).unwrap_or_default() {
            listing.roots.extend(asked(importer));
        }
        let snapshots: HashMap<&str, Node<'_>> = root
            .get("snapshots")
            .map(Node::entries)
            .unwrap_or_default()
            .into_iter()
            .filter_map(|(key, node)| Some((without_peers(key.text()?), node)))
            .collect();
        for (key, package) in root.get("packages").map(Node::entries).unwrap_or_default() {
            listing.components.extend(component(key, package, &snapshots));
        }
    }
    Ok(listing)
}

fn asked(node: Node<'_>) -> Vec<(String, Scope)> {
    let mut found = Vec::new();
    for (key, scope) in KEYS {
        for (name, _) in node.get(key).map(Node::entries).unwrap_or_default() {
            found.extend(name.text().map(|name| (name.to_string(), scope)));
        }
    }
    found
}

fn component(
    key: Node<'_>,
    package: Node<'_>,
    snapshots: &HashMap<&str, Node<'_>>,
) -> Option<Component> {
    let written = without_peers(key.text()?);
    let (name, version) = name_and_version(written)?;
    if ["file:", "link:"].iter().any(|local| version.starts_with(local)) {
        return None;
    }
    let mut component = Component::new(Ecosystem::Npm, name, key.line());
    component.version = Some(version.to_string());
    let digest = package.get("resolution").and_then(|node| node.text_of("integrity"));
    component.checksum = digest.and_then(integrity);
    if package.text_of("dev") == Some("true") {
        component.scope = Scope::Development;
    }
    let tree = snapshots.get(written).copied().unwrap_or(package);
    for key in ["dependencies", "optionalDependencies"] {
        let needed = tree.get(key).map(Node::entries).unwrap_or_default();
        component
            .requires
            .extend(needed.iter().filter_map(|(name, _)| name.text()).map(str::to_string));
    }
    Some(component)
}

/// The key without what it says of peers: `/a@1(b@2)`, `/a/1_b@2`.
fn without_peers(key: &str) -> &str {
    key.split('(').next().unwrap_or(key)
}

/// `/@scope/a/1.0.0_peer@2` (version 5), `/a@1.0.0` (6), `a@1.0.0` (9).
fn name_and_version(key: &str) -> Option<(&str, &str)> {
    let old = key.starts_with('/');
    let key = key.trim_start_matches('/');
    let after_scope = match key.strip_prefix('@') {
        Some(rest) => 1 + rest.find('/')? + 1,
        None => 0,
    };
    let rest = &key[after_scope..];
    let slash = rest.find('/').filter(|_| old);
    let at = match (rest.find('@'), slash) {
        (Some(at), Some(slash)) => at.min(slash),
        (at, slash) => at.or(slash)?,
    };
    let (name, version) = (&key[..after_scope + at], &rest[at + 1..]);
    Some((name, version.split('_').next().unwrap_or(version)))
}
