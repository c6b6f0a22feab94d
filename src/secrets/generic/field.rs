//! Lines whose format the file's name tells: `.pgpass`, key files, tables.

use super::catalogue::Kind;
use super::format::Format;
use super::found::{Found, PLACED, Syntax};
use super::literal::Literal;
use super::name;
use super::view::{REACH, View};
use crate::secrets::lists::{Names, list};
use crate::secrets::patterns::plausible;
use memchr::memmem::{find, rfind};
use std::ops::Range;
use std::sync::LazyLock;

/// Lines read at most in such a file.
const LINES: usize = 500;

/// Finds the value of a line, if it holds one.
type Reader = fn(&[u8]) -> Option<(Kind, Range<usize>)>;

/// The values of a file that is nothing but secrets.
pub(super) fn values(text: &[u8], name: &str, format: Format) -> Vec<Found> {
    let lower = name.to_ascii_lowercase();
    if let Some(found) = whole(text, &lower, format) {
        return vec![found];
    }
    let read: Reader = if lower.ends_with("pgpass") || lower == "pgpass.conf" {
        database_password
    } else if lower.ends_with(".key")
        || lower.ends_with("secret_token")
        || lower.ends_with("secret_key_base")
    {
        key
    } else if lower.contains("vault_pass")
        || lower.contains("vault-pass")
        || matches!(lower.as_str(), "ldap.secret" | ".erlang.cookie" | "erlang.cookie")
    {
        password
    } else if matches!(lower.as_str(), "chap-secrets" | "pap-secrets") {
        peer_password
    } else if is_relay_map(&lower, format) {
        relay_password
    } else if [".csv", ".tsv", ".psv"].iter().any(|end| lower.ends_with(end))
        || (lower.ends_with(".txt") && is_heading(text))
    {
        let found = columns(text, 0, format);
        return match found.is_empty() {
            true => columns(text, heading(text), format),
            false => found,
        };
    } else if format == Format::Prose {
        return tables(text, format);
    } else {
        return Vec::new();
    };
    let mut found = Vec::new();
    let mut start = 0;
    // Erlang draws twenty capitals, which look like a word.
    let cookie = lower.ends_with("erlang.cookie");
    for line in text.split(|&b| b == b'\n').take(LINES) {
        if let Some((kind, value)) = read(line) {
            let value = start + value.start..start + value.end;
            let view = View::around(text, value.start, 1, REACH, format);
            let literal = Literal { next: value.end, value, quote: 0 };
            let value = Found::new(&view, kind, start..start, &literal, Syntax::Field);
            found.push(Found { certainty: if cookie { PLACED } else { 0 }, ..value });
        }
        start += line.len() + 1;
    }
    found
}

/// Extensions of files that hold one value.
static HOLDERS: Names = LazyLock::new(|| list("whole.extensions"));
/// Last words of the names of files whose one value is no secret, or the first of that of a key.
static OPEN: Names = LazyLock::new(|| list("whole.open"));

/// The value that is all of the file called `lower`, which says that it is a secret:
/// `.secret`, `jwt_secret.txt`, `master.key`.
fn whole(text: &[u8], lower: &str, format: Format) -> Option<Found> {
    const LENGTHS: Range<usize> = 20..513;
    const ENTROPY: f32 = 3.0;
    if text.len() > LENGTHS.end + REACH {
        return None;
    }
    let value = text.trim_ascii();
    let drawn = || {
        let any = |test: fn(&u8) -> bool| value.iter().any(test);
        any(u8::is_ascii_digit)
            && any(u8::is_ascii_alphabetic)
            && value.iter().all(|b| b.is_ascii_graphic() && *b != b':')
            && plausible::entropy(value) >= ENTROPY
            && !plausible::is_placeholder(value)
    };
    let (_, extension) = lower.rsplit_once('.').filter(|(stem, _)| !stem.is_empty()).unzip();
    let holds = extension.is_none_or(|end| HOLDERS.contains(&end));
    if !holds || !LENGTHS.contains(&value.len()) || !drawn() {
        return None;
    }
    let kind = name::kind(lower.as_bytes()).filter(|kind| {
        matches!(kind, Kind::Password | Kind::Secret | Kind::Token | Kind::ApiKey | Kind::Key)
    })?;
    let stem = lower.rsplit_once('.').map_or(lower, |(stem, _)| stem);
    let words = name::words(stem.as_bytes());
    let is_open = |word: Option<&String>| word.is_some_and(|word| OPEN.contains(&word.as_str()));
    // A name is that of its last word; `public_key` alone says it first.
    let open = is_open(words.last()) || kind == Kind::Key && is_open(words.first());
    if open || matches!(value[0], b'/' | b'<') {
        return None;
    }
    let start = value.as_ptr().addr() - text.as_ptr().addr();
    let value = start..start + value.len();
    let view = View::around(text, start, 1, REACH, format);
    let literal = Literal { next: value.end, value, quote: 0 };
    let found = Found::new(&view, kind, start..start, &literal, Syntax::Field);
    Some(Found { certainty: PLACED, ..found })
}

/// Files of accounts at mail relays, by the starts of their names: maps of Postfix and of Exim.
static RELAYS: Names = LazyLock::new(|| list("relay.files"));

/// True for such a map, and not for a program that is named after one.
fn is_relay_map(lower: &str, format: Format) -> bool {
    let program = matches!(format, Format::Code | Format::Script) && !lower.ends_with(".erb");
    !program && RELAYS.iter().any(|start| lower.starts_with(start))
}

/// Lines that may stand above the heading of a table.
const TITLES: usize = 10;

/// Where the heading of a table starts: the first line below a title, a comment, a blank
/// that names columns of which one announces a secret, otherwise the first of all.
fn heading(text: &[u8]) -> usize {
    let text = &text[..text.len().min(TABLE)];
    let mut start = 0;
    for line in text.split(|b| *b == b'\n').take(TITLES) {
        let secret = |cell: &[u8]| name::kind(cell).is_some();
        let mut cells = line.split(|b| b";|\t,".contains(b)).map(<[u8]>::trim_ascii);
        if start > 0 && names_columns(line, b";|\t,") && cells.any(secret) {
            return start;
        }
        start += line.len() + 1;
    }
    0
}

/// Tables of one text looked at.
const TABLES: usize = 50;
/// The heading of a table is a part of the context of its rows, up to this byte.
const TABLE: usize = 64 << 10;

/// True when the first line of `text` names columns: one word or two, between marks that
/// no sentence holds.
fn is_heading(text: &[u8]) -> bool {
    let line = text.split(|b| *b == b'\n').next().unwrap_or_default();
    names_columns(line, b";|\t")
}

/// True for a line of one word or two between `marks`.
fn names_columns(line: &[u8], marks: &[u8]) -> bool {
    let letter = |b: &u8| b.is_ascii_alphabetic() || *b >= 0x80 || b"_ \r".contains(b);
    let named = |cell: &[u8]| (1..=24).contains(&cell.len()) && cell.iter().all(letter);
    let mut cells = line.split(|b| marks.contains(b));
    cells.clone().count() > 1 && cells.all(named)
}

/// The cells of the tables of a text, under a heading that announces a password.
fn tables(text: &[u8], format: Format) -> Vec<Found> {
    let text = &text[..text.len().min(TABLE)];
    let rules = memchr::memmem::find_iter(text, b"\n|").filter(|at| {
        let rule = text[at + 1..].split(|b| *b == b'\n').next().unwrap_or_default();
        rule.contains(&b'-') && rule.iter().all(|b| b"|-: \r".contains(b))
    });
    let mut found = Vec::new();
    for rule in rules.take(TABLES) {
        let heading = memchr::memrchr(b'\n', &text[..rule]).map_or(0, |at| at + 1);
        found.extend(columns(text, heading, format));
    }
    found
}

/// The cells under the heading at `top` that announces a password.
fn columns(text: &[u8], top: usize, format: Format) -> Vec<Found> {
    let text = &text[..text.len().min(TABLE)];
    let Some(heading) = text[top..].split(|b| *b == b'\n').next() else { return Vec::new() };
    let marks = [b';', b',', b'\t', b'|'];
    let count = |mark: &u8| heading.iter().filter(|b| *b == mark).count();
    let Some(mark) = marks.into_iter().max_by_key(count).filter(|mark| count(mark) > 0) else {
        return Vec::new();
    };
    let headings = cells(heading, top, mark);
    let survey = is_survey(headings.iter().map(|cell| &text[cell.clone()]));
    let headings = headings.into_iter().enumerate();
    let secret = headings.filter_map(|(at, cell)| {
        let kind = name::kind(&text[cell.clone()])?;
        let wanted = matches!(kind, Kind::Password | Kind::Secret | Kind::Token | Kind::ApiKey);
        let wanted = wanted && !(survey && text[cell.clone()].eq_ignore_ascii_case(b"token"));
        wanted.then_some((at, cell, kind))
    });
    let secret: Vec<_> = secret.collect();
    let mut found = Vec::new();
    if secret.is_empty() {
        return found;
    }
    let mut start = top + heading.len() + 1;
    let mut inside = false;
    for line in text.get(start..).unwrap_or_default().split(|b| *b == b'\n').take(LINES) {
        // A table of a text ends with a line that is none of its rows.
        if format == Format::Prose && !line.contains(&mark) {
            break;
        }
        // A line of a block that a cell holds is no row: it has a cell alone.
        let ends = find(line, END).is_some();
        if inside && (ends || !line.contains(&mark)) {
            inside = !ends;
            start += line.len() + 1;
            continue;
        }
        inside = opens_block(line);
        let row = cells(line, start, mark);
        for (at, heading, kind) in &secret {
            let written = |cell: &&Range<usize>| text[(*cell).clone()].iter().any(|b| *b != b'-');
            let Some(value) = row.get(*at).filter(written) else { continue };
            let view = View::spanning(text, top..start + line.len(), format);
            let literal = Literal { next: value.end, value: value.clone(), quote: 0 };
            found.push(Found::new(&view, *kind, heading.clone(), &literal, Syntax::Member));
        }
        start += line.len() + 1;
    }
    found
}

/// What the headings of the answers of a survey say of when they were given.
static SURVEYS: Names = LazyLock::new(|| list("survey.headings"));

/// True for the headings of the answers of a survey, each of which has a token: a question
/// of several words, or the date of the answer.
fn is_survey<'a>(mut headings: impl Iterator<Item = &'a [u8]>) -> bool {
    headings.any(|heading| {
        let asks = heading.trim_ascii().ends_with(b"?") && heading.contains(&b' ');
        let lower = heading.to_ascii_lowercase();
        asks && heading.split(|b| *b == b' ').filter(|word| word.len() > 1).count() > 2
            || SURVEYS.iter().any(|word| find(&lower, word.as_bytes()).is_some())
    })
}

/// Where the cells of `line`, which starts at `start`, are, without their quotes.
fn cells(line: &[u8], start: usize, mark: u8) -> Vec<Range<usize>> {
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    let mut quoted = false;
    let mut at = start;
    let parts = line.split(|b| {
        quoted ^= *b == b'"';
        *b == mark && !quoted
    });
    let cells = parts.map(|cell| {
        let (from, to) = (at, at + cell.len());
        at = to + 1;
        let blank = |b: &&u8| b" \t`".contains(b);
        let left = cell.iter().take_while(blank).count();
        let right = cell[left..].iter().rev().take_while(blank).count();
        let bare = cell.strip_prefix(b"\"").and_then(|cell| cell.strip_suffix(b"\""));
        if bare.is_some() { from + 1..to - 1 } else { from + left..to - right }
    });
    cells.collect()
}

/// True when `line` opens a block in armour (RFC 7468) that the next lines go on with, as a
/// certificate in a cell does.
fn opens_block(line: &[u8]) -> bool {
    let begin = rfind(line, b"-----BEGIN ");
    begin.is_some_and(|begin| find(&line[begin..], END).is_none())
}

/// What closes a block in armour.
const END: &[u8] = b"-----END ";

/// `host:port:database:user:password`.
fn database_password(line: &[u8]) -> Option<(Kind, Range<usize>)> {
    let line = line.trim_ascii_end();
    if line.starts_with(b"#") {
        return None;
    }
    let colon = line.iter().enumerate().filter(|(_, b)| **b == b':').nth(3)?.0;
    (colon + 1 < line.len()).then_some((Kind::Password, colon + 1..line.len()))
}

/// A line that is a password, alone in its file.
fn password(line: &[u8]) -> Option<(Kind, Range<usize>)> {
    let value = line.trim_ascii();
    let plain = value.len() >= 4 && !value.iter().any(|b| b.is_ascii_whitespace() || *b == b'$');
    (plain && !value.starts_with(b"#")).then_some((Kind::Password, 0..value.len()))
}

/// `client server secret addresses`, of pppd(8).
fn peer_password(line: &[u8]) -> Option<(Kind, Range<usize>)> {
    let mut words = line.split(|b| b.is_ascii_whitespace()).filter(|word| !word.is_empty());
    let secret = words.nth(2).filter(|_| !line.starts_with(b"#"))?;
    let start = secret.as_ptr().addr() - line.as_ptr().addr();
    let quoted = secret.len() > 2 && secret.starts_with(b"\"") && secret.ends_with(b"\"");
    let inner = usize::from(quoted);
    Some((Kind::Password, start + inner..start + secret.len() - inner))
}

/// `host user:password`, `host:user:password`, of a map of Postfix or of Exim.
fn relay_password(line: &[u8]) -> Option<(Kind, Range<usize>)> {
    let line = line.trim_ascii_end();
    let blank = line.iter().position(u8::is_ascii_whitespace);
    let blank = blank.or_else(|| line.iter().position(|b| *b == b':').map(|at| at + 1))?;
    let colon = blank + line[blank..].iter().position(|b| *b == b':')?;
    (!line.starts_with(b"#") && colon + 1 < line.len())
        .then_some((Kind::Password, colon + 1..line.len()))
}

/// A line that is a key in hexadecimal or base64, alone in its file.
fn key(line: &[u8]) -> Option<(Kind, Range<usize>)> {
    let line = line.trim_ascii_end();
    let hexadecimal = line.iter().all(u8::is_ascii_hexdigit) && line.len().is_multiple_of(2);
    ((32..=128).contains(&line.len()) && hexadecimal).then_some((Kind::Key, 0..line.len()))
}
