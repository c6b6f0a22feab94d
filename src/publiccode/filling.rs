//! What a missing key is filled with: what the repository says of the software,
//! or a question that only people can answer.

use super::path::Path;
use super::standard::{Format, Key, Presence, Shape, version};
use crate::lang::Lang;
use crate::text::question::marked;
use crate::yaml::Type;
use crate::yaml::edit::{Step, Value};
use std::collections::BTreeMap;

/// Somebody to write to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KnownContact {
    /// Their name.
    pub name: String,
    /// Their address.
    pub email: Option<String>,
    /// Their organisation.
    pub affiliation: Option<String>,
}

/// What the repository says of the software; nothing is guessed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Known {
    /// Its name.
    pub name: Option<String>,
    /// The public address of its repository.
    pub url: Option<String>,
    /// Its site.
    pub landing_url: Option<String>,
    /// Its licence, as an SPDX expression.
    pub licence: Option<String>,
    /// The main owner of the rights.
    pub copyright_owner: Option<String>,
    /// The languages of its interface (BCP 47).
    pub languages: Vec<String>,
    /// The platforms it is used from.
    pub platforms: Vec<String>,
    /// One sentence that presents it, by language.
    pub short: BTreeMap<String, String>,
    /// What presents it at length, by language.
    pub long: BTreeMap<String, String>,
    /// Its features, by language.
    pub features: BTreeMap<String, Vec<String>>,
    /// The people who maintain it.
    pub contacts: Vec<KnownContact>,
    /// Its latest version.
    pub version: Option<String>,
    /// The day of that version.
    pub release_date: Option<String>,
    /// The path of its logo.
    pub logo: Option<String>,
}

/// What keys are filled with.
#[derive(Debug, Clone, Copy)]
pub struct Filling<'a> {
    /// What the repository says.
    pub known: &'a Known,
    /// The language of the questions.
    pub lang: Lang,
}

impl Filling<'_> {
    /// A value for `key`, which is missing at `path`.
    pub fn value(&self, key: &'static Key, path: &Path) -> Option<Value> {
        let mut names: Vec<&str> = Vec::new();
        for step in &path.0 {
            if let Step::Key(name) = step {
                names.push(name);
            }
        }
        let tag = (names.len() > 2 && names[0] == "description").then(|| names.remove(1));
        self.filled(key, &names.join("."), tag)
    }

    /// The same, `name` being its path without indexes nor language, and `tag` its language.
    fn filled(&self, key: &'static Key, name: &str, tag: Option<&str>) -> Option<Value> {
        if let Some(value) = self.known(name, tag.unwrap_or_default()) {
            return Some(value);
        }
        Some(match key.shape {
            Shape::Scalar(Format::StandardVersion) => Value::text(version::RECOMMENDED),
            Shape::Scalar(_) | Shape::Boolean => self.question(key),
            Shape::List(..) => Value::Seq(vec![self.question(key)]),
            Shape::Section(keys) => Value::Map(self.entries(keys, name, tag)),
            // Never required.
            Shape::Foreign => return None,
            Shape::ListOf(keys) => Value::Seq(vec![Value::Map(self.entries(keys, name, tag))]),
            Shape::ByLanguage(keys) => {
                let known = self.known;
                let mut tags: Vec<&String> = known.short.keys().chain(known.long.keys()).collect();
                tags.sort();
                tags.dedup();
                let french = "fr".to_string();
                if tags.is_empty() {
                    tags.push(&french);
                }
                let section =
                    |tag: &String| (tag.clone(), Value::Map(self.entries(keys, name, Some(tag))));
                Value::Map(tags.into_iter().map(section).collect())
            }
        })
    }

    /// The required keys of a section that is not there.
    fn entries(
        &self,
        keys: &'static [Key],
        section: &str,
        tag: Option<&str>,
    ) -> Vec<(String, Value)> {
        let needed = keys
            .iter()
            .filter(|key| matches!(key.presence, Presence::Required | Presence::OneLanguage));
        let entry = |key: &'static Key| {
            let value = self.filled(key, &format!("{section}.{}", key.name), tag)?;
            Some((key.name.to_string(), value))
        };
        needed.filter_map(entry).collect()
    }

    /// What the repository says of `name`.
    fn known(&self, name: &str, tag: &str) -> Option<Value> {
        let known = self.known;
        let text = |text: &Option<String>| text.as_ref().map(Value::text);
        let list = |items: &[String]| {
            (!items.is_empty()).then(|| Value::Seq(items.iter().map(Value::text).collect()))
        };
        match name {
            "name" => text(&known.name),
            "url" => text(&known.url),
            "platforms" => list(&known.platforms),
            "legal.license" => text(&known.licence),
            "localisation.availableLanguages" => list(&known.languages),
            "description.shortDescription" => known.short.get(tag).map(Value::text),
            "description.longDescription" => known.long.get(tag).map(Value::text),
            "description.features" => list(known.features.get(tag).map_or(&[], Vec::as_slice)),
            "maintenance.contacts" => {
                let people: Vec<Value> = known.contacts.iter().map(contact).collect();
                (!people.is_empty()).then_some(Value::Seq(people))
            }
            _ => None,
        }
    }

    fn question(&self, key: &Key) -> Value {
        let what = key.what.get(self.lang).trim_end_matches('.');
        let choices = match key.shape {
            Shape::Scalar(Format::OneOf(list))
            | Shape::List(Format::OneOf(list) | Format::Preferably(list), _)
                if list.values.len() <= 12 =>
            {
                list.values.join(", ")
            }
            _ => return Value::text(marked(what)),
        };
        self.asked(what, &choices)
    }

    /// The question whether `what` is one of `choices`.
    pub fn asked(&self, what: &str, choices: &str) -> Value {
        Value::text(marked(&format!("{what}{}{choices}", self.lang.pick("\u{a0}: ", ": "))))
    }
}

fn contact(person: &KnownContact) -> Value {
    let mut entries = vec![("name".to_string(), Value::text(&person.name))];
    let more = [("email", &person.email), ("affiliation", &person.affiliation)];
    for (key, value) in more {
        entries.extend(value.as_ref().map(|value| (key.to_string(), Value::text(value))));
    }
    Value::Map(entries)
}

/// True when a question stands for some part of `value`.
pub(crate) fn asks(value: &Value) -> bool {
    match value {
        Value::Scalar(text, Type::Str) => crate::text::question::is_question(text),
        Value::Seq(items) => items.iter().any(asks),
        Value::Map(entries) => entries.iter().any(|(_, value)| asks(value)),
        _ => false,
    }
}
