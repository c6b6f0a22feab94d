//! `publiable publiccode`: validate, repair and write `publiccode.yml`.

mod answers;
mod arrange;
mod asking;
mod explain;
mod fix;
mod folder;
mod new;
mod target;
mod validate;

pub(super) use explain::explained;
pub(super) use fix::prepare;
pub(super) use folder::{Folder, known, redactor};

use super::Global;
use crate::error::Result;
use crate::lang::Lang;
use clap::Subcommand;

/// Validate, explain, fix and write publiccode.yml.
#[derive(Debug, Subcommand)]
pub(super) enum Publiccode {
    /// Validate publiccode.yml files, offline.
    Validate(validate::Validate),
    /// Explain a key of the standard, or a rule of the validator.
    Explain(explain::Explain),
    /// Print the JSON Schema of publiccode.yml, for editors.
    Schema(explain::Schema),
    /// Fix a publiccode.yml in place; comments and what is right stay as they are.
    Fix(fix::Fix),
    /// Bring a publiccode.yml to the current version of the standard.
    Migrate(arrange::Migrate),
    /// Put the keys in canonical order; comments follow their key.
    Format(arrange::Format),
    /// Write a publiccode.yml from what the repository says.
    New(new::New),
}

impl Publiccode {
    /// Does what was asked for.
    pub(super) fn run(&self, global: &Global, lang: Lang) -> Result<u8> {
        match self {
            Publiccode::Validate(validate) => validate.run(global, lang),
            Publiccode::Explain(explain) => explain.run(lang),
            Publiccode::Schema(schema) => schema.run(lang),
            Publiccode::Fix(fix) => fix.run(global, lang),
            Publiccode::Migrate(migrate) => migrate.run(global, lang),
            Publiccode::Format(format) => format.run(global, lang),
            Publiccode::New(new) => new.run(global, lang),
        }
    }
}
