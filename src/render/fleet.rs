//! The pages of a fleet: one shape for all, of titles, lines and tables.

use super::html;
use super::template::{self, verbatim};
use crate::lang::Lang;
use minijinja::context;
use minijinja::value::Serde;
use serde::Serialize;
use std::io;

/// A piece of text, where it leads, and what it is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Cell {
    /// What is read.
    pub text: String,
    /// Where it leads.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub href: String,
    /// `num`, `v-…` for a verdict, or a language.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub kind: String,
}

impl Cell {
    /// Text alone.
    pub(crate) fn text(text: impl Into<String>) -> Cell {
        Cell { text: text.into(), ..Cell::default() }
    }

    /// A number.
    pub(crate) fn number(number: usize) -> Cell {
        Cell { text: number.to_string(), kind: "num".to_string(), ..Cell::default() }
    }

    /// Text that leads somewhere.
    pub(crate) fn link(text: impl Into<String>, href: impl Into<String>) -> Cell {
        Cell { text: text.into(), href: href.into(), ..Cell::default() }
    }
}

/// A table under its title, and what draws it.
#[derive(Debug, Clone, Default, Serialize)]
pub(crate) struct Section {
    /// Its title.
    pub title: String,
    /// What is said before the table.
    pub lines: Vec<String>,
    /// The names of the columns.
    pub head: Vec<String>,
    /// The rows, the first cell of which names the row.
    pub rows: Vec<Vec<Cell>>,
    /// What is drawn of those rows, as an SVG element of [`super::plot`]; empty for nothing.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub drawn: String,
}

/// A page.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Page {
    /// Its language.
    pub lang: Lang,
    /// Its title.
    pub title: String,
    /// What the way to it is called.
    pub way: String,
    /// The pages above it, the highest first.
    pub above: Vec<Cell>,
    /// The same page in other languages.
    pub others: Vec<Cell>,
    /// What is said first.
    pub lines: Vec<Cell>,
    /// The tables.
    pub sections: Vec<Section>,
}

/// The bytes of `page`.
///
/// # Errors
/// When the template fails.
pub(crate) fn render(page: &Page) -> io::Result<Vec<u8>> {
    let context = context! {
        page => Serde(page),
        tool => format!("{} {}", env!("CARGO_PKG_NAME"), env!("CARGO_PKG_VERSION")),
        style => verbatim(html::SIMPLE),
        allowed => html::source(html::SIMPLE),
    };
    let mut bytes = Vec::new();
    template::render("fleet.html", context, &mut bytes)?;
    Ok(bytes)
}
