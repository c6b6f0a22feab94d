//! SPDX 3.0.1, JSON-LD.

use super::{Bill, Item, date, direct, identifier, references};
use crate::licence::packages;
use crate::manifest::{Origin, Scope};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

const CREATION: &str = "_:creation";

/// Gives the identifiers of elements and keeps the elements.
struct Graph {
    prefix: String,
    elements: Vec<Value>,
    /// The licence element of each expression.
    licences: BTreeMap<String, String>,
}

impl Graph {
    fn id(&self, name: &str) -> String {
        format!("{}{name}", self.prefix)
    }

    fn add(&mut self, kind: &str, id: &str, mut fields: Map<String, Value>) {
        let mut value = Map::new();
        value.insert("type".into(), json!(kind));
        value.insert("spdxId".into(), json!(id));
        value.insert("creationInfo".into(), json!(CREATION));
        value.append(&mut fields);
        self.elements.push(Value::Object(value));
    }

    fn relate(&mut self, from: &str, kind: &str, to: Vec<String>, scope: Option<&str>) {
        if to.is_empty() {
            return;
        }
        let id = self.id(&format!("relationship-{}", self.elements.len()));
        let mut fields = Map::new();
        fields.insert("from".into(), json!(from));
        fields.insert("relationshipType".into(), json!(kind));
        fields.insert("to".into(), json!(to));
        let class = match scope {
            Some(scope) => {
                fields.insert("scope".into(), json!(scope));
                "LifecycleScopedRelationship"
            }
            None => "Relationship",
        };
        self.add(class, &id, fields);
    }

    fn licence(&mut self, expression: &str) -> String {
        if let Some(id) = self.licences.get(expression) {
            return id.clone();
        }
        let id = self.id(&format!("licence-{}", self.licences.len() + 1));
        let fields = object(json!({ "simplelicensing_licenseExpression": expression }));
        self.add("simplelicensing_LicenseExpression", &id, fields);
        self.licences.insert(expression.to_string(), id.clone());
        id
    }
}

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}

/// The whole document.
pub(super) fn document(bill: &Bill<'_>, items: &[Item<'_>]) -> Value {
    let prefix = format!("urn:uuid:{}#", identifier(bill, items));
    let mut graph = Graph { prefix, elements: Vec::new(), licences: BTreeMap::new() };
    let (agent, tool) = (graph.id("agent"), graph.id("tool"));
    let (document, bom, root) = (graph.id("document"), graph.id("bom"), graph.id("project"));
    let creation = json!({
        "type": "CreationInfo",
        "@id": CREATION,
        "specVersion": "3.0.1",
        "created": date(bill),
        "createdBy": [agent],
        "createdUsing": [tool],
    });
    let version = env!("CARGO_PKG_VERSION");
    graph.add("SoftwareAgent", &agent, object(json!({ "name": "publiable" })));
    graph.add("Tool", &tool, object(json!({ "name": format!("publiable-{version}") })));
    let mut project =
        object(json!({ "name": bill.name, "software_primaryPurpose": "application" }));
    if let Some(version) = &bill.version {
        project.insert("software_packageVersion".into(), json!(version));
    }
    project.insert("software_packageUrl".into(), json!(bill.purl));
    graph.add("software_Package", &root, project);
    let ids: Vec<String> = (1..=items.len()).map(|at| graph.id(&format!("package-{at}"))).collect();
    for (item, id) in items.iter().zip(&ids) {
        graph.add("software_Package", id, package(item));
    }
    licences(bill, items, (&root, &ids), &mut graph);
    dependencies(items, (&root, &ids), &mut graph);
    let listed: Vec<&str> =
        graph.elements.iter().filter_map(|element| element["spdxId"].as_str()).collect();
    let listed = json!(listed);
    let fields =
        json!({ "rootElement": [root], "element": listed, "software_sbomType": ["source"] });
    graph.add("software_Sbom", &bom, object(fields));
    let fields = json!({
        "name": bill.name,
        "rootElement": [bom],
        "element": [bom],
        "profileConformance": ["core", "software", "simpleLicensing"],
    });
    graph.add("SpdxDocument", &document, object(fields));
    let mut all = vec![creation];
    all.append(&mut graph.elements);
    json!({ "@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld", "@graph": all })
}

fn package(item: &Item<'_>) -> Map<String, Value> {
    let component = &item.listed.component;
    let mut fields =
        object(json!({ "name": component.name, "software_primaryPurpose": "library" }));
    if let Some(version) = &component.version {
        fields.insert("software_packageVersion".into(), json!(version));
    }
    fields.insert("software_packageUrl".into(), json!(item.purl));
    fields.insert("software_sourceInfo".into(), json!(item.listed.path));
    if let Some(origin) = packages::told(&item.listed.origin) {
        fields.insert("comment".into(), json!(format!("licence {}", origin.en)));
    }
    if let Some(checksum) = &component.checksum {
        let algorithm = checksum.algorithm.replace('-', "").to_lowercase();
        let hash = json!([{ "type": "Hash", "algorithm": algorithm, "hashValue": checksum.hex }]);
        fields.insert("verifiedUsing".into(), hash);
    }
    fields
}

fn licences(
    bill: &Bill<'_>,
    items: &[Item<'_>],
    (root, ids): (&str, &[String]),
    graph: &mut Graph,
) {
    if let Some(licence) = &bill.licence {
        let id = graph.licence(licence);
        graph.relate(root, "hasDeclaredLicense", vec![id], None);
    }
    let references = references(items);
    for (item, id) in items.iter().zip(ids) {
        let unclear =
            item.listed.component.license.as_ref().and_then(|words| references.get(words));
        if let Some(expression) = item.licence.as_ref().or(unclear) {
            let licence = graph.licence(expression);
            let kind = match item.listed.origin {
                Origin::Name => "hasConcludedLicense",
                _ => "hasDeclaredLicense",
            };
            graph.relate(id, kind, vec![licence], None);
        }
    }
}

fn dependencies(items: &[Item<'_>], (root, ids): (&str, &[String]), graph: &mut Graph) {
    let mut by_scope: BTreeMap<Option<&str>, Vec<String>> = BTreeMap::new();
    for at in direct(items) {
        let scope = match items[at].listed.component.scope {
            Scope::Runtime | Scope::Optional => Some("runtime"),
            Scope::Build => Some("build"),
            Scope::Development => Some("development"),
            Scope::Unknown => None,
        };
        by_scope.entry(scope).or_default().push(ids[at].clone());
    }
    for (scope, to) in by_scope {
        graph.relate(root, "dependsOn", to, scope);
    }
    for (item, id) in items.iter().zip(ids) {
        let to = item.needs.iter().map(|at| ids[*at].clone()).collect();
        graph.relate(id, "dependsOn", to, None);
    }
}
