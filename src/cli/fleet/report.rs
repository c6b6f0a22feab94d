//! `publiable fleet report`.

use super::super::Global;
use crate::audit::Catalogue;
use crate::error::Result;
use crate::exit;
use crate::fleet::site::Site;
use crate::fleet::{Index, export};
use crate::lang::Lang;
use crate::text;
use clap::Args;
use std::path::PathBuf;

/// Write the site of a fleet, and its tables for other tools.
#[derive(Debug, Args)]
pub(in super::super) struct Report {
    /// The folder of an audit, or its index.
    #[arg(value_name = "FLEET")]
    fleet: PathBuf,
    /// Folder of the site: pages in French and in English, tables in CSV with their Table
    /// Schema, in JSON lines and in Parquet.
    #[arg(long, value_name = "FOLDER")]
    out: PathBuf,
    /// An earlier index of the same fleet, for the trend (repeatable).
    #[arg(long, value_name = "FLEET")]
    before: Vec<PathBuf>,
    /// Folder of rules that add to or adjust the catalogue (repeatable).
    #[arg(long, value_name = "FOLDER")]
    rules: Vec<PathBuf>,
}

impl Report {
    /// Writes them, and answers the exit code.
    pub(super) fn run(&self, global: &Global, lang: Lang) -> Result<u8> {
        let index = Index::open(&self.fleet)?;
        let before =
            self.before.iter().map(|path| Index::open(path)).collect::<Result<Vec<_>>>()?;
        let catalogue = Catalogue::with(&self.rules)?;
        let pages = Site::new(&index, &catalogue.rules, &before)?.write(&self.out)?;
        export::write(&index, &self.out.join("data"))?;
        if !global.quiet {
            let shown = self.out.join("index.html");
            let shown = shown.display();
            let line = text!(pages;
                "{pages} page : ouvrez {shown} ; tables dans data/.\n" | "{pages} pages : ouvrez {shown} ; tables dans data/.\n",
                "{pages} page: open {shown}; tables in data/.\n" | "{pages} pages: open {shown}; tables in data/.\n");
            super::super::print_page(line.get(lang))?;
        }
        Ok(exit::SUCCESS)
    }
}
