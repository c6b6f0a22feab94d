//! Values tied to a name that announces a secret.

use super::catalogue::Kind;
use super::default;
use super::format::Format;
use super::found::{Found, PLACED, Syntax};
use super::literal::{self, Literal};
use super::member;
use super::name;
use super::shaped::is_account;
use super::view::View;
use crate::secrets::judge::words::is_written;
use crate::secrets::lists::{Names, list};
use std::ops::Range;
use std::sync::LazyLock;

/// How many values one name may be tied to.
const VALUES: usize = 4;
/// How far into an expression its strings are looked for, in bytes.
const EXPRESSION: usize = 160;
/// Lines read around an object that may give a name its value.
const MEMBERS: usize = 14;

/// The values tied to the name around the keyword at `hit`, and where the name ends.
pub(super) fn values(view: &View<'_>, hit: &Range<usize>) -> (Vec<Found>, usize) {
    // A keyword may hold the quotes and the blanks around a short name.
    let letters = |b: &u8| b.is_ascii_alphanumeric() || *b >= 0x80;
    let bytes = view.get(hit.clone());
    let first = bytes.iter().position(letters).unwrap_or_default();
    let last = bytes.iter().rposition(letters).map_or(bytes.len(), |last| last + 1);
    let hit = &(hit.start + first..hit.start + last);
    let Some(name) = name::extent(view, hit) else { return (Vec::new(), hit.end) };
    let end = name.end;
    let default = default::after(view, &name);
    let separator = separator(view, &name);
    let closed = after_closing(view, end);
    let alternative = default::alternative(view, closed);
    let separator = match alternative {
        Some(at) => Some(Separator { syntax: Syntax::Equals, at }),
        None => separator,
    };
    if is_style(view, &name, separator) || is_label(view, &name, closed) {
        return (Vec::new(), end);
    }
    if default.is_none() && separator.is_none() && !may_be_member(view, &name, closed) {
        return (Vec::new(), end);
    }
    let Some(kind) = name::kind(view.get(name.clone())) else { return (Vec::new(), end) };
    let reader = Reader { view, kind, name };
    if let Some((value, quote)) = default {
        if default::is_word(view.get(value.clone())) {
            return (Vec::new(), end);
        }
        let literal = Literal { next: value.end, value, quote };
        return (vec![reader.found(&literal, Syntax::Equals)], end);
    }
    let found = separator.map(|separator| reader.read(separator)).unwrap_or_default();
    match found.is_empty() && may_be_member(view, &reader.name, closed) {
        true => (reader.member(closed), end),
        false => (found, end),
    }
}

/// True for a property that a style sheet names (CSS Custom Properties, section 2):
/// `--pass: green`.
fn is_style(view: &View<'_>, name: &Range<usize>, separator: Option<Separator>) -> bool {
    let colon = separator.is_some_and(|separator| separator.syntax == Syntax::Colon);
    colon && view.get(name.start.saturating_sub(2)..name.start) == b"--"
}

/// True for a label of a branch that another one follows, `case 'password':` then
/// `case 'checkbox':`, or is joined to, `case "password", "checkbox":`.
fn is_label(view: &View<'_>, name: &Range<usize>, closed: usize) -> bool {
    let line = view.get(view.line_start(name.start)..name.start).trim_ascii_start();
    let label = |b: &u8| b.is_ascii_alphanumeric() || b"_-.\"', |".contains(b);
    let labels = line.strip_prefix(b"case ").is_some_and(|before| before.iter().all(label));
    if !labels || closed == name.end || !matches!(view.format, Format::Code | Format::Other) {
        return false;
    }
    let at = view.skip_blanks(closed);
    let end = view.line_end(at);
    let rest = view.get(at..end).trim_ascii();
    let next = view.get(end..view.end).trim_ascii_start();
    // One that gives a value on its line gives that of both.
    let alone = next
        .split(|b| *b == b'\n')
        .next()
        .is_some_and(|line| line.trim_ascii_end().ends_with(b":"));
    let goes_on = || alone && (next.starts_with(b"case ") || next.starts_with(b"default:"));
    (rest == b":" && goes_on()) || (rest.starts_with(b",") && rest.ends_with(b":"))
}

/// True when an object may give `name` a value: it is in quotes, has an object or a
/// block after it, or is what a member gives.
fn may_be_member(view: &View<'_>, name: &Range<usize>, closed: usize) -> bool {
    let next = view.byte(view.skip_blanks(closed));
    let before = view.get(view.line_start(name.start)..name.start);
    let tie = before.iter().rev().find(|b| !matches!(b, b'"' | b'\'' | b'\\' | b' '));
    closed > name.end
        || matches!(next, Some(b':' | b'=' | b'{'))
        || matches!(tie, Some(b':' | b'=' | b'>'))
}

/// What follows a name and ties values to it; `at` is where they are read from.
#[derive(Debug, Clone, Copy)]
struct Separator {
    syntax: Syntax,
    at: usize,
}

fn separator(view: &View<'_>, name: &Range<usize>) -> Option<Separator> {
    let closed = after_closing(view, name.end);
    let quoted =
        closed > name.end && view.byte(name.end).is_some_and(|b| !matches!(b, b']' | b'*' | b'['));
    let at = after_line(view, view.skip_blanks(closed));
    let tied = |syntax, length| Some(Separator { syntax, at: at + length });
    match (view.byte(at)?, view.byte(at + 1).unwrap_or(b'\n')) {
        (b'=', b'>') | (b'-', b'>') => tied(Syntax::Arrow, 2),
        (b'=', b'=') => {
            tied(Syntax::Comparison, if view.byte(at + 2) == Some(b'=') { 3 } else { 2 })
        }
        (b'!', b'=') => {
            tied(Syntax::Comparison, if view.byte(at + 2) == Some(b'=') { 3 } else { 2 })
        }
        (b'=' | b'~', _) => tied(Syntax::Equals, 1),
        (b':' | b'?' | b'+' | b'|', b'=') => tied(Syntax::Equals, 2),
        (b':', b':') => None,
        (b':', _) => tied(Syntax::Colon, 1),
        (b'(', _) if at == closed => tied(Syntax::Call, 1),
        (b'|', _) if view.format == Format::Prose => tied(Syntax::Cell, 1),
        (b'>', _) => {
            element(view, name).then_some(Separator { syntax: Syntax::Element, at: at + 1 })
        }
        (b',' | b'\n' | b'\r' | b'<' | b'/', _)
            if at > name.end || view.byte(at) == Some(b'<') || view.format.bare_to_line_end() =>
        {
            let alone = quoted && !continues(view, name);
            argument(view, at, alone).or_else(|| pair(view, name, at))
        }
        (_, _) if at > closed && option(view, name) => {
            Some(Separator { syntax: Syntax::Option, at })
        }
        (_, _) if view.format.is_told() && said(view, at).is_some() => said(view, at),
        (_, _) if closed == name.end && view.byte(at) == Some(b' ') => None,
        (byte, _) if element(view, name) && attribute(view, byte) => {
            element_with_attributes(view, at)
        }
        (_, _) if at > closed && !quoted => spaced(view, name, at),
        _ => None,
    }
}

/// Past the line that ends at `at` when a program goes on with `= value` on the next one.
fn after_line(view: &View<'_>, at: usize) -> usize {
    let next = view.skip_space(at, 1);
    let goes_on =
        view.byte(next) == Some(b'=') && !matches!(view.byte(next + 1), Some(b'=' | b'>'));
    let ends = matches!(view.byte(at), Some(b'\n' | b'\r'));
    if ends && goes_on && view.format == Format::Code { next } else { at }
}

/// What a sentence says that the name is: `est \`value\``, `is "value"`.
fn said(view: &View<'_>, at: usize) -> Option<Separator> {
    let verb = [b"est ".as_slice(), b"is ", b"est : ", b"is: "];
    let verb =
        verb.into_iter().filter(|verb| view.starts_with(at, verb)).max_by_key(|v| v.len())?;
    let start = at + verb.len();
    let quoted = matches!(view.byte(start), Some(b'`' | b'"'));
    quoted.then_some(Separator { syntax: Syntax::Spaced, at: start })
}

/// True when the name goes on with a string: the `token` of `'…?si=token'`.
fn continues(view: &View<'_>, name: &Range<usize>) -> bool {
    matches!(view.before(name.start), Some(b'=' | b'?' | b'&' | b'/'))
}

/// Skips what closes a name: quotes, brackets, marks of emphasis.
fn after_closing(view: &View<'_>, mut at: usize) -> usize {
    for _ in 0..4 {
        let length = [
            b"\\\\\\\"".as_slice(),
            b"\\\"",
            b"\\'",
            b"&quot;",
            b"&#34;",
            b"\"",
            b"'",
            b"`",
            b"]",
            b"**",
        ]
        .iter()
        .find(|mark| view.starts_with(at, mark))
        .map(|mark| mark.len());
        match length.or_else(|| dimension(view, at)) {
            Some(length) => at += length,
            None => break,
        }
    }
    at
}

/// Length of the dimension of a table of C at `at`: `[]`, `[16]`.
fn dimension(view: &View<'_>, at: usize) -> Option<usize> {
    const LONGEST: usize = 8;
    if view.format != Format::Code {
        return None;
    }
    let rest = view.get(at..at + LONGEST).strip_prefix(b"[")?;
    let end = rest.iter().position(|b| *b == b']')?;
    rest[..end].iter().all(u8::is_ascii_digit).then_some(end + 2)
}

/// True when the name is that of an XML element: `<name`, `<ns:name`.
fn element(view: &View<'_>, name: &Range<usize>) -> bool {
    let before = view.get(view.line_start(name.start)..name.start);
    let tag = before.rsplit(|&b| b == b'<').next().unwrap_or_default();
    before.len() > tag.len()
        && tag.iter().all(|&b| b.is_ascii_alphanumeric() || matches!(b, b':' | b'_' | b'-' | b' '))
}

/// True when `byte`, after the name of an element, may start an attribute.
fn attribute(view: &View<'_>, byte: u8) -> bool {
    byte == b'e' || (view.format == Format::Markup && byte.is_ascii_alphabetic())
}

/// The content of an element whose opening tag has attributes.
fn element_with_attributes(view: &View<'_>, at: usize) -> Option<Separator> {
    let tag = view.get(at..view.line_end(at));
    let close = tag.iter().take(120).position(|&b| b == b'>')?;
    (close > 0 && tag[close - 1] != b'/')
        .then_some(Separator { syntax: Syntax::Element, at: at + close + 1 })
}

/// The string after `'NAME',` in a list of arguments.
fn argument(view: &View<'_>, at: usize, quoted: bool) -> Option<Separator> {
    let at = (quoted && view.byte(at) == Some(b',')).then(|| view.skip_space(at + 1, 2))?;
    let string = view.byte(at).is_some_and(|b| matches!(b, b'"' | b'\'' | b'\\'));
    // A string before a colon or an arrow is the next name.
    let key = literal::quoted(view, at)
        .is_some_and(|text| matches!(view.byte(view.skip_blanks(text.next)), Some(b':' | b'=')));
    (string && !key).then_some(Separator { syntax: Syntax::Argument, at })
}

/// The value of `<key>NAME</key><string>…`, of `<param-name>NAME</param-name>` before
/// `<param-value>…`, and of `NAME` beside `content`.
fn pair(view: &View<'_>, name: &Range<usize>, at: usize) -> Option<Separator> {
    let mut at = at;
    let element = view.starts_with(at, b"</");
    if element {
        at += view.get(at..at + 40).iter().position(|&b| b == b'>')? + 1;
    } else if view.byte(at) == Some(b',') {
        at += 1;
    }
    let start = after_closing(view, view.skip_space(at, 2));
    if element {
        let tag = view.get(start..start + 40).strip_prefix(b"<")?;
        let tag = &tag[..tag.iter().position(|&b| b == b'>')?];
        let cell = view.format == Format::Markup && matches!(tag, b"td" | b"dd");
        let valued = cell || tag == b"string" || tag.to_ascii_lowercase().ends_with(b"value");
        return valued.then_some(Separator { syntax: Syntax::Pair, at: start + tag.len() + 2 });
    }
    let word =
        [b"valeur".as_slice(), b"content"].into_iter().find(|w| view.starts_with(start, w))?;
    let at = view.skip_blanks(after_closing(view, start + word.len()));
    let quoted = |b: u8| matches!(b, b'"' | b'\'' | b'\\');
    let whole = view.before(name.start).is_some_and(quoted);
    let tied = matches!(view.byte(at), Some(b':' | b'='));
    (tied && whole).then(|| {
        let arrow = usize::from(view.byte(at + 1) == Some(b'>'));
        Separator { syntax: Syntax::Pair, at: view.skip_blanks(at + 1 + arrow) }
    })
}

/// True when the name is that of a command-line option.
fn option(view: &View<'_>, name: &Range<usize>) -> bool {
    view.before(name.start) == Some(b'-') && view.format != Format::Markup
}

/// `password "value"`, `IDENTIFIED … PASSWORD 'value'`, `password value` at the start of a line of settings.
fn spaced(view: &View<'_>, name: &Range<usize>, at: usize) -> Option<Separator> {
    let quote = matches!(view.byte(at), Some(b'"' | b'\'' | b'`'));
    let lead = view.get(view.line_start(name.start)..name.start).trim_ascii();
    let starts_line = lead.is_empty();
    let set = matches!(lead, b"\\set" | b"set" | b"setenv" | b"ENV" | b"define");
    let settings = view.format.bare_to_line_end() || view.format == Format::Script;
    let netrc = view.starts_with(view.line_start(name.start), b"machine ")
        || view.starts_with(view.line_start(name.start), b"default ");
    let rest = view.get(at..view.line_end(at)).trim_ascii();
    let alone = !rest.is_empty() && !rest.iter().any(|b| b.is_ascii_whitespace());
    // Two words of a message are its subject.
    let settings = settings || (view.format == Format::Message && is_drawn(rest));
    let wanted =
        quote || (set && alone) || (settings && netrc) || (settings && starts_line && alone);
    wanted.then_some(Separator { syntax: Syntax::Spaced, at })
}

/// Past the backslash that continues a line at `at`, and the blanks of the next one.
fn after_continuation(view: &View<'_>, at: usize) -> usize {
    let continued = matches!(view.get(at..at + 3), [b'\\', b'\n', ..] | [b'\\', b'\r', b'\n']);
    if continued { view.skip_space(at + 1, 1) } else { at }
}

/// Past the parenthesis at `at` that only holds a string: `NAME = (`, then the value.
fn after_parenthesis(view: &View<'_>, at: usize) -> usize {
    let start = view.skip_space(at + 1, 1);
    let opened = view.byte(at) == Some(b'(');
    let string = opened.then(|| literal::quoted(view, start)).flatten();
    let closed = string.is_some_and(|text| view.byte(view.skip_space(text.next, 1)) == Some(b')'));
    if closed { start } else { at }
}

/// The end of the line at `at`, when it holds nothing but the mark of a block of YAML
/// (YAML 1.2, section 8.1), a tag, a comment.
fn block(view: &View<'_>, at: usize) -> Option<usize> {
    let end = view.line_end(at);
    let line = view.get(at..end).trim_ascii();
    let line = line.strip_prefix(b"!!binary").unwrap_or(line).trim_ascii_start();
    let mark = |b: &u8| matches!(b, b'|' | b'>' | b'-' | b'+') || b.is_ascii_digit();
    let rest = match line.first() {
        Some(b'|' | b'>') => &line[line.iter().take_while(|b| mark(b)).count()..],
        _ => line,
    };
    let rest = rest.trim_ascii_start();
    (view.format.bare_to_line_end() && (rest.is_empty() || rest[0] == b'#')).then_some(end)
}

/// The end of the line at `at`, when all it holds opens a text of several lines: three
/// quotes, the word of a heredoc.
fn text_below(view: &View<'_>, at: usize) -> Option<usize> {
    let end = view.line_end(at);
    let line = view.get(at..end).trim_ascii();
    // A backslash after the quotes leaves out the line feed (TOML, Python).
    let quotes = matches!(line.strip_suffix(b"\\").unwrap_or(line), b"\"\"\"" | b"'''");
    let heredoc = line.strip_prefix(b"<<").is_some_and(|word| {
        let word = word.strip_prefix(b"-").or_else(|| word.strip_prefix(b"~")).unwrap_or(word);
        !word.is_empty() && word.iter().all(|b| b.is_ascii_alphanumeric() || *b == b'_')
    });
    (quotes || heredoc).then_some(end)
}

/// The value without quotes that a line of settings kept in the text of a program gives
/// to `name`: it stands alone on its line, with a digit, and no mark of an expression.
fn setting_in_text(view: &View<'_>, name: &Range<usize>, at: usize) -> Option<Literal> {
    const SHORTEST: usize = 8;
    if view.format != Format::Code {
        return None;
    }
    let lead = view.get(view.line_start(name.start)..name.start);
    let literal = literal::to_line_end(view, at)?;
    let value = view.get(literal.value.clone());
    let mark = |b: &u8| b.is_ascii_whitespace() || b"()[]{},;\"'`".contains(b);
    let alone = lead.iter().all(|b| b.is_ascii_alphanumeric() || b" \t-_.".contains(b));
    let drawn = value.len() >= SHORTEST
        && value.iter().any(u8::is_ascii_digit)
        && value.iter().any(u8::is_ascii_alphabetic)
        && !value.iter().any(mark);
    (alone && drawn && view.is_in_text(name.start)).then_some(literal)
}

/// A shorter word alone on a line of a text is a word.
const SHORTEST_TOLD: usize = 6;

/// True for a word with letters and figures, and nothing of an address, of a path or of a
/// mark-up.
fn is_drawn(word: &[u8]) -> bool {
    word.iter().any(u8::is_ascii_digit)
        && word.iter().any(u8::is_ascii_alphabetic)
        && !word.iter().any(|b| b"/\\<>()[]{}|`\"'".contains(b))
        && !word.ends_with(b":")
}

/// True for a value that is neither a list, a mapping nor several words.
fn is_alone(value: &[u8]) -> bool {
    let tied = value.windows(2).any(|pair| pair == b": ") || value.ends_with(b":");
    let spaced = value.iter().any(u8::is_ascii_whitespace);
    !tied && !spaced && !value.starts_with(b"{") && !value.starts_with(b"-----")
}

/// What makes a list of what stands between the brackets after it.
static MAKERS: Names = LazyLock::new(|| list("list.makers"));

/// True for `string`, which starts at `at`, between the brackets of a look-up:
/// `params['user']`. A type before the brackets makes a list: `Set["a"]`, `array['a']`. What
/// does not read as a name is a value.
fn is_subscript(view: &View<'_>, at: usize, string: &[u8]) -> bool {
    let Some(open) = at.checked_sub(1).filter(|open| view.byte(*open) == Some(b'[')) else {
        return false;
    };
    let part = |b: &&u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b']' | b')');
    let before = view.get(open.saturating_sub(EXPRESSION)..open);
    let length = before.iter().rev().take_while(part).count();
    let word = &before[before.len() - length..];
    let makes = || MAKERS.iter().any(|maker| word == maker.as_bytes());
    word.first().is_some_and(|first| !first.is_ascii_uppercase()) && !makes() && is_key(string)
}

/// True for what reads as the name of a thing: words, and the marks that join them.
fn is_key(string: &[u8]) -> bool {
    const SHORT: usize = 4;
    let part = |b: &u8| b.is_ascii_alphabetic() || matches!(b, b'_' | b'-' | b'.');
    let plain = string.len() <= SHORT || is_written(string);
    plain && string.iter().all(part)
}

struct Reader<'v, 't> {
    view: &'v View<'t>,
    kind: Kind,
    name: Range<usize>,
}

impl Reader<'_, '_> {
    fn found(&self, literal: &Literal, syntax: Syntax) -> Found {
        // The `auth` of a registry: a user and a password in base64.
        let pair = self.kind == Kind::Auth && is_account(self.view.get(literal.value.clone()));
        let kind = if pair { Kind::BasicAuth } else { self.kind };
        Found::new(self.view, kind, self.name.clone(), literal, syntax)
    }

    fn read(&self, separator: Separator) -> Vec<Found> {
        let Separator { syntax, at } = separator;
        match syntax {
            Syntax::Element => self.element(at),
            Syntax::Pair if self.view.before(at) == Some(b'>') => self.element(at),
            Syntax::Call => self.strings(at, syntax, false),
            Syntax::Cell => self.cell(at),
            Syntax::Option | Syntax::Spaced => self.single(at, syntax),
            _ => self.assigned(at, syntax),
        }
    }

    /// The text of an element, on its line or alone on the next one.
    fn element(&self, at: usize) -> Vec<Found> {
        const RAW: &[u8] = b"<![CDATA[";
        let view = self.view;
        let mut at = view.skip_space(at, 1);
        // `<password><value>…`
        if view.starts_with(at, b"<value>") {
            at = view.skip_space(at + 7, 1);
        }
        let raw = view.starts_with(at, RAW);
        let at = at + if raw { RAW.len() } else { 0 };
        let line = view.get(at..view.line_end(at));
        let end = line.iter().position(|&b| b == if raw { b']' } else { b'<' });
        let text = match end {
            Some(end) => &line[..end],
            None if view.starts_with(view.skip_space(at + line.len(), 1), b"</") => line,
            None => return Vec::new(),
        };
        let value = at..at + text.trim_ascii_end().len();
        if value.is_empty() {
            return Vec::new();
        }
        vec![self.found(&Literal { next: value.end, value, quote: 0 }, Syntax::Element)]
    }

    /// What the object around or after the name gives it.
    fn member(&self, closed: usize) -> Vec<Found> {
        let view = &self.view.wider(self.name.start, MEMBERS);
        let Some(at) = member::values(view, &self.name, closed) else { return Vec::new() };
        let reader = Reader { view, kind: self.kind, name: self.name.clone() };
        match view.before(at) {
            Some(b'>') if view.before(at - 1) != Some(b'=') => reader.element(at),
            _ => reader.assigned(at, Syntax::Member),
        }
    }

    /// The value on the line or in the block under a name: `password: |`, then the value.
    fn below(&self, end: usize) -> Vec<Found> {
        let view = self.view;
        let margin = |at: usize| view.skip_blanks(at) - at;
        let column = margin(view.line_start(self.name.start));
        let mut found: Vec<Found> = Vec::new();
        let mut start = end + 1;
        // The items of a list may stand as far from the margin as its name.
        let listed = |at: usize| margin(at) == column && view.starts_with(at + column, b"- ");
        let inner = |at: usize| margin(at) > column || listed(at);
        while start < view.end && found.len() < VALUES && inner(start) {
            let line_end = view.line_end(start);
            let at = view.skip_blanks(start);
            let item = if view.starts_with(at, b"- ") { view.skip_blanks(at + 2) } else { at };
            let literal = literal::quoted(view, item).or_else(|| literal::to_line_end(view, item));
            let Some(literal) = literal.filter(|value| is_alone(view.get(value.value.clone())))
            else {
                break;
            };
            found.push(self.found(&literal, Syntax::Colon));
            start = line_end + 1;
        }
        // Lines of a longer text, of encoded data.
        if found.len() > 1 && !view.get(end + 1..start).trim_ascii_start().starts_with(b"- ") {
            found.truncate(1);
        }
        found
    }

    /// The value that is the first line of the text that starts after the line feed at `end`.
    fn under(&self, end: usize) -> Vec<Found> {
        let view = self.view;
        let literal = literal::to_line_end(view, view.skip_blanks(end + 1));
        let literal = literal.map(|mut literal| {
            let value = view.get(literal.value.clone());
            let closed = value.strip_suffix(b"\"\"\"").or_else(|| value.strip_suffix(b"'''"));
            literal.value.end -= value.len() - closed.unwrap_or(value).len();
            literal
        });
        let literal = literal.filter(|value| is_alone(view.get(value.value.clone())));
        literal.map(|literal| self.found(&literal, Syntax::Equals)).into_iter().collect()
    }

    /// The value that the numbers of its characters spell.
    fn spelt(&self, at: usize, syntax: Syntax) -> Option<Found> {
        let (literal, text) = literal::numbers(self.view, at)?;
        let found = self.found(&literal, syntax);
        match text {
            true => Some(Found { certainty: PLACED, ..found }),
            // A password is a text, and lengths of passwords are none.
            false => (self.kind != Kind::Password).then_some(found),
        }
    }

    /// The value that stands alone under a text that announces it: `Mot de passe :`, then,
    /// after a blank line or none, a line of one word that nobody would write in prose.
    fn told_below(&self, syntax: Syntax, at: usize) -> Option<Literal> {
        let view = self.view;
        let ends = matches!(view.byte(at), Some(b'\n' | b'\r'));
        if !view.format.is_told() || syntax != Syntax::Colon || !ends {
            return None;
        }
        let start = view.skip_space(at, 2);
        let end = view.line_end(start);
        let line = view.get(start..end).trim_ascii_end();
        let marks = line.iter().take_while(|b| **b == b'`').count();
        let inner = line.get(marks..line.len().checked_sub(marks)?)?;
        let one = inner.len() >= SHORTEST_TOLD && !inner.iter().any(u8::is_ascii_whitespace);
        (one && is_drawn(inner)).then_some(Literal {
            value: start + marks..start + marks + inner.len(),
            quote: 0,
            next: end,
        })
    }

    /// The next cell of a row.
    fn cell(&self, at: usize) -> Vec<Found> {
        let at = self.view.skip_blanks(at);
        let cell = self
            .view
            .get(at..self.view.line_end(at))
            .split(|&b| b == b'|')
            .next()
            .unwrap_or_default();
        let trimmed = cell.trim_ascii_end();
        let quotes = trimmed.iter().take_while(|&&b| b == b'`').count();
        let inner = trimmed.len().saturating_sub(2 * quotes);
        if inner == 0 || inner > 80 || trimmed.iter().any(|b| b.is_ascii_whitespace()) {
            return Vec::new();
        }
        let value = at + quotes..at + quotes + inner;
        vec![self.found(&Literal { next: value.end, value, quote: 0 }, Syntax::Cell)]
    }

    /// One value, quoted or bare.
    fn single(&self, at: usize, syntax: Syntax) -> Vec<Found> {
        let at = after_continuation(self.view, at);
        let literal = literal::quoted(self.view, at).or_else(|| {
            let first = self.view.byte(at)?;
            (!matches!(first, b'-' | b'|' | b'=' | b'"' | b'\''))
                .then(|| literal::bare(self.view, at))
                .flatten()
        });
        literal.map(|literal| self.found(&literal, syntax)).into_iter().collect()
    }

    /// What `=` or `:` gives.
    fn assigned(&self, at: usize, syntax: Syntax) -> Vec<Found> {
        let view = self.view;
        let format = view.format;
        let lines = usize::from(format.quotes_values() || format == Format::Other);
        let start = after_continuation(view, view.skip_space(at, lines));
        let start = after_parenthesis(view, start);
        if let Some(literal) = literal::quoted(view, start) {
            return vec![self.found(&literal, syntax)];
        }
        let inside = view.open_quote(at).is_some();
        if let Some(end) = text_below(view, start).filter(|_| !inside) {
            return self.under(end);
        }
        let comment = !inside && view.in_comment(self.name.start);
        let coded = format.quotes_values() && !inside && !comment;
        if let Some(found) = coded.then(|| self.spelt(start, syntax)).flatten() {
            return vec![found];
        }
        // An attribute or an option: `name="` was read above; nothing follows an empty value.
        if matches!(view.byte(start), Some(b'"' | b'\'' | b'`')) || start >= view.end {
            return Vec::new();
        }
        if let Some(literal) = self.told_below(syntax, start) {
            return vec![self.found(&literal, syntax)];
        }
        if let Some(literal) = setting_in_text(view, &self.name, start) {
            return vec![self.found(&literal, syntax)];
        }
        if coded {
            return self.strings(start, syntax, true);
        }
        if let Some(end) = block(view, start).filter(|_| !inside && !comment) {
            return self.below(end);
        }
        if view.byte(start) == Some(b'\n')
            || (syntax == Syntax::Colon && inside && start > at && format == Format::Code)
                && view.byte(start).is_none()
        {
            return Vec::new();
        }
        let flow = view
            .get(view.line_start(self.name.start)..self.name.start)
            .iter()
            .any(|&b| matches!(b, b'{' | b'?' | b'&'));
        let whole = format.bare_to_line_end()
            && view.open_quote(self.name.start).is_none()
            && !comment
            && !flow
            && syntax != Syntax::Comparison;
        let shell = view
            .get(view.line_start(self.name.start)..self.name.start)
            .trim_ascii()
            .split(|b| b.is_ascii_whitespace())
            .count()
            > 2;
        let literal = if whole && !shell && !view.get(at..view.line_end(at)).contains(&b';') {
            literal::to_line_end(view, start)
        } else {
            literal::bare(view, start)
        };
        // `token: string` in the middle of a sentence or of code says nothing.
        literal.map(|literal| self.found(&literal, syntax)).into_iter().collect()
    }

    /// The strings of the expression that starts at `at`.
    fn strings(&self, at: usize, syntax: Syntax, wrapped: bool) -> Vec<Found> {
        let view = self.view;
        let stop = (at + EXPRESSION).min(view.end);
        let (mut cursor, mut depth, mut found) = (at, 0_i32, Vec::new());
        let mut lines = 0;
        while cursor < stop && found.len() < VALUES {
            let Some(byte) = view.byte(cursor) else { break };
            match byte {
                b'"' | b'\'' | b'`' => match literal::quoted(view, cursor) {
                    // What a look-up is given is the name of the value.
                    Some(literal)
                        if is_subscript(view, cursor, view.get(literal.value.clone())) =>
                    {
                        cursor = literal.next;
                        continue;
                    }
                    Some(literal) => {
                        cursor = literal.next;
                        let mut value = self.found(&literal, syntax);
                        value.rank = u8::try_from(found.len()).unwrap_or(u8::MAX);
                        value.wrapped = wrapped;
                        found.push(value);
                        continue;
                    }
                    None if matches!(view.get(cursor..cursor + 2), b"\"\"" | b"''") => cursor += 1,
                    None => break,
                },
                b'(' | b'[' => depth += 1,
                b')' | b']' => {
                    depth -= 1;
                    if depth < 0 {
                        break;
                    }
                }
                b';' | b'{' | b'}' => break,
                b',' if depth == 0 && syntax != Syntax::Call => break,
                b'=' if depth == 0 && wrapped && view.byte(cursor + 1) == Some(b'>') => break,
                b'\n' => {
                    lines += 1;
                    let before = view.get(at..cursor).trim_ascii_end().last();
                    let tied = syntax == Syntax::Call || before == Some(&b'=');
                    if lines > 1 || depth == 0 && !tied {
                        break;
                    }
                }
                _ => {}
            }
            cursor += 1;
        }
        found
    }
}
