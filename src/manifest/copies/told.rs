//! What one file of a copy tells: the package, its version, its licence.

use super::super::xml::xml;
use super::super::{Ecosystem, composer, npm, requirements};
use regex::Regex;
use serde_json::Value as Json;
use std::sync::LazyLock;

/// What a copy tells.
pub(in super::super) struct Told {
    /// The kind of package.
    pub ecosystem: Ecosystem,
    /// Its name.
    pub name: String,
    /// Its version, when the file tells it.
    pub version: Option<String>,
    /// Its licence, as written.
    pub license: String,
}

fn told(kind: Ecosystem, name: &str, version: &str, license: &str) -> Told {
    Told {
        ecosystem: kind,
        name: name.to_string(),
        version: Some(version.to_string()),
        license: license.to_string(),
    }
}

/// `package.json` of an installed package.
pub(super) fn node(text: &str) -> Option<Told> {
    let root: Json = serde_json::from_str(text).ok()?;
    let string = |key: &str| root.get(key).and_then(Json::as_str);
    Some(told(Ecosystem::Npm, string("name")?, string("version")?, &npm::license(&root)?))
}

/// One package of `vendor/composer/installed.json`.
pub(super) fn composed(package: &Json) -> Option<Told> {
    let string = |key: &str| package.get(key).and_then(Json::as_str);
    let version = string("version")?.trim_start_matches('v');
    Some(told(Ecosystem::Composer, string("name")?, version, &composer::license(package)?))
}

/// The headers of a Python package.
pub(super) fn wheel(text: &str, names_one: fn(&str) -> bool) -> Option<Told> {
    let headers = text.split("\n\n").next().unwrap_or(text);
    let field = |name: &str| {
        headers.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": ")).map(str::trim)
    };
    let classifiers: Vec<&str> =
        headers.lines().filter_map(|line| line.strip_prefix("Classifier: ")).collect();
    let license =
        distribution(field("License-Expression"), field("License"), &classifiers, names_one)?;
    Some(told(
        Ecosystem::Python,
        &requirements::normalised(field("Name")?),
        field("Version")?,
        license,
    ))
}

/// The licence of a Python distribution: its expression, else the words of its field
/// when they name one, else the only classifier that does, else its words.
pub(in super::super) fn distribution<'t>(
    expression: Option<&'t str>,
    field: Option<&'t str>,
    classifiers: &[&'t str],
    names_one: fn(&str) -> bool,
) -> Option<&'t str> {
    let short = field
        .map(str::trim)
        .filter(|value| value.len() < 200 && !value.is_empty() && *value != "UNKNOWN");
    let mut of_licences = classifiers.iter().filter_map(|one| one.strip_prefix("License :: "));
    let classifier = match (of_licences.next(), of_licences.next()) {
        (Some(only), None) => only.rsplit(" :: ").next(),
        _ => None,
    };
    let known = |value: &&str| names_one(value);
    let expression = expression.filter(|words| !words.trim().is_empty());
    expression.or(short.filter(known)).or(classifier.filter(known)).or(short)
}

/// `Cargo.toml` of a vendored crate.
pub(super) fn krate(text: &str) -> Option<Told> {
    let root: toml::Table = text.parse().ok()?;
    let string = |key: &str| root.get("package")?.get(key)?.as_str();
    Some(told(Ecosystem::Cargo, string("name")?, string("version")?, string("license")?))
}

/// `DESCRIPTION` of an installed R package.
pub(super) fn cran(text: &str) -> Option<Told> {
    let field = |name: &str| {
        text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": ")).map(str::trim)
    };
    Some(told(Ecosystem::R, field("Package")?, field("Version")?, field("License")?))
}

/// `{<<"licenses">>,[<<"MIT">>]}.` in the metadata of a Hex package.
pub(super) fn hex(text: &str) -> Option<Told> {
    let term = |key: &str| {
        let start = text.find(&format!("{{<<\"{key}\">>,"))?;
        let rest = &text[start + key.len() + 8..];
        let rest = &rest[..rest.find("}.")?];
        let strings: Vec<&str> =
            rest.split("<<\"").skip(1).filter_map(|part| part.split("\">>").next()).collect();
        Some(strings)
    };
    let first = |key: &str| term(key)?.first().copied();
    let licenses = term("licenses").filter(|list| !list.is_empty())?;
    Some(told(Ecosystem::Hex, first("name")?, first("version")?, &licenses.join(" AND ")))
}

static FIELD: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?m)^\s*\w+\.(name|version|licenses?)\s*=\s*(.*)$").expect("constant")
});
static QUOTED: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r#"["']([^"']{1,200})["']"#).expect("constant"));

/// The specification that RubyGems writes of an installed gem. Whether several
/// licences are a choice is not said.
pub(super) fn gem(text: &str) -> Option<Told> {
    let (mut name, mut version, mut license) = (None, None, None);
    for field in FIELD.captures_iter(text).take(20) {
        let value = field.get(2).map_or("", |value| value.as_str());
        let mut strings = QUOTED.captures_iter(value).filter_map(|found| found.get(1));
        let slot = match &field[1] {
            "name" => &mut name,
            "version" => &mut version,
            _ => {
                let names: Vec<&str> = strings.map(|found| found.as_str()).collect();
                license = Some(names.join(", ")).filter(|names| !names.is_empty()).or(license);
                continue;
            }
        };
        *slot = slot.or(strings.next().map(|found| found.as_str()));
    }
    Some(told(Ecosystem::Gem, name?, version?, &license?))
}

/// The `.nuspec` of an unpacked NuGet package.
pub(in super::super) fn nuget(text: &str) -> Option<Told> {
    let document = xml(text).ok()?;
    let node = |name: &str| {
        document.descendants().find(|node| node.is_element() && node.tag_name().name() == name)
    };
    let value = |name: &str| node(name)?.text().map(str::trim).filter(|text| !text.is_empty());
    let expression = node("license").filter(|node| node.attribute("type") == Some("expression"));
    let license = match expression {
        Some(node) => node.text().map(str::trim)?,
        None => value("licenseUrl")?.strip_prefix("https://licenses.nuget.org/")?,
    };
    Some(told(Ecosystem::NuGet, value("id")?, value("version")?, license))
}

/// The Go module whose licence file `path` is, in a `vendor` folder: the first
/// part of its name is a host.
pub(super) fn go_module(path: &str) -> Option<&str> {
    let (folder, name) = path.rsplit_once('/')?;
    let module = match folder.strip_prefix("vendor/") {
        Some(module) => module,
        None => folder.split_once("/vendor/")?.1,
    };
    let host = module.split('/').next().unwrap_or_default();
    (host.contains('.') && module.contains('/') && is_licence_file(name)).then_some(module)
}

/// True for the file of a licence: `LICENSE.libyaml`, `license.md`, `COPYING`.
fn is_licence_file(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    let (stem, extension) = lower.split_once('.').unwrap_or((&lower, ""));
    ["LICENSE", "LICENCE"].iter().any(|start| name.starts_with(start))
        || ["license", "licence", "copying", "unlicense"].contains(&stem)
            && ["", "md", "txt", "rst"].contains(&extension)
}

/// A licence file of a vendored Go module, whose version `go.mod` fixes.
pub(super) fn go(path: &str, text: &str, of_text: fn(&str) -> Option<String>) -> Option<Told> {
    let name = go_module(path)?.to_string();
    let ecosystem = Ecosystem::Go;
    Some(Told { ecosystem, name, version: None, license: of_text(text)? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_module_of_go_is_known_by_the_file_of_its_licence() {
        let module = Some("forge.example.org/o/r");
        for name in ["LICENSE", "LICENSE.libyaml", "license.md", "COPYING", "Licence.txt"] {
            assert_eq!(go_module(&format!("vendor/forge.example.org/o/r/{name}")), module);
        }
        for name in ["license.go", "copying.sh", "README.md"] {
            assert_eq!(go_module(&format!("vendor/forge.example.org/o/r/{name}")), None);
        }
        assert_eq!(go_module("vendor/outils/r/COPYING"), None);
    }
}
