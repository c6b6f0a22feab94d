//! Through the program: broken lock files and manifests, and what is inside a
//! project whose licence is to be chosen.

use crate::support::program;
use crate::support::repository;
use crate::support::repository::RepositorySpec;
use serde_json::Value;
use std::collections::BTreeMap;

struct Place {
    home: tempfile::TempDir,
}

fn place(spec: RepositorySpec) -> Place {
    let home = tempfile::tempdir().expect("folder");
    let root = home.path().join("projet");
    std::fs::create_dir(&root).expect("folder");
    repository::build(&root, &spec);
    Place { home }
}

fn written(spec: &str) -> Place {
    place(toml::from_str(spec).expect("specification"))
}

impl Place {
    fn run(&self, words: &[&str]) -> (i32, String, String) {
        let root = self.home.path().join("projet");
        let path = root.to_str().expect("path");
        let words: Vec<&str> =
            words.iter().map(|word| if *word == "PATH" { path } else { word }).collect();
        let output = program::run(self.home.path(), &words);
        let code = output.status.code().expect("code");
        (code, program::text(&output.stdout), program::text(&output.stderr))
    }
}

#[test]
fn a_broken_lock_file_makes_the_audit_incomplete() {
    let mut nested = "[".repeat(3000);
    nested.insert_str(0, "{\"packages\": ");
    let bomb = format!("packages:\n  a: &a [{}]\n  b: *c\n", "x, ".repeat(50));
    let broken: BTreeMap<&str, String> = [
        ("package-lock.json", nested),
        ("Cargo.lock", "[[package]]\nname = \"a\n".to_string()),
        ("pom.xml", "<project><dependencies></project>".to_string()),
        ("pnpm-lock.yaml", bomb),
        ("composer.json", "{\"require\": {".to_string()),
        ("go.mod", "module a\nrequire (\n\tb\n)\n".to_string()),
        ("Gemfile.lock", "GEM\n  specs:\n    a (1\n".to_string()),
    ]
    .into();
    let files = broken
        .iter()
        .map(|(path, text)| (path.to_string(), repository::Content::Text(text.clone())));
    let place = place(RepositorySpec { files: files.collect(), ..Default::default() });
    let words = ["audit", "PATH", "--format", "json", "--lang", "en", "--exit-zero"];
    let (code, out, err) = place.run(&words);
    assert_eq!(code, 3, "{err}");
    let report: Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!(report["verdict"], "audit-incomplet");
    let unseen = report["incomplete"].as_array().expect("list").iter();
    let unseen: Vec<(&str, &str)> =
        unseen.filter_map(|one| Some((one["path"].as_str()?, one["message"].as_str()?))).collect();
    for path in broken.keys() {
        let told = unseen.iter().find(|(seen, _)| seen == path);
        let told = told.map(|(_, message)| *message).unwrap_or_default();
        assert!(told.contains("line ") && told.contains("column "), "{path}: {told:?}");
    }
    let (code, _, err) = place.run(&["sbom", "PATH", "--lang", "en"]);
    assert_eq!(code, 3);
    assert_eq!(err.lines().count(), broken.len(), "{err}");
    let (code, ..) = place.run(&["licence", "choose", "PATH", "--no-input"]);
    assert_eq!(code, 3);
}

#[test]
fn a_choice_takes_what_is_inside_into_account() {
    let place = written(
        r##"
[files]
".gitignore" = "node_modules/\n"
"README.md" = "# Projet\n\n## Licence\n\nCe projet est sous licence ISC.\n"
"package.json" = '{"name":"projet","license":"ISC","dependencies":{"a":"1","de-personne":"1"}}'
"yarn.lock" = "a@1:\n  version \"1.0.0\"\n\nde-personne@1:\n  version \"1.0.0\"\n"
"vendor/outil/LICENSE" = "This library is free software: you can redistribute it and/or modify it under the terms of the GNU General Public License as published by the Free Software Foundation, either version 3 of the License, or (at your option) any later version.\n"
[untracked]
"node_modules/a/package.json" = '{"name":"a","version":"1.0.0","license":"MIT"}'
"##,
    );
    let words = ["licence", "choose", "PATH", "--no-input", "--format", "json", "--lang", "en"];
    let (code, out, err) = place.run(&words);
    assert_eq!(code, 0, "{err}");
    let answer: Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!(answer["licence"], "GPL-3.0-or-later", "{out}");
    let excluded = answer["excluded"].as_array().expect("list");
    assert!(excluded.iter().any(|one| {
        one["licence"] == "MIT"
            && one["component"].as_str().is_some_and(|part| part.starts_with("vendor/outil"))
    }));
    let warnings = answer["warnings"].to_string();
    assert!(warnings.contains("de-personne@1.0.0"), "{warnings}");
    assert!(!warnings.contains(" a@1.0.0"), "{warnings}");
    assert!(warnings.contains("ISC, which is not on the list"), "{warnings}");
    assert!(warnings.contains("every rights holder must agree"), "{warnings}");
}

#[test]
fn the_licence_that_a_project_has_is_kept_when_it_does() {
    let place = written("[files]\n\"package.json\" = '{\"name\":\"a\",\"license\":\"MIT\"}'\n");
    let (code, out, err) = place.run(&["licence", "choose", "PATH", "--no-input", "--lang", "en"]);
    assert_eq!(code, 0, "{err}");
    assert_eq!(out.lines().last(), Some("MIT"));
    assert!(out.contains("already under MIT"), "{out}");
}

#[test]
fn what_is_inside_data_is_part_of_them() {
    let place = written("[files]\n\"a.csv\" = \"a\"\n");
    let words = ["licence", "choose", "--no-input", "--lang", "en", "--subject"];
    let (code, out, _) = place.run(&[&words[..], &["data", "--inside", "ODbL-1.0"]].concat());
    assert_eq!((code, out.lines().last()), (0, Some("ODbL-1.0")), "{out}");
    let words = [&words[..], &["documentation", "--inside", "CC-BY-SA-4.0"]].concat();
    let (code, out, _) = place.run(&words);
    assert_eq!((code, out.lines().last()), (1, Some("NONE")), "{out}");
    assert!(out.contains("no licence of the list fits"), "{out}");
}
