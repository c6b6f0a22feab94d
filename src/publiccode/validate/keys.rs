//! The walk of the tree along the table of the standard: which keys are there,
//! which are not, and whether each value has the right type.

use super::view::Lines;
use super::{Files, Options};
use crate::lang::Text;
use crate::publiccode::code::Code;
use crate::publiccode::diagnostic::{Change, Diagnostic, Fix, Severity};
use crate::publiccode::filling::Filling;
use crate::publiccode::path::Path;
use crate::publiccode::standard::{Key, Presence, Shape, Single, named, top};
use crate::text;
use crate::text::question::is_question;
use crate::yaml::edit::Value;
use crate::yaml::{Node, Style, Type};

/// A value and its place in the tree.
#[derive(Clone)]
pub(super) struct Spot<'y> {
    pub path: Path,
    /// Its key; `None` for an item.
    pub key: Option<Node<'y>>,
    pub value: Node<'y>,
}

/// A mapping being judged.
pub(super) struct Section<'y> {
    pub path: Path,
    /// The mapping, or what is in its place.
    pub node: Node<'y>,
    /// The last name of its path, languages and indexes put aside.
    pub name: &'static str,
}

/// The judgement of one file.
pub(super) struct Judge<'y> {
    pub lines: &'y Lines<'y>,
    pub root: Node<'y>,
    pub options: Options,
    pub files: &'y dyn Files,
    pub filling: &'y Filling<'y>,
    pub out: Vec<Diagnostic>,
}

impl<'y> Judge<'y> {
    pub(super) fn new(
        lines: &'y Lines<'y>,
        root: Node<'y>,
        options: Options,
        files: &'y dyn Files,
        filling: &'y Filling<'y>,
    ) -> Self {
        Judge { lines, root, options, files, filling, out: Vec::new() }
    }

    /// Judges the whole file.
    pub(super) fn file(&mut self) {
        let whole = Section { path: Path::top(), node: self.root, name: "" };
        self.section(&whole, top());
        self.relations();
        self.lints();
    }

    /// True once there is more to say than anyone reads.
    pub(super) fn full(&self) -> bool {
        self.out.len() > super::MAX_FINDINGS
    }

    /// Judges the entries of a mapping, then looks for the keys it lacks.
    pub(super) fn section(&mut self, section: &Section<'y>, keys: &'static [Key]) {
        let mut given: Vec<&str> = Vec::new();
        let mut guess: Vec<String> = Vec::new();
        for (key, _) in section.node.own_entries() {
            if key.text().is_none() {
                self.key_not_text(key, section);
            }
        }
        for (key, value) in section.node.entries() {
            if self.full() {
                return;
            }
            let Some(name) = key.text().filter(|_| !key.is_null()) else {
                self.key_not_text(key, section);
                continue;
            };
            if given.contains(&name) {
                continue;
            }
            let spot = Spot { path: section.path.key(name), key: Some(key), value };
            match named(keys, name) {
                Some(known) => {
                    given.push(known.name);
                    self.value(known, &spot);
                }
                None => guess.extend(self.unknown(&spot, section, keys)),
            }
        }
        for key in keys.iter().filter(|key| !given.contains(&key.name)) {
            let before = self.out.len();
            self.absent(key, section);
            // The key is there under another name, which was told.
            if guess.iter().any(|guess| guess == key.name) {
                self.out.iter_mut().skip(before).for_each(|found| found.severity = None);
            }
        }
    }

    /// Judges the value of a known key.
    fn value(&mut self, key: &'static Key, spot: &Spot<'y>) {
        if spot.value.is_null() {
            self.empty(key, spot);
            return;
        }
        let before = self.out.len();
        self.shaped(key, spot);
        if !matches!(key.presence, Presence::Required | Presence::OneLanguage)
            && spot.value.text().is_none()
            && spot.value.is_empty()
        {
            self.hollow(spot, before);
        }
        let refused = self.out.iter().skip(before).any(|found| {
            matches!(found.code, Code::WrongType | Code::SingleValue) && found.path == spot.path
        });
        if !refused {
            self.deprecated(key, spot);
        }
        if key.deprecated.is_some() {
            // That it must go is enough.
            let blank =
                |found: &&mut Diagnostic| found.code == Code::Blank && found.path == spot.path;
            self.out.iter_mut().skip(before).filter(blank).for_each(|found| found.severity = None);
        }
    }

    /// An optional list or section that holds nothing: that is the repair of what
    /// it lacks, said since `before`.
    pub(super) fn hollow(&mut self, spot: &Spot<'y>, before: usize) {
        let name = spot.path.last();
        let fix = Fix::safe(text!("retirer la clé", "remove the key"), Change::Remove);
        for found in self.out.iter_mut().skip(before) {
            found.fix = None;
        }
        if let Some(found) = self.out.iter_mut().skip(before).find(|one| one.path == spot.path) {
            found.fix = Some(fix);
            return;
        }
        let message = text!("« {name} » ne contient rien", "“{name}” holds nothing");
        let found = self.on_key(spot, Code::Blank, Severity::Warning, message).fix(fix);
        self.out.push(found);
    }

    /// Judges the value by the shape of its key.
    fn shaped(&mut self, key: &'static Key, spot: &Spot<'y>) {
        match key.shape {
            Shape::Scalar(format) => match spot.value.scalar_type() {
                Some(_) => self.scalar(format, key, spot),
                None => self.wrong_type(&key.shape, spot),
            },
            Shape::Boolean => {
                if spot.value.scalar_type() != Some(Type::Bool) {
                    self.wrong_type(&key.shape, spot);
                }
            }
            Shape::List(format, single) => match spot.value.scalar_type() {
                None if spot.value.is_list() => self.list(format, key, spot),
                Some(_) if single == Single::Accepted => {
                    let item = Spot { path: spot.path.index(0), ..spot.clone() };
                    self.scalar(format, key, &item);
                }
                Some(Type::Str) if single == Single::StandardOnly => self.single(spot),
                _ => self.wrong_type(&key.shape, spot),
            },
            Shape::ListOf(keys) => match spot.value.is_list() {
                true => self.list_of(keys, key, spot),
                false => self.wrong_type(&key.shape, spot),
            },
            Shape::Section(keys) => match spot.value.is_map() {
                true => {
                    let below =
                        Section { path: spot.path.clone(), node: spot.value, name: key.name };
                    self.section(&below, keys);
                }
                false => self.wrong_type(&key.shape, spot),
            },
            Shape::Foreign if spot.value.is_map() => {}
            Shape::Foreign => self.wrong_type(&key.shape, spot),
            Shape::ByLanguage(keys) => match spot.value.is_map() {
                true => self.languages(keys, key, spot),
                false => self.wrong_type(&key.shape, spot),
            },
        }
    }

    /// A diagnostic on the value at `spot`.
    pub(super) fn on_value(
        &self,
        spot: &Spot<'y>,
        code: Code,
        severity: impl Into<Option<Severity>>,
        message: Text,
    ) -> Diagnostic {
        Diagnostic { on_value: true, ..self.on_key(spot, code, severity, message) }
    }

    /// A diagnostic on the key at `spot`.
    pub(super) fn on_key(
        &self,
        spot: &Spot<'y>,
        code: Code,
        severity: impl Into<Option<Severity>>,
        message: Text,
    ) -> Diagnostic {
        let mut found = Diagnostic::new(code, severity, &spot.path, message);
        found.key = spot.key.map(|key| self.lines.span(key.range()));
        found.value = Some(self.lines.span(spot.value.range()));
        found
    }

    fn key_not_text(&mut self, key: Node<'y>, section: &Section<'y>) {
        let message = text!("cette clé n’est pas un texte", "this key is not a text");
        let mut found = Diagnostic::new(Code::KeyNotText, Severity::Error, &section.path, message);
        let span = self.lines.span(key.range());
        found.key = Some(span);
        let found = found.reference(Severity::Error);
        self.out.push(found);
    }

    /// A value that is not of the type of its key.
    pub(super) fn wrong_type(&mut self, shape: &Shape, spot: &Spot<'y>) {
        if self.unanswered(spot) {
            return;
        }
        let (expected, found) = (shape.expected(), described(spot.value));
        let message = Text::new(
            format!("attendu : {} ; trouvé : {}", expected.fr, found.fr),
            format!("expected {}, found {}", expected.en, found.en),
        );
        let found = self
            .on_value(spot, Code::WrongType, Severity::Error, message)
            .fix(retyped(shape, spot))
            .reference(Severity::Error);
        self.out.push(found);
    }

    /// A question where a list, a section or a boolean is expected: true when it is one.
    fn unanswered(&mut self, spot: &Spot<'y>) -> bool {
        let asks = spot.value.text().is_some_and(is_question);
        if asks {
            let message = text!("question sans réponse", "question without an answer");
            let fix = Fix::advice(text!("répondre à la question", "answer the question"));
            let found = self.on_value(spot, Code::Unanswered, Severity::Error, message).fix(fix);
            self.out.push(found.reference(Severity::Error));
        }
        asks
    }

    /// One text where the standard allows it and the reference parser does not.
    fn single(&mut self, spot: &Spot<'y>) {
        if self.unanswered(spot) {
            return;
        }
        let value = spot.value.text().unwrap_or_default().trim();
        let message = text!(
            "« {value} » seul : le standard l’admet, l’analyseur de référence exige une liste",
            "“{value}” alone: the standard allows it, the reference parser demands a list"
        );
        let items = listed(value);
        let fix = Fix {
            safe: items.len() == 1,
            text: text!(
                "en faire une liste : un élément « - » par ligne",
                "make it a list: one “-” item per line"
            ),
            change: Some(Change::MakeList(items)),
        };
        let found = self
            .on_value(spot, Code::SingleValue, Severity::Warning, message)
            .fix(fix)
            .reference(Severity::Error);
        self.out.push(found);
    }
}

/// What a value is, in plain words.
fn described(node: Node<'_>) -> Text {
    let shown = |text: &str| {
        let line = text.lines().next().unwrap_or_default();
        let cut: String = line.chars().take(40).collect();
        if cut.len() < text.trim_end().len() { format!("{cut}…") } else { cut }
    };
    let value = shown(node.text().unwrap_or_default());
    match node.scalar_type() {
        None if node.is_list() => text!("une liste", "a list"),
        None => text!("une section (des clés)", "a section (keys)"),
        Some(Type::Null) => text!("rien", "nothing"),
        Some(Type::Bool) => text!("le booléen {value}", "the boolean {value}"),
        Some(Type::Number) => text!("le nombre {value}", "the number {value}"),
        Some(Type::Str) if value.is_empty() => text!("un texte vide", "an empty text"),
        Some(Type::Str) => text!("le texte « {value} »", "the text “{value}”"),
    }
}

/// How to give a value the type `shape`, when that can be told.
fn retyped(shape: &Shape, spot: &Spot<'_>) -> Option<Fix> {
    let node = spot.value;
    let value = node.text().unwrap_or_default().trim();
    let list = text!(
        "en faire une liste : un élément « - » par ligne",
        "make it a list: one “-” item per line"
    );
    match shape {
        Shape::Boolean if boolean(value).is_some() => {
            let guess = boolean(value)?;
            let text = match node.style() {
                Some(Style::Plain) => text!(
                    "écrire {guess} (YAML 1.2 n’a que true et false)",
                    "write {guess} (YAML 1.2 only has true and false)"
                ),
                _ => text!("écrire {guess}, sans guillemets", "write {guess}, without quotes"),
            };
            Some(Fix::safe(text, Change::Set(Value::bool(guess))))
        }
        Shape::Scalar(_) | Shape::Boolean if node.is_list() => {
            let items = node.items();
            let [only] = items.as_slice() else { return None };
            let value = Value::Scalar(only.text()?.to_string(), only.scalar_type()?);
            let text =
                text!("garder la seule valeur de la liste", "keep the only value of the list");
            Some(Fix::safe(text, Change::Set(value)))
        }
        // An item with keys in a list of texts.
        Shape::Scalar(_) if spot.key.is_none() => {
            let name = node.text_of("name")?.to_string();
            let text = text!("garder son nom : {name}", "keep its name: {name}");
            Some(Fix::doubtful(text, Change::Set(Value::text(name))))
        }
        Shape::List(..) if !value.is_empty() => {
            let items = listed(value);
            let safe = items.len() == 1;
            Some(Fix { text: list, change: Some(Change::MakeList(items)), safe })
        }
        Shape::List(..) if node.text().is_some() => {
            Some(Fix::safe(text!("retirer la clé", "remove the key"), Change::Remove))
        }
        Shape::ListOf(_) if node.is_map() => {
            let text = text!(
                "en faire une liste : « - » devant la première clé",
                "make it a list: “-” before the first key"
            );
            Some(Fix::safe(text, Change::MakeList(Vec::new())))
        }
        Shape::ListOf(keys) if !value.is_empty() => {
            Some(Fix::doubtful(list, Change::MakeList(vec![with_key(keys, value)])))
        }
        Shape::Section(keys)
            if !value.is_empty() && (spot.key.is_none() || spot.path.last() == "organisation") =>
        {
            let key = key_of(keys, value);
            let text =
                text!("en faire une section, dont « {key} »", "make it a section, with “{key}”");
            Some(Fix::doubtful(text, Change::Set(with_key(keys, value))))
        }
        Shape::Section(_) if node.is_list() => Some(Fix::advice(text!(
            "retirer les tirets : la section n’a qu’un élément",
            "remove the dashes: the section has one element only"
        ))),
        Shape::ByLanguage(_) if node.text().is_some() => Some(Fix::advice(text!(
            "mettre le texte sous une langue : fr:, puis shortDescription: et longDescription:",
            "put the text under a language: fr:, then shortDescription: and longDescription:"
        ))),
        _ => None,
    }
}

/// The boolean that `text` says in English, French or Italian.
pub(crate) fn boolean(text: &str) -> Option<bool> {
    match text.to_lowercase().as_str() {
        "true" | "yes" | "on" | "oui" | "vrai" | "y" | "1" | "si" | "sì" => Some(true),
        "false" | "no" | "off" | "non" | "faux" | "n" | "0" => Some(false),
        _ => None,
    }
}

/// The items that a text lists.
fn listed(text: &str) -> Vec<Value> {
    let separators: &[char] = if text.contains(';') { &[';', '\n'] } else { &[',', '\n'] };
    let items = text.split(separators).map(str::trim).filter(|item| !item.is_empty());
    items.map(Value::text).collect()
}

/// The key that a lone text fills: an address, an e-mail address, or a name.
fn key_of(keys: &[Key], text: &str) -> &'static str {
    let has = |name: &str| named_among(keys, name);
    let email = has("email").filter(|_| text.contains('@'));
    let uri = has("uri").filter(|_| text.contains("://") || text.starts_with("urn:"));
    email.or(uri).or(has("name")).or(has("id")).unwrap_or("name")
}

fn named_among(keys: &[Key], name: &str) -> Option<&'static str> {
    keys.iter().find(|key| key.name == name).map(|key| key.name)
}

fn with_key(keys: &[Key], text: &str) -> Value {
    Value::Map(vec![(key_of(keys, text).to_string(), Value::text(text))])
}
