//! Every file carries its licensing information, as the REUSE specification
//! 3.3 asks (<https://reuse.software/spec-3.3/>).

mod advice;
mod licences;
mod uncovered;

use super::{Audited, Check};
use crate::finding::{Answer, Finding, Location};
use crate::lang::{self, Text};
use crate::licence::reuse::Coverage;
use crate::project::Project;
use crate::text;
use advice::Advice;
use serde::Deserialize;

/// Licences named in the answer.
const SHOWN: usize = 20;

/// Parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Reuse {
    /// Up to so many findings of one kind, each is told apart.
    apart: usize,
    /// Places shown of a finding about several files.
    places: usize,
}

impl Check for Reuse {
    fn run(&self, Audited { project, .. }: Audited<'_>) -> Answer {
        let coverage = project.reuse();
        let total = coverage.files.len();
        if total == 0 && coverage.unreadable.is_empty() {
            return Answer::not_applicable(text!(
                "aucun fichier à couvrir",
                "no file to be covered"
            ));
        }
        let advice = Advice::new(project, coverage);
        let mut findings = self.settings(coverage);
        findings.extend(uncovered::findings(self, coverage, &advice));
        findings.extend(licences::findings(self, coverage));
        let complete = total - coverage.incomplete().count();
        let answer = if !findings.is_empty() {
            Answer::fail(reason(coverage, complete), findings)
        } else if let Some((path, why)) = coverage.unreadable.first() {
            let count = coverage.unreadable.len();
            let reason = why.after(
                &format!("fichiers illisibles : {count}, dont {path} : "),
                &format!("unreadable files: {count}, {path} among them: "),
            );
            Answer::unknown(reason)
        } else {
            Answer::pass(text!(
                "fichiers avec licence et mention de droit d’auteur : {total} sur {total}",
                "files with a licence and a copyright notice: {total} out of {total}"
            ))
        };
        let answer = match used(coverage) {
            Some(said) => answer.seen(Location::default(), said),
            None => answer,
        };
        answer.with(self.obsolete_tags(project))
    }
}

/// The licences that files are under.
fn used(coverage: &Coverage) -> Option<Text> {
    let all = coverage.used();
    let mut shown: Vec<Text> = all.iter().take(SHOWN).map(|id| Text::same(*id)).collect();
    if all.len() > SHOWN {
        let more = all.len() - SHOWN;
        shown.push(text!("{more} de plus", "{more} more"));
    }
    let list = lang::list(&shown);
    (!all.is_empty()).then(|| list.after("licences des fichiers : ", "licences of the files: "))
}

/// Why the rule is not met: how many files are covered, and what else is wrong.
fn reason(coverage: &Coverage, complete: usize) -> Text {
    let total = coverage.files.len();
    let rate = complete * 100 / total.max(1);
    let mut reason = text!(
        "fichiers avec licence et mention de droit d’auteur : {complete} sur {total} ({rate} %)",
        "files with a licence and a copyright notice: {complete} out of {total} ({rate}%)"
    );
    let missing: Vec<Text> = coverage.missing.keys().take(5).map(|id| Text::same(&**id)).collect();
    if !missing.is_empty() {
        let list = lang::list(&missing);
        reason.fr.push_str(&format!(" ; textes manquants : {}", list.fr));
        reason.en.push_str(&format!("; missing texts: {}", list.en));
    }
    reason
}

impl Reuse {
    /// What is wrong in the files that speak for others.
    fn settings(&self, coverage: &Coverage) -> Vec<Finding> {
        let problems = coverage.problems.iter().map(|problem| {
            let place = Location {
                column: Some(problem.column),
                ..Location::line(&problem.path, problem.line)
            };
            let subject = format!("{}#{}", problem.path, problem.message.en);
            Finding::new(subject, problem.message.clone()).at(place)
        });
        self.folded("settings", problems.collect(), |count| {
            text!("{count} erreurs de réglage REUSE", "{count} errors in REUSE settings")
        })
    }

    /// `findings`, or one finding that gathers them when they are many.
    fn folded(
        &self,
        subject: &str,
        findings: Vec<Finding>,
        message: impl Fn(usize) -> Text,
    ) -> Vec<Finding> {
        if findings.len() <= self.apart {
            return findings;
        }
        let count = findings.len();
        let fix = findings[0].fix.clone();
        let mut places = findings.into_iter().map(|finding| finding.location).take(self.places);
        let first = places.next().unwrap_or_default();
        let mut gathered = Finding::new(subject, message(count)).at(first).also(places);
        gathered.fix = fix;
        vec![gathered]
    }

    /// The tag of the contribution policy's example, which REUSE no longer reads.
    fn obsolete_tags(&self, project: &Project<'_>) -> Option<Finding> {
        let tags = project.files().filter_map(|file| {
            let header = &project.facts(file)?.header;
            Some(Location::line(&file.path, header.filenames.first()?.line))
        });
        let mut places: Vec<Location> = tags.collect();
        let count = places.len();
        if count == 0 {
            return None;
        }
        let first = places.remove(0);
        places.truncate(self.places.saturating_sub(1));
        let message = text!(
            "balise License-Filename (fichiers : {count}) : REUSE ne la lit plus depuis sa version 2.0",
            "License-Filename tag (files: {count}): REUSE has not read it since version 2.0"
        );
        Some(Finding::new("License-Filename", message).at(first).also(places).info())
    }
}
