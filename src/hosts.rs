//! Whose turn it is: so many copies at once from a host, so long between two, and none
//! while it asks to wait.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// How long is waited for when no host may be asked yet.
const TICK: Duration = Duration::from_millis(50);

/// What comes next.
enum Turn<J> {
    /// This, now.
    Now(J),
    /// Nothing before that long.
    Later(Duration),
    /// Nothing any more.
    Over,
}

#[derive(Default)]
struct Host {
    running: usize,
    not_before: Option<Instant>,
}

struct State<J> {
    waiting: VecDeque<J>,
    hosts: BTreeMap<String, Host>,
}

/// The hosts, and what is to be asked of them.
pub(crate) struct Hosts<J> {
    state: Mutex<State<J>>,
    most: usize,
    delay: Duration,
}

impl<J> Hosts<J> {
    pub(crate) fn new(jobs: Vec<J>, most: usize, delay: Duration) -> Hosts<J> {
        let state = State { waiting: jobs.into(), hosts: BTreeMap::new() };
        Hosts { state: Mutex::new(state), most: most.max(1), delay }
    }

    /// The first job whose host may be asked now.
    fn take(&self, host_of: impl Fn(&J) -> &str) -> Turn<J> {
        let Ok(mut state) = self.state.lock() else { return Turn::Over };
        let State { waiting, hosts } = &mut *state;
        let now = Instant::now();
        let free = waiting.iter().position(|job| {
            let host = hosts.get(host_of(job));
            host.is_none_or(|host| {
                host.running < self.most && host.not_before.is_none_or(|until| until <= now)
            })
        });
        if let Some(job) = free.and_then(|at| waiting.remove(at)) {
            let host = hosts.entry(host_of(&job).to_string()).or_default();
            host.running += 1;
            host.not_before = Some(now + self.delay);
            return Turn::Now(job);
        }
        let idle = waiting.is_empty() && hosts.values().all(|host| host.running == 0);
        if idle { Turn::Over } else { Turn::Later(TICK) }
    }

    /// Gives what is left to `threads` of `work`, until it is over or `stopped`.
    pub(crate) fn each(
        &self,
        threads: usize,
        stopped: &(dyn Fn() -> bool + Sync),
        host_of: impl Fn(&J) -> &str + Sync,
        work: impl Fn(J) + Sync,
    ) where
        J: Send,
    {
        let one = || {
            while !stopped() {
                match self.take(&host_of) {
                    Turn::Now(job) => work(job),
                    Turn::Later(wait) => std::thread::sleep(wait),
                    Turn::Over => break,
                }
            }
        };
        std::thread::scope(|scope| {
            for _ in 0..threads {
                scope.spawn(one);
            }
        });
    }

    /// Nothing is asked of `host` for that long.
    pub(crate) fn hold(&self, host: &str, wait: Duration) {
        let until = Instant::now() + wait;
        self.change(host, |host| {
            host.not_before = Some(host.not_before.map_or(until, |known| known.max(until)));
        });
    }

    /// `job`, of `host`, did not succeed and is to be done again.
    pub(crate) fn again(&self, host: &str, job: J) {
        self.release(host);
        if let Ok(mut state) = self.state.lock() {
            state.waiting.push_back(job);
        }
    }

    /// A copy from `host` is over.
    pub(crate) fn release(&self, host: &str) {
        self.change(host, |host| host.running = host.running.saturating_sub(1));
    }

    fn change(&self, host: &str, change: impl FnOnce(&mut Host)) {
        if let Ok(mut state) = self.state.lock() {
            change(state.hosts.entry(host.to_string()).or_default());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_asked_for_no_more_than_it_may_be() {
        let jobs = vec!["a/1", "a/2", "a/3", "b/1"];
        let hosts = Hosts::new(jobs, 2, Duration::ZERO);
        let next = || match hosts.take(|job| &job[..1]) {
            Turn::Now(job) => job,
            Turn::Later(_) => "later",
            Turn::Over => "over",
        };
        assert_eq!([next(), next(), next(), next()], ["a/1", "a/2", "b/1", "later"]);
        hosts.hold("a", Duration::from_secs(3600));
        hosts.again("a", "a/1");
        assert_eq!(next(), "later", "the host asked to wait");
        hosts.release("a");
        hosts.release("b");
        assert_eq!(next(), "later", "what is left is not over");
    }
}
