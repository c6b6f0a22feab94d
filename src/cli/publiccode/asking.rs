//! Asks what a publiccode.yml leaves open, in a terminal.

use crate::cli::asking::{self, Leaving, Series, Talk, Turn};
use crate::cli::console::{last_words, nothing_before_leaving};
use crate::config::source;
use crate::error::Result;
use crate::lang::Lang;
use crate::publiccode::repair::{Answers, open_questions};
use crate::scaffold::questions::{PUBLICCODE_PREFIX, Question, of_publiccode};
use crate::snapshot::without_history;
use crate::yaml::edit::Document;
use std::collections::BTreeMap;
use std::path::Path;

pub(super) use asking::possible;

/// What a document still asks, with the answers so far.
struct Open<'a> {
    answers: &'a mut Answers,
    again: &'a dyn Fn(&Answers) -> Document,
    /// Where they are kept if the conversation is cut off.
    kept: Option<(&'a Path, Lang)>,
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
        self.remember();
    }

    fn forget(&mut self, id: &str) {
        self.answers.remove(key(id));
        self.remember();
    }
}

impl Open<'_> {
    fn remember(&self) {
        if let Some((root, lang)) = self.kept {
            asking::keep_if_cut_off(root, named(self.answers), lang);
        }
    }
}

/// `answers`, each by the name of its question.
fn named(answers: &Answers) -> BTreeMap<String, String> {
    let name = |key: &String| format!("{PUBLICCODE_PREFIX}{key}");
    answers.iter().map(|(key, answer)| (name(key), answer.clone())).collect()
}

/// The key of the file that the question `id` is about.
fn key(id: &str) -> &str {
    id.strip_prefix(PUBLICCODE_PREFIX).unwrap_or(id)
}

/// Asks what is open in the document that `again` gives with the answers so far, until
/// nothing new is. An empty answer leaves the question. [`Turn::Given`] at the end. The
/// answers of whoever leaves may be `kept` in the publiable.toml of a folder.
pub(super) fn ask(
    talk: &Talk,
    (answers, kept): (&mut Answers, Option<&Path>),
    again: &dyn Fn(&Answers) -> Document,
) -> Result<Turn<()>> {
    let before = answers.len();
    let place = kept.map(|root| (root, talk.lang));
    let turn = loop {
        let turn = talk.series(&mut Open { answers: &mut *answers, again, kept: place });
        if !matches!(turn, Ok(Turn::Leave)) {
            break turn;
        }
        let given = answers.len().saturating_sub(before);
        match (talk.leaving(given, kept.is_some())?, kept) {
            (Leaving::Stay, _) => {}
            (Leaving::Keep, Some(root)) => {
                asking::keep(root, &named(answers), talk.lang)?;
                break turn;
            }
            (Leaving::Keep | Leaving::Lose, _) => break turn,
        }
    };
    match &turn {
        Ok(_) => nothing_before_leaving(),
        Err(_) => last_words(),
    }
    turn
}

/// What was answered about the file of the folder `root` by somebody who was cut off.
pub(super) fn kept(root: &Path) -> Result<Vec<(String, String)>> {
    let loaded = source::load(&without_history(root)?, None, &[])?;
    let answers = loaded.config.scaffold.answers.into_iter();
    let own = |(id, answer): (String, String)| {
        Some((id.strip_prefix(PUBLICCODE_PREFIX)?.to_string(), answer))
    };
    Ok(answers.filter_map(own).collect())
}

/// Asks whether to write.
pub(super) fn confirm(prompt: &str, lang: Lang) -> Result<bool> {
    Ok(Talk::new(lang).agree(prompt, true)? == Turn::Given(true))
}
