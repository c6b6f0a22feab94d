//! What holds of a scan whatever is scanned: the fuzz targets and the tests
//! share it.

use publiable::testing::secrets::allowances;
use publiable::testing::secrets::{Scanner, Settled, incremental};
use std::ops::Range;
use std::sync::LazyLock;

static SCANNERS: LazyLock<[Scanner; 2]> =
    LazyLock::new(|| [Scanner::default(), Scanner::for_past()]);

/// Names of files of every format that the scanner tells apart.
const NAMES: [&str; 24] = [
    "a.txt",
    ".env",
    "a.yml",
    "a.json",
    "a.toml",
    "a.ini",
    "a.properties",
    "a.xml",
    "a.php",
    "a.py",
    "a.rb",
    "a.js",
    "a.java",
    "a.go",
    "a.cs",
    "a.sh",
    "Dockerfile",
    "a.tf",
    "a.sql",
    "a.csv",
    "a.md",
    "a.ipynb",
    "yarn.lock",
    "",
];

/// The name that the first byte of `input` stands for, and the rest.
pub fn named(input: &[u8]) -> (&'static str, &[u8]) {
    match input.split_first() {
        Some((first, rest)) => (NAMES[usize::from(*first) % NAMES.len()], rest),
        None => ("", input),
    }
}

/// Scans `bytes` as the content of the file called `name`: nothing panics,
/// places are inside of the file, nothing shown holds a secret, the same bytes
/// give the same thing, and a part gives what the whole gives there.
pub fn check(bytes: &[u8], name: &str) {
    for scanner in SCANNERS.iter() {
        let found = scanner.scan(bytes, name).seen;
        let again = scanner.scan(bytes, name).seen;
        assert_eq!(identities(&found), identities(&again));
        found.iter().for_each(|settled| place(bytes, settled));
        if incremental(bytes) {
            parts(scanner, bytes, name);
        }
    }
    for allowance in allowances(bytes) {
        assert!(allowance.line >= 1 && allowance.covered >= allowance.line);
    }
}

fn identities(found: &[Settled]) -> Vec<(&str, Range<usize>, usize, usize, String)> {
    let identity = |settled: &'_ Settled| {
        let candidate = &settled.sighting.candidate;
        candidate.secret.fingerprint(candidate.pattern).0
    };
    let all = found.iter().map(|settled| {
        let candidate = &settled.sighting.candidate;
        let (line, column) = (settled.line, settled.sighting.column);
        (candidate.pattern, candidate.value.clone(), line, column, identity(settled))
    });
    all.collect()
}

fn place(bytes: &[u8], settled: &Settled) {
    let sighting = &settled.sighting;
    let candidate = &sighting.candidate;
    for range in [&candidate.value, &candidate.context] {
        assert!(range.start <= range.end && range.end <= bytes.len(), "{range:?}");
    }
    assert!(settled.line >= 1 && sighting.column >= 1);
    if incremental(bytes) {
        let lines = 1 + bytes.iter().filter(|byte| **byte == b'\n').count();
        assert!(settled.line <= lines, "line {} of {lines}", settled.line);
    }
    let secret = String::from_utf8_lossy(candidate.secret.expose());
    // A word may be a name on the same line too, which stays.
    let word = secret.bytes().all(|b| b.is_ascii_alphabetic() || matches!(b, b'_' | b'-' | b'.'));
    let long = secret.chars().count() >= 6 && !secret.contains('•') && !word;
    let shown = format!("{settled:?} {}", sighting.excerpt);
    assert!(!long || !sighting.excerpt.contains(&*secret), "{}", candidate.pattern);
    assert!(shown.len() < (64 << 10), "what is shown is bounded");
}

/// Cuts `bytes` between two lines: a value that the whole gives in one half, the
/// half gives when it alone is to be read.
fn parts(scanner: &Scanner, bytes: &[u8], name: &str) {
    let middle = bytes.len() / 2;
    let Some(cut) = bytes[middle..].iter().position(|byte| *byte == b'\n') else { return };
    let cut = middle + cut + 1;
    let whole = scanner.sight(bytes, name, std::slice::from_ref(&(0..bytes.len()))).seen;
    for region in [0..cut, cut..bytes.len()] {
        let part = scanner.sight(bytes, name, std::slice::from_ref(&region)).seen;
        for seen in &whole {
            let same = |other: &publiable::testing::secrets::Sighting| {
                other.candidate.value == seen.candidate.value
                    && other.candidate.pattern == seen.candidate.pattern
            };
            assert!(
                !region.contains(&seen.candidate.value.start) || part.iter().any(same),
                "{} at {:?} (context {:?}) is not told of {region:?} of {:?}",
                seen.candidate.pattern,
                seen.candidate.value,
                seen.candidate.context,
                String::from_utf8_lossy(bytes),
            );
        }
    }
}
