//! The pieces no template alone can write.

use super::piece::Piece;
use super::plan::Draft;
use super::questions::{self, PUBLICCODE_PREFIX};
use super::reuse::years;
use crate::config::{FILE_NAME, edit};
use crate::error::{Error, Result};
use crate::licence::expression::ids;
use crate::publiccode::draft;
use crate::publiccode::repair::{self, Answers, open_questions};
use crate::report::Outcome;
use crate::rule::Degree;

/// What answers of scaffold are called in publiccode.yml.
const PUBLICCODE: [(&str, &str); 8] = [
    ("name", "name"),
    ("repository", "url"),
    ("licence", "legal.license"),
    ("holder", "legal.mainCopyrightOwner"),
    ("organisation", "organisation.name"),
    ("organisation_url", "organisation.uri"),
    ("team", "maintenance.contacts[0].name"),
    ("contact", "maintenance.contacts[0].email"),
];

impl Draft<'_> {
    /// The official text of the licence, as SPDX publishes it: where it is to
    /// name the years and the holder, it does.
    pub(super) fn licence(&mut self, piece: &Piece, failing: &[&Outcome]) -> Result<()> {
        if self.existing(piece).is_some() {
            return Ok(());
        }
        let Some(id) = self.input.answers.get("licence") else {
            self.ask("licence", wanted(piece, failing));
            return Ok(());
        };
        let Some(text) = ids::text(id) else { return Ok(()) };
        let holder = self.input.answers.get("holder");
        match filled(text, &years(self.input.project), holder) {
            Some(text) => {
                self.add(piece.path.clone(), None, text.into_bytes(), failing, piece.label());
            }
            None => self.ask("holder", wanted(piece, failing)),
        }
        Ok(())
    }

    /// `publiccode.yml`, as `publiable publiccode new` writes it; a file that
    /// exists is repaired by `publiable publiccode fix`.
    pub(super) fn publiccode(&mut self, piece: &Piece, failing: &[&Outcome]) -> Result<()> {
        if self.existing(piece).is_some() {
            return Ok(());
        }
        let lang = self.input.langs[0];
        let mut answers: Answers = PUBLICCODE
            .iter()
            .filter_map(|(question, key)| {
                let answer = self.input.answers.get(question)?;
                Some((key.replace("{lang}", lang.code()), answer.to_string()))
            })
            .collect();
        let own = self.input.answers.given.iter();
        answers.extend(own.filter_map(|(id, answer)| {
            Some((id.strip_prefix(PUBLICCODE_PREFIX)?.to_string(), answer.clone()))
        }));
        let known = self.input.project.known();
        let document = draft::draft(&known, &answers, false, lang).map_err(|refusal| {
            let why = refusal.message();
            Error::usage(why.after("publiccode.yml : ", "publiccode.yml: "))
        })?;
        let open = open_questions(&document);
        for question in &open {
            self.ask_also(questions::of_publiccode(question), wanted(piece, failing));
        }
        let wrong = repair::errors(&document);
        if let Some(wrong) = wrong.first().filter(|_| !self.input.scope.drafts) {
            let key = format!("{} : ", wrong.path);
            self.plan.hold(&piece.path, wrong.message.after(&key, &key));
        } else if open.is_empty() || self.input.scope.drafts {
            let text = document.text().into_bytes();
            self.add(piece.path.clone(), None, text, failing, piece.label());
        }
        Ok(())
    }

    /// `publiable.toml`, created or given the degree announced.
    pub(super) fn configuration(&mut self, piece: &Piece, failing: &[&Outcome]) -> Result<()> {
        let Some(degree) = self.input.answers.get("degree") else {
            self.ask("degree", wanted(piece, failing));
            return Ok(());
        };
        let before = match self.existing(piece) {
            Some(file) => match self.bytes(file) {
                Some(bytes) => Some(bytes),
                None => return Ok(()),
            },
            None => None,
        };
        let text = match &before {
            Some(bytes) => {
                edit::with_text(&String::from_utf8_lossy(bytes), &["project"], "degree", degree)?
            }
            None => {
                let address = self.input.answers.get("repository");
                edit::initial(self.input.langs[0], Degree::public(degree), address)
            }
        };
        self.add(FILE_NAME.to_string(), before, text.into_bytes(), failing, piece.label());
        Ok(())
    }
}

/// How many lines of a licence open it: its notice stands there, if it has one.
const OPENING: usize = 8;

/// The text of a licence, whose notice names `years` and `holder` where the
/// official one leaves their places; `None` when the holder is not known.
fn filled(text: &str, years: &str, holder: Option<&str>) -> Option<String> {
    let mut whole = String::with_capacity(text.len());
    for (at, line) in text.split_inclusive('\n').enumerate() {
        let notice = at < OPENING && line.trim_start().to_lowercase().starts_with("copyright");
        match line.find(['<', '[']).filter(|_| notice) {
            Some(open) => {
                // `(c)` stays, and the full stop that ends some.
                let end = if line.trim_end().ends_with('.') { ".\n" } else { "\n" };
                let head = &line[..open];
                whole.push_str(&format!("{head}{years} {}", holder?));
                whole.push_str(end);
            }
            None => whole.push_str(line),
        }
    }
    Some(whole)
}

/// The file of `piece`, and the first rule it answers.
fn wanted<'p>(piece: &'p Piece, failing: &[&'p Outcome]) -> (&'p str, &'p str) {
    (&piece.path, failing.first().map_or("", |outcome| &outcome.rule))
}
