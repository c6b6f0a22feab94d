//! Values of a precise form: addresses of electronic mail, telephone numbers, dates.

use super::super::keys::{Judge, Spot};
use crate::publiccode::code::Code;
use crate::publiccode::diagnostic::{Change, Fix, Severity};
use crate::publiccode::format::{date, email};
use crate::text;
use crate::yaml::Type;
use crate::yaml::edit::Value;

impl<'y> Judge<'y> {
    pub(super) fn email(&mut self, spot: &Spot<'y>, text: &str) {
        let source = self.source(spot);
        if source.contains("\\x64") {
            let message = text!(
                "adresse écrite avec \\x64, qui est « d » : « @ » s’écrit \\x40",
                "address written with \\x64, which is “d”: “@” is \\x40"
            );
            let quotes: &[char] = &['"', '\''];
            let guess = source.trim_matches(quotes).replacen("\\x64", "@", 1);
            let words = text!("écrire l’adresse avec @", "write the address with @");
            let fix = match email::is_address(&guess) {
                true => Fix::safe(words, Change::Set(Value::text(guess))),
                false => Fix::advice(words),
            };
            let found =
                self.on_value(spot, Code::DisguisedEmail, Severity::Error, message).fix(fix);
            let found =
                if email::is_address(text) { found } else { found.reference(Severity::Error) };
            self.out.push(found);
            return;
        }
        if email::is_address(text) {
            return;
        }
        if text.is_empty() {
            return self.blank(spot, Code::InvalidEmail, true);
        }
        let message = text!(
            "« {text} » n’est pas une adresse électronique",
            "“{text}” is not an e-mail address"
        );
        let found = self
            .both(spot, Code::InvalidEmail, message)
            .fix(email::guess(text).map(|(address, safe)| Fix::write(address, safe)));
        self.out.push(found);
    }

    pub(super) fn phone(&mut self, spot: &Spot<'y>, text: &str) {
        if text.trim().is_empty() {
            return self.blank(spot, Code::Blank, false);
        }
        let number = spot.value.scalar_type() == Some(Type::Number);
        let national = !text.trim_start().starts_with('+');
        let sound = !self.options.preview || international(text).is_none_or(|guess| guess == text);
        if !number && !national && sound {
            return;
        }
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        let french = digits.len() == 10 && digits.starts_with('0') && !digits.starts_with("00");
        let message = match number {
            true => text!(
                "« {text} » sans guillemets est un nombre",
                "“{text}” without quotes is a number"
            ),
            false if !national => text!(
                "« {text} » n’est pas écrit comme le veut E.164",
                "“{text}” is not written as E.164 says"
            ),
            false => text!(
                "« {text} » n’a pas d’indicatif international",
                "“{text}” has no international prefix"
            ),
        };
        let international = international(text).filter(|_| self.options.preview);
        let fix = match (international, number, french) {
            (Some(guess), ..) => Fix::write(guess, true),
            (None, _, true) => Fix::write(format!("+33 {}", &digits[1..]), false),
            (None, true, false) => {
                let quotes = text!("mettre des guillemets", "put quotes");
                Fix::safe(quotes, Change::Set(Value::text(text)))
            }
            (None, false, false) => Fix::advice(text!(
                "écrire par exemple \"+33 1 99 00 00 00\"",
                "write for instance \"+33 1 99 00 00 00\""
            )),
        };
        let severity = if self.options.preview { Severity::Error } else { Severity::Warning };
        let found = self.on_value(spot, Code::Phone, severity, message).fix(fix);
        self.out.push(found);
    }
}

/// A telephone number as E.164 writes it.
fn international(text: &str) -> Option<String> {
    let digits: String = text.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
    let number = match digits.strip_prefix("00") {
        Some(rest) => format!("+{rest}"),
        None => digits.replace("+330", "+33"),
    };
    (number.starts_with('+') && (8..=16).contains(&number.len())).then_some(number)
}

impl<'y> Judge<'y> {
    pub(super) fn date(&mut self, spot: &Spot<'y>, text: &str) {
        if date::day(text).is_some() {
            return;
        }
        if text.is_empty() {
            return self.blank(spot, Code::InvalidDate, true);
        }
        let message = match text.contains("://") {
            true => text!(
                "une date est attendue (AAAA-MM-JJ), pas une adresse",
                "a date is expected (YYYY-MM-DD), not an address"
            ),
            false => text!(
                "« {text} » n’est pas une date AAAA-MM-JJ qui existe",
                "“{text}” is not an existing YYYY-MM-DD date"
            ),
        };
        let found = self.both(spot, Code::InvalidDate, message).fix(
            date::guess(text).map(|(day, safe)| Fix::write(day.to_string(), safe)).unwrap_or_else(
                || {
                    Fix::advice(text!(
                        "écrire la date, par exemple \"2026-01-31\", ou retirer la clé",
                        "write the date, for instance \"2026-01-31\", or remove the key"
                    ))
                },
            ),
        );
        self.out.push(found);
    }
}
