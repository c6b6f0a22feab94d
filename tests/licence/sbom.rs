//! `publiable sbom`: the official schemas accept what it writes.

use crate::support::project::{Place, repository as place};
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;

const PROJECT: &str = r#"
[files]
"package.json" = '{"name":"projet","license":"MIT","dependencies":{"@g/a":"^1"},"devDependencies":{"d":"1"}}'
"package-lock.json" = '''
{"lockfileVersion":3,"packages":{"":{"dependencies":{"@g/a":"1"},"devDependencies":{"d":"1"}},
"node_modules/@g/a":{"version":"1.0.0","license":"(MIT OR GPL-2.0-only)","integrity":"sha512-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==","dependencies":{"b":"1"}},
"node_modules/b":{"version":"2.0.0","license":"SEE LICENSE IN LICENSE.md"},
"node_modules/d":{"version":"1.0.0","dev":true,"license":"ISC"}}}
'''
"back/pom.xml" = "<project><dependencies><dependency><groupId>g.é</groupId><artifactId>a b</artifactId><version>1</version></dependency></dependencies></project>"
"back/go.mod" = "module forge.example.org/p\n\nrequire forge.example.org/o/r v1.2.3\n"
"back/requirements.txt" = "Django==5.0\nrequests>=2\n"
"#;

impl Place {
    fn bill(&self, format: &str) -> (i32, String) {
        let (code, document, _) = self.run(&["sbom", "@", "--format", format]);
        (code, document)
    }
}

fn schema(name: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/schemas").join(name);
    serde_json::from_str(&std::fs::read_to_string(path).expect("readable")).expect("json")
}

fn errors(validator: &jsonschema::Validator, document: &str) -> Vec<String> {
    let document: Value = serde_json::from_str(document).expect("json");
    validator.iter_errors(&document).map(|error| error.to_string()).collect()
}

#[test]
fn cyclonedx_follows_its_schema() {
    let registry = jsonschema::Registry::new()
        .add(
            "http://cyclonedx.org/schema/spdx.SNAPSHOT.schema.json",
            schema("cyclonedx-licences.json"),
        )
        .and_then(|registry| {
            registry.add(
                "http://cyclonedx.org/schema/jsf-0.82.SNAPSHOT.schema.json",
                schema("jsf-0.82.json"),
            )
        })
        .and_then(|registry| registry.prepare())
        .expect("registry");
    let validator = jsonschema::options()
        .with_registry(&registry)
        .build(&schema("cyclonedx-1.6.json"))
        .expect("a schema");
    let (code, document) = place(PROJECT).bill("cyclonedx");
    assert_eq!(code, 0);
    assert_eq!(errors(&validator, &document), Vec::<String>::new());
    assert!(document.contains("pkg:npm/%40g/a@1.0.0"), "{document}");
    assert!(document.contains("\"id\": \"MIT\""), "the licence of the project: {document}");
}

#[test]
fn spdx_2_follows_its_schema() {
    let validator = jsonschema::validator_for(&schema("spdx-2.3.json")).expect("a schema");
    let (code, document) = place(PROJECT).bill("spdx");
    assert_eq!(code, 0);
    assert_eq!(errors(&validator, &document), Vec::<String>::new());
    assert!(document.contains("LicenseRef-"));
}

#[test]
fn every_reference_of_spdx_3_leads_to_an_element() {
    let (code, document) = place(PROJECT).bill("spdx3");
    assert_eq!(code, 0);
    let document: Value = serde_json::from_str(&document).expect("json");
    let graph = document["@graph"].as_array().expect("graph");
    let ids: BTreeSet<&str> = graph.iter().filter_map(|one| one["spdxId"].as_str()).collect();
    assert_eq!(ids.len() + 1, graph.len(), "one identifier an element, and the creation");
    for element in graph {
        for key in ["from", "to", "element", "rootElement", "createdBy", "createdUsing"] {
            let value = &element[key];
            let list = value.as_array().cloned().unwrap_or_else(|| vec![value.clone()]);
            for id in list.iter().filter_map(Value::as_str) {
                assert!(ids.contains(id), "{key}: {id}");
            }
        }
    }
}

#[test]
fn the_date_is_that_of_the_commit_and_the_bytes_are_the_same() {
    let place = place(PROJECT);
    for format in ["cyclonedx", "spdx", "spdx3"] {
        let (_, first) = place.bill(format);
        assert_eq!(place.bill(format).1, first);
        assert!(first.contains("2026-01-01T"), "{format}");
    }
}

#[test]
fn a_file_that_cannot_be_read_makes_the_bill_incomplete() {
    let (code, document) = place("[files]\n\"Cargo.lock\" = \"[[package\"\n").bill("spdx");
    assert_eq!(code, 3);
    assert!(document.contains("SPDX-2.3"));
}

#[test]
fn the_project_and_every_component_have_a_package_url() {
    let place = place(PROJECT);
    let (_, cyclonedx) = place.bill("cyclonedx");
    let cyclonedx: Value = serde_json::from_str(&cyclonedx).expect("json");
    assert_eq!(cyclonedx["metadata"]["component"]["purl"], "pkg:generic/projet");
    assert_eq!(cyclonedx["metadata"]["component"]["licenses"][0]["license"]["id"], "MIT");
    let components = cyclonedx["components"].as_array().expect("list");
    assert_eq!(components.len(), 7);
    assert!(
        components.iter().all(|one| one["purl"].as_str().is_some_and(|p| p.starts_with("pkg:")))
    );
    let (_, spdx) = place.bill("spdx");
    let spdx: Value = serde_json::from_str(&spdx).expect("json");
    let packages = spdx["packages"].as_array().expect("list");
    assert_eq!(packages.len(), 8);
    let located = |one: &Value| one["externalRefs"][0]["referenceLocator"].is_string();
    assert!(packages.iter().all(located));
}
