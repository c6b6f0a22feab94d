//! Allowances written beside the value: a comment that holds
//! `publiable:allow PATTERN-OR-RULE reason`, in whatever syntax the file has.
//!
//! An allowance covers its own line or, when its line holds nothing else, the
//! next one that is not an allowance itself. It names one pattern (or one rule)
//! and gives a reason: without a reason it does not count. It never covers a
//! value that a checksum or a structure proves genuine: that takes a settled
//! finding, by fingerprint.

use super::layers::{self, Shape};
use crate::archive;
use memchr::memmem;
use std::ops::Range;

/// The word that starts an allowance.
const MARKER: &str = "publiable:allow";
/// Longest reason kept, in characters: it goes to reports.
const REASON: usize = 200;

/// One comment that allows what is on a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allowance {
    /// The member of the archive that holds it, as the places of what is found
    /// there say it; `None` in a plain file.
    pub inside: Option<String>,
    /// The line of the comment, counted from 1.
    pub line: usize,
    /// The line it covers, counted from 1.
    pub covered: usize,
    /// The pattern or rule it names.
    pub name: String,
    /// Why; `None` when it is missing, and the allowance then does not count.
    pub reason: Option<String>,
}

impl Allowance {
    /// True when it covers what starts on `line`: `names` are the pattern and
    /// the rules of what was found there.
    pub fn covers(&self, line: usize, names: &[&str]) -> bool {
        self.reason.is_some() && self.covered == line && names.contains(&self.name.as_str())
    }

    /// The path that the places of what it covers have, when the file that holds
    /// it is at `path`.
    pub fn path_in(&self, path: &str) -> String {
        match &self.inside {
            Some(member) => format!("{path}!/{member}"),
            None => path.to_string(),
        }
    }
}

/// The allowances written in the file called `name` that holds `bytes`, in
/// order, whatever the encoding of its text; in an archive, those of the files
/// that are looked into.
pub(crate) fn in_file(bytes: &[u8], name: &str) -> Vec<Allowance> {
    within(bytes, name, 0, &mut { archive::MAX_UNPACKED })
}

fn within(bytes: &[u8], name: &str, depth: usize, room: &mut u64) -> Vec<Allowance> {
    match layers::shape(bytes) {
        Shape::Wide(wide) => allowances(layers::widened(bytes, wide).as_bytes()),
        Shape::Text => allowances(bytes),
        Shape::Archive if depth < layers::MAX_DEPTH => {
            let members = archive::open_within(bytes, room).unwrap_or_default().members;
            let inner = members.iter().flat_map(|member| {
                let path = member.path_in(name);
                let found = within(&member.bytes, path, depth + 1, room).into_iter();
                found.map(move |allowance| {
                    let inside = allowance.path_in(path);
                    Allowance { inside: Some(inside), ..allowance }
                })
            });
            inner.collect()
        }
        Shape::Archive | Shape::Media | Shape::Binary => Vec::new(),
    }
}

/// The allowances written in `text`, in order.
pub fn allowances(text: &[u8]) -> Vec<Allowance> {
    let mut found: Vec<(Allowance, bool)> = Vec::new();
    for (number, line) in marked_lines(text) {
        let words = String::from_utf8_lossy(line);
        let Some(at) = words.find(MARKER) else { continue };
        let (before, after) = (&words[..at], &words[at + MARKER.len()..]);
        let Some((name, reason)) = parts(before, after) else { continue };
        let allowance = Allowance { inside: None, line: number, covered: number, name, reason };
        found.push((allowance, stands_alone(before)));
    }
    // The last of a stack of comments covers what follows, and so do the others.
    for at in (0..found.len()).rev() {
        if !found[at].1 {
            continue;
        }
        let next = found[at].0.line + 1;
        found[at].0.covered = match found.get(at + 1) {
            Some((below, true)) if below.line == next => below.covered,
            _ => next,
        };
    }
    found.into_iter().map(|(allowance, _)| allowance).collect()
}

/// The lines that hold the marker, with their numbers.
fn marked_lines(text: &[u8]) -> Vec<(usize, &[u8])> {
    let (mut lines, mut line, mut counted) = (Vec::new(), 1, 0);
    let mut from = 0;
    let finder = memmem::Finder::new(MARKER);
    while let Some(at) = finder.find(&text[from..]).map(|at| at + from) {
        let bounds = line_around(text, at);
        line += text[counted..bounds.start].iter().filter(|byte| **byte == b'\n').count();
        counted = bounds.start;
        from = bounds.end;
        lines.push((line, &text[bounds]));
    }
    lines
}

fn line_around(text: &[u8], at: usize) -> Range<usize> {
    let start = text[..at].iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
    let end = text[at..].iter().position(|byte| *byte == b'\n').map_or(text.len(), |n| at + n);
    start..end
}

/// The name and the reason after the marker. `None` for a mention in prose.
fn parts(before: &str, after: &str) -> Option<(String, Option<String>)> {
    let quoted = before.ends_with(['`', '«', '“', '\u{a0}']);
    let rest = after.strip_prefix([' ', '\t'])?.trim_start();
    if quoted {
        return None;
    }
    let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
    let name = without_closing(&rest[..end]);
    let named = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '/');
    if name.is_empty() || !name.chars().all(named) {
        return None;
    }
    let reason: String = without_closing(&rest[end..]).chars().take(REASON).collect();
    let told = reason.chars().any(char::is_alphanumeric);
    Some((name.to_string(), told.then_some(reason)))
}

/// What is left of `text` without the end of the comment that holds it.
fn without_closing(text: &str) -> &str {
    let mut text = text.trim();
    for closing in ["--%>", "-->", "*/", "%>", "#}", "-}", "*)", "#>", "\"\"\"", "--", "\",", "\""]
    {
        if let Some(inside) = text.strip_suffix(closing) {
            text = inside.trim_end();
            break;
        }
    }
    text
}

/// True when nothing but the start of a comment comes before the marker.
fn stands_alone(before: &str) -> bool {
    let before = before.trim();
    let word = before.to_ascii_lowercase();
    matches!(word.as_str(), "rem" | "dnl" | "@rem") || !before.contains(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The marker, cut so that this file allows nothing.
    fn mark(text: &str) -> String {
        text.replace("@@", &["publiable", "allow"].join(":"))
    }

    fn read(text: &str) -> Vec<(usize, usize, String, Option<String>)> {
        let found = allowances(mark(text).as_bytes()).into_iter();
        found.map(|a| (a.line, a.covered, a.name, a.reason)).collect()
    }

    #[test]
    fn any_comment_syntax_holds_one() {
        for (line, covered) in [
            ("x = 1 # @@ password valeur de test", 1),
            ("x = 1; // @@ password valeur de test", 1),
            ("x = 1; /* @@ password valeur de test */", 1),
            ("<a/> <!-- @@ password valeur de test -->", 1),
            ("<%-- @@ password valeur de test --%>", 2),
            ("-- @@ password valeur de test", 2),
            ("\t; @@ password valeur de test\r", 2),
            ("REM @@ password valeur de test", 2),
            ("{# @@ password valeur de test #}", 2),
            ("  \"//\": \"@@ password valeur de test\",", 2),
            ("{ \"note\": \"@@ password valeur de test\"", 1),
        ] {
            let expected =
                vec![(1, covered, "password".to_string(), Some("valeur de test".to_string()))];
            assert_eq!(read(line), expected, "{line}");
        }
    }

    #[test]
    fn a_stack_of_comments_covers_the_line_below_them() {
        let found = read("a\n# @@ password un\n# @@ nir deux\nb = 2\n");
        assert_eq!(found.iter().map(|a| (a.0, a.1)).collect::<Vec<_>>(), [(2, 4), (3, 4)]);
    }

    #[test]
    fn without_a_reason_it_does_not_count() {
        let text = mark("x = 1 # @@ password\n/* @@ password */\n# @@ password …\n");
        let found = allowances(text.as_bytes());
        assert_eq!(found.len(), 3);
        assert!(found.iter().all(|allowance| allowance.reason.is_none()), "{found:?}");
        assert!(!found[0].covers(1, &["password"]));
    }

    #[test]
    fn it_covers_what_it_names_on_its_line_only() {
        let found = allowances(mark("x = 1 # @@ secrets/tree jeton fictif").as_bytes());
        assert!(found[0].covers(1, &["github-token", "secrets/tree"]));
        assert!(!found[0].covers(2, &["github-token", "secrets/tree"]));
        assert!(!found[0].covers(1, &["nir", "privacy/nir"]));
    }

    #[test]
    fn prose_about_allowances_is_not_one() {
        assert_eq!(read("Write `@@ password reason` on the line."), []);
        assert_eq!(read("@@ PATTERN reason"), []);
        assert_eq!(read("@@: a comment"), []);
        assert_eq!(read("@@"), []);
    }

    #[test]
    fn any_encoding_of_a_text_holds_one() {
        let comment = mark("x = 1\nMot = 2 # @@ password été\n");
        let units = std::iter::once(0xfeff).chain(comment.encode_utf16());
        let wide: Vec<u8> = units.flat_map(u16::to_le_bytes).collect();
        assert_eq!(in_file(&wide, "a.py"), in_file(comment.as_bytes(), "a.py"));
        assert_eq!(in_file(&wide, "a.py")[0].covered, 2);
    }

    #[test]
    fn the_members_of_an_archive_hold_some() {
        use std::io::Write;
        let comment = mark("x = 1\n# @@ password compte de test\n");
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(comment.as_bytes()).expect("bytes");
        let gzip = encoder.finish().expect("gzip");
        let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        for (name, bytes) in [("a/b.py", comment.as_bytes()), ("c.sql.gz", &gzip)] {
            writer.start_file(name, zip::write::SimpleFileOptions::default()).expect("entry");
            writer.write_all(bytes).expect("bytes");
        }
        let zip = writer.finish().expect("zip").into_inner();
        let found = in_file(&zip, "d.zip");
        let places: Vec<(String, usize)> =
            found.iter().map(|one| (one.path_in("d.zip"), one.covered)).collect();
        let expected = [("d.zip!/a/b.py", 3), ("d.zip!/c.sql.gz!/c.sql", 3)];
        assert_eq!(places, expected.map(|(path, line)| (path.to_string(), line)));
    }

    #[test]
    fn bytes_that_are_not_text_are_no_trouble() {
        let comment = mark("# @@ nir \u{e9}t\u{e9}");
        let text = [b"\xff\xfe\n\xe9 ".as_slice(), comment.as_bytes()];
        let found = allowances(&text.concat());
        assert_eq!((found[0].line, found[0].reason.as_deref()), (2, Some("été")));
    }
}
