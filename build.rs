//! Says where the commit that the program is built from is to be read. What
//! changes at each commit is not watched here, for whatever runs this again
//! compiles the library again: `src/main.rs` reads it.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

fn main() -> std::io::Result<()> {
    println!("cargo:rerun-if-changed=build.rs");
    // A debug build reads the rules from their folder (src/rule/load.rs).
    if env::var_os("CARGO_CFG_DEBUG_ASSERTIONS").is_none() {
        println!("cargo:rerun-if-changed=rules");
    }
    let git = |arguments: &[&str]| git(arguments).filter(|_| Path::new(".git").exists());
    // Written rarely, and gone when the sources are a git repository no more.
    if let Some(config) = git(&["rev-parse", "--git-path", "config"]) {
        println!("cargo:rerun-if-changed={config}");
    }
    let log = git(&["rev-parse", "--git-path", "logs/HEAD"]).map(PathBuf::from);
    let log = match log.and_then(|log| log.canonicalize().ok()) {
        Some(log) => log,
        None => {
            let log = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default()).join("HEAD");
            let head = git(&["rev-parse", "HEAD"]).unwrap_or_default();
            std::fs::write(&log, format!("- {head}\n"))?;
            log
        }
    };
    println!("cargo:rustc-env=PUBLIABLE_HEAD_LOG={}", log.display());
    Ok(())
}

/// What git answers of the sources.
fn git(arguments: &[&str]) -> Option<String> {
    let output = Command::new("git").args(arguments).output().ok()?;
    let text = String::from_utf8(output.stdout).ok().filter(|_| output.status.success())?;
    Some(text.trim().to_string())
}
