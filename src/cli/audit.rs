//! `publiable audit`.

use super::Global;
use super::console::Progress;
use super::output::{self, How, Output, forge};
use super::usage::{WrongValue, parse_among};
use crate::audit::{Options, audit_telling};
use crate::budget::Limits;
use crate::error::{Error, Result};
use crate::exit;
use crate::finding::Certainty;
use crate::fleet::fetch;
use crate::lang::{Lang, Tell, Text};
use crate::render::placed::CLONED;
use crate::render::{Depth, Format, escape, sentence, verdict};
use crate::report::{FailOn, Report};
use crate::rule::Degree;
use crate::snapshot::cache::Cache;
use crate::snapshot::is_repository;
use crate::text;
use clap::Args;
use jiff::civil::Date;
use std::path::{Path, PathBuf};

/// The titles of the groups of options.
pub(super) const READ: &str = "What is audited";
pub(super) const SHOWN: &str = "What is shown";
pub(super) const GATE: &str = "What makes it fail";

/// Audit a repository against the publication guide.
#[derive(Debug, Args)]
pub(super) struct Audit {
    #[command(flatten)]
    repository: super::Repository,
    /// Audit the tree of this revision, without a checkout.
    #[arg(long, help_heading = READ, value_name = "REV")]
    rev: Option<String>,
    /// Audit this folder alone, without the rest of its repository nor the history.
    #[arg(long, help_heading = READ, conflicts_with = "compare")]
    only: bool,
    /// Copy the repository whose address is given, or bring its copy up to date, with
    /// the installed git, then audit it: the one thing here that uses the network.
    #[arg(long, help_heading = READ)]
    clone: bool,
    /// Neither use nor keep what an earlier audit learnt.
    #[arg(long, help_heading = READ)]
    no_cache: bool,
    /// Most that the audit may take, in time or in what archives unfold to: 30m,
    /// 2GiB (repeatable; default 1h, 4GiB). What is left out makes it incomplete.
    #[arg(long, help_heading = READ, value_name = "TIME|SIZE")]
    budget: Vec<String>,
    /// Do not read the history: its rules stay undecided.
    #[arg(long, help_heading = READ)]
    no_history: bool,
    /// Openness degree to audit at: A (collaborative), B (open) or C (published);
    /// default: the one announced, else A.
    #[arg(long, help_heading = READ, value_name = "DEGREE", value_parser = parse_degree)]
    degree: Option<Degree>,
    #[arg(
        long, help_heading = SHOWN,
        value_name = "FORMAT[=FILE]",
        value_parser = output::parse,
        help = format!(
            "Format of the report, and its file: html=FILE, json=FILE… (repeatable); one of {}",
            Format::names().join(", ")
        )
    )]
    format: Vec<Output>,
    /// Compare with what the audited files and this revision have in common, and
    /// say what got better or worse; auto takes the target branch of the merge
    /// request of the job.
    #[arg(long, help_heading = SHOWN, value_name = "REV")]
    compare: Option<String>,
    /// What makes the command exit with 1: not-publishable, reservation, a severity
    /// (blocking, important, recommended, info), or, with --compare, only what
    /// is new: new, new-blocking, new-important, new-recommended; or the French words.
    #[arg(long, help_heading = GATE, value_name = "LEVEL", default_value = "non-publiable", value_parser = parse_fail_on)]
    fail_on: FailOn,
    /// Exit with 0 whatever is found; errors and incomplete audits keep their codes.
    #[arg(long, help_heading = GATE)]
    exit_zero: bool,
    /// Show everything: what passed, every finding, every criterion.
    #[arg(long, help_heading = SHOWN, short)]
    verbose: bool,
    /// Show the first screen alone: the verdict and what to do first.
    #[arg(long, help_heading = SHOWN, conflicts_with_all = ["verbose", "details"])]
    summary: bool,
    /// Show all that is known of a rule (secrets/tree), of a chapter (secrets), of a
    /// finding by its fingerprint, or of everything (all).
    #[arg(long, help_heading = SHOWN, value_name = "RULE|CHAPTER|all")]
    details: Option<String>,
    /// Show only secrets and personal data at least so sure: proven, recognised,
    /// probable or possible; the verdict counts them all.
    #[arg(long, help_heading = SHOWN, value_name = "CERTAINTY", value_parser = parse_certainty)]
    min_confidence: Option<Certainty>,
    /// Configuration to use instead of the publiable.toml of the repository.
    #[arg(long, help_heading = READ, value_name = "FILE")]
    config: Option<PathBuf>,
    /// File of settled findings besides those of publiable.toml.
    #[arg(long, help_heading = READ, value_name = "FILE")]
    baseline: Option<PathBuf>,
    /// Folder of rule files that add to or adjust the catalogue (repeatable).
    #[arg(long, help_heading = READ, value_name = "DIR")]
    rules: Vec<PathBuf>,
    /// Day ages and expiries are counted to, YYYY-MM-DD (default:
    /// SOURCE_DATE_EPOCH, else today).
    #[arg(long, help_heading = READ, value_name = "DATE", value_parser = parse_date)]
    now: Option<Date>,
}

/// Reads a certainty given to an option, in French or in English.
fn parse_certainty(word: &str) -> std::result::Result<Certainty, WrongValue> {
    parse_among(word, Certainty::parse, &Certainty::DESCENDING.map(Certainty::label))
}

/// Reads a degree given to an option.
pub(super) fn parse_degree(word: &str) -> std::result::Result<Degree, String> {
    Degree::public(word).ok_or_else(|| "A, B, C".to_string())
}

/// Reads a gate given to an option.
pub(super) fn parse_fail_on(word: &str) -> std::result::Result<FailOn, WrongValue> {
    parse_among(word, FailOn::parse, &FailOn::words())
}

/// Reads a day given to an option.
pub(super) fn parse_date(word: &str) -> std::result::Result<Date, WrongValue> {
    word.parse().map_err(|_| WrongValue::Expected(text!("AAAA-MM-JJ", "YYYY-MM-DD")))
}

impl Audit {
    /// Audits, writes the reports, and answers the exit code.
    pub(super) fn run(&self, global: &Global) -> Result<u8> {
        let mut outputs = output::all(&self.format)?;
        let free = outputs.iter().all(|output| output.file.is_some());
        if self.summary && free && !outputs.iter().any(|one| one.format == Format::Terminal) {
            outputs.extend(output::all(&[])?);
        }
        let options = self.options(global)?;
        let progress = Progress::start(global, options.lang.unwrap_or_else(Lang::from_locale));
        let path = self.place(&|message| progress.say(message))?;
        let report = audit_telling(&path, &options, &|message| progress.say(message))?;
        progress.finish();
        if !global.quiet && !self.only && is_part(&path, &report) {
            let (path, name) = (self.folder(), &report.repository.name);
            let path = if path.is_empty() { "." } else { &path };
            let said = text!(
                "{path} est une partie du dépôt {name}, qui a été audité en entier. Ce dossier seul : publiable audit {path} --only",
                "{path} is a part of the repository {name}, all of which was audited. This folder alone: publiable audit {path} --only"
            );
            output::to_stderr(&format!("{}\n", escape(said.get(report.language))));
        }
        if !global.quiet && report.repository.kind == "folder" {
            tell_of_clones(&path, report.language);
        }
        let folder = self.folder();
        let (lang, depth) = (report.language, self.depth());
        // No format tells a failure that the exit code does not.
        let gate = if self.exit_zero { FailOn::Never } else { self.fail_on };
        let how = How { lang, depth, folder: &folder, gate };
        let code = self.fail_on.exit_code(&report);
        let conclusion = self.conclusion(&report, code).filter(|_| !global.quiet);
        let unread = !report.incomplete.is_empty();
        let report = match self.min_confidence {
            Some(least) => report.at_least(least),
            None => report,
        };
        if self.format.is_empty() {
            output::write_to_job(global, &report, how)?;
        } else {
            output::write(global, &outputs, std::slice::from_ref(&report), how)?;
        }
        if let Some(said) = conclusion {
            output::to_stderr(&format!("{}.\n", escape(said.get(lang))));
        }
        Ok(match self.exit_zero && code == exit::FINDINGS {
            true if !unread => exit::SUCCESS,
            true => exit::INCOMPLETE,
            false => code,
        })
    }

    /// What is said on standard error of an audit of this exit code: everything in a line
    /// when every report goes to a file, else what reaches a threshold that the page does not tell.
    fn conclusion(&self, report: &Report, code: u8) -> Option<Text> {
        let files: Option<Vec<String>> = self.format.iter().map(|one| one.name()).collect();
        if let Some(files) = files.filter(|files| !files.is_empty()) {
            let said = verdict::in_a_line(report, self.fail_on);
            let files = files.join(", ");
            return Some(text!("{said} ; écrit : {files}", "{said}; written: {files}"; said));
        }
        let untold = report.comparison.is_some() || self.fail_on != FailOn::default();
        (code == exit::FINDINGS && untold)
            .then(|| sentence(&verdict::threshold(report, self.fail_on)))
    }

    /// Where the repository is, once it is copied when that is asked.
    fn place(&self, tell: Tell<'_>) -> Result<PathBuf> {
        if !self.clone {
            return Ok(self.repository.path().to_path_buf());
        }
        let url = self.repository.path().to_string_lossy();
        tell(&text!("copie de {url}…", "copying {url}…"));
        fetch::kept(&url, &|| false)
    }

    /// What the commands of the report are about: an address that was copied has to be
    /// copied again.
    fn folder(&self) -> String {
        let folder = super::folder(self.repository.path());
        if self.clone { format!("{folder}{CLONED}") } else { folder }
    }

    /// The rule or the chapter that `--details` names.
    fn chosen(&self) -> Option<&str> {
        self.details.as_deref().filter(|chosen| *chosen != "all")
    }

    fn depth(&self) -> Depth<'_> {
        match (&self.details, self.chosen()) {
            (_, Some(chosen)) => Depth::Chosen(chosen),
            (Some(_), None) => Depth::All,
            (None, None) if self.summary => Depth::Summary,
            (None, None) => Depth::of(self.verbose),
        }
    }

    fn options(&self, global: &Global) -> Result<Options> {
        Ok(Options {
            revision: self.rev.clone(),
            only: self.only,
            history: !self.no_history,
            degree: self.degree,
            compare: self.compared()?,
            about: self.chosen().map(str::to_string),
            config: self.config.clone(),
            baseline: self.baseline.clone(),
            rules: self.rules.clone(),
            lang: global.lang.map(Lang::from),
            today: self.now,
            cache: if self.no_cache { None } else { Cache::usual_folder() },
            budget: self.budget.iter().try_fold(Limits::default(), |all, word| all.with(word))?,
        })
    }

    /// The names of what to compare with; none when nothing is.
    fn compared(&self) -> Result<Vec<String>> {
        match self.compare.as_deref() {
            None if matches!(self.fail_on, FailOn::New(_)) => Err(nothing_to_be_new_to()),
            None => Ok(Vec::new()),
            Some("auto") => forge::target(),
            Some(name) => Ok(vec![name.to_string(), format!("refs/remotes/origin/{name}")]),
        }
    }
}

/// True for a folder inside of the work tree that `report` is about.
fn is_part(path: &Path, report: &Report) -> bool {
    report.repository.kind == "work-tree" && path.join(".git").symlink_metadata().is_err()
}

/// Says on standard error that the folder audited as one project holds several.
fn tell_of_clones(path: &Path, lang: Lang) {
    let inside = std::fs::read_dir(path).into_iter().flatten().flatten();
    let count = inside.filter(|entry| is_repository(&entry.path())).count();
    let path = path.display();
    if count > 1 {
        let said = text!(
            "{path} contient {count} dépôts, audités ici comme un seul dossier. Un par un : publiable fleet audit {path} --out parc",
            "{path} holds {count} repositories, audited here as one folder. One by one: publiable fleet audit {path} --out fleet"
        );
        output::to_stderr(&format!("{}\n", escape(said.get(lang))));
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
