//! What the checks of the history share: whether there is one to look at, and
//! what the clone hides of it.

use crate::finding::Answer;
use crate::lang::{self, Text};
use crate::project::Project;
use crate::snapshot::history::History;
use crate::snapshot::metadata::Metadata;
use crate::text;

/// The git metadata, or the answer of a rule that needs them when there are none.
pub(super) fn metadata<'a>(project: &Project<'a>) -> Result<&'a Metadata, Answer> {
    let metadata = project.snapshot.metadata.as_ref();
    let metadata = metadata.ok_or_else(|| {
        Answer::not_applicable(text!(
            "ce dossier n’est pas un dépôt git",
            "this folder is not a git repository"
        ))
    })?;
    if metadata.commit.is_none() && metadata.references.is_empty() {
        if let Some(hidden) = hidden(project) {
            return Err(undecided(&hidden));
        }
        return Err(Answer::not_applicable(text!(
            "le dépôt n’a encore aucun commit",
            "the repository has no commit yet"
        )));
    }
    Ok(metadata)
}

/// The history, or the answer of a rule that needs it when there is none.
pub(super) fn history<'a>(project: &Project<'a>) -> Result<(&'a Metadata, &'a History), Answer> {
    let metadata = metadata(project)?;
    match &project.snapshot.history {
        Some(history) => Ok((metadata, history)),
        None => Err(Answer::unknown(text!(
            "l’historique n’a pas été lu (--no-history)",
            "the history was not read (--no-history)"
        ))),
    }
}

/// What the clone hides, in one sentence; `None` when it is complete.
pub(super) fn hidden(project: &Project<'_>) -> Option<Text> {
    let gaps = project.snapshot.gaps();
    (!gaps.is_empty()).then(|| lang::list(&gaps))
}

/// What of the files could not be looked at for secrets; `None` when they all were.
pub(super) fn unscanned(project: &Project<'_>) -> Option<Text> {
    const NAMED: usize = 5;
    let files = project.unscanned().map(|(path, reason)| {
        Text::new(format!("{path} ({})", reason.fr), format!("{path} ({})", reason.en))
    });
    let files: Vec<Text> = files.take(NAMED).collect();
    (!files.is_empty()).then(|| lang::list(&files))
}

/// What the clone hides of its commits; `None` when they are all there, were
/// some files missing.
pub(super) fn hidden_commits(project: &Project<'_>) -> Option<Text> {
    let shallow = project.snapshot.metadata.as_ref().is_some_and(|metadata| metadata.shallow);
    let missing = project.snapshot.history.as_ref().is_some_and(|h| h.missing_commits > 0);
    (shallow || missing).then(|| hidden(project)).flatten()
}

/// An answer for a rule that found nothing in a history part of which is hidden.
pub(super) fn undecided(hidden: &Text) -> Answer {
    let reason = hidden.after(
        "rien n’a été trouvé, mais tout n’a pas pu être lu : ",
        "nothing was found, but not everything could be read: ",
    );
    Answer { unread: true, ..Answer::unknown(reason) }
}
