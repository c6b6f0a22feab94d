//! Asks the open questions in a terminal.

use crate::error::{Error, Result};
use crate::exit;
use crate::lang::Lang;
use crate::publiccode::repair::{Answers, Question, open_questions};
use crate::publiccode::standard::{Format, Shape};
use crate::render::escape;
use crate::text;
use crate::yaml::edit::Document;
use console::Term;
use dialoguer::{Confirm, Input, Select};
use std::collections::BTreeSet;
use std::io::IsTerminal;

/// True when somebody can be asked.
pub(super) fn possible() -> bool {
    std::io::stdin().is_terminal() && Term::stderr().is_term()
}

/// Asks what `document` still asks, until nothing new is; `again` gives the
/// document with the answers so far. An empty answer leaves the question.
pub(super) fn ask(
    document: &Document,
    answers: &mut Answers,
    again: &dyn Fn(&Answers) -> Document,
    lang: Lang,
) -> Result<()> {
    let mut asked = BTreeSet::new();
    let mut document = document.clone();
    loop {
        let open = open_questions(&document);
        let Some(question) = open.into_iter().find(|open| !asked.contains(&open.key)) else {
            return Ok(());
        };
        asked.insert(question.key.clone());
        if let Some(answer) = one(&question, lang).map_err(interrupted)? {
            answers.insert(question.key, answer);
            document = again(answers);
        }
    }
}

fn one(question: &Question, lang: Lang) -> dialoguer::Result<Option<String>> {
    let term = Term::stderr();
    let what = crate::text::question::words(&question.text);
    term.write_line(&format!("\n{} — {}", escape(&question.key), escape(what)))?;
    let shape = question.standard.map(|key| key.shape);
    let choices: Option<Vec<&str>> = match shape {
        Some(Shape::Scalar(Format::OneOf(list))) => Some(list.values.to_vec()),
        Some(Shape::Boolean) => Some(vec!["true", "false"]),
        _ => None,
    };
    let prompt = lang.pick("Réponse\u{a0}", "Answer");
    if let Some(mut choices) = choices {
        choices.push(lang.pick("plus tard", "later"));
        let last = choices.len() - 1;
        let chosen =
            Select::new().with_prompt(prompt).items(&choices).default(last).interact_on(&term)?;
        return Ok((chosen < last).then(|| choices[chosen].to_string()));
    }
    if matches!(shape, Some(Shape::List(..))) {
        let hint = lang.pick("(séparez par des virgules)", "(separate with commas)");
        term.write_line(hint)?;
    }
    let answer: String =
        Input::new().with_prompt(prompt).allow_empty(true).interact_text_on(&term)?;
    Ok(Some(answer.trim().to_string()).filter(|answer| !answer.is_empty()))
}

/// Asks whether to write.
pub(super) fn confirm(prompt: &str) -> Result<bool> {
    Confirm::new()
        .with_prompt(prompt)
        .default(true)
        .interact_on(&Term::stderr())
        .map_err(interrupted)
}

fn interrupted(_error: dialoguer::Error) -> Error {
    Error {
        message: text!(
            "Questions interrompues : rien n’a été écrit.",
            "Questions interrupted: nothing was written."
        ),
        remedy: None,
        code: exit::INTERRUPTED,
    }
}
