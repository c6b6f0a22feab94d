//! The licence of each file, as the REUSE specification asks: texts in
//! `LICENSES/`, headers in source files, `REUSE.toml` for the rest. What others
//! wrote keeps its licence; what is not known is asked.

mod after;
mod cover;
mod facts;
mod header;
mod untouched;
mod whose;

use super::facts::whole_licence;
use super::piece::Piece;
use super::plan::Draft;
use crate::error::Result;
use crate::lang::Text;
use crate::licence::comment::syntax_of;
use crate::licence::reuse::{Coverage, FileCoverage, SourceKind, current, holders, licences_named};
use crate::report::Outcome;
use after::After;
pub(super) use facts::{holder, years};
pub(super) use header::appended;
use minijinja::value::Value;
use std::collections::{BTreeMap, BTreeSet};
use whose::{Known, Rights};

/// The rule this is about.
const RULE: &str = "licence/reuse-headers";

/// The file and the rule that questions are asked for.
const ASKS: (&str, &str) = ("REUSE.toml", RULE);

/// The question of where the information goes.
const QUESTION: &str = "reuse";

/// What the project says of its own files.
pub(super) struct Ours {
    /// An SPDX expression.
    pub licence: String,
    /// The licences that the expression names, sorted.
    pub names: Vec<String>,
    /// The years and the holder.
    pub notice: String,
    /// The names its holders go by, in lower case.
    pub holders: Vec<String>,
}

/// The files that lack something, sorted by what is to be done with them.
#[derive(Default)]
struct Sorted {
    /// To be given a header: the path and the lines.
    headers: Vec<(String, Vec<String>)>,
    /// The project's own, to be told in a table.
    ours: BTreeSet<String>,
    /// What others wrote, by what is known of it.
    theirs: BTreeMap<Known, BTreeSet<String>>,
    /// Of nobody knows whom.
    unknown: BTreeSet<String>,
}

impl Draft<'_> {
    /// True when every file carries its information today, which files added by
    /// the plan must not change.
    pub(super) fn keeps_reuse(&self) -> bool {
        self.input.report.passes(RULE)
    }

    /// Completes the licensing of every file, those of the plan included.
    pub(super) fn reuse(&mut self, piece: &Piece, failing: &[&Outcome]) -> Result<()> {
        let coverage = After::new(self.input.project, &self.plan.changes).coverage();
        let lacking = coverage.incomplete().next().is_some() || !coverage.missing.is_empty();
        let Some(ours) = lacking.then(|| self.ours()).flatten() else { return Ok(()) };
        let sorted = self.sort(&coverage, &ours);
        let mut licences: BTreeSet<String> =
            coverage.missing.keys().map(ToString::to_string).collect();
        if !sorted.headers.is_empty() || !sorted.ours.is_empty() {
            licences.extend(ours.names.iter().cloned());
        }
        for known in sorted.theirs.keys() {
            licences.extend(licences_named(&known.licence).into_iter().flatten());
        }
        self.texts(&coverage, &licences, failing);
        let label = Text::new("en-tête de licence", "licence header");
        for (path, lines) in &sorted.headers {
            self.add_header(path, lines, failing, &label);
        }
        match self.input.project.snapshot.file(".reuse/dep5") {
            // Both files at once are an error.
            Some(_) => self.companions(&sorted, &ours, failing, piece),
            None => self.table(&coverage, &sorted, &ours, failing, piece)?,
        }
        Ok(())
    }

    /// What the project's own files are to say, when it is known.
    fn ours(&mut self) -> Option<Ours> {
        let project = self.input.project;
        let answered = self.input.answers.get("licence").map(str::to_string);
        let licence = answered.or_else(|| whole_licence(project)).and_then(|licence| {
            let names = current(&licence)?;
            Some((licence, names))
        });
        let holder = self.input.answers.get("holder").map(str::to_string);
        if licence.is_none() {
            self.ask("licence", ASKS);
        }
        if holder.is_none() {
            self.ask("holder", ASKS);
        }
        let ((licence, names), holder) = (licence?, holder?);
        // A repair asks nobody: it guesses no year.
        let guessed = || (!self.input.scope.mend).then(|| years(project));
        let notice =
            format!("{} {holder}", facts::stated_years(project, &holder).or_else(guessed)?);
        let answers = self.input.answers;
        let mut holders: Vec<String> = ["organisation"]
            .iter()
            .filter_map(|id| answers.get(id).map(str::to_lowercase))
            .chain([holder.to_lowercase()])
            .collect();
        holders.extend(whose::licence_holders(project).iter().map(|name| name.to_lowercase()));
        Some(Ours { licence, names, notice, holders })
    }

    /// Sorts the files of `coverage` that lack something.
    fn sort(&mut self, coverage: &Coverage, ours: &Ours) -> Sorted {
        let rights = Rights::new(self.input.project, self.input.report, ours);
        let mut sorted = Sorted::default();
        let pinned = untouched::pinned(self.input.project);
        let mut sources: Vec<(&FileCoverage, Vec<String>)> = Vec::new();
        for file in coverage.incomplete() {
            match rights.of(file) {
                whose::Whose::Ours if self.takes_header(file, &pinned) => {
                    sources.push((file, lines(file, ours)));
                }
                whose::Whose::Ours => drop(sorted.ours.insert(file.path.clone())),
                whose::Whose::Theirs(known) => {
                    sorted.theirs.entry(known).or_default().insert(file.path.clone());
                }
                whose::Whose::Unknown => drop(sorted.unknown.insert(file.path.clone())),
            }
        }
        let headed = coverage.files.iter().filter(|file| {
            file.is_complete()
                && file.expressions.iter().any(|one| one.source.kind == SourceKind::Header)
                && whose::is_program(&file.path)
        });
        if !sources.is_empty() && self.wants_headers(sources.len(), headed.count()) {
            sorted.headers =
                sources.into_iter().map(|(file, lines)| (file.path.clone(), lines)).collect();
        } else {
            sorted.ours.extend(sources.into_iter().map(|(file, _)| file.path.clone()));
        }
        sorted
    }

    /// True for a source file of the project where a header can stand.
    fn takes_header(&self, file: &FileCoverage, pinned: &BTreeSet<String>) -> bool {
        if !whose::is_program(&file.path)
            || pinned.contains(&file.path)
            || self.input.without.contains(&file.path)
            || self.plan.changes.iter().any(|change| change.path == file.path)
        {
            return false;
        }
        let Some(found) = self.input.project.snapshot.file(&file.path) else { return false };
        let Some(syntax) = syntax_of(&file.path) else { return false };
        let bytes = if found.is_own() { self.bytes(found) } else { None };
        bytes.is_some_and(|bytes| {
            std::str::from_utf8(&bytes).is_ok_and(|text| {
                syntax.place(text).is_some() && !untouched::is_untouched(&file.path, text)
            })
        })
    }

    /// Whether source files are given headers: as one answered, else when most
    /// have one.
    fn wants_headers(&self, lacking: usize, headed: usize) -> bool {
        match self.input.answers.get(QUESTION) {
            Some(answer) => answer == "headers",
            None => headed > lacking,
        }
    }

    fn add_header(&mut self, path: &str, lines: &[String], failing: &[&Outcome], label: &Text) {
        let file = self.input.project.snapshot.file(path);
        let Some(before) = file.and_then(|file| self.bytes(file)) else { return };
        if let Some(after) = header::with(path, &before, lines) {
            self.add(path.to_string(), Some(before), after, failing, label.clone());
        }
    }

    /// The texts of `licences` that `LICENSES/` lacks, byte for byte as SPDX
    /// publishes them.
    fn texts(&mut self, coverage: &Coverage, licences: &BTreeSet<String>, failing: &[&Outcome]) {
        for id in licences {
            let base = id.trim_end_matches('+');
            if coverage.licences.iter().any(|file| file.id == *id || file.id == base) {
                continue;
            }
            let Some(text) = holders::official_text(base) else { continue };
            let brings = Text::new(format!("texte de {base}"), format!("text of {base}"));
            let path = format!("LICENSES/{base}.txt");
            self.add(path, None, text.as_bytes().to_vec(), failing, brings);
        }
    }

    /// A `.license` file beside each of the project's own files.
    fn companions(&mut self, sorted: &Sorted, ours: &Ours, failing: &[&Outcome], piece: &Piece) {
        for path in &sorted.ours {
            let text = header::companion(&ours.notice, &ours.licence);
            let path = format!("{path}.license");
            self.add(path, None, text.into_bytes(), failing, piece.label());
        }
    }

    /// `REUSE.toml`, created or given tables.
    fn table(
        &mut self,
        coverage: &Coverage,
        sorted: &Sorted,
        ours: &Ours,
        failing: &[&Outcome],
        piece: &Piece,
    ) -> Result<()> {
        let existing = self.existing(piece);
        let (tables, unknown) = cover::tables(coverage, sorted, ours, existing.is_some());
        if tables.is_empty() || !coverage.problems.is_empty() {
            return Ok(());
        }
        let more = BTreeMap::from([
            ("tables".to_string(), Value::from(tables)),
            ("unknown".to_string(), Value::from(unknown)),
        ]);
        let lang = self.input.langs[0];
        let before = match existing {
            Some(file) => match self.bytes(file) {
                Some(bytes) => Some(bytes),
                None => return Ok(()),
            },
            None => None,
        };
        let name = if before.is_some() { "sections/reuse.toml" } else { "reuse.toml" };
        let Some(added) = self.render_with(name, lang, ASKS, more)? else { return Ok(()) };
        let after = match &before {
            Some(before) => header::appended(before, &added),
            None => added.into_bytes(),
        };
        self.add(piece.path.clone(), before, after, failing, piece.label());
        Ok(())
    }
}

/// The lines that `file` lacks.
fn lines(file: &FileCoverage, ours: &Ours) -> Vec<String> {
    let notice = file.copyrights.is_empty().then(|| header::copyright(&ours.notice));
    let licence = file.licences.is_empty().then(|| header::licence(&ours.licence));
    notice.into_iter().chain(licence).collect()
}
