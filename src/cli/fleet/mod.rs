//! `publiable fleet`: many repositories, one relay.

mod audit;
mod diff;
mod inventory;
mod merge;
mod report;
mod reuse;

pub(super) use audit::NETWORK;

use super::{Global, console};
use crate::error::Result;
use crate::exit;
use crate::fleet::reading;
use crate::lang::Lang;
use ::console::Alignment;
use clap::Subcommand;

/// Audit thousands of repositories, and see by body what to do first.
#[derive(Debug, Subcommand)]
pub(super) enum Fleet {
    Audit(audit::Audit),
    Report(report::Report),
    Diff(diff::Diff),
    Inventory(inventory::Inventory),
    Reuse(reuse::Reuse),
    Merge(merge::Merge),
    /// Read the repositories that standard input names: what fleet audit starts.
    #[command(hide = true)]
    Worker,
}

impl Fleet {
    /// Does what was asked for.
    pub(super) fn run(&self, global: &Global, lang: Lang) -> Result<u8> {
        match self {
            Fleet::Audit(audit) => audit.run(global, lang),
            Fleet::Report(report) => report.run(global, lang),
            Fleet::Diff(diff) => diff.run(global, lang),
            Fleet::Inventory(inventory) => inventory.run(global, lang),
            Fleet::Reuse(reuse) => reuse.run(global, lang),
            Fleet::Merge(merge) => merge.run(global, lang),
            Fleet::Worker => reading::serve().map(|()| exit::SUCCESS),
        }
    }
}

/// `rows`, the first of which is the head, in columns.
fn aligned(rows: &[Vec<String>]) -> String {
    console::columns(rows, |at| if at > 0 { Alignment::Right } else { Alignment::Left })
}
