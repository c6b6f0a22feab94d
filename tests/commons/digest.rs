//! `publiable digest`: windows that share nothing, hostile names, feeds.

use super::fleet::run;
use crate::support::repository::{self, RepositorySpec};
use serde_json::Value;
use std::collections::BTreeSet;
use tempfile::TempDir;

const BODY: &str = "Organisme <script>x</script> [a](javascript:b)";

/// Two repositories of a body with a hostile name.
fn home() -> TempDir {
    let home = tempfile::tempdir().expect("folder");
    let first = r##"
[[commits]]
date = "2025-03-01"
files = { "README.md" = "# Un", "package.json" = '{"name":"un","private":true,"description":"Compte <b>les</b> lettres. Rien de plus, et rien de moins."}' }
[[commits]]
date = "2025-05-10"
files = { "LICENSE" = "MIT License" }
tags = ["v1.0.0"]
"##;
    let second = r##"
[[commits]]
date = "2025-05-20"
author = "Camille Exemple <camille@example.org>"
files = { "README.md" = "# Deux\n\nUn outil qui permet de compter des lettres dans un texte, écrit par EXEMPLE Camille pour les agents.", "publiccode.yml" = "publiccodeYmlVersion: '0.4'" }
"##;
    let mut list = String::from("path,address,body\n");
    for (name, text) in [("un", first), ("deux", second)] {
        let spec: RepositorySpec = toml::from_str(text).expect("specification");
        let root = home.path().join(name);
        std::fs::create_dir(&root).expect("folder");
        repository::build(&root, &spec);
        list.push_str(&format!("{name},https://forge.example.org/org/{name},{BODY}\n"));
    }
    std::fs::write(home.path().join("list.csv"), list).expect("write");
    run(&home, &["fleet", "audit", "list.csv", "--out", "fleet", "--now", "2026-02-01", "-q"]);
    home
}

fn digest(home: &TempDir, more: &[&str]) -> String {
    run(home, &[&["digest", "fleet"], more].concat())
}

/// The identifiers of what a window tells.
fn told(home: &TempDir, since: &str, until: &str) -> Vec<String> {
    let text = digest(home, &["--since", since, "--until", until, "--format", "json"]);
    let value: Value = serde_json::from_str(&text).expect("json");
    let items = value["items"].as_array().into_iter().flatten();
    items.filter_map(|item| Some(item["id"].as_str()?.to_string())).collect()
}

#[test]
fn no_event_is_told_by_two_windows_and_none_is_lost() {
    let home = home();
    let days = ["2025-01-01", "2025-05-10", "2025-05-20", "2025-05-21", "2026-02-01"];
    let parts: Vec<Vec<String>> =
        days.windows(2).map(|days| told(&home, days[0], days[1])).collect();
    let whole = told(&home, days[0], days[4]);
    let all: Vec<&String> = parts.iter().flatten().collect();
    assert_eq!(parts.iter().map(Vec::len).collect::<Vec<_>>(), [1, 2, 2, 0], "{parts:?}");
    assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), whole.len());
    assert_eq!(all.len(), whole.len());
}

#[test]
fn hostile_names_are_escaped_in_every_format() {
    let home = home();
    for format in ["markdown", "html", "atom", "json"] {
        let words = ["--since", "2025-01-01", "--format", format];
        let text = digest(&home, &words);
        assert_eq!(text, digest(&home, &words), "same bytes");
        assert!(text.contains("https://forge.example.org/org/un"), "{text}");
        if format != "json" {
            assert!(!text.contains("<script"), "{text}");
        }
        assert!(format != "markdown" || !text.contains("[a](javascript"), "{text}");
        if format == "atom" {
            let feed = roxmltree::Document::parse(&text).expect("XML");
            let named = |name: &str| {
                feed.descendants()
                    .filter(|one| one.has_tag_name(("http://www.w3.org/2005/Atom", name)))
                    .count()
            };
            assert_eq!((named("entry"), named("id"), named("updated")), (5, 6, 6));
        }
    }
    let french = digest(&home, &["--since", "2025-01-01", "--lang", "fr"]);
    assert!(french.contains("## ⚖️ Code publié sans licence reconnue"), "{french}");
    assert!(french.contains("[org/un]("), "{french}");
    assert!(french.contains("premier code enregistré le 1er mars 2025)"), "{french}");
    let covers = "Du 1er janvier 2025 au 31 janvier 2026, dans 2 dépôts d’un organisme\u{a0}: ";
    assert!(french.contains(covers), "{french}");
    // What it is for is told once, however many things happened to it.
    assert_eq!(french.matches("Rien de plus").count(), 1, "{french}");
    // What names an author is left.
    assert!(!french.contains("EXEMPLE"), "{french}");
    assert!(french.contains("version 1.0.0, le 10 mai 2025"), "{french}");
}

#[test]
fn between_two_indexes_what_changed_is_told() {
    let home = home();
    std::fs::rename(home.path().join("fleet"), home.path().join("old")).expect("rename");
    let root = home.path().join("deux");
    std::fs::write(root.join("LICENSE"), include_str!("../../LICENSE-MIT")).expect("write");
    let git = git2::Repository::open(&root).expect("repository");
    crate::support::commit::commit(&git, "Licence");
    run(&home, &["fleet", "audit", "list.csv", "--out", "fleet", "--now", "2026-03-01", "-q"]);
    let text = digest(&home, &["--since", "old", "--lang", "en"]);
    assert!(text.contains("Licence added") && text.contains("): MIT licence"), "{text}");
    assert!(!text.contains("New project"), "{text}");
}

#[test]
fn between_two_equal_indexes_nothing_is_told_and_a_folder_has_its_name() {
    let home = home();
    run(&home, &["fleet", "audit", "un", "--out", "local", "--now", "2026-02-01", "-q"]);
    let french = digest(&home, &["--since", "fleet", "--lang", "fr"]);
    assert!(french.contains("rien de nouveau") && french.contains("Entre deux audits"), "{french}");
    let local = run(&home, &["digest", "local", "--since", "2025-01-01", "--lang", "en"]);
    assert!(local.contains("- un: ") && !local.contains("local:"), "{local}");
}
