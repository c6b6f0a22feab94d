//! The text of the licence is complete, unchanged and filled in (Open Source
//! Definition; DINUM guide § Puis-je interdire la réutilisation commerciale des
//! codes sources publiés ?).

use super::{is_text, place, texts};
use crate::checks::{Audited, Check};
use crate::finding::{Answer, Finding, Location};
use crate::lang::Text;
use crate::licence::identification::Change;
use crate::licence::statements::{Declaration, Said, Source};
use crate::project::Project;
use crate::text;
use crate::text::pattern::Pattern;
use serde::Deserialize;

/// Differences shown of one text.
const SHOWN: usize = 5;

/// Parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct TextIntact {
    /// What a template asks to replace.
    template: Pattern,
    /// Licences whose texts end on an appendix that keeps its template.
    appendix: Pattern,
}

impl Check for TextIntact {
    fn run(&self, Audited { project, .. }: Audited<'_>) -> Answer {
        let texts: Vec<&Declaration> =
            texts(project).into_iter().filter(|one| is_text(one)).collect();
        if texts.is_empty() {
            return Answer::not_applicable(text!(
                "aucun texte d’une licence connue n’est fourni",
                "no text of a known licence is given"
            ));
        }
        let mut findings: Vec<Finding> = Vec::new();
        for one in &texts {
            match &one.said {
                Said::Modified { nearest, changes } => {
                    let nearest = nearest.to_string();
                    let mut lines: Vec<&Change> = changes.iter().collect();
                    lines.dedup_by_key(|change| change.line);
                    let shown = lines.into_iter().take(SHOWN);
                    findings.extend(shown.map(|change| at(one, change, change.told(&nearest))));
                }
                Said::Licence(licence) if !one.aside.is_empty() => {
                    let licence = licence.to_string();
                    let shown = one.aside.iter().take(SHOWN);
                    findings
                        .extend(shown.map(|change| at(one, change, change.told_aside(&licence))));
                }
                Said::Licence(licence) if !self.appendix.is_match(&licence.to_string()) => {
                    findings.extend(self.unfilled(project, one));
                }
                _ => {}
            }
        }
        if let Some(first) = findings.first() {
            let place = &first.location;
            let reason = first.message.after(&format!("{place} : "), &format!("{place}: "));
            return Answer::fail(reason, findings);
        }
        let answer = Answer::pass(text!(
            "le texte de la licence est complet et non modifié",
            "the licence text is complete and unchanged"
        ));
        answer.seen_all(texts.iter().take(8).map(|one| {
            let licence = one.expression().map(ToString::to_string).unwrap_or_default();
            (place(one), text!("texte de {licence}", "text of {licence}"))
        }))
    }
}

impl TextIntact {
    /// Where a template was left as it was.
    fn unfilled(&self, project: &Project<'_>, one: &Declaration) -> Option<Finding> {
        // The texts of LICENSES/ are kept as they are published.
        let file = project.snapshot.file(&one.path).filter(|_| one.source != Source::Folder)?;
        let text = project.text(file)?;
        let (number, line) =
            text.lines().enumerate().find(|(_, line)| self.template.is_match(line))?;
        let message = text!(
            "le modèle n’est pas rempli : l’année ou le titulaire manque",
            "the template is not filled in: the year or the holder is missing"
        );
        let finding = Finding::new(format!("{}#template", one.path), message);
        Some(finding.at(Location::line(one.path.as_str(), number + 1)).excerpt(line.trim()))
    }
}

fn at(one: &Declaration, change: &Change, message: Text) -> Finding {
    let words = &change.excerpt;
    let subject = format!("{}#{words}", one.path);
    Finding::new(subject, message).at(Location::line(one.path.as_str(), change.line))
}
