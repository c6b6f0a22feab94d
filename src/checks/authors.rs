//! The list of authors, where the Awesome score looks for it.

use super::{Audited, Check, prose};
use crate::finding::{Answer, Finding, Location};
use crate::project::Project;
use crate::snapshot::File;
use crate::text;
use crate::text::pattern::Pattern;
use jiff::civil::Date;
use serde::Deserialize;

/// Parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Authors {
    /// Roles of the files that list authors.
    roles: Vec<String>,
    /// Paths that ecosyste.ms, hence the Awesome score, recognises.
    harvested: Pattern,
    /// Documents in which a section may stand in for the file.
    section_roles: Vec<String>,
    /// The heading of that section.
    heading: Pattern,
}

impl Check for Authors {
    fn reads(&self, file: &File) -> bool {
        file.path == ".mailmap"
    }

    fn run(&self, Audited { project, .. }: Audited<'_>) -> Answer {
        let listed = |file: &&File| {
            project.text(file).is_some_and(|text| text.split_whitespace().count() >= 2)
        };
        let files: Vec<&File> = self.roles.iter().flat_map(|role| project.role(role)).collect();
        let mut filled: Vec<&File> = files.iter().copied().filter(listed).collect();
        filled.sort_by_key(|file| !self.harvested.is_match(&file.path));
        let answer = match (filled.first(), files.first()) {
            (Some(file), _) => self.accept(file),
            (None, Some(empty)) => {
                let reason = text!("le fichier ne nomme personne", "the file names nobody");
                let finding = Finding::new(format!("{}#empty", empty.path), reason.clone());
                Answer::fail(reason, vec![finding.at(Location::file(&empty.path))])
            }
            (None, None) => self.section(project),
        };
        if project.snapshot.history.as_ref().is_none_or(|history| history.commits.is_empty()) {
            return answer;
        }
        let count = project.people().authors_since(Date::MIN);
        answer.seen(
            Location::default(),
            text!(
                count;
                "{count} adresse d’auteur distincte dans l’historique, robots exclus"
                    | "{count} adresses d’auteur distinctes dans l’historique, robots exclus",
                "{count} distinct author address in the history, bots left out"
                    | "{count} distinct author addresses in the history, bots left out"
            ),
        )
    }
}

impl Authors {
    fn accept(&self, file: &File) -> Answer {
        let path = &file.path;
        let answer = Answer::pass(text!("{path} liste les auteurs", "{path} lists the authors"))
            .seen(Location::file(path), text!("liste d’auteurs", "list of authors"));
        if self.harvested.is_match(path) {
            return answer;
        }
        answer.with([self.unseen(path).at(Location::file(path))])
    }

    fn unseen(&self, path: &str) -> Finding {
        let message = text!(
            "ecosyste.ms, d’où vient le score Awesome, ne reconnaît qu’un fichier AUTHORS à la racine",
            "ecosyste.ms, where the Awesome score comes from, recognises an AUTHORS file at the root only"
        );
        Finding::new(format!("{path}#harvest"), message).info()
    }

    fn section(&self, project: &Project<'_>) -> Answer {
        let documents = self.section_roles.iter().flat_map(|role| project.role_documents(role));
        let found = documents.into_iter().find_map(|(file, document)| {
            let sections = document.sections();
            let section = sections.iter().find(|section| {
                self.heading.is_match(&section.heading.text) && prose::section_length(section) > 1
            })?;
            Some((&file.path, section.heading.line))
        });
        if let Some((path, line)) = found {
            let place = Location::line(path, line);
            return Answer::pass(text!(
                "une section liste les auteurs ({place})",
                "a section lists the authors ({place})"
            ))
            .seen(place.clone(), text!("section", "section"))
            .with([self.unseen(path).at(place)]);
        }
        let reason =
            text!("aucune liste d’auteurs dans le dépôt", "no list of authors in the repository");
        Answer::failing(Finding::new("authors#absent", reason))
    }
}
