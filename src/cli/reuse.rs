//! `publiable reuse`: the licensing of each file.

use super::Global;
use super::console::{self, Progress};
use super::output;
use crate::error::Result;
use crate::exit;
use crate::lang::Lang;
use crate::licence::reuse::Coverage;
use crate::project::Project;
use crate::render::Depth;
use crate::render::reuse::Format;
use crate::snapshot::{Snapshot, without_history};
use crate::text;
use clap::{Args, Subcommand};
use std::path::PathBuf;

/// Check the licence of each file, as the REUSE specification does.
#[derive(Debug, Subcommand)]
pub(super) enum Reuse {
    /// Tell which files lack a licence or a copyright notice, and which licence texts are missing.
    Lint(Lint),
}

#[derive(Debug, Args)]
pub(super) struct Lint {
    /// Repository or folder.
    #[arg(default_value = ".", value_name = "PATH")]
    path: PathBuf,
    /// text, json or lines.
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = Format::Text)]
    format: Format,
}

impl Reuse {
    /// Does what was asked for.
    pub(super) fn run(&self, global: &Global, lang: Lang) -> Result<u8> {
        match self {
            Reuse::Lint(lint) => lint.run(global, lang),
        }
    }
}

impl Lint {
    fn run(&self, global: &Global, lang: Lang) -> Result<u8> {
        let progress = Progress::start(global, lang);
        progress.say(&text!("lecture des fichiers…", "reading the files…"));
        let coverage = read(&without_history(&self.path)?);
        progress.finish();
        let style = console::style(global, lang, Depth::Usual, false);
        let for_a_person = self.format != Format::Json;
        output::to_stdout(for_a_person, |out| self.format.render(&coverage, &style, out))?;
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
