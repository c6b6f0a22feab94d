//! `publiable licence`: the licence engine on its own.

mod detect;

use super::Global;
use crate::error::Result;
use crate::lang::Lang;
use clap::{Args, Subcommand};

/// Identify licences.
#[derive(Debug, Args)]
pub struct Licence {
    #[command(subcommand)]
    command: Which,
}

#[derive(Debug, Subcommand)]
enum Which {
    /// Say which licence files hold, or repositories are under.
    Detect(detect::Detect),
}

impl Licence {
    /// Does what was asked for.
    pub fn run(&self, _global: &Global, lang: Lang) -> Result<u8> {
        match &self.command {
            Which::Detect(detect) => detect.run(lang),
        }
    }
}
