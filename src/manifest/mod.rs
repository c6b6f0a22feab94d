//! The components that a project depends on, as its lock files and manifests
//! list them. Readers are pure: a path and a text give components, or say at
//! which line and column the text goes wrong. Nothing is fetched nor executed.

/// A pattern, compiled when it is first used.
macro_rules! pattern {
    ($name:ident, $source:expr) => {
        static $name: std::sync::LazyLock<regex::Regex> =
            std::sync::LazyLock::new(|| regex::Regex::new($source).expect("constant"));
    };
}

mod bills;
mod cargo;
mod cocoapods;
mod composer;
mod conda;
pub(crate) mod copies;
mod deno;
mod elixir;
pub(crate) mod fields;
mod gem;
mod go;
mod gradle;
mod graph;
pub(crate) mod inventory;
mod jvm;
mod native;
mod npm;
mod nuget;
mod others;
pub(crate) mod package;
mod pixi;
mod pnpm;
mod poms;
mod pub_dev;
mod purl;
mod python;
mod r;
pub(crate) mod registries;
mod requirements;
pub(crate) mod resolved;
mod sbt;
mod scripts;
mod setuptools;
mod source;
mod swift;
mod unread;
mod xml;
mod yarn;

pub(crate) use fields::Manifest;
pub(crate) use graph::Ways;
pub(crate) use inventory::{Inventory, Listed, Origin};
pub(crate) use purl::{folded, of_project as project_purl};
pub(crate) use source::Malformed;

use crate::text;
use crate::text::line::position;
use serde::Serialize;

/// The most components that one file may list.
const MAX_COMPONENTS: usize = 100_000;

/// Where packages of a kind come from, in the order of their PURL types.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(into = "&'static str")]
pub enum Ecosystem {
    /// crates.io.
    Cargo,
    /// CocoaPods.
    CocoaPods,
    /// Packagist.
    Composer,
    /// ConanCenter.
    Conan,
    /// Conda channels.
    Conda,
    /// CRAN.
    R,
    /// RubyGems.
    Gem,
    /// Go modules.
    Go,
    /// Maven Central and alike, asked for by Gradle.
    Gradle,
    /// Charts of Helm.
    Helm,
    /// Hex.
    Hex,
    /// Maven Central and alike.
    Maven,
    /// npm.
    Npm,
    /// NuGet.
    NuGet,
    /// One whose manifests are named and not read.
    Other,
    /// pub.dev.
    Pub,
    /// PyPI.
    Python,
    /// Swift packages, known by the address of their repository.
    Swift,
    /// vcpkg.
    Vcpkg,
}

/// For each ecosystem, in order: its PURL type, what practices call it
/// (`rules/quality.toml`), and its `package-ecosystem` for Dependabot.
const NAMES: [(&str, &str, Option<&str>); 19] = [
    ("cargo", "cargo", Some("cargo")),
    ("cocoapods", "cocoapods", None),
    ("composer", "composer", Some("composer")),
    ("conan", "conan", None),
    ("conda", "conda", None),
    ("cran", "r", None),
    ("gem", "ruby", Some("bundler")),
    ("golang", "go", Some("gomod")),
    ("maven", "gradle", Some("gradle")),
    ("helm", "helm", Some("helm")),
    ("hex", "hex", Some("mix")),
    ("maven", "maven", Some("maven")),
    ("npm", "npm", Some("npm")),
    ("nuget", "nuget", Some("nuget")),
    ("generic", "other", None),
    ("pub", "pub", Some("pub")),
    ("pypi", "python", Some("pip")),
    ("swift", "swift", Some("swift")),
    ("generic", "vcpkg", None),
];

/// Ecosystems whose packages a Package URL names, one for each type.
const TYPES: [Ecosystem; 14] = [
    Ecosystem::Cargo,
    Ecosystem::CocoaPods,
    Ecosystem::Composer,
    Ecosystem::Conan,
    Ecosystem::Conda,
    Ecosystem::Gem,
    Ecosystem::Go,
    Ecosystem::Hex,
    Ecosystem::Maven,
    Ecosystem::Npm,
    Ecosystem::NuGet,
    Ecosystem::Pub,
    Ecosystem::Python,
    Ecosystem::Swift,
];

impl Ecosystem {
    /// The one whose PURL type is `code`.
    pub(crate) fn of_code(code: &str) -> Option<Ecosystem> {
        TYPES.into_iter().find(|one| one.code() == code)
    }

    /// The PURL type.
    pub fn code(self) -> &'static str {
        NAMES[self as usize].0
    }

    /// What practices call it.
    pub fn practice(self) -> &'static str {
        NAMES[self as usize].1
    }

    /// What Dependabot calls it.
    pub fn updater(self) -> Option<&'static str> {
        NAMES[self as usize].2
    }
}

impl From<Ecosystem> for &'static str {
    fn from(ecosystem: Ecosystem) -> &'static str {
        ecosystem.code()
    }
}

/// What a component is needed for, the most demanding first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Scope {
    /// To run.
    Runtime,
    /// To run, when present.
    Optional,
    /// The file does not say.
    Unknown,
    /// To build.
    Build,
    /// To develop and test.
    Development,
}

impl Scope {
    /// True when the component may be part of what is distributed.
    pub fn is_distributed(self) -> bool {
        matches!(self, Scope::Runtime | Scope::Optional | Scope::Unknown)
    }
}

/// A digest of the package, as the lock file gives it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Checksum {
    /// `SHA-1`, `SHA-256`, `SHA-512`, `MD5` (names of CycloneDX).
    pub algorithm: &'static str,
    /// Lower-case hexadecimal digits.
    pub hex: String,
}

/// A component.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Component {
    /// Where packages of its kind come from.
    #[serde(rename = "type")]
    pub ecosystem: Ecosystem,
    /// Its name, as the ecosystem writes it (`@scope/name`, `group:artifact`).
    pub name: String,
    /// Its exact version, when it is fixed.
    pub version: Option<String>,
    /// What it is needed for.
    pub scope: Scope,
    /// True when the project itself asks for it; `None` when that is not said.
    pub direct: Option<bool>,
    /// Its digest.
    pub checksum: Option<Checksum>,
    /// Its licence, as written.
    pub license: Option<String>,
    /// The names of the components it needs.
    #[serde(skip)]
    pub requires: Vec<String>,
    /// Line that lists it, from 1.
    #[serde(skip)]
    pub line: usize,
}

impl Component {
    /// A component of which nothing more is known yet.
    fn new(ecosystem: Ecosystem, name: impl Into<String>, line: usize) -> Component {
        Component {
            ecosystem,
            name: name.into(),
            version: None,
            scope: Scope::Unknown,
            direct: None,
            checksum: None,
            license: None,
            requires: Vec::new(),
            line,
        }
    }

    /// Its Package URL (`pkg:npm/%40scope/name@1.0.0`).
    pub fn purl(&self) -> String {
        purl::of(self)
    }

    /// `name@version`, or the name alone.
    pub fn label(&self) -> String {
        match &self.version {
            Some(version) => format!("{}@{version}", self.name),
            None => self.name.clone(),
        }
    }
}

/// What one file says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Listing {
    /// The components, in the order of the file.
    pub components: Vec<Component>,
    /// What the project itself asks for: name and scope.
    pub roots: Vec<(String, Scope)>,
    /// Places where it asks for components that cannot be told.
    pub gaps: Vec<Malformed>,
}

/// Whether a file fixes versions or only asks for them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// A lock file: every component, with its version.
    Lock,
    /// A manifest: what the project itself asks for.
    Manifest,
}

/// A kind of file that is read.
pub struct Format {
    /// The kind of packages it lists.
    pub ecosystem: Ecosystem,
    /// What it is.
    pub role: Role,
    read: Reader,
}

/// What reads a file: its path and its text.
type Reader = fn(&str, &str) -> Result<Listing, Malformed>;

/// Names of files, with what they list and what reads them.
const FORMATS: [(&str, Ecosystem, Role, Reader); 52] = [
    ("package-lock.json", Ecosystem::Npm, Role::Lock, npm::package_lock),
    ("npm-shrinkwrap.json", Ecosystem::Npm, Role::Lock, npm::package_lock),
    ("yarn.lock", Ecosystem::Npm, Role::Lock, yarn::read),
    ("pnpm-lock.yaml", Ecosystem::Npm, Role::Lock, pnpm::read),
    ("bun.lock", Ecosystem::Npm, Role::Lock, npm::bun),
    ("package.json", Ecosystem::Npm, Role::Manifest, npm::package_json),
    ("Cargo.lock", Ecosystem::Cargo, Role::Lock, cargo::lock),
    ("Cargo.toml", Ecosystem::Cargo, Role::Manifest, cargo::manifest),
    ("poetry.lock", Ecosystem::Python, Role::Lock, python::poetry),
    ("uv.lock", Ecosystem::Python, Role::Lock, python::uv),
    ("pdm.lock", Ecosystem::Python, Role::Lock, python::pdm),
    ("pylock.toml", Ecosystem::Python, Role::Lock, python::pylock),
    ("Pipfile.lock", Ecosystem::Python, Role::Lock, python::pipfile),
    ("pyproject.toml", Ecosystem::Python, Role::Manifest, python::pyproject),
    ("composer.lock", Ecosystem::Composer, Role::Lock, composer::lock),
    ("composer.json", Ecosystem::Composer, Role::Manifest, composer::manifest),
    ("Gemfile.lock", Ecosystem::Gem, Role::Lock, gem::lock),
    ("gems.locked", Ecosystem::Gem, Role::Lock, gem::lock),
    ("Gemfile", Ecosystem::Gem, Role::Manifest, gem::manifest),
    ("gems.rb", Ecosystem::Gem, Role::Manifest, gem::manifest),
    ("pom.xml", Ecosystem::Maven, Role::Manifest, jvm::pom),
    ("gradle.lockfile", Ecosystem::Maven, Role::Lock, jvm::gradle_lock),
    ("libs.versions.toml", Ecosystem::Maven, Role::Manifest, jvm::version_catalogue),
    ("go.mod", Ecosystem::Go, Role::Lock, go::module),
    ("packages.lock.json", Ecosystem::NuGet, Role::Lock, nuget::lock),
    ("packages.config", Ecosystem::NuGet, Role::Lock, nuget::packages_config),
    ("mix.lock", Ecosystem::Hex, Role::Lock, elixir::lock),
    ("mix.exs", Ecosystem::Hex, Role::Manifest, elixir::manifest),
    ("pubspec.lock", Ecosystem::Pub, Role::Lock, pub_dev::lock),
    ("pubspec.yaml", Ecosystem::Pub, Role::Manifest, pub_dev::manifest),
    ("renv.lock", Ecosystem::R, Role::Lock, r::renv),
    ("DESCRIPTION", Ecosystem::R, Role::Manifest, r::description),
    ("build.gradle", Ecosystem::Maven, Role::Manifest, gradle::script),
    ("build.gradle.kts", Ecosystem::Maven, Role::Manifest, gradle::script),
    ("build.sbt", Ecosystem::Maven, Role::Manifest, sbt::build),
    ("setup.cfg", Ecosystem::Python, Role::Manifest, setuptools::cfg),
    ("setup.py", Ecosystem::Python, Role::Manifest, setuptools::program),
    ("environment.yml", Ecosystem::Conda, Role::Manifest, conda::environment),
    ("environment.yaml", Ecosystem::Conda, Role::Manifest, conda::environment),
    ("pixi.lock", Ecosystem::Conda, Role::Lock, pixi::lock),
    ("pixi.toml", Ecosystem::Conda, Role::Manifest, pixi::manifest),
    ("Podfile.lock", Ecosystem::CocoaPods, Role::Lock, cocoapods::lock),
    ("Package.resolved", Ecosystem::Swift, Role::Lock, swift::resolved),
    ("Package.swift", Ecosystem::Swift, Role::Manifest, swift::package),
    ("deno.lock", Ecosystem::Npm, Role::Lock, deno::lock),
    ("deno.json", Ecosystem::Npm, Role::Manifest, deno::manifest),
    ("deno.jsonc", Ecosystem::Npm, Role::Manifest, deno::manifest),
    ("conanfile.txt", Ecosystem::Conan, Role::Manifest, native::conan),
    ("conanfile.py", Ecosystem::Conan, Role::Manifest, native::conan_program),
    ("vcpkg.json", Ecosystem::Vcpkg, Role::Manifest, native::vcpkg),
    ("Chart.yaml", Ecosystem::Helm, Role::Manifest, native::charts),
    ("Chart.lock", Ecosystem::Helm, Role::Lock, native::charts),
];

/// The format of the file at `path`, by its name; `None` when it lists nothing.
pub fn format_of(path: &str) -> Option<Format> {
    let name = path.rsplit('/').next().unwrap_or(path);
    if let Some((_, ecosystem, role, read)) = FORMATS.iter().find(|(known, ..)| *known == name) {
        return Some(Format { ecosystem: *ecosystem, role: *role, read: *read });
    }
    let manifest = |ecosystem, read| Some(Format { ecosystem, role: Role::Manifest, read });
    if [".csproj", ".fsproj", ".vbproj"].iter().any(|end| name.ends_with(end)) {
        return manifest(Ecosystem::NuGet, nuget::project);
    }
    if requirements::is_requirements(path) {
        return manifest(Ecosystem::Python, requirements::read);
    }
    unread::ecosystem_of(name).and_then(|ecosystem| manifest(ecosystem, unread::read))
}

/// Reads the file at `path`, which is of `format`.
pub fn read(format: &Format, path: &str, text: &str) -> Result<Listing, Malformed> {
    checked(path, text, &format.read)
}

/// What `reader` makes of a file, within bounds.
fn checked(
    path: &str,
    text: &str,
    reader: &dyn Fn(&str, &str) -> Result<Listing, Malformed>,
) -> Result<Listing, Malformed> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if let Some(line) = conflict(text) {
        let message =
            text!("un conflit de fusion n’est pas résolu", "an unresolved merge conflict");
        return Err(Malformed::at(line, 1, message));
    }
    let listing = reader(path, text)?;
    if listing.components.len() > MAX_COMPONENTS {
        let many =
            text!("plus de {MAX_COMPONENTS} composants", "more than {MAX_COMPONENTS} components");
        return Err(Malformed::at(1, 1, many));
    }
    Ok(listing)
}

/// The line of the first mark of a merge conflict, from 1.
fn conflict(text: &str) -> Option<usize> {
    let at = match text.starts_with("<<<<<<< ") {
        true => 0,
        false => text.find("\n<<<<<<< ")? + 1,
    };
    Some(position(text, at).0)
}

#[cfg(test)]
mod tests;
