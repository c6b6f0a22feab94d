//! What git is told, by one that writes down what it is told: nothing reaches a network.

use super::Fleet;
use crate::support::program;
use std::os::unix::fs::PermissionsExt;

/// A git that copies a folder for the address of `outil-0`, and fails as hosts do for
/// the others.
const GIT: &str = r#"#!/bin/sh
echo "$@" >> "$HOME/told"
echo "dir=$GIT_DIR prompt=$GIT_TERMINAL_PROMPT" >> "$HOME/told"
for last; do :; done
case "$*" in
  *outil-0*" --prune "*) exit 0;;
  *" fetch "*) exit 0;;
  *outil-0*) cp -r "$HOME/modele" "$last";;
  *attendre*) echo "12:00 <= recv header: HTTP/1.1 429 Too Many Requests" >> "$GIT_TRACE_CURL"
    echo "12:00 <= recv header: Retry-After: 7200" >> "$GIT_TRACE_CURL"; exit 128;;
  *lent*) sleep 30;;
  *gros*) mkdir -p "$last"; head -c 3000000 /dev/zero > "$last/x"; sleep 30;;
  *) mkdir -p "$last"; echo "fatal: repository not found" >&2; exit 128;;
esac
"#;

fn with_git() -> Fleet {
    let fleet = Fleet::new();
    let model = fleet.add("modele", "", "Calcule.");
    let from = model.to_str().expect("UTF-8");
    let mut cloning = git2::build::RepoBuilder::new();
    cloning.bare(true).clone(from, &fleet.path("modele")).expect("cloned");
    std::fs::remove_dir_all(fleet.path("clones")).expect("removed");
    std::fs::create_dir(fleet.path("bin")).expect("folder");
    let git = fleet.path("bin/git");
    std::fs::write(&git, GIT).expect("written");
    std::fs::set_permissions(git, PermissionsExt::from_mode(0o755)).expect("mode");
    fleet
}

fn fetched(fleet: &Fleet, words: &[&str]) -> (i32, String, String) {
    let path = format!("{}:/usr/bin:/bin", fleet.path("bin").display());
    let mut command = program::command(fleet.home.path());
    command.current_dir(fleet.home.path()).env("PATH", path).env("GIT_DIR", "/nulle-part");
    let fixed = ["fleet", "audit", "--out", "parc", "--now", "2026-02-01", "--lang", "en"];
    let output = command.args(fixed).args(words).output().expect("runs");
    let code = output.status.code().expect("a code");
    (code, program::text(&output.stdout), program::text(&output.stderr))
}

#[test]
fn an_address_is_copied_and_audited_when_that_is_asked() {
    let fleet = with_git();
    let audit = |words: &[&str]| {
        let path = format!("{}:/usr/bin:/bin", fleet.path("bin").display());
        let mut command = program::command(fleet.home.path());
        command.env("PATH", path).args([
            "audit",
            "--lang",
            "en",
            "--exit-zero",
            "--format",
            "json",
        ]);
        let output = command.args(words).output().expect("runs");
        (output.status.code(), program::text(&output.stdout), program::text(&output.stderr))
    };
    let address = "https://outil-0.example.org/a/outil-0";
    let (code, page, said) = audit(&[address, "--clone"]);
    assert!(
        matches!(code, Some(0 | 3)) && page.contains("\"kind\": \"commit\""),
        "{code:?} {said}"
    );
    let (code, _, said) = audit(&["https://absent.example.org/a/absent", "--clone"]);
    assert!(code == Some(3) && said.contains("absent.example.org"), "{code:?} {said}");
    let (code, _, said) = audit(&["http://clair.example.org/a/b", "--clone"]);
    assert!(code == Some(2) && said.contains("https"), "{code:?} {said}");
    let (code, _, said) = audit(&[address]);
    assert!(code == Some(2) && said.contains("--clone"), "{code:?} {said}");
}

#[test]
fn git_is_told_all_that_it_may_do_and_failures_are_told() {
    let fleet = with_git();
    let of = |name: &str| format!("https://{name}.example.org/a/{name}");
    let urls = ["outil-0", "attendre", "absent", "lent", "gros"].map(of);
    let mut words: Vec<&str> = urls.iter().map(String::as_str).collect();
    words.extend([
        "http://clair.example.org/a/b",
        "--fetch",
        "--fetch-timeout",
        "4s",
        "--max-size",
        "1MiB",
    ]);
    let (code, out, err) = fetched(&fleet, &words);
    assert_eq!(code, 3, "{out}{err}");
    assert!(out.contains("Read now: 1"), "{out}");
    for said in [
        "the forge asks to wait: 7200 s",
        "git could not copy it: fatal: repository not found",
        "copy stopped: longer than the limit",
        "copy stopped: larger than the limit",
        "refused address",
    ] {
        assert!(out.contains(said), "{said}: {out}");
    }
    let told = program::text(&fleet.bytes("told"));
    let calls: Vec<&str> = told.lines().filter(|line| line.contains(" clone ")).collect();
    assert_eq!(calls.len(), 5, "{told}");
    for setting in [
        "core.hooksPath=/dev/null",
        "protocol.allow=never",
        "credential.helper= ",
        "--template= -- https",
    ] {
        assert!(calls.iter().all(|call| call.contains(setting)), "{setting}: {told}");
    }
    assert!(told.contains("dir= prompt=0") && !told.contains("clair"), "{told}");
    let mirrors = fleet.path("parc/mirrors");
    assert!(mirrors.join("outil-0.example.org/a/outil-0.git/HEAD").is_file());
    let left = std::fs::read_dir(mirrors.join("gros.example.org/a")).expect("folder").count();
    assert_eq!(left, 0, "nothing of a copy that was stopped");
    // A mirror is updated, and what did not change is not read again.
    let (code, out, err) = fetched(&fleet, &[urls[0].as_str(), "--fetch"]);
    assert_eq!(code, 0, "{out}{err}");
    assert!(program::text(&fleet.bytes("told")).contains("fetch --quiet --prune"));
}

#[test]
fn nothing_is_copied_unless_it_is_asked_for() {
    let fleet = with_git();
    let (code, out, _) = fetched(&fleet, &["https://outil-0.example.org/a/outil-0"]);
    assert!(code == 3 && out.contains("no clone on this machine"), "{out}");
    assert!(!fleet.path("told").exists());
}
