//! What changed, for a comment.

use super::super::capital;
use super::super::template::{markdown, markdown_code};
use super::{Difference, base, caution, sections, step, summary, unchanged};
use crate::lang::Lang;
use std::io::{self, Write};

/// How many entries of a section are written.
const SHOWN: usize = 50;

/// Writes `difference` in `lang`.
pub(super) fn render(difference: &Difference, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    let title = lang.pick("Écart entre deux audits", "Difference between two audits");
    writeln!(out, "## {title}\n")?;
    let sides = [
        (lang.pick("avant", "before"), &difference.old),
        (lang.pick("après", "after"), &difference.new),
    ];
    for (label, side) in sides {
        writeln!(out, "- **{label}** — {}", markdown(&summary(side, lang)))?;
    }
    body(difference, lang, ("###", SHOWN), out)
}

/// Writes `difference` as a section of the report that holds it, with no more
/// than `shown` entries of a kind.
pub(crate) fn within(
    difference: &Difference,
    lang: Lang,
    shown: usize,
    out: &mut dyn Write,
) -> io::Result<()> {
    let (since, before) = lang.pick(("Depuis", "Avant : "), ("Since", "Before: "));
    writeln!(out, "### {since} {}\n", markdown_code(&base(&difference.old)))?;
    writeln!(out, "{}", markdown(&format!("{before}{}", summary(&difference.old, lang))))?;
    body(difference, lang, ("####", shown), out)
}

fn body(
    difference: &Difference,
    lang: Lang,
    (heading, shown): (&str, usize),
    out: &mut dyn Write,
) -> io::Result<()> {
    if let Some(caution) = caution(difference) {
        writeln!(out, "\n{}", markdown(caution.get(lang)))?;
    }
    for section in sections(difference) {
        writeln!(out, "\n{heading} {} — {}\n", section.title.get(lang), section.len())?;
        for change in section.rules.iter().take(shown) {
            let severity = change.severity.label();
            writeln!(
                out,
                "- {} — {} ({}) — {}",
                markdown_code(&change.rule),
                markdown(change.title.get(lang)),
                severity.get(lang),
                step(change, lang)
            )?;
        }
        for found in section.findings.iter().take(shown) {
            let place = found.location.to_string();
            let place =
                if place.is_empty() { place } else { format!("{} — ", markdown_code(&place)) };
            let message = markdown(&capital(found.message.get(lang)));
            writeln!(out, "- {} — {place}{message}", markdown_code(&found.rule))?;
        }
        let hidden = section.len().saturating_sub(shown);
        if hidden > 0 {
            writeln!(out, "- … + {hidden}")?;
        }
    }
    if difference.is_empty() {
        writeln!(out, "\n{}", lang.pick("Rien n’a changé.", "Nothing changed."))?;
    }
    writeln!(out, "\n{}", unchanged(difference).get(lang))
}
