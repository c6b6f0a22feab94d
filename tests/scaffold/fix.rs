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
