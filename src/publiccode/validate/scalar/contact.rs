//! Addresses of electronic mail and telephone numbers.

use super::super::keys::{Judge, Spot};
use crate::publiccode::code::Code;
use crate::publiccode::diagnostic::{Change, Fix, Severity};
use crate::publiccode::format::email;
use crate::text;
use crate::yaml::Type;

impl<'y> Judge<'y> {
    pub(super) fn email(&mut self, spot: &Spot<'y>, text: &str) {
        let source = self.source(spot);
        if source.contains("\\x64") {
            let message = text!(
                "adresse écrite avec \\x64, qui est « d » : « @ » s’écrit \\x40",
                "address written with \\x64, which is “d”: “@” is \\x40"
            );
            let meant = source.replacen("\\x64", "@", 1);
            let fix = Fix::safe(
                text!("écrire l’adresse avec @", "write the address with @"),
                Change::SetValue(meant),
            );
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
        let found = self.both(spot, Code::InvalidEmail, message).fix(meant(text));
        self.out.push(found);
    }

    pub(super) fn phone(&mut self, spot: &Spot<'y>, text: &str) {
        if text.trim().is_empty() {
            return self.blank(spot, Code::Blank, false);
        }
        let number = spot.value.scalar_type() == Some(Type::Number);
        let national = !text.trim_start().starts_with('+');
        if !number && !national {
            return;
        }
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        let french = digits.len() == 10 && digits.starts_with('0') && !digits.starts_with("00");
        let message = match number {
            true => text!(
                "« {text} » sans guillemets est un nombre",
                "“{text}” without quotes is a number"
            ),
            false => text!(
                "« {text} » n’a pas d’indicatif international",
                "“{text}” has no international prefix"
            ),
        };
        let fix = match french {
            true => {
                let meant = format!("\"+33 {}\"", &digits[1..]);
                let text = text!("en France : {meant}", "in France: {meant}");
                Fix::doubtful(text, Change::SetValue(meant))
            }
            false => Fix::advice(text!(
                "écrire par exemple \"+33 1 99 00 00 00\"",
                "write for instance \"+33 1 99 00 00 00\""
            )),
        };
        let severity = if self.options.preview { Severity::Error } else { Severity::Warning };
        let found = self.on_value(spot, Code::Phone, severity, message).fix(fix);
        self.out.push(found);
    }
}

/// The address meant by another way of writing it.
fn meant(text: &str) -> Option<Fix> {
    let (address, safe) = email::meant(text)?;
    let text = text!("écrire {address}", "write {address}");
    Some(Fix { text, change: Some(Change::SetValue(address)), safe })
}
