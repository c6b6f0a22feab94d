//! What changed, for a comment.

use super::super::capital;
use super::super::markdown::{code, escape_text};
use super::{Difference, caution, sections, step, summary, unchanged};
use crate::lang::Lang;
use std::io::{self, Write};

/// How many entries of a section are written.
const SHOWN: usize = 50;

/// Writes `difference` in `lang`.
pub fn render(difference: &Difference, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    let title = lang.pick("Écart entre deux audits", "Difference between two audits");
    writeln!(out, "## {title}\n")?;
    let sides = [
        (lang.pick("avant", "before"), &difference.old),
        (lang.pick("après", "after"), &difference.new),
    ];
    for (label, side) in sides {
        writeln!(out, "- **{label}** — {}", escape_text(&summary(side, lang)))?;
    }
    if let Some(caution) = caution(difference) {
        writeln!(out, "\n{}", escape_text(caution.get(lang)))?;
    }
    for section in sections(difference) {
        writeln!(out, "\n### {}\n", section.title.get(lang))?;
        for change in section.rules.iter().take(SHOWN) {
            let severity = change.severity.label();
            writeln!(
                out,
                "- {} — {} ({}) — {}",
                code(&change.rule),
                escape_text(change.title.get(lang)),
                severity.get(lang),
                step(change, lang)
            )?;
        }
        for found in section.findings.iter().take(SHOWN) {
            let place = found.location.to_string();
            let place = if place.is_empty() { place } else { format!("{} — ", code(&place)) };
            let message = escape_text(&capital(found.message.get(lang)));
            writeln!(out, "- {} — {place}{message}", code(&found.rule))?;
        }
        let hidden = section.rules.len().max(section.findings.len()).saturating_sub(SHOWN);
        if hidden > 0 {
            writeln!(out, "- … + {hidden}")?;
        }
    }
    if difference.is_empty() {
        writeln!(out, "\n{}", lang.pick("Rien n’a changé.", "Nothing changed."))?;
    }
    writeln!(out, "\n{}", unchanged(difference).get(lang))
}
