//! The report for a person who was not there: one HTML file that needs neither
//! the network nor a script, in both languages, on a screen and on A4 paper.

use super::template::{self, verbatim};
use super::view::View;
use crate::lang::Lang;
use crate::report::Report;
use data_encoding::BASE64;
use minijinja::context;
use minijinja::value::Serde;
use sha2::{Digest, Sha256};
use std::io::{self, Write};

/// The style of the page, which the pages of `serve` share.
pub(crate) const STYLE: &str = include_str!("../../templates/report/report.css");
const SCRIPT: &str = include_str!("../../templates/report/report.js");

/// The style of the pages that hold no more than a text or a table.
pub(super) const SIMPLE: &str = include_str!("../../templates/report/simple.css");

/// Writes `report` as a page shown in `lang` first.
pub(super) fn render(report: &Report, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    let context = context! {
        view => Serde(View::new(report, lang)),
        style => verbatim(STYLE),
        script => verbatim(SCRIPT),
        allowed => context! { style => source(STYLE), script => source(SCRIPT) },
    };
    template::render("report.html", context, out)
}

/// What the policy of a page of [`render`] lets it apply and run.
pub(crate) fn policy() -> String {
    let (style, script) = (source(STYLE), source(SCRIPT));
    format!(
        "default-src 'none'; style-src '{style}'; script-src '{script}'; base-uri 'none'; form-action 'none'"
    )
}

/// The source expression that lets `text` alone be applied or run in the page
/// (Content Security Policy Level 3, section 2.3.1), whatever the report holds.
pub(super) fn source(text: &str) -> String {
    format!("sha256-{}", BASE64.encode(&Sha256::digest(text)))
}
