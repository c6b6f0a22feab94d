//! `publiable catalogue`: the software of a catalogue that a repository uses.

mod fleet;
mod matching;

use super::Global;
use crate::error::Result;
use crate::lang::Lang;
use clap::{Args, Subcommand};

/// Recognise the free software that a repository uses, in a catalogue such as the SILL.
#[derive(Debug, Args)]
pub(super) struct Catalogue {
    #[command(subcommand)]
    command: Which,
}

#[derive(Debug, Subcommand)]
enum Which {
    Match(matching::Match),
}

impl Catalogue {
    /// Does what was asked for.
    pub(super) fn run(&self, global: &Global, lang: Lang) -> Result<u8> {
        match &self.command {
            Which::Match(matching) => matching.run(global, lang),
        }
    }
}
