//! `publiable report diff`.

use super::super::{Global, console, output};
use super::saved;
use crate::error::Result;
use crate::exit;
use crate::finding::Severity;
use crate::lang::Lang;
use crate::render::Depth;
use crate::render::diff::Format;
use crate::report::Verdict;
use crate::report::difference::Difference;
use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// Say what got better or worse from one report to another.
#[derive(Debug, Args)]
pub(super) struct Diff {
    /// The report compared with: the target branch's, for instance.
    #[arg(value_name = "OLD")]
    old: PathBuf,
    /// The report compared.
    #[arg(value_name = "NEW")]
    new: PathBuf,
    /// Format: text, json or markdown.
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = Format::Text)]
    format: Format,
    /// What makes the command exit with 1 (default: nothing): new, or only what
    /// is new at a severity or above (blocking, important, recommended, info).
    #[arg(long, value_name = "LEVEL", value_enum)]
    fail_on: Option<Limit>,
    /// Show every finding.
    #[arg(long, short)]
    verbose: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Limit {
    New,
    Blocking,
    Important,
    Recommended,
    Info,
}

impl Diff {
    /// Compares, and answers the exit code.
    pub(super) fn run(&self, global: &Global, lang: Lang) -> Result<u8> {
        let (old, new) = (saved::read_one(&self.old)?, saved::read_one(&self.new)?);
        let difference = Difference::between(&old, &new);
        let style = console::style(global, lang, Depth::of(self.verbose), false);
        let for_a_person = self.format == Format::Text;
        output::to_stdout(for_a_person, |out| self.format.render(&difference, &style, out))?;
        Ok(self.exit_code(&difference))
    }

    fn exit_code(&self, difference: &Difference) -> u8 {
        let limit = match self.fail_on {
            None => return exit::SUCCESS,
            Some(Limit::New) => None,
            Some(Limit::Info) => Some(Severity::Info),
            Some(Limit::Recommended) => Some(Severity::Recommended),
            Some(Limit::Important) => Some(Severity::Important),
            Some(Limit::Blocking) => Some(Severity::Blocking),
        };
        match difference.worse(limit) {
            true => exit::FINDINGS,
            // What could not be seen cannot be said to be no worse.
            false if difference.new.verdict == Verdict::AuditIncomplet => exit::INCOMPLETE,
            false => exit::SUCCESS,
        }
    }
}
