//! Lines of a terminal page: wrapped to its width, indented, coloured.

use super::super::placed::placed;
use super::super::template::typeset;
use super::super::{Depth, Style, escape};
use crate::lang::{Lang, Text};
use std::io::{self, Write};
use textwrap::{Options, WordSeparator, WordSplitter};

/// A colour with a meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ink {
    /// Ordinary text.
    Plain,
    /// A title.
    Bold,
    /// Secondary text.
    Dim,
    /// Something wrong.
    Red,
    /// Something to look at.
    Yellow,
    /// Something right.
    Green,
    /// A command or a place.
    Blue,
}

/// How words are laid on lines of `width` columns.
pub(crate) fn words<'a>(width: usize) -> Options<'a> {
    Options::new(width)
        .word_separator(WordSeparator::AsciiSpace)
        .word_splitter(WordSplitter::NoHyphenation)
        .break_words(false)
}

/// A page being written.
pub(crate) struct Page<'a> {
    style: &'a Style<'a>,
    out: &'a mut dyn Write,
}

impl<'a> Page<'a> {
    /// A page of `style` on `out`.
    pub(crate) fn new(style: &'a Style<'a>, out: &'a mut dyn Write) -> Page<'a> {
        Page { style, out }
    }

    /// The reader's language.
    pub(crate) fn lang(&self) -> Lang {
        self.style.lang
    }

    /// `text`, whose commands are about the folder that the reader named.
    pub(crate) fn placed(&self, text: &str) -> String {
        placed(text, self.style.folder)
    }

    /// The folder that the reader named, as a shell takes it.
    pub(crate) fn folder(&self) -> &str {
        self.style.folder
    }

    /// The columns of the page.
    pub(crate) fn width(&self) -> usize {
        self.style.width
    }

    /// True when everything is to be shown.
    pub(crate) fn verbose(&self) -> bool {
        matches!(self.style.depth, Depth::All | Depth::Chosen(_))
    }

    /// Escapes `text` and colours it.
    pub(crate) fn ink(&self, ink: Ink, text: &str) -> String {
        let text = escape(text);
        let style = console::Style::new().force_styling(self.style.colours);
        let style = match ink {
            Ink::Plain => return text,
            Ink::Bold => style.bold(),
            Ink::Dim => style.dim(),
            Ink::Red => style.red().bold(),
            Ink::Yellow => style.yellow().bold(),
            Ink::Green => style.green().bold(),
            Ink::Blue => style.cyan(),
        };
        style.apply_to(text).to_string()
    }

    /// The wording of `text` for the reader.
    pub(crate) fn say<'t>(&self, text: &'t Text) -> &'t str {
        text.get(self.style.lang)
    }

    /// An empty line.
    pub(crate) fn gap(&mut self) -> io::Result<()> {
        writeln!(self.out)
    }

    /// A line that is already escaped and coloured.
    pub(crate) fn line(&mut self, indent: usize, line: &str) -> io::Result<()> {
        writeln!(self.out, "{:indent$}{line}", "")
    }

    /// The title of a section.
    pub(crate) fn title(&mut self, ink: Ink, text: &str) -> io::Result<()> {
        self.gap()?;
        let title = self.ink(ink, &text.to_uppercase());
        self.line(0, &title)
    }

    /// A paragraph after a label, wrapped and aligned under its first word.
    pub(crate) fn paragraph(
        &mut self,
        indent: usize,
        label: &str,
        ink: Ink,
        text: &str,
    ) -> io::Result<()> {
        let lead = if label.is_empty() { String::new() } else { format!("{label} ") };
        let first = " ".repeat(indent) + &lead;
        let rest = " ".repeat(indent + if label.is_empty() { 0 } else { 2 });
        let width = self.style.width.max(40);
        let text = escape(&self.placed(text));
        // In French no line starts with the punctuation that a space comes before.
        let text = if self.lang() == Lang::Fr { typeset(&text) } else { text };
        let options = words(width).initial_indent(&first).subsequent_indent(&rest);
        for (at, line) in textwrap::wrap(&text, options).iter().enumerate() {
            let prefix = if at == 0 { &first } else { &rest };
            let body = line.strip_prefix(prefix.as_str()).unwrap_or(line);
            let shown = match ink {
                Ink::Plain => body.to_string(),
                ink => self.coloured(ink, body),
            };
            let lead = if at == 0 && !label.is_empty() {
                " ".repeat(indent) + &self.coloured(Ink::Dim, label) + " "
            } else {
                prefix.clone()
            };
            writeln!(self.out, "{lead}{shown}")?;
        }
        Ok(())
    }

    /// A command to paste after what it is for, on a line of its own where both do not fit:
    /// it is never cut.
    pub(crate) fn command(&mut self, indent: usize, label: &str, command: &str) -> io::Result<()> {
        let command = self.placed(command);
        let wide = indent + label.chars().count() + 1 + command.chars().count();
        let (label, command) = (self.ink(Ink::Dim, label), self.ink(Ink::Blue, &command));
        if wide <= self.style.width {
            return self.line(indent, &format!("{label} {command}"));
        }
        self.line(indent, &label)?;
        self.line(indent + 2, &command)
    }

    fn coloured(&self, ink: Ink, escaped: &str) -> String {
        // Escaping twice is harmless: nothing that needs it is left.
        self.ink(ink, escaped)
    }

    /// A line of source, cut to the width.
    pub(crate) fn source(
        &mut self,
        indent: usize,
        number: Option<usize>,
        text: &str,
    ) -> io::Result<()> {
        let gutter = number.map(|number| number.to_string()).unwrap_or_default();
        let room = self.style.width.saturating_sub(indent + gutter.len() + 4).max(20);
        let text = escape(text.trim());
        let cut: String = text.chars().take(room).collect();
        let ellipsis = if cut.len() < text.len() { "…" } else { "" };
        let gutter = self.ink(Ink::Dim, &format!("{gutter} │"));
        self.line(indent, &format!("{gutter} {cut}{ellipsis}"))
    }
}
