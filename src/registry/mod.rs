//! Asks registries which licence the packages of a project are under: only for
//! `publiable licence resolve --online`. It is the one room that speaks HTTP.
//! Registries are asked politely: few questions at once, pauses, waits when they ask
//! for one, and what they said is kept. Their answers are hostile until read.

mod address;
mod client;
mod kept;
mod reason;

use crate::hosts::Hosts;
use crate::manifest::Component;
use crate::manifest::copies::Readers;
use crate::manifest::registries::{REGISTRIES, Registry, Said, paths, said};
pub(crate) use address::Address;
use client::{Client, Got};
use kept::Kept;
pub(crate) use reason::Reason;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

/// Times that a question is asked.
const TRIES: u32 = 3;
/// Parents of a POM that are followed.
const HOPS: usize = 6;

/// How registries are asked.
pub(crate) struct Options {
    /// Questions at once, in all.
    pub jobs: usize,
    /// Questions at once to one host.
    pub per_host: usize,
    /// Most time for one answer.
    pub timeout: Duration,
    /// Most that is waited for when a registry asks to wait.
    pub patience: Duration,
    /// Where answers are kept.
    pub cache: Option<PathBuf>,
    /// True to ask again for what is kept.
    pub again: bool,
    /// How words are understood.
    pub readers: Readers,
}

/// A registry, and where it is asked.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    /// The registry.
    pub registry: Registry,
    /// Its address, or that of a mirror.
    pub address: Address,
    /// True for a mirror.
    pub is_mirror: bool,
}

impl Place {
    /// Milliseconds between two questions: the rules of use are those of the public one.
    fn pause(&self) -> u64 {
        if self.is_mirror { 0 } else { self.registry.pause }
    }

    /// What it is called where its answers are kept: the address of a mirror may not
    /// be for the public.
    pub(crate) fn name(&self) -> String {
        let name = self.registry.name;
        if self.is_mirror { format!("{name} (mirror)") } else { name.to_string() }
    }
}

/// The registries, those of `mirrors` at their addresses.
pub(crate) fn places(mirrors: &BTreeMap<String, Address>) -> Vec<Place> {
    let place = |registry: &Registry| {
        let mirror = mirrors.get(registry.ecosystem.code());
        let address = mirror.cloned().or_else(|| Address::parse(registry.address))?;
        Some(Place { registry: *registry, address, is_mirror: mirror.is_some() })
    };
    REGISTRIES.iter().filter_map(place).collect()
}

/// What is asked about one component.
#[derive(Debug, Clone)]
pub(crate) struct Question<'c> {
    /// The component.
    pub component: &'c Component,
    /// Who is asked.
    pub place: &'c Place,
    /// The paths, under its address: the first that it knows answers.
    paths: Vec<String>,
}

impl<'c> Question<'c> {
    /// The question about `component` to the one of `places` that knows its kind.
    pub(crate) fn new(component: &'c Component, places: &'c [Place]) -> Result<Self, Reason> {
        let mut paths = paths(component).map_err(Reason::from)?;
        let place = places.iter().find(|one| one.registry.ecosystem == component.ecosystem);
        let place = place.ok_or(Reason::NoRegistry)?;
        if !place.is_mirror {
            // The whole document of a package is for mirrors, which may have no other.
            paths.truncate(1);
        }
        Ok(Question { component, place, paths })
    }
}

/// What became of a question: the words of the registry, nothing when it tells no
/// licence, or why it was not answered.
pub(crate) type Outcome = Result<Option<String>, Reason>;

/// One question, on its way.
struct Job {
    at: usize,
    host: String,
    /// The position of the path that is asked among those of the question.
    path: usize,
    /// Another path, to which an answer led.
    elsewhere: Option<String>,
    hops: usize,
    tries: u32,
}

/// Where asking stands.
struct Asking<'q> {
    questions: &'q [Question<'q>],
    options: &'q Options,
    client: Client,
    kept: Kept,
    hosts: Hosts<Job>,
    /// The hosts that no longer answer, and why.
    down: Mutex<BTreeMap<String, Reason>>,
}

/// What to do next with a question.
enum Next {
    Done(Outcome),
    Ask(Job),
    Wait(Job, Duration),
}

/// Asks `questions`, and answers what became of each. `tell` is given how many are
/// done, of how many; nothing more is asked once `stopped`.
pub(crate) fn ask(
    questions: &[Question<'_>],
    options: &Options,
    tell: &(dyn Fn(usize, usize) + Sync),
    stopped: &(dyn Fn() -> bool + Sync),
) -> Vec<Outcome> {
    let job = |(at, question): (usize, &Question<'_>)| {
        let host = question.place.address.host().to_string();
        Job { at, host, path: 0, elsewhere: None, hops: 0, tries: 0 }
    };
    let jobs: Vec<Job> = questions.iter().enumerate().map(job).collect();
    let asking = Asking {
        questions,
        options,
        client: Client::new(options.timeout),
        kept: Kept::new(options.cache.clone()),
        hosts: Hosts::new(jobs, options.per_host, Duration::ZERO),
        down: Mutex::default(),
    };
    let outcomes = Mutex::new(vec![Err(Reason::Interrupted); questions.len()]);
    let done = AtomicUsize::new(0);
    let threads = options.jobs.clamp(1, questions.len().max(1));
    asking.hosts.each(
        threads,
        stopped,
        |job| job.host.as_str(),
        |job| {
            let at = job.at;
            let Some(outcome) = asking.step(job) else { return };
            if let Ok(mut outcomes) = outcomes.lock() {
                outcomes[at] = outcome;
            }
            tell(done.fetch_add(1, Ordering::Relaxed) + 1, questions.len());
        },
    );
    outcomes.into_inner().unwrap_or_default()
}

impl Asking<'_> {
    /// Goes on with `job`; answers what became of its question once that is known.
    fn step(&self, job: Job) -> Option<Outcome> {
        let host = job.host.clone();
        match self.next(job, &host) {
            Next::Done(outcome) => {
                self.hosts.release(&host);
                return Some(outcome);
            }
            Next::Ask(job) => self.hosts.again(&host, job),
            Next::Wait(job, wait) => {
                self.hosts.hold(&host, wait);
                self.hosts.again(&host, job);
            }
        }
        None
    }

    fn next(&self, mut job: Job, host: &str) -> Next {
        let question = &self.questions[job.at];
        let place = question.place;
        let path = job.elsewhere.as_deref().unwrap_or(&question.paths[job.path]);
        let url = place.address.join(path);
        let kept = if self.options.again { None } else { self.kept.find(&url) };
        let found = match kept {
            Some(found) => found,
            None => {
                let down = self.down.lock().ok().and_then(|down| down.get(host).cloned());
                if let Some(reason) = down {
                    return Next::Done(Err(reason));
                }
                self.hosts.hold(host, Duration::from_millis(place.pause()));
                match self.client.get(&url, place.address.authorization()) {
                    Got::Text(text) => {
                        let found = said(question.component, &text, self.options.readers);
                        let lasting = question.component.version.is_some();
                        self.kept.keep(&url, &found, lasting);
                        found
                    }
                    Got::Again(reason, wait) => return self.again(job, reason, wait),
                    Got::Failed(Reason::Unknown) if self.has_other(&job) => {
                        job.path += 1;
                        return Next::Ask(job);
                    }
                    Got::Failed(reason) => return Next::Done(Err(reason)),
                }
            }
        };
        match found {
            Said::Words(words) => Next::Done(Ok(Some(words))),
            Said::Nothing => Next::Done(Ok(None)),
            Said::Unreadable => Next::Done(Err(Reason::Unreadable)),
            Said::Elsewhere(_) if job.hops == HOPS => Next::Done(Ok(None)),
            Said::Elsewhere(path) => {
                (job.elsewhere, job.hops, job.tries) = (Some(path), job.hops + 1, 0);
                Next::Ask(job)
            }
        }
    }

    fn has_other(&self, job: &Job) -> bool {
        job.elsewhere.is_none() && job.path + 1 < self.questions[job.at].paths.len()
    }

    /// What a failure that may pass leads to: the same question later, longer and longer
    /// after, unless it was asked enough or the wait is too long.
    fn again(&self, mut job: Job, reason: Reason, wait: Option<Duration>) -> Next {
        job.tries += 1;
        let longer = Duration::from_millis(500 << job.tries.min(6));
        let wait = wait.unwrap_or(longer.min(self.options.patience));
        if wait > self.options.patience {
            let reason = Reason::Waits(wait.as_secs());
            return self.is_down(job, reason);
        }
        if job.tries < TRIES {
            return Next::Wait(job, wait);
        }
        match reason {
            Reason::Status(_) => Next::Done(Err(reason)),
            other => self.is_down(job, other),
        }
    }

    /// The host of a question is asked no more.
    fn is_down(&self, job: Job, reason: Reason) -> Next {
        if let Ok(mut down) = self.down.lock() {
            down.insert(job.host, reason.clone());
        }
        Next::Done(Err(reason))
    }
}
