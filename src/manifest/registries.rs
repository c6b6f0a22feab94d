//! What is asked of a registry to know the licence of a component, and what its
//! answer says. Pure: a component gives paths under the address of the registry,
//! and the text of an answer gives words. Whoever uses the network asks.

use super::copies::Readers;
use super::copies::told;
use super::fields::LicenceValue;
use super::xml::{child, xml};
use super::{Component, Ecosystem, composer, jvm, npm};
use serde_json::Value as Json;
use std::sync::LazyLock;

const DATA: &str = include_str!("../../data/licence/registries.tsv");

/// A public registry.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Registry {
    /// The kind of packages.
    pub ecosystem: Ecosystem,
    /// Its name.
    pub name: &'static str,
    /// Its address.
    pub address: &'static str,
    /// Milliseconds between two questions, by its rules of use.
    pub pause: u64,
}

/// The registries that are known.
pub(crate) static REGISTRIES: LazyLock<Vec<Registry>> = LazyLock::new(|| {
    let lines = DATA.lines().filter(|line| !line.starts_with('#'));
    let read = |line: &'static str| {
        let mut cells = line.split('\t');
        Some(Registry {
            ecosystem: Ecosystem::of_code(cells.next()?)?,
            name: cells.next()?,
            address: cells.next()?,
            pause: cells.next()?.parse().ok()?,
        })
    };
    lines.filter_map(read).collect()
});

/// What an answer says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Said {
    /// Its licence, in these words.
    Words(String),
    /// Another path says it.
    Elsewhere(String),
    /// No licence.
    Nothing,
    /// It is not what this registry answers.
    Unreadable,
}

/// Why nothing can be asked about a component.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unaskable {
    /// No registry is known for its kind of packages.
    NoRegistry,
    /// Its version is not fixed, and the registry answers for a version alone.
    NoVersion,
    /// No package has such a name or such a version.
    NotAName,
}

/// The paths that may tell the licence of `component`, under the address of its
/// registry: the next one is for a registry that does not know the one before.
pub(crate) fn paths(component: &Component) -> Result<Vec<String>, Unaskable> {
    if !REGISTRIES.iter().any(|one| one.ecosystem == component.ecosystem) {
        return Err(Unaskable::NoRegistry);
    }
    let version = component.version.as_deref().map(segment).transpose()?;
    let name = component.name.as_str();
    let exact = || version.clone().ok_or(Unaskable::NoVersion);
    Ok(match component.ecosystem {
        Ecosystem::Npm => {
            let name = match name.strip_prefix('@').map(|name| name.split_once('/')) {
                Some(Some((scope, name))) => format!("@{}%2F{}", segment(scope)?, segment(name)?),
                _ => segment(name)?,
            };
            let version = version.unwrap_or_else(|| "latest".to_string());
            vec![format!("/{name}/{version}"), format!("/{name}")]
        }
        Ecosystem::Python => match version {
            Some(version) => vec![format!("/pypi/{}/{version}/json", segment(name)?)],
            None => vec![format!("/pypi/{}/json", segment(name)?)],
        },
        Ecosystem::Cargo => match version {
            Some(version) => vec![format!("/api/v1/crates/{}/{version}", segment(name)?)],
            None => vec![format!("/api/v1/crates/{}", segment(name)?)],
        },
        Ecosystem::Composer => {
            let (vendor, name) = name.split_once('/').ok_or(Unaskable::NotAName)?;
            vec![format!("/p2/{}/{}.json", segment(vendor)?, segment(name)?)]
        }
        Ecosystem::Gem => match version {
            Some(version) => {
                vec![format!("/api/v2/rubygems/{}/versions/{version}.json", segment(name)?)]
            }
            None => vec![format!("/api/v1/gems/{}.json", segment(name)?)],
        },
        Ecosystem::Go => {
            let name = name.split('/').map(segment).collect::<Result<Vec<String>, _>>()?;
            vec![format!("/v3/systems/go/packages/{}/versions/{}", name.join("%2F"), exact()?)]
        }
        Ecosystem::NuGet => {
            let (name, version) = (segment(name)?.to_lowercase(), exact()?.to_lowercase());
            vec![format!("/{name}/{version}/{name}.nuspec")]
        }
        _ => {
            let (group, artifact) = name.split_once(':').ok_or(Unaskable::NotAName)?;
            let version = component.version.as_deref().ok_or(Unaskable::NoVersion)?;
            vec![pom(group, artifact, version)?]
        }
    })
}

/// What `text` answers about `component`.
pub(crate) fn said(component: &Component, text: &str, readers: Readers) -> Said {
    let words = |found: Option<String>| {
        let found = found.map(|words| words.trim().to_string()).filter(|words| !words.is_empty());
        found.map_or(Said::Nothing, Said::Words)
    };
    match component.ecosystem {
        Ecosystem::Maven => return artifact(text, readers),
        Ecosystem::NuGet => {
            let Ok(document) = xml(text) else { return Said::Unreadable };
            let found = told::nuget(text).map(|told| told.license);
            return words(found.or_else(|| licence_url(&document)));
        }
        _ => {}
    }
    let Ok(root) = serde_json::from_str::<Json>(text) else { return Said::Unreadable };
    if !root.is_object() {
        return Said::Unreadable;
    }
    words(match component.ecosystem {
        Ecosystem::Npm => npm::license(of_version(&root, component).unwrap_or(&root)),
        Ecosystem::Python => distribution(&root, readers.names_one),
        Ecosystem::Cargo => {
            let version = root.get("version").or_else(|| root.pointer("/versions/0"));
            version.and_then(|one| one.get("license")?.as_str()).map(str::to_string)
        }
        Ecosystem::Composer => composed(&root, component),
        // Whether several are a choice is not said.
        _ => root.get("licenses").and_then(listed),
    })
}

/// One part of a path.
fn segment(text: &str) -> Result<String, Unaskable> {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    let foreign = |c: char| c.is_control() || c.is_whitespace();
    if text.is_empty() || text.len() > 214 || text.trim_matches('.').is_empty() {
        return Err(Unaskable::NotAName);
    }
    if text.contains(foreign) || text.contains(['/', '\\', '?', '#', '$', '{', '}']) {
        return Err(Unaskable::NotAName);
    }
    let escaped = text.bytes().map(|byte| match plain(byte) {
        true => char::from(byte).to_string(),
        false => format!("%{byte:02X}"),
    });
    Ok(escaped.collect())
}

/// The address that an old NuGet specification gives instead of a licence.
fn licence_url(document: &roxmltree::Document<'_>) -> Option<String> {
    let mut nodes = document.descendants();
    let url = nodes.find(|node| node.tag_name().name() == "licenseUrl")?.text()?;
    (!url.contains("deprecateLicenseUrl")).then(|| url.to_string())
}

fn pom(group: &str, artifact: &str, version: &str) -> Result<String, Unaskable> {
    let group = group.split('.').map(segment).collect::<Result<Vec<String>, _>>()?;
    let (artifact, version) = (segment(artifact)?, segment(version)?);
    Ok(format!("/{}/{artifact}/{version}/{artifact}-{version}.pom", group.join("/")))
}

/// The licences of a POM, else where its parent is.
fn artifact(text: &str, readers: Readers) -> Said {
    let Ok(document) = xml(text) else { return Said::Unreadable };
    let clearest = |(name, url): (String, String)| {
        let better = !(readers.names_one)(&name) && (readers.names_one)(&url);
        if better || name.is_empty() { url } else { name }
    };
    let fields = jvm::licences(text).into_iter().map(|field| field.value);
    let names: Vec<String> = fields
        .flat_map(|value| match value {
            LicenceValue::Named(pairs) => pairs.into_iter().map(clearest).collect(),
            _ => Vec::new(),
        })
        .collect();
    if !names.is_empty() {
        return Said::Words(names.join(" OR "));
    }
    let elements = document.root_element().children();
    let parent = elements.into_iter().find(|node| node.tag_name().name() == "parent");
    let path = parent.and_then(|node| {
        pom(child(node, "groupId")?, child(node, "artifactId")?, child(node, "version")?).ok()
    });
    path.map_or(Said::Nothing, Said::Elsewhere)
}

/// The version wanted, in the document of a whole npm package.
fn of_version<'j>(root: &'j Json, component: &Component) -> Option<&'j Json> {
    let versions = root.get("versions")?.as_object()?;
    let latest = || root.pointer("/dist-tags/latest")?.as_str();
    versions.get(component.version.as_deref().or_else(latest)?)
}

/// What PyPI tells of a distribution.
fn distribution(root: &Json, names_one: fn(&str) -> bool) -> Option<String> {
    let info = root.get("info")?;
    let string = |key: &str| info.get(key).and_then(Json::as_str);
    let classifiers = info.get("classifiers").and_then(Json::as_array).into_iter().flatten();
    let classifiers: Vec<&str> = classifiers.filter_map(Json::as_str).collect();
    told::distribution(string("license_expression"), string("license"), &classifiers, names_one)
        .map(str::to_string)
}

/// What Packagist tells of a version: each says only what differs from the one
/// before it.
fn composed(root: &Json, component: &Component) -> Option<String> {
    let versions = root.get("packages")?.get(&component.name)?.as_array()?;
    let mut license: Option<&Json> = None;
    for one in versions {
        match one.get("license") {
            Some(Json::String(word)) if word == "__unset" => license = None,
            Some(changed) => license = Some(changed),
            None => {}
        }
        let version = one.get("version").and_then(Json::as_str).map(|v| v.trim_start_matches('v'));
        if component.version.is_none() || component.version.as_deref() == version {
            return composer::license(&serde_json::json!({ "license": license? }));
        }
    }
    None
}

/// The strings of `list`.
fn listed(list: &Json) -> Option<String> {
    let names: Vec<&str> = list.as_array()?.iter().filter_map(Json::as_str).collect();
    Some(names.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn component(ecosystem: Ecosystem, name: &str, version: Option<&str>) -> Component {
        let version = version.map(str::to_string);
        Component { version, ..Component::new(ecosystem, name, 1) }
    }

    #[test]
    fn a_name_that_leads_elsewhere_is_not_asked() {
        for name in ["../../etc", "a?b", "a b", "", "..", "a/b", "${name}"] {
            let asked = paths(&component(Ecosystem::Npm, name, Some("1.0.0")));
            assert_eq!(asked, Err(Unaskable::NotAName), "{name}");
        }
        let asked = paths(&component(Ecosystem::Npm, "@a/b", Some("1.0.0+é")));
        assert_eq!(asked.expect("paths")[0], "/@a%2Fb/1.0.0%2B%C3%A9");
        let asked = paths(&component(Ecosystem::Maven, "org.a:b", None));
        assert_eq!(asked, Err(Unaskable::NoVersion));
        let asked = paths(&component(Ecosystem::Maven, "org.a:b", Some("${v}")));
        assert_eq!(asked, Err(Unaskable::NotAName));
    }

    #[test]
    fn every_kind_that_is_asked_about_has_a_registry() {
        let kinds: Vec<Ecosystem> = REGISTRIES.iter().map(|one| one.ecosystem).collect();
        assert_eq!(
            kinds,
            [
                Ecosystem::Cargo,
                Ecosystem::Composer,
                Ecosystem::Gem,
                Ecosystem::Go,
                Ecosystem::Maven,
                Ecosystem::Npm,
                Ecosystem::NuGet,
                Ecosystem::Python,
            ]
        );
        assert!(REGISTRIES.iter().all(|one| one.address.starts_with("https://")));
    }
}
