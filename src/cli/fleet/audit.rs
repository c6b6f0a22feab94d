//! `publiable fleet audit`.

use super::super::audit::{parse_date, parse_degree};
use super::super::console::{self, Progress};
use super::super::{Global, output};
use super::aligned;
use crate::clock;
use crate::error::{Error, Result};
use crate::exit;
use crate::fleet::pool::Limits;
use crate::fleet::reading::Setup;
use crate::fleet::run::{self, Asked, Done, MISSING};
use crate::fleet::shard::Shard;
use crate::fleet::summary::Summary;
use crate::fleet::{Index, Standing, fetch};
use crate::lang::Lang;
use crate::rule::Degree;
use crate::text;
use clap::Args;
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// Audit every repository that folders, lists and published files name.
#[derive(Debug, Args)]
pub(in crate::cli) struct Audit {
    /// A folder of clones or of bare mirrors, an address, or a list of them: text, CSV,
    /// JSON, TOML, the files of code.gouv.fr, publishers.yml, a DashLord file.
    #[arg(required = true, value_name = "INPUT")]
    inputs: Vec<PathBuf>,
    /// Folder of the index and of the reports; an earlier run there is resumed.
    #[arg(long, value_name = "FOLDER")]
    out: PathBuf,
    /// Repositories read at once (default: one a processor).
    #[arg(long, short, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    jobs: Option<u16>,
    /// Read again only what was not reached.
    #[arg(long)]
    failed: bool,
    /// Read only the repositories of the bodies or ministries whose name holds this word
    /// (repeatable).
    #[arg(long, value_name = "WORD")]
    only_body: Vec<String>,
    /// Read only the repositories whose last commit is of this day or later.
    #[arg(long, value_name = "DATE", value_parser = parse_date)]
    since: Option<Date>,
    /// Days after which a report is made again though nothing changed: ages and expiries
    /// are counted to its day.
    #[arg(long, value_name = "DAYS", default_value_t = 30)]
    max_age: u32,
    /// Most time for one repository: 30s, 10m, 1h.
    #[arg(long, value_name = "TIME", default_value = "10m")]
    timeout: String,
    /// Most memory for one repository: 512MiB, 2GiB (on Linux).
    #[arg(long, value_name = "SIZE", default_value = "2GiB")]
    memory: String,
    #[command(flatten)]
    network: Network,
    /// Read one part alone: 2/8, or auto for the one that the variables of GitLab,
    /// Kubernetes, Slurm… tell (auto/8 where they do not tell how many); see fleet merge.
    #[arg(long, value_name = "I/N|auto")]
    shard: Option<String>,
    /// Do not read the histories: their rules stay undecided.
    #[arg(long)]
    no_history: bool,
    /// Openness degree to audit at: A, B or C (default: the one each announces, else A).
    #[arg(long, value_name = "DEGREE", value_parser = parse_degree)]
    degree: Option<Degree>,
    /// Folder of rules that add to or adjust the catalogue (repeatable).
    #[arg(long, value_name = "FOLDER")]
    rules: Vec<PathBuf>,
    /// Day ages and expiries are counted to, YYYY-MM-DD (default: SOURCE_DATE_EPOCH, else
    /// today).
    #[arg(long, value_name = "DATE", value_parser = parse_date)]
    now: Option<Date>,
}

/// The group of options that only `--fetch` gives a sense to.
pub(in super::super) const NETWORK: &str = "With --fetch";

/// How the network is used, when it is.
#[derive(Debug, Args)]
struct Network {
    /// Copy with git what has an address and no clone here, and bring earlier copies up to
    /// date. Without it, nothing reaches the network.
    #[arg(long)]
    fetch: bool,
    /// Copies at once from one host.
    #[arg(long, help_heading = NETWORK, value_name = "N", default_value_t = 2, requires = "fetch")]
    per_host: u16,
    /// Time between two copies from one host: 1s.
    #[arg(long, help_heading = NETWORK, value_name = "TIME", default_value = "1s", requires = "fetch")]
    delay: String,
    /// Most time for one copy.
    #[arg(long, help_heading = NETWORK, value_name = "TIME", default_value = "10m", requires = "fetch")]
    fetch_timeout: String,
    /// Most size of one copy.
    #[arg(long, help_heading = NETWORK, value_name = "SIZE", default_value = "4GiB", requires = "fetch")]
    max_size: String,
    /// Most that is waited for when a forge asks to wait; beyond, the repository is not
    /// read.
    #[arg(long, help_heading = NETWORK, value_name = "TIME", default_value = "15m", requires = "fetch")]
    max_wait: String,
}

/// Copies at once, in all.
const COPIES: usize = 16;

impl Network {
    fn asked(&self, out: &std::path::Path) -> Result<Option<fetch::Asked>> {
        if !self.fetch {
            return Ok(None);
        }
        let time = |word: &str| limit(word, SECONDS).map(Duration::from_secs);
        Ok(Some(fetch::Asked {
            mirrors: out.join(run::MIRRORS),
            jobs: COPIES,
            per_host: usize::from(self.per_host),
            delay: time(&self.delay)?,
            timeout: time(&self.fetch_timeout)?,
            size: limit(&self.max_size, BYTES)?,
            patience: time(&self.max_wait)?,
        }))
    }
}

/// Bodies that the summary shows.
const BODIES: usize = 20;
/// What is missing that is named on the screen.
const NAMED: usize = 10;
/// Columns of a reason there; the list has it whole.
const WIDTH: usize = 100;
/// How often progress is shown.
const SHOWN: Duration = Duration::from_millis(200);

impl Audit {
    /// Audits, and answers the exit code.
    pub(super) fn run(&self, global: &Global, lang: Lang) -> Result<u8> {
        let asked = self.asked(global)?;
        std::fs::create_dir_all(&self.out).map_err(|error| unwritable(&self.out, &error))?;
        let progress = Progress::start(global, lang);
        progress.say(&text!("lecture des entrées…", "reading the inputs…"));
        let network = self.network.asked(&self.out)?;
        let mut plan = run::plan(&self.inputs, &self.out)?.part(asked.shard);
        let mut unfetched = BTreeMap::new();
        if let Some(network) = network {
            let progress = std::sync::Mutex::new(&progress);
            let tell = |done: usize, of: usize| {
                if let Ok(progress) = progress.lock() {
                    progress.say(&text!("copie : {done} sur {of}…", "copying: {done} of {of}…"));
                }
            };
            unfetched = console::uninterrupted(|| {
                fetch::fetch(&network, &plan, &tell, &console::interrupted)
            });
            // What was copied is looked at as what was there.
            plan = run::plan(&self.inputs, &self.out)?.part(asked.shard);
        }
        let shown = std::cell::Cell::new(None::<Instant>);
        let tell = |now: run::Progress| {
            if shown.get().is_none_or(|last| last.elapsed() > SHOWN) {
                shown.set(Some(Instant::now()));
                progress.say(&said(now));
            }
        };
        let done = console::uninterrupted(|| {
            run::audit(&asked, &plan, &unfetched, &tell, &console::interrupted)
        })?;
        progress.finish();
        self.conclude(&done, lang)
    }

    fn asked(&self, global: &Global) -> Result<Asked> {
        let today = self.now.map_or_else(clock::today, Ok)?;
        let setup = Setup {
            rules: self.rules.iter().map(|folder| absolute(folder)).collect(),
            degree: self.degree,
            no_history: self.no_history,
            lang: global.lang.map(Lang::from),
            today: self.now.map(|day| day.to_string()),
            timeout: limit(&self.timeout, SECONDS)?,
        };
        // Rules that are wrong are refused before anything long is started.
        crate::audit::Catalogue::with(&setup.rules)?;
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let limits = Limits {
            jobs: self.jobs.map_or(cores, usize::from),
            timeout: Duration::from_secs(setup.timeout),
            memory: limit(&self.memory, BYTES)?,
        };
        let variable = |name: &str| std::env::var(name).ok();
        let program = std::env::current_exe().map_err(|error| {
            Error::unseen(text!(
                "Le programme ne trouve pas où il est ({error}).",
                "The program does not find where it is ({error})."
            ))
        })?;
        Ok(Asked {
            out: self.out.clone(),
            program,
            setup,
            limits,
            failed: self.failed,
            only_body: self.only_body.clone(),
            since: self.since,
            max_age: self.max_age,
            today,
            shard: self.shard.as_deref().map(|word| Shard::parse(word, &variable)).transpose()?,
        })
    }

    /// Shows the summary, and names what is missing.
    fn conclude(&self, done: &Done, lang: Lang) -> Result<u8> {
        let index = Index::open(&self.out)?;
        let summary = Summary::of(&index)?;
        let mut page = aligned(&summary.table(lang, BODIES));
        let more = summary.bodies.len().saturating_sub(BODIES);
        if more > 0 {
            let line = text!(more; "… et {more} autre organisme" | "… et {more} autres organismes", "… and {more} more body" | "… and {more} more bodies");
            let _ = writeln!(page, "{}", line.get(lang));
        }
        let (read, unchanged, same) = (done.read, done.unchanged, summary.same);
        let line = text!(
            "Lus maintenant : {read} ; inchangés : {unchanged} ; en double : {same}.",
            "Read now: {read}; unchanged: {unchanged}; doubles: {same}."
        );
        let _ = writeln!(page, "\n{}", line.get(lang));
        let code = self.missing(&index, done, lang, &mut page)?;
        let out = crate::text::show::shell_quoted(&self.out.display().to_string());
        let next = text!(
            "Ensuite : publiable fleet report {out} --out site, pour le lire en pages web.",
            "Next: publiable fleet report {out} --out site, to read it as web pages."
        );
        let _ = writeln!(page, "{}", next.get(lang));
        output::to_stdout(true, |out| {
            out.write_all(crate::render::escape_lines(&page).as_bytes())
        })?;
        Ok(code)
    }

    fn missing(&self, index: &Index, done: &Done, lang: Lang, page: &mut String) -> Result<u8> {
        if !done.without.is_empty() {
            let count = done.without.len();
            let line = text!(count;
                "{count} compte n’a aucun dépôt nommé : donnez le dossier de ses clones, ou leur liste." |
                "{count} comptes n’ont aucun dépôt nommé : donnez le dossier de leurs clones, ou leur liste.",
                "{count} account has no repository named: give the folder of its clones, or their list." |
                "{count} accounts have no repository named: give the folder of their clones, or their list.");
            let _ = writeln!(page, "{}", line.get(lang));
        }
        let mut unread: Vec<_> = index
            .repositories()?
            .into_iter()
            .filter(|one| matches!(one.standing, Standing::Missing | Standing::Incomplete))
            .filter(|one| one.missing.as_ref().is_some_and(|missing| !missing.is_left()))
            .collect();
        // What was not read at all comes first.
        unread.sort_by_key(|one| std::cmp::Reverse(one.standing));
        if unread.is_empty() {
            return Ok(if done.stopped { exit::INTERRUPTED } else { exit::SUCCESS });
        }
        let (count, file) = (unread.len(), self.out.join(MISSING));
        let file = file.display();
        let line = text!(count;
            "{count} dépôt n’est pas lu, ou pas en entier : il ne compte jamais pour conforme." |
            "{count} dépôts ne sont pas lus, ou pas en entier : ils ne comptent jamais pour conformes.",
            "{count} repository is not read, or not wholly: it never counts as passed." |
            "{count} repositories are not read, or not wholly: they never count as passed.");
        let _ = writeln!(page, "{}", line.get(lang));
        for one in unread.iter().take(NAMED) {
            let Some(missing) = &one.missing else { continue };
            let why = missing.reason.told(&missing.detail);
            let why = ::console::truncate_str(why.get(lang), WIDTH, "…");
            let then = missing.reason.remedy();
            let _ = writeln!(page, "  {} — {why} → {}", one.key, then.get(lang));
        }
        let line = text!(
            "La liste entière est dans {file}, et se donne en entrée.",
            "The whole list is in {file}, and can be given as input."
        );
        let _ = writeln!(page, "{}", line.get(lang));
        Ok(if done.stopped { exit::INTERRUPTED } else { exit::INCOMPLETE })
    }
}

/// How far the run is.
fn said(now: run::Progress) -> crate::lang::Text {
    let run::Progress { of, done, missing, started } = now;
    let rate = done as f64 / started.elapsed().as_secs_f64().max(0.001);
    let left = if done == 0 { 0.0 } else { (of - done) as f64 / rate };
    let (minutes, seconds) = (left as u64 / 60, left as u64 % 60);
    let rate = format!("{rate:.1}");
    text!(
        "{done} sur {of} dépôts, {missing} non lus, {rate} par seconde, reste {minutes} min {seconds:02} s",
        "{done} of {of} repositories, {missing} not read, {rate} a second, {minutes} min {seconds:02} s left"
    )
}

fn absolute(path: &std::path::Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_path_buf())
}

/// A time given to an option, in seconds, and a size, in bytes.
const SECONDS: fn(&crate::Limits) -> u64 = |given| given.time.as_secs();
const BYTES: fn(&crate::Limits) -> u64 = |given| given.unpacked;

/// A limit given to an option: `of` is the one that it sets.
fn limit(word: &str, of: fn(&crate::Limits) -> u64) -> Result<u64> {
    let none = crate::Limits { time: Duration::ZERO, unpacked: 0 };
    match of(&none.with(word)?) {
        0 => none.with("").map(|_| 0),
        given => Ok(given),
    }
}

fn unwritable(folder: &std::path::Path, error: &std::io::Error) -> Error {
    let shown = folder.display();
    Error::usage(text!(
        "Le dossier {shown} n’a pas pu être créé ({error}).",
        "The folder {shown} could not be created ({error})."
    ))
    .remedy(text!("Donnez-en un où vous pouvez écrire.", "Give one where you may write."))
}
