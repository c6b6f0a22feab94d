//! A public roadmap: a file reviewed within a year, a section, or an address.

use super::prose::section_length;
use super::{Audited, Check};
use crate::document::is_example;
use crate::finding::{Answer, Finding, Location};
use crate::project::Project;
use crate::snapshot::File;
use crate::text;
use crate::text::pattern::Pattern;
use jiff::ToSpan;
use jiff::tz::TimeZone;
use serde::Deserialize;
use std::collections::HashMap;

/// Parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Roadmap {
    /// Months after which a file nobody changed is out of date.
    months: i32,
    /// What the heading of a section, or the text of a link, says.
    words: Pattern,
}

/// Whether a file changed since a date, as far as git tells.
enum Freshness {
    Changed,
    Unchanged,
    NoHistory,
    Incomplete,
}

impl Check for Roadmap {
    fn run(&self, Audited { project, .. }: Audited<'_>) -> Answer {
        let files = project.role("roadmap");
        let written = |file: &&&File| {
            project.text(file).map_or(file.size > 0, |text| !text.trim().is_empty())
        };
        let file = files.iter().find(written).copied();
        if let Some(answer) = file.map(|file| self.dated(project, file))
            && answer.status == crate::finding::Status::Pass
        {
            return answer;
        }
        if let Some(answer) = declared(project).or_else(|| self.told(project)) {
            return answer;
        }
        if let Some(file) = file {
            return self.dated(project, file);
        }
        let reason = text!("aucune feuille de route trouvée", "no roadmap found");
        let message = match files.first() {
            Some(file) => text!("{path} est vide", "{path} is empty", path = file.path),
            None => text!(
                "ni fichier, ni section, ni clé roadmap de publiccode.yml",
                "neither a file, nor a section, nor the roadmap key of publiccode.yml"
            ),
        };
        let place = files.first().map(|file| Location::file(&file.path)).unwrap_or_default();
        Answer::fail(reason, vec![Finding::new("roadmap#absent", message).at(place)])
    }
}

impl Roadmap {
    fn dated(&self, project: &Project<'_>, file: &File) -> Answer {
        let (path, months) = (&file.path, self.months);
        let place = || Location::file(path);
        match self.freshness(project, file) {
            Freshness::Changed => Answer::pass(text!(
                "{path}, modifié depuis moins de {months} mois",
                "{path}, changed within {months} months"
            )),
            Freshness::NoHistory => {
                Answer::pass(text!("{path} est là (sans historique, sa date n’est pas connue)", "{path} is there (without history, its date is not known)"))
            }
            Freshness::Incomplete => Answer::unknown(text!(
                "{path} est là, mais l’historique lu ne dit pas s’il a changé depuis {months} mois",
                "{path} is there, but the history read does not say whether it changed within {months} months"
            )),
            Freshness::Unchanged => {
                let message = text!(
                    "{path} n’a pas changé depuis plus de {months} mois : la feuille de route est-elle encore vraie ?",
                    "{path} has not changed for more than {months} months: is the roadmap still true?"
                );
                let finding = Finding::new(format!("{path}#old"), message).at(place());
                Answer::fail(text!("feuille de route périmée", "out-of-date roadmap"), vec![finding])
            }
        }
        .seen(place(), text!("feuille de route", "roadmap"))
    }

    /// Compares the audited commit with the last one before the limit.
    fn freshness(&self, project: &Project<'_>, file: &File) -> Freshness {
        let Some(metadata) = &project.snapshot.metadata else {
            return Freshness::NoHistory;
        };
        if !file.tracked {
            return Freshness::Changed;
        }
        let (Some(history), Some(head)) = (&project.snapshot.history, metadata.commit) else {
            return Freshness::Incomplete;
        };
        let limit = project.today.checked_sub(self.months.months()).unwrap_or(project.today);
        let by_id: HashMap<_, _> =
            history.commits.iter().map(|commit| (commit.id, commit)).collect();
        let mut at = Some(head);
        let mut oldest = head;
        while let Some(commit) = at.and_then(|id| by_id.get(&id)) {
            oldest = commit.id;
            if commit.date.to_zoned(TimeZone::UTC).date() < limit {
                let changed = commit.id != head && changed(project, (commit.id, head), &file.path);
                return if changed { Freshness::Changed } else { Freshness::Unchanged };
            }
            at = commit.parents.first().copied();
        }
        let cut = metadata.shallow || at.is_some();
        if cut && !changed(project, (oldest, head), &file.path) {
            return Freshness::Incomplete;
        }
        Freshness::Changed
    }

    /// A section of the README that speaks of it, or a link to it.
    fn told(&self, project: &Project<'_>) -> Option<Answer> {
        let documents = project.readmes().into_iter().chain(project.role_documents("contributing"));
        documents.into_iter().find_map(|(file, document)| {
            let section = document.sections().into_iter().find(|section| {
                self.words.is_match(&section.heading.text) && section_length(section) > 0
            });
            let link = || {
                document.links().find(|link| {
                    self.words.is_match(&link.text)
                        && !link.url.starts_with('#')
                        && reaches(project, file, &link.url)
                })
            };
            let (line, what) = match section {
                Some(section) => (section.heading.line, section.heading.text.clone()),
                None => link().map(|link| (link.line, link.url.clone()))?,
            };
            let place = Location::line(&file.path, line);
            let reason = text!("feuille de route indiquée par {place}", "roadmap told by {place}");
            Some(Answer::pass(reason).seen(place, text!("{what}", "{what}")))
        })
    }
}

/// True for a web address, or for a path that is in the repository.
fn reaches(project: &Project<'_>, from: &File, url: &str) -> bool {
    if url.starts_with("http") {
        return !is_example(url);
    }
    let path = url.split('#').next().unwrap_or_default();
    let target = crate::snapshot::path::join(from.folder(), path);
    target.is_some_and(|target| project.snapshot.file(&target).is_some_and(|file| file.size > 0))
}

fn changed(project: &Project<'_>, (from, to): (git2::Oid, git2::Oid), path: &str) -> bool {
    project.snapshot.changes_between(from, to).iter().any(|(changed, _)| changed == path)
}

/// The `roadmap` key of publiccode.yml, when it leads somewhere.
fn declared(project: &Project<'_>) -> Option<Answer> {
    let file = project.publiccode()?;
    let field = file.get("roadmap")?;
    let value = field.value.as_str();
    // The site's or the repository's own address says nothing of a roadmap.
    let same = |key| file.get(key).is_some_and(|other| other.value == value);
    if same("landingURL") || same("url") {
        return None;
    }
    let url = value.starts_with("http") && !is_example(value);
    if !url && project.snapshot.file(value.trim_start_matches("./")).is_none() {
        return None;
    }
    let place = file.place(field);
    let reason = text!("feuille de route indiquée par {place}", "roadmap told by {place}");
    Some(Answer::pass(reason).seen(place, text!("roadmap : {value}", "roadmap: {value}")))
}
