//! `SPDX-License-Identifier` tags, where they are meant: not in a string, a code
//! block or a sentence about them, nor between `REUSE-IgnoreStart` and
//! `REUSE-IgnoreEnd` (REUSE 3.3, § Comment headers; § Ignoring text).

use super::{Notice, Scope};
use crate::licence::comment;
use crate::licence::expression::Expression;
use crate::licence::identification::Nature;
use crate::text::line;
use memchr::memmem;

/// What opens a tag.
pub(crate) const TAG: &str = "SPDX-License-Identifier:";

/// What opens a comment with letters.
const WORDS: [&str; 5] = ["rem", "dnl", "comment", "c", "note"];

/// A tag as a file writes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Tag<'a> {
    /// What follows the colon.
    pub value: &'a str,
    /// Byte of the value.
    pub start: usize,
    /// Line, from 1.
    pub line: usize,
}

/// The tags of `text`, in order, whether or not their value can be read.
pub(crate) fn find(text: &str) -> Vec<Tag<'_>> {
    let mut found = Vec::new();
    let (mut line, mut counted) = (1, 0);
    for at in memmem::find_iter(text.as_bytes(), TAG.as_bytes()) {
        line += memchr::memchr_iter(b'\n', &text.as_bytes()[counted..at]).count();
        counted = at;
        let start = line::start(text, at);
        if !stands_alone(&text[start..at]) || fenced(&text[..start]) || ignored(&text[..at]) {
            continue;
        }
        let from = at + TAG.len();
        let end = text[from..].find(['\n', '\r']).map_or(text.len(), |length| from + length);
        let value = trimmed(&text[from..end]);
        let start = value.as_ptr() as usize - text.as_ptr() as usize;
        found.push(Tag { value, start, line });
    }
    found
}

/// The tags of `text` whose value is an expression, as notices.
pub(super) fn read(text: &str) -> Vec<Notice> {
    let notice = |tag: Tag<'_>| {
        let expression = Expression::parse(tag.value).ok()?;
        Some(Notice {
            expression: Some(expression),
            family: None,
            scope: Scope::Whole,
            nature: Nature::Tag,
            bytes: tag.start..tag.start + tag.value.len(),
            line: tag.line,
            in_section: false,
        })
    };
    find(text).into_iter().filter_map(notice).collect()
}

/// Whether nothing but a comment mark stands before a tag on its line.
fn stands_alone(before: &str) -> bool {
    let before = before.trim_start_matches('\u{feff}').trim();
    let word = before.trim_start_matches(['.', '\\', '@', '%', '<', '!', '-', '#', ':']);
    let marks =
        !before.contains(['`', '"', '\'']) || matches!(before, "\"\"\"" | "'''" | "\"" | "'");
    let short = !before.chars().any(char::is_alphanumeric)
        || WORDS.iter().any(|w| word.eq_ignore_ascii_case(w));
    marks && short
}

/// Whether `before` leaves a code block of Markdown open.
fn fenced(before: &str) -> bool {
    let fence =
        |line: &&str| line.trim_start().starts_with("```") || line.trim_start().starts_with("~~~");
    memmem::find(before.as_bytes(), b"```")
        .or_else(|| memmem::find(before.as_bytes(), b"~~~"))
        .is_some()
        && before.lines().filter(fence).count() % 2 == 1
}

/// Whether `before` leaves a passage open that REUSE ignores.
fn ignored(before: &str) -> bool {
    let open = memmem::rfind(before.as_bytes(), b"REUSE-IgnoreStart");
    let close = memmem::rfind(before.as_bytes(), b"REUSE-IgnoreEnd");
    open.is_some_and(|open| close.is_none_or(|close| close < open))
}

fn trimmed(value: &str) -> &str {
    let mut value = value.trim();
    loop {
        let shorter = comment::without_end(value).unwrap_or(value).trim_end();
        let shorter = shorter.trim_end_matches(['"', '\'', '*', '|', '#', ';', ',', ':']);
        let shorter = shorter.trim_end();
        if shorter.len() == value.len() {
            return value;
        }
        value = shorter;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(text: &str) -> Vec<&str> {
        find(text).into_iter().map(|tag| tag.value).collect()
    }

    #[test]
    fn tags_are_found_in_comments_only() {
        let tag = |rest: &str| format!("SPDX-License-{}: {rest}", "Identifier");
        assert_eq!(values(&format!("# {}\n", tag("MIT"))), ["MIT"]);
        assert_eq!(values(&format!("/* {} */", tag("MIT OR ISC"))), ["MIT OR ISC"]);
        assert_eq!(values(&format!("<!-- {} -->", tag("MIT"))), ["MIT"]);
        assert_eq!(values(&format!(".. {}", tag("MIT"))), ["MIT"]);
        assert!(values(&format!("echo \"{}\"", tag("MIT"))).is_empty());
        assert!(values(&format!("Write `{}` on top.", tag("MIT"))).is_empty());
        assert!(values(&format!("```\n{}\n```", tag("MIT"))).is_empty());
        let ignored =
            format!("REUSE-IgnoreStart\n# {}\n# REUSE-IgnoreEnd\n# {}", tag("MIT"), tag("ISC"));
        assert_eq!(values(&ignored), ["ISC"]);
    }
}
