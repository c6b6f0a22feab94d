//! Licensing information file by file, as the REUSE specification 3.3 computes
//! it (<https://reuse.software/spec-3.3/>): which files must have some, where
//! it comes from, what is missing, and which licence files are needed.
//!
//! Where the specification leaves a reading open, the one of the `reuse` tool is
//! kept: what stands in a snippet counts for its file; a folder `LICENSES` or
//! `.reuse` is left out wherever it is; a notice may lack its holder's name.

pub(crate) mod annotations;
mod charset;
pub(crate) mod covered;
pub(crate) mod dep5;
mod glob;
pub(crate) mod header;
pub(crate) mod holders;
pub(crate) mod licences;
pub(crate) mod patterns;
mod place;
mod precedence;
#[cfg(test)]
mod tests;

pub(crate) use covered::{Entry, Kind};
pub(crate) use header::Header;
pub(crate) use licences::{LicenceFile, Standing};

use super::expression::{Expression, Mode, ids};
use crate::lang::Text;
use crate::text;
use precedence::Settings;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

/// A statement about a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// A copyright notice, or an SPDX licence expression as written.
    pub text: Arc<str>,
    /// Where it is said.
    pub source: Source,
}

/// Where a statement is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// In what.
    pub kind: SourceKind,
    /// Path of the file that holds it.
    pub path: Arc<str>,
    /// Line, from 1.
    pub line: usize,
    /// True when it is about a snippet of the file only.
    pub snippet: bool,
}

/// What may state the licensing of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SourceKind {
    /// The file itself.
    Header,
    /// The `.license` file beside it.
    Companion,
    /// A `REUSE.toml`.
    ReuseToml,
    /// `.reuse/dep5`.
    Dep5,
}

/// What is known of the licensing of a covered file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileCoverage {
    /// Its path.
    pub path: String,
    /// Copyright notices.
    pub copyrights: Vec<Statement>,
    /// Licence expressions, valid or not.
    pub expressions: Vec<Statement>,
    /// The licences and exceptions that its valid expressions name.
    pub licences: BTreeSet<Arc<str>>,
    /// True when the table of `REUSE.toml` that is about it says nothing: whose it is, nobody
    /// told yet.
    pub excepted: bool,
}

impl FileCoverage {
    /// True when the file has both a copyright notice and a licence.
    pub fn is_complete(&self) -> bool {
        !self.copyrights.is_empty() && !self.licences.is_empty()
    }
}

/// Something that cannot be read in a `REUSE.toml` or in `.reuse/dep5`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Which file.
    pub path: String,
    /// Line, from 1.
    pub line: usize,
    /// Column, from 1.
    pub column: usize,
    /// What is wrong.
    pub message: Text,
}

/// Reads the files of a project.
pub trait Files {
    /// What the file at `path` states; the error says why it cannot be read.
    fn header(&self, path: &str) -> Result<Cow<'_, Header>, Text>;
    /// The text of the file at `path`, if it can be read.
    fn text(&self, path: &str) -> Option<Cow<'_, str>>;
}

/// The licensing of a whole project.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Coverage {
    /// The covered files, by path.
    pub files: Vec<FileCoverage>,
    /// The files of `LICENSES/`.
    pub licences: Vec<LicenceFile>,
    /// Licences that files are under and whose text is not in `LICENSES/`, with
    /// these files' positions in `files`.
    pub missing: BTreeMap<Arc<str>, Vec<usize>>,
    /// Licence texts that no file is under.
    pub unused: BTreeSet<String>,
    /// Expressions that cannot be parsed, with the positions of their files.
    pub invalid: Vec<(usize, Statement)>,
    /// Covered files that could not be read, and why.
    pub unreadable: Vec<(String, Text)>,
    /// What is wrong in `REUSE.toml` files and in `.reuse/dep5`.
    pub problems: Vec<Problem>,
}

impl Coverage {
    /// Computes the coverage of the project whose paths are `entries`, sorted.
    pub fn of(entries: &[Entry<'_>], files: &dyn Files) -> Coverage {
        let mut coverage =
            Coverage { licences: licences::licence_files(entries), ..Coverage::default() };
        coverage.same_identifier();
        let settings = Settings::read(entries, files, &mut coverage.problems);
        let paths: HashSet<&str> = entries.iter().map(|entry| entry.path).collect();
        let mut known = Expressions::default();
        for entry in entries.iter().filter(|entry| entry.is_covered()) {
            let companion = format!("{}.license", entry.path);
            let companion = paths.contains(companion.as_str()).then_some(companion);
            match settings.file(entry.path, companion, files) {
                Ok(mut file) => {
                    let at = coverage.files.len();
                    for statement in &file.expressions {
                        match known.licences(&statement.text) {
                            Some(named) => file.licences.extend(named.iter().cloned()),
                            None => coverage.invalid.push((at, statement.clone())),
                        }
                    }
                    coverage.files.push(file);
                }
                Err(reason) => coverage.unreadable.push((entry.path.to_string(), reason)),
            }
        }
        coverage.compare_licences();
        coverage
    }

    /// Two texts for one identifier: which one applies is not known.
    fn same_identifier(&mut self) {
        let mut first: HashMap<&str, &str> = HashMap::new();
        for file in &self.licences {
            if let Some(other) = first.insert(&file.id, &file.path) {
                let id = &file.id;
                let message = text!(
                    "« {other} » porte aussi l’identifiant {id}",
                    "“{other}” has the identifier {id} too"
                );
                let path = file.path.clone();
                self.problems.push(Problem { path, line: 1, column: 1, message });
            }
        }
    }

    /// A licence `X+` is served by the text of `X`.
    fn compare_licences(&mut self) {
        let texts: HashSet<&str> = self.licences.iter().map(|file| file.id.as_str()).collect();
        let mut used: HashSet<Arc<str>> = HashSet::new();
        for (at, file) in self.files.iter().enumerate() {
            for id in &file.licences {
                used.insert(id.clone());
                let base = id.strip_suffix('+').unwrap_or(id);
                if !texts.contains(&**id) && !texts.contains(base) {
                    self.missing.entry(id.clone()).or_default().push(at);
                }
            }
        }
        let is_used = |id: &str| used.contains(id) || used.contains(format!("{id}+").as_str());
        let unused = texts.into_iter().filter(|id| !is_used(id)).map(str::to_string);
        self.unused = unused.collect();
    }

    /// The licence files whose identifier is `standing`.
    pub fn standing(&self, standing: Standing) -> impl Iterator<Item = &LicenceFile> {
        self.licences.iter().filter(move |file| file.standing == standing)
    }

    /// The covered files that lack a copyright notice or a licence.
    pub fn incomplete(&self) -> impl Iterator<Item = &FileCoverage> {
        self.files.iter().filter(|file| !file.is_complete())
    }

    /// What is known of the covered file at `path`.
    pub fn file(&self, path: &str) -> Option<&FileCoverage> {
        let at = self.files.binary_search_by(|file| file.path.as_str().cmp(path));
        at.ok().map(|at| &self.files[at])
    }

    /// The licences that files are under.
    pub fn used(&self) -> BTreeSet<&str> {
        self.files.iter().flat_map(|file| &file.licences).map(|id| &**id).collect()
    }

    /// True when the project follows the specification.
    pub fn is_compliant(&self) -> bool {
        let names = |file: &LicenceFile| file.standing == Standing::Known && file.extension;
        self.missing.is_empty()
            && self.unused.is_empty()
            && self.invalid.is_empty()
            && self.unreadable.is_empty()
            && self.problems.is_empty()
            && self.licences.iter().all(names)
            && self.incomplete().next().is_none()
    }
}

/// The licences and exceptions of `expression`, each once, in order; `None` when
/// it is no licence expression.
pub(crate) fn licences_named(expression: &str) -> Option<Vec<String>> {
    let read = Expression::parse_as(expression, Mode::Reuse).ok()?;
    Some(read.identifiers().into_iter().map(str::to_string).collect())
}

/// The licences that `expression` names, when each has its text on the SPDX list and none
/// is deprecated.
pub(crate) fn current(expression: &str) -> Option<Vec<String>> {
    let names = licences_named(expression)?;
    names.iter().all(|name| ids::deprecated(name) == Some(false)).then_some(names)
}

/// The licences of each different expression, parsed once.
#[derive(Default)]
struct Expressions(HashMap<Arc<str>, Option<Vec<Arc<str>>>>);

impl Expressions {
    fn licences(&mut self, expression: &Arc<str>) -> Option<&[Arc<str>]> {
        let parsed = self.0.entry(expression.clone()).or_insert_with(|| {
            let names = licences_named(expression)?;
            Some(names.into_iter().map(Arc::from).collect())
        });
        parsed.as_deref()
    }
}
