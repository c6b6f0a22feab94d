//! What the program prints of itself: the schemas of its formats, its manual
//! pages, the completions of shells.

use super::console;
use crate::config;
use crate::error::{Error, Result};
use crate::lang::Lang;
use crate::render::{diff, json};
use crate::text;
use clap::{Args, Command, ValueEnum};
use clap_complete::Shell;
use std::path::PathBuf;

/// Print the JSON Schema of a format.
#[derive(Debug, Args)]
pub(super) struct Schema {
    /// The format.
    #[arg(value_enum)]
    format: Described,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Described {
    Report,
    Diff,
    Config,
}

impl Schema {
    /// Prints the schema; that of the configuration is described in `lang`.
    pub(super) fn run(&self, lang: Lang) -> Result<u8> {
        let schema = match self.format {
            Described::Report => json::schema(),
            Described::Diff => diff::schema(),
            Described::Config => config::schema(lang),
        };
        super::print(&format!("{schema:#}\n"))
    }
}

/// Print the manual page, or write one for each command in a folder.
#[derive(Debug, Args)]
pub(super) struct Man {
    /// Folder the pages are written to.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

impl Man {
    /// Prints or writes the pages of `command`.
    pub(super) fn run(&self, command: Command) -> Result<u8> {
        let command = command.disable_help_subcommand(true);
        let Some(out) = &self.out else {
            let mut page = Vec::new();
            let rendered = clap_mangen::Man::new(command).render(&mut page);
            rendered.or_else(|error| console::output_error(&error))?;
            return super::print(&String::from_utf8_lossy(&page));
        };
        clap_mangen::generate_to(command, out).map(|()| crate::exit::SUCCESS).map_err(|error| {
            let shown = out.display();
            Error::usage(text!(
                "Les pages de manuel n’ont pas pu être écrites dans {shown} ({error}).",
                "The manual pages could not be written to {shown} ({error})."
            ))
            .remedy(text!("Créez ce dossier d’abord.", "Create that folder first."))
        })
    }
}

/// Print the completion script of a shell.
#[derive(Debug, Args)]
pub(super) struct Completions {
    /// The shell.
    #[arg(value_enum)]
    shell: Shell,
}

impl Completions {
    /// Prints the script for `command`.
    pub(super) fn run(&self, mut command: Command) -> Result<u8> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut command, "publiable", &mut script);
        super::print(&String::from_utf8_lossy(&script))
    }
}
