//! Attestations: what a person answered, whether the answer still holds, and
//! what it makes of its rule (catalogue, section 3).

use crate::config::{Attestation, FILE_NAME, Reply};
use crate::finding::{Answer, Finding, Location, Status};
use crate::lang::Text;
use crate::project::Project;
use crate::rule::{Nature, Question, Rule};
use crate::snapshot::classify::{Class, class_of};
use crate::snapshot::history::Commit;
use crate::text;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// The latest answer to `rule` in the configuration.
pub fn latest<'a>(project: &Project<'a>, rule: &str) -> Option<&'a Attestation> {
    let answers = project.config.attestation.iter().filter(|entry| entry.rule == rule);
    answers.max_by_key(|entry| entry.date)
}

/// What the answer to `question` makes of `rule`, given the check's own answer
/// and what every rule answered.
pub fn settle(
    rule: &Rule,
    question: &Question,
    project: &Project<'_>,
    answer: Answer,
    others: &BTreeMap<&str, &Answer>,
) -> (Answer, Option<Status>) {
    let Some(attestation) = latest(project, &rule.id) else {
        return (unanswered(rule, question, answer, others), None);
    };
    let location = Location::file(FILE_NAME);
    if let Some(reason) = staleness(question, attestation, project) {
        let reason =
            reason.after("l’attestation n’est plus valable : ", "the attestation no longer holds: ");
        let settled = match rule.nature {
            Nature::Attestation => Answer::unknown(reason),
            _ => answer.seen(location, reason),
        };
        return (settled, None);
    }
    let (role, date) = (&attestation.role, attestation.date);
    let who = match &attestation.organisation {
        Some(organisation) => format!("{role}, {organisation}"),
        None => role.clone(),
    };
    let seen = text!("répondu le {date} par : {who}", "answered on {date} by: {who}");
    if attestation.answer == Reply::Non && question.influences_verdict {
        let message = text!("la réponse est « non »", "the answer is “no”");
        let finding = Finding::new(format!("{}=non", rule.id), message.clone()).at(location.clone());
        return (Answer::fail(message, vec![finding]).seen(location, seen), None);
    }
    let settles = match rule.nature {
        Nature::Attestation => true,
        Nature::Mixed => matches!(answer.status, Status::Fail | Status::Unknown),
        Nature::Automatic => answer.status == Status::Unknown,
    };
    if !settles {
        return (answer.seen(location, seen), None);
    }
    let reply = attestation.answer.label();
    let reason = reply.after("réponse : ", "answer: ");
    let reason = match attestation.note.as_deref().or(attestation.reason.as_deref()) {
        Some(note) => Text::new(format!("{} ({note})", reason.fr), format!("{} ({note})", reason.en)),
        None => reason,
    };
    let answer = Answer { reason, ..answer }.seen(location, seen);
    (answer, Some(Status::Attested))
}

fn unanswered(
    rule: &Rule,
    question: &Question,
    answer: Answer,
    others: &BTreeMap<&str, &Answer>,
) -> Answer {
    if rule.nature != Nature::Attestation {
        return answer;
    }
    let clear = |id: &String| {
        others.get(id.as_str()).is_some_and(|other| match other.status {
            Status::Pass | Status::NotApplicable => {
                other.findings.iter().all(|finding| finding.informational)
            }
            _ => false,
        })
    };
    if question.only_with_evidence && question.evidence.iter().all(clear) {
        return Answer::not_applicable(text!(
            "aucun élément trouvé qui rende la question nécessaire ; y répondre reste possible",
            "nothing was found that makes the question necessary; answering remains possible"
        ));
    }
    let id = &rule.id;
    Answer::unknown(text!(
        "personne n’a encore répondu (publiable attest {id})",
        "nobody has answered yet (publiable attest {id})"
    ))
}

/// Why `attestation` no longer holds, if it does not (catalogue, section 3.3).
pub fn staleness(
    question: &Question,
    attestation: &Attestation,
    project: &Project<'_>,
) -> Option<Text> {
    outdated(attestation, project).or_else(|| {
        attestation.question.as_ref().is_some_and(|version| *version != question.version).then(|| {
            text!("la question a été reformulée depuis", "the question has been reworded since")
        })
    })
}

/// Why `attestation` no longer holds, whatever the wording that it answers.
pub fn outdated(attestation: &Attestation, project: &Project<'_>) -> Option<Text> {
    if let Some(until) = attestation.valid_until.filter(|until| *until < project.today) {
        return Some(text!("elle a expiré le {until}", "it expired on {until}"));
    }
    if attestation.date > project.today {
        let date = attestation.date;
        return Some(text!("sa date ({date}) est à venir", "its date ({date}) is yet to come"));
    }
    let commit = attestation.commit.as_deref()?;
    changes_since(commit, project)
}

/// What changed since the commit examined that makes the answer doubtful.
fn changes_since(commit: &str, project: &Project<'_>) -> Option<Text> {
    let metadata = project.snapshot.metadata.as_ref()?;
    let history = project.snapshot.history.as_ref()?;
    let head = metadata.commit?;
    let by_id: HashMap<git2::Oid, &Commit> =
        history.commits.iter().map(|commit| (commit.id, commit)).collect();
    let ancestors = ancestors_of(head, &by_id);
    let examined = ancestors.iter().copied().find(|id| id.to_string().starts_with(commit));
    let Some(examined) = examined.filter(|_| commit.len() >= 7) else {
        return Some(text!(
            "le commit examiné ({commit}) n’est pas dans l’historique de la branche auditée",
            "the commit examined ({commit}) is not in the history of the audited branch"
        ));
    };
    let before = ancestors_of(examined, &by_id);
    new_domain(&before, &ancestors, &by_id)
        .map(|domain| {
            text!(
                "un domaine d’adresse d’auteur est apparu depuis : {domain}",
                "a new author e-mail domain has appeared since: {domain}"
            )
        })
        .or_else(|| changed_paths(examined, head, project))
}

fn ancestors_of(tip: git2::Oid, by_id: &HashMap<git2::Oid, &Commit>) -> HashSet<git2::Oid> {
    let mut seen = HashSet::new();
    let mut queue = vec![tip];
    while let Some(id) = queue.pop() {
        if seen.insert(id)
            && let Some(commit) = by_id.get(&id)
        {
            queue.extend(&commit.parents);
        }
    }
    seen
}

fn new_domain(
    before: &HashSet<git2::Oid>,
    after: &HashSet<git2::Oid>,
    by_id: &HashMap<git2::Oid, &Commit>,
) -> Option<String> {
    let domains = |ids: &mut dyn Iterator<Item = &git2::Oid>| -> BTreeSet<String> {
        ids.filter_map(|id| by_id.get(id))
            .filter_map(|commit| commit.author.email.rsplit_once('@'))
            .map(|(_, domain)| domain.to_lowercase())
            .collect()
    };
    let known = domains(&mut before.iter());
    let now = domains(&mut after.difference(before));
    now.difference(&known).next().cloned()
}

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
        if added && file.and_then(|file| project.facts(file)).is_some_and(|facts| facts.binary) {
            return Some(text!(
                "un fichier binaire est apparu depuis : {path}",
                "a binary file has appeared since: {path}"
            ));
        }
        let data = ["csv", "tsv", "xlsx", "ods", "parquet", "sql", "sqlite", "ndjson"];
        if added && data.contains(&path.rsplit('.').next().unwrap_or_default()) {
            return Some(text!(
                "un fichier de données est apparu depuis : {path}",
                "a data file has appeared since: {path}"
            ));
        }
    }
    None
}
