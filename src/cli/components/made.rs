//! What the repositories of a fleet use of other administrations, and whom to thank.

use super::super::{ListShape, output};
use crate::commons::makers::{How, Maker, Makers, Use};
use crate::error::Result;
use crate::fleet::Index;
use crate::lang::{Lang, Text};
use crate::render::{csv, escape_lines};
use crate::text;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

const COLUMNS: [(&str, &str); 11] = [
    ("dépôt qui emploie", "repository that uses"),
    ("organismes", "bodies"),
    ("comment", "how"),
    ("composant", "component"),
    ("version", "version"),
    ("fichier", "file"),
    ("fait par", "made by"),
    ("organismes qui font", "bodies that make"),
    ("licence", "licence"),
    ("degré", "degree"),
    ("adresse", "address"),
];
/// Repositories that the terminal names of each maker.
const SHOWN: usize = 10;

/// Writes what the repositories whose name holds `word` use.
pub(super) fn show(index: &Index, word: &str, format: ListShape, lang: Lang) -> Result<()> {
    let found = Makers::of(index)?.uses(index)?;
    let found: Vec<&Use> = found.iter().filter(|one| one.repository.contains(word)).collect();
    match format {
        ListShape::Text => super::super::print_page(&escape_lines(&page(&found, lang))).map(drop),
        ListShape::Json => {
            let value = serde_json::json!({ "uses": found });
            super::super::print_json(&value).map(drop)
        }
        ListShape::Csv => {
            let head = COLUMNS.map(|(fr, en)| lang.pick(fr, en).to_string());
            let rows = std::iter::once(head).chain(found.iter().map(|one| cells(one, lang)));
            output::to_stdout(false, |out| csv::table(rows, lang, out))
        }
    }
}

fn label(how: How) -> Text {
    match how {
        How::Package => text!("paquet", "package"),
        How::Copy => text!("copie", "copy"),
        How::Repository => text!("dépôt", "repository"),
    }
}

fn cells(one: &Use, lang: Lang) -> [String; 11] {
    let maker = &one.maker;
    [
        one.repository.clone(),
        one.bodies.join(" ; "),
        label(one.how).get(lang).to_string(),
        one.what.clone(),
        one.version.clone(),
        one.path.clone(),
        maker.repository.clone(),
        maker.bodies.join(" ; "),
        maker.licence.clone(),
        maker.degree.clone(),
        maker.address.clone(),
    ]
}

fn page(found: &[&Use], lang: Lang) -> String {
    let mut by_maker: BTreeMap<&Maker, Vec<&Use>> = BTreeMap::new();
    for one in found {
        by_maker.entry(&one.maker).or_default().push(one);
    }
    if by_maker.is_empty() {
        let none = text!(
            "Aucun dépôt n’emploie du code d’une autre administration de ce parc de dépôts.\n",
            "No repository uses code of another administration of the fleet.\n"
        );
        return none.get(lang).to_string();
    }
    let mut page = String::new();
    for (maker, uses) in by_maker {
        let of: BTreeSet<&String> = uses.iter().map(|one| &one.repository).collect();
        let (count, bodies) = (of.len(), maker.bodies.join(", "));
        let title = text!(count;
            "{count} dépôt lui doit du code" | "{count} dépôts lui doivent du code",
            "{count} repository owes it code" | "{count} repositories owe it code");
        let _ = writeln!(page, "{} ({bodies})", maker.repository);
        let _ = writeln!(page, "  {}", title.get(lang));
        for one in uses.iter().take(SHOWN) {
            let version =
                if one.version.is_empty() { String::new() } else { format!(" {}", one.version) };
            let at = if one.path.is_empty() { String::new() } else { format!(" ({})", one.path) };
            let how = label(one.how);
            let colon = lang.pick(" :", ":");
            let (key, what, how) = (&one.repository, &one.what, how.get(lang));
            let _ = writeln!(page, "  - {key}{colon} {how} {what}{version}{at}");
        }
        let more = uses.len().saturating_sub(SHOWN);
        if more > 0 {
            let line = text!(more; "… et {more} autre emploi" | "… et {more} autres emplois", "… and {more} more use" | "… and {more} more uses");
            let _ = writeln!(page, "  {}", line.get(lang));
        }
        let _ = writeln!(page, "  {}\n", thanks(maker).get(lang));
    }
    page
}

/// What is due to who made it.
fn thanks(maker: &Maker) -> Text {
    let licence = &maker.licence;
    let licence = match licence.is_empty() {
        true => text!("Licence inconnue : la demander", "Licence unknown: ask for it"),
        false => {
            text!("Licence {licence} : garder sa mention", "Licence {licence}: keep its notice")
        }
    };
    let place = if maker.address.is_empty() { &maker.repository } else { &maker.address };
    let how = match maker.degree.as_str() {
        "A" => text!(
            "degré A, les contributions sont attendues : {place}",
            "degree A, contributions are expected: {place}"
        ),
        "B" => text!(
            "degré B, signalements et propositions sont lus : {place}",
            "degree B, reports and proposals are read: {place}"
        ),
        "C" => text!(
            "degré C, publié sans attendre de contributions : un merci suffit, {place}",
            "degree C, published without expecting contributions: thanks are enough, {place}"
        ),
        _ => text!(
            "degré d’ouverture non annoncé : écrire d’abord, {place}",
            "openness degree not declared: write first, {place}"
        ),
    };
    text!("{licence} ; {how}", "{licence}; {how}"; licence, how)
}
