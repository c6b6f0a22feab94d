//! Passwords that a command or a call takes at a place that only its usage tells:
//! `sshpass -p PASSWORD`, `ldap_bind(*, *, PASSWORD`. The usages are data.

use super::catalogue::Kind;
use super::found::{Found, Syntax};
use super::literal::{self, Literal};
use super::view::View;
use crate::secrets::lists::list;
use memchr::memmem;
use std::ops::Range;
use std::sync::LazyLock;

/// What stands for the password in a usage.
const PASSWORD: &str = "PASSWORD";
/// Words of a command line read at most.
const WORDS: usize = 40;
/// The name of a command that is shorter says little without the word after it.
const SHORTEST: usize = 3;
/// Bytes of a list of arguments read at most.
const ARGUMENTS: usize = 400;

/// How a command is used: its words, those of a command that matter.
#[derive(Debug)]
pub(crate) struct Usage {
    /// What announces it in a text: its first word, or its name and parenthesis.
    pub cue: String,
    words: Vec<&'static str>,
    /// Words of the command that reads what this one writes.
    reader: Vec<&'static str>,
    call: bool,
}

/// Every usage of `data/secrets/names.txt`.
pub(crate) static USAGES: LazyLock<Vec<Usage>> = LazyLock::new(|| {
    let commands = list("command.usages").iter().map(|usage| {
        let (usage, reader) = usage.split_once(" | ").unwrap_or((usage, ""));
        let mut words = usage.split(' ');
        let mut cue = words.next().unwrap_or_default().to_string();
        if cue.len() < SHORTEST {
            cue = format!("{cue} {}", words.next().unwrap_or_default());
        }
        let reader = reader.split_ascii_whitespace().collect();
        Usage { cue, words: words.collect(), reader, call: false }
    });
    let calls = list("call.usages").iter().filter_map(|usage| {
        let (name, arguments) = usage.split_once('(')?;
        let words = arguments.split(", ").collect();
        Some(Usage { cue: format!("{name}("), words, reader: Vec::new(), call: true })
    });
    commands.chain(calls).collect()
});

/// The password that the usage announced at `hit` gives, if it is followed.
pub(crate) fn value(view: &View<'_>, hit: &Range<usize>, usage: &Usage) -> Option<Found> {
    let joined = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.');
    let member = usage.cue.starts_with('.');
    let before = view.before(hit.start).filter(|b| !usage.call || !(member || *b == b'.'));
    let apart = usage.call || view.byte(hit.end).is_some_and(|b| !joined(b) && b != b'=');
    if before.is_some_and(joined) || !apart {
        return None;
    }
    let (value, quote) = match usage.call {
        true => argument(view, hit.end, usage)?,
        false => word_of(view, hit.end, usage)?,
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
    Some(Found { certainty: if drawn { 2 } else { 0 }, ..found })
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
        if word.starts_with(PASSWORD) {
            let literal = literal::quoted(view, at)?;
            return Some((literal.value, literal.quote));
        }
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
        if *word != "*" && memmem::find(view.get(start..at), word.as_bytes()).is_none() {
            return None;
        }
        at = view.skip_space(at + 1, 1);
    }
    None
}

/// The word at the place of the password on the command line that goes on at `at`.
fn word_of(view: &View<'_>, at: usize, usage: &Usage) -> Option<(Range<usize>, u8)> {
    let mut line = Words { view, at };
    let wanted = &usage.words;
    let (mut next, mut operand) = (0, None);
    for _ in 0..WORDS {
        let word = line.next()?;
        let bytes = view.get(word.value.clone());
        let pattern = *wanted.get(next)?;
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
            (next, operand) = (next + 1, None);
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
