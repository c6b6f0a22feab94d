//! The report for a person who was not there: one HTML file that needs neither
//! the network nor a script, in both languages, on a screen and on A4 paper.

use super::template::{self, verbatim};
use super::view::View;
use crate::lang::Lang;
use crate::report::Report;
use minijinja::context;
use minijinja::value::Serde;
use std::io::{self, Write};

const STYLE: &str = include_str!("../../templates/report/report.css");
const SCRIPT: &str = include_str!("../../templates/report/report.js");

/// Writes `report` as a page shown in `lang` first.
pub fn render(report: &Report, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    let context = context! {
        view => Serde(View::new(report, lang)),
        nonce => nonce(report)?,
        style => verbatim(STYLE),
        script => verbatim(SCRIPT),
    };
    template::render("report.html", context, out)
}

/// What the page's own style and script carry and nothing else may: a digest
/// of the whole report, so that no text in the report can contain it.
fn nonce(report: &Report) -> io::Result<String> {
    let mut hasher = blake3::Hasher::new_derive_key("publiable report page nonce v1");
    serde_json::to_writer(&mut hasher, report)?;
    Ok(hasher.finalize().to_hex()[..32].to_string())
}
