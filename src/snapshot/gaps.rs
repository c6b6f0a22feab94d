//! What of the repository could not be seen, said exactly.

use super::Snapshot;
use super::history::Unread;
use super::metadata::Metadata;
use crate::lang::Text;
use crate::text;
use crate::text::remedy::{COMPLETE, REFETCH, UNSHALLOW};

impl Snapshot {
    /// What the clone itself hides, one sentence each: a shallow or partial
    /// history, objects that are missing or cannot be read.
    pub fn gaps(&self) -> Vec<Text> {
        let mut gaps = self.unseen.clone();
        let Some(metadata) = &self.metadata else { return gaps };
        if metadata.shallow && !self.history_declined {
            let remedy = remedy(metadata, UNSHALLOW);
            gaps.push(text!(
                "clone superficiel : l’historique s’arrête avant le premier commit ({remedy})",
                "shallow clone: the history stops before the first commit ({remedy})";
                remedy
            ));
        }
        if !self.history_declined {
            gaps.extend(metadata.unread_references.iter().cloned());
        }
        if let Some(history) = &self.history {
            gaps.extend(missing(metadata, history.survey.missing.len(), &history.unread));
            gaps.extend(unread(&history.unread));
        }
        gaps
    }
}

/// How to get what is missing: `command` of git, or another clone where there is nowhere to
/// fetch from.
fn remedy(metadata: &Metadata, command: &str) -> Text {
    match metadata.remotes.is_empty() {
        true => text!("clonez à nouveau, en entier", "clone again, in full"),
        false => Text::same(format!("git {command}")),
    }
}

fn missing(metadata: &Metadata, missing: usize, unread: &Unread) -> Option<Text> {
    let paths = among(&unread.missing_paths, missing);
    let again = remedy(metadata, REFETCH);
    let told = match &metadata.promisor {
        _ if missing == 0 => return None,
        Some(remote) if missing == 1 => text!(
            "clone partiel : 1 objet n’est que chez « {remote} » (git {COMPLETE}){paths}",
            "partial clone: 1 object is only at “{remote}” (git {COMPLETE}){paths}";
            paths
        ),
        Some(remote) => text!(
            "clone partiel : {missing} objets ne sont que chez « {remote} » (git {COMPLETE}){paths}",
            "partial clone: {missing} objects are only at “{remote}” (git {COMPLETE}){paths}";
            paths
        ),
        None if missing == 1 => text!(
            "1 objet git manque ({again}){paths}",
            "1 git object is missing ({again}){paths}";
            again, paths
        ),
        None => text!(
            "{missing} objets git manquent ({again}){paths}",
            "{missing} git objects are missing ({again}){paths}";
            again, paths
        ),
    };
    Some(told)
}

fn unread(unread: &Unread) -> Vec<Text> {
    let mut gaps = Vec::new();
    for (name, reason) in &unread.packs {
        gaps.push(text!(
            "entrepôt d’objets git illisible : {name} ({reason})",
            "git object store unreadable: {name} ({reason})"
        ));
    }
    let corrupt = unread.corrupt.len();
    let Text { fr, en } = among(&unread.corrupt_paths, corrupt);
    match corrupt {
        0 => {}
        1 => gaps.push(text!(
            "1 objet git est abîmé et n’a pas été lu (git fsck dit lequel ; clonez à nouveau){fr}",
            "1 git object is damaged and was not read (git fsck names it; clone again){en}"
        )),
        _ => gaps.push(text!(
            "{corrupt} objets git sont abîmés et n’ont pas été lus (git fsck dit lesquels ; clonez à nouveau){fr}",
            "{corrupt} git objects are damaged and were not read (git fsck names them; clone again){en}"
        )),
    }
    for (path, size) in &unread.too_large {
        let size = size >> 20;
        gaps.push(text!(
            "fichier de l’historique trop gros pour être lu : {path} ({size} Mio)",
            "file of the history too large to be read: {path} ({size} MiB)"
        ));
    }
    for (path, reason) in unread.in_part.iter().take(IN_PART) {
        let Text { fr, en } = reason;
        gaps.push(text!("version passée de {path} : {fr}", "past version of {path}: {en}"));
    }
    match unread.in_part.len().saturating_sub(IN_PART) {
        0 => {}
        1 => gaps.push(text!(
            "1 autre fichier de l’historique n’a pas pu être tout lu",
            "1 other file of the history could not all be read"
        )),
        more => gaps.push(text!(
            "{more} autres fichiers de l’historique n’ont pas pu être tous lus",
            "{more} other files of the history could not all be read"
        )),
    }
    gaps
}

/// No more past versions read in part than this are told one by one.
const IN_PART: usize = 10;

/// The paths, when some are known, to end a sentence about `count` objects.
fn among(paths: &[String], count: usize) -> Text {
    let list = paths.join(", ");
    match paths.len() {
        0 => text!("", ""),
        shown if shown < count => text!(" : {list}…", ": {list}…"),
        _ => text!(" : {list}", ": {list}"),
    }
}
