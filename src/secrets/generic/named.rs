//! Values tied to a name that announces a secret.

use super::catalogue::Kind;
use super::format::Format;
use super::found::{Found, Syntax};
use super::literal::{self, Literal};
use super::name;
use super::view::View;
use std::ops::Range;

/// How many values one name may be tied to.
const VALUES: usize = 4;
/// How far into an expression its strings are looked for, in bytes.
const EXPRESSION: usize = 160;

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
    let Some(separator) = separator(view, &name) else { return (Vec::new(), end) };
    let Some(kind) = name::kind(view.get(name.clone())) else { return (Vec::new(), end) };
    let reader = Reader { view, kind, name };
    (reader.read(separator), end)
}

/// What follows a name and ties values to it; `at` is where they are read from.
#[derive(Debug, Clone, Copy)]
struct Separator {
    syntax: Syntax,
    at: usize,
}

fn separator(view: &View<'_>, name: &Range<usize>) -> Option<Separator> {
    let closed = after_closing(view, name.end);
    let quoted = closed > name.end && view.byte(name.end).is_some_and(|b| b != b']' && b != b'*');
    let at = view.skip_blanks(closed);
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
            argument(view, at, alone).or_else(|| pair(view, at))
        }
        (_, _) if at > closed && option(view, name) => {
            Some(Separator { syntax: Syntax::Option, at })
        }
        (_, _) if closed == name.end && view.byte(at) == Some(b' ') => None,
        (_, _) if view.byte(at) == Some(b'e') && element(view, name) => {
            element_with_attributes(view, at)
        }
        (_, _) if at > closed && !quoted => spaced(view, name, at),
        _ => None,
    }
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
        match length {
            Some(length) => at += length,
            None => break,
        }
    }
    at
}

/// True when the name is that of an XML element: `<name`, `<ns:name`.
fn element(view: &View<'_>, name: &Range<usize>) -> bool {
    let before = view.get(view.line_start(name.start)..name.start);
    let tag = before.rsplit(|&b| b == b'<').next().unwrap_or_default();
    before.len() > tag.len()
        && tag.iter().all(|&b| b.is_ascii_alphanumeric() || matches!(b, b':' | b'_' | b'-'))
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
    (string && !named_value(view, at)).then_some(Separator { syntax: Syntax::Argument, at })
}

/// The value of `"key": "NAME", "value": …`, `<key>NAME</key><string>…`.
fn pair(view: &View<'_>, at: usize) -> Option<Separator> {
    let mut at = at;
    if view.byte(at) == Some(b',') {
        at += 1;
    } else if view.starts_with(at, b"</") {
        at += view.get(at..at + 40).iter().position(|&b| b == b'>')? + 1;
    }
    let start = after_closing(view, view.skip_space(at, 2));
    let names: [&[u8]; 6] = [b"<string>", b"<value>", b"value", b"valeur", b"content", b"default"];
    let word = names.iter().find(|word| view.starts_with(start, word))?;
    let mut at = start + word.len();
    if !word.starts_with(b"<") {
        at = view.skip_blanks(after_closing(view, at));
        if !matches!(view.byte(at), Some(b':' | b'=')) {
            return None;
        }
        at = view.skip_blanks(at + 1 + usize::from(view.byte(at + 1) == Some(b'>')));
    }
    Some(Separator { syntax: Syntax::Pair, at })
}

fn named_value(view: &View<'_>, at: usize) -> bool {
    let start = after_closing(view, at);
    view.starts_with(start, b"value") && start > at
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
    let alone = {
        let rest = view.get(at..view.line_end(at)).trim_ascii();
        !rest.is_empty() && !rest.iter().any(|b| b.is_ascii_whitespace())
    };
    let wanted =
        quote || (set && alone) || (settings && netrc) || (settings && starts_line && alone);
    wanted.then_some(Separator { syntax: Syntax::Spaced, at })
}

struct Reader<'v, 't> {
    view: &'v View<'t>,
    kind: Kind,
    name: Range<usize>,
}

impl Reader<'_, '_> {
    fn found(&self, literal: &Literal, syntax: Syntax) -> Found {
        Found::new(self.view, self.kind, self.name.clone(), literal, syntax)
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

    /// The text of an element.
    fn element(&self, at: usize) -> Vec<Found> {
        let at = self.view.skip_space(at, 1);
        let end = self.view.get(at..self.view.line_end(at)).iter().position(|&b| b == b'<');
        let Some(length) = end.filter(|&length| length > 0) else { return Vec::new() };
        vec![self.found(
            &Literal { value: at..at + length, quote: 0, next: at + length },
            Syntax::Element,
        )]
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
        let start = view.skip_space(at, lines);
        if let Some(literal) = literal::quoted(view, start) {
            return vec![self.found(&literal, syntax)];
        }
        // An attribute or an option: `name="` was read above; nothing follows an empty value.
        if matches!(view.byte(start), Some(b'"' | b'\'' | b'`')) || start >= view.end {
            return Vec::new();
        }
        let inside = view.open_quote(self.name.start).is_some();
        let comment = !inside && view.in_comment(self.name.start);
        if format.quotes_values() && !inside && !comment {
            let numbers = literal::numbers(view, start).map(|literal| self.found(&literal, syntax));
            return numbers.map_or_else(|| self.strings(start, syntax, true), |found| vec![found]);
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
            && !inside
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
                    if lines > 1 || depth == 0 && syntax != Syntax::Call {
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
