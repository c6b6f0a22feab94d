//! The names by which a definition shows what it does: `data/pipeline/names.toml`.

use serde::Deserialize;
use std::collections::HashSet;
use std::sync::LazyLock;

/// The lists, each described in the file.
#[derive(Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct Names {
    pub(super) runners: HashSet<String>,
    pub(super) with_test: HashSet<String>,
    pub(super) tasks: HashSet<String>,
    pub(super) managers: HashSet<String>,
    pub(super) test_words: HashSet<String>,
    pub(super) other_words: HashSet<String>,
    pub(super) test_actions: Vec<String>,
    pub(super) test_templates: Vec<String>,
    pub(super) publishers: HashSet<String>,
    pub(super) publishing_words: Vec<String>,
    pub(super) hosted_runners: Vec<String>,
    pub(super) tag_only: Vec<String>,
    pub(super) head_fields: Vec<String>,
    pub(super) untrusted_outputs: Vec<String>,
    pub(super) secret_words: HashSet<String>,
    pub(super) secret_keys: HashSet<String>,
    pub(super) about_secrets: HashSet<String>,
    pub(super) switches: HashSet<String>,
    pub(super) placeholder_words: HashSet<String>,
    pub(super) placeholder_parts: Vec<String>,
}

pub(super) static NAMES: LazyLock<Names> = LazyLock::new(|| {
    toml::from_str(include_str!("../../data/pipeline/names.toml")).unwrap_or_default()
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_is_read() {
        let read = toml::from_str::<Names>(include_str!("../../data/pipeline/names.toml"));
        let names = read.expect("valid");
        assert!(names.runners.contains("pytest") && names.switches.contains("off"));
    }
}
