//! What a path says of the values in a file.

use crate::pipeline::forge_of;
use crate::secrets::generic::words;
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
        // `UserServiceTest.java` is a test, `latest.js` is none.
        let stem = path.rsplit_once('.').map_or(path, |(stem, _)| stem);
        let camel = stem.ends_with("Test") || stem.ends_with("Tests");
        let file = stem.rsplit('/').next().unwrap_or(stem);
        let is_made_up =
            || words(file.as_bytes()).iter().any(|word| MADE_UP.contains(&word.as_str()));
        let path = path.to_lowercase();
        let (folders, name) = path.rsplit_once('/').unwrap_or(("", &path));
        if folders.split('/').any(|folder| FOREIGN.contains(&folder)) || is_written_by_tool(name) {
            return Place::Foreign;
        }
        let in_folder = || folders.split('/').any(is_test_folder);
        if camel || in_folder() || is_test_name(name) || is_made_up() {
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

/// Words of the names of files, however they are joined, whose values are made up.
static MADE_UP: Names = LazyLock::new(|| list("place.made-up-names"));

/// Words of the names of files, and of folders, that describe an interface.
static DESCRIPTIONS: Names = LazyLock::new(|| list("place.descriptions"));

/// True for the file at `path` when its values are there to explain or to try, not to
/// be used: tests, documentation, a README, the description of an interface.
pub(crate) fn is_explained(path: &str) -> bool {
    // A workflow runs for real whatever it is called: `test.yml`.
    if forge_of(path).is_some() {
        return false;
    }
    let lower = path.to_lowercase();
    let described = |part: &str| part.split(['-', '_', '.']).any(|w| DESCRIPTIONS.contains(&w));
    matches!(Place::of(path), Place::Test | Place::Documentation)
        || DOCUMENTATION.contains(&extension(&lower))
        || lower.split('/').any(described)
}

/// Words of what is run on a developer's machine.
static DEVELOPMENT: Names = LazyLock::new(|| list("place.development"));

/// True when a word of `path` (lower case) says that it is for a developer's machine.
pub(crate) fn is_for_development(path: &str) -> bool {
    path.split(['/', '-', '_', '.']).any(|word| DEVELOPMENT.contains(&word))
}

static DOCUMENTATION_FOLDERS: Names = LazyLock::new(|| list("place.documentation-folders"));

/// True when a part of `path` (lower case) is a folder of documentation, whatever the file is.
pub(crate) fn is_in_documentation(path: &str) -> bool {
    path.split('/').any(|part| DOCUMENTATION_FOLDERS.contains(&part))
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

/// Ends of the names of files that a tool writes.
static WRITTEN: Names = LazyLock::new(|| list("place.written"));

fn is_written_by_tool(name: &str) -> bool {
    WRITTEN.iter().any(|end| name.ends_with(end)) || layers::is_lock_file(name)
}

/// Words of the folders where values are made up.
static TEST_FOLDERS: Names = LazyLock::new(|| list("place.test-folders"));

fn is_test_folder(folder: &str) -> bool {
    let folder = folder.trim_matches(['_', '.']);
    folder.split(['-', '_', '.']).any(|word| TEST_FOLDERS.contains(&word))
}

/// Words of the names of files whose values are made up.
static TEST_NAMES: Names = LazyLock::new(|| list("place.test-names"));

fn is_test_name(name: &str) -> bool {
    let words = name.split(['.', '-', '_']);
    let mut words = words.map(|word| word.chars().map(unaccented).collect::<String>());
    words.any(|word| TEST_NAMES.contains(&word.as_str()))
}

/// True when the file called `name` holds rows of data.
pub(super) fn is_data(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    DATA.contains(&extension(&name)) && !is_manifest(&name) && !is_written_by_tool(&name)
}

/// Names of files that say what a package or a project is.
static MANIFESTS: Names = LazyLock::new(|| list("place.manifests"));

fn is_manifest(name: &str) -> bool {
    MANIFESTS.contains(&name)
}

/// Starts of the names of files that are made to name people.
static PEOPLE: Names = LazyLock::new(|| list("place.people"));
/// Such names.
static PEOPLE_FILES: Names = LazyLock::new(|| list("place.people-files"));
/// Their ends.
static PEOPLE_ENDS: Names = LazyLock::new(|| list("place.people-ends"));

/// True when the file called `name` is made to name people: authors, licences,
/// changelogs, package manifests.
pub(super) fn is_meant_for_contacts(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    PEOPLE.iter().any(|start| name.starts_with(start))
        || is_manifest(&name)
        || is_written_by_tool(&name)
        || PEOPLE_FILES.contains(&name.as_str())
        || PEOPLE_ENDS.iter().any(|end| name.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_explains_is_known() {
        for path in [
            "README.md",
            "docs/description.md",
            "tests/a.py",
            "swagger/v1/api.json",
            "mockIdp.js",
            "src/dummySecrets.ts",
        ] {
            assert!(is_explained(path), "{path}");
        }
        assert!(!is_explained("config/api.json") && !is_explained("src/readme.rs"));
        assert!(!is_explained(".github/workflows/test.yml") && is_explained(".github/test.md"));
    }

    #[test]
    fn a_path_says_what_a_file_is_for() {
        for (path, place) in [
            ("data/agents.csv", Place::Data),
            ("spec/fixtures/agents.csv", Place::Test),
            ("src/user.test.ts", Place::Test),
            ("t/t0001-login.sh", Place::Test),
            ("UserServiceTest.java", Place::Test),
            ("config/latest.yml", Place::Configuration),
            ("config/integration/application.yml", Place::Configuration),
            ("tests/integration/application.yml", Place::Test),
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
