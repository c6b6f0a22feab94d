//! The components that a project depends on, as its lock files and manifests
//! list them. Readers are pure: a path and a text give components, or say at
//! which line and column the text goes wrong. Nothing is fetched nor executed.

mod cargo;
mod composer;
pub mod copies;
pub mod declared_licence;
mod elixir;
mod gem;
mod go;
mod graph;
pub mod inventory;
mod jvm;
mod npm;
mod nuget;
pub mod package;
mod pnpm;
mod pub_dev;
mod purl;
mod python;
mod r;
mod requirements;
mod source;
mod yarn;

pub use graph::Ways;
pub use inventory::{Inventory, Listed};
pub use package::{Ecosystem, Manifest};
pub use purl::of_project as project_purl;
pub use source::Malformed;

use crate::text;
use crate::text::line::position;
use serde::Serialize;

/// The most components that one file may list.
const MAX_COMPONENTS: usize = 100_000;

/// The kind of package, as Package URLs name it (PURL types).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum PackageType {
    /// crates.io.
    Cargo,
    /// Packagist.
    Composer,
    /// CRAN.
    Cran,
    /// RubyGems.
    Gem,
    /// Go modules.
    Golang,
    /// Hex.
    Hex,
    /// Maven Central and alike.
    Maven,
    /// npm.
    Npm,
    /// NuGet.
    Nuget,
    /// pub.dev.
    Pub,
    /// PyPI.
    Pypi,
}

impl PackageType {
    /// The PURL type.
    pub fn code(self) -> &'static str {
        match self {
            PackageType::Cargo => "cargo",
            PackageType::Composer => "composer",
            PackageType::Cran => "cran",
            PackageType::Gem => "gem",
            PackageType::Golang => "golang",
            PackageType::Hex => "hex",
            PackageType::Maven => "maven",
            PackageType::Npm => "npm",
            PackageType::Nuget => "nuget",
            PackageType::Pub => "pub",
            PackageType::Pypi => "pypi",
        }
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
    pub package_type: PackageType,
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
    fn new(package_type: PackageType, name: impl Into<String>, line: usize) -> Component {
        Component {
            package_type,
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
    pub package_type: PackageType,
    /// What it is.
    pub role: Role,
    read: fn(&str, &str) -> Result<Listing, Malformed>,
}

/// The format of the file at `path`, by its name; `None` when it lists nothing.
pub fn format_of(path: &str) -> Option<Format> {
    use PackageType::*;
    let name = path.rsplit('/').next().unwrap_or(path);
    let lock = |package_type, read| Some(Format { package_type, role: Role::Lock, read });
    let manifest = |package_type, read| Some(Format { package_type, role: Role::Manifest, read });
    match name {
        "package-lock.json" | "npm-shrinkwrap.json" => lock(Npm, npm::package_lock),
        "yarn.lock" => lock(Npm, yarn::read),
        "pnpm-lock.yaml" => lock(Npm, pnpm::read),
        "bun.lock" => lock(Npm, npm::bun),
        "package.json" => manifest(Npm, npm::package_json),
        "Cargo.lock" => lock(Cargo, cargo::lock),
        "Cargo.toml" => manifest(Cargo, cargo::manifest),
        "poetry.lock" => lock(Pypi, python::poetry),
        "uv.lock" => lock(Pypi, python::uv),
        "pdm.lock" => lock(Pypi, python::pdm),
        "pylock.toml" => lock(Pypi, python::pylock),
        "Pipfile.lock" => lock(Pypi, python::pipfile),
        "pyproject.toml" => manifest(Pypi, python::pyproject),
        "composer.lock" => lock(Composer, composer::lock),
        "composer.json" => manifest(Composer, composer::manifest),
        "Gemfile.lock" | "gems.locked" => lock(Gem, gem::lock),
        "Gemfile" | "gems.rb" => manifest(Gem, gem::manifest),
        "pom.xml" => manifest(Maven, jvm::pom),
        "gradle.lockfile" => lock(Maven, jvm::gradle_lock),
        "libs.versions.toml" => manifest(Maven, jvm::version_catalogue),
        "go.mod" => lock(Golang, go::module),
        "packages.lock.json" => lock(Nuget, nuget::lock),
        "packages.config" => lock(Nuget, nuget::packages_config),
        "mix.lock" => lock(Hex, elixir::lock),
        "mix.exs" => manifest(Hex, elixir::manifest),
        "pubspec.lock" => lock(Pub, pub_dev::lock),
        "pubspec.yaml" => manifest(Pub, pub_dev::manifest),
        "renv.lock" => lock(Cran, r::renv),
        "DESCRIPTION" => manifest(Cran, r::description),
        _ if name.ends_with(".csproj")
            || name.ends_with(".fsproj")
            || name.ends_with(".vbproj") =>
        {
            manifest(Nuget, nuget::project)
        }
        _ if requirements::is_requirements(path) => manifest(Pypi, requirements::read),
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
