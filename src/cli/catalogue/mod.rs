//! `publiable catalogue`: the software of a catalogue that a repository uses.

mod fleet;
mod matching;

use super::Global;
use crate::error::Result;
use crate::lang::Lang;
use clap::Subcommand;

/// Recognise the free software that a repository uses, in a catalogue such as the SILL.
#[derive(Debug, Subcommand)]
pub(super) enum Catalogue {
    Match(matching::Match),
}

impl Catalogue {
    /// Does what was asked for.
    pub(super) fn run(&self, global: &Global, lang: Lang) -> Result<u8> {
        match self {
            Catalogue::Match(matching) => matching.run(global, lang),
        }
    }
}
