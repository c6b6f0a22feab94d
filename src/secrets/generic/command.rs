//! Passwords that a command, a call or a directive takes at a place that only its usage
//! tells: `sshpass -p PASSWORD`, `ldap_bind(*, *, PASSWORD`, `rocommunity PASSWORD`. The
//! usages are data.

use super::catalogue::Kind;
use super::format::Format;
use super::found::{Found, PLACED, Syntax};
use super::literal::{self, Literal};
use super::view::View;
use crate::secrets::lists::list;
use memchr::memmem;
use std::ops::Range;
use std::sync::LazyLock;

/// What stands for the password in a usage.
const PASSWORD: &str = "PASSWORD";
/// The same, between quotes.
const QUOTED: &str = "'PASSWORD'";
/// Any words, in a usage.
const ANY: &str = "...";
/// Words of a command line read at most.
const WORDS: usize = 40;
/// The name of a command that is shorter says little without the word after it.
const SHORTEST: usize = 3;
/// Bytes of a list of arguments read at most.
const ARGUMENTS: usize = 400;

/// What a usage is that of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Use {
    /// A command, anywhere on a line.
    Command,
    /// A line of settings that starts with it.
    Directive,
    /// A call.
    Call,
}

/// How a command is used: its words, those of a command that matter.
#[derive(Debug)]
pub(crate) struct Usage {
    /// What announces it in a text: its first word, or its name and parenthesis.
    pub cue: String,
    words: Vec<&'static str>,
    /// Words of the command that reads what this one writes.
    reader: Vec<&'static str>,
    of: Use,
}

/// Every usage of `data/secrets/names.txt`.
pub(crate) static USAGES: LazyLock<Vec<Usage>> = LazyLock::new(|| {
    let commands = list("command.usages").iter().map(|usage| command(usage, Use::Command));
    let directives = list("directive.usages").iter().map(|usage| command(usage, Use::Directive));
    let calls = list("call.usages").iter().filter_map(|usage| {
        let (name, arguments) = usage.split_once('(')?;
        let words = arguments.split(", ").collect();
        Some(Usage { cue: format!("{name}("), words, reader: Vec::new(), of: Use::Call })
    });
    commands.chain(directives).chain(calls).collect()
});

/// The usage of a command or of a directive, read from its line.
fn command(usage: &'static str, of: Use) -> Usage {
    let (usage, reader) = usage.split_once(" | ").unwrap_or((usage, ""));
    let mut words = usage.split(' ');
    let mut cue = words.next().unwrap_or_default().to_string();
    if cue.len() < SHORTEST {
        cue = format!("{cue} {}", words.next().unwrap_or_default());
    }
    let reader = reader.split_ascii_whitespace().collect();
    Usage { cue, words: words.collect(), reader, of }
}

impl Usage {
    /// True where the usage stands at `hit` of `text`: not in a longer word, and a directive
    /// at the start of a line of settings alone. It is asked before the lines around are read.
    pub(super) fn stands(&self, text: &[u8], hit: &Range<usize>, format: Format) -> bool {
        let joined = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.');
        let (call, lead) = (self.of == Use::Call, &text[..hit.start]);
        // A call without parentheses has a string for a password.
        let called = call || self.words.contains(&QUOTED);
        let member = self.cue.starts_with(['.', '-']);
        let before = lead.last().filter(|b| !called || !(member || **b == b'.'));
        let apart = call || text.get(hit.end).is_some_and(|b| !joined(b) && *b != b'=');
        let blanks = || lead.iter().rev().take_while(|b| **b != b'\n').all(u8::is_ascii_whitespace);
        let placed = self.of != Use::Directive || (format.bare_to_line_end() && blanks());
        apart && !before.is_some_and(joined) && placed
    }
}

/// The password that the usage that [`Usage::stands`] at `hit` gives, if it is followed.
pub(crate) fn value(view: &View<'_>, hit: &Range<usize>, usage: &Usage) -> Option<Found> {
    let (value, quote) = match usage.of {
        Use::Call => argument(view, hit.end, usage)?,
        Use::Command | Use::Directive => word_of(view, hit.end, usage)?,
    };
    if !is_read(view, value.end, usage) {
        return None;
    }
    // `user/PASSWORD@host`
    let account = usage.words.iter().any(|word| word.contains("*/PASSWORD"));
    let host = view.get(value.clone()).iter().rposition(|b| account && *b == b'@');
    let value = host.map_or(value.clone(), |at| value.start..value.start + at);
    let kind = match usage.words.iter().any(|word| word.contains(":PASSWORD")) {
        true => Kind::BasicAuth,
        false => Kind::Password,
    };
    let literal = Literal { next: value.end, value, quote };
    // A usage tells more than a name: only the password stands there.
    let drawn = view.get(literal.value.clone()).iter().any(|b| !b.is_ascii_alphabetic());
    let found = Found::new(view, kind, hit.clone(), &literal, Syntax::Option);
    Some(Found { certainty: if drawn { PLACED } else { 0 }, ..found })
}

/// True when the command that reads what this one writes, if any, follows on the line.
fn is_read(view: &View<'_>, at: usize, usage: &Usage) -> bool {
    let line = view.get(at..view.line_end(at));
    let Some(pipe) = line.iter().position(|b| *b == b'|') else { return usage.reader.is_empty() };
    let mut words = line[pipe + 1..].split(|b| b.is_ascii_whitespace());
    usage.reader.iter().all(|wanted| words.any(|word| word == wanted.as_bytes()))
}

/// The string at the place of the password in the arguments that start at `at`.
fn argument(view: &View<'_>, at: usize, usage: &Usage) -> Option<(Range<usize>, u8)> {
    let (mut at, end) = (view.skip_space(at, 1), (at + ARGUMENTS).min(view.end));
    for word in &usage.words {
        // `PASSWORD)` is the last argument.
        let (pattern, last) = word.strip_suffix(')').map_or((*word, false), |word| (word, true));
        if let Some(head) = pattern.strip_suffix(PASSWORD) {
            // `b"…"` of Python, `@"…"` of C#.
            let prefixed = matches!(view.byte(at + 1), Some(b'"' | b'\''))
                && view.byte(at).is_some_and(|b| b.is_ascii_alphabetic() || b == b'@');
            let literal = literal::quoted(view, at + usize::from(prefixed))?;
            let start = literal.value.start + account(view.get(literal.value.clone()), head)?;
            let closed = !last || view.byte(view.skip_space(literal.next, 1)) == Some(b')');
            return closed.then_some((start..literal.value.end, literal.quote));
        }
        let word = match word.strip_prefix('[') {
            Some(rest) => {
                at = view.skip_space(at + 1, 1);
                matches!(view.before(at), Some(b'[' | b'(')).then_some(rest)?
            }
            None => word,
        };
        let (start, mut depth) = (at, 0);
        while depth > 0 || view.byte(at) != Some(b',') {
            match view.byte(at).filter(|_| at < end)? {
                b'"' | b'\'' => at = literal::quoted(view, at).map_or(at + 2, |text| text.next),
                b';' => return None,
                byte => {
                    depth += i32::from(matches!(byte, b'(' | b'[' | b'{'));
                    depth -= i32::from(matches!(byte, b')' | b']' | b'}'));
                    at += 1;
                }
            }
            if depth < 0 {
                return None;
            }
        }
        // `*` is any argument; another word stands in it.
        if word != "*" && memmem::find(view.get(start..at), word.as_bytes()).is_none() {
            return None;
        }
        at = view.skip_space(at + 1, 1);
    }
    None
}

/// Length of what stands before the password in a string that `head` begins: nothing, or
/// what the pattern says, an account and the mark after it.
fn account(text: &[u8], head: &str) -> Option<usize> {
    let Some((start, mark)) = head.split_once('*') else { return Some(0) };
    let rest = text.strip_prefix(start.as_bytes())?;
    let at = memmem::find(rest, mark.as_bytes()).filter(|at| *at > 0 || start.is_empty())?;
    let part = |b: &u8| b.is_ascii_alphanumeric() || b"_-.@\\+".contains(b);
    let value = &rest[at + mark.len()..];
    // `https://…` is an address.
    let plain = !value.starts_with(b"/") && !value.iter().any(u8::is_ascii_whitespace);
    (at > 0 && rest[..at].iter().all(part) && plain).then_some(start.len() + at + mark.len())
}

/// The word at the place of the password on the command line that goes on at `at`.
fn word_of(view: &View<'_>, at: usize, usage: &Usage) -> Option<(Range<usize>, u8)> {
    let mut line = Words { view, at };
    let wanted = &usage.words;
    let (mut next, mut operand) = (0, None);
    for _ in 0..WORDS {
        let word = line.next()?;
        let bytes = view.get(word.value.clone());
        let any = wanted.get(next) == Some(&ANY);
        let pattern = *wanted.get(next + usize::from(any))?;
        if pattern == QUOTED {
            return (word.quote != 0).then_some((word.value, word.quote));
        }
        let option = bytes.first() == Some(&b'-');
        if let Some(length) = matched(bytes, pattern) {
            if pattern.ends_with(PASSWORD) {
                let start = word.value.start + length;
                // `-p'value'`: the quote is inside the word.
                let inner = (length > 0).then(|| literal::quoted(view, start)).flatten();
                let value = inner.as_ref().map_or(start..word.value.end, |text| text.value.clone());
                let quote = inner.map_or(word.quote, |text| text.quote);
                let plain = !option || length > 0;
                return (plain && !value.is_empty()).then_some((value, quote));
            }
            (next, operand) = (next + 1 + usize::from(any), None);
        } else if any {
            // Words that say nothing of what follows.
        } else if pattern == PASSWORD {
            // What follows an option is a value, whatever it looks like, but another option.
            return None;
        } else if !option && !pattern.starts_with(['-', '/']) {
            // The value of an option before the operands, but no second operand.
            if operand.replace(()).is_some() {
                return None;
            }
        }
    }
    None
}

/// Length of what `pattern` asks for before the password, or of all of `word`, when
/// it is followed.
fn matched(word: &[u8], pattern: &str) -> Option<usize> {
    let head = pattern.strip_suffix(PASSWORD).unwrap_or(pattern).as_bytes();
    let option = word.first() == Some(&b'-');
    match head.iter().position(|b| *b == b'*') {
        // `-?u`: the option, alone or the last of a cluster.
        None if head.starts_with(b"-?") && !pattern.ends_with(PASSWORD) => {
            let cluster = word.strip_prefix(b"-").is_some_and(|rest| {
                rest.ends_with(&head[2..]) && rest.iter().all(u8::is_ascii_alphabetic)
            });
            cluster.then_some(word.len())
        }
        None if pattern.ends_with(PASSWORD) => {
            (word.starts_with(head) && word.len() > head.len() && (!head.is_empty() || !option))
                .then_some(head.len())
        }
        None => (word == head).then_some(head.len()),
        Some(star) if star + 1 == head.len() => {
            (word.starts_with(&head[..star]) && !option).then_some(word.len())
        }
        Some(star) => {
            let (start, mark) = (&head[..star], head[star + 1]);
            let rest = word.strip_prefix(start)?;
            let at = rest.iter().position(|b| *b == mark)?;
            (at + 1 < rest.len()).then_some(star + at + 1)
        }
    }
}

/// The words of a command line, of a shell or of a list of strings.
struct Words<'v, 't> {
    view: &'v View<'t>,
    at: usize,
}

impl Iterator for Words<'_, '_> {
    type Item = Literal;

    fn next(&mut self) -> Option<Literal> {
        let view = self.view;
        loop {
            match view.byte(self.at)? {
                b' ' | b'\t' | b',' => self.at += 1,
                b'\\' if matches!(view.byte(self.at + 1), Some(b'\n' | b'\r')) => {
                    self.at = view.skip_space(self.at + 1, 1);
                }
                // The quote that closes the word before, in a list of strings.
                b'"' | b'\'' | b'`' if matches!(view.byte(self.at + 1), Some(b',' | b']')) => {
                    self.at += 1
                }
                b'\n' | b'\r' | b'|' | b';' | b'&' | b')' | b']' | b'`' | b'#' => return None,
                _ => break,
            }
        }
        let word = literal::quoted(view, self.at).or_else(|| literal::bare(view, self.at))?;
        self.at = word.next;
        // `-p'value'`, `--secret="value"`: the word goes on with a string.
        let glued = matches!(view.byte(self.at), Some(b'"' | b'\'')) && word.quote == 0;
        if glued && let Some(text) = literal::quoted(view, self.at) {
            self.at = text.next;
            return Some(Literal { value: word.value.start..text.next, quote: 0, next: text.next });
        }
        Some(word)
    }
}
