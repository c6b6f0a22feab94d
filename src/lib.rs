//! `publiable` answers one question for a French administration: may this
//! repository be published as open source, and what is missing?
//!
//! [`audit()`] answers it for a repository on this machine, without the network and
//! without running anything of it. What it rests on can be asked alone: the licence
//! that a text states ([`licence::identify`]), the secrets in a file
//! ([`secrets::scan`]), what is wrong in a `publiccode.yml`
//! ([`publiccode::Diagnosis`]). The program's own commands are [`run`].
//!
//! ```
//! use publiable::{Lang, Options, Status, Verdict, audit};
//!
//! let folder = tempfile::tempdir()?;
//! std::fs::write(folder.path().join("README.md"), "# Outil\n\nCalcule des droits.\n")?;
//!
//! let options = Options { lang: Some(Lang::En), ..Options::default() };
//! let report = audit(folder.path(), &options)?;
//! let licence = report.outcome("licence/present").expect("a rule of the catalogue");
//! assert_eq!(licence.outcome, Status::Fail);
//! assert_eq!(report.verdict, Verdict::NonPubliable);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

// A test that fails may do so by a panic.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::panic))]

pub mod audit;
pub mod licence;
pub mod publiccode;
pub mod report;
pub mod secrets;
#[doc(hidden)]
pub mod testing;

mod accounts;
mod archive;
mod budget;
mod checks;
mod cli;
mod clock;
mod commons;
mod config;
mod decisions;
mod document;
mod error;
mod exit;
mod finding;
mod fleet;
mod hosts;
mod lang;
mod lsp;
mod manifest;
mod office;
mod pipeline;
mod project;
mod registry;
mod render;
mod rule;
mod scaffold;
mod score;
mod serve;
mod signs;
mod snapshot;
mod text;
mod yaml;

pub use audit::{Options, audit};
pub use budget::Limits;
pub use cli::run;
pub use error::Error;
pub use finding::{
    Certainty, Confidence, Evidence, Fingerprint, Level, Location, Severity, Status,
};
pub use lang::{Lang, Text};
pub use render::{Depth, Format, Style};
pub use report::{Report, Verdict};
pub use rule::Degree;
