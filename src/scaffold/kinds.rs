//! The pieces no template alone can write.

use super::piece::Piece;
use super::plan::Draft;
use crate::config::{FILE_NAME, edit};
use crate::error::{Error, Result};
use crate::licence::expression::ids;
use crate::publiccode::draft;
use crate::publiccode::repair::Answers;
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
/// What an answer about another key of publiccode.yml starts with.
pub(crate) const PUBLICCODE_PREFIX: &str = "publiccode.";

impl Draft<'_> {
    /// The official text of the licence, byte for byte as SPDX publishes it.
    pub(super) fn licence(&mut self, piece: &Piece, failing: &[&Outcome]) -> Result<()> {
        if self.existing(piece).is_some() {
            return Ok(());
        }
        let Some(id) = self.input.answers.get("licence") else {
            self.ask("licence", wanted(piece, failing));
            return Ok(());
        };
        if let Some(text) = ids::text(id) {
            let text = text.as_bytes().to_vec();
            self.add(piece.path.clone(), None, text, failing, piece.label());
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
        let text = document.text().into_bytes();
        self.add(piece.path.clone(), None, text, failing, piece.label());
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

/// The file of `piece`, and the first rule it answers.
fn wanted<'p>(piece: &'p Piece, failing: &[&'p Outcome]) -> (&'p str, &'p str) {
    (&piece.path, failing.first().map_or("", |outcome| &outcome.rule))
}
