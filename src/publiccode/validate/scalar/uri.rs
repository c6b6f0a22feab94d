//! URIs of organisations and of what a software supports.

use super::super::keys::{Judge, Spot};
use crate::publiccode::code::Code;
use crate::publiccode::diagnostic::{Change, Fix};
use crate::publiccode::format::organisation::Flaw;
use crate::publiccode::format::{self, email, organisation};
use crate::publiccode::standard::Format;
use crate::publiccode::standard::vocabulary::aliases;
use crate::text;
use crate::yaml::edit::Value;

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
                        text!(
                            "vouliez-vous dire « alias:{near} » ?",
                            "did you mean “alias:{near}”?"
                        ),
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
                self.both(spot, Code::InvalidUri, message).fix(uri_meant(text))
            }
        };
        self.out.push(found);
    }
}

fn uri_meant(text: &str) -> Fix {
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
