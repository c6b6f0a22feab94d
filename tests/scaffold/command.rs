//! `publiable scaffold`, from a bare folder to one whose audit has nothing left
//! that scaffold claims to cover.

use crate::support::program::{audit, command, text};
use crate::support::repository::{Content, RepositorySpec, build};
use publiable::testing::scaffold::piece;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Output;
use tempfile::TempDir;

/// A small program in each of twelve languages: the files, in short.
const PROJECTS: [(&str, &[(&str, &str)]); 12] = [
    (
        "rust",
        &[
            ("Cargo.toml", "[package]\nname = \"calcul\"\nversion = \"0.1.0\"\n"),
            ("src/main.rs", "fn main() {}\n"),
        ],
    ),
    (
        "python",
        &[
            ("pyproject.toml", "[project]\nname = \"calcul\"\nversion = \"0.1.0\"\n"),
            ("calcul/__init__.py", "x = 1\n"),
            ("tests/test_calcul.py", "def test(): pass\n"),
        ],
    ),
    (
        "javascript",
        &[
            (
                "package.json",
                "{\n  \"name\": \"calcul\",\n  \"scripts\": { \"start\": \"node index.js\", \"test\": \"node --test\" }\n}\n",
            ),
            ("index.js", "console.log(1)\n"),
        ],
    ),
    (
        "typescript",
        &[
            (
                "package.json",
                "{\n  \"name\": \"calcul\",\n  \"scripts\": { \"dev\": \"vite\" }\n}\n",
            ),
            ("src/main.ts", "export const x: number = 1\n"),
        ],
    ),
    (
        "php",
        &[
            ("composer.json", "{\n  \"name\": \"projet/calcul\"\n}\n"),
            ("src/Calcul.php", "<?php\nclass Calcul {}\n"),
        ],
    ),
    ("ruby", &[("Gemfile", "source \"https://rubygems.org\"\n"), ("lib/calcul.rb", "puts 1\n")]),
    (
        "java",
        &[
            ("pom.xml", "<project>\n  <artifactId>calcul</artifactId>\n</project>\n"),
            ("src/main/java/Calcul.java", "class Calcul {}\n"),
        ],
    ),
    (
        "go",
        &[
            ("go.mod", "module projet.gouv.fr/calcul\n\ngo 1.22\n"),
            ("main.go", "package main\n\nfunc main() {}\n"),
        ],
    ),
    (
        "elixir",
        &[
            ("mix.exs", "defmodule Calcul.MixProject do\n  use Mix.Project\nend\n"),
            ("lib/calcul.ex", "defmodule Calcul do\nend\n"),
        ],
    ),
    ("r", &[("DESCRIPTION", "Package: calcul\nVersion: 0.1.0\n"), ("R/calcul.R", "x <- 1\n")]),
    (
        "csharp",
        &[
            ("Calcul.csproj", "<Project Sdk=\"Microsoft.NET.Sdk\" />\n"),
            ("Program.cs", "class Program { static void Main() {} }\n"),
        ],
    ),
    ("shell", &[("calcul.sh", "#!/bin/sh\necho 1\n")]),
];

/// What a person would answer.
const ANSWERS: [&str; 30] = [
    "governance=yes",
    "name=Calcul",
    "purpose=Calcul est un outil qui permet aux agents d’estimer le montant d’une aide.",
    "organisation=Direction interministérielle du numérique",
    "organisation_url=https://www.numerique.gouv.fr",
    "contact=equipe@projet.gouv.fr",
    "security_contact=securite@projet.gouv.fr",
    "conduct_contact=equipe@projet.gouv.fr",
    "team=équipe Calcul",
    "licence=MIT",
    "holder=Direction interministérielle du numérique",
    "install=make install",
    "run=make run",
    "test=make check",
    "next_steps=Documenter l’interface, puis traduire les messages.",
    "image=debian:stable-slim",
    "first_steps=Elle ouvre la page d’accueil et saisit sa situation.",
    "requirements=Un serveur Linux et 1 Gio de mémoire.",
    "settings=Le fichier config.toml, décrit en tête.",
    "upkeep=L’espace disque ; rien n’est à sauvegarder.",
    "publiccode.platforms=web",
    "publiccode.developmentStatus=stable",
    "publiccode.softwareType=standalone/web",
    "publiccode.description.fr.shortDescription=Estime le montant d’une aide",
    "publiccode.maintenance.type=internal",
    "publiccode.description.fr.longDescription=Calcul estime le montant d’une aide à partir de la situation d’une personne. Il montre le détail de chaque règle appliquée, pour que l’agent puisse l’expliquer à la personne.",
    "publiccode.maintenance.contacts[0].name=équipe Calcul",
    "publiccode.localisation.localisationReady=false",
    "publiccode.localisation.availableLanguages=fr",
    "publiccode.description.fr.features=Estime une aide,Montre les règles,Explique le calcul,Garde un brouillon,Imprime le résultat",
];

fn project(files: &[(&str, &str)]) -> TempDir {
    let place = tempfile::tempdir().expect("folder");
    let files: BTreeMap<String, Content> = files
        .iter()
        .map(|(path, text)| (path.to_string(), Content::Text(text.to_string())))
        .collect();
    let remotes = BTreeMap::from([("origin".into(), "https://github.com/projet/calcul".into())]);
    build(place.path(), &RepositorySpec { files, remotes, ..RepositorySpec::default() });
    place
}

fn scaffold(home: &Path, path: &Path, arguments: &[&str]) -> Output {
    let mut command = command(home);
    command.args(["scaffold", path.to_str().expect("UTF-8"), "--now", "2026-02-01"]);
    command.args(arguments).output().expect("the program runs")
}

fn answered(home: &Path, path: &Path, arguments: &[&str]) -> Output {
    let given: Vec<&str> = ANSWERS.iter().flat_map(|answer| ["--answer", answer]).collect();
    let output = scaffold(home, path, &[&["--yes", "--all"], &given[..], arguments].concat());
    assert!(output.status.success(), "{}", text(&output.stderr));
    output
}

/// Every file of `root` but git's, with its bytes.
fn files(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let walk = walkdir::WalkDir::new(root).into_iter().filter_entry(|e| e.file_name() != ".git");
    let files = walk.map(|entry| entry.expect("entry")).filter(|entry| entry.file_type().is_file());
    files
        .map(|entry| {
            let path = entry.path().strip_prefix(root).expect("inside").display().to_string();
            (path, fs::read(entry.path()).expect("read"))
        })
        .collect()
}

#[test]
fn what_scaffold_claims_to_cover_no_longer_fails_at_degree_a() {
    what_is_covered_no_longer_fails(0, "A");
}

#[test]
fn what_scaffold_claims_to_cover_no_longer_fails_at_degree_b() {
    what_is_covered_no_longer_fails(1, "B");
}

#[test]
fn what_scaffold_claims_to_cover_no_longer_fails_at_degree_c() {
    what_is_covered_no_longer_fails(2, "C");
}

/// The first project at this degree, and one in three of the others: each run is two audits.
/// Another run on the first writes nothing more.
fn what_is_covered_no_longer_fails(turn: usize, degree: &str) {
    let home = tempfile::tempdir().expect("home");
    let mut wrong = Vec::new();
    for (at, (language, sources)) in PROJECTS.iter().enumerate() {
        if at == 0 || at % 3 == turn {
            let lang = ["fr", "en", "both"][(at / 3 + turn) % 3];
            let place = project(sources);
            let arguments = ["--degree", degree, "--lang", lang];
            answered(home.path(), place.path(), &arguments);
            let report = audit(home.path(), place.path(), &[]).expect("report");
            let covered: Vec<&String> =
                piece::all().iter().flat_map(|piece| &piece.rules).collect();
            for outcome in report.outcomes.iter().filter(|outcome| outcome.fails()) {
                if covered.contains(&&outcome.rule) {
                    let (rule, reason) = (&outcome.rule, &outcome.reason);
                    wrong.push(format!("{language} {degree} {lang}: {rule}: {reason}"));
                }
            }
            if at > 0 {
                continue;
            }
            let before = files(place.path());
            let again = answered(home.path(), place.path(), &arguments);
            if files(place.path()) != before {
                wrong.push(format!("{language} {degree} {lang}: again: {}", text(&again.stdout)));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn completing_a_file_only_inserts() {
    let home = tempfile::tempdir().expect("home");
    let readmes = [
        "# Calcul\n\nCalcul permet aux agents d’estimer le montant d’une aide.\n\n## Licence\n\nMIT\n",
        "# Calcul\r\n\r\nCalcul permet aux agents d’estimer le montant d’une aide.\r\n",
        "\u{feff}# Calcul\n\nCalcul permet aux agents d’estimer le montant d’une aide.\n",
        "Calcul\n======\n\nCalcul permet aux agents d’estimer une aide.\n\nLancer\n------\n\n`make run`\n",
        "# Calcul\n\nCalcul permet aux agents d’estimer une aide.\n\n# Lancer\n\n    make run\n",
        "Calcul permet aux agents d’estimer le montant d’une aide.\n",
    ];
    for readme in readmes {
        let place = project(&[("README.md", readme), ("calcul.sh", "#!/bin/sh\necho 1\n")]);
        let readme_alone = ["--only", "README.md", "--degree", "B", "--lang", "fr"];
        answered(home.path(), place.path(), &readme_alone);
        let after = fs::read_to_string(place.path().join("README.md")).expect("read");
        assert_ne!(after, readme);
        let mut left = readme.split_inclusive('\n').peekable();
        for line in after.split_inclusive('\n') {
            if left.peek() == Some(&line) {
                left.next();
            }
        }
        assert_eq!(left.next(), None, "{readme:?} became {after:?}");
        let crlf = readme.contains("\r\n");
        assert_eq!(after.matches("\r\n").count() == after.matches('\n').count(), crlf, "{after:?}");
    }
}

#[test]
fn what_nobody_answered_waits_or_is_reported() {
    let home = tempfile::tempdir().expect("home");
    let place = project(PROJECTS[0].1);
    let arguments = ["--yes", "--all", "--degree", "B", "--lang", "en"];
    let output = scaffold(home.path(), place.path(), &arguments);
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert!(text(&output.stdout).contains("  organisation "), "{}", text(&output.stdout));
    for name in ["README.md", "AUTHORS.md", "publiccode.yml", "SECURITY.md"] {
        assert!(!place.path().join(name).exists(), "{name}");
    }
    let report = audit(home.path(), place.path(), &[]).expect("report");
    assert!(!report.outcome("docs/unanswered").expect("rule").fails());
    scaffold(home.path(), place.path(), &[&arguments[..], &["--drafts"]].concat());
    let report = audit(home.path(), place.path(), &[]).expect("report");
    let outcome = report.outcome("docs/unanswered").expect("rule");
    assert!(outcome.fails());
    assert!(report.outcome("readme/origin").expect("rule").fails(), "a question names nobody");
}

#[test]
fn a_dry_run_writes_nothing() {
    let home = tempfile::tempdir().expect("home");
    let place = project(PROJECTS[0].1);
    let before = files(place.path());
    let output = scaffold(home.path(), place.path(), &["--dry-run", "--drafts", "--lang", "en"]);
    assert!(output.status.success());
    let shown = text(&output.stdout);
    assert!(shown.contains("+++ b/README.md"), "{shown}");
    let folder = place.path().to_string_lossy();
    let told = shown.lines().find(|line| line.starts_with('+') && line.contains(&*folder));
    assert_eq!(told, None, "no file names the folder of this machine");
    assert_eq!(files(place.path()), before);
}

#[test]
fn only_the_rules_asked_for_are_answered() {
    let home = tempfile::tempdir().expect("home");
    let place = project(PROJECTS[0].1);
    answered(home.path(), place.path(), &["--only", "security/policy"]);
    assert!(place.path().join("SECURITY.md").exists());
    assert!(!place.path().join("README.md").exists());
    let wrong =
        scaffold(home.path(), place.path(), &["--yes", "--only", "security/polcy", "--lang", "en"]);
    assert_eq!(wrong.status.code(), Some(2));
    assert!(text(&wrong.stderr).contains("security/policy"), "{}", text(&wrong.stderr));
}

#[test]
fn the_licence_chosen_is_written_even_when_it_has_to_be_explained() {
    for licence in ["EUPL-1.2", "AGPL-3.0-or-later"] {
        let (home, project) = (TempDir::new().expect("home"), project(&[("README.md", "# P\n")]));
        let chosen = format!("licence={licence}");
        let arguments = ["--yes", "--only", "licence/present", "--answer", &chosen];
        let arguments = [&arguments[..], &["--answer", "holder=Ville d’Exemple"]].concat();
        let output = scaffold(home.path(), project.path(), &arguments);
        assert!(output.status.success(), "{}", text(&output.stderr));
        let report = audit(home.path(), project.path(), &[]).expect("report");
        for rule in ["licence/present", "licence/identified"] {
            let outcome = report.outcome(rule).expect("outcome").outcome;
            assert_eq!(outcome, publiable::Status::Pass, "{licence} {rule}");
        }
    }
}

/// A README that says what it is for, and its licence.
const PRESENTED: &str = "# Calcul\n\nCalcul est un outil qui permet aux agents d’estimer le montant \
     d’une aide, et d’en expliquer le détail.\n\n## Licence\n\nMIT\n";

/// What is written of `readme` with the degree answered and `more`: what was told, the
/// report of what is there afterwards, and the files.
fn with_degree(
    (readme, degree): (&str, &str),
    more: &[&str],
) -> (String, publiable::testing::report::Report, BTreeMap<String, Vec<u8>>) {
    let (home, place) = (TempDir::new().expect("home"), project(&[("README.md", readme)]));
    let degree = format!("degree={degree}");
    let arguments =
        ["--yes", "--lang", "fr", "--answer", &degree, "--answer", "contact=a@b.gouv.fr"];
    let output = scaffold(home.path(), place.path(), &[&arguments[..], more].concat());
    assert!(output.status.success(), "{}", text(&output.stderr));
    let report = audit(home.path(), place.path(), &[]).expect("report");
    (text(&output.stdout), report, files(place.path()))
}

#[test]
fn the_plan_follows_the_degree_that_is_chosen() {
    let (told, report, written) = with_degree((PRESENTED, "C"), &[]);
    // The sentence that degree C asks for is written where readers look.
    let readme = String::from_utf8_lossy(&written["README.md"]);
    assert!(readme.contains("les contributions extérieures ne sont pas traitées"), "{told}");
    assert_eq!(report.degree.announced, Some(publiable::testing::rule::Degree::C), "{told}");
    for rule in ["contribution/degree-consistent", "readme/openness-degree"] {
        assert_eq!(report.outcome(rule).expect("rule").outcome, publiable::Status::Pass, "{told}");
    }
    // Nothing that degree A alone asks for.
    let others = written.keys().filter(|path| path.contains("ISSUE_TEMPLATE"));
    assert_eq!(others.count(), 0, "{written:?}");
    for name in ["CONTRIBUTING.md", "GOVERNANCE.md"] {
        assert!(!written.contains_key(name) && !told.contains(name), "{name}: {told}");
    }
}

#[test]
fn a_degree_that_the_files_deny_is_not_declared_and_the_rest_is_written() {
    let asks = PRESENTED.replace(
        "## Licence",
        "## Contribuer\n\nVos contributions sont les bienvenues.\n\n## Licence",
    );
    let (told, report, written) =
        with_degree((&asks, "C"), &["--answer", "organisation=Direction de l’eau"]);
    assert_eq!(report.degree.announced, None, "{told}");
    assert!(told.contains("pas encore déclaré") && told.contains("(README.md:7)"), "{told}");
    assert!(!told.contains("sans réponse : ce qui en dépend attend\n  degree"), "{told}");
    let readme = String::from_utf8_lossy(&written["README.md"]);
    assert!(
        !readme.contains("ne sont pas traitées") && !readme.contains("ouverture-C"),
        "{readme}"
    );
    assert!(readme.contains("édité par la Direction de l’eau"), "{readme}");
    // The option says what the answer says.
    let (told, report, _) = with_degree((&asks, "C"), &["--degree", "C"]);
    assert_eq!(report.degree.announced, None, "{told}");
    assert!(told.contains("pas encore déclaré"), "{told}");
}

#[test]
fn what_is_a_policy_is_asked_for_and_never_comes_by_itself() {
    let (told, report, written) = with_degree((PRESENTED, "A"), &[]);
    assert!(!written.contains_key("GOVERNANCE.md"), "{told}");
    // What does not wait for it is written all the same.
    assert!(written.contains_key("CONTRIBUTING.md"), "{told}");
    assert!(told.contains("  governance  ") && told.contains("GOVERNANCE.md"), "{told}");
    assert_eq!(report.degree.announced, None, "{told}");
    let (told, report, written) = with_degree((PRESENTED, "A"), &["--answer", "governance=yes"]);
    assert!(written.contains_key("GOVERNANCE.md"), "{told}");
    assert_eq!(report.degree.announced, Some(publiable::testing::rule::Degree::A), "{told}");
    let (told, _, written) = with_degree((PRESENTED, "A"), &["--answer", "governance=no"]);
    assert!(!written.contains_key("GOVERNANCE.md"), "{told}");
    assert!(told.contains("une feuille de route ou une gouvernance"), "{told}");
    // Whoever wants all the rest decides it too.
    let (told, _, written) = with_degree((PRESENTED, "A"), &["--all"]);
    assert!(!written.contains_key("GOVERNANCE.md") && told.contains("  governance  "), "{told}");
    // A “no” holds for whoever wants all the rest.
    let refused = ["--answer", "governance=no", "--all"];
    let (told, _, written) = with_degree((PRESENTED, "A"), &refused);
    assert!(!written.contains_key("GOVERNANCE.md"), "{told}");
    // A sign-off is asked of contributors only where somebody decided so.
    for (more, signs) in [(&[][..], false), (&["--all"], true)] {
        let (told, _, written) = with_degree((PRESENTED, "B"), more);
        let guide = String::from_utf8_lossy(&written["CONTRIBUTING.md"]);
        assert_eq!(guide.contains("Signed-off-by"), signs, "{guide}");
        assert_eq!(told.contains("commit -s"), signs, "{told}");
    }
}

#[test]
fn outside_a_terminal_it_asks_for_a_decision() {
    let home = tempfile::tempdir().expect("home");
    let place = project(PROJECTS[0].1);
    let output = scaffold(home.path(), place.path(), &["--lang", "en"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("--dry-run"), "{}", text(&output.stderr));
}

#[test]
fn answers_are_kept_and_used_again() {
    let home = tempfile::tempdir().expect("home");
    let place = project(PROJECTS[0].1);
    answered(home.path(), place.path(), &["--save-answers", "--only", "security/policy"]);
    let kept = fs::read_to_string(place.path().join("publiable.toml")).expect("kept");
    assert!(kept.contains("security_contact = \"securite@projet.gouv.fr\""), "{kept}");
    let output = scaffold(
        home.path(),
        place.path(),
        &["--yes", "--only", "contribution/maintainers", "--lang", "en"],
    );
    assert!(output.status.success(), "{}", text(&output.stderr));
    let written = fs::read_to_string(place.path().join("MAINTAINERS.md")).expect("written");
    assert!(written.contains("équipe Calcul"), "{written}");
}

#[test]
fn templates_of_ones_own_replace_ours() {
    let home = tempfile::tempdir().expect("home");
    let own = tempfile::tempdir().expect("folder");
    fs::create_dir(own.path().join("fr")).expect("folder");
    let template = own.path().join("fr/SECURITY.md");
    fs::write(&template, "# Failles\n\nÉcrire à {{ security_contact }}.\n").expect("written");
    let place = project(PROJECTS[0].1);
    let folder = own.path().to_str().expect("UTF-8");
    let arguments = ["--only", "security/policy", "--lang", "fr", "--templates", folder];
    answered(home.path(), place.path(), &arguments);
    let written = fs::read_to_string(place.path().join("SECURITY.md")).expect("written");
    assert_eq!(written, "# Failles\n\nÉcrire à securite@projet.gouv.fr.\n");
    fs::write(&template, "# Failles\n\n{{ adresse }}\n").expect("written");
    let place = project(PROJECTS[0].1);
    let wrong = scaffold(home.path(), place.path(), &[&["--yes"], &arguments[..]].concat());
    assert_eq!(wrong.status.code(), Some(2));
    assert!(text(&wrong.stderr).contains("SECURITY.md:3"), "{}", text(&wrong.stderr));
}
