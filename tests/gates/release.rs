//! A release on disk whose program is this build's.

use super::VERSION;
use crate::support::commit::commit;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::TempDir;

/// A machine with a release at hand, and a repository to audit.
pub struct Machine {
    pub home: TempDir,
    pub releases: PathBuf,
    pub repository: PathBuf,
}

/// The archive of this machine's target, without its extension.
pub fn archive() -> String {
    format!("publiable-{VERSION}-{}-unknown-linux-musl", std::env::consts::ARCH)
}

pub fn machine() -> Machine {
    let home = tempfile::tempdir().expect("folder");
    let releases = home.path().join("releases");
    let (version, name) = (releases.join(format!("v{VERSION}")), archive());
    let program = version.join(&name).join("publiable");
    std::fs::create_dir_all(version.join(&name)).expect("folder");
    let built = env!("CARGO_BIN_EXE_publiable");
    std::fs::write(&program, format!("#!/bin/sh\nexec {built} \"$@\"\n")).expect("write");
    let executable = std::fs::Permissions::from_mode(0o755);
    std::fs::set_permissions(&program, executable).expect("permissions");
    let packed = format!("tar -czf {name}.tar.gz {name} && sha256sum {name}.tar.gz > SHA256SUMS");
    let output = Command::new("sh").args(["-c", &packed]).current_dir(&version).output();
    assert!(output.expect("sh").status.success());
    let repository = home.path().join("projet");
    git2::Repository::init(&repository).expect("repository");
    Machine { home, releases, repository }
}

impl Machine {
    /// A command with this machine's home and the few programs scripts may use.
    pub fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        let path = std::env::var_os("PATH").expect("PATH");
        command.env_clear().env("PATH", path).env("HOME", self.home.path());
        command.env("SOURCE_DATE_EPOCH", "1770000000").current_dir(&self.repository);
        command
    }

    pub fn write(&self, path: &str, text: &str) {
        std::fs::write(self.repository.join(path), text).expect("write");
    }

    /// Puts the branch `name` at `revision`.
    pub fn branch(&self, name: &str, revision: &str) {
        let repository = git2::Repository::open(&self.repository).expect("repository");
        let commit = repository.revparse_single(revision).and_then(|it| it.peel_to_commit());
        repository.branch(name, &commit.expect("commit"), true).expect("branch");
    }

    /// Commits everything, and answers the commit's id.
    pub fn commit(&self) -> String {
        let repository = git2::Repository::open(&self.repository).expect("repository");
        commit(&repository, "Step").to_string()
    }
}

/// The exit code and both outputs.
pub fn told(output: Output) -> (i32, String, String) {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code().expect("a code"), text(&output.stdout), text(&output.stderr))
}

pub fn read(path: impl AsRef<Path>) -> String {
    std::fs::read_to_string(path.as_ref()).unwrap_or_default()
}
