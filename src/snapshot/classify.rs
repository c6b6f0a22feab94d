//! Whether a file is the project's own. Vendored, generated and fixture files
//! neither satisfy nor violate a rule about the project.

use globset::{Glob, GlobSet, GlobSetBuilder};
use serde::Serialize;
use std::sync::LazyLock;

/// Whose file it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Class {
    /// Written by the project.
    Own,
    /// Copied from elsewhere.
    Vendored,
    /// Input or expected output of tests.
    Fixture,
    /// Produced by a tool.
    Generated,
}

/// Folders that hold copies of other projects, wherever they stand.
const VENDORED: [&str; 14] = [
    "**/node_modules/**",
    "**/bower_components/**",
    "**/vendor/**",
    "**/vendored/**",
    "**/third_party/**",
    "**/third-party/**",
    "**/thirdparty/**",
    "**/.yarn/**",
    "**/site-packages/**",
    "**/jspm_packages/**",
    "**/Pods/**",
    "**/Carthage/**",
    "**/.venv/**",
    "**/.bundle/**",
];

/// Folders that hold the inputs and expected outputs of tests.
const FIXTURES: [&str; 12] = [
    "**/fixtures/**",
    "**/fixture/**",
    "**/__fixtures__/**",
    "**/testdata/**",
    "**/test-data/**",
    "**/test_data/**",
    "**/tests/data/**",
    "**/test/data/**",
    "**/test/resources/**",
    "**/__snapshots__/**",
    "**/cassettes/**",
    "**/vcr_cassettes/**",
];

/// Names of what tools write.
const GENERATED: [&str; 8] = [
    "**/*.min.js",
    "**/*.min.css",
    "**/*.map",
    "**/*.pb.go",
    "**/*_pb2.py",
    "**/*.bundle.js",
    "**/*.generated.*",
    "**/__generated__/**",
];

static SETS: LazyLock<[(Class, GlobSet); 3]> = LazyLock::new(|| {
    [
        (Class::Vendored, set(&VENDORED)),
        (Class::Fixture, set(&FIXTURES)),
        (Class::Generated, set(&GENERATED)),
    ]
});

fn set(patterns: &[&str]) -> GlobSet {
    let mut builder = GlobSetBuilder::new();
    for glob in patterns.iter().filter_map(|pattern| Glob::new(pattern).ok()) {
        builder.add(glob);
    }
    builder.build().unwrap_or_default()
}

/// The class of `path` by its folders and name.
pub(crate) fn class_of(path: &str) -> Class {
    let found = SETS.iter().find(|(_, set)| set.is_match(path));
    found.map_or(Class::Own, |(class, _)| *class)
}

/// True for a migration of a database: it changes the shape of one and carries no
/// data set, and the tool that runs it refuses it once a byte of it has changed
/// (Flyway, Liquibase, Prisma).
pub(crate) fn is_migration(path: &str) -> bool {
    let path = path.to_lowercase();
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", &path));
    let Some(stem) = name.strip_suffix(".sql") else { return false };
    // `V2_1__title.sql`, `R__title.sql`, `U2__title.sql`
    let version = stem.split_once("__").map(|(version, _)| version);
    let numbered = version.and_then(|version| version.strip_prefix(['v', 'r', 'u']));
    ["migrat", "changelog", "liquibase", "flyway"].iter().any(|word| folder.contains(word))
        || name.contains("migrat")
        || numbered.is_some_and(|number| {
            number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'_' || byte == b'.')
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_decide_whose_file_it_is() {
        assert_eq!(class_of("README.md"), Class::Own);
        assert_eq!(class_of("vendor/a/LICENSE"), Class::Vendored);
        assert_eq!(class_of("back/node_modules/x/README.md"), Class::Vendored);
        assert_eq!(class_of("tests/fixtures/LICENSE"), Class::Fixture);
        assert_eq!(class_of("public/app.min.js"), Class::Generated);
        assert_eq!(class_of("lib/vendor.rb"), Class::Own);
    }

    #[test]
    fn every_pattern_compiles() {
        assert_eq!(SETS[0].1.len(), VENDORED.len());
        assert_eq!(SETS[1].1.len(), FIXTURES.len());
        assert_eq!(SETS[2].1.len(), GENERATED.len());
    }
}
