//! `go.mod`: since Go 1.17 it lists every module of the build.

use super::fields::Manifest;
use super::{Component, Ecosystem, Listing, Malformed, Scope};
use crate::text;

/// Reads `go.mod`.
pub(super) fn module(_path: &str, text: &str) -> Result<Listing, Malformed> {
    let mut listing = Listing::default();
    let mut block: Option<&str> = None;
    let mut replaced: Vec<(String, Option<(String, String)>)> = Vec::new();
    for (at, raw) in text.lines().enumerate() {
        let (line, comment) = raw.split_once("//").unwrap_or((raw, ""));
        let line = line.trim();
        if line.is_empty() {
            continue;
        }
        if line == ")" {
            block = None;
            continue;
        }
        let (word, rest) = match block {
            Some(word) => (word, line),
            None => match line.split_once(char::is_whitespace) {
                Some((word, rest)) if rest.trim() == "(" => {
                    block = Some(word);
                    continue;
                }
                Some((word, rest)) => (word, rest.trim()),
                None => {
                    let wanted = text!(
                        "une directive et sa valeur étaient attendues",
                        "a directive with its value was expected"
                    );
                    return Err(Malformed::at(at + 1, 1, wanted));
                }
            },
        };
        match word {
            "require" => {
                let mut words = rest.split_whitespace();
                let (Some(name), Some(version)) = (words.next(), words.next()) else {
                    let wanted = text!(
                        "un module et sa version étaient attendus",
                        "a module and its version were expected"
                    );
                    return Err(Malformed::at(at + 1, 1, wanted));
                };
                let mut component = Component::new(Ecosystem::Go, name.trim_matches('"'), at + 1);
                component.version = Some(version.to_string());
                component.scope = Scope::Runtime;
                component.direct = Some(comment.trim() != "indirect");
                listing.components.push(component);
            }
            "replace" => {
                let Some((old, new)) = rest.split_once("=>") else { continue };
                let old = old.split_whitespace().next().unwrap_or_default().to_string();
                let mut new = new.split_whitespace();
                let target = new.next().zip(new.next());
                let target = target.map(|(name, version)| (name.to_string(), version.to_string()));
                replaced.push((old, target));
            }
            _ => {}
        }
    }
    for (old, target) in replaced {
        match target {
            Some((name, version)) => {
                for component in listing.components.iter_mut().filter(|c| c.name == old) {
                    component.name = name.clone();
                    component.version = Some(version.clone());
                }
            }
            None => listing.components.retain(|component| component.name != old),
        }
    }
    Ok(listing)
}

/// What `go.mod` says of its module.
pub(super) fn package(path: &str, text: &str) -> Manifest {
    let mut lines = text.lines().map(str::trim);
    let name = lines.clone().filter_map(|line| line.strip_prefix("module ")).next_back();
    Manifest {
        name: name.map(|name| name.trim().to_string()),
        dependencies: lines.any(|line| line.starts_with("require")),
        ..Manifest::empty(path, Ecosystem::Go)
    }
}
