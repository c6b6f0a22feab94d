//! The questions that no tool can settle: those that are open, what the audit found beside
//! each, and how an answer is recorded.

use super::file;
use crate::audit::{Audit, Options};
use crate::config::{Attestation, FILE_NAME, Reply, edit};
use crate::error::{Error, Result};
use crate::finding::{Location, Severity, Status};
use crate::lang::{Lang, Text};
use crate::render::form::{self, Form, Found};
use crate::report::{Report, ReportedFinding};
use crate::rule::{Motive, Question, Respondent, Rule};
use crate::scaffold::facts;
use crate::snapshot::cache::Cache;
use crate::text;
use crate::text::show::short_id;
use jiff::ToSpan;
use jiff::civil::Date;
use std::cmp::Reverse;
use std::path::{Path, PathBuf};

/// How many findings are shown beside a question.
const SHOWN: usize = 5;
/// Longest role, organisation or note, in characters.
const LONGEST: usize = 500;

/// What an answer is recorded in: the repository, its rules and its audit.
pub(crate) struct Context {
    /// The repository and its rules.
    pub audit: Audit,
    /// What its audit concludes.
    pub report: Report,
    /// The organisation that the repository names.
    organisation: Option<String>,
    lang: Lang,
}

/// A question to answer.
#[derive(Debug, Clone)]
pub(crate) struct Open {
    /// Its rule.
    pub rule: String,
    /// Who answers.
    pub who: Respondent,
    /// How much the rule weighs.
    pub severity: Severity,
    /// True when the verdict depends on it.
    pub required: bool,
}

impl Context {
    /// Audits the repository at `path`.
    pub(crate) fn open(path: &Path, lang: Lang) -> Result<Context> {
        let options =
            Options { lang: Some(lang), cache: Cache::usual_folder(), ..Options::default() };
        let audit = Audit::open(path, &options)?;
        let project = audit.project(&facts::reads);
        let report = audit.report(&project);
        let kept = audit.config.scaffold.answers.get("organisation").cloned();
        let read = || facts::of(&project, lang).remove("organisation").map(|fact| fact.value);
        let organisation = kept.or_else(read);
        drop(project);
        Ok(Context { audit, report, organisation, lang })
    }

    /// The questions without a valid answer, or whose answer fails the rule, that are put
    /// to `who`, or to anyone: those that the verdict depends on first, the heaviest first.
    pub(crate) fn open_questions(&self, who: Option<Respondent>) -> Vec<Open> {
        let open = self.questions().filter(|(rule, _)| {
            let outcome = self.report.outcome(&rule.id);
            self.is_open(&rule.id) || outcome.is_some_and(|one| self.report.is_refused(one))
        });
        let open = open.map(|(rule, _)| self.asked(&rule.id));
        let mut open: Vec<Open> = open.filter(|one| who.is_none_or(|who| one.who == who)).collect();
        open.sort_by_key(|one| (!one.required, Reverse(one.severity)));
        open
    }

    /// The question of `rule`, while it waits for an answer.
    pub(crate) fn open_question(&self, rule: &str) -> Option<Open> {
        self.is_open(rule).then(|| self.asked(rule))
    }

    fn is_open(&self, rule: &str) -> bool {
        self.report.outcome(rule).is_some_and(|outcome| self.report.waits(outcome))
    }

    /// The question that `rule` puts.
    fn put_by(&self, rule: &str) -> Option<&Question> {
        self.audit.catalogue.rules.get(rule)?.question.as_ref()
    }

    /// How the question of `rule` is asked.
    pub(crate) fn asked(&self, rule: &str) -> Open {
        let question = self.put_by(rule);
        let outcome = self.report.outcome(rule);
        let decides = |one| self.report.requires(one) || self.report.is_refused(one);
        Open {
            rule: rule.to_string(),
            who: question.map(|question| question.asked).unwrap_or_default(),
            severity: outcome.map_or(Severity::Info, |one| one.severity),
            required: outcome.is_some_and(decides),
        }
    }

    /// The answer to `rule` that the repository holds, and why it no longer does, if so.
    pub(crate) fn earlier(&self, rule: &str) -> Option<(&Attestation, Option<&Text>)> {
        let latest = self.audit.config.answer_to(rule)?;
        let told = self.report.attestations.iter().find(|entry| entry.rule == rule);
        Some((latest, told.and_then(|told| told.stale.as_ref())))
    }

    /// What the question of `rule` asks somebody to confirm.
    pub(crate) fn to_confirm(&self, rule: &Rule) -> String {
        Text::new(&*rule.fr.title, &*rule.en.title).unsettled(true).get(self.lang).to_string()
    }

    /// The reasons that a “yes” to `rule` may give.
    pub(crate) fn reasons(&self, rule: &str) -> &[Motive] {
        self.put_by(rule).map_or(&[], |question| &question.reasons)
    }

    /// The organisation that answered last, else the one that the repository names.
    pub(crate) fn organisation(&self) -> Option<String> {
        let answers = self.audit.config.attestation.iter();
        let last = answers.max_by_key(|entry| entry.date);
        last.and_then(|entry| entry.organisation.clone()).or_else(|| self.organisation.clone())
    }

    /// The function that answered last for `who`.
    pub(crate) fn role_of(&self, who: Respondent) -> Option<String> {
        let answers = self.audit.config.attestation.iter();
        let theirs = answers.filter(|entry| self.asked(&entry.rule).who == who);
        theirs.max_by_key(|entry| entry.date).map(|entry| entry.role.clone())
    }

    /// Every rule that asks a question, in catalogue order.
    pub(crate) fn questions(&self) -> impl Iterator<Item = (&Rule, &Question)> {
        let rules = self.audit.catalogue.rules.rules.iter();
        rules.filter_map(|rule| Some((rule, rule.question.as_ref()?)))
    }

    /// The identifier of the rule `id`, provided it asks a question.
    pub(crate) fn question(&self, id: &str) -> Result<String> {
        if self.questions().any(|(rule, _)| rule.id == id) {
            return Ok(id.to_string());
        }
        let ids = self.questions().map(|(rule, _)| rule.id.as_str());
        let error = Error::usage(text!(
            "« {id} » n’est pas une règle qui pose une question.",
            "“{id}” is not a rule that asks a question."
        ));
        Err(match crate::rule::locate::nearest(id, ids) {
            Some(near) => error.meant(near),
            None => error.remedy(text!(
                "Les questions : publiable attest --list",
                "The questions: publiable attest --list"
            )),
        })
    }

    /// The reader’s language.
    pub(crate) fn lang(&self) -> Lang {
        self.lang
    }

    /// The file that answers are recorded in.
    ///
    /// # Errors
    /// When the repository keeps none.
    pub(crate) fn can_record(&self) -> Result<PathBuf> {
        file(&self.audit.snapshot.root, &self.audit.snapshot.origin)
    }

    /// The answer `reply` to `rule`, given today about the commit that was read; who gives
    /// it is left to be told.
    pub(crate) fn answer(&self, rule: &str, reply: Reply) -> Attestation {
        let question = self.put_by(rule);
        let today = self.audit.today();
        let commit = self.audit.snapshot.metadata.as_ref().and_then(|metadata| metadata.commit);
        Attestation {
            rule: rule.to_string(),
            question: question.map(|question| question.version.clone()),
            answer: reply,
            role: String::new(),
            organisation: None,
            date: today,
            commit: commit.map(|id| short_id(&id.to_string()).to_string()),
            valid_until: Some(until(today)),
            reason: None,
            note: None,
        }
    }

    /// The open questions that are put to `who`, or to anyone, as a form to fill in.
    pub(crate) fn form(
        &self,
        who: Option<Respondent>,
        role: Option<String>,
        organisation: Option<String>,
    ) -> Form {
        let open = self.open_questions(who);
        let question = |one: &Open| {
            let rule = self.audit.catalogue.rules.get(&one.rule)?;
            let asked = rule.question.as_ref()?;
            let reasons = asked.reasons.iter();
            Some(form::Question {
                rule: rule.id.clone(),
                version: asked.version.clone(),
                title: self.to_confirm(rule),
                weight: weight(one),
                words: Text::new(asked.fr.clone(), asked.en.clone()),
                help: asked.help.clone(),
                found: evidence(self, &rule.id, asked),
                reasons: reasons
                    .map(|one| (one.id.clone(), Text::new(one.fr.clone(), one.en.clone())))
                    .collect(),
            })
        };
        Form {
            name: self.report.repository.name.clone(),
            commit: self.report.commit.as_deref().map(|id| short_id(id).to_string()),
            date: self.audit.today().to_string(),
            asked: who,
            role: role.unwrap_or_default(),
            organisation: organisation.or_else(|| self.organisation()),
            declaration: declaration(),
            questions: open.iter().filter_map(question).collect(),
        }
    }

    /// Refuses `answers` when one of them could not be recorded.
    pub(crate) fn accept(&self, answers: &[Attestation]) -> Result<()> {
        let today = self.audit.today();
        for answer in answers {
            self.question(&answer.rule)?;
            function(&answer.role).map_err(Error::usage)?;
            still_valid(answer, today)?;
            if answer.date > today {
                let date = answer.date;
                return Err(Error::usage(text!(
                    "La date du formulaire, {date}, est à venir.",
                    "The date of the form, {date}, is yet to come."
                ))
                .remedy(text!("Corrigez-la.", "Correct it.")));
            }
        }
        Ok(())
    }

    /// The text of a configuration with `answers` recorded.
    pub(crate) fn with(&self, before: &str, answers: &[Attestation]) -> Result<String> {
        let comment = declaration();
        let comment = comment.get(self.lang);
        answers
            .iter()
            .try_fold(before.to_string(), |text, one| edit::with_attestation(&text, one, comment))
    }

    /// Writes `attestation` to the repository's configuration.
    pub(crate) fn record(&self, attestation: &Attestation) -> Result<()> {
        let file = self.can_record()?;
        edit::update(&file, |text| Ok((self.with(text, std::slice::from_ref(attestation))?, ())))
    }

    /// Takes back the answer to `rule` that was given since the audit.
    pub(crate) fn withdraw(&self, rule: &str) -> Result<()> {
        if let Some((earlier, _)) = self.earlier(rule) {
            return self.record(earlier);
        }
        let file = self.can_record()?;
        edit::update(&file, |text| Ok((edit::without_attestation(text, rule)?, ())))
    }
}

/// What the audit found against `rule`, then beside its `question`: each rule that is not
/// met, with its first findings.
pub(crate) fn evidence(context: &Context, rule: &str, question: &Question) -> Vec<Found> {
    let mut found = Vec::new();
    let others = question.evidence.iter().map(String::as_str).filter(|other| *other != rule);
    for id in std::iter::once(rule).chain(others) {
        let Some(outcome) = context.report.outcome(id) else { continue };
        let nothing = matches!(outcome.outcome, Status::Pass | Status::NotApplicable);
        if nothing || (id == rule && outcome.findings.is_empty()) {
            continue;
        }
        let (status, reason) = (outcome.outcome.label(), &outcome.reason_i18n);
        let told = match id == rule {
            true => reason.clone(),
            false => {
                text!("{id} : {status} — {reason}", "{id}: {status} — {reason}"; status, reason)
            }
        };
        let somewhere = |one: &&ReportedFinding| one.location != Location::default();
        // Some reasons are all that their findings say.
        let repeats = |one: &ReportedFinding| {
            let message = &one.message_i18n;
            reason.fr.contains(&message.fr) && reason.en.contains(&message.en)
        };
        let adds = |one: &&ReportedFinding| somewhere(one) || !repeats(one);
        let all: Vec<&ReportedFinding> = outcome.findings.iter().filter(adds).collect();
        let shown = all.iter().take(SHOWN).map(|one| {
            let (place, message) = (one.location.to_string(), &one.message_i18n);
            match (place.is_empty(), repeats(one)) {
                (false, true) => Text::same(place),
                (false, false) => message.after(&format!("{place} "), &format!("{place} ")),
                (true, _) => message.clone(),
            }
        });
        let mut findings: Vec<Text> = shown.collect();
        let more = all.len().saturating_sub(SHOWN);
        if more > 0 {
            findings.push(text!(
                more;
                "et {more} autre constat" | "et {more} autres constats",
                "and {more} other finding" | "and {more} other findings"
            ));
        }
        found.push(Found { told, findings });
    }
    found
}

/// How much a question weighs.
pub(crate) fn weight(one: &Open) -> Text {
    let severity = one.severity.label();
    match one.required {
        true => text!("obligatoire, {severity}", "required, {severity}"; severity),
        false => text!("facultative, {severity}", "optional, {severity}"; severity),
    }
}

/// A line that is short enough to be published.
pub(crate) fn short(line: &str) -> std::result::Result<String, Text> {
    match line.chars().count() <= LONGEST && !line.chars().any(char::is_control) {
        true => Ok(line.trim().to_string()),
        false => Err(text!("{LONGEST} caractères au plus", "{LONGEST} characters at most")),
    }
}

/// A function that may be published: an address is somebody’s.
pub(crate) fn function(line: &str) -> std::result::Result<String, Text> {
    match line.contains('@') {
        true => Err(text!(
            "Donnez une fonction (RSSI, service juridique…), sans adresse ni nom : le fichier sera public",
            "Give a function (CISO, legal department…), neither an address nor a name: the file will be public"
        )),
        false => short(line),
    }
}

/// The last day that an answer of `day` holds, unless it says another.
pub(crate) fn until(day: Date) -> Date {
    day.saturating_add(1.year())
}

/// Refuses an answer that would not hold even today.
fn still_valid(attestation: &Attestation, today: Date) -> Result<()> {
    match attestation.valid_until {
        Some(until) if until < today => Err(Error::usage(text!(
            "La date de validité {until} est passée.",
            "The validity date {until} has passed."
        ))
        .remedy(text!("Donnez une date à venir.", "Give a date to come."))),
        _ => Ok(()),
    }
}

/// What an answer is, and is not.
pub(crate) fn declaration() -> Text {
    text!(
        "Chaque réponse est une déclaration : la fonction, l’organisme, la date et le commit examiné sont consignés dans {FILE_NAME}, publié avec le code. Ce n’est pas une signature.",
        "Each answer is a declaration: the function, the organisation, the date and the commit examined are recorded in {FILE_NAME}, published with the code. It is not a signature."
    )
}
