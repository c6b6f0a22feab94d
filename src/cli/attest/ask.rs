//! Asks the open questions in a terminal, with what the audit found beside each.
//! Every answer is written at once: leaving in the middle loses nothing.

use super::{Attest, Context};
use crate::config::{FILE_NAME, Reply};
use crate::error::{Error, Result};
use crate::exit;
use crate::finding::{Location, Severity, Status};
use crate::lang::Lang;
use crate::render::escape;
use crate::text;
use console::Term;
use dialoguer::{Input, Select};
use std::io::IsTerminal;

/// How many findings are shown beside a question.
const SHOWN: usize = 5;

/// Asks about `rule`, or about every open question.
pub(super) fn run(
    context: &Context,
    rule: Option<String>,
    flags: &Attest,
    lang: Lang,
) -> Result<u8> {
    if !std::io::stdin().is_terminal() || !Term::stderr().is_term() {
        return Err(Error::usage(text!(
            "Les questions se posent dans un terminal, et celui-ci n’en est pas un.",
            "Questions are asked in a terminal, and this is not one."
        ))
        .remedy(text!(
            "Donnez la réponse : publiable attest REGLE --answer oui --role \"FONCTION\" ; la liste : publiable attest --list",
            "Give the answer: publiable attest RULE --answer oui --role \"FUNCTION\"; the list: publiable attest --list"
        )));
    }
    let questions = match rule {
        Some(rule) => vec![rule],
        None => open_questions(context),
    };
    if questions.is_empty() {
        let line = text!("Aucune question ouverte.\n", "No open question.\n");
        return super::super::print(line.get(lang));
    }
    let mut session = Session { term: Term::stderr(), lang, role: flags.role.clone() };
    let (mut organisation, total) = (flags.organisation.clone(), questions.len());
    for (at, id) in questions.iter().enumerate() {
        session.show(context, id, (at + 1, total));
        let Some(reply) = session.reply().map_err(interrupted)? else { continue };
        let role = session.line(
            lang.pick("Fonction (pas de nom)\u{a0}", "Function (no name)"),
            session.role.clone(),
            false,
        );
        let role = role.map_err(interrupted)?;
        session.role = Some(role.clone());
        let label = lang.pick("Organisme (facultatif)\u{a0}", "Organisation (optional)");
        organisation = Some(session.line(label, organisation.clone(), true).map_err(interrupted)?);
        let label = lang.pick("Note publique (facultative)\u{a0}", "Public note (optional)");
        let note = session.line(label, None, true).map_err(interrupted)?;
        let mut attestation = flags.attestation(context, id, reply);
        attestation.role = role;
        attestation.organisation = organisation.clone().filter(|text| !text.is_empty());
        attestation.note = Some(note).filter(|text| !text.is_empty());
        context.record(&attestation)?;
        let done = text!("→ enregistré dans {FILE_NAME}", "→ recorded in {FILE_NAME}");
        session.say(done.get(lang));
    }
    Ok(exit::SUCCESS)
}

fn interrupted(_error: dialoguer::Error) -> Error {
    Error {
        message: text!(
            "Questions interrompues ; les réponses données sont enregistrées.",
            "Questions interrupted; the answers given are recorded."
        ),
        remedy: None,
        code: exit::INTERRUPTED,
    }
}

/// The questions without a valid answer, the heaviest first.
fn open_questions(context: &Context) -> Vec<String> {
    let mut open: Vec<(std::cmp::Reverse<Severity>, String)> = context
        .questions()
        .filter_map(|(rule, _)| {
            let outcome = context.report.outcome(&rule.id)?;
            let settled =
                matches!(outcome.outcome, Status::Attested | Status::NotApplicable | Status::Pass);
            let stale = context
                .report
                .attestations
                .iter()
                .any(|entry| entry.rule == rule.id && entry.stale.is_some());
            (!settled || stale).then(|| (std::cmp::Reverse(outcome.severity), rule.id.clone()))
        })
        .collect();
    open.sort_by_key(|(severity, _)| *severity);
    open.into_iter().map(|(_, id)| id).collect()
}

struct Session {
    term: Term,
    lang: Lang,
    role: Option<String>,
}

impl Session {
    fn say(&self, line: &str) {
        // A terminal that goes away ends the next prompt with an error.
        let _ = self.term.write_line(line);
    }

    fn show(&self, context: &Context, id: &str, (at, total): (usize, usize)) {
        let Some(rule) = context.audit.catalogue.rules.get(id) else { return };
        let Some(question) = &rule.question else { return };
        let lang = self.lang;
        let width = usize::from(self.term.size().1).clamp(40, 100);
        self.say(&format!("\n[{at}/{total}] {} — {}", rule.id, rule.prose(lang).title));
        self.say(&textwrap::fill(lang.pick(&question.fr, &question.en), width));
        self.say(&textwrap::fill(question.help.get(lang), width));
        for other in &question.evidence {
            let Some(outcome) = context.report.outcome(other) else { continue };
            let status = outcome.outcome.label();
            self.say(&format!(
                "  {other} : {} — {}",
                status.get(lang),
                outcome.reason_i18n.get(lang)
            ));
            for finding in outcome.findings.iter().take(SHOWN) {
                let place = if finding.location == Location::default() {
                    String::new()
                } else {
                    format!("{} ", finding.location)
                };
                self.say(&escape(&format!("    {place}{}", finding.message_i18n.get(lang))));
            }
        }
    }

    fn reply(&self) -> dialoguer::Result<Option<Reply>> {
        let items = match self.lang {
            Lang::Fr => ["oui", "non", "sans objet", "plus tard"],
            Lang::En => ["yes", "no", "not applicable", "later"],
        };
        let prompt = self.lang.pick("Réponse\u{a0}", "Answer");
        let chosen =
            Select::new().with_prompt(prompt).items(items).default(3).interact_on(&self.term)?;
        Ok([Some(Reply::Oui), Some(Reply::Non), Some(Reply::SansObjet), None][chosen])
    }

    fn line(
        &self,
        prompt: &str,
        initial: Option<String>,
        empty: bool,
    ) -> dialoguer::Result<String> {
        Input::new()
            .with_prompt(prompt)
            .with_initial_text(initial.unwrap_or_default())
            .allow_empty(empty)
            .interact_text_on(&self.term)
    }
}
