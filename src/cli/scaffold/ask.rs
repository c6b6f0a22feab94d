//! The conversation in a terminal: which files, the facts, the questions, the
//! differences, and a last word. Nothing is written here: leaving at any point
//! leaves no trace.

use super::{Session, show};
use crate::error::{Error, Result};
use crate::exit;
use crate::lang::Lang;
use crate::render::escape;
use crate::scaffold::change::Plan;
use crate::scaffold::questions::{self, Kind, Question};
use crate::text;
use console::Term;
use dialoguer::{Confirm, Input, MultiSelect, Select};

/// What is typed to come back to the question before.
const BACK: &str = "<";

/// True when questions can be shown.
pub fn possible() -> bool {
    Term::stderr().is_term()
}

/// Discusses `plan`, which leaves `asked` open; what was agreed on, or nothing
/// when the person leaves.
pub fn run(session: &mut Session<'_>, plan: Plan, lang: Lang) -> Result<Option<Plan>> {
    let talk = Talk { term: Term::stderr(), lang };
    if !talk.choose(session, &plan)? {
        return Ok(None);
    }
    talk.correct_facts(session)?;
    talk.questions(session)?;
    let (plan, _) = session.plan()?;
    if plan.is_empty() {
        return Ok(None);
    }
    talk.last_word(session, plan)
}

struct Talk {
    term: Term,
    lang: Lang,
}

impl Talk {
    fn say(&self, line: &str) {
        // A terminal that goes away ends the next prompt with an error.
        let _ = self.term.write_line(line);
    }

    /// Lets the person take files off the plan; false when none is left.
    fn choose(&self, session: &mut Session<'_>, plan: &Plan) -> Result<bool> {
        let width = plan.changes.iter().map(|c| c.path.chars().count()).max().unwrap_or(0);
        let lines: Vec<String> =
            plan.changes.iter().map(|change| show::line(change, width, self.lang)).collect();
        if lines.is_empty() {
            return Ok(true);
        }
        let prompt = self.lang.pick(
            "Fichiers à écrire (espace : cocher, entrée : valider)",
            "Files to write (space: tick, enter: go on)",
        );
        let chosen = MultiSelect::new()
            .with_prompt(prompt)
            .items(&lines)
            .defaults(&vec![true; lines.len()])
            .interact_on(&self.term)
            .map_err(interrupted)?;
        for (at, change) in plan.changes.iter().enumerate() {
            if !chosen.contains(&at) {
                session.without.insert(change.path.clone());
            }
        }
        Ok(!chosen.is_empty())
    }

    /// Shows what the repository states, and takes corrections.
    fn correct_facts(&self, session: &mut Session<'_>) -> Result<()> {
        loop {
            let facts = session.answers.facts.iter();
            let known: Vec<(String, String)> = facts
                .filter(|(id, _)| session.used.contains(*id))
                .map(|(id, fact)| {
                    let value = session.answers.get(id).unwrap_or_default();
                    (id.clone(), format!("{id} = {value}  ({})", fact.from.get(self.lang)))
                })
                .collect();
            if known.is_empty() {
                return Ok(());
            }
            let go_on = self.lang.pick("Tout est juste, continuer", "All is right, go on");
            let items: Vec<String> = std::iter::once(go_on.to_string())
                .chain(known.iter().map(|(_, line)| escape(line)))
                .collect();
            let prompt = self.lang.pick(
                "Lu dans le dépôt (choisir une ligne pour la corriger)",
                "Read in the repository (choose a line to correct it)",
            );
            let select = Select::new().with_prompt(prompt).items(&items).default(0);
            match select.interact_on(&self.term).map_err(interrupted)? {
                0 => return Ok(()),
                at => {
                    let Some(question) = questions::get(&known[at - 1].0) else { return Ok(()) };
                    let initial = session.answers.get(&question.id).map(str::to_string);
                    if let Answer::Given(answer) = self.ask(question, initial)? {
                        session.answers.given.insert(question.id.clone(), answer);
                    }
                }
            }
        }
    }

    /// Asks what templates need and nobody answered, each once; an answer may
    /// open other questions, and `<` comes back to the one before.
    fn questions(&self, session: &mut Session<'_>) -> Result<()> {
        let mut asked: Vec<&'static Question> = Vec::new();
        loop {
            let (_, open) = session.plan()?;
            let next = open.into_iter().find(|question| !asked.contains(question));
            let Some(question) = next else { return Ok(()) };
            match self.ask(question, None)? {
                Answer::Given(answer) => {
                    session.answers.given.insert(question.id.clone(), answer);
                    asked.push(question);
                }
                Answer::Left => asked.push(question),
                Answer::Back => {
                    if let Some(before) = asked.pop() {
                        session.answers.given.remove(&before.id);
                    }
                }
            }
        }
    }

    fn ask(&self, question: &'static Question, initial: Option<String>) -> Result<Answer> {
        let words = question.words(self.lang);
        match question.kind {
            Kind::Choice => self.pick(words, question),
            _ => self.line(words, question, initial),
        }
    }

    fn pick(&self, words: &str, question: &Question) -> Result<Answer> {
        let choices = question.choice.iter();
        let mut items: Vec<&str> =
            choices.map(|choice| self.lang.pick(&*choice.fr, &*choice.en)).collect();
        items.push(self.lang.pick("plus tard", "later"));
        items.push(self.lang.pick("revenir en arrière", "go back"));
        let select = Select::new().with_prompt(words).items(&items).default(0);
        let at = select.interact_on(&self.term).map_err(interrupted)?;
        Ok(match question.choice.get(at) {
            Some(choice) => Answer::Given(choice.id.clone()),
            None if at == question.choice.len() => Answer::Left,
            None => Answer::Back,
        })
    }

    fn line(
        &self,
        words: &str,
        question: &'static Question,
        initial: Option<String>,
    ) -> Result<Answer> {
        let hint = self.lang.pick(
            "(vide : plus tard ; < : question précédente)",
            "(empty: later; <: previous question)",
        );
        let lang = self.lang;
        let typed: String = Input::new()
            .with_prompt(format!("{words} {hint}"))
            .with_initial_text(initial.unwrap_or_default())
            .allow_empty(true)
            .validate_with(move |typed: &String| match typed.trim() {
                "" | BACK => Ok(()),
                typed => question.accept(typed).map(drop).map_err(|why| why.get(lang).to_string()),
            })
            .interact_text_on(&self.term)
            .map_err(interrupted)?;
        Ok(match typed.trim() {
            "" => Answer::Left,
            BACK => Answer::Back,
            typed => question.accept(typed).map_or(Answer::Left, Answer::Given),
        })
    }

    /// Shows the plan, its differences on demand, and asks whether to write.
    fn last_word(&self, session: &Session<'_>, mut plan: Plan) -> Result<Option<Plan>> {
        self.say(&show::plan(&plan, self.lang));
        let items = match self.lang {
            Lang::Fr => ["Écrire", "Voir les différences", "Quitter sans rien écrire"],
            Lang::En => ["Write", "See the differences", "Leave without writing"],
        };
        loop {
            let select = Select::new().items(items).default(1);
            match select.interact_on(&self.term).map_err(interrupted)? {
                0 => break,
                1 => self.say(&show::differences(&plan, console::colors_enabled_stderr())),
                _ => return Ok(None),
            }
        }
        if !session.answers.given.is_empty() {
            let prompt = self.lang.pick(
                "Garder les réponses dans publiable.toml pour la prochaine fois ?",
                "Keep the answers in publiable.toml for the next time?",
            );
            let keep = Confirm::new().with_prompt(prompt).default(true);
            if keep.interact_on(&self.term).map_err(interrupted)? {
                session.keep_answers(&mut plan)?;
            }
        }
        Ok(Some(plan))
    }
}

/// What a person did with a question.
enum Answer {
    Given(String),
    Left,
    Back,
}

fn interrupted(_error: dialoguer::Error) -> Error {
    Error {
        message: text!("Interrompu : rien n’a été écrit.", "Interrupted: nothing was written."),
        remedy: None,
        code: exit::INTERRUPTED,
    }
}
