//! Keys that are not there, and keys without a value.

use super::keys::{Judge, Section, Spot};
use crate::lang::Text;
use crate::publiccode::code::Code;
use crate::publiccode::diagnostic::{Change, Diagnostic, Fix, Severity};
use crate::publiccode::filling::asks;
use crate::publiccode::path::Path;
use crate::publiccode::standard::{Format, Key, Presence, Shape, version};
use crate::text;
use crate::yaml::Node;

impl<'y> Judge<'y> {
    /// Judges that `key` is not in `section`.
    pub(super) fn absent(&mut self, key: &'static Key, section: &Section<'y>) {
        let path = section.path.key(key.name);
        let place = self.anchor(section);
        match key.presence {
            Presence::Required => {
                let message = missing(key, &section.path);
                let found = Diagnostic::new(Code::MissingKey, Severity::Error, &path, message);
                let found = self.inserted(found, key, place);
                self.out.push(found.reference(Severity::Error));
            }
            Presence::OneLanguage => {
                let found = self.one_language(key, &path);
                let found = self.inserted(found, key, place);
                self.out.push(found.reference(Severity::Error));
            }
            // What depends on `type` is judged once the section is read.
            Presence::Optional | Presence::ByType { .. } => {}
        }
    }

    /// Judges that the value of `key` is null.
    pub(super) fn empty(&mut self, key: &'static Key, spot: &Spot<'y>) {
        match key.presence {
            Presence::Required => self.empty_required(key, spot),
            Presence::OneLanguage => {
                let mut found = self.one_language(key, &spot.path);
                found.key = spot.key.map(|key| self.lines.span(key.range()));
                let found = self.filled(found, key);
                self.out.push(found.reference(Severity::Error));
            }
            Presence::Optional => {
                let name = key.name;
                let message = text!("« {name} » n’a pas de valeur", "“{name}” has no value");
                let fix = Fix::safe(text!("retirer la clé", "remove the key"), Change::Remove);
                let found = self.on_key(spot, Code::Blank, Severity::Warning, message).fix(fix);
                self.out.push(found);
            }
            Presence::ByType { .. } => {}
        }
    }

    /// A required key whose value is null, or empty.
    pub(super) fn empty_required(&mut self, key: &'static Key, spot: &Spot<'y>) {
        let name = key.name;
        let message = text!(
            "la clé obligatoire « {name} » n’a pas de valeur",
            "the mandatory key “{name}” has no value"
        );
        let found = self.on_key(spot, Code::EmptyValue, Severity::Error, message);
        let found = self.filled(found, key);
        self.out.push(found.reference(Severity::Error));
    }

    /// Where a key missing from `section` is reported: at its first key, or at
    /// the brace that opens it.
    fn anchor(&self, section: &Section<'y>) -> (usize, usize) {
        let position = self.lines.position(self.anchor_node(section.node));
        (position.line, position.column)
    }

    fn anchor_node(&self, section: Node<'y>) -> usize {
        let start = section.range().start;
        let flow = self.lines.text.get(start..).is_some_and(|rest| rest.starts_with('{'));
        let first = section.own_entries().first().map(|(key, _)| key.range().start);
        if flow { start } else { first.unwrap_or(start) }
    }

    fn inserted(&self, found: Diagnostic, key: &'static Key, place: (usize, usize)) -> Diagnostic {
        let found = self.filled(found, key);
        Diagnostic { key: Some(self.lines.at(place.0, place.1)), ..found }
    }

    /// `found` with the value that its missing key is given.
    pub(super) fn filled(&self, found: Diagnostic, key: &'static Key) -> Diagnostic {
        let (name, what) = (key.name, key.what);
        let Some(value) = self.filling.value(key, &found.path) else { return found };
        let text = match asks(&value) || key.presence == Presence::Optional {
            true => Text::new(
                format!("ajouter {name} : {}", lower(what.fr)),
                format!("add {name}: {}", lower(what.en)),
            ),
            false if matches!(key.shape, Shape::Scalar(Format::StandardVersion)) => {
                let version = version::RECOMMENDED;
                text!(
                    "ajouter {name}: \"{version}\" en tête du fichier",
                    "add {name}: \"{version}\" at the top of the file"
                )
            }
            false => text!("ajouter {name}, d’après le dépôt", "add {name}, from the repository"),
        };
        found.fix(Fix::safe(text, Change::Insert(value)))
    }

    /// A text the standard wants in one language and the reference parser in each.
    pub(super) fn one_language(&self, key: &'static Key, path: &Path) -> Diagnostic {
        let name = key.name;
        let (given, first) = self.given(key.name);
        if given {
            let message = text!(
                "« {name} » manque dans cette langue",
                "“{name}” is missing in this language"
            );
            return Diagnostic::new(Code::IncompleteLanguage, Severity::Warning, path, message);
        }
        // Missing everywhere: said once.
        let is_first = path.parent().last() == first;
        let severity = is_first.then_some(Severity::Error);
        Diagnostic::new(Code::MissingKey, severity, path, missing(key, &path.parent()))
    }

    /// True when some language gives the key `name` a value; and the first language.
    fn given(&self, name: &str) -> (bool, String) {
        let Some(description) = self.root.get("description") else { return (false, String::new()) };
        let languages = description.entries();
        let first = languages.first().and_then(|(tag, _)| tag.text()).unwrap_or_default();
        let given = languages.iter().any(|(_, section)| {
            section.get(name).is_some_and(|value| match value.text() {
                Some(text) => !value.is_null() && !text.is_empty(),
                None => !value.items().is_empty(),
            })
        });
        (given, first.to_string())
    }
}

fn missing(key: &Key, section: &Path) -> Text {
    let name = key.name;
    let kind = match key.shape {
        Shape::Section(_) | Shape::ByLanguage(_) => Text::new("section", "section"),
        _ => Text::new("clé", "key"),
    };
    let (fr, en) = (kind.fr, kind.en);
    match section.0.is_empty() {
        true => Text::new(
            format!("{fr} obligatoire « {name} » absente"),
            format!("mandatory {en} “{name}” is missing"),
        ),
        false => Text::new(
            format!("{fr} obligatoire « {name} » absente de « {section} »"),
            format!("mandatory {en} “{name}” is missing from “{section}”"),
        ),
    }
}

fn lower(sentence: &str) -> String {
    let mut characters = sentence.chars();
    match characters.next() {
        Some(first) => first.to_lowercase().chain(characters).collect(),
        None => String::new(),
    }
}
