//! The report for a person: the verdict first, then what blocks, what is
//! important, what nobody could decide, and what would be better.

mod block;
pub(super) mod page;
mod sections;

use super::Style;
use crate::report::Report;
use page::Page;
use std::io::{self, Write};

/// Writes `report` for a person.
pub(crate) fn render(report: &Report, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let mut page = Page::new(style, out);
    sections::heading(&mut page, report)?;
    if let Some(comparison) = &report.comparison {
        super::diff::text_within(&mut page, comparison)?;
    }
    sections::failures(&mut page, report)?;
    sections::questions(&mut page, report)?;
    sections::undecided(&mut page, report)?;
    sections::improvements(&mut page, report)?;
    sections::exceptions(&mut page, report)?;
    sections::passes(&mut page, report)?;
    sections::degree(&mut page, report)?;
    sections::scores(&mut page, report)?;
    sections::not_seen(&mut page, report)?;
    sections::summary(&mut page, report)
}
