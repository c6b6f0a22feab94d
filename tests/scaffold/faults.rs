//! A machine that fails: nothing is lost, nothing is half written, and the
//! error names the file and what to do.

use super::place::{PROGRAM, Place};
use crate::support::program::text;
use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown, symlink};
use std::os::unix::process::CommandExt;
use std::process::{Command, Output};

const README: &str = "# Calcul\n\nCalcul est un outil qui permet aux agents d’estimer une aide.\n";
const ARGUMENTS: [&str; 10] = [
    "--yes",
    "--all",
    "--degree",
    "B",
    "--lang",
    "en",
    "--answer",
    "licence=Apache-2.0",
    "--answer",
    "security_contact=securite@projet.gouv.fr",
];
/// A user without rights.
const NOBODY: u32 = 65_534;

fn place() -> Place {
    Place::with(&[PROGRAM[0], PROGRAM[1], ("README.md", README)])
}

fn refused(output: &Output, words: &[&str]) {
    let said = text(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{said}{}", text(&output.stdout));
    for word in words {
        assert!(said.contains(word), "{word:?} is not in {said}");
    }
}

/// True when the tests run as root, whom permissions do not stop.
fn root(place: &Place) -> bool {
    fs::metadata(place.root()).expect("metadata").uid() == 0
}

/// Gives the whole place to somebody without rights, when the tests run as
/// root, and makes `command` run as them.
fn as_somebody(place: &Place, command: &mut Command) {
    if !root(place) {
        return;
    }
    for root in [place.root(), place.home.path()] {
        for entry in walkdir::WalkDir::new(root) {
            let entry = entry.expect("entry");
            chown(entry.path(), Some(NOBODY), Some(NOBODY)).expect("given");
        }
    }
    command.uid(NOBODY).gid(NOBODY);
}

#[test]
fn a_read_only_folder_is_left_as_it_is() {
    let place = place();
    let mut command = place.scaffold(&ARGUMENTS);
    as_somebody(&place, &mut command);
    fs::set_permissions(place.root(), fs::Permissions::from_mode(0o555)).expect("set");
    let before = place.files();
    let output = command.output().expect("the program runs");
    fs::set_permissions(place.root(), fs::Permissions::from_mode(0o755)).expect("set");
    refused(&output, &["could not be written", "free space"]);
    assert_eq!(place.files(), before);
}

#[test]
fn a_read_only_folder_below_undoes_the_rest() {
    let place = place();
    fs::create_dir(place.path(".github")).expect("folder");
    let mut command = place.scaffold(&ARGUMENTS);
    as_somebody(&place, &mut command);
    fs::set_permissions(place.path(".github"), fs::Permissions::from_mode(0o555)).expect("set");
    let before = place.files();
    let output = command.output().expect("the program runs");
    fs::set_permissions(place.path(".github"), fs::Permissions::from_mode(0o755)).expect("set");
    refused(&output, &[".github/", "could not be written"]);
    assert_eq!(place.files(), before);
}

#[test]
fn a_full_disk_leaves_nothing_half_written() {
    let place = place();
    let before = place.files();
    let whole = place.scaffold(&ARGUMENTS);
    // Files beyond 4 or 8 KiB fail to be written, as they do on a full disk.
    let mut command = Command::new("/bin/sh");
    command.args(["-c", "trap '' XFSZ; ulimit -f 8; exec \"$0\" \"$@\""]);
    command.arg(whole.get_program()).args(whole.get_args()).env_clear();
    command.envs(whole.get_envs().filter_map(|(name, value)| Some((name, value?))));
    let output = command.output().expect("the program runs");
    refused(&output, &["LICENSE", "could not be written", "free space"]);
    assert_eq!(place.files(), before);
}

#[test]
fn a_link_in_place_of_a_file_is_not_followed() {
    for target in ["nowhere", "../outside.txt", "README.md"] {
        let place = place();
        symlink(target, place.path("SECURITY.md")).expect("link");
        let before = place.files();
        let output = place.run(&[&ARGUMENTS[..], &["--only", "security/policy"]].concat());
        assert_eq!(place.files(), before, "{target}: {}", text(&output.stdout));
        if output.status.code() != Some(0) {
            refused(&output, &["SECURITY.md", "link"]);
        }
    }
}

#[test]
fn a_folder_in_place_of_a_file_is_said() {
    let place = place();
    fs::create_dir(place.path("SECURITY.md")).expect("folder");
    let before = place.files();
    let output = place.run(&[&ARGUMENTS[..], &["--only", "security/policy"]].concat());
    refused(&output, &["SECURITY.md", "folder"]);
    assert_eq!(place.files(), before);
}

#[test]
fn a_file_in_place_of_a_folder_is_said() {
    let place = Place::with(&[PROGRAM[0], PROGRAM[1], (".github", "a file\n")]);
    let before = place.files();
    let output = place.run(&ARGUMENTS);
    refused(&output, &[".github", "folder"]);
    assert_eq!(place.files(), before);
}

#[test]
fn what_was_left_by_a_run_that_was_killed_does_not_stop_the_next() {
    let place = place();
    fs::write(place.path(".SECURITY.md.publiable-new"), "half").expect("written");
    let output = place.run(&[&ARGUMENTS[..], &["--only", "security/policy"]].concat());
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert!(place.text("SECURITY.md").starts_with("# "));
    assert_eq!(place.text(".SECURITY.md.publiable-new"), "half", "it may be somebody’s");
}

#[test]
fn permissions_and_owner_are_kept() {
    let place = place();
    let readme = place.path("README.md");
    fs::set_permissions(&readme, fs::Permissions::from_mode(0o640)).expect("set");
    if root(&place) {
        chown(&readme, Some(NOBODY), Some(NOBODY)).expect("given");
    }
    let before = fs::metadata(&readme).expect("metadata");
    let output = place.run(&ARGUMENTS);
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert_ne!(place.text("README.md"), README);
    let after = fs::metadata(&readme).expect("metadata");
    assert_eq!(after.mode(), before.mode());
    assert_eq!((after.uid(), after.gid()), (before.uid(), before.gid()));
}
