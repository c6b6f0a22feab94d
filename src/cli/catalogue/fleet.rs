//! The software of a catalogue that a fleet uses.

use super::super::{ListShape, console, output};
use crate::commons::Certainty;
use crate::commons::usage::{Usage, UsedEntry};
use crate::error::Result;
use crate::exit;
use crate::lang::Lang;
use crate::render::{csv, escape_lines};
use crate::text;
use ::console::Alignment;
use std::collections::BTreeSet;
use std::fmt::Write as _;

const COLUMNS: [(&str, &str); 10] = [
    ("identifiant", "identifier"),
    ("logiciel", "software"),
    ("organisme", "body"),
    ("dépôt", "repository"),
    ("certitude", "certainty"),
    ("signe", "sign"),
    ("preuve", "evidence"),
    ("fichier", "file"),
    ("ligne", "line"),
    ("alertes", "alerts"),
];
/// Bodies that the terminal names of each software.
const BODIES: usize = 3;

/// Writes `usage`. The exit code is 3 when repositories could not be read wholly.
pub(super) fn show(usage: &Usage, format: ListShape, lang: Lang) -> Result<u8> {
    match format {
        ListShape::Text => {
            super::super::print_page(&escape_lines(&page(usage, lang)))?;
        }
        ListShape::Json => {
            super::super::print_json(usage)?;
        }
        ListShape::Csv => {
            let rows = rows(usage, lang);
            output::to_stdout(false, |out| csv::table(rows.into_iter(), lang, out))?;
        }
    }
    Ok(if usage.unread == 0 { exit::SUCCESS } else { exit::INCOMPLETE })
}

fn page(usage: &Usage, lang: Lang) -> String {
    let head = [
        text!("logiciel", "software"),
        text!("organismes", "bodies"),
        text!("certain", "certain"),
        text!("probable", "probable"),
        text!("possible", "possible"),
        text!("chez", "at"),
    ];
    let mut rows = vec![head.iter().map(|one| one.get(lang).to_string()).collect::<Vec<_>>()];
    for one in &usage.software {
        let count = |level| one.count(level).to_string();
        let named: Vec<&str> = one.bodies.keys().take(BODIES).map(String::as_str).collect();
        let more = one.bodies.len().saturating_sub(BODIES);
        let more = if more > 0 { format!(" +{more}") } else { String::new() };
        rows.push(vec![
            one.name.clone(),
            one.bodies.len().to_string(),
            count(Certainty::Certain),
            count(Certainty::Probable),
            count(Certainty::Possible),
            format!("{}{more}", named.join(", ")),
        ]);
    }
    let mut page = console::columns(&rows, |_| Alignment::Left);
    alerts(usage, &mut page, lang);
    candidates(usage, &mut page, lang);
    let (read, unread, entries) = (usage.read, usage.unread, usage.entries);
    let total = text!(read;
        "{read} dépôt lu ; catalogue : {entries} entrées. Preuves : --format csv ou json." | "{read} dépôts lus ; catalogue : {entries} entrées. Preuves : --format csv ou json.",
        "{read} repository read; catalogue: {entries} entries. Evidence: --format csv or json." | "{read} repositories read; catalogue: {entries} entries. Evidence: --format csv or json.");
    let _ = writeln!(page, "\n{}", total.get(lang));
    if unread > 0 {
        let line = text!(unread;
            "{unread} dépôt n’a pas été lu, ou pas en entier : des logiciels peuvent manquer (voir missing.csv)." | "{unread} dépôts n’ont pas été lus, ou pas en entier : des logiciels peuvent manquer (voir missing.csv).",
            "{unread} repository was not read, or not wholly: software may be missing (see missing.csv)." | "{unread} repositories were not read, or not wholly: software may be missing (see missing.csv).");
        let _ = writeln!(page, "{}", line.get(lang));
    }
    page
}

/// What is to be known of the software used, with the number of repositories.
fn alerts(usage: &Usage, page: &mut String, lang: Lang) {
    let mut lines = String::new();
    for one in &usage.software {
        let told = one.repositories.iter().flat_map(|user| &user.alerts);
        let told: BTreeSet<String> =
            told.map(|alert| alert.sentence().get(lang).to_string()).collect();
        for sentence in told {
            let of = one.repositories.iter().filter(|user| {
                user.alerts.iter().any(|alert| alert.sentence().get(lang) == sentence)
            });
            let count = of.count();
            let name = &one.name;
            let line = text!(count; "{name} ({count} dépôt)" | "{name} ({count} dépôts)",
                "{name} ({count} repository)" | "{name} ({count} repositories)");
            let _ = writeln!(lines, "  {}{} {sentence}", line.get(lang), lang.pick(" :", ":"));
        }
    }
    if !lines.is_empty() {
        let title = text!("À traiter", "To handle");
        let _ = write!(page, "\n{}\n{lines}", title.get(lang));
    }
}

/// The software to propose to the catalogue.
fn candidates(usage: &Usage, page: &mut String, lang: Lang) {
    if usage.candidates.is_empty() {
        return;
    }
    let title = text!(
        "À proposer au catalogue, qui ne les référence pas (entrées prêtes : --format json)",
        "To propose to the catalogue, which does not reference them (ready entries: --format json)"
    );
    let _ = writeln!(page, "\n{}", title.get(lang));
    for one in &usage.candidates {
        let (bodies, repositories) = (one.bodies.len(), one.repositories.len());
        let of = text!(bodies; "{bodies} organisme" | "{bodies} organismes", "{bodies} body" | "{bodies} bodies");
        let line = text!(repositories; "{repositories} dépôt" | "{repositories} dépôts", "{repositories} repository" | "{repositories} repositories");
        let (name, at) = (&one.name, &one.code_repository_url);
        let (colon, of, line) = (lang.pick(" :", ":"), of.get(lang), line.get(lang));
        let _ = writeln!(page, "  {name}{colon} {of}, {line} {at}");
    }
}

fn rows(usage: &Usage, lang: Lang) -> Vec<[String; 10]> {
    let mut rows = vec![COLUMNS.map(|(fr, en)| lang.pick(fr, en).to_string())];
    for one in &usage.software {
        rows.extend(of_entry(one, lang));
    }
    rows
}

/// One row for each repository that uses `one`, with the surest evidence.
fn of_entry(one: &UsedEntry, lang: Lang) -> Vec<[String; 10]> {
    let row = |user: &crate::commons::usage::User| {
        let first = user.evidence.first();
        let told =
            |read: fn(&crate::commons::Evidence) -> String| first.map(read).unwrap_or_default();
        let alerts = user.alerts.iter().map(|alert| alert.sentence().get(lang).to_string());
        [
            one.id.clone(),
            one.name.clone(),
            user.bodies.join(" ; "),
            user.repository.clone(),
            user.certainty.label().get(lang).to_string(),
            told(|one| one.kind.clone()),
            told(|one| one.what.clone()),
            told(|one| one.path.clone()),
            told(|one| one.line.to_string()),
            alerts.collect::<Vec<_>>().join(" ; "),
        ]
    };
    one.repositories.iter().map(row).collect()
}
