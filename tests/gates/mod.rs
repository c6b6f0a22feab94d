//! The gates of forges: what they are made of agrees with the rest of the
//! project, and their scripts do what the documentation says, off line.

#[cfg(target_os = "linux")]
mod action;
#[cfg(target_os = "linux")]
mod component;
#[cfg(target_os = "linux")]
mod release;

use std::path::{Path, PathBuf};

const VERSION: &str = env!("CARGO_PKG_VERSION");

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: impl AsRef<Path>) -> String {
    std::fs::read_to_string(root().join(path)).expect("readable")
}

/// The value of the first `key: value` line under `after`.
fn value(text: &str, after: &str, key: &str) -> String {
    let from = text.find(after).expect(after);
    let line = text[from..].lines().find_map(|line| line.trim().strip_prefix(key)).expect(key);
    line.trim_start_matches(':').trim().trim_matches('"').to_string()
}

/// The files that name the address of publication, which publiccode.yml states.
const NAMING: [&str; 3] =
    ["docs/forges.en.md", "docs/forges.md", "templates/publiable/template.yml"];

/// The address of publication, without its extension.
fn published() -> String {
    let url = value(&read("publiccode.yml"), "\nurl", "url");
    url.trim_end_matches(".git").to_string()
}

#[test]
fn every_file_names_the_same_address_of_publication() {
    let published = published();
    let name = published.rsplit('/').next().expect("a name").to_string();
    for file in NAMING {
        let text = read(file);
        let addresses = text.split("https://").skip(1).map(|rest| {
            rest.split(|c: char| c.is_whitespace() || "\"'`)".contains(c))
                .next()
                .unwrap_or_default()
        });
        let own: Vec<&str> = addresses.filter(|url| url.contains(&format!("/{name}"))).collect();
        assert!(!own.is_empty(), "{file}");
        for url in own {
            let followed = format!("https://{url}").strip_prefix(&published).map(str::to_string);
            let follows = |rest: &String| rest.is_empty() || rest.starts_with(['.', '/', '@']);
            assert!(followed.as_ref().is_some_and(follows), "{file}: https://{url}");
        }
    }
}

#[test]
fn the_component_installs_this_version_from_the_place_of_publication() {
    let component = read("templates/publiable/template.yml");
    assert_eq!(value(&component, "\n    version:", "default"), VERSION);
    let releases = format!("{}/releases/download", published());
    assert_eq!(value(&component, "\n    releases:", "default"), releases);
}

/// Each workflow names the code of others by its commit, and says the version.
#[test]
fn actions_are_named_by_their_commit() {
    let folder = root().join(".github/workflows");
    for entry in std::fs::read_dir(folder).expect("folder") {
        let text = std::fs::read_to_string(entry.expect("entry").path()).expect("readable");
        for line in text.lines().filter_map(|line| line.split_once("uses:").map(|(_, it)| it)) {
            let (_, reference) = line.split_once('@').expect(line);
            let (commit, version) = reference.split_once(" # v").expect(line);
            assert!(commit.len() == 40 && commit.bytes().all(|b| b.is_ascii_hexdigit()), "{line}");
            assert!(version.split('.').count() == 3, "{line}");
        }
    }
}

/// The archives a release holds are those the installers ask for.
#[test]
fn installers_know_the_targets_of_releases() {
    let (installer, component) = (read(".ci/install.sh"), read("templates/publiable/template.yml"));
    let release = read(".github/workflows/release.yml");
    let targets: Vec<&str> = release
        .lines()
        .filter_map(|line| line.split_once("{ target: ")?.1.split(',').next())
        .collect();
    assert_eq!(targets.len(), 5);
    for target in targets {
        assert!(installer.contains(&format!("target={target}")), "{target}");
        assert!(!target.contains("linux") || component.contains(target), "{target}");
    }
}
