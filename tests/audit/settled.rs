//! What settling a finding does for its rule, in the files and in the history.

use crate::support::commit::commit;
use crate::support::planted::{github_token, letters};
use crate::support::project::{Place, repository};
use publiable::testing::finding::Status;
use publiable::testing::report::Report;

/// A judged value that is sure enough to block.
fn password() -> String {
    format!("DATABASE_PASSWORD={}\n", letters(41, 24))
}

fn token() -> String {
    format!("TOKEN = '{}'\n", github_token(1))
}

/// A repository whose file `path` holds `text`.
fn holding(path: &str, text: &str) -> Place {
    let place = repository("git = true\nfiles = { \"README.md\" = \"# Projet\\n\" }\n");
    place.write(path, text);
    place
}

/// The fingerprint of the one secret that `report` found in the files.
fn fingerprint(report: &Report) -> String {
    let outcome = report.outcome("secrets/tree").expect("the rule");
    assert_eq!(outcome.findings.len(), 1, "{:?}", outcome.findings);
    outcome.findings[0].fingerprint.0.clone()
}

fn status(report: &Report) -> Status {
    report.outcome("secrets/tree").expect("the rule").outcome
}

/// The entry that settles what `place` holds, with `more` fields.
fn entry(place: &Place, reason: &str, more: &str) -> String {
    let fingerprint = fingerprint(&place.report());
    format!(
        "[[finding]]\nrule = \"secrets/tree\"\nfingerprint = \"{fingerprint}\"\nreason = \"{reason}\"\n{more}"
    )
}

fn settled(place: &Place, reason: &str, more: &str) -> Report {
    let entry = entry(place, reason, more);
    place.write("publiable.toml", &format!("schema = 1\n{entry}"));
    place.report()
}

#[test]
fn a_false_positive_passes_the_rule_and_is_told_with_who_when_and_why() {
    let place = holding(".env", &password());
    assert_eq!(status(&place.report()), Status::Fail);
    let more = "date = 2026-01-15\nrole = \"Équipe\"\nnote = \"vu\"\n";
    for reason in ["faux-positif", "false-positive", "fictif", "test-value"] {
        let report = settled(&place, reason, more);
        let outcome = report.outcome("secrets/tree").expect("the rule");
        assert_eq!(outcome.outcome, Status::Pass, "{reason}");
        let told = outcome.evidence.iter().map(|one| one.message.en.as_str());
        let told: Vec<&str> = told.filter(|one| one.contains("settled")).collect();
        assert!(told.len() == 1 && told[0].ends_with("on 2026-01-15, by Équipe (vu)"), "{told:?}");
    }
    // Another value on the same line is another finding.
    place.write(".env", &format!("DATABASE_PASSWORD={}\n", letters(43, 24)));
    let report = place.report();
    assert_eq!(status(&report), Status::Fail);
    assert!(
        report
            .notices
            .iter()
            .any(|one| one.message_i18n.en.contains("no longer matches a finding"))
    );
}

#[test]
fn what_was_revoked_is_a_reservation_until_security_accepts_it() {
    let place = holding(".env", &password());
    assert_eq!(status(&settled(&place, "revoque", "")), Status::Waived);
    let by = |role: &str| format!("date = 2026-01-15\nrole = \"{role}\"\n");
    assert_eq!(status(&settled(&place, "revoque", &by("Équipe"))), Status::Waived);
    assert_eq!(status(&settled(&place, "revoque", &by("RSSI"))), Status::Pass);
}

#[test]
fn what_was_settled_under_another_pattern_stays_so() {
    let line = |name: &str, seed| format!("{name}={}\n", letters(seed, 24));
    let place = holding("a.env", &line("API_TOKEN", 41));
    let (old, entry) = (fingerprint(&place.report()), entry(&place, "fictif", ""));
    place.write("b.env", &line("DB_PASSWORD", 41));
    assert_ne!(fingerprint(&place.report()), old);
    place.write("publiable.toml", &format!("schema = 1\n{entry}"));
    let report = place.report();
    assert_eq!(status(&report), Status::Pass);
    let left = |report: &Report| {
        report.notices.iter().any(|one| one.message_i18n.en.contains("no longer matches"))
    };
    assert!(!left(&report), "{:?}", report.notices);
    let scan = || place.run(&["secrets", "scan", "@"]).0;
    assert_eq!(scan(), 0);
    // Another value is not settled.
    place.write("b.env", &line("DB_PASSWORD", 43));
    assert_eq!(status(&place.report()), Status::Fail);
    assert_ne!(scan(), 0);
    // One that is seen otherwise alone is none of the entry.
    place.write("a.env", "");
    place.write("b.env", &line("DB_PASSWORD", 41));
    let report = place.report();
    assert!(status(&report) == Status::Fail && left(&report), "{:?}", report.notices);
    place.write("a.env", &line("API_TOKEN", 41));
    place.write("publiable.toml", "schema = 1\n");
    let words = ["ignore", &old, "-C", "@", "--reason", "test-value"];
    assert_eq!(place.run(&words).0, 0);
    assert_eq!(status(&place.report()), Status::Pass);
}

#[test]
fn the_repository_alone_does_not_settle_a_proven_credential() {
    let place = holding("client.py", &token());
    let report = settled(&place, "faux-positif", "date = 2026-01-15\n");
    assert_eq!(status(&report), Status::Fail);
    let told = report.notices.iter().any(|one| one.message_i18n.en.contains("--baseline"));
    assert!(told, "{:?}", report.notices);
    let signed = settled(&place, "faux-positif", "date = 2026-01-15\nrole = \"Équipe\"\n");
    assert_eq!(status(&signed), Status::Pass);
}

#[test]
fn a_proven_credential_of_tests_is_offered_to_be_settled_as_made_up() {
    let offered = |path: &str| {
        let place = holding(path, &token());
        let (_, out, _) = place.run(&["audit", "@", "--verbose", "--lang", "en"]);
        assert!(out.contains("Once revoked:"), "{out}");
        (place, out.contains("If it was made up for the tests:"))
    };
    assert!(!offered("client.py").1);
    let (place, made_up) = offered("tests/client.py");
    assert!(made_up);
    let fingerprint = fingerprint(&place.report());
    let words = ["ignore", &fingerprint, "-C", "@", "--reason", "test-value", "--lang", "en"];
    let (code, _, error) = place.run(&words);
    assert!(code == 2 && error.contains("--role") && !error.contains("Revoke"), "{error}");
    assert_eq!(place.run(&[&words[..], &["--role", "RSSI"]].concat()).0, 0);
    let (_, out, error) = place.run(&["audit", "@", "--format", "json"]);
    let report: Report = serde_json::from_str(&out).unwrap_or_else(|_| panic!("{error}"));
    assert_eq!(status(&report), Status::Pass);
}

#[test]
fn the_file_of_the_auditor_settles_what_is_proven() {
    let place = holding("client.py", &token());
    let baseline = place.home.path().join("mien.toml");
    std::fs::write(&baseline, format!("schema = 1\n{}", entry(&place, "fictif", "")))
        .expect("written");
    let code = |file: &str| {
        let words = ["audit", "--now", "2026-02-01", "--baseline", file, "--fail-on", "blocking"];
        let (_, out, err) = place.run(&[&words[..], &["--format", "json"]].concat());
        let report: Report = serde_json::from_str(&out).unwrap_or_else(|_| panic!("{err}"));
        status(&report)
    };
    assert_eq!(code(baseline.to_str().expect("path")), Status::Pass);
}

#[test]
fn a_sensitive_file_is_the_same_in_the_files_and_in_the_history() {
    let place = holding(".env", "SESSION_SECRET=kT93xqLm27pQz\n");
    let git = place.git();
    commit(&git, "all of it");
    let identity = || {
        let report = place.report();
        let outcome = report.outcome("secrets/sensitive-files").expect("the rule");
        assert_eq!(outcome.findings.len(), 1, "{:?}", outcome.findings);
        outcome.findings[0].fingerprint.0.clone()
    };
    let here = identity();
    std::fs::remove_file(place.root.join(".env")).expect("removed");
    let mut index = git.index().expect("index");
    index.remove_path(std::path::Path::new(".env")).expect("removed");
    index.write().expect("written");
    commit(&git, "without it");
    assert_eq!(identity(), here);
}

#[test]
fn a_fingerprint_that_is_none_is_refused_where_it_stands() {
    let place = holding("a.py", "x = 1\n");
    let entry = |fingerprint: &str| {
        format!(
            "schema = 1\n\n[[finding]]\nrule = \"secrets/tree\"\nfingerprint = \"{fingerprint}\"\n\
             reason = \"false-positive\"\n"
        )
    };
    let own = place.home.path().join("mine.toml");
    for (wrong, shown) in [
        ("zz", "“z••••(2)”"),
        ("b3:12", "“b3••••(5)”"),
        ("0123456789abcdef0123", "“0123••••(20)”"),
        ("b3:0123456789abcdefghij", "“b3:0••••(23)”"),
    ] {
        std::fs::write(&own, entry(wrong)).expect("written");
        place.write("publiable.toml", &entry(wrong));
        let (code, _, error) = place.run(&["audit", "@", "--lang", "en"]);
        assert_eq!(code, 2, "{wrong}: {error}");
        for told in ["publiable.toml:5", shown, "publiable audit --details all"] {
            assert!(error.contains(told), "{told}: {error}");
        }
        assert!(!error.contains(wrong), "{error}");
        place.write("publiable.toml", "schema = 1\n");
        let baseline = own.display().to_string();
        let (code, _, error) = place.run(&["audit", "@", "--lang", "en", "--baseline", &baseline]);
        assert_eq!((code, error.contains("mine.toml:5")), (2, true), "{wrong}: {error}");
    }
    place.write("publiable.toml", &entry("b3:0123456789abcdef0123"));
    assert_eq!(place.run(&["config", "check", "@"]).0, 0);
}

#[test]
fn a_value_alone_on_its_line_is_shown_with_the_name_above() {
    let excerpts = |text: &str| {
        let report = holding("result.txt", text).report();
        let outcome = report.outcome("secrets/tree").expect("the rule").clone();
        outcome.findings.into_iter().map(|one| one.excerpt.unwrap_or_default()).collect::<Vec<_>>()
    };
    let (one, two) = (github_token(1), github_token(2));
    assert_eq!(excerpts(&format!("\"jeton\": [\n  {one}\n")), ["\"jeton\": [ ••••"]);
    assert_eq!(excerpts(&format!("jeton: |\n  {one}\n")), ["jeton: | ••••"]);
    // Words may hold what was not recognised as a secret.
    for above in ["Compte admin : le mot est Soleil", "rouge marteau 91 citron", "Soleil2024!"] {
        assert_eq!(excerpts(&format!("{above}\n{one}\n")), ["••••"], "{above}");
    }
    assert_eq!(excerpts(&format!("{one}\n{two}\n")), ["••••", "••••"]);
    let told = excerpts(&format!("{one}:\n{two}\n"));
    assert!(told.iter().all(|line| !line.contains(&one)), "{told:?}");
    // A line that tells what its value is needs no other.
    assert_eq!(excerpts(&format!("exemple:\ntoken = {one}\n")), ["token = ••••"]);
}

#[test]
fn what_is_easy_to_guess_is_judged_by_the_files_alone() {
    let statuses = |value: &str| {
        let place = holding(".env", &format!("DATABASE_PASSWORD={value}\n"));
        let git = place.git();
        commit(&git, "with a file of settings");
        std::fs::remove_file(place.root.join(".env")).expect("removed");
        let text = format!("DATABASE_PASSWORD={value}\n");
        place.write("deploy/.env.example", &text);
        commit(&git, "without it");
        let report = place.report();
        let history = report.outcome("secrets/history").expect("the rule").outcome;
        (status(&report), history)
    };
    // A server was given it once: every developer may have chosen the same.
    let (files, history) = statuses(&["xK7", "p2q"].concat());
    assert_ne!(files, Status::Fail);
    assert_eq!(history, Status::Fail);
    // What nobody guesses is the same one wherever it stands.
    assert_eq!(statuses(&letters(41, 24)), (Status::Fail, Status::Fail));
}
