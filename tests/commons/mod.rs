//! `publiable catalogue match` and `publiable components`, as a user runs them.

mod contributions;
mod digest;
mod fleet;

use crate::support::project::{Place, repository};
use serde_json::Value;

const PROJECT: &str = r#"
[files]
"package.json" = '{"name":"projet","dependencies":{"pg":"^8"},"devDependencies":{"jest":"29"}}'
"package-lock.json" = '''
{"lockfileVersion":3,"packages":{"":{"dependencies":{"pg":"8"},"devDependencies":{"jest":"29"}},
"node_modules/pg":{"version":"8.1.0","license":"MIT","dependencies":{"b":"1"}},
"node_modules/b":{"version":"2.0.0","license":"ISC"},
"node_modules/jest":{"version":"29.0.0","dev":true,"license":"MIT"}}}
'''
"compose.yml" = "services:\n  base:\n    image: postgres:9.6\n"
"#;

const CATALOGUE: &str = r#"[
 {"id": 1, "name": "PostgreSQL", "versionMin": "12", "dereferencing": {"reason": "essai", "time": 0},
  "userAndReferentCountByOrganization": {"Organisme secret": {"referentCount": 1}}},
 {"id": 2, "name": "QGIS", "authors": [{"name": "Personne secrète"}]}
]"#;

fn matched(format: &str, more: &[&str]) -> String {
    let place = repository(PROJECT);
    let catalogue = place.home.path().join("sill.json");
    std::fs::write(&catalogue, CATALOGUE).expect("write");
    let catalogue = catalogue.to_str().expect("UTF-8 path");
    let first = ["catalogue", "match", "@", "--catalogue", catalogue, "--format", format];
    let (code, out, err) = place.run(&[&first[..], more].concat());
    assert_eq!((code, err.as_str()), (0, ""));
    assert!(!out.contains("secr"), "{out}");
    out
}

#[test]
fn a_match_has_its_evidence_and_its_alerts() {
    let value: Value = serde_json::from_str(&matched("json", &[])).expect("json");
    let found = &value["matches"][0];
    assert_eq!(value["matches"].as_array().map(Vec::len), Some(1));
    assert_eq!((&found["name"], &found["certainty"]), (&"PostgreSQL".into(), &"certain".into()));
    let evidence = &found["evidence"][0];
    assert_eq!((&evidence["path"], &evidence["line"]), (&"compose.yml".into(), &3.into()));
    let kinds: Vec<&Value> =
        found["alerts"].as_array().into_iter().flatten().map(|alert| &alert["kind"]).collect();
    assert_eq!(kinds, ["dereferenced", "below-minimum", "end-of-life"]);
}

#[test]
fn a_person_reads_it_in_both_languages() {
    let french = matched("text", &["--lang", "fr"]);
    assert!(french.starts_with("1 logiciel utilisé\n  PostgreSQL\n"), "{french}");
    assert!(french.contains("version 9.6, inférieure à la version minimale 12"), "{french}");
    let english = matched("text", &["--lang", "en"]);
    assert!(english.contains("    compose.yml:3  image postgres:9.6\n"), "{english}");
    assert!(
        matched("csv", &["--lang", "en"])
            .contains("1,PostgreSQL,certain,image,postgres:9.6,9.6,compose.yml,3,")
    );
}

#[test]
fn a_catalogue_of_another_shape_is_refused() {
    let place = repository(PROJECT);
    for (text, word) in [("{}", "recognised"), ("[", "not valid JSON")] {
        let file = place.home.path().join("x.json");
        std::fs::write(&file, text).expect("write");
        let file = file.to_str().expect("UTF-8 path");
        let (code, _, err) =
            place.run(&["catalogue", "match", "@", "--catalogue", file, "--lang", "en"]);
        assert_eq!(code, 2);
        assert!(err.contains(word), "{err}");
    }
}

/// The package URLs that a document lists.
fn purls(place: &Place, arguments: &[&str]) -> Vec<String> {
    let (code, out, _) = place.run(arguments);
    assert_eq!(code, 0);
    let value: Value = serde_json::from_str(&out).expect("json");
    let components = value["components"].as_array().into_iter().flatten();
    let mut purls: Vec<String> =
        components.filter_map(|one| Some(one["purl"].as_str()?.to_string())).collect();
    purls.sort();
    purls
}

#[test]
fn components_are_those_of_the_bill_of_materials() {
    let place = repository(PROJECT);
    let listed = purls(&place, &["components", "@", "--format", "json"]);
    assert_eq!(listed, purls(&place, &["sbom", "@"]));
    assert_eq!(listed.len(), 3);
    let direct = purls(&place, &["components", "@", "--direct", "--format", "json"]);
    assert_eq!(direct, ["pkg:npm/jest@29.0.0", "pkg:npm/pg@8.1.0"]);
    let (_, page, _) = place.run(&["components", "@", "--lang", "fr"]);
    assert!(page.contains("3 composants, dont 2 demandés par le projet"), "{page}");
}
