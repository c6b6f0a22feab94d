//! SARIF 2.1.0 (OASIS Standard, 27 March 2020) of the findings.

use super::super::sarif::log;
use super::{Judged, View};
use crate::lang::Lang;
use crate::publiccode::code::Code;
use crate::publiccode::diagnostic::{Diagnostic, Severity};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::io::{self, Write};

/// Writes the findings of `files` as a log of one run.
pub(super) fn render(files: &[Judged], view: &View<'_>, out: &mut dyn Write) -> io::Result<()> {
    let lang = view.style.lang;
    let found: Vec<(&Judged, &Diagnostic, Severity)> = files
        .iter()
        .flat_map(|file| {
            let judged = file.report.judged(view.compatible);
            judged.map(move |(one, severity)| (file, one, severity))
        })
        .collect();
    let codes: BTreeSet<Code> = found.iter().map(|(_, one, _)| one.code).collect();
    let codes: Vec<Code> = codes.into_iter().collect();
    let results: Vec<Value> = found
        .iter()
        .map(|(file, one, severity)| {
            let index = codes.iter().position(|code| *code == one.code);
            result(file, one, *severity, index, lang)
        })
        .collect();
    let run = log::Run {
        lang,
        rules: codes.iter().map(|code| rule(*code, lang)).collect(),
        results,
        notifications: Vec::new(),
        complete: true,
        more: Vec::new(),
    };
    log::write(run, out)
}

fn rule(code: Code, lang: Lang) -> Value {
    json!({
        "id": format!("publiccode/{}", code.code()),
        "shortDescription": { "text": code.why().get(lang) },
        "help": { "text": code.why().get(lang) },
    })
}

fn result(
    file: &Judged,
    one: &Diagnostic,
    severity: Severity,
    index: Option<usize>,
    lang: Lang,
) -> Value {
    let level = match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Advice => "note",
    };
    let message = match &one.fix {
        Some(fix) => format!("{}. {}.", one.message.get(lang), fix.text.get(lang)),
        None => one.message.get(lang).to_string(),
    };
    let span = one.span();
    let mut location =
        json!({ "physicalLocation": { "artifactLocation": { "uri": log::uri(&file.name) } } });
    if span.start.line > 0 {
        let mut region = json!({ "startLine": span.start.line, "startColumn": span.start.column });
        if span.end > span.start {
            region["endLine"] = json!(span.end.line);
            region["endColumn"] = json!(span.end.column);
        }
        location["physicalLocation"]["region"] = region;
    }
    json!({
        "ruleId": format!("publiccode/{}", one.code.code()),
        "ruleIndex": index,
        "level": level,
        "message": { "text": message },
        "locations": [location],
        "partialFingerprints": { "publiccodeKey/v1": format!("{}#{}", one.code.code(), one.path) },
        "properties": { "key": one.path.to_string() },
    })
}
