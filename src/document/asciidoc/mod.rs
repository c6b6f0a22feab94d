//! AsciiDoc, block by block.

mod attributes;
mod inline;

use std::sync::LazyLock;

use regex::Regex;

use self::attributes::Attributes;
use super::html::{Html, HtmlPlace};
use super::sink::Sink;
use super::source::{Passage, SourceLine, lines};
use super::{Block, BlockKind};

/// How many containers are remembered at once.
const DEPTH_MAX: usize = 32;

/// The start of a list item, checkbox included.
static ITEM: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^\s*(?:\*{1,6}|-|\.{1,6}|[0-9]{1,9}\.|<(?:[0-9]{1,4}|\.)>)\s+(?:\[[ xX*]\]\s+)?")
        .expect("a valid pattern")
});

/// A block macro which shows nothing by itself.
static MACRO: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:include|toc|ifdef|ifndef|ifeval|endif|video|audio)::.*\]\s*$")
        .expect("a valid pattern")
});

/// Reads a normalised text.
pub(super) fn parse(text: &str) -> Vec<Block> {
    let mut adoc = AsciiDoc {
        lines: lines(text),
        sink: Sink::new(),
        html: Html::default(),
        attributes: Attributes::default(),
        containers: Vec::new(),
        passage: Passage::default(),
        kind: BlockKind::Paragraph,
        style: BlockStyle::Normal,
        titled: false,
    };
    let mut at = 0;
    while at < adoc.lines.len() {
        at = adoc.read(at);
    }
    adoc.flush();
    adoc.sink.finish()
}

/// What the attribute line above a block makes of it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum BlockStyle {
    Normal,
    Code,
    Quote,
}

/// What is known while reading.
struct AsciiDoc<'a> {
    lines: Vec<SourceLine<'a>>,
    sink: Sink,
    html: Html,
    attributes: Attributes,
    /// The delimiters of the blocks around.
    containers: Vec<&'a str>,
    /// The paragraph being gathered, and what it will be.
    passage: Passage,
    kind: BlockKind,
    style: BlockStyle,
    /// Whether the line before is the title: authors may follow.
    titled: bool,
}

impl<'a> AsciiDoc<'a> {
    /// Reads the block at a line; returns the line after.
    fn read(&mut self, at: usize) -> usize {
        let line = self.lines[at];
        let text = line.text.trim_end();
        let titled = std::mem::take(&mut self.titled);
        if text.is_empty() {
            self.flush();
            self.style = BlockStyle::Normal;
        } else if let Some(end) = self.delimited(at, text) {
            return end;
        } else if let Some(comment) = text.strip_prefix("//").filter(|rest| !rest.starts_with('/'))
        {
            self.flush();
            self.sink.comment(comment, line.number, line.number);
            self.titled = titled;
        } else if self.attributes.define(text) {
            self.flush();
            self.titled = titled;
        } else if !self.passage.is_empty() && text == "+" {
            self.flush();
        } else if let Some(mark) = ITEM.find(line.text) {
            self.flush();
            self.kind = BlockKind::ListItem;
            self.gather(&line.text[mark.end()..], line.number);
        } else if !self.passage.is_empty() {
            self.gather(text, line.number);
        } else if titled {
            let expanded = self.attributes.expand(text, &mut self.sink);
            self.sink.open(BlockKind::Directive, line.number);
            self.sink.text(&expanded, line.number);
            self.sink.close(None);
            self.titled = text.contains('@');
        } else {
            return self.start(at, text);
        }
        at + 1
    }

    /// A line which starts a block.
    fn start(&mut self, at: usize, text: &'a str) -> usize {
        let line = self.lines[at];
        let under = self.lines.get(at + 1).and_then(|under| underline(text, under.text.trim_end()));
        if let Some((level, title)) = heading(text) {
            self.heading(level, title, line.number, line.number);
        } else if let Some(level) = under.filter(|_| self.style == BlockStyle::Normal) {
            self.heading(level, text, line.number, line.number + 1);
            return at + 2;
        } else if is_attribute_line(text) {
            self.style = style(text);
            self.sink.block(BlockKind::Directive, text, line.number, line.number);
        } else if MACRO.is_match(text) {
            self.sink.block(BlockKind::Directive, text, line.number, line.number);
        } else if matches!(text, "'''" | "---" | "***" | "- - -" | "* * *" | "<<<" | "+") {
            self.sink.close(None);
        } else if let Some(title) = block_title(text) {
            self.kind = BlockKind::Paragraph;
            self.gather(title, line.number);
            self.flush();
        } else if line.indent() > 0 || self.style == BlockStyle::Code {
            return self.literal(at);
        } else {
            let quoted = self.containers.iter().any(|mark| mark.starts_with("____"));
            self.kind = if quoted || self.style == BlockStyle::Quote {
                BlockKind::Quote
            } else {
                BlockKind::Paragraph
            };
            self.gather(text, line.number);
        }
        at + 1
    }

    /// Adds a line to the paragraph.
    fn gather(&mut self, text: &str, line: usize) {
        let expanded = self.attributes.expand(text, &mut self.sink);
        self.passage.push_line(&expanded, line);
    }

    /// Renders the paragraph gathered so far.
    fn flush(&mut self) {
        let passage = std::mem::take(&mut self.passage);
        if !passage.is_empty() {
            self.show(self.kind, &passage, None);
        }
    }

    fn show(&mut self, kind: BlockKind, passage: &Passage, end: Option<usize>) {
        self.sink.open(kind, passage.line_at(0));
        inline::render(&mut self.sink, passage);
        self.sink.close(end);
    }

    fn heading(&mut self, level: u8, title: &str, line: usize, end: usize) {
        let title = self.attributes.expand(title, &mut self.sink);
        self.show(BlockKind::Heading(level), &Passage::of(&title, line), Some(end));
        self.style = BlockStyle::Normal;
        self.titled = level == 1;
    }

    /// An indented paragraph, or one announced as code.
    fn literal(&mut self, at: usize) -> usize {
        let rest = &self.lines[at..];
        let code: Vec<&str> =
            rest.iter().take_while(|line| !line.is_blank()).map(|line| line.text).collect();
        let first = self.lines[at].number;
        self.sink.block(BlockKind::Code, &code.join("\n"), first, first + code.len() - 1);
        self.style = BlockStyle::Normal;
        at + code.len()
    }

    /// A block between two identical lines, if one starts or ends here.
    fn delimited(&mut self, at: usize, mark: &'a str) -> Option<usize> {
        let fence = mark.starts_with("```");
        let delimiter = if fence { "```" } else { mark };
        let first = mark.chars().next()?;
        let drawn = mark.len() >= 4 && mark.chars().all(|letter| letter == first);
        if fence || drawn && "-./+".contains(first) {
            let rest = &self.lines[at + 1..];
            let length = rest.iter().position(|line| line.text.trim_end() == delimiter);
            let length = length.unwrap_or(rest.len());
            let mut body = Passage::default();
            for line in &rest[..length] {
                body.push_line(line.text, line.number);
            }
            let (start, end) = (
                self.lines[at].number,
                self.lines[(at + length + 1).min(self.lines.len() - 1)].number,
            );
            self.flush();
            match first {
                '/' => self.sink.comment(&body.text, start, end),
                '+' => {
                    self.html.read(&mut self.sink, &body, HtmlPlace::Block);
                }
                _ => self.sink.block(BlockKind::Code, &body.text, start, end),
            }
            self.style = BlockStyle::Normal;
            return Some(at + length + 2);
        }
        if mark == "|===" || mark == "!===" || mark == ",===" {
            self.flush();
            return Some(read_table(self, at));
        }
        if mark == "--" || drawn && "=*_".contains(first) {
            self.flush();
            match self.containers.iter().rposition(|open| *open == mark) {
                Some(depth) => self.containers.truncate(depth),
                None if self.containers.len() < DEPTH_MAX => self.containers.push(mark),
                None => {}
            }
            self.style = BlockStyle::Normal;
            return Some(at + 1);
        }
        None
    }
}

/// The level and the text of a one-line title.
fn heading(text: &str) -> Option<(u8, &str)> {
    let mark = text.chars().next().filter(|mark| "=#".contains(*mark))?;
    let title = text.trim_start_matches(mark);
    let level = text.len() - title.len();
    let is_heading = level <= 6 && title.starts_with([' ', '\t']) && !title.trim().is_empty();
    is_heading.then(|| (u8::try_from(level).unwrap_or(6), title.trim()))
}

/// The level of a title underlined by the line after.
fn underline(title: &str, under: &str) -> Option<u8> {
    let mark = under.chars().next()?;
    let level = "=-~^+".find(mark)?;
    let drawn = under.len() >= 3 && under.chars().all(|letter| letter == mark);
    let suits = drawn && title.chars().count().abs_diff(under.len()) <= 1;
    let worded = title.starts_with(char::is_alphanumeric) || !title.is_ascii();
    (suits && worded).then(|| u8::try_from(level + 1).unwrap_or(5))
}

/// `[…]` alone on its line.
fn is_attribute_line(text: &str) -> bool {
    text.starts_with('[') && text.ends_with(']') && !text[1..].starts_with(' ')
}

/// What an attribute line announces.
fn style(text: &str) -> BlockStyle {
    let name = text[1..].split([',', ']', '%', '#', '.']).next().unwrap_or_default();
    match name.trim() {
        "source" | "listing" | "literal" | "stem" => BlockStyle::Code,
        "quote" | "verse" => BlockStyle::Quote,
        _ => BlockStyle::Normal,
    }
}

/// `.Title` above a block.
fn block_title(text: &str) -> Option<&str> {
    text.strip_prefix('.').filter(|title| !title.starts_with(['.', ' ', '\t']) && !title.is_empty())
}

/// A bar, with the span and the style which may precede it.
static CELL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:^|\s)(?:[0-9]*(?:\.[0-9]+)?[+*])?[<^>]?(?:\.[<^>])?[aehlmsdv]?[|!]")
        .expect("a valid pattern")
});

/// Reads the table which starts at a line; returns the line after it.
fn read_table(adoc: &mut AsciiDoc<'_>, at: usize) -> usize {
    let mark = adoc.lines[at].text.trim_end();
    let rest = &adoc.lines[at + 1..];
    let length = rest.iter().position(|line| line.text.trim_end() == mark).unwrap_or(rest.len());
    let commas = mark.starts_with(',');
    for index in at + 1..at + 1 + length {
        let line = adoc.lines[index];
        if line.is_blank() {
            flush_row(adoc);
            continue;
        }
        if line.text.starts_with("//") {
            continue;
        }
        let starts = commas || CELL.find(line.text).is_some_and(|cell| cell.start() == 0);
        if starts {
            flush_row(adoc);
        }
        let cells = CELL.replace_all(line.text, "  ").into_owned();
        let text = if commas { cells.replace(',', " ") } else { cells };
        adoc.gather(&text, line.number);
    }
    flush_row(adoc);
    at + length + 2
}

fn flush_row(adoc: &mut AsciiDoc<'_>) {
    let passage = std::mem::take(&mut adoc.passage);
    if !passage.is_empty() {
        adoc.show(BlockKind::TableRow, &passage, None);
    }
}
