//! Many repositories: each report is that of `audit`, the index that of any number of
//! parts, and what cannot be read is that repository's alone.

mod audit;
#[cfg(unix)]
mod fetch;
mod inputs;
mod inventory;
mod parts;
mod report;

use crate::support::program;
use crate::support::repository::{self, RepositorySpec};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// A home, and a folder of repositories in it.
struct Fleet {
    home: TempDir,
}

impl Fleet {
    fn new() -> Fleet {
        let home = tempfile::tempdir().expect("folder");
        std::fs::create_dir(home.path().join("clones")).expect("folder");
        Fleet { home }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    /// Makes the repository `name`, of the address given when there is one.
    fn add(&self, name: &str, address: &str, text: &str) -> PathBuf {
        let remotes = match address {
            "" => String::new(),
            address => format!("[remotes]\norigin = \"{address}\"\n"),
        };
        let spec = format!("{remotes}[files]\n\"README.md\" = \"# {name}\\n\\n{text}\\n\"\n");
        let spec: RepositorySpec = toml::from_str(&spec).expect("specification");
        let root = self.path("clones").join(name);
        std::fs::create_dir_all(&root).expect("folder");
        repository::build(&root, &spec);
        root
    }

    /// `count` repositories of one account each.
    fn several(count: usize) -> Fleet {
        let fleet = Fleet::new();
        for number in 0..count {
            let address = format!("https://forge.example.org/organisme/outil-{number}.git");
            fleet.add(&format!("outil-{number}"), &address, &format!("Calcule {number}."));
        }
        fleet
    }

    /// Runs `publiable fleet` there: its exit code, its output and its errors.
    fn run(&self, words: &[&str]) -> (i32, String, String) {
        let fixed = ["fleet"].into_iter().chain(words.iter().copied());
        let mut command = program::command(self.home.path());
        let output = command.current_dir(self.home.path()).args(fixed).output().expect("runs");
        let code = output.status.code().expect("a code");
        (code, program::text(&output.stdout), program::text(&output.stderr))
    }

    /// Audits `inputs` into `out` on a fixed day.
    fn audit(&self, inputs: &[&str], out: &str) -> (i32, String, String) {
        let fixed = ["--out", out, "--now", "2026-02-01", "--lang", "en"];
        self.run(&[&["audit"], inputs, &fixed].concat())
    }

    fn bytes(&self, path: &str) -> Vec<u8> {
        std::fs::read(self.path(path)).expect("readable")
    }
}

/// The reports below `out`, by name.
fn reports(out: &Path) -> Vec<PathBuf> {
    let files = walkdir::WalkDir::new(out.join("reports")).sort_by_file_name().into_iter();
    files.flatten().filter(|file| file.file_type().is_file()).map(|file| file.into_path()).collect()
}
