//! The report for a person: what blocks, what is important, what nobody could decide,
//! what would be better, and last the first screen, which says the verdict again.

mod block;
mod change;
mod important;
pub(super) mod page;
mod place;
mod proposal;
mod room;
mod screen;
mod sections;

use super::{Depth, Style};
use crate::report::Report;
use page::Page;
use std::io::{self, Write};

/// Writes `report` for a person.
pub(crate) fn render(report: &Report, style: &Style<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut page = Page::new(style, out);
    if style.depth == Depth::Summary {
        return match &report.comparison {
            Some(comparison) => change::render(&mut page, report, comparison),
            None => screen::render(&mut page, report),
        };
    }
    if let Depth::Chosen(name) = style.depth {
        return report.only(name).map_or(Ok(()), |part| chosen(&mut page, &part));
    }
    if let Some(comparison) = report.comparison.as_ref().filter(|_| !page.verbose()) {
        return proposal::render(&mut page, report, comparison);
    }
    sections::heading(&mut page, report)?;
    sections::not_seen(&mut page, report)?;
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
    sections::good_to_know(&mut page, report)?;
    sections::summary(&mut page, report)?;
    page.gap()?;
    let rule = "─".repeat(page.width().min(80));
    page.line(0, &rule)?;
    screen::render(&mut page, report)
}

/// The rules of `report` alone, which holds those that were chosen.
fn chosen(page: &mut Page<'_>, report: &Report) -> io::Result<()> {
    sections::failures(page, report)?;
    sections::questions(page, report)?;
    sections::undecided(page, report)?;
    sections::improvements(page, report)?;
    sections::exceptions(page, report)?;
    sections::passes(page, report)
}
