//! `publiccode.yml`: what it says, what is wrong in it, and the repairs. [`PublicCode`]
//! is a light reader: every scalar under the path the standard
//! gives its key (`legal/license`, `description/fr/shortDescription`), with its
//! place. It judges nothing and tolerates any file; what could be read of a
//! malformed one is kept (standard: <https://yml.publiccode.tools/schema.core.html>).

pub(crate) mod code;
pub(crate) mod confusion;
pub(crate) mod consistency;
pub(crate) mod diagnostic;
pub(crate) mod draft;
pub(crate) mod filling;
pub(crate) mod format;
pub(crate) mod order;
pub(crate) mod path;
pub(crate) mod repair;
pub(crate) mod schema;
pub(crate) mod standard;
pub(crate) mod validate;

pub use code::Code;
pub use diagnostic::{Change, Diagnostic, Fix, Position, Severity, Span};
pub use validate::{Diagnosis, Files, NoFiles, Options};

use crate::finding::Location;
use crate::text::question::is_question;
use crate::yaml::{Node, ParseError, Yaml};
use std::collections::BTreeSet;

/// The standard nests four levels; more is read, but not without end.
const MAX_DEPTH: usize = 12;
/// No key of the standard is near this long, in bytes.
const MAX_KEY: usize = 100;

/// A scalar and where it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Its path: keys, and indexes from 0 in lists, separated by `/`.
    pub key: String,
    /// Its text, without surrounding white space.
    pub value: String,
    /// Line of the value, from 1.
    pub line: usize,
    /// Column of the value, from 1.
    pub column: usize,
}

/// The scalars of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicCode {
    /// Path of the file.
    pub path: String,
    /// Why it could not be read to its end.
    pub error: Option<ParseError>,
    fields: Vec<Field>,
}

impl PublicCode {
    /// Reads `text`.
    pub fn parse(path: &str, text: &str) -> PublicCode {
        let (yaml, error) = Yaml::parse(text);
        let mut fields = Vec::new();
        if let Some(root) = yaml.roots().first() {
            collect(*root, String::new(), 0, &mut fields);
        }
        PublicCode { path: path.to_string(), error, fields }
    }

    /// The scalar at `key`, unless it is empty or null.
    pub fn get(&self, key: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.key == key)
    }

    /// Every scalar, in the order of the file.
    pub fn fields(&self) -> impl Iterator<Item = &Field> {
        self.fields.iter()
    }

    /// The scalars below `key`, in the order of the file.
    pub fn below<'a>(&'a self, key: &'a str) -> impl Iterator<Item = &'a Field> {
        self.fields.iter().filter(move |field| inside(&field.key, key).is_some())
    }

    /// How many items the list at `key` holds.
    pub fn count(&self, key: &str) -> usize {
        let items = self.fields.iter().filter_map(|field| inside(&field.key, key));
        items.map(|rest| rest.split('/').next()).collect::<BTreeSet<_>>().len()
    }

    /// `description/<language>/<name>`, in French first, then in English, then
    /// in the first other language.
    pub fn described(&self, name: &str) -> Option<&Field> {
        let preferred = ["fr", "en"];
        let preferred =
            preferred.iter().find_map(|tag| self.get(&format!("description/{tag}/{name}")));
        preferred.or_else(|| {
            self.below("description").find(|field| field.key.rsplit('/').next() == Some(name))
        })
    }

    /// What declares that nobody maintains the software any more.
    pub fn unmaintained(&self) -> Option<&Field> {
        let says = |key: &str, value: &str| self.get(key).filter(|field| field.value == value);
        says("developmentStatus", "obsolete").or_else(|| says("maintenance/type", "none"))
    }

    /// Where `field` is written.
    pub fn place(&self, field: &Field) -> Location {
        Location { column: Some(field.column), ..Location::line(&self.path, field.line) }
    }

    /// True when nothing could be read of it.
    pub fn is_empty(&self) -> bool {
        self.fields.is_empty()
    }
}

fn inside<'a>(key: &'a str, list: &str) -> Option<&'a str> {
    key.strip_prefix(list)?.strip_prefix('/')
}

fn collect(node: Node<'_>, key: String, depth: usize, fields: &mut Vec<Field>) {
    if depth > MAX_DEPTH || key.len() > MAX_KEY * MAX_DEPTH {
        return;
    }
    let below = |name: &str| match key.as_str() {
        "" => name.to_string(),
        key => format!("{key}/{name}"),
    };
    if let Some(text) = node.text() {
        let value = text.trim();
        // A question somebody has still to answer is no value.
        if !matches!(value, "" | "~" | "null") && !is_question(value) {
            let (line, column) = (node.line(), node.column());
            fields.push(Field { key, value: value.to_string(), line, column });
        }
    } else if node.is_map() {
        for (name, value) in node.entries() {
            if let Some(name) = name.text().filter(|name| name.len() <= MAX_KEY) {
                collect(value, below(name), depth + 1, fields);
            }
        }
    } else {
        for (index, item) in node.items().into_iter().enumerate() {
            collect(item, below(&index.to_string()), depth + 1, fields);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scalars_keep_their_path_and_place() {
        let text = "name: Outil\nlegal:\n  license: MIT\nlogo: ~\nusedBy:\n  - Mairie A\n  - Mairie B\n\
                    description:\n  en:\n    shortDescription: A tool\n";
        let file = PublicCode::parse("publiccode.yml", text);
        let licence = file.get("legal/license").expect("licence");
        assert_eq!((licence.value.as_str(), licence.line, licence.column), ("MIT", 3, 12));
        assert_eq!(file.get("logo"), None);
        assert_eq!(file.count("usedBy"), 2);
        assert_eq!(file.described("shortDescription").map(|f| f.value.as_str()), Some("A tool"));
    }

    #[test]
    fn any_file_is_tolerated() {
        for text in
            ["", "- a", "texte", "a: [1, 2", "\t{", "a: &x [*x]", "a: &a\n  b: *a\n", "? [a]\n: b"]
        {
            let file = PublicCode::parse("publiccode.yml", text);
            assert!(file.get("url").is_none(), "{text}");
        }
    }
}
