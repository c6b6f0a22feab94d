//! `publiable secrets scan`.

use super::super::Global;
use super::super::console::{self, Progress};
use super::super::output;
use super::exceptions::Settlements;
use super::look::{self, Looking, Seen};
use crate::error::{Error, Result};
use crate::exit;
use crate::lang::Lang;
use crate::render::secrets::{Asked, Format};
use crate::render::{Depth, escape};
use crate::secrets::inventory::Inventory;
use crate::secrets::{Level, Redacted, Scanner};
use crate::snapshot::{self, is_git_folder, targets};
use crate::text;
use clap::{Args, ValueEnum};
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

/// Look for secrets in files, folders, standard input or what is staged.
#[derive(Debug, Args)]
pub(in crate::cli) struct Scan {
    /// Files or folders, those that git ignores included; - reads standard input.
    #[arg(default_value = ".", value_name = "PATH")]
    path: Vec<PathBuf>,
    /// Name that tells the format of standard input.
    #[arg(long, value_name = "FILE")]
    name: Option<String>,
    /// Look at what the next commit of the repository would bring, and only that.
    #[arg(long)]
    staged: bool,
    /// Look at the whole history of the repository too.
    #[arg(long, conflicts_with = "staged")]
    history: bool,
    /// Look at what the history holds since this revision too.
    #[arg(long, value_name = "REV", conflicts_with = "staged")]
    since: Option<String>,
    /// With the history, look only at what these references lead to (repeatable).
    #[arg(long, value_name = "PATTERN")]
    refs: Vec<String>,
    /// text, json, jsonl or sarif.
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = Format::Text)]
    format: Format,
    /// What is told: report, review (and report), or all (information too).
    #[arg(long, value_enum, value_name = "LEVEL", default_value_t = LevelArg::Report)]
    level: LevelArg,
    /// One entry for each place, instead of one for each value.
    #[arg(long)]
    all_places: bool,
    /// What makes the command exit with 1: report, review or never.
    #[arg(long, value_enum, value_name = "LEVEL", default_value_t = FailOnArg::Report)]
    fail_on: FailOnArg,
    /// Show the values in clear, on a terminal only.
    #[arg(long)]
    reveal: bool,
    /// File of settled findings besides those of publiable.toml.
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    /// Tell what publiable.toml, the baseline and comments in files allow.
    #[arg(long)]
    no_exceptions: bool,
    /// Write to this file instead of standard output.
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// A level as options name it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LevelArg {
    Report,
    Review,
    All,
}

impl From<LevelArg> for Level {
    fn from(argument: LevelArg) -> Level {
        match argument {
            LevelArg::Report => Level::Report,
            LevelArg::Review => Level::Review,
            LevelArg::All => Level::Information,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FailOnArg {
    Report,
    Review,
    Never,
}

impl Scan {
    /// Scans, writes what was found and answers the exit code.
    pub(super) fn run(&self, global: &Global, lang: Lang) -> Result<u8> {
        self.check()?;
        let settlements = match self.no_exceptions {
            true => Settlements::default(),
            false => Settlements::load(&self.path, self.baseline.as_deref())?,
        };
        let progress = Progress::start(global, lang);
        progress.say(&text!("recherche de secrets…", "looking for secrets…"));
        let mut seen = self.look()?;
        progress.finish();
        let found = seen.gather(!self.no_exceptions);
        let mut remarks = seen.remarks;
        remarks.extend(settlements.remarks.iter().cloned());
        let mut covers = |one: &_| settlements.covers(one);
        let inventory = Inventory::new(found, &mut covers, self.reveal, (seen.unseen, remarks));
        let mut inventory = Inventory { files: seen.files, ..inventory };
        if self.format == Format::Sarif {
            let paths = inventory.paths_of_files();
            paths.for_each(|path| *path = below_root(path, &self.path));
        }
        self.write(global, lang, &inventory)?;
        Ok(self.exit_code(&inventory))
    }

    fn check(&self) -> Result<()> {
        let to_terminal =
            self.output.is_none() && self.format == Format::Text && io::stdout().is_terminal();
        if self.reveal && !to_terminal {
            return Err(Error::usage(text!(
                "--reveal n’écrit les secrets que sur un terminal, au format texte.",
                "--reveal writes secrets on a terminal only, in text format."
            ))
            .remedy(text!(
                "Retirez --reveal, ou la redirection et --output.",
                "Remove --reveal, or the redirection and --output."
            )));
        }
        if let Some(bare) =
            self.path.iter().find(|path| is_git_folder(path)).filter(|_| !self.reads_history())
        {
            let shown = bare.display();
            return Err(Error::usage(text!(
                "{shown} est un dépôt nu : il n’a pas de fichiers à lire.",
                "{shown} is a bare repository: it has no files to read."
            ))
            .remedy(text!(
                "Lisez ce qu’il contient : --history.",
                "Read what it holds: --history."
            )));
        }
        let stdin = self.reads_stdin();
        if stdin && (self.path.len() > 1 || self.staged) {
            return Err(Error::usage(text!(
                "« - » se lit seul, sans autre chemin ni --staged.",
                "“-” is read alone, without another path or --staged."
            )));
        }
        if self.name.is_some() && !stdin {
            return Err(Error::usage(text!(
                "--name ne va qu’avec « - ».",
                "--name goes with “-” only."
            )));
        }
        if (self.staged || self.reads_history()) && (self.path.len() > 1 || stdin) {
            return Err(Error::usage(text!(
                "--staged et l’historique s’appliquent à un seul dépôt.",
                "--staged and the history apply to one repository."
            )));
        }
        Ok(())
    }

    fn reads_history(&self) -> bool {
        self.history || self.since.is_some() || !self.refs.is_empty()
    }

    fn reads_stdin(&self) -> bool {
        self.path.iter().any(|path| path == Path::new("-"))
    }

    fn look(&self) -> Result<Seen> {
        // Of several repositories, the earliest day: what had not expired in one has not.
        let days = self.path.iter().map(|path| snapshot::day_of(path));
        let days = days.collect::<Option<Vec<i64>>>().filter(|_| !self.reads_stdin());
        let day = days.and_then(|days| days.into_iter().min());
        let scanner = Scanner::default().of_day(day);
        let looking = Looking { scanner: &scanner, exceptions: None };
        if self.reads_stdin() {
            let name = self.name.as_deref().unwrap_or("-");
            return Ok(look::stream(looking, io::stdin(), name));
        }
        let first = self.path.first().cloned().unwrap_or_default();
        if self.staged {
            return look::index(looking, &first);
        }
        // What a bare repository is made of says nothing: its history does.
        let folders =
            self.path.iter().filter(|path| !is_git_folder(path)).cloned().collect::<Vec<_>>();
        let mut seen = look::files(looking, &targets::list(&folders)?);
        if self.reads_history() {
            let options = snapshot::Options {
                path: first.clone(),
                history: true,
                since: self.since.clone(),
                references: self.refs.clone(),
                ..snapshot::Options::default()
            };
            let root = seen.add_history(&options, &scanner)?;
            let shown = self.format != Format::Sarif;
            if shown && first.canonicalize().is_ok_and(|first| first == root) {
                seen.show_past_below(&targets::prefix_of(&first));
            }
        }
        Ok(seen)
    }

    fn write(&self, global: &Global, lang: Lang, inventory: &Inventory) -> Result<()> {
        let style = console::style(global, lang, Depth::Usual, self.output.is_some());
        let asked = Asked { level: self.level.into(), all_places: self.all_places };
        // A line-by-line format has no place for what was not seen.
        if self.format == Format::Jsonl {
            warn(inventory, lang);
        }
        let mut page = Vec::new();
        let rendered = self.format.render(inventory, asked, &style, &mut page);
        rendered.or_else(|error| console::output_error(&error))?;
        let shown = self.shown(&page);
        match &self.output {
            Some(file) => output::save(file, &shown),
            None => output::print(self.format == Format::Text, &shown),
        }
    }

    /// `page` as it leaves: with its values when they were asked for.
    fn shown<'p>(&self, page: &'p [u8]) -> Redacted<'p> {
        if self.reveal { Redacted::disclosed(page) } else { Redacted::of(page) }
    }

    fn exit_code(&self, inventory: &Inventory) -> u8 {
        let counts = inventory.counts();
        let found = match self.fail_on {
            FailOnArg::Report => counts.report,
            FailOnArg::Review => counts.report + counts.review,
            FailOnArg::Never => 0,
        };
        match (inventory.unseen.is_empty(), found) {
            (false, _) => exit::INCOMPLETE,
            (true, 0) => exit::SUCCESS,
            _ => exit::FINDINGS,
        }
    }
}

fn warn(inventory: &Inventory, lang: Lang) {
    let separator = lang.pick("\u{a0}: ", ": ");
    let mut lines = String::new();
    for remark in inventory.unseen.iter().chain(&inventory.remarks) {
        let space = if remark.path.is_empty() { "" } else { separator };
        let line = format!("{}{space}{}", remark.path, remark.message.get(lang));
        lines.push_str(&format!("{}\n", escape(&line)));
    }
    output::to_stderr(&lines);
}

/// `shown`, a path as the caller wrote it, as code scanning takes it: from the
/// root of its repository, else from the folder named that holds it.
fn below_root(shown: &str, named: &[PathBuf]) -> String {
    let (file, inside) = shown.split_at(shown.find("!/").unwrap_or(shown.len()));
    let Ok(real) = Path::new(file).canonicalize() else {
        let prefixes = named.iter().map(|path| targets::prefix_of(path));
        let below = prefixes.into_iter().find_map(|prefix| shown.strip_prefix(&prefix));
        return below.unwrap_or(shown).to_string();
    };
    let repository = real.ancestors().find(|folder| folder.join(".git").exists());
    let folder = || named.iter().filter_map(|path| path.canonicalize().ok());
    let below = match repository {
        Some(root) => real.strip_prefix(root).ok().map(Path::to_path_buf),
        None => folder().find_map(|root| real.strip_prefix(root).ok().map(Path::to_path_buf)),
    };
    let below = below.filter(|below| !below.as_os_str().is_empty());
    let below = below.or_else(|| real.file_name().map(PathBuf::from)).unwrap_or_default();
    format!("{}{inside}", below.to_string_lossy().replace('\\', "/"))
}
