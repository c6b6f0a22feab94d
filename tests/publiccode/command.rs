//! `publiable publiccode`: formats, exit codes, standard input.

use crate::support::program;
use serde_json::Value;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use tempfile::TempDir;

const VALID: &str = "publiccodeYmlVersion: \"0\"\nname: Outil de suivi\nurl: https://forge.projet.gouv.fr/outils/suivi\n\
    platforms:\n  - web\ndevelopmentStatus: stable\nsoftwareType: standalone/web\ndescription:\n  fr:\n    \
    shortDescription: Suit l’avancement des projets d’une collectivité.\n    longDescription: >-\n      \
    L’outil de suivi montre à chaque service où en sont ses projets, qui les porte et ce qui reste à faire. Il a été\n      \
    conçu avec les agents de plusieurs collectivités et s’adapte à leurs méthodes de travail.\n    features:\n      \
    - Tableau de bord\nlegal:\n  license: EUPL-1.2\nmaintenance:\n  type: none\nlocalisation:\n  \
    localisationReady: false\n  availableLanguages:\n    - fr\n";

struct Place {
    home: TempDir,
    file: PathBuf,
}

fn place(text: &str) -> Place {
    let home = tempfile::tempdir().expect("temporary folder");
    let file = home.path().join("publiccode.yml");
    std::fs::write(&file, text).expect("write");
    Place { home, file }
}

impl Place {
    fn run(&self, arguments: &[&str]) -> (i32, String, String) {
        let file = self.file.to_str().expect("path");
        let arguments: Vec<&str> =
            arguments.iter().map(|word| if *word == "@" { file } else { *word }).collect();
        let head = ["publiccode", "validate", "--lang", "en", "--now", "2026-02-01"];
        let output = program::run(self.home.path(), &[&head[..], &arguments].concat());
        let code = output.status.code().expect("a code");
        (code, program::text(&output.stdout), program::text(&output.stderr))
    }
}

fn stdin(home: &Path, text: &[u8], arguments: &[&str]) -> (i32, String) {
    let mut command = program::command(home);
    command.args(["publiccode", "validate", "--lang", "en", "-"]).args(arguments);
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("the program runs");
    // The program stops reading what is too long: the pipe may then be closed.
    let _ = child.stdin.take().expect("stdin").write_all(text);
    let output = child.wait_with_output().expect("output");
    (output.status.code().expect("a code"), program::text(&output.stdout))
}

#[test]
fn the_code_says_whether_the_file_is_valid() {
    assert_eq!(place(VALID).run(&["@"]).0, 0);
    let old = place(&VALID.replace("\"0\"", "\"0.4\""));
    assert_eq!(old.run(&["@"]).0, 0);
    assert_eq!(old.run(&["@", "--strict"]).0, 1);
    assert_eq!(place("name: Outil\n").run(&["@", "--format", "json"]).0, 1);
    let (code, out, error) = place(VALID).run(&["@", "absent.yml"]);
    assert_eq!(code, 2);
    assert!(out.contains("valid") && error.contains("absent.yml"), "{out}{error}");
}

#[test]
fn findings_take_the_forms_of_the_reference_parser() {
    let place = place(&VALID.replace("license: EUPL-1.2", "license: GPLv3"));
    let (code, out, _) = place.run(&["@", "--format", "parser-go", "--compat", "parser-go"]);
    let file = place.file.display();
    let start = format!("{file}:17:3: error: legal.license: “GPLv3” is not an SPDX expression");
    assert!(code == 1 && out.starts_with(&start) && out.lines().count() == 1, "{out}");
    let (_, out, _) = place.run(&["@", "--format", "parser-go-json", "--compat", "parser-go"]);
    let list: Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!((&list[0]["key"], &list[0]["type"]), (&"legal.license".into(), &"error".into()));
    assert_eq!((&list[0]["line"], &list[0]["column"]), (&Value::from(17), &Value::from(3)));
    let (_, out, _) = self::place(VALID).run(&["@", "--format", "parser-go-json"]);
    assert_eq!(out, "[]\n");
}

#[test]
fn the_reference_parser_is_stricter_and_says_nothing_of_advice() {
    let place = place(&VALID.replace("platforms:\n  - web", "platforms: web"));
    assert_eq!(place.run(&["@"]).0, 0);
    let (code, out, _) = place.run(&["@", "--compat", "parser-go", "--format", "json"]);
    let log: Value = serde_json::from_str(&out).expect("JSON");
    let findings = log["files"][0]["findings"].as_array().expect("findings");
    assert_eq!((code, findings.len()), (1, 1), "{out}");
    assert_eq!(findings[0]["rule"], "publiccode/single-value");
    assert_eq!(findings[0]["severity"], "error");
}

#[test]
fn standard_input_is_judged_like_a_file() {
    let home = tempfile::tempdir().expect("temporary folder");
    let (code, out) = stdin(home.path(), VALID.as_bytes(), &[]);
    assert_eq!(code, 0, "{out}");
    let (code, out) = stdin(home.path(), b"name: \xff\n", &["--format", "json"]);
    let log: Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!((code, &log["files"][0]["findings"][0]["rule"]), (1, &"publiccode/encoding".into()));
    let (code, _) = stdin(home.path(), &vec![b'['; 3_000_000], &[]);
    assert_eq!(code, 1);
}

#[test]
fn sarif_names_its_rules_and_places() {
    let place = place(&VALID.replace("platforms:", "platform:"));
    let (_, out, _) = place.run(&["@", "--format", "sarif"]);
    let log: Value = serde_json::from_str(&out).expect("JSON");
    let result = &log["runs"][0]["results"][0];
    assert_eq!(result["ruleId"], "publiccode/no-organisation");
    let results = log["runs"][0]["results"].as_array().expect("results");
    let unknown: Vec<_> =
        results.iter().filter(|one| one["ruleId"] == "publiccode/unknown-key").collect();
    let region = &unknown[0]["locations"][0]["physicalLocation"]["region"];
    assert_eq!((unknown.len(), &region["startLine"]), (1, &Value::from(4)));
}

#[test]
fn the_standard_explains_itself() {
    let home = tempfile::tempdir().expect("temporary folder");
    let explain = |word: &str| {
        let output = program::run(home.path(), &["publiccode", "explain", word, "--lang", "en"]);
        (output.status.code().expect("a code"), program::text(&output.stdout))
    };
    assert!(explain("softwareType").1.contains("standalone/web"));
    assert!(explain("license").1.contains("SPDX"));
    assert!(explain("publiccode/unknown-key").1.contains("rejected"));
    assert_eq!(explain("licence").0, 2);
}

#[test]
fn a_secret_of_the_file_is_not_shown() {
    let token = ["ghp_", "0123456789abcdefghij", "ABCDEFGHIJ", "3mpbCX"].concat();
    let place = place(&VALID.replace("stable", &token));
    for format in ["text", "json", "sarif", "parser-go"] {
        let (code, out, _) = place.run(&["@", "--format", format]);
        assert_eq!((code, out.contains(&token)), (1, false), "{out}");
    }
}

#[test]
fn a_function_may_stand_for_a_person() {
    let contact = VALID.replace(
        "  type: none\n",
        "  type: internal\n  contacts:\n    - name: Équipe de suivi\n    - name: Service du numérique\n",
    );
    let (code, out, error) = place(&contact).run(&["@"]);
    assert_eq!(code, 0, "{out}{error}");
    let words: Vec<&str> = out.split_whitespace().collect();
    assert!(words.join(" ").contains("otherwise keep the function"), "{out}");
    assert!(out.contains("valid (3 pieces of advice)"), "{out}");
}
