//! From a finding to its end: `ignore`, `waive`, `explain` and `help`.

use crate::support::planted::{github_token, letters};
use crate::support::project::{Place, repository};
use publiable::testing::finding::Status;
use publiable::testing::report::Report;

/// A repository whose file `path` holds `text`, and a configuration with a comment.
fn holding(path: &str, text: &str) -> Place {
    let place = repository("git = true\nfiles = { \"README.md\" = \"# Projet\\n\" }\n");
    place.write(path, text);
    place.write("publiable.toml", "# à nous\nschema = 1 # version\n");
    place
}

fn password() -> Place {
    holding(".env", &format!("DATABASE_PASSWORD={}\n", letters(41, 24)))
}

/// The fingerprint of the one secret in the files.
fn fingerprint(place: &Place) -> String {
    let report = place.report();
    let outcome = report.outcome("secrets/tree").expect("the rule");
    assert_eq!((outcome.outcome, outcome.findings.len()), (Status::Fail, 1));
    outcome.findings[0].fingerprint.0.clone()
}

#[test]
fn ignoring_writes_the_entry_keeps_comments_and_settles() {
    let place = password();
    let fingerprint = fingerprint(&place);
    let asked = ["ignore", &fingerprint[..9], "--reason", "test-value", "--note", "démonstration"];
    let (code, shown, err) = place.run(&[&asked[..], &["--dry-run"]].concat());
    assert_eq!(code, 0, "{err}");
    assert!(shown.contains("+[[finding]]\n"), "{shown}");
    assert_eq!(place.read("publiable.toml"), "# à nous\nschema = 1 # version\n");
    let (code, shown, err) = place.run(&asked);
    assert_eq!(code, 0, "{err}");
    assert!(shown.contains(&format!("+fingerprint = \"{fingerprint}\"\n")), "{shown}");
    let kept = place.read("publiable.toml");
    assert!(kept.starts_with("# à nous\nschema = 1 # version\n"), "{kept}");
    assert!(kept.contains("reason = \"test-value\"") && kept.contains("démonstration"), "{kept}");
    let (code, _, err) = place.run(&[&asked[..], &["--lang", "en"]].concat());
    assert_eq!(code, 0, "{err}");
    assert_eq!(place.read("publiable.toml"), kept);
    let report = place.report();
    assert_eq!(report.outcome("secrets/tree").expect("the rule").outcome, Status::Pass);
}

#[test]
fn the_reason_is_written_as_it_was_typed() {
    for (lang, typed) in
        [("en", "test-value"), ("en", "fictif"), ("fr", "fictif"), ("fr", "test-value")]
    {
        let place = password();
        let fingerprint = fingerprint(&place);
        let (code, _, error) =
            place.run(&["ignore", &fingerprint, "--reason", typed, "--lang", lang]);
        assert_eq!(code, 0, "{error}");
        let kept = place.read("publiable.toml");
        assert!(kept.contains(&format!("reason = \"{typed}\"\n")), "{kept}");
        let report = place.report();
        assert_eq!(report.outcome("secrets/tree").expect("the rule").outcome, Status::Pass);
    }
}

#[test]
fn a_proven_secret_asks_for_a_role_or_a_file_of_the_auditor() {
    let place = holding("a.py", &format!("TOKEN = '{}'\n", github_token(1)));
    let fingerprint = fingerprint(&place);
    let asked = ["ignore", &fingerprint, "--reason", "revoked", "--lang", "en"];
    let (code, out, err) = place.run(&asked);
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(err.contains("--baseline") && err.contains("--role"), "{err}");
    assert!(!place.read("publiable.toml").contains("finding"));
    let file = place.home.path().join("mine.toml").display().to_string();
    let (code, _, err) = place.run(&[&asked[..], &["--baseline", &file]].concat());
    assert_eq!(code, 0, "{err}");
    assert!(!place.read("publiable.toml").contains("finding"));
    let (code, _, err) = place.run(&[&asked[..], &["--role", "RSSI"]].concat());
    assert_eq!(code, 0, "{err}");
    assert!(place.read("publiable.toml").contains("role = \"RSSI\""));
}

#[test]
fn a_revoked_secret_says_what_lifts_its_reservation_and_its_entry_is_completed() {
    let place = password();
    let print = fingerprint(&place);
    let asked = ["ignore", &print, "--reason", "revoked", "--lang", "en"];
    let (code, _, err) = place.run(&asked);
    assert_eq!(code, 0, "{err}");
    let report = place.report();
    assert_eq!(report.outcome("secrets/tree").expect("the rule").outcome, Status::Waived);
    let (_, shown, _) = place.run(&["audit", "@", "--lang", "en"]);
    assert!(shown.contains(&print[..15]) && shown.contains("--role RSSI"), "{shown}");
    // The same again changes nothing; a role and a note complete the entry.
    let (_, told, _) = place.run(&asked);
    assert!(told.contains("nothing to do"), "{told}");
    let (code, _, err) = place.run(&[&asked[..], &["--role", "RSSI", "--note", "vu"]].concat());
    assert_eq!(code, 0, "{err}");
    let kept = place.read("publiable.toml");
    assert_eq!(kept.matches("[[finding]]").count(), 1, "{kept}");
    assert!(kept.contains("role = \"RSSI\"") && kept.contains("note = \"vu\""), "{kept}");
    // It holds from today: not on the day of the other reports.
    let (_, shown, _) = place.run(&["audit", "@", "--lang", "en"]);
    assert!(!shown.contains("--role RSSI"), "{shown}");
}

#[test]
fn what_no_finding_has_is_refused() {
    let place = password();
    for (words, told) in [
        (["b3:00000000000000000000", "--reason", "revoked"], "No finding"),
        (["b3:0", "--reason", "revoked"], "No finding"),
        (["b3:0000", "--reason", "fasle-positive"], "“false-positive”"),
    ] {
        let (code, _, err) = place.run(&[&["ignore"], &words[..], &["--lang", "en"]].concat());
        assert!(code == 2 && err.contains(told), "{words:?}: {err}");
    }
}

#[test]
fn a_waiver_is_written_when_its_rule_admits_it() {
    let place = password();
    let run = |words: &[&str]| place.run(&[&["waive"], words, &["--lang", "en"]].concat());
    for (words, told) in [
        (vec!["licence/present", "--reason", "later"], "admits no waiver"),
        (vec!["secrets/tree", "--reason", "later"], "by fingerprint"),
        (vec!["history/binaries", "--reason", "later"], "expires"),
        (vec!["history/binaires", "--reason", "later"], "history/binaries"),
        (
            vec!["attest/approval", "--reason", "later", "--expires", "2026-12-31"],
            "publiable attest",
        ),
    ] {
        let (code, _, err) = run(&words);
        assert!(code == 2 && err.contains(told), "{words:?}: {err}");
    }
    let end = jiff::Zoned::now().date().saturating_add(jiff::Span::new().days(90)).to_string();
    let (code, shown, err) = run(&["history/binaries", "--reason", "Livré", "--expires", &end]);
    assert_eq!(code, 0, "{err}");
    assert!(shown.contains("+[[waiver]]\n"), "{shown}");
    assert!(shown.contains("history/binaries is met today"), "{shown}");
    let kept = place.read("publiable.toml");
    assert!(kept.starts_with("# à nous\n") && kept.contains(&format!("expires = {end}")), "{kept}");
}

#[test]
fn whoever_decides_is_named_by_function() {
    let place = password();
    let fingerprint = fingerprint(&place);
    for words in [
        vec!["ignore", &fingerprint, "--reason", "test-value", "--role", "a@example.org"],
        vec!["attest", "attest/approval", "--answer", "oui", "--role", "a@example.org"],
    ] {
        let (code, _, err) = place.run(&[&words[..], &["--lang", "en"]].concat());
        assert!(code == 2 && err.contains("Give a function"), "{words:?}: {err}");
    }
    assert!(!place.read("publiable.toml").contains('@'));
}

#[test]
fn a_finding_is_explained_with_the_command_that_settles_it() {
    let place = password();
    let fingerprint = fingerprint(&place);
    for asked in [vec!["explain", &fingerprint], vec!["audit", "--details", &fingerprint]] {
        let (_, page, err) = place.run(&[&asked[..], &["--lang", "en"]].concat());
        assert!(page.contains(".env:1") && page.contains("Why:"), "{page}{err}");
        let command = format!("publiable ignore {fingerprint} --reason false-positive");
        assert!(page.contains(&command), "{page}");
        assert!(!page.contains("licence/present"), "{page}");
    }
}

#[test]
fn what_is_less_sure_is_left_out_and_still_counts() {
    let place = password();
    let shown = |more: &[&str]| {
        let (code, json, err) = place.run(&[&["audit", "--format", "json"], more].concat());
        assert_eq!(code, 1, "{err}");
        let report: Report = serde_json::from_str(&json).expect("a report");
        let outcome = report.outcome("secrets/tree").expect("the rule");
        (outcome.outcome, outcome.findings.len())
    };
    assert_eq!(shown(&[]), (Status::Fail, 1));
    assert_eq!(shown(&["--min-confidence", "avéré"]), (Status::Fail, 0));
}

#[test]
fn help_reaches_commands_pages_and_names() {
    let place = password();
    for (words, told) in [
        (vec!["help"], "exit-codes"),
        (vec!["help", "secrets", "scan"], "--staged"),
        (vec!["help", "exit-codes"], "130"),
        (vec!["help", "licence/present"], "licence/present — "),
        (vec!["help", "3"], "incomplete"),
        (vec!["explain", "private-key"], "private-key — "),
        (vec!["version"], "publiable "),
    ] {
        let (code, out, err) = place.run(&[&words[..], &["--lang", "en"]].concat());
        assert!(code == 0 && out.contains(told), "{words:?}: {out}{err}");
    }
    let (code, _, err) = place.run(&["help", "nothing", "--lang", "en"]);
    assert!(code == 2 && err.contains("exit-codes"), "{err}");
    let (code, _, err) = place.run(&["verify", "--lang", "en"]);
    assert!(code == 2 && err.contains("publiable audit"), "{err}");
    let (code, _, err) = place.run(&["audit", "--fail-on", "bloquants", "--lang", "fr"]);
    assert!(code == 2 && err.contains("« bloquant »"), "{err}");
    assert_ne!(place.run(&["audit", "--fail-on", "réserve"]).0, 2);
}

#[test]
fn what_a_person_wrote_of_a_secret_is_masked() {
    let value = letters(41, 12);
    let place = holding(".env", &format!("DATABASE_PASSWORD={value}\n"));
    place.write(
        "publiable.toml",
        &format!(
            "schema = 1\n[[attestation]]\nrule = \"attest/ip-owned\"\nquestion = \"2026-1\"\nanswer = \"oui\"\n\
             role = \"RSSI\"\ndate = 2026-01-01\nnote = \"le mot de passe {value} est changé\"\n"
        ),
    );
    let (_, report, err) = place.run(&["audit", "--format", "json"]);
    assert!(report.contains("le mot de passe •••• est changé"), "{err}{report}");
    assert!(!report.contains(&value), "{report}");
}
