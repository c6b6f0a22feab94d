//! `--format FORMAT[=FILE]`: where reports go, several at once, and what a job
//! of a forge is told.

pub(super) mod forge;

use super::{Global, console};
use crate::config::edit;
use crate::error::{Error, Result};
use crate::lang::Lang;
use crate::render::{Depth, Format, Style, file_stem, github};
use crate::report::{FailOn, Report};
use crate::secrets::Redacted;
use crate::text;
use std::collections::BTreeSet;
use std::env;
use std::fs::OpenOptions;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// For whom reports are written.
#[derive(Debug, Clone, Copy)]
pub(super) struct How<'a> {
    /// The reader's language.
    pub lang: Lang,
    /// How much of a report a page shows.
    pub depth: Depth<'a>,
    /// What the commands proposed on the terminal are about, as [`Style::folder`]; a
    /// saved report is read from anywhere and names none.
    pub folder: &'a str,
    /// The gate of the command, as [`Style::gate`].
    pub gate: FailOn,
}

/// A format and where it goes: a file, or standard output.
#[derive(Debug, Clone)]
pub(super) struct Output {
    /// The format.
    pub format: Format,
    /// The file; `None` is standard output.
    pub file: Option<PathBuf>,
}

impl Output {
    /// The name of its file; `None` on standard output.
    pub(super) fn name(&self) -> Option<String> {
        self.file.as_ref().map(|file| file.display().to_string())
    }

    /// True when each report goes to a file of its own in a folder: `html=reports/`.
    pub(super) fn is_folder(&self) -> bool {
        self.file
            .as_ref()
            .is_some_and(|file| file.to_string_lossy().ends_with('/') || file.is_dir())
    }

    /// The output of `report` alone, in a folder of several, under a name that is not
    /// among those `taken`, which it joins.
    pub(super) fn of(&self, report: &Report, taken: &mut BTreeSet<String>) -> Output {
        let name = file_stem(&report.repository.name);
        let end = self.format.extension();
        let numbered = (2..).map(|number| format!("{name}-{number}.{end}"));
        let mut names = std::iter::once(format!("{name}.{end}")).chain(numbered);
        let name = names.find(|name| !taken.contains(name)).unwrap_or_default();
        taken.insert(name.clone());
        Output { format: self.format, file: self.file.as_ref().map(|folder| folder.join(name)) }
    }
}

/// The table of several reports, on a terminal.
pub(super) fn table() -> Output {
    let format = Format::parse("table").unwrap_or(Format::Terminal);
    Output { format, file: None }
}

/// Reads a value of `--format`: `html`, `html=report.html`, `json=-`.
pub(super) fn parse(word: &str) -> std::result::Result<Output, String> {
    let (name, file) = match word.split_once('=') {
        Some((name, file)) if !file.is_empty() => (name, Some(PathBuf::from(file))),
        Some((name, _)) => return Err(format!("{name}=FILE")),
        None => (word, None),
    };
    let format = Format::parse(name).ok_or_else(|| Format::names().join(", "))?;
    let named = file.as_ref().map(|file| file.to_string_lossy()).unwrap_or_default();
    let format = format.shaped(&named);
    Ok(Output { format, file: file.filter(|file| file != Path::new("-")) })
}

/// The outputs asked, the terminal when none was; two of them on standard
/// output would be unreadable.
pub(super) fn all(asked: &[Output]) -> Result<Vec<Output>> {
    if asked.is_empty() {
        return Ok(vec![Output { format: Format::Terminal, file: None }]);
    }
    if asked.iter().filter(|output| output.file.is_none()).count() > 1 {
        return Err(Error::usage(text!(
            "Deux formats vont sur la sortie standard.",
            "Two formats go to standard output."
        ))
        .remedy(text!(
            "Donnez un fichier aux autres : --format json=rapport.json",
            "Give the others a file: --format json=report.json"
        )));
    }
    Ok(asked.to_vec())
}

/// Writes `reports` to each of `outputs`.
pub(super) fn write(
    global: &Global,
    outputs: &[Output],
    reports: &[Report],
    how: How<'_>,
) -> Result<()> {
    for output in outputs {
        let saved = output.file.is_some();
        let style = console::style(global, how.lang, how.depth, saved);
        let folder = if saved { "" } else { how.folder };
        let style = Style { folder, gate: how.gate, ..style };
        match &output.file {
            None => to_stdout(output.format.is_for_terminal(), |out| {
                output.format.render(reports, &style, out)
            })?,
            Some(file) => {
                let mut bytes = Vec::new();
                let written = output.format.render(reports, &style, &mut bytes);
                written.or_else(|error| console::output_error(&error))?;
                save(
                    file,
                    &match output.format.is_binary() {
                        true => Redacted::packed(&bytes),
                        false => Redacted::of(&bytes),
                    },
                )?;
            }
        }
    }
    Ok(())
}

/// Writes what `render` does on standard output.
pub(super) fn to_stdout(
    for_a_person: bool,
    render: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<()> {
    let mut page = Vec::new();
    let rendered = render(&mut page);
    rendered.or_else(|error| console::output_error(&error))?;
    print(for_a_person, &Redacted::of(&page))
}

/// Writes `page` on standard output. What is for a person goes to the log of a job,
/// which must take nothing of a repository for a command. A reader that went away is
/// not an error.
pub(super) fn print(for_a_person: bool, page: &Redacted<'_>) -> Result<()> {
    let mut out = BufWriter::new(io::stdout().lock());
    let written = match for_a_person && forge::reads_commands() {
        true => github::guarded(page.bytes(), &mut out),
        false => out.write_all(page.bytes()),
    };
    written.and_then(|()| out.flush()).or_else(|error| console::output_error(&error))
}

/// Replaces `file` by `page` at once; a device is written to.
pub(super) fn save(file: &Path, page: &Redacted<'_>) -> Result<()> {
    edit::write(file, page.bytes())
}

/// Writes `lines` on standard error, which is the same log.
pub(super) fn to_stderr(lines: &str) {
    let (lines, mut page) = (Redacted::of(lines), Vec::new());
    let written = match forge::reads_commands() && !lines.bytes().is_empty() {
        true => github::guarded(lines.bytes(), &mut page),
        false => page.write_all(lines.bytes()),
    };
    let _ = written.and_then(|()| io::stderr().write_all(&page));
}

/// Writes what a job of such a forge is told when no format was asked: the log,
/// the annotations, and the summary the forge shows on the job's page. On
/// another machine and on GitLab, which takes files, that is the log alone.
pub(super) fn write_to_job(global: &Global, report: &Report, how: How<'_>) -> Result<()> {
    let reports = std::slice::from_ref(report);
    let to_log = |format| [Output { format, file: None }];
    write(global, &to_log(Format::Terminal), reports, how)?;
    if !forge::reads_commands() {
        return Ok(());
    }
    write(global, &to_log(Format::Github), reports, how)?;
    match env::var_os("GITHUB_STEP_SUMMARY").filter(|path| !path.is_empty()) {
        Some(path) => summary(global, PathBuf::from(path), reports, how.lang),
        None => Ok(()),
    }
}

/// Adds the report to the job's summary, which may hold others.
fn summary(global: &Global, path: PathBuf, reports: &[Report], lang: Lang) -> Result<()> {
    let style = console::style(global, lang, Depth::Usual, true);
    let mut page = Vec::new();
    let written = Format::Markdown.render(reports, &style, &mut page).and_then(|()| {
        let mut file = OpenOptions::new().append(true).create(true).open(&path)?;
        file.write_all(Redacted::of(&page).bytes())?;
        file.write_all(b"\n")
    });
    written.or_else(|error: io::Error| console::output_error(&error))
}
