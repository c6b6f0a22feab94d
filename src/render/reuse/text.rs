//! The coverage for a person, and line by line.

use crate::lang::{Lang, Text};
use crate::licence::reuse::{Coverage, FileCoverage, Standing};
use crate::render::{Style, escape};
use crate::text;
use std::io::{self, Write};

/// Places shown of each kind of problem.
const SHOWN: usize = 20;

/// A kind of problem and where it is met: place, and what is said of it.
struct Section {
    title: Text,
    entries: Vec<(String, Text)>,
}

/// Writes the problems by kind, then the summary.
pub(super) fn render(coverage: &Coverage, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let lang = style.lang;
    for section in sections(coverage).iter().filter(|section| !section.entries.is_empty()) {
        let count = section.entries.len();
        writeln!(out, "{} ({count})", section.title.get(lang))?;
        for (place, said) in section.entries.iter().take(SHOWN) {
            let said = escape(said.get(lang));
            let separator = match (place.is_empty(), said.is_empty()) {
                (false, false) => lang.pick("\u{a0}: ", ": "),
                _ => "",
            };
            writeln!(out, "  {}{separator}{said}", escape(place))?;
        }
        if count > SHOWN {
            let more = count - SHOWN;
            let line = text!("  … et d’autres : {more}", "  … and others: {more}");
            writeln!(out, "{}", line.get(lang))?;
        }
        writeln!(out)?;
    }
    let total = coverage.files.len();
    let complete = total - coverage.incomplete().count();
    let used = coverage.used();
    let ellipsis = if used.len() > SHOWN { ", …" } else { "" };
    let used = match used.is_empty() {
        true => "–".to_string(),
        false => escape(&used.into_iter().take(SHOWN).collect::<Vec<_>>().join(", ")) + ellipsis,
    };
    let rate = text!(
        "Fichiers avec licence et mention de droit d’auteur : {complete} sur {total}.",
        "Files with a licence and a copyright notice: {complete} out of {total}."
    );
    let licences = text!("Licences employées : {used}.", "Licences used: {used}.");
    let verdict = match coverage.is_compliant() {
        true => text!("Conforme à REUSE 3.3.", "Compliant with REUSE 3.3."),
        false => text!("Non conforme à REUSE 3.3.", "Not compliant with REUSE 3.3."),
    };
    for line in [rate, licences, verdict] {
        writeln!(out, "{}", line.get(lang))?;
    }
    Ok(())
}

/// Writes one problem a line.
pub(super) fn render_lines(coverage: &Coverage, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    for section in sections(coverage) {
        let separator = lang.pick("\u{a0}: ", ": ");
        for (place, said) in &section.entries {
            let title = section.title.get(lang).to_lowercase();
            let detail = escape(said.get(lang));
            let detail = if detail.is_empty() { detail } else { format!(" ({detail})") };
            writeln!(out, "{}{separator}{title}{detail}", escape(place))?;
        }
    }
    Ok(())
}

fn sections(coverage: &Coverage) -> Vec<Section> {
    let lacking = |lacks: fn(&FileCoverage) -> bool| {
        let files = coverage.files.iter().filter(move |file| lacks(file));
        files.map(|file| (file.path.clone(), Text::same(""))).collect()
    };
    let named = |standing| {
        let files = coverage.standing(standing);
        files.map(|file| (file.path.clone(), Text::same(&file.id))).collect()
    };
    let bare = coverage.licences.iter().filter(|file| !file.extension);
    let unused = coverage.licences.iter().filter(|file| coverage.unused.contains(&file.id));
    let problems = coverage.problems.iter().map(|problem| {
        (format!("{}:{}:{}", problem.path, problem.line, problem.column), problem.message.clone())
    });
    let invalid = coverage.invalid.iter().map(|(_, statement)| {
        let source = &statement.source;
        (format!("{}:{}", source.path, source.line), Text::same(&*statement.text))
    });
    let mut invalid: Vec<(String, Text)> = invalid.collect();
    invalid.dedup();
    let missing = coverage.missing.iter().map(|(id, files)| {
        let (count, first) = (files.len(), &coverage.files[files[0]].path);
        let place = format!("LICENSES/{id}.txt");
        (place, text!("fichiers : {count}, dont {first}", "files: {count}, {first} among them"))
    });
    let section = |fr: &str, en: &str, entries| Section { title: Text::new(fr, en), entries };
    vec![
        section("Réglages à corriger", "Settings to fix", problems.collect()),
        section("Fichiers illisibles", "Unreadable files", coverage.unreadable.clone()),
        section("Texte de licence manquant", "Missing licence text", missing.collect()),
        section(
            "Texte de licence inutilisé",
            "Unused licence text",
            unused.map(|file| (file.path.clone(), Text::same(""))).collect(),
        ),
        section(
            "Identifiant de licence inconnu",
            "Unknown licence identifier",
            named(Standing::Bad),
        ),
        section(
            "Identifiant de licence déprécié",
            "Deprecated licence identifier",
            named(Standing::Deprecated),
        ),
        section(
            "Texte de licence sans extension",
            "Licence text without an extension",
            bare.map(|file| (file.path.clone(), Text::same(""))).collect(),
        ),
        section("Expression de licence incorrecte", "Invalid licence expression", invalid),
        section("Sans licence", "Without a licence", lacking(|file| file.licences.is_empty())),
        section(
            "Sans mention de droit d’auteur",
            "Without a copyright notice",
            lacking(|file| file.copyrights.is_empty()),
        ),
    ]
}
