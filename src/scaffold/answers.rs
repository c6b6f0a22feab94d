//! What is known when templates are rendered: answers people gave, facts the
//! repository states, and which of them were missing.

use super::questions::{self, Kind, Question};
use crate::lang::{Lang, Text};
use crate::text::question;
use minijinja::value::{Object, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

/// A value the repository states, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fact {
    /// The value.
    pub value: String,
    /// Where it was read (“package.json”, “the origin remote”).
    pub from: Text,
}

/// Everything known, by question.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Answers {
    /// What people answered, by flag, in a terminal or in `publiable.toml`.
    pub given: BTreeMap<String, String>,
    /// What the repository states.
    pub facts: BTreeMap<String, Fact>,
    /// What it states without settling it: proposed to whoever is asked.
    pub stated: BTreeMap<String, String>,
}

impl Answers {
    /// The answer to the question `id`: a person's, else the repository's, else
    /// that of the question it defaults to.
    pub(crate) fn get(&self, id: &str) -> Option<&str> {
        self.own(id).or_else(|| self.own(questions::get(id)?.default.as_deref()?))
    }

    /// What is proposed to a person who is asked the question `id`.
    pub(crate) fn proposed(&self, id: &str) -> Option<&str> {
        let stated = || self.stated.get(id).map(String::as_str);
        self.get(id).or_else(stated).or_else(|| self.own(questions::get(id)?.like.as_deref()?))
    }

    fn own(&self, id: &str) -> Option<&str> {
        let given = self.given.get(id).map(String::as_str);
        given.or_else(|| self.facts.get(id).map(|fact| fact.value.as_str()))
    }
}

/// The variables of a template in one language. Reading one that nobody
/// answered gives a visible question, and is remembered.
pub(crate) struct Variables {
    answers: Answers,
    more: BTreeMap<String, Value>,
    lang: Lang,
    drafts: bool,
    missing: Mutex<BTreeSet<String>>,
    wished: Mutex<BTreeSet<String>>,
    used: Mutex<BTreeSet<String>>,
}

impl Variables {
    /// The variables that come from `answers`, in `lang`, and `more` that no
    /// question is about (lists, years).
    pub(crate) fn new(
        answers: &Answers,
        more: BTreeMap<String, Value>,
        lang: Lang,
        drafts: bool,
    ) -> Arc<Variables> {
        let (missing, wished, used) = (Mutex::default(), Mutex::default(), Mutex::default());
        Arc::new(Variables { answers: answers.clone(), more, lang, drafts, missing, wished, used })
    }

    /// The questions that were read without an answer, in the order of
    /// `templates/questions.toml`.
    pub(crate) fn missing(&self) -> Vec<&'static Question> {
        let missing = self.missing.lock().unwrap_or_else(PoisonError::into_inner);
        questions::all().iter().filter(|question| missing.contains(&question.id)).collect()
    }

    /// The questions that the text can do without, and would be better with.
    pub(crate) fn wished(&self) -> Vec<String> {
        let wished = self.wished.lock().unwrap_or_else(PoisonError::into_inner);
        wished.iter().cloned().collect()
    }

    /// The language of the text.
    pub(crate) fn lang(&self) -> Lang {
        self.lang
    }

    /// The questions whose answer was read.
    pub(crate) fn used(&self) -> BTreeSet<String> {
        self.used.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// True when the question `id` has an answer; reading this asks nothing.
    pub(crate) fn knows(&self, id: &str) -> bool {
        self.answers.get(id).is_some()
    }

    /// The same; without an answer the question is to be asked, and the text does
    /// without, unless questions are left in texts.
    pub(crate) fn has(&self, id: &str) -> bool {
        let known = self.knows(id);
        if !known {
            let mut wished = self.wished.lock().unwrap_or_else(PoisonError::into_inner);
            wished.insert(id.to_string());
        }
        known || self.drafts
    }

    fn read(&self, question: &Question) -> String {
        if let Some(answer) = self.answers.get(&question.id) {
            let mut used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
            used.insert(question.id.clone());
            return answer.to_string();
        }
        let mut missing = self.missing.lock().unwrap_or_else(PoisonError::into_inner);
        missing.insert(question.id.clone());
        match question.kind {
            // A choice left open takes no branch of a template.
            Kind::Choice => String::new(),
            _ => question::in_text(question.words(self.lang)),
        }
    }
}

impl fmt::Debug for Variables {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Variables").field("answers", &self.answers).finish_non_exhaustive()
    }
}

impl Object for Variables {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        let id = key.as_str()?;
        match questions::get(id) {
            Some(question) => Some(Value::from(self.read(question))),
            None if id == "lang" => Some(Value::from(self.lang.code())),
            None => self.more.get(id).cloned(),
        }
    }
}
