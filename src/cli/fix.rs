//! `publiable fix`: the repairs of an audit that need no answer, in one go.

use super::Global;
use super::scaffold::Scaffold;
use crate::error::Result;
use crate::lang::Lang;
use clap::Args;
use std::path::PathBuf;

/// Fix what needs no answer, in the files there are.
#[derive(Debug, Args)]
pub(super) struct Fix {
    #[command(flatten)]
    repository: super::Repository,
    /// Show the differences, and write nothing.
    #[arg(long, conflicts_with = "check")]
    dry_run: bool,
    /// Write nothing; exit 1 when there is something to fix.
    #[arg(long)]
    check: bool,
    /// Write the fixes as SARIF, and nothing in the repository
    /// (- for standard output).
    #[arg(long, value_name = "FILE", conflicts_with = "dry_run")]
    sarif: Option<PathBuf>,
    /// Make the fixes to review too: synonyms, misplaced keys, unknown keys.
    #[arg(long = "unsafe")]
    risky: bool,
    /// Answer only this rule, or fix only this file (repeatable, or separated
    /// by commas).
    #[arg(long, value_name = "RULE|FILE", value_delimiter = ',')]
    only: Vec<String>,
}

impl Fix {
    /// Repairs the files.
    pub(super) fn run(&self, global: &Global, lang: Lang) -> Result<u8> {
        let scaffold = Scaffold::mending(self.repository.path(), self.only.clone(), self.dry_run);
        match &self.sarif {
            Some(file) => scaffold.sarif(file, (self.check, self.risky), global, lang),
            None => scaffold.mend(self.check, self.risky, global, lang),
        }
    }
}
