//! The JSON report: the whole [`Report`], in a stable order, and its schema.

use crate::report::Report;
use std::io::{self, Write};

/// Writes `report` as indented JSON, ending with a newline.
pub(crate) fn render(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, report).map_err(io::Error::from)?;
    writeln!(out)
}

/// Writes `report` on one line.
pub(crate) fn render_line(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer(&mut *out, report).map_err(io::Error::from)?;
    writeln!(out)
}

/// The JSON Schema (draft 2020-12) of the report.
pub fn schema() -> serde_json::Value {
    schemars::schema_for!(Report).to_value()
}
