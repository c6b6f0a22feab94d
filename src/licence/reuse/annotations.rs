//! `REUSE.toml` (REUSE specification 3.3, "REUSE.toml").

use super::glob::{Globs, Syntax};
use super::{Problem, Source, SourceKind, Statement};
use crate::lang::{Lang, Text};
use crate::text;
use crate::text::line::{line_at, position};
use serde_json::{Value, json};
use std::ops::Range;
use std::sync::Arc;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

// REUSE-IgnoreStart

const COPYRIGHT: &str = "SPDX-FileCopyrightText";
/// The key of the licences.
pub(crate) const LICENCE: &str = "SPDX-License-Identifier";

/// A file larger than this is not read.
const MAX_BYTES: usize = 1 << 20;
/// Tables read of one file.
const MAX_TABLES: usize = 2_000;
/// Statements of one kind read of one table.
const MAX_STATEMENTS: usize = 200;

/// Which statement wins, for a file that several sources speak of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Precedence {
    /// What the file says, then the closest table: for what is still missing.
    #[default]
    Closest,
    /// The table besides what is found elsewhere.
    Aggregate,
    /// The table, and nothing that stands closer to the file.
    Override,
}

/// A `REUSE.toml`.
#[derive(Debug)]
pub(crate) struct Annotations {
    /// The folder it is in; empty for the root.
    pub folder: String,
    tables: Vec<Table>,
}

/// An `[[annotations]]` table.
#[derive(Debug)]
pub(crate) struct Table {
    paths: Globs,
    /// The patterns of the files it is about, as written.
    pub patterns: Vec<String>,
    /// Its precedence.
    pub precedence: Precedence,
    /// Its copyright notices.
    pub copyrights: Vec<Statement>,
    /// Its licence expressions.
    pub expressions: Vec<Statement>,
}

impl Annotations {
    /// Reads the text of the file at `path`; what is wrong in it goes to `problems`.
    pub(crate) fn read(path: &str, text: &str, problems: &mut Vec<Problem>) -> Annotations {
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder).to_string();
        let mut reading = Reading { path: Arc::from(path), text, problems };
        if text.len() > MAX_BYTES {
            let megabytes = MAX_BYTES >> 20;
            reading.problem(
                0..0,
                text!(
                    "fichier de plus de {megabytes} Mio, non lu",
                    "file of more than {megabytes} MiB, not read"
                ),
            );
            return Annotations { folder, tables: Vec::new() };
        }
        let tables = match DeTable::parse(text) {
            Ok(table) => reading.document(table.get_ref(), table.span()),
            Err(error) => {
                let reason = error.message().to_string();
                reading.problem(
                    error.span().unwrap_or(0..0),
                    text!("TOML incorrect : {reason}", "invalid TOML: {reason}"),
                );
                Vec::new()
            }
        };
        Annotations { folder, tables }
    }

    /// Its tables, in order.
    pub(crate) fn tables(&self) -> &[Table] {
        &self.tables
    }

    /// The table about `path`, from the root of the project: the last one that
    /// names it.
    pub(crate) fn about(&self, path: &str) -> Option<&Table> {
        let inside = match self.folder.as_str() {
            "" => path,
            folder => path.strip_prefix(folder)?.strip_prefix('/')?,
        };
        self.tables.iter().rev().find(|table| table.paths.matches(inside))
    }
}

/// The JSON Schema of the file, with descriptions in `lang`.
pub(crate) fn schema(lang: Lang) -> Value {
    let text = json!({ "type": "string" });
    let one_or_more = |fr: &str, en: &str| json!({ "anyOf": [text, { "type": "array", "items": text }], "description": lang.pick(fr, en) });
    let path = one_or_more(
        "Les fichiers concernés, depuis le dossier du fichier ; * s’arrête aux dossiers, ** non.",
        "The files it is about, from the folder of the file; * stops at folders, ** does not.",
    );
    let copyright = one_or_more("Les mentions de droits.", "The copyright notices.");
    let licence =
        one_or_more("Les licences (expressions SPDX).", "The licences (SPDX expressions).");
    let precedences = [
        (
            "closest",
            "Ce que dit le fichier, puis, pour ce qui manque, la table la plus proche.",
            "What the file says, then the closest table for what is missing.",
        ),
        (
            "aggregate",
            "La table, en plus de ce qui est dit ailleurs.",
            "The table besides what is said elsewhere.",
        ),
        ("override", "La table, et rien d’autre.", "The table, and nothing else."),
    ];
    let precedences = precedences
        .map(|(value, fr, en)| json!({ "const": value, "description": lang.pick(fr, en) }));
    json!({
        "type": "object",
        "properties": {
            "version": {
                "type": "integer",
                "description": lang.pick("Version du format : 1.", "Version of the format: 1."),
            },
            "annotations": {
                "type": "array",
                "description": lang.pick(
                    "Ce qui est dit de fichiers.",
                    "What is said of files.",
                ),
                "items": { "type": "object", "properties": {
                    "path": path,
                    "precedence": {
                        "description": lang.pick(
                            "Ce qui l’emporte quand plusieurs sources parlent d’un fichier.",
                            "What wins when several sources speak of a file.",
                        ),
                        "oneOf": precedences,
                    },
                    COPYRIGHT: copyright,
                    LICENCE: licence,
                }},
            },
        },
    })
}

struct Reading<'a> {
    path: Arc<str>,
    text: &'a str,
    problems: &'a mut Vec<Problem>,
}

impl Reading<'_> {
    fn problem(&mut self, span: Range<usize>, message: Text) {
        let (line, column) = position(self.text, span.start);
        self.problems.push(Problem { path: self.path.to_string(), line, column, message });
    }

    fn document(&mut self, document: &DeTable<'_>, span: Range<usize>) -> Vec<Table> {
        match document.get("version") {
            Some(version) if version.get_ref().is_integer() => {}
            found => {
                let span = found.map_or(span.start..span.start, Spanned::span);
                self.problem(
                    span,
                    text!(
                        "« version » doit être un entier (version = 1)",
                        "“version” must be an integer (version = 1)"
                    ),
                );
            }
        }
        let Some(annotations) = document.get("annotations") else { return Vec::new() };
        let Some(array) = annotations.get_ref().as_array() else {
            self.not_tables(annotations.span());
            return Vec::new();
        };
        let mut tables = Vec::new();
        if array.len() > MAX_TABLES {
            self.problem(
                annotations.span(),
                text!(
                    "plus de {MAX_TABLES} tables : les suivantes ne sont pas lues",
                    "more than {MAX_TABLES} tables: the next ones are not read"
                ),
            );
        }
        for item in array.iter().take(MAX_TABLES) {
            match item.get_ref().as_table() {
                Some(table) => tables.extend(self.table(table, item.span())),
                None => self.not_tables(item.span()),
            }
        }
        tables
    }

    fn not_tables(&mut self, span: Range<usize>) {
        self.problem(
            span,
            text!(
                "« annotations » s’écrit en tables : [[annotations]]",
                "“annotations” is written as tables: [[annotations]]"
            ),
        );
    }

    fn table(&mut self, table: &DeTable<'_>, span: Range<usize>) -> Option<Table> {
        let paths = self.strings(table, "path")?;
        if paths.is_empty() {
            self.problem(
                table.get("path").map_or(span.clone(), Spanned::span),
                text!(
                    "« path » manque ou est vide : à quels fichiers cette table s’applique-t-elle ?",
                    "“path” is missing or empty: which files is this table about?"
                ),
            );
            return None;
        }
        let precedence = self.precedence(table)?;
        let statements = |found: Vec<(String, Range<usize>)>, text: &str, path: &Arc<str>| {
            let one = |(value, span): (String, Range<usize>)| {
                let line = line_at(text, span.start);
                let kind = SourceKind::ReuseToml;
                let source = Source { kind, path: path.clone(), line, snippet: false };
                Statement { text: Arc::from(value.trim()), source }
            };
            found.into_iter().map(one).collect::<Vec<_>>()
        };
        let mut copyrights = self.strings(table, COPYRIGHT)?;
        let mut expressions = self.strings(table, LICENCE)?;
        if copyrights.len().max(expressions.len()) > MAX_STATEMENTS {
            self.problem(
                span.clone(),
                text!(
                    "plus de {MAX_STATEMENTS} valeurs : les suivantes ne sont pas lues",
                    "more than {MAX_STATEMENTS} values: the next ones are not read"
                ),
            );
            copyrights.truncate(MAX_STATEMENTS);
            expressions.truncate(MAX_STATEMENTS);
        }
        let patterns: Vec<String> = paths.into_iter().map(|(path, _)| path).collect();
        let globs = Globs::new(patterns.iter().map(String::as_str), Syntax::ReuseToml);
        let Some(paths) = globs else {
            self.problem(span, text!("chemins trop nombreux", "too many paths"));
            return None;
        };
        Some(Table {
            paths,
            patterns,
            precedence,
            copyrights: statements(copyrights, self.text, &self.path),
            expressions: statements(expressions, self.text, &self.path),
        })
    }

    /// The string or strings under `key`, with their places; empty when the key
    /// is absent, `None` when it holds something else, which is told.
    fn strings(&mut self, table: &DeTable<'_>, key: &str) -> Option<Vec<(String, Range<usize>)>> {
        let Some(value) = table.get(key) else { return Some(Vec::new()) };
        let one = |value: &Spanned<DeValue<'_>>| {
            value.get_ref().as_str().map(|text| (text.to_string(), value.span()))
        };
        let found = match value.get_ref() {
            DeValue::Array(items) => items.iter().map(one).collect(),
            _ => one(value).map(|one| vec![one]),
        };
        if found.is_none() {
            self.problem(
                value.span(),
                text!(
                    "« {key} » doit être une chaîne ou une liste de chaînes",
                    "“{key}” must be a string or a list of strings"
                ),
            );
        }
        found
    }

    fn precedence(&mut self, table: &DeTable<'_>) -> Option<Precedence> {
        let Some(value) = table.get("precedence") else { return Some(Precedence::default()) };
        match value.get_ref().as_str() {
            Some("closest") => Some(Precedence::Closest),
            Some("aggregate") => Some(Precedence::Aggregate),
            Some("override") => Some(Precedence::Override),
            _ => {
                self.problem(
                    value.span(),
                    text!(
                        "« precedence » vaut closest, aggregate ou override",
                        "“precedence” is closest, aggregate or override"
                    ),
                );
                None
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Annotations, Vec<Problem>) {
        let mut problems = Vec::new();
        let read = Annotations::read("lib/REUSE.toml", text, &mut problems);
        (read, problems)
    }

    #[test]
    fn the_last_table_that_names_a_file_is_the_one_about_it() {
        let (read, problems) = read(
            "version = 1\n[[annotations]]\npath = \"**\"\nSPDX-License-Identifier = \"MIT\"\n\
             [[annotations]]\npath = [\"a.c\", \"po/*\"]\nprecedence = \"override\"\n\
             SPDX-License-Identifier = [\"ISC\", \"0BSD\"]\nSPDX-FileComment = 3\n",
        );
        assert!(problems.is_empty(), "{problems:?}");
        let licences = |path| {
            let table = read.about(path)?;
            Some(table.expressions.iter().map(|one| one.text.to_string()).collect::<Vec<_>>())
        };
        assert_eq!(licences("lib/a.c"), Some(vec!["ISC".into(), "0BSD".into()]));
        assert_eq!(licences("lib/b.c"), Some(vec!["MIT".into()]));
        assert_eq!(licences("b.c"), None);
        assert_eq!(licences("library/b.c"), None);
        assert_eq!(read.about("lib/a.c").map(|table| table.expressions[0].source.line), Some(8));
    }

    #[test]
    fn what_is_wrong_is_placed_and_the_rest_is_read() {
        let (read, problems) = read(
            "version = \"1\"\n[[annotations]]\nSPDX-License-Identifier = \"MIT\"\n\
             [[annotations]]\npath = \"a\"\nprecedence = \"first\"\n[[annotations]]\npath = \"b\"\n",
        );
        let places: Vec<(usize, usize)> = problems.iter().map(|p| (p.line, p.column)).collect();
        assert_eq!(places, [(1, 11), (2, 1), (6, 14)]);
        assert!(read.about("lib/b").is_some());
        assert!(read.about("lib/a").is_none());
    }

    #[test]
    fn a_syntax_error_has_its_line() {
        let (_, problems) = read("version = 1\n[[annotations]\n");
        assert_eq!(problems.iter().map(|problem| problem.line).collect::<Vec<_>>(), [2]);
    }
}

// REUSE-IgnoreEnd
