//! A small project to complete, and what it holds afterwards.

use crate::support::program::command;
use crate::support::repository::{Content, RepositorySpec, build};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::TempDir;

/// A repository, and a home of its own.
pub struct Place {
    pub home: TempDir,
    root: TempDir,
}

/// The files of a small program.
pub const PROGRAM: [(&str, &str); 2] = [
    ("Cargo.toml", "[package]\nname = \"calcul\"\nversion = \"0.1.0\"\n"),
    ("src/main.rs", "fn main() {}\n"),
];

impl Place {
    /// A repository with `files`.
    pub fn with(files: &[(&str, &str)]) -> Place {
        let (home, root) = (tempfile::tempdir().expect("home"), tempfile::tempdir().expect("root"));
        let files: BTreeMap<String, Content> = files
            .iter()
            .map(|(path, text)| (path.to_string(), Content::Text(text.to_string())))
            .collect();
        let url = "https://github.com/projet/calcul".to_string();
        let remotes = BTreeMap::from([("origin".to_string(), url)]);
        build(root.path(), &RepositorySpec { files, remotes, ..RepositorySpec::default() });
        Place { home, root }
    }

    /// The repository.
    pub fn root(&self) -> &Path {
        self.root.path()
    }

    /// A file of the repository.
    pub fn path(&self, name: &str) -> PathBuf {
        self.root.path().join(name)
    }

    /// `publiable scaffold` with `arguments`, ready to run.
    pub fn scaffold(&self, arguments: &[&str]) -> Command {
        let mut command = command(self.home.path());
        command.arg("scaffold").arg(self.root.path());
        if !arguments.contains(&"--now") {
            command.args(["--now", "2026-02-01"]);
        }
        command.args(arguments);
        command
    }

    /// Runs it.
    pub fn run(&self, arguments: &[&str]) -> Output {
        self.scaffold(arguments).output().expect("the program runs")
    }

    /// Every file but git's, with its bytes; folders and links by their name.
    pub fn files(&self) -> BTreeMap<String, Vec<u8>> {
        let walk = walkdir::WalkDir::new(self.root.path()).min_depth(1);
        let entries = walk.into_iter().filter_entry(|entry| entry.file_name() != ".git");
        let read = |entry: walkdir::DirEntry| {
            let name = entry.path().strip_prefix(self.root.path()).expect("inside");
            let bytes = match entry.file_type().is_file() {
                true => fs::read(entry.path()).expect("read"),
                false => Vec::new(),
            };
            (name.display().to_string(), bytes)
        };
        entries.map(|entry| read(entry.expect("entry"))).collect()
    }

    /// A text of the repository.
    pub fn text(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).expect("a text")
    }
}
