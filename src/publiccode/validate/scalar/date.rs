//! Dates.

use super::super::keys::{Judge, Spot};
use crate::publiccode::code::Code;
use crate::publiccode::diagnostic::Fix;
use crate::publiccode::format::date;
use crate::text;

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
            date::meant(text).map(|(day, safe)| Fix::write(day.to_string(), safe)).unwrap_or_else(
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
