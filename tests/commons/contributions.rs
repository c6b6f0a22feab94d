//! `publiable contributions`: the figures of bodies, and nobody.

use super::fleet::run;
use crate::support::planted::letters;
use git2::{Repository, Signature, Time};
use serde_json::Value;
use std::path::Path;
use tempfile::TempDir;

/// A moment of July 2025, and one of July 2024.
const YEAR: i64 = 1_752_000_000;
const BEFORE: i64 = YEAR - 365 * 86_400;

/// Who commits: a name, an address, a moment.
type Author = (String, String, i64);

/// A repository at `root` with one commit an author. Its objects are written once all are
/// made, in one pack: thousands of files are what takes long.
fn repository(root: &Path, authors: &[Author]) {
    let repository = Repository::init(root).expect("init");
    let objects = repository.odb().expect("objects");
    let made = objects.add_new_mempack_backend(1_000).expect("objects in memory");
    let tree = repository.treebuilder(None).and_then(|tree| tree.write()).expect("tree");
    let tree = repository.find_tree(tree).expect("tree");
    let mut parent = None;
    for (name, email, moment) in authors {
        let who = Signature::new(name, email, &Time::new(*moment, 0)).expect("signature");
        let parents: Vec<git2::Commit<'_>> =
            parent.into_iter().map(|id| repository.find_commit(id).expect("commit")).collect();
        let parents: Vec<&git2::Commit<'_>> = parents.iter().collect();
        let made = repository.commit(None, &who, &who, "Change", &tree, &parents);
        parent = Some(made.expect("commit"));
    }
    let mut pack = git2::Buf::new();
    made.dump(&repository, &mut pack).expect("a pack");
    let mut writer = objects.packwriter().expect("a folder for the pack");
    std::io::Write::write_all(&mut writer, &pack).expect("write");
    writer.commit().expect("a pack");
    let head = repository.find_reference("HEAD").expect("HEAD");
    let branch = head.symbolic_target().ok().flatten().expect("a branch");
    repository.reference(branch, parent.expect("a commit"), true, "").expect("reference");
}

fn one(number: u64, domain: &str) -> Author {
    let (first, last) = (letters(number * 2 + 1, 9), letters(number * 2 + 2, 9));
    (format!("{first} {last}"), format!("{first}.{last}@{domain}"), YEAR)
}

fn json(home: &TempDir, more: &[&str]) -> Value {
    let first = ["contributions", "list.csv", "--format", "json"];
    serde_json::from_str(&run(home, &[&first[..], more].concat())).expect("json")
}

/// A home where a list names the repositories `all`, each with its body.
fn home(all: &[(&str, &str, Vec<Author>)]) -> TempDir {
    let home = tempfile::tempdir().expect("folder");
    let mut list = String::from("path,body\n");
    for (name, body, authors) in all {
        repository(&home.path().join(name), authors);
        list.push_str(&format!("{name},{body}\n"));
    }
    std::fs::write(home.path().join("list.csv"), list).expect("write");
    home
}

#[test]
fn none_of_ten_thousand_people_is_in_any_output() {
    let domains = ["insee.fr", "ign.fr", "exemple.example", "users.noreply.github.com"];
    let mut authors: Vec<Author> = (0..9_996)
        .map(|number| match number % 500 {
            // An address that is the person’s own.
            0 => one(number, &format!("{}.example", letters(number + 50_000, 9))),
            _ => one(number, domains[(number % 4) as usize]),
        })
        .collect();
    authors.extend((9_996..10_000).map(|number| one(number, "cnrs.fr")));
    let home = home(&[("un", "Insee", authors.clone())]);
    let mut outputs = Vec::new();
    for format in ["text", "json", "csv"] {
        for lang in ["fr", "en"] {
            let words = ["contributions", "list.csv", "--format", format, "--lang", lang];
            outputs.push(run(&home, &words).to_lowercase());
        }
    }
    let commit = Repository::open(home.path().join("un")).expect("repository");
    let head = commit.head().expect("head").target().expect("commit").to_string();
    for output in &outputs {
        assert!(output.contains("insee") || output.contains("statistique"), "{output}");
        assert!(!output.contains("cnrs") && !output.contains(&head[..7]) && !output.contains('@'));
        for (name, email, _) in &authors {
            let domain = email.rsplit('@').next().unwrap_or_default();
            let own = domain.ends_with(".example") && domain != "exemple.example";
            let words = name.split(' ').chain(own.then_some(domain)).chain([email.as_str()]);
            for word in words {
                assert!(!output.contains(&word.to_lowercase()), "{word}");
            }
        }
    }
}

#[test]
fn a_few_people_are_counted_with_others_whom_nothing_subtracts() {
    let people = |from: u64, count: u64, domain: &str| -> Vec<Author> {
        (from..from + count).map(|number| one(number, domain)).collect()
    };
    let seven = people(0, 7, "insee.fr");
    // Four others are fewer than five: the smallest group joins them.
    let mixed = [people(100, 6, "ign.fr"), people(200, 4, "cnrs.fr")].concat();
    let home = home(&[("un", "Insee", seven.clone()), ("deux", "Insee", mixed.clone())]);
    let value = json(&home, &[]);
    let bodies: Vec<&Value> =
        value["groups"].as_array().into_iter().flatten().map(|one| &one["body"]).collect();
    assert_eq!(bodies.len(), 2, "{value:#}");
    assert!(
        bodies[1].is_null() && bodies[0].as_str().is_some_and(|name| name.contains("statistique"))
    );
    assert_eq!(value["groups"][1]["people"], 10);
    assert_eq!(value["groups"][0]["own"]["commits"], 5);
    // One person more changes nothing, and a day more neither.
    let more = self::home(&[
        ("un", "Insee", [seven, people(300, 1, "insee.fr")].concat()),
        ("deux", "Insee", mixed),
    ]);
    assert_eq!(json(&more, &[])["groups"][0]["people"], 5);
    let (code, _, err) = crate::support::project::folder().run(&[
        "contributions",
        "@",
        "--year",
        "2999",
        "--lang",
        "en",
    ]);
    assert_eq!((code, err.contains("is not over")), (2, true), "{err}");
}

#[test]
fn machines_are_left_out_and_the_willing_are_named() {
    let mut authors: Vec<Author> = (0..6).map(|number| one(number, "insee.fr")).collect();
    authors.insert(0, ("Ancienne".into(), authors[0].1.clone(), BEFORE));
    authors.push(("renovate[bot]".into(), "bot@insee.fr".into(), YEAR));
    let home = home(&[("un", "Insee", authors.clone())]);
    let named =
        format!("[[agent]]\nname = \"Agente Volontaire\"\nemails = [\"{}\"]\n", authors[2].1);
    std::fs::write(home.path().join("named.toml"), named).expect("write");
    let value = json(&home, &["--named", "named.toml"]);
    let group = &value["groups"][0];
    assert_eq!((&group["commits"], &group["people"]), (&5.into(), &5.into()), "{value:#}");
    assert_eq!(value["named"][0]["name"], "Agente Volontaire");
    assert_eq!(json(&home, &[])["named"], serde_json::json!([]));
}
