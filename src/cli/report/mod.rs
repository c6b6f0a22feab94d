//! `publiable report`: saved reports, written again or compared.

mod diff;
mod saved;

use super::Global;
use super::audit::parse_fail_on;
use super::output::{self, How, Output};
use crate::error::{Error, Result};
use crate::exit;
use crate::lang::Lang;
use crate::render::Depth;
use crate::report::{FailOn, Report};
use crate::text;
use clap::{Args, Subcommand};
use std::collections::BTreeSet;
use std::path::PathBuf;

/// Write saved reports in another format, or compare two of them.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, arg_required_else_help = true)]
pub(super) struct ReportCommand {
    #[command(subcommand)]
    which: Option<Which>,
    /// Reports written by --format json or jsonl; - reads standard input.
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Format and its file: html=FILE, sarif=FILE… (repeatable); see publiable audit.
    #[arg(long, value_name = "FORMAT[=FILE]", value_parser = output::parse)]
    format: Vec<Output>,
    /// What makes the command exit with 1 (default: nothing): not-publishable,
    /// reservation, a severity (blocking, important, recommended, info), or, of a
    /// compared report, what is new: new, new-blocking…
    #[arg(long, value_name = "LEVEL", value_parser = parse_fail_on)]
    fail_on: Option<FailOn>,
    /// Show everything: what passed, every finding, every criterion.
    #[arg(long, short)]
    verbose: bool,
}

#[derive(Debug, Subcommand)]
enum Which {
    /// Say what got better or worse from one report to another.
    Diff(diff::Diff),
}

impl ReportCommand {
    /// Does what was asked for.
    pub(super) fn run(&self, global: &Global, lang: Lang) -> Result<u8> {
        if let Some(Which::Diff(diff)) = &self.which {
            return diff.run(global, lang);
        }
        let reports = saved::read(&self.files, global.lang.map(Lang::from))?;
        let lang = reports.first().map_or(lang, |first| first.language);
        let how = How {
            lang,
            depth: Depth::of(self.verbose),
            folder: "",
            // What makes nothing fail here makes nothing fail for who reads it either.
            gate: self.fail_on.unwrap_or(FailOn::Never),
        };
        let several = reports.len() > 1;
        let outputs = match self.format.as_slice() {
            // Several projects are compared; one is read.
            [] if several && !self.verbose => vec![output::table()],
            asked => output::all(asked)?,
        };
        let (each, together): (Vec<Output>, Vec<Output>) =
            outputs.into_iter().partition(|output| several && output.is_folder());
        if several && together.iter().any(|output| !output.format.takes_several()) {
            return Err(one_report_a_file());
        }
        output::write(global, &together, &reports, how)?;
        // Two projects may bear one name.
        let mut taken = vec![BTreeSet::new(); each.len()];
        for report in &reports {
            let own = each.iter().zip(&mut taken).map(|(output, taken)| output.of(report, taken));
            let own: Vec<Output> = own.collect();
            output::write(global, &own, std::slice::from_ref(report), how)?;
        }
        let code =
            |report: &Report| self.fail_on.map_or(exit::SUCCESS, |gate| gate.exit_code(report));
        Ok(reports.iter().map(code).max().unwrap_or(exit::SUCCESS))
    }
}

fn one_report_a_file() -> Error {
    Error::usage(text!(
        "Ce format ne contient qu’un rapport, et plusieurs sont donnés.",
        "This format holds one report, and several are given."
    ))
    .remedy(text!(
        "Donnez un dossier (html=rapports/), ou choisissez table, terminal, jsonl ou csv.",
        "Give a folder (html=reports/), or choose table, terminal, jsonl or csv."
    ))
}
