//! Dates.

use super::super::keys::{Judge, Spot};
use crate::publiccode::code::Code;
use crate::publiccode::diagnostic::{Change, Fix};
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
        let found =
            self.both(spot, Code::InvalidDate, message).fix(meant(text).unwrap_or_else(|| {
                Fix::advice(text!(
                    "écrire la date, par exemple \"2026-01-31\", ou retirer la clé",
                    "write the date, for instance \"2026-01-31\", or remove the key"
                ))
            }));
        self.out.push(found);
    }
}

/// The day meant by another way of writing it.
fn meant(text: &str) -> Option<Fix> {
    let (day, safe) = date::meant(text)?;
    let text = text!("écrire \"{day}\"", "write \"{day}\"");
    Some(Fix { text, change: Some(Change::SetValue(format!("\"{day}\""))), safe })
}
