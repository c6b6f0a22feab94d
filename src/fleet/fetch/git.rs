//! The installed git, told all that it may do.

use super::super::missing::{Missing, Reason};
use crate::lang::Text;
use crate::secrets::Redacted;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Settings that no file changes: nothing of a repository runs, and no other protocol
/// is spoken, after a redirection either.
const SETTINGS: [&str; 14] = [
    "core.hooksPath=/dev/null",
    "core.fsmonitor=false",
    "core.askPass=",
    "credential.helper=",
    "credential.interactive=false",
    "protocol.allow=never",
    "protocol.https.allow=always",
    "protocol.ssh.allow=always",
    "fetch.recurseSubmodules=false",
    "submodule.recurse=false",
    "gc.auto=0",
    "maintenance.auto=false",
    "http.lowSpeedLimit=1000",
    "http.lowSpeedTime=60",
];
/// How ssh is called: it asks nothing, and refuses a host that is not known.
const SSH: &str = "ssh -oBatchMode=yes -oStrictHostKeyChecking=yes -oConnectTimeout=30";
/// What is mirrored: branches and tags. Requests to merge are other people’s.
const REFERENCES: [&str; 2] = ["+refs/heads/*:refs/heads/*", "+refs/tags/*:refs/tags/*"];
/// How often limits are looked at.
const TICK: Duration = Duration::from_millis(100);
/// How often the size of a copy is measured.
const MEASURED: Duration = Duration::from_secs(1);
/// What is read of what git says.
const SAID: u64 = 1 << 20;
/// How long is waited for when a host asks to wait and does not say how long.
const USUAL: Duration = Duration::from_secs(60);

/// Limits of a copy.
pub(super) struct Limits<'a> {
    pub timeout: Duration,
    pub size: u64,
    pub stopped: &'a dyn Fn() -> bool,
}

/// What came of a copy.
pub(super) enum Outcome {
    Done,
    /// The host asks to wait.
    Wait(Duration),
    Failed(Missing),
}

/// A new mirror of `url` at `place`.
pub(super) fn clone(url: &str, place: &Path, limits: &Limits<'_>) -> Outcome {
    let words = ["clone", "--bare", "--quiet", "--template=", "--", url];
    run(Command::new("git").args(settings()).args(words).arg(place), place, limits)
}

/// The mirror at `place`, as `url` is now.
pub(super) fn update(url: &str, place: &Path, limits: &Limits<'_>) -> Outcome {
    let mut command = Command::new("git");
    command.args(settings()).arg("--git-dir").arg(place);
    command.args(["fetch", "--quiet", "--prune", "--no-write-fetch-head", "--", url]);
    run(command.args(REFERENCES), place, limits)
}

/// True when the branch that HEAD names is there.
pub(super) fn shows_a_branch(place: &Path) -> bool {
    let repository = git2::Repository::open_bare(place);
    repository
        .is_ok_and(|repository| repository.is_empty().unwrap_or(true) || repository.head().is_ok())
}

fn settings() -> impl Iterator<Item = &'static str> {
    SETTINGS.iter().flat_map(|setting| ["-c", setting])
}

/// Runs `command`, which writes in `place`, within `limits`.
fn run(command: &mut Command, place: &Path, limits: &Limits<'_>) -> Outcome {
    let failed = |error: std::io::Error| {
        Outcome::Failed(Missing::with(Reason::NotFetched, Text::same(error.to_string())))
    };
    let (said, traced) = match (tempfile::NamedTempFile::new(), tempfile::NamedTempFile::new()) {
        (Ok(said), Ok(traced)) => (said, traced),
        (Err(error), _) | (_, Err(error)) => return failed(error),
    };
    let errors = match said.reopen() {
        Ok(file) => file,
        Err(error) => return failed(error),
    };
    // What the machine sets for another command of git is not for this one.
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("GIT_") {
            command.env_remove(name);
        }
    }
    command
        .env("LC_ALL", "C")
        .env("GIT_TERMINAL_PROMPT", "0")
        .env("GIT_ASKPASS", "")
        .env("SSH_ASKPASS_REQUIRE", "never")
        .env("GIT_SSH_COMMAND", SSH)
        // What the host answers, without what opens it.
        .env("GIT_TRACE_CURL", traced.path())
        .env("GIT_TRACE_CURL_NO_DATA", "1")
        .env("GIT_TRACE_REDACT", "1")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(errors);
    alone(command);
    let mut child = match command.spawn() {
        Ok(child) => child,
        Err(error) => return failed(error),
    };
    let ended = watch(&mut child, place, limits);
    match ended {
        Err(reason) => Outcome::Failed(Missing::new(reason)),
        Ok(true) => Outcome::Done,
        Ok(false) => why(&start(said.path()), &start(traced.path())),
    }
}

/// Waits for `child`: whether it succeeded, or the limit that it broke.
fn watch(child: &mut Child, place: &Path, limits: &Limits<'_>) -> Result<bool, Reason> {
    let started = Instant::now();
    let mut measured = started;
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return Ok(status.success()),
            Ok(None) => {}
            Err(_) => return Ok(false),
        }
        let broken = if (limits.stopped)() {
            Some(Reason::Interrupted)
        } else if started.elapsed() > limits.timeout {
            Some(Reason::TooSlow)
        } else if measured.elapsed() > MEASURED {
            measured = Instant::now();
            (size(place) > limits.size).then_some(Reason::TooLarge)
        } else {
            None
        };
        if let Some(reason) = broken {
            end(child);
            return Err(reason);
        }
        std::thread::sleep(TICK);
    }
}

/// Bytes below `folder`.
fn size(folder: &Path) -> u64 {
    let files = walkdir::WalkDir::new(folder).into_iter().flatten();
    files
        .filter_map(|file| file.metadata().ok())
        .filter(|data| data.is_file())
        .map(|data| data.len())
        .sum()
}

/// Gives `command` a group of its own, which ends as a whole.
#[cfg(unix)]
fn alone(command: &mut Command) {
    use std::os::unix::process::CommandExt;
    command.process_group(0);
}

#[cfg(not(unix))]
fn alone(_: &mut Command) {}

/// Ends `child` and what it started.
fn end(child: &mut Child) {
    #[cfg(unix)]
    if let Some(group) = rustix::process::Pid::from_raw(child.id() as i32) {
        let _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
    }
    let _ = child.kill();
    let _ = child.wait();
}

/// The start of what was written to `file`.
fn start(file: &Path) -> String {
    let mut bytes = Vec::new();
    let opened: PathBuf = file.to_path_buf();
    let _ = File::open(opened).and_then(|file| file.take(SAID).read_to_end(&mut bytes));
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Why git failed, from what it said and what the host answered.
fn why(said: &str, traced: &str) -> Outcome {
    let answers = |code: &str| {
        traced
            .lines()
            .any(|line| line.contains("recv header: HTTP/") && line.contains(&format!(" {code}")))
            || said.contains(&format!("returned error: {code}"))
            || said.contains(&format!("HTTP {code}"))
    };
    let retry = traced.lines().filter_map(retry_after).next_back();
    if answers("429") || (answers("503") && retry.is_some()) {
        return Outcome::Wait(retry.unwrap_or(USUAL));
    }
    let line =
        said.lines().rev().find(|line| line.starts_with("fatal:") || line.starts_with("error:"));
    let line = line.or(said.lines().next_back()).unwrap_or_default();
    let line: String = line.chars().take(300).collect();
    let line = Redacted::of(&line).to_string();
    Outcome::Failed(Missing::with(Reason::NotFetched, Text::same(line)))
}

/// The time that a header asks to wait, when it does: seconds, or a date.
fn retry_after(line: &str) -> Option<Duration> {
    let lower = line.to_lowercase();
    let at = lower.find("recv header: retry-after:")?;
    let value = line[at..].splitn(3, ':').nth(2)?.trim();
    if let Ok(seconds) = value.parse::<u64>() {
        return Some(Duration::from_secs(seconds));
    }
    let date = jiff::fmt::rfc2822::parse(value).ok()?.timestamp();
    let wait = date.as_second() - jiff::Timestamp::now().as_second();
    Some(Duration::from_secs(u64::try_from(wait).unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_that_asks_to_wait_is_heard() {
        let trace = "12:00:00 http.c:1 <= recv header: HTTP/1.1 429 Too Many Requests\n\
                     12:00:00 http.c:1 <= recv header: Retry-After: 120\n";
        assert!(matches!(why("", trace), Outcome::Wait(wait) if wait.as_secs() == 120));
        let none = "fatal: unable to access 'x': The requested URL returned error: 429\n";
        assert!(matches!(why(none, ""), Outcome::Wait(wait) if wait == USUAL));
        let past = "<= recv header: HTTP/2 503\n<= recv header: retry-after: Wed, 21 Oct 2015 07:28:00 GMT\n";
        assert!(matches!(why("", past), Outcome::Wait(wait) if wait.is_zero()));
        let Outcome::Failed(missing) = why("warning: a\nfatal: repository not found\n", "") else {
            panic!("a failure");
        };
        assert_eq!(missing.detail.en, "fatal: repository not found");
    }
}
