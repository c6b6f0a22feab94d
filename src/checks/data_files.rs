//! No table about people is published with the code, unless its origin is
//! declared.

use super::{Audited, Check};
use crate::config::DatasetOrigin;
use crate::finding::{Answer, Finding, Location};
use crate::lang::Text;
use crate::secrets::personal::Place;
use crate::secrets::tables::PeopleTable;
use crate::snapshot::File;
use crate::snapshot::classify::Class;
use crate::text;
use serde::Deserialize;

/// Parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct DataFiles {
    /// From so many rows on, an undeclared table is told as established.
    rows: usize,
}

/// What is said of one table.
enum Weight {
    Sure,
    Doubtful,
    Informed,
}

impl Check for DataFiles {
    fn run(&self, Audited { project, .. }: Audited<'_>) -> Answer {
        let (mut sure, mut doubtful, mut informed) = (Vec::new(), Vec::new(), Vec::new());
        let mut declared = Vec::new();
        for file in project.files() {
            let Some(table) = project.facts(file).and_then(|facts| facts.people.as_ref()) else {
                continue;
            };
            if matches!(file.class, Class::Vendored | Class::Generated) {
                continue;
            }
            if let Some(dataset) = project.config.datasets_of(&file.path).next() {
                declared.push((file, dataset.origin));
                continue;
            }
            let finding = finding(file, table);
            match self.weigh(file, table) {
                Weight::Sure => sure.push(finding),
                Weight::Doubtful => doubtful.push(finding.unsure()),
                Weight::Informed => informed.push(finding.info()),
            }
        }
        let (certain, unsure) = (sure.len(), doubtful.len());
        let answer = match (certain, unsure) {
            (0, 0) => Answer::pass(text!(
                "aucun jeu de données nominatif sans origine déclarée",
                "no data set about identifiable people without a declared origin"
            )),
            (0, _) => Answer::unknown(text!(
                "jeux de données peut-être nominatifs : {unsure} ; indiquez leur origine dans publiable.toml",
                "data sets possibly about people: {unsure}; say their origin in publiable.toml"
            )),
            (_, _) => Answer::fail(
                text!(
                    "jeux de données nominatifs d’origine non déclarée : {certain}",
                    "data sets about people of undeclared origin: {certain}"
                ),
                Vec::new(),
            ),
        };
        let answer = answer.with(sure).with(doubtful).with(informed);
        answer.seen_all(
            declared.into_iter().map(|(file, origin)| (Location::file(&file.path), stated(origin))),
        )
    }
}

impl DataFiles {
    fn weigh(&self, file: &File, table: &PeopleTable) -> Weight {
        let test = is_test(file);
        match (table.fictitious, test) {
            (true, _) => Weight::Informed,
            (false, true) => Weight::Doubtful,
            (false, false) if table.certain && table.rows >= self.rows => Weight::Sure,
            (false, false) => Weight::Doubtful,
        }
    }
}

/// True where values are often made up.
fn is_test(file: &File) -> bool {
    file.class == Class::Fixture || matches!(Place::of(&file.path), Place::Test | Place::Foreign)
}

fn stated(origin: DatasetOrigin) -> Text {
    match origin {
        DatasetOrigin::Fictif => text!("déclaré fictif", "declared fictitious"),
        DatasetOrigin::OpenData => text!("déclaré données ouvertes", "declared open data"),
        DatasetOrigin::Anonymise => text!("déclaré anonymisé", "declared anonymised"),
    }
}

fn finding(file: &File, table: &PeopleTable) -> Finding {
    let names: Vec<String> =
        table.columns.iter().take(6).map(|(_, name)| name.chars().take(40).collect()).collect();
    let (names, rows) = (names.join(", "), table.rows);
    let more = if table.columns.len() > 6 { "…" } else { "" };
    let nature = match table.fictitious {
        true => text!(" ; les valeurs semblent inventées", "; the values seem made up"),
        false => Text::same(""),
    };
    let columns = table.columns.len();
    let lines = text!(rows; "{rows} ligne" | "{rows} lignes", "{rows} row" | "{rows} rows");
    let columns = text!(columns; "colonne {names}" | "colonnes {names}", "column {names}" | "columns {names}");
    let message = text!(
        "{lines} sur des personnes, {columns}{more}{nature}",
        "{lines} about people, {columns}{more}{nature}";
        lines, columns, nature
    );
    let finding = Finding::new(&file.path, message).at(Location::file(&file.path));
    finding.gathering(rows).sampled(is_test(file))
}
