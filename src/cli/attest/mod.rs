//! `publiable attest`: lists the questions, or records an answer, asked in a
//! terminal or given by flags.

mod ask;
mod form;

use super::Global;
use super::asking::{Talk, Turn};
use super::audit::parse_date;
use crate::audit::{Audit, Options};
use crate::config::{Attestation, FILE_NAME, Reply, edit};
use crate::error::{Error, Result};
use crate::exit;
use crate::finding::{Severity, Status};
use crate::lang::{Lang, Text};
use crate::render::escape;
use crate::report::{Report, ReportedAttestation};
use crate::rule::{Motive, Question, Respondent, Rule};
use crate::scaffold::facts;
use crate::snapshot::Origin;
use crate::snapshot::cache::Cache;
use crate::text;
use crate::text::show::{shell_quoted, short_id};
use clap::Args;
use jiff::ToSpan;
use jiff::civil::Date;
use std::cmp::Reverse;
use std::path::{Path, PathBuf};

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
pub(super) struct Context {
    audit: Audit,
    report: Report,
    /// The organisation that the repository names.
    organisation: Option<String>,
}

/// A question to answer.
#[derive(Debug, Clone)]
pub(super) struct Open {
    /// Its rule.
    rule: String,
    /// Who answers.
    who: Respondent,
    /// How much the rule weighs.
    severity: Severity,
    /// True when the verdict waits for it.
    required: bool,
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
                let today = context.audit.today();
                context.record(&still_valid(attestation, today)?, lang)?;
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
        let question =
            context.audit.catalogue.rules.get(rule).and_then(|rule| rule.question.as_ref());
        let today = context.audit.today();
        let commit = context.audit.snapshot.metadata.as_ref().and_then(|metadata| metadata.commit);
        Attestation {
            rule: rule.to_string(),
            question: question.map(|question| question.version.clone()),
            answer,
            role: self.function(lang).unwrap_or_default(),
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
    /// Audits the repository at `path`.
    pub(super) fn open(path: &Path, lang: Lang) -> Result<Context> {
        let options =
            Options { lang: Some(lang), cache: Cache::usual_folder(), ..Options::default() };
        let audit = Audit::open(path, &options)?;
        let project = audit.project(&facts::reads);
        let report = audit.report(&project);
        let kept = audit.config.scaffold.answers.get("organisation").cloned();
        let read = || facts::of(&project, lang).remove("organisation").map(|fact| fact.value);
        let organisation = kept.or_else(read);
        drop(project);
        Ok(Context { audit, report, organisation })
    }

    /// The questions without a valid answer that are put to `who`, or to anyone: those
    /// that the verdict waits for first, the heaviest first.
    pub(super) fn open_questions(&self, who: Option<Respondent>) -> Vec<Open> {
        let open = self.questions().filter(|(rule, _)| self.is_open(&rule.id));
        let open = open.map(|(rule, _)| self.asked(&rule.id));
        let mut open: Vec<Open> = open.filter(|one| who.is_none_or(|who| one.who == who)).collect();
        open.sort_by_key(|one| (!one.required, Reverse(one.severity)));
        open
    }

    fn is_open(&self, rule: &str) -> bool {
        self.report.outcome(rule).is_some_and(|outcome| self.report.waits(outcome))
    }

    /// The question of `rule`.
    fn asked(&self, rule: &str) -> Open {
        let question = self.audit.catalogue.rules.get(rule).and_then(|rule| rule.question.as_ref());
        let severity = self.report.outcome(rule).map_or(Severity::Info, |one| one.severity);
        let counts = question.is_some_and(|question| question.influences_verdict);
        Open {
            rule: rule.to_string(),
            who: question.map(|question| question.asked).unwrap_or_default(),
            severity,
            required: counts && severity >= Severity::Important,
        }
    }

    /// The reasons that a “yes” to `rule` may give.
    fn reasons(&self, rule: &str) -> &[Motive] {
        let question = self.audit.catalogue.rules.get(rule).and_then(|rule| rule.question.as_ref());
        question.map_or(&[], |question| &question.reasons)
    }

    /// The organisation that answered last, else the one that the repository names.
    fn organisation(&self) -> Option<String> {
        let answers = self.audit.config.attestation.iter();
        let last = answers.max_by_key(|entry| entry.date);
        last.and_then(|entry| entry.organisation.clone()).or_else(|| self.organisation.clone())
    }

    /// The function that answered last for `who`.
    fn role_of(&self, who: Respondent) -> Option<String> {
        let answers = self.audit.config.attestation.iter();
        let theirs = answers.filter(|entry| self.asked(&entry.rule).who == who);
        theirs.max_by_key(|entry| entry.date).map(|entry| entry.role.clone())
    }

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

    /// Refuses a repository that keeps no answer.
    fn can_record(&self) -> Result<PathBuf> {
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
        Ok(file)
    }

    /// Writes `attestation` to the repository's configuration.
    fn record(&self, attestation: &Attestation, lang: Lang) -> Result<()> {
        let file = self.can_record()?;
        let comment = declaration();
        let comment = comment.get(lang);
        edit::update(&file, |text| Ok((edit::with_attestation(text, attestation, comment)?, ())))
    }
}

/// Asks every open question about the repository at `path`; for `publiable prepare`.
pub(super) fn asked(talk: &Talk, context: &Context) -> Result<Turn<()>> {
    let open = context.open_questions(None);
    ask::converse(talk, context, open, &Attest::default())
}

/// What an answer is, and is not.
fn declaration() -> Text {
    text!(
        "Chaque réponse est une déclaration : la fonction, l’organisme, la date et le commit examiné sont consignés dans {FILE_NAME}, publié avec le code. Ce n’est pas une signature.",
        "Each answer is a declaration: the function, the organisation, the date and the commit examined are recorded in {FILE_NAME}, published with the code. It is not a signature."
    )
}

/// One question a line: rule, state, who answered and when, title.
fn list(context: &Context, lang: Lang) -> String {
    let width = context.questions().map(|(rule, _)| rule.id.len()).max().unwrap_or_default();
    let mut page = String::new();
    for (rule, _) in context.questions() {
        let entry = context.report.attestations.iter().find(|entry| entry.rule == rule.id);
        let outcome = context.report.outcome(&rule.id);
        let needless = outcome.is_some_and(|outcome| outcome.outcome == Status::NotApplicable);
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
