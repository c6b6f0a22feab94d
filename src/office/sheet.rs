//! The first rows of the sheets of a workbook.

use super::xml::{attribute, elements, plain};

/// How many rows and columns are read; other rows are only counted.
const ROWS: usize = 500;
const COLUMNS: usize = 200;

/// A sheet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Sheet {
    /// Its first rows, the header among them.
    pub head: Vec<Vec<String>>,
    /// How many rows it has.
    pub count: usize,
}

/// The sheets of the workbook called `name` (`xlsx`, `ods`).
pub(crate) fn sheets(name: &str, bytes: &[u8]) -> Vec<Sheet> {
    let Some(contents) = crate::archive::open(bytes) else { return Vec::new() };
    let part = |wanted: &str| {
        let member = contents.members.iter().find(|member| member.name == wanted)?;
        Some(String::from_utf8_lossy(&member.bytes).into_owned())
    };
    if name.ends_with(".ods") {
        let content = part("content.xml").unwrap_or_default();
        return elements(&content, "table:table")
            .take(20)
            .map(|(_, table)| open_document(table))
            .collect();
    }
    let shared = part("xl/sharedStrings.xml").unwrap_or_default();
    let shared: Vec<String> = elements(&shared, "si").map(|(_, text)| plain(text)).collect();
    let members = contents.members.iter().filter(|member| {
        member.name.starts_with("xl/worksheets/") && member.name.ends_with(".xml")
    });
    let members = members.take(20);
    members.map(|member| workbook(&String::from_utf8_lossy(&member.bytes), &shared)).collect()
}

fn workbook(xml: &str, shared: &[String]) -> Sheet {
    let mut sheet = Sheet::default();
    for (_, row) in elements(xml, "row") {
        // A row that is only there to be styled has no value.
        if !row.contains("<v") && !row.contains("<t") {
            continue;
        }
        if sheet.head.len() < ROWS {
            let cells = elements(row, "c").take(COLUMNS).map(|(attributes, cell)| {
                let value = elements(cell, "v").next().map(|(_, value)| value);
                match (attribute(attributes, "t"), value) {
                    (Some("s"), Some(at)) => at
                        .parse()
                        .ok()
                        .and_then(|at: usize| shared.get(at).cloned())
                        .unwrap_or_default(),
                    (_, Some(value)) => value.to_string(),
                    (_, None) => plain(cell),
                }
            });
            sheet.head.push(cells.collect());
        }
        sheet.count += 1;
    }
    sheet
}

fn open_document(table: &str) -> Sheet {
    let mut sheet = Sheet::default();
    for (_, row) in elements(table, "table:table-row") {
        let cells: Vec<String> =
            elements(row, "table:table-cell").take(COLUMNS).map(|(_, cell)| plain(cell)).collect();
        // A row that is only there to be styled has no text.
        if cells.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        if sheet.head.len() < ROWS {
            sheet.head.push(cells);
        }
        sheet.count += 1;
    }
    sheet
}
