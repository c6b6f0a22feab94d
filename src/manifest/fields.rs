//! What a manifest says of its package: name, version, description, licence,
//! addresses, and whether it may be published.

use super::Ecosystem;
use super::source::Malformed;
use crate::lang::Text;
use crate::text;
use crate::text::line::position;

/// What a licence field of a manifest says, as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum LicenceValue {
    /// One licence, or an expression.
    Written(String),
    /// Licences of which any may be chosen.
    AnyOf(Vec<String>),
    /// Licences that all apply.
    AllOf(Vec<String>),
    /// Licences of which any may be chosen, by a name for people and an address;
    /// one of them may be empty.
    Named(Vec<(String, String)>),
    /// Another file holds the licence.
    File(String),
    /// A category of an index, which may name no licence.
    Classifier(String),
    /// The file is broken there.
    Malformed(Text),
}

/// A licence field of a manifest, with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LicenceField {
    /// Line, from 1.
    pub line: usize,
    /// Column, from 1.
    pub column: usize,
    /// What it says.
    pub value: LicenceValue,
}

impl LicenceField {
    /// A field at byte `at` of `text`.
    pub(super) fn at(text: &str, at: usize, value: LicenceValue) -> LicenceField {
        let (line, column) = position(text, at);
        LicenceField { line, column, value }
    }

    /// One licence written at byte `at` of `text`.
    pub(super) fn written(text: &str, at: usize, words: &str) -> LicenceField {
        LicenceField::at(text, at, LicenceValue::Written(words.to_string()))
    }

    /// The licence that stands in `file`, which is named at byte `at` of `text`.
    pub(super) fn file(text: &str, at: usize, file: &str) -> LicenceField {
        LicenceField::at(text, at, LicenceValue::File(file.to_string()))
    }

    /// A TOML file that does not parse.
    pub(super) fn broken_toml(error: Malformed) -> LicenceField {
        let (fr, en) = (error.message.fr, error.message.en);
        let why = text!("TOML mal formé : {fr}", "malformed TOML: {en}");
        let value = LicenceValue::Malformed(why);
        LicenceField { line: error.line, column: error.column, value }
    }

    /// The field in one line, when it says something.
    pub(super) fn words(&self) -> Option<String> {
        let words = match &self.value {
            LicenceValue::Written(words)
            | LicenceValue::File(words)
            | LicenceValue::Classifier(words) => words.clone(),
            LicenceValue::AnyOf(names) => names.join(" OR "),
            LicenceValue::AllOf(names) => names.join(" AND "),
            LicenceValue::Named(pairs) => {
                let names =
                    pairs.iter().map(|(name, url)| if name.is_empty() { url } else { name });
                names.map(String::as_str).collect::<Vec<&str>>().join(" OR ")
            }
            LicenceValue::Malformed(_) => return None,
        };
        (!words.is_empty()).then_some(words)
    }
}

/// What a manifest says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Manifest {
    /// Its path.
    pub path: String,
    /// Its ecosystem.
    pub ecosystem: Ecosystem,
    /// Package name.
    pub name: Option<String>,
    /// Package version.
    pub version: Option<String>,
    /// One-line description.
    pub description: Option<String>,
    /// Licence, as written.
    pub license: Option<String>,
    /// Home page.
    pub homepage: Option<String>,
    /// Repository address.
    pub repository: Option<String>,
    /// True when the manifest forbids publication (`"private": true`, `publish = false`).
    pub private: bool,
    /// True when it declares dependencies to be fetched.
    pub dependencies: bool,
    /// Its scripts: name and command, in order.
    pub scripts: Vec<(String, String)>,
    /// The command of its test script, when it has one.
    pub test_script: Option<String>,
    /// Line of the first declaration of the licence, from 1.
    pub license_line: Option<usize>,
}

impl Manifest {
    pub(super) fn empty(path: &str, ecosystem: Ecosystem) -> Manifest {
        Manifest {
            path: path.to_string(),
            ecosystem,
            name: None,
            version: None,
            description: None,
            license: None,
            homepage: None,
            repository: None,
            private: false,
            dependencies: false,
            scripts: Vec::new(),
            test_script: None,
            license_line: None,
        }
    }

    /// True when the manifest stands at the root.
    pub fn at_root(&self) -> bool {
        !self.path.contains('/')
    }
}
