//! `publiable fix`: what an audit can have repaired without an answer.

use super::place::{PROGRAM, Place};
use crate::support::program::{command, text};
use std::process::Output;

const README: &str =
    "# Calcul\n\nCalcul est un outil qui permet aux agents d’estimer le montant d’une aide.\n";
const CONFIGURATION: &str = "schema = 1\n\n[project]\ndegree = \"B\"\n";
const PUBLICCODE: &str =
    "publiccodeYmlVersion: \"0\"\nname: Calcul # le nom\nlegal:\n  license: mit\n";

fn fix(place: &Place, arguments: &[&str]) -> Output {
    let mut command = command(place.home.path());
    command.arg("fix").arg(place.root()).args(["--lang", "en"]).args(arguments);
    command.output().expect("the program runs")
}

#[test]
fn what_needs_no_answer_is_repaired_in_one_go() {
    let files = [
        PROGRAM[0],
        PROGRAM[1],
        ("README.md", README),
        ("publiable.toml", CONFIGURATION),
        ("publiccode.yml", PUBLICCODE),
    ];
    let place = Place::with(&files);
    let before = place.files();
    let told = fix(&place, &["--check"]);
    assert_eq!(told.status.code(), Some(1), "{}", text(&told.stderr));
    let shown = text(&fix(&place, &["--dry-run"]).stdout);
    assert!(shown.contains("\n-  license: mit\n+  license: MIT\n"), "{shown}");
    assert_eq!(place.files(), before);
    let done = fix(&place, &[]);
    assert!(done.status.success(), "{}", text(&done.stderr));
    assert_eq!(place.text("publiccode.yml"), PUBLICCODE.replace("mit", "MIT"));
    assert!(place.text("README.md").contains("\n## Installation\n"), "{}", place.text("README.md"));
    let created: Vec<String> =
        place.files().into_keys().filter(|name| !before.contains_key(name)).collect();
    assert_eq!(created, Vec::<String>::new());
    let again = fix(&place, &["--check"]);
    assert_eq!(again.status.code(), Some(0), "{}", text(&again.stdout));
}

#[test]
fn what_the_readme_says_already_is_not_said_again() {
    let readme = "# Calcul\n\nCalcul est un outil qui permet aux agents d’estimer le montant d’une aide.\n\n\
        ## Installation locale\n\n```sh\ncargo install --path .\n```\n";
    let place = Place::with(&[PROGRAM[0], PROGRAM[1], ("README.md", readme)]);
    let done = fix(&place, &["--only", "docs/audiences"]);
    assert!(done.status.success(), "{}", text(&done.stderr));
    assert_eq!(place.text("README.md").matches("cargo install --path .").count(), 1);
    let other = readme.replace("cargo install --path .", "make");
    let place = Place::with(&[PROGRAM[0], PROGRAM[1], ("README.md", &other)]);
    assert!(fix(&place, &["--only", "docs/audiences"]).status.success());
    assert_eq!(place.text("README.md").matches("cargo install --path .").count(), 1);
    // In a sentence, as code; and not within another command, nor in words.
    for (own, times) in [
        ("Lancez `cargo install --path .` puis `calcul`.", 1),
        ("Lancez ``cargo install --path .`` puis `calcul`.", 1),
        ("Lancez `cargo install --path ./outils`.", 2),
        ("La commande cargo install --path . ne convient pas ici.", 2),
    ] {
        let other = readme.replace("```sh\ncargo install --path .\n```", own);
        let place = Place::with(&[PROGRAM[0], PROGRAM[1], ("README.md", &other)]);
        assert!(fix(&place, &["--only", "docs/audiences"]).status.success());
        let written = place.text("README.md");
        assert_eq!(written.matches("cargo install --path .").count(), times, "{written}");
    }
}

#[test]
fn no_repair_decides_a_policy() {
    let guide = "# Contribuer\n\nProposez vos modifications, nous les relisons ensemble.\n";
    let files =
        [PROGRAM[0], PROGRAM[1], ("publiable.toml", CONFIGURATION), ("CONTRIBUTING.md", guide)];
    let place = Place::with(&files);
    assert!(fix(&place, &[]).status.success());
    assert!(!place.text("CONTRIBUTING.md").contains("Signed-off-by"));
}

#[test]
fn repairs_are_told_in_sarif_with_their_fixes() {
    let files = [PROGRAM[0], PROGRAM[1], ("README.md", README), ("publiccode.yml", PUBLICCODE)];
    let place = Place::with(&files);
    let before = place.files();
    let told = fix(&place, &["--check", "--sarif", "-"]);
    assert_eq!(told.status.code(), Some(1), "{}", text(&told.stderr));
    assert_eq!(place.files(), before);
    let log: serde_json::Value = serde_json::from_slice(&told.stdout).expect("JSON");
    let results = log["runs"][0]["results"].as_array().expect("results");
    let about = |path: &str| {
        let uri = "/locations/0/physicalLocation/artifactLocation/uri";
        results.iter().find(|one| one.pointer(uri).and_then(|uri| uri.as_str()) == Some(path))
    };
    let change =
        about("publiccode.yml").expect("repaired")["fixes"][0]["artifactChanges"][0].clone();
    let expected = serde_json::json!([{
        "deletedRegion": { "startLine": 4, "startColumn": 1, "endLine": 5, "endColumn": 1 },
        "insertedContent": { "text": "  license: MIT\n" },
    }]);
    assert_eq!(change["replacements"], expected);
    // What the fixes make of the README is what `fix` writes.
    let readme = about("README.md").expect("repaired")["fixes"][0]["artifactChanges"][0].clone();
    let mut lines: Vec<String> = README.split_inclusive('\n').map(str::to_string).collect();
    for one in readme["replacements"].as_array().expect("replacements").iter().rev() {
        let at = |end: &str| one["deletedRegion"][end].as_u64().expect("a line") as usize - 1;
        let new = one["insertedContent"]["text"].as_str().unwrap_or_default().to_string();
        lines.splice(at("startLine")..at("endLine"), [new]);
    }
    assert!(fix(&place, &[]).status.success());
    assert_eq!(lines.concat(), place.text("README.md"));
}

#[test]
fn a_folder_is_given_as_an_argument_or_as_an_option() {
    let place = Place::with(&[PROGRAM[0], PROGRAM[1], ("README.md", README)]);
    let root = place.root().to_string_lossy().into_owned();
    let run = |arguments: &[&str]| {
        let mut command = command(place.home.path());
        command.current_dir(place.home.path()).args(["--lang", "en"]).args(arguments);
        command.output().expect("the program runs")
    };
    for (name, more) in [("fix", "--check"), ("scaffold", "--dry-run"), ("audit", "--summary")] {
        let (as_argument, as_option) = (run(&[name, &root, more]), run(&[name, "-C", &root, more]));
        assert_eq!(as_argument.stdout, as_option.stdout, "{}", text(&as_option.stderr));
        assert!(!as_option.stdout.is_empty(), "{name}");
    }
    let both = run(&["fix", ".", "-C", &root]);
    assert_eq!(both.status.code(), Some(2), "{}", text(&both.stdout));
}
