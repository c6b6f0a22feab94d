//! Tables about people: the columns of a data file, how many rows it has, and
//! whether its values look made up.

mod columns;
mod read;

pub(crate) use columns::Column;

use columns::{column_of, is_fictitious};
use std::collections::HashSet;

/// How many rows are looked at; the others are only counted.
const SAMPLE: usize = 2_000;

/// Fewer distinct rows than this are an example, not a data set.
const FEW: usize = 10;

/// A table whose columns designate people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PeopleTable {
    /// The columns that designate people, with their names in the file.
    pub columns: Vec<(Column, String)>,
    /// How many rows, header left out.
    pub rows: usize,
    /// True when the values were read and are those of an example.
    pub fictitious: bool,
    /// True when the columns alone designate a person, and values fill them.
    pub certain: bool,
}

/// Rows under named columns, as read from any format.
#[derive(Debug, Default)]
struct Table {
    header: Vec<String>,
    sample: Vec<Vec<String>>,
    rows: usize,
    /// False for a format whose values are not read.
    values: bool,
}

/// The table about people in the `bytes` of the file called `name`, if there
/// is one: columns that designate people, and enough rows.
pub(crate) fn people(name: &str, bytes: &[u8]) -> Option<PeopleTable> {
    let tables = read::tables(&name.to_lowercase(), bytes);
    tables.into_iter().filter_map(judge).max_by_key(|table| (table.certain, table.rows))
}

fn judge(table: Table) -> Option<PeopleTable> {
    let columns: Vec<(usize, Column)> = table
        .header
        .iter()
        .enumerate()
        .filter_map(|(at, name)| Some((at, column_of(name)?)))
        .collect();
    let kinds: HashSet<Column> = columns.iter().map(|(_, column)| *column).collect();
    let strong = kinds.iter().filter(|column| column.designates_a_person()).count();
    if strong == 0 || kinds.len() < 2 || table.rows < FEW {
        return None;
    }
    let filled = |at: usize| {
        let values = table.sample.iter().filter_map(|row| row.get(at));
        values.filter(|value| !is_void(value)).collect::<HashSet<_>>().len()
    };
    let lived = columns.iter().filter(|(at, _)| filled(*at) >= 3).count();
    let strong_and_filled =
        columns.iter().any(|(at, column)| column.designates_a_person() && filled(*at) >= FEW / 2);
    if table.values && (lived < 2 || !strong_and_filled || distinct(&table) < FEW) {
        return None;
    }
    let fictitious = table.values && is_fictitious(&table.sample, &columns);
    Some(PeopleTable {
        columns: columns.iter().map(|(at, c)| (*c, table.header[*at].clone())).collect(),
        rows: table.rows,
        fictitious,
        certain: table.values && kinds.len() >= 3,
    })
}

fn is_void(value: &str) -> bool {
    let value = value.trim();
    value.is_empty()
        || matches!(value.to_lowercase().as_str(), "null" | "na" | "n/a" | "\\n" | "none" | "-")
}

fn distinct(table: &Table) -> usize {
    table.sample.iter().collect::<HashSet<_>>().len()
}

#[cfg(test)]
mod tests;
