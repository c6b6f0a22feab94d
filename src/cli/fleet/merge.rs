//! `publiable fleet merge`.

use super::super::{Global, output};
use super::aligned;
use crate::error::Result;
use crate::exit;
use crate::fleet::Index;
use crate::fleet::merge;
use crate::fleet::summary::Summary;
use crate::lang::{Lang, Text};
use crate::text;
use clap::Args;
use std::fmt::Write as _;
use std::path::PathBuf;

/// Put the parts of a fleet together, each repository once.
#[derive(Debug, Args)]
pub(in super::super) struct Merge {
    /// The folders of the parts that --shard made.
    #[arg(required = true, value_name = "PART")]
    parts: Vec<PathBuf>,
    /// Folder of the whole.
    #[arg(long, value_name = "FOLDER")]
    out: PathBuf,
}

/// Names shown of each kind of fault.
const NAMED: usize = 50;

impl Merge {
    /// Merges, and answers the exit code.
    pub(super) fn run(&self, _: &Global, lang: Lang) -> Result<u8> {
        let faults = merge::merge(&self.parts, &self.out)?;
        let summary = Summary::of(&Index::open(&self.out)?)?;
        let mut page = aligned(&summary.table(lang, 0));
        let mut name = |head: Text, names: &mut dyn Iterator<Item = String>| {
            let _ = writeln!(page, "\n{}", head.get(lang));
            names.take(NAMED).for_each(|name| {
                let _ = writeln!(page, "  {name}");
            });
        };
        if !faults.absent.is_empty() {
            let head = text!(
                "Parts absentes : lancez-les, puis fusionnez de nouveau.",
                "Absent parts: run them, then merge again."
            );
            name(head, &mut faults.absent.iter().cloned());
        }
        if !faults.lost.is_empty() {
            let count = faults.lost.len();
            let head = text!(count; "{count} dépôt n’est dans aucune part :" | "{count} dépôts ne sont dans aucune part :",
                "{count} repository is in no part:" | "{count} repositories are in no part:");
            name(head, &mut faults.lost.iter().cloned());
        }
        if !faults.doubled.is_empty() {
            let count = faults.doubled.len();
            let head = text!(count; "{count} dépôt est dans plusieurs parts (la première a été gardée) :" | "{count} dépôts sont dans plusieurs parts (la première a été gardée) :",
                "{count} repository is in several parts (the first was kept):" | "{count} repositories are in several parts (the first was kept):");
            let told =
                |(key, parts): (&String, &Vec<String>)| format!("{key} — {}", parts.join(", "));
            name(head, &mut faults.doubled.iter().map(told));
        }
        output::to_stdout(true, |out| {
            out.write_all(crate::render::escape_lines(&page).as_bytes())
        })?;
        Ok(if faults.is_none() { exit::SUCCESS } else { exit::INCOMPLETE })
    }
}
