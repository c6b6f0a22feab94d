//! The direction of dependencies between modules.

use std::path::Path;

/// For each module, the modules it must not name.
const FORBIDDEN: [(&str, &[&str]); 11] = [
    ("src/snapshot", &["cli", "audit", "render", "report", "checks", "project", "config"]),
    ("src/rule", &["cli", "audit", "render", "report", "checks", "project", "snapshot", "config"]),
    (
        "src/document",
        &["cli", "audit", "render", "report", "checks", "project", "snapshot", "config"],
    ),
    (
        "src/pipeline",
        &["cli", "audit", "render", "report", "checks", "project", "snapshot", "config"],
    ),
    (
        "src/secrets",
        &["cli", "audit", "render", "report", "checks", "project", "snapshot", "config"],
    ),
    (
        "src/licence",
        &["cli", "audit", "render", "report", "checks", "project", "snapshot", "config"],
    ),
    (
        "src/manifest",
        &["cli", "audit", "render", "report", "checks", "project", "snapshot", "config"],
    ),
    ("src/finding.rs", &["cli", "audit", "render", "report", "checks", "project", "snapshot"]),
    ("src/checks", &["cli", "audit", "render", "report"]),
    ("src/render", &["cli", "audit", "checks", "project", "snapshot", "config"]),
    ("src/report", &["cli", "audit", "render", "checks", "project", "snapshot"]),
];

/// Modules that touch neither the disk nor standard output.
const PURE: [&str; 10] = [
    "src/document",
    "src/pipeline",
    "src/checks",
    "src/render",
    "src/report",
    "src/project",
    "src/publiccode",
    "src/secrets",
    "src/licence",
    "src/manifest",
];

fn sources(place: &str) -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(place);
    let entries = walkdir::WalkDir::new(root).into_iter().map(|entry| entry.expect("entry"));
    let files = entries.filter(|entry| entry.path().extension().is_some_and(|e| e == "rs"));
    let read = files.map(|entry| {
        let text = std::fs::read_to_string(entry.path()).expect("readable");
        (entry.path().display().to_string(), text)
    });
    let found: Vec<_> = read.collect();
    assert!(!found.is_empty(), "{place} has no source");
    found
}

#[test]
fn dependencies_go_one_way() {
    for (place, forbidden) in FORBIDDEN {
        for (file, text) in sources(place) {
            for module in forbidden {
                let named = text.contains(&format!("crate::{module}::"));
                assert!(!named, "{file} must not depend on {module}");
            }
        }
    }
}

#[test]
fn only_the_outer_modules_touch_the_outside_world() {
    for place in PURE {
        for (file, text) in sources(place) {
            for word in ["std::fs", "println!", "std::env", "std::process", "File::open"] {
                assert!(!text.contains(word), "{file} must not use {word}");
            }
        }
    }
}
