//! code.json 2.0.0 (Share IT Act, United States), as an index of releases. What nothing
//! tells is empty; no hour of work is invented.

use super::super::index::Entry;
use super::Item;
use crate::error::Result;
use serde_json::{Value, json};
use std::path::Path;

/// The statuses of code.json for those of publiccode.yml.
const STATUS: [(&str, &str); 5] = [
    ("concept", "Ideation"),
    ("development", "Development"),
    ("beta", "Beta"),
    ("stable", "Production"),
    ("obsolete", "Archival"),
];
/// The licences that the schema names; the others are « Other ».
const LICENCES: [&str; 12] = [
    "CC0-1.0",
    "Apache-2.0",
    "MIT",
    "MPL-2.0",
    "GPL-2.0-only",
    "GPL-3.0-only",
    "GPL-3.0-or-later",
    "LGPL-2.1-only",
    "LGPL-3.0-only",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "EPL-2.0",
];

pub(super) fn write(items: &[Item], folder: &Path) -> Result<usize> {
    let releases: Vec<Value> = items.iter().map(release).collect();
    let mut agencies: Vec<String> =
        items.iter().map(|item| item.bodies(|body| &body.ministry)).collect();
    agencies.sort();
    agencies.dedup();
    let agency = if agencies.len() == 1 { agencies.remove(0) } else { String::new() };
    let whole = json!({
        "version": "2.0.0",
        "agency": agency,
        "measurementType": { "method": "projects" },
        "releases": releases,
    });
    super::json(folder, "code.json", &whole)?;
    Ok(items.len())
}

fn release(item: &Item) -> Value {
    let Entry { repository: one, .. } = &item.entry;
    let public = |value: Value| if item.public { value } else { json!("") };
    let exceptions = item.exceptions();
    let mut usage: Vec<&str> =
        exceptions.iter().filter_map(|exception| exception.usage.as_deref()).collect();
    if item.public && !one.licence.is_empty() {
        usage.push("openSource");
    }
    let why: Vec<String> = exceptions.iter().map(|exception| exception.text().fr).collect();
    let status = item.signal("publiccode/status").unwrap_or_default();
    let status =
        STATUS.iter().find(|(word, _)| *word == status).map_or("Development", |(_, word)| word);
    let licence =
        if LICENCES.contains(&one.licence.as_str()) { one.licence.as_str() } else { "Other" };
    let licences = match item.public && !one.licence.is_empty() {
        true => json!([{ "name": licence, "URL": one.address }]),
        false => json!([]),
    };
    let forks = item.told("forks_count").and_then(|count| count.parse::<u64>().ok());
    let language = item.told("language").filter(|_| item.public);
    let description = item.told("description").or(item.signal("publiccode/description"));
    let modified = if item.public { one.last_commit.as_str() } else { "" };
    json!({
        "name": one.name,
        "description": public(json!(description.unwrap_or_default())),
        "status": if item.public { status } else { "Development" },
        "permissions": {
            "licenses": licences,
            "usageType": usage,
            "exemptionText": if why.is_empty() { Value::Null } else { why.join(" ; ").into() },
        },
        "organization": item.bodies(|body| &body.name),
        "repositoryURL": if item.public { one.address.as_str() } else { "private" },
        "repositoryVisibility": if item.public { "public" } else { "private" },
        "vcs": "git",
        "laborHours": 0,
        "reuseFrequency": forks.filter(|_| item.public).map_or(json!({}), |forks| json!({ "forks": forks })),
        "languages": language.into_iter().collect::<Vec<_>>(),
        "maintenance": "internal",
        "contractNumber": [],
        "date": match modified { "" => json!({}), modified => json!({ "lastModified": modified }) },
        "tags": [],
        "contact": {},
        "feedbackMechanisms": public(json!(one.address)),
        "AIUseCaseInventory": false,
    })
}
