//! The report for a merge request's comment, a job's summary or an e-mail.

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
/// Findings shown of one rule, fewer and fewer until the comment fits.
const FINDINGS: [usize; 4] = [10, 3, 1, 0];

/// Writes `report` as a comment in `lang`.
pub(super) fn render(report: &Report, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    let mut view = View::new(report, lang);
    let rules: Vec<_> = view.chapters.drain(..).flat_map(|chapter| chapter.rules).collect();
    let (view, rules) = (Value::from(Serde(view)), Value::from(Serde(rules)));
    let mut page = Vec::new();
    for findings in FINDINGS {
        page.clear();
        let mut changes = Vec::new();
        if let Some(comparison) = &report.comparison {
            diff::markdown_within(comparison, lang, findings.max(1) * 2, &mut changes)?;
        }
        let changes = verbatim(String::from_utf8_lossy(&changes).trim_end());
        let fr = lang == Lang::Fr;
        let context =
            context! { view => view.clone(), rules => rules.clone(), findings, fr, changes };
        template::render("report.md", context, &mut page)?;
        if page.len() <= LIMIT {
            break;
        }
    }
    out.write_all(&page)
}
