//! reStructuredText, block by block.

mod directive;
mod inline;
mod names;

use std::sync::LazyLock;

use regex::Regex;

use self::names::RstNames;
use super::html::Html;
use super::sink::Sink;
use super::source::{Passage, SourceLine, lines};
use super::{Block, BlockKind};

/// How deep blocks are read inside blocks; deeper ones are read flat.
const DEPTH_MAX: usize = 24;

/// The start of a list item.
static ITEM: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:[-*+•]|\(?(?:[0-9]{1,9}|#|[A-Za-z])[.)])(?:\s+|$)").expect("a valid pattern")
});

/// A field: a name between colons, then a value.
static FIELD: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^:(?P<name>[^:`\s][^:`]*):(?:\s+|$)").expect("a valid pattern"));

/// Reads a normalised text.
pub(super) fn parse(text: &str) -> Vec<Block> {
    let lines = lines(text);
    let mut rst = Rst {
        sink: Sink::new(),
        html: Html::default(),
        names: RstNames::collect(&lines),
        styles: Vec::new(),
        depth: 0,
    };
    rst.blocks(&lines, BlockKind::Paragraph);
    rst.sink.finish()
}

/// What is known while reading.
struct Rst {
    sink: Sink,
    html: Html,
    names: RstNames,
    /// The adornments of titles, in the order of their levels.
    styles: Vec<(char, bool)>,
    depth: usize,
}

impl Rst {
    /// Reads lines whose paragraphs are of a kind.
    fn blocks(&mut self, lines: &[SourceLine<'_>], kind: BlockKind) {
        self.depth += 1;
        let mut at = 0;
        let mut literal = false;
        while at < lines.len() {
            let line = lines[at];
            if line.is_blank() {
                at += 1;
                continue;
            }
            let indented = line.indent() > 0;
            if literal && indented {
                let end = body_end(lines, at, 1);
                self.code(&lines[at..end]);
                (at, literal) = (end, false);
                continue;
            }
            literal = false;
            if let Some(end) = self.title(lines, at) {
                at = end;
            } else if indented {
                at = self.indented(lines, at, kind);
            } else if let Some(rest) = explicit(line.text) {
                let end = body_end(lines, at + 1, 1);
                self.explicit(rest, &lines[at..end], kind);
                at = end;
            } else if let Some(end) = read_table(self, lines, at) {
                at = end;
            } else if line.text.starts_with(">>> ") {
                let end = paragraph_end(lines, at);
                self.code(&lines[at..end]);
                at = end;
            } else if let Some(mark) = ITEM.find(line.text) {
                at = self.item(lines, at, mark.end(), BlockKind::ListItem);
            } else if let Some(field) = FIELD.find(line.text) {
                at = self.item(lines, at, field.end(), BlockKind::ListItem);
            } else if line.text.starts_with("__ ") {
                at += 1;
            } else {
                (at, literal) = self.paragraph(lines, at, kind);
            }
        }
        self.depth -= 1;
    }

    /// A title, or a rule between paragraphs; returns the line after.
    fn title(&mut self, lines: &[SourceLine<'_>], at: usize) -> Option<usize> {
        let line = lines[at];
        let (text, under) = (lines.get(at + 1), lines.get(at + 2));
        if let Some(mark) = adornment(line.text) {
            let over = text.zip(under).filter(|(text, under)| {
                !text.is_blank()
                    && adornment(under.text) == Some(mark)
                    && long_enough(line.text, text.text)
            });
            if let Some((text, under)) = over {
                self.heading(mark, true, *text, line.number, under.number);
                return Some(at + 3);
            }
            let alone = text.is_none_or(SourceLine::is_blank) && line.text.trim_end().len() >= 4;
            return alone.then_some(at + 1);
        }
        let under = text.filter(|_| line.indent() == 0)?;
        let mark = adornment(under.text)?;
        if !long_enough(under.text, line.text) {
            return None;
        }
        self.heading(mark, false, line, line.number, under.number);
        Some(at + 2)
    }

    fn heading(&mut self, mark: char, over: bool, text: SourceLine<'_>, first: usize, last: usize) {
        let style = (mark, over);
        let known = self.styles.iter().position(|seen| *seen == style);
        let level = known.unwrap_or_else(|| {
            self.styles.push(style);
            self.styles.len() - 1
        });
        self.sink.open(BlockKind::Heading(u8::try_from(level + 1).unwrap_or(u8::MAX)), first);
        let passage = Passage::of(text.text.trim(), text.number);
        inline::render(&mut self.sink, &self.names, &passage);
        self.sink.close(Some(last));
    }

    /// An indented block: a quotation.
    fn indented(&mut self, lines: &[SourceLine<'_>], at: usize, kind: BlockKind) -> usize {
        let end = body_end(lines, at, 1);
        let kind = if kind == BlockKind::ListItem { kind } else { BlockKind::Quote };
        self.nested(&lines[at..end], kind);
        end
    }

    /// An item or a field, with all it holds.
    fn item(&mut self, lines: &[SourceLine<'_>], at: usize, mark: usize, kind: BlockKind) -> usize {
        let end = body_end(lines, at + 1, 1);
        let first = lines[at];
        if let Some(name) = FIELD.captures(first.text).and_then(|field| field.name("name")) {
            let shown = format!("{}: {}", name.as_str(), &first.text[mark..]);
            let mut passage = Passage::of(&shown, first.number);
            for line in &lines[at + 1..end] {
                passage.push_line(line.text.trim_start(), line.number);
            }
            self.show(kind, &passage);
            return end;
        }
        let mut body = vec![SourceLine { number: first.number, text: &first.text[mark..] }];
        let margin = margin(&lines[at + 1..end]);
        body.extend(lines[at + 1..end].iter().map(|line| dedent(line, margin)));
        if self.depth >= DEPTH_MAX {
            self.flat(&body, kind);
        } else {
            self.blocks(&body, kind);
        }
        end
    }

    /// Lines of a paragraph; returns the line after, and whether a literal
    /// block is announced.
    fn paragraph(&mut self, lines: &[SourceLine<'_>], at: usize, kind: BlockKind) -> (usize, bool) {
        let end = paragraph_end(lines, at);
        let mut passage = Passage::default();
        for line in &lines[at..end] {
            let text = line.text.strip_prefix("| ").unwrap_or(line.text);
            passage.push_line(text, line.number);
        }
        let length = passage.text.trim_end().len();
        let literal = passage.text[..length].ends_with("::");
        if literal {
            // `text::` shows one colon, `text ::` and `::` alone show none.
            let before = &passage.text[..length - 2];
            let colon = before.ends_with(|letter: char| !letter.is_whitespace());
            let kept = before.trim_end().len() + usize::from(colon);
            passage.text.truncate(kept);
        }
        self.show(kind, &passage);
        (end, literal)
    }

    /// Renders a paragraph.
    fn show(&mut self, kind: BlockKind, passage: &Passage) {
        self.sink.open(kind, passage.line_at(0));
        inline::render(&mut self.sink, &self.names, passage);
        self.sink.close(None);
    }

    /// Reads lines with their common indentation taken off.
    fn nested(&mut self, lines: &[SourceLine<'_>], kind: BlockKind) {
        let margin = margin(lines);
        let body: Vec<SourceLine<'_>> = lines.iter().map(|line| dedent(line, margin)).collect();
        if self.depth >= DEPTH_MAX {
            self.flat(&body, kind);
        } else {
            self.blocks(&body, kind);
        }
    }

    /// Paragraphs without any further structure.
    fn flat(&mut self, lines: &[SourceLine<'_>], kind: BlockKind) {
        for lines in lines.split(SourceLine::is_blank).filter(|lines| !lines.is_empty()) {
            let mut passage = Passage::default();
            for line in lines {
                passage.push_line(line.text.trim_start(), line.number);
            }
            self.show(kind, &passage);
        }
    }

    /// Lines shown verbatim.
    fn code(&mut self, lines: &[SourceLine<'_>]) {
        let margin = margin(lines);
        let text: Vec<&str> = lines.iter().map(|line| dedent(line, margin).text).collect();
        let last = lines.iter().rev().find(|line| !line.is_blank());
        if let (Some(first), Some(last)) = (lines.first(), last) {
            self.sink.block(BlockKind::Code, &text.join("\n"), first.number, last.number);
        }
    }
}

/// What follows the two dots of explicit markup.
fn explicit(text: &str) -> Option<&str> {
    let rest = text.strip_prefix("..")?;
    (rest.is_empty() || rest.starts_with([' ', '\t'])).then(|| rest.trim())
}

/// The mark a line is made of, when it may adorn a title.
fn adornment(text: &str) -> Option<char> {
    let text = text.trim_end();
    let mark = text.chars().next().filter(char::is_ascii_punctuation)?;
    let only = text.chars().all(|letter| letter == mark);
    (only && text != "::" && text != ".." && text != "...").then_some(mark)
}

/// Whether an adornment suits a title: as long as it, or at least four marks.
fn long_enough(mark: &str, title: &str) -> bool {
    let length = mark.trim_end().len();
    length >= 4 || (length >= 2 && length >= title.trim().chars().count())
}

/// The end of the block indented by `indent` or more from `at` on, trailing
/// blank lines left out.
fn body_end(lines: &[SourceLine<'_>], at: usize, indent: usize) -> usize {
    let mut end = at;
    for (index, line) in lines.iter().enumerate().skip(at) {
        if line.is_blank() {
            continue;
        }
        if line.indent() < indent {
            break;
        }
        end = index + 1;
    }
    end
}

/// The end of a paragraph: a blank line or a change of indentation.
fn paragraph_end(lines: &[SourceLine<'_>], at: usize) -> usize {
    let rest = lines.iter().skip(at + 1);
    let more = rest.take_while(|line| !line.is_blank() && line.indent() == 0);
    at + 1 + more.count()
}

/// The smallest indentation.
fn margin(lines: &[SourceLine<'_>]) -> usize {
    lines.iter().filter(|line| !line.is_blank()).map(SourceLine::indent).min().unwrap_or(0)
}

/// The line without its first `margin` bytes of white space.
fn dedent<'a>(line: &SourceLine<'a>, margin: usize) -> SourceLine<'a> {
    let mut cut = margin.min(line.indent());
    while !line.text.is_char_boundary(cut) {
        cut -= 1;
    }
    SourceLine { number: line.number, text: &line.text[cut..] }
}

/// How far the last rule of a simple table is looked for.
const ROWS_MAX: usize = 500;

/// Reads the table at a line, if there is one; returns the line after.
fn read_table(rst: &mut Rst, lines: &[SourceLine<'_>], at: usize) -> Option<usize> {
    let end = if is_grid_rule(lines[at].text) {
        let rest = lines[at..].iter();
        at + rest.take_while(|line| line.text.starts_with(['+', '|'])).count()
    } else if is_simple_rule(lines[at].text) {
        let rest = lines.iter().enumerate().skip(at + 1).take(ROWS_MAX);
        let closes = |index: usize| lines.get(index + 1).is_none_or(SourceLine::is_blank);
        let mut last = rest.filter(|(_, line)| is_simple_rule(line.text));
        last.find(|(index, _)| closes(*index))?.0 + 1
    } else {
        return None;
    };
    for line in lines[at..end].iter().filter(|line| !draws(line.text)) {
        let grid = line.text.starts_with('|');
        let cells = if grid { line.text.replace('|', " ") } else { line.text.to_string() };
        rst.show(BlockKind::TableRow, &Passage::of(cells.trim(), line.number));
    }
    Some(end)
}

fn is_grid_rule(text: &str) -> bool {
    let text = text.trim_end();
    text.len() >= 3
        && text.starts_with('+')
        && text.ends_with('+')
        && text.bytes().all(|byte| b"+-=".contains(&byte))
        && !text.bytes().all(|byte| byte == b'+')
}

fn is_simple_rule(text: &str) -> bool {
    let text = text.trim_end();
    text.starts_with("==") && text.contains(' ') && text.bytes().all(|byte| b"= ".contains(&byte))
}

/// True for a rule, for a line that spans columns and for a blank one.
fn draws(text: &str) -> bool {
    text.bytes().all(|byte| b"+-=| ".contains(&byte))
}
