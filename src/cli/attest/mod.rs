//! `publiable attest`: lists the questions, or records an answer, asked in a
//! terminal or given by flags.

mod ask;

use super::Global;
use super::audit::parse_date;
use crate::audit::{Audit, Options};
use crate::config::{Attestation, FILE_NAME, Reply, edit};
use crate::error::{Error, Result};
use crate::exit;
use crate::lang::{Lang, Text};
use crate::render::escape;
use crate::report::{Report, ReportedAttestation};
use crate::rule::{Question, Rule};
use crate::snapshot::Origin;
use crate::snapshot::cache::Cache;
use crate::text;
use crate::text::show::short_id;
use clap::Args;
use jiff::ToSpan;
use jiff::civil::Date;
use std::path::PathBuf;

/// Answer the questions no tool can settle, or list them.
#[derive(Debug, Args)]
pub(super) struct Attest {
    /// Rule to answer (default: every open question, in a terminal).
    #[arg(value_name = "RULE")]
    rule: Option<String>,
    /// Repository.
    #[arg(long, short = 'C', default_value = ".", value_name = "PATH")]
    path: PathBuf,
    /// List the questions and where each stands.
    #[arg(long, conflicts_with_all = ["rule", "answer"])]
    list: bool,
    /// Answer: oui, non or sans-objet (yes, no, not-applicable).
    #[arg(long, value_name = "ANSWER", requires = "rule", requires = "role", value_parser = parse_reply)]
    answer: Option<Reply>,
    /// Function of the person who answers; never a name.
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
}

fn parse_reply(word: &str) -> std::result::Result<Reply, String> {
    Reply::parse(word).ok_or_else(|| "oui, non, sans-objet".to_string())
}

/// Refuses an answer that would not hold even today.
fn still_valid(attestation: Attestation, today: Date) -> Result<Attestation> {
    match attestation.valid_until {
        Some(until) if until < today => Err(Error::usage(text!(
            "La date de validité {until} est passée.",
            "The validity date {until} has passed."
        ))
        .remedy(text!("Donnez une date à venir.", "Give a date to come."))),
        _ => Ok(attestation),
    }
}

/// What an answer is recorded in: the repository, its rules and its audit.
struct Context {
    audit: Audit,
    report: Report,
}

impl Attest {
    /// Lists, asks, or records.
    pub(super) fn run(&self, global: &Global, lang: Lang) -> Result<u8> {
        let context = self.context(lang)?;
        if self.list {
            return super::print_page(&list(&context, lang));
        }
        let rule = self.rule.as_deref().map(|id| context.question(id)).transpose()?;
        match (rule, self.answer) {
            (Some(id), Some(answer)) => {
                let attestation = self.attestation(&context, &id, answer);
                let today = context.audit.today();
                context.record(&still_valid(attestation, today)?)?;
                let done = text!(
                    "Réponse enregistrée dans {FILE_NAME}.\n",
                    "Answer recorded in {FILE_NAME}.\n"
                );
                if global.quiet { Ok(exit::SUCCESS) } else { super::print(done.get(lang)) }
            }
            (rule, None) => ask::run(&context, rule, self, lang),
            (None, Some(_)) => Ok(exit::USAGE), // clap refuses it
        }
    }

    fn context(&self, lang: Lang) -> Result<Context> {
        let options =
            Options { lang: Some(lang), cache: Cache::usual_folder(), ..Options::default() };
        let audit = Audit::open(&self.path, &options)?;
        let report = audit.report(&audit.project(&|_| false));
        Ok(Context { audit, report })
    }

    /// The attestation the flags describe.
    fn attestation(&self, context: &Context, rule: &str, answer: Reply) -> Attestation {
        let question =
            context.audit.catalogue.rules.get(rule).and_then(|rule| rule.question.as_ref());
        let today = context.audit.today();
        let commit = context.audit.snapshot.metadata.as_ref().and_then(|metadata| metadata.commit);
        Attestation {
            rule: rule.to_string(),
            question: question.map(|question| question.version.clone()),
            answer,
            role: self.role.clone().unwrap_or_default(),
            organisation: self.organisation.clone(),
            date: today,
            commit: commit.map(|id| short_id(&id.to_string()).to_string()),
            valid_until: Some(self.valid_until.unwrap_or_else(|| today.saturating_add(1.year()))),
            reason: self.reason.clone(),
            note: self.note.clone(),
        }
    }
}

impl Context {
    /// Every rule that asks a question, in catalogue order.
    fn questions(&self) -> impl Iterator<Item = (&Rule, &Question)> {
        let rules = self.audit.catalogue.rules.rules.iter();
        rules.filter_map(|rule| Some((rule, rule.question.as_ref()?)))
    }

    /// The identifier of the rule `id`, provided it asks a question.
    fn question(&self, id: &str) -> Result<String> {
        if self.questions().any(|(rule, _)| rule.id == id) {
            return Ok(id.to_string());
        }
        let ids = self.questions().map(|(rule, _)| rule.id.as_str());
        let error = Error::usage(text!(
            "« {id} » n’est pas une règle qui pose une question.",
            "“{id}” is not a rule that asks a question."
        ));
        Err(match crate::rule::locate::nearest(id, ids) {
            Some(near) => {
                error.remedy(text!("Vouliez-vous dire « {near} » ?", "Did you mean “{near}”?"))
            }
            None => error.remedy(text!(
                "Les questions : publiable attest --list",
                "The questions: publiable attest --list"
            )),
        })
    }

    /// Writes `attestation` to the repository's configuration.
    fn record(&self, attestation: &Attestation) -> Result<()> {
        if self.audit.snapshot.origin == Origin::Commit {
            return Err(Error::usage(text!(
                "Un dépôt nu n’a pas de fichiers où écrire {FILE_NAME}.",
                "A bare repository has no files to write {FILE_NAME} to."
            ))
            .remedy(text!("Répondez dans un clone.", "Answer in a clone.")));
        }
        let file = self.audit.snapshot.root.join(FILE_NAME);
        if file.symlink_metadata().is_ok_and(|metadata| metadata.is_symlink()) {
            return Err(Error::usage(text!(
                "{FILE_NAME} est un lien : il n’a pas été suivi.",
                "{FILE_NAME} is a link: it was not followed."
            ))
            .remedy(text!("Remplacez-le par un fichier.", "Replace it by a file.")));
        }
        edit::update(&file, |text| Ok((edit::with_attestation(text, attestation)?, ())))
    }
}

/// One question a line: rule, state, who answered and when, title.
fn list(context: &Context, lang: Lang) -> String {
    let width = context.questions().map(|(rule, _)| rule.id.len()).max().unwrap_or_default();
    let mut page = String::new();
    for (rule, _) in context.questions() {
        let entry = context.report.attestations.iter().find(|entry| entry.rule == rule.id);
        let outcome = context.report.outcome(&rule.id);
        let needless =
            outcome.is_some_and(|outcome| outcome.outcome == crate::finding::Status::NotApplicable);
        let state = state(entry, needless);
        let title = &rule.prose(lang).title;
        page.push_str(&format!("{:width$}  {:<12}  {title}\n", rule.id, state.get(lang)));
        if let Some(entry) = entry {
            page.push_str(&format!("{:width$}  {}\n", "", escape(&who(entry, lang))));
        }
    }
    page
}

fn state(entry: Option<&ReportedAttestation>, needless: bool) -> Text {
    match entry {
        None if needless => text!("sans objet", "not needed"),
        None => text!("sans réponse", "unanswered"),
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
