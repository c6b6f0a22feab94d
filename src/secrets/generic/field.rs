//! Lines whose format the file's name tells: `.pgpass`, key files.

use super::catalogue::Kind;
use super::format::Format;
use super::found::{Found, Syntax};
use super::literal::Literal;
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
