//! What the tutorial shows is what the program writes.

use super::{read, root};
use crate::support::commit::commit;
use crate::support::program;
use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag, TagEnd};
use std::path::Path;
use std::process::Command;

/// The blocks of `page` written in `language`.
fn blocks(page: &str, language: &str) -> Vec<String> {
    let text = read(page);
    let (mut blocks, mut inside) = (Vec::new(), false);
    for event in Parser::new(&text) {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(name))) => {
                inside = &*name == language;
                if inside {
                    blocks.push(String::new());
                }
            }
            Event::Text(text) if inside => blocks.last_mut().expect("a block").push_str(&text),
            Event::End(TagEnd::CodeBlock) => inside = false,
            _ => {}
        }
    }
    blocks
}

/// What the program writes along the tutorial. Its history is begun again rather than
/// rewritten, for git-filter-repo is not on every machine.
fn told(page: &str, locale: &str) -> String {
    let home = tempfile::tempdir().expect("temporary folder");
    let project = home.path().join("suivi");
    let script = root().join("docs/tutorial/project.sh");
    let made = Command::new("sh").arg(script).arg(&project).status().expect("sh");
    assert!(made.success());
    let run = |words: &[&str]| {
        let mut command = program::command(home.path());
        command.env("LANG", locale).current_dir(&project).args(words);
        let output = command.args(["--now", "2026-11-30"]).output().expect("the program runs");
        program::text(&output.stdout)
    };
    let mut told = run(&["audit", "--summary"]);
    told += &run(&["audit", "--details", "secrets/history"]);

    std::fs::remove_dir_all(project.join(".git")).expect("removed");
    let repository = git2::Repository::init(&project).expect("repository");
    commit(&repository, "Première version");
    told += &run(&["audit", "--summary"]);

    edit(&project, "demandes/annuaire.py", |line| match line.split_once(" = \"https:") {
        Some((name, _)) => format!("{name} = os.environ[\"{name}\"]"),
        None => line.replace("import requests", "import os\n\nimport requests"),
    });
    let purpose = blocks(page, "markdown").concat();
    edit(&project, "README.md", |line| match line.starts_with('#') {
        true => line.to_string(),
        false => line.replace("Application interne. Voir la documentation.", &purpose),
    });
    commit(&repository, "À quoi sert le logiciel");
    let answers = [
        "organisation=Direction de l’exemple",
        "contact=demandes@projet.gouv.fr",
        "security_contact=securite@projet.gouv.fr",
        "licence=MIT",
        "holder=Direction de l’exemple",
    ];
    let answers = answers.iter().flat_map(|answer| ["--answer", *answer]);
    let words = ["scaffold", "--yes", "--degree", "B"].into_iter().chain(answers);
    told += &run(&words.collect::<Vec<_>>());
    commit(&repository, "Licence, contributions, sécurité");
    told + &run(&["audit", "--summary"])
}

/// Changes each line of a file.
fn edit(project: &Path, path: &str, change: impl Fn(&str) -> String) {
    let path = project.join(path);
    let text = std::fs::read_to_string(&path).expect("readable");
    let lines: Vec<String> = text.lines().map(change).collect();
    std::fs::write(path, lines.join("\n").trim_end().to_string() + "\n").expect("write");
}

#[test]
fn the_tutorial_shows_what_the_program_writes() {
    for (page, locale) in
        [("docs/tutorial.md", "fr_FR.UTF-8"), ("docs/tutorial.en.md", "en_GB.UTF-8")]
    {
        let told = told(page, locale);
        let told: Vec<&str> = told.lines().map(str::trim_end).collect();
        let shown = blocks(page, "text");
        assert!(shown.len() > 4, "{page}");
        for line in shown.iter().flat_map(|block| block.lines()) {
            assert!(told.contains(&line), "{page}: {line}\n{}", told.join("\n"));
        }
    }
}
