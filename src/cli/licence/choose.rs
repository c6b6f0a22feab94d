//! `publiable licence choose`.

use super::super::print_json;
use crate::cli::Shape;
use crate::cli::asking::{self, Talk, Turn};
use crate::cli::components;
use crate::error::{Error, Result};
use crate::exit;
use crate::lang::{Lang, Text};
use crate::licence::choice::{self, Inside, Recommendation, Situation};
use crate::licence::compatibility::Usage;
use crate::licence::decreed::Use;
use crate::licence::expression::{Agreement, Expression};
use crate::licence::packages;
use crate::licence::statements::{Declaration, Source, is_for_content};
use crate::manifest::{Listed, Origin};
use crate::project::{Project, copied_licences};
use crate::text;
use clap::{Args, ValueEnum};
use serde_json::json;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Choose a licence by the questions of the guide.
#[derive(Debug, Args)]
pub(in crate::cli) struct Choose {
    /// Repository whose components are looked at; none when absent.
    #[arg(value_name = "PATH")]
    path: Option<PathBuf>,
    /// What is published: code, documentation or data.
    #[arg(long, value_enum, value_name = "WHAT")]
    subject: Option<Subject>,
    /// Licence of something inside (an SPDX expression, repeatable).
    #[arg(long, value_name = "LICENCE")]
    inside: Vec<String>,
    /// Would its being taken over and closed threaten the general interest?
    #[arg(long, value_enum, value_name = "ANSWER")]
    general_interest: Option<YesNo>,
    /// Is it a service used over a network?
    #[arg(long, value_enum, value_name = "ANSWER")]
    online: Option<YesNo>,
    /// Is it a library that other programs load?
    #[arg(long, value_enum, value_name = "ANSWER")]
    library: Option<YesNo>,
    /// Usual licence of the ecosystem it joins (an SPDX expression).
    #[arg(long, value_name = "LICENCE")]
    ecosystem: Option<String>,
    /// Ask nothing: what is not given is "no".
    #[arg(long)]
    no_input: bool,
    /// text or json.
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = Shape::Text)]
    format: Shape,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Subject {
    Code,
    Documentation,
    Data,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum YesNo {
    #[value(alias = "oui")]
    Yes,
    #[value(alias = "non")]
    No,
}

impl Choose {
    /// Asks what is not given, and prints the recommendation: its identifier is
    /// alone on the last line. The exit code is 1 when no licence of the list fits,
    /// 3 when a lock file or a manifest could not be read.
    pub(super) fn run(&self, lang: Lang) -> Result<u8> {
        let mut inside = Vec::new();
        for expression in &self.inside {
            let expression = super::understood(expression)?;
            let label = text!("déclaré", "declared");
            inside.push(Inside { label, expression, usage: Usage::Link, by_name: false });
        }
        if let Some(expression) = &self.ecosystem {
            super::understood(expression)?;
        }
        let mut situation = Situation { inside, ..self.situation(lang)? };
        if situation.subject != Use::Code {
            // What is inside data or a document is part of it, not loaded by it.
            situation.inside.iter_mut().for_each(|part| part.usage = Usage::Copy);
        }
        let mut complete = true;
        if let Some(path) = &self.path {
            let snapshot = components::open(path, None)?;
            let project = Project::of(&snapshot);
            components::tell_unread(project.inventory(), lang);
            complete = project.inventory().is_whole();
            look_inside(&project, &mut situation);
        }
        let recommendation = recommended(&situation);
        match self.format {
            Shape::Json => print_json(&json(&recommendation, lang))?,
            Shape::Text => super::super::print(&shown(&recommendation, lang))?,
        };
        Ok(match (&recommendation.licence, complete) {
            (_, false) => exit::INCOMPLETE,
            (Some(_), true) => exit::SUCCESS,
            (None, true) => exit::FINDINGS,
        })
    }

    /// The situation as the options and the answers tell it, before anything is
    /// looked at.
    fn situation(&self, lang: Lang) -> Result<Situation> {
        let talk = Some(Talk::new(lang)).filter(|_| !self.no_input && asking::possible());
        let mut questions = Questions { talk, lang, given: Vec::new(), at: 0 };
        loop {
            match self.asked(&mut questions) {
                Ok(situation) => return Ok(situation),
                Err(Stop::Back) => questions.go_back(),
                Err(Stop::Error(error)) => return Err(error),
            }
        }
    }

    fn asked(&self, questions: &mut Questions) -> std::result::Result<Situation, Stop> {
        let lang = questions.lang;
        let subject = match self.subject {
            Some(subject) => subject,
            None => questions.subject()?,
        };
        let code = subject == Subject::Code;
        let reciprocity = match (self.general_interest, subject) {
            (Some(answer), _) => answer == YesNo::Yes,
            (None, Subject::Documentation) => false,
            (None, _) => questions.yes(lang.pick(
                "Sa réappropriation fermée menacerait-elle l’intérêt général ?",
                "Would its being taken over and closed threaten the general interest?",
            ))?,
        };
        let online = match self.online {
            Some(answer) => answer == YesNo::Yes,
            None if code && reciprocity => questions.yes(lang.pick(
                "Est-ce un service utilisé par le réseau ?",
                "Is it a service used over a network?",
            ))?,
            None => false,
        };
        let library = match self.library {
            Some(answer) => answer == YesNo::Yes,
            None if code && reciprocity && !online => questions.yes(lang.pick(
                "Est-ce une bibliothèque que d’autres programmes chargent ?",
                "Is it a library that other programs load?",
            ))?,
            None => false,
        };
        let ecosystem = match (&self.ecosystem, code) {
            (Some(licence), _) => Some(licence.clone()),
            (None, true) => questions.ecosystem()?,
            (None, false) => None,
        };
        let subject = match subject {
            Subject::Code => Use::Code,
            Subject::Documentation => Use::Documentation,
            Subject::Data => Use::Data,
        };
        let (inside, current, unknown) = (Vec::new(), None, Vec::new());
        Ok(Situation { subject, inside, reciprocity, online, library, ecosystem, current, unknown })
    }
}

fn json(recommendation: &Recommendation, lang: Lang) -> serde_json::Value {
    let reason = |reason: &choice::Reason| {
        json!({
            "text": reason.text,
            "source": reason.source.map(|(title, url)| json!({ "title": title, "url": url })),
        })
    };
    let reasons: Vec<serde_json::Value> = recommendation.reasons.iter().map(reason).collect();
    let excluded: Vec<serde_json::Value> = recommendation
        .excluded
        .iter()
        .map(|(id, component, why)| json!({ "licence": id, "component": component.get(lang), "reason": why }))
        .collect();
    json!({
        "licence": recommendation.licence,
        "reasons": reasons,
        "alternatives": recommendation.alternatives,
        "excluded": excluded,
        "warnings": recommendation.warnings.iter().map(reason).collect::<Vec<_>>(),
    })
}

fn shown(recommendation: &Recommendation, lang: Lang) -> String {
    let mut lines = String::new();
    let mut tell = |mark: &str, reason: &choice::Reason| {
        lines.push_str(&format!("{mark} {}\n", crate::render::escape(reason.text.get(lang))));
        if let Some((title, url)) = reason.source {
            lines.push_str(&format!("  {title} — {url}\n"));
        }
    };
    recommendation.reasons.iter().for_each(|reason| tell("•", reason));
    recommendation.warnings.iter().for_each(|reason| tell("!", reason));
    if !recommendation.alternatives.is_empty() {
        let others = recommendation.alternatives.join(", ");
        let told = text!("Conviendraient aussi : {others}\n", "Also suitable: {others}\n");
        lines.push_str(told.get(lang));
    }
    lines.push('\n');
    lines.push_str(recommendation.licence.as_deref().unwrap_or("NONE"));
    lines.push('\n');
    lines
}

/// The questions, in a terminal; the default answers elsewhere.
struct Questions {
    talk: Option<Talk>,
    lang: Lang,
    /// What was answered, in order: told again to whoever goes through the questions anew.
    given: Vec<String>,
    at: usize,
}

/// Why the questions are not gone through.
enum Stop {
    /// The person goes back.
    Back,
    Error(Error),
}

impl From<Error> for Stop {
    fn from(error: Error) -> Stop {
        Stop::Error(error)
    }
}

impl Questions {
    /// Forgets the last answer, for who goes back.
    fn go_back(&mut self) {
        self.given.pop();
        self.at = 0;
    }

    /// The answer of a question, asked with `ask` when it has none yet; nothing where
    /// nobody can be asked.
    fn once(
        &mut self,
        ask: impl FnOnce(&Talk) -> Result<Turn<String>>,
    ) -> std::result::Result<Option<String>, Stop> {
        let Some(talk) = &self.talk else { return Ok(None) };
        let at = self.at;
        self.at += 1;
        if let Some(known) = self.given.get(at) {
            return Ok(Some(known.clone()));
        }
        let answer = match ask(talk)? {
            Turn::Given(answer) => answer,
            Turn::Later => String::new(),
            Turn::Back => return Err(Stop::Back),
            Turn::Leave => return Err(stopped().into()),
        };
        self.given.push(answer.clone());
        Ok(Some(answer))
    }

    fn subject(&mut self) -> std::result::Result<Subject, Stop> {
        let subjects = [
            (Subject::Code, self.lang.pick("du code", "code")),
            (Subject::Documentation, self.lang.pick("de la documentation", "documentation")),
            (Subject::Data, self.lang.pick("des données", "data")),
        ];
        let items = subjects.map(|(_, words)| words.to_string());
        let prompt = self.lang.pick("Que publiez-vous ?", "What is published?");
        let chosen = self.once(|talk| {
            let turn = talk.select(prompt, &items, 0, false)?;
            Ok(turn.map(|at| items.get(at).cloned().unwrap_or_default()))
        })?;
        let named = subjects.iter().find(|(_, words)| Some(*words) == chosen.as_deref());
        Ok(named.map_or(Subject::Code, |(subject, _)| *subject))
    }

    fn yes(&mut self, question: &str) -> std::result::Result<bool, Stop> {
        let yes = "yes";
        let said = self.once(|talk| {
            let turn = talk.agree(question, false)?;
            Ok(turn.map(|said| if said { yes } else { "no" }.to_string()))
        })?;
        Ok(said.as_deref() == Some(yes))
    }

    fn ecosystem(&mut self) -> std::result::Result<Option<String>, Stop> {
        let prompt = self.lang.pick(
            "Licence en usage dans l’écosystème visé (identifiant SPDX, facultatif)",
            "Usual licence of the target ecosystem (SPDX identifier, optional)",
        );
        let read = |typed: &str| match Expression::understand(typed) {
            Ok(_) => Ok(typed.to_string()),
            Err(_) => Err(text!(
                "ce n’est pas un identifiant SPDX : MIT, EUPL-1.2…",
                "this is not an SPDX identifier: MIT, EUPL-1.2…"
            )),
        };
        let said = self.once(|talk| talk.line(prompt, None, &read))?;
        Ok(said.filter(|licence| !licence.is_empty()))
    }
}

fn stopped() -> Error {
    Error {
        message: text!("Questions interrompues.", "Questions interrupted."),
        remedy: None,
        place: None,
        code: exit::INTERRUPTED,
    }
}

/// Adds what `project` holds to `situation`.
fn look_inside(project: &Project<'_>, situation: &mut Situation) {
    let licences = project.licences();
    let today = licences.answer.licence.clone();
    let mut found: BTreeMap<(String, bool), Inside> = BTreeMap::new();
    let mut add = |expression: &Expression, copied: bool, by_name: bool, label: Text| {
        let usage = if copied { Usage::Copy } else { Usage::Link };
        let inside = Inside { label, expression: expression.clone(), usage, by_name };
        let entry = found.entry((expression.to_string(), copied)).or_insert(inside.clone());
        // One that states it says more than one whose name does.
        if entry.by_name && !by_name {
            *entry = inside;
        }
    };
    for listed in
        project.inventory().listed.iter().filter(|one| one.component.scope.is_distributed())
    {
        match listed.expression() {
            Some(expression) => {
                add(&expression, false, listed.origin == Origin::Name, label(listed));
            }
            None => situation.unknown.push(listed.component.label()),
        }
    }
    for (folder, expression) in copied_licences(project.snapshot) {
        add(&expression, true, false, Text::same(folder));
    }
    let heads = licences.declarations.iter().filter(|one| one.source == Source::Header);
    for (one, said) in heads.filter_map(|one| Some((one, one.expression()?))) {
        if is_foreign(said, today.as_ref()) {
            add(said, true, false, Text::same(place_of(one)));
        }
    }
    situation.inside.extend(found.into_values());
    situation.current = Some(today.ok_or_else(|| licences.answer.why.to_text()));
}

/// What is recommended: with what is known by its name alone, and without what of it
/// would leave no licence, which is then said unknown.
fn recommended(situation: &Situation) -> Recommendation {
    if let Some(kept) = choice::keeping(situation) {
        return kept;
    }
    let whole = choice::choose(situation);
    if whole.licence.is_some() || !situation.inside.iter().any(|one| one.by_name) {
        return whole;
    }
    let mut stated = situation.clone();
    stated.inside.retain(|one| !one.by_name);
    let named = situation.inside.iter().filter(|one| one.by_name);
    stated.unknown.extend(named.map(|one| format!("{} ({})", one.label.en, one.expression)));
    match choice::choose(&stated) {
        without if without.licence.is_some() => without,
        _ => whole,
    }
}

/// A component and the place that lists it, marked when its licence is known by
/// its name alone.
fn label(listed: &Listed) -> Text {
    let (label, path, line) = (listed.component.label(), &listed.path, listed.component.line);
    let label = format!("{label}, {path}:{line}");
    match packages::told(&listed.origin) {
        Some(origin) if listed.origin == Origin::Name => {
            text!("{label}, licence connue {origin}", "{label}, licence known {origin}"; origin)
        }
        Some(origin) => text!("{label}, licence {origin}", "{label}, licence {origin}"; origin),
        None => Text::same(label),
    }
}

/// True for the licence of a head that is not that of the project.
fn is_foreign(said: &Expression, today: Option<&Expression>) -> bool {
    let other = today.is_some_and(|today| today.agreement(said) == Agreement::Different);
    other && !is_for_content(said)
}

fn place_of(one: &Declaration) -> String {
    match one.line {
        Some(line) => format!("{}:{line}", one.path),
        None => one.path.clone(),
    }
}
