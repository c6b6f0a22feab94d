//! Children of the program that read repositories, one after the other. A child that
//! breaks, hangs or grows past its limits is ended, and another takes its place: the
//! repository that it was reading is alone not reached.

use super::missing::{Missing, Reason};
use super::reading::{Answer, Order, Setup};
use crate::text;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, channel, sync_channel};
use std::time::{Duration, Instant};

/// The word that starts a child.
pub(crate) const WORD: &str = "worker";
/// How often limits are looked at.
const TICK: Duration = Duration::from_millis(100);
/// A child that holds more than this once it has answered is replaced.
const KEPT: u64 = 192 << 20;
/// Repositories that a child reads before it is replaced.
const TERM: usize = 2000;

/// How repositories are read.
#[derive(Debug, Clone)]
pub(crate) struct Limits {
    /// Children at once.
    pub jobs: usize,
    /// Time for one repository.
    pub timeout: Duration,
    /// Memory for one, in bytes.
    pub memory: u64,
}

/// Reads the repositories of `orders`, and gives each answer to `done` as it comes, in
/// the thread of the caller. Stops early, with what is in hand, once `stopped` says so.
pub(super) fn read<T: Send>(
    program: &Path,
    setup: &Setup,
    limits: &Limits,
    orders: Vec<(T, Order)>,
    stopped: &(dyn Fn() -> bool + Sync),
    mut done: impl FnMut(T, Answer),
) {
    let jobs = limits.jobs.min(orders.len()).max(1);
    let queue = Mutex::new(orders.into_iter());
    let (answers, received) = sync_channel(jobs * 4);
    std::thread::scope(|scope| {
        for _ in 0..jobs {
            let answers: SyncSender<(T, Answer)> = answers.clone();
            let queue = &queue;
            scope.spawn(move || {
                let mut reader = Reader { program, setup, limits, child: None };
                while !stopped() {
                    let next = queue.lock().ok().and_then(|mut queue| queue.next());
                    let Some((what, order)) = next else { break };
                    let answer = reader.read(&order, stopped);
                    if answers.send((what, answer)).is_err() {
                        break;
                    }
                }
            });
        }
        drop(answers);
        received.into_iter().for_each(|(what, answer)| done(what, answer));
    });
}

/// One child at a time.
struct Reader<'a> {
    program: &'a Path,
    setup: &'a Setup,
    limits: &'a Limits,
    child: Option<Running>,
}

/// A child, and what it answers.
struct Running {
    child: Child,
    orders: Option<ChildStdin>,
    answers: Receiver<String>,
    read: usize,
}

impl Reader<'_> {
    fn read(&mut self, order: &Order, stopped: &dyn Fn() -> bool) -> Answer {
        let running = match self.child.take() {
            Some(running) => Ok(running),
            None => Running::start(self.program, self.setup, self.limits.jobs),
        };
        let mut running = match running {
            Ok(running) => running,
            Err(error) => {
                return Answer::Missing(Missing::with(Reason::Crash, text!("{error}", "{error}")));
            }
        };
        let answer = running.ask(order, self.limits, stopped);
        if let Ok(answer) = answer {
            running.read += 1;
            if running.read < TERM && running.memory() < KEPT {
                self.child = Some(running);
            }
            return answer;
        }
        Answer::Missing(answer.err().unwrap_or(Missing::new(Reason::Interrupted)))
    }
}

impl Running {
    fn start(program: &Path, setup: &Setup, jobs: usize) -> std::io::Result<Running> {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let mut command = Command::new(program);
        // What is typed in the terminal is for the parent: its end is theirs.
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        let mut child = command
            .args(["fleet", WORD])
            .env("RAYON_NUM_THREADS", (cores / jobs).max(1).to_string())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let (sender, answers) = channel();
        if let Some(out) = child.stdout.take() {
            std::thread::spawn(move || {
                let lines = BufReader::new(out).lines().map_while(Result::ok);
                lines.for_each(|line| {
                    let _ = sender.send(line);
                });
            });
        }
        let orders = child.stdin.take();
        let mut running = Running { child, orders, answers, read: 0 };
        running.tell(setup)?;
        Ok(running)
    }

    fn tell(&mut self, what: &impl serde::Serialize) -> std::io::Result<()> {
        let line = serde_json::to_string(what)?;
        match &mut self.orders {
            Some(orders) => writeln!(orders, "{line}").and_then(|()| orders.flush()),
            None => Err(std::io::ErrorKind::BrokenPipe.into()),
        }
    }

    /// The answer to `order`, within `limits`.
    fn ask(
        &mut self,
        order: &Order,
        limits: &Limits,
        stopped: &dyn Fn() -> bool,
    ) -> Result<Answer, Missing> {
        if self.tell(order).is_err() {
            return Err(self.broken());
        }
        let until = Instant::now().checked_add(limits.timeout);
        loop {
            match self.answers.recv_timeout(TICK) {
                Ok(line) => {
                    return serde_json::from_str(&line).map_err(|_| self.broken());
                }
                Err(RecvTimeoutError::Disconnected) => return Err(self.broken()),
                Err(RecvTimeoutError::Timeout) => {}
            }
            if stopped() {
                return Err(Missing::new(Reason::Interrupted));
            }
            if until.is_some_and(|until| Instant::now() > until) {
                return Err(Missing::new(Reason::Timeout));
            }
            if self.memory() > limits.memory {
                return Err(Missing::new(Reason::Memory));
            }
        }
    }

    /// Why a child that no longer answers ended.
    fn broken(&mut self) -> Missing {
        let _ = self.child.kill();
        let status = self.child.wait().map(|status| status.to_string());
        let status = status.unwrap_or_default();
        Missing::with(Reason::Crash, text!("{status}", "{status}"))
    }

    /// Bytes of memory of its own; 0 where the system does not tell.
    fn memory(&self) -> u64 {
        let status = PathBuf::from("/proc").join(self.child.id().to_string()).join("status");
        let status = std::fs::read_to_string(status).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:"));
        let kib = line.and_then(|line| line.trim().split(' ').next()?.parse::<u64>().ok());
        kib.unwrap_or_default() << 10
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.orders = None;
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use crate::fleet::missing::Reason;
    use std::os::unix::fs::PermissionsExt;

    /// What comes of three repositories read by a child that does `script`.
    fn read_by(script: &str, memory: u64) -> Vec<Option<Reason>> {
        let folder = tempfile::tempdir().expect("folder");
        let program = folder.path().join("child");
        std::fs::write(&program, format!("#!/bin/sh\nread setup\n{script}\n")).expect("written");
        std::fs::set_permissions(&program, PermissionsExt::from_mode(0o755)).expect("mode");
        let limits = Limits { jobs: 2, timeout: Duration::from_millis(700), memory };
        let orders = ["bon", "mauvais", "bon"]
            .map(|name| ((), Order { path: PathBuf::from(name), report: PathBuf::new() }));
        let mut found = Vec::new();
        let none = Setup::default();
        super::read(&program, &none, &limits, orders.into(), &|| false, |(), answer| {
            found.push(match answer {
                Answer::Missing(missing) => Some(missing.reason),
                Answer::Read(_) => None,
            });
        });
        found.sort();
        found
    }

    #[test]
    fn what_breaks_or_hangs_is_one_repository() {
        let good = r#"echo '{"missing":{"reason":"unreadable","detail":{"fr":"","en":""}}}'"#;
        let told = |bad: &str| {
            format!(
                "while read order; do case \"$order\" in *mauvais*) {bad};; *) {good};; esac; done"
            )
        };
        let plenty = 1 << 40;
        let fine = Some(Reason::Unreadable);
        let with = |reason| {
            let mut all = vec![fine, fine, Some(reason)];
            all.sort();
            all
        };
        assert_eq!(read_by(&told("kill -9 $$"), plenty), with(Reason::Crash));
        assert_eq!(read_by(&told("exec sleep 30"), plenty), with(Reason::Timeout));
        assert_eq!(read_by(&told("echo nonsense"), plenty), with(Reason::Crash));
        assert_eq!(read_by("exit 7", plenty), [Some(Reason::Crash); 3]);
    }
}
