//! Renderers: each turns a [`Report`] into bytes and opens nothing.

mod badge;
pub(crate) mod csv;
pub(crate) mod diff;
pub(crate) mod digest;
pub(crate) mod fleet;
pub(crate) mod form;
pub(crate) mod github;
mod gitlab;
pub(crate) mod group;
pub(crate) mod html;
pub(crate) mod json;
mod junit;
mod markdown;
mod note;
pub(crate) mod placed;
pub(crate) mod plot;
mod problem;
pub(crate) mod publiccode;
pub(crate) mod repairs;
pub(crate) mod reuse;
pub(crate) mod rule;
mod sarif;
pub(crate) mod sbom;
pub(crate) mod secrets;
pub(crate) mod settle;
mod table;
pub(crate) mod template;
pub(crate) mod terminal;
pub(crate) mod verdict;
mod view;

use crate::lang::{Lang, Text};
use crate::report::{FailOn, Report};
use minijinja::value::{Serde, Value};
use std::io::{self, Write};

pub(crate) use terminal::page::words;

/// How a report is shown.
#[derive(Debug, Clone, Copy)]
pub struct Style<'a> {
    /// The reader's language.
    pub lang: Lang,
    /// Whether colours may be used.
    pub colours: bool,
    /// Columns of the terminal.
    pub width: usize,
    /// How much of it.
    pub depth: Depth<'a>,
    /// The folder that the commands proposed are about, as a shell takes it; empty for
    /// the current one.
    pub folder: &'a str,
    /// The gate of the command: what a machine is told to be a failure is what reaches it.
    pub gate: FailOn,
}

/// How much of a report a terminal page shows; the other formats hold it all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Depth<'a> {
    /// The first screen alone.
    Summary,
    /// What has to be done, then the first screen.
    Usual,
    /// Everything, what passed included, then the first screen.
    All,
    /// One rule or the rules of one chapter alone, with all that is known of them.
    Chosen(&'a str),
}

impl Depth<'_> {
    /// What `--verbose` asks.
    pub(crate) fn of(verbose: bool) -> Depth<'static> {
        if verbose { Depth::All } else { Depth::Usual }
    }
}

/// A format that `--format` names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// For a person, on a terminal or in a log.
    Terminal,
    /// For programs (`publiable schema report` gives its schema).
    Json,
    /// The same, one report a line.
    JsonLines,
    /// One page for a person, readable anywhere.
    Html,
    /// One to two pages for the person who decides.
    Note(note::Shape),
    /// Several reports in one table.
    Table(table::Shape),
    /// A comment in a merge request, a job's summary, an e-mail.
    Markdown,
    /// For a spreadsheet: one finding a line.
    Csv,
    /// SARIF 2.1.0.
    Sarif,
    /// JUnit XML.
    Junit,
    /// GitLab's code quality report.
    GitlabCodeQuality,
    /// GitLab's secret detection report.
    GitlabSecretDetection,
    /// The annotations of a GitHub or Forgejo job.
    Github,
    /// A picture of the verdict and the degree.
    Badge,
}

impl Format {
    /// Every format and the word `--format` takes for it.
    pub const ALL: [(&'static str, Format); 14] = [
        ("terminal", Format::Terminal),
        ("json", Format::Json),
        ("jsonl", Format::JsonLines),
        ("html", Format::Html),
        ("note", Format::Note(note::Shape::Markdown)),
        ("table", Format::Table(table::Shape::Terminal)),
        ("markdown", Format::Markdown),
        ("csv", Format::Csv),
        ("sarif", Format::Sarif),
        ("junit", Format::Junit),
        ("gitlab-code-quality", Format::GitlabCodeQuality),
        ("gitlab-secret-detection", Format::GitlabSecretDetection),
        ("github", Format::Github),
        ("badge", Format::Badge),
    ];

    /// The words `--format` takes.
    pub fn names() -> Vec<&'static str> {
        Format::ALL.iter().map(|(name, _)| *name).collect()
    }

    /// Reads a word of [`Format::names`].
    pub fn parse(word: &str) -> Option<Format> {
        Format::ALL.iter().find(|(name, _)| *name == word).map(|(_, format)| *format)
    }

    /// The format as a file of this name is written: a note and a table have several
    /// shapes.
    pub fn shaped(self, name: &str) -> Format {
        let extension = name.rsplit_once('.').map(|(_, extension)| extension).unwrap_or_default();
        match (self, extension) {
            (Format::Note(_), "odt") => Format::Note(note::Shape::Odt),
            (Format::Note(_), "html" | "htm") => Format::Note(note::Shape::Html),
            (Format::Table(_), "html" | "htm") => Format::Table(table::Shape::Html),
            (Format::Table(_), "csv") => Format::Table(table::Shape::Csv),
            (format, _) => format,
        }
    }

    /// True when one file holds several reports in this format.
    pub fn takes_several(self) -> bool {
        matches!(self, Format::Terminal | Format::JsonLines | Format::Csv | Format::Table(_))
    }

    /// How the name of a file in this format ends.
    pub fn extension(self) -> &'static str {
        match self {
            Format::Terminal | Format::Table(table::Shape::Terminal) | Format::Github => "txt",
            Format::Json | Format::GitlabCodeQuality | Format::GitlabSecretDetection => "json",
            Format::JsonLines => "jsonl",
            Format::Html | Format::Note(note::Shape::Html) | Format::Table(table::Shape::Html) => {
                "html"
            }
            Format::Note(note::Shape::Odt) => "odt",
            Format::Note(note::Shape::Markdown) | Format::Markdown => "md",
            Format::Csv | Format::Table(table::Shape::Csv) => "csv",
            Format::Sarif => "sarif",
            Format::Junit => "xml",
            Format::Badge => "svg",
        }
    }

    /// True for a file that is no text.
    pub fn is_binary(self) -> bool {
        self == Format::Note(note::Shape::Odt)
    }

    /// True for what a person reads in a log or on a terminal.
    pub fn is_for_terminal(self) -> bool {
        matches!(self, Format::Terminal | Format::Table(table::Shape::Terminal))
    }

    /// Writes `reports` in this format; each in turn where it takes several,
    /// the first one otherwise.
    pub fn render(
        self,
        reports: &[Report],
        style: &Style<'_>,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let lang = style.lang;
        match self {
            Format::Csv => return csv::render(reports, lang, out),
            Format::Table(shape) => return table::render(reports, shape, style, out),
            _ => {}
        }
        let taken = if self.takes_several() { reports.len() } else { 1 };
        for report in reports.iter().take(taken) {
            match self {
                Format::Terminal => terminal::render(report, style, out)?,
                Format::Json => json::render(report, out)?,
                Format::JsonLines => json::render_line(report, out)?,
                Format::Html => html::render(report, lang, out)?,
                Format::Markdown => markdown::render(report, lang, out)?,
                Format::Sarif => sarif::render(report, lang, out)?,
                Format::Junit => junit::render(report, (style.gate, lang), out)?,
                Format::GitlabCodeQuality => gitlab::code_quality(report, lang, out)?,
                Format::GitlabSecretDetection => gitlab::secret_detection(report, lang, out)?,
                Format::Github => github::render(report, (style.gate, lang), out)?,
                Format::Badge => badge::render(report, lang, out)?,
                Format::Note(shape) => note::render(report, (shape, lang), out)?,
                Format::Csv | Format::Table(_) => {}
            }
        }
        Ok(())
    }
}

/// `report` arranged for a template of another room, as a page of it is.
pub(crate) fn arranged(report: &Report, lang: Lang) -> Value {
    Value::from(Serde(view::View::new(report, lang)))
}

/// A name of a repository as that of a file.
pub(crate) fn file_stem(name: &str) -> String {
    let kept = |c: char| if c.is_alphanumeric() || "-_.".contains(c) { c } else { '_' };
    let stem: String = name.chars().map(kept).collect();
    match stem.trim_start_matches('.') {
        "" => "report".to_string(),
        stem => stem.to_string(),
    }
}

/// The same as [`escape`], where lines stay lines, whatever ends them.
pub(crate) fn escape_lines(text: &str) -> String {
    let lines: Vec<String> =
        text.split('\n').map(|line| escape(line.strip_suffix('\r').unwrap_or(line))).collect();
    lines.join("\n")
}

/// Makes control characters, escape sequences and marks that change the
/// direction of text visible, so that a repository's strings cannot drive a
/// terminal or disguise what they say.
pub(crate) fn escape(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\t' => shown.push(' '),
            c if c.is_control() || is_disguise(c) => {
                shown.push_str(&format!("\\u{{{:x}}}", u32::from(c)));
            }
            c => shown.push(c),
        }
    }
    shown
}

/// Starts a sentence with a capital, unless its first word is a name as it is
/// written in files, or the key that the rest is about (`platforms: …`).
pub(crate) fn capital(text: &str) -> String {
    let first = text.split_whitespace().next().unwrap_or_default();
    let key = first.ends_with(':') || text[first.len()..].trim_start().starts_with(':');
    if key || first.contains(['/', '.', '_', '`', '@']) {
        return text.to_string();
    }
    let mut characters = text.chars();
    match characters.next() {
        Some(first) => first.to_uppercase().chain(characters).collect(),
        None => String::new(),
    }
}

/// `text` as a sentence of its own.
pub(crate) fn sentence(text: &Text) -> Text {
    Text::new(capital(&text.fr), capital(&text.en))
}

/// Bidirectional controls and invisible marks (Unicode TR 9 and TR 36).
fn is_disguise(character: char) -> bool {
    matches!(character,
        '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
        && character != '\u{200d}'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_drives_the_terminal() {
        assert_eq!(escape("a\x1b[31mb"), "a\\u{1b}[31mb");
        assert_eq!(escape("é — ok"), "é — ok");
        assert_eq!(escape("x\u{202e}y"), "x\\u{202e}y");
        assert_eq!(escape("l1\nl2"), "l1\\u{a}l2");
    }
}
