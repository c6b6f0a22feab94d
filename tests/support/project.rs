//! A repository on disk, a home, and the program run there.

use super::program;
use super::repository::{self, RepositorySpec};
use publiable::testing::report::Report;
use std::path::PathBuf;
use std::process::Command;
use tempfile::TempDir;

/// A project in a temporary folder.
pub struct Place {
    /// The home of who runs the program; it holds the project.
    pub home: TempDir,
    /// The root of the project.
    pub root: PathBuf,
}

/// A project without any file, and without git.
pub fn folder() -> Place {
    let home = tempfile::tempdir().expect("temporary folder");
    let root = home.path().join("projet");
    std::fs::create_dir(&root).expect("folder");
    Place { home, root }
}

/// The repository that `spec` describes, a [`RepositorySpec`] in TOML.
pub fn repository(spec: &str) -> Place {
    let place = folder();
    let spec: RepositorySpec = toml::from_str(spec).expect("specification");
    repository::build(&place.root, &spec);
    place
}

impl Place {
    /// The root of the project, as an argument.
    pub fn path(&self) -> &str {
        self.root.to_str().expect("UTF-8 path")
    }

    /// The git repository of the project.
    pub fn git(&self) -> git2::Repository {
        git2::Repository::open(&self.root).expect("repository")
    }

    /// The folder of that repository.
    pub fn git_dir(&self) -> PathBuf {
        self.root.join(".git")
    }

    /// Writes a file of the project.
    pub fn write(&self, path: &str, text: &str) {
        let full = self.root.join(path);
        std::fs::create_dir_all(full.parent().expect("parent")).expect("folder");
        std::fs::write(full, text).expect("write");
    }

    /// Reads a file of the project.
    pub fn read(&self, path: &str) -> String {
        std::fs::read_to_string(self.root.join(path)).expect("readable")
    }

    /// The program, from the root of the project.
    pub fn command(&self) -> Command {
        let mut command = program::command(self.home.path());
        command.current_dir(&self.root);
        command
    }

    /// Runs the program with `words`, where `@` stands for the project: its
    /// exit code, its output and its errors.
    pub fn run(&self, words: &[&str]) -> (i32, String, String) {
        let words = words.iter().map(|word| if *word == "@" { self.path() } else { *word });
        let output = self.command().args(words).output().expect("the program runs");
        let code = output.status.code().expect("a code");
        (code, program::text(&output.stdout), program::text(&output.stderr))
    }

    /// Audits the project on 1 February 2026.
    pub fn report(&self) -> Report {
        program::audit(self.home.path(), &self.root, &["--now", "2026-02-01"]).expect("a report")
    }
}
