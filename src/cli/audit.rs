//! `publiable audit`.

use super::Global;
use super::console::{self, Progress};
use super::reading::{self, Reading};
use crate::config::source::Loaded;
use crate::config::{baseline, edit};
use crate::engine::{self, Settings};
use crate::error::{Error, Result};
use crate::exit;
use crate::lang::Lang;
use crate::render::Format;
use crate::report::{FailOn, Report};
use crate::rule::Degree;
use crate::snapshot;
use crate::text;
use clap::Args;
use jiff::civil::Date;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// Audit a repository against the publication guide.
#[derive(Debug, Args)]
pub struct Audit {
    /// Repository or folder to audit.
    #[arg(default_value = ".", value_name = "PATH")]
    path: PathBuf,
    /// Audit the tree of this revision, without a checkout.
    #[arg(long, value_name = "REV")]
    rev: Option<String>,
    /// Neither use nor keep what was read of the history.
    #[arg(long)]
    no_cache: bool,
    /// Do not read the history: its rules stay undecided.
    #[arg(long)]
    no_history: bool,
    /// Openness degree to audit at: A, B or C (default: the one announced, else A).
    #[arg(long, value_name = "DEGREE", value_parser = parse_degree)]
    degree: Option<Degree>,
    /// Format of the report, and its file: terminal, json, json=FILE (repeatable).
    #[arg(long, value_name = "FORMAT[=FILE]", value_parser = parse_output)]
    format: Vec<Output>,
    /// What makes the command exit with 1: non-publiable, reserve, or a
    /// severity (blocking, important, recommended, info).
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

/// A format and where it goes: a file, or standard output.
#[derive(Debug, Clone)]
struct Output {
    format: Format,
    file: Option<PathBuf>,
}

/// Reads a degree given to an option.
pub fn parse_degree(word: &str) -> std::result::Result<Degree, String> {
    Degree::public(word).ok_or_else(|| "A, B, C".to_string())
}

fn parse_output(word: &str) -> std::result::Result<Output, String> {
    let (name, file) = match word.split_once('=') {
        Some((name, file)) if !file.is_empty() => (name, Some(PathBuf::from(file))),
        Some((name, _)) => return Err(format!("{name}=FILE")),
        None => (word, None),
    };
    let format = Format::parse(name).ok_or_else(|| Format::NAMES.join(", "))?;
    Ok(Output { format, file: file.filter(|file| file != Path::new("-")) })
}

fn parse_fail_on(word: &str) -> std::result::Result<FailOn, String> {
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
        let outputs = self.outputs()?;
        let today = match self.now {
            Some(today) => today,
            None => today()?,
        };
        let progress = Progress::start(global, asked.unwrap_or_else(Lang::from_locale));
        progress.say(&text!("lecture du dépôt…", "reading the repository…"));
        let Reading { snapshot, past, loaded: Loaded { mut config, catalogue } } = self.read()?;
        if let Some(file) = &self.baseline {
            config.finding.extend(baseline::read(file)?);
        }
        let lang = asked.or(config.lang).unwrap_or_else(Lang::from_locale);
        progress.say(&text!("application des règles…", "applying the rules…"));
        let settings = Settings { degree: self.degree, today, lang };
        let report = engine::audit((&snapshot, &past), &catalogue, &config, settings);
        progress.finish();
        self.write(global, &outputs, &report, lang)?;
        let code = self.fail_on.exit_code(&report);
        Ok(if self.exit_zero && code == exit::FINDINGS { exit::SUCCESS } else { code })
    }

    fn outputs(&self) -> Result<Vec<Output>> {
        if self.format.is_empty() {
            return Ok(vec![Output { format: Format::Terminal, file: None }]);
        }
        if self.format.iter().filter(|output| output.file.is_none()).count() > 1 {
            return Err(Error::usage(text!(
                "Deux formats vont sur la sortie standard.",
                "Two formats go to standard output."
            ))
            .remedy(text!(
                "Donnez un fichier aux autres : --format json=rapport.json",
                "Give the others a file: --format json=report.json"
            )));
        }
        Ok(self.format.clone())
    }

    fn read(&self) -> Result<Reading> {
        let options = snapshot::Options {
            path: self.path.clone(),
            rev: self.rev.clone(),
            history: !self.no_history,
            ..Default::default()
        };
        let cache = if self.no_cache { None } else { reading::cache() };
        reading::read(&options, self.config.as_deref(), &self.rules, cache.as_ref())
    }

    fn write(
        &self,
        global: &Global,
        outputs: &[Output],
        report: &Report,
        lang: Lang,
    ) -> Result<()> {
        for output in outputs {
            let style = console::style(global, lang, self.verbose, output.file.is_some());
            match &output.file {
                None => {
                    let mut out = BufWriter::new(io::stdout().lock());
                    let written = output.format.render(report, &style, &mut out);
                    if let Err(error) = written.and_then(|()| out.flush()) {
                        console::output_error(&error)?;
                    }
                }
                Some(file) => {
                    let mut bytes = Vec::new();
                    let written = output.format.render(report, &style, &mut bytes);
                    written.or_else(|error| console::output_error(&error))?;
                    edit::write(file, &bytes)?;
                }
            }
        }
        Ok(())
    }
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
