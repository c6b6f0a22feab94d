//! The forms of the reference parser, publiccode-parser-go, that editors read:
//! one line a finding (`file:line:column: error: key: message`), and its JSON
//! list. The words and the places are ours; advice is left out, since that
//! parser has none.

use super::{Judged, View};
use crate::lang::Lang;
use crate::publiccode::diagnostic::{Diagnostic, Severity};
use crate::render::escape;
use serde::Serialize;
use std::io::{self, Write};

#[derive(Serialize)]
struct Line<'a> {
    key: String,
    description: String,
    line: usize,
    column: usize,
    #[serde(rename = "type")]
    severity: &'static str,
    #[serde(skip)]
    file: &'a str,
}

fn findings<'a>(file: &'a Judged, view: &View<'_>) -> Vec<Line<'a>> {
    let judged = file.report.judged(view.compatible);
    let serious = judged.filter(|(_, severity)| *severity > Severity::Advice);
    let lines = serious.map(|(one, severity)| {
        let (line, column) = one.place();
        let (key, description) = (one.path.to_string(), described(one, view.style.lang));
        Line { key, description, line, column, severity: severity.code(), file: &file.name }
    });
    lines.collect()
}

/// The message with what to do, on one line.
fn described(one: &Diagnostic, lang: Lang) -> String {
    let message = one.message.get(lang);
    match &one.fix {
        Some(fix) => format!("{message} ({})", fix.text.get(lang)),
        None => message.to_string(),
    }
}

/// Writes one line a finding.
pub(super) fn lines(files: &[Judged], view: &View<'_>, out: &mut dyn Write) -> io::Result<()> {
    for finding in files.iter().flat_map(|file| findings(file, view)) {
        let Line { file, line, column, severity, .. } = &finding;
        let (file, description) = (escape(file), escape(&finding.description));
        let key = match finding.key.as_str() {
            "" => String::new(),
            key => format!("{}: ", escape(key)),
        };
        writeln!(out, "{file}:{line}:{column}: {severity}: {key}{description}")?;
    }
    Ok(())
}

/// Writes the JSON list of all findings, indented by four spaces.
pub(super) fn json(files: &[Judged], view: &View<'_>, out: &mut dyn Write) -> io::Result<()> {
    let all: Vec<Line<'_>> = files.iter().flat_map(|file| findings(file, view)).collect();
    let layout = serde_json::ser::PrettyFormatter::with_indent(b"    ");
    let mut serializer = serde_json::Serializer::with_formatter(&mut *out, layout);
    all.serialize(&mut serializer)?;
    writeln!(out)
}
