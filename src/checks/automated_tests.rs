//! Automated tests, known by where they stand and what they are called in
//! each language, or by what the source itself declares.

use super::{Audited, Check, code};
use crate::finding::{Answer, Finding, Location};
use crate::manifest::Manifest;
use crate::project::Project;
use crate::snapshot::{File, FileKind};
use crate::text;
use crate::text::pattern::Pattern;
use serde::Deserialize;

/// Parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct AutomatedTests {
    /// Paths that are tests by their name alone.
    names: Vec<Pattern>,
    /// Folders of tests: what counts in them is source code.
    folders: Pattern,
    /// Paths that only look like tests.
    except: Pattern,
}

impl Check for AutomatedTests {
    fn run(&self, Audited { project, .. }: Audited<'_>) -> Answer {
        let tests: Vec<&File> = project
            .own_files()
            .filter(|file| file.size > 0 && self.is_test(project, file))
            .collect();
        let command = project.manifests().iter().find(|manifest| manifest.test_script.is_some());
        // The clearest example first: source code that its path says is a test.
        let clear = |file: &&&File| code::is_source(file) && self.by_path(file);
        if let Some(first) = tests.iter().find(clear).or(tests.first()) {
            let count = tests.len();
            let answer = Answer::pass(text!(
                count;
                "{count} fichier de test" | "{count} fichiers de test",
                "{count} test file" | "{count} test files"
            ));
            let answer = answer.seen(Location::file(&first.path), text!("tests", "tests"));
            return command.into_iter().fold(answer, |answer, manifest| {
                answer
                    .seen(Location::file(&manifest.path), text!("commande de test", "test command"))
            });
        }
        let sources = code::sources(project);
        if !code::holds_program(project, sources.len()) {
            let count = sources.len();
            return Answer::not_applicable(text!(
                count;
                "documentation, données ou configuration : {count} fichier de code seulement"
                    | "documentation, données ou configuration : {count} fichiers de code seulement",
                "documentation, data or configuration: only {count} source file"
                    | "documentation, data or configuration: only {count} source files"
            ));
        }
        untested(project, command, sources.len())
    }
}

fn untested(project: &Project<'_>, command: Option<&Manifest>, sources: usize) -> Answer {
    if let Some(manifest) = command {
        let reason = text!(
            "une commande de test est déclarée, mais aucun fichier de test n’a été reconnu",
            "a test command is declared, but no test file was recognised"
        );
        let finding = Finding::new(format!("{}#script", manifest.path), reason.clone());
        return Answer::unknown(reason).with([finding.at(Location::file(&manifest.path)).unsure()]);
    }
    let submodule = project.files().find(|file| {
        file.kind == FileKind::Submodule && file.name().to_lowercase().contains("test")
    });
    if let Some(submodule) = submodule {
        let path = &submodule.path;
        return Answer::unknown(text!(
            "les tests semblent être dans le sous-module {path}, qui n’est pas lu",
            "the tests seem to be in the submodule {path}, which is not read"
        ));
    }
    let reason = text!(
        sources;
        "aucun test reconnu pour {sources} fichier de code"
            | "aucun test reconnu pour {sources} fichiers de code",
        "no test recognised for {sources} source file"
            | "no test recognised for {sources} source files"
    );
    Answer::failing(Finding::new("tests#absent", reason))
}

impl AutomatedTests {
    /// True for a test by its name or its folder; hidden folders hold the
    /// settings of tools.
    fn by_path(&self, file: &File) -> bool {
        !file.path.starts_with('.')
            && !self.except.is_match(&file.path)
            && (self.names.iter().any(|name| name.is_match(&file.path))
                || (code::is_source(file) && self.folders.is_match(&file.path)))
    }

    fn is_test(&self, project: &Project<'_>, file: &File) -> bool {
        self.by_path(file) || project.facts(file).is_some_and(|facts| facts.inline_tests)
    }
}
