//! The names by which a definition shows what it runs: `data/pipeline/names.toml`.

use serde::Deserialize;
use std::collections::HashSet;
use std::sync::LazyLock;

/// The lists, each described in the file.
#[derive(Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(in crate::pipeline) struct Names {
    pub(super) runners: HashSet<String>,
    pub(super) with_test: HashSet<String>,
    pub(super) tasks: HashSet<String>,
    pub(super) managers: HashSet<String>,
    test_words: HashSet<String>,
    other_words: HashSet<String>,
    pub(super) test_actions: Vec<String>,
    pub(super) test_templates: Vec<String>,
    pub(in crate::pipeline) publishers: HashSet<String>,
    pub(in crate::pipeline) publishing_words: Vec<String>,
    pub(in crate::pipeline) hosted_runners: Vec<String>,
}

pub(in crate::pipeline) static NAMES: LazyLock<Names> = LazyLock::new(|| {
    toml::from_str(include_str!("../../../data/pipeline/names.toml")).unwrap_or_default()
});

/// A name made of words, one of them about tests and none about something else.
pub(super) fn test_name(name: &str) -> bool {
    let name = name.to_lowercase();
    let words: Vec<&str> = name.split(|c: char| !c.is_alphanumeric()).collect();
    words.iter().any(|word| NAMES.test_words.contains(*word))
        && !words.iter().any(|word| NAMES.other_words.contains(*word))
}
