//! `publiable audit`.

use super::Global;
use super::console::Progress;
use super::output::{self, Output, forge};
use crate::audit::reading::{self, Opened, Reading};
use crate::audit::{self, Settings};
use crate::config::baseline;
use crate::config::source::Loaded;
use crate::error::{Error, Result};
use crate::exit;
use crate::lang::Lang;
use crate::report::difference::Difference;
use crate::report::{FailOn, Report};
use crate::rule::Degree;
use crate::snapshot::cache::Cache;
use crate::snapshot::{self, Before, Snapshot};
use crate::text;
use clap::Args;
use jiff::civil::Date;
use std::path::PathBuf;

/// Audit a repository against the publication guide.
#[derive(Debug, Args)]
pub struct Audit {
    /// Repository or folder to audit.
    #[arg(default_value = ".", value_name = "PATH")]
    path: PathBuf,
    /// Audit the tree of this revision, without a checkout.
    #[arg(long, value_name = "REV")]
    rev: Option<String>,
    /// Neither use nor keep what an earlier audit learnt.
    #[arg(long)]
    no_cache: bool,
    /// Do not read the history: its rules stay undecided.
    #[arg(long)]
    no_history: bool,
    /// Openness degree to audit at: A, B or C (default: the one announced, else A).
    #[arg(long, value_name = "DEGREE", value_parser = parse_degree)]
    degree: Option<Degree>,
    /// Format of the report, and its file: html=FILE, json=FILE… (repeatable);
    /// one of terminal, json, jsonl, html, markdown, csv, sarif, junit,
    /// gitlab-code-quality, gitlab-secret-detection, github, badge.
    #[arg(long, value_name = "FORMAT[=FILE]", value_parser = output::parse)]
    format: Vec<Output>,
    /// Compare with what the audited files and this revision have in common, and
    /// say what got better or worse; auto takes the target branch of the merge
    /// request of the job.
    #[arg(long, value_name = "REV")]
    compare: Option<String>,
    /// What makes the command exit with 1: non-publiable, reserve, a severity
    /// (blocking, important, recommended, info), or, with --compare, only what
    /// is new: new, new-blocking, new-important, new-recommended.
    #[arg(long, value_name = "LEVEL", default_value = "non-publiable", value_parser = parse_fail_on)]
    fail_on: FailOn,
    /// Exit with 0 whatever is found; errors and incomplete audits keep their codes.
    #[arg(long)]
    exit_zero: bool,
    /// Show everything: what passed, every finding, every criterion.
    #[arg(long, short)]
    verbose: bool,
    /// Configuration to use instead of the publiable.toml of the repository.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// File of settled findings besides those of publiable.toml.
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    /// Folder of rule files that add to or adjust the catalogue (repeatable).
    #[arg(long, value_name = "DIR")]
    rules: Vec<PathBuf>,
    /// Day ages and expiries are counted to, YYYY-MM-DD (default:
    /// SOURCE_DATE_EPOCH, else today).
    #[arg(long, value_name = "DATE", value_parser = parse_date)]
    now: Option<Date>,
}

/// Reads a degree given to an option.
pub fn parse_degree(word: &str) -> std::result::Result<Degree, String> {
    Degree::public(word).ok_or_else(|| "A, B, C".to_string())
}

pub fn parse_fail_on(word: &str) -> std::result::Result<FailOn, String> {
    FailOn::parse(word).ok_or_else(|| FailOn::VALUES.join(", "))
}

/// Reads a day given to an option.
pub fn parse_date(word: &str) -> std::result::Result<Date, String> {
    word.parse().map_err(|_| "YYYY-MM-DD".to_string())
}

impl Audit {
    /// Audits, writes the reports, and answers the exit code.
    pub fn run(&self, global: &Global) -> Result<u8> {
        let asked = global.lang.map(Lang::from);
        let outputs = output::all(&self.format)?;
        let compared = self.compared()?;
        let today = match self.now {
            Some(today) => today,
            None => today()?,
        };
        let progress = Progress::start(global, asked.unwrap_or_else(Lang::from_locale));
        progress.say(&text!("lecture du dépôt…", "reading the repository…"));
        let cache = if self.no_cache { None } else { reading::cache() };
        let options = self.options();
        let opened = self.open(&options, cache.as_ref())?;
        let lang = asked.or(opened.loaded.config.lang).unwrap_or_else(Lang::from_locale);
        let settings = Settings { degree: self.degree, today, lang };
        let report = match compared {
            None => judge(opened, settings, &progress)?,
            Some(names) => {
                let (snapshot, report) = audit(opened, settings, &progress)?;
                let before = Before::find(&snapshot, &options, &names)?;
                progress.say(&text!(
                    "lecture de la révision comparée…",
                    "reading the revision compared…"
                ));
                let opened = self.open_before(&before, cache.as_ref())?;
                let old = judge(opened, settings, &progress)?;
                let comparison = Some(Difference::since(&before.revision, &old, &report));
                Report { comparison, ..report }
            }
        };
        progress.finish();
        let how = (lang, self.verbose);
        if self.format.is_empty() {
            forge::write(global, &report, how)?;
        } else {
            output::write(global, &outputs, std::slice::from_ref(&report), how)?;
        }
        let code = self.fail_on.exit_code(&report);
        Ok(if self.exit_zero && code == exit::FINDINGS { exit::SUCCESS } else { code })
    }

    /// The names of what to compare with, when something is.
    fn compared(&self) -> Result<Option<Vec<String>>> {
        let names = match self.compare.as_deref() {
            None if matches!(self.fail_on, FailOn::New(_)) => return Err(nothing_to_be_new_to()),
            None => return Ok(None),
            Some("auto") => forge::target()?,
            Some(name) => vec![name.to_string(), format!("refs/remotes/origin/{name}")],
        };
        Ok(Some(names).filter(|names| !names.is_empty()))
    }

    fn options(&self) -> snapshot::Options {
        snapshot::Options {
            path: self.path.clone(),
            rev: self.rev.clone(),
            history: !self.no_history,
            ..Default::default()
        }
    }

    fn open<'a>(
        &self,
        options: &'a snapshot::Options,
        cache: Option<&'a Cache>,
    ) -> Result<Opened<'a>> {
        self.settled(reading::open(options, self.config.as_deref(), &self.rules, cache)?)
    }

    fn open_before<'a>(&self, before: &'a Before, cache: Option<&'a Cache>) -> Result<Opened<'a>> {
        let opened = reading::open_before(before, self.config.as_deref(), &self.rules, cache);
        self.settled(opened.map_err(|error| in_revision(&before.revision, error))?)
    }

    /// With the findings that the baseline settles.
    fn settled<'a>(&self, mut opened: Opened<'a>) -> Result<Opened<'a>> {
        if let Some(file) = &self.baseline {
            opened.loaded.config.finding.extend(baseline::read(file)?);
        }
        Ok(opened)
    }
}

fn nothing_to_be_new_to() -> Error {
    Error::usage(text!(
        "Rien n’est nouveau sans révision à laquelle comparer.",
        "Nothing is new without a revision to compare with."
    ))
    .remedy(text!(
        "Donnez-la : --compare origin/main, ou --compare auto dans une intégration continue.",
        "Give it: --compare origin/main, or --compare auto in continuous integration."
    ))
}

/// An error met in the revision compared with.
fn in_revision(revision: &str, error: Error) -> Error {
    let message = error.message.after(
        &format!("Révision comparée « {revision} » : "),
        &format!("Revision compared “{revision}”: "),
    );
    Error { message, ..error }
}

/// The report of an audit, from the cache when nothing changed.
fn judge(opened: Opened<'_>, settings: Settings, progress: &Progress) -> Result<Report> {
    let Some(kept) = opened.kept.clone() else {
        return Ok(audit(opened, settings, progress)?.1);
    };
    let state = opened.state(settings);
    if let Some(report) = state.as_deref().and_then(|state| kept.report(state)) {
        return Ok(report);
    }
    let (_, report) = audit(opened, settings, progress)?;
    if let Some(state) = &state {
        kept.remember_report(state, &report);
    }
    Ok(report)
}

/// Reads the history and applies the rules.
fn audit(
    opened: Opened<'_>,
    settings: Settings,
    progress: &Progress,
) -> Result<(Snapshot, Report)> {
    let kept = opened.kept.clone();
    let Reading { snapshot, past, loaded: Loaded { config, catalogue, .. } } = opened.read()?;
    progress.say(&text!("application des règles…", "applying the rules…"));
    let report = audit::audit((&snapshot, &past), &catalogue, &config, settings);
    if let Some(kept) = kept {
        kept.remember_files(&catalogue.scanner);
    }
    Ok((snapshot, report))
}

/// The day of `SOURCE_DATE_EPOCH`, else the machine's, in UTC.
pub fn today() -> Result<Date> {
    let now = source_date()?.unwrap_or_else(jiff::Timestamp::now);
    Ok(now.to_zoned(jiff::tz::TimeZone::UTC).date())
}

/// The moment that `SOURCE_DATE_EPOCH` sets, when it is set.
pub fn source_date() -> Result<Option<jiff::Timestamp>> {
    let Ok(seconds) = std::env::var("SOURCE_DATE_EPOCH") else { return Ok(None) };
    let parsed = seconds.trim().parse().ok();
    let moment = parsed.and_then(|seconds| jiff::Timestamp::from_second(seconds).ok());
    moment.map(Some).ok_or_else(|| {
        Error::usage(text!(
            "SOURCE_DATE_EPOCH vaut « {seconds} », qui n’est pas un nombre de secondes.",
            "SOURCE_DATE_EPOCH is “{seconds}”, which is not a number of seconds."
        ))
        .remedy(text!("Corrigez-la ou retirez-la.", "Correct it or unset it."))
    })
}
