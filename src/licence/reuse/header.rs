//! The tags and notices that a file carries in its own text.

use super::charset::{Charset, charset, decode};
use crate::licence::comment;
use crate::licence::notice::tag::TAG as LICENCE_TAG;
use aho_corasick::AhoCorasick;
use memchr::memmem;
use std::borrow::Cow;
use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

// REUSE-IgnoreStart

/// What makes a line worth reading.
const MARKS: [&str; 4] = ["SPDX-", "Copyright", "©", "License-Filename:"];
const NOTICE_TAGS: [&str; 2] = ["SPDX-FileCopyrightText:", "SPDX-SnippetCopyrightText:"];
const FILENAME_TAG: &str = "License-Filename:";
const SNIPPET: [&str; 2] = ["SPDX-SnippetBegin", "SPDX-SnippetEnd"];
const IGNORE_START: &[u8] = b"REUSE-IgnoreStart";
const IGNORE_END: &[u8] = b"REUSE-IgnoreEnd";

/// Different statements of one kind kept for a file: more is no licensing
/// information any more.
const MAX_STATEMENTS: usize = 1_000;
/// Characters kept of a statement.
const MAX_LENGTH: usize = 16 << 10;

static FINDER: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| AhoCorasick::new(MARKS).ok());

/// What the text of a file says of its licensing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Header {
    /// Copyright notices, with their prefix.
    pub copyrights: Vec<Line>,
    /// Values of `SPDX-License-Identifier` tags.
    pub licences: Vec<Line>,
    /// Values of `License-Filename` tags, which REUSE reads no more since its version 2.0.
    pub filenames: Vec<Line>,
}

/// A statement of one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The notice, or the value of the tag.
    pub text: String,
    /// Line, from 1.
    pub line: usize,
    /// True between `SPDX-SnippetBegin` and `SPDX-SnippetEnd`.
    pub snippet: bool,
}

impl Header {
    /// Reads what the bytes of a file, or of its `.license` companion, state.
    /// A binary states nothing. Each different statement is kept once.
    pub fn read(bytes: &[u8]) -> Header {
        let Some(charset) = charset(bytes) else { return Header::default() };
        match charset {
            Charset::Utf8 => read_text(bytes),
            _ => read_text(decode(bytes, charset).as_bytes()),
        }
    }

    /// True when nothing is stated.
    pub fn is_empty(&self) -> bool {
        self.copyrights.is_empty() && self.licences.is_empty()
    }
}

fn read_text(bytes: &[u8]) -> Header {
    let bytes = visible(bytes);
    let Some(finder) = FINDER.as_ref() else { return Header::default() };
    let mut reading = Reading::default();
    let (mut line, mut at) = (1, 0);
    for mark in finder.find_iter(bytes.as_ref()) {
        if mark.start() < at {
            continue;
        }
        let range = line_around(&bytes, mark.start());
        line += line_ends(&bytes[at..range.start]);
        reading.line(&String::from_utf8_lossy(&bytes[range.clone()]), line);
        at = range.end;
    }
    reading.header
}

/// `bytes` without what stands between `REUSE-IgnoreStart` and
/// `REUSE-IgnoreEnd`, line ends left in place; up to the end when the block is
/// not closed.
fn visible(bytes: &[u8]) -> Cow<'_, [u8]> {
    let (start, end) = (memmem::Finder::new(IGNORE_START), memmem::Finder::new(IGNORE_END));
    let Some(first) = start.find(bytes) else { return Cow::Borrowed(bytes) };
    let mut kept = bytes[..first].to_vec();
    let mut at = first;
    while at < bytes.len() {
        let close = end.find(&bytes[at..]).map(|found| at + found + IGNORE_END.len());
        let close = close.unwrap_or(bytes.len());
        kept.extend(bytes[at..close].iter().filter(|byte| matches!(byte, b'\n' | b'\r')));
        let next = start.find(&bytes[close..]).map_or(bytes.len(), |found| close + found);
        kept.extend(&bytes[close..next]);
        at = next;
    }
    Cow::Owned(kept)
}

/// The line that holds the byte at `at`, without its end.
fn line_around(bytes: &[u8], at: usize) -> Range<usize> {
    let start = memchr::memrchr2(b'\n', b'\r', &bytes[..at]).map_or(0, |end| end + 1);
    let end = memchr::memchr2(b'\n', b'\r', &bytes[at..]).map_or(bytes.len(), |end| at + end);
    start..end
}

/// Counts the line ends of `bytes`: `\n`, `\r\n` and `\r`.
fn line_ends(bytes: &[u8]) -> usize {
    let returns = memchr::memchr2_iter(b'\n', b'\r', bytes);
    returns.filter(|at| bytes[*at] == b'\n' || bytes.get(at + 1) != Some(&b'\n')).count()
}

#[derive(Default)]
struct Reading {
    header: Header,
    seen: HashSet<(u8, String)>,
    snippet: bool,
}

impl Reading {
    fn line(&mut self, line: &str, number: usize) {
        if let Some(at) = line.find(FILENAME_TAG) {
            let value = without_end(&line[at + FILENAME_TAG.len()..]).trim_start();
            self.keep(2, value, number);
        }
        self.snippet = (self.snippet || line.contains(SNIPPET[0])) && !line.contains(SNIPPET[1]);
        let Some(prefix) = prefix(line) else { return };
        let line = without_mirror(line, prefix);
        if let Some(at) = notice(line) {
            self.keep(0, without_end(&line[at..]), number);
        } else if let Some(at) = line.find(LICENCE_TAG) {
            let value = without_end(&line[at + LICENCE_TAG.len()..]).trim_start();
            self.keep(1, value, number);
        }
    }

    fn keep(&mut self, kind: u8, text: &str, line: usize) {
        let end = text.char_indices().nth(MAX_LENGTH).map_or(text.len(), |(at, _)| at);
        let list = match kind {
            0 => &mut self.header.copyrights,
            1 => &mut self.header.licences,
            _ => &mut self.header.filenames,
        };
        let text = text[..end].to_string();
        if list.len() < MAX_STATEMENTS && self.seen.insert((kind, text.clone())) {
            list.push(Line { text, line, snippet: self.snippet });
        }
    }
}

/// What stands before the first tag or notice of `line`: the marks of a comment.
fn prefix(line: &str) -> Option<&str> {
    let notice = ["Copyright", "©"].iter().filter_map(|word| line.find(word)).min();
    let first = tag(line).into_iter().chain(notice).min()?;
    Some(line[..first].trim())
}

/// Where the first tag of `line` starts: `SPDX-`, a name and a colon in one word.
fn tag(line: &str) -> Option<usize> {
    let mut at = 0;
    for word in line.split_inclusive(char::is_whitespace) {
        let tag = word
            .find("SPDX-")
            .filter(|start| word.rfind(':').is_some_and(|colon| colon > start + "SPDX-".len()));
        if let Some(start) = tag {
            return Some(at + start);
        }
        at += word.len();
    }
    None
}

/// `line` without the comment marks of its beginning written backwards at its
/// end, as in `/* … */` or `** … **`.
fn without_mirror<'a>(line: &'a str, prefix: &str) -> &'a str {
    let mirror: String = prefix.chars().rev().collect();
    line.strip_suffix(&mirror).unwrap_or(line)
}

/// Where the copyright notice of `line` starts.
fn notice(line: &str) -> Option<usize> {
    let tags = NOTICE_TAGS.iter().filter_map(|tag| line.find(tag));
    let word = line.match_indices("Copyright").find_map(|(at, word)| {
        let rest = &line[at + word.len()..];
        let symbol = ["©", "(c)", "(C)"].iter().any(|sign| rest.trim_start().starts_with(sign));
        (symbol || rest.starts_with(char::is_whitespace)).then_some(at)
    });
    tags.chain(word).chain(line.find('©')).min()
}

/// `text` without the marks that close a comment, an attribute or a directive.
fn without_end(text: &str) -> &str {
    let mut rest = text.trim_end();
    while let Some(shorter) = without_one_end(rest) {
        rest = shorter;
    }
    rest.trim_end()
}

fn without_one_end(text: &str) -> Option<&str> {
    if let Some(shorter) = comment::without_end(text) {
        return Some(shorter);
    }
    if let Some(inside) = text.strip_suffix('>') {
        // <tag value="Copyright …" />
        let inside = inside.trim_end_matches('/').trim_end();
        return inside.strip_suffix(['"', '\'']);
    }
    // [SPDX-License-Identifier: MIT] ::
    text.strip_suffix("::")?.trim_end().strip_suffix(']')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn licences(text: &str) -> Vec<String> {
        let header = Header::read(text.as_bytes());
        header.licences.into_iter().map(|line| line.text).collect()
    }

    fn copyrights(text: &str) -> Vec<String> {
        let header = Header::read(text.as_bytes());
        header.copyrights.into_iter().map(|line| line.text).collect()
    }

    #[test]
    fn tags_are_read_in_any_comment() {
        for line in [
            "# SPDX-License-Identifier: MIT",
            "/* SPDX-License-Identifier: MIT */",
            "<!-- SPDX-License-Identifier: MIT -->",
            "** SPDX-License-Identifier:MIT **",
            "{# SPDX-License-Identifier:  MIT #}",
            "<meta name=\"licence\" content=\"SPDX-License-Identifier: MIT\" />",
            "[SPDX-License-Identifier: MIT] ::",
            "(* SPDX-License-Identifier: MIT *)\r\nlet x = 1",
        ] {
            assert_eq!(licences(line), ["MIT"], "{line}");
        }
    }

    #[test]
    fn notices_take_every_form_of_the_specification() {
        for line in [
            "SPDX-FileCopyrightText: 2019 Jane Doe <jane@example.org>",
            "SPDX-FileCopyrightText: © 2019 John Doe",
            "SPDX-SnippetCopyrightText: (C) Example Cooperative",
            "© Example Corporation <https://example.org>",
            "Copyright 2016, 2018-2019 Joe Anybody",
            "Copyright (c) Alice, some rights reserved",
            "Copyright© Alice",
        ] {
            assert_eq!(copyrights(&format!("// {line}\n")), [line]);
        }
        assert!(copyrights("Copyrighted material, or copyright law, or Copyright").is_empty());
    }

    #[test]
    fn lines_are_counted_whatever_their_ends() {
        let text = "a\r\nb\rc\n# SPDX-License-Identifier: MIT\n\n\n# Copyright 2020 A\n";
        let header = Header::read(text.as_bytes());
        assert_eq!((header.licences[0].line, header.copyrights[0].line), (4, 7));
    }

    #[test]
    fn ignored_blocks_say_nothing() {
        let text = "SPDX-License-Identifier: MIT\n# REUSE-IgnoreStart\nSPDX-License-Identifier: X\n\
                    # REUSE-IgnoreEnd\nSPDX-License-Identifier: ISC\n# REUSE-IgnoreStart\nCopyright Z\n";
        assert_eq!(licences(text), ["MIT", "ISC"]);
        assert_eq!(Header::read(text.as_bytes()).licences[1].line, 5);
        assert!(copyrights(text).is_empty());
    }

    #[test]
    fn a_snippet_is_told_from_the_file() {
        let text = "# SPDX-License-Identifier: MIT\n# SPDX-SnippetBegin\n\
                    # SPDX-SnippetCopyrightText: 2022 A\n# SPDX-License-Identifier: ISC\n# SPDX-SnippetEnd\n";
        let header = Header::read(text.as_bytes());
        let snippets: Vec<bool> = header.licences.iter().map(|line| line.snippet).collect();
        assert_eq!(snippets, [false, true]);
        assert!(header.copyrights[0].snippet);
    }

    #[test]
    fn other_encodings_are_read_and_binaries_are_not() {
        let utf16: Vec<u8> = "\u{feff}© 2024 A".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(Header::read(&utf16).copyrights[0].text, "© 2024 A");
        assert_eq!(Header::read(b"# d\xe9j\xe0 \xa9 2024 A").copyrights[0].text, "© 2024 A");
        assert!(Header::read(b"\0\x01SPDX-License-Identifier: MIT").is_empty());
    }
}

// REUSE-IgnoreEnd
