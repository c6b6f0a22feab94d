//! Where the project asks for the Developer Certificate of Origin, commits
//! carry the `Signed-off-by` line by which one accepts it.

use super::{Audited, Check, past};
use crate::finding::{Answer, Finding, Location, Status};
use crate::project::Project;
use crate::project::people::{is_machine, trailers};
use crate::snapshot::Since;
use crate::snapshot::history::{Commit, History, Identity};
use crate::snapshot::mailmap::Mailmap;
use crate::text;
use crate::text::pattern::Pattern;
use serde::Deserialize;

/// Parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct SignOff {
    /// Files that ask for it by being there, by role.
    files: Vec<String>,
    /// Documents that may ask for it, by role.
    documents: Vec<String>,
    /// The words by which they do.
    asks: Pattern,
    /// The words by which they say that they do not.
    refuses: Pattern,
    /// Share of commits, in percent, that must carry the line.
    min_percent: usize,
    /// How many commits without it are shown.
    examples: usize,
}

impl Check for SignOff {
    fn run(&self, Audited { project, .. }: Audited<'_>) -> Answer {
        let Some(place) = self.request(project) else {
            return Answer::not_applicable(text!(
                "le projet ne demande pas de certificat d’origine (DCO)",
                "the project asks for no certificate of origin (DCO)"
            ));
        };
        let path = place.path.clone().unwrap_or_default();
        let asks = |text: &str| self.files_ask(project, &path) || self.asks.is_match(text);
        let since = match &project.snapshot.metadata {
            Some(_) => project.snapshot.introduced(&path, &asks),
            None => Some(Since::Uncommitted),
        };
        if since == Some(Since::Uncommitted) {
            return Answer::not_applicable(text!(
                "le DCO est demandé, et aucun commit n’est fait depuis",
                "the DCO is asked for, and no commit is made since"
            ))
            .seen(place, text!("pas encore commité", "not committed yet"));
        }
        let (metadata, history) = match past::history(project) {
            Ok(found) => found,
            Err(answer) => return answer,
        };
        let (Some(head), Some(Since::Commit(start))) = (metadata.commit, since) else {
            return unseen();
        };
        let since: Vec<&Commit> = after(history, head, start)
            .into_iter()
            .filter(|commit| !commit.is_merge() && !is_machine(&commit.author))
            .collect();
        let began = history.commits.iter().find(|commit| commit.id == start);
        let day = began.map(|commit| commit.date.to_zoned(jiff::tz::TimeZone::UTC).date());
        let day = day.map(|day| day.to_string()).unwrap_or_default();
        let seen = text!("demandé ici depuis le {day}", "asked for here since {day}");
        let total = since.len();
        if total == 0 {
            return Answer::not_applicable(text!(
                "aucun commit d’une personne depuis que le projet demande le DCO",
                "no commit by a person since the project asks for the DCO"
            ))
            .seen(place, seen);
        }
        let answer = match (self.judge(project, &since, total), past::hidden_commits(project)) {
            (answer, Some(hidden)) if answer.status == Status::Pass => {
                Answer { findings: answer.findings, ..past::undecided(&hidden) }
            }
            (answer, _) => answer,
        };
        answer.seen(place.at(start.to_string()), seen)
    }
}

impl SignOff {
    fn judge(&self, project: &Project<'_>, since: &[&Commit], total: usize) -> Answer {
        let text = project.snapshot.file(".mailmap").and_then(|file| project.text(file));
        let mailmap = Mailmap::parse(text.unwrap_or_default());
        let signers = |commit: &Commit| trailers(&commit.message, "signed-off-by:");
        let without: Vec<_> = since.iter().filter(|commit| signers(commit).is_empty()).collect();
        let by_others = since.iter().filter(|commit| {
            let signers = signers(commit);
            let email = |who: &Identity| mailmap.resolve(who).email.to_lowercase();
            let own = [email(&commit.author), email(&commit.committer)];
            !signers.is_empty() && !signers.iter().any(|who| own.contains(&email(who)))
        });
        let by_others = by_others.count();
        let signed = total - without.len();
        let percent = signed * 100 / total;
        let reason = text!(
            "{signed} commits sur {total} ({percent} %) portent Signed-off-by depuis que le projet le demande",
            "{signed} commits out of {total} ({percent}%) carry Signed-off-by since the project asks for it"
        );
        let mut remarks = Vec::new();
        if by_others > 0 {
            let message = text!(
                "{by_others} commits sont signés par quelqu’un d’autre que leur auteur",
                "{by_others} commits are signed off by somebody other than their author"
            );
            remarks.push(Finding::new("signed by others", message).info());
        }
        if signed * 100 >= total * self.min_percent {
            return Answer::pass(reason).with(remarks);
        }
        let examples = without.iter().take(self.examples).map(|commit| {
            let id = commit.id.to_string();
            Finding::new(&id, text!("commit sans Signed-off-by", "commit without Signed-off-by"))
                .at(Location::commit(id))
        });
        Answer::fail(reason, examples.collect()).with(remarks)
    }

    fn files_ask(&self, project: &Project<'_>, path: &str) -> bool {
        self.files.iter().any(|role| project.plays(role, path))
    }

    /// Where the project asks for the DCO.
    fn request(&self, project: &Project<'_>) -> Option<Location> {
        let file = self.files.iter().flat_map(|role| project.role(role)).next();
        if let Some(file) = file {
            return Some(Location::file(&file.path));
        }
        let documents = self.documents.iter().flat_map(|role| project.role_documents(role));
        documents.into_iter().find_map(|(file, document)| {
            let block = document.blocks.iter().find(|block| {
                self.asks.is_match(&block.text) && !self.refuses.is_match(&block.text)
            })?;
            Some(Location::line(&file.path, block.line))
        })
    }
}

fn unseen() -> Answer {
    Answer::unknown(text!(
        "le DCO est demandé, mais l’historique ne dit pas depuis quand (clone incomplet)",
        "the DCO is asked for, but the history does not say since when (incomplete clone)"
    ))
}

/// The commits of the audited branch that `start` does not precede.
fn after(history: &History, head: git2::Oid, start: git2::Oid) -> Vec<&Commit> {
    let before = history.ancestors(start);
    let branch = history.ancestors(head);
    history.commits.iter().filter(|c| branch.contains(&c.id) && !before.contains(&c.id)).collect()
}
