//! What documents of a repository state of the licences of its components: bills
//! of materials, records of `licensed`, notices of third parties.

use super::super::{Ecosystem, requirements};
use super::told::Told;
use packageurl::PackageUrl;
use regex::Regex;
use serde_json::Value as Json;
use std::str::FromStr;
use std::sync::LazyLock;

/// How a bill of publiable marks what it knows by names alone: no statement.
pub(crate) const BY_NAME: &str = "by name, table of ";

static MAVEN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?m)^\s*\(((?:[^()\n]|\([^()\n]*\))+)\)\s+[^(\s].*\(([\w.\-]+:[\w.\-]+):([\w.\-+]+) - ",
    )
    .expect("constant")
});

static CRATES: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?m)^\s*- package_name: (\S+)\r?\n\s*package_version: (\S+)\r?\n(?:\s*repository: .*\r?\n)?\s*license: (.+?)\r?$",
    )
    .expect("constant")
});

/// A kind of document, by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Document {
    /// A bill of materials, CycloneDX or SPDX, in JSON.
    Bill,
    /// A record of `licensed`.
    Licensed,
    /// What the license plugin of Maven writes.
    Maven,
    /// What cargo-bundle-licenses writes.
    Crates,
}

/// The kind of document that `path` is.
pub(super) fn document(path: &str) -> Option<Document> {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let bill = ["bom.json", "sbom.json", "cyclonedx.json", "spdx.json"].contains(&name)
        || [".cdx.json", ".spdx.json", ".bom.json", ".sbom.json"]
            .iter()
            .any(|end| name.ends_with(end));
    let in_records = folder.split('/').any(|part| part == ".licenses");
    match name {
        _ if bill => Some(Document::Bill),
        "THIRD-PARTY.txt" => Some(Document::Maven),
        "THIRDPARTY.yml" => Some(Document::Crates),
        _ if in_records && name.ends_with(".dep.yml") => Some(Document::Licensed),
        _ => None,
    }
}

/// What `text` states.
pub(super) fn read(document: Document, text: &str) -> Vec<Told> {
    match document {
        Document::Bill => bill(text),
        Document::Licensed => licensed(text).into_iter().collect(),
        Document::Maven => {
            let found = MAVEN.captures_iter(text);
            found
                .filter(|one| !one[1].contains(") ("))
                .map(|one| told(Ecosystem::Maven, &one[2], Some(&one[3]), &one[1]))
                .collect()
        }
        Document::Crates => {
            let found = CRATES.captures_iter(text);
            let plain = |words: &str| words.trim_matches(['"', '\'']).to_string();
            found
                .map(|one| {
                    told(Ecosystem::Cargo, &plain(&one[1]), Some(&plain(&one[2])), &plain(&one[3]))
                })
                .collect()
        }
    }
}

fn told(ecosystem: Ecosystem, name: &str, version: Option<&str>, license: &str) -> Told {
    Told {
        ecosystem,
        name: name.to_string(),
        version: version.map(str::to_string),
        license: license.trim().to_string(),
    }
}

/// The package that a Package URL names, under `license`.
fn of_purl(purl: &str, license: &str) -> Option<Told> {
    let purl = PackageUrl::from_str(purl).ok()?;
    let ecosystem = Ecosystem::of_code(purl.ty())?;
    let separator = if ecosystem == Ecosystem::Maven { ":" } else { "/" };
    let name = match purl.namespace() {
        Some(space) => format!("{space}{separator}{}", purl.name()),
        None => purl.name().to_string(),
    };
    let name = if ecosystem == Ecosystem::Python { requirements::normalised(&name) } else { name };
    Some(told(ecosystem, &name, purl.version(), license))
}

fn bill(text: &str) -> Vec<Told> {
    let Ok(root) = serde_json::from_str::<Json>(text) else { return Vec::new() };
    let list = |key: &str| root.get(key).and_then(Json::as_array).into_iter().flatten();
    let cyclone =
        list("components").filter_map(|one| of_purl(one.get("purl")?.as_str()?, &cyclonedx(one)?));
    let spdx = list("packages").filter_map(|one| of_purl(purl_of(one)?, &spdx(one)?));
    cyclone.chain(spdx).collect()
}

/// The licence that a component of CycloneDX bears.
fn cyclonedx(component: &Json) -> Option<String> {
    let properties = component.get("properties").and_then(Json::as_array).into_iter().flatten();
    let mut values = properties.filter_map(|one| one.get("value")?.as_str());
    if values.any(|value| value.starts_with(BY_NAME)) {
        return None;
    }
    let licences = component.get("licenses")?.as_array()?;
    let written = licences.iter().filter_map(|one| {
        let licence = one.get("license");
        let named = |key: &str| licence?.get(key)?.as_str();
        one.get("expression")
            .and_then(Json::as_str)
            .or_else(|| named("id"))
            .or_else(|| named("name"))
    });
    let written: Vec<&str> = written.collect();
    (!written.is_empty()).then(|| written.join(" AND "))
}

/// The licence that a package of SPDX declares, else the one that was concluded.
fn spdx(package: &Json) -> Option<String> {
    let string = |key: &str| package.get(key).and_then(Json::as_str);
    if string("licenseComments").is_some_and(|words| words.starts_with(BY_NAME)) {
        return None;
    }
    let told = |words: &&str| !words.is_empty() && !matches!(*words, "NOASSERTION" | "NONE");
    let declared = string("licenseDeclared").filter(told);
    declared.or(string("licenseConcluded").filter(told)).map(str::to_string)
}

fn purl_of(package: &Json) -> Option<&str> {
    let references = package.get("externalRefs")?.as_array()?;
    references.iter().find_map(|one| {
        let kind = one.get("referenceType")?.as_str()?;
        (kind == "purl").then(|| one.get("referenceLocator")?.as_str())?
    })
}

/// A record of `licensed`, whose head is a few plain lines.
fn licensed(text: &str) -> Option<Told> {
    let field = |name: &str| {
        let mut values = text.lines().take(20).filter_map(|line| line.strip_prefix(name));
        values.find_map(|rest| rest.strip_prefix(": ")).map(|value| value.trim_matches(['"', '\'']))
    };
    let ecosystem = match field("type")? {
        "npm" | "yarn" | "pnpm" => Ecosystem::Npm,
        "bundler" => Ecosystem::Gem,
        "go" => Ecosystem::Go,
        "composer" => Ecosystem::Composer,
        "pip" | "pipenv" => Ecosystem::Python,
        "cargo" => Ecosystem::Cargo,
        "nuget" => Ecosystem::NuGet,
        "mix" => Ecosystem::Hex,
        _ => return None,
    };
    let licence = field("license").filter(|words| !matches!(*words, "other" | "none"))?;
    Some(told(ecosystem, field("name")?, field("version"), licence))
}
