//! The formats of the reference parser, publiccode-parser-go: one line a
//! finding (`file:line:column: error: key: message`), and its JSON list.
//! With `--compat parser-go` they hold its findings, words and places;
//! otherwise ours, advice left out since that parser has none.

use super::{Judged, View};
use crate::lang::Lang;
use crate::publiccode::diagnostic::Severity;
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
    let name = file.name.as_str();
    if view.compatible {
        let said = file.report.in_reference().into_iter();
        let lines = said.map(|(_, said)| Line {
            key: said.key.clone(),
            description: said.message.clone(),
            line: said.place.0,
            column: said.place.1,
            severity: said.severity.code(),
            file: name,
        });
        return lines.collect();
    }
    let own = file.report.own().filter(|(_, severity)| *severity > Severity::Advice);
    let lines = own.map(|(one, severity)| {
        let (line, column) = one.place();
        let description = described(one, view.style.lang);
        Line {
            key: one.path.in_reference(),
            description,
            line,
            column,
            severity: severity.code(),
            file: name,
        }
    });
    lines.collect()
}

/// The message with what to do, on one line.
fn described(one: &crate::publiccode::diagnostic::Diagnostic, lang: Lang) -> String {
    let message = one.message.get(lang);
    match &one.fix {
        Some(fix) => format!("{message} ({})", fix.text.get(lang)),
        None => message.to_string(),
    }
}

/// Writes one line a finding.
pub fn lines(files: &[Judged], view: &View<'_>, out: &mut dyn Write) -> io::Result<()> {
    for finding in files.iter().flat_map(|file| findings(file, view)) {
        let Line { file, line, column, severity, .. } = &finding;
        let (file, description) =
            (super::super::escape(file), super::super::escape(&finding.description));
        let key = match finding.key.as_str() {
            "" => String::new(),
            key => format!("{}: ", super::super::escape(key)),
        };
        writeln!(out, "{file}:{line}:{column}: {severity}: {key}{description}")?;
    }
    Ok(())
}

/// Writes the JSON list of all findings, indented by four spaces.
pub fn json(files: &[Judged], view: &View<'_>, out: &mut dyn Write) -> io::Result<()> {
    let all: Vec<Line<'_>> = files.iter().flat_map(|file| findings(file, view)).collect();
    let layout = serde_json::ser::PrettyFormatter::with_indent(b"    ");
    let mut serializer = serde_json::Serializer::with_formatter(&mut *out, layout);
    all.serialize(&mut serializer)?;
    writeln!(out)
}
