//! Renderers of what was found in publiccode.yml files, and of its standard.

mod json;
pub(crate) mod page;
mod parser_go;
mod sarif;
mod text;

use super::Style;
use crate::publiccode::validate::Diagnosis;
use clap::ValueEnum;
use std::io::{self, Write};

/// A file that was judged.
#[derive(Debug, Clone)]
pub(crate) struct Judged {
    /// Its name, as it was given.
    pub name: String,
    /// Its text, without a byte order mark.
    pub text: String,
    /// What was found.
    pub report: Diagnosis,
}

/// How the findings are shown.
#[derive(Debug, Clone, Copy)]
pub(crate) struct View<'a> {
    /// Language, colours and width.
    pub style: &'a Style<'a>,
    /// Say what the reference parser says, and nothing else.
    pub compatible: bool,
}

/// A format that `--format` names.
// What documents a value is its help, which is not written in both languages.
#[allow(missing_docs)]
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    // For a person.
    Text,
    // For programs.
    Json,
    // For forges and editors (SARIF 2.1.0).
    Sarif,
    // One line a finding, as the reference parser prints them.
    ParserGo,
    // The JSON list of the reference parser.
    ParserGoJson,
}

impl Format {
    /// Writes what was found in `files`.
    pub(crate) fn render(
        self,
        files: &[Judged],
        view: &View<'_>,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        match self {
            Format::Text => text::render(files, view, out),
            Format::Json => json::render(files, view, out),
            Format::Sarif => sarif::render(files, view, out),
            Format::ParserGo => parser_go::lines(files, view, out),
            Format::ParserGoJson => parser_go::json(files, view, out),
        }
    }
}
