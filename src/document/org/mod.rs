//! Org mode, block by block.

mod inline;

use std::sync::LazyLock;

use regex::Regex;

use super::html::{Html, HtmlPlace};
use super::sink::Sink;
use super::source::{Passage, SourceLine, lines};
use super::{Block, BlockKind};

/// The start of a list item: bullet or number, then an optional checkbox.
static ITEM: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:\s*[-+]|\s+\*|\s*[0-9]{1,9}[.)])(?:\s+|$)(?:\[[ xX-]\]\s+)?")
        .expect("a valid pattern")
});

/// The tags a heading ends with.
static TAGS: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\s+:[\w@#%:]+:\s*$").expect("a valid pattern"));

/// The priority and the progress a heading may show.
static COOKIES: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\[#[A-Za-z0-9]\]|\[[0-9]*(?:%|/[0-9]*)\]").expect("a valid pattern")
});

/// A drawer, open or closed.
static DRAWER: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^\s*:[\w-]+:\s*$").expect("a valid pattern"));

/// Reads a normalised text.
pub(super) fn parse(text: &str) -> Vec<Block> {
    let lines = lines(text);
    let titled = lines.iter().any(|line| keyword(line.text).is_some_and(|(key, _)| key == "title"));
    let mut org = Org {
        last_end: lines.iter().rposition(|line| is_end(line.text)).unwrap_or(0),
        lines,
        sink: Sink::new(),
        html: Html::default(),
        passage: Passage::default(),
        kind: BlockKind::Paragraph,
        quotes: 0,
        shift: u8::from(titled),
        todo: ["TODO", "DONE"].map(String::from).to_vec(),
    };
    let mut at = 0;
    while at < org.lines.len() {
        at = org.read(at);
    }
    org.flush();
    org.sink.finish()
}

/// What is known while reading.
struct Org<'a> {
    lines: Vec<SourceLine<'a>>,
    /// The last line which closes a drawer.
    last_end: usize,
    sink: Sink,
    html: Html,
    /// The paragraph being gathered, and what it will be.
    passage: Passage,
    kind: BlockKind,
    quotes: usize,
    /// 1 when the document has a title, above all headings.
    shift: u8,
    todo: Vec<String>,
}

impl Org<'_> {
    /// Reads the block at a line; returns the line after.
    fn read(&mut self, at: usize) -> usize {
        let line = self.lines[at];
        let text = line.text.trim_start();
        if line.is_blank() {
            self.flush();
        } else if let Some((level, title)) = heading(line.text) {
            self.heading(level, title, line.number);
        } else if let Some((key, value)) = keyword(line.text) {
            return self.keyword(at, &key, value);
        } else if let Some(comment) = comment(text) {
            self.flush();
            self.sink.comment(comment, line.number, line.number);
        } else if fixed(text).is_some() {
            return self.verbatim(at);
        } else if DRAWER.is_match(line.text) && at < self.last_end && !is_end(line.text) {
            return self.drawer(at);
        } else if text.starts_with('|') {
            self.row(line);
        } else if is_rule(text) || planning(text) {
            self.flush();
        } else if let Some(mark) = ITEM.find(line.text) {
            self.flush();
            self.kind = BlockKind::ListItem;
            self.passage.push_line(&line.text[mark.end()..], line.number);
        } else {
            if self.passage.is_empty() {
                let in_item = line.indent() > 0 && self.kind == BlockKind::ListItem;
                self.kind = match self.quotes {
                    0 if in_item => BlockKind::ListItem,
                    0 => BlockKind::Paragraph,
                    _ => BlockKind::Quote,
                };
            }
            self.passage.push_line(text, line.number);
        }
        at + 1
    }

    /// Renders the paragraph gathered so far.
    fn flush(&mut self) {
        let passage = std::mem::take(&mut self.passage);
        if !passage.is_empty() {
            self.show(self.kind, &passage);
        }
    }

    fn show(&mut self, kind: BlockKind, passage: &Passage) {
        self.sink.open(kind, passage.line_at(0));
        inline::render(&mut self.sink, &mut self.html, passage);
        self.sink.close(None);
    }

    fn heading(&mut self, level: u8, title: &str, line: usize) {
        self.flush();
        self.kind = BlockKind::Paragraph;
        self.quotes = 0;
        let mut title = TAGS.replace(title, "").trim().to_string();
        if let Some((first, rest)) = title.split_once(' ')
            && (first == "COMMENT" || self.todo.iter().any(|word| word == first))
        {
            title = rest.to_string();
        }
        let title = COOKIES.replace_all(&title, "");
        let level = level.saturating_add(self.shift);
        self.show(BlockKind::Heading(level), &Passage::of(&title, line));
    }

    /// `#+key: value` and `#+begin_…`.
    fn keyword(&mut self, at: usize, key: &str, value: &str) -> usize {
        self.flush();
        let line = self.lines[at];
        if let Some(name) = key.strip_prefix("begin_") {
            return self.environment(at, name);
        }
        match key {
            "title" if !value.is_empty() => {
                self.show(BlockKind::Heading(1), &Passage::of(value, line.number));
            }
            "html" => {
                self.html.read(&mut self.sink, &Passage::of(value, line.number), HtmlPlace::Block);
            }
            "end_quote" => self.quotes = self.quotes.saturating_sub(1),
            "todo" | "seq_todo" | "typ_todo" => {
                let words = value.split_whitespace().filter(|word| *word != "|").take(100);
                let words = words.map(|word| word.split('(').next().unwrap_or(word).to_string());
                self.todo.extend(words);
            }
            _ if key.starts_with("end_") => {}
            _ => self.sink.block(BlockKind::Directive, line.text.trim(), line.number, line.number),
        }
        at + 1
    }

    /// `#+begin_name`: what is shown verbatim is taken whole.
    fn environment(&mut self, at: usize, name: &str) -> usize {
        match name {
            "quote" => self.quotes += 1,
            "src" | "example" | "export" | "comment" => {
                let end = format!("end_{name}");
                let is_last =
                    |line: &SourceLine<'_>| keyword(line.text).is_some_and(|(key, _)| key == end);
                let rest = &self.lines[at + 1..];
                let length = rest.iter().position(is_last).unwrap_or(rest.len());
                let mut body = Passage::default();
                for line in &rest[..length] {
                    body.push_line(line.text, line.number);
                }
                let first = self.lines[at];
                let last =
                    self.lines.get(at + 1 + length).or(self.lines.last()).map_or(1, |l| l.number);
                let html = first.text.to_ascii_lowercase().trim_end().ends_with("html");
                match name {
                    "comment" => self.sink.comment(&body.text, first.number, last),
                    "export" if html => {
                        self.html.read(&mut self.sink, &body, HtmlPlace::Block);
                    }
                    _ => self.sink.block(BlockKind::Code, &body.text, first.number, last),
                }
                return at + length + 2;
            }
            _ => {}
        }
        at + 1
    }

    /// Lines starting with a colon and a space.
    fn verbatim(&mut self, at: usize) -> usize {
        self.flush();
        let rest = &self.lines[at..];
        let code: Vec<&str> = rest.iter().map_while(|line| fixed(line.text.trim_start())).collect();
        let (first, last) = (self.lines[at].number, self.lines[at].number + code.len() - 1);
        self.sink.block(BlockKind::Code, &code.join("\n"), first, last);
        at + code.len()
    }

    /// A drawer, up to its end or the next heading.
    fn drawer(&mut self, at: usize) -> usize {
        self.flush();
        let rest = &self.lines[at + 1..];
        let stop = rest.iter().position(|line| is_end(line.text) || heading(line.text).is_some());
        match stop {
            Some(length) if is_end(rest[length].text) => at + length + 2,
            Some(length) => at + 1 + length,
            None => at + 1,
        }
    }

    fn row(&mut self, line: SourceLine<'_>) {
        self.flush();
        let row = line.text.trim();
        if !row.starts_with("|-") {
            // A bar inside a link is written `\vert`: every bar ends a cell.
            self.show(BlockKind::TableRow, &Passage::of(&row.replace('|', " "), line.number));
        }
    }
}

/// The level and the text of a heading.
fn heading(line: &str) -> Option<(u8, &str)> {
    let title = line.trim_start_matches('*');
    let stars = line.len() - title.len();
    let is_heading = stars > 0 && title.starts_with([' ', '\t']);
    is_heading.then(|| (u8::try_from(stars).unwrap_or(u8::MAX), title))
}

/// The name, in lower case, and the value of a `#+name: value` line.
fn keyword(line: &str) -> Option<(String, &str)> {
    let rest = line.trim_start().strip_prefix("#+")?;
    let length =
        rest.find(|letter: char| letter == ':' || letter.is_whitespace()).unwrap_or(rest.len());
    let (name, value) = rest.split_at(length);
    let is_block = name.get(..6).is_some_and(|start| start.eq_ignore_ascii_case("begin_"))
        || name.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("end_"));
    let named = name.len() <= 40 && !name.is_empty() && (is_block || value.starts_with(':'));
    named.then(|| (name.to_ascii_lowercase(), value.trim_start_matches(':').trim()))
}

/// The text of a comment line.
fn comment(text: &str) -> Option<&str> {
    let rest = text.strip_prefix('#')?;
    (rest.is_empty() || rest.starts_with([' ', '\t'])).then(|| rest.trim())
}

/// The text of a fixed-width line.
fn fixed(text: &str) -> Option<&str> {
    let rest = text.strip_prefix(':')?;
    if rest.is_empty() { Some(rest) } else { rest.strip_prefix(' ') }
}

fn is_end(line: &str) -> bool {
    line.trim().eq_ignore_ascii_case(":end:")
}

/// A line drawn between paragraphs.
fn is_rule(text: &str) -> bool {
    text.len() >= 5 && text.trim_end().bytes().all(|byte| byte == b'-')
}

/// A line that plans a task.
fn planning(text: &str) -> bool {
    ["CLOSED: ", "DEADLINE: ", "SCHEDULED: "].iter().any(|word| text.starts_with(word))
}
