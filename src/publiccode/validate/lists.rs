//! Lists of values, lists of sections, and the sections of languages.

use super::keys::{Judge, Section, Spot};
use crate::publiccode::code::Code;
use crate::publiccode::diagnostic::{Change, Fix, Severity};
use crate::publiccode::format::language;
use crate::publiccode::standard::{Format, Key, Presence, Shape};
use crate::text;
use crate::yaml::Node;
use std::collections::HashMap;

impl<'y> Judge<'y> {
    /// A list of texts.
    pub(super) fn list(&mut self, format: Format, key: &'static Key, spot: &Spot<'y>) {
        let items = spot.value.items();
        if items.is_empty() {
            self.empty_list(key, spot);
            return;
        }
        let mut earlier: HashMap<String, usize> = HashMap::new();
        for (index, item) in items.into_iter().enumerate() {
            if self.full() {
                return;
            }
            let below = Spot { path: spot.path.index(index), key: None, value: item };
            let Some(text) = item.text() else {
                self.wrong_type(&Shape::Scalar(format), &below);
                continue;
            };
            if item.is_null() || text.trim().is_empty() {
                self.blank_item(format, &below);
                continue;
            }
            if let Some(first) = earlier.insert(text.trim().to_lowercase(), index) {
                self.repeated(&below, text, first);
            }
            self.scalar(format, key, &below);
        }
    }

    fn empty_list(&mut self, key: &'static Key, spot: &Spot<'y>) {
        let name = key.name;
        let message = text!("la liste « {name} » est vide", "the list “{name}” is empty");
        let found = match key.presence {
            Presence::Required => {
                let found = self.on_key(spot, Code::EmptyValue, Severity::Error, message);
                self.filled(found, key).reference(Severity::Error)
            }
            Presence::OneLanguage => {
                let mut found = self.one_language(key, &spot.path);
                found.key = spot.key.map(|key| self.lines.span(key.range()));
                if found.severity == Some(Severity::Error) {
                    (found.code, found.message) = (Code::EmptyValue, message);
                }
                self.filled(found, key).reference(Severity::Error)
            }
            _ => {
                let fix = Fix::safe(text!("retirer la clé", "remove the key"), Change::Remove);
                self.on_key(spot, Code::Blank, Severity::Warning, message).fix(fix)
            }
        };
        self.out.push(found);
    }

    /// An item without text: an error for the reference parser when its format matters.
    fn blank_item(&mut self, format: Format, spot: &Spot<'y>) {
        let message = text!("élément vide", "empty item");
        let fix = Fix::safe(text!("retirer l’élément", "remove the item"), Change::Remove);
        let refused = match format {
            Format::MediaType
            | Format::Language
            | Format::Country
            | Format::OneOf(_)
            | Format::Url
            | Format::Screenshot => true,
            Format::VideoUrl => !spot.value.is_null(),
            _ => false,
        };
        let severity = if refused { Severity::Error } else { Severity::Warning };
        let mut found = self.on_value(spot, Code::Blank, severity, message).fix(fix);
        found.reference = refused.then_some(Severity::Error);
        self.out.push(found);
    }

    fn repeated(&mut self, spot: &Spot<'y>, text: &str, first: usize) {
        let (text, first) = (text.trim(), first + 1);
        let message = text!(
            "« {text} » est déjà l’élément {first} de la liste",
            "“{text}” is already item {first} of the list"
        );
        let fix =
            Fix::safe(text!("retirer la répétition", "remove the repetition"), Change::Remove);
        let found = self.on_value(spot, Code::DuplicateItem, Severity::Warning, message).fix(fix);
        self.out.push(found);
    }

    /// A list of sections.
    pub(super) fn list_of(&mut self, keys: &'static [Key], key: &'static Key, spot: &Spot<'y>) {
        let items = spot.value.items();
        if items.is_empty() && key.presence == Presence::Optional {
            self.empty_list(key, spot);
        }
        for (index, item) in items.into_iter().enumerate() {
            if self.full() {
                return;
            }
            let path = spot.path.index(index);
            let below = Spot { path: path.clone(), key: None, value: item };
            if item.is_map() {
                self.section(&Section { path, node: item, name: key.name }, keys);
            } else if item.is_null() {
                self.null_section(keys, &below);
            } else {
                self.wrong_type(&Shape::Section(keys), &below);
            }
        }
    }

    /// An item without keys.
    fn null_section(&mut self, keys: &'static [Key], spot: &Spot<'y>) {
        let message = text!("élément vide", "empty item");
        let fix = Fix::safe(text!("retirer l’élément", "remove the item"), Change::Remove);
        let mut found = self.on_value(spot, Code::Blank, Severity::Error, message).fix(fix);
        let required = |key: &Key| key.presence == Presence::Required;
        found.reference = keys.iter().any(required).then_some(Severity::Error);
        self.out.push(found);
    }

    /// `description`: a section a language.
    pub(super) fn languages(&mut self, keys: &'static [Key], key: &'static Key, spot: &Spot<'y>) {
        let entries = spot.value.entries();
        if entries.is_empty() {
            let message =
                text!("aucune langue dans « description »", "no language in “description”");
            let found = self.on_key(spot, Code::EmptyValue, Severity::Error, message);
            self.out.push(self.filled(found, key).reference(Severity::Error));
        }
        let described = entries.iter().any(|(_, value)| !value.is_empty());
        let mut earlier: HashMap<String, String> = HashMap::new();
        for (key, value) in entries {
            let Some(tag) = key.text() else { continue };
            let before = self.out.len();
            let below = Spot { path: spot.path.key(tag), key: Some(key), value };
            let misplaced = self.language_key(tag, &below, spot.value);
            if let Some(first) = earlier.insert(tag.to_lowercase(), tag.to_string()) {
                self.same_language(tag, &first, &below);
            }
            if value.is_map() || value.is_null() {
                let section =
                    Section { path: below.path.clone(), node: value, name: "description" };
                self.language_section(keys, &section, key);
            } else if !misplaced {
                self.wrong_type(&Shape::Section(keys), &below);
            }
            if described && value.is_empty() {
                // Another language has texts.
                self.hollow(&below, before);
            }
        }
    }

    fn language_section(&mut self, keys: &'static [Key], section: &Section<'y>, key: Node<'y>) {
        if section.node.is_map() {
            self.section(section, keys);
            return;
        }
        // A language without keys: what it lacks is told at its key.
        let at = Section { path: section.path.clone(), node: key, name: section.name };
        for key in keys {
            self.absent(key, &at);
        }
    }

    /// The key of a language. A common mistake is to write keys of a language
    /// straight under `description`: true when that is so.
    fn language_key(&mut self, tag: &str, spot: &Spot<'y>, all: Node<'y>) -> bool {
        if language::is_tag(tag) {
            let canonical = language::canonical(tag);
            if canonical != tag {
                let message =
                    text!("« {tag} » s’écrit « {canonical} »", "“{tag}” is written “{canonical}”");
                let fix = match all.get(&canonical) {
                    None => Fix::safe(
                        text!("écrire {canonical}", "write {canonical}"),
                        Change::Rename(canonical.clone()),
                    ),
                    Some(_) => Fix::advice(text!(
                        "réunir les deux sections",
                        "bring the two sections together"
                    )),
                };
                let found = self.on_key(spot, Code::Spelling, Severity::Advice, message).fix(fix);
                self.out.push(found);
            }
            return false;
        }
        let misplaced =
            crate::publiccode::standard::find(&format!("description.fr.{tag}")).is_some();
        let guess = language::guess(tag).filter(|guess| all.get(guess).is_none());
        let fix = match (misplaced, guess) {
            (true, _) => Some(self.moved(&format!("description.<lang>.{tag}"))),
            (false, Some(guess)) => {
                let text = text!("écrire {guess}", "write {guess}");
                Some(Fix::safe(text, Change::Rename(guess)))
            }
            (false, None) => None,
        };
        let message = text!(
            "« {tag} » n’est pas un code de langue : sous « description », chaque clé est une langue",
            "“{tag}” is not a language code: under “description”, each key is a language"
        );
        let found = self.on_key(spot, Code::InvalidLanguage, Severity::Error, message).fix(fix);
        self.out.push(found.reference(Severity::Error));
        misplaced
    }

    fn same_language(&mut self, tag: &str, first: &str, spot: &Spot<'y>) {
        let message = text!(
            "« {tag} » est la même langue que « {first} »",
            "“{tag}” is the same language as “{first}”"
        );
        let fix = Fix::advice(text!("réunir les deux sections", "bring the two sections together"));
        let found = self.on_key(spot, Code::DuplicateLanguage, Severity::Warning, message).fix(fix);
        self.out.push(found);
    }
}
