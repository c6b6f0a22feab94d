//! `publiable explain`: a rule, a chapter, or what publiccode.yml holds, whichever has
//! the name.

use super::{Global, publiccode, rules};
use crate::error::{Error, Result};
use crate::lang::Lang;
use crate::text;
use clap::Args;

/// Explain a rule, a chapter, or a key or a rule of publiccode.yml.
#[derive(Debug, Args)]
pub(super) struct Explain {
    /// A rule (licence/present), a chapter (secrets), a key of publiccode.yml
    /// (legal.license) or one of its rules (publiccode/missing-key).
    #[arg(value_name = "NAME")]
    name: String,
}

impl Explain {
    /// Prints the explanation.
    pub(super) fn run(&self, global: &Global, lang: Lang) -> Result<u8> {
        let name = &self.name;
        let found = match rules::explained(name, global, lang) {
            Err(error) => publiccode::explained(name, lang)
                .map_err(|_| if name.starts_with("b3:") { self.fingerprint() } else { error })?,
            Ok(found) => found,
        };
        super::print(&found)
    }

    /// A finding is known to the audit that found it alone.
    fn fingerprint(&self) -> Error {
        let name = &self.name;
        Error::usage(text!(
            "« {name} » est l’empreinte d’un constat : c’est l’audit qui la connaît.",
            "“{name}” is the fingerprint of a finding: the audit knows it."
        ))
        .remedy(text!("Voyez publiable audit --details all.", "See publiable audit --details all."))
    }
}
