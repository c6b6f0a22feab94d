//! `publiable explain`: a rule, a chapter, a finding, an openness degree, a kind of secret,
//! an exit code or what publiccode.yml holds, whichever has the name.

use super::settling::{self, Place};
use super::{Global, console, publiccode, rules};
use crate::error::{Error, Result};
use crate::finding::Fingerprint;
use crate::lang::{Lang, Text};
use crate::render::template::typeset;
use crate::render::{Depth, Format, Style};
use crate::rule::Degree;
use crate::secrets::kind;
use crate::text::fold::folded;
use crate::{exit, text};
use clap::Args;
use serde::Deserialize;
use std::sync::LazyLock;

/// Explain a rule, a chapter, a finding, an openness degree, a kind of secret, an exit
/// code, or a key or a rule of publiccode.yml.
#[derive(Debug, Args)]
pub(super) struct Explain {
    /// A rule (licence/present), a chapter (secrets), the fingerprint of a finding
    /// (b3:…), the degrees (degree, or A), a kind of secret (private-key), an exit code (3), a key of publiccode.yml
    /// (legal.license) or one of its rules (publiccode/missing-key).
    #[arg(value_name = "NAME")]
    name: String,
    #[command(flatten)]
    place: Place,
}

impl Explain {
    /// Prints the explanation.
    pub(super) fn run(&self, global: &Global, lang: Lang) -> Result<u8> {
        if Fingerprint::is_one(&self.name) {
            return self.finding(global, lang);
        }
        super::print(&named(&self.name, global, lang)?)
    }

    /// A finding is known to the audit that found it alone.
    fn finding(&self, global: &Global, lang: Lang) -> Result<u8> {
        let name = &self.name;
        let report = self.place.report(global, lang)?;
        if report.findings(name).next().is_none() {
            return Err(settling::unknown(name));
        }
        let folder = super::folder(&self.place.repository);
        let style = console::style(global, lang, Depth::Chosen(name), false);
        let style = Style { folder: &folder, ..style };
        let mut page = Vec::new();
        let written = Format::Terminal.render(&[report], &style, &mut page);
        written.or_else(|error| console::output_error(&error))?;
        super::print_page(&String::from_utf8_lossy(&page))
    }
}

/// What is known of `name`, which no audit has to tell.
pub(super) fn named(name: &str, global: &Global, lang: Lang) -> Result<String> {
    let code = code(name).map(|said| format!("{name} — {}\n", said.get(lang)));
    let known = code.or_else(|| degrees(name, lang)).or_else(|| secret(name, lang)).map(Ok);
    known.unwrap_or_else(|| {
        let rule = rules::explained(name, global, lang);
        let rule = rule.or_else(|error| word(name, lang).ok_or(error));
        rule.or_else(|error: Error| publiccode::explained(name, lang).map_err(|_| error))
    })
}

/// The words that screens use.
static WORDS: LazyLock<Words> =
    LazyLock::new(|| toml::from_str(include_str!("explain.toml")).expect("embedded"));

#[derive(Debug, Deserialize)]
struct Words {
    word: Vec<Word>,
}

#[derive(Debug, Deserialize)]
struct Word {
    names: Vec<String>,
    #[serde(flatten)]
    said: Text,
}

/// What a word of the screens means.
fn word(name: &str, lang: Lang) -> Option<String> {
    let named = folded(name);
    let found = WORDS.word.iter().find(|word| word.names.contains(&named))?;
    let said = found.said.get(lang);
    Some(format!("{}\n", if lang == Lang::Fr { typeset(said) } else { said.to_string() }))
}

/// What an exit code says.
fn code(name: &str) -> Option<Text> {
    Some(match name.parse().ok()? {
        exit::SUCCESS => text!(
            "la commande a fait son travail, et rien n’atteint le seuil de --fail-on",
            "the command did its work, and nothing reaches the gate of --fail-on"
        ),
        exit::FINDINGS => text!(
            "un constat atteint le seuil de --fail-on",
            "something reaches the gate of --fail-on"
        ),
        exit::USAGE => text!(
            "commande ou configuration incorrecte : rien n’a été audité",
            "wrong command or configuration: nothing was audited"
        ),
        exit::INCOMPLETE => text!(
            "audit incomplet : une partie du dépôt n’a pas pu être lue",
            "incomplete audit: part of the repository could not be read"
        ),
        exit::INTERRUPTED => text!("interruption au clavier", "interrupted from the keyboard"),
        _ => return None,
    })
}

/// What an openness degree means and asks, or all of them.
fn degrees(name: &str, lang: Lang) -> Option<String> {
    let named = folded(name);
    let all = ["degre", "degres", "degree", "degrees"].contains(&named.as_str());
    let chosen = [Degree::A, Degree::B, Degree::C, Degree::D]
        .into_iter()
        .filter(|degree| all || degree.to_string().eq_ignore_ascii_case(name));
    let parts: Vec<String> = chosen
        .map(|degree| {
            let (title, means) = (degree.name(), degree.means());
            format!("{degree} — {}\n{}\n", title.get(lang), means.get(lang))
        })
        .collect();
    let more = text!(
        "Chaque règle indique les degrés qui la demandent : publiable rules list\nAuditer à un degré : publiable audit --degree B\nL’annoncer : degree = \"B\", sous [project] dans publiable.toml ; publiable scaffold l’écrit.\n",
        "Each rule says which degrees ask for it: publiable rules list\nTo audit at a degree: publiable audit --degree B\nTo declare it: degree = \"B\", under [project] in publiable.toml; publiable scaffold writes it.\n"
    );
    (!parts.is_empty()).then(|| format!("{}\n{}", parts.join("\n"), more.get(lang)))
}

/// A kind of secret: what it is, what to revoke.
fn secret(id: &str, lang: Lang) -> Option<String> {
    let kind = kind::all().into_iter().find(|kind| kind.id == id)?;
    let mut page = format!("{id} — {}\n", kind.name.get(lang));
    for line in kind.revoke.iter().map(|text| text.get(lang)).chain(kind.url.as_deref()) {
        page.push_str(&format!("\n{line}\n"));
    }
    Some(page)
}
