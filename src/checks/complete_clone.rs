//! The clone holds everything that publishing the repository would publish.

use super::{Audited, Check, past};
use crate::finding::{Answer, Finding, Location};
use crate::lang::{self, Text};
use crate::project::Project;
use crate::snapshot::FileKind;
use crate::snapshot::metadata::Metadata;
use crate::text;
use serde::Deserialize;

/// No parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CompleteClone {}

impl Check for CompleteClone {
    fn run(&self, Audited { project, .. }: Audited<'_>) -> Answer {
        let (metadata, history) = match past::history(project) {
            Ok(found) => found,
            Err(answer) => return answer,
        };
        let (commits, objects) = (history.commits.len(), history.survey.blobs);
        let references = metadata.references.len();
        let missing = history.survey.missing.len();
        let read = text!(
            "{references} références, {commits} commits et {objects} versions de fichiers lus, {missing} objets absents",
            "{references} references, {commits} commits and {objects} file versions read, {missing} objects missing"
        );
        let answer = match past::hidden(project) {
            Some(gap) => Answer::unknown(text!("{gap} ; {read}", "{gap}; {read}"; gap, read)),
            None => Answer::pass(read),
        };
        let answer =
            answer.seen(Location::default(), published(metadata)).with(remarks(project, metadata));
        match &metadata.promisor {
            Some(remote) if missing == 0 => answer.seen(
                Location::default(),
                text!(
                    "clone partiel de « {remote} », mais tous ses objets sont là",
                    "partial clone of “{remote}”, but all its objects are there"
                ),
            ),
            _ => answer,
        }
    }
}

/// What `git push --mirror` would send, by kind of reference.
fn published(metadata: &Metadata) -> Text {
    let kinds = [
        ("refs/heads/", "branches", "branches"),
        ("refs/remotes/", "branches distantes", "remote branches"),
        ("refs/tags/", "étiquettes", "tags"),
        ("refs/notes/", "notes", "notes"),
        ("refs/stash", "remises (stash)", "stashes"),
    ];
    let count = |prefix: &str| metadata.references.iter().filter(|r| r.starts_with(prefix)).count();
    let mut parts = Vec::new();
    let mut told = 0;
    for (prefix, fr, en) in kinds {
        let number = count(prefix);
        told += number;
        if number > 0 {
            parts.push(Text::new(format!("{number} {fr}"), format!("{number} {en}")));
        }
    }
    let others = metadata.references.len() - told;
    if others > 0 {
        parts.push(text!("{others} autres références", "{others} other references"));
    }
    lang::list(&parts).after("git push --mirror publierait : ", "git push --mirror would publish: ")
}

/// What does not hide the history but is worth knowing before concluding.
fn remarks(project: &Project<'_>, metadata: &Metadata) -> Vec<Finding> {
    let mut remarks = Vec::new();
    let mut tell = |subject: &str, location: Location, message: Text| {
        remarks.push(Finding::new(subject, message).at(location).info());
    };
    if metadata.replaced {
        tell(
            "replaced",
            Location::default(),
            text!(
                "des greffes ou des références de remplacement changent l’historique que git montre : publiez sans elles",
                "grafts or replacement references change the history git shows: publish without them"
            ),
        );
    }
    if !metadata.narrow.is_empty() {
        let branches = metadata.narrow.join(", ");
        tell(
            "narrow",
            Location::default(),
            text!(
                "ce clone ne récupère que {branches} : les autres branches de la forge n’ont pas été vues",
                "this clone fetches {branches} only: the other branches of the forge were not seen"
            ),
        );
    }
    let pointers: Vec<_> = project
        .files()
        .filter(|file| project.facts(file).is_some_and(|facts| facts.lfs_pointer))
        .collect();
    if let Some(first) = pointers.first() {
        let count = pointers.len();
        tell(
            "lfs",
            Location::file(&first.path),
            text!(
                count;
                "{count} fichier est un pointeur Git LFS : son contenu n’est pas dans git et n’a pas été lu"
                    | "{count} fichiers sont des pointeurs Git LFS : leur contenu n’est pas dans git et n’a pas été lu",
                "{count} file is a Git LFS pointer: its content is not in git and was not read"
                    | "{count} files are Git LFS pointers: their content is not in git and was not read"
            ),
        );
    }
    for submodule in project.files().filter(|file| file.kind == FileKind::Submodule) {
        let path = &submodule.path;
        tell(
            &format!("submodule {path}"),
            Location::file(path),
            text!(
                "sous-module : son contenu est dans un autre dépôt, à auditer à part",
                "submodule: its content is in another repository, to be audited on its own"
            ),
        );
    }
    remarks
}
