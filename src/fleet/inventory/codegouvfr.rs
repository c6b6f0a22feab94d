//! The files of code.gouv.fr: repositories and organizations, under long and short
//! keys, with their types. What is null there is an empty text.

use super::super::address;
use super::Item;
use crate::accounts;
use crate::error::Result;
use crate::finding::Status;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::path::Path;

/// The keys of a repository, long and short, in the order of the published files.
const REPOSITORY: [(&str, &str); 17] = [
    ("awesome-score", "a"),
    ("archived", "a?"),
    ("contributing", "c?"),
    ("description", "d"),
    ("forks_count", "f"),
    ("fork", "f?"),
    ("full_name", "fn"),
    ("html_url", ""),
    ("language", "l"),
    ("license", "li"),
    ("repo_name", "n"),
    ("owner", "o"),
    ("platform", "p"),
    ("publiccode", "p?"),
    ("template", "t?"),
    ("updated_at", "u"),
    ("organization", ""),
];
/// The keys of an account.
const OWNER: [(&str, &str); 16] = [
    ("location", "a"),
    ("icon_url", "au"),
    ("created_at", "c"),
    ("description", "d"),
    ("email", "e"),
    ("floss_policy", "f"),
    ("website", "h"),
    ("html_url", "id"),
    ("login", "l"),
    ("ministry", "m"),
    ("name", "n"),
    ("ospo_url", "os"),
    ("forge", "p"),
    ("organization", "ps"),
    ("repositories_count", "r"),
    ("followers", "s"),
];
/// The characters of a description in the short file.
const SHORT: usize = 120;

type Record = BTreeMap<&'static str, Value>;

pub(super) fn write(items: &[Item], folder: &Path) -> Result<usize> {
    let public: Vec<&Item> =
        items.iter().filter(|item| item.public && item.address().is_some()).collect();
    let repositories: Vec<Record> = public.iter().filter_map(|item| repository(item)).collect();
    let owners = owners(&public);
    let shown = |record: &Record| record["awesome-score"].as_i64().is_some_and(|score| score >= 0);
    let short: Vec<Record> =
        repositories.iter().filter(|record| shown(record)).cloned().map(cut).collect();
    for (name, records, keys, long) in [
        ("codegouvfr-repositories.json", &repositories, &REPOSITORY[..16], true),
        ("repos_preprod.json", &short, &REPOSITORY[..16], false),
        ("codegouvfr-organizations.json", &owners, &OWNER[..], true),
        ("owners.json", &owners, &OWNER[..], false),
    ] {
        let all: Vec<Value> = records.iter().map(|record| named(record, keys, long)).collect();
        super::json(folder, name, &Value::Array(all))?;
    }
    Ok(repositories.len())
}

/// `record` under the long or the short names of `keys`.
fn named(record: &Record, keys: &[(&'static str, &str)], long: bool) -> Value {
    let named = keys.iter().filter_map(|(name, short)| {
        let key = if long { name } else { short };
        let value = record.get(name).cloned().unwrap_or(json!(""));
        (!key.is_empty()).then(|| ((*key).to_string(), value))
    });
    Value::Object(named.collect::<Map<String, Value>>())
}

fn cut(mut record: Record) -> Record {
    let description = record["description"].as_str().unwrap_or_default();
    let description: String = description.chars().take(SHORT).collect();
    record.insert("description", description.into());
    record
}

fn repository(item: &Item) -> Option<Record> {
    let (host, path) = item.address()?;
    let (owner, name) = path.rsplit_once('/').unwrap_or(("", &path));
    // Groups below a group are one account there.
    let owner = owner.split('/').next().unwrap_or_default();
    let one = &item.entry.repository;
    let read = !one.report.is_empty();
    let holds = |rule: &str| {
        let outcome = item.entry.outcomes.iter().find(|outcome| outcome.rule == rule);
        read.then(|| outcome.is_none_or(|outcome| outcome.outcome != Status::Fail))
    };
    let flag = |name: &str, measured: Option<bool>| match (measured, item.told(name)) {
        (Some(measured), _) => json!(measured),
        (None, Some(told)) => told.parse::<bool>().map_or(json!(told), |told| json!(told)),
        (None, None) => json!(""),
    };
    let number = |name: &str| match item.told(name) {
        Some(told) => told.parse::<i64>().map_or(json!(told), |told| json!(told)),
        None => json!(""),
    };
    let text = |name: &str, measured: &str| match (measured, item.told(name)) {
        ("", told) => json!(told.unwrap_or_default()),
        (measured, _) => json!(measured),
    };
    let described = item.signal("publiccode/description").unwrap_or_default();
    Some(Record::from([
        ("awesome-score", if read { json!(one.score) } else { number("awesome-score") }),
        ("archived", flag("archived", None)),
        ("contributing", flag("contributing", holds("contribution/contributing"))),
        ("description", item.told("description").map_or(json!(described), |told| json!(told))),
        ("forks_count", number("forks_count")),
        ("fork", flag("fork", None)),
        ("full_name", json!(path)),
        ("html_url", json!(format!("https://{host}/{path}"))),
        ("language", text("language", "")),
        ("license", item.told("license").map_or(json!(one.licence), |told| json!(told))),
        ("repo_name", json!(name)),
        ("owner", json!(format!("https://{host}/{owner}"))),
        ("platform", json!(host)),
        ("publiccode", flag("publiccode", read.then(|| item.signal("publiccode/text").is_some()))),
        ("template", flag("template", None)),
        ("updated_at", text("updated_at", &one.last_commit)),
    ]))
}

/// The accounts of `items`, by address.
fn owners(items: &[&Item]) -> Vec<Record> {
    let mut counts: BTreeMap<(String, String), (usize, String, String)> = BTreeMap::new();
    for item in items {
        let Some((host, path)) = item.address() else { continue };
        let owner = path.split_once('/').map_or("", |(owner, _)| owner).to_string();
        let entry = counts.entry((host, owner)).or_default();
        entry.0 += 1;
        entry.1 = item.bodies(|body| &body.name);
        entry.2 = item.bodies(|body| &body.ministry);
    }
    let all = counts.into_iter().map(|((host, owner), (count, body, ministry))| {
        let known = accounts::all().find(|account| {
            account.host == host
                && (account.owner.is_empty() || account.owner == owner.to_lowercase())
        });
        let policy = known.and_then(|account| account.policy).unwrap_or_default();
        let office = known.and_then(|account| account.office).unwrap_or_default();
        let url = format!("https://{host}/{owner}");
        debug_assert!(address::key(&format!("{url}/x")).is_some());
        Record::from([
            ("html_url", json!(url)),
            ("login", json!(owner)),
            ("name", json!(owner)),
            ("forge", json!(host)),
            ("organization", json!(body)),
            ("ministry", json!(ministry)),
            ("floss_policy", json!(policy)),
            ("ospo_url", json!(office)),
            ("repositories_count", json!(count)),
        ])
    });
    all.collect()
}
