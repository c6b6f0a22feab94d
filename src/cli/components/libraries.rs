//! The libraries of a fleet.

use super::super::{ListShape, console, output};
use crate::clock;
use crate::commons::ends::Ends;
use crate::commons::libraries::{self, Library};
use crate::commons::makers::Maker;
use crate::commons::page;
use crate::error::{Error, Result};
use crate::fleet::Index;
use crate::lang::Lang;
use crate::render::fleet::{Page, render};
use crate::render::{csv, escape_lines};
use crate::secrets::Redacted;
use crate::text;
use ::console::Alignment;

const COLUMNS: [(&str, &str); 10] = [
    ("écosystème", "ecosystem"),
    ("composant", "component"),
    ("organismes", "bodies"),
    ("dépôts", "repositories"),
    ("directs", "direct"),
    ("transitifs", "transitive"),
    ("versions", "versions"),
    ("fin de vie", "end of life"),
    ("licence", "licence"),
    ("fait par", "made by"),
];
/// Versions that a cell names.
const SHOWN: usize = 3;

/// Writes the libraries of the repositories whose name holds `word`: as a list, or as a
/// page without a `format`.
pub(super) fn show(
    index: &Index,
    (word, direct, limit): (&str, bool, usize),
    format: Option<ListShape>,
    lang: Lang,
) -> Result<()> {
    let today = clock::today()?;
    let mut found = libraries::of(index, &Ends::embedded(today), direct)?;
    found.retain(|one| one.repositories.iter().any(|key| key.contains(word)));
    let head = COLUMNS.map(|(fr, en)| lang.pick(fr, en).to_string());
    let Some(format) = format else {
        return drawn(&page::of(index, &found, today, lang)?);
    };
    match format {
        ListShape::Text => {
            super::super::print_page(&escape_lines(&table(&found, limit, lang))).map(drop)
        }
        ListShape::Json => {
            let value = serde_json::json!({ "libraries": found });
            super::super::print_json(&value).map(drop)
        }
        ListShape::Csv => {
            let rows = std::iter::once(head).chain(found.iter().map(|one| cells(one, usize::MAX)));
            output::to_stdout(false, |out| csv::table(rows, lang, out))
        }
    }
}

/// Writes the page with plots.
fn drawn(page: &Page) -> Result<()> {
    let bytes = render(page).map_err(|error| {
        Error::unseen(text!(
            "La page n’a pas pu être faite ({error}).",
            "The page could not be made ({error})."
        ))
    })?;
    output::print(false, &Redacted::of(&bytes))
}

fn table(found: &[Library], limit: usize, lang: Lang) -> String {
    if found.is_empty() {
        let none = text!("Aucune bibliothèque.\n", "No library.\n");
        return none.get(lang).to_string();
    }
    let head = COLUMNS.iter().map(|(fr, en)| lang.pick(fr, en).to_string()).collect();
    let rows = found.iter().take(limit).map(|one| cells(one, SHOWN).to_vec());
    let rows: Vec<Vec<String>> = std::iter::once(head).chain(rows).collect();
    let count = found.len();
    let total = text!(count; "{count} bibliothèque" | "{count} bibliothèques", "{count} library" | "{count} libraries");
    let more = count.saturating_sub(limit);
    let rest = text!(more;
        " ; {more} n’est pas montrée : --limit, ou --format csv" | " ; {more} ne sont pas montrées : --limit, ou --format csv",
        "; {more} is not shown: --limit, or --format csv" | "; {more} are not shown: --limit, or --format csv");
    let rest = if more > 0 { rest.get(lang) } else { "" };
    format!("{}\n{}{rest}\n", console::columns(&rows, |_| Alignment::Left), total.get(lang))
}

/// The cells of a library, with at most `shown` of its versions.
fn cells(one: &Library, shown: usize) -> [String; 10] {
    let told = one.versions.iter().filter(|one| !one.version.is_empty());
    let told: Vec<&str> = told.map(|one| one.version.as_str()).collect();
    let rest = told.len().saturating_sub(shown);
    let mut versions = told.iter().take(shown).copied().collect::<Vec<_>>().join(", ");
    if rest > 0 {
        versions.push_str(&format!(" +{rest}"));
    }
    [
        one.ecosystem.clone(),
        one.name.clone(),
        one.bodies.len().to_string(),
        one.repositories.len().to_string(),
        one.direct.to_string(),
        one.transitive.to_string(),
        versions,
        one.ended.join(", "),
        one.licences.join(" ; "),
        one.made_by.as_ref().map(named).unwrap_or_default(),
    ]
}

/// The repository of `maker`, and whether it is fragile.
fn named(maker: &Maker) -> String {
    let mark = if maker.fragile { " (fragile)" } else { "" };
    format!("{}{mark}", maker.repository)
}
