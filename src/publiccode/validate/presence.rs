//! Keys that are not there, and keys without a value.

use super::keys::{Judge, Section, Spot};
use crate::lang::Text;
use crate::publiccode::code::Code;
use crate::publiccode::diagnostic::{Change, Diagnostic, Fix, Severity};
use crate::publiccode::path::Path;
use crate::publiccode::standard::{Format, Key, Presence, Shape};
use crate::text;
use crate::yaml::Node;

impl<'y> Judge<'y> {
    /// Judges that `key` is not in `section`.
    pub fn absent(&mut self, key: &'static Key, section: &Section<'y>) {
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
    pub fn empty(&mut self, key: &'static Key, spot: &Spot<'y>) {
        match key.presence {
            Presence::Required => self.empty_required(key, spot),
            Presence::OneLanguage => {
                let mut found = self.one_language(key, &spot.path);
                found.key = spot.key.map(|key| self.lines.span(key.range()));
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
    pub fn empty_required(&mut self, key: &'static Key, spot: &Spot<'y>) {
        let name = key.name;
        let message = text!(
            "la clé obligatoire « {name} » n’a pas de valeur",
            "the mandatory key “{name}” has no value"
        );
        let found = self.on_key(spot, Code::EmptyValue, Severity::Error, message);
        let found = found.fix(Fix::advice(example(key)));
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
        let (name, what) = (key.name, key.what);
        let fix = Fix {
            text: Text::new(
                format!("ajouter {name} : {}", lower(what.fr)),
                format!("add {name}: {}", lower(what.en)),
            ),
            change: Some(Change::Insert(snippet(key))),
            safe: false,
        };
        Diagnostic { key: Some(self.lines.at(place.0, place.1)), ..found.fix(fix) }
    }

    /// A text the standard wants in one language and the reference parser in each.
    pub fn one_language(&self, key: &'static Key, path: &Path) -> Diagnostic {
        let name = key.name;
        let (told, first) = self.told(key.name);
        if told {
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
    fn told(&self, name: &str) -> (bool, String) {
        let Some(description) = self.root.get("description") else { return (false, String::new()) };
        let languages = description.entries();
        let first = languages.first().and_then(|(tag, _)| tag.text()).unwrap_or_default();
        let told = languages.iter().any(|(_, section)| {
            section.get(name).is_some_and(|value| match value.text() {
                Some(text) => !value.is_null() && !text.is_empty(),
                None => !value.items().is_empty(),
            })
        });
        (told, first.to_string())
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

fn example(key: &Key) -> Text {
    let (name, example) = (key.name, key.example);
    match example {
        "" => Text::new(key.what.fr, key.what.en),
        _ => text!("par exemple {name}: {example}", "for instance {name}: {example}"),
    }
}

/// A ready entry for `key`: its line, and those of what it must hold.
pub fn snippet(key: &Key) -> String {
    let name = key.name;
    let inside = |keys: &'static [Key], indent: &str| -> String {
        let wanted = keys
            .iter()
            .filter(|key| matches!(key.presence, Presence::Required | Presence::OneLanguage));
        let lines = wanted.flat_map(|key| {
            let lines: Vec<String> =
                snippet(key).lines().map(|line| format!("\n{indent}{line}")).collect();
            lines
        });
        lines.collect()
    };
    match key.shape {
        Shape::List(..) => format!("{name}:\n  - {}", key.example),
        Shape::Section(keys) => format!("{name}:{}", inside(keys, "  ")),
        Shape::ByLanguage(keys) => format!("{name}:\n  fr:{}", inside(keys, "    ")),
        Shape::ListOf(keys) => {
            format!("{name}:{}", inside(keys, "    ").replacen("\n    ", "\n  - ", 1))
        }
        Shape::Scalar(Format::Length { min, .. }) if min > 0 => format!("{name}: |\n  …"),
        _ => format!("{name}: {}", key.example),
    }
}

fn lower(sentence: &str) -> String {
    let mut characters = sentence.chars();
    match characters.next() {
        Some(first) => first.to_lowercase().chain(characters).collect(),
        None => String::new(),
    }
}
