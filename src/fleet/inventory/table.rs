//! The inventory as a table: CSV and Table Schema.

use super::super::code::code;
use super::super::export;
use super::super::reuse::Potential;
use super::{Item, Table, reading};
use crate::error::Result;
use crate::finding::{Severity, Status};
use crate::secrets::Redacted;
use serde_json::{Value, json};
use std::path::Path;
use std::sync::LazyLock;

static TABLE: LazyLock<Table> =
    LazyLock::new(|| export::tables(include_str!("table.toml")).remove(0));

pub(super) fn write(items: &[Item], folder: &Path) -> Result<usize> {
    let rows: Vec<Vec<Value>> = items.iter().map(row).collect();
    reading::write(&folder.join("inventory.csv"), &Redacted::of(&TABLE.csv(&rows)?))?;
    super::json(folder, "inventory.schema.json", &TABLE.schema())?;
    Ok(rows.len())
}

/// The cells of `item`, of which one that is not public fills only those marked so.
fn row(item: &Item) -> Vec<Value> {
    let all = cells(item);
    let columns = TABLE.columns().map(|(name, private)| {
        let shown = item.public || private;
        all.get(name).filter(|_| shown).cloned().unwrap_or(Value::Null)
    });
    columns.collect()
}

fn cells(item: &Item) -> Value {
    let one = &item.entry.repository;
    let outcomes = &item.entry.outcomes;
    let failing = |severity: Severity| {
        outcomes
            .iter()
            .filter(|one| one.severity == severity && one.outcome == Status::Fail)
            .count()
    };
    let open = outcomes
        .iter()
        .filter(|one| one.outcome == Status::Unknown && one.severity >= Severity::Important);
    let findings: usize =
        outcomes.iter().filter(|one| one.outcome == Status::Fail).map(|one| one.findings).sum();
    let read = !one.report.is_empty();
    let number = |count: usize| if read { json!(count) } else { Value::Null };
    let text = |text: String| if text.is_empty() { Value::Null } else { text.into() };
    let exceptions: Vec<String> =
        item.exceptions().iter().map(|exception| exception.text().fr).collect();
    let potential = Potential::of(&item.entry);
    json!({
        "name": one.name,
        "organization": text(item.bodies(|body| &body.name)),
        "ministry": text(item.bodies(|body| &body.ministry)),
        "visibility": if item.public { "public" } else { "private" },
        "status": one.standing.code(),
        "verdict": text(code(&one.headline())),
        "reached": text(one.reached.clone()),
        "exception": text(exceptions.join(" ; ")),
        "blocking": number(failing(Severity::Blocking)),
        "important": number(failing(Severity::Important)),
        "undecided": number(open.count()),
        "findings": number(findings),
        "written": number(outcomes.iter().filter(|one| one.written).count()),
        "reuse": if read { json!(potential.degree) } else { Value::Null },
        "address": text(one.address.clone()),
        "licence": text(one.licence.clone()),
        "announced": text(one.announced.clone()),
        "last_commit": text(one.last_commit.clone()),
        "swhid": potential.swhid,
    })
}
