//! `publiable fleet inventory`.

use super::super::Global;
use crate::error::Result;
use crate::exit;
use crate::fleet::Index;
use crate::fleet::inventory::{self, Format};
use crate::lang::Lang;
use crate::text;
use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// Write the inventory of a fleet in a format that others read.
#[derive(Debug, Args)]
pub(in super::super) struct Inventory {
    /// The folder of an audit, or its index.
    #[arg(value_name = "FLEET")]
    fleet: PathBuf,
    /// Format: codegouvfr, codejson, eu or datagouv.
    #[arg(long, value_name = "FORMAT", value_enum)]
    format: Format,
    /// Folder of the files.
    #[arg(long, value_name = "FOLDER")]
    out: PathBuf,
    /// What a repository is of which no list tells the visibility: a private one holds only
    /// the fields of the documentation.
    #[arg(long, value_name = "WHICH", value_enum, default_value_t = Visibility::Private)]
    visibility: Visibility,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Visibility {
    Public,
    Private,
}

impl Inventory {
    /// Writes it, and answers the exit code.
    pub(super) fn run(&self, global: &Global, lang: Lang) -> Result<u8> {
        let index = Index::open(&self.fleet)?;
        let public = self.visibility == Visibility::Public;
        let count = inventory::write(&index, self.format, public, &self.out)?;
        if !global.quiet {
            let shown = self.out.display();
            let line = text!(count; "{count} dépôt dans {shown}.\n" | "{count} dépôts dans {shown}.\n",
                "{count} repository in {shown}.\n" | "{count} repositories in {shown}.\n");
            super::super::print_page(line.get(lang))?;
        }
        Ok(exit::SUCCESS)
    }
}
