//! Renders what `publiable secrets scan` found.

mod json;
mod sarif;
mod text;

use super::Style;
use crate::secrets::Level;
use crate::secrets::inventory::Inventory;
use clap::ValueEnum;
use std::io::{self, Write};

/// A format of `publiable secrets scan`.
// What documents a value is its help, which is not written in both languages.
#[allow(missing_docs)]
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    // For a person.
    Text,
    // One JSON object.
    Json,
    // One JSON object a line: a detection, or a place.
    Jsonl,
    // SARIF 2.1.0.
    Sarif,
}

/// What is asked of the renderers.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Asked {
    /// The quietest level told.
    pub level: Level,
    /// One entry a place, rather than one a detection.
    pub all_places: bool,
}

impl Format {
    /// Writes `inventory` in this format.
    pub(crate) fn render(
        self,
        inventory: &Inventory,
        asked: Asked,
        style: &Style,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        match self {
            Format::Text => text::render(inventory, asked, style, out),
            Format::Json => json::render(inventory, asked, style.lang, out),
            Format::Jsonl => json::render_lines(inventory, asked, style.lang, out),
            Format::Sarif => sarif::render(inventory, asked, style.lang, out),
        }
    }
}
