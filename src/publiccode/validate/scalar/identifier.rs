//! Identifiers of registers: languages, countries, licences, media types, organisations
//! and what a software supports.

use super::super::keys::{Judge, Spot};
use super::shown;
use crate::lang::Text;
use crate::licence::expression::Expression;
use crate::publiccode::code::Code;
use crate::publiccode::diagnostic::{Change, Fix, Severity};
use crate::publiccode::format;
use crate::publiccode::format::organisation::Flaw;
use crate::publiccode::format::{country, email, language, licence, organisation};
use crate::publiccode::standard::Format;
use crate::publiccode::standard::vocabulary::aliases;
use crate::text;
use crate::yaml::edit::Value;

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
        let fix = language::guess(text).map(|guess| Fix::write(guess, true));
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
            let fix = Fix::write(upper, true);
            let severity = if self.options.preview { Severity::Error } else { Severity::Warning };
            let found = self.on_value(spot, Code::LowerCaseCountry, severity, message).fix(fix);
            self.out.push(found.reference(Severity::Warning));
            return;
        }
        let message = text!(
            "« {text} » n’est pas un code de pays de deux lettres",
            "“{text}” is not a country code of two letters"
        );
        let fix = country::guess(text)
            .map(|guess| Fix::write(guess, guess.eq_ignore_ascii_case(text.trim())));
        let found = self.both(spot, Code::InvalidCountry, message).fix(fix);
        self.out.push(found);
    }

    pub(super) fn licence(&mut self, spot: &Spot<'y>, text: &str) {
        let Some(expression) = licence::parse(text) else {
            let message = text!(
                "« {text} » n’est pas une expression SPDX",
                "“{text}” is not an SPDX expression"
            );
            let fix = self.licence_guess(text);
            let found = self.both(spot, Code::InvalidLicence, message).fix(fix);
            self.out.push(found);
            return;
        };
        if let Some((id, successors)) = expression.deprecated.first() {
            let message = text!(
                "« {id} » est un identifiant que SPDX a remplacé",
                "“{id}” is an identifier that SPDX has replaced"
            );
            let found = self
                .on_value(spot, Code::DeprecatedLicence, Severity::Warning, message)
                .fix(self.successor(text, id, successors));
            self.out.push(found);
        }
        if expression.canonical != text {
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

    /// The expression that a text which is not one probably says.
    fn licence_guess(&self, text: &str) -> Fix {
        let guess = Expression::suggestions(text);
        if let [one] = guess.as_slice() {
            let digits = |text: &str| text.contains(|c: char| c.is_ascii_digit());
            let whole = digits(text) || !digits(one);
            return Fix::write(one, whole && !text.contains(['/', ',']));
        }
        if let Some(known) =
            self.filling.known.licence.as_ref().filter(|known| guess.contains(known))
        {
            return from_repository(known);
        }
        let lang = self.filling.lang;
        let choices = match guess.as_slice() {
            [] => lang.pick("identifiant SPDX", "SPDX identifier").to_string(),
            several => several.join(lang.pick(" ou ", " or ")),
        };
        let (fr, en) = (guess.join(" ou "), guess.join(" or "));
        let words = match guess.is_empty() {
            true => text!(
                "choisir l’identifiant sur https://spdx.org/licenses (etalab-2.0, EUPL-1.2, MIT…)",
                "choose the identifier on https://spdx.org/licenses (etalab-2.0, EUPL-1.2, MIT…)"
            ),
            false => Text::new(format!("choisir : {fr}"), format!("choose: {en}")),
        };
        Fix::doubtful(words, Change::Set(self.filling.asked(&shown(text), &choices)))
    }

    /// What replaces an identifier that does not say whether later versions will do.
    fn successor(&self, text: &str, id: &str, successors: &[String]) -> Option<Fix> {
        let known = self.filling.known.licence.as_ref();
        match (successors, known) {
            (_, Some(known)) if id == text && successors.contains(known) => {
                Some(from_repository(known))
            }
            ([one], _) if id == text => Some(Fix::write(one, false)),
            ([], _) => None,
            (several, _) => {
                let (fr, en) = (several.join(" ou "), several.join(" or "));
                Some(Fix::advice(Text::new(format!("choisir : {fr}"), format!("choose: {en}"))))
            }
        }
    }

    pub(super) fn spelling(&mut self, spot: &Spot<'y>, text: &str, canonical: &str) {
        let text = text.trim();
        let message =
            text!("« {text} » s’écrit « {canonical} »", "“{text}” is written “{canonical}”");
        let fix = Fix::write(canonical, true);
        let found = self.on_value(spot, Code::Spelling, Severity::Advice, message).fix(fix);
        self.out.push(found);
    }
}

fn from_repository(licence: &str) -> Fix {
    let text = text!("écrire {licence}, comme le dépôt", "write {licence}, as the repository does");
    Fix::doubtful(text, Change::Set(Value::text(licence)))
}

impl<'y> Judge<'y> {
    pub(super) fn uri(&mut self, wanted: Format, spot: &Spot<'y>, text: &str) {
        let judged = match wanted {
            Format::Support => organisation::support(text),
            _ => organisation::uri(text),
        };
        let Err(flaw) = judged else { return };
        let found = match (flaw, wanted) {
            (Flaw::Alias, _) => {
                let known = aliases().iter().map(|(name, _)| *name);
                let near = format::nearest(text.trim_start_matches("alias:"), known.clone());
                let list: Vec<&str> = known.collect();
                let list = list.join(", ");
                let message = text!(
                    "« {text} » n’est pas un alias du standard",
                    "“{text}” is not an alias of the standard"
                );
                let fix = match near {
                    Some(near) => Fix::doubtful(
                        Text::meant(&format!("alias:{near}")),
                        Change::Set(Value::text(format!("alias:{near}"))),
                    ),
                    None => Fix::advice(text!(
                        "alias connus : {list} ; sinon donner une adresse",
                        "known aliases: {list}; otherwise give an address"
                    )),
                };
                self.both(spot, Code::UnknownAlias, message).fix(fix)
            }
            (Flaw::NotUri, Format::Support) => {
                let message = text!(
                    "« {text} » n’est ni un alias (alias:gdpr) ni une adresse",
                    "“{text}” is neither an alias (alias:gdpr) nor an address"
                );
                let plain = text.trim().to_lowercase();
                let fix = match aliases().iter().find(|(name, _)| *name == plain) {
                    Some((name, _)) => Fix::safe(
                        text!("écrire alias:{name}", "write alias:{name}"),
                        Change::Set(Value::text(format!("alias:{name}"))),
                    ),
                    None => Fix::advice(text!(
                        "donner l’adresse du texte (Légifrance, EUR-Lex…)",
                        "give the address of the text (EUR-Lex…)"
                    )),
                };
                self.both(spot, Code::InvalidUri, message).fix(fix)
            }
            (Flaw::NotUri, _) => {
                let message = text!("« {text} » n’est pas une URI", "“{text}” is not a URI");
                self.both(spot, Code::InvalidUri, message).fix(uri_guess(text))
            }
        };
        self.out.push(found);
    }
}

fn uri_guess(text: &str) -> Fix {
    let bare = text.trim();
    let domain = bare.split('/').next().unwrap_or_default();
    let site = !bare.contains([' ', '@', ':'])
        && domain.contains('.')
        && email::is_address(&format!("a@{domain}"));
    let siren = bare.len() == 9 && bare.bytes().all(|b| b.is_ascii_digit());
    match (site, siren) {
        (true, _) => Fix::write(format!("https://{bare}"), true),
        (_, true) => Fix::write(format!("urn:x-siren:{bare}"), true),
        _ => Fix::advice(text!(
            "donner l’adresse de l’organisation : son site, ou sa fiche de lannuaire.service-public.fr",
            "give the address of the organisation: its site, or its page of lannuaire.service-public.fr"
        )),
    }
}
