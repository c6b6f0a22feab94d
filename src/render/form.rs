//! The form of the questions put to one role: a page to fill in or to print, or
//! Markdown. Its answers are read back by `config::form`.

use super::template::{self, verbatim};
use super::{file_stem, html};
use crate::lang::{Lang, Text};
use crate::rule::Respondent;
use minijinja::context;
use minijinja::value::Serde;
use serde::Serialize;
use std::io::{self, Write};

const STYLE: &str = include_str!("../../templates/report/form/form.css");
const SCRIPT: &str = include_str!("../../templates/report/form/form.js");

/// How a form is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// One page of HTML.
    Html,
    /// Markdown.
    Markdown,
}

/// The questions of a role.
#[derive(Debug, Serialize)]
pub(crate) struct Form {
    /// The repository.
    pub name: String,
    /// The commit examined.
    pub commit: Option<String>,
    /// The day.
    pub date: String,
    /// Who is asked, when it is one of those that the guide names.
    pub asked: Option<Respondent>,
    /// The function of who answers.
    pub role: String,
    /// Their organisation, when it is known.
    pub organisation: Option<String>,
    /// What an answer is.
    pub declaration: Text,
    /// The questions.
    pub questions: Vec<Question>,
}

/// One question.
#[derive(Debug, Serialize)]
pub(crate) struct Question {
    /// Its rule.
    pub rule: String,
    /// The version of its wording.
    pub version: String,
    /// The requirement.
    pub title: String,
    /// How much it weighs.
    pub weight: Text,
    /// The question.
    pub words: Text,
    /// What helps to answer.
    pub help: Text,
    /// What the audit found beside it.
    pub found: Vec<Found>,
    /// The reasons that a “yes” may give, with their identifiers.
    pub reasons: Vec<(String, Text)>,
}

/// A rule that is not met, beside a question.
#[derive(Debug, Serialize)]
pub(crate) struct Found {
    /// What it says.
    pub told: Text,
    /// Its first findings, but what only says the same.
    pub findings: Vec<Text>,
}

impl Form {
    /// The file that the button of the page saves: several forms come back to one folder.
    pub(crate) fn saved(&self, lang: Lang) -> String {
        let [fr, en] = self.asked.map_or(["", ""], Respondent::presets);
        let words = ["attestation", lang.pick(fr, en), &self.name];
        let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
        format!("{}.md", file_stem(&words.join("-")))
    }
}

/// Writes `form` in `lang`.
pub(crate) fn render(
    form: &Form,
    (shape, lang): (Shape, Lang),
    out: &mut dyn Write,
) -> io::Result<()> {
    let context = context! {
        form => Serde(form),
        file => form.saved(lang),
        lang => lang.code(),
        fr => lang == Lang::Fr,
        style => verbatim(STYLE),
        script => verbatim(SCRIPT),
        allowed => context! { style => html::source(STYLE), script => html::source(SCRIPT) },
    };
    match shape {
        Shape::Html => template::render("form/form.html", context, out),
        Shape::Markdown => template::render("form/form.md", context, out),
    }
}
