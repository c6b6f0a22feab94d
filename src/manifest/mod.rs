//! The components that a project depends on, as its lock files and manifests
//! list them. Readers are pure: a path and a text give components, or say at
//! which line and column the text goes wrong. Nothing is fetched nor executed.

mod cargo;
mod composer;
pub(crate) mod copies;
mod elixir;
pub(crate) mod fields;
mod gem;
mod go;
mod graph;
pub(crate) mod inventory;
mod jvm;
mod npm;
mod nuget;
mod others;
pub(crate) mod package;
mod pnpm;
mod pub_dev;
mod purl;
mod python;
mod r;
mod requirements;
mod source;
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
    /// Packagist.
    Composer,
    /// CRAN.
    R,
    /// RubyGems.
    Gem,
    /// Go modules.
    Go,
    /// Maven Central and alike, asked for by Gradle.
    Gradle,
    /// Hex.
    Hex,
    /// Maven Central and alike.
    Maven,
    /// npm.
    Npm,
    /// NuGet.
    NuGet,
    /// pub.dev.
    Pub,
    /// PyPI.
    Python,
}

/// For each ecosystem, in order: its PURL type, what practices call it
/// (`rules/quality.toml`), and its `package-ecosystem` for Dependabot.
const NAMES: [(&str, &str, Option<&str>); 12] = [
    ("cargo", "cargo", Some("cargo")),
    ("composer", "composer", Some("composer")),
    ("cran", "r", None),
    ("gem", "ruby", Some("bundler")),
    ("golang", "go", Some("gomod")),
    ("maven", "gradle", Some("gradle")),
    ("hex", "hex", Some("mix")),
    ("maven", "maven", Some("maven")),
    ("npm", "npm", Some("npm")),
    ("nuget", "nuget", Some("nuget")),
    ("pub", "pub", Some("pub")),
    ("pypi", "python", Some("pip")),
];

impl Ecosystem {
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
    read: fn(&str, &str) -> Result<Listing, Malformed>,
}

/// The format of the file at `path`, by its name; `None` when it lists nothing.
pub fn format_of(path: &str) -> Option<Format> {
    use Ecosystem::*;
    let name = path.rsplit('/').next().unwrap_or(path);
    let lock = |ecosystem, read| Some(Format { ecosystem, role: Role::Lock, read });
    let manifest = |ecosystem, read| Some(Format { ecosystem, role: Role::Manifest, read });
    match name {
        "package-lock.json" | "npm-shrinkwrap.json" => lock(Npm, npm::package_lock),
        "yarn.lock" => lock(Npm, yarn::read),
        "pnpm-lock.yaml" => lock(Npm, pnpm::read),
        "bun.lock" => lock(Npm, npm::bun),
        "package.json" => manifest(Npm, npm::package_json),
        "Cargo.lock" => lock(Cargo, cargo::lock),
        "Cargo.toml" => manifest(Cargo, cargo::manifest),
        "poetry.lock" => lock(Python, python::poetry),
        "uv.lock" => lock(Python, python::uv),
        "pdm.lock" => lock(Python, python::pdm),
        "pylock.toml" => lock(Python, python::pylock),
        "Pipfile.lock" => lock(Python, python::pipfile),
        "pyproject.toml" => manifest(Python, python::pyproject),
        "composer.lock" => lock(Composer, composer::lock),
        "composer.json" => manifest(Composer, composer::manifest),
        "Gemfile.lock" | "gems.locked" => lock(Gem, gem::lock),
        "Gemfile" | "gems.rb" => manifest(Gem, gem::manifest),
        "pom.xml" => manifest(Maven, jvm::pom),
        "gradle.lockfile" => lock(Maven, jvm::gradle_lock),
        "libs.versions.toml" => manifest(Maven, jvm::version_catalogue),
        "go.mod" => lock(Go, go::module),
        "packages.lock.json" => lock(NuGet, nuget::lock),
        "packages.config" => lock(NuGet, nuget::packages_config),
        "mix.lock" => lock(Hex, elixir::lock),
        "mix.exs" => manifest(Hex, elixir::manifest),
        "pubspec.lock" => lock(Pub, pub_dev::lock),
        "pubspec.yaml" => manifest(Pub, pub_dev::manifest),
        "renv.lock" => lock(R, r::renv),
        "DESCRIPTION" => manifest(R, r::description),
        _ if [".csproj", ".fsproj", ".vbproj"].iter().any(|end| name.ends_with(end)) => {
            manifest(NuGet, nuget::project)
        }
        _ if requirements::is_requirements(path) => manifest(Python, requirements::read),
        _ => None,
    }
}

/// Reads the file at `path`, which is of `format`.
pub fn read(format: &Format, path: &str, text: &str) -> Result<Listing, Malformed> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if let Some(line) = conflict(text) {
        let message =
            text!("un conflit de fusion n’est pas résolu", "an unresolved merge conflict");
        return Err(Malformed::at(line, 1, message));
    }
    let listing = (format.read)(path, text)?;
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
