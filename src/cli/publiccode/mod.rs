//! `publiable publiccode`: validate, repair and write `publiccode.yml`.

mod answers;
mod arrange;
mod asking;
mod diff;
mod fix;
mod known;
mod new;
mod target;

use super::Global;
use crate::error::Result;
use crate::lang::Lang;
use clap::{Args, Subcommand};

/// Repair or write a publiccode.yml.
#[derive(Debug, Args)]
pub struct Publiccode {
    #[command(subcommand)]
    command: Which,
}

#[derive(Debug, Subcommand)]
enum Which {
    /// Repair a publiccode.yml in place; comments and what is right stay as they are.
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
    pub fn run(&self, global: &Global, lang: Lang) -> Result<u8> {
        match &self.command {
            Which::Fix(fix) => fix.run(global, lang),
            Which::Migrate(migrate) => migrate.run(global, lang),
            Which::Format(format) => format.run(global, lang),
            Which::New(new) => new.run(global, lang),
        }
    }
}
