//! Keys that the standard does not have, or is leaving.

use super::keys::{Judge, Section, Spot};
use crate::lang::Text;
use crate::publiccode::code::Code;
use crate::publiccode::confusion::{self, Hint};
use crate::publiccode::diagnostic::{Change, Fix, Severity};
use crate::publiccode::format::{folded, language, near, nearest};
use crate::publiccode::standard::{self, Key, Presence, Shape};
use crate::text;
use crate::yaml::Node;
use strsim::osa_distance;

/// Keys that nothing else is taken for, below the top of the file.
const CERTAIN: [&str; 9] =
    ["uri", "email", "phone", "id", "contacts", "contractors", "features", "website", "scope"];

impl<'y> Judge<'y> {
    /// A key that is not in the table. Answers the key of the section that was
    /// meant, if one was.
    pub(super) fn unknown(
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
        let fix = match spot.value.is_empty() {
            true => Fix::safe(
                text!("la retirer : elle est vide", "remove it: it is empty"),
                Change::Remove,
            ),
            false => self.guess(&name, section, keys),
        };
        let guess = match &fix.change {
            Some(Change::Rename(key)) => Some(key.clone()),
            Some(Change::Move(place)) if section.path.0.is_empty() => fulfilled(place),
            _ => None,
        };
        let found = self
            .on_key(spot, Code::UnknownKey, Severity::Error, message)
            .fix(fix)
            .reference(Severity::Error);
        self.out.push(found);
        guess
    }

    /// What was probably meant by the key `name`, and what to do of it.
    fn guess(&self, name: &str, section: &Section<'y>, keys: &'static [Key]) -> Fix {
        let there = |key: &str| section.node.get(key).is_some();
        let hint = confusion::key(section.name, name);
        match hint {
            Some(Hint::Rename(key)) if there(key) => {
                let text = text!(
                    "« {key} » est déjà là : la laisser en commentaire",
                    "“{key}” is already there: leave it as a comment"
                );
                return Fix::doubtful(text, Change::Comment);
            }
            Some(Hint::Rename(key)) => {
                let spelling = name.len() < 100 && osa_distance(&folded(name), &folded(key)) <= 2;
                let certain = !section.name.is_empty() && CERTAIN.contains(&key);
                return renamed(key, spelling || certain);
            }
            Some(Hint::Move(place)) => return self.moved(place),
            Some(Hint::Split(places)) => return split(places),
            _ => {}
        }
        let free = keys.iter().map(|key| key.name).filter(|key| !there(key));
        if let Some(key) = near(name, free.clone()) {
            return renamed(key, true);
        }
        if hint == Some(Hint::Drop) {
            return dropped(name);
        }
        if let Some(key) = nearest(name, free) {
            return renamed(key, false);
        }
        // The key of another section, under its right name.
        let elsewhere = standard::all()
            .into_iter()
            .find(|(_, key)| key.name == name && !matches!(name, "name" | "type"));
        match elsewhere {
            Some((path, _)) => self.moved(&path.replace(".*.", ".<lang>.")),
            None => Fix::doubtful(
                text!("la laisser en commentaire", "leave it as a comment"),
                Change::Comment,
            ),
        }
    }

    /// The key belongs at `place`: carried there when that can be, otherwise left
    /// as a comment.
    pub(super) fn moved(&self, place: &str) -> Fix {
        let text = text!("sa place est dans {place}", "it belongs in {place}");
        let to = self.in_language(place).filter(|to| !to.contains('['));
        let free = |to: &String| self.at(to).is_none_or(Node::is_empty);
        match to.filter(free) {
            Some(to) => Fix::doubtful(text, Change::Move(to)),
            None => Fix::doubtful(text, Change::Comment),
        }
    }

    /// `place` with the only language of the description for `<lang>`.
    fn in_language(&self, place: &str) -> Option<String> {
        if !place.contains("<lang>") {
            return Some(place.to_string());
        }
        let languages = self.root.get("description").map(Node::entries).unwrap_or_default();
        let mut tags =
            languages.iter().filter(|(_, section)| section.is_map()).filter_map(|(tag, _)| {
                tag.text().filter(|tag| language::is_tag(&tag.replace('_', "-")))
            });
        match (tags.next(), tags.next()) {
            (Some(tag), None) => Some(place.replace("<lang>", tag)),
            _ => None,
        }
    }

    /// A key of the table that the standard is leaving.
    pub(super) fn deprecated(&mut self, key: &'static Key, spot: &Spot<'y>) {
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
        let fix = self.modernised(spot, deprecation.replacement);
        let found = self.on_key(spot, code, severity, message).fix(fix);
        let found = match deprecation.silent_in_reference {
            true => found,
            false => found.reference(Severity::Warning),
        };
        self.out.push(found);
    }

    /// What to do of a deprecated key.
    fn modernised(&self, spot: &Spot<'y>, replacement: Option<&str>) -> Fix {
        let name = spot.path.last();
        let remove = || text!("retirer la clé", "remove the key");
        if spot.value.is_empty() {
            return Fix::safe(remove(), Change::Remove);
        }
        let replaced = |place: &str| {
            text!(
                "retirer la clé : {place} la remplace déjà",
                "remove the key: {place} already replaces it"
            )
        };
        match (name.as_str(), replacement) {
            ("IT", _) => Fix::doubtful(
                text!(
                    "laisser la section en commentaire ; ses plateformes et le RGPD se disent dans supports (alias:gdpr, alias:spid…)",
                    "leave the section as a comment; its platforms and GDPR go in supports (alias:gdpr, alias:spid…)"
                ),
                Change::Comment,
            ),
            ("it", _) if self.at("IT").is_some() => {
                Fix::doubtful(text!("retirer la section", "remove the section"), Change::Remove)
            }
            ("it", _) => renamed("IT", true),
            (_, Some("logo")) if self.at("logo").is_none() => renamed("logo", true),
            (_, Some(place @ "organisation.name")) => match self.at(place) {
                Some(other) => Fix {
                    safe: other.text().map(str::trim) == spot.value.text().map(str::trim),
                    ..Fix::doubtful(replaced(place), Change::Remove)
                },
                None => Fix {
                    // Nobody else is named: the organisation is that of the repository.
                    safe: self.at("organisation").is_some_and(Node::is_map),
                    ..Fix::doubtful(
                        text!("la remplacer par {place}", "replace it with {place}"),
                        Change::Move(place.to_string()),
                    )
                },
            },
            (_, Some(place)) => Fix::doubtful(replaced(place), Change::Remove),
            (_, None) => Fix::doubtful(remove(), Change::Remove),
        }
    }

    /// The value at a dotted path.
    fn at(&self, path: &str) -> Option<Node<'y>> {
        path.split('.').try_fold(self.root, |node, step| node.get(step))
    }
}

/// The key at the top that has all it must hold once a value is moved to `place`.
fn fulfilled(place: &str) -> Option<String> {
    let (top, below) = place.split_once('.').unwrap_or((place, ""));
    let mut required =
        standard::find(top)?.shape.keys().iter().filter(|key| key.presence == Presence::Required);
    required.all(|key| key.name == below).then(|| top.to_string())
}

fn renamed(key: &str, safe: bool) -> Fix {
    let text = match safe {
        true => text!("écrire « {key} »", "write “{key}”"),
        false => Text::meant(key),
    };
    Fix { text, change: Some(Change::Rename(key.to_string())), safe }
}

fn split(places: &'static [(&'static str, &'static str)]) -> Fix {
    let list: Vec<String> = places.iter().map(|(from, to)| format!("{from} → {to}")).collect();
    let list = list.join(", ");
    let text = text!("donner ses valeurs ailleurs : {list}", "give its values elsewhere: {list}");
    Fix::doubtful(text, Change::Split(places))
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
