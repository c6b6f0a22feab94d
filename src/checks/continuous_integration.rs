//! Continuous integration that builds and tests, as opposed to files that only
//! label, release or deploy.

use super::{Audited, Check, code, scripts};
use crate::finding::{Answer, Finding, Location};
use crate::pipeline::{Forge, IncludeKind, Workflow};
use crate::project::Project;
use crate::text;
use crate::text::pattern::Pattern;
use serde::Deserialize;
use std::collections::BTreeSet;

/// Parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct ContinuousIntegration {
    /// What a command or an action that builds or verifies says.
    verifies: Pattern,
}

impl Check for ContinuousIntegration {
    fn run(&self, Audited { project, .. }: Audited<'_>) -> Answer {
        let workflows = project.pipelines_and_scripts();
        let named = scripts::that_test(project);
        let tested = workflows.iter().filter_map(|workflow| {
            let line = workflow.runs_tests().or_else(|| runs_script(workflow, &named))?;
            Some((workflow, line))
        });
        let tested: Vec<(&Workflow, usize)> = tested.collect();
        if let Some((first, _)) = tested.first() {
            let path = &first.path;
            let answer = Answer::pass(text!(
                "l’intégration continue lance les tests ({path})",
                "continuous integration runs the tests ({path})"
            ));
            let answer = tested.iter().fold(answer, |answer, (workflow, line)| {
                let forge = workflow.forge.name();
                let seen = text!("{forge} : lance les tests", "{forge}: runs the tests");
                answer.seen(Location::line(&workflow.path, *line), seen)
            });
            return answer.with(doubtful_service(&tested));
        }
        self.without_tests(project, workflows)
    }
}

/// Line of the first command that runs tests through a script of a manifest.
fn runs_script(workflow: &Workflow, scripts: &BTreeSet<String>) -> Option<usize> {
    let jobs = workflow.jobs.iter().filter(|job| !job.hidden);
    let mut commands = jobs.flat_map(|job| &job.commands);
    commands.find(|command| scripts::launches(&command.text, scripts)).map(|command| command.line)
}

/// travis-ci.org, the free service for open source, closed in June 2021: a
/// `.travis.yml` may be a leftover.
fn doubtful_service(tested: &[(&Workflow, usize)]) -> Option<Finding> {
    let (workflow, line) = tested.iter().find(|(workflow, _)| workflow.forge == Forge::Travis)?;
    let alone = tested.iter().all(|(workflow, _)| workflow.forge == Forge::Travis);
    let message = text!(
        "travis-ci.org a fermé en 2021 : vérifier que ce service exécute encore ce fichier",
        "travis-ci.org closed in 2021: check that a service still runs this file"
    );
    let subject = format!("{}#service", workflow.path);
    alone.then(|| Finding::new(subject, message).at(Location::line(&workflow.path, *line)).info())
}

/// True when what the definition runs is partly written elsewhere, out of sight.
fn delegates(workflow: &Workflow) -> bool {
    let elsewhere =
        |kind| matches!(kind, IncludeKind::Remote | IncludeKind::Project | IncludeKind::Component);
    let reusable = workflow.jobs.iter().flat_map(|job| &job.uses);
    workflow.includes.iter().any(|include| elsewhere(include.kind))
        || reusable.into_iter().any(|uses| uses.reusable && uses.local().is_none())
}

impl ContinuousIntegration {
    fn without_tests(&self, project: &Project<'_>, workflows: &[Workflow]) -> Answer {
        if let Some(unclear) = workflows.iter().find(|w| w.error.is_some() || delegates(w)) {
            let path = &unclear.path;
            let reason = text!(
                "une intégration continue existe, mais ce qu’elle lance est écrit ailleurs ou n’a pas pu être lu \
                 ({path}) : vérifier qu’elle lance les tests",
                "continuous integration exists, but what it runs is written elsewhere or could not be read ({path}): \
                 check that it runs the tests"
            );
            let finding = Finding::new(format!("{path}#delegated"), reason.clone());
            return Answer::unknown(reason).with([finding.at(Location::file(path)).unsure()]);
        }
        let builds =
            workflows.iter().find_map(|workflow| Some((workflow, self.verification(workflow)?)));
        match builds {
            Some((workflow, line)) => {
                let place = Location::line(&workflow.path, line);
                if !code::holds_program(project, code::sources(project).len()) {
                    return Answer::pass(text!(
                        "une intégration continue construit ou vérifie le contenu ; le dépôt n’a pas de code à tester",
                        "continuous integration builds or checks the content; the repository has no code to test"
                    ))
                    .seen(place, text!("construit ou vérifie", "builds or checks"));
                }
                let reason = text!(
                    "partiel : l’intégration continue construit ou vérifie le code, mais aucun lancement de tests n’y est \
                     reconnu",
                    "partial: continuous integration builds or checks the code, but no test run is recognised in it"
                );
                let finding = Finding::new("ci#tests", reason.clone()).at(place);
                Answer::fail(reason, vec![finding])
            }
            None => absent(workflows),
        }
    }

    /// Line of the first command or action that builds or verifies something.
    fn verification(&self, workflow: &Workflow) -> Option<usize> {
        let jobs = workflow.jobs.iter().filter(|job| !job.hidden);
        let lines = jobs.flat_map(|job| {
            let commands = job.commands.iter().filter(|command| self.runs(&command.text));
            let uses = job.uses.iter().filter(|uses| self.verifies.is_match(&uses.action));
            commands.map(|command| command.line).chain(uses.map(|uses| uses.line))
        });
        lines.min()
    }

    /// True when the first words of a simple command build or verify: what it
    /// prints or sends says nothing of what it does.
    fn runs(&self, text: &str) -> bool {
        text.split(['&', ';', '|', '\n']).any(|simple| {
            let words = simple.split_whitespace().skip_while(|word| word.contains('='));
            let head: Vec<&str> = words.take(4).collect();
            let speaks = [
                "echo", "printf", "curl", "cat", "gh", "git", "export", "if", "wget", "jq", "sed",
                "grep",
            ];
            head.first().is_some_and(|program| !speaks.contains(program))
                && self.verifies.is_match(&head.join(" "))
        })
    }
}

fn absent(workflows: &[Workflow]) -> Answer {
    let Some(first) = workflows.first() else {
        let reason = text!(
            "aucune définition d’intégration continue dans le dépôt",
            "no continuous integration definition in the repository"
        );
        return Answer::failing(Finding::new("ci#absent", reason));
    };
    let reason = text!(
        "les automatisations du dépôt ne construisent ni ne testent rien (étiquettes, publication, déploiement)",
        "the automations of the repository neither build nor test anything (labels, releases, deployment)"
    );
    let finding = Finding::new("ci#absent", reason.clone()).at(Location::file(&first.path));
    let answer = Answer::fail(reason, vec![finding]);
    workflows.iter().fold(answer, |answer, workflow| {
        let forge = workflow.forge.name();
        answer.seen(
            Location::file(&workflow.path),
            text!("{forge} : ni construction ni test", "{forge}: no build, no test"),
        )
    })
}
