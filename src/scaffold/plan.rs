//! From an audit to a plan: which pieces answer what fails, and what each one
//! writes.

use super::answers::{Answers, Variables};
use super::change::{Asked, Change, Left, Plan};
use super::piece::{self, Kind, Piece, Section};
use super::questions::Question;
use super::template::Templates;
use super::{facts, insert};
use crate::document::Format;
use crate::error::Result;
use crate::lang::{Lang, Text};
use crate::project::Project;
use crate::report::{Outcome, Report};
use crate::rule::Degree;
use crate::snapshot::File;
use minijinja::value::Value;
use std::collections::{BTreeMap, BTreeSet};

/// What a plan is made from.
pub(crate) struct Input<'a> {
    /// The repository.
    pub project: &'a Project<'a>,
    /// Its audit.
    pub report: &'a Report,
    /// What is known.
    pub answers: &'a Answers,
    /// Lists and dates templates may use (`docs/scaffold.md`).
    pub more: &'a BTreeMap<String, Value>,
    /// The templates.
    pub templates: &'a Templates,
    /// The languages to write, the main one first.
    pub langs: &'a [Lang],
    /// The rules to answer; every one when empty.
    pub only: &'a BTreeSet<String>,
    /// The optional pieces asked for.
    pub with: &'a BTreeSet<String>,
    /// The paths not to write.
    pub without: &'a BTreeSet<String>,
    /// The degree the files are for.
    pub degree: Degree,
    /// The forge the project is or will be on (`github`, `gitlab`, `forgejo`).
    pub forge: Option<&'a str>,
}

/// A plan being made.
pub(super) struct Draft<'a> {
    pub(super) input: &'a Input<'a>,
    pub(super) plan: Plan,
    /// The questions without an answer, with the files and rules that ask them.
    missing: BTreeMap<&'static str, BTreeSet<(String, String)>>,
    used: BTreeSet<String>,
}

/// Plans what answers the failing rules. Besides the plan: the questions that
/// templates asked and nobody answered, in the order to ask them, and those
/// whose answer was read.
pub(crate) fn plan(input: &Input<'_>) -> Result<(Plan, Vec<&'static Question>, BTreeSet<String>)> {
    let (missing, used) = (BTreeMap::new(), BTreeSet::new());
    let mut draft = Draft { input, plan: Plan::default(), missing, used };
    for piece in piece::all() {
        let failing = draft.failing(piece);
        let of_itself = match piece.kind {
            Kind::Reuse => draft.keeps_reuse(),
            Kind::Ignore => draft.lacks_ignore(piece),
            _ => false,
        };
        let wanted = !failing.is_empty() || of_itself || input.with.contains(&piece.id);
        if wanted && draft.is_for(piece) {
            draft.write(piece, &failing)?;
        }
    }
    draft.tell_what_is_left();
    let Draft { mut plan, missing, used, .. } = draft;
    plan.changes.sort_by(|a, b| a.path.cmp(&b.path));
    let asked = super::questions::all().iter().filter(|q| missing.contains_key(q.id.as_str()));
    let asked: Vec<&'static Question> = asked.collect();
    let written = asked.iter().filter(|question| !question.optional);
    let unanswered = written.map(|question| Asked {
        id: question.id.clone(),
        wanted: missing.get(question.id.as_str()).cloned().unwrap_or_default(),
    });
    plan.unanswered = unanswered.collect();
    Ok((plan, asked, used))
}

impl<'a> Draft<'a> {
    /// The rules of `piece` that fail and are asked for. Those it answers in
    /// part call for a piece that answers no other.
    fn failing(&self, piece: &Piece) -> Vec<&'a Outcome> {
        let report = self.input.report;
        let outcomes = report.outcomes.iter().filter(|outcome| {
            let rules = if piece.rules.is_empty() { &piece.parts } else { &piece.rules };
            let answered = rules.contains(&outcome.rule) && piece.answers(outcome);
            outcome.fails() && answered && self.wanted(&outcome.rule)
        });
        outcomes.collect()
    }

    fn wanted(&self, rule: &str) -> bool {
        self.input.only.is_empty() || self.input.only.contains(rule)
    }

    fn is_for(&self, piece: &Piece) -> bool {
        let forge = self.input.forge.unwrap_or_default();
        (piece.degrees.is_empty() || piece.degrees.contains(&self.input.degree))
            && (piece.forges.is_empty() || piece.forges.iter().any(|name| name == forge))
            && piece.lang.is_none_or(|lang| self.input.langs.contains(&lang))
    }

    fn write(&mut self, piece: &Piece, failing: &[&Outcome]) -> Result<()> {
        match piece.kind {
            Kind::Document => self.document(piece, failing),
            Kind::Licence => self.licence(piece, failing),
            Kind::Publiccode => self.publiccode(piece, failing),
            Kind::Configuration => self.configuration(piece, failing),
            Kind::Reuse => self.reuse(piece, failing),
            Kind::Ignore => self.ignore(piece, failing),
        }
    }

    /// The file that `piece` would complete.
    pub(super) fn existing(&self, piece: &Piece) -> Option<&'a File> {
        let project = self.input.project;
        let by_role = piece.role.as_ref().and_then(|role| project.role(role).into_iter().next());
        by_role.or_else(|| project.snapshot.file(&piece.path))
    }

    fn document(&mut self, piece: &Piece, failing: &[&Outcome]) -> Result<()> {
        match self.existing(piece) {
            Some(file) => self.complete(piece, file, failing),
            None => self.create(piece, failing),
        }
    }

    fn create(&mut self, piece: &Piece, failing: &[&Outcome]) -> Result<()> {
        let Some(template) = &piece.template else { return Ok(()) };
        let langs = match &piece.lang {
            Some(lang) => std::slice::from_ref(lang),
            None if piece.translated => self.input.langs,
            None => &self.input.langs[..1],
        };
        for (at, lang) in langs.iter().enumerate() {
            let path = if at == 0 { piece.path.clone() } else { translation(&piece.path, *lang) };
            if self.input.without.contains(&path) {
                continue;
            }
            let rule = failing.first().map_or("", |outcome| outcome.rule.as_str());
            let text = self.render(template, *lang, (&path, rule))?;
            self.add(path, None, text.into_bytes(), failing, piece.label());
        }
        Ok(())
    }

    fn complete(&mut self, piece: &Piece, file: &File, failing: &[&Outcome]) -> Result<()> {
        if self.input.without.contains(&file.path) {
            return Ok(());
        }
        let Some(bytes) = self.bytes(file).filter(|_| is_document(file)) else { return Ok(()) };
        let Ok(before) = std::str::from_utf8(&bytes) else { return Ok(()) };
        let mut text = before.to_string();
        let mut answered: Vec<&Outcome> = Vec::new();
        let mut written: BTreeSet<&str> = BTreeSet::new();
        let format = Format::from_path(&file.path);
        let document = self.input.project.document(file);
        let lang = document.and_then(|document| facts::language_of(file, document));
        let lang = lang.unwrap_or(self.input.langs[0]);
        for section in &piece.section {
            let Some(outcome) = failing.iter().find(|outcome| self.answers(section, outcome))
            else {
                continue;
            };
            answered.extend(written.contains(section.template.as_str()).then_some(*outcome));
            if !written.insert(&section.template) {
                continue;
            }
            let part = self.render(&section.template, lang, (&file.path, &section.rule))?;
            if part.trim().is_empty() {
                continue;
            }
            let whole =
                insert::insert(&text, &part, section.place, section.before.as_ref(), format);
            if whole != text {
                text = whole;
                answered.push(outcome);
            }
        }
        if !answered.is_empty() {
            let before = Some(before.as_bytes().to_vec());
            self.add(file.path.clone(), before, text.into_bytes(), &answered, piece.label());
        }
        Ok(())
    }

    /// The whole content of `file`, as it is on disk.
    pub(super) fn bytes(&self, file: &File) -> Option<Vec<u8>> {
        let read = self.input.project.snapshot.reader().read(file).ok()?;
        read.complete.then(|| read.bytes.to_vec())
    }

    fn answers(&self, section: &Section, outcome: &Outcome) -> bool {
        let degree = section.degrees.is_empty() || section.degrees.contains(&self.input.degree);
        let subject = section.subject.as_ref().is_none_or(|subject| outcome.tells(subject));
        section.rule == outcome.rule && degree && subject
    }

    /// The template `name`, rendered for the rule of a file; the questions it
    /// read are remembered.
    fn render(&mut self, name: &str, lang: Lang, wanted: (&str, &str)) -> Result<String> {
        self.render_with(name, lang, wanted, BTreeMap::new())
    }

    /// The same, with the variables `own` of this template besides.
    pub(super) fn render_with(
        &mut self,
        name: &str,
        lang: Lang,
        wanted: (&str, &str),
        own: BTreeMap<String, Value>,
    ) -> Result<String> {
        let mut more = self.input.more.clone();
        more.extend(own);
        let variables = Variables::new(self.input.answers, more, lang);
        let text = self.input.templates.render(name, lang, &variables)?;
        for question in variables.missing() {
            self.ask(&question.id, wanted);
        }
        self.used.extend(variables.used());
        Ok(text)
    }

    /// Remembers that the question `id` has no answer, and that a rule of a file
    /// wants one.
    pub(super) fn ask(&mut self, id: &'static str, (path, rule): (&str, &str)) {
        self.missing.entry(id).or_default().insert((path.to_string(), rule.to_string()));
    }

    pub(super) fn add(
        &mut self,
        path: String,
        before: Option<Vec<u8>>,
        after: Vec<u8>,
        answered: &[&Outcome],
        brings: Text,
    ) {
        let mut rules: Vec<String> = answered.iter().map(|outcome| outcome.rule.clone()).collect();
        rules.dedup();
        let planned = self.plan.changes.iter().any(|change| change.path == path);
        let changes = before.as_ref() != Some(&after);
        if changes && !planned && !self.input.without.contains(&path) {
            self.plan.changes.push(Change { path, before, after, rules, brings });
        }
    }

    /// Says which failing rules no change answers.
    fn tell_what_is_left(&mut self) {
        let answered: BTreeSet<&str> =
            self.plan.changes.iter().flat_map(|change| &change.rules).map(String::as_str).collect();
        let whole = |rule: &String| piece::all().iter().any(|piece| piece.rules.contains(rule));
        let outcomes = self.input.report.outcomes.iter();
        let left = outcomes.filter(|outcome| {
            let left = !answered.contains(&*outcome.rule) || !whole(&outcome.rule);
            outcome.fails() && self.wanted(&outcome.rule) && left
        });
        self.plan.left = left
            .map(|outcome| Left { rule: outcome.rule.clone(), why: outcome.reason_i18n.clone() })
            .collect();
    }
}

/// The path of the translation of `path` in `lang`: `README.en.md`.
fn translation(path: &str, lang: Lang) -> String {
    match path.rsplit_once('.') {
        Some((stem, extension)) => format!("{stem}.{}.{extension}", lang.code()),
        None => format!("{path}.{}", lang.code()),
    }
}

/// True for a text made to be read: one whose markup is known, or that has none.
fn is_document(file: &File) -> bool {
    Format::from_path(&file.path) != Format::Plain
        || matches!(file.extension().as_str(), "" | "txt" | "text")
}
