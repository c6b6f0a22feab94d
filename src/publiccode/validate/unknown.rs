//! Keys that the standard does not have, or is leaving.

use super::keys::{Judge, Section, Spot};
use crate::lang::Text;
use crate::publiccode::code::Code;
use crate::publiccode::confusion::{self, Hint};
use crate::publiccode::diagnostic::{Change, Fix, Severity};
use crate::publiccode::format::nearest;
use crate::publiccode::standard::{self, Key, Presence, Shape};
use crate::text;

impl<'y> Judge<'y> {
    /// A key that is not in the table. Answers the key of the section that was
    /// meant, if one was.
    pub fn unknown(
        &mut self,
        spot: &Spot<'y>,
        section: &Section<'y>,
        keys: &'static [Key],
    ) -> Option<String> {
        let name = spot.path.last();
        let message = match section.path.0.is_empty() {
            true => text!("clé inconnue « {name} »", "unknown key “{name}”"),
            false => text!(
                "clé inconnue « {name} » dans « {place} »",
                "unknown key “{name}” in “{place}”",
                place = section.path
            ),
        };
        let fix = self.meant(&name, section, keys);
        let meant = fix.as_ref().and_then(|fix| match &fix.change {
            Some(Change::RenameKey(key)) => Some(key.clone()),
            Some(Change::Move(place)) if section.path.0.is_empty() => fulfilled(place),
            _ => None,
        });
        let found = self
            .on_key(spot, Code::UnknownKey, Severity::Error, message)
            .fix(fix)
            .reference(Severity::Error);
        self.out.push(found);
        meant
    }

    /// What was probably meant by the key `name`.
    fn meant(&self, name: &str, section: &Section<'y>, keys: &'static [Key]) -> Option<Fix> {
        let there = |key: &str| section.node.get(key).is_some();
        match confusion::key(section.name, name) {
            Some(Hint::Rename(key)) => return Some(renamed(name, key, there(key))),
            Some(Hint::Move(place)) => return Some(moved(place)),
            Some(Hint::Split(places)) => return Some(split(places)),
            Some(Hint::Drop) => return Some(dropped(name)),
            None => {}
        }
        let free = keys.iter().map(|key| key.name).filter(|key| !there(key));
        if let Some(near) = nearest(name, free) {
            return Some(renamed(name, near, false));
        }
        // The key of another section, under its right name.
        let elsewhere = standard::all()
            .into_iter()
            .find(|(_, key)| key.name == name && !matches!(name, "name" | "type"));
        elsewhere.map(|(path, _)| moved(&path.replace(".*.", ".<lang>.")))
    }

    /// A key of the table that the standard is leaving.
    pub fn deprecated(&mut self, key: &'static Key, spot: &Spot<'y>) {
        let Some(deprecation) = key.deprecated else { return };
        let text = spot.value.text();
        // Empty, these say nothing, and the reference parser does not see them.
        let empty = text.is_some_and(str::is_empty);
        if empty && matches!(key.name, "monochromeLogo" | "genericName") {
            return;
        }
        let name = key.name;
        let italian = key.shape == Shape::Foreign;
        let since = deprecation.since;
        let (code, message) = match italian {
            true => (
                Code::CountrySection,
                text!(
                    "section « {name} », propre à l’Italie et dépréciée depuis la version 0.7",
                    "section “{name}”, of Italy only and deprecated since version 0.7"
                ),
            ),
            false => (
                Code::DeprecatedKey,
                text!(
                    "clé « {name} » dépréciée depuis la version {since} du standard",
                    "key “{name}” deprecated since version {since} of the standard"
                ),
            ),
        };
        let severity = if self.options.preview { Severity::Error } else { Severity::Warning };
        let fix = match deprecation.replacement {
            Some(_) if italian => Fix::advice(text!(
                "retirer la section ; ses plateformes et le RGPD se disent dans supports (alias:gdpr, alias:spid…)",
                "remove the section; its platforms and GDPR go in supports (alias:gdpr, alias:spid…)"
            )),
            Some(place) if self.path_is_there(place) => Fix {
                text: text!(
                    "retirer la clé : {place} la remplace déjà",
                    "remove the key: {place} already replaces it"
                ),
                change: Some(Change::Remove),
                safe: false,
            },
            Some(place) => Fix::doubtful(
                text!("la remplacer par {place}", "replace it with {place}"),
                Change::Move(place.to_string()),
            ),
            None => Fix::safe(text!("retirer la clé", "remove the key"), Change::Remove),
        };
        let found = self.on_key(spot, code, severity, message).fix(fix);
        let found = match deprecation.silent_in_reference {
            true => found,
            false => found.reference(Severity::Warning),
        };
        self.out.push(found);
    }

    fn path_is_there(&self, path: &str) -> bool {
        let mut node = Some(self.root);
        for step in path.split('.') {
            node = node.and_then(|node| node.get(step));
        }
        node.is_some()
    }
}

/// The key at the top that has all it must hold once a value is moved to `place`.
fn fulfilled(place: &str) -> Option<String> {
    let (top, below) = place.split_once('.').unwrap_or((place, ""));
    let mut required =
        standard::find(top)?.shape.keys().iter().filter(|key| key.presence == Presence::Required);
    required.all(|key| key.name == below).then(|| top.to_string())
}

fn renamed(name: &str, key: &str, taken: bool) -> Fix {
    if taken {
        let text = text!(
            "retirer cette clé : « {key} » est déjà là",
            "remove this key: “{key}” is already there"
        );
        return Fix::doubtful(text, Change::Remove);
    }
    let text = text!("vouliez-vous dire « {key} » ?", "did you mean “{key}”?");
    let same = key.eq_ignore_ascii_case(name)
        || confusion::key("", name) == Some(Hint::Rename("organisation"));
    Fix { text, change: Some(Change::RenameKey(key.to_string())), safe: same }
}

fn moved(place: &str) -> Fix {
    let text = text!("sa place est dans {place}", "it belongs in {place}");
    Fix::doubtful(text, Change::Move(place.to_string()))
}

fn split(places: &[(&str, &str)]) -> Fix {
    let told = |arrow: &str| {
        places
            .iter()
            .map(|(from, to)| format!("{from} {arrow} {to}"))
            .collect::<Vec<_>>()
            .join(", ")
    };
    let told = told("→");
    Fix::advice(text!("dire ses valeurs ailleurs : {told}", "tell its values elsewhere: {told}"))
}

fn dropped(name: &str) -> Fix {
    let text: Text = match name {
        "fr" | "FR" => text!(
            "retirer la section : le standard n’a pas de section française",
            "remove the section: the standard has no French section"
        ),
        _ => text!(
            "retirer la clé : le standard n’a pas d’équivalent, et la forge le dit déjà",
            "remove the key: the standard has no equivalent, and the forge already tells it"
        ),
    };
    Fix::doubtful(text, Change::Remove)
}
