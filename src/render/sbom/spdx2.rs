//! SPDX 2.3, JSON (ISO/IEC 5962).

use super::{Bill, Item, date, direct, fragment, identifier, references};
use crate::licence::packages;
use crate::manifest::{Origin, Scope};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

const ROOT: &str = "SPDXRef-project";
const NONE: &str = "NOASSERTION";

/// The whole document.
pub(super) fn document(bill: &Bill<'_>, items: &[Item<'_>]) -> Value {
    let ids: Vec<String> = items
        .iter()
        .enumerate()
        .map(|(at, item)| {
            let label = fragment(&item.listed.component.label());
            format!("SPDXRef-{}-{label}", at + 1)
        })
        .collect();
    let references = references(items);
    let mut packages = vec![project(bill)];
    packages.extend(items.iter().zip(&ids).map(|(item, id)| package(item, id, &references)));
    let namespace =
        format!("https://spdx.org/spdxdocs/{}-{}", fragment(&bill.name), identifier(bill, items));
    let mut document = json!({
        "spdxVersion": "SPDX-2.3",
        "dataLicense": "CC0-1.0",
        "SPDXID": "SPDXRef-DOCUMENT",
        "name": bill.name,
        "documentNamespace": namespace,
        "creationInfo": {
            "created": date(bill),
            "creators": [format!("Tool: publiable-{}", env!("CARGO_PKG_VERSION"))],
        },
        "documentDescribes": [ROOT],
        "packages": packages,
        "relationships": relationships(items, &ids),
    });
    if !references.is_empty() {
        let known = references
            .iter()
            .map(|(words, id)| json!({ "licenseId": id, "name": words, "extractedText": words }));
        document["hasExtractedLicensingInfos"] = known.collect::<Vec<Value>>().into();
    }
    document
}

fn project(bill: &Bill<'_>) -> Value {
    let mut value = base(ROOT, &bill.name, bill.version.as_deref(), bill.licence.as_deref());
    value.insert("primaryPackagePurpose".into(), json!("APPLICATION"));
    value.insert("externalRefs".into(), package_url(&bill.purl));
    Value::Object(value)
}

fn base(id: &str, name: &str, version: Option<&str>, licence: Option<&str>) -> Map<String, Value> {
    let mut value = Map::new();
    value.insert("SPDXID".into(), json!(id));
    value.insert("name".into(), json!(name));
    if let Some(version) = version {
        value.insert("versionInfo".into(), json!(version));
    }
    value.insert("downloadLocation".into(), json!(NONE));
    value.insert("filesAnalyzed".into(), json!(false));
    value.insert("licenseConcluded".into(), json!(NONE));
    value.insert("licenseDeclared".into(), json!(licence.unwrap_or(NONE)));
    value.insert("copyrightText".into(), json!(NONE));
    value
}

fn package(item: &Item<'_>, id: &str, references: &BTreeMap<String, String>) -> Value {
    let component = &item.listed.component;
    let unclear = component.license.as_ref().and_then(|words| references.get(words));
    let licence = item.licence.as_deref().or(unclear.map(String::as_str));
    let mut value = base(id, &component.name, component.version.as_deref(), licence);
    if item.listed.origin == Origin::Name {
        // Concluded from the name of the package, which declares nothing here.
        value.insert("licenseConcluded".into(), json!(licence.unwrap_or(NONE)));
        value.insert("licenseDeclared".into(), json!(NONE));
    }
    if let Some(origin) = packages::told(&item.listed.origin) {
        value.insert("licenseComments".into(), json!(origin.en));
    }
    if let Some(checksum) = &component.checksum {
        let algorithm = checksum.algorithm.replace('-', "");
        let sum = json!([{ "algorithm": algorithm, "checksumValue": checksum.hex }]);
        value.insert("checksums".into(), sum);
    }
    value.insert("primaryPackagePurpose".into(), json!("LIBRARY"));
    value.insert("sourceInfo".into(), json!(item.listed.path));
    value.insert("externalRefs".into(), package_url(&item.purl));
    Value::Object(value)
}

fn package_url(purl: &str) -> Value {
    json!([{
        "referenceCategory": "PACKAGE-MANAGER", "referenceType": "purl", "referenceLocator": purl,
    }])
}

fn relationships(items: &[Item<'_>], ids: &[String]) -> Vec<Value> {
    let relation = |from: &str, kind: &str, to: &str| json!({ "spdxElementId": from, "relationshipType": kind, "relatedSpdxElement": to });
    let mut list = vec![relation("SPDXRef-DOCUMENT", "DESCRIBES", ROOT)];
    for at in direct(items) {
        let id = &ids[at];
        list.push(match items[at].listed.component.scope {
            Scope::Development => relation(id, "DEV_DEPENDENCY_OF", ROOT),
            Scope::Build => relation(id, "BUILD_DEPENDENCY_OF", ROOT),
            Scope::Optional => relation(id, "OPTIONAL_DEPENDENCY_OF", ROOT),
            Scope::Runtime | Scope::Unknown => relation(ROOT, "DEPENDS_ON", id),
        });
    }
    for (item, id) in items.iter().zip(ids) {
        list.extend(item.needs.iter().map(|needed| relation(id, "DEPENDS_ON", &ids[*needed])));
    }
    list
}
