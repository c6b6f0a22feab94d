//! The conversation in a terminal: which files, the facts, the questions, the
//! differences, and a last word. Nothing is written here: leaving at any point
//! leaves no trace.

use super::Session;
use super::show::{self, Look};
use crate::error::{Error, Result};
use crate::exit;
use crate::lang::Lang;
use crate::render::escape;
use crate::scaffold::change::Plan;
use crate::scaffold::questions::{self, Kind, Question};
use crate::text;
use console::Term;
use dialoguer::theme::{ColorfulTheme, SimpleTheme, Theme};
use dialoguer::{Confirm, Input, MultiSelect, Select};
use std::io::ErrorKind;

/// What is typed, alone or after an answer that is proposed, to come back to the
/// question before.
const BACK: char = '<';
/// Columns that prompts take before a line.
const MARK: usize = 8;

/// True when questions can be shown.
pub(super) fn possible() -> bool {
    Term::stderr().is_term()
}

/// Discusses the plan of `session`; what was agreed on, or nothing when the
/// person leaves.
pub(super) fn run(session: &mut Session<'_>, lang: Lang) -> Result<Option<Plan>> {
    let talk = Talk::new(lang);
    let mut step = Step::Files;
    loop {
        let turn = match step {
            Step::Files => talk.choose(session)?,
            Step::Facts => talk.correct_facts(session)?,
            Step::Questions => talk.questions(session)?,
        };
        step = match (turn, step) {
            (Turn::Leave, _) => return Ok(None),
            (Turn::On, Step::Files) | (Turn::Back, Step::Questions) => Step::Facts,
            (Turn::On, Step::Facts) => Step::Questions,
            (Turn::Back, _) => Step::Files,
            (Turn::On, Step::Questions) => break,
        };
    }
    let (plan, _) = session.foreseen()?;
    match plan.is_empty() {
        true => Ok(None),
        false => talk.last_word(session, plan),
    }
}

/// Where the conversation is.
#[derive(Debug, Clone, Copy)]
enum Step {
    Files,
    Facts,
    Questions,
}

/// Where it goes next.
enum Turn {
    On,
    Back,
    Leave,
}

struct Talk {
    term: Term,
    look: Look,
    theme: Box<dyn Theme>,
}

impl Talk {
    fn new(lang: Lang) -> Talk {
        let term = Term::stderr();
        let colours = console::colors_enabled_stderr();
        let columns = term.size_checked().map(|(_, columns)| usize::from(columns));
        // Prompts put a mark before each line.
        let width = columns.map(|columns| columns.saturating_sub(MARK).max(20));
        let theme: Box<dyn Theme> = match colours {
            true => Box::new(ColorfulTheme::default()),
            false => Box::new(SimpleTheme),
        };
        Talk { term, look: Look { lang, colours, width }, theme }
    }

    fn say(&self, line: &str) {
        // A terminal that goes away ends the next prompt with an error.
        let _ = self.term.write_line(line);
    }

    /// The number of the item chosen; nothing for a person who leaves.
    fn select(&self, prompt: &str, items: &[String], default: usize) -> Result<Option<usize>> {
        let select = Select::with_theme(self.theme.as_ref()).items(items).default(default);
        let select = if prompt.is_empty() { select } else { select.with_prompt(prompt) };
        select.interact_on_opt(&self.term).map_err(stopped)
    }

    /// Lets the person take files off the plan.
    fn choose(&self, session: &mut Session<'_>) -> Result<Turn> {
        let off = std::mem::take(&mut session.without);
        let plan = session.drafted()?;
        let look = Look { colours: false, ..self.look };
        let width = show::path_width(&plan);
        let lines: Vec<String> =
            plan.changes.iter().map(|change| show::line(change, width, look)).collect();
        if lines.is_empty() {
            return Ok(Turn::On);
        }
        let ticked: Vec<bool> =
            plan.changes.iter().map(|change| !off.contains(&change.path)).collect();
        let prompt = self.look.lang.pick(
            "Fichiers à écrire (espace : cocher, entrée : continuer, échap : quitter)",
            "Files to write (space: tick, enter: go on, escape: leave)",
        );
        let chosen = MultiSelect::with_theme(self.theme.as_ref())
            .with_prompt(prompt)
            .items(&lines)
            .defaults(&ticked)
            .report(false)
            .interact_on_opt(&self.term)
            .map_err(stopped)?;
        let Some(chosen) = chosen.filter(|chosen| !chosen.is_empty()) else {
            return Ok(Turn::Leave);
        };
        for (at, change) in plan.changes.iter().enumerate() {
            if !chosen.contains(&at) {
                session.without.insert(change.path.clone());
            }
        }
        // What the other files state and ask.
        session.plan()?;
        Ok(Turn::On)
    }

    /// Shows what the repository states, and takes corrections.
    fn correct_facts(&self, session: &mut Session<'_>) -> Result<Turn> {
        let mut corrected = false;
        loop {
            let facts = session.answers.facts.iter();
            let known: Vec<(String, String)> = facts
                .filter(|(id, _)| session.used.contains(*id))
                .map(|(id, fact)| {
                    let value = escape(session.answers.get(id).unwrap_or_default());
                    let from = escape(fact.from.get(self.look.lang));
                    (id.clone(), self.look.fit(&format!("{id} = {value}  ({from})")))
                })
                .collect();
            if known.is_empty() {
                return Ok(Turn::On);
            }
            let lang = self.look.lang;
            let mut items = vec![lang.pick("Tout est juste", "All is right").to_string()];
            items.extend(known.iter().map(|(_, line)| line.clone()));
            items.push(lang.pick("Revenir aux fichiers", "Back to the files").to_string());
            let prompt = match corrected {
                false => lang.pick(
                    "Lu dans le dépôt (choisir une ligne pour la corriger)",
                    "Read in the repository (choose a line to correct it)",
                ),
                true => lang.pick("Corrigé. Autre chose ?", "Corrected. Anything else?"),
            };
            match self.select(prompt, &items, 0)? {
                None => return Ok(Turn::Leave),
                Some(0) => return Ok(Turn::On),
                Some(at) => {
                    let Some((id, _)) = known.get(at - 1) else { return Ok(Turn::Back) };
                    let Some(question) = questions::get(id) else { return Ok(Turn::On) };
                    let initial = session.answers.get(id).map(str::to_string);
                    if let Answer::Given(answer) = self.ask(question, initial)? {
                        session.answers.given.insert(id.to_string(), answer);
                        corrected = true;
                        session.plan()?;
                    }
                }
            }
        }
    }

    /// Asks what templates need and nobody answered, each once; an answer may
    /// open other questions, and `<` comes back to the one before.
    fn questions(&self, session: &mut Session<'_>) -> Result<Turn> {
        let mut asked: Vec<Question> = Vec::new();
        loop {
            let (plan, open) = session.plan()?;
            let mut left = open.into_iter().filter(|question| !asked.contains(question));
            let Some(question) = left.next() else { return Ok(Turn::On) };
            let (at, all) = (asked.len() + 1, asked.len() + 1 + left.count());
            let why = plan.unanswered.iter().find(|wanted| wanted.question == question);
            let why = why.map(|wanted| show::wanted(wanted, self.look.lang)).unwrap_or_default();
            let head = self.look.fit(&format!("{at}/{all}  {}  {why}", question.id));
            self.say(&format!("\n{head}"));
            let proposed = session.answers.proposed(&question.id).map(str::to_string);
            match self.ask(&question, proposed)? {
                Answer::Given(answer) => {
                    session.answers.given.insert(question.id.clone(), answer);
                    asked.push(question);
                }
                Answer::Later => asked.push(question),
                Answer::Leave => return Ok(Turn::Leave),
                Answer::Back => match asked.pop() {
                    Some(before) => {
                        session.answers.given.remove(&before.id);
                    }
                    None => return Ok(Turn::Back),
                },
            }
        }
    }

    fn ask(&self, question: &Question, initial: Option<String>) -> Result<Answer> {
        let words = show::asking(question, self.look.lang);
        match question.kind {
            Kind::Choice => self.pick(&words, question),
            _ => self.line(&words, question, initial),
        }
    }

    fn pick(&self, words: &str, question: &Question) -> Result<Answer> {
        let lang = self.look.lang;
        let choices = question.choice.iter();
        let mut items: Vec<String> =
            choices.map(|choice| lang.pick(&choice.fr, &choice.en).clone()).collect();
        items.push(lang.pick("plus tard", "later").to_string());
        items.push(lang.pick("question précédente", "previous question").to_string());
        Ok(match self.select(words, &items, 0)? {
            None => Answer::Leave,
            Some(at) => match question.choice.get(at) {
                Some(choice) => Answer::Given(choice.id.clone()),
                None if at == question.choice.len() => Answer::Later,
                None => Answer::Back,
            },
        })
    }

    fn line(&self, words: &str, question: &Question, initial: Option<String>) -> Result<Answer> {
        let lang = self.look.lang;
        let hint =
            lang.pick("vide\u{a0}: plus tard ; <\u{a0}: précédente", "empty: later; <: previous");
        self.say(&self.look.fit(&format!("  {hint}")));
        let typed: String = Input::with_theme(self.theme.as_ref())
            .with_prompt(words)
            .with_initial_text(initial.unwrap_or_default())
            .allow_empty(true)
            .validate_with(move |typed: &String| match typed.trim() {
                "" => Ok(()),
                typed if typed.ends_with(BACK) => Ok(()),
                typed => question.accept(typed).map(drop).map_err(|why| why.get(lang).to_string()),
            })
            .interact_text_on(&self.term)
            .map_err(stopped)?;
        Ok(match typed.trim() {
            "" => Answer::Later,
            typed if typed.ends_with(BACK) => Answer::Back,
            typed => question.accept(typed).map_or(Answer::Later, Answer::Given),
        })
    }

    /// Shows the plan, its differences on demand, and asks whether to write.
    fn last_word(&self, session: &Session<'_>, mut plan: Plan) -> Result<Option<Plan>> {
        self.say(&format!("\n{}", show::plan(&plan, self.look)));
        let items = match self.look.lang {
            Lang::Fr => ["Écrire", "Voir les différences", "Quitter sans rien écrire"],
            Lang::En => ["Write", "See the differences", "Leave without writing"],
        };
        let items = items.map(str::to_string);
        loop {
            match self.select("", &items, 1)? {
                Some(0) => break,
                Some(1) => {
                    let page = show::differences(&plan, self.look.colours);
                    self.say(&session.redacted(page));
                }
                _ => return Ok(None),
            }
        }
        if !session.answers.given.is_empty() {
            let prompt = self.look.lang.pick(
                "Garder les réponses dans publiable.toml pour la prochaine fois ?",
                "Keep the answers in publiable.toml for the next time?",
            );
            let keep = Confirm::with_theme(self.theme.as_ref()).with_prompt(prompt).default(true);
            if keep.interact_on(&self.term).map_err(stopped)? {
                session.keep_answers(&mut plan)?;
            }
        }
        Ok(Some(plan))
    }
}

/// What a person did with a question.
enum Answer {
    Given(String),
    Later,
    Back,
    Leave,
}

/// What a prompt that could not be answered means.
fn stopped(error: dialoguer::Error) -> Error {
    let dialoguer::Error::IO(error) = error;
    if error.kind() == ErrorKind::Interrupted {
        return Error {
            message: text!("Interrompu : rien n’a été écrit.", "Interrupted: nothing was written."),
            remedy: None,
            code: exit::INTERRUPTED,
        };
    }
    Error::usage(text!(
        "La réponse n’a pas pu être lue ({error}) : rien n’a été écrit.",
        "The answer could not be read ({error}): nothing was written."
    ))
    .remedy(text!(
        "Répondez par --answer QUESTION=RÉPONSE, avec --yes.",
        "Answer with --answer QUESTION=ANSWER, with --yes."
    ))
}
