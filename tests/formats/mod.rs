//! Every format of the report: its schema, what a hostile report cannot do to
//! it, and the secrets it never tells.

mod comparison;
mod hostile;
mod levels;
mod machine;
mod note;
mod saved;
mod screen;
mod xsd;

use crate::support::project::{Place, repository as place};
use publiable::testing::lang::Lang;
use publiable::testing::render::{Depth, Format, Style};
use publiable::testing::report::Report;
use std::sync::LazyLock;

/// A repository with something of everything: rules that pass, fail, wait for
/// an answer, are waived; secrets in the files and in the history.
const VARIED: &str = r##"
[files]
"README.md" = "# Projet\n\nCalcule des aides.\n"
"settings.py" = "TOKEN = \"<<github:1>>\"\n"
"src/main.py" = "print(1)\n"
"bin/outil" = { hex = "7f454c4602010100000000000000000000000000" }
"publiable.toml" = """
schema = 1
[project]
degree = "B"
publish-url = "https://forge.example.org/organisme/projet"
[[waiver]]
rule = "history/binaries"
reason = "Livré par l’éditeur, clé <<github:3>>"
expires = 2026-12-31
[[attestation]]
rule = "attest/ip-owned"
question = "2026-1"
answer = "oui"
role = "Bureau des produits numériques"
organisation = "Direction exemple"
date = 2026-01-20
note = "Marché avec cession des droits, clé <<github:3>>."
"""

[[commits]]
message = "First"
files = { "old.py" = "TOKEN = \"<<github:2>>\"\n" }

[[commits]]
message = "Second"
remove = ["old.py"]
"##;

/// The report of [`VARIED`], audited once.
fn varied() -> Report {
    static REPORT: LazyLock<Report> = LazyLock::new(|| place(VARIED).report());
    REPORT.clone()
}

/// Everything, without colours, in `lang`.
fn style(lang: Lang) -> Style<'static> {
    let (depth, gate) = (Depth::All, Default::default());
    Style { lang, colours: false, width: 100, depth, folder: "", gate }
}

/// `report` in `format`.
fn rendered(report: &Report, format: Format, lang: Lang) -> String {
    styled(report, format, &style(lang))
}

/// `report` in `format`, as `style` says.
fn styled(report: &Report, format: Format, style: &Style<'_>) -> String {
    let mut bytes = Vec::new();
    format.render(std::slice::from_ref(report), style, &mut bytes).expect("written");
    String::from_utf8(bytes).expect("UTF-8")
}

const LANGS: [Lang; 2] = [Lang::Fr, Lang::En];
