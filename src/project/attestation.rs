//! What a person answered for the project, and whether the answer still holds
//! (catalogue, section 3.3).

use super::Project;
use super::people::{is_machine, is_masked};
use crate::config::{Attestation, Config, FILE_NAME};
use crate::lang::Text;
use crate::rule::{Question, Subject};
use crate::snapshot::Since;
use crate::snapshot::classify::{Class, class_of, is_migration};
use crate::snapshot::history::{Commit, History};
use crate::text;
use jiff::civil::Date;
use std::collections::{BTreeSet, HashSet};

/// Why `attestation` no longer holds, if it does not (catalogue, section 3.3).
pub(crate) fn staleness(
    question: &Question,
    attestation: &Attestation,
    project: &Project<'_>,
) -> Option<Text> {
    let brought = brought_by(attestation, project);
    out_of_date(attestation, brought, project)
        .or_else(|| {
            changes_since(attestation.commit.as_deref()?, &question.about, brought, project)
        })
        .or_else(|| {
            let version = attestation.question.as_ref()?;
            (*version != question.version).then(|| {
                text!("la question a été reformulée depuis", "the question has been reworded since")
            })
        })
}

/// Why `attestation` no longer holds, whatever it is about.
pub(crate) fn outdated(attestation: &Attestation, project: &Project<'_>) -> Option<Text> {
    let brought = brought_by(attestation, project);
    out_of_date(attestation, brought, project)
        .or_else(|| changes_since(attestation.commit.as_deref()?, &[], brought, project))
}

/// Why the dates of `attestation`, which the commit `brought` added, deny it.
fn out_of_date(
    attestation: &Attestation,
    brought: Option<git2::Oid>,
    project: &Project<'_>,
) -> Option<Text> {
    if let Some(until) = attestation.valid_until.filter(|until| *until < project.today) {
        return Some(text!("elle a expiré le {until}", "it expired on {until}"));
    }
    let date = attestation.date;
    if date > project.today {
        return Some(text!("sa date ({date}) est à venir", "its date ({date}) is yet to come"));
    }
    is_dated_after(date, brought?, project).then(|| {
        text!(
            "sa date ({date}) est postérieure au commit qui l’a ajoutée",
            "its date ({date}) is later than the commit that added it"
        )
    })
}

/// The commit that added the answer; none for an answer not committed yet.
fn brought_by(attestation: &Attestation, project: &Project<'_>) -> Option<git2::Oid> {
    let holds = |text: &str| {
        toml::from_str::<Config>(text).is_ok_and(|config| config.attestation.contains(attestation))
    };
    project.snapshot.history.as_ref()?;
    match project.snapshot.introduced(FILE_NAME, &holds)? {
        Since::Commit(id) => Some(id),
        Since::Uncommitted => None,
    }
}

/// True when the commit `brought` was made before the day `date`. A day of margin covers
/// time zones.
fn is_dated_after(date: Date, brought: git2::Oid, project: &Project<'_>) -> bool {
    let mut commits = project.snapshot.history.iter().flat_map(|history| &history.commits);
    commits.find(|commit| commit.id == brought).is_some_and(|commit| {
        let day = commit.date.to_zoned(jiff::tz::TimeZone::UTC).date();
        day.tomorrow().is_ok_and(|tomorrow| date > tomorrow)
    })
}

/// What changed since the commit examined of what the answer is `about`. Who commits the
/// answer, and the licence that the same commit `brought`, are what it was given with.
fn changes_since(
    commit: &str,
    about: &[Subject],
    brought: Option<git2::Oid>,
    project: &Project<'_>,
) -> Option<Text> {
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
    let domain = about.contains(&Subject::Authors).then(|| {
        let mut before = history.ancestors(examined);
        before.extend(brought);
        new_domain(&before, &ancestors, history)
    });
    if let Some(domain) = domain.flatten() {
        return Some(text!(
            "un domaine d’adresse d’auteur est apparu depuis : {domain}",
            "a new author e-mail domain has appeared since: {domain}"
        ));
    }
    if about.iter().all(|subject| *subject == Subject::Authors) {
        return None;
    }
    let changes = project.snapshot.changes_between(examined, head);
    let licence = about.contains(&Subject::Licence);
    let licence =
        licence.then(|| new_licence(&changes, (examined, head), brought, project)).flatten();
    licence.or_else(|| changed_paths(&changes, about, project))
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

/// The licence among the `changes` between two commits, unless the commit `brought` is where
/// it changed, or the project had none.
fn new_licence(
    changes: &[(String, bool)],
    (from, to): (git2::Oid, git2::Oid),
    brought: Option<git2::Oid>,
    project: &Project<'_>,
) -> Option<Text> {
    let is_licence = |path: &str| project.plays("licence", path) || path.starts_with("LICENSES/");
    let licences = |changes: &[(String, bool)]| -> Vec<(String, bool)> {
        changes.iter().filter(|(path, _)| is_licence(path)).cloned().collect()
    };
    let changed = |from, to| licences(&project.snapshot.changes_between(from, to));
    let whole = licences(changes);
    let added = |path: &str| whole.iter().any(|(one, added)| *added && one == path);
    let mut there = project.files().map(|file| file.path.as_str()).filter(|path| is_licence(path));
    if whole.iter().all(|(_, added)| *added) && there.all(added) {
        return None;
    }
    let history = project.snapshot.history.as_ref();
    let around = brought.and_then(|brought| {
        let commit = history?.commits.iter().find(|commit| commit.id == brought)?;
        let before = commit.parents.first().map(|parent| changed(from, *parent));
        Some([before.unwrap_or_default(), changed(brought, to)].concat())
    });
    let (path, _) = around.unwrap_or(whole).into_iter().next()?;
    Some(text!("la licence a changé depuis : {path}", "the licence has changed since: {path}"))
}

/// Extensions of data files.
const DATA: [&str; 9] = ["csv", "tsv", "xls", "xlsx", "ods", "parquet", "sql", "sqlite", "ndjson"];
/// Extensions of images, fonts and sounds, which most interfaces keep adding.
const MEDIA: [&str; 17] = [
    "png", "jpg", "jpeg", "gif", "webp", "avif", "ico", "bmp", "woff", "woff2", "ttf", "otf",
    "eot", "mp3", "mp4", "webm", "ogg",
];

fn changed_paths(
    changes: &[(String, bool)],
    about: &[Subject],
    project: &Project<'_>,
) -> Option<Text> {
    let is_about = |subject| about.contains(&subject);
    for (path, _) in changes.iter().filter(|(_, added)| *added) {
        if is_about(Subject::ThirdPartyCode) && class_of(path) == Class::Vendored {
            return Some(text!(
                "du code de tiers est apparu depuis : {path}",
                "third-party code has appeared since: {path}"
            ));
        }
        let extension = path.rsplit('.').next().unwrap_or_default().to_lowercase();
        let binary = || {
            let facts = project.snapshot.file(path).and_then(|file| project.facts(file));
            facts.is_some_and(|facts| facts.binary) && !MEDIA.contains(&extension.as_str())
        };
        if is_about(Subject::Binaries) && binary() {
            return Some(text!(
                "un fichier binaire est apparu depuis : {path}",
                "a binary file has appeared since: {path}"
            ));
        }
        let data = DATA.contains(&extension.as_str()) && !is_migration(path);
        if is_about(Subject::Data) && data {
            return Some(text!(
                "un fichier de données est apparu depuis : {path}",
                "a data file has appeared since: {path}"
            ));
        }
    }
    None
}
