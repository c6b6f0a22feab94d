//! One repository, read by the audit: the report as `audit --format json` writes it,
//! and what the index keeps of it. This is what a child of the program does, on an
//! order and an answer of one line each.

pub(crate) mod holdings;
pub(crate) mod signals;

use super::missing::{Missing, Reason};
use crate::audit::{Audit, Options};
use crate::budget::Limits;
use crate::error::{Error, Result};
use crate::finding::{Severity, Status};
use crate::lang::{Lang, Text};
use crate::render::json;
use crate::report::{Report, Verdict};
use crate::rule::Degree;
use crate::secrets::Redacted;
use crate::text;
use holdings::Holdings;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::io::{self, BufRead, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Of the time that a reading has, what the audit may spend by itself: it then says
/// what it left out, which a reading that is stopped does not.
const SHARE: f64 = 0.9;
/// Reasons of an incomplete audit that are kept.
const REASONS: usize = 3;

/// What every repository of a run is read with.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Setup {
    /// See [`Options`].
    pub rules: Vec<PathBuf>,
    /// The degree, when it is not the one announced.
    pub degree: Option<Degree>,
    /// Leave the history unread.
    pub no_history: bool,
    /// The language of reports.
    pub lang: Option<Lang>,
    /// The day, `YYYY-MM-DD`.
    pub today: Option<String>,
    /// Seconds that a repository may take.
    pub timeout: u64,
}

/// A repository to read, and where its report goes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Order {
    /// Its folder.
    pub path: PathBuf,
    /// The file of its report.
    pub report: PathBuf,
}

/// What a rule concluded, when it did not pass.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Concluded {
    /// The rule.
    pub rule: String,
    /// Its severity there.
    pub severity: Severity,
    /// What it concluded.
    pub outcome: Status,
    /// Findings that count.
    pub findings: usize,
    /// True when scaffold writes what is missing.
    pub written: bool,
}

/// What is kept of a report.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Reading {
    /// The name of the repository.
    pub name: String,
    /// Where it says it is published.
    pub url: Option<String>,
    /// The verdict.
    pub verdict: Verdict,
    /// That on what was seen, when the audit is incomplete.
    pub seen: Option<Verdict>,
    /// The degree announced.
    pub announced: Option<Degree>,
    /// The degree reached.
    pub reached: Option<Degree>,
    /// The day of the audit.
    pub date: String,
    /// The version of the rules.
    pub rules: String,
    /// The commit audited.
    pub commit: Option<String>,
    /// When the last commit was made.
    pub last_commit: Option<String>,
    /// Files seen.
    pub files: usize,
    /// Commits read.
    pub commits: usize,
    /// The licence that its places agree on.
    pub licence: Option<String>,
    /// The least score of code.gouv.fr.
    pub score: i32,
    /// Why the audit is incomplete.
    pub incomplete: Vec<Text>,
    /// Rules that did not pass.
    pub outcomes: Vec<Concluded>,
    /// The bodies that it names itself.
    pub bodies: Vec<String>,
    /// Facts for inventories and reuse, by name.
    pub signals: BTreeMap<String, String>,
    /// What it is made of.
    pub holdings: Holdings,
}

/// The answer to an [`Order`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Answer {
    /// Read.
    Read(Box<Reading>),
    /// Not read.
    Missing(Missing),
}

impl Setup {
    /// What the audit is asked.
    fn options(&self) -> Result<Options> {
        let today = self.today.as_deref().map(str::parse).transpose();
        let today = today.map_err(|_| Error::usage(Text::same("YYYY-MM-DD")))?;
        let time = Duration::from_secs_f64(self.timeout as f64 * SHARE);
        Ok(Options {
            history: !self.no_history,
            degree: self.degree,
            rules: self.rules.clone(),
            lang: self.lang,
            today,
            budget: Limits { time, ..Limits::default() },
            ..Options::default()
        })
    }
}

/// Answers orders until there are none: the work of a child.
pub(crate) fn serve() -> Result<()> {
    let orders = std::sync::mpsc::sync_channel::<String>(1);
    // A line is waited for apart: the end of the parent ends the child at once,
    // whatever it is reading.
    std::thread::spawn(move || {
        for line in io::stdin().lock().lines().map_while(std::result::Result::ok) {
            if orders.0.send(line).is_err() {
                break;
            }
        }
        std::process::exit(0);
    });
    let malformed = |_| Error::usage(text!("Ordre mal formé.", "Malformed order."));
    let first = orders.1.recv().unwrap_or_default();
    let setup: Setup = serde_json::from_str(&first).map_err(malformed)?;
    while let Ok(line) = orders.1.recv() {
        let order: Order = serde_json::from_str(&line).map_err(malformed)?;
        let answer = answer(&order, &setup);
        let Ok(answer) = serde_json::to_string(&answer) else { continue };
        let mut out = io::stdout().lock();
        if writeln!(out, "{answer}").and_then(|()| out.flush()).is_err() {
            break;
        }
    }
    Ok(())
}

/// Reads one repository; a panic is an answer.
fn answer(order: &Order, setup: &Setup) -> Answer {
    let read = catch_unwind(AssertUnwindSafe(|| read(order, setup)));
    match read {
        Ok(Ok(reading)) => Answer::Read(Box::new(reading)),
        Ok(Err(error)) => {
            let detail = error.whole();
            let detail = Text::new(redacted(&detail.fr), redacted(&detail.en));
            Answer::Missing(Missing::with(Reason::Unreadable, detail))
        }
        Err(_) => Answer::Missing(Missing::with(
            Reason::Crash,
            text!("erreur interne de publiable", "internal error of publiable"),
        )),
    }
}

/// `text` as it leaves.
fn redacted(text: &str) -> String {
    Redacted::of(text).to_string()
}

fn read(order: &Order, setup: &Setup) -> Result<Reading> {
    let audit = Audit::open(&order.path, &setup.options()?)?;
    let project = audit.project(&|_| false);
    let report = audit.report(&project);
    let mut page = Vec::new();
    json::render(&report, &mut page).map_err(|error| unwritten(&order.report, &error))?;
    write(&order.report, &Redacted::of(&page))?;
    drop(page);
    let mut reading = kept(&report);
    reading.licence = project.licences().agreed().map(ToString::to_string);
    reading.bodies = signals::bodies(&project);
    reading.signals = signals::all(&project, &report);
    reading.holdings = holdings::of(&project);
    reading.bodies.iter_mut().chain(reading.signals.values_mut()).for_each(|told| {
        *told = redacted(told);
    });
    Ok(reading)
}

/// Replaces `file` at once: a reader never sees half of it.
pub(super) fn write(file: &Path, page: &Redacted<'_>) -> Result<()> {
    let folder = file.parent().unwrap_or(Path::new("."));
    let written = std::fs::create_dir_all(folder).and_then(|()| {
        let mut new = shared().tempfile_in(folder)?;
        new.write_all(page.bytes())?;
        new.persist(file).map_err(|error| error.error).map(drop)
    });
    written.map_err(|error| unwritten(file, &error))
}

/// What is made as other files are, which others of the team may read.
fn shared() -> tempfile::Builder<'static, 'static> {
    #[allow(unused_mut)]
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(std::fs::Permissions::from_mode(0o666));
    }
    builder
}

/// Makes `to` the file `from` is: another name of it where the disk allows it. An
/// earlier one may be linked to: it is not written through.
pub(super) fn linked(from: &Path, to: &Path) -> io::Result<()> {
    std::fs::create_dir_all(to.parent().unwrap_or(Path::new(".")))?;
    let _ = std::fs::remove_file(to);
    std::fs::hard_link(from, to).or_else(|_| std::fs::copy(from, to).map(drop))
}

pub(super) fn unwritten(file: &Path, error: &io::Error) -> Error {
    let shown = file.display();
    Error::unseen(text!(
        "{shown} n’a pas pu être écrit ({error}).",
        "{shown} could not be written ({error})."
    ))
    .remedy(text!("Vérifiez la place disque et les droits.", "Check disk space and access rights."))
}

fn kept(report: &Report) -> Reading {
    let weighs = |status: Status| matches!(status, Status::Fail | Status::Unknown | Status::Waived);
    let outcomes = report.outcomes.iter().filter(|outcome| weighs(outcome.outcome));
    Reading {
        name: report.repository.name.clone(),
        url: report.repository.url.clone(),
        verdict: report.verdict,
        seen: report.verdict_on_what_was_seen,
        announced: report.degree.announced,
        reached: report.degree.reached,
        date: report.date.clone(),
        rules: report.tool.rules_version.clone(),
        commit: report.commit.clone(),
        last_commit: report.repository.last_commit.clone(),
        files: report.repository.files,
        commits: report.repository.commits,
        licence: None,
        score: report.scores.codegouvfr.minimum,
        incomplete: report.incomplete.iter().take(REASONS).map(|notice| notice.told()).collect(),
        outcomes: outcomes
            .map(|outcome| Concluded {
                rule: outcome.rule.clone(),
                severity: outcome.severity,
                outcome: outcome.outcome,
                findings: outcome.open().count(),
                written: report.is_written(outcome),
            })
            .collect(),
        bodies: Vec::new(),
        signals: BTreeMap::new(),
        holdings: Holdings::default(),
    }
}
