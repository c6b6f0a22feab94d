//! What a person's answer makes of its rule (catalogue, section 3).

use super::Catalogue;
use crate::config::{Attestation, FILE_NAME, Reply};
use crate::finding::{Answer, Finding, Location, Status};
use crate::lang::Text;
use crate::project::Project;
use crate::project::attestation::staleness;
use crate::rule::{Nature, Question, Rule};
use crate::text;
use std::collections::BTreeMap;

/// A person's answer to a rule.
pub(super) struct Attested<'a> {
    pub answer: &'a Attestation,
    /// Why it no longer holds, if it does not.
    pub stale: Option<Text>,
}

/// The latest answer to each rule that asks a question and was answered.
pub(super) fn attested<'a>(
    catalogue: &'a Catalogue,
    project: &Project<'a>,
) -> BTreeMap<&'a str, Attested<'a>> {
    let rules = catalogue.rules.rules.iter();
    let found = rules.filter_map(|rule| {
        let question = rule.question.as_ref()?;
        let answer = project.config.answer_to(&rule.id)?;
        Some((rule.id.as_str(), Attested { answer, stale: staleness(question, answer, project) }))
    });
    found.collect()
}

/// What the person's answer to `question` makes of `rule`, given the check's own
/// and what every rule answered.
pub(super) fn settle(
    rule: &Rule,
    question: &Question,
    attested: Option<&Attested<'_>>,
    answer: Answer,
    others: &BTreeMap<&str, &Answer>,
) -> (Answer, Option<Status>) {
    let Some(Attested { answer: attestation, stale }) = attested else {
        return (unanswered(rule, question, answer, others), None);
    };
    let location = Location::file(FILE_NAME);
    if let Some(reason) = stale {
        let reason = reason
            .after("l’attestation n’est plus valable : ", "the attestation no longer holds: ");
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
        let finding =
            Finding::new(format!("{}=non", rule.id), message.clone()).at(location.clone());
        let id = &rule.id;
        let finding = finding.fix(text!(
            "Régler ce qui a fait répondre « non », puis répondre de nouveau : publiable attest {id}",
            "Deal with what made the answer “no”, then answer again: publiable attest {id}"
        ));
        return (Answer::fail(message, vec![finding]).seen(location, seen), None);
    }
    let settles = match rule.nature {
        Nature::Attestation => true,
        // What the check left open stays open when the answer is that it is not done.
        _ if attestation.answer == Reply::Non => false,
        Nature::Mixed => matches!(answer.status, Status::Fail | Status::Unknown),
        Nature::Automatic => answer.status == Status::Unknown,
    };
    if !settles {
        return (answer.seen(location, seen), None);
    }
    let reply = attestation.answer.label();
    let reason = reply.after("réponse : ", "answer: ");
    let reason = match attestation.note.as_deref().or(attestation.reason.as_deref()) {
        Some(note) => {
            Text::new(format!("{} ({note})", reason.fr), format!("{} ({note})", reason.en))
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    /// What `rule` becomes without an answer when its evidence answered `others`.
    fn without_answer(rule: &str, others: &[(&str, Answer)]) -> Status {
        let catalogue = Catalogue::embedded().expect("rules");
        let rule = catalogue.rules.get(rule).expect("rule");
        let others: BTreeMap<&str, &Answer> = others.iter().map(|(id, a)| (*id, a)).collect();
        let question = rule.question.as_ref().expect("question");
        unanswered(rule, question, Answer::unknown(Text::same("")), &others).status
    }

    #[test]
    fn the_rights_of_others_are_asked_about_only_when_something_was_found() {
        let pass = || Answer::pass(Text::same("rien"));
        let remark = Finding::new("x", Text::same("x")).info();
        let doubt = Finding::new("x", Text::same("x")).unsure();
        let with = |binaries: Answer| {
            without_answer(
                "attest/third-party-rights",
                &[
                    ("licence/third-party-code", pass()),
                    ("licence/restricted-assets", Answer::not_applicable(Text::same("rien"))),
                    ("history/binaries", binaries),
                ],
            )
        };
        assert_eq!(with(pass()), Status::NotApplicable);
        assert_eq!(with(pass().with([remark])), Status::NotApplicable);
        assert_eq!(with(pass().with([doubt])), Status::Unknown);
        assert_eq!(with(Answer::unknown(Text::same("?"))), Status::Unknown);
        assert_eq!(with(Answer::fail(Text::same("!"), Vec::new())), Status::Unknown);
    }

    #[test]
    fn the_other_questions_are_always_asked() {
        assert_eq!(without_answer("attest/ip-owned", &[]), Status::Unknown);
        assert_eq!(without_answer("attest/approval", &[]), Status::Unknown);
    }
}
