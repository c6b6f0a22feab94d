//! The command line: exit codes, errors, formats, languages.

use crate::support::planted::github_token;
use crate::support::program;
use crate::support::project::{Place, repository};

const BARE_BONES: &str = "[files]\n\"main.py\" = \"print(1)\\n\"\n";

#[test]
fn errors_of_usage_exit_with_2_in_both_languages() {
    let place = repository(BARE_BONES);
    for (arguments, fr, en) in [
        (vec!["audit", "/nowhere"], "n’existe pas", "does not exist"),
        (vec!["audit", "--no-such"], "n’existe pas", "unexpected argument"),
        (vec!["audit", "@", "--rev", "nope"], "inconnue", "is unknown"),
        (vec!["audit", "@", "--format", "pdf"], "terminal, json", "terminal, json"),
        (vec!["audit", "@", "--fail-on", "never"], "non-publiable", "not-publishable"),
        (
            vec!["audit", "@", "--format", "json", "--format", "terminal"],
            "Deux formats",
            "Two formats",
        ),
        (vec!["explain", "licence/presnt"], "licence/present", "licence/present"),
        (vec!["audit", "@", "--details", "secrets/tre"], "secrets/tree", "secrets/tree"),
        (
            vec!["explain", "b3:0123456789abcdef0123", "--repository", "@"],
            "empreinte",
            "fingerprint",
        ),
        (vec!["scan"], "publiable secrets scan", "publiable secrets scan"),
        (vec!["rules", "explain", "licence/presnt"], "licence/present", "licence/present"),
        (vec!["audit", "@", "--rules", "/nowhere"], "--rules", "--rules"),
    ] {
        for (lang, words) in [("fr", fr), ("en", en)] {
            let (code, out, err) = place.run(&[&arguments[..], &["--lang", lang]].concat());
            assert_eq!(code, 2, "{arguments:?}: {err}");
            assert_eq!(out, "", "{arguments:?}");
            assert!(err.contains(words), "{arguments:?}: {err}");
        }
    }
}

#[test]
fn whatever_has_a_name_is_explained() {
    let place = repository(BARE_BONES);
    for (name, words) in [
        ("licence/present", "licence/present — "),
        ("secrets", "secrets/history"),
        ("legal.license", "SPDX"),
        ("publiccode/missing-key", "publiccode/missing-key"),
    ] {
        let (code, out, err) = place.run(&["explain", name, "--lang", "en"]);
        assert!(code == 0 && out.contains(words), "{name}: {out}{err}");
    }
}

#[test]
fn an_empty_repository_is_an_error_of_its_own() {
    let home = tempfile::tempdir().expect("folder");
    git2::Repository::init(home.path().join("vide")).expect("init");
    let place = Place { root: home.path().join("vide"), home };
    let (code, _, err) = place.run(&["audit", "@", "--lang", "fr"]);
    assert_eq!(code, 3);
    assert!(err.contains("aucun commit"), "{err}");
}

#[test]
fn a_bad_configuration_is_refused_with_its_place() {
    let place = repository(BARE_BONES);
    std::fs::write(place.root.join("publiable.toml"), "schema = 1\n[project]\ndegree = \"E\"\n")
        .expect("write");
    let (code, out, err) = place.run(&["audit", "@", "--lang", "en"]);
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(err.contains("publiable.toml:3:"), "{err}");
}

#[test]
fn the_gate_chooses_what_fails() {
    let place = repository(BARE_BONES);
    assert_eq!(place.run(&["audit", "@"]).0, 1, "no licence: not publishable");
    assert_eq!(place.run(&["audit", "@", "--exit-zero"]).0, 0);
    assert_eq!(place.run(&["audit", "@", "--fail-on", "info"]).0, 1);
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let place = repository(BARE_BONES);
    let run = || place.run(&["audit", "@", "--format", "json", "--now", "2026-02-01"]).1;
    assert_eq!(run(), run());
}

#[test]
fn one_state_is_audited_once_and_what_changes_again() {
    let place = repository(BARE_BONES);
    let cache = place.home.path().join(".cache/publiable");
    let kept = || std::fs::read_dir(&cache).expect("a cache").count();
    let audit = |more: &[&str]| {
        let words = ["audit", "@", "--format", "json", "--now", "2026-02-01", "--rev", "HEAD"];
        place.run(&[&words, more].concat()).1
    };
    let first = audit(&[]);
    assert_eq!(kept(), 4, "the history, the quiet files, the report, the key of their seals");
    assert_eq!(audit(&[]), first);
    assert_eq!(kept(), 4);
    assert_eq!(audit(&["--no-cache"]), first);
    assert_ne!(audit(&["--lang", "en"]), audit(&["--lang", "fr"]));
    assert_ne!(audit(&["--degree", "C"]), first);
    assert_ne!(audit(&["--now", "2036-02-01"]), first);
    assert_eq!(audit(&[]), first);
}

#[test]
fn a_file_that_has_just_changed_is_read_again() {
    let place = repository(BARE_BONES);
    let secrets = || {
        let report: serde_json::Value =
            serde_json::from_str(&place.run(&["audit", "@", "--format", "json"]).1).expect("JSON");
        let outcomes = report["outcomes"].as_array().expect("outcomes").iter();
        let tree = outcomes.into_iter().find(|outcome| outcome["rule"] == "secrets/tree");
        tree.expect("decided")["findings"].as_array().map_or(0, Vec::len)
    };
    let token = github_token(7);
    let write = |line: &str| {
        std::fs::write(place.root.join("main.py"), format!("T = '{line}'\n")).expect("written");
    };
    for (line, expected) in
        [("x".repeat(token.len()), 0), (token.clone(), 1), ("x".repeat(token.len()), 0)]
    {
        write(&line);
        assert_eq!(secrets(), expected);
    }
}

#[test]
fn one_scan_writes_many_reports() {
    let place = repository(BARE_BONES);
    let file = place.home.path().join("rapport.json");
    let format = format!("json={}", file.display());
    let (code, out, _) =
        place.run(&["audit", "@", "--format", &format, "--format", "terminal", "--lang", "fr"]);
    assert_eq!(code, 1);
    assert!(out.contains("NON PUBLIABLE"), "{out}");
    let report: serde_json::Value =
        serde_json::from_slice(&std::fs::read(&file).expect("written")).expect("JSON");
    assert_eq!(report["verdict"], "non-publiable");
    assert_eq!(report["language"], "fr");
}

#[test]
fn the_report_follows_its_schema() {
    let place = repository(BARE_BONES);
    let schema: serde_json::Value =
        serde_json::from_str(&place.run(&["schema", "report"]).1).expect("schema");
    let report: serde_json::Value =
        serde_json::from_str(&place.run(&["audit", "@", "--format", "json"]).1).expect("report");
    let validator = jsonschema::validator_for(&schema).expect("a valid schema");
    let errors: Vec<String> =
        validator.iter_errors(&report).map(|error| error.to_string()).collect();
    assert_eq!(errors, Vec::<String>::new());
    for key in [
        "schema_version",
        "tool",
        "repository",
        "commit",
        "verdict",
        "degree",
        "incomplete",
        "outcomes",
    ] {
        assert!(report.get(key).is_some(), "{key}");
    }
}

#[test]
fn a_report_never_holds_the_path_of_the_machine() {
    let place = repository(BARE_BONES);
    let report = place.run(&["audit", "@", "--format", "json"]).1;
    assert!(!report.contains(place.home.path().to_str().expect("path")));
}

#[test]
fn no_colour_goes_to_a_pipe_unless_asked_for() {
    let place = repository(BARE_BONES);
    assert!(!place.run(&["audit", "@"]).1.contains('\x1b'));
    assert!(place.run(&["audit", "@", "--color", "always"]).1.contains('\x1b'));
}

#[test]
fn a_broken_pipe_is_quiet() {
    let place = repository(BARE_BONES);
    let binary = env!("CARGO_BIN_EXE_publiable");
    let script = format!("{binary} audit {} --verbose | head -n 1", place.root.display());
    let output = std::process::Command::new("sh").args(["-c", &script]).output().expect("sh");
    assert_eq!(program::text(&output.stderr), "");
}

#[test]
fn a_configuration_is_created_once_and_checked() {
    let place = repository(BARE_BONES);
    assert_eq!(place.run(&["config", "init", "@", "--degree", "b"]).0, 0);
    let (code, _, err) = place.run(&["config", "init", "@", "--lang", "en"]);
    assert_eq!(code, 2, "{err}");
    let (code, out, err) = place.run(&["config", "check", "@", "--lang", "en"]);
    assert_eq!(code, 0, "{err}");
    assert!(out.contains("is valid"), "{out}");
}

#[test]
fn an_answer_given_by_flags_is_recorded_and_listed() {
    let place = repository(BARE_BONES);
    let (code, _, err) = place.run(&[
        "attest",
        "attest/ip-owned",
        "--path",
        "@",
        "--answer",
        "oui",
        "--role",
        "Bureau des produits",
        "--note",
        "Marché avec cession des droits",
    ]);
    assert_eq!(code, 0, "{err}");
    let (_, out, _) = place.run(&["attest", "--list", "--path", "@", "--lang", "en"]);
    let line = out.lines().find(|line| line.starts_with("attest/ip-owned")).expect("listed");
    assert!(line.contains("attested"), "{out}");
    let (code, _, err) =
        place.run(&["attest", "attest/ip-ownd", "--path", "@", "--answer", "oui", "--role", "x"]);
    assert_eq!(code, 2);
    assert!(err.contains("attest/ip-owned"), "{err}");
}

#[test]
fn a_no_to_a_blocking_question_forbids_publication() {
    let place = repository(BARE_BONES);
    place.run(&[
        "attest",
        "attest/no-personal-data",
        "--path",
        "@",
        "--answer",
        "non",
        "--role",
        "DPO",
    ]);
    let report = place.run(&["audit", "@", "--format", "json"]).1;
    let report: serde_json::Value = serde_json::from_str(&report).expect("JSON");
    assert_eq!(report["verdict"], "non-publiable");
}

#[test]
fn a_ministry_adjusts_rules_without_recompiling() {
    let place = repository(BARE_BONES);
    let rules = place.home.path().join("regles");
    std::fs::create_dir(&rules).expect("folder");
    let adjust = "[[adjust]]\nid = \"licence/present\"\nseverity = \"info\"\n";
    std::fs::write(rules.join("ministere.toml"), adjust).expect("write");
    let rules = rules.to_str().expect("path");
    let (_, out, _) = place.run(&["audit", "@", "--format", "json", "--rules", rules]);
    let report: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    let outcome = report["outcomes"]
        .as_array()
        .expect("list")
        .iter()
        .find(|o| o["rule"] == "licence/present");
    assert_eq!(outcome.expect("outcome")["severity"], "info");
    std::fs::write(format!("{rules}/ministere.toml"), adjust.replace("severity", "severty"))
        .expect("write");
    let (code, _, err) = place.run(&["audit", "@", "--rules", rules, "--lang", "en"]);
    assert_eq!(code, 2);
    assert!(err.contains("ministere.toml:3") && err.contains("“severity”"), "{err}");
}

#[test]
fn completions_and_manual_pages_are_made_for_every_shell() {
    let place = repository(BARE_BONES);
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let (code, out, _) = place.run(&["completions", shell]);
        assert!(code == 0 && out.contains("publiable"), "{shell}");
    }
    assert!(place.run(&["man", "--lang", "fr"]).1.contains(".TH"));
    let pages = place.home.path().to_str().expect("path");
    assert_eq!(place.run(&["man", "--out", pages]).0, 0);
    assert!(place.home.path().join("publiable-audit.1").exists());
}

#[test]
fn help_speaks_both_languages() {
    let place = repository(BARE_BONES);
    let french = place.run(&["audit", "--help", "--lang", "fr"]).1;
    assert!(
        french.contains("Utilisation : publiable audit") && !french.contains("Usage:"),
        "{french}"
    );
    let english = place.run(&["audit", "--help", "--lang", "en"]).1;
    assert!(english.contains("Usage: publiable audit"), "{english}");
    let version = place.run(&["--version"]).1;
    assert!(version.starts_with("publiable "), "{version}");
}

#[test]
fn an_audited_repository_cannot_clear_itself() {
    let place = repository(BARE_BONES);
    let lowered = "schema = 1\n[rules.\"licence/present\"]\nseverity = \"info\"\n\
                   [rules.\"attest/ip-owned\"]\nseverity = \"info\"\n\
                   [rules.\"versioning/tags\"]\nseverity = \"info\"\n";
    std::fs::write(place.root.join("publiable.toml"), lowered).expect("write");
    let (code, out, _) = place.run(&["audit", "@", "--format", "json", "--lang", "en"]);
    assert_eq!(code, 1, "a blocking rule keeps its severity");
    let report: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    let severity = |id: &str| {
        let outcomes = report["outcomes"].as_array().expect("list");
        outcomes.iter().find(|o| o["rule"] == id).expect("outcome")["severity"].clone()
    };
    assert_eq!(severity("licence/present"), "blocking");
    assert_eq!(severity("attest/ip-owned"), "blocking");
    assert_eq!(severity("versioning/tags"), "info");
    let notices = report["notices"].to_string();
    assert!(notices.contains("may not lighten this rule"), "{notices}");
    assert!(notices.contains("“versioning/tags”: information instead of recommended"), "{notices}");
}

#[test]
fn an_audited_repository_cannot_adjust_a_blocking_rule_nor_redefine_a_role() {
    for text in [
        "[[adjust]]\nid = \"licence/present\"\nseverity = \"info\"\n",
        "[[role]]\nid = \"licence\"\nname = \".*\"\nfolders = [\"\"]\n",
    ] {
        let place = repository(BARE_BONES);
        std::fs::create_dir(place.root.join("regles")).expect("folder");
        std::fs::write(place.root.join("regles/r.toml"), text).expect("write");
        let config = "schema = 1\nextends = [\"regles\"]\n";
        std::fs::write(place.root.join("publiable.toml"), config).expect("write");
        let (code, _, err) = place.run(&["audit", "@", "--lang", "en"]);
        assert_eq!(code, 2, "{err}");
        assert!(err.contains("regles/r.toml:2") && err.contains("--rules"), "{err}");
    }
}

#[test]
fn a_refused_waiver_is_told_by_config_check() {
    let place = repository(BARE_BONES);
    let waiver = "schema = 1\n[[waiver]]\nrule = \"licence/present\"\nreason = \"non\"\n";
    std::fs::write(place.root.join("publiable.toml"), waiver).expect("write");
    let (code, _, err) = place.run(&["config", "check", "@", "--lang", "en"]);
    assert_eq!(code, 2);
    assert!(err.contains("“licence/present”") && err.contains("admits no waiver"), "{err}");
}

#[test]
fn a_shallow_clone_keeps_its_code_under_exit_zero() {
    let place = repository(
        "shallow = true\n[[commits]]\nfiles = { \"a.txt\" = \"a\" }\n[files]\n\"b.txt\" = \"b\"\n",
    );
    assert_eq!(place.run(&["audit", "@", "--exit-zero"]).0, 3);
    assert_ne!(place.run(&["audit", "@", "--no-history", "--exit-zero"]).0, 3);
}

#[test]
fn details_narrow_the_page_and_no_other_format() {
    let place = repository(BARE_BONES);
    let (_, page, _) =
        place.run(&["audit", "@", "--details", "licence/present", "--format", "terminal"]);
    assert!(page.contains("licence/present") && !page.contains("readme/present"), "{page}");
    let (_, json, _) =
        place.run(&["audit", "@", "--details", "licence/present", "--format", "json"]);
    assert!(json.contains("\"rule\": \"readme/present\""), "{json}");
}

#[test]
fn a_refused_option_leads_to_the_help_of_its_command() {
    let place = repository(BARE_BONES);
    for (arguments, help) in [
        (&["scaffold", "@", "--dry-run", "--yes"][..], "L’aide : publiable scaffold --help"),
        (&["publiccode", "new", "--nope"], "L’aide : publiable publiccode new --help"),
        (&["nonesuch"], "L’aide : publiable --help"),
    ] {
        let (code, _, err) = place.run(&[arguments, &["--lang", "fr"]].concat());
        assert!(code == 2 && err.contains(help), "{arguments:?}: {err}");
    }
}

#[test]
fn a_summary_is_shown_beside_reports_that_go_to_files() {
    let place = repository(BARE_BONES);
    let home = tempfile::tempdir().expect("folder");
    let json = format!("json={}", home.path().join("report.json").display());
    let (_, out, _) = place.run(&["audit", "@", "--lang", "en", "--format", &json]);
    assert_eq!(out, "");
    let (_, out, err) = place.run(&["audit", "@", "--summary", "--lang", "en", "--format", &json]);
    assert!(out.contains("NOT PUBLISHABLE") && out.contains("WHAT BLOCKS"), "{out}{err}");
    assert!(home.path().join("report.json").exists());
}
