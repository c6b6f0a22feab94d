//! Plans are written whole, or not at all.

use super::*;
use crate::lang::Text;
use std::cell::Cell;
use std::fs;

fn change(path: &str, before: Option<&str>, after: &str) -> Change {
    Change {
        path: path.into(),
        before: before.map(|text| text.as_bytes().to_vec()),
        after: after.as_bytes().to_vec(),
        rules: vec![],
        brings: Text::same(""),
    }
}

fn names(root: &Path) -> Vec<String> {
    let entries = walkdir::WalkDir::new(root).min_depth(1).sort_by_file_name();
    let relative = entries.into_iter().map(|entry| {
        let entry = entry.expect("entry");
        entry.path().strip_prefix(root).expect("inside").display().to_string()
    });
    relative.collect()
}

#[test]
fn files_are_created_and_completed() {
    let place = tempfile::tempdir().expect("folder");
    fs::write(place.path().join("README.md"), "a\n").expect("written");
    let changes = [
        change(".github/ISSUE_TEMPLATE/bug.md", None, "b\n"),
        change("README.md", Some("a\n"), "a\nb\n"),
    ];
    apply(place.path(), &changes, &|| false).expect("applied");
    let read = fs::read_to_string(place.path().join("README.md")).expect("read");
    assert_eq!(read, "a\nb\n");
    let expected =
        [".github", ".github/ISSUE_TEMPLATE", ".github/ISSUE_TEMPLATE/bug.md", "README.md"];
    assert_eq!(names(place.path()), expected);
}

#[test]
fn a_file_that_appeared_stops_everything() {
    let place = tempfile::tempdir().expect("folder");
    fs::write(place.path().join("LICENSE"), "mine\n").expect("written");
    let changes = [change("docs/a.md", None, "a\n"), change("LICENSE", None, "b\n")];
    let error = apply(place.path(), &changes, &|| false).expect_err("refused");
    assert!(error.message.en.contains("appeared"), "{error}");
    assert_eq!(names(place.path()), ["LICENSE"]);
    assert_eq!(fs::read_to_string(place.path().join("LICENSE")).expect("read"), "mine\n");
}

#[test]
fn an_interruption_undoes_what_was_put_in_place() {
    let place = tempfile::tempdir().expect("folder");
    fs::write(place.path().join("README.md"), "a\n").expect("written");
    let changes = [change("README.md", Some("a\n"), "a\nb\n"), change("docs/x.md", None, "x\n")];
    for step in 0..4 {
        let asked = Cell::new(0);
        let interrupted = || {
            asked.set(asked.get() + 1);
            asked.get() > step
        };
        let error = apply(place.path(), &changes, &interrupted).expect_err("interrupted");
        assert_eq!(error.code, crate::exit::INTERRUPTED);
        assert_eq!(names(place.path()), ["README.md"], "after {step} steps");
        assert_eq!(fs::read_to_string(place.path().join("README.md")).expect("read"), "a\n");
    }
}

#[cfg(unix)]
#[test]
fn links_are_not_followed() {
    let place = tempfile::tempdir().expect("folder");
    let outside = tempfile::tempdir().expect("folder");
    std::os::unix::fs::symlink(outside.path(), place.path().join("docs")).expect("link");
    std::os::unix::fs::symlink("nowhere", place.path().join("LICENSE")).expect("link");
    let error = apply(place.path(), &[change("docs/a.md", None, "a\n")], &|| false);
    assert!(error.expect_err("refused").message.en.contains("docs is a link"));
    let error = apply(place.path(), &[change("LICENSE", None, "a\n")], &|| false);
    assert!(error.expect_err("refused").message.en.contains("LICENSE is a link"));
    assert_eq!(names(outside.path()), Vec::<String>::new());
}

#[cfg(unix)]
#[test]
fn an_executable_stays_one() {
    use std::os::unix::fs::PermissionsExt;
    let place = tempfile::tempdir().expect("folder");
    let file = place.path().join("run.sh");
    fs::write(&file, "echo\n").expect("written");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o755)).expect("set");
    let change = change("run.sh", Some("echo\n"), "# tag\necho\n");
    apply(place.path(), &[change], &|| false).expect("applied");
    let mode = fs::metadata(&file).expect("metadata").permissions().mode();
    assert_eq!(mode & 0o777, 0o755);
}

#[test]
fn a_name_left_by_another_run_is_not_touched() {
    let place = tempfile::tempdir().expect("folder");
    let root = place.path();
    fs::write(root.join("README.md"), "a\n").expect("written");
    fs::write(root.join(".README.md.publiable-old"), "mine\n").expect("written");
    fs::write(root.join(".README.md.publiable-new"), "half").expect("written");
    apply(root, &[change("README.md", Some("a\n"), "a\nb\n")], &|| false).expect("applied");
    let read = |name: &str| fs::read_to_string(root.join(name)).expect("read");
    assert_eq!(read("README.md"), "a\nb\n");
    assert_eq!(read(".README.md.publiable-old"), "mine\n");
    assert_eq!(names(root), [".README.md.publiable-new", ".README.md.publiable-old", "README.md"]);
}

#[test]
fn what_changed_is_put_back() {
    let place = tempfile::tempdir().expect("folder");
    let root = place.path();
    fs::write(root.join("README.md"), "a\n").expect("written");
    let changes = [change("README.md", Some("a\n"), "a\nb\n"), change("docs/x.md", None, "x\n")];
    let asked = Cell::new(0);
    // Somebody edits the file once everything is staged.
    let edited = || {
        asked.set(asked.get() + 1);
        if asked.get() == 3 {
            fs::write(root.join("README.md"), "edited\n").expect("written");
        }
        false
    };
    let error = apply(root, &changes, &edited).expect_err("refused");
    assert!(error.message.en.contains("README.md changed"), "{error}");
    assert_eq!(names(root), ["README.md"]);
    assert_eq!(fs::read_to_string(root.join("README.md")).expect("read"), "edited\n");
}
