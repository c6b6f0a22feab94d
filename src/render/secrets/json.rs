//! JSON of a scan: one object, or one a line. Field names are stable; fields
//! may be added.

use super::Asked;
use crate::lang::Lang;
use crate::secrets::Place;
use crate::secrets::inventory::{Inventory, Remark, Told};
use serde_json::{Map, Value, json};
use std::io::{self, Write};

/// Version of these objects.
const SCHEMA_VERSION: &str = "1.0";

/// Writes the whole inventory as one object.
pub(super) fn render(
    inventory: &Inventory,
    asked: Asked,
    lang: Lang,
    out: &mut dyn Write,
) -> io::Result<()> {
    let counts = inventory.counts();
    let remarks = |list: &[Remark]| -> Vec<Value> {
        list.iter().map(|r| json!({ "path": r.path, "message": r.message.get(lang) })).collect()
    };
    let document = json!({
        "schema_version": SCHEMA_VERSION,
        "tool": { "name": env!("CARGO_PKG_NAME"), "version": env!("CARGO_PKG_VERSION") },
        "language": lang.code(),
        "complete": inventory.unseen.is_empty(),
        "summary": {
            "files": inventory.files,
            "report": counts.report,
            "review": counts.review,
            "information": counts.information,
            "allowed": counts.allowed,
        },
        "findings": entries(inventory, asked, lang),
        "incomplete": remarks(&inventory.unseen),
        "notices": remarks(&inventory.remarks),
    });
    serde_json::to_writer_pretty(&mut *out, &document)?;
    writeln!(out)
}

/// Writes one object a line.
pub(super) fn render_lines(
    inventory: &Inventory,
    asked: Asked,
    lang: Lang,
    out: &mut dyn Write,
) -> io::Result<()> {
    for entry in entries(inventory, asked, lang) {
        serde_json::to_writer(&mut *out, &entry)?;
        writeln!(out)?;
    }
    Ok(())
}

fn entries(inventory: &Inventory, asked: Asked, lang: Lang) -> Vec<Value> {
    let told = inventory.at(asked.level);
    if asked.all_places {
        let mut places: Vec<(&Place, &Told)> = told
            .flat_map(|told| told.detection.places.iter().map(move |place| (place, told)))
            .collect();
        places.sort_by(|a, b| key(a).cmp(&key(b)));
        return places
            .into_iter()
            .map(|(at, told)| Value::Object(entry(told, Some(at), lang)))
            .collect();
    }
    told.map(|told| {
        let mut fields = entry(told, told.detection.places.first(), lang);
        let places: Vec<Value> =
            told.detection.places.iter().map(|at| Value::Object(place(at))).collect();
        fields.insert("places".into(), places.into());
        Value::Object(fields)
    })
    .collect()
}

fn key<'a>(
    (place, told): &(&'a Place, &'a Told),
) -> (Option<&'a str>, usize, usize, &'a Place, &'a str) {
    (place.path.as_deref(), place.line, place.column, place, &told.detection.fingerprint.0)
}

fn entry(told: &Told, at: Option<&Place>, lang: Lang) -> Map<String, Value> {
    let detection = &told.detection;
    let mut fields = at.map(place).unwrap_or_default();
    let mut set = |name: &str, value: Value| drop(fields.insert(name.into(), value));
    set("pattern", detection.pattern.clone().into());
    set("name", told.name.get(lang).into());
    set("family", detection.family.code().into());
    set("level", detection.level.code().into());
    set("certainty", detection.certainty.code().into());
    set("confidence", detection.confidence.into());
    set("fingerprint", detection.fingerprint.0.clone().into());
    set("redacted", detection.redacted.clone().into());
    set("reason", detection.reason.get(lang).into());
    set("revoke", told.revoke.as_ref().map(|text| text.get(lang)).into());
    set("allowed", told.allowed.as_ref().map(|text| text.get(lang)).into());
    fields
}

fn place(place: &Place) -> Map<String, Value> {
    let mut fields = Map::new();
    let mut set = |name: &str, value: Value| drop(fields.insert(name.into(), value));
    set("path", place.path.clone().into());
    set("line", place.line.into());
    set("column", place.column.into());
    set("sort", serde_json::to_value(place.sort).unwrap_or_default());
    set("commit", place.commit.clone().into());
    set("date", place.date.clone().into());
    set("in_head", place.in_head.into());
    set("excerpt", place.excerpt.clone().into());
    fields
}
