//! How a document writes its headings, so that a new one looks like the others.

use crate::document::{Block, Document, Format};

/// The manner of a document.
pub(super) struct Headings {
    format: Format,
    /// The level of its sections.
    level: u8,
    /// What underlines the title, in reStructuredText and in Markdown.
    title_mark: Option<char>,
    /// What underlines its sections, and whether it is above them too.
    mark: Option<(char, bool)>,
    /// The marks before the text of a section (`**`, `==`).
    prefix: Option<usize>,
    /// Sections told by their capitals, in plain text.
    capitals: bool,
    /// Sections told by signs before their text, in Markdown (`##`).
    atx: bool,
}

impl Headings {
    /// Reads how `document`, whose source is `text`, writes its headings.
    pub(super) fn of(document: &Document, text: &str) -> Headings {
        let level = section_level(document);
        let lines: Vec<&str> = text.lines().collect();
        let at = |level: u8| document.headings().find(|block| block.level() == Some(level));
        let example = at(level).map(|block| source(&lines, block)).unwrap_or_default();
        let above = level.checked_sub(1).and_then(at).map(|block| source(&lines, block));
        let prefix = |lines: &[&str]| {
            let line = lines.first().copied().unwrap_or_default();
            let marks = line.chars().take_while(|c| matches!(c, '*' | '=')).count();
            (marks > 0 && line[marks..].starts_with([' ', '\t'])).then_some(marks)
        };
        let below = above.as_deref().and_then(prefix).map(|marks| marks + 1);
        Headings {
            format: document.format,
            level,
            title_mark: above.as_deref().and_then(adornment).map(|(mark, _)| mark),
            mark: adornment(&example),
            prefix: prefix(&example).or(below),
            capitals: example.len() == 1 && !example[0].chars().any(char::is_lowercase),
            atx: example.first().is_some_and(|line| line.trim_start().starts_with('#')),
        }
    }

    /// The level of the sections.
    pub(super) fn level(&self) -> u8 {
        self.level
    }

    /// The headings of the Markdown `part`, written at level 2, at the level of
    /// the document's sections.
    pub(super) fn in_markdown(&self, part: &str) -> String {
        let mut fenced = false;
        let lines = part.split_inclusive('\n').map(|line| {
            if line.starts_with("```") {
                fenced = !fenced;
            }
            let heading = line.trim_end();
            match heading.strip_prefix("##").filter(|_| !fenced) {
                Some(rest) => {
                    let deeper = rest.chars().take_while(|c| *c == '#').count();
                    let text = rest[deeper..].trim_start();
                    format!("{}{}", self.written(text, deeper), &line[heading.len()..])
                }
                None => line.to_string(),
            }
        });
        lines.collect()
    }

    /// What underlines a Markdown heading of `level`, when the document underlines its own
    /// (“setext”): those of that level, or its title when it has none. Only the first two
    /// levels may be.
    fn underline(&self, level: usize) -> Option<char> {
        let own = usize::from(self.level) == level;
        let underlines = match self.mark {
            _ if self.atx && own => false,
            Some(_) => true,
            None => self.title_mark.is_some(),
        };
        underlines.then(|| ['=', '-'].get(level.checked_sub(1)?).copied()).flatten()
    }

    /// The heading `text`, `deeper` levels under the sections.
    pub(super) fn written(&self, text: &str, deeper: usize) -> String {
        match self.format {
            Format::Markdown => {
                let level = usize::from(self.level) + deeper;
                match self.underline(level) {
                    Some(mark) => format!("{text}\n{}", line_of(mark, text)),
                    None => format!("{} {text}", "#".repeat(level)),
                }
            }
            Format::Org => format!("{} {text}", "*".repeat(self.prefix.unwrap_or(1) + deeper)),
            Format::AsciiDoc => {
                let level = self.prefix.unwrap_or(usize::from(self.level));
                format!("{} {text}", "=".repeat(level + deeper))
            }
            Format::Rst => {
                let default = if self.title_mark == Some('-') { '~' } else { '-' };
                let (mark, above) = self.mark.unwrap_or((default, false));
                match (deeper, above) {
                    (0, true) => format!("{0}\n{text}\n{0}", line_of(mark, text)),
                    (0, false) => format!("{text}\n{}", line_of(mark, text)),
                    _ => format!("{text}\n{}", line_of('^', text)),
                }
            }
            Format::Plain if self.capitals && deeper == 0 => text.to_uppercase(),
            Format::Plain => format!("{text}\n{}", line_of('-', text)),
        }
    }
}

/// The level of the document's sections: the first one that several headings share. Two of
/// the first level above others are a title and what was meant to be one.
fn section_level(document: &Document) -> u8 {
    let levels: Vec<u8> = document.headings().filter_map(Block::level).collect();
    let count = |level: u8| levels.iter().filter(|l| **l == level).count();
    match (count(1), count(2)) {
        (3.., _) | (2, 0) => 1,
        (_, 1..) => 2,
        _ => (3..=6).find(|level| count(*level) > 0).filter(|_| count(1) == 0).unwrap_or(2),
    }
}

/// The lines of `block`.
fn source<'t>(lines: &[&'t str], block: &Block) -> Vec<&'t str> {
    lines.iter().skip(block.line - 1).take(block.end_line + 1 - block.line).copied().collect()
}

/// The mark that underlines a heading, and whether it is above it too.
fn adornment(lines: &[&str]) -> Option<(char, bool)> {
    let rule = |line: &&str| {
        let line = line.trim();
        let mark = line.chars().next().filter(char::is_ascii_punctuation)?;
        line.chars().all(|c| c == mark).then_some(mark)
    };
    let mark = lines.last().filter(|_| lines.len() > 1).and_then(rule)?;
    Some((mark, lines.first().and_then(rule) == Some(mark)))
}

fn line_of(mark: char, text: &str) -> String {
    mark.to_string().repeat(console::measure_text_width(text).max(3))
}
