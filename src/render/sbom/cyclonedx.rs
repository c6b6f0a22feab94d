//! CycloneDX 1.6, JSON (ECMA-424).

use super::{Bill, Item, date, direct, identifier};
use crate::licence::expression::ids;
use crate::licence::packages;
use crate::manifest::{Ecosystem, Listed, Origin, Scope};
use serde_json::{Map, Value, json};

/// The reference of the project itself.
const ROOT: &str = "project";

/// The whole document.
pub(super) fn document(bill: &Bill<'_>, items: &[Item<'_>]) -> Value {
    let mut root = Map::new();
    root.insert("type".into(), json!("application"));
    root.insert("bom-ref".into(), json!(ROOT));
    root.insert("name".into(), json!(bill.name));
    if let Some(version) = &bill.version {
        root.insert("version".into(), json!(version));
    }
    root.insert("purl".into(), json!(bill.purl));
    if let Some(licence) = &bill.licence {
        root.insert("licenses".into(), licenses(Some(licence), None));
    }
    json!({
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": format!("urn:uuid:{}", identifier(bill, items)),
        "version": 1,
        "metadata": {
            "timestamp": date(bill),
            "lifecycles": [{ "phase": "pre-build" }],
            "tools": { "components": [{
                "type": "application", "name": "publiable", "version": env!("CARGO_PKG_VERSION"),
            }] },
            "component": root,
        },
        "components": items.iter().map(component).collect::<Vec<Value>>(),
        "dependencies": dependencies(items),
    })
}

fn component(item: &Item<'_>) -> Value {
    let component = &item.listed.component;
    let mut value = Map::new();
    value.insert("type".into(), json!("library"));
    value.insert("bom-ref".into(), json!(item.reference));
    let (group, name) = group(component.ecosystem, &component.name);
    if let Some(group) = group {
        value.insert("group".into(), json!(group));
    }
    value.insert("name".into(), json!(name));
    if let Some(version) = &component.version {
        value.insert("version".into(), json!(version));
    }
    let scope = match component.scope {
        Scope::Runtime => Some("required"),
        Scope::Optional => Some("optional"),
        Scope::Build | Scope::Development => Some("excluded"),
        Scope::Unknown => None,
    };
    if let Some(scope) = scope {
        value.insert("scope".into(), json!(scope));
    }
    if let Some(checksum) = &component.checksum {
        value.insert(
            "hashes".into(),
            json!([{ "alg": checksum.algorithm, "content": checksum.hex }]),
        );
    }
    if component.license.is_some() {
        let licenses = licenses(item.licence.as_deref(), Some(item.listed));
        value.insert("licenses".into(), licenses);
    }
    value.insert("purl".into(), json!(item.purl));
    let mut places = vec![json!({ "name": "publiable:listed-in", "value": item.listed.path })];
    let from = match &item.listed.origin {
        Origin::File(path) => Some(path.clone()),
        other => packages::told(other).map(|origin| origin.en),
    };
    if let Some(from) = from {
        places.push(json!({ "name": "publiable:license-from", "value": from }));
    }
    value.insert("properties".into(), json!(places));
    Value::Object(value)
}

/// An identifier alone is a licence; more is an expression; other words a name.
/// What is known by the name of the package is concluded, not declared.
fn licenses(expression: Option<&str>, listed: Option<&Listed>) -> Value {
    let by_name = listed.is_some_and(|listed| listed.origin == Origin::Name);
    let acknowledgement = if by_name { "concluded" } else { "declared" };
    let written = listed.and_then(|listed| listed.component.license.as_deref());
    match expression {
        Some(id) if ids::is_licence(id) => {
            json!([{ "license": { "id": id, "acknowledgement": acknowledgement } }])
        }
        Some(expression) => {
            json!([{ "expression": expression, "acknowledgement": acknowledgement }])
        }
        None => {
            json!([{ "license": { "name": written.unwrap_or_default(), "acknowledgement": acknowledgement } }])
        }
    }
}

fn group(kind: Ecosystem, name: &str) -> (Option<&str>, &str) {
    let separator = match kind {
        Ecosystem::Maven => ':',
        Ecosystem::Npm | Ecosystem::Composer | Ecosystem::Go | Ecosystem::Swift => '/',
        _ => return (None, name),
    };
    match name.rsplit_once(separator) {
        Some((group, name)) if !group.is_empty() && !name.is_empty() => (Some(group), name),
        _ => (None, name),
    }
}

fn dependencies(items: &[Item<'_>]) -> Vec<Value> {
    let names = |positions: &[usize]| -> Vec<&str> {
        positions.iter().map(|at| items[*at].reference.as_str()).collect()
    };
    let mut list = vec![json!({ "ref": ROOT, "dependsOn": names(&direct(items)) })];
    list.extend(items.iter().map(|item| match item.needs.is_empty() {
        true => json!({ "ref": item.reference }),
        false => json!({ "ref": item.reference, "dependsOn": names(&item.needs) }),
    }));
    list
}
