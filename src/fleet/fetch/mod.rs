//! Mirrors of what is not there yet, made and brought up to date by the installed git:
//! https and ssh alone, no hook, no filter, no prompt, bounded in time and in size. With
//! `registry`, it is the only place of the program that reaches the network, when asked to.

mod git;

use super::address;
use super::missing::{Missing, Reason};
use super::plan::{Plan, mirror};
use crate::error::{Error, Result};
use crate::hosts::Hosts;
use crate::lang::Text;
use crate::snapshot::cache::Cache;
use crate::text;
use git::Outcome;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

/// How the network is used.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    /// Where mirrors are kept.
    pub mirrors: PathBuf,
    /// Copies at once, in all.
    pub jobs: usize,
    /// Copies at once from one host.
    pub per_host: usize,
    /// Time between two starts on one host.
    pub delay: Duration,
    /// Most time for one copy.
    pub timeout: Duration,
    /// Most bytes of one copy.
    pub size: u64,
    /// Most that is waited for when a host asks to wait.
    pub patience: Duration,
}

/// Times that a host may ask to wait for one repository.
const TRIES: usize = 3;

/// One repository to copy.
struct Job {
    key: String,
    url: String,
    host: String,
    tries: usize,
}

/// Copies the members of `plan` that have an address and no clone of the user's, and
/// answers those that could not be: by key, why. `tell` is given how many are done, of
/// how many.
pub(crate) fn fetch(
    asked: &Asked,
    plan: &Plan,
    tell: &(dyn Fn(usize, usize) + Sync),
    stopped: &(dyn Fn() -> bool + Sync),
) -> BTreeMap<String, Missing> {
    let ours = |path: &Path| path.starts_with(&asked.mirrors);
    let wanted = plan.members.values().filter(|member| {
        let own = member.path.as_deref().is_some_and(|path| path.is_dir() && !ours(path));
        !own && address::is_fetched(&member.address)
    });
    let jobs = wanted.map(|member| Job {
        key: member.key.clone(),
        url: member.address.clone(),
        host: member.key.split('/').next().unwrap_or_default().to_string(),
        tries: 0,
    });
    let jobs: Vec<Job> = jobs.collect();
    let (of, done) = (jobs.len(), AtomicUsize::new(0));
    let hosts = Hosts::new(jobs, asked.per_host, asked.delay);
    let missed: Mutex<BTreeMap<String, Missing>> = Mutex::default();
    hosts.each(
        asked.jobs.min(of),
        stopped,
        |job| job.host.as_str(),
        |mut job| {
            let missing = match copy(asked, &job, stopped) {
                Outcome::Done => None,
                Outcome::Wait(wait) if wait <= asked.patience && job.tries < TRIES => {
                    hosts.hold(&job.host, wait);
                    job.tries += 1;
                    let host = job.host.clone();
                    hosts.again(&host, job);
                    return;
                }
                Outcome::Wait(wait) => Some(quota(wait)),
                Outcome::Failed(missing) => Some(missing),
            };
            hosts.release(&job.host);
            if let Some(missing) = missing
                && let Ok(mut missed) = missed.lock()
            {
                missed.insert(job.key, missing);
            }
            tell(done.fetch_add(1, Ordering::Relaxed) + 1, of);
        },
    );
    missed.into_inner().unwrap_or_default()
}

/// The same as [`one`], where the program keeps its copies.
pub(crate) fn kept(url: &str, stopped: &dyn Fn() -> bool) -> Result<PathBuf> {
    let mirrors = Cache::usual_folder().map(|folder| folder.join("mirrors"));
    let mirrors = mirrors.ok_or_else(|| {
        Error::usage(text!(
            "Aucun dossier de cache où copier le dépôt (HOME et XDG_CACHE_HOME sont vides).",
            "No cache folder to copy the repository to (HOME and XDG_CACHE_HOME are empty)."
        ))
    })?;
    one(url, mirrors, stopped)
}

/// The key of the repository at `url`.
pub(crate) fn copied(url: &str) -> std::result::Result<String, Text> {
    address::key(url).filter(|_| address::is_fetched(url)).ok_or_else(|| {
        text!(
            "{url} n’est pas une adresse https ou ssh : seules celles-là sont copiées.",
            "{url} is neither an https nor an ssh address: only those are copied."
        )
    })
}

/// Copies the repository at `url` below `mirrors`, or brings its copy up to date, and
/// answers where it is.
fn one(url: &str, mirrors: PathBuf, stopped: &dyn Fn() -> bool) -> Result<PathBuf> {
    let key = copied(url).map_err(|why| {
        Error::usage(why).remedy(text!(
            "Par exemple : publiable audit https://forge.example.org/equipe/outil --clone",
            "For example: publiable audit https://forge.example.org/team/tool --clone"
        ))
    })?;
    let place = mirror(&mirrors, &key);
    let asked = Asked {
        mirrors,
        jobs: 1,
        per_host: 1,
        delay: Duration::ZERO,
        timeout: LONGEST,
        size: LARGEST,
        patience: Duration::ZERO,
    };
    let host = key.split('/').next().unwrap_or_default().to_string();
    let job = Job { key, url: url.to_string(), host, tries: 0 };
    let missing = match copy(&asked, &job, stopped) {
        Outcome::Done => return Ok(place),
        Outcome::Wait(wait) => quota(wait),
        Outcome::Failed(missing) => missing,
    };
    let told = missing.reason.told(&missing.detail);
    Err(Error::unseen(told.after(&format!("{url} : "), &format!("{url}: ")))
        .remedy(missing.reason.remedy().clone()))
}

/// Most time that the copy of one repository takes.
const LONGEST: Duration = Duration::from_secs(30 * 60);
/// Most bytes that it takes.
const LARGEST: u64 = 10 << 30;

fn quota(wait: Duration) -> Missing {
    let seconds = wait.as_secs();
    Missing::with(Reason::Quota, text!("{seconds} s", "{seconds} s"))
}

/// Brings the mirror of `job` up to date, or makes it: a copy that was not finished is
/// never taken for one.
fn copy(asked: &Asked, job: &Job, stopped: &dyn Fn() -> bool) -> Outcome {
    let place = mirror(&asked.mirrors, &job.key);
    let limits = git::Limits { timeout: asked.timeout, size: asked.size, stopped };
    if place.is_dir() {
        let updated = git::update(&job.url, &place, &limits);
        // A default branch that is gone leaves a mirror that shows nothing.
        if !matches!(updated, Outcome::Done) || git::shows_a_branch(&place) {
            return updated;
        }
    }
    let new = New::beside(&place, asked.timeout.max(LONGEST));
    if let Some(parent) = place.parent() {
        let _ = std::fs::create_dir_all(parent);
    }
    let made = git::clone(&job.url, &new.0, &limits);
    if matches!(made, Outcome::Done) {
        let _ = std::fs::remove_dir_all(&place);
        if let Err(error) = std::fs::rename(&new.0, &place) {
            return Outcome::Failed(Missing::with(Reason::NotFetched, text!("{error}", "{error}")));
        }
    }
    made
}

/// The folder of one copy that is being made, which goes with it unless it was moved: a
/// copy that stops takes nothing from the one begun after it.
struct New(PathBuf);

impl New {
    /// Beside `place`; those left there for more than `longest` belong to no copy any more.
    fn beside(place: &Path, longest: Duration) -> New {
        static MADE: AtomicUsize = AtomicUsize::new(0);
        let start = place.with_extension("git.new");
        let start = start.file_name().unwrap_or_default();
        let number = MADE.fetch_add(1, Ordering::Relaxed);
        let beside = place.parent().and_then(|parent| std::fs::read_dir(parent).ok());
        for entry in beside.into_iter().flatten().flatten() {
            let named = entry.file_name().as_encoded_bytes().starts_with(start.as_encoded_bytes());
            let changed = entry.metadata().and_then(|seen| seen.modified()).ok();
            let age = changed.and_then(|changed| changed.elapsed().ok());
            if named && age.is_some_and(|age| age > longest) {
                let _ = std::fs::remove_dir_all(entry.path());
            }
        }
        New(place.with_extension(format!("git.new-{}-{number}", std::process::id())))
    }
}

impl Drop for New {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_that_stops_takes_nothing_from_the_next_one() {
        let mirrors = tempfile::tempdir().expect("folder");
        let place = mirrors.path().join("outil.git");
        let [old, new] = [0, 1].map(|_| New::beside(&place, LONGEST));
        let given_up = mirrors.path().join("outil.git.new-1-1");
        for folder in [&old.0, &new.0, &given_up] {
            std::fs::create_dir(folder).expect("folder");
        }
        drop(old);
        assert!(new.0.is_dir() && given_up.is_dir());
        let long_ago = std::time::SystemTime::UNIX_EPOCH;
        let folder = std::fs::File::open(&given_up).expect("folder");
        folder.set_modified(long_ago).expect("a date");
        drop(New::beside(&place, LONGEST));
        assert!(new.0.is_dir() && !given_up.exists());
    }
}
