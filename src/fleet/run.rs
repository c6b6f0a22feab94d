//! One audit of a fleet: what is to be read, by whom, and the index that comes out.

use super::index::{self, Entry, Index, Repository, Standing};
use super::input::{Body, Inputs};
use super::missing::{Missing, Reason};
use super::plan::{Member, Plan};
use super::pool::{self, Limits};
use super::reading::holdings::Holdings;
use super::reading::{self, Answer, Order, Reading, Setup};
use super::shard::Shard;
use super::{address, clone};
use crate::error::{Error, Result};
use crate::lang::Text;
use crate::secrets::Redacted;
use crate::snapshot::cache;
use crate::text;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::time::Instant;

/// Where the reports are, in the folder of a run.
const REPORTS: &str = "reports";
/// Where the mirrors are.
pub(crate) const MIRRORS: &str = "mirrors";
/// The list of what is missing.
pub(crate) const MISSING: &str = "missing.csv";
/// What an index says of its part.
pub(super) const SHARD: &str = "shard";
/// What it says of the whole: the digest of its names.
pub(super) const FLEET: &str = "fleet";
/// The longest name that a report starts with.
const NAME: usize = 60;

/// What a run is asked.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    /// The folder of the run.
    pub out: PathBuf,
    /// The program whose children read.
    pub program: PathBuf,
    /// What every repository is read with.
    pub setup: Setup,
    /// Limits of each.
    pub limits: Limits,
    /// Only what was not reached the last time.
    pub failed: bool,
    /// Only the repositories of these bodies.
    pub only_body: Vec<String>,
    /// Only those whose last commit is of this day or later.
    pub since: Option<Date>,
    /// Days after which a report is made again, though nothing changed.
    pub max_age: u32,
    /// The day.
    pub today: Date,
    /// The part that is read; the whole when absent.
    pub shard: Option<Shard>,
}

/// How far a run is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Progress {
    /// Repositories to read.
    pub of: usize,
    /// Those that are done.
    pub done: usize,
    /// Those that could not be read.
    pub missing: usize,
    /// When it started.
    pub started: Instant,
}

/// What a run did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Done {
    /// Repositories read now.
    pub read: usize,
    /// Those that had not changed.
    pub unchanged: usize,
    /// Those that the options left out.
    pub left: usize,
    /// Accounts of which no repository is named.
    pub without: Vec<String>,
    /// True when it was stopped before its end.
    pub stopped: bool,
}

/// Reads the fleet that `plan` names.
pub(crate) fn audit(
    asked: &Asked,
    plan: &Plan,
    unfetched: &BTreeMap<String, Missing>,
    tell: &dyn Fn(Progress),
    stopped: &(dyn Fn() -> bool + Sync),
) -> Result<Done> {
    let work = Index::resume(&asked.out)?;
    let run = Run { asked, plan, work: &work, setup: asked.stamp() };
    run.same_part()?;
    run.forget_others()?;
    let mut done = Done { without: plan.without.clone(), ..Done::default() };
    let orders = run.orders(unfetched, &mut done)?;
    let mut progress = Progress { of: orders.len(), done: 0, missing: 0, started: Instant::now() };
    tell(progress);
    let mut kept = Ok(());
    let Asked { program, setup, limits, .. } = asked;
    pool::read(program, setup, limits, orders, stopped, |key, answer| {
        progress.done += 1;
        progress.missing += usize::from(matches!(answer, Answer::Missing(_)));
        done.read += usize::from(matches!(answer, Answer::Read(_)));
        let written = run.keep(&key, answer);
        if kept.is_ok() {
            kept = written;
        }
        tell(progress);
    });
    kept?;
    done.stopped = stopped();
    run.conclude()?;
    Ok(done)
}

/// The inputs, read and put together.
pub(crate) fn plan(named: &[PathBuf], out: &Path) -> Result<Plan> {
    Ok(Plan::new(&Inputs::read(named)?, &out.join(MIRRORS)))
}

impl Asked {
    /// What a report depends on besides the repository and the day.
    fn stamp(&self) -> String {
        let mut hasher = blake3::Hasher::new();
        hasher.update(&cache::program().unwrap_or_default());
        let rules = self.setup.rules.iter().flat_map(|folder| {
            let files = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().flatten();
            files.filter(|file| file.file_type().is_file()).map(|file| file.into_path())
        });
        for file in rules {
            hasher.update(&std::fs::read(file).unwrap_or_default());
        }
        let rest = Setup { timeout: 0, today: None, ..self.setup.clone() };
        hasher.update(format!("{rest:?}").as_bytes());
        hasher.finalize().to_hex()[..32].to_string()
    }
}

struct Run<'a> {
    asked: &'a Asked,
    plan: &'a Plan,
    work: &'a Index,
    setup: String,
}

impl Run<'_> {
    /// Refuses the folder of another part, whose repositories would be dropped.
    fn same_part(&self) -> Result<()> {
        let part = self.asked.shard.map(|shard| shard.to_string()).unwrap_or_default();
        let known = self.work.about(SHARD)?;
        if known != part && !self.work.keys()?.is_empty() {
            let shown = self.asked.out.display();
            let whole = text!("l’ensemble", "the whole");
            let known = if known.is_empty() { whole } else { Text::same(known) };
            return Err(Error::usage(text!(
                "{shown} contient déjà une autre part ({known}).",
                "{shown} already holds another part ({known})."; known
            ))
            .remedy(text!("Donnez un dossier à chaque part.", "Give each part a folder.")));
        }
        self.work.describe(SHARD, &part)
    }

    /// Drops what no input names any more.
    fn forget_others(&self) -> Result<()> {
        for key in self.work.keys()? {
            if !self.plan.members.contains_key(&key) {
                let _ = std::fs::remove_file(self.asked.out.join(report(&key)));
                self.work.forget(&key)?;
            }
        }
        Ok(())
    }

    /// The repositories to read. What cannot be read and what need not be is settled.
    fn orders(
        &self,
        unfetched: &BTreeMap<String, Missing>,
        done: &mut Done,
    ) -> Result<Vec<(String, Order)>> {
        let states = self.work.states()?;
        let mut orders = Vec::new();
        for (key, member) in &self.plan.members {
            let known = self.work.repository(key)?;
            if let Some(path) = &member.path {
                self.work.place(key, path)?;
            }
            if let Some(other) = self.plan.same.get(key) {
                self.work.keep(&self.twin(member, other), None)?;
                continue;
            }
            if !self.is_asked(member, known.as_ref()) {
                done.left += 1;
                if known.is_none() {
                    self.miss(member, Missing::new(Reason::NotAsked))?;
                }
                continue;
            }
            if let Some(missing) = unfetched.get(key) {
                self.miss(member, missing.clone())?;
            } else if let Some(path) = member.path.as_ref().filter(|path| path.is_dir()) {
                if self.is_unchanged(member, known.as_ref(), states.get(key)) {
                    done.unchanged += 1;
                    self.belongs(member)?;
                    continue;
                }
                let report = self.asked.out.join(report(key));
                orders.push((key.clone(), Order { path: path.clone(), report }));
            } else {
                self.miss(member, Missing::new(self.without_clone(member)))?;
            }
        }
        Ok(orders)
    }

    fn without_clone(&self, member: &Member) -> Reason {
        match member.path.is_none() && !address::is_fetched(&member.address) {
            true => Reason::RefusedAddress,
            false => Reason::NoClone,
        }
    }

    /// True when the options do not leave `member` out.
    fn is_asked(&self, member: &Member, known: Option<&Repository>) -> bool {
        let Asked { failed, only_body, since, .. } = self.asked;
        let missed = known.is_none_or(|known| known.standing == Standing::Missing);
        let wanted = |body: &Body| {
            let holds = |name: &str, word: &str| name.to_lowercase().contains(&word.to_lowercase());
            only_body.iter().any(|word| holds(&body.name, word) || holds(&body.ministry, word))
        };
        let of_body = || {
            let kept = || self.work.bodies_of(&member.key).unwrap_or_default();
            member.bodies.iter().any(&wanted) || kept().iter().any(&wanted)
        };
        let recent = |since: &Date| {
            let last = member.path.as_deref().and_then(clone::last_commit);
            last.is_none_or(|day| day >= *since)
        };
        (!failed || missed)
            && (only_body.is_empty() || of_body())
            && since.as_ref().is_none_or(recent)
    }

    /// True when the report that is kept is that which would be made.
    fn is_unchanged(
        &self,
        member: &Member,
        known: Option<&Repository>,
        state: Option<&(String, String)>,
    ) -> bool {
        let (Some(known), Some((state, setup))) = (known, state) else { return false };
        let date: Option<Date> = known.date.parse().ok();
        let age = date.and_then(|date| self.asked.today.since(date).ok()).map(|age| age.get_days());
        let young = match &self.asked.setup.today {
            Some(today) => known.date == *today,
            None => age.is_some_and(|age| (0..=self.asked.max_age as i32).contains(&age)),
        };
        young
            && known.standing != Standing::Missing
            && member.clone.state.as_ref() == Some(state)
            && self.setup == *setup
            && self.asked.out.join(&known.report).is_file()
    }

    /// Writes the bodies of a repository again, which the inputs may have changed.
    fn belongs(&self, member: &Member) -> Result<()> {
        let Some(mut entry) = self.work.entry(&member.key)? else { return Ok(()) };
        let declared = entry.signals.get(DECLARED).cloned();
        let before = (entry.bodies.clone(), entry.repository.address.clone());
        entry.bodies = bodies(member, declared.into_iter());
        entry.repository.address.clone_from(&member.address);
        if before == (entry.bodies.clone(), entry.repository.address.clone()) {
            return Ok(());
        }
        let state = member.clone.state.as_deref().map(|state| (state, self.setup.as_str()));
        self.work.keep(&entry, state)
    }

    fn miss(&self, member: &Member, missing: Missing) -> Result<()> {
        let _ = std::fs::remove_file(self.asked.out.join(report(&member.key)));
        let entry = Entry {
            repository: Repository::unread(&member.key, &member.address, missing),
            bodies: bodies(member, std::iter::empty()),
            outcomes: Vec::new(),
            signals: told(member),
            holdings: Holdings::default(),
        };
        self.work.keep(&entry, None)
    }

    fn twin(&self, member: &Member, other: &str) -> Entry {
        let _ = std::fs::remove_file(self.asked.out.join(report(&member.key)));
        let none = Missing::new(Reason::NotAsked);
        let repository = Repository {
            standing: Standing::Same,
            missing: None,
            same_as: other.to_string(),
            tips: member.clone.tips.clone().unwrap_or_default(),
            ..Repository::unread(&member.key, &member.address, none)
        };
        let bodies = bodies(member, std::iter::empty());
        Entry {
            repository,
            bodies,
            outcomes: Vec::new(),
            signals: told(member),
            holdings: Holdings::default(),
        }
    }

    /// Keeps what was learnt of the repository `key`.
    fn keep(&self, key: &str, answer: Answer) -> Result<()> {
        let Some(member) = self.plan.members.get(key) else { return Ok(()) };
        let reading: Reading = match answer {
            Answer::Read(reading) => *reading,
            // What was in hand is read by the next run.
            Answer::Missing(missing) => return self.miss(member, missing),
        };
        let mut signals = told(member);
        signals.extend(reading.signals.clone());
        if let Some(body) = reading.bodies.first() {
            signals.insert(DECLARED.to_string(), body.clone());
        }
        let address = match member.address.as_str() {
            "" => reading.url.clone().unwrap_or_default(),
            address => address.to_string(),
        };
        let entry = Entry {
            repository: Repository {
                report: report(key),
                tips: member.clone.tips.clone().unwrap_or_default(),
                ..Repository::read(key, &address, &reading)
            },
            bodies: bodies(member, reading.bodies.iter().cloned()),
            outcomes: reading.outcomes,
            signals,
            holdings: reading.holdings,
        };
        let state = member.clone.state.as_deref().map(|state| (state, self.setup.as_str()));
        self.work.keep(&entry, state)
    }

    /// Makes the index out of what the run holds.
    fn conclude(&self) -> Result<()> {
        for key in self.plan.members.keys() {
            if self.work.repository(key)?.is_none()
                && let Some(member) = self.plan.members.get(key)
            {
                self.miss(member, Missing::new(Reason::Interrupted))?;
            }
        }
        let path = |key: &str| self.plan.members.get(key).and_then(|member| member.path.clone());
        let part = self.asked.shard.map(|shard| (shard, self.plan.all.as_slice()));
        publish(self.work, &self.asked.out, &path, part)
    }
}

/// Before the signals that the inputs tell.
pub(super) const TOLD: &str = "listed/";
/// The signal that holds the body which a repository names itself.
const DECLARED: &str = "publiccode/body";

/// Makes of `entry`, which was read, what [`Run::twin`] makes of one that was not.
pub(super) fn become_twin(entry: &mut Entry, other: &str) {
    let Repository { key, address, tips, .. } = entry.repository.clone();
    let none = Missing::new(Reason::NotAsked);
    let unread = Repository::unread(&key, &address, none);
    entry.repository = Repository {
        standing: Standing::Same,
        missing: None,
        same_as: other.to_string(),
        tips,
        ..unread
    };
    let own = entry.signals.get(DECLARED).cloned();
    entry.bodies.retain(|body| Some(&body.name) != own.as_ref());
    entry.outcomes.clear();
    entry.holdings = Holdings::default();
    entry.signals.retain(|name, _| name.starts_with(TOLD));
}

/// The bodies of `member`: those that the inputs name, else those that it names itself.
fn bodies(member: &Member, own: impl Iterator<Item = String>) -> Vec<Body> {
    let named: Vec<Body> = member.bodies.iter().cloned().collect();
    match named.is_empty() {
        false => named,
        true => own.map(|name| Body { name, ministry: String::new() }).collect(),
    }
}

/// What the inputs tell of `member`, apart from what it tells itself.
fn told(member: &Member) -> BTreeMap<String, String> {
    member.told.iter().map(|(name, value)| (format!("{TOLD}{name}"), value.clone())).collect()
}

/// The file of the report of `key`: what it is called, and what tells it from others.
pub(super) fn report(key: &str) -> String {
    let digest = blake3::hash(key.as_bytes()).to_hex();
    let kept = |c: char| if c.is_ascii_alphanumeric() || "-_.".contains(c) { c } else { '_' };
    let name: String =
        key.rsplit('/').next().unwrap_or_default().chars().map(kept).take(NAME).collect();
    format!("{REPORTS}/{}/{}-{}.json", &digest[..2], name.trim_start_matches('.'), &digest[..12])
}

/// Writes the index, and the list of what is missing, out of `work`.
pub(super) fn publish(
    work: &Index,
    out: &Path,
    path: &dyn Fn(&str) -> Option<PathBuf>,
    part: Option<(Shard, &[String])>,
) -> Result<()> {
    let tool = format!("{} {}", env!("CARGO_PKG_NAME"), env!("CARGO_PKG_VERSION"));
    let mut about = BTreeMap::from([("tool".to_string(), tool)]);
    let mut planned: &[String] = &[];
    if let Some((shard, all)) = part {
        let mut hasher = blake3::Hasher::new();
        all.iter().for_each(|key| {
            hasher.update(key.as_bytes()).update(b"\n");
        });
        about.insert(SHARD.to_string(), shard.to_string());
        about.insert(FLEET.to_string(), hasher.finalize().to_hex()[..32].to_string());
        planned = all;
    }
    let keys = work.keys()?;
    let entries = keys.iter().filter_map(|key| work.entry(key).transpose());
    Index::make(&out.join(index::NAME), &about, planned, entries)?;
    missing(work, &out.join(MISSING), path)
}

/// Writes what was not read, or not wholly, as a list that can be given as input.
fn missing(work: &Index, file: &Path, path: &dyn Fn(&str) -> Option<PathBuf>) -> Result<()> {
    let mut table = csv::Writer::from_writer(Vec::new());
    let head = ["address", "path", "body", "reason", "fr", "en", "remedy_fr", "remedy_en"];
    let mut written = table.write_record(head);
    for one in work.repositories()? {
        let Some(missing) = &one.missing else { continue };
        let (said, then) = (missing.reason.told(&missing.detail), missing.reason.remedy());
        let bodies: BTreeSet<String> =
            work.bodies_of(&one.key)?.into_iter().map(|body| body.name).collect();
        let body = bodies.into_iter().collect::<Vec<_>>().join(" ; ");
        let code = missing.reason.code();
        // What is not there is named as the list does, to be given again.
        let whole = |path: PathBuf| path.canonicalize().or_else(|_| std::path::absolute(path)).ok();
        let path = path(&one.key).and_then(whole);
        let path = path.map(|path| path.to_string_lossy().into_owned()).unwrap_or_default();
        let row = [&one.address, &path, &body, &code, &said.fr, &said.en, &then.fr, &then.en];
        written = written.and_then(|()| table.write_record(row));
    }
    let bytes = written.ok().and_then(|()| table.into_inner().ok()).ok_or_else(|| {
        Error::unseen(text!("La liste n’a pas pu être écrite.", "The list could not be written."))
    })?;
    reading::write(file, &Redacted::of(&bytes))
}

#[cfg(test)]
mod tests {
    use super::super::plan;
    use super::*;

    #[test]
    fn a_report_has_a_name_of_its_own_that_leads_nowhere() {
        let (one, other) =
            (report("forge.example.org/a/outil"), report("forge.example.org/b/outil"));
        assert!(one != other && one.contains("/outil-") && other.contains("/outil-"));
        assert!(!report("local:../../etc/..").contains(".."));
        assert!(
            plan::mirror(Path::new("m"), "h.example.org/../../x")
                .starts_with("m/h.example.org/_/_")
        );
    }
}
