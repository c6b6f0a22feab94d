//! Identifiers of registers: languages, countries, licences, media types.

use super::super::keys::{Judge, Spot};
use super::meant;
use crate::publiccode::code::Code;
use crate::publiccode::diagnostic::{Change, Fix, Severity};
use crate::publiccode::format::{self, country, language, licence};
use crate::text;

impl<'y> Judge<'y> {
    pub(super) fn media_type(&mut self, spot: &Spot<'y>, text: &str) {
        if format::is_media_type(text) {
            return;
        }
        let message =
            text!("« {text} » n’est pas un type de média", "“{text}” is not a media type");
        let fix = Fix::advice(text!("écrire par exemple text/csv", "write for instance text/csv"));
        let found = self.both(spot, Code::InvalidMediaType, message).fix(fix);
        self.out.push(found);
    }

    pub(super) fn language(&mut self, spot: &Spot<'y>, text: &str) {
        if language::is_tag(text) {
            let canonical = language::canonical(text);
            if canonical != text {
                self.spelling(spot, text, &canonical);
            }
            return;
        }
        let message =
            text!("« {text} » n’est pas un code de langue", "“{text}” is not a language code");
        let fix = language::meant(text).map(|meant| {
            Fix::safe(
                text!("vouliez-vous dire « {meant} » ?", "did you mean “{meant}”?"),
                Change::SetValue(meant),
            )
        });
        let found = self.both(spot, Code::InvalidLanguage, message).fix(fix);
        self.out.push(found);
    }

    pub(super) fn country(&mut self, spot: &Spot<'y>, text: &str) {
        if country::is_code(text) {
            return;
        }
        let upper = text.to_uppercase();
        if text == text.to_lowercase() && country::is_code(&upper) {
            let message = text!("« {text} » en minuscules", "“{text}” in lower case");
            let fix = Fix::safe(
                text!("écrire {upper}", "write {upper}"),
                Change::SetValue(upper.clone()),
            );
            let severity = if self.options.preview { Severity::Error } else { Severity::Warning };
            let found = self.on_value(spot, Code::LowerCaseCountry, severity, message).fix(fix);
            self.out.push(found.reference(Severity::Warning));
            return;
        }
        let message = text!(
            "« {text} » n’est pas un code de pays de deux lettres",
            "“{text}” is not a country code of two letters"
        );
        let fix = country::meant(text).map(|meant| {
            Fix::safe(text!("écrire {meant}", "write {meant}"), Change::SetValue(meant.to_string()))
        });
        let found = self.both(spot, Code::InvalidCountry, message).fix(fix);
        self.out.push(found);
    }

    pub(super) fn licence(&mut self, spot: &Spot<'y>, text: &str) {
        let Some(expression) = licence::parse(text) else {
            let message = text!(
                "« {text} » n’est pas une expression SPDX",
                "“{text}” is not an SPDX expression"
            );
            let fix = meant(&licence::meant(text)).or_else(|| Some(Fix::advice(text!(
                "choisir l’identifiant sur https://spdx.org/licenses (etalab-2.0, EUPL-1.2, MIT…)",
                "choose the identifier on https://spdx.org/licenses (etalab-2.0, EUPL-1.2, MIT…)"
            ))));
            let found = self.both(spot, Code::InvalidLicence, message).fix(fix);
            self.out.push(found);
            return;
        };
        if let Some((id, successors)) = expression.deprecated.first() {
            let message = text!(
                "« {id} » est un identifiant que SPDX a remplacé",
                "“{id}” is an identifier SPDX replaced"
            );
            let found = self
                .on_value(spot, Code::DeprecatedLicence, Severity::Warning, message)
                .fix(meant(successors));
            self.out.push(found);
        } else if expression.canonical != text.trim() {
            self.spelling(spot, text, &expression.canonical);
        }
        if let Some(id) = expression.closed.first() {
            let message = text!(
                "« {id} » n’est reconnue libre ni par l’OSI ni par la FSF",
                "“{id}” is recognised as free neither by OSI nor by FSF"
            );
            let found = self.on_value(spot, Code::ClosedLicence, Severity::Warning, message);
            self.out.push(found);
        }
    }

    fn spelling(&mut self, spot: &Spot<'y>, text: &str, canonical: &str) {
        let text = text.trim();
        let message =
            text!("« {text} » s’écrit « {canonical} »", "“{text}” is written “{canonical}”");
        let fix = Fix::safe(
            text!("écrire {canonical}", "write {canonical}"),
            Change::SetValue(canonical.to_string()),
        );
        let found = self.on_value(spot, Code::Spelling, Severity::Advice, message).fix(fix);
        self.out.push(found);
    }
}
