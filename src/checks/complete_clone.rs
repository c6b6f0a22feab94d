//! The clone holds everything that publishing the repository would publish.

use super::{Audited, Check, past};
use crate::finding::{Answer, Finding, Location};
use crate::lang::{self, Text};
use crate::project::Project;
use crate::snapshot::FileKind;
use crate::snapshot::metadata::Metadata;
use crate::text;

no_parameters!(pub(super) CompleteClone);

impl Check for CompleteClone {
    fn run(&self, Audited { project, .. }: Audited<'_>) -> Answer {
        let (metadata, history) = match past::history(project) {
            Ok(found) => found,
            Err(answer) => return answer,
        };
        let (commits, objects) = (history.commits.len(), history.survey.blobs);
        let references = metadata.references.len();
        let missing = history.survey.missing.len();
        let parts = [
            text!(references; "{references} référence" | "{references} références", "{references} reference" | "{references} references"),
            text!(commits; "{commits} commit" | "{commits} commits", "{commits} commit" | "{commits} commits"),
            text!(objects; "{objects} version de fichier" | "{objects} versions de fichiers", "{objects} file version" | "{objects} file versions"),
        ];
        let lost = text!(missing; "{missing} objet absent" | "{missing} objets absents", "{missing} object missing" | "{missing} objects missing");
        let parts = lang::list(&parts);
        let read = text!("lus : {parts} ; {lost}", "read: {parts}; {lost}"; parts, lost);
        let answer = match past::hidden(project) {
            Some(gap) => {
                let reason = text!("{gap} ; {read}", "{gap}; {read}"; gap, read);
                Answer { unread: true, ..Answer::unknown(reason) }
            }
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

/// Where `git stash` keeps what was set aside: no branch.
const STASH: &str = "refs/stash";

/// What `git push --mirror` would send, by kind of reference.
fn published(metadata: &Metadata) -> Text {
    let count =
        |prefix: &str| metadata.references.iter().filter(|one| one.starts_with(prefix)).count();
    let (branches, remote) = (count("refs/heads/"), count("refs/remotes/"));
    let (tags, notes, stash) = (count("refs/tags/"), count("refs/notes/"), count(STASH));
    let others = metadata.references.len() - branches - remote - tags - notes - stash;
    let kinds = [
        (
            branches,
            text!(branches; "{branches} branche" | "{branches} branches", "{branches} branch" | "{branches} branches"),
        ),
        (
            remote,
            text!(remote; "{remote} branche distante" | "{remote} branches distantes", "{remote} remote branch" | "{remote} remote branches"),
        ),
        (tags, text!(tags; "{tags} étiquette" | "{tags} étiquettes", "{tags} tag" | "{tags} tags")),
        (
            notes,
            text!(notes; "{notes} série de notes" | "{notes} séries de notes", "{notes} set of notes" | "{notes} sets of notes"),
        ),
        (
            stash,
            text!(
                "les modifications mises de côté (refs/stash)",
                "the changes set aside (refs/stash)"
            ),
        ),
        (
            others,
            text!(others; "{others} autre référence" | "{others} autres références", "{others} other reference" | "{others} other references"),
        ),
    ];
    let parts: Vec<Text> =
        kinds.into_iter().filter(|(count, _)| *count > 0).map(|(_, said)| said).collect();
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
    if metadata.references.iter().any(|one| one == STASH) {
        tell(
            "stash",
            Location::default(),
            text!(
                "{STASH} garde des modifications mises de côté, que git push --mirror publierait : supprimez-les (git stash clear), ou publiez par git push --all, puis git push --tags",
                "{STASH} keeps changes set aside, which git push --mirror would publish: delete them (git stash clear), or publish with git push --all, then git push --tags"
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
