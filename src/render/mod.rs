//! Renderers: each turns a [`Report`] into bytes and opens nothing.

pub mod json;
pub mod publiccode;
pub mod reuse;
pub mod rule;
pub mod sbom;
pub mod secrets;
pub mod terminal;

use crate::lang::Lang;
use crate::report::Report;
use std::io::{self, Write};

/// How a report is shown.
#[derive(Debug, Clone, Copy)]
pub struct Style {
    /// The reader's language.
    pub lang: Lang,
    /// Whether colours may be used.
    pub colours: bool,
    /// Columns of the terminal.
    pub width: usize,
    /// Show everything, what passed included.
    pub verbose: bool,
}

/// A format that `--format` names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// For a person, on a terminal or in a log.
    Terminal,
    /// For programs (`publiable schema report` gives its schema).
    Json,
}

impl Format {
    /// The words `--format` takes.
    pub const NAMES: [&'static str; 2] = ["terminal", "json"];

    /// Reads a word of [`Format::NAMES`].
    pub fn parse(word: &str) -> Option<Format> {
        match word {
            "terminal" => Some(Format::Terminal),
            "json" => Some(Format::Json),
            _ => None,
        }
    }

    /// Writes `report` in this format.
    pub fn render(self, report: &Report, style: &Style, out: &mut dyn Write) -> io::Result<()> {
        match self {
            Format::Terminal => terminal::render(report, style, out),
            Format::Json => json::render(report, out),
        }
    }
}

/// Makes control characters, escape sequences and marks that change the
/// direction of text visible, so that a repository's strings cannot drive a
/// terminal or disguise what they say.
pub fn escape(text: &str) -> String {
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
