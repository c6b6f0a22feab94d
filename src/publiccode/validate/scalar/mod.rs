//! Values judged by their format.

mod form;
mod identifier;
mod list;

use super::keys::{Judge, Spot};
use super::view::rewritten;
use crate::lang::Text;
use crate::publiccode::code::Code;
use crate::publiccode::diagnostic::{Change, Diagnostic, Fix, Severity};
use crate::publiccode::format;
use crate::publiccode::standard::{Format, Key, Presence};
use crate::text;
use crate::text::question::is_question;
use crate::yaml::Type;
use crate::yaml::edit::Value;

impl<'y> Judge<'y> {
    /// Judges the text at `spot`, which is not null.
    pub(super) fn scalar(&mut self, wanted: Format, key: &'static Key, spot: &Spot<'y>) {
        let text = spot.value.text().unwrap_or_default();
        if is_question(text) {
            let message = text!("question sans réponse", "question without an answer");
            let found = self.on_value(spot, Code::Unanswered, Severity::Error, message);
            let fix = Fix::advice(Text::new(key.what.fr, key.what.en));
            self.out.push(found.fix(fix));
            // The reference parser takes the question for a value.
            let before = self.out.len();
            self.formatted(wanted, key, spot, text);
            for found in self.out.iter_mut().skip(before) {
                found.severity = None;
            }
            return;
        }
        if text.is_empty() && spot.key.is_some() {
            match key.presence {
                Presence::Required => return self.empty_required(key, spot),
                Presence::OneLanguage => return self.empty(key, spot),
                _ => {}
            }
        }
        if matches!(spot.value.scalar_type(), Some(Type::Number | Type::Bool)) {
            self.unquoted(wanted, spot, text);
        }
        let before = self.out.len();
        self.formatted(wanted, key, spot, text);
        if key.presence != Presence::Required && says_nothing(wanted, text) {
            for found in self.out.iter_mut().skip(before).filter(|found| found.is_error()) {
                let text = text!(
                    "retirer « {text} », qui ne dit rien",
                    "remove “{text}”, which says nothing"
                );
                found.fix = Some(Fix::doubtful(text, Change::Remove));
            }
        }
    }

    fn formatted(&mut self, wanted: Format, key: &'static Key, spot: &Spot<'y>, text: &str) {
        match wanted {
            Format::StandardVersion | Format::Free | Format::Version => self.free(key, spot, text),
            Format::Preferably(list) => {
                let same = |value: &&&str| format::folded(value) == format::folded(text);
                match list.values.iter().find(same) {
                    Some(value) if *value != text => self.spelling(spot, text, value),
                    _ => self.free(key, spot, text),
                }
            }
            Format::Length { min, max } => self.length(spot, text, (min, max)),
            Format::Url | Format::HttpUrl | Format::VideoUrl => self.url(wanted, key, spot, text),
            Format::Date => self.date(spot, text),
            Format::Email => self.email(spot, text),
            Format::Phone => self.phone(spot, text),
            Format::Logo | Format::Screenshot | Format::File => self.cited(wanted, spot, text),
            Format::MediaType => self.media_type(spot, text),
            Format::Language => self.language(spot, text),
            Format::Country => self.country(spot, text),
            Format::Spdx => self.licence(spot, text),
            Format::OrganisationUri | Format::Support => self.uri(wanted, spot, text),
            Format::OneOf(list) => self.one_of(key, spot, text, list),
        }
    }

    /// A diagnostic on the value, which the reference parser makes too.
    pub(super) fn both(&self, spot: &Spot<'y>, code: Code, message: Text) -> Diagnostic {
        self.on_value(spot, code, Severity::Error, message).reference(Severity::Error)
    }

    /// An optional value without text, which the reference parser refuses or not.
    pub(super) fn blank(&mut self, spot: &Spot<'y>, code: Code, refused: bool) {
        let name = spot.path.last();
        let message = text!("« {name} » est vide", "“{name}” is empty");
        let fix = Fix::safe(
            text!("retirer la clé, elle est facultative", "remove the key, it is optional"),
            Change::Remove,
        );
        let severity = if refused { Severity::Error } else { Severity::Warning };
        let mut found = self.on_value(spot, code, severity, message).fix(fix);
        found.reference = refused.then_some(Severity::Error);
        self.out.push(found);
    }

    fn free(&mut self, key: &'static Key, spot: &Spot<'y>, text: &str) {
        if !text.trim().is_empty() {
            return;
        }
        if key.presence == Presence::Required {
            let name = key.name;
            let message = text!(
                "la clé obligatoire « {name} » ne contient que des espaces",
                "the mandatory key “{name}” only holds blanks"
            );
            let found = self.on_value(spot, Code::EmptyValue, Severity::Error, message);
            self.out.push(self.filled(found, key));
        } else {
            self.blank(spot, Code::Blank, false);
        }
    }

    /// A number or a boolean where a text is expected.
    fn unquoted(&mut self, wanted: Format, spot: &Spot<'y>, text: &str) {
        if matches!(wanted, Format::Date | Format::Phone | Format::Length { .. }) {
            return;
        }
        let (number, read) = (spot.value.scalar_type() == Some(Type::Number), rewritten(text));
        let message = match number {
            true if read == text => text!(
                "« {text} » est un nombre, un texte est attendu",
                "“{text}” is a number, a text is expected"
            ),
            true => text!(
                "« {text} » sans guillemets est un nombre, lu « {read} »",
                "“{text}” without quotes is a number, read as “{read}”"
            ),
            false => text!(
                "« {text} » est un booléen, un texte est attendu",
                "“{text}” is a boolean, a text is expected"
            ),
        };
        let fix = Fix::safe(
            text!("mettre des guillemets : \"{text}\"", "put quotes: \"{text}\""),
            Change::Set(Value::text(text)),
        );
        let found = self.on_value(spot, Code::UnquotedNumber, Severity::Warning, message).fix(fix);
        self.out.push(found);
    }

    fn length(&mut self, spot: &Spot<'y>, text: &str, (min, max): (usize, usize)) {
        let length = format::length(text);
        if length > max {
            let over = length - max;
            let message = text!(
                "{length} caractères, {max} au plus ({over} de trop)",
                "{length} characters, {max} at most ({over} too many)"
            );
            let found = self.both(spot, Code::TooLong, message);
            let folded = text.ends_with('\n') && over == 1;
            let fix = match folded {
                true => text!(
                    "le saut de ligne final compte : écrire |- ou >- au lieu de | ou >",
                    "the final line break counts: write |- or >- instead of | or >"
                ),
                false => text!("raccourcir le texte", "shorten the text"),
            };
            self.out.push(found.fix(Fix::advice(fix)));
        } else if length < min {
            let lacking = min - length;
            let message = text!(
                "{length} caractères, au moins {min} attendus (il en manque {lacking})",
                "{length} characters, at least {min} expected ({lacking} missing)"
            );
            let fix = Fix::advice(text!(
                "dire ce que fait le logiciel, pour qui et dans quel contexte",
                "say what the software does, for whom and in what context"
            ));
            let found = self.both(spot, Code::TooShort, message).fix(fix);
            self.out.push(found);
        }
    }

    /// The value as it is written in the file.
    pub(super) fn source(&self, spot: &Spot<'y>) -> &'y str {
        let range = spot.value.range();
        self.lines.text.get(range.start..range.end).unwrap_or_default()
    }
}

/// True for a word that stands for no value, where one of a precise form is expected.
fn says_nothing(wanted: Format, text: &str) -> bool {
    const WORDS: [&str; 16] = [
        "false", "no", "non", "none", "null", "nil", "aucun", "aucune", "n/a", "na", "nc", "tbd",
        "todo", "unknown", "-", "?",
    ];
    let free = matches!(
        wanted,
        Format::Free | Format::Length { .. } | Format::Version | Format::Language | Format::Country
    );
    !free && WORDS.contains(&text.trim().to_lowercase().as_str())
}

/// What people read of a value: one line, without control characters.
fn shown(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(80).collect()
}
