//! `publiable secrets` through the program: codes, exceptions and plans.

use crate::support::commit::commit;
use crate::support::planted::{github_token, letters, private_key};
use crate::support::program;
use crate::support::scanned::{Place, allow, place, token_file};
use serde_json::Value;
use std::path::Path;

#[test]
fn the_same_engine_runs_on_folders_files_and_standard_input() {
    let place = place(&[("src/a.py", token_file(1)), ("b.txt", "nothing\n".into())]);
    let (code, report) = place.json(&["."]);
    assert_eq!(code, 1, "{report}");
    let found = &report["findings"][0];
    assert_eq!(found["path"], "src/a.py");
    assert_eq!((&found["line"], &found["column"]), (&3.into(), &10.into()));
    assert_eq!(found["pattern"], "github-token");
    assert_eq!(found["level"], "report");
    assert_eq!(report["summary"]["files"], 2);
    assert_eq!(place.json(&["src"]).1["findings"][0]["path"], "src/a.py");
    assert_eq!(place.json(&["src/a.py"]).1["findings"][0]["path"], "src/a.py");
    assert_eq!(place.json(&["b.txt"]).0, 0);

    use std::io::Write;
    let mut child = program::command(place.home.path())
        .args(["secrets", "scan", "-", "--name", "a.py", "--format", "jsonl"])
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .expect("runs");
    child.stdin.take().expect("input").write_all(token_file(1).as_bytes()).expect("write");
    let output = child.wait_with_output().expect("output");
    let line: Value = serde_json::from_slice(&output.stdout).expect("one object");
    assert_eq!(line["fingerprint"], found["fingerprint"], "the same identity everywhere");
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn git_folders_are_not_entered_and_ignored_files_are_read() {
    let place = place(&[
        (".git/config", token_file(1)),
        (".gitignore", "*.env\n".into()),
        ("prod.env", format!("TOKEN={}\n", github_token(2))),
    ]);
    let (_, report) = place.json(&["."]);
    let paths: Vec<&str> = report["findings"]
        .as_array()
        .expect("list")
        .iter()
        .filter_map(|found| found["path"].as_str())
        .collect();
    assert_eq!(paths, ["prod.env"]);
}

#[cfg(unix)]
#[test]
fn what_cannot_be_read_is_told_and_links_are_not_followed() {
    let place = place(&[("a.txt", "x\n".into())]);
    let outside = place.home.path().join("outside.py");
    std::fs::write(&outside, token_file(1)).expect("write");
    std::os::unix::fs::symlink(&outside, place.root.join("link.py")).expect("link");
    let socket = place.root.join("socket");
    let _listener = std::os::unix::net::UnixListener::bind(&socket).expect("socket");
    let (code, report) = place.json(&["."]);
    assert_eq!(code, 0, "{report}");
    assert!(report["notices"].to_string().contains("socket"), "{report}");
    let (code, report) = place.json(&["socket"]);
    assert_eq!(code, 3, "named by the caller and not read: {report}");
    assert_eq!(report["complete"], false);
}

#[test]
fn places_are_folded_unless_asked_for() {
    let place = place(&[("a.py", token_file(1)), ("b.py", token_file(1))]);
    assert_eq!(place.json(&["."]).1["findings"].as_array().map(Vec::len), Some(1));
    let (_, report) = place.json(&[".", "--all-places"]);
    assert_eq!(report["findings"].as_array().map(Vec::len), Some(2));
    let (_, out, _) = place.run(&["scan", ".", "--lang", "en"]);
    assert!(out.contains("a.py:3:10") && out.contains("also: b.py:3:10"), "{out}");
    let (_, out, _) = place.run(&["scan", ".", "--lang", "fr"]);
    assert!(out.contains("1 valeur à traiter — 2 fichiers lus"), "{out}");
    assert_eq!(place.run(&["scan", "."]), place.run(&["scan", "."]), "deterministic");
}

#[test]
fn usage_errors_exit_with_2() {
    let place = place(&[("a.txt", "x\n".into())]);
    for words in [
        vec!["scan", "nowhere"],
        vec!["scan", ".", "--reveal"],
        vec!["scan", "-", "."],
        vec!["scan", ".", "--name", "a"],
        vec!["scan", ".", "--staged"],
        vec!["scan", ".", "--baseline", "nowhere.toml"],
        vec!["purge-plan", ".", "--output-dir", "/nowhere/at/all", "--fingerprint", "b3:0"],
    ] {
        for lang in ["fr", "en"] {
            let (code, out, err) = place.run(&[&words[..], &["--lang", lang]].concat());
            assert_eq!((code, out.as_str()), (2, ""), "{words:?}: {err}");
            assert!(!err.is_empty());
        }
    }
}

#[test]
fn staged_tells_what_is_new_only() {
    let place = place(&[("a.py", token_file(1))]);
    let repository = place.repository();
    commit(&repository, "First");
    assert_eq!(place.json(&["--staged"]).0, 0, "nothing staged");
    place.write("a.py", &format!("# moved\n{}OTHER = \"{}\"\n", token_file(1), github_token(2)));
    assert_eq!(place.json(&["--staged"]).0, 0, "changed, not staged");
    let mut index = repository.index().expect("index");
    index.add_path(Path::new("a.py")).expect("add");
    index.write().expect("write");
    let (code, report) = place.json(&["--staged"]);
    let found = report["findings"].as_array().expect("list");
    assert_eq!((code, found.len()), (1, 1), "{report}");
    assert_eq!(found[0]["line"], 5);
}

#[test]
fn a_comment_allows_with_a_reason_and_never_a_proven_credential() {
    let password = format!("{}!{}", letters(7, 5), letters(8, 7));
    let line = |comment: &str| format!("db_password = \"{password}\"  # {comment}\n");
    let place = place(&[("a.py", line(&allow("password compte de démonstration")))]);
    let (code, report) = place.json(&[".", "--fail-on", "review"]);
    assert_eq!((code, &report["summary"]["allowed"]), (0, &1.into()), "{report}");
    assert_ne!(place.json(&[".", "--fail-on", "review", "--no-exceptions"]).0, 0);

    place.write("a.py", &line(&allow("password")));
    let (code, report) = place.json(&[".", "--fail-on", "review"]);
    assert_eq!(code, 1, "{report}");
    assert!(report["notices"].to_string().contains("without a reason"), "{report}");

    place.write("a.py", &format!("# {}\n{}", allow("github-token fictif"), "x = 1\n"));
    assert!(place.json(&["."]).1["notices"].to_string().contains("covers nothing"));

    let proven = format!("T = \"{}\"  # {}\n", github_token(1), allow("github-token fictif"));
    place.write("a.py", &proven);
    let (code, report) = place.json(&["."]);
    assert_eq!(code, 1, "{report}");
    assert!(report["notices"].to_string().contains("genuine"), "{report}");
}

#[test]
fn a_baseline_keeps_what_is_settled_and_forgets_what_is_gone() {
    let place =
        place(&[("a.py", token_file(1)), ("publiable.toml", "# le nôtre\nschema = 1\n".into())]);
    let (code, _, err) = place.run(&["baseline", "update", "--role", "RSSI", "--lang", "en"]);
    assert_eq!(code, 2, "a reason is asked for");
    assert!(err.contains("--reason"), "{err}");
    let update = ["baseline", "update", "--reason", "revoque", "--lang", "en"];
    let (_, out, err) = place.run(&update);
    assert!(out.contains("0 added") && err.contains("--role"), "proven asks for a role: {err}");
    let update = [&update[..], &["--role", "RSSI"]].concat();
    let (code, out, err) = place.run(&update);
    assert_eq!(code, 0, "{err}");
    assert!(out.contains("1 added"), "{out}");
    let text = place.read("publiable.toml");
    assert!(text.starts_with("# le nôtre") && text.contains("reason = \"revoque\""), "{text}");
    assert!(!text.contains(&github_token(1)) && !text.contains("line"), "{text}");
    assert_eq!(place.json(&["."]).0, 0, "settled");
    // The fingerprint follows the value, and hides no other one.
    place.write("moved/b.py", &format!("\n\n{}", token_file(1)));
    std::fs::remove_file(place.root.join("a.py")).expect("remove");
    assert_eq!(place.json(&["."]).0, 0);
    place.write("moved/b.py", &token_file(2));
    assert_eq!(place.json(&["."]).0, 1);
    let (_, out, _) = place.run(&[&update[..], &["--prune"]].concat());
    assert!(out.contains("1 added, 0 kept, 1 removed"), "{out}");

    place.write("publiable.toml", "schema = 1\n");
    let file = ["--baseline", "known.toml"];
    assert_eq!(
        place.run(&[&["baseline", "update", "--reason", "fictif"], &file[..]].concat()).0,
        0
    );
    assert_eq!(place.json(&["."]).0, 1);
    assert_eq!(place.json(&[&["."], &file[..]].concat()).0, 0);
    // What the repository itself holds does not settle what is proven.
    commit(&place.repository(), "all of it");
    assert_eq!(place.json(&[&["."], &file[..]].concat()).0, 1);
}

#[test]
fn the_exceptions_of_other_scanners_are_converted_not_obeyed() {
    let place = place(&[
        ("a.py", token_file(1)),
        ("b.py", format!("T = \"{}\"  # {}\n", github_token(2), ["gitleaks", "allow"].join(":"))),
        ("c.py", token_file(3)),
        (".gitleaksignore", "a.py:github-pat:3\n".into()),
    ]);
    let (code, report) = place.json(&["."]);
    assert_eq!((code, &report["summary"]["report"]), (1, &3.into()), "{report}");
    assert!(report["notices"].to_string().contains("secrets import"), "{report}");
    let (code, out, _) = place.run(&["import", "--dry-run"]);
    assert_eq!((code, out.lines().count()), (0, 2), "{out}");
    assert_eq!(place.run(&["import"]).0, 2, "a reason is asked for");
    assert_eq!(place.run(&["import", "--reason", "fictif", "--role", "RSSI"]).0, 0);
    assert!(place.read("publiable.toml").contains("note = \".gitleaksignore\""));
    let (_, report) = place.json(&["."]);
    assert_eq!(report["summary"]["report"], 1);
    assert_eq!(report["summary"]["allowed"], 2);
}

#[test]
fn the_purge_plan_keeps_secrets_to_one_private_file_outside_of_the_repository() {
    let place = place(&[("a.py", token_file(1)), ("key.pem", private_key(2) + "\n")]);
    commit(&place.repository(), "First");
    let (code, _, err) = place.run(&["purge-plan", ".", "--output-dir", "plan", "--lang", "en"]);
    assert_eq!(code, 2);
    assert!(err.contains("inside a git repository") && !place.root.join("plan").exists(), "{err}");
    let folder = place.home.path().join("plan");
    let shown = folder.to_str().expect("path");
    let (code, out, err) = place.run(&["purge-plan", ".", "--output-dir", shown, "--lang", "en"]);
    assert_eq!(code, 0, "{out}{err}");
    let replacements = std::fs::read_to_string(folder.join("replacements.txt")).expect("written");
    assert!(replacements.contains(&format!("literal:{}==>", github_token(1))), "{replacements}");
    let plan = std::fs::read_to_string(folder.join("PLAN.en.md")).expect("written");
    assert!(plan.contains("git filter-repo") && !plan.contains(&github_token(1)), "{plan}");
    assert!(!out.contains(&github_token(1)));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = folder.join("replacements.txt").metadata().expect("file").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    let (code, _, _) = place.run(&["purge-plan", ".", "--output-dir", shown]);
    assert_eq!(code, 2, "an existing plan is not overwritten");
}

#[test]
fn the_patterns_are_listed_with_what_to_revoke() {
    let place = place(&[]);
    let (code, out, _) = place.run(&["patterns", "--format", "json"]);
    assert_eq!(code, 0);
    let list: Value = serde_json::from_str(&out).expect("JSON");
    let token = list.as_array().expect("list").iter().find(|one| one["pattern"] == "github-token");
    assert!(token.expect("known")["revoke"]["fr"].is_string());
    assert!(place.run(&["patterns", "--lang", "en"]).1.contains("github-token"));
}

#[test]
fn the_history_is_looked_at_on_request_and_purged() {
    let place = place(&[("a.py", token_file(1))]);
    let repository = place.repository();
    commit(&repository, "First");
    place.write("a.py", "import os\n");
    commit(&repository, "Second");
    assert_eq!(place.json(&["."]).0, 0);
    let (code, report) = place.json(&[".", "--history"]);
    assert_eq!(code, 1, "{report}");
    let found = &report["findings"][0];
    assert_eq!((&found["path"], &found["in_head"]), (&"a.py".into(), &false.into()));
    assert_eq!(found["commit"].as_str().map(str::len), Some(40));
    assert_eq!(place.json(&[".", "--since", "HEAD"]).0, 0);
    let folder = place.home.path().join("plan");
    let (code, _, err) =
        place.run(&["purge-plan", ".", "--output-dir", folder.to_str().expect("path")]);
    assert_eq!(code, 0, "{err}");
    let replacements = std::fs::read_to_string(folder.join("replacements.txt")).expect("written");
    assert!(replacements.contains(&github_token(1)));
}

#[test]
fn the_history_is_settled_and_imported_on_request() {
    let place = place(&[("a.py", token_file(1)), ("b.py", token_file(2))]);
    let repository = place.repository();
    commit(&repository, "First");
    let first = repository.head().expect("head").target().expect("commit");
    place.write("a.py", "import os\n");
    place.write("b.py", "import os\n");
    place.write(".gitleaksignore", &format!("{first}:a.py:github-pat:3\n"));
    commit(&repository, "Second");
    let import = ["import", "--reason", "revoque", "--role", "RSSI"];
    assert_eq!(place.run(&import).0, 0);
    assert!(!place.root.join("publiable.toml").exists(), "nothing in the files");
    assert_eq!(place.run(&[&import[..], &["--history"]].concat()).0, 0);
    assert!(place.read("publiable.toml").contains("rule = \"secrets/history\""));
    let (_, report) = place.json(&[".", "--history"]);
    assert_eq!(report["summary"]["allowed"], 1, "{report}");
    let update = ["baseline", "update", "--reason", "revoque", "--history", "--lang", "en"];
    let update = [&update[..], &["--role", "RSSI"]].concat();
    assert!(place.run(&update).1.contains("1 added, 1 kept"));
    assert_eq!(place.json(&[".", "--history"]).0, 0);
    let prune = [&update[..], &["--prune"]].concat();
    assert!(place.run(&prune).1.contains("0 added, 2 kept, 0 removed"));
}

#[test]
fn the_paths_of_the_history_start_with_the_folder_named() {
    let place = place(&[("a.py", token_file(1)), ("b.py", token_file(2))]);
    let repository = place.repository();
    commit(&repository, "First");
    place.write("b.py", "import os\n");
    commit(&repository, "Second");
    let root = place.root.to_str().expect("path");
    let (_, report) = place.json(&[root, "--history", "--all-places"]);
    let found = report["findings"].as_array().expect("list").iter();
    let mut paths: Vec<&str> = found.filter_map(|found| found["path"].as_str()).collect();
    paths.dedup();
    assert_eq!(paths, [format!("{root}/a.py"), format!("{root}/b.py")]);
}

#[test]
fn an_archive_read_in_part_is_told() {
    let place = place(&[("a.txt", "x\n".into())]);
    std::fs::write(place.root.join("cut.gz"), b"\x1f\x8b\x08\0\0\0\0\0\0\x03not a stream")
        .expect("write");
    let (code, report) = place.json(&["."]);
    assert_eq!(code, 3, "{report}");
    assert!(report["incomplete"].to_string().contains("archive read in part"), "{report}");
}

#[test]
fn an_audit_that_spends_all_it_may_says_what_it_left() {
    let place = place(&[("a.txt", "x\n".into())]);
    std::fs::write(place.root.join("a.gz"), gzipped(&[b'x'; 4000])).expect("write");
    let audit = |words: &[&str]| {
        let all = [&["audit", "--format", "json"], words].concat();
        let output = place.command().args(all).output().expect("runs");
        let report: Value = serde_json::from_slice(&output.stdout).unwrap_or_default();
        (output.status.code(), report["incomplete"].to_string())
    };
    for small in [["--budget", "2KiB"], ["--budget", "0s"]] {
        let (_, incomplete) = audit(&small);
        assert!(incomplete.contains("a.gz") && incomplete.contains("--budget"), "{incomplete}");
    }
    assert_eq!(audit(&["--budget", "1MiB"]).1, "[]");
    assert_eq!(audit(&["--budget", "2 pounds"]).0, Some(2));
}

fn gzipped(bytes: &[u8]) -> Vec<u8> {
    use std::io::Write;
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).expect("bytes");
    encoder.finish().expect("gzip")
}

/// The lines that `secrets/tree` gives for `path` in an audit with `words`.
fn audited_lines(place: &Place, words: &[&str], path: &str) -> Vec<u64> {
    let all = [&["audit", "--format", "json", "--exit-zero"], words].concat();
    let output = place.command().args(all).output().expect("runs");
    let report: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(report["incomplete"], serde_json::json!([]));
    let outcomes = report["outcomes"].as_array().expect("list").iter();
    let tree = outcomes.filter(|outcome| outcome["rule"] == "secrets/tree");
    let found = tree.flat_map(|outcome| outcome["findings"].as_array().into_iter().flatten());
    let here = found.map(|found| &found["location"]).filter(|place| place["path"] == path);
    here.filter_map(|place| place["line"].as_u64()).collect()
}

#[test]
fn a_very_large_file_is_read_to_its_end() {
    let filler = "0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0\n";
    let lines = (33 << 20) / filler.len();
    let dump = format!("{}{}", filler.repeat(lines), token_file(1));
    let line = lines as u64 + 3;
    let place = place(&[("README.md", "x\n".into()), ("dump.sql", dump)]);
    assert_eq!(audited_lines(&place, &["."], "dump.sql"), [line], "a plain folder");
    let git = place.repository();
    commit(&git, "A dump");
    let bare = ["--no-history", "--rev", "HEAD", "."];
    assert_eq!(audited_lines(&place, &bare, "dump.sql"), [line], "a revision");
}

#[test]
fn the_audit_looks_at_the_names_of_files() {
    let token = github_token(7);
    let place =
        place(&[("README.md", "x\n".into()), (&format!("notes/{token}.txt"), "x\n".into())]);
    let output = place.command().args(["audit", ".", "--format", "json"]).output().expect("runs");
    let out = String::from_utf8(output.stdout).expect("UTF-8");
    assert!(out.contains("GitHub") && !out.contains(&token), "it is told, and masked: {out}");
}
