//! Manifests that are known and not read: named, so that no component is passed
//! over in silence.

use super::source::Malformed;
use super::{Ecosystem, Listing};
use crate::text;
use crate::text::line::position;
use regex::Regex;
use serde::Deserialize;
use std::sync::LazyLock;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Data {
    unread: Vec<Kind>,
}

/// A kind of manifest.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Kind {
    /// What reads it.
    tool: String,
    /// Names of its files.
    names: Vec<String>,
    /// What asks for components in it.
    asks: Option<String>,
}

static KINDS: LazyLock<Vec<(Kind, Option<Regex>)>> = LazyLock::new(|| {
    let data: Data = toml::from_str(include_str!("unread.toml")).expect("constant");
    let pattern = |kind: &Kind| kind.asks.as_deref().and_then(|asks| Regex::new(asks).ok());
    data.unread
        .into_iter()
        .map(|kind| (pattern(&kind), kind))
        .map(|(asks, kind)| (kind, asks))
        .collect()
});

fn kind_of(name: &str) -> Option<&'static (Kind, Option<Regex>)> {
    let fits = |pattern: &String| match pattern.strip_prefix('*') {
        Some(end) => name.ends_with(end),
        None => name == pattern,
    };
    KINDS.iter().find(|(kind, _)| kind.names.iter().any(fits))
}

/// The family of the packages that a manifest of this name asks for.
pub(super) fn ecosystem_of(name: &str) -> Option<Ecosystem> {
    let (kind, _) = kind_of(name)?;
    Some(if kind.tool == "CocoaPods" { Ecosystem::CocoaPods } else { Ecosystem::Other })
}

/// Names the manifest when it asks for components.
pub(super) fn read(path: &str, text: &str) -> Result<Listing, Malformed> {
    let mut listing = Listing::default();
    let name = path.rsplit('/').next().unwrap_or(path);
    let Some((kind, asks)) = kind_of(name) else { return Ok(listing) };
    let at = match asks {
        Some(asks) => asks.find(text).map(|found| found.start()),
        None => (!text.trim().is_empty()).then_some(0),
    };
    if let Some(at) = at {
        let (line, column) = position(text, at);
        let tool = &kind.tool;
        let why = text!(
            "publiable ne lit pas les dépendances de {tool}",
            "publiable does not read the dependencies of {tool}"
        );
        listing.gaps.push(Malformed::at(line, column, why));
    }
    Ok(listing)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_has_a_pattern_that_compiles() {
        for (kind, asks) in KINDS.iter() {
            assert_eq!(kind.asks.is_some(), asks.is_some(), "{}", kind.tool);
        }
    }
}
