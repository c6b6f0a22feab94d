//! The baseline of detect-secrets: `.secrets.baseline`, a JSON file that lists
//! values by the SHA-1 of their bytes.

use super::Sighted;
use serde::Deserialize;
use sha1::{Digest, Sha1};
use std::collections::{BTreeMap, BTreeSet};

/// The type whose hash is that of the header line alone.
const PRIVATE_KEY: &str = "Private Key";

#[derive(Deserialize)]
struct File {
    #[serde(default)]
    results: BTreeMap<String, Vec<Entry>>,
}

#[derive(Deserialize)]
struct Entry {
    #[serde(default, rename = "type")]
    kind: String,
    hashed_secret: String,
    #[serde(default)]
    line_number: usize,
    /// Set by `detect-secrets audit`: true for what a person said is a secret.
    #[serde(default)]
    is_secret: Option<bool>,
}

/// What a baseline lists.
#[derive(Debug, Default)]
pub(crate) struct Baseline {
    /// SHA-1 of values, in lower-case hexadecimal.
    hashes: BTreeSet<String>,
    /// Places of private keys.
    keys: BTreeSet<(String, usize)>,
}

impl Baseline {
    /// Reads the text of a baseline. What a person audited as a true secret is
    /// left out. The error says what is wrong.
    pub(crate) fn parse(text: &str) -> Result<Baseline, String> {
        let file: File = serde_json::from_str(text).map_err(|error| error.to_string())?;
        let mut baseline = Baseline::default();
        for (path, entries) in file.results {
            for entry in entries.into_iter().filter(|entry| entry.is_secret != Some(true)) {
                if entry.kind == PRIVATE_KEY {
                    baseline.keys.insert((path.replace('\\', "/"), entry.line_number));
                } else {
                    baseline.hashes.insert(entry.hashed_secret.to_lowercase());
                }
            }
        }
        Ok(baseline)
    }

    /// True when it lists the value, wherever it is, or the place of the key.
    pub(crate) fn covers(&self, sighted: &Sighted<'_>) -> bool {
        if !self.hashes.is_empty() && self.hashes.contains(&sha1(sighted.secret)) {
            return true;
        }
        let place = (sighted.path.to_string(), sighted.line);
        sighted.pattern.contains("private-key") && self.keys.contains(&place)
    }
}

fn sha1(bytes: &[u8]) -> String {
    Sha1::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_recognised_by_its_hash_wherever_it_moved() {
        let value = "value-of-a-test";
        let hash = sha1(value.as_bytes());
        assert_eq!(sha1(b"abc"), "a9993e364706816aba3e25717850c26c9cd0d89d");
        let entry = |more: &str| {
            format!(
                r#"{{"version":"1.5.0","results":{{"a.py":[{{"type":"Secret Keyword",
                "filename":"a.py","hashed_secret":"{hash}","line_number":3{more}}},
                {{"type":"Private Key","hashed_secret":"be","line_number":9}}]}}}}"#
            )
        };
        let sighted = |pattern, path, line, secret: &'static [u8]| Sighted {
            pattern,
            path,
            line,
            commit: None,
            secret,
            source: b"",
            above: b"",
        };
        let baseline = Baseline::parse(&entry("")).expect("valid");
        assert!(baseline.covers(&sighted("password", "moved.py", 80, b"value-of-a-test")));
        assert!(!baseline.covers(&sighted("password", "a.py", 3, b"another-value")));
        assert!(baseline.covers(&sighted("private-key", "a.py", 9, b"-----BEGIN")));
        assert!(!baseline.covers(&sighted("password", "a.py", 9, b"-----BEGIN")));

        let audited = Baseline::parse(&entry(",\"is_secret\":true")).expect("valid");
        assert!(!audited.covers(&sighted("password", "a.py", 3, b"value-of-a-test")));
    }
}
