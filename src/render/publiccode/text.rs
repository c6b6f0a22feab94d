//! For a person: each finding with its line of the file, underlined, what to
//! do, and why the first time.

use super::{Judged, View};
use crate::lang::Lang;
use crate::publiccode::code::Code;
use crate::publiccode::diagnostic::{Change, Diagnostic, Severity};
use crate::publiccode::validate::excerpt;
use crate::render::escape;
use crate::render::terminal::page::{Ink, Page};
use std::collections::BTreeSet;
use std::io::{self, Write};

/// Writes the findings of `files`, then one line a file.
pub(super) fn render(files: &[Judged], view: &View<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut page = Page::new(view.style, out);
    let mut explained = BTreeSet::new();
    for file in files {
        let found: Vec<(&Diagnostic, Severity)> = file.report.judged(view.compatible).collect();
        for (one, severity) in &found {
            finding(&mut page, file, one, *severity, &mut explained)?;
        }
        summary(&mut page, file, &found)?;
    }
    Ok(())
}

fn finding(
    page: &mut Page<'_>,
    file: &Judged,
    one: &Diagnostic,
    severity: Severity,
    explained: &mut BTreeSet<Code>,
) -> io::Result<()> {
    let lang = page.lang();
    let ink = match severity {
        Severity::Error => Ink::Red,
        Severity::Warning => Ink::Yellow,
        Severity::Advice => Ink::Blue,
    };
    let (line, column) = one.place();
    let place = match line {
        0 => file.name.clone(),
        _ => format!("{}:{line}:{column}", file.name),
    };
    let label = severity.label();
    let label = page.ink(ink, page.say(&label));
    let key = match one.path.to_string() {
        key if key.is_empty() => String::new(),
        key => format!("{}{}", page.ink(Ink::Bold, &key), lang.pick(" : ", ": ")),
    };
    let code = page.ink(Ink::Dim, &format!("[publiccode/{}]", one.code.code()));
    let message = escape(one.message.get(lang));
    let separator = lang.pick(" : ", ": ");
    page.line(0, &format!("{}{separator}{label}{separator}{key}{message} {code}", escape(&place)))?;
    source(page, file, one, ink)?;
    if let Some(fix) = &one.fix {
        page.paragraph(2, "→", Ink::Plain, fix.text.get(lang))?;
    }
    if let Some(Change::Insert(value)) = one.fix.as_ref().and_then(|fix| fix.change.as_ref()) {
        for line in crate::yaml::edit::entry(&one.path.last(), value).lines() {
            let line = page.ink(Ink::Green, line);
            page.line(6, &line)?;
        }
    }
    if explained.insert(one.code) {
        page.paragraph(2, "", Ink::Dim, one.code.why().get(lang))?;
    }
    page.gap()
}

/// The line of the file, and what of it is at fault.
fn source(page: &mut Page<'_>, file: &Judged, one: &Diagnostic, ink: Ink) -> io::Result<()> {
    // The place of something missing is that of its neighbour: there is nothing to show.
    let missing =
        matches!(one.code, Code::MissingKey | Code::NoOrganisation | Code::IncompleteLanguage);
    let span = one.span();
    let Some((line, length)) = excerpt(&file.text, span).filter(|_| !missing) else {
        return Ok(());
    };
    let room = page.width().saturating_sub(10).max(40);
    let start = span.start.column - 1;
    // A long line is shown around what is at fault.
    let skipped = if start + 10 > room { start.saturating_sub(20) } else { 0 };
    let shown: String = line.chars().skip(skipped).take(room).collect();
    let lead = if skipped > 0 { "…" } else { "" };
    let number = span.start.line.to_string();
    let gutter = page.ink(Ink::Dim, &format!("{number:>5} │"));
    let shown = escape(&shown);
    page.line(0, &format!("{gutter} {lead}{shown}"))?;
    let width = console::measure_text_width(&escape(
        &line.chars().skip(skipped).take(start - skipped).collect::<String>(),
    ));
    let marks = length.min(room.saturating_sub(start - skipped)).max(1);
    let carets = page.ink(ink, &"^".repeat(marks));
    let gutter = page.ink(Ink::Dim, "      │");
    let pad = width + lead.chars().count();
    page.line(0, &format!("{gutter} {:pad$}{carets}", ""))
}

fn summary(
    page: &mut Page<'_>,
    file: &Judged,
    found: &[(&Diagnostic, Severity)],
) -> io::Result<()> {
    let lang = page.lang();
    let count = |wanted: Severity| found.iter().filter(|(_, severity)| *severity == wanted).count();
    let errors = count(Severity::Error);
    let mut parts = Vec::new();
    for severity in [Severity::Error, Severity::Warning, Severity::Advice] {
        if let counted @ 1.. = count(severity) {
            parts.push(counted_label(severity, counted, lang));
        }
    }
    let (ink, verdict) = match errors {
        0 => (Ink::Green, lang.pick("valide", "valid")),
        _ => (Ink::Red, lang.pick("non valide", "not valid")),
    };
    let verdict = page.ink(ink, verdict);
    let details = if parts.is_empty() { String::new() } else { format!(" ({})", parts.join(", ")) };
    let separator = lang.pick(" : ", ": ");
    page.line(0, &format!("{}{separator}{verdict}{details}", escape(&file.name)))
}

fn counted_label(severity: Severity, count: usize, lang: Lang) -> String {
    let label = severity.label();
    let plural = if count > 1 { "s" } else { "" };
    match (severity, lang) {
        // “advice” has no plural.
        (Severity::Advice, Lang::En) => format!("{count} piece{plural} of advice"),
        _ => format!("{count} {}{plural}", label.get(lang)),
    }
}
