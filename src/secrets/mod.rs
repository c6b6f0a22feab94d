//! Finds secrets and personal data in bytes: what must not leave with the code.
//!
//! Detection is in layers. [`Scanner::candidates`] looks at bytes alone:
//! a keyword prefilter, the patterns of `rules/secrets/`, the generic
//! assignments, the numbers that designate people. [`Scanner::settle`] then
//! judges a candidate knowing its path, and says how sure it is. What comes
//! out, a [`Detection`], never holds the secret: [`Secret`] does, and it can
//! only be shown redacted.

pub mod allow;
mod candidate;
mod detection;
pub mod files;
mod gather;
pub mod generic;
pub mod import;
pub mod inventory;
pub mod judge;
mod keywords;
pub mod kind;
mod layers;
mod ledger;
mod lists;
mod mask;
pub mod patterns;
pub mod personal;
pub mod purge;
mod quiet;
mod redactor;
mod scan;
mod scanner;
mod secret;
mod sighting;
pub mod tables;
pub mod validate;

pub use candidate::{Candidate, Region};
pub use detection::{Detection, Family, Level, Place, Sort};
pub use gather::{Found, Spotted, gather, join, merge};
pub use judge::Judgement;
pub use ledger::{Ledger, Leftover};
pub use quiet::{Mark, Quiet};
pub use redactor::Redactor;
pub use scan::{Gap, Named, Scanned};
pub use scanner::Scanner;
pub use secret::Secret;
pub use sighting::{Settled, Sighting, incremental};

/// Changes with what the detectors look for: the patterns, the model, the kinds
/// of sensitive files.
pub fn version() -> [u8; 32] {
    let mut hasher = blake3::Hasher::new();
    for (name, text) in patterns::embedded_files() {
        hasher.update(name.as_bytes()).update(text.as_bytes());
    }
    hasher.update(judge::model_bytes()).update(files::table().as_bytes());
    *hasher.finalize().as_bytes()
}
