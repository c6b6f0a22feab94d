//! Reads the tables of data files: delimited text, JSON, SQL, spreadsheets.

use super::{SAMPLE, Table};
use crate::office;
use serde_json::Value;

/// A JSON document larger than this many bytes is not parsed.
const LARGEST_JSON: usize = 16 << 20;

/// The formats read, by extension.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    /// `csv`, `tsv`, `psv`.
    Delimited,
    /// `json`, `geojson`.
    Json,
    /// `ndjson`, `jsonl`.
    JsonLines,
    /// `sql`.
    Sql,
    /// `xlsx`, `ods`.
    Spreadsheet,
    /// `parquet`.
    Parquet,
}

/// The format that `name` (lower case) announces.
pub(super) fn format(name: &str) -> Option<Format> {
    let format = match name.rsplit_once('.')?.1 {
        "csv" | "tsv" | "psv" | "tab" => Format::Delimited,
        "json" | "geojson" => Format::Json,
        "ndjson" | "jsonl" => Format::JsonLines,
        "sql" => Format::Sql,
        "xlsx" | "xlsm" | "ods" => Format::Spreadsheet,
        "parquet" => Format::Parquet,
        _ => return None,
    };
    Some(format)
}

/// The tables in `bytes`.
pub(super) fn tables(name: &str, bytes: &[u8]) -> Vec<Table> {
    match format(name) {
        None => Vec::new(),
        Some(Format::Spreadsheet) => office::sheets(name, bytes).into_iter().map(sheet).collect(),
        Some(Format::Parquet) => parquet(bytes).into_iter().collect(),
        Some(format) => match crate::text::decode::decode(bytes) {
            crate::text::decode::Content::Binary => Vec::new(),
            crate::text::decode::Content::Text(text) => match format {
                Format::Delimited => delimited(&text).into_iter().collect(),
                Format::Json => json(&text).into_iter().collect(),
                Format::JsonLines => json_lines(&text).into_iter().collect(),
                _ => sql(&text),
            },
        },
    }
}

fn sheet(rows: office::Sheet) -> Table {
    let count = rows.count.saturating_sub(1);
    let mut all = rows.head.into_iter();
    let header = all.next().unwrap_or_default();
    Table { header, sample: all.collect(), rows: count, values: true }
}

fn delimited(text: &str) -> Option<Table> {
    let mut lines = text.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#'));
    let first = lines.next()?;
    if first.len() > 64 << 10 {
        return None;
    }
    let delimiter = [';', ',', '\t', '|'].into_iter().max_by_key(|d| first.matches(*d).count())?;
    let header = cells(first, delimiter);
    if header.len() < 2 {
        return None;
    }
    let mut sample = Vec::new();
    let mut rows = 0;
    for line in lines {
        if rows < SAMPLE {
            sample.push(cells(line, delimiter));
        }
        rows += 1;
    }
    Some(Table { header, sample, rows, values: true })
}

/// The cells of a line; a quoted cell that spans lines is cut there.
fn cells(line: &str, delimiter: char) -> Vec<String> {
    let mut found = vec![String::new()];
    let mut quoted = false;
    for c in line.trim_start_matches('\u{feff}').trim_end_matches('\r').chars() {
        match c {
            '"' => quoted = !quoted,
            _ if c == delimiter && !quoted => {
                if found.len() >= 1_000 {
                    break;
                }
                found.push(String::new());
            }
            _ => {
                if let Some(cell) = found.last_mut() {
                    cell.push(c);
                }
            }
        }
    }
    found
}

fn json(text: &str) -> Option<Table> {
    // Most documents are no tables about people: their text says so at once.
    if text.len() > LARGEST_JSON || !speaks_of_people(text) {
        return None;
    }
    let root: Value = serde_json::from_str(text).ok()?;
    longest_list(&root, 0).and_then(|list| objects(list.iter()))
}

fn json_lines(text: &str) -> Option<Table> {
    if !speaks_of_people(text) {
        return None;
    }
    let rows = text.lines().filter(|line| !line.trim().is_empty()).count();
    let values: Vec<Value> =
        text.lines().take(SAMPLE).filter_map(|line| serde_json::from_str(line).ok()).collect();
    objects(values.iter()).map(|table| Table { rows, ..table })
}

fn speaks_of_people(text: &str) -> bool {
    let words = [
        "prenom",
        "prénom",
        "firstname",
        "first_name",
        "givenname",
        "given_name",
        "lastname",
        "last_name",
        "familyname",
        "family_name",
        "naissance",
        "birth",
        "\"nir\"",
        "numero_secu",
    ];
    let bytes = text.as_bytes();
    words.iter().any(|word| {
        memchr::memmem::find(bytes, word.as_bytes()).is_some()
            || capitalised(word)
                .is_some_and(|w| memchr::memmem::find(bytes, w.as_bytes()).is_some())
    })
}

/// `firstName` and `First…` for `firstname`.
fn capitalised(word: &str) -> Option<String> {
    let camel = match word {
        "firstname" => "firstName",
        "lastname" => "lastName",
        "givenname" => "givenName",
        "familyname" => "familyName",
        "naissance" => "Naissance",
        "birth" => "Birth",
        "prenom" => "Prenom",
        _ => return None,
    };
    Some(camel.to_string())
}

fn longest_list(value: &Value, depth: usize) -> Option<&Vec<Value>> {
    match value {
        Value::Array(list) if list.iter().take(3).any(Value::is_object) => Some(list),
        Value::Object(fields) if depth < 3 => {
            let lists = fields.values().filter_map(|field| longest_list(field, depth + 1));
            lists.max_by_key(|list| list.len())
        }
        _ => None,
    }
}

fn objects<'a>(values: impl Iterator<Item = &'a Value>) -> Option<Table> {
    let mut table = Table { values: true, ..Table::default() };
    for value in values {
        // A GeoJSON feature keeps its columns under `properties`, a Django
        // fixture under `fields`.
        let inner = value.get("properties").or_else(|| value.get("fields")).unwrap_or(value);
        let Value::Object(fields) = inner else { continue };
        if table.header.is_empty() {
            table.header = fields.keys().take(500).cloned().collect();
        }
        if table.rows < SAMPLE {
            let cell = |name: &String| match fields.get(name) {
                None | Some(Value::Null) => String::new(),
                Some(Value::String(text)) => text.chars().take(200).collect(),
                Some(other) => other.to_string().chars().take(200).collect(),
            };
            table.sample.push(table.header.iter().map(cell).collect());
        }
        table.rows += 1;
    }
    (!table.header.is_empty()).then_some(table)
}

fn sql(text: &str) -> Vec<Table> {
    let mut tables: Vec<(String, Table)> = Vec::new();
    let mut copying: Option<usize> = None;
    let mut current: Option<usize> = None;
    for line in text.lines() {
        if let Some(at) = copying {
            if line.trim_end() == "\\." {
                copying = None;
            } else {
                push(&mut tables[at].1, line.split('\t').map(str::to_string).collect());
            }
            continue;
        }
        let head = line.get(..line.len().min(12)).unwrap_or_default().to_ascii_uppercase();
        let copy = head.starts_with("COPY ");
        if copy || head.starts_with("INSERT INTO") {
            let Some(columns) = between(line) else { continue };
            let header: Vec<String> = columns
                .split(',')
                .map(|name| name.trim().trim_matches(['"', '`', '[', ']']).to_string())
                .collect();
            let name =
                line.split(['(', ' ']).filter(|w| !w.is_empty()).nth(if copy { 1 } else { 2 });
            let name = name.unwrap_or_default().to_string();
            let at = match tables.iter().position(|(known, t)| *known == name && t.header == header)
            {
                Some(at) => at,
                None if tables.len() < 500 => {
                    tables.push((name, Table { header, values: true, ..Table::default() }));
                    tables.len() - 1
                }
                None => continue,
            };
            current = Some(at);
            if copy {
                copying = Some(at);
                continue;
            }
        }
        if let Some(at) = current {
            let values = line.split_once("VALUES").or_else(|| line.split_once("values"));
            let rest = values.map_or(line, |(_, rest)| rest);
            if values.is_some() || line.trim_start().starts_with('(') {
                for row in rest.split("),").filter(|row| row.contains('(')) {
                    let row = row.trim().trim_start_matches('(').trim_end_matches([';', ')']);
                    let values = cells(&row.replace('\'', "\""), ',');
                    push(&mut tables[at].1, values.iter().map(|v| v.trim().to_string()).collect());
                }
            }
            if line.trim_end().ends_with(';') {
                current = None;
            }
        }
    }
    tables.into_iter().map(|(_, table)| table).collect()
}

fn push(table: &mut Table, row: Vec<String>) {
    if table.rows < SAMPLE {
        table.sample.push(row);
    }
    table.rows += 1;
}

/// What stands in the first parentheses of `line`.
fn between(line: &str) -> Option<&str> {
    let (_, rest) = line.split_once('(')?;
    let (inside, _) = rest.split_once(')')?;
    (inside.len() < 8 << 10).then_some(inside)
}

/// The names of the columns of a Parquet file, from its footer (Apache Parquet
/// format, « File format »): strings of the schema. Values are not read.
fn parquet(bytes: &[u8]) -> Option<Table> {
    let tail = bytes.strip_suffix(b"PAR1")?;
    let length = tail.len().checked_sub(4)?;
    let size = u32::from_le_bytes(tail[length..].try_into().ok()?) as usize;
    let footer = &tail[length.checked_sub(size)?..length];
    let words = footer.split(|byte| {
        !(byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b' ') || *byte >= 0x80)
    });
    let mut header: Vec<String> = words
        .filter(|word| word.len() >= 3 && word.len() < 60)
        .map(|word| String::from_utf8_lossy(word).into_owned())
        .take(5_000)
        .collect();
    header.sort();
    header.dedup();
    Some(Table { header, sample: Vec::new(), rows: SAMPLE, values: false })
}
