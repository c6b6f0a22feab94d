//! pip requirements files, and requirement specifiers (PEP 508).

use super::source::digest;
use super::{Component, Ecosystem, Listing, Malformed, Scope};
use crate::text;

/// A package name in the form PyPI compares (PEP 503).
pub(super) fn normalised(name: &str) -> String {
    let mut plain = String::with_capacity(name.len());
    for character in name.chars() {
        match character {
            '-' | '_' | '.' => {
                if !plain.ends_with('-') {
                    plain.push('-');
                }
            }
            other => plain.extend(other.to_lowercase()),
        }
    }
    plain
}

/// True for a file that pip is told to install from, by its name:
/// `requirements.txt`, `requirements-dev.txt`, `requirements/prod.txt`.
pub(super) fn is_requirements(path: &str) -> bool {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let Some(stem) = name.strip_suffix(".txt") else { return false };
    let in_folder = folder.rsplit('/').next() == Some("requirements");
    let named = stem == "requirements"
        || stem.starts_with("requirements-")
        || stem.starts_with("requirements_")
        || stem.starts_with("requirements.")
        || stem.ends_with("-requirements")
        || stem.ends_with("_requirements");
    in_folder || named
}

/// What a file is for, by its name.
fn scope_of(path: &str) -> Scope {
    let name = path.rsplit('/').next().unwrap_or(path).to_lowercase();
    let words = name.split(|c: char| !c.is_ascii_alphanumeric());
    let mut words = words.map(|word| {
        matches!(
            word,
            "dev"
                | "develop"
                | "development"
                | "test"
                | "tests"
                | "testing"
                | "docs"
                | "doc"
                | "lint"
                | "ci"
                | "typing"
        )
    });
    if words.any(|word| word) { Scope::Development } else { Scope::Runtime }
}

/// Reads a requirements file: one requirement a line, which `\` continues.
pub(super) fn read(path: &str, text: &str) -> Result<Listing, Malformed> {
    let scope = scope_of(path);
    let mut listing = Listing::default();
    let mut lines = text.lines().enumerate();
    while let Some((at, first)) = lines.next() {
        let mut whole = first.trim_end().to_string();
        while whole.ends_with('\\') {
            whole.pop();
            match lines.next() {
                Some((_, next)) => whole.push_str(next.trim_end()),
                None => break,
            }
        }
        let whole = match whole.find(" #") {
            Some(comment) => &whole[..comment],
            None => whole.as_str(),
        };
        let whole = whole.trim();
        if whole.is_empty() || whole.starts_with(['#', '-']) {
            continue;
        }
        let Some((name, version)) = requirement(whole) else {
            if whole.starts_with(['.', '/']) {
                continue; // a folder of the repository
            }
            if whole.contains("://") {
                let why = text!(
                    "une adresse, sans nom de composant : ce qu’elle installe n’est pas connu",
                    "an address, without the name of a component: what it installs is not known"
                );
                listing.gaps.push(Malformed::at(at + 1, 1, why));
                continue;
            }
            let wanted = text!("une dépendance était attendue", "a requirement was expected");
            return Err(Malformed::at(at + 1, 1, wanted));
        };
        let mut component = Component::new(Ecosystem::Python, name, at + 1);
        component.version = version;
        component.scope = scope;
        let digests = whole.split("--hash=").skip(1);
        let digests: Vec<&str> =
            digests.filter_map(|part| part.split_whitespace().next()).collect();
        // Several digests are those of several files, for several platforms.
        if let [only] = digests[..] {
            component.checksum = digest(only);
        }
        listing.components.push(component);
    }
    Ok(listing)
}

/// The name of a requirement and its version, when it is fixed (`==`).
pub(super) fn requirement(text: &str) -> Option<(String, Option<String>)> {
    let text = text.trim();
    let named = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let end = text.find(|c: char| !named(c)).unwrap_or(text.len());
    let (name, rest) = text.split_at(end);
    if !name.starts_with(|c: char| c.is_ascii_alphanumeric()) || name.len() > 200 {
        return None;
    }
    let mut rest = rest.trim_start();
    if let Some(extras) = rest.strip_prefix('[') {
        rest = extras.split_once(']')?.1.trim_start();
    }
    let rest = rest.split([';', ' ']).next().unwrap_or_default();
    if !rest.is_empty() && !rest.starts_with(['=', '<', '>', '!', '~', '(', '@']) {
        return None; // an address or a path
    }
    let version = rest
        .trim_start_matches('(')
        .strip_prefix("==")
        .map(|version| version.trim_start_matches('=').trim_end_matches(')').to_string());
    let exact =
        |version: &String| !version.is_empty() && !version.contains(['*', ',', '<', '>', '!', '~']);
    Some((normalised(name), version.filter(exact)))
}
