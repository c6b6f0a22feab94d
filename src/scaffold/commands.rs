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
    #[serde(default)]
    unless: Option<Pattern>,
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
        let named = |matcher: &GlobMatcher| {
            let matcher = matcher.clone();
            let files = project.own_files().chain(project.files());
            files.filter(move |file| matcher.is_match(&file.path))
        };
        let (first, others) = self.matchers.split_first()?;
        if others.iter().any(|matcher| named(matcher).next().is_none()) {
            return None;
        }
        let Some(holds) = &self.holds else {
            return Some((self.command.clone(), named(first).next()?));
        };
        // Of several files, the one that says it.
        named(first).find_map(|file| {
            let text = project.text(file)?;
            let captures = holds.captures(text)?;
            let denied = self.unless.as_ref().is_some_and(|unless| unless.is_match(text));
            let word = captures.get(1).map_or("", |word| word.as_str());
            (!denied).then(|| (self.command.replace("{1}", word), file))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::{Audit, Options};
    use crate::snapshot::Snapshot;

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

    fn told(files: &[(&str, &str)], question: &str) -> Option<String> {
        let files: Vec<(&str, &[u8])> =
            files.iter().map(|(path, text)| (*path, text.as_bytes())).collect();
        let snapshot = Snapshot::in_memory("calcul", &files);
        let audit = Audit::of(snapshot, &Options::default()).expect("opened");
        of(&audit.project(&reads)).remove(question).map(|fact| fact.value)
    }

    #[test]
    fn a_folder_of_tests_does_not_tell_what_runs_them() {
        let tests = ("tests/test_a.py", "import unittest\n");
        assert_eq!(told(&[tests], "test"), None);
        for (path, text) in [
            ("pyproject.toml", "[tool.pytest.ini_options]\n"),
            ("setup.cfg", "[options.extras_require]\ntest = pytest\n"),
            ("requirements-dev.txt", "black\npytest==8\n"),
            ("requirements/test.txt", "pytest\n"),
            ("requirements.txt", "flask\npytest==8\n"),
            ("tests/conftest.py", ""),
        ] {
            let told = told(&[("setup.py", "setup()\n"), tests, (path, text)], "test");
            assert_eq!(told.as_deref(), Some("pytest"), "{path}");
        }
        let locked = |name: &str| {
            let lock = format!("[[package]]\nname = \"{name}\"\n");
            told(&[("uv.lock", &lock), tests], "test")
        };
        assert_eq!(locked("pytest").as_deref(), Some("uv run pytest"));
        assert_eq!(locked("nose2"), None);
    }

    #[test]
    fn a_command_that_cannot_be_run_is_not_told() {
        let npm =
            "{ \"scripts\": { \"test\": \"echo \\\"Error: no test specified\\\" && exit 1\" } }\n";
        assert_eq!(told(&[("package.json", npm)], "test"), None);
        let runs = "{ \"scripts\": { \"test\": \"node --test\" } }\n";
        assert_eq!(told(&[("package.json", runs)], "test").as_deref(), Some("npm test"));
        assert_eq!(told(&[("pyproject.toml", "[tool.black]\n")], "install"), None);
        let whole = [("Cargo.toml", "[workspace]\nmembers = [\"a\"]\n"), ("a/src/main.rs", "")];
        assert_eq!(told(&whole, "install").as_deref(), Some("cargo build"));
    }
}
