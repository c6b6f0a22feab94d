//! Templates of a ministry: `extends`, and what keeps them in their folder.

use super::place::{PROGRAM, Place};
use crate::support::program::text;
use std::fs;

const POLICY: &str = "# Failles\n\nÉcrire à {{ security_contact }}.\n";
const ONLY: [&str; 7] = [
    "--yes",
    "--only",
    "security/policy",
    "--lang",
    "fr",
    "--answer",
    "security_contact=securite@projet.gouv.fr",
];

#[test]
fn extends_replaces_templates() {
    let files = [
        PROGRAM[0],
        PROGRAM[1],
        ("publiable.toml", "schema = 1\nextends = [\"ministere\"]\n"),
        ("ministere/templates/fr/SECURITY.md", POLICY),
    ];
    let place = Place::with(&files);
    let output = place.run(&ONLY);
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert_eq!(place.text("SECURITY.md"), "# Failles\n\nÉcrire à securite@projet.gouv.fr.\n");
}

#[test]
fn a_configuration_elsewhere_brings_its_templates_and_the_flag_comes_last() {
    let ministry = tempfile::tempdir().expect("folder");
    let folder = ministry.path().join("commun/templates/fr");
    fs::create_dir_all(&folder).expect("folder");
    fs::write(folder.join("SECURITY.md"), POLICY).expect("written");
    let config = ministry.path().join("publiable.toml");
    fs::write(&config, "schema = 1\nextends = [\"commun\"]\n").expect("written");
    let config = config.to_str().expect("UTF-8");
    let place = Place::with(&PROGRAM);
    let output = place.run(&[&ONLY[..], &["--config", config]].concat());
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert!(place.text("SECURITY.md").starts_with("# Failles\n"));

    let own = tempfile::tempdir().expect("folder");
    fs::create_dir(own.path().join("fr")).expect("folder");
    fs::write(own.path().join("fr/SECURITY.md"), "# Autre\n").expect("written");
    let own = own.path().to_str().expect("UTF-8");
    let place = Place::with(&PROGRAM);
    place.run(&[&ONLY[..], &["--config", config, "--templates", own]].concat());
    assert_eq!(place.text("SECURITY.md"), "# Autre\n");
}

#[test]
fn what_replaces_nothing_or_leaves_the_repository_is_refused() {
    let with = |extends: &str, template: &str| {
        let config = format!("schema = 1\nextends = [\"{extends}\"]\n");
        let path = format!("ministere/templates/{template}");
        let files = [PROGRAM[0], PROGRAM[1], ("publiable.toml", &*config), (&*path, POLICY)];
        Place::with(&files)
    };
    let output = with("ministere", "fr/SECURTY.md").run(&ONLY);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("SECURITY.md"), "{}", text(&output.stderr));
    for outside in ["../ministere", "/etc", "ministere/../../x"] {
        let place = with(outside, "fr/SECURITY.md");
        let output = place.run(&ONLY);
        assert_eq!(output.status.code(), Some(2), "{outside}: {}", text(&output.stdout));
        assert!(!place.path("SECURITY.md").exists());
    }
}

#[cfg(unix)]
#[test]
fn a_template_that_is_a_link_out_is_not_read() {
    let files = [
        PROGRAM[0],
        PROGRAM[1],
        ("publiable.toml", "schema = 1\nextends = [\"ministere\"]\n"),
        ("ministere/templates/fr/SUPPORT.md", "# Aide\n"),
    ];
    let place = Place::with(&files);
    let outside = tempfile::tempdir().expect("folder");
    let secret = outside.path().join("secret");
    fs::write(&secret, "hors du dépôt\n").expect("written");
    let link = place.path("ministere/templates/fr/SECURITY.md");
    std::os::unix::fs::symlink(&secret, link).expect("link");
    place.run(&ONLY);
    let written = fs::read_to_string(place.path("SECURITY.md")).unwrap_or_default();
    assert!(!written.contains("hors du dépôt"), "{written}");
}
