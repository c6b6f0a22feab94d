//! A project whose secrets are looked for with `publiable secrets`.

use super::planted::github_token;
use super::project as base;
use serde_json::Value;
use std::ops::Deref;

/// A project in a temporary folder.
pub struct Place(base::Place);

/// A project of these files.
pub fn place(files: &[(&str, String)]) -> Place {
    let place = base::folder();
    files.iter().for_each(|(path, text)| place.write(path, text));
    Place(place)
}

impl Deref for Place {
    type Target = base::Place;

    fn deref(&self) -> &base::Place {
        &self.0
    }
}

impl Place {
    /// Runs `secrets` with `words` from the root of the project.
    pub fn run(&self, words: &[&str]) -> (i32, String, String) {
        self.0.run(&[&["secrets"], words].concat())
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

/// The allowance comment, built so that this file holds none.
pub fn allow(words: &str) -> String {
    format!("{}:{} {words}", "publiable", "allow")
}

/// A program that holds the token of `seed`.
pub fn token_file(seed: u64) -> String {
    format!("import os\n\nTOKEN = \"{}\"\n", github_token(seed))
}
