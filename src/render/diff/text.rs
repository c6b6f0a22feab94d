//! What changed, for a person.

use super::super::Style;
use super::super::capital;
use super::super::terminal::page::{Ink, Page};
use super::{Difference, Section, base, cautions, sections, step, summary, unchanged};
use std::io::{self, Write};

/// How many findings of a section are shown unless everything is.
const FINDINGS: usize = 20;

/// Writes `difference`.
pub(super) fn render(
    difference: &Difference,
    style: &Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut page = Page::new(style, out);
    let lang = style.lang;
    for (label, side) in [
        (lang.pick("avant :", "before:"), &difference.old),
        (lang.pick("après :", "after:"), &difference.new),
    ] {
        let line = format!("{label} {}", summary(side, lang));
        page.paragraph(0, "", Ink::Bold, &line)?;
    }
    warn(&mut page, 0, difference)?;
    for section in sections(difference) {
        page.title(if section.worse { Ink::Red } else { Ink::Green }, section.title.get(lang))?;
        changes(&mut page, 2, &section)?;
    }
    page.gap()?;
    last(&mut page, 0, difference)
}

/// Writes `difference` as a section of the report that holds it: what is worse
/// in full, what is better shortly.
pub(crate) fn within(page: &mut Page<'_>, difference: &Difference) -> io::Result<()> {
    let lang = page.lang();
    page.gap()?;
    let title = format!("{} {}", lang.pick("DEPUIS", "SINCE"), base(&difference.old));
    let title = page.ink(Ink::Bold, &title);
    page.line(0, &title)?;
    let label = lang.pick("avant :", "before:");
    page.paragraph(2, label, Ink::Plain, &summary(&difference.old, lang))?;
    warn(page, 2, difference)?;
    for section in sections(difference) {
        let (ink, mark) = if section.worse { (Ink::Red, "✘") } else { (Ink::Green, "✔") };
        let head = format!("{mark} {} ({})", section.title.get(lang), section.len());
        let head = page.ink(ink, &head);
        page.line(2, &head)?;
        if section.worse || page.verbose() {
            changes(page, 4, &section)?;
        } else if !section.rules.is_empty() {
            let rules: Vec<&str> = section.rules.iter().map(|rule| rule.rule.as_str()).collect();
            page.paragraph(4, "", Ink::Plain, &rules.join(", "))?;
        }
    }
    last(page, 2, difference)
}

fn warn(page: &mut Page<'_>, indent: usize, difference: &Difference) -> io::Result<()> {
    for said in cautions(difference) {
        let said = said.get(page.lang()).to_string();
        page.paragraph(indent, "", Ink::Yellow, &said)?;
    }
    Ok(())
}

fn changes(page: &mut Page<'_>, indent: usize, section: &Section<'_>) -> io::Result<()> {
    let lang = page.lang();
    for change in &section.rules {
        let severity = change.severity.label();
        let (rule, title) = (&change.rule, change.title.get(lang));
        let line = format!("{rule} — {title} [{}] {}", severity.get(lang), step(change, lang));
        page.paragraph(indent, "·", Ink::Plain, &line)?;
    }
    let shown = if page.verbose() { section.findings.len() } else { FINDINGS };
    for found in section.findings.iter().take(shown) {
        let place = found.location.to_string();
        let place = if place.is_empty() { place } else { format!("{place} — ") };
        let message = capital(found.message.get(lang));
        page.paragraph(indent, "·", Ink::Plain, &format!("{} {place}{message}", found.rule))?;
    }
    let hidden = section.findings.len().saturating_sub(shown);
    if hidden > 0 {
        page.paragraph(indent, "", Ink::Dim, &format!("… + {hidden} (--verbose)"))?;
    }
    Ok(())
}

fn last(page: &mut Page<'_>, indent: usize, difference: &Difference) -> io::Result<()> {
    let lang = page.lang();
    if difference.is_empty() {
        page.paragraph(indent, "", Ink::Plain, lang.pick("Rien n’a changé.", "Nothing changed."))?;
    }
    page.paragraph(indent, "", Ink::Dim, unchanged(difference).get(lang))
}
