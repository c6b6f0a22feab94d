//! Records the commit the program is built from, for `--version`.

use std::process::Command;

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=rules");
    println!("cargo:rerun-if-changed=.git/HEAD");
    println!("cargo:rerun-if-changed=.git/refs/heads");
    println!("cargo:rerun-if-env-changed=PUBLIABLE_COMMIT");
    let commit = std::env::var("PUBLIABLE_COMMIT").ok().or_else(head).unwrap_or_default();
    let suffix = if commit.is_empty() { String::new() } else { format!(" ({commit})") };
    println!("cargo:rustc-env=PUBLIABLE_COMMIT_SUFFIX={suffix}");
}

/// The commit checked out, when the sources are a git work tree of their own.
fn head() -> Option<String> {
    let root = std::env::var("CARGO_MANIFEST_DIR").ok()?;
    if !std::path::Path::new(&root).join(".git").exists() {
        return None;
    }
    let output =
        Command::new("git").args(["-C", &root, "rev-parse", "--short=10", "HEAD"]).output();
    let output = output.ok().filter(|output| output.status.success())?;
    String::from_utf8(output.stdout).ok().map(|text| text.trim().to_string())
}
