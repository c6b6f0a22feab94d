//! Package URLs.

use super::{Component, PackageType};
use packageurl::PackageUrl;

/// The Package URL of `component`.
pub fn of(component: &Component) -> String {
    let name = &component.name;
    let (namespace, name) = match component.package_type {
        PackageType::Maven => split(name, ':'),
        PackageType::Npm | PackageType::Composer | PackageType::Golang => split(name, '/'),
        _ => (None, name.as_str()),
    };
    let name = match component.package_type {
        PackageType::Pypi => name.to_lowercase().replace('_', "-"),
        PackageType::Composer | PackageType::Hex => name.to_lowercase(),
        _ => name.to_string(),
    };
    let kind = component.package_type.code();
    let built = PackageUrl::new(kind, name.clone()).and_then(|mut purl| {
        if let Some(namespace) = namespace {
            purl.with_namespace(namespace)?;
        }
        if let Some(version) = &component.version {
            purl.with_version(version.as_str())?;
        }
        Ok(purl.to_string())
    });
    // A name that no package has (empty, controls) still gives an identifier.
    built.unwrap_or_else(|_| format!("pkg:{kind}/{}", escaped(&name)))
}

fn split(name: &str, separator: char) -> (Option<&str>, &str) {
    match name.rsplit_once(separator) {
        Some((namespace, name)) if !namespace.is_empty() && !name.is_empty() => {
            (Some(namespace), name)
        }
        _ => (None, name),
    }
}

fn escaped(name: &str) -> String {
    name.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'-' | b'_' => {
                (byte as char).to_string()
            }
            _ => format!("%{byte:02X}"),
        })
        .collect()
}
