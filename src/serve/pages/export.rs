//! What is handed on: the report as a page of its own, and the files of every format that
//! is of use to a person.

use super::super::app::App;
use super::super::call::{Answer, Answered, Call};
use super::audited;
use crate::error::Error;
use crate::lang::Lang;
use crate::render::{Depth, Format, Style, file_stem, html};
use crate::report::{FailOn, Report};
use crate::secrets::Redacted;
use crate::text;
use std::sync::Arc;

/// Columns of a page of text.
const WIDTH: usize = 100;

/// The files of one project: their name in addresses, the format as `--format` names it,
/// and their type.
const FILES: [(&str, &str, &str); 6] = [
    ("note.odt", "note", "application/vnd.oasis.opendocument.text"),
    ("note.html", "note", "text/html; charset=utf-8"),
    ("report.html", "html", "text/html; charset=utf-8"),
    ("report.csv", "csv", "text/csv; charset=utf-8"),
    ("report.md", "markdown", "text/markdown; charset=utf-8"),
    ("report.json", "json", "application/json"),
];

/// Those of every project at once.
const TOGETHER: [(&str, &str, &str); 2] = [
    ("table.html", "table", "text/html; charset=utf-8"),
    ("table.csv", "table", "text/csv; charset=utf-8"),
];

/// The report as a page of its own. Nothing that it holds reaches ours: it has an origin
/// of its own, whatever escaped it would be refused like any stranger.
pub(super) fn report(app: &Arc<App>, call: &Call) -> Answered {
    let Some((_, audited)) = audited(app, call) else { return Ok(Answer::Missing) };
    let bytes = written(Format::Html, std::slice::from_ref(&audited.report), app.lang())?;
    let policy = html::policy();
    let policy = format!(
        "{policy}; frame-ancestors 'none'; sandbox allow-scripts allow-modals allow-popups allow-popups-to-escape-sandbox"
    );
    Ok(Answer::Alone { policy, bytes })
}

/// A file of one project.
pub(super) fn one(app: &Arc<App>, call: &Call) -> Answered {
    let Some((_, audited)) = audited(app, call) else { return Ok(Answer::Missing) };
    let reports = std::slice::from_ref(&audited.report);
    let stem = file_stem(&audited.report.repository.name);
    file(&FILES, call.part("file"), reports, |name| format!("{stem}-{name}"), app.lang())
}

/// A file of every project that was audited.
pub(super) fn all(app: &Arc<App>, call: &Call) -> Answered {
    let projects = app.projects();
    let audited = projects.iter().filter_map(|project| project.audited());
    let reports: Vec<Report> = audited.map(|audited| audited.report.clone()).collect();
    let name = |name: &str| match app.lang() {
        Lang::Fr => format!("projets-{name}"),
        Lang::En => format!("projects-{name}"),
    };
    file(&TOGETHER, call.part("file"), &reports, name, app.lang())
}

fn file(
    files: &[(&'static str, &'static str, &'static str)],
    asked: &str,
    reports: &[Report],
    named: impl Fn(&str) -> String,
    lang: Lang,
) -> Answered {
    let Some((name, format, kind)) = files.iter().find(|(name, ..)| *name == asked) else {
        return Ok(Answer::Missing);
    };
    let Some(format) = Format::parse(format).filter(|_| !reports.is_empty()) else {
        return Ok(Answer::Missing);
    };
    let bytes = written(format.shaped(name), reports, lang)?;
    Ok(Answer::File { name: named(name), kind, bytes })
}

/// `reports` in `format`, without what would be a secret of a known shape.
fn written(format: Format, reports: &[Report], lang: Lang) -> crate::error::Result<Vec<u8>> {
    let (depth, folder) = (Depth::Usual, "");
    let style = Style { lang, colours: false, width: WIDTH, depth, folder, gate: FailOn::Never };
    let mut bytes = Vec::new();
    format.render(reports, &style, &mut bytes).map_err(|error| {
        Error::usage(text!(
            "Le fichier n’a pas pu être écrit ({error}).",
            "The file could not be written ({error})."
        ))
    })?;
    Ok(match format.is_binary() {
        true => bytes,
        false => Redacted::of(&bytes).bytes().to_vec(),
    })
}
