//! Lock files and manifests of every ecosystem: the first byte chooses one.
#![no_main]

use libfuzzer_sys::fuzz_target;
use publiable::testing::manifest::{format_of, read};

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
    let Ok(text) = std::str::from_utf8(rest) else { return };
    let format = format_of(name).expect("a format");
    let _ = read(&format, name, text);
});
