//! Renders the licensing of a project (`publiable reuse lint`).

mod json;
mod text;

use super::Style;
use crate::licence::reuse::Coverage;
use clap::ValueEnum;
use std::io::{self, Write};

/// A format of `publiable reuse lint`.
// What documents a value is its help, which is not written in both languages.
#[allow(missing_docs)]
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    // For a person.
    Text,
    // One JSON object, with the keys of `reuse lint --json` and more.
    Json,
    // One problem a line, after its place.
    Lines,
}

impl Format {
    /// Writes `coverage` in this format.
    pub(crate) fn render(
        self,
        coverage: &Coverage,
        style: &Style,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        match self {
            Format::Text => text::render(coverage, style, out),
            Format::Json => json::render(coverage, style.lang, out),
            Format::Lines => text::render_lines(coverage, style.lang, out),
        }
    }
}
