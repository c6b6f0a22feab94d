//! Through the program: what leads to the history is damaged, or puts the
//! repository elsewhere than where it is.

use crate::support::program;
use crate::support::project::{Place, repository as place};
use std::fs;

/// A file with a token on a branch that the audited one does not lead to.
const SIDE: &str = r#"
[[commits]]
message = "one"
files = { "README.md" = "x\n", "LICENSE" = "x\n" }
[[commits]]
message = "two"
date = "2026-01-02"
files = { "a.env" = "TOKEN=<<github:1>>\n" }
"#;

/// The same, its last commit led to by `side` alone.
fn on_a_side() -> Place {
    let place = place(SIDE);
    let git = place.git();
    let head = git.head().expect("head").peel_to_commit().expect("commit");
    git.branch("side", &head, true).expect("branch");
    let parent = head.parent(0).expect("parent");
    git.reset(parent.as_object(), git2::ResetType::Hard, None).expect("reset");
    place
}

/// The code of an audit, and what the rule about the history of secrets says.
fn audited(place: &Place) -> (i32, String) {
    let path = place.root.to_str().expect("path").to_string();
    let (code, out, _) =
        place.run(&["audit", &path, "--format", "json", "--no-cache", "--exit-zero"]);
    let report: serde_json::Value = serde_json::from_str(&out).unwrap_or_default();
    let outcomes = report["outcomes"].as_array().cloned().unwrap_or_default();
    let rule = outcomes.into_iter().find(|outcome| outcome["rule"] == "secrets/history");
    let outcome = rule.and_then(|rule| Some(rule["outcome"].as_str()?.to_string()));
    (code, outcome.unwrap_or_default())
}

#[test]
fn a_reference_that_cannot_be_read_makes_the_audit_incomplete() {
    let control = on_a_side();
    assert_eq!(audited(&control), (0, "fail".into()));
    for damaged in ["garbage\n", "", "\u{feff}0123456789012345678901234567890123456789\n"] {
        let place = on_a_side();
        fs::write(place.git_dir().join("refs/heads/side"), damaged).expect("write");
        assert_eq!(audited(&place), (3, "unknown".into()), "{damaged:?}");
    }
}

#[test]
fn a_damaged_list_of_references_makes_the_audit_incomplete_and_hides_no_other() {
    let place = on_a_side();
    let loose = place.git_dir().join("refs/heads/side");
    let id = fs::read_to_string(&loose).expect("reference");
    fs::remove_file(&loose).expect("remove");
    let packed = place.git_dir().join("packed-refs");
    fs::write(&packed, format!("{} refs/heads/side\n", id.trim())).expect("write");
    assert_eq!(audited(&place), (0, "fail".into()));
    fs::write(&packed, format!("damaged\n{} refs/heads/side\n", id.trim())).expect("write");
    assert_eq!(audited(&place), (3, "fail".into()));
    fs::write(&packed, &id[..30]).expect("write");
    assert_eq!(audited(&place), (3, "unknown".into()));
}

#[test]
fn a_head_without_commit_hides_no_other_branch() {
    let place = on_a_side();
    fs::write(place.git_dir().join("HEAD"), "ref: refs/heads/absent\n").expect("write");
    assert_eq!(audited(&place).1, "fail");
}

#[test]
fn the_configuration_of_a_repository_does_not_move_its_root() {
    let place = place(SIDE);
    let outside = place.root.parent().expect("parent").to_path_buf();
    place.git().config().expect("configuration").set_str("core.worktree", "../..").expect("set");
    let path = place.root.to_str().expect("path").to_string();
    let before = fs::read_dir(&outside).expect("folder").count();
    assert_eq!(place.run(&["audit", &path, "--exit-zero"]).0, 3);
    assert_eq!(place.run(&["scaffold", &path, "--yes"]).0, 3);
    assert_eq!(fs::read_dir(&outside).expect("folder").count(), before);
}

#[cfg(unix)]
#[test]
fn a_link_to_standard_output_is_written_to_and_stays() {
    let place = place(SIDE);
    let link = place.home.path().join("out");
    std::os::unix::fs::symlink("/dev/stdout", &link).expect("link");
    let path = place.root.to_str().expect("path");
    let output = program::run(
        place.home.path(),
        &["audit", path, "--exit-zero", "--format", &format!("json={}", link.display())],
    );
    assert!(output.stdout.starts_with(b"{"), "{}", program::text(&output.stderr));
    assert!(link.symlink_metadata().expect("link").is_symlink());
}

#[cfg(unix)]
#[test]
fn the_cache_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let place = place(SIDE);
    let path = place.root.to_str().expect("path").to_string();
    place.run(&["audit", &path, "--exit-zero"]);
    let cache = place.home.path().join(".cache/publiable");
    let mode =
        |path: &std::path::Path| fs::metadata(path).expect("metadata").permissions().mode() & 0o777;
    assert_eq!((mode(&cache), mode(&cache.join("key"))), (0o700, 0o600));
    let count = || fs::read_dir(&cache).expect("folder").count();
    fs::set_permissions(&cache, fs::Permissions::from_mode(0o777)).expect("rights");
    place.write("new.txt", "x\n");
    let before = count();
    place.run(&["audit", &path, "--exit-zero"]);
    assert_eq!(count(), before, "a folder that others may write in is left alone");
}
