//! The report for a merge request's comment, a job's summary or an e-mail: what asks
//! for something, in fewer lines than a reader scrolls.

use super::diff;
use super::template::{self, verbatim};
use super::view::View;
use crate::lang::Lang;
use crate::report::Report;
use minijinja::context;
use minijinja::value::{Serde, Value};
use std::io::{self, Write};

/// Bytes a comment may have: GitHub takes 65,536 characters, GitLab a million.
const LIMIT: usize = 60_000;
/// Lines that a comment has, at most.
const LINES: usize = 60;
/// Rules of each severity, and findings of each, fewer and fewer until it fits.
const ROOMS: [(usize, usize); 7] = [(12, 10), (12, 3), (8, 3), (8, 1), (6, 1), (6, 0), (3, 0)];

/// Writes `report` as a comment in `lang`.
pub(super) fn render(report: &Report, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    let view = Value::from(Serde(View::new(report, lang)));
    let mut page = Vec::new();
    for (rules, findings) in ROOMS {
        page.clear();
        let mut changes = Vec::new();
        if let Some(comparison) = &report.comparison {
            diff::markdown_within(comparison, lang, findings.max(1) * 2, &mut changes)?;
        }
        let changes = verbatim(String::from_utf8_lossy(&changes).trim_end());
        let fr = lang == Lang::Fr;
        let context = context! { view => view.clone(), rules, findings, fr, changes };
        template::render_markdown("report.md", lang, context, &mut page)?;
        let lines = page.iter().filter(|byte| **byte == b'\n').count();
        if page.len() <= LIMIT && lines < LINES {
            break;
        }
    }
    out.write_all(&page)
}
