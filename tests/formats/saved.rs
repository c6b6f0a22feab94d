//! What a saved report gives back, and what no format tells.

use super::{LANGS, VARIED, place, rendered, varied};
use crate::support::{planted, program};
use publiable::testing::render::Format;

#[test]
fn a_saved_report_gives_every_format_byte_for_byte() {
    let place = place(VARIED);
    let json = place.home.path().join("report.json");
    let saved = format!("json={}", json.display());
    // On a terminal, the commands of an audit name its folder; a saved report has none.
    for (name, _) in Format::ALL.into_iter().filter(|(name, _)| *name != "terminal") {
        for lang in ["fr", "en"] {
            let fixed = ["--lang", lang, "--format", name];
            let audit = ["audit", "@", "--exit-zero", "--now", "2026-02-01", "--format", &saved];
            let (code, direct, error) = place.run(&[&audit[..], &fixed].concat());
            assert_eq!(code, 0, "{name}: {error}");
            let path = json.to_str().expect("path");
            let (code, later, error) = place.run(&[&["report", path][..], &fixed].concat());
            assert_eq!(code, 0, "{name}: {error}");
            assert!(direct == later, "{name} in {lang} differs once saved");
        }
    }
}

#[test]
fn the_language_of_a_saved_report_is_its_own_unless_asked() {
    let place = place(VARIED);
    let json = place.home.path().join("report.json");
    let saved = format!("json={}", json.display());
    place.run(&["audit", "@", "--lang", "en", "--format", &saved]);
    let path = json.to_str().expect("path");
    let (_, markdown, _) = place.run(&["report", path, "--format", "markdown"]);
    assert!(markdown.contains("What blocks publication"), "{markdown}");
    let (_, french, _) = place.run(&["report", path, "--format", "markdown", "--lang", "fr"]);
    assert!(french.contains("Ce qui bloque la publication"), "{french}");
}

#[test]
fn rendering_twice_gives_the_same_bytes() {
    let report = varied();
    for (name, format) in Format::ALL {
        for lang in LANGS {
            let again = rendered(&report, format, lang);
            assert!(rendered(&report, format, lang) == again, "{name}");
        }
    }
}

#[test]
fn no_format_tells_a_secret() {
    let report = varied();
    let found = report.outcomes.iter().filter(|o| o.chapter == "secrets");
    assert!(found.flat_map(|outcome| &outcome.findings).count() >= 2, "both secrets are found");
    for (name, format) in Format::ALL {
        for lang in LANGS {
            let told = rendered(&report, format, lang);
            for seed in [1, 2, 3] {
                let secret = planted::github_token(seed);
                assert!(!told.contains(&secret), "{name}");
                assert!(!told.contains(&secret[8..30]), "{name} tells a part");
            }
        }
    }
}

#[test]
fn several_reports_go_into_the_formats_that_take_them() {
    let place = place(VARIED);
    let (_, line, _) = place.run(&["audit", "@", "--format", "jsonl"]);
    assert_eq!(line.lines().count(), 1);
    let file = place.home.path().join("all.jsonl");
    std::fs::write(&file, format!("{line}{line}")).expect("written");
    let path = file.to_str().expect("path");
    let (code, lines, error) = place.run(&["report", path, path, "--format", "jsonl"]);
    assert_eq!((code, lines.lines().count()), (0, 4), "{error}");
    let (code, table, _) = place.run(&["report", path, "--format", "csv"]);
    assert_eq!((code, table.matches('\u{feff}').count()), (0, 1), "one header");
    let (code, _, error) = place.run(&["report", path, "--format", "html", "--lang", "en"]);
    assert_eq!(code, 2);
    assert!(error.contains("holds one report"), "{error}");
}

#[test]
fn what_is_not_a_report_is_refused() {
    let place = place(VARIED);
    for (content, words) in [
        ("{", "is not a report"),
        ("", "is not a report"),
        ("{\"schema_version\": \"1.0\"}", "is not a report"),
        ("{\"schema_version\": \"2.0\"}", "format version “2.0”"),
    ] {
        let file = place.home.path().join("wrong.json");
        std::fs::write(&file, content).expect("written");
        let (code, out, error) =
            place.run(&["report", file.to_str().expect("path"), "--lang", "en"]);
        assert_eq!((code, out.as_str()), (2, ""), "{content}");
        assert!(error.contains(words), "{content}: {error}");
    }
    let (code, _, error) = place.run(&["report", "/nowhere.json", "--lang", "en"]);
    assert_eq!(code, 2, "{error}");
}

/// Runs an audit as a job of a forge does.
fn job(variables: &[(&str, &str)]) -> (String, Option<String>) {
    let place = place(VARIED);
    let summary = place.home.path().join("summary.md");
    std::fs::write(&summary, "Before\n").expect("written");
    let output = program::command(place.home.path())
        .args(["audit", place.root.to_str().expect("path"), "--lang", "en", "--exit-zero"])
        .args(["--now", "2026-02-01"])
        .env("GITHUB_STEP_SUMMARY", &summary)
        .envs(variables.iter().copied())
        .output()
        .expect("the program runs");
    assert!(output.status.success());
    (program::text(&output.stdout), std::fs::read_to_string(&summary).ok())
}

#[test]
fn a_job_is_told_in_the_words_of_its_forge() {
    for forge in ["GITHUB_ACTIONS", "FORGEJO_ACTIONS", "GITEA_ACTIONS"] {
        let (log, summary) = job(&[(forge, "true")]);
        assert!(log.starts_with("::stop-commands::"), "{log}");
        assert!(log.contains("\n::warning title=publiable%3A not publishable::"), "{log}");
        let summary = summary.expect("a summary");
        assert!(
            summary.starts_with("Before\n<!-- publiable -->\n## ❌"),
            "what was there stays: {summary}"
        );
        assert!(!log.contains('\u{1b}'), "no colour");
    }
    for elsewhere in [("GITLAB_CI", "true"), ("GITHUB_ACTIONS", "false")] {
        let (log, summary) = job(&[elsewhere]);
        assert!(!log.contains("::"), "{log}");
        assert_eq!(summary.as_deref(), Some("Before\n"));
    }
}
