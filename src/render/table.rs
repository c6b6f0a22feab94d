//! Several reports as one table: a line a project, for a terminal, a page or a
//! spreadsheet.

use super::template::{self, verbatim};
use super::terminal::page::{Ink, Page};
use super::{Style, csv, group, html};
use crate::finding::Severity;
use crate::lang::{Lang, Text};
use crate::report::{Report, Verdict};
use minijinja::context;
use minijinja::value::Serde;
use serde::Serialize;
use std::io::{self, Write};

/// How the table is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Lines of a terminal.
    Terminal,
    /// A page.
    Html,
    /// A spreadsheet.
    Csv,
}

/// The most columns that a name takes on a terminal.
const NAME: usize = 40;

/// A project.
#[derive(Debug, Serialize)]
struct Row<'a> {
    /// Its name.
    name: &'a str,
    /// Its address, when it is one a browser opens.
    url: Option<&'a str>,
    /// The value of the verdict.
    code: Verdict,
    /// The words for it.
    verdict: Text,
    /// Blocking rules that fail.
    blocking: usize,
    /// Important rules that fail.
    important: usize,
    /// Questions nobody answered.
    confirm: usize,
    /// Rules still to be verified.
    verify: usize,
    /// The degree reached.
    degree: String,
    /// The day of the audit.
    date: &'a str,
    /// The revision audited.
    revision: String,
}

const COLUMNS: [(&str, &str); 9] = [
    ("projet", "project"),
    ("verdict", "verdict"),
    ("bloquants", "blocking"),
    ("importants", "important"),
    ("à confirmer", "to confirm"),
    ("à vérifier", "to verify"),
    ("degré", "degree"),
    ("date", "date"),
    ("révision", "revision"),
];

impl<'a> Row<'a> {
    fn new(report: &'a Report) -> Row<'a> {
        let (asked, verify) = group::open(report);
        Row {
            name: &report.repository.name,
            url: report.repository.url.as_deref().and_then(super::view::web),
            code: report.headline(),
            verdict: report.headline_label(),
            blocking: group::failing(report, Severity::Blocking).len(),
            important: group::failing(report, Severity::Important).len(),
            confirm: asked.len(),
            verify: verify.len(),
            degree: report.degree.reached.map_or("–".to_string(), |degree| degree.to_string()),
            date: &report.date,
            revision: report.revision(),
        }
    }

    fn cells(&self, lang: Lang) -> [String; 9] {
        let counts = [self.blocking, self.important, self.confirm, self.verify];
        let [blocking, important, confirm, verify] = counts.map(|count| count.to_string());
        let (name, verdict) = (self.name.to_string(), self.verdict.get(lang).to_string());
        let (degree, date) = (self.degree.clone(), self.date.to_string());
        [name, verdict, blocking, important, confirm, verify, degree, date, self.revision.clone()]
    }
}

/// Writes `reports`, the worst first.
pub(super) fn render(
    reports: &[Report],
    shape: Shape,
    style: &Style<'_>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut rows: Vec<Row<'_>> = reports.iter().map(Row::new).collect();
    rows.sort_by(|one, other| {
        let weight = |row: &Row<'_>| (row.code, row.blocking, row.important);
        weight(other).cmp(&weight(one)).then(one.name.cmp(other.name))
    });
    match shape {
        Shape::Terminal => terminal(&rows, style, out),
        Shape::Html => page(&rows, style.lang, out),
        Shape::Csv => {
            let head = COLUMNS.map(|(fr, en)| style.lang.pick(fr, en).to_string());
            let rows = rows.iter().map(|row| row.cells(style.lang));
            csv::table(std::iter::once(head).chain(rows), style.lang, out)
        }
    }
}

fn terminal(rows: &[Row<'_>], style: &Style<'_>, out: &mut dyn Write) -> io::Result<()> {
    let lang = style.lang;
    let mut page = Page::new(style, out);
    let head = COLUMNS.map(|(fr, en)| lang.pick(fr, en).to_string());
    let lines: Vec<[String; 9]> =
        std::iter::once(head).chain(rows.iter().map(|row| row.cells(lang))).collect();
    let escaped: Vec<Vec<String>> = lines
        .iter()
        .map(|cells| {
            // The revision is left to the other shapes: a line keeps to its width.
            let cells = cells[..8].iter().map(|cell| super::escape(cell));
            cells.map(|cell| console::truncate_str(&cell, NAME, "…").into_owned()).collect()
        })
        .collect();
    let widths: Vec<usize> = (0..8)
        .map(|at| {
            let widths = escaped.iter().map(|cells| console::measure_text_width(&cells[at]));
            widths.max().unwrap_or_default()
        })
        .collect();
    for (at, cells) in escaped.iter().enumerate() {
        let padded: Vec<String> = cells
            .iter()
            .zip(&widths)
            .enumerate()
            .map(|(column, (cell, width))| {
                let number = (2..6).contains(&column) && at > 0;
                let side =
                    if number { console::Alignment::Right } else { console::Alignment::Left };
                console::pad_str(cell, *width, side, None).into_owned()
            })
            .collect();
        let line = padded.join("  ");
        let ink = match at.checked_sub(1).and_then(|at| rows.get(at)).map(|row| row.code) {
            None => Ink::Bold,
            Some(Verdict::Publiable) => Ink::Green,
            Some(Verdict::PubliableSousReserve) => Ink::Yellow,
            Some(Verdict::NonPubliable | Verdict::AuditIncomplet) => Ink::Red,
        };
        let line = page.ink(ink, line.trim_end());
        page.line(0, &line)?;
    }
    Ok(())
}

fn page(rows: &[Row<'_>], lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    let context = context! {
        lang => lang.code(),
        fr => lang == Lang::Fr,
        rows => Serde(rows),
        head => COLUMNS.map(|(fr, en)| lang.pick(fr, en)),
        tool => format!("{} {}", env!("CARGO_PKG_NAME"), env!("CARGO_PKG_VERSION")),
        style => verbatim(html::SIMPLE),
        allowed => html::source(html::SIMPLE),
    };
    template::render("table.html", context, out)
}
