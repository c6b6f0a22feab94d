//! `publiable reuse`: the licensing of each file.

use super::Global;
use super::console::{self, Progress};
use crate::error::Result;
use crate::exit;
use crate::lang::Lang;
use crate::licence::reuse::Coverage;
use crate::project::Project;
use crate::render::reuse::Format;
use crate::snapshot::{self, Snapshot};
use crate::text;
use clap::{Args, Subcommand, ValueEnum};
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

/// Check the licence of each file, as the REUSE specification does.
#[derive(Debug, Args)]
pub struct Reuse {
    #[command(subcommand)]
    command: Which,
}

#[derive(Debug, Subcommand)]
enum Which {
    /// Tell which files lack a licence or a copyright notice, and which licence texts are missing.
    Lint(Lint),
}

#[derive(Debug, Args)]
struct Lint {
    /// Repository or folder.
    #[arg(default_value = ".", value_name = "PATH")]
    path: PathBuf,
    /// text, json or lines.
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = FormatArg::Text)]
    format: FormatArg,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum FormatArg {
    Text,
    Json,
    Lines,
}

impl From<FormatArg> for Format {
    fn from(argument: FormatArg) -> Format {
        match argument {
            FormatArg::Text => Format::Text,
            FormatArg::Json => Format::Json,
            FormatArg::Lines => Format::Lines,
        }
    }
}

impl Reuse {
    /// Does what was asked for.
    pub fn run(&self, global: &Global, lang: Lang) -> Result<u8> {
        match &self.command {
            Which::Lint(lint) => lint.run(global, lang),
        }
    }
}

impl Lint {
    fn run(&self, global: &Global, lang: Lang) -> Result<u8> {
        let progress = Progress::start(global, lang);
        progress.say(&text!("lecture des fichiers…", "reading the files…"));
        let options = snapshot::Options { path: self.path.clone(), ..snapshot::Options::default() };
        let coverage = read(&snapshot::open(&options)?);
        progress.finish();
        let style = console::style(global, lang, false, false);
        let mut out = BufWriter::new(io::stdout().lock());
        let written = Format::from(self.format).render(&coverage, &style, &mut out);
        written.and_then(|()| out.flush()).or_else(|error| console::output_error(&error))?;
        Ok(exit_code(&coverage))
    }
}

/// The coverage of `snapshot`, what could not be listed included.
fn read(snapshot: &Snapshot) -> Coverage {
    let mut coverage = Project::of(snapshot).into_reuse();
    let unseen = snapshot.skipped.iter().filter(|skipped| skipped.incomplete);
    coverage.unreadable.extend(unseen.map(|one| (one.path.clone(), one.reason.clone())));
    coverage
}

fn exit_code(coverage: &Coverage) -> u8 {
    match (coverage.unreadable.is_empty(), coverage.is_compliant()) {
        (false, _) => exit::INCOMPLETE,
        (true, true) => exit::SUCCESS,
        (true, false) => exit::FINDINGS,
    }
}
