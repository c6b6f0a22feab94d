//! An open document: what it is, its text, and its places in the units of the client.

use crate::config;
use crate::rule::RuleSet;
use lsp_types::{Position, Range, TextDocumentContentChangeEvent, TextDocumentItem, Uri};
use memchr::{memchr_iter, memchr2_iter};
use std::ops;
use std::path::{Path, PathBuf};

/// A longer document is not read, in bytes: it is none that anyone wrote.
pub(super) const MAX_BYTES: usize = 2 << 20;

/// What columns count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Units {
    /// Bytes of UTF-8.
    Utf8,
    /// Units of UTF-16, which every client knows.
    Utf16,
}

impl Units {
    fn of(self, character: char) -> usize {
        match self {
            Units::Utf8 => character.len_utf8(),
            Units::Utf16 => character.len_utf16(),
        }
    }
}

/// The files that the server knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// `publiccode.yml`.
    Publiccode,
    /// `publiable.toml`.
    Config,
    /// `REUSE.toml`.
    Reuse,
    /// A file that has the name of a licence's.
    Licence,
    /// A document too long to be read, whatever its name.
    Giant,
}

impl Kind {
    fn of(path: &Path, rules: &RuleSet) -> Option<Kind> {
        let name = path.file_name()?.to_str()?;
        let folder = path.parent().and_then(Path::file_name).and_then(|name| name.to_str());
        let plays = |role: &str, folder: &str| {
            rules.roles.get(role).is_some_and(|role| role.rank_in(folder, name).is_some())
        };
        match name {
            "publiccode.yml" | "publiccode.yaml" => Some(Kind::Publiccode),
            config::FILE_NAME => Some(Kind::Config),
            "REUSE.toml" => Some(Kind::Reuse),
            _ if plays("licence", "") => Some(Kind::Licence),
            _ if plays("licence-folder", &folder?.to_lowercase()) => Some(Kind::Licence),
            _ => None,
        }
    }
}

/// An open document.
#[derive(Debug)]
pub(super) struct Document {
    /// Its address.
    pub uri: Uri,
    /// Its path, when it is a file of this machine.
    pub path: Option<PathBuf>,
    /// What its name says it is.
    named: Kind,
    /// The version that the client gave last.
    pub version: i32,
    /// Its text.
    pub text: String,
    starts: Vec<usize>,
    units: Units,
}

impl Document {
    /// The document that a client opens, when it is one of those that the server knows.
    pub(super) fn open(item: TextDocumentItem, units: Units, rules: &RuleSet) -> Option<Document> {
        let name = item.uri.path().as_estr().decode().into_string().ok()?.into_owned();
        let local = item.uri.scheme().is_some_and(|scheme| scheme.as_str() == "file");
        let named = Kind::of(Path::new(&name), rules)?;
        let drive = name.strip_prefix('/').filter(|rest| rest.as_bytes().get(1) == Some(&b':'));
        let path = PathBuf::from(if cfg!(windows) { drive.unwrap_or(&name) } else { &name });
        let starts = starts(&item.text);
        let (version, path) = (item.version, local.then_some(path));
        Some(Document { uri: item.uri, path, named, version, text: item.text, starts, units })
    }

    /// What it is.
    pub(super) fn kind(&self) -> Kind {
        if self.text.len() > MAX_BYTES { Kind::Giant } else { self.named }
    }

    /// Its file name, as messages say it.
    pub(super) fn name(&self) -> &str {
        self.uri.path().as_str().rsplit('/').next().unwrap_or_default()
    }

    /// The bytes of the byte-order mark, from what follows which the reader of the
    /// standard counts.
    pub(super) fn mark(&self) -> usize {
        let mark = '\u{feff}';
        if self.text.starts_with(mark) { mark.len_utf8() } else { 0 }
    }

    /// Makes the changes, in order.
    pub(super) fn change(&mut self, version: i32, changes: Vec<TextDocumentContentChangeEvent>) {
        self.version = version;
        for change in changes {
            match change.range {
                None => self.text = change.text,
                Some(range) => self.text.replace_range(self.bytes(range), &change.text),
            }
            self.starts = starts(&self.text);
        }
    }

    /// The byte at `position`: the end of the line, or of the text, for one beyond.
    pub(super) fn offset(&self, position: Position) -> usize {
        let line = position.line as usize;
        let Some(&start) = self.starts.get(line) else { return self.text.len() };
        let end = self.starts.get(line + 1).copied().unwrap_or(self.text.len());
        let text = self.text[start..end].trim_end_matches(['\n', '\r']);
        let mut left = position.character as usize;
        for (at, character) in text.char_indices() {
            let units = self.units.of(character);
            if left < units {
                return start + at;
            }
            left -= units;
        }
        start + text.len()
    }

    /// The bytes of `range`; nothing of it when it ends before it starts.
    pub(super) fn bytes(&self, range: Range) -> ops::Range<usize> {
        let start = self.offset(range.start);
        start..self.offset(range.end).max(start)
    }

    /// The position of the byte `offset`.
    pub(super) fn position(&self, offset: usize) -> Position {
        let mut offset = offset.min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        let line = self.starts.partition_point(|start| *start <= offset).saturating_sub(1);
        let start = self.starts.get(line).copied().unwrap_or_default();
        let before = self.text[start..offset].chars();
        let character: usize = before.map(|character| self.units.of(character)).sum();
        Position::new(number(line), number(character))
    }

    /// The range of `bytes`.
    pub(super) fn range(&self, bytes: ops::Range<usize>) -> Range {
        Range::new(self.position(bytes.start), self.position(bytes.end))
    }

    /// What stands from a line and a column to the end of the line: both from 1, in
    /// characters, as the readers of files count them.
    pub(super) fn rest_of_line(&self, line: usize, column: usize) -> ops::Range<usize> {
        let before = memchr_iter(b'\n', self.text.as_bytes()).map(|at| at + 1);
        let start = std::iter::once(0).chain(before).nth(line.saturating_sub(1));
        let start = start.unwrap_or(self.text.len());
        let text = self.text[start..].lines().next().unwrap_or_default();
        let own = text.trim_end();
        let skipped =
            own.char_indices().nth(column.saturating_sub(1)).map_or(own.len(), |(at, _)| at);
        let indent = own.len() - own.trim_start().len();
        start + skipped.max(indent)..start + own.len()
    }

    /// The lines of `lines`, from 0, ends included.
    pub(super) fn lines(&self, lines: ops::Range<usize>) -> Range {
        let start = |line: usize| self.starts.get(line).copied().unwrap_or(self.text.len());
        self.range(start(lines.start)..start(lines.end))
    }
}

/// Where lines start, as the protocol ends them: `\n`, `\r\n` or `\r`.
fn starts(text: &str) -> Vec<usize> {
    let bytes = text.as_bytes();
    let ends = memchr2_iter(b'\n', b'\r', bytes);
    let ends = ends.filter(|at| bytes[*at] == b'\n' || bytes.get(at + 1) != Some(&b'\n'));
    std::iter::once(0).chain(ends.map(|at| at + 1)).collect()
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::rule::load;

    /// `text` as the document `name` of a folder that does not exist.
    pub(in crate::lsp) fn document(name: &str, text: &str, units: Units) -> Document {
        let (rules, _) = load::load(&[]).expect("embedded rules");
        let uri = format!("file:///absent/d%C3%A9p%C3%B4t/{name}").parse().expect("an address");
        let item = TextDocumentItem::new(uri, String::new(), 1, text.to_string());
        Document::open(item, units, &rules).expect("a known file")
    }

    #[test]
    fn names_say_what_files_are() {
        let (rules, _) = load::load(&[]).expect("embedded rules");
        for (path, kind) in [
            ("/a/publiccode.yml", Some(Kind::Publiccode)),
            ("/a/publiable.toml", Some(Kind::Config)),
            ("/a/REUSE.toml", Some(Kind::Reuse)),
            ("/a/LICENSE", Some(Kind::Licence)),
            ("/a/COPYING.md", Some(Kind::Licence)),
            ("/a/LICENSES/MIT.txt", Some(Kind::Licence)),
            ("/a/license.py", None),
            ("/a/MIT.txt", None),
            ("/", None),
        ] {
            assert_eq!(Kind::of(Path::new(path), &rules), kind, "{path}");
        }
    }

    #[test]
    fn places_are_in_the_units_of_the_client() {
        let text = "é😀x: a\r\nb\rc\n";
        for (units, x) in [(Units::Utf16, 3), (Units::Utf8, 6)] {
            let document = document("publiccode.yml", text, units);
            assert_eq!(document.position(6), Position::new(0, x));
            assert_eq!(document.offset(Position::new(0, x)), 6);
            // Within the emoji, beyond the line, beyond the text.
            assert_eq!(document.offset(Position::new(0, x - 1)), 2);
            assert_eq!(document.offset(Position::new(0, 99)), 10);
            assert_eq!(document.offset(Position::new(9, u32::MAX)), text.len());
            assert_eq!(document.position(99), Position::new(3, 0));
            assert_eq!(document.position(14), Position::new(2, 0));
            assert_eq!(document.path.as_deref(), Some(Path::new("/absent/dépôt/publiccode.yml")));
        }
    }

    #[test]
    fn changes_are_made_where_they_are() {
        let mut document = document("publiccode.yml", "a: é\nb: c\n", Units::Utf16);
        let change = |range: [u32; 4], text: &str| TextDocumentContentChangeEvent {
            range: Some(Range::new(
                Position::new(range[0], range[1]),
                Position::new(range[2], range[3]),
            )),
            range_length: None,
            text: text.to_string(),
        };
        document.change(2, vec![change([0, 3, 0, 4], "😀"), change([1, 3, 9, 9], "d")]);
        assert_eq!((document.text.as_str(), document.version), ("a: 😀\nb: d", 2));
        document.change(3, vec![change([1, 1, 0, 0], "!")]);
        assert_eq!(document.text, "a: 😀\nb!: d");
        assert_eq!(document.rest_of_line(2, 3), 10..13);
        assert_eq!(document.rest_of_line(9, 9), 13..13);
    }
}
