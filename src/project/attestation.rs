//! What a person answered for the project, and whether the answer still holds
//! (catalogue, section 3.3).

use super::Project;
use super::people::{is_machine, is_masked};
use crate::config::{Attestation, Config, FILE_NAME};
use crate::lang::Text;
use crate::rule::Question;
use crate::snapshot::Since;
use crate::snapshot::classify::{Class, class_of, is_migration};
use crate::snapshot::history::{Commit, History};
use crate::text;
use std::collections::{BTreeSet, HashSet};

/// The latest answer to `rule` in the configuration.
pub(crate) fn latest<'a>(project: &Project<'a>, rule: &str) -> Option<&'a Attestation> {
    let answers = project.config.attestation.iter().filter(|entry| entry.rule == rule);
    answers.max_by_key(|entry| entry.date)
}

/// Why `attestation` no longer holds, if it does not (catalogue, section 3.3).
pub(crate) fn staleness(
    question: &Question,
    attestation: &Attestation,
    project: &Project<'_>,
) -> Option<Text> {
    outdated(attestation, project).or_else(|| {
        attestation.question.as_ref().is_some_and(|version| *version != question.version).then(
            || text!("la question a été reformulée depuis", "the question has been reworded since"),
        )
    })
}

/// Why `attestation` no longer holds, whatever the wording that it answers.
pub(crate) fn outdated(attestation: &Attestation, project: &Project<'_>) -> Option<Text> {
    if let Some(until) = attestation.valid_until.filter(|until| *until < project.today) {
        return Some(text!("elle a expiré le {until}", "it expired on {until}"));
    }
    if attestation.date > project.today {
        let date = attestation.date;
        return Some(text!("sa date ({date}) est à venir", "its date ({date}) is yet to come"));
    }
    if is_dated_after_its_commit(attestation, project) {
        let date = attestation.date;
        return Some(text!(
            "sa date ({date}) est postérieure au commit qui l’a ajoutée",
            "its date ({date}) is later than the commit that added it"
        ));
    }
    let commit = attestation.commit.as_deref()?;
    changes_since(commit, project)
}

/// True when the answer was committed before the day it bears. A day of margin
/// covers time zones; an answer not committed yet is not judged.
fn is_dated_after_its_commit(attestation: &Attestation, project: &Project<'_>) -> bool {
    let holds = |text: &str| {
        toml::from_str::<Config>(text).is_ok_and(|config| config.attestation.contains(attestation))
    };
    let Some(history) = &project.snapshot.history else { return false };
    let Some(Since::Commit(id)) = project.snapshot.introduced(FILE_NAME, &holds) else {
        return false;
    };
    let added = history.commits.iter().find(|commit| commit.id == id);
    added.is_some_and(|commit| {
        let day = commit.date.to_zoned(jiff::tz::TimeZone::UTC).date();
        day.tomorrow().is_ok_and(|tomorrow| attestation.date > tomorrow)
    })
}

/// What changed since the commit examined that makes the answer doubtful.
fn changes_since(commit: &str, project: &Project<'_>) -> Option<Text> {
    let metadata = project.snapshot.metadata.as_ref()?;
    let history = project.snapshot.history.as_ref()?;
    let head = metadata.commit?;
    let ancestors = history.ancestors(head);
    let wanted = commit.to_lowercase();
    let mut branch = history.commits.iter().filter(|commit| ancestors.contains(&commit.id));
    let examined = branch.find(|commit| commit.id.to_string().starts_with(&wanted));
    let Some(examined) = examined.map(|commit| commit.id).filter(|_| commit.len() >= 7) else {
        if metadata.shallow {
            return Some(text!(
                "le commit examiné ({commit}) n’est pas dans ce clone superficiel, ce qui a changé depuis ne peut pas se voir",
                "the commit examined ({commit}) is not in this shallow clone, what changed since cannot be seen"
            ));
        }
        return Some(text!(
            "le commit examiné ({commit}) n’est pas dans l’historique de la branche auditée",
            "the commit examined ({commit}) is not in the history of the audited branch"
        ));
    };
    let before = history.ancestors(examined);
    new_domain(&before, &ancestors, history)
        .map(|domain| {
            text!(
                "un domaine d’adresse d’auteur est apparu depuis : {domain}",
                "a new author e-mail domain has appeared since: {domain}"
            )
        })
        .or_else(|| changed_paths(examined, head, project))
}

/// The first e-mail domain of a person that no commit of `before` carries.
/// Machines and addresses masked by a forge say nothing of who employs whom.
fn new_domain(
    before: &HashSet<git2::Oid>,
    after: &HashSet<git2::Oid>,
    history: &History,
) -> Option<String> {
    let domain = |commit: &Commit| -> Option<String> {
        let author = &commit.author;
        let (_, domain) = author.email.rsplit_once('@')?;
        (!is_machine(author) && !is_masked(&author.email)).then(|| domain.to_lowercase())
    };
    let (known, since): (Vec<&Commit>, Vec<&Commit>) = history
        .commits
        .iter()
        .filter(|commit| after.contains(&commit.id))
        .partition(|commit| before.contains(&commit.id));
    let known: BTreeSet<String> = known.into_iter().filter_map(domain).collect();
    let since: BTreeSet<String> = since.into_iter().filter_map(domain).collect();
    since.difference(&known).next().cloned()
}

/// Extensions of data files.
const DATA: [&str; 9] = ["csv", "tsv", "xls", "xlsx", "ods", "parquet", "sql", "sqlite", "ndjson"];
/// Extensions of images, fonts and sounds, which most interfaces keep adding.
const MEDIA: [&str; 17] = [
    "png", "jpg", "jpeg", "gif", "webp", "avif", "ico", "bmp", "woff", "woff2", "ttf", "otf",
    "eot", "mp3", "mp4", "webm", "ogg",
];

fn changed_paths(from: git2::Oid, to: git2::Oid, project: &Project<'_>) -> Option<Text> {
    for (path, added) in project.snapshot.changes_between(from, to) {
        let folder = path.split('/').next().unwrap_or_default();
        let licence = project.plays("licence", &path) || folder == "LICENSES";
        if licence {
            return Some(text!(
                "la licence a changé depuis : {path}",
                "the licence has changed since: {path}"
            ));
        }
        if added && class_of(&path) == Class::Vendored {
            return Some(text!(
                "du code de tiers est apparu depuis : {path}",
                "third-party code has appeared since: {path}"
            ));
        }
        let file = project.snapshot.file(&path);
        let extension = path.rsplit('.').next().unwrap_or_default().to_lowercase();
        let binary = file.and_then(|file| project.facts(file)).is_some_and(|facts| facts.binary);
        if added && binary && !MEDIA.contains(&extension.as_str()) {
            return Some(text!(
                "un fichier binaire est apparu depuis : {path}",
                "a binary file has appeared since: {path}"
            ));
        }
        if added && DATA.contains(&extension.as_str()) && !is_migration(&path) {
            return Some(text!(
                "un fichier de données est apparu depuis : {path}",
                "a data file has appeared since: {path}"
            ));
        }
    }
    None
}
