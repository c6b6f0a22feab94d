//! Continuous integration that becomes exploitable once the repository is
//! public (OpenSSF Scorecard, Dangerous-Workflow and Token-Permissions).

use super::{Audited, Check};
use crate::finding::{Answer, Finding, Location};
use crate::lang::Text;
use crate::pipeline::{self, Hazard, Workflow};
use crate::project::Project;
use crate::text;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// Parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct WorkflowHazards {
    /// Codes of the hazards whose line can hold no secret and may be shown.
    #[serde(default)]
    shown: Vec<String>,
}

impl Check for WorkflowHazards {
    fn run(&self, Audited { project, .. }: Audited<'_>) -> Answer {
        let workflows = project.pipelines();
        if workflows.is_empty() {
            return Answer::not_applicable(text!(
                "aucune définition d’intégration continue dans le dépôt",
                "no continuous integration definition in the repository"
            ));
        }
        let mut findings: Vec<Finding> =
            workflows.iter().flat_map(|workflow| self.examine(project, workflow)).collect();
        self.examine_called(project, workflows, &mut findings);
        let sure = findings
            .iter()
            .filter(|f| !f.informational && f.confidence == crate::finding::Confidence::High);
        let (sure, doubts) = (sure.count(), findings.iter().filter(|f| !f.informational).count());
        let answer = match (sure, doubts) {
            (0, 0) => Answer::pass(text!(
                "aucun motif dangereux dans les définitions d’intégration continue",
                "no dangerous pattern in the continuous integration definitions"
            )),
            (0, n) => Answer::unknown(text!(
                n;
                "{n} point à examiner dans l’intégration continue avant d’ouvrir le dépôt"
                    | "{n} points à examiner dans l’intégration continue avant d’ouvrir le dépôt",
                "{n} point to look at in continuous integration before opening the repository"
                    | "{n} points to look at in continuous integration before opening the repository"
            )),
            (n, _) => Answer::fail(
                text!(
                    n;
                    "{n} motif dangereux dans l’intégration continue une fois le dépôt public"
                        | "{n} motifs dangereux dans l’intégration continue une fois le dépôt public",
                    "{n} dangerous pattern in continuous integration once the repository is public"
                        | "{n} dangerous patterns in continuous integration once the repository is public"
                ),
                Vec::new(),
            ),
        };
        let read = workflows.iter().filter(|workflow| workflow.error.is_none());
        let read = read.map(|workflow| (Location::file(&workflow.path), jobs(workflow)));
        answer.seen_all(read).with(findings)
    }
}

/// The actions and workflows of the repository that `caller` calls.
fn called(project: &Project<'_>, caller: &Workflow) -> Vec<Workflow> {
    let calls = caller.jobs.iter().flat_map(|job| &job.uses);
    let read = calls.filter_map(|call| {
        let path = call.local()?;
        // A checkout may have put the repository in a folder.
        let inner = path.find("/.github/").and_then(|at| path.get(at + 1..));
        let ends = if call.reusable { &[""][..] } else { &["/action.yml", "/action.yaml"] };
        let mut paths = [Some(path), inner]
            .into_iter()
            .flatten()
            .flat_map(|path| ends.iter().map(move |end| format!("{path}{end}")));
        let file = paths.find_map(|path| project.snapshot.file(path.trim_start_matches('/')))?;
        Some(pipeline::called(caller, call, &file.path, project.text(file)?))
    });
    read.collect()
}

fn text_of<'p>(project: &'p Project<'_>, path: &str) -> &'p str {
    let file = project.snapshot.file(path);
    file.and_then(|file| project.text(file)).unwrap_or_default()
}

fn jobs(workflow: &Workflow) -> Text {
    let count = workflow.jobs.iter().filter(|job| !job.hidden).count();
    let forge = workflow.forge.name();
    text!(
        count;
        "{forge} : {count} tâche examinée" | "{forge} : {count} tâches examinées",
        "{forge}: {count} job examined" | "{forge}: {count} jobs examined"
    )
}

/// Calls followed from one definition to the next.
const CALLS: usize = 100;

/// Hazards that a definition has from who calls it.
const INHERITED: [&str; 3] = ["dangerous-triggers", "github-env", "template-injection"];

/// Hazards that an action of the repository has by itself.
const OWN: [&str; 6] = [
    "artipacked",
    "github-app",
    "insecure-commands",
    "pipe-to-shell",
    "unpinned-images",
    "unpinned-uses",
];

impl WorkflowHazards {
    /// Adds what becomes dangerous in the actions and workflows of the repository,
    /// called as the other definitions do.
    fn examine_called(
        &self,
        project: &Project<'_>,
        workflows: &[Workflow],
        findings: &mut Vec<Finding>,
    ) {
        let mut waiting: Vec<Workflow> =
            workflows.iter().flat_map(|caller| called(project, caller)).collect();
        let mut examined: BTreeSet<String> =
            workflows.iter().map(|workflow| workflow.path.clone()).collect();
        let mut followed = 0;
        while let Some(workflow) = waiting.pop().filter(|_| followed < CALLS) {
            followed += 1;
            let path = &workflow.path;
            let text = text_of(project, path);
            let (own, hazards): (Vec<_>, Vec<_>) =
                pipeline::hazards(&workflow).into_iter().partition(|one| OWN.contains(&one.id));
            if examined.insert(path.clone()) {
                findings.extend(self.findings(path, text, own));
            }
            for hazard in hazards.into_iter().filter(|hazard| INHERITED.contains(&hazard.id)) {
                let finding = self.finding(path, text, &hazard, 1);
                let finding = if hazard.certain { finding } else { finding.unsure() };
                match findings.iter_mut().find(|known| known.location == finding.location) {
                    Some(known) if hazard.certain => *known = finding,
                    Some(_) => {}
                    None => findings.push(finding),
                }
            }
            let deeper = called(project, &workflow);
            waiting.extend(deeper.into_iter().filter(|deeper| deeper.path != *path));
        }
    }

    fn examine(&self, project: &Project<'_>, workflow: &Workflow) -> Vec<Finding> {
        let path = &workflow.path;
        let mut findings = Vec::new();
        if let Some(error) = &workflow.error {
            let place = Location { column: Some(error.column), ..Location::line(path, error.line) };
            let message = text!(
                "cette définition n’a pas pu être lue jusqu’au bout ; ce qui suit n’a pas été examiné",
                "this definition could not be read to its end; what follows was not examined"
            );
            findings.push(Finding::new(format!("{path}#unreadable"), message).at(place).unsure());
        }
        let text = text_of(project, path);
        findings.extend(self.findings(path, text, pipeline::hazards(workflow)));
        findings
    }

    /// The hazards of one definition, its remarks gathered by code.
    fn findings(&self, path: &str, text: &str, hazards: Vec<Hazard>) -> Vec<Finding> {
        let mut findings = Vec::new();
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        let mut remarks: BTreeMap<&'static str, (Hazard, usize)> = BTreeMap::new();
        for hazard in hazards {
            if hazard.informational {
                remarks.entry(hazard.id).or_insert((hazard, 0)).1 += 1;
                continue;
            }
            let same = seen.entry(format!("{}#{}", hazard.id, hazard.message.en)).or_default();
            *same += 1;
            let finding = self.finding(path, text, &hazard, *same);
            findings.push(if hazard.certain { finding } else { finding.unsure() });
        }
        let remarks = remarks.into_values().map(|(mut hazard, count)| {
            if let Some(more) = count.checked_sub(1).filter(|more| *more > 0) {
                let more = text!(
                    more;
                    " ({more} autre dans ce fichier)" | " ({more} autres dans ce fichier)",
                    " ({more} more in this file)" | " ({more} more in this file)"
                );
                hazard.message.fr.push_str(&more.fr);
                hazard.message.en.push_str(&more.en);
            }
            self.finding(path, text, &hazard, 0).info()
        });
        findings.extend(remarks);
        findings
    }

    fn finding(&self, path: &str, text: &str, hazard: &Hazard, same: usize) -> Finding {
        let place = Location { column: Some(hazard.column), ..Location::line(path, hazard.line) };
        // A remark is one finding a file, whatever its first line says today.
        let what = if same == 0 { "remark" } else { &hazard.message.en };
        let subject = format!("{path}#{}#{what}#{same}", hazard.id);
        let message = hazard.message.clone();
        let finding = Finding::new(subject, message).at(place).fix(hazard.fix.clone());
        match text.lines().nth(hazard.line - 1).map(str::trim) {
            Some(line) if self.shown.iter().any(|id| id == hazard.id) => finding.excerpt(line),
            _ => finding,
        }
    }
}
