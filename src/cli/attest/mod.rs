//! `publiable attest`: lists the questions, or records an answer, asked in a
//! terminal or given by flags.

mod ask;
mod form;

pub(super) use ask::tell_left;

use super::Global;
use super::asking::{Talk, Turn};
use super::audit::parse_date;
use crate::config::{Attestation, FILE_NAME, Reply};
use crate::decisions::questions::{Context, Open};
use crate::error::{Error, Result};
use crate::exit;
use crate::lang::{Lang, Text};
use crate::render::{escape, group};
use crate::report::ReportedAttestation;
use crate::rule::Respondent;
use crate::text;
use crate::text::show::shell_quoted;
use clap::Args;
use jiff::civil::Date;
use std::path::PathBuf;

/// Answer the questions no tool can settle, or list them.
#[derive(Debug, Default, Args)]
pub(super) struct Attest {
    /// Rule to answer (default: every open question, in a terminal).
    #[arg(value_name = "RULE")]
    rule: Option<String>,
    /// Repository.
    #[arg(long, short = 'C', default_value = ".", value_name = "PATH")]
    path: PathBuf,
    /// List the questions and where each stands.
    #[arg(long, conflicts_with = "answer")]
    list: bool,
    /// Answer: oui, non or sans-objet (yes, no, not-applicable).
    #[arg(long, value_name = "ANSWER", requires = "rule", requires = "role", value_parser = parse_reply)]
    answer: Option<Reply>,
    /// Function of the person who answers, never a name; legal, security, dpo,
    /// management and project choose the questions put to them.
    #[arg(long, value_name = "ROLE")]
    role: Option<String>,
    /// Organisation that answers.
    #[arg(long, value_name = "ORGANISATION")]
    organisation: Option<String>,
    /// Last day the answer holds, YYYY-MM-DD (default: in one year).
    #[arg(long, value_name = "DATE", value_parser = parse_date)]
    valid_until: Option<Date>,
    /// Reason, for the rules that give a choice of them.
    #[arg(long, value_name = "REASON")]
    reason: Option<String>,
    /// Anything a reader should know; it becomes public.
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
    /// Write the questions of --role as a form to fill in or print (.html, or .md).
    #[arg(long, value_name = "FILE", conflicts_with_all = ["answer", "list", "import"])]
    form: Option<PathBuf>,
    /// Record the answers of a form that was filled in.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["answer", "list"])]
    import: Option<PathBuf>,
}

fn parse_reply(word: &str) -> std::result::Result<Reply, String> {
    Reply::parse(word).ok_or_else(|| "oui, non, sans-objet".to_string())
}

impl Attest {
    /// Lists, asks, or records.
    pub(super) fn run(&self, global: &Global, lang: Lang) -> Result<u8> {
        if let Some(rule) = self.rule.as_deref().filter(|_| self.takes_no_rule()) {
            let place = shell_quoted(rule);
            return Err(Error::usage(text!(
                "« {rule} » est lu comme une règle, et cette option n’en prend pas.",
                "“{rule}” is read as a rule, and this option takes none."
            ))
            .remedy(text!("Pour un dépôt : -C {place}", "For a repository: -C {place}")));
        }
        let context = Context::open(&self.path, lang)?;
        if self.list {
            return super::print_page(&list(&context, lang));
        }
        if let Some(file) = &self.form {
            return form::write(&context, file, self, lang);
        }
        if let Some(file) = &self.import {
            return form::read(&context, file, global, lang);
        }
        let rule = self.rule.as_deref().map(|id| context.question(id)).transpose()?;
        match (rule, self.answer) {
            (Some(id), Some(answer)) => {
                let attestation = self.attestation(&context, &id, answer, lang);
                context.accept(std::slice::from_ref(&attestation))?;
                context.record(&attestation)?;
                let done = text!(
                    "Réponse enregistrée dans {FILE_NAME}.\n",
                    "Answer recorded in {FILE_NAME}.\n"
                );
                if global.quiet { Ok(exit::SUCCESS) } else { super::print(done.get(lang)) }
            }
            (rule, None) => ask::run(&context, rule, self, lang).map(|()| exit::SUCCESS),
            (None, Some(_)) => Ok(exit::USAGE), // clap refuses it
        }
    }

    fn takes_no_rule(&self) -> bool {
        self.list || self.form.is_some() || self.import.is_some()
    }

    /// The role of the guide that `--role` names.
    fn preset(&self) -> Option<Respondent> {
        self.role.as_deref().and_then(Respondent::named)
    }

    /// The function that `--role` gives.
    fn function(&self, lang: Lang) -> Option<String> {
        let role = self.role.clone()?;
        Some(self.preset().map_or(role, |who| who.function().get(lang).to_string()))
    }

    /// The attestation the flags describe.
    fn attestation(&self, context: &Context, rule: &str, answer: Reply, lang: Lang) -> Attestation {
        let usual = context.answer(rule, answer);
        Attestation {
            role: self.function(lang).unwrap_or_default(),
            organisation: self.organisation.clone(),
            valid_until: self.valid_until.or(usual.valid_until),
            reason: self.reason.clone(),
            note: self.note.clone(),
            ..usual
        }
    }
}

/// Asks every open question about the repository at `path`; for `publiable prepare`.
pub(super) fn asked(talk: &Talk, context: &Context) -> Result<Turn<()>> {
    let mut open = context.open_questions(None);
    ask::converse(talk, context, &mut open, &Attest::default())
}

/// One question a line: rule, state, who answered and when, title.
fn list(context: &Context, lang: Lang) -> String {
    let width = context.questions().map(|(rule, _)| rule.id.len()).max().unwrap_or_default();
    let mut page = String::new();
    for (rule, _) in context.questions() {
        let entry = context.report.attestations.iter().find(|entry| entry.rule == rule.id);
        let open = context.open_question(&rule.id);
        let state = state(entry, open.as_ref());
        let title = match &open {
            Some(_) => context.to_confirm(rule),
            None => rule.prose(lang).title.clone(),
        };
        page.push_str(&format!("{:width$}  {:<12}  {title}\n", rule.id, state.get(lang)));
        if let Some(entry) = entry {
            page.push_str(&format!("{:width$}  {}\n", "", escape(&who(entry, lang))));
        }
    }
    let (required, optional) = context.report.questions();
    let (required, optional) = (required.len(), optional.len());
    let needed = text!(required; "{required} question obligatoire" | "{required} questions obligatoires", "{required} required question" | "{required} required questions");
    let more = group::optional(optional);
    let line =
        text!("Sans réponse : {needed}, {more}", "Unanswered: {needed}, {more}"; needed, more);
    page.push_str(&format!("\n{}\n", line.get(lang)));
    page
}

fn state(entry: Option<&ReportedAttestation>, open: Option<&Open>) -> Text {
    match entry {
        None => match open {
            Some(one) if one.required => text!("obligatoire", "required"),
            Some(_) => text!("facultative", "optional"),
            None => text!("sans objet", "not needed"),
        },
        Some(entry) if entry.stale.is_some() => text!("périmé", "stale"),
        Some(entry) if entry.answer == Reply::Non => text!("refusé", "refused"),
        Some(_) => text!("attesté", "attested"),
    }
}

fn who(entry: &ReportedAttestation, lang: Lang) -> String {
    let organisation = entry.organisation.as_ref().map(|name| format!(", {name}"));
    let stale = entry.stale.as_ref().map(|reason| format!(" — {}", reason.get(lang)));
    format!(
        "{} — {}{} — {}{}",
        entry.answer.label().get(lang),
        entry.role,
        organisation.unwrap_or_default(),
        entry.date,
        stale.unwrap_or_default()
    )
}
