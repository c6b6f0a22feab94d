//! Which statements apply to a file that several sources speak of (REUSE
//! specification 3.3, "Order of precedence").

use super::annotations::{Annotations, Precedence, Table};
use super::covered::Entry;
use super::dep5::{self, Dep5};
use super::header::Line;
use super::{FileCoverage, Files, Header, Problem, Source, SourceKind, Statement};
use crate::lang::Text;
use crate::text;
use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

/// The files that speak for others.
#[derive(Debug, Default)]
pub(super) struct Settings {
    by_folder: HashMap<String, Annotations>,
    dep5: Option<Dep5>,
}

impl Settings {
    /// Reads every `REUSE.toml` of the project, and `.reuse/dep5`.
    pub(super) fn read(
        entries: &[Entry<'_>],
        files: &dyn Files,
        problems: &mut Vec<Problem>,
    ) -> Settings {
        let mut settings = Settings::default();
        for entry in entries.iter().filter(|entry| entry.is_reuse_toml()) {
            if let Some(text) = text_of(entry, files, problems) {
                let read = Annotations::read(entry.path, &text, problems);
                settings.by_folder.insert(read.folder.clone(), read);
            }
        }
        if let Some(entry) = entries.iter().find(|entry| entry.path == dep5::PATH) {
            if !settings.by_folder.is_empty() {
                let message = text!(
                    "REUSE.toml et .reuse/dep5 s’excluent : supprimer .reuse/dep5, déprécié",
                    "REUSE.toml and .reuse/dep5 exclude each other: remove .reuse/dep5, which is deprecated"
                );
                let path = dep5::PATH.to_string();
                problems.push(Problem { path, line: 1, column: 1, message });
            } else if let Some(text) = text_of(entry, files, problems) {
                settings.dep5 = Some(Dep5::read(&text, problems));
            }
        }
        settings
    }

    /// What applies to the covered file at `path`, whose `.license` file is
    /// `companion`.
    pub(super) fn file(
        &self,
        path: &str,
        companion: Option<String>,
        files: &dyn Files,
    ) -> Result<FileCoverage, Text> {
        let mut found = FileCoverage {
            path: path.to_string(),
            copyrights: Vec::new(),
            expressions: Vec::new(),
            licences: BTreeSet::new(),
            excepted: false,
        };
        let tables = self.tables(path);
        let says_nothing =
            |table: &&Table| table.copyrights.is_empty() && table.expressions.is_empty();
        found.excepted = tables.last().is_some_and(says_nothing);
        for table in tables.iter().filter(|table| table.precedence != Precedence::Closest) {
            found.copyrights.extend(table.copyrights.iter().cloned());
            found.expressions.extend(table.expressions.iter().cloned());
        }
        if let Some(paragraph) = self.dep5.as_ref().and_then(|dep5| dep5.about(path)) {
            found.copyrights.extend(paragraph.copyrights.iter().cloned());
            found.expressions.extend(paragraph.expressions.iter().cloned());
        }
        if tables.iter().any(|table| table.precedence == Precedence::Override) {
            return Ok(found);
        }
        let (kind, place) = match &companion {
            Some(companion) => (SourceKind::Companion, companion.as_str()),
            None => (SourceKind::Header, path),
        };
        let header: Cow<'_, Header> = files.header(place)?;
        let place: Arc<str> = Arc::from(place);
        let said = |line: &Line| Statement {
            text: Arc::from(line.text.as_str()),
            source: Source { kind, path: place.clone(), line: line.line, snippet: line.snippet },
        };
        found.copyrights.extend(header.copyrights.iter().map(said));
        found.expressions.extend(header.licences.iter().map(said));
        // The closest table stands in for what the file does not say, copyright
        // and licence apart.
        let closest: Vec<&Table> = tables
            .into_iter()
            .rev()
            .filter(|table| table.precedence == Precedence::Closest)
            .collect();
        if header.copyrights.is_empty() {
            let table = closest.iter().find(|table| !table.copyrights.is_empty());
            found.copyrights.extend(table.into_iter().flat_map(|t| t.copyrights.clone()));
        }
        if header.licences.is_empty() {
            let table = closest.iter().find(|table| !table.expressions.is_empty());
            found.expressions.extend(table.into_iter().flat_map(|t| t.expressions.clone()));
        }
        Ok(found)
    }

    /// The tables about `path`, from the root down, as far as one overrides
    /// those below it.
    fn tables(&self, path: &str) -> Vec<&Table> {
        let mut tables = Vec::new();
        if self.by_folder.is_empty() {
            return tables;
        }
        let folders = path.match_indices('/').map(|(at, _)| &path[..at]);
        for folder in std::iter::once("").chain(folders) {
            let Some(annotations) = self.by_folder.get(folder) else { continue };
            let Some(table) = annotations.about(path) else { continue };
            tables.push(table);
            if table.precedence == Precedence::Override {
                break;
            }
        }
        tables
    }
}

fn text_of<'a>(
    entry: &Entry<'_>,
    files: &'a dyn Files,
    problems: &mut Vec<Problem>,
) -> Option<Cow<'a, str>> {
    let text = files.text(entry.path);
    if text.is_none() {
        let message = text!("n’est pas lisible comme texte", "cannot be read as text");
        let path = entry.path.to_string();
        problems.push(Problem { path, line: 1, column: 1, message });
    }
    text
}
