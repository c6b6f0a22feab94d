//! Lock files and manifests of every ecosystem: the first byte chooses one.
#![no_main]

#[path = "../../support/reading.rs"]
mod reading;

use libfuzzer_sys::fuzz_target;

const NAMES: [&str; 16] = [
    "package-lock.json",
    "yarn.lock",
    "pnpm-lock.yaml",
    "Cargo.lock",
    "poetry.lock",
    "uv.lock",
    "requirements.txt",
    "composer.lock",
    "Gemfile.lock",
    "pom.xml",
    "gradle.lockfile",
    "go.mod",
    "packages.lock.json",
    "mix.lock",
    "pubspec.lock",
    "renv.lock",
];

fuzz_target!(|bytes: &[u8]| {
    let Some((first, rest)) = bytes.split_first() else { return };
    let name = NAMES[usize::from(*first) % NAMES.len()];
    assert!(reading::manifest(rest, name));
});
