//! `publiable secrets` through the program: formats, codes, exceptions, plans,
//! and no secret in any output.

#[allow(dead_code)]
#[path = "support/planted.rs"]
mod planted;
#[allow(dead_code)]
#[path = "support/program.rs"]
mod program;

use planted::{github_token, letters, private_key};
use serde_json::Value;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

struct Place {
    home: TempDir,
    root: PathBuf,
}

fn place(files: &[(&str, String)]) -> Place {
    let home = tempfile::tempdir().expect("folder");
    let root = home.path().join("projet");
    std::fs::create_dir(&root).expect("folder");
    let place = Place { home, root };
    files.iter().for_each(|(path, text)| place.write(path, text));
    place
}

impl Place {
    fn write(&self, path: &str, text: &str) {
        let full = self.root.join(path);
        std::fs::create_dir_all(full.parent().expect("parent")).expect("folder");
        std::fs::write(full, text).expect("write");
    }

    fn read(&self, path: &str) -> String {
        std::fs::read_to_string(self.root.join(path)).expect("readable")
    }

    /// Runs `secrets` with `words` from the root of the project.
    fn run(&self, words: &[&str]) -> (i32, String, String) {
        let mut command = program::command(self.home.path());
        let output = command.current_dir(&self.root).arg("secrets").args(words).output();
        let output = output.expect("the program runs");
        let code = output.status.code().expect("a code");
        (code, program::text(&output.stdout), program::text(&output.stderr))
    }

    fn json(&self, words: &[&str]) -> (i32, Value) {
        let all = [&["scan", "--format", "json", "--lang", "en"], words].concat();
        let (code, out, err) = self.run(&all);
        (code, serde_json::from_str(&out).unwrap_or_else(|_| Value::String(out + &err)))
    }

    fn repository(&self) -> git2::Repository {
        let mut options = git2::RepositoryInitOptions::new();
        options.initial_head("main").external_template(false);
        git2::Repository::init_opts(&self.root, &options).expect("init")
    }
}

/// Stages everything, and commits it under `message`.
fn commit(repository: &git2::Repository, message: &str) {
    let mut index = repository.index().expect("index");
    index.add_all(["*"], git2::IndexAddOption::DEFAULT, None).expect("add");
    index.write().expect("write");
    let tree = repository.find_tree(index.write_tree().expect("tree")).expect("tree");
    let time = git2::Time::new(1_770_000_000, 0);
    let who = git2::Signature::new("Équipe", "equipe@example.org", &time).expect("signature");
    let head = repository.head().ok().and_then(|head| head.peel_to_commit().ok());
    let parents: Vec<&git2::Commit<'_>> = head.iter().collect();
    repository.commit(Some("HEAD"), &who, &who, message, &tree, &parents).expect("commit");
}

/// The allowance comment, built so that this file holds none.
fn allow(words: &str) -> String {
    format!("{}:{} {words}", "publiable", "allow")
}

fn token_file(seed: u64) -> String {
    format!("import os\n\nTOKEN = \"{}\"\n", github_token(seed))
}

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
    let (code, _, err) = place.run(&["baseline", "update", "--lang", "en"]);
    assert_eq!(code, 2, "a reason is asked for");
    assert!(err.contains("--reason"), "{err}");
    let (code, out, err) =
        place.run(&["baseline", "update", "--reason", "revoque", "--lang", "en"]);
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
    let (_, out, _) =
        place.run(&["baseline", "update", "--reason", "fictif", "--prune", "--lang", "en"]);
    assert!(out.contains("1 added, 0 kept, 1 removed"), "{out}");

    place.write("publiable.toml", "schema = 1\n");
    let file = ["--baseline", "known.toml"];
    assert_eq!(
        place.run(&[&["baseline", "update", "--reason", "fictif"], &file[..]].concat()).0,
        0
    );
    assert_eq!(place.json(&["."]).0, 1);
    assert_eq!(place.json(&[&["."], &file[..]].concat()).0, 0);
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
    assert_eq!(place.run(&["import", "--reason", "fictif"]).0, 0);
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

/// Values of many kinds, each with a text that holds it.
fn planted_values() -> Vec<(String, String)> {
    let password = |seed| format!("{}!{}", letters(seed, 6), letters(seed + 1, 8));
    let mut planted = Vec::new();
    let mut plant = |value: String, text: String| planted.push((value, text));
    let token = github_token(11);
    plant(token.clone(), format!("TOKEN={token}\n"));
    let one = password(20);
    plant(one.clone(), format!("db_password: \"{one}\"\n# the password {one} is old\n"));
    let two = password(30);
    plant(two.clone(), format!("url = \"postgres://app:{two}@db.example.org/app\"\n"));
    let three = letters(40, 40);
    plant(three.clone(), format!("{{\"api_key\": \"{three}\", \"again\": \"{three}\"}}\n"));
    let four = github_token(12);
    plant(four.clone(), format!("a = ['{four}', 'x']; b = '{four}'\n"));
    let key = private_key(3);
    let line = key.lines().nth(5).unwrap_or_default().to_string();
    plant(line, format!("{key}\n"));
    let long = github_token(13);
    plant(long.clone(), format!("{}k='{long}';{}", "a ".repeat(5000), "b ".repeat(5000)));
    planted
}

#[test]
fn no_output_ever_contains_a_planted_secret() {
    let place = place(&[]);
    let planted = planted_values();
    for (at, (_, text)) in planted.iter().enumerate() {
        for name in ["env", "py", "json", "txt"] {
            place.write(&format!("d{at}/f.{name}"), text);
        }
    }
    // The name of a file, a configuration file, and messages say secrets too.
    let (named, said, noted) = (github_token(51), github_token(52), github_token(53));
    place.write(&format!("{named}/readme.md"), "# x\n");
    place.write(".github/workflows/ci.yml", &format!("on: push\nenv:\n  TOKEN: {noted}\n"));
    place.write("README.md", &format!("# Projet\n\nLancer avec `{noted}`.\n"));
    commit(&place.repository(), &format!("Use {said}\n\nToken: {said}"));
    let mut values: Vec<&str> = planted.iter().map(|(value, _)| value.as_str()).collect();
    values.extend([named.as_str(), said.as_str(), noted.as_str()]);

    let root = place.root.to_str().expect("path");
    let mut runs: Vec<Vec<&str>> = Vec::new();
    for format in ["text", "json", "jsonl", "sarif"] {
        for more in [vec![], vec!["--all-places"], vec!["--no-exceptions", "--color", "always"]] {
            let fixed = ["secrets", "scan", root, "--level", "all", "--format", format];
            runs.push([&fixed[..], &more].concat());
        }
    }
    runs.push(vec!["secrets", "baseline", "update", root, "--reason", "fictif", "--level", "all"]);
    runs.push(vec!["secrets", "import", root, "--dry-run"]);
    for format in ["terminal", "json"] {
        runs.push(vec!["audit", root, "--format", format, "--verbose"]);
    }
    for words in runs {
        for lang in ["fr", "en"] {
            let words = [&words[..], &["--lang", lang]].concat();
            let output = program::run(place.home.path(), &words);
            assert!(output.status.code().is_some_and(|code| code != 2), "{words:?}");
            let said = program::text(&output.stdout) + &program::text(&output.stderr);
            for (at, value) in values.iter().enumerate() {
                assert!(!said.contains(value), "value {at} is in the output of {words:?}");
            }
        }
    }
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
