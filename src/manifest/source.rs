//! Where in a text things are: errors and lines.

use super::Checksum;
use crate::lang::Text;
use crate::text;
use crate::text::line::position;
use data_encoding::{BASE64, HEXLOWER};
use serde_json::Value as Json;

/// Why a file could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Malformed {
    /// Line, from 1.
    pub line: usize,
    /// Column, from 1.
    pub column: usize,
    /// What is wrong.
    pub message: Text,
}

impl Malformed {
    /// An error at a place.
    pub fn at(line: usize, column: usize, message: Text) -> Malformed {
        Malformed { line: line.max(1), column: column.max(1), message }
    }

    /// An error at a place, in the words of a parser, which are English.
    pub fn said(line: usize, column: usize, words: &str) -> Malformed {
        Malformed::at(line, column, Text::new("la syntaxe est incorrecte", words))
    }
}

/// The JSON object that `text` is.
pub(super) fn json(text: &str) -> Result<Json, Malformed> {
    let value: Json = serde_json::from_str(text).map_err(|error| {
        let message = error.to_string();
        let message = message.split(" at line ").next().unwrap_or_default().to_string();
        Malformed::said(error.line(), error.column(), &message)
    })?;
    if !value.is_object() {
        let wanted = text!("un objet JSON était attendu", "a JSON object was expected");
        return Err(Malformed::at(1, 1, wanted));
    }
    Ok(value)
}

/// The TOML table that `text` is.
pub(super) fn toml(text: &str) -> Result<toml::Table, Malformed> {
    toml::from_str(text).map_err(|error| {
        let start = error.span().map_or(0, |span| span.start);
        let (line, column) = position(text, start);
        Malformed::said(line, column, error.message())
    })
}

/// The tables in the table `key` of `table`.
pub(super) fn toml_tables<'t>(table: &'t ::toml::Table, key: &str) -> Vec<&'t ::toml::Table> {
    let inner = table.get(key).and_then(::toml::Value::as_table).into_iter().flatten();
    inner.filter_map(|(_, value)| value.as_table()).collect()
}

/// The string of `key` in `table`.
pub(super) fn toml_string(table: Option<&::toml::Value>, key: &str) -> Option<String> {
    table?.get(key)?.as_str().map(str::to_string)
}

/// Finds, one after the other, the lines of things that a parser gave without
/// their places. Time stays linear: it never goes back, and stops looking after
/// a few things that are not where they should be.
pub(super) struct Lines<'t> {
    text: &'t str,
    offset: usize,
    line: usize,
    misses: usize,
}

impl<'t> Lines<'t> {
    /// At the beginning of `text`.
    pub(super) fn new(text: &'t str) -> Lines<'t> {
        Lines { text, offset: 0, line: 1, misses: 0 }
    }

    /// The line of the next line that begins with `start`, as [`Lines::next`].
    pub(super) fn next_beginning(&mut self, start: &str) -> usize {
        if self.offset == 0 && self.text.starts_with(start) {
            return self.next(start);
        }
        let (misses, line) = (self.misses, self.next(&format!("\n{start}")));
        if self.misses > misses || misses > 16 {
            return line;
        }
        self.line += 1;
        self.line
    }

    /// The line of the next `needle`; the current one when it is not found.
    pub(super) fn next(&mut self, needle: &str) -> usize {
        if self.misses > 16 {
            return self.line;
        }
        match self.text[self.offset..].find(needle) {
            Some(at) => {
                let passed = &self.text[self.offset..self.offset + at];
                self.line += passed.matches('\n').count();
                self.offset += at + needle.len();
            }
            None => self.misses += 1,
        }
        self.line
    }
}

/// A Subresource Integrity digest (`sha512-…`), the strongest of several.
pub(super) fn integrity(value: &str) -> Option<Checksum> {
    let read = |word: &str| {
        let (algorithm, digest) = word.split_once('-')?;
        let algorithm = algorithm_named(algorithm)?;
        let bytes = BASE64.decode(digest.as_bytes()).ok()?;
        Some(Checksum { algorithm, hex: HEXLOWER.encode(&bytes) })
    };
    value.split_ascii_whitespace().filter_map(read).max_by_key(|checksum| checksum.hex.len())
}

/// A digest written `sha256:…`, or hexadecimal digits alone.
pub(super) fn digest(value: &str) -> Option<Checksum> {
    let (algorithm, hex) = match value.split_once([':', '=']) {
        Some((algorithm, hex)) => (algorithm_named(algorithm)?, hex),
        None => (by_length(value)?, value),
    };
    let hex = hex.to_ascii_lowercase();
    let valid =
        hex.bytes().all(|byte| byte.is_ascii_hexdigit()) && by_length(&hex) == Some(algorithm);
    valid.then_some(Checksum { algorithm, hex })
}

fn algorithm_named(name: &str) -> Option<&'static str> {
    Some(match name.to_ascii_lowercase().as_str() {
        "md5" => "MD5",
        "sha1" => "SHA-1",
        "sha256" => "SHA-256",
        "sha384" => "SHA-384",
        "sha512" => "SHA-512",
        _ => return None,
    })
}

fn by_length(hex: &str) -> Option<&'static str> {
    Some(match hex.len() {
        32 => "MD5",
        40 => "SHA-1",
        64 => "SHA-256",
        96 => "SHA-384",
        128 => "SHA-512",
        _ => return None,
    })
}
