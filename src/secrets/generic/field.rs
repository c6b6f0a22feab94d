//! Lines whose format the file's name tells: `.pgpass`, key files, tables.

use super::catalogue::Kind;
use super::format::Format;
use super::found::{Found, Syntax};
use super::literal::Literal;
use super::name;
use super::view::{REACH, View};
use std::ops::Range;

/// Lines read at most in such a file.
const LINES: usize = 500;

/// Finds the value of a line, if it holds one.
type Reader = fn(&[u8]) -> Option<(Kind, Range<usize>)>;

/// The values of a file that is nothing but secrets.
pub(super) fn values(text: &[u8], name: &str, format: Format) -> Vec<Found> {
    let lower = name.to_ascii_lowercase();
    let read: Reader = if lower.ends_with("pgpass") || lower == "pgpass.conf" {
        database_password
    } else if lower.ends_with(".key")
        || lower.ends_with("secret_token")
        || lower.ends_with("secret_key_base")
    {
        key
    } else if [".csv", ".tsv", ".psv"].iter().any(|end| lower.ends_with(end)) {
        return columns(text, format);
    } else {
        return Vec::new();
    };
    let mut found = Vec::new();
    let mut start = 0;
    for line in text.split(|&b| b == b'\n').take(LINES) {
        if let Some((kind, value)) = read(line) {
            let value = start + value.start..start + value.end;
            let view = View::around(text, value.start, 1, REACH, format);
            let literal = Literal { next: value.end, value, quote: 0 };
            found.push(Found::new(&view, kind, start..start, &literal, Syntax::Field));
        }
        start += line.len() + 1;
    }
    found
}

/// The heading of a table is a part of the context of its rows, up to this byte.
const TABLE: usize = 64 << 10;

/// The cells under a heading that announces a password.
fn columns(text: &[u8], format: Format) -> Vec<Found> {
    let text = &text[..text.len().min(TABLE)];
    let Some(heading) = text.split(|b| *b == b'\n').next() else { return Vec::new() };
    let marks = [b';', b',', b'\t', b'|'];
    let count = |mark: &u8| heading.iter().filter(|b| *b == mark).count();
    let Some(mark) = marks.into_iter().max_by_key(count).filter(|mark| count(mark) > 0) else {
        return Vec::new();
    };
    let headings = cells(heading, 0, mark).into_iter().enumerate();
    let secret = headings.filter_map(|(at, cell)| {
        let kind = name::kind(&heading[cell.clone()])?;
        let wanted = matches!(kind, Kind::Password | Kind::Secret | Kind::Token | Kind::ApiKey);
        wanted.then_some((at, cell, kind))
    });
    let secret: Vec<_> = secret.collect();
    let mut found = Vec::new();
    if secret.is_empty() {
        return found;
    }
    let mut start = heading.len() + 1;
    for line in text.get(start..).unwrap_or_default().split(|b| *b == b'\n').take(LINES) {
        let row = cells(line, start, mark);
        for (at, heading, kind) in &secret {
            let Some(value) = row.get(*at).filter(|cell| !cell.is_empty()) else { continue };
            let view = View::spanning(text, 0..start + line.len(), format);
            let literal = Literal { next: value.end, value: value.clone(), quote: 0 };
            found.push(Found::new(&view, *kind, heading.clone(), &literal, Syntax::Member));
        }
        start += line.len() + 1;
    }
    found
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
        let bare = cell.strip_prefix(b"\"").and_then(|cell| cell.strip_suffix(b"\""));
        if bare.is_some() { from + 1..to - 1 } else { from..to }
    });
    cells.collect()
}

/// `host:port:database:user:password`.
fn database_password(line: &[u8]) -> Option<(Kind, Range<usize>)> {
    let line = line.trim_ascii_end();
    if line.starts_with(b"#") {
        return None;
    }
    let colon = line.iter().enumerate().filter(|(_, b)| **b == b':').nth(3)?.0;
    (colon + 1 < line.len()).then_some((Kind::Password, colon + 1..line.len()))
}

/// A line that is a key in hexadecimal or base64, alone in its file.
fn key(line: &[u8]) -> Option<(Kind, Range<usize>)> {
    let line = line.trim_ascii_end();
    let hexadecimal = line.iter().all(u8::is_ascii_hexdigit) && line.len().is_multiple_of(2);
    ((32..=128).contains(&line.len()) && hexadecimal).then_some((Kind::Key, 0..line.len()))
}
