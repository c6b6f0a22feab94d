//! READMEs and contribution guides in every markup are completed in theirs.

use super::place::Place;
use crate::support::program::{audit, text};

const ANSWERS: [&str; 10] = [
    "organisation=Direction interministérielle du numérique",
    "contact=equipe@projet.gouv.fr",
    "security_contact=securite@projet.gouv.fr",
    "team=équipe Calcul",
    "licence=MIT",
    "install=make install",
    "run=make run",
    "test=make check",
    "next_steps=Documenter l’interface.",
    "status=active",
];

/// What README pieces claim.
const RULES: [&str; 5] = [
    "readme/purpose",
    "readme/origin",
    "readme/sections",
    "readme/openness-degree",
    "contribution/dco",
];

fn completed(files: &[(&str, &str)], lang: &[&str]) -> Place {
    let place = Place::with(files);
    let given: Vec<&str> = ANSWERS.iter().flat_map(|answer| ["--answer", answer]).collect();
    let arguments = [&["--yes", "--all", "--degree", "B"], lang, &given[..]].concat();
    let output = place.run(&arguments);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let before = place.files();
    let again = place.run(&arguments);
    assert_eq!(place.files(), before, "again: {}", text(&again.stdout));
    place
}

/// Asserts that `after` is `before` with lines inserted.
fn only_inserted(before: &str, after: &str) {
    let mut left = before.lines().peekable();
    for line in after.lines() {
        if left.peek() == Some(&line) {
            left.next();
        }
    }
    assert_eq!(left.next(), None, "{before:?} became {after:?}");
    assert_ne!(before, after);
}

#[test]
fn every_markup_is_completed_in_its_own() {
    let purpose = "Calcul est un outil qui permet aux agents d’estimer le montant d’une aide \
                   et d’en expliquer le détail aux personnes qui la demandent.";
    let guide =
        "Les contributions se discutent dans un ticket, puis une demande de fusion est relue.";
    let cases = [
        (
            "org",
            format!("#+TITLE: Calcul\n\n{purpose}\n\n* Licence\n\nMIT\n"),
            format!("* Contribuer\n\n{guide}\n"),
        ),
        (
            "rst",
            format!("Calcul\n======\n\n{purpose}\n\nLicence\n-------\n\nMIT\n"),
            format!("Contribuer\n==========\n\n{guide}\n"),
        ),
        (
            "adoc",
            format!("= Calcul\n\n{purpose}\n\n== Licence\n\nMIT\n"),
            format!("= Contribuer\n\n{guide}\n"),
        ),
        (
            "txt",
            format!("CALCUL\n\n{purpose}\n\nLICENCE\n\nMIT\n"),
            format!("CONTRIBUER\n\n{guide}\n"),
        ),
    ];
    for (extension, readme, contributing) in cases {
        let (name, other) = (format!("README.{extension}"), format!("CONTRIBUTING.{extension}"));
        let files = [(&*name, &*readme), (&*other, &*contributing), ("calcul.sh", "echo 1\n")];
        let place = completed(&files, &["--lang", "fr"]);
        only_inserted(&readme, &place.text(&name));
        only_inserted(&contributing, &place.text(&other));
        assert!(!place.path("README.md").exists() && !place.path("CONTRIBUTING.md").exists());
        let report = audit(place.home.path(), place.root(), &["--degree", "B"]).expect("report");
        for rule in RULES {
            let outcome = report.outcome(rule).expect("rule");
            assert!(
                !outcome.fails(),
                "{extension}: {rule}: {}\n{}",
                outcome.reason,
                place.text(&name)
            );
        }
    }
}

#[test]
fn a_readme_is_completed_in_its_language() {
    let readme = "# Calcul\n\nCalcul is a tool that helps public servants estimate the amount of \
                  an allowance and explain it to the people who ask for it.\n";
    let place = completed(&[("README.md", readme), ("calcul.sh", "echo 1\n")], &[]);
    assert!(place.text("README.md").contains("## Licence\n\nThis software"), "the README");
    assert!(place.text("CONTRIBUTING.md").starts_with("# Contributing"), "a new file");
}

#[test]
fn an_address_of_a_person_is_not_repeated() {
    let files = [
        ("README.md", "# Calcul\n\nÉcrire à camille.vasseur@projet.gouv.fr.\n"),
        ("SECURITY.md", "# Failles\n\nÉcrire à securite@projet.gouv.fr.\n"),
    ];
    let place = Place::with(&files);
    let output = place.run(&["--dry-run", "--all", "--degree", "A", "--lang", "fr"]);
    let shown = text(&output.stdout);
    assert!(shown.contains("--answer contact="), "{shown}");
    assert!(!shown.contains("--answer security_contact="), "{shown}");
    assert!(!shown.contains("+Pour toute question : <camille"), "{shown}");
}

#[test]
fn issue_templates_beside_others_are_not_proposed() {
    let files = [
        ("README.md", "# Calcul\n\nCalcul aide.\n"),
        (".github/ISSUE_TEMPLATE.md", "## Ce qui se passe\n\n## Ce que vous attendiez\n"),
    ];
    let place = Place::with(&files);
    let output = place.run(&["--dry-run", "--all", "--degree", "A", "--lang", "fr"]);
    let shown = text(&output.stdout);
    assert!(shown.contains("GOVERNANCE.md"), "{shown}");
    assert!(!shown.contains("ISSUE_TEMPLATE/"), "{shown}");
}
