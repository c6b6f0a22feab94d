//! Pixi: `pixi.lock` and `pixi.toml`, packages of Conda and of PyPI.

use super::pub_dev::for_root;
use super::source::{Lines, digest, toml, toml_tables};
use super::{Component, Ecosystem, Listing, Malformed, Scope};
use crate::yaml::Node;
use ::toml::{Table, Value};

/// Reads `pixi.lock`: in its versions 4 and 5 an entry has its `kind` and `name`, from 6 on its
/// address says them.
pub(super) fn lock(_path: &str, text: &str) -> Result<Listing, Malformed> {
    let mut listing = Listing::default();
    for_root(text, |root| {
        let packages = root.get("packages").filter(|list| list.is_list());
        listing
            .components
            .extend(packages.map(Node::items).unwrap_or_default().into_iter().filter_map(locked));
    })?;
    Ok(listing)
}

fn locked(entry: Node<'_>) -> Option<Component> {
    let (kind, address) = match entry.text_of("kind") {
        Some(kind) => (kind, entry.text_of("url").unwrap_or_default()),
        None => {
            ["conda", "pypi"].into_iter().find_map(|kind| Some((kind, entry.text_of(kind)?)))?
        }
    };
    let ecosystem = match kind {
        "conda" => Ecosystem::Conda,
        "pypi" if address.starts_with('.') => return None, // the project itself
        "pypi" => Ecosystem::Python,
        _ => return None,
    };
    let built = || built(address);
    let name = entry.text_of("name").or_else(|| Some(built()?.0))?;
    let mut component = Component::new(ecosystem, name, entry.line());
    let version = entry.text_of("version").or_else(|| Some(built()?.1));
    component.version = version.map(str::to_string);
    component.license = entry.text_of("license").map(str::to_string);
    component.checksum = entry.text_of("sha256").and_then(digest);
    let needed = entry.get("depends").map(Node::items).unwrap_or_default();
    let first_word = |need: Node<'_>| Some(need.text()?.split(' ').next()?.to_string());
    component.requires = needed.into_iter().filter_map(first_word).collect();
    Some(component)
}

/// The name and the version in the address of a package of Conda: `name-version-build.conda`.
fn built(address: &str) -> Option<(&str, &str)> {
    let file = address.rsplit('/').next()?;
    let stem = file.strip_suffix(".conda").or_else(|| file.strip_suffix(".tar.bz2"))?;
    let mut parts = stem.rsplitn(3, '-');
    let (_, version, name) = (parts.next()?, parts.next()?, parts.next()?);
    Some((name, version))
}

/// Tables of what is asked for, in the manifest, a feature of it or a platform.
const ASKED: [(&str, Ecosystem, Scope); 4] = [
    ("dependencies", Ecosystem::Conda, Scope::Unknown),
    ("pypi-dependencies", Ecosystem::Python, Scope::Unknown),
    ("host-dependencies", Ecosystem::Conda, Scope::Build),
    ("build-dependencies", Ecosystem::Conda, Scope::Build),
];

/// Reads `pixi.toml`: what it asks for, in any environment and on any platform.
pub(super) fn manifest(_path: &str, text: &str) -> Result<Listing, Malformed> {
    let root = toml(text)?;
    let mut tables: Vec<&Table> = vec![&root];
    tables.extend(toml_tables(&root, "feature"));
    let targets: Vec<&Table> =
        tables.iter().flat_map(|table| toml_tables(table, "target")).collect();
    tables.extend(targets);
    let mut lines = Lines::new(text);
    let mut listing = Listing::default();
    for table in tables {
        for (key, ecosystem, scope) in ASKED {
            for (name, wanted) in table.get(key).and_then(Value::as_table).into_iter().flatten() {
                listing.roots.push((name.clone(), scope));
                if wanted.get("path").is_some() {
                    continue;
                }
                let mut component = Component::new(ecosystem, name, lines.next(name));
                let version = wanted.as_str().or_else(|| wanted.get("version")?.as_str());
                let exact = version.and_then(|version| version.strip_prefix("=="));
                component.version = exact.map(|version| version.trim().to_string());
                (component.scope, component.direct) = (scope, Some(true));
                listing.components.push(component);
            }
        }
    }
    Ok(listing)
}

#[cfg(test)]
mod tests {
    use crate::manifest::Inventory;
    use crate::manifest::copies::Known;

    const MANIFEST: &str = "[project]\nname = \"outil\"\n[dependencies]\nnumpy = \"1.26.*\"\npython = \"==3.12.1\"\n[feature.test.dependencies]\npytest = \"*\"\n[pypi-dependencies]\nrequests = { version = \"==2.31.0\" }\noutil = { path = \".\", editable = true }\n";

    fn told(files: &[(&str, &str)]) -> Vec<String> {
        let inventory = Inventory::read(files.iter().copied(), &Known::default());
        assert!(inventory.is_whole(), "{:?}", inventory.malformed);
        let told = |component: &crate::manifest::Component| {
            format!("{} {}", component.purl(), component.license.as_deref().unwrap_or("-"))
        };
        inventory.listed.iter().map(|one| told(&one.component)).collect()
    }

    #[test]
    fn each_version_of_the_lock_file_is_read() {
        let six = "version: 6\nenvironments:\n  default:\n    packages:\n      linux-64:\n      - conda: https://conda.example/linux-64/numpy-1.26.4-py311h64a7726_0.conda\npackages:\n- conda: https://conda.example/linux-64/numpy-1.26.4-py311h64a7726_0.conda\n  sha256: 7a4c3bd2cf2a4d2f5a4b0d0b5a4c0f0a0f0a0f0a0f0a0f0a0f0a0f0a0f0a0f0a\n  depends:\n  - ca-certificates\n  - libzlib >=1.2\n  license: BSD-3-Clause\n- conda: https://conda.example/noarch/ca-certificates-2024.2.2-hbcca054_0.tar.bz2\n  license: ISC\n- pypi: https://files.example/requests-2.31.0-py3-none-any.whl\n  name: requests\n  version: 2.31.0\n- pypi: ./\n  name: outil\n  version: 0.1.0\n";
        let five = "version: 5\npackages:\n- kind: conda\n  name: numpy\n  version: 1.26.4\n  url: https://conda.example/linux-64/numpy-1.26.4-py311h64a7726_0.conda\n  license: BSD-3-Clause\n- kind: conda\n  name: ca-certificates\n  version: 2024.2.2\n  license: ISC\n- kind: pypi\n  name: requests\n  version: 2.31.0\n  url: https://files.example/requests-2.31.0-py3-none-any.whl\n- kind: pypi\n  name: outil\n  version: 0.1.0\n  url: .\n";
        for lock in [six, five] {
            let expected = [
                "pkg:conda/ca-certificates@2024.2.2 ISC",
                "pkg:conda/numpy@1.26.4 BSD-3-Clause",
                "pkg:pypi/requests@2.31.0 -",
            ];
            assert_eq!(told(&[("pixi.lock", lock), ("pixi.toml", MANIFEST)]), expected);
        }
    }

    #[test]
    fn the_manifest_is_read_where_no_lock_file_is() {
        let expected = [
            "pkg:conda/numpy -",
            "pkg:conda/pytest -",
            "pkg:conda/python@3.12.1 -",
            "pkg:pypi/requests@2.31.0 -",
        ];
        assert_eq!(told(&[("pixi.toml", MANIFEST)]), expected);
    }
}
