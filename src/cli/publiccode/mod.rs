//! `publiable publiccode`: validate, repair and write `publiccode.yml`.

mod explain;
mod folder;
mod schema;
mod validate;

use super::Global;
use crate::error::Result;
use crate::lang::Lang;
use clap::{Args, Subcommand};

/// Validate publiccode.yml, and explain its standard.
#[derive(Debug, Args)]
pub struct Publiccode {
    #[command(subcommand)]
    command: Which,
}

#[derive(Debug, Subcommand)]
enum Which {
    /// Validate publiccode.yml files, offline.
    Validate(validate::Validate),
    /// Explain a key of the standard, or a rule of the validator.
    Explain(explain::Explain),
    /// Print the JSON Schema of publiccode.yml, for editors.
    Schema(schema::Schema),
}

impl Publiccode {
    /// Does what was asked for.
    pub fn run(&self, global: &Global, lang: Lang) -> Result<u8> {
        match &self.command {
            Which::Validate(validate) => validate.run(global, lang),
            Which::Explain(explain) => explain.run(lang),
            Which::Schema(schema) => schema.run(lang),
        }
    }
}
