//! The JSON of a coverage: the keys of `reuse lint --json` (lint version 1.0),
//! with the line of each statement, the expressions that cannot be parsed, and
//! what is wrong in `REUSE.toml` files.

use crate::lang::Lang;
use crate::licence::reuse::{Coverage, FileCoverage, SourceKind, Standing, Statement};
use serde_json::{Value, json};
use std::collections::HashSet;
use std::io::{self, Write};

/// Writes `coverage` as one object.
pub(super) fn render(coverage: &Coverage, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    let invalid: HashSet<&str> = coverage.invalid.iter().map(|(_, one)| &*one.text).collect();
    let files: Vec<Value> = coverage.files.iter().map(|file| entry(file, &invalid)).collect();
    let paths = |lacks: fn(&FileCoverage) -> bool| -> Vec<&str> {
        let lacking = coverage.files.iter().filter(|file| lacks(file));
        lacking.map(|file| file.path.as_str()).collect()
    };
    let ids = |standing| -> Vec<&str> {
        let mut ids: Vec<&str> = coverage.standing(standing).map(|file| file.id.as_str()).collect();
        ids.sort_unstable();
        ids
    };
    let bare = coverage.licences.iter().filter(|file| !file.extension);
    let no_copyright = paths(|file| file.copyrights.is_empty());
    let no_licence = paths(|file| file.licences.is_empty());
    let unparsed = coverage.invalid.iter().map(|(at, statement)| {
        json!({
            "path": coverage.files[*at].path,
            "value": &*statement.text,
            "source": &*statement.source.path,
            "line": statement.source.line,
        })
    });
    let settings = coverage.problems.iter().map(|problem| {
        json!({
            "path": problem.path,
            "line": problem.line,
            "column": problem.column,
            "message": problem.message.get(lang),
        })
    });
    let total = coverage.files.len();
    let document = json!({
        "lint_version": "1.0",
        "reuse_spec_version": "3.3",
        "tool": { "name": env!("CARGO_PKG_NAME"), "version": env!("CARGO_PKG_VERSION") },
        "files": files,
        "non_compliant": {
            "bad_licenses": ids(Standing::Bad),
            "deprecated_licenses": ids(Standing::Deprecated),
            "licenses_without_extension": bare.map(|file| file.id.as_str()).collect::<Vec<_>>(),
            "missing_licenses": coverage.missing.keys().map(|id| &**id).collect::<Vec<_>>(),
            "unused_licenses": coverage.unused,
            "read_errors": coverage.unreadable.iter().map(|(path, _)| path).collect::<Vec<_>>(),
            "missing_copyright_info": no_copyright,
            "missing_licensing_info": no_licence,
            "invalid_spdx_expressions": unparsed.collect::<Vec<_>>(),
            "invalid_settings": settings.collect::<Vec<_>>(),
        },
        "summary": {
            "used_licenses": coverage.used(),
            "files_total": total,
            "files_with_copyright_info": total - no_copyright.len(),
            "files_with_licensing_info": total - no_licence.len(),
            "compliant": coverage.is_compliant(),
        },
    });
    writeln!(out, "{document:#}")
}

fn entry(file: &FileCoverage, invalid: &HashSet<&str>) -> Value {
    let copyrights: Vec<Value> = file.copyrights.iter().map(statement).collect();
    let expressions = file.expressions.iter().map(|one| {
        let mut value = statement(one);
        value["is_valid"] = Value::Bool(!invalid.contains(&*one.text));
        value
    });
    json!({
        "path": file.path,
        "copyrights": copyrights,
        "spdx_expressions": expressions.collect::<Vec<_>>(),
    })
}

fn statement(statement: &Statement) -> Value {
    let source = &statement.source;
    let kind = match source.kind {
        SourceKind::Header => "file-header",
        SourceKind::Companion => "dot-license",
        SourceKind::ReuseToml => "reuse-toml",
        SourceKind::Dep5 => "dep5",
    };
    json!({
        "value": &*statement.text,
        "source": &*source.path,
        "source_type": kind,
        "line": source.line,
        "snippet": source.snippet,
    })
}
