//! The commands a project is installed, started and tested with, as its files
//! tell (`templates/commands.toml`).

use super::answers::Fact;
use crate::lang::Text;
use crate::project::Project;
use crate::snapshot::File;
use crate::text::pattern::Pattern;
use globset::{GlobBuilder, GlobMatcher};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    question: String,
    files: Vec<String>,
    #[serde(default)]
    holds: Option<Pattern>,
    command: String,
    #[serde(skip)]
    matchers: Vec<GlobMatcher>,
}

#[derive(Deserialize)]
struct Table {
    command: Vec<Entry>,
}

static ENTRIES: LazyLock<Vec<Entry>> = LazyLock::new(|| {
    let table: Table =
        toml::from_str(include_str!("../../templates/commands.toml")).expect("embedded");
    let mut entries = table.command;
    for entry in &mut entries {
        let globs = entry.files.iter().map(|glob| {
            let mut builder = GlobBuilder::new(glob);
            builder.literal_separator(true).empty_alternates(true);
            builder.build().expect("embedded").compile_matcher()
        });
        entry.matchers = globs.collect();
    }
    entries
});

/// The commands of `project`, by question.
pub(super) fn of(project: &Project<'_>) -> BTreeMap<String, Fact> {
    let mut found = BTreeMap::new();
    for entry in ENTRIES.iter() {
        if found.contains_key(&entry.question) {
            continue;
        }
        if let Some((command, file)) = entry.command(project) {
            let fact = Fact { value: command, from: Text::same(file.path.clone()) };
            found.insert(entry.question.clone(), fact);
        }
    }
    found
}

/// True for a file whose text an entry looks into.
pub(super) fn reads(file: &File) -> bool {
    let mut looked_into = ENTRIES.iter().filter(|entry| entry.holds.is_some());
    looked_into.any(|entry| entry.matchers[0].is_match(&file.path))
}

impl Entry {
    fn command<'p>(&self, project: &Project<'p>) -> Option<(String, &'p File)> {
        let mut files = self.matchers.iter().map(|matcher| {
            project.own_files().chain(project.files()).find(|file| matcher.is_match(&file.path))
        });
        let first = files.next()??;
        if files.any(|file| file.is_none()) {
            return None;
        }
        let Some(holds) = &self.holds else { return Some((self.command.clone(), first)) };
        let captures = holds.captures(project.text(first)?)?;
        let word = captures.get(1).map_or("", |word| word.as_str());
        Some((self.command.replace("{1}", word), first))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_entry_answers_a_question_that_exists() {
        for entry in ENTRIES.iter() {
            let question = super::super::questions::get(&entry.question).expect("a question");
            assert!(question.accept(&entry.command).is_ok(), "{}", entry.command);
        }
    }

    #[test]
    fn globs_stay_in_their_folder() {
        let entry = ENTRIES.iter().find(|entry| entry.command == "mvn package").expect("entry");
        assert!(entry.matchers[0].is_match("pom.xml"));
        assert!(!entry.matchers[0].is_match("module/pom.xml"));
    }
}
