//! The tables of the index for other tools: CSV with its Table Schema, JSON lines, Parquet.

use super::columnar;
use super::index::Index;
use super::reading;
use crate::error::{Error, Result};
use crate::lang::Text;
use crate::render::csv::text as guarded;
use crate::secrets::Redacted;
use crate::text;
use rusqlite::types::ValueRef;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use std::path::Path;
use std::sync::LazyLock;

#[derive(Deserialize)]
struct Tables {
    table: Vec<Table>,
}

/// A table: its columns, and what they are.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Table {
    name: String,
    key: Vec<String>,
    title: Text,
    columns: Vec<Column>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Column {
    name: String,
    r#type: String,
    /// True for one that a repository which is not public fills too.
    #[serde(default)]
    private: bool,
    fr: String,
    en: String,
}

static TABLES: LazyLock<Vec<Table>> = LazyLock::new(|| tables(include_str!("tables.toml")));

/// The tables that an embedded file describes.
pub(super) fn tables(text: &str) -> Vec<Table> {
    toml::from_str::<Tables>(text).expect("embedded").table
}

/// Writes each table of `index` below `folder`: `<name>.csv`, `<name>.schema.json`,
/// `<name>.jsonl`, `<name>.parquet`.
pub(crate) fn write(index: &Index, folder: &Path) -> Result<()> {
    for table in TABLES.iter() {
        let rows = table.rows(index)?;
        let to = |end: &str| folder.join(format!("{}.{end}", table.name));
        reading::write(&to("csv"), &Redacted::of(&table.csv(&rows)?))?;
        reading::write(&to("jsonl"), &Redacted::of(&table.lines(&rows)))?;
        reading::write(&to("parquet"), &Redacted::packed(&table.parquet(&rows)?))?;
        let schema = serde_json::to_vec_pretty(&table.schema()).unwrap_or_default();
        reading::write(&to("schema.json"), &Redacted::of(&schema))?;
    }
    Ok(())
}

impl Table {
    fn rows(&self, index: &Index) -> Result<Vec<Vec<Value>>> {
        let names: Vec<&str> = self.columns.iter().map(|column| column.name.as_str()).collect();
        let (names, name, key) = (names.join(", "), &self.name, self.key.join(", "));
        let query = format!("SELECT {names} FROM {name} ORDER BY {key}");
        index.rows(&query, [], |row| {
            let cells = self.columns.iter().enumerate();
            cells.map(|(at, column)| Ok(column.value(row.get_ref(at)?))).collect()
        })
    }

    /// The names of the columns, and whether each is filled by what is not public.
    pub(super) fn columns(&self) -> impl Iterator<Item = (&str, bool)> {
        self.columns.iter().map(|column| (column.name.as_str(), column.private))
    }

    /// `rows` as CSV, under the names of the columns.
    pub(super) fn csv(&self, rows: &[Vec<Value>]) -> Result<Vec<u8>> {
        let mut table = csv::Writer::from_writer(Vec::new());
        let mut written = table.write_record(self.columns.iter().map(|column| &column.name));
        for row in rows {
            // What a repository holds is no formula of a spreadsheet.
            let cells = row.iter().map(|cell| match cell {
                Value::String(text) => guarded(text),
                Value::Null => String::new(),
                other => other.to_string(),
            });
            written = written.and_then(|()| table.write_record(cells));
        }
        written.ok().and_then(|()| table.into_inner().ok()).ok_or_else(|| self.unwritten())
    }

    fn parquet(&self, rows: &[Vec<Value>]) -> Result<Vec<u8>> {
        let columns = self.columns.iter().map(|one| (one.name.as_str(), one.r#type.as_str()));
        let columns: Vec<(&str, &str)> = columns.collect();
        columnar::bytes(&self.name, &columns, rows).map_err(|_| self.unwritten())
    }

    fn unwritten(&self) -> Error {
        let name = &self.name;
        Error::unseen(text!(
            "La table {name} n’a pas pu être écrite.",
            "The table {name} could not be written."
        ))
    }

    fn lines(&self, rows: &[Vec<Value>]) -> Vec<u8> {
        let mut bytes = Vec::new();
        for row in rows {
            let names = self.columns.iter().map(|column| column.name.clone());
            let line: Map<String, Value> = names.zip(row.iter().cloned()).collect();
            bytes.extend(Value::Object(line).to_string().into_bytes());
            bytes.push(b'\n');
        }
        bytes
    }

    /// The Table Schema of the table.
    pub(super) fn schema(&self) -> Value {
        let fields: Vec<Value> = self
            .columns
            .iter()
            .map(|column| {
                let Column { name, r#type, fr, en, .. } = column;
                json!({ "name": name, "type": r#type, "format": column.format(), "description": fr, "description_en": en })
            })
            .collect();
        json!({
            "$schema": "https://specs.frictionlessdata.io/schemas/table-schema.json",
            "title": self.title.fr,
            "title_en": self.title.en,
            "fields": fields,
            "primaryKey": self.key,
            "missingValues": [""],
        })
    }
}

impl Column {
    fn format(&self) -> &'static str {
        if self.r#type == "datetime" { "any" } else { "default" }
    }

    fn value(&self, cell: ValueRef<'_>) -> Value {
        match cell {
            ValueRef::Integer(number) if self.r#type == "boolean" => (number != 0).into(),
            ValueRef::Integer(number) => number.into(),
            ValueRef::Text(text) => match String::from_utf8_lossy(text) {
                text if text.is_empty() => Value::Null,
                text => text.into_owned().into(),
            },
            _ => Value::Null,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_those_of_the_index() {
        let schema = include_str!("index/schema.sql");
        for table in TABLES.iter() {
            let start = schema.find(&format!("CREATE TABLE {} (", table.name)).expect("a table");
            let body = &schema[start..];
            let body = &body[..body.find(") WITHOUT").expect("its end")];
            let names =
                body.lines().skip(1).map(|line| line.split_whitespace().next().unwrap_or_default());
            let names: Vec<&str> =
                names.filter(|name| !name.is_empty() && *name != "PRIMARY").collect();
            let told: Vec<&str> = table.columns.iter().map(|column| column.name.as_str()).collect();
            assert_eq!(names, told, "{}", table.name);
        }
    }
}
