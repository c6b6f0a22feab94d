//! Values judged by their format.

use super::keys::{Judge, Spot};
use super::view::{Kind, kind, rewritten};
use crate::lang::Text;
use crate::publiccode::code::Code;
use crate::publiccode::confusion;
use crate::publiccode::diagnostic::{Change, Diagnostic, Fix, Severity};
use crate::publiccode::format::organisation::Flaw;
use crate::publiccode::format::{self, country, email, language, licence, organisation};
use crate::publiccode::standard::vocabulary::{ALIASES, Vocabulary};
use crate::publiccode::standard::{Format, Key, Presence};
use crate::question::is_question;
use crate::text;

/// What the reference parser says of a country.
pub fn country_said(last: &str) -> String {
    format!("{last} must be a valid ISO 3166-1 alpha-2 two-letter country code")
}

/// What it says of a value out of a list.
pub fn one_of_said(last: &str, list: &Vocabulary) -> String {
    match list.values.len() {
        106 => format!("{last} must be a valid category (see {})", list.url),
        24 => format!("{last} must be a valid scope (see {})", list.url),
        _ => {
            let quoted: Vec<String> =
                list.values.iter().map(|value| format!("\"{value}\"")).collect();
            let (end, start) =
                quoted.split_last().map_or(("", &[][..]), |(end, start)| (end.as_str(), start));
            format!("{last} must be one of the following: {} or {end}", start.join(", "))
        }
    }
}

impl<'y> Judge<'y> {
    /// Judges the text at `spot`, which is not null.
    pub fn scalar(&mut self, wanted: Format, key: &'static Key, spot: &Spot<'y>) {
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
        if kind(spot.value) == Some(Kind::Number) {
            self.number(wanted, spot, text);
        }
        self.formatted(wanted, key, spot, text);
    }

    fn formatted(&mut self, wanted: Format, key: &'static Key, spot: &Spot<'y>, text: &str) {
        match wanted {
            Format::StandardVersion | Format::Free | Format::Version | Format::Preferably(_) => {
                self.free(key, spot, text)
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
            Format::ItalianCode => self.italian_code(spot, text),
            Format::OneOf(list) => self.one_of(spot, text, list),
        }
    }

    /// A diagnostic on the value, which the reference parser makes too.
    pub fn both(&self, spot: &Spot<'y>, code: Code, message: Text, said: String) -> Diagnostic {
        self.on_value(spot, code, Severity::Error, message).reference(Severity::Error, said)
    }

    /// An optional value without text.
    pub fn blank(&mut self, spot: &Spot<'y>, code: Code, said: Option<String>) {
        let name = spot.path.last();
        let message = text!("« {name} » est vide", "“{name}” is empty");
        let fix = Fix::safe(
            text!("retirer la clé, elle est facultative", "remove the key, it is optional"),
            Change::Remove,
        );
        let severity = if said.is_some() { Severity::Error } else { Severity::Warning };
        let found = self.on_value(spot, code, severity, message).fix(fix);
        let found = match said {
            Some(said) => found.reference(Severity::Error, said),
            None => found,
        };
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
            self.out.push(found);
        } else {
            self.blank(spot, Code::Blank, None);
        }
    }

    /// A number where a text is expected.
    fn number(&mut self, wanted: Format, spot: &Spot<'y>, text: &str) {
        let read = rewritten(text);
        let matters =
            matches!(wanted, Format::Version | Format::Free | Format::OneOf(_)) || read != text;
        if !matters || matches!(wanted, Format::Date | Format::Phone) {
            return;
        }
        let message = match read == text {
            true => text!(
                "« {text} » est un nombre, un texte est attendu",
                "“{text}” is a number, a text is expected"
            ),
            false => text!(
                "« {text} » sans guillemets est un nombre, lu « {read} »",
                "“{text}” without quotes is a number, read as “{read}”"
            ),
        };
        let quoted = format!("\"{text}\"");
        let fix = Fix::safe(
            text!("mettre des guillemets : {quoted}", "put quotes: {quoted}"),
            Change::SetValue(quoted.clone()),
        );
        let found = self.on_value(spot, Code::UnquotedNumber, Severity::Warning, message).fix(fix);
        self.out.push(found);
    }

    fn length(&mut self, spot: &Spot<'y>, text: &str, (min, max): (usize, usize)) {
        let (length, last) = (format::length(text), spot.path.last());
        if length > max {
            let over = length - max;
            let message = text!(
                "{length} caractères, {max} au plus ({over} de trop)",
                "{length} characters, {max} at most ({over} too many)"
            );
            let said = format!("{last} must be a maximum of {max} characters in length");
            let found = self.both(spot, Code::TooLong, message, said);
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
            let said = format!("{last} must be at least {min} characters in length");
            let fix = Fix::advice(text!(
                "dire ce que fait le logiciel, pour qui et dans quel contexte",
                "say what the software does, for whom and in what context"
            ));
            let found = self.both(spot, Code::TooShort, message, said).fix(fix);
            self.out.push(found);
        }
    }

    fn date(&mut self, spot: &Spot<'y>, text: &str) {
        if format::day(text).is_some() {
            return;
        }
        let last = spot.path.last();
        let said = format!("{last} must be a date with format 'YYYY-MM-DD'");
        if text.is_empty() {
            return self.blank(spot, Code::InvalidDate, Some(said));
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
        let found = self.both(spot, Code::InvalidDate, message, said).fix(
            date_meant(text).unwrap_or_else(|| {
                Fix::advice(text!(
                    "écrire la date, par exemple \"2026-01-31\", ou retirer la clé",
                    "write the date, for instance \"2026-01-31\", or remove the key"
                ))
            }),
        );
        self.out.push(found);
    }

    fn email(&mut self, spot: &Spot<'y>, text: &str) {
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
            let said = format!("{} must be a valid email address", spot.path.last());
            let found = if email::is_address(text) {
                found
            } else {
                found.reference(Severity::Error, said)
            };
            self.out.push(found);
            return;
        }
        if email::is_address(text) {
            return;
        }
        let said = format!("{} must be a valid email address", spot.path.last());
        if text.is_empty() {
            return self.blank(spot, Code::InvalidEmail, Some(said));
        }
        let message = text!(
            "« {text} » n’est pas une adresse électronique",
            "“{text}” is not an e-mail address"
        );
        let found = self.both(spot, Code::InvalidEmail, message, said).fix(email_meant(text));
        self.out.push(found);
    }

    fn phone(&mut self, spot: &Spot<'y>, text: &str) {
        if text.trim().is_empty() {
            return self.blank(spot, Code::Blank, None);
        }
        let number = kind(spot.value) == Some(Kind::Number);
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

    fn media_type(&mut self, spot: &Spot<'y>, text: &str) {
        if format::is_media_type(text) {
            return;
        }
        let message =
            text!("« {text} » n’est pas un type de média", "“{text}” is not a media type");
        let said = format!("{} is not a valid MIME type", spot.path.last());
        let fix = Fix::advice(text!("écrire par exemple text/csv", "write for instance text/csv"));
        let found = self.both(spot, Code::InvalidMediaType, message, said).fix(fix);
        self.out.push(found);
    }

    fn language(&mut self, spot: &Spot<'y>, text: &str) {
        if language::is_tag(text) {
            let canonical = language::canonical(text);
            if canonical != text {
                self.spelling(spot, text, &canonical);
            }
            return;
        }
        let message =
            text!("« {text} » n’est pas un code de langue", "“{text}” is not a language code");
        let said = format!("{} must be a valid BCP 47 language", spot.path.last());
        let fix = language::meant(text).map(|meant| {
            Fix::safe(
                text!("vouliez-vous dire « {meant} » ?", "did you mean “{meant}”?"),
                Change::SetValue(meant),
            )
        });
        let found = self.both(spot, Code::InvalidLanguage, message, said).fix(fix);
        self.out.push(found);
    }

    fn country(&mut self, spot: &Spot<'y>, text: &str) {
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
            let said = format!(
                "Lowercase country codes are DEPRECATED. Use uppercase instead ('{upper}')"
            );
            let found = self.on_value(spot, Code::LowerCaseCountry, severity, message).fix(fix);
            self.out.push(found.reference(Severity::Warning, said));
            return;
        }
        let message = text!(
            "« {text} » n’est pas un code de pays de deux lettres",
            "“{text}” is not a country code of two letters"
        );
        let fix = country::meant(text).map(|meant| {
            Fix::safe(text!("écrire {meant}", "write {meant}"), Change::SetValue(meant.to_string()))
        });
        let said = country_said(&spot.path.last());
        let found = self.both(spot, Code::InvalidCountry, message, said).fix(fix);
        self.out.push(found);
    }

    fn licence(&mut self, spot: &Spot<'y>, text: &str) {
        let Some(expression) = licence::parse(text) else {
            let message = text!(
                "« {text} » n’est pas une expression SPDX",
                "“{text}” is not an SPDX expression"
            );
            let said =
                "license must be a valid license (see https://spdx.org/licenses)".to_string();
            let fix = meant(&licence::meant(text)).or_else(|| Some(Fix::advice(text!(
                "choisir l’identifiant sur https://spdx.org/licenses (etalab-2.0, EUPL-1.2, MIT…)",
                "choose the identifier on https://spdx.org/licenses (etalab-2.0, EUPL-1.2, MIT…)"
            ))));
            let found = self.both(spot, Code::InvalidLicence, message, said).fix(fix);
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

    fn uri(&mut self, wanted: Format, spot: &Spot<'y>, text: &str) {
        let judged = match wanted {
            Format::Support => organisation::support(text),
            _ => organisation::uri(text),
        };
        let Err(flaw) = judged else { return };
        let last = spot.path.last();
        let found = match (flaw, wanted) {
            (Flaw::Alias, _) => {
                let known = ALIASES.iter().map(|(name, _)| *name);
                let near = format::nearest(text.trim_start_matches("alias:"), known.clone());
                let list: Vec<&str> = known.collect();
                let list = list.join(", ");
                let message = text!("« {text} » n’est pas un alias du standard", "“{text}” is not an alias of the standard");
                let fix = match near {
                    Some(near) => Fix::doubtful(
                        text!("vouliez-vous dire « alias:{near} » ?", "did you mean “alias:{near}”?"),
                        Change::SetValue(format!("alias:{near}")),
                    ),
                    None => Fix::advice(text!("alias connus : {list} ; sinon donner une adresse", "known aliases: {list}; otherwise give an address")),
                };
                let said = format!("{last} contains an unknown alias (see https://github.com/publiccodeyml/publiccode.yml/blob/main/docs/standard/aliases-list.rst)");
                self.both(spot, Code::UnknownAlias, message, said).fix(fix)
            }
            (Flaw::ItalianCode, _) => self.no_italian_code(spot, text, format!(
                "{last} must be a valid Italian Public Administration Code (iPA) with format 'urn:x-italian-pa:[codiceIPA]' (see https://github.com/publiccodeyml/italian-organizations-ipa-vocabulary)"
            )),
            (Flaw::NotUri, Format::Support) => {
                let message = text!("« {text} » n’est ni un alias (alias:gdpr) ni une adresse", "“{text}” is neither an alias (alias:gdpr) nor an address");
                let said = format!("{last} must be a known alias ('alias:<name>') or a valid URI (URL or URN)");
                let plain = text.trim().to_lowercase();
                let fix = match ALIASES.iter().find(|(name, _)| *name == plain) {
                    Some((name, _)) => Fix::safe(text!("écrire alias:{name}", "write alias:{name}"), Change::SetValue(format!("alias:{name}"))),
                    None => Fix::advice(text!("donner l’adresse du texte (Légifrance, EUR-Lex…)", "give the address of the text (EUR-Lex…)")),
                };
                self.both(spot, Code::InvalidUri, message, said).fix(fix)
            }
            (Flaw::NotUri, _) => {
                let message = text!("« {text} » n’est pas une URI", "“{text}” is not a URI");
                let said = format!("{last} is not a valid URI");
                self.both(spot, Code::InvalidUri, message, said).fix(uri_meant(text))
            }
        };
        self.out.push(found);
    }

    fn italian_code(&mut self, spot: &Spot<'y>, text: &str) {
        if text.is_empty() || organisation::is_italian_code(text) {
            return;
        }
        let said = format!(
            "{} must be a valid Italian Public Administration Code (iPA) (see https://github.com/publiccodeyml/italian-organizations-ipa-vocabulary)",
            spot.path.last()
        );
        let found = self.no_italian_code(spot, text, said);
        self.out.push(found);
    }

    fn no_italian_code(&self, spot: &Spot<'y>, text: &str, said: String) -> Diagnostic {
        let message = text!(
            "« {text} » n’est pas un code connu d’administration italienne",
            "“{text}” is not a known code of an Italian administration"
        );
        self.both(spot, Code::InvalidIpaCode, message, said)
    }

    fn one_of(&mut self, spot: &Spot<'y>, text: &str, list: &'static Vocabulary) {
        // The reference parser compares a number as it writes it again.
        let number = kind(spot.value) == Some(Kind::Number);
        let read = if number { rewritten(text) } else { text.to_string() };
        let last = spot.path.last();
        let said = one_of_said(&last, list);
        if list.values.contains(&text) {
            if !list.values.contains(&read.as_str()) {
                let message = text!(
                    "« {text} » sans guillemets est lu « {read} »",
                    "“{text}” without quotes is read as “{read}”"
                );
                let found = self.on_value(spot, Code::UnknownValue, None, message);
                self.out.push(found.reference(Severity::Error, said));
            }
            return;
        }
        if text.is_empty() {
            return self.blank(spot, Code::UnknownValue, Some(said));
        }
        let path = spot.path.to_string();
        let path = path.split('[').next().unwrap_or_default();
        let near = confusion::value(path, text, list.values);
        let one = list.one;
        let message = Text::new(
            format!("« {text} » n’est pas {}", one.fr),
            format!("“{text}” is not {}", one.en),
        );
        let near: Vec<String> = near.into_iter().map(str::to_string).collect();
        let fix = meant(&near).unwrap_or_else(|| Fix::advice(listed(list)));
        let found = self.both(spot, Code::UnknownValue, message, said).fix(fix);
        self.out.push(found);
    }

    /// The value as it is written in the file.
    pub fn source(&self, spot: &Spot<'y>) -> &'y str {
        let range = spot.value.range();
        self.lines.text.get(range.start..range.end).unwrap_or_default()
    }
}

/// A suggestion: a change when only one value can be meant.
fn meant(values: &[String]) -> Option<Fix> {
    match values {
        [] => None,
        [one] => Some(Fix {
            text: text!("vouliez-vous dire « {one} » ?", "did you mean “{one}”?"),
            change: Some(Change::SetValue(one.clone())),
            safe: true,
        }),
        several => {
            let (fr, en) = (several.join(" ou "), several.join(" or "));
            Some(Fix::advice(Text::new(format!("choisir : {fr}"), format!("choose: {en}"))))
        }
    }
}

/// The values of a list, or where to find them.
fn listed(list: &Vocabulary) -> Text {
    let url = list.url;
    if list.values.len() > 30 {
        return text!("choisir dans la liste : {url}", "choose from the list: {url}");
    }
    let values = list.values.join(", ");
    text!("valeurs admises : {values}", "allowed values: {values}")
}

/// The day meant by another way of writing it.
fn date_meant(text: &str) -> Option<Fix> {
    let text = text.trim();
    let day = text.split(['T', ' ']).next().unwrap_or_default();
    let numbers: Vec<&str> = day.split(['-', '/', '.']).collect();
    let (year, month, date) = match numbers.as_slice() {
        [year, month, date] if year.len() == 4 => (*year, *month, *date),
        // Only the order of the day and the month used in France is certain enough.
        [date, month, year] if year.len() == 4 => (*year, *month, *date),
        _ => return None,
    };
    let meant = format!("{year}-{month:0>2}-{date:0>2}");
    format::day(&meant)?;
    let sure = numbers.first().is_some_and(|first| first.len() == 4);
    let text = text!("écrire \"{meant}\"", "write \"{meant}\"");
    Some(Fix { text, change: Some(Change::SetValue(format!("\"{meant}\""))), safe: sure })
}

fn email_meant(text: &str) -> Option<Fix> {
    let bare = match text.split_once('<').and_then(|(_, rest)| rest.split_once('>')) {
        Some((bare, _)) => bare.to_string(),
        None => {
            let plain = text.trim().trim_start_matches("mailto:").replace(" ", "");
            ["(at)", "[at]", "(arobase)", "[arobase]"]
                .iter()
                .fold(plain, |plain, at| plain.replace(at, "@"))
                .replace("[dot]", ".")
                .replace("(dot)", ".")
                .replace("[point]", ".")
        }
    };
    (bare != text && email::is_address(&bare))
        .then(|| Fix::safe(text!("écrire {bare}", "write {bare}"), Change::SetValue(bare.clone())))
}

fn uri_meant(text: &str) -> Fix {
    let bare = text.trim();
    let domain = bare.split('/').next().unwrap_or_default();
    let site = !bare.contains([' ', '@', ':'])
        && domain.contains('.')
        && email::is_address(&format!("a@{domain}"));
    let siren = bare.len() == 9 && bare.bytes().all(|b| b.is_ascii_digit());
    match (site, siren) {
        (true, _) => Fix::safe(
            text!("écrire https://{bare}", "write https://{bare}"),
            Change::SetValue(format!("\"https://{bare}\"")),
        ),
        (_, true) => Fix::safe(
            text!("écrire urn:x-siren:{bare}", "write urn:x-siren:{bare}"),
            Change::SetValue(format!("\"urn:x-siren:{bare}\"")),
        ),
        _ => Fix::advice(text!(
            "donner l’adresse de l’organisation : son site, ou sa fiche de lannuaire.service-public.fr",
            "give the address of the organisation: its site, or its page of lannuaire.service-public.fr"
        )),
    }
}
