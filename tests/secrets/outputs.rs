//! What the program writes about secrets: formats that keep to their schemas,
//! and never a secret in any of them.

use crate::support::commit::commit;
use crate::support::planted::{github_token, letters, private_key};
use crate::support::program;
use crate::support::scanned::{Place, allow, place, token_file};
use publiable::testing::render::Format;
use serde_json::Value;
use std::path::Path;

#[test]
fn sarif_has_what_its_readers_need() {
    let place = place(&[("a b.py", token_file(1)), ("c.py", token_file(1))]);
    let (code, out, _) = place.run(&["scan", ".", "--format", "sarif", "--lang", "en"]);
    assert_eq!(code, 1);
    let log: Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    let rule = &run["tool"]["driver"]["rules"][0];
    assert_eq!(rule["id"], "github-token");
    assert!(rule["properties"]["name"]["fr"].is_string());
    let result = &run["results"][0];
    assert_eq!((&result["ruleId"], &result["ruleIndex"]), (&rule["id"], &0.into()));
    assert_eq!(result["level"], "error");
    let at = &result["locations"][0]["physicalLocation"];
    assert_eq!(at["artifactLocation"]["uri"], "a%20b.py");
    assert_eq!(at["region"]["startLine"], 3);
    assert!(result["partialFingerprints"]["publiableSecret/v1"].as_str().is_some());
    assert_eq!(result["relatedLocations"].as_array().map(Vec::len), Some(1));
    assert_eq!(run["invocations"][0]["executionSuccessful"], true);
}

/// A project whose scan has something of everything: each level, the history,
/// messages, archives, what is allowed, what cannot be read.
fn varied() -> Place {
    let password = |seed| format!("{}!{}", letters(seed, 7), letters(seed + 1, 8));
    let place = place(&[
        ("a.py", token_file(1)),
        ("été/b c#d.py", token_file(1)),
        ("old.py", token_file(2)),
        ("c.yml", format!("db_password: \"{}\"\nhost: srv1.dsi.intra\n", password(1))),
        ("d.py", format!("db_password = \"{}\"  # {}\n", password(3), allow("password fictif"))),
        ("e.py", format!("# {}\nx = 1\n", allow("password fictif"))),
        ("key.pem", private_key(4) + "\n"),
    ]);
    let repository = place.repository();
    commit(&repository, &format!("First\n\nwith {}", github_token(5)));
    std::fs::remove_file(place.root.join("old.py")).expect("remove");
    let mut index = repository.index().expect("index");
    index.remove_path(Path::new("old.py")).expect("remove");
    index.write().expect("write");
    commit(&repository, "Second");
    place
}

#[test]
fn sarif_follows_its_schema() {
    let schema: Value =
        serde_json::from_str(include_str!("../schemas/sarif-2.1.0.json")).expect("schema");
    let validator = jsonschema::validator_for(&schema).expect("a valid schema");
    let place = varied();
    let mut runs = vec![
        vec!["scan", "."],
        vec!["scan", ".", "--level", "all", "--history"],
        vec!["scan", ".", "--level", "all", "--history", "--all-places"],
        vec!["scan", ".", "--level", "all", "--no-exceptions"],
        vec!["scan", "e.py"],
    ];
    let absolute = place.root.join("été");
    runs.push(vec!["scan", absolute.to_str().expect("path")]);
    for incomplete in [false, true] {
        if incomplete {
            // A loose object that cannot be read: the scan tells it.
            let objects = place.root.join(".git/objects");
            let blob = git2::Oid::hash_object(git2::ObjectType::Blob, token_file(2).as_bytes());
            let hex = blob.expect("id").to_string();
            std::fs::remove_file(objects.join(&hex[..2]).join(&hex[2..])).expect("remove");
        }
        for words in &runs {
            for lang in ["fr", "en"] {
                let words = [&words[..], &["--format", "sarif", "--lang", lang]].concat();
                let (code, out, err) = place.run(&words);
                let log: Value = serde_json::from_str(&out).expect("JSON");
                let errors: Vec<String> = validator
                    .iter_errors(&log)
                    .map(|error| format!("{}: {error}", error.instance_path()))
                    .collect();
                assert_eq!(errors, Vec::<String>::new(), "{words:?} {err}");
                let complete = &log["runs"][0]["invocations"][0]["executionSuccessful"];
                assert_eq!(*complete, (code != 3), "{words:?}");
                assert_eq!(code == 3, incomplete && words.contains(&"--history"), "{words:?}");
            }
        }
    }
}

/// A value that no output may show, and a text that holds it.
struct Plant {
    value: String,
    text: String,
}

/// Values of many kinds, drawn from `seed`.
fn plants(seed: u64) -> Vec<Plant> {
    let password = |at: u64| format!("{}!{}", letters(seed + at, 6), letters(seed + at + 1, 8));
    let mut plants = Vec::new();
    let mut plant = |value: &str, text: String| plants.push(Plant { value: value.into(), text });
    let token = github_token(seed + 1);
    plant(&token, format!("TOKEN={token}\n"));
    let one = password(2);
    plant(&one, format!("db_password: \"{one}\"\n# the password {one} is old\n"));
    let two = password(4);
    plant(&two, format!("url = \"postgres://app:{two}@db.example.org/app\"\n"));
    let three = letters(seed + 6, 40);
    plant(&three, format!("{{\"api_key\": \"{three}\", \"again\": \"{three}\"}}\n"));
    let four = github_token(seed + 7);
    plant(&four, format!("a = ['{four}', 'x']; b = '{four}'\n"));
    let key = private_key(seed + 8);
    plant(key.lines().nth(5).unwrap_or_default(), format!("{key}\n"));
    let long = github_token(seed + 9);
    plant(&long, format!("{}k='{long}';{}", "a ".repeat(3000), "b ".repeat(3000)));
    let inner = github_token(seed + 10);
    let inside = format!("login: agent\ntoken: {inner}\n");
    let run = data_encoding::BASE64_NOPAD.encode(inside.as_bytes());
    plant(&run, format!("data: {run}\n"));
    plant(&inner, format!("<!-- {run} -->\n"));
    let basic = password(12);
    let pair = data_encoding::BASE64.encode(format!("agent:{basic}").as_bytes());
    plant(&pair, format!("curl -H 'Authorization: Basic {pair}' https://example.org/\n"));
    plant(&basic, format!("curl -u agent:{basic} https://example.org/\n"));
    plants
}

/// The parts of `value` that would give it away: any ten characters of its
/// second half, past what is public of it.
fn parts(value: &str) -> Vec<&str> {
    let half = (value.len() / 2).min(value.len().saturating_sub(10));
    (half..=value.len() - 10).filter_map(|at| value.get(at..at + 10)).collect()
}

/// Everything below `folder`, as text, but what `skipped` names.
fn everything(folder: &Path, skipped: &[&str]) -> String {
    let files = walkdir::WalkDir::new(folder).into_iter().flatten();
    let files = files.filter(|entry| entry.file_type().is_file());
    let files = files.filter(|entry| !skipped.iter().any(|name| entry.path().ends_with(name)));
    files.map(|entry| program::text(&std::fs::read(entry.path()).expect("file"))).collect()
}

/// The files that a purge plan gives git-filter-repo: what to replace, in clear.
const FOR_FILTER_REPO: [&str; 3] = ["replacements.txt", "renames.txt", "paths.txt"];

#[test]
fn no_output_in_french_ever_contains_a_planted_secret() {
    no_output_contains_a_planted_secret(1_000, "fr");
}

#[test]
fn no_output_in_english_ever_contains_a_planted_secret() {
    no_output_contains_a_planted_secret(2_000, "en");
}

fn no_output_contains_a_planted_secret(seed: u64, lang: &str) {
    let place = place(&[]);
    let plants = plants(seed);
    for (at, plant) in plants.iter().enumerate() {
        for name in ["env", "py", "json", "txt", "md"] {
            place.write(&format!("d{at}/f.{name}"), &plant.text);
        }
    }
    // The name of a file, a configuration file, and messages say secrets too.
    let [named, said, noted, tagged] = [51, 52, 53, 54].map(|at| github_token(seed + at));
    place.write(&format!("{named}/readme.md"), "# x\n");
    place.write(".github/workflows/ci.yml", &format!("on: push\nenv:\n  TOKEN: {noted}\n"));
    place.write("README.md", &format!("# Projet\n\nLancer avec `{noted}`.\n"));
    place.write("publiccode.yml", &format!("publiccodeYmlVersion: '0.4'\nname: {noted}\n"));
    let repository = place.repository();
    commit(&repository, &format!("Use {said}\n\nToken: {said}"));
    let head = repository.head().expect("head").peel_to_commit().expect("commit");
    let who = head.author();
    let message = format!("Version\n\n{tagged}");
    repository.tag("v1", head.as_object(), &who, &message, false).expect("tag");
    repository.note(&who, &who, None, head.id(), &tagged, false).expect("note");
    // What the first half of the files held is only in the history.
    for at in (0..plants.len()).step_by(2) {
        for name in ["env", "py", "json", "txt", "md"] {
            place.write(&format!("d{at}/f.{name}"), "nothing\n");
        }
    }
    commit(&repository, "Remove half");
    let mut values: Vec<&str> = plants.iter().map(|plant| plant.value.as_str()).collect();
    values.extend([&named, &said, &noted, &tagged].map(String::as_str));

    let outputs = place.home.path().join("out");
    std::fs::create_dir(&outputs).expect("folder");
    for run in runs(&place, &outputs) {
        let words: Vec<&str> = run.split(' ').chain(["--lang", lang]).collect();
        let output = program::run(place.home.path(), &words);
        assert!(output.status.code().is_some_and(|code| code != 2), "{words:?}");
        let said = program::text(&output.stdout) + &program::text(&output.stderr);
        none_is_in(&values, &said, &format!("the output of {words:?}"));
    }
    none_is_in(&values, &everything(&outputs, &FOR_FILTER_REPO), "the files written");
    // What is kept for the next run, and what was recorded, say nothing either.
    let kept = everything(&place.home.path().join(".cache"), &[]) + &place.read("publiable.toml");
    assert!(!kept.is_empty());
    none_is_in(&values, &kept, "what is kept");
}

fn none_is_in(values: &[&str], text: &str, place: &str) {
    for (at, value) in values.iter().enumerate() {
        let part = parts(value).into_iter().find(|part| text.contains(part));
        assert_eq!(part, None, "value {at} is in {place}");
    }
}

/// Every way of writing what was found, to standard output or below `outputs`.
fn runs(place: &Place, outputs: &Path) -> Vec<String> {
    let (root, to) = (place.root.display(), outputs.display());
    let mut runs = Vec::new();
    for format in ["text", "json", "jsonl", "sarif"] {
        let scan = format!("secrets scan {root} --level all --format {format} --history");
        runs.push(scan.clone());
        runs.push(format!("{scan} --all-places --output {to}/scan.{format}"));
        runs.push(format!("{scan} --no-exceptions --color always"));
    }
    let mut files = format!("audit {root} --no-cache");
    for format in Format::names() {
        runs.push(format!("audit {root} --format {format} --verbose"));
        files += &format!(" --format {format}={to}/audit.{format}");
    }
    runs.push(files);
    runs.push(format!("secrets import {root} --dry-run"));
    runs.push(format!("secrets purge-plan {root} --output-dir {to}/plan"));
    let update = "secrets baseline update";
    runs.push(format!("{update} {root} --reason fictif --level all --baseline {to}/known.toml"));
    runs.push(format!("{update} {root} --reason fictif --level all"));
    runs
}
