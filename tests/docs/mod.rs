//! The documentation: what is generated is up to date, what is written says
//! the same in both languages and covers what it must, and links lead somewhere.
//! `UPDATE=1 cargo test --test tests docs::` writes what is generated.

mod book;
mod links;
mod reference;
mod rules;
#[cfg(unix)]
mod tutorial;

use std::path::{Path, PathBuf};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: impl AsRef<Path>) -> String {
    std::fs::read_to_string(root().join(path)).expect("readable")
}

/// Writes `text` to `path` when asked to, and checks that it is there.
fn generated(path: &str, text: &str) {
    let full = root().join(path);
    if std::env::var_os("UPDATE").is_some() {
        std::fs::create_dir_all(full.parent().expect("parent")).expect("folder");
        std::fs::write(&full, text).expect("write");
    }
    let written = std::fs::read_to_string(&full).unwrap_or_default();
    assert!(written == text, "{path} is stale: UPDATE=1 cargo test --test tests docs::");
}

/// Pages of `docs/` for who uses the program, written by hand in both languages,
/// sorted: those of the folder itself. The architecture is for who builds it.
fn pages() -> Vec<String> {
    let entries = std::fs::read_dir(root().join("docs")).expect("folder");
    let names = entries.map(|entry| entry.expect("entry").file_name().to_string_lossy().into());
    let mut names: Vec<String> = names.filter(|name: &String| name.ends_with(".md")).collect();
    names.retain(|name| !["SUMMARY.md", "architecture.md"].contains(&name.as_str()));
    names.sort();
    names
}

/// Every Markdown page a reader may start from or come to.
fn every_page() -> Vec<PathBuf> {
    let folders = [root(), &root().join(".github")].map(std::fs::read_dir);
    let at_root = folders.into_iter().flat_map(|folder| folder.expect("folder"));
    let at_root = at_root.map(|entry| entry.expect("entry").path());
    let below = walkdir::WalkDir::new(root().join("docs")).into_iter();
    let below = below.map(|entry| entry.expect("entry").into_path());
    let mut pages: Vec<PathBuf> =
        at_root.chain(below).filter(|path| path.extension().is_some_and(|it| it == "md")).collect();
    pages.sort();
    pages
}
