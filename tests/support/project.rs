//! A folder with files, where `publiable secrets` is run.

#[allow(dead_code)]
#[path = "planted.rs"]
pub mod planted;
#[allow(dead_code)]
#[path = "program.rs"]
pub mod program;

use planted::github_token;
use serde_json::Value;
use std::path::PathBuf;
use tempfile::TempDir;

/// A project in a temporary folder.
pub struct Place {
    /// The home of who runs the program.
    pub home: TempDir,
    /// The root of the project.
    pub root: PathBuf,
}

/// A project of these files.
pub fn place(files: &[(&str, String)]) -> Place {
    let home = tempfile::tempdir().expect("folder");
    let root = home.path().join("projet");
    std::fs::create_dir(&root).expect("folder");
    let place = Place { home, root };
    files.iter().for_each(|(path, text)| place.write(path, text));
    place
}

impl Place {
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

    /// Runs `secrets` with `words` from the root of the project.
    pub fn run(&self, words: &[&str]) -> (i32, String, String) {
        let mut command = program::command(self.home.path());
        let output = command.current_dir(&self.root).arg("secrets").args(words).output();
        let output = output.expect("the program runs");
        let code = output.status.code().expect("a code");
        (code, program::text(&output.stdout), program::text(&output.stderr))
    }

    /// Scans with `words`, and reads the JSON of it with the exit code.
    pub fn json(&self, words: &[&str]) -> (i32, Value) {
        let all = [&["scan", "--format", "json", "--lang", "en"], words].concat();
        let (code, out, err) = self.run(&all);
        (code, serde_json::from_str(&out).unwrap_or_else(|_| Value::String(out + &err)))
    }

    /// Makes a git repository of the project.
    pub fn repository(&self) -> git2::Repository {
        let mut options = git2::RepositoryInitOptions::new();
        options.initial_head("main").external_template(false);
        git2::Repository::init_opts(&self.root, &options).expect("init")
    }
}

/// Stages everything, and commits it under `message`.
pub fn commit(repository: &git2::Repository, message: &str) {
    let mut index = repository.index().expect("index");
    index.add_all(["*"], git2::IndexAddOption::DEFAULT, None).expect("add");
    index.write().expect("write");
    let tree = repository.find_tree(index.write_tree().expect("tree")).expect("tree");
    let time = git2::Time::new(1_770_000_000, 0);
    let who = git2::Signature::new("Équipe", "equipe@example.org", &time).expect("signature");
    let head = repository.head().ok().and_then(|head| head.peel_to_commit().ok());
    let parents: Vec<&git2::Commit<'_>> = head.iter().collect();
    repository.commit(Some("HEAD"), &who, &who, message, &tree, &parents).expect("commit");
}

/// The allowance comment, built so that this file holds none.
pub fn allow(words: &str) -> String {
    format!("{}:{} {words}", "publiable", "allow")
}

/// A program that holds the token of `seed`.
pub fn token_file(seed: u64) -> String {
    format!("import os\n\nTOKEN = \"{}\"\n", github_token(seed))
}
