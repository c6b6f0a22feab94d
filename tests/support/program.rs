//! Runs the program in a scrubbed environment.

use publiable::testing::report::Report;
use std::path::Path;
use std::process::{Command, Output};

/// The command, without the machine's environment, configuration or language.
pub fn command(home: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_publiable"));
    command.env_clear().env("HOME", home).env("XDG_CONFIG_HOME", home).env("CI", "true");
    command
}

/// Runs the program with `arguments`.
pub fn run(home: &Path, arguments: &[&str]) -> Output {
    command(home).args(arguments).output().expect("the program runs")
}

/// Audits `path` with `arguments` besides, and reads the JSON report.
#[allow(dead_code)]
pub fn audit(home: &Path, path: &Path, arguments: &[&str]) -> Result<Report, String> {
    let path = path.to_str().expect("UTF-8 path");
    let fixed = ["audit", path, "--format", "json", "--lang", "en", "--exit-zero"];
    let output = run(home, &[&fixed[..], arguments].concat());
    serde_json::from_slice(&output.stdout).map_err(|_| text(&output.stderr))
}

/// Bytes as text.
pub fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
