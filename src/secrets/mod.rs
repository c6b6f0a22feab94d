//! Finds secrets and personal data in bytes: what must not leave with the code.
//!
//! Detection is in layers. [`Scanner::candidates`] looks at bytes alone:
//! a keyword prefilter, the patterns of `rules/secrets/`, the generic
//! assignments, the numbers that designate people. [`Scanner::settle`] then
//! judges a candidate knowing its path, and says how sure it is. What comes
//! out, a [`Detection`], never holds the secret: [`Secret`] does, and it can
//! only be shown redacted.

pub(crate) mod allow;
mod candidate;
mod certainty;
mod detection;
pub(crate) mod files;
mod gather;
pub(crate) mod generic;
pub(crate) mod import;
pub(crate) mod inventory;
pub(crate) mod judge;
mod keywords;
pub(crate) mod kind;
mod layers;
mod ledger;
mod lists;
mod looked;
mod mask;
pub(crate) mod patterns;
pub(crate) mod personal;
mod pickle;
pub(crate) mod purge;
mod quiet;
mod redacted;
mod redactor;
mod scan;
pub(crate) mod scanner;
mod secret;
pub(crate) mod sighting;
pub(crate) mod tables;
pub(crate) mod validate;

pub(crate) use candidate::{Candidate, Doubt, Region};
pub(crate) use detection::Judgement;
pub use detection::{Detection, Family, Level, Place, Sort};
pub(crate) use gather::{Found, Spotted, gather, join, merge};
pub(crate) use generic::MESSAGE;
pub(crate) use ledger::{Ledger, Leftover};
pub(crate) use looked::{Gap, Looked};
pub(crate) use mask::MASK;
pub(crate) use quiet::{Mark, Quiet};
pub(crate) use redacted::Redacted;
pub(crate) use redactor::Redactor;
pub(crate) use scan::Named;
pub(crate) use scanner::Scanner;
pub(crate) use secret::Secret;
pub(crate) use sighting::{Settled, Sighting, incremental};

use crate::text::windows::Windows;

/// True when the file at `path` is a test, an example or documentation, where values
/// are often made up.
pub(crate) fn is_sample(path: &str) -> bool {
    matches!(personal::Place::of(path), personal::Place::Test | personal::Place::Documentation)
}

/// Finds the secrets and the personal data in `bytes`, the content of the file at
/// `path` (which says what the file is for). One detection for each value, the
/// loudest first; no value is in them in clear.
///
/// ```
/// let bytes = b"-----BEGIN RSA PRIVATE KEY-----\n";
/// assert!(publiable::secrets::scan(bytes, "README.md").is_empty());
/// ```
pub fn scan(bytes: &[u8], path: &str) -> Vec<Detection> {
    let (scanner, named) = (Scanner::default(), Named { shown: path, path });
    let mut windows = Windows::of(bytes.to_vec());
    let found = gather(scanner.scan_file(&mut windows, named, &mut |_, _| ()).spotted);
    found.into_iter().map(|found| found.detection).collect()
}

/// Changes with what the detectors look for: the patterns, the model, the kinds
/// of sensitive files, the words.
pub(crate) fn version() -> [u8; 32] {
    let mut hasher = blake3::Hasher::new();
    for (name, text) in patterns::embedded_files() {
        hasher.update(name.as_bytes()).update(text.as_bytes());
    }
    hasher.update(judge::model_bytes()).update(files::table().as_bytes());
    hasher.update(lists::NAMES_TEXT.as_bytes());
    *hasher.finalize().as_bytes()
}
