//! Just enough shell to know which programs a line runs.
//!
//! A line is cut into simple commands, words keep their quoted text, and the
//! wrappers that only run another program are looked through.

use std::cell::Cell;
use std::iter::Peekable;
use std::str::Chars;

/// Scripts inside scripts: `bash -c "docker run x sh -c '…'"`.
const MAX_NESTING: usize = 4;
/// Characters looked at for the end of an expression of the forge.
const LONGEST_EXPRESSION: usize = 2000;
/// Arguments read of one command.
const MAX_WORDS: usize = 200;
/// Commands looked at in one line, wrappers included.
const MAX_CALLS: usize = 100;

/// One simple command: the program, without its folder, then its arguments.
pub(super) struct Call<'w> {
    pub program: &'w str,
    /// The program as written.
    pub path: &'w str,
    pub args: &'w [String],
}

/// True when `wanted` accepts one of the commands that `line` runs.
pub(super) fn runs(line: &str, wanted: &dyn Fn(&Call<'_>) -> bool) -> bool {
    let search = Search { wanted, left: Cell::new(MAX_CALLS) };
    search.nested(line, MAX_NESTING)
}

/// A search that stops when it has looked at enough.
struct Search<'s> {
    wanted: &'s dyn Fn(&Call<'_>) -> bool,
    left: Cell<usize>,
}

impl Search<'_> {
    fn nested(&self, line: &str, depth: usize) -> bool {
        simple_commands(line).iter().any(|words| self.command(words, depth))
    }

    fn command(&self, words: &[String], depth: usize) -> bool {
        let Some((path, args)) = words.split_first() else {
            return false;
        };
        let left = self.left.get();
        if left == 0 {
            return false;
        }
        self.left.set(left - 1);
        let program = path.rsplit(['/', '\\']).next().unwrap_or(path);
        let call = Call { program, path, args };
        if (self.wanted)(&call) {
            return true;
        }
        if depth == 0 {
            return false;
        }
        let Some(reach) = wrapper(&call) else {
            return args.first().is_some_and(|_| assignment(path)) && self.command(args, depth);
        };
        match reach {
            WrapperReach::Script => {
                args.iter().any(|a| a.contains(' ') && self.nested(a, depth - 1))
            }
            WrapperReach::Next(skip) => {
                let rest = args.get(skip..).unwrap_or_default();
                let at = rest.iter().position(|a| !a.starts_with('-') && !assignment(a));
                self.command(at.and_then(|i| rest.get(i..)).unwrap_or_default(), depth)
                    || at.is_some_and(|i| i > 0) && self.anywhere(rest, depth)
            }
            WrapperReach::Anywhere => self.anywhere(args, depth),
        }
    }

    /// Tries each of the first words as a program, for wrappers whose options take values.
    fn anywhere(&self, args: &[String], depth: usize) -> bool {
        if depth == 0 {
            return false;
        }
        (0..args.len().min(24)).any(|i| {
            let rest = args.get(i..).unwrap_or_default();
            rest.first().is_some_and(|w| !w.starts_with('-')) && self.command(rest, depth - 1)
        })
    }
}

/// Where a wrapper keeps the command it runs.
enum WrapperReach {
    /// The first plain word after so many arguments.
    Next(usize),
    /// After options that may take values: each word is tried.
    Anywhere,
    /// In one quoted argument.
    Script,
}

fn wrapper(call: &Call<'_>) -> Option<WrapperReach> {
    let first = call.args.first().map(String::as_str).unwrap_or_default();
    let has = |words: &[&str]| call.args.iter().take(12).any(|a| words.contains(&a.as_str()));
    Some(match call.program {
        "if" | "then" | "else" | "elif" | "while" | "until" | "do" | "!" | "{" | "time"
        | "exec" | "command" | "eval" | "sudo" | "nohup" | "env" | "cross-env" | "npx" | "bunx"
        | "dotenv" | "c8" | "nyc" | "with-contenv" | "gosu" | "catchsegv" | "unbuffer" => {
            WrapperReach::Next(0)
        }
        "timeout"
        | "xvfb-run"
        | "xvfb-maybe"
        | "retry"
        | "nice"
        | "stdbuf"
        | "flock"
        | "travis_retry"
        | "travis_wait"
        | "run-or-raise"
        | "doppler"
        | "dbus-run-session"
        | "wait-for-it"
        | "wait-for-it.sh"
        | "start-server-and-test"
        | "concurrently" => WrapperReach::Anywhere,
        "uv" | "poetry" | "pipenv" | "pdm" | "hatch" | "rye" | "conda" | "mamba" | "micromamba"
        | "pixi" | "uvx" | "pipx" | "opam" | "direnv" | "mise" | "asdf" | "volta" | "rtx"
        | "devbox" | "just"
            if has(&["run", "exec", "x"]) || call.program == "uvx" =>
        {
            WrapperReach::Anywhere
        }
        "bundle" if first == "exec" => WrapperReach::Next(1),
        "npm" | "pnpm" | "yarn" | "bun"
            if has(&["exec", "x", "dlx", "run"]) || call.program == "yarn" =>
        {
            WrapperReach::Anywhere
        }
        "coverage" if has(&["run"]) => WrapperReach::Anywhere,
        "docker" | "docker-compose" | "podman" | "podman-compose" | "nerdctl" | "kubectl"
        | "dagger" | "ddev" | "lando"
            if has(&["run", "exec"]) =>
        {
            if call.args.iter().any(|a| a == "-c" || a == "-lc" || a == "-ec") {
                WrapperReach::Script
            } else {
                WrapperReach::Anywhere
            }
        }
        "nix" | "nix-shell" => {
            if call.args.iter().any(|a| a.contains(' ')) {
                WrapperReach::Script
            } else {
                WrapperReach::Anywhere
            }
        }
        "bash" | "sh" | "zsh" | "dash" | "ash" | "su" | "script" | "ssh" | "parallel" => {
            WrapperReach::Script
        }
        "python" | "python3" | "php" | "node" | "ruby" | "perl" | "symfony" => {
            WrapperReach::Next(0)
        }
        name if name.starts_with("python3.") => WrapperReach::Next(0),
        _ => return None,
    })
}

/// Passes over the `{{ … }}` of an expression of the forge. A `${` of the
/// shell is left where it is.
fn expression(chars: &mut Peekable<Chars<'_>>) -> bool {
    let mut ahead = chars.clone();
    if (ahead.next(), ahead.next()) != (Some('{'), Some('{')) {
        return false;
    }
    let mut closing = false;
    for _ in 0..LONGEST_EXPRESSION {
        let Some(c) = ahead.next() else { break };
        if c == '}' && closing {
            *chars = ahead;
            return true;
        }
        closing = c == '}';
    }
    false
}

fn assignment(word: &str) -> bool {
    word.split_once('=').is_some_and(|(name, _)| {
        !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
    })
}

/// Cuts at `;`, `&`, `|`, parentheses and `$(`; leading assignments are dropped.
fn simple_commands(line: &str) -> Vec<Vec<String>> {
    let mut out = vec![Vec::new()];
    let mut word = String::new();
    let mut started = false;
    let mut quote = None;
    let mut chars = line.chars().peekable();
    let flush = |word: &mut String, started: &mut bool, out: &mut Vec<Vec<String>>| {
        if *started {
            let taken = std::mem::take(word);
            if let Some(words) = out
                .last_mut()
                .filter(|w| w.len() < MAX_WORDS && !(w.is_empty() && assignment(&taken)))
            {
                words.push(taken);
            }
        }
        *started = false;
    };
    while let Some(c) = chars.next() {
        match (c, quote) {
            (c, Some(q)) if c == q => quote = None,
            ('\\', q) if q != Some('\'') => word.extend(chars.next()),
            (c, Some(_)) => word.push(c),
            ('\'' | '"', None) => {
                quote = Some(c);
                started = true;
            }
            ('#', None) if !started => break,
            (';' | '&' | '|' | '(' | ')' | '`' | '\n', None) => {
                flush(&mut word, &mut started, &mut out);
                out.push(Vec::new());
            }
            ('$', None) if chars.peek() == Some(&'(') => {}
            // What the forge writes there before the shell reads the line.
            ('$', None) if chars.peek() == Some(&'{') && expression(&mut chars) => {}
            (c, None) if c.is_whitespace() => flush(&mut word, &mut started, &mut out),
            (c, None) => {
                started = true;
                word.push(c);
            }
        }
    }
    flush(&mut word, &mut started, &mut out);
    out.retain(|words| !words.is_empty());
    out
}
