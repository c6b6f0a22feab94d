//! Package URLs.

use super::{Component, Ecosystem};
use packageurl::PackageUrl;

/// The Package URL of `component`.
pub(super) fn of(component: &Component) -> String {
    let name = &component.name;
    let (namespace, name) = match component.ecosystem {
        Ecosystem::Maven => split(name, ':'),
        Ecosystem::Npm | Ecosystem::Composer | Ecosystem::Go | Ecosystem::Swift => split(name, '/'),
        _ => (None, name.as_str()),
    };
    let name = match component.ecosystem {
        Ecosystem::Python => name.to_lowercase().replace('_', "-"),
        Ecosystem::Composer | Ecosystem::Hex => name.to_lowercase(),
        _ => name.to_string(),
    };
    let kind = component.ecosystem.code();
    // npm has packages whose names differ by case alone (`JSONStream`, `jsonstream`): the
    // one of the lock file stays, which the rules of the type would put in lower case.
    let ruled = if component.ecosystem == Ecosystem::Npm { "generic" } else { kind };
    let built = PackageUrl::new(ruled, name.clone()).and_then(|mut purl| {
        if let Some(namespace) = namespace {
            purl.with_namespace(namespace)?;
        }
        if let Some(version) = &component.version {
            purl.with_version(version.as_str())?;
        }
        let told = purl.to_string();
        let rest = told.split_once('/').map_or("", |(_, rest)| rest);
        Ok(format!("pkg:{kind}/{rest}"))
    });
    // A name that no package has (empty, controls) still gives an identifier.
    built.unwrap_or_else(|_| format!("pkg:{kind}/{}", escaped(&name)))
}

/// What `name` is compared as, where the ecosystem tells several spellings of a
/// name from none, and the major versions of a Go module have names of their own.
pub(crate) fn folded(ecosystem: Ecosystem, name: &str) -> String {
    match ecosystem {
        Ecosystem::Python => super::requirements::normalised(name),
        Ecosystem::Composer | Ecosystem::Hex | Ecosystem::NuGet => name.to_lowercase(),
        Ecosystem::Go => {
            let major = name.rsplit_once("/v").filter(|(_, version)| {
                !version.is_empty() && version.bytes().all(|byte| byte.is_ascii_digit())
            });
            major.map_or(name, |(module, _)| module).to_string()
        }
        _ => name.to_string(),
    }
}

/// The Package URL of a project itself: that of its repository on a forge that
/// has a PURL type, else a generic one with its address (`host`, `path`).
pub(crate) fn of_project(
    name: &str,
    version: Option<&str>,
    address: Option<(&str, &str)>,
) -> String {
    let forge = address.and_then(|(host, path)| {
        let kind = match host {
            "github.com" => "github",
            "gitlab.com" => "gitlab",
            "bitbucket.org" => "bitbucket",
            _ => return None,
        };
        let (namespace, name) = path.rsplit_once('/')?;
        Some((kind, namespace, name))
    });
    let built = match forge {
        Some((kind, namespace, name)) => {
            PackageUrl::new(kind, name.to_lowercase()).and_then(|mut purl| {
                purl.with_namespace(namespace.to_lowercase())?;
                Ok(purl)
            })
        }
        None => PackageUrl::new("generic", name.to_string()).and_then(|mut purl| {
            if let Some((host, path)) = address {
                purl.add_qualifier("vcs_url", format!("git+https://{host}/{path}"))?;
            }
            Ok(purl)
        }),
    };
    let versioned = built.and_then(|mut purl| {
        if let Some(version) = version {
            purl.with_version(version.to_string())?;
        }
        Ok(purl.to_string())
    });
    versioned.unwrap_or_else(|_| format!("pkg:generic/{}", escaped(name)))
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
