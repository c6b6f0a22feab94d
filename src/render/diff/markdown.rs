//! What changed, for a comment.

use super::super::capital;
use super::super::template::{markdown, markdown_code};
use super::{
    Difference, FindingChange, News, RuleChange, base, cautions, improved, news, sections, step,
    summary, unchanged,
};
use crate::lang::Lang;
use crate::text;
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

/// Writes what is new or worse in `difference` as the body of a report, no more than
/// `shown` entries of a kind, and the rest in a line.
pub(crate) fn within(
    difference: &Difference,
    lang: Lang,
    shown: usize,
    out: &mut dyn Write,
) -> io::Result<()> {
    let News { rules, findings } = news(difference);
    let base = markdown_code(&base(&difference.old));
    let count = rules.len() + findings.len();
    let title = match count {
        0 => text!("Rien ne se dégrade depuis {base}", "Nothing got worse since {base}"),
        _ => text!("Nouveau depuis {base} — {count}", "New since {base} — {count}"),
    };
    writeln!(out, "### {}\n", title.get(lang))?;
    for said in cautions(difference) {
        writeln!(out, "{}\n", markdown(said.get(lang)))?;
    }
    rules.iter().take(shown).try_for_each(|change| rule(change, lang, out))?;
    for found in findings.iter().take(shown) {
        finding(found, lang, out)?;
    }
    let hidden = count - rules.len().min(shown) - findings.len().min(shown);
    if hidden > 0 {
        writeln!(out, "- … + {hidden}")?;
    }
    writeln!(out, "\n{}", capital(improved(difference).get(lang)))
}

fn rule(change: &RuleChange, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    let severity = change.severity.label();
    writeln!(
        out,
        "- {} — {} ({}) — {}",
        markdown_code(&change.rule),
        markdown(change.title.get(lang)),
        severity.get(lang),
        step(change, lang)
    )
}

fn finding(found: &FindingChange, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    let place = found.location.to_string();
    let place = if place.is_empty() { place } else { format!("{} — ", markdown_code(&place)) };
    let message = markdown(&capital(found.message.get(lang)));
    let (rule, identity) = (markdown_code(&found.rule), markdown_code(&found.fingerprint.0));
    writeln!(out, "- {rule} — {place}{message} {identity}")
}

fn body(
    difference: &Difference,
    lang: Lang,
    (heading, shown): (&str, usize),
    out: &mut dyn Write,
) -> io::Result<()> {
    for said in cautions(difference) {
        writeln!(out, "\n{}", markdown(said.get(lang)))?;
    }
    for section in sections(difference) {
        writeln!(out, "\n{heading} {} — {}\n", section.title.get(lang), section.len())?;
        section.rules.iter().take(shown).try_for_each(|change| rule(change, lang, out))?;
        for found in section.findings.iter().take(shown) {
            finding(found, lang, out)?;
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
