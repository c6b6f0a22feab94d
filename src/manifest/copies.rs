//! Licences that a repository tells beside its lock files: the manifest inside a
//! vendored copy or an installed tree, and documents about its components.

mod stated;
pub(super) mod told;

use super::{Component, Ecosystem};
use serde_json::Value as Json;
pub(crate) use stated::BY_NAME;
use std::collections::HashMap;
use told::Told;

/// The largest manifest of a copy that is read, in bytes.
const MAX_BYTES: usize = 8 << 20;

/// Where package managers install what a project asks for, from the folder of
/// its lock file or manifest: paths of the files that tell a licence, where one
/// `*` a segment stands for any characters.
pub(crate) const LAYOUTS: [(Ecosystem, &str); 22] = [
    (Ecosystem::Npm, "node_modules/*/package.json"),
    (Ecosystem::Npm, "node_modules/@*/*/package.json"),
    (Ecosystem::Npm, "node_modules/*/node_modules/*/package.json"),
    (Ecosystem::Npm, "node_modules/*/node_modules/@*/*/package.json"),
    (Ecosystem::Npm, "node_modules/@*/*/node_modules/*/package.json"),
    (Ecosystem::Npm, "node_modules/@*/*/node_modules/@*/*/package.json"),
    (Ecosystem::Npm, "node_modules/.pnpm/*/node_modules/*/package.json"),
    (Ecosystem::Npm, "node_modules/.pnpm/*/node_modules/@*/*/package.json"),
    (Ecosystem::Python, "*/lib/python*/site-packages/*.dist-info/METADATA"),
    (Ecosystem::Python, "*/lib/python*/site-packages/*.egg-info/PKG-INFO"),
    (Ecosystem::Python, "*/Lib/site-packages/*.dist-info/METADATA"),
    (Ecosystem::Python, "__pypackages__/*/lib/*.dist-info/METADATA"),
    (Ecosystem::Composer, "vendor/composer/installed.json"),
    (Ecosystem::Cargo, "vendor/*/Cargo.toml"),
    (Ecosystem::Gem, "vendor/bundle/ruby/*/specifications/*.gemspec"),
    (Ecosystem::Hex, "deps/*/hex_metadata.config"),
    (Ecosystem::Go, "vendor/*/*/LICEN*"),
    (Ecosystem::Go, "vendor/*/*/*/LICEN*"),
    (Ecosystem::Go, "vendor/*/*/*/*/LICEN*"),
    (Ecosystem::R, "renv/library/*/*/*/DESCRIPTION"),
    (Ecosystem::R, "renv/library/*/*/*/*/DESCRIPTION"),
    (Ecosystem::NuGet, "packages/*/*.nuspec"),
];

/// How the words and the licence files of copies are understood.
#[derive(Clone, Copy)]
pub struct Readers {
    /// True for words that name a licence for certain.
    pub names_one: fn(&str) -> bool,
    /// The expression of the licence whose text is given.
    pub of_text: fn(&str) -> Option<String>,
}

/// The licence of one version, and the file that tells it.
#[derive(Debug)]
struct Copied {
    version: Option<String>,
    license: String,
    path: String,
}

/// What copies tell.
#[derive(Debug, Default)]
pub struct Known {
    copies: HashMap<(Ecosystem, String), Vec<Copied>>,
}

/// True for a file of a copy that tells the licence of its package.
pub(crate) fn tells(path: &str) -> bool {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let within = |parent: &str| folder.split('/').any(|segment| segment == parent);
    match name {
        "package.json" => within("node_modules"),
        "installed.json" => folder.ends_with("vendor/composer"),
        "METADATA" => folder.ends_with(".dist-info"),
        "PKG-INFO" => folder.ends_with(".egg-info"),
        "Cargo.toml" => within("vendor"),
        "hex_metadata.config" => within("deps"),
        "DESCRIPTION" => folder.contains("renv/library/") || folder.contains("packrat/lib"),
        _ if name.ends_with(".gemspec") => folder.ends_with("/specifications"),
        _ if name.ends_with(".nuspec") => within("packages"),
        _ => stated::document(path).is_some() || told::go_module(path).is_some(),
    }
}

impl Known {
    /// Reads what `files` (path and text) tell.
    pub fn read<'t>(
        files: impl IntoIterator<Item = (&'t str, &'t str)>,
        readers: Readers,
    ) -> Known {
        let mut known = Known::default();
        for (path, text) in files {
            if text.len() <= MAX_BYTES {
                known.learn(path, text, readers);
            }
        }
        known
    }

    /// The licence of `component`, as written, and the file that tells it: that
    /// of its version, or that of every copy when its version, or theirs, is not
    /// known.
    pub fn of(&self, component: &Component) -> Option<(&str, &str)> {
        let copies = self.copies.get(&(component.ecosystem, component.name.clone()))?;
        let fits = |copy: &&Copied| match (&copy.version, &component.version) {
            (Some(copied), Some(wanted)) => copied == wanted,
            _ => true,
        };
        let mut fitting = copies.iter().filter(fits);
        let first = fitting.next()?;
        let alike =
            component.version.is_some() || fitting.all(|copy| copy.license == first.license);
        alike.then_some((first.license.as_str(), first.path.as_str()))
    }

    fn add(&mut self, path: &str, told: Told) {
        let copied =
            Copied { version: told.version, license: told.license, path: path.to_string() };
        self.copies.entry((told.ecosystem, told.name)).or_default().push(copied);
    }

    fn learn(&mut self, path: &str, text: &str, readers: Readers) {
        if let Some(document) = stated::document(path) {
            for told in stated::read(document, text) {
                self.add(path, told);
            }
            return;
        }
        let name = path.rsplit('/').next().unwrap_or(path);
        let told = match name {
            "package.json" => told::node(text),
            "METADATA" | "PKG-INFO" => told::wheel(text, readers.names_one),
            "Cargo.toml" => told::krate(text),
            "DESCRIPTION" => told::cran(text),
            "hex_metadata.config" => told::hex(text),
            "installed.json" => {
                let Ok(root) = serde_json::from_str::<Json>(text) else { return };
                let list = root.get("packages").unwrap_or(&root);
                for package in list.as_array().into_iter().flatten() {
                    if let Some(told) = told::composed(package) {
                        self.add(path, told);
                    }
                }
                return;
            }
            _ if name.ends_with(".gemspec") => told::gem(text),
            _ if name.ends_with(".nuspec") => told::nuget(text),
            _ => told::go(path, text, readers.of_text),
        };
        if let Some(told) = told {
            self.add(path, told);
        }
    }
}
