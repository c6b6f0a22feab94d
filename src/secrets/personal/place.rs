//! What a path says of the values in a file.

use crate::secrets::layers;
use crate::secrets::lists::{Names, list};
use crate::text::fold::unaccented;
use std::sync::LazyLock;

/// What a file is for, by its path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// Copied from another project, or written by a tool.
    Foreign,
    /// Tests, their fixtures, examples, translations: values are made up.
    Test,
    /// A file made to name people: authors, maintainers, package manifests.
    People,
    /// Rows of data.
    Data,
    /// Settings.
    Configuration,
    /// Prose.
    Documentation,
    /// Anything else, programs most often; commit messages.
    Source,
}

impl Place {
    /// What the file at `path` is for.
    pub(crate) fn of(path: &str) -> Place {
        let path = path.to_lowercase();
        let (folders, name) = path.rsplit_once('/').unwrap_or(("", &path));
        if folders.split('/').any(|folder| FOREIGN.contains(&folder)) || is_written_by_tool(name) {
            return Place::Foreign;
        }
        if folders.split('/').any(is_test_folder) || is_test_name(name) {
            return Place::Test;
        }
        if is_meant_for_contacts(name) {
            return Place::People;
        }
        let extension = extension(name);
        match () {
            () if is_data(name) => Place::Data,
            () if CONFIGURATION.contains(&extension) || is_configuration_name(name) => {
                Place::Configuration
            }
            () if DOCUMENTATION.contains(&extension) => Place::Documentation,
            () => Place::Source,
        }
    }
}

static FOREIGN: Names = LazyLock::new(|| list("place.foreign"));

static DATA: Names = LazyLock::new(|| list("place.data"));

static CONFIGURATION: Names = LazyLock::new(|| list("place.configuration"));

static DOCUMENTATION: Names = LazyLock::new(|| list("place.documentation"));

fn extension(name: &str) -> &str {
    name.rsplit_once('.').map_or("", |(_, extension)| extension)
}

fn is_configuration_name(name: &str) -> bool {
    name.starts_with(".env")
        || name.starts_with("dockerfile")
        || matches!(name, "hosts" | "inventory" | "makefile")
}

fn is_written_by_tool(name: &str) -> bool {
    name.ends_with(".min.js")
        || name.ends_with(".min.css")
        || name.ends_with(".map")
        || name.ends_with(".lock")
        || name.ends_with(".svg")
        || layers::is_lock_file(name)
}

fn is_test_folder(folder: &str) -> bool {
    let folder = folder.trim_matches(['_', '.']);
    folder.split(['-', '_', '.']).any(|word| {
        matches!(
            word,
            "test"
                | "tests"
                | "testing"
                | "testdata"
                | "spec"
                | "specs"
                | "fixture"
                | "fixtures"
                | "mock"
                | "mocks"
                | "cypress"
                | "e2e"
                | "example"
                | "examples"
                | "exemple"
                | "exemples"
                | "sample"
                | "samples"
                | "snapshots"
                | "cassettes"
                | "stories"
                | "storybook"
                | "stub"
                | "stubs"
                | "demo"
                | "dummy"
                | "locale"
                | "locales"
                | "i18n"
                | "translations"
                | "factories"
                | "seed"
                | "seeds"
                | "benchmarks"
                | "integration"
        )
    })
}

fn is_test_name(name: &str) -> bool {
    let words = name.split(['.', '-', '_']);
    let mut words = words.map(|word| word.chars().map(unaccented).collect::<String>());
    words.any(|word| {
        matches!(
            word.as_str(),
            "test"
                | "tests"
                | "spec"
                | "mock"
                | "mocks"
                | "fixture"
                | "fixtures"
                | "example"
                | "exemple"
                | "sample"
                | "stories"
                | "factory"
                | "factories"
                | "seed"
                | "seeds"
                | "faker"
                | "fake"
                | "demo"
                | "snap"
                | "dist"
                | "template"
        )
    }) || name.trim_end_matches(|c| c != '.').trim_end_matches('.').ends_with("test")
}

/// True when the file called `name` holds rows of data.
pub(super) fn is_data(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    DATA.contains(&extension(&name)) && !is_manifest(&name) && !is_written_by_tool(&name)
}

fn is_manifest(name: &str) -> bool {
    matches!(
        name,
        "package.json"
            | "composer.json"
            | "codemeta.json"
            | ".zenodo.json"
            | "bower.json"
            | "manifest.json"
            | "contributors.json"
            | ".all-contributorsrc"
            | "tsconfig.json"
            | "schema.json"
    )
}

/// Starts of the names of files that are made to name people.
static PEOPLE: Names = LazyLock::new(|| list("place.people"));

/// True when the file called `name` is made to name people: authors, licences,
/// changelogs, package manifests.
pub(super) fn is_meant_for_contacts(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    PEOPLE.iter().any(|start| name.starts_with(start))
        || is_manifest(&name)
        || is_written_by_tool(&name)
        || matches!(
            name.as_str(),
            "cargo.toml"
                | "pyproject.toml"
                | "setup.py"
                | "setup.cfg"
                | "pom.xml"
                | "mix.exs"
                | "description"
                | "dockerfile"
                | "pubspec.yaml"
                | "chart.yaml"
                | "galaxy.yml"
                | "build.gradle"
                | "owners"
                | "dco"
                | "security.txt"
        )
        || [
            ".gemspec", ".cabal", ".podspec", ".nuspec", ".csproj", ".po", ".pot", ".patch",
            ".spdx", ".pem", ".asc",
        ]
        .iter()
        .any(|end| name.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_says_what_a_file_is_for() {
        for (path, place) in [
            ("data/agents.csv", Place::Data),
            ("spec/fixtures/agents.csv", Place::Test),
            ("src/user.test.ts", Place::Test),
            ("UserServiceTest.java", Place::Test),
            ("AUTHORS", Place::People),
            ("package.json", Place::People),
            ("config/application.yml", Place::Configuration),
            (".env.production", Place::Configuration),
            ("docs/architecture.md", Place::Documentation),
            ("vendor/lib/a.rb", Place::Foreign),
            ("yarn.lock", Place::Foreign),
            ("src/main.rs", Place::Source),
        ] {
            assert_eq!(Place::of(path), place, "{path}");
        }
    }
}
