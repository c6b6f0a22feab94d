//! CocoaPods: `Podfile.lock`.

use super::pub_dev::for_root;
use super::{Component, Ecosystem, Listing, Malformed, Scope};
use crate::yaml::Node;
use std::collections::BTreeMap;

/// Reads `Podfile.lock`: pods with their parts (`Pod/Part`), which are one pod.
pub(super) fn lock(_path: &str, text: &str) -> Result<Listing, Malformed> {
    let mut listing = Listing::default();
    for_root(text, |root| {
        let mut pods: BTreeMap<String, Component> = BTreeMap::new();
        for item in root.get("PODS").map(Node::items).unwrap_or_default() {
            let (node, needs) = match item.entries().first() {
                Some((name, needs)) => (*name, needs.items()),
                None => (item, Vec::new()),
            };
            let Some((name, version)) = node.text().map(pod) else { continue };
            let pod = pods
                .entry(name.clone())
                .or_insert_with(|| Component::new(Ecosystem::CocoaPods, name, node.line()));
            pod.version = version;
            pod.scope = Scope::Runtime;
            let needs = needs.iter().filter_map(|need| Some(self::pod(need.text()?).0));
            pod.requires.extend(needs);
        }
        // What is in the repository itself is no component.
        for (name, from) in root.get("EXTERNAL SOURCES").map(Node::entries).unwrap_or_default() {
            if from.get(":path").is_some() {
                pods.remove(&name.text().map(pod).unwrap_or_default().0);
            }
        }
        let asked = root.get("DEPENDENCIES").map(Node::items).unwrap_or_default();
        listing.roots =
            asked.iter().filter_map(|item| Some((pod(item.text()?).0, Scope::Runtime))).collect();
        listing.components = pods.into_values().collect();
        listing.components.sort_by_key(|one| one.line);
    })?;
    Ok(listing)
}

/// The name and the version of `Name/Part (1.2.3)`.
fn pod(written: &str) -> (String, Option<String>) {
    let (name, rest) = written.split_once(" (").unwrap_or((written, ""));
    let name = name.split('/').next().unwrap_or(name).trim().to_string();
    let version = rest.trim_end_matches(')');
    let exact = version.starts_with(|first: char| first.is_ascii_digit());
    (name, exact.then(|| version.to_string()))
}
