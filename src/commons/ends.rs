//! When versions stop being maintained: the table of the program
//! (`data/commons/end-of-life.tsv`), or one of the same columns that is given.

use crate::error::{Error, Result};
use crate::text;
use crate::text::version::numbers;
use jiff::civil::Date;
use std::collections::HashMap;
use std::path::Path;

const TABLE: &str = include_str!("../../data/commons/end-of-life.tsv");
/// The largest table that is read, in bytes.
const LARGEST: u64 = 16 << 20;

/// The end of the maintenance of versions, on a day.
pub(crate) struct Ends {
    today: Date,
    by_software: HashMap<String, Vec<Version>>,
}

/// The end of one version.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Version {
    /// Its first numbers.
    numbers: Vec<u64>,
    /// The last day of its maintenance, when it is written.
    end: Option<Date>,
}

impl Ends {
    /// The table of the program, on the day `today`.
    pub(crate) fn embedded(today: Date) -> Ends {
        let rows = TABLE.lines().enumerate();
        Ends {
            today,
            by_software: rows
                .filter_map(|(at, line)| row(at, line)?.ok())
                .fold(HashMap::new(), with),
        }
    }

    /// The table of `file`.
    pub(crate) fn open(file: &Path, today: Date) -> Result<Ends> {
        let name = file.display();
        let failed = |error: std::io::Error| {
            Error::usage(text!(
                "La table {name} ne peut pas être lue ({error}).",
                "The table {name} cannot be read ({error})."
            ))
        };
        let too_large = std::fs::metadata(file).map_err(failed)?.len() > LARGEST;
        let bytes = if too_large { Vec::new() } else { std::fs::read(file).map_err(failed)? };
        let text = String::from_utf8_lossy(&bytes);
        let mut by_software = HashMap::new();
        for (at, line) in text.lines().enumerate() {
            match row(at, line) {
                Some(Ok(row)) => by_software = with(by_software, row),
                Some(Err(line)) => {
                    return Err(Error::usage(text!(
                        "La table {name} est mal formée à la ligne {line}.",
                        "The table {name} is malformed at line {line}."
                    ))
                    .remedy(columns()));
                }
                None => {}
            }
        }
        if by_software.is_empty() {
            return Err(Error::usage(text!(
                "La table {name} est vide, ou dépasse 16 Mio.",
                "The table {name} is empty, or over 16 MiB."
            ))
            .remedy(columns()));
        }
        Ok(Ends { today, by_software })
    }

    /// The day the maintenance of `version` of `software` ended, when it did; no day when
    /// nobody wrote it.
    pub(crate) fn ended(&self, software: &str, version: &[u64]) -> Option<Option<Date>> {
        let known = self.by_software.get(software).filter(|_| !version.is_empty())?;
        let is_over = |one: &Version| one.end.is_none_or(|end| end < self.today);
        let exact = known.iter().filter(|one| version.starts_with(&one.numbers));
        if let Some(one) = exact.max_by_key(|one| one.numbers.len()) {
            return is_over(one).then_some(one.end);
        }
        // A version that is told in part may be any of those.
        let within: Vec<&Version> =
            known.iter().filter(|one| one.numbers.starts_with(version)).collect();
        if !within.is_empty() {
            let last = within.iter().filter_map(|one| one.end).max();
            return within.iter().all(|one| is_over(one)).then_some(last);
        }
        let first = known.iter().map(|one| one.numbers.as_slice()).min()?;
        (version < first).then_some(None)
    }
}

fn columns() -> crate::lang::Text {
    text!(
        "Une version par ligne, séparées par des tabulations : software, version, end (AAAA-MM-JJ ou rien), comme data/commons/end-of-life.tsv.",
        "One version a line, separated by tabs: software, version, end (YYYY-MM-DD or nothing), as data/commons/end-of-life.tsv."
    )
}

type Row<'l> = (&'l str, Version);

/// A line of a table: nothing for a remark and for the head, the number of a line that is
/// malformed.
fn row(at: usize, line: &str) -> Option<std::result::Result<Row<'_>, usize>> {
    if line.starts_with('#') || line.starts_with("software\t") || line.trim().is_empty() {
        return None;
    }
    let mut cells = line.split('\t').map(str::trim);
    let (software, version) = (cells.next().unwrap_or_default(), cells.next().unwrap_or_default());
    let end = cells.next().unwrap_or_default();
    let numbers = numbers(version);
    let date: Option<Date> = end.parse().ok();
    let whole = !software.is_empty() && !numbers.is_empty() && (end.is_empty() || date.is_some());
    Some(if whole { Ok((software, Version { numbers, end: date })) } else { Err(at + 1) })
}

fn with(
    mut all: HashMap<String, Vec<Version>>,
    (software, version): Row<'_>,
) -> HashMap<String, Vec<Version>> {
    all.entry(software.to_string()).or_default().push(version);
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::signs::software::TABLES;

    #[test]
    fn every_line_of_the_table_is_whole() {
        for (at, line) in TABLE.lines().enumerate() {
            let Some(row) = row(at, line) else { continue };
            let (software, _) = row.unwrap_or_else(|line| panic!("line {line}"));
            assert!(TABLES.software.iter().any(|one| one.key == software), "{software}");
            let cells: Vec<&str> = line.split('\t').collect();
            assert!(cells.len() == 6 && cells[3].starts_with("https://"), "{line}");
        }
    }

    #[test]
    fn a_version_is_over_when_all_it_may_be_is() {
        let file = tempfile::NamedTempFile::new().expect("file");
        let table = "base\t9.6\t2021-11-11\nbase\t13\t2025-11-13\nbase\t13.9\t2030-01-01\nbase\t17\t2029-11-08\n";
        std::fs::write(file.path(), table).expect("write");
        let today: Date = "2026-02-01".parse().expect("date");
        let ends = Ends::open(file.path(), today).expect("table");
        let day = |text: &str| Some(Some(text.parse::<Date>().expect("date")));
        assert_eq!(ends.ended("base", &[9, 6, 24]), day("2021-11-11"));
        assert_eq!(ends.ended("base", &[9]), day("2021-11-11"));
        assert_eq!(ends.ended("base", &[13, 2]), day("2025-11-13"));
        assert_eq!(ends.ended("base", &[13, 9, 1]), None);
        assert_eq!(ends.ended("base", &[8, 4]), Some(None));
        assert_eq!((ends.ended("base", &[18]), ends.ended("autre", &[1])), (None, None));
        std::fs::write(file.path(), "base\t9.6\tdemain\n").expect("write");
        assert!(Ends::open(file.path(), today).is_err());
    }
}
