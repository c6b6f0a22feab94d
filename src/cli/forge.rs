//! The forge whose job the program runs in, and what it is told there.

use super::output::{self, Output};
use super::{Global, console};
use crate::error::Result;
use crate::lang::Lang;
use crate::render::Format;
use crate::report::Report;
use std::env;
use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::PathBuf;

/// True in a job whose log reads workflow commands: GitHub Actions, and
/// Forgejo or Gitea Actions, which set the same variable.
pub fn reads_commands() -> bool {
    ["GITHUB_ACTIONS", "FORGEJO_ACTIONS", "GITEA_ACTIONS"]
        .iter()
        .any(|name| env::var_os(name).is_some_and(|value| value == "true"))
}

/// Writes what a job of such a forge is told when no format was asked: the log,
/// the annotations, and the summary the forge shows on the job's page. On
/// another machine and on GitLab, which takes files, that is the log alone.
pub fn write(global: &Global, report: &Report, (lang, verbose): (Lang, bool)) -> Result<()> {
    let reports = std::slice::from_ref(report);
    let to_log = |format| [Output { format, file: None }];
    output::write(global, &to_log(Format::Terminal), reports, (lang, verbose))?;
    if !reads_commands() {
        return Ok(());
    }
    output::write(global, &to_log(Format::Github), reports, (lang, verbose))?;
    match env::var_os("GITHUB_STEP_SUMMARY").filter(|path| !path.is_empty()) {
        Some(path) => summary(global, PathBuf::from(path), reports, lang),
        None => Ok(()),
    }
}

/// Adds the report to the job's summary, which may hold others.
fn summary(global: &Global, path: PathBuf, reports: &[Report], lang: Lang) -> Result<()> {
    let style = console::style(global, lang, false, true);
    let mut page = Vec::new();
    let written = Format::Markdown.render(reports, &style, &mut page).and_then(|()| {
        let mut file = OpenOptions::new().append(true).create(true).open(&path)?;
        file.write_all(&page)?;
        file.write_all(b"\n")
    });
    written.or_else(|error: io::Error| console::output_error(&error))
}
