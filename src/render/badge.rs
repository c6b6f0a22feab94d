//! A badge: the verdict and the openness degree reached, as a picture for a
//! README or an inventory.

use super::template;
use crate::lang::Lang;
use crate::report::{Report, Verdict};
use minijinja::context;
use std::io::{self, Write};

/// Width of a character, in thousandths of a pixel: the mean of the fonts the
/// picture asks for, at 11 pixels.
const CHARACTER: usize = 6_600;
/// Room on each side of the words, in pixels.
const MARGIN: usize = 8;

/// Writes the badge of `report` in `lang`.
pub(super) fn render(report: &Report, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    let label = lang.pick("publication", "publication");
    let verdict = report.headline_label();
    let mut words = verdict.get(lang).to_string();
    let tellable = matches!(report.verdict, Verdict::Publiable | Verdict::PubliableSousReserve);
    if let Some(reached) = report.degree.reached.filter(|_| tellable) {
        words.push_str(&format!(" · {} {reached}", lang.pick("degré", "degree")));
    }
    let colour = match report.headline() {
        Verdict::Publiable => "#1c6b3c",
        Verdict::PubliableSousReserve => "#805000",
        Verdict::NonPubliable => "#a8201a",
        Verdict::AuditIncomplet => "#5b6472",
    };
    let (left, right) = (width(label), width(&words));
    let context = context! {
        label, words, colour, left, right,
        lang => lang.code(),
        total => left + right,
        margin => MARGIN,
        label_x => MARGIN, label_length => left - 2 * MARGIN,
        words_x => left + MARGIN, words_length => right - 2 * MARGIN,
    };
    template::render("badge.svg", context, out)
}

fn width(words: &str) -> usize {
    words.chars().count() * CHARACTER / 1_000 + 2 * MARGIN
}
