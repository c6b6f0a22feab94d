//! Asks what a publiccode.yml leaves open, in a terminal.

use crate::cli::asking::{self, Going, Leaving, Series, Talk, Turn};
use crate::config::{FILE_NAME as CONFIGURATION, source};
use crate::error::Result;
use crate::lang::{Lang, Text};
use crate::publiccode::repair::{self, Answers, open_questions};
use crate::scaffold::questions::{PUBLICCODE_PREFIX, Question, of_publiccode};
use crate::snapshot::without_history;
use crate::yaml::edit::Document;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

pub(super) use asking::possible;

/// What a document still asks, with the answers so far.
struct Open<'a> {
    answers: &'a mut Answers,
    again: &'a dyn Fn(&Answers) -> Document,
    memory: &'a mut Memory,
}

/// The answers of the conversation, which outlive a question asked again.
#[derive(Debug, Default)]
pub(super) struct Memory {
    /// The folder whose publiable.toml keeps them for whoever leaves.
    place: Option<(PathBuf, Lang)>,
    /// Those that it keeps already.
    stored: Answers,
    /// Those to propose: what was given last, or what is stored.
    proposed: Answers,
}

impl Memory {
    /// What the publiable.toml of `root` keeps, and is to keep.
    pub(super) fn of(root: &Path, lang: Lang) -> Result<Memory> {
        let stored = kept(root)?;
        let place = Some((root.to_path_buf(), lang));
        Ok(Memory { place, stored, proposed: Answers::new() })
    }

    /// Proposes what is stored and answers one of `open`: the file may have been written
    /// by anybody.
    pub(super) fn propose(&mut self, open: &[repair::Question]) {
        for question in open {
            let stored = self.stored.get(&question.key);
            let answer = stored.and_then(|answer| of_publiccode(question).accept(answer).ok());
            self.proposed.extend(answer.map(|answer| (question.key.clone(), answer)));
        }
    }

    /// Those given that nothing keeps yet.
    fn pending(&self) -> Answers {
        let new = |(key, answer): &(&String, &String)| self.stored.get(*key) != Some(answer);
        let new = self.proposed.iter().filter(new);
        new.map(|(key, answer)| (key.clone(), answer.clone())).collect()
    }

    /// Has them kept if the conversation is cut off.
    fn remember(&self) {
        if let Some((root, lang)) = &self.place {
            asking::keep_if_cut_off(root, named(&self.pending()), *lang);
        }
    }

    /// Asks a person who leaves what becomes of them: false for who stays.
    pub(super) fn leaves(&self, talk: &Talk, going: Going) -> Result<bool> {
        let pending = self.pending();
        let said = talk.leaving(pending.len(), self.place.is_some(), going)?;
        if let (Leaving::Keep, Some((root, lang))) = (said, &self.place) {
            asking::keep(root, &named(&pending), *lang)?;
            talk.wrote(CONFIGURATION);
        }
        Ok(said != Leaving::Stay)
    }
}

impl Series for Open<'_> {
    fn open(&mut self) -> Result<Vec<(Question, String)>> {
        let document = (self.again)(self.answers);
        let open = open_questions(&document);
        let file = "publiccode.yml".to_string();
        Ok(open.iter().map(|question| (of_publiccode(question), file.clone())).collect())
    }

    fn proposed(&self, id: &str) -> Option<String> {
        self.memory.proposed.get(key(id)).cloned()
    }

    fn give(&mut self, id: &str, answer: String) {
        self.memory.proposed.insert(key(id).to_string(), answer.clone());
        self.answers.insert(key(id).to_string(), answer);
        self.memory.remember();
    }

    fn refuses(&mut self, id: &str) -> Result<Option<Text>> {
        let document = (self.again)(self.answers);
        let wrong = repair::errors(&document).into_iter();
        let mut own = wrong.filter(|one| is_within(&one.path.to_string(), key(id)));
        Ok(own.next().map(|one| one.message))
    }

    fn forget(&mut self, id: &str) {
        self.answers.remove(key(id));
        self.memory.proposed.remove(key(id));
        self.memory.remember();
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

/// True for the path of the value of `key`, or of a part of it.
fn is_within(path: &str, key: &str) -> bool {
    let below = path.strip_prefix(key);
    below.is_some_and(|below| below.is_empty() || below.starts_with(['.', '[']))
}

/// Asks what is open in the document that `again` gives with the answers so far, until
/// nothing new is. An empty answer leaves the question. [`Turn::Given`] at the end. What
/// was answered before is proposed, and may be kept for whoever leaves.
pub(super) fn ask(
    talk: &Talk,
    (answers, memory): (&mut Answers, &mut Memory),
    again: &dyn Fn(&Answers) -> Document,
) -> Result<Turn<()>> {
    loop {
        let turn =
            talk.series(&mut Open { answers: &mut *answers, again, memory: &mut *memory })?;
        let goes = matches!(turn, Turn::Leave | Turn::Back);
        if !goes || memory.leaves(talk, Going::of(&turn))? {
            return Ok(turn);
        }
    }
}

/// What was answered about the file of the folder `root` by somebody who was cut off.
fn kept(root: &Path) -> Result<Answers> {
    let loaded = source::load(&without_history(root)?, None, &[])?;
    let answers = loaded.config.scaffold.answers.into_iter();
    let own = |(id, answer): (String, String)| {
        Some((id.strip_prefix(PUBLICCODE_PREFIX)?.to_string(), answer))
    };
    Ok(answers.filter_map(own).collect())
}

/// Asks whether to write, `usual` being proposed.
pub(super) fn confirm(prompt: &str, usual: bool, lang: Lang) -> Result<Turn<bool>> {
    Talk::new(lang).agree(prompt, usual)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_is_that_of_its_key_alone() {
        for own in ["legal", "legal.license", "legal[0].name"] {
            assert!(is_within(own, "legal"), "{own}");
        }
        assert!(!is_within("legalName", "legal") && !is_within("legal", "legal.license"));
    }
}
