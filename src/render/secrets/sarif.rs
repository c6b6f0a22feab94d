//! SARIF 2.1.0 (OASIS Standard, 27 March 2020) of a scan.

use super::super::sarif::log;
use super::Asked;
use crate::lang::Lang;
use crate::secrets::inventory::{Inventory, Remark, Told, heading};
use crate::secrets::{Level, Place};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::io::{self, Write};

/// Places given beside the first one of a detection.
const RELATED: usize = 20;

/// Writes `inventory` as a SARIF log of one run.
pub(super) fn render(
    inventory: &Inventory,
    asked: Asked,
    lang: Lang,
    out: &mut dyn Write,
) -> io::Result<()> {
    let told: Vec<&Told> = inventory.at(asked.level).collect();
    let mut rules: BTreeMap<&str, &Told> = BTreeMap::new();
    for one in &told {
        rules.entry(&one.detection.pattern).or_insert(one);
    }
    let index: BTreeMap<&str, usize> =
        rules.keys().enumerate().map(|(at, pattern)| (*pattern, at)).collect();
    let mut results = Vec::new();
    for one in &told {
        let places = &one.detection.places;
        let at = index.get(one.detection.pattern.as_str()).copied().unwrap_or_default();
        if asked.all_places {
            results.extend(places.iter().map(|place| result(one, at, Some(place), &[], lang)));
        } else {
            let related = places.get(1..).unwrap_or_default();
            results.push(result(one, at, places.first(), related, lang));
        }
    }
    let notifications = |list: &[Remark], level: &str| -> Vec<Value> {
        list.iter().map(|remark| notification(remark, level, lang)).collect()
    };
    let mut told_besides = notifications(&inventory.unseen, "error");
    told_besides.extend(notifications(&inventory.remarks, "note"));
    let run = log::Run {
        lang,
        rules: rules.values().map(|one| rule(one, lang)).collect(),
        results,
        notifications: told_besides,
        complete: inventory.unseen.is_empty(),
        more: Vec::new(),
    };
    log::write(run, out)
}

fn rule(told: &Told, lang: Lang) -> Value {
    let mut rule = json!({
        "id": told.detection.pattern,
        "shortDescription": { "text": told.name.get(lang) },
        "properties": {
            "name": { "fr": told.name.fr, "en": told.name.en },
            "tags": ["security", told.detection.family.code()],
        },
    });
    if let Some(revoke) = &told.revoke {
        rule["help"] = json!({ "text": revoke.get(lang) });
    }
    rule
}

fn result(told: &Told, at: usize, first: Option<&Place>, related: &[Place], lang: Lang) -> Value {
    let detection = &told.detection;
    let level = match detection.level {
        Level::Report => "error",
        Level::Review => "warning",
        Level::Information => "note",
    };
    let separator = lang.pick("\u{a0}: ", ": ");
    let message = format!("{}{separator}{}", told.name.get(lang), detection.reason.get(lang));
    let mut result = json!({
        "ruleId": detection.pattern,
        "ruleIndex": at,
        "level": level,
        "message": { "text": message },
        "locations": first.map(|place| vec![location(place, lang)]).unwrap_or_default(),
        "partialFingerprints": { "publiableSecret/v1": detection.fingerprint.0 },
        "properties": properties(told, first),
    });
    if !related.is_empty() {
        let shown = related.iter().take(RELATED).map(|place| location(place, lang));
        result["relatedLocations"] = shown.collect();
    }
    if let Some(allowed) = &told.allowed {
        result["suppressions"] = log::suppression(allowed.get(lang));
    }
    result
}

fn properties(told: &Told, first: Option<&Place>) -> Map<String, Value> {
    let detection = &told.detection;
    let mut properties = Map::new();
    properties.insert("family".into(), detection.family.code().into());
    properties.insert("certainty".into(), detection.certainty.code().into());
    properties.insert("confidence".into(), detection.confidence.into());
    properties.insert("redacted".into(), detection.redacted.clone().into());
    properties.insert("places".into(), detection.places.len().into());
    if let Some(place) = first {
        properties.insert("inHead".into(), place.in_head.into());
        if let Some(commit) = &place.commit {
            properties.insert("commit".into(), commit.clone().into());
        }
        if let Some(date) = &place.date {
            properties.insert("date".into(), date.clone().into());
        }
    }
    properties
}

fn location(place: &Place, lang: Lang) -> Value {
    let message = json!({ "text": heading(place).get(lang) });
    let Some(path) = &place.path else {
        return json!({ "message": message });
    };
    // What is inside an archive is at the archive, and its path in the message.
    let (file, inside) = match path.split_once("!/") {
        Some((file, _)) => (file, true),
        None => (path.as_str(), false),
    };
    let mut physical = json!({ "artifactLocation": { "uri": log::uri(file) } });
    if !inside {
        let mut region =
            json!({ "startLine": place.line.max(1), "startColumn": place.column.max(1) });
        if let Some(excerpt) = &place.excerpt {
            region["snippet"] = json!({ "text": excerpt });
        }
        physical["region"] = region;
    }
    json!({ "physicalLocation": physical, "message": message })
}

fn notification(remark: &Remark, level: &str, lang: Lang) -> Value {
    log::notification(level, remark.message.get(lang), Some(&remark.path))
}
