//! Asks what a publiccode.yml leaves open, in a terminal.

use crate::cli::asking::{self, Leaving, Series, Talk, Turn};
use crate::error::Result;
use crate::lang::Lang;
use crate::publiccode::repair::{Answers, open_questions};
use crate::scaffold::questions::{PUBLICCODE_PREFIX, Question, of_publiccode};
use crate::yaml::edit::Document;

pub(super) use asking::possible;

/// What a document still asks, with the answers so far.
struct Open<'a> {
    answers: &'a mut Answers,
    again: &'a dyn Fn(&Answers) -> Document,
}

impl Series for Open<'_> {
    fn open(&mut self) -> Result<Vec<(Question, String)>> {
        let document = (self.again)(self.answers);
        let open = open_questions(&document);
        Ok(open.iter().map(|question| (of_publiccode(question), String::new())).collect())
    }

    fn proposed(&self, _: &str) -> Option<String> {
        None
    }

    fn give(&mut self, id: &str, answer: String) {
        self.answers.insert(key(id).to_string(), answer);
    }

    fn forget(&mut self, id: &str) {
        self.answers.remove(key(id));
    }
}

/// The key of the file that the question `id` is about.
fn key(id: &str) -> &str {
    id.strip_prefix(PUBLICCODE_PREFIX).unwrap_or(id)
}

/// Asks what is open in the document that `again` gives with the answers so far, until
/// nothing new is. An empty answer leaves the question. [`Turn::Given`] at the end.
pub(super) fn ask(
    talk: &Talk,
    answers: &mut Answers,
    again: &dyn Fn(&Answers) -> Document,
) -> Result<Turn<()>> {
    let before = answers.len();
    loop {
        let turn = talk.series(&mut Open { answers: &mut *answers, again })?;
        if turn != Turn::Leave || talk.leaving(answers.len() - before, false)? != Leaving::Stay {
            return Ok(turn);
        }
    }
}

/// Asks whether to write.
pub(super) fn confirm(prompt: &str, lang: Lang) -> Result<bool> {
    Ok(Talk::new(lang).agree(prompt, true)? == Some(true))
}
