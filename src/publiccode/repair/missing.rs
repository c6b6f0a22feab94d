//! Required keys that are not there: filled with what the repository says, or
//! with a question.

use super::site::{names, step};
use super::{Options, Proposal};
use crate::publiccode::standard::{Format, Key, Presence, Shape, TOP, version};
use crate::text;
use crate::text::question::{is_question, marked};
use crate::yaml::edit::{Change, Document, Path, Step, Type, Value};
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

/// What the keys of a section are filled with.
struct Filler<'o> {
    options: &'o Options<'o>,
    /// The language of the section, under `description`.
    language: Option<String>,
}

pub(super) fn propose(document: &Document, options: &Options<'_>) -> Vec<Proposal> {
    let mut out = Vec::new();
    if options.complete {
        let filler = Filler { options, language: None };
        filler.section(document, TOP, document.value(), &Path::new(), "", &mut out);
    }
    out
}

impl Filler<'_> {
    fn section(
        &self,
        document: &Document,
        keys: &'static [Key],
        holder: &Value,
        path: &Path,
        section: &str,
        out: &mut Vec<Proposal>,
    ) {
        let order = names(keys);
        for key in keys {
            let name = if section.is_empty() {
                key.name.into()
            } else {
                format!("{section}.{}", key.name)
            };
            let value = holder.get(key.name).filter(|value| !value.is_empty());
            let here = step(path, Step::from(key.name));
            match value {
                Some(value) => self.below(document, key, value, &here, &name, out),
                None if self.required(key, holder) => {
                    let Some(value) = self.value(key, &name) else { continue };
                    let text = self.text(key, &value);
                    let change = match holder.get(key.name) {
                        Some(_) => Change::Set { path: here.clone(), value },
                        None => Change::Insert {
                            parent: path.clone(),
                            at: document.rank(path, key.name, &order),
                            key: key.name.to_string(),
                            value,
                        },
                    };
                    out.push(Proposal::safe(&here, text, change));
                }
                None => {}
            }
        }
    }

    /// What is missing from the sections that `value` holds.
    fn below(
        &self,
        document: &Document,
        key: &'static Key,
        value: &Value,
        here: &Path,
        name: &str,
        out: &mut Vec<Proposal>,
    ) {
        match (key.shape, value) {
            (Shape::Section(keys), Value::Map(_)) => {
                self.section(document, keys, value, here, name, out);
            }
            (Shape::ByLanguage(keys), Value::Map(entries)) => {
                for (at, (tag, texts)) in entries.iter().enumerate() {
                    if !matches!(texts, Value::Map(_)) {
                        continue;
                    }
                    let filler = Filler { language: Some(tag.clone()), ..*self };
                    filler.section(document, keys, texts, &step(here, Step::At(at)), name, out);
                }
            }
            (Shape::ListOf(keys), Value::Seq(items)) => {
                for (at, item) in items.iter().enumerate() {
                    if matches!(item, Value::Map(_)) {
                        self.section(document, keys, item, &step(here, Step::At(at)), name, out);
                    }
                }
            }
            _ => {}
        }
    }

    fn text(&self, key: &Key, value: &Value) -> crate::lang::Text {
        let name = key.name;
        if matches!(key.shape, Shape::Scalar(Format::StandardVersion)) {
            text!("« {name} » est obligatoire : ajoutée", "“{name}” is mandatory: added")
        } else if asks(value) {
            text!(
                "« {name} » est obligatoire : une question est posée",
                "“{name}” is mandatory: a question is asked"
            )
        } else {
            text!(
                "« {name} » est obligatoire : remplie d’après le dépôt",
                "“{name}” is mandatory: filled from the repository"
            )
        }
    }

    fn required(&self, key: &Key, holder: &Value) -> bool {
        match key.presence {
            Presence::Required | Presence::OneLanguage => true,
            Presence::Optional => false,
            Presence::ByType { required, .. } => {
                let kind = holder.get("type").and_then(Value::as_text);
                kind.is_some_and(|kind| required.contains(&kind))
            }
        }
    }

    /// A value for `key`, `name` being its path without ranks nor languages.
    fn value(&self, key: &'static Key, name: &str) -> Option<Value> {
        if let Some(value) = self.known(name) {
            return Some(value);
        }
        Some(match key.shape {
            Shape::Scalar(Format::StandardVersion) => Value::text(version::RECOMMENDED),
            Shape::Scalar(_) | Shape::Boolean => self.question(key),
            Shape::List(..) => Value::Seq(vec![self.question(key)]),
            Shape::Section(keys) => Value::Map(self.entries(keys, name)),
            // Never required.
            Shape::Foreign => return None,
            Shape::ListOf(keys) => Value::Seq(vec![Value::Map(self.entries(keys, name))]),
            Shape::ByLanguage(keys) => {
                let known = self.options.known;
                let mut tags: Vec<String> =
                    known.short.keys().chain(known.long.keys()).cloned().collect();
                tags.sort();
                tags.dedup();
                if tags.is_empty() {
                    tags.push("fr".into());
                }
                let section = |tag: String| {
                    let filler = Filler { language: Some(tag.clone()), ..*self };
                    (tag, Value::Map(filler.entries(keys, name)))
                };
                Value::Map(tags.into_iter().map(section).collect())
            }
        })
    }

    /// The required keys of a section that is not there.
    fn entries(&self, keys: &'static [Key], section: &str) -> Vec<(String, Value)> {
        let nothing = Value::Scalar(String::new(), Type::Null);
        let needed = keys.iter().filter(|key| self.required(key, &nothing));
        needed
            .filter_map(|key| {
                Some((key.name.to_string(), self.value(key, &format!("{section}.{}", key.name))?))
            })
            .collect()
    }

    /// What the repository says of `name`.
    fn known(&self, name: &str) -> Option<Value> {
        let known = self.options.known;
        let text = |text: &Option<String>| text.as_ref().map(Value::text);
        let list = |items: &[String]| {
            (!items.is_empty()).then(|| Value::Seq(items.iter().map(Value::text).collect()))
        };
        let language = self.language.as_deref().unwrap_or_default();
        match name {
            "name" => text(&known.name),
            "url" => text(&known.url),
            "platforms" => list(&known.platforms),
            "legal.license" => text(&known.licence),
            "localisation.availableLanguages" => list(&known.languages),
            "description.shortDescription" => known.short.get(language).map(Value::text),
            "description.longDescription" => known.long.get(language).map(Value::text),
            "description.features" => list(known.features.get(language).map_or(&[], Vec::as_slice)),
            "maintenance.contacts" => {
                let people: Vec<Value> = known.contacts.iter().map(contact).collect();
                (!people.is_empty()).then_some(Value::Seq(people))
            }
            _ => None,
        }
    }

    fn question(&self, key: &Key) -> Value {
        let lang = self.options.lang;
        let what = key.what.get(lang).trim_end_matches('.');
        let choices = match key.shape {
            Shape::Scalar(Format::OneOf(list))
            | Shape::List(Format::OneOf(list) | Format::Preferably(list), _)
                if list.values.len() <= 12 =>
            {
                format!("{}{}", lang.pick("\u{a0}: ", ": "), list.values.join(", "))
            }
            _ => String::new(),
        };
        Value::text(marked(&format!("{what}{choices}")))
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

fn asks(value: &Value) -> bool {
    match value {
        Value::Scalar(text, _) => is_question(text),
        Value::Seq(items) => items.iter().any(asks),
        Value::Map(entries) => entries.iter().any(|(_, value)| asks(value)),
        Value::Alias(_) => false,
    }
}
