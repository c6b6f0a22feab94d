//! What is asked of a page, and what it answers.

use crate::error::Result;
use minijinja::Value;
use std::collections::BTreeMap;

/// Names and values, as forms and addresses give them.
pub(super) type Fields = Vec<(String, String)>;

/// What is asked.
#[derive(Debug, Clone, Default)]
pub(super) struct Call {
    /// The address, without what follows `?`.
    pub path: String,
    /// The same with it, for a page that is read again.
    pub here: String,
    /// The parts of it that change.
    pub parts: BTreeMap<String, String>,
    /// What follows `?`.
    pub query: Fields,
    /// The fields of the form; nothing when the page is only read.
    pub form: Option<Fields>,
}

impl Call {
    /// The number of the project.
    pub(super) fn project(&self) -> Option<usize> {
        self.parts.get("project")?.parse().ok()
    }

    /// The part of the address called `name`.
    pub(super) fn part(&self, name: &str) -> &str {
        self.parts.get(name).map_or("", String::as_str)
    }

    /// What the address says of `name`.
    pub(super) fn asked(&self, name: &str) -> Option<&str> {
        first(&self.query, name)
    }

    /// The field `name` of the form, without the spaces around it; nothing when it is
    /// empty.
    pub(super) fn field(&self, name: &str) -> Option<&str> {
        let value = first(self.form.as_deref()?, name)?.trim();
        Some(value).filter(|value| !value.is_empty())
    }

    /// What was filled in, for the form that is shown again.
    pub(super) fn given(&self) -> BTreeMap<&str, &str> {
        let fields = self.form.iter().flatten();
        fields.map(|(name, value)| (name.as_str(), value.as_str())).collect()
    }

    /// Every value of the field `name`.
    pub(super) fn fields<'c>(&'c self, name: &'c str) -> impl Iterator<Item = &'c str> {
        let fields = self.form.iter().flatten();
        fields.filter(move |(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

fn first<'f>(fields: &'f [(String, String)], name: &str) -> Option<&'f str> {
    fields.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
}

/// Why a form is to be filled in again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refused {
    /// Something in it is missing or wrong.
    Wrong,
    /// What it would change is no longer as it was shown.
    Stale,
}

/// What is answered.
#[derive(Debug)]
pub(super) enum Answer {
    /// A page: its template, and what it is filled with.
    Page(&'static str, Value),
    /// The same, for a form that is to be filled in again.
    Again(Refused, &'static str, Value),
    /// Another address to read.
    To(String),
    /// A file to keep.
    File {
        /// Its name.
        name: String,
        /// Its type.
        kind: &'static str,
        /// What it holds.
        bytes: Vec<u8>,
    },
    /// A page of its own, which runs what its policy names and reaches nothing of ours.
    Alone {
        /// The policy.
        policy: String,
        /// The page.
        bytes: Vec<u8>,
    },
    /// Data for the script of a page.
    Data(serde_json::Value),
    /// There is no such page.
    Missing,
}

/// What a page answers, or what went wrong.
pub(super) type Answered = Result<Answer>;
