//! What scaffold claims, and its pieces besides the documents.

use crate::support::program::{run, text};
use crate::support::repository::{Content, RepositorySpec, build};
use publiable::testing::audit::Catalogue;
use publiable::testing::rule::{Nature, Scaffold};
use publiable::testing::scaffold::piece;
use std::fs;
use tempfile::TempDir;

fn project(files: &[(&str, &str)]) -> TempDir {
    let place = tempfile::tempdir().expect("folder");
    let files =
        files.iter().map(|(path, text)| (path.to_string(), Content::Text(text.to_string())));
    build(place.path(), &RepositorySpec { files: files.collect(), ..RepositorySpec::default() });
    place
}

fn scaffold(place: &TempDir, arguments: &[&str]) -> String {
    let home = tempfile::tempdir().expect("home");
    let path = place.path().to_str().expect("UTF-8");
    let fixed = ["scaffold", path, "--yes", "--all", "--now", "2026-02-01"];
    let output = run(home.path(), &[&fixed[..], arguments].concat());
    assert!(output.status.success(), "{}", text(&output.stderr));
    text(&output.stdout)
}

/// What `scaffold` would write in English with `more`, and what it warns of.
fn dry_run(place: &TempDir, more: &[&str]) -> (String, String) {
    let home = tempfile::tempdir().expect("home");
    let path = place.path().to_str().expect("UTF-8");
    let fixed = ["scaffold", path, "--dry-run", "--lang", "en", "--now", "2026-02-01"];
    let output = run(home.path(), &[&fixed[..], more].concat());
    (text(&output.stdout), text(&output.stderr))
}

fn read(place: &TempDir, path: &str) -> String {
    fs::read_to_string(place.path().join(path)).expect(path)
}

#[test]
fn each_rule_says_truly_what_scaffold_does() {
    let rules = Catalogue::embedded().expect("rules").rules;
    for named in piece::all().iter().flat_map(|piece| piece.rules.iter().chain(&piece.parts)) {
        assert!(rules.get(named).is_some(), "{named} is not a rule");
    }
    let mut wrong = Vec::new();
    for rule in &rules.rules {
        let whole = piece::all().iter().any(|piece| piece.rules.contains(&rule.id));
        let part = piece::all().iter().any(|piece| piece.parts.contains(&rule.id));
        // `publiable attest` writes the answers to questions.
        let settled = rule.question.is_some();
        let truth = match rule.scaffold {
            Scaffold::Yes => whole || rule.nature == Nature::Attestation,
            Scaffold::Partial => !whole && (part || settled),
            Scaffold::No => !whole && !part,
        };
        if !truth {
            wrong.push(format!("{}: {:?}", rule.id, rule.scaffold));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn gitignore_gets_what_it_lacks() {
    let place = project(&[("Cargo.toml", "[package]\n"), ("src/main.rs", "fn main() {}\n")]);
    scaffold(&place, &["--lang", "en"]);
    let ignored = read(&place, ".gitignore");
    assert!(ignored.contains("\n# Rust\ntarget/\n") && ignored.contains("\n.env\n"), "{ignored}");
    assert!(!ignored.contains("Python"), "{ignored}");
    let files = [
        ("package.json", "{}\n"),
        ("dist/app.js", "let a;\n"),
        (".gitignore", "/node_modules\n.env*"),
    ];
    let place = project(&files);
    scaffold(&place, &["--lang", "fr", "--with", "gitignore", "--only", "readme/present"]);
    let ignored = read(&place, ".gitignore");
    assert!(ignored.starts_with("/node_modules\n.env*\n\n# "), "{ignored}");
    assert!(!ignored.contains("\nnode_modules/") && !ignored.contains("/dist/"), "{ignored}");
    assert!(ignored.contains("\n# JavaScript et TypeScript\nnpm-debug.log*\n"), "{ignored}");
    let said =
        scaffold(&place, &["--with", "gitignore", "--only", "readme/present", "--lang", "fr"]);
    assert!(said.contains("Rien à écrire"), "{said}");
}

#[test]
fn guides_are_written_on_request_with_their_questions() {
    let place = project(&[("a.py", "x = 1\n")]);
    let asked = ["--with", "user-guide,operator-guide", "--only", "readme/present"];
    scaffold(&place, &asked);
    assert!(!place.path().join("docs").exists(), "a guide is whole");
    scaffold(
        &place,
        &[&asked[..], &["--drafts", "--lang", "fr", "--answer", "first_steps=Elle ouvre la page"]]
            .concat(),
    );
    let guide = read(&place, "docs/usage.md");
    assert!(guide.contains("\nElle ouvre la page.\n") && guide.contains("[QUESTION:"), "{guide}");
    assert!(
        read(&place, "docs/operation.md").contains("## Surveiller et sauvegarder\n\n[QUESTION:")
    );
}

#[test]
fn a_file_that_is_not_offered_is_refused() {
    let place = project(&[("a.py", "x = 1\n")]);
    let home = tempfile::tempdir().expect("home");
    let path = place.path().to_str().expect("UTF-8");
    let output = run(home.path(), &["scaffold", path, "--yes", "--with", "nonesuch"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("user-guide"), "{}", text(&output.stderr));
}

#[test]
fn a_readme_lacks_no_audience() {
    let readme = "# Calcul\n\nCalcul permet aux agents d’estimer le montant d’une aide.\n\n## Contribuer\n\nÉcrivez-nous.\n";
    let place = project(&[("README.md", readme), ("a.py", "x = 1\n")]);
    let answers = ["--answer", "install=make install", "--answer", "run=make run"];
    scaffold(&place, &[&["--lang", "fr", "--only", "docs/audiences"], &answers[..]].concat());
    let after = read(&place, "README.md");
    let order =
        ["## Installation\n", "## Utilisation\n", "## Contribuer\n"].map(|title| after.find(title));
    assert!(order.iter().all(Option::is_some) && order.is_sorted(), "{after}");
}

#[test]
fn what_one_text_answers_is_told_with_every_severity() {
    let readme = "# Calcul\n\nCalcul permet aux agents d’estimer le montant d’une aide.\n\n## Contribuer\n\nÉcrivez-nous.\n";
    let place = project(&[("README.md", readme), ("a.py", "x = 1\n")]);
    let told = |more: &[&str]| dry_run(&place, more).0;
    let line = |page: &str| {
        let line = page.lines().find(|line| line.contains("~ README.md")).map(str::to_string);
        line.unwrap_or_else(|| unreachable!("{page}"))
    };
    let answers = ["--answer", "install=make install", "--answer", "run=make run"];
    assert!(line(&told(&answers)).contains("docs/audiences"), "{}", told(&answers));
    // While a question waits, no other file is said to be needed.
    let page = told(&["--all"]);
    let (_, left) = page.split_once("no file written here settles").unwrap_or_default();
    assert!(!left.contains("docs/audiences"), "{page}");
}

#[test]
fn a_licence_that_is_stated_is_not_asked_again() {
    let readme = "# Calcul\n\nCalcul estime une aide.\n\n## Licence\n\nGPLv3\n";
    let place = project(&[("README.md", readme), ("a.py", "x = 1\n")]);
    let (page, _) = dry_run(&place, &[]);
    assert!(page.contains("Are later versions of the GNU licence accepted?"), "{page}");
    assert!(!page.contains("Under which licence is the code published?"), "{page}");
}

#[test]
fn an_expression_that_is_stated_gives_a_file_a_licence() {
    let manifest = "{ \"name\": \"calcul\", \"license\": \"MIT OR Apache-2.0\" }\n";
    let place = project(&[("package.json", manifest), ("a.js", "let x;\n")]);
    let told = scaffold(
        &place,
        &[
            "--answer",
            "holder=Direction de l’eau",
            "--answer",
            "purpose=Calcul estime une aide",
            "--answer",
            "organisation=Direction de l’eau",
            "--answer",
            "repository=https://forge.projet.gouv.fr/calcul",
            "--with",
            "citation,codemeta",
        ],
    );
    assert!(!told.contains("Under which licence"), "{told}");
    assert!(read(&place, "LICENSE-MIT.txt").contains(" Direction de l’eau\n"));
    assert!(read(&place, "LICENSE-Apache-2.0.txt").contains("Apache License"));
    assert!(!place.path().join("LICENSE").exists());
    let citation = read(&place, "CITATION.cff");
    assert!(citation.ends_with("\nlicense:\n  - MIT\n  - Apache-2.0\n"), "{citation}");
    let codemeta = read(&place, "codemeta.json");
    let read: serde_json::Value = serde_json::from_str(&codemeta).expect("JSON");
    assert_eq!(read["license"].as_array().map(Vec::len), Some(2), "{codemeta}");
}

#[test]
fn an_english_readme_gets_a_french_one() {
    let readme = "# Calcul\n\nThis tool helps civil servants to estimate the amount of a benefit, and it explains how each rule of the law was applied to the situation of the person who asks for it.\n\n## Usage\n\nOpen the home page, type what you know about the situation, and read the answer with the details of the computation below the total amount.\n";
    let place = project(&[("README.md", readme), ("a.py", "x = 1\n")]);
    scaffold(
        &place,
        &[
            "--lang",
            "fr",
            "--only",
            "docs/language",
            "--degree",
            "B",
            "--answer",
            "purpose=Calcul estime une aide",
            "--answer",
            "organisation=Direction de l’eau",
            "--answer",
            "contact=equipe@projet.gouv.fr",
        ],
    );
    assert!(read(&place, "README.fr.md").contains("\nCalcul estime une aide.\n"));
    assert_eq!(read(&place, "README.md"), readme);
}

#[test]
fn one_robot_updates_the_dependencies() {
    let cargo = ("Cargo.toml", "[package]\nname = \"calcul\"\nversion = \"0.1.0\"\n");
    let renovate = ("renovate.json", "{\"extends\":[\"config:recommended\"]}\n");
    let given = [
        "--degree",
        "B",
        "--answer",
        "test=cargo test",
        "--answer",
        "repository=https://github.com/projet/calcul",
    ];
    for (files, expected) in [(&[cargo][..], true), (&[cargo, renovate], false)] {
        let place = project(files);
        let told = scaffold(&place, &given);
        assert!(place.path().join(".github/workflows/ci.yml").exists(), "{told}");
        assert_eq!(place.path().join(".github/dependabot.yml").exists(), expected, "{told}");
    }
}

#[test]
fn later_versions_of_a_gnu_licence_are_stated_once_a_person_told() {
    let manifest = ("package.json", "{\"name\":\"calcul\",\"license\":\"GPL-3.0\"}\n");
    let readme = (
        "README.md",
        "# Calcul\n\nCalcul permet d’estimer une aide.\n\n## Licence\n\nGPL.\n\n## Contact\n\nIci.\n",
    );
    let place = project(&[manifest, readme]);
    let only = ["--lang", "fr", "--only", "licence/or-later-stated"];
    scaffold(&place, &only);
    assert_eq!(read(&place, "README.md"), readme.1);
    scaffold(&place, &[&only[..], &["--answer", "licence_versions=or-later"]].concat());
    let written =
        "GPL.\n\nCe logiciel est distribué sous la licence GPL-3.0-or-later.\n\n## Contact";
    assert!(read(&place, "README.md").contains(written), "{}", read(&place, "README.md"));
}

#[test]
fn what_is_named_is_written_whatever_the_forge() {
    let answers =
        ["--answer", "test=make check", "--answer", "image=debian:stable-slim", "--degree", "B"];
    for name in ["ci-gitlab", ".gitlab-ci.yml"] {
        let place = project(&[("a.py", "x = 1\n")]);
        let asked = ["--lang", "en", "--only", "quality/ci"];
        let told = scaffold(&place, &[&asked[..], &answers].concat());
        assert!(told.contains("quality/ci  --with ci-forgejo or --with ci-github"), "{told}");
        assert!(!told.contains("no file written here settles"), "{told}");
        let named = [&asked[..], &["--with", name], &answers].concat();
        let told = scaffold(&place, &named);
        assert!(read(&place, ".gitlab-ci.yml").contains("make check"), "{told}");
        let again = scaffold(&place, &named);
        assert!(again.contains(".gitlab-ci.yml  exists already"), "{again}");
    }
    let place = project(&[("a.py", "x = 1\n"), ("SECURITY.md", "# Security\n\nWrite.\n")]);
    let told = scaffold(&place, &["--lang", "en", "--only", ".editorconfig"]);
    assert!(told.contains("no rule asks for it: --with editorconfig"), "{told}");
}

#[test]
fn the_list_gives_the_names_that_with_takes() {
    let home = tempfile::tempdir().expect("home");
    let list = text(&run(home.path(), &["scaffold", "--list", "--lang", "en"]).stdout);
    for piece in piece::all() {
        let line = list.lines().find(|line| line.contains(&format!("--with {})", piece.id)));
        assert!(line.is_some_and(|line| line.contains(&piece.path)), "{}: {list}", piece.id);
    }
}

#[test]
fn what_was_created_is_shown_then_recorded_as_the_project_asks() {
    let place = project(&[("a.py", "x = 1\n")]);
    let answers = ["--answer", "test=make check", "--degree", "B", "--lang", "en"];
    let only = ["--only", "contribution/contributing,contribution/dco"];
    let told = scaffold(&place, &[&only[..], &answers].concat());
    assert!(told.contains(" add -N CONTRIBUTING.md && git "), "{told}");
    assert!(told.contains(" commit -s  # record it, signed off (DCO)"), "{told}");
    let told = scaffold(&place, &["--lang", "en", "--with", "editorconfig"]);
    assert!(told.contains(" commit -s"), "{told}");
    let place = project(&[("a.py", "x = 1\n")]);
    let told =
        scaffold(&place, &["--lang", "en", "--with", "editorconfig", "--only", "docs/usage.md"]);
    assert!(told.contains(" commit  # record it"), "{told}");
}

#[test]
fn a_doubt_is_settled_and_an_answer_that_does_not_do_is_told() {
    // A body that is mentioned in passing says nothing of who publishes.
    let passing =
        "Le format vient d’un échange avec la Direction interministérielle du numérique.\n";
    let sections = ["Installation", "Usage", "Tests", "Structure"]
        .map(|title| format!("## {title}\n\nLire.\n\n"));
    let readme = format!("# Calcul\n\nUn outil.\n\n{}## Format\n\n{passing}", sections.concat());
    let place = project(&[("README.md", &readme)]);
    let answer = "organisation=Direction interministérielle du numérique";
    scaffold(&place, &["--only", "readme/origin", "--answer", answer]);
    assert!(read(&place, "README.md").contains("édité par la Direction interministérielle"));
    // What would not satisfy the rule is not written, and the reason is told.
    let place = project(&[("README.md", "# Calcul\n\n## Utilisation\n\nLancer `make`.\n")]);
    let (told, _) =
        dry_run(&place, &["--only", "readme/purpose", "--answer", "purpose=Copie des données."]);
    assert!(told.contains("readme/purpose: "), "{told}");
    let good = "purpose=Ce logiciel sert à copier des données d’un service à un autre.";
    let (told, _) = dry_run(&place, &["--only", "readme/purpose", "--answer", good]);
    assert!(told.contains("+Ce logiciel sert à copier"), "{told}");
}

#[test]
fn what_the_licence_does_not_cover_is_said_when_a_person_confirms() {
    let readme = "# Calcul\n\nCalcul est un outil qui permet aux agents d’estimer une aide.\n";
    let files = [
        ("README.md", readme),
        ("public/marianne.svg", "<svg/>\n"),
        ("public/fonts/Marianne-Bold.woff2", "x"),
        ("public/dsfr/artwork/pictograms/a.svg", "<svg/>\n"),
        ("public/fonts/arial.ttf", "x"),
        ("Marianne-1.woff2", "x"),
        ("Marianne-2.woff2", "x"),
        ("Marianne-3.woff2", "x"),
        ("Marianne-4.woff2", "x"),
        ("Marianne-5.woff2", "x"),
        ("Marianne-6.woff2", "x"),
    ];
    let only = ["--only", "licence/restricted-assets"];
    let place = project(&files);
    scaffold(&place, &only);
    assert_eq!(read(&place, "README.md"), readme);
    for lang in ["fr", "en"] {
        let place = project(&files);
        let answer = ["--answer", "restricted_assets=reserved", "--lang", lang];
        scaffold(&place, &[&only[..], &answer].concat());
        let written = read(&place, "README.md");
        assert!(written.contains("`public/marianne.svg`"), "{written}");
        let fonts =
            ["`Marianne-1.woff2`, ", "`Marianne-5.woff2` "].map(|one| written.contains(one));
        assert!(fonts == [true, true] && !written.contains("`.//`"), "{written}");
        let home = tempfile::tempdir().expect("home");
        let path = place.path().to_str().expect("UTF-8");
        let told = run(
            home.path(),
            &["audit", path, "--details", "licence/restricted-assets", "--lang", "en"],
        );
        let told = text(&told.stdout);
        assert!(
            told.contains("the terms of assets with restricted use are stated"),
            "{written}\n{told}"
        );
    }
}

#[test]
fn the_command_proposed_keeps_what_was_given() {
    let place = project(&[("a.py", "x = 1\n")]);
    let told = |more: &[&str]| dry_run(&place, more);
    let (page, _) = told(&[]);
    assert!(page.contains("--answer degree=…") && !page.contains("--degree"), "{page}");
    // What a licence asks for besides is told with it.
    assert!(page.contains("--answer licence=… --answer holder=…"), "{page}");
    let (page, warned) = told(&[
        "--only",
        "security/policy",
        "--degree",
        "B",
        "--answer",
        "security_contact=securite@projet.gouv.fr",
        "--answer",
        "purpose=Calcul estime une aide",
    ]);
    let command = "--degree B --only security/policy \
                   --answer 'security_contact=securite@projet.gouv.fr' \
                   --answer 'purpose=Calcul estime une aide.'";
    assert!(page.contains(command), "{page}");
    assert!(warned.contains("Answer not needed here") && warned.contains(": purpose"), "{warned}");
    assert!(!warned.contains("security_contact"), "{warned}");
}

#[test]
fn what_scaffold_states_is_no_purpose() {
    let told = [
        ("fr", "Calcul permet aux agents d’estimer le montant d’une aide, règle par règle"),
        ("en", "Calcul helps civil servants to estimate the amount of a benefit, rule by rule"),
    ];
    for (lang, purpose) in told {
        for status in ["active", "stable", "ended", "maintainer-sought"] {
            let readme = format!("# Calcul\n\n{purpose}.\n");
            let place = project(&[("README.md", &readme), ("a.py", "x = 1\n")]);
            let status = format!("status={status}");
            let answers = [
                "organisation=Direction de l’exemple",
                "contact=equipe@projet.gouv.fr",
                status.as_str(),
            ];
            let answers = answers.iter().flat_map(|answer| ["--answer", *answer]);
            let words = ["--lang", lang, "--only", "readme/origin,readme/maintenance-status"];
            let words = words.into_iter().chain(["--now", "2031-01-01"]).chain(answers);
            let home = tempfile::tempdir().expect("home");
            let path = place.path().to_str().expect("UTF-8");
            let words: Vec<&str> = ["scaffold", path, "--yes"].into_iter().chain(words).collect();
            run(home.path(), &words);
            let readme = read(&place, "README.md");
            let stated = readme.contains("Direction de l’exemple") && readme.contains("**");
            assert!(stated, "{readme}");
            let file = place.path().join("publiccode.yml");
            let file = file.to_str().expect("UTF-8");
            run(home.path(), &["publiccode", "new", file, "--yes", "--lang", lang]);
            let written = read(&place, "publiccode.yml");
            assert!(written.contains(&format!("shortDescription: {purpose}\n")), "{written}");
            assert!(!written.contains("Direction de l’exemple."), "{written}");
        }
    }
}
