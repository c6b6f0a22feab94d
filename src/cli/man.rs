//! `publiable man`.

use super::console;
use crate::error::{Error, Result};
use crate::text;
use clap::{Args, Command};
use std::path::PathBuf;

/// Print the manual page, or write one for each command in a folder.
#[derive(Debug, Args)]
pub struct Man {
    /// Folder the pages are written to.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

impl Man {
    /// Prints or writes the pages of `command`.
    pub fn run(&self, command: Command) -> Result<u8> {
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
