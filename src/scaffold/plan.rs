//! From an audit to a plan: which pieces answer what fails, and what each one
//! writes.

use super::answers::{Answers, Variables};
use super::change::{Asked, Change, Plan};
use super::piece::{self, Kind, Piece, Section};
use super::questions::Question;
use super::template::Templates;
use super::{facts, insert};
use crate::document::Format;
use crate::error::Result;
use crate::finding::Severity;
use crate::lang::{Lang, Text};
use crate::project::Project;
use crate::report::{Outcome, Report};
use crate::rule::Degree;
use crate::snapshot::File;
use crate::text;
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
    /// What is to be answered.
    pub scope: &'a Scope,
    /// The paths not to write.
    pub without: &'a BTreeSet<String>,
    /// The degree the files are for.
    pub degree: Degree,
    /// The forge the project is or will be on (`github`, `gitlab`, `forgejo`).
    pub forge: Option<&'a str>,
    /// False when the degree that was chosen may not be declared yet.
    pub declares: bool,
}

/// What is to be answered.
#[derive(Debug, Clone, Default)]
pub(crate) struct Scope {
    /// The rules to answer, and the files to write, by piece or by path; when
    /// both are empty, what weighs on the verdict.
    pub only: BTreeSet<String>,
    /// Every rule, whatever its severity.
    pub all: bool,
    /// The pieces to write besides.
    pub with: BTreeSet<String>,
    /// Those of them that a person named.
    pub named: BTreeSet<String>,
    /// Questions are left in files, rather than files that wait.
    pub drafts: bool,
    /// Files that exist are repaired, and no document is created.
    pub mend: bool,
    /// The repairs a person should agree with are made too.
    pub risky: bool,
}

impl Scope {
    /// True when `outcome` is to be answered.
    pub(crate) fn takes(&self, outcome: &Outcome) -> bool {
        match self.only.is_empty() {
            true => self.all || outcome.severity >= Severity::Important,
            false => self.only.contains(&outcome.rule),
        }
    }

    /// True when `piece` is asked for by its name or by its path.
    fn names(&self, piece: &Piece) -> bool {
        [&piece.id, &piece.path].iter().any(|name| self.only.contains(*name))
    }

    /// True when a person named `piece`, whatever the forge or the degree.
    fn insists(&self, piece: &Piece) -> bool {
        self.named.contains(&piece.id) || self.names(piece)
    }
}

/// A plan being made.
pub(super) struct Draft<'a> {
    pub(super) input: &'a Input<'a>,
    pub(super) plan: Plan,
    /// The questions without an answer, with the files and rules that ask them.
    missing: BTreeMap<String, BTreeSet<(String, String)>>,
    /// Those of them that publiccode.yml asks.
    own: Vec<Question>,
    /// Those that hold no file.
    wished: BTreeSet<String>,
    used: BTreeSet<String>,
    /// The paths that the plan wrote when it was first made.
    ahead: &'a BTreeSet<String>,
    /// True where nothing is to be said of the degree: what the file says may deny it.
    silent: bool,
}

/// Plans what answers the failing rules. Besides the plan: the questions that
/// templates asked and nobody answered, in the order to ask them, and those
/// whose answer was read.
pub(crate) fn plan(input: &Input<'_>) -> Result<(Plan, Vec<Question>, BTreeSet<String>)> {
    // What a file refers to has to be there, or to be written too.
    let every: BTreeSet<String> = piece::all().iter().map(|piece| piece.path.clone()).collect();
    let Draft { plan, .. } = drafted(input, &every)?;
    let ahead = plan.changes.into_iter().map(|change| change.path).collect();
    let Draft { mut plan, mut missing, own, wished, used, .. } = drafted(input, &ahead)?;
    plan.changes.sort_by(|a, b| a.path.cmp(&b.path));
    let all = super::questions::all().iter().cloned().chain(own);
    let asked: Vec<Question> =
        all.filter(|one| missing.contains_key(&one.id) || wished.contains(&one.id)).collect();
    let waits = |one: &&Question| !one.optional && missing.contains_key(&one.id);
    let open: Vec<Question> = asked.iter().filter(waits).cloned().collect();
    plan.unanswered = open
        .into_iter()
        .map(|question| Asked {
            wanted: missing.remove(&question.id).unwrap_or_default(),
            question,
        })
        .collect();
    Ok((plan, asked, used))
}

/// The plan, where files may refer to those `ahead`.
fn drafted<'a>(input: &'a Input<'_>, ahead: &'a BTreeSet<String>) -> Result<Draft<'a>> {
    let (missing, used) = (BTreeMap::new(), BTreeSet::new());
    let (plan, own, wished) = (Plan::default(), Vec::new(), BTreeSet::new());
    let mut draft = Draft { input, plan, missing, own, wished, used, ahead, silent: false };
    for piece in piece::all() {
        let failing = draft.failing(piece);
        if !draft.is_for(piece) {
            draft.leave_to_a_forge(piece, &failing);
            continue;
        }
        let of_itself = match piece.kind {
            Kind::Reuse => draft.keeps_reuse(),
            Kind::Ignore => draft.lacks_ignore(piece),
            Kind::Publiccode => draft.mends_publiccode(piece),
            _ => false,
        };
        let (light, failing): (Vec<_>, Vec<_>) =
            failing.into_iter().partition(|outcome| !draft.wants(piece, outcome));
        if !failing.is_empty() || of_itself || input.scope.with.contains(&piece.id) {
            let before = draft.progress();
            draft.write(piece, &failing)?;
            if input.scope.insists(piece) && draft.progress() == before {
                draft.explain(piece);
            }
        } else if input.scope.names(piece) {
            draft.explain(piece);
        } else if !light.is_empty() && input.scope.only.is_empty() {
            draft.plan.lighter.insert(piece.path.clone());
        }
    }
    Ok(draft)
}

impl<'a> Draft<'a> {
    /// The rules of `piece` that fail. Those it answers in part call for a piece
    /// that answers no other.
    fn failing(&self, piece: &Piece) -> Vec<&'a Outcome> {
        let report = self.input.report;
        let outcomes = report.outcomes.iter().filter(|outcome| {
            let rules = if piece.rules.is_empty() { &piece.parts } else { &piece.rules };
            let called = outcome.fails() || piece.settles_doubt(outcome);
            called && rules.contains(&outcome.rule) && piece.answers(outcome)
        });
        outcomes.collect()
    }

    pub(super) fn wants(&self, piece: &Piece, outcome: &Outcome) -> bool {
        let scope = self.input.scope;
        scope.takes(outcome) || scope.names(piece)
    }

    fn is_for(&self, piece: &Piece) -> bool {
        self.input.scope.insists(piece)
            || self.fits(piece)
                && piece.is_on(self.input.forge.unwrap_or_default())
                && (piece.lang.is_none_or(|lang| self.input.langs.contains(&lang))
                    || self.input.scope.with.contains(&piece.id))
    }

    /// True when `piece` is of the degree, and nothing settles what it brings.
    fn fits(&self, piece: &Piece) -> bool {
        (piece.degrees.is_empty() || piece.degrees.contains(&self.input.degree))
            && !self.is_settled(piece)
    }

    /// Remembers the rules `failing` that `piece` would answer on a forge, when nothing
    /// tells which one the project is on and nothing else answers them.
    fn leave_to_a_forge(&mut self, piece: &Piece, failing: &[&Outcome]) {
        let scope = self.input.scope;
        if self.input.forge.is_some() || scope.mend || piece.is_on("") || !self.fits(piece) {
            return;
        }
        for outcome in failing.iter().filter(|outcome| scope.takes(outcome)) {
            let answered =
                piece::all().iter().any(|one| one.is_on("") && one.rules.contains(&outcome.rule));
            // What only goes along with the answer is not offered for it.
            if !answered && piece.rules.first() == Some(&outcome.rule) {
                let pieces = self.plan.forges.entry(outcome.rule.clone()).or_default();
                pieces.insert(piece.id.clone());
            }
        }
    }

    /// How much was planned, asked or held back.
    fn progress(&self) -> (usize, usize, usize) {
        let asked = self.missing.values().map(BTreeSet::len).sum();
        (self.plan.changes.len(), asked, self.plan.held.len())
    }

    /// Tells why nothing is written for `piece`, which a person named.
    fn explain(&mut self, piece: &Piece) {
        let path = self.existing(piece).map(|file| file.path.clone());
        let path = path.unwrap_or_else(|| piece.path.clone());
        let planned = self.plan.changes.iter().any(|change| change.path == path);
        if planned || self.input.scope.mend || self.input.without.contains(&path) {
            return;
        }
        let id = &piece.id;
        let why = match self.input.project.snapshot.file(&path) {
            Some(_) => text!("existe déjà, rien n’y manque", "exists already, and lacks nothing"),
            None if self.input.scope.with.contains(id) => {
                text!("rien à y écrire", "nothing to write in it")
            }
            None => text!(
                "aucune règle ne le demande : --with {id}",
                "no rule asks for it: --with {id}"
            ),
        };
        self.plan.hold(&path, why);
    }

    /// True when the rule that makes `piece` useless passes, and nobody asks for it.
    fn is_settled(&self, piece: &Piece) -> bool {
        let rule = piece.settled_by.as_ref();
        rule.is_some_and(|rule| self.input.report.passes(rule))
            && !self.input.scope.with.contains(&piece.id)
    }

    /// True when the project decided to have `piece`; who has not said is asked.
    fn is_decided(&mut self, piece: &Piece, failing: &[&Outcome]) -> bool {
        let scope = self.input.scope;
        let own = piece.rules.first().is_some_and(|rule| scope.only.contains(rule));
        let asked = scope.mend || own || scope.insists(piece);
        let Some(id) = piece.decides.as_ref().filter(|_| !asked) else { return true };
        if self.existing(piece).is_some() {
            return true;
        }
        match self.input.answers.get(id) {
            Some(answer) => answer == "yes",
            None => {
                let rule = failing.first().map_or("", |outcome| outcome.rule.as_str());
                self.ask(id, (&piece.path, rule));
                false
            }
        }
    }

    fn write(&mut self, piece: &Piece, failing: &[&Outcome]) -> Result<()> {
        // What a file taken off the plan would ask is asked to nobody; a document may have
        // translations.
        let path = self.existing(piece).map_or(&piece.path, |file| &file.path);
        let off = piece.kind != Kind::Document && self.input.without.contains(path);
        if off || !self.is_decided(piece, failing) {
            return Ok(());
        }
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
            Some(file) => {
                self.silent = !self.input.declares;
                let done = self.complete(piece, file, failing);
                self.silent = false;
                done
            }
            None => self.create(piece, failing),
        }
    }

    fn create(&mut self, piece: &Piece, failing: &[&Outcome]) -> Result<()> {
        let Some(template) = piece.template.as_ref().filter(|_| !self.input.scope.mend) else {
            return Ok(());
        };
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
            if let Some(text) = self.render(template, *lang, (&path, rule))? {
                self.add(path, None, text.into_bytes(), failing, piece.label());
            }
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
        let mut written: BTreeSet<&str> = BTreeSet::new();
        let format = Format::from_path(&file.path);
        let document = self.input.project.document(file);
        let lang = document.and_then(|document| facts::language_of(file, document));
        let lang = lang.unwrap_or(self.input.langs[0]);
        for section in &piece.section {
            let called = failing.iter().any(|outcome| self.answers(section, outcome));
            if !called || written.contains(&*section.template) {
                continue;
            }
            let part = self.render(&section.template, lang, (&file.path, &section.rule))?;
            let Some(part) = part.filter(|part| !part.trim().is_empty()) else { continue };
            if section.once && is_said(before, &part) {
                continue;
            }
            text = insert::insert(&text, &part, section.place, section.before.as_ref(), format);
            written.insert(&section.template);
        }
        // One text may answer several rules.
        let written = piece.section.iter().filter(|one| written.contains(&*one.template));
        let mut answered = self.failing(piece);
        answered.retain(|outcome| written.clone().any(|section| self.answers(section, outcome)));
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
        let subject = subject && !section.unless.as_ref().is_some_and(|other| outcome.tells(other));
        let scope = self.input.scope;
        let decided = !section.policy || (!scope.mend && scope.takes(outcome));
        section.rule == outcome.rule && degree && subject && decided
    }

    /// The template `name`, rendered for the rule of a file; the questions it
    /// read are remembered. `None` when one has no answer: nothing is written in
    /// part, unless drafts are asked for.
    fn render(&mut self, name: &str, lang: Lang, wanted: (&str, &str)) -> Result<Option<String>> {
        self.render_with(name, lang, wanted, BTreeMap::new())
    }

    /// The same, with the variables `own` of this template besides.
    pub(super) fn render_with(
        &mut self,
        name: &str,
        lang: Lang,
        wanted: (&str, &str),
        own: BTreeMap<String, Value>,
    ) -> Result<Option<String>> {
        let mut more = self.input.more.clone();
        more.insert("files".to_string(), Value::from(self.places()));
        more.extend(own);
        let mut answers = self.input.answers.clone();
        if self.silent {
            answers.given.remove("degree");
        }
        let variables = Variables::new(&answers, more, lang, self.input.scope.drafts);
        let text = self.input.templates.render(name, lang, &variables)?;
        let missing = variables.missing();
        for question in &missing {
            self.ask(&question.id, wanted);
        }
        self.wished.extend(variables.wished());
        self.used.extend(variables.used());
        let complete = self.input.scope.drafts || missing.iter().all(|question| question.optional);
        Ok(complete.then_some(text))
    }

    /// Where the files that texts refer to are, or will be: `files.contributing`,
    /// empty for one that there will not be.
    fn places(&self) -> BTreeMap<String, String> {
        let project = self.input.project;
        let roles = piece::all().iter().filter_map(|piece| Some((piece.role.as_ref()?, piece)));
        let places = roles.map(|(role, piece)| {
            let there = project.role(role).into_iter().next().map(|file| file.path.clone());
            let planned = self.ahead.contains(&piece.path).then(|| piece.path.clone());
            (role.replace('-', "_"), there.or(planned).unwrap_or_default())
        });
        places.collect()
    }

    /// Remembers that the question `id` has no answer, and that a rule of a file
    /// wants one.
    pub(super) fn ask(&mut self, id: &str, (path, rule): (&str, &str)) {
        // A GNU licence is stated: only its later versions are left to be told.
        let versions = id == "licence" && facts::gnu_licence(self.input.project).is_some();
        let id = if versions { "licence_versions" } else { id };
        let wanted = self.missing.entry(id.to_string()).or_default();
        wanted.insert((path.to_string(), rule.to_string()));
    }

    /// The same, of a question that is none of the templates.
    pub(super) fn ask_also(&mut self, question: Question, wanted: (&str, &str)) {
        self.ask(&question.id, wanted);
        self.own.push(question);
    }

    pub(super) fn add(
        &mut self,
        path: String,
        before: Option<Vec<u8>>,
        after: Vec<u8>,
        answered: &[&Outcome],
        brings: Text,
    ) {
        let mut rules: Vec<String> = Vec::new();
        for outcome in answered.iter().filter(|one| !one.rule.is_empty()) {
            if !rules.contains(&outcome.rule) {
                rules.push(outcome.rule.clone());
            }
        }
        let planned = self.plan.changes.iter().any(|change| change.path == path);
        let changes = before.as_ref() != Some(&after);
        if !changes || planned || self.input.without.contains(&path) {
            return;
        }
        let snapshot = self.input.project.snapshot;
        if before.is_none() && snapshot.ignores(&path) {
            let why = text!("git ignore ce chemin", "git ignores this path");
            self.plan.hold(&path, why);
        } else if snapshot.file(&path).is_some_and(|file| snapshot.is_read_only(file)) {
            self.plan.hold(&path, text!("fichier protégé en écriture", "read-only file"));
        } else {
            self.plan.changes.push(Change { path, before, after, rules, brings });
        }
    }
}

/// The path of the translation of `path` in `lang`: `README.en.md`.
fn translation(path: &str, lang: Lang) -> String {
    match path.rsplit_once('.') {
        Some((stem, extension)) => format!("{stem}.{}.{extension}", lang.code()),
        None => format!("{path}.{}", lang.code()),
    }
}

/// True when every line of `part` but its headings stands in `text`, as a line or as code
/// in a sentence; a part of headings alone says nothing.
fn is_said(text: &str, part: &str) -> bool {
    // Code is marked with as many signs as one likes.
    let code = |line: &str| -> Vec<String> {
        let line = line.replace("``", "`");
        line.split('`').skip(1).step_by(2).map(|code| code.trim().to_string()).collect()
    };
    let mut said: BTreeSet<String> = text.lines().map(|line| line.trim().to_string()).collect();
    said.extend(text.lines().flat_map(code));
    let words = part.lines().map(str::trim).filter(|line| !line.is_empty());
    let words: Vec<&str> = words.filter(|line| !line.starts_with(['#', '`'])).collect();
    !words.is_empty() && words.iter().all(|line| said.contains(*line))
}

/// True for a text made to be read: one whose markup is known, or that has none.
fn is_document(file: &File) -> bool {
    Format::from_path(&file.path) != Format::Plain
        || matches!(file.extension().as_str(), "" | "txt" | "text")
}
