//! The libraries of a fleet as a page: the most used, the most fragile, and those of which
//! a version that nobody maintains any more is still used. Each is drawn, and its table has
//! the same numbers.

use super::libraries::Library;
use super::makers::Maker;
use crate::error::Result;
use crate::fleet::{Index, Standing, address};
use crate::lang::date::long;
use crate::lang::{Lang, Text, said, thousands};
use crate::render::fleet::{Cell, Page, Section};
use crate::render::plot::Bars;
use crate::text;
use jiff::civil::Date;
use std::collections::BTreeSet;

/// Libraries that a table names, and that are drawn.
const SHOWN: usize = 15;

/// The page of `found`, the libraries of `index`, on the day `today`.
pub(crate) fn of(index: &Index, found: &[Library], today: Date, lang: Lang) -> Result<Page> {
    let own = found.iter().filter_map(|one| Some((one, one.made_by.as_ref()?)));
    let fragile: Vec<(&Library, &Maker)> = own.filter(|(_, maker)| maker.fragile).collect();
    let mut ended: Vec<&Library> = found.iter().filter(|one| !one.ended.is_empty()).collect();
    let weight = |one: &Library| (one.ended_bodies.len(), one.ended_repositories.len());
    ended.sort_by_key(|one| std::cmp::Reverse(weight(one)));
    let title = text!("Les bibliothèques d’un parc de dépôts", "The libraries of a fleet");
    Ok(Page {
        lang,
        title: title.get(lang).to_string(),
        way: text!("Où vous êtes", "Where you are").get(lang).to_string(),
        above: Vec::new(),
        others: Vec::new(),
        lines: lines(index, found, lang)?,
        sections: vec![used(found, lang), made(found, &fragile, lang), late(&ended, today, lang)],
    })
}

/// What the page is of, and what is missing.
fn lines(index: &Index, found: &[Library], lang: Lang) -> Result<Vec<Cell>> {
    let all = index.repositories()?;
    let day = all.iter().map(|one| one.date.as_str()).max().unwrap_or_default();
    let day = long(day);
    let of: BTreeSet<&String> = found.iter().flat_map(|one| &one.repositories).collect();
    let bodies: BTreeSet<&String> = found.iter().flat_map(|one| &one.bodies).collect();
    let (count, of, bodies) = (found.len(), of.len(), bodies.len());
    let shown = thousands(count);
    let libraries = text!(count; "{shown} bibliothèque" | "{shown} bibliothèques", "{shown} library" | "{shown} libraries"; shown);
    let of = repositories(of);
    let bodies = organisations(bodies);
    let whole = text!(
        "{libraries}, dans {of} de {bodies}, d’après l’audit du {day}.",
        "{libraries}, in {of} of {bodies}, from the audit of {day}."; libraries, of, bodies, day
    );
    let missing = all.iter().filter(|one| one.standing != Standing::Same && one.missing.is_some());
    let missing = missing.count();
    let unread = text!(missing;
        "{missing} dépôt n’a pas été lu, ou pas en entier : des bibliothèques peuvent manquer." | "{missing} dépôts n’ont pas été lus, ou pas en entier : des bibliothèques peuvent manquer.",
        "{missing} repository was not read, or not wholly: libraries may be missing." | "{missing} repositories were not read, or not wholly: libraries may be missing.");
    let rest = text!(
        "La liste entière : publiable components, avec --format csv ou json.",
        "The whole list: publiable components, with --format csv or json."
    );
    let unread = (missing > 0).then_some(unread);
    let told = [Some(whole), unread, Some(rest)].into_iter().flatten();
    Ok(told.map(|line| Cell::text(line.get(lang))).collect())
}

fn used(found: &[Library], lang: Lang) -> Section {
    let rows = found.iter().take(SHOWN).map(|one| {
        let versions = one.versions.iter().filter(|one| !one.version.is_empty()).count();
        vec![
            Cell::text(name(one)),
            Cell::number(one.bodies.len()),
            Cell::number(one.repositories.len()),
            Cell::number(one.direct),
            Cell::number(versions),
            Cell::text(one.licences.join(" ; ")),
        ]
    });
    let head = [
        text!("bibliothèque", "library"),
        text!("organismes", "bodies"),
        text!("dépôts", "repositories"),
        text!("dont directs", "of which direct"),
        text!("versions", "versions"),
        text!("licence", "licence"),
    ];
    let none = text!("Aucune bibliothèque.", "No library.");
    let first = text!(
        "Celles de plus d’organismes d’abord, puis de plus de dépôts. Avec --direct, celles que les projets demandent eux-mêmes.",
        "Those of the most bodies first, then of the most repositories. With --direct, those that projects ask for themselves."
    );
    let line = if found.is_empty() { none } else { first };
    let measured = found.iter().map(|one| (one, one.bodies.len(), one.repositories.len()));
    Section {
        title: text!("Les plus employées", "The most used").get(lang).to_string(),
        lines: said([Some(line), more(found.len())].iter().flatten(), lang),
        head: said(&head, lang),
        rows: rows.collect(),
        drawn: drawn(measured, lang),
    }
}

/// Those that a repository of the fleet makes and that hang by a thread.
fn made(found: &[Library], fragile: &[(&Library, &Maker)], lang: Lang) -> Section {
    let rows = fragile.iter().take(SHOWN).map(|(one, maker)| {
        let at = maker.address.as_str();
        let by = address::shown(&maker.repository);
        vec![
            Cell::text(name(one)),
            Cell::number(one.bodies.len()),
            Cell::number(one.repositories.len()),
            if at.starts_with("https://") { Cell::link(by, at) } else { Cell::text(by) },
            Cell::text(maker.bodies.join(", ")),
        ]
    });
    let head = [
        text!("bibliothèque", "library"),
        text!("organismes", "bodies"),
        text!("dépôts", "repositories"),
        text!("faite par", "made by"),
        text!("de", "of"),
    ];
    let count = found.iter().filter(|one| one.made_by.is_some()).count();
    let known = text!(count;
        "{count} bibliothèque est faite par un dépôt du parc ; les autres ne peuvent pas être jugées." | "{count} bibliothèques sont faites par un dépôt du parc ; les autres ne peuvent pas être jugées.",
        "{count} library is made by a repository of the fleet; the others cannot be judged." | "{count} libraries are made by a repository of the fleet; the others cannot be judged.");
    let means = text!(
        "Fragile : une personne au plus a écrit dans son dépôt en un an, et rien n’en est sorti en deux ans.",
        "Fragile: one person at most wrote to its repository in a year, and nothing was released from it in two."
    );
    let none = text!("Aucune n’est fragile.", "None is fragile.");
    let none = (fragile.is_empty() && count > 0).then_some(none);
    let measured = fragile.iter().map(|(one, _)| (*one, one.bodies.len(), one.repositories.len()));
    Section {
        title: text!("Les plus fragiles", "The most fragile").get(lang).to_string(),
        lines: said([Some(means), Some(known), none, more(fragile.len())].iter().flatten(), lang),
        head: said(&head, lang),
        rows: rows.collect(),
        drawn: drawn(measured, lang),
    }
}

/// Those of which a version that nobody maintains any more is used.
fn late(ended: &[&Library], today: Date, lang: Lang) -> Section {
    let rows = ended.iter().take(SHOWN).map(|one| {
        vec![
            Cell::text(name(one)),
            Cell::number(one.ended_bodies.len()),
            Cell::number(one.ended_repositories.len()),
            Cell::text(one.ended.join(", ")),
        ]
    });
    let head = [
        text!("bibliothèque", "library"),
        text!("organismes", "bodies"),
        text!("dépôts", "repositories"),
        text!("versions à remplacer", "versions to replace"),
    ];
    let day = long(&today.to_string());
    let means = text!(
        "Au {day}. Seules sont comptées les bibliothèques dont les fins de maintenance sont connues.",
        "On {day}. Only libraries whose ends of maintenance are known are counted."; day
    );
    let none = text!("Aucune version n’est à remplacer.", "No version is to replace.");
    let none = ended.is_empty().then_some(none);
    let measured =
        ended.iter().map(|one| (*one, one.ended_bodies.len(), one.ended_repositories.len()));
    let title = text!("Les versions qui ne sont plus maintenues", "Versions no longer maintained");
    Section {
        title: title.get(lang).to_string(),
        lines: said([Some(means), none, more(ended.len())].iter().flatten(), lang),
        head: said(&head, lang),
        rows: rows.collect(),
        drawn: drawn(measured, lang),
    }
}

/// How many of `count` are not shown, when some are not.
fn more(count: usize) -> Option<Text> {
    let more = count.saturating_sub(SHOWN);
    let shown = thousands(more);
    (more > 0).then(|| {
        text!(more; "{shown} autre n’est pas montrée." | "{shown} autres ne sont pas montrées.",
            "{shown} other is not shown." | "{shown} others are not shown."; shown)
    })
}

fn name(one: &Library) -> String {
    format!("{} ({})", one.name, one.ecosystem)
}

/// The bars of each library, of its bodies and of its repositories; nothing for none.
fn drawn<'l>(measured: impl Iterator<Item = (&'l Library, usize, usize)>, lang: Lang) -> String {
    let row = |(one, bodies, of): (&Library, usize, usize)| {
        let words = |text: Text| text.get(lang).to_string();
        let measures = [(bodies, organisations(bodies)), (of, repositories(of))];
        (name(one), measures.map(|(number, text)| (number, words(text))).to_vec())
    };
    let rows: Vec<_> = measured.take(SHOWN).map(row).collect();
    if rows.is_empty() {
        return String::new();
    }
    let told = text!(
        "Barres : les organismes et les dépôts de chaque bibliothèque. Le tableau qui suit a les mêmes nombres.",
        "Bars: the bodies and the repositories of each library. The table below has the same numbers."
    );
    Bars { told: told.get(lang).to_string(), rows }.svg()
}

fn organisations(count: usize) -> Text {
    text!(count; "{count} organisme" | "{count} organismes", "{count} body" | "{count} bodies")
}

fn repositories(count: usize) -> Text {
    text!(count; "{count} dépôt" | "{count} dépôts", "{count} repository" | "{count} repositories")
}
