//! A text cut into words and sentences, whatever marks it up: prose, Markdown,
//! comments of programs, HTML.

use super::shape::{address, dotted, number, path, spelling, tag};
use super::words::WORDS;
use crate::text::fold::folded;
use std::ops::Range;

/// A word, a number, an address or a sign.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Token {
    /// What it is.
    pub kind: TokenKind,
    /// Folded: lower case, no accent; `license` whatever its spelling.
    pub text: String,
    /// Where it stands in the text.
    pub bytes: Range<usize>,
    /// Its line, from 1.
    pub line: usize,
    /// True when every letter of it is a capital.
    pub capitals: bool,
    /// True when its first letter is a capital.
    pub capital: bool,
}

impl AsRef<str> for Token {
    fn as_ref(&self) -> &str {
        &self.text
    }
}

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TokenKind {
    /// Letters.
    Word,
    /// Digits and points; a final `.0` is dropped (`2` is `2.0`).
    Number,
    /// A web address.
    Url,
    /// A path of files or folders.
    Path,
    /// The name of a file or of a host.
    Name,
    /// A punctuation mark.
    Sign,
}

/// What a run of tokens is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SegmentKind {
    /// A sentence, or a part of one that stands alone.
    Sentence,
    /// A heading.
    Heading,
    /// A sentence of a list item.
    Item,
    /// Something quoted from elsewhere: a code block.
    Quoted,
}

/// A run of tokens that is read together.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Segment {
    /// What it is.
    pub kind: SegmentKind,
    /// Its tokens.
    pub tokens: Range<usize>,
    /// True when a blank line, a heading or a bullet stands before it.
    pub starts_block: bool,
}

/// A text, cut.
#[derive(Debug, Clone, Default)]
pub(super) struct Cut {
    /// Every token, in order.
    pub tokens: Vec<Token>,
    /// The sentences, in order.
    pub segments: Vec<Segment>,
}

/// Words of the longest start by which what follows a semicolon goes on.
const LONGEST_START: usize = 4;

/// The reading of one text.
struct Reader<'a> {
    text: &'a str,
    cut: Cut,
    from: usize,
    kind: SegmentKind,
    starts_block: bool,
    fenced: bool,
    commented: bool,
}

/// Cuts `text`.
pub(super) fn cut(text: &str) -> Cut {
    let mut reader = Reader {
        text,
        cut: Cut::default(),
        from: 0,
        kind: SegmentKind::Sentence,
        starts_block: true,
        fenced: false,
        commented: false,
    };
    let lines: Vec<Range<usize>> = lines(text);
    for (at, line) in lines.iter().enumerate() {
        let next = lines.get(at + 1).map_or("", |next| &text[next.clone()]);
        let before =
            at.checked_sub(1).and_then(|at| lines.get(at)).map_or("", |b| &text[b.clone()]);
        reader.line(line.clone(), at + 1, (before, next));
    }
    reader.close(true);
    reader.cut
}

fn lines(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive(['\n', '\r']) {
        found.push(start..start + line.len());
        start += line.len();
    }
    found
}

/// The marks that open a line of comment, a quotation or a list item.
const DECORATION: [char; 12] = ['/', '#', '*', ';', '-', '%', '>', '|', '!', '"', '\'', '•'];

impl Reader<'_> {
    fn close(&mut self, block: bool) {
        let to = self.cut.tokens.len();
        if self.from < to {
            self.cut.segments.push(Segment {
                kind: self.kind,
                tokens: self.from..to,
                starts_block: self.starts_block,
            });
            self.starts_block = false;
        }
        self.from = to;
        if block {
            self.starts_block = true;
            self.kind = SegmentKind::Sentence;
        }
    }

    fn line(&mut self, range: Range<usize>, number: usize, (before, next): (&str, &str)) {
        let line = &self.text[range.clone()];
        let trimmed = line.trim();
        match (trimmed.rfind("/*"), trimmed.rfind("*/")) {
            (Some(open), close) if close.is_none_or(|close| close < open) => self.commented = true,
            (None, Some(_)) => self.commented = false,
            _ => {}
        }
        if trimmed.starts_with("```")
            || trimmed.starts_with("~~~") && !self.underlines(trimmed, before)
        {
            self.close(true);
            self.fenced = !self.fenced;
            return;
        }
        let words =
            trimmed.trim_start_matches(|c: char| c.is_whitespace() || DECORATION.contains(&c));
        let underline = !trimmed.is_empty() && trimmed.chars().all(|c| "=-~^*_".contains(c));
        if words.is_empty() || underline {
            if underline && trimmed.len() >= 3 {
                self.retitle();
            }
            return self.close(true);
        }
        let mark = &trimmed[..trimmed.len() - words.len()];
        let hashes = |line: &str| line.trim_start().starts_with('#');
        let heading = mark.starts_with('#') && !hashes(before) && !hashes(next)
            || mark.starts_with("##")
            || is_org_heading(trimmed);
        let bullet = is_bullet(mark, words) || mark.trim_end() == "*" && !self.commented;
        if heading || bullet || self.kind != SegmentKind::Sentence && is_new_field(words) {
            self.close(true);
        } else if is_new_field(words) {
            self.close(false);
        }
        if self.fenced {
            self.kind = SegmentKind::Quoted;
        } else if heading {
            self.kind = SegmentKind::Heading;
        } else if bullet {
            self.kind = SegmentKind::Item;
        }
        let start = range.start + (line.len() - line.trim_start().len()) + mark.len();
        self.words(start, range.end, number);
        if heading {
            self.close(true);
        }
    }

    /// True when a line of tildes makes a heading of the line `before` it, which it is as
    /// long as (reStructuredText), rather than opening a block of code.
    fn underlines(&self, trimmed: &str, before: &str) -> bool {
        let title = before.trim();
        !self.fenced
            && !title.is_empty()
            && trimmed.chars().all(|sign| sign == '~')
            && trimmed.len() >= title.chars().count()
    }

    /// The line above an underline is a heading.
    fn retitle(&mut self) {
        if self.from < self.cut.tokens.len() && self.kind == SegmentKind::Sentence {
            self.kind = SegmentKind::Heading;
        }
    }

    fn push(&mut self, kind: TokenKind, bytes: Range<usize>, line: usize) {
        let raw = &self.text[bytes.clone()];
        let letters = || raw.chars().filter(|c| c.is_alphabetic());
        let text = match kind {
            TokenKind::Number => number(raw),
            TokenKind::Word => spelling(folded(raw)),
            _ => raw.to_string(),
        };
        self.cut.tokens.push(Token {
            kind,
            text,
            line,
            capitals: letters().all(char::is_uppercase),
            capital: raw.starts_with(char::is_uppercase),
            bytes,
        });
    }

    fn words(&mut self, start: usize, end: usize, line: usize) {
        let mut at = start;
        while let Some(sign) = self.text[at..end].chars().next() {
            let rest = &self.text[at..end];
            at += if let Some(length) = address(rest) {
                self.push(TokenKind::Url, at..at + length, line);
                length
            } else if sign == '<' && tag(rest).is_some() {
                self.markup(at, tag(rest).unwrap_or(1), line)
            } else if let Some(length) = path(self.text, at, end) {
                self.push(TokenKind::Path, at..at + length, line);
                length
            } else if let Some(length) = dotted(self.text, at, end) {
                self.push(TokenKind::Name, at..at + length, line);
                length
            } else if sign.is_alphabetic() {
                self.word(at, rest, line)
            } else if sign.is_ascii_digit() {
                let digits = rest.bytes().take_while(|b| b.is_ascii_digit() || *b == b'.').count();
                let length = rest[..digits].trim_end_matches('.').len();
                self.push(TokenKind::Number, at..at + length, line);
                length
            } else {
                self.sign(at, sign, end, line);
                sign.len_utf8()
            };
        }
    }

    /// A word; `GPLv3` is `GPL`, `v`, `3`.
    fn word(&mut self, at: usize, rest: &str, line: usize) -> usize {
        let letter = |c: char| c.is_alphabetic() || ('\u{300}'..='\u{36f}').contains(&c);
        let length = rest.find(|c: char| !letter(c)).unwrap_or(rest.len());
        let word = &rest[..length];
        let digit = rest[length..].starts_with(|c: char| c.is_ascii_digit());
        let version = digit && length > 1 && word.ends_with(['v', 'V']);
        if version {
            self.push(TokenKind::Word, at..at + length - 1, line);
            self.push(TokenKind::Word, at + length - 1..at + length, line);
        } else {
            self.push(TokenKind::Word, at..at + length, line);
        }
        length
    }

    /// An HTML tag: its address is kept, the tags of blocks part sentences.
    fn markup(&mut self, at: usize, length: usize, line: usize) -> usize {
        let inside = &self.text[at..at + length];
        let name: String = inside
            .trim_start_matches(['<', '/'])
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .collect::<String>()
            .to_ascii_lowercase();
        let blocks =
            ["p", "br", "div", "li", "tr", "td", "h", "ul", "ol", "table", "section", "footer"];
        if blocks.contains(&name.trim_end_matches(|c: char| c.is_ascii_digit())) {
            self.close(true);
        }
        let reference = inside.find("href=").map(|from| from + 5);
        if let Some(from) = reference {
            let value = inside[from..].trim_start_matches(['"', '\'']);
            let from = inside.len() - value.len();
            let to = value.find(['"', '\'', '>', ' ']).unwrap_or(value.len());
            if address(&value[..to]).is_some() {
                self.push(TokenKind::Url, at + from..at + from + to, line);
            }
        }
        length
    }

    fn sign(&mut self, at: usize, sign: char, end: usize, line: usize) {
        if sign.is_whitespace() || matches!(sign, '*' | '_' | '`' | '\u{ad}' | '\u{200b}') {
            return;
        }
        let after = &self.text[at + sign.len_utf8()..end];
        let ends = match sign {
            '!' | '?' => after.is_empty() || after.starts_with(char::is_whitespace),
            '.' => {
                let next = after.trim_start_matches(['"', '”', '»', ')', '*', '_', '`']);
                let parts = next.is_empty() || next.starts_with(char::is_whitespace);
                parts && !self.abbreviated(after.trim_start())
            }
            ';' => !continues(&self.text[at + 1..]),
            _ => false,
        };
        let before = self.cut.tokens.len();
        self.push(TokenKind::Sign, at..at + sign.len_utf8(), line);
        if ends && self.from < before {
            self.close(false);
        }
    }

    /// Whether the point after the last word is that of an abbreviation.
    fn abbreviated(&self, after: &str) -> bool {
        let Some(last) = self.cut.tokens[self.from..].last() else { return false };
        let lower = after.starts_with(|c: char| c.is_lowercase());
        last.kind == TokenKind::Word
            && WORDS.abbreviations.has(last)
            && (lower || after.starts_with(|c: char| c.is_ascii_digit()) || last.text == "inc")
    }
}

/// Whether the words after a semicolon go on with the sentence: `; either version 2 of
/// the License`, `free software; you can redistribute it`.
fn continues(after: &str) -> bool {
    const START: usize = 80;
    let end = after.char_indices().nth(START).map_or(after.len(), |(at, _)| at);
    let after = &after[..end];
    let words = after.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let first: Vec<String> = words.take(LONGEST_START).map(folded).collect();
    WORDS.continues.iter().any(|start| {
        let mut first = first.iter();
        start.split(' ').all(|word| first.next().is_some_and(|other| other == word))
    })
}

/// `* Heading` of Org, two stars or more to tell it from a list.
fn is_org_heading(line: &str) -> bool {
    let stars = line.bytes().take_while(|b| *b == b'*').count();
    stars >= 2 && line.as_bytes().get(stars) == Some(&b' ') && !line.ends_with("*/")
}

fn is_bullet(mark: &str, words: &str) -> bool {
    let mark = mark.trim_end();
    let numbered = || {
        let digits = words.bytes().take_while(u8::is_ascii_digit).count();
        (1..=2).contains(&digits)
            && words[digits..].starts_with(['.', ')'])
            && words[digits + 1..].starts_with(' ')
    };
    mark.ends_with('•')
        || mark == "-"
        || mark.ends_with(" -")
        || mark == "|"
        || words.starts_with("+ ")
        || words.starts_with("– ")
        || numbered()
}

/// `License: MIT`: a field, not the rest of the line above.
fn is_new_field(words: &str) -> bool {
    let Some(colon) = words.find(':') else { return false };
    let name = words[..colon].trim();
    let count = name.split_whitespace().count();
    (1..=3).contains(&count)
        && name.starts_with(char::is_alphabetic)
        && !words[colon..].starts_with("://")
        && name.chars().all(|c| c.is_alphanumeric() || " -_*/’'".contains(c))
}
