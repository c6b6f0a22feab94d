//! Libraries of C and C++: Conan and vcpkg; charts of Helm.

use super::pub_dev::for_root;
use super::source::{Lines, json};
use super::{Component, Ecosystem, Listing, Malformed, Scope};
use crate::text::line::LineCounter;
use crate::yaml::Node;
use regex::Regex;
use serde_json::Value as Json;
use std::sync::LazyLock;

static REFERENCE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^([a-z0-9_][a-z0-9_+.\-]*)/([^@#\s]+)").expect("constant"));
static REQUIRES: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"["']([a-z0-9_][a-z0-9_+.\-]*/[\w.+\-\[\]<>=~* ]+)(?:@[^"'\n]*)?["']"#)
        .expect("constant")
});

fn reference(written: &str, line: usize, scope: Scope) -> Option<Component> {
    let found = REFERENCE.captures(written.trim())?;
    let mut component = Component::new(Ecosystem::Conan, &found[1], line);
    component.version = (!found[2].starts_with('[')).then(|| found[2].to_string());
    (component.scope, component.direct) = (scope, Some(true));
    Some(component)
}

/// Reads `conanfile.txt`.
pub(super) fn conan(_path: &str, text: &str) -> Result<Listing, Malformed> {
    let mut listing = Listing::default();
    let mut scope = None;
    for (at, line) in text.lines().map(str::trim).enumerate() {
        if line.starts_with('[') && line.ends_with(']') {
            scope = match line {
                "[requires]" => Some(Scope::Runtime),
                "[tool_requires]" | "[build_requires]" => Some(Scope::Build),
                "[test_requires]" => Some(Scope::Development),
                _ => None,
            };
        } else if let Some(scope) = scope {
            listing.components.extend(reference(line, at + 1, scope));
        }
    }
    Ok(listing)
}

/// Reads the references that `conanfile.py` writes plainly.
pub(super) fn conan_program(_path: &str, text: &str) -> Result<Listing, Malformed> {
    let mut listing = Listing::default();
    let mut places = LineCounter::new(text);
    if !text.contains("ConanFile") {
        return Ok(listing);
    }
    for found in REQUIRES.captures_iter(text) {
        let Some(written) = found.get(1) else { continue };
        let line = places.line(written.start());
        let whole = text.lines().nth(line - 1).unwrap_or_default();
        if whole.contains("requires") || whole.trim_start().starts_with(['"', '\'']) {
            let scope = match whole.contains("tool_requires") || whole.contains("build_requires") {
                true => Scope::Build,
                false => Scope::Runtime,
            };
            listing.components.extend(reference(written.as_str(), line, scope));
        }
    }
    Ok(listing)
}

/// Reads `vcpkg.json`.
pub(super) fn vcpkg(_path: &str, text: &str) -> Result<Listing, Malformed> {
    let root = json(text)?;
    let mut lines = Lines::new(text);
    let mut listing = Listing::default();
    for asked in root.get("dependencies").and_then(Json::as_array).into_iter().flatten() {
        let name = asked.as_str().or_else(|| asked.get("name")?.as_str());
        let Some(name) = name else { continue };
        let line = lines.next(&format!("\"{name}\""));
        let mut component = Component::new(Ecosystem::Vcpkg, name, line);
        component.version = fixed(&root, name);
        let host = asked.get("host").and_then(Json::as_bool).unwrap_or(false);
        component.scope = if host { Scope::Build } else { Scope::Runtime };
        component.direct = Some(true);
        listing.components.push(component);
    }
    Ok(listing)
}

/// The version that the `overrides` of a `vcpkg.json` fix for `name`.
fn fixed(root: &Json, name: &str) -> Option<String> {
    let overrides = root.get("overrides")?.as_array()?;
    let own = overrides.iter().find(|one| one.get("name").and_then(Json::as_str) == Some(name))?;
    let keys = ["version", "version-semver", "version-date", "version-string"];
    keys.iter().find_map(|key| Some(own.get(*key)?.as_str()?.to_string()))
}

/// Reads the charts that `Chart.yaml` or `Chart.lock` names; one of the
/// repository itself is no component.
pub(super) fn charts(_path: &str, text: &str) -> Result<Listing, Malformed> {
    let mut listing = Listing::default();
    for_root(text, |root| {
        for chart in root.get("dependencies").map(Node::items).unwrap_or_default() {
            let local = chart.text_of("repository").is_none_or(|from| from.starts_with("file:"));
            let Some(name) = chart.text_of("name").filter(|_| !local) else { continue };
            let mut component = Component::new(Ecosystem::Helm, name, chart.line());
            let version = chart.text_of("version");
            let exact = |version: &&str| !version.contains(['^', '~', '*', '<', '>', 'x', ' ']);
            component.version = version.filter(exact).map(str::to_string);
            (component.scope, component.direct) = (Scope::Runtime, Some(true));
            listing.components.push(component);
        }
    })?;
    Ok(listing)
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_version_fixed_beside_the_dependencies_is_theirs() {
        let text = r#"{"dependencies":["fmt",{"name":"proj","version>=":"9.1.0"}],"overrides":[{"name":"proj","version":"9.3.1"}]}"#;
        let listing = super::vcpkg("vcpkg.json", text).expect("well formed");
        let labels: Vec<String> = listing.components.iter().map(|one| one.label()).collect();
        assert_eq!(labels, ["fmt", "proj@9.3.1"]);
    }
}
