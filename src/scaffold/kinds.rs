//! The pieces no template alone can write.

use super::piece::Piece;
use super::plan::Draft;
use super::questions::{self, PUBLICCODE_PREFIX};
use super::reuse::years;
use crate::config::{FILE_NAME, edit};
use crate::error::{Error, Result};
use crate::lang::Text;
use crate::licence::expression::ids;
use crate::licence::reuse::current;
use crate::publiccode::draft;
use crate::publiccode::repair::{self, Answers, Options, open_questions};
use crate::report::Outcome;
use crate::rule::Degree;
use crate::snapshot::File;
use crate::yaml::edit::Document;

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
    /// name the years and the holder, it does. Each licence of an expression has its file.
    pub(super) fn licence(&mut self, piece: &Piece, failing: &[&Outcome]) -> Result<()> {
        if self.existing(piece).is_some() || self.input.scope.mend {
            return Ok(());
        }
        let Some(licence) = self.input.answers.get("licence") else {
            self.ask("licence", wanted(piece, failing));
            // The usual licences name it: better asked at once than after them.
            if self.input.answers.get("holder").is_none() {
                self.ask("holder", wanted(piece, failing));
            }
            return Ok(());
        };
        let named = current(licence).unwrap_or_else(|| vec![licence.to_string()]);
        let (holder, years) = (self.input.answers.get("holder"), years(self.input.project));
        let texts: Vec<&str> = named.iter().filter_map(|id| ids::text(id)).collect();
        let filled = texts.iter().map(|text| filled(text, &years, holder));
        let Some(filled) = filled.collect::<Option<Vec<String>>>() else {
            self.ask("holder", wanted(piece, failing));
            return Ok(());
        };
        // Without the text of one of them, the others would say something else.
        for (id, text) in named.iter().zip(filled).filter(|_| texts.len() == named.len()) {
            let path = match named.len() {
                1 => piece.path.clone(),
                _ => format!("{}-{id}.txt", piece.path),
            };
            self.add(path, None, text.into_bytes(), failing, piece.label());
        }
        Ok(())
    }

    /// True when the `publiccode.yml` there is may have to be repaired.
    pub(super) fn mends_publiccode(&self, piece: &Piece) -> bool {
        let wanted = self.input.scope.mend || !self.in_part(piece).is_empty();
        wanted && self.existing(piece).is_some()
    }

    /// The rules that fail and that `piece` answers in part.
    fn in_part(&self, piece: &Piece) -> Vec<&Outcome> {
        let outcomes = self.input.report.outcomes.iter().filter(|outcome| {
            outcome.fails() && piece.parts.contains(&outcome.rule) && self.wants(piece, outcome)
        });
        outcomes.collect()
    }

    /// What was answered about publiccode.yml alone.
    fn values(&self) -> Answers {
        let own = self.input.answers.given.iter();
        let own = own.filter_map(|(id, answer)| {
            Some((id.strip_prefix(PUBLICCODE_PREFIX)?.to_string(), answer.clone()))
        });
        own.collect()
    }

    /// Repairs the `publiccode.yml` that `file` is, as `publiable publiccode fix`
    /// does, and adds nothing that nobody answered.
    fn mend(&mut self, piece: &Piece, file: &File) {
        let Some(before) = self.bytes(file) else { return };
        let parsed = std::str::from_utf8(&before).ok().and_then(|text| Document::parse(text).ok());
        let Some(document) = parsed else { return };
        let (known, answers) = (self.input.project.known(), self.values());
        let (risky, lang) = (self.input.scope.risky, self.input.langs[0]);
        let options = Options { risky, complete: false, known: &known, answers: &answers, lang };
        let after = repair::repair(&document, &options).document.text().into_bytes();
        // A repair is right whether or not a rule notices it.
        let told = self.in_part(piece).into_iter().filter(|_| !self.input.scope.mend);
        let rules: Vec<Outcome> = told.cloned().collect();
        let rules: Vec<&Outcome> = rules.iter().collect();
        let label = Text::new("réparations", "fixes");
        self.add(file.path.clone(), Some(before), after, &rules, label);
    }

    /// `publiccode.yml`, as `publiable publiccode new` writes it; a file that
    /// exists is repaired.
    pub(super) fn publiccode(&mut self, piece: &Piece, failing: &[&Outcome]) -> Result<()> {
        if let Some(file) = self.existing(piece) {
            self.mend(piece, file);
            return Ok(());
        }
        if self.input.scope.mend {
            return Ok(());
        }
        let lang = self.input.langs[0];
        let mut answers: Answers = PUBLICCODE
            .iter()
            .filter_map(|(question, key)| {
                let answer = self.input.answers.get(question)?;
                Some((key.to_string(), answer.to_string()))
            })
            .collect();
        answers.extend(self.values());
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
        if !self.input.declares {
            return Ok(());
        }
        let before = match self.existing(piece) {
            Some(file) => match self.bytes(file) {
                Some(bytes) => Some(bytes),
                None => return Ok(()),
            },
            None if self.input.scope.mend => return Ok(()),
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
