//! A plan being made: what is known, what is asked, what would be written.

use super::answers::Answers;
use super::change::{Change, Plan};
use super::foresee::{self, Foreseen, SIGNED_OFF, foresee};
use super::plan::{Input, Scope, plan};
use super::questions::{self, PUBLICCODE_PREFIX, Question};
use super::template::Templates;
use super::{facts, keep, piece};
use crate::audit::Audit;
use crate::config::FILE_NAME;
use crate::error::{Error, Result};
use crate::lang::{Lang, Text};
use crate::project::Project;
use crate::report::Report;
use crate::rule::Degree;
use crate::secrets::Redactor;
use crate::snapshot::{Origin, Snapshot};
use crate::text;
use crate::text::question;
use jiff::civil::Date;
use std::collections::BTreeSet;
use std::path::Path;

/// Everything a plan is made from.
pub(crate) struct Session<'a> {
    /// The repository.
    project: Project<'a>,
    /// What its audit concludes.
    pub report: Report,
    /// What it concludes at the degree that a person chose, when it is not announced.
    chosen: Option<Report>,
    /// Why that degree is not declared, when it may not be.
    undeclared: Option<Text>,
    /// The templates.
    templates: Templates,
    /// What is known.
    pub answers: Answers,
    /// The languages to write, the main one first.
    langs: Vec<Lang>,
    /// The audit.
    audit: &'a Audit,
    /// Which files are wanted.
    pub scope: Scope,
    /// The paths taken off the plan.
    pub without: BTreeSet<String>,
    /// The questions whose answer a template read.
    pub used: BTreeSet<String>,
    /// The questions answered by an option of this command.
    pub flagged: BTreeSet<String>,
    /// The degree they are for.
    pub degree: Degree,
    /// The pieces that the plan was found to want besides, which can be taken off it too.
    besides: BTreeSet<String>,
    /// The day written in dated files.
    today: Date,
}

impl<'a> Session<'a> {
    /// What is read in the repository of `audit`, and the answers that its configuration
    /// and a person `given`; texts are in `langs`, else in the language of its README, else
    /// in `lang`.
    pub(crate) fn new(
        audit: &'a Audit,
        (templates, scope): (Templates, Scope),
        (langs, lang): (Vec<Lang>, Lang),
        given: &[(String, String)],
    ) -> Result<Session<'a>> {
        let project = audit.project(&facts::reads);
        let report = audit.report(&project);
        let degree = report.degree.audited;
        let langs = match langs.is_empty() {
            true => vec![facts::main_language(&project).unwrap_or(lang)],
            false => langs,
        };
        let (read, stated) = (facts::of(&project, langs[0]), facts::stated(&project));
        let mut answers = Answers { facts: read, stated, ..Answers::default() };
        for (id, answer) in &audit.config.scaffold.answers {
            answers.given.insert(id.clone(), accepted(id, answer)?);
        }
        answers.given.extend(given.iter().cloned());
        let flagged = given.iter().map(|(id, _)| id.clone()).collect();
        let (without, used) = (BTreeSet::new(), BTreeSet::new());
        let today = audit.today();
        let (chosen, undeclared) = (None, None);
        Ok(Session {
            project,
            report,
            chosen,
            undeclared,
            templates,
            answers,
            langs,
            audit,
            scope,
            without,
            used,
            flagged,
            degree,
            besides: BTreeSet::new(),
            today,
        })
    }

    /// The folder that is written to.
    pub(crate) fn root(&self) -> &Path {
        &self.project.snapshot.root
    }

    /// What is to be answered: the rules at the degree that was chosen.
    fn judged(&self) -> &Report {
        self.chosen.as_ref().unwrap_or(&self.report)
    }

    /// Takes the degree that a person chose for that of the files.
    fn follow_degree(&mut self) {
        let told = &self.report.degree;
        let given = self.answers.given.get("degree").and_then(|degree| Degree::public(degree));
        let other = given.filter(|degree| told.announced != Some(*degree));
        let degree = other.unwrap_or(told.audited);
        if other.is_none() {
            self.chosen = None;
        } else if self.chosen.is_none() || self.degree != degree {
            self.chosen = Some(self.audit.report_at(&self.project, other));
        }
        self.degree = degree;
    }

    /// The plan with what is known now, and the questions it leaves open.
    pub(crate) fn plan(&mut self) -> Result<(Plan, Vec<Question>)> {
        self.follow_degree();
        let forge = facts::forge(&self.project, &self.answers);
        let mut more = facts::lists(&self.project, self.today);
        more.insert("forge".to_string(), forge.unwrap_or_default().into());
        more.insert("proposal".to_string(), facts::proposal(forge).into());
        let licence = facts::versioned(&self.project, &self.answers);
        self.answers.facts.extend(licence.map(|fact| ("licence".to_string(), fact)));
        more.insert("licences".to_string(), facts::choices(&self.answers).into());
        let judged = self.judged();
        let signed = judged.passes(SIGNED_OFF)
            || judged.outcome(SIGNED_OFF).is_some_and(|one| one.fails() && self.scope.takes(one));
        more.insert("dco".to_string(), signed.into());
        let declares = self.undeclared.is_none();
        more.insert("declares".to_string(), declares.into());
        more.insert("restricted".to_string(), facts::restricted(judged, self.langs[0]));
        let input = Input {
            project: &self.project,
            report: judged,
            answers: &self.answers,
            more: &more,
            templates: &self.templates,
            langs: &self.langs,
            scope: &self.scope,
            without: &self.without,
            degree: self.degree,
            forge,
            declares,
        };
        let (mut plan, mut open, used) = plan(&input)?;
        self.used = used;
        if let Some(why) = &self.undeclared {
            open.retain(|question| question.id != "degree");
            plan.unanswered.retain(|asked| asked.question.id != "degree");
            plan.hold(FILE_NAME, why.clone());
        }
        Ok((plan, open))
    }

    /// The plan with what is known now, without what would make a rule worse.
    pub(crate) fn foreseen(&mut self) -> Result<(Plan, Vec<Question>)> {
        let asked = self.scope.with.clone();
        let foreseen = loop {
            let (mut plan, open) = self.plan()?;
            let chosen = self.chosen.as_ref().filter(|_| self.undeclared.is_none());
            match foresee(self.audit, (&self.report, chosen), &self.scope, &mut plan)? {
                Foreseen::Wants(piece) => drop(self.scope.with.insert(piece.to_string())),
                Foreseen::Undeclared(why) => self.undeclared = Some(why),
                Foreseen::Sure => break (plan, open),
            };
        };
        self.besides = std::mem::replace(&mut self.scope.with, asked);
        self.undeclared = None;
        Ok(foreseen)
    }

    /// What the audit found that makes `question` asked: of the rules that want its
    /// answer, and of those that help to give it.
    pub(crate) fn evidence<'r>(
        &'r self,
        question: &'r Question,
        wanted: impl Iterator<Item = &'r String>,
        lang: Lang,
    ) -> Vec<String> {
        let mut told: Vec<String> = Vec::new();
        for rule in question.evidence.iter().chain(wanted) {
            let outcome = self.judged().outcome(rule);
            let Some(outcome) = outcome.filter(|one| one.fails() || one.open().count() > 0) else {
                continue;
            };
            let reason = outcome.reason_i18n.get(lang);
            let mut open = outcome.open();
            let alone = open.next().filter(|one| one.also_at.is_empty());
            let alone = alone.filter(|_| open.next().is_none());
            let place = alone.map(|finding| finding.location.to_string());
            // A reason that names its place says it already.
            let place = place.filter(|place| !place.is_empty() && !reason.contains(place.as_str()));
            let line = place.map_or(reason.to_string(), |place| format!("{reason} ({place})"));
            if !told.contains(&line) {
                told.push(line);
            }
        }
        told
    }

    /// Why the rule that judges the answer to the question `id` is not satisfied once that
    /// answer is written.
    pub(crate) fn refuses(&mut self, id: &str) -> Result<Option<Text>> {
        let question = questions::get(id);
        let answer = self.answers.given.get(id);
        let doubt = question.zip(answer).and_then(|(question, answer)| question.doubts(answer));
        if doubt.is_some() {
            return Ok(doubt);
        }
        let Some(rule) = question.and_then(|question| question.rule.as_ref()) else {
            return Ok(None);
        };
        let (mut plan, _) = self.plan()?;
        let judged = |path: &str| piece::named(path).is_some_and(|one| one.rules.contains(rule));
        plan.changes.retain(|change| change.rules.contains(rule) || judged(&change.path));
        if plan.changes.is_empty() {
            return Ok(None);
        }
        let after = foresee::after(self.audit, &plan, None)?;
        let outcome = after.outcome(rule).filter(|one| foresee::weight(one.outcome) > 0);
        Ok(outcome.map(|outcome| outcome.reason_i18n.clone()))
    }

    /// Takes for proposals what the repository states and its rule would not be satisfied
    /// with: the question is asked, rather than answered in silence.
    pub(crate) fn doubt(&mut self) -> Result<()> {
        let judged = |id: &&String| questions::get(id).is_some_and(|one| one.rule.is_some());
        let read: Vec<String> = self.answers.facts.keys().filter(judged).cloned().collect();
        for id in read {
            let told = self.used.contains(&id) && !self.answers.given.contains_key(&id);
            if told
                && self.refuses(&id)?.is_some()
                && let Some(fact) = self.answers.facts.remove(&id)
            {
                self.answers.stated.insert(id, fact.value);
            }
        }
        Ok(())
    }

    /// The files there would be, were every question answered.
    pub(crate) fn drafted(&mut self) -> Result<Plan> {
        let drafts = std::mem::replace(&mut self.scope.drafts, true);
        let wanted = self.scope.with.union(&self.besides).cloned().collect();
        let with = std::mem::replace(&mut self.scope.with, wanted);
        let plan = self.plan();
        (self.scope.drafts, self.scope.with) = (drafts, with);
        let (mut plan, _) = plan?;
        // What no question can be left in, such as a licence, is one of the files too.
        for asked in &plan.unanswered {
            for (path, rule) in &asked.wanted {
                let piece = piece::named(path);
                let told = plan.changes.iter().map(|change| &change.path);
                let mut told = told.chain(plan.held.iter().map(|held| &held.path));
                let Some(piece) = piece.filter(|_| !told.any(|one| one == path)) else { continue };
                let words = asked.question.words(self.langs[0]);
                let there = self.project.snapshot.file(path).is_some();
                plan.changes.push(Change {
                    path: path.clone(),
                    before: there.then(Vec::new),
                    after: question::in_text(words).into_bytes(),
                    rules: vec![rule.clone()].into_iter().filter(|rule| !rule.is_empty()).collect(),
                    brings: piece.label(),
                });
            }
        }
        plan.changes.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(plan)
    }

    /// True when the project asks to sign off commits, or does once `plan` is written.
    pub(crate) fn signs_off(&self, plan: &Plan) -> bool {
        self.report.passes(foresee::SIGNED_OFF) || plan.signs_off
    }

    /// The questions answered by an option of this command whose answers change nothing
    /// of what was planned.
    pub(crate) fn needless(&mut self) -> Result<Vec<String>> {
        let used = self.used.clone();
        let unread = |id: &&String| !used.contains(*id) && *id != "degree";
        let candidates: Vec<String> = self.flagged.iter().filter(unread).cloned().collect();
        if candidates.is_empty() {
            return Ok(Vec::new());
        }
        let mut needless = Vec::new();
        let (with, _) = self.plan()?;
        for id in candidates {
            let Some(answer) = self.answers.given.remove(&id) else { continue };
            let without = self.plan();
            self.answers.given.insert(id.clone(), answer);
            if without?.0 == with {
                needless.push(id);
            }
        }
        self.used = used;
        Ok(needless)
    }

    /// `page` without the secrets that the lines around a change hold.
    pub(crate) fn redacted(&self, mut page: String) -> String {
        Redactor::new(&self.project.all_leaks().in_files).redact(&mut page);
        page
    }

    /// Adds to `plan` the writing of the answers people gave.
    pub(crate) fn keep_answers(&self, plan: &mut Plan) -> Result<()> {
        let file = self.project.snapshot.file(FILE_NAME);
        let before = match file {
            Some(file) => {
                let read = self.project.snapshot.reader().read(file);
                Some(read.map_err(Error::usage)?.bytes.to_vec())
            }
            None => None,
        };
        keep::answers(plan, before, &self.answers.given, self.langs[0])
    }
}

/// Refuses a repository without files to write to.
pub(crate) fn has_files(snapshot: &Snapshot) -> Result<()> {
    match snapshot.origin {
        Origin::Commit => {
            let shown = snapshot.root.display();
            Err(Error::usage(text!(
                "{shown} est un dépôt nu, sans fichiers à compléter.",
                "{shown} is a bare repository, without files to complete."
            ))
            .remedy(text!("Travaillez dans un clone.", "Work in a clone.")))
        }
        _ => Ok(()),
    }
}

/// An answer of `publiable.toml`, checked as one given by flag.
pub(crate) fn accepted(id: &str, answer: &str) -> Result<String> {
    if id.starts_with(PUBLICCODE_PREFIX) {
        return Ok(answer.to_string());
    }
    let wrong = |why: crate::lang::Text| {
        Error::usage(text!(
            "{FILE_NAME} : scaffold.answers.{id} : {why}.",
            "{FILE_NAME}: scaffold.answers.{id}: {why}.";
            why
        ))
        .remedy(text!(
            "Les questions : publiable scaffold --list",
            "The questions: publiable scaffold --list"
        ))
    };
    let question =
        questions::get(id).ok_or_else(|| wrong(text!("question inconnue", "unknown question")))?;
    question.accept(answer).map_err(wrong)
}
