//! Our own JSON: everything that is known of each finding.

use super::{Judged, View};
use crate::lang::Text;
use crate::publiccode::diagnostic::{Change, Diagnostic, Fix, Severity, Span};
use crate::yaml::edit as yaml;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::{self, Write};

/// Grows with every change that breaks a reader.
const SCHEMA_VERSION: u32 = 1;

/// Writes the findings of `files`.
pub(super) fn render(files: &[Judged], view: &View<'_>, out: &mut dyn Write) -> io::Result<()> {
    let files: Vec<Value> = files.iter().map(|file| judged(file, view)).collect();
    let log = json!({
        "schema-version": SCHEMA_VERSION,
        "tool": { "name": env!("CARGO_PKG_NAME"), "version": env!("CARGO_PKG_VERSION") },
        "compatible-with": if view.compatible { json!("parser-go") } else { Value::Null },
        "files": files,
    });
    serde_json::to_writer_pretty(&mut *out, &log)?;
    writeln!(out)
}

fn judged(file: &Judged, view: &View<'_>) -> Value {
    let judged = file.report.judged(view.compatible);
    let findings: Vec<Value> = judged.map(|(one, severity)| finding(one, severity)).collect();
    let verdict = match file.report.worst(view.compatible) {
        Some(Severity::Error) => "invalid",
        Some(Severity::Warning) => "valid-with-warnings",
        _ => "valid",
    };
    json!({ "file": file.name, "verdict": verdict, "findings": findings })
}

fn finding(one: &Diagnostic, severity: Severity) -> Value {
    let (line, column) = one.place();
    let reference = one.reference.iter().map(|severity| {
        json!({
            "type": severity.code(), "key": one.path.to_string(), "line": line, "column": column,
            "description": one.message.en,
        })
    });
    json!({
        "rule": format!("publiccode/{}", one.code.code()),
        "severity": severity.code(),
        "key": one.path.to_string(),
        "line": line,
        "column": column,
        "key-span": one.key.map(span),
        "value-span": one.value.map(span),
        "message": words(&one.message),
        "why": words(&one.code.why().text()),
        "fix": one.fix.as_ref().map(|repair| fix(repair, &one.path.last())),
        "parser-go": reference.collect::<Vec<Value>>(),
    })
}

fn words(text: &Text) -> Value {
    json!({ "fr": text.fr, "en": text.en })
}

fn span(span: Span) -> Value {
    let place = |at: crate::publiccode::diagnostic::Position| json!({ "line": at.line, "column": at.column, "offset": at.offset });
    json!({ "start": place(span.start), "end": place(span.end) })
}

fn fix(fix: &Fix, key: &str) -> Value {
    let change = fix.change.as_ref().map(|change| match change {
        Change::Set(value) => json!({ "set-value": yaml::written(value) }),
        Change::Rename(key) => json!({ "rename-key": key }),
        Change::Remove | Change::RemoveTwin(_) => json!("remove"),
        Change::Comment => json!("comment"),
        Change::Insert(value) => json!({ "insert": yaml::entry(key, value) }),
        Change::Move(path) => json!({ "move": path }),
        Change::Split(parts) => {
            json!({ "split": parts.iter().copied().collect::<BTreeMap<&str, &str>>() })
        }
        Change::MakeList(_) => json!("make-list"),
    });
    json!({ "text": words(&fix.text), "change": change, "safe": fix.safe })
}
