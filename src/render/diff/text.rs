//! What changed, for a person.

use super::super::Style;
use super::super::capital;
use super::super::terminal::page::{Ink, Page};
use super::{Difference, caution, sections, step, summary, unchanged};
use std::io::{self, Write};

/// How many findings of a section are shown unless everything is.
const FINDINGS: usize = 20;

/// Writes `difference`.
pub fn render(difference: &Difference, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let mut page = Page::new(style, out);
    let lang = style.lang;
    for (label, side) in [
        (lang.pick("avant :", "before:"), &difference.old),
        (lang.pick("après :", "after:"), &difference.new),
    ] {
        let line = format!("{label} {}", summary(side, lang));
        page.paragraph(0, "", Ink::Bold, &line)?;
    }
    if let Some(caution) = caution(difference) {
        page.paragraph(0, "", Ink::Yellow, caution.get(lang))?;
    }
    for section in sections(difference) {
        page.title(if section.worse { Ink::Red } else { Ink::Green }, section.title.get(lang))?;
        for change in section.rules {
            let severity = change.severity.label();
            let (rule, title) = (&change.rule, change.title.get(lang));
            let line = format!("{rule} — {title} [{}] {}", severity.get(lang), step(change, lang));
            page.paragraph(2, "·", Ink::Plain, &line)?;
        }
        let shown = if style.verbose { section.findings.len() } else { FINDINGS };
        for found in section.findings.iter().take(shown) {
            let place = found.location.to_string();
            let place = if place.is_empty() { place } else { format!("{place} — ") };
            let message = capital(found.message.get(lang));
            page.paragraph(2, "·", Ink::Plain, &format!("{} {place}{message}", found.rule))?;
        }
        let hidden = section.findings.len().saturating_sub(shown);
        if hidden > 0 {
            let line = format!("… + {hidden} (--verbose)");
            page.paragraph(2, "", Ink::Dim, &line)?;
        }
    }
    page.gap()?;
    if difference.is_empty() {
        page.paragraph(0, "", Ink::Plain, lang.pick("Rien n’a changé.", "Nothing changed."))?;
    }
    page.paragraph(0, "", Ink::Dim, unchanged(difference).get(lang))
}
