//! `.gitignore`: what the languages of the project write and nobody commits
//! (`templates/gitignore.toml`), added to what is already left out.

use super::piece::Piece;
use super::plan::Draft;
use super::reuse::appended;
use crate::error::Result;
use crate::lang::Lang;
use crate::project::Project;
use crate::report::Outcome;
use globset::{Glob, GlobBuilder, GlobSet, GlobSetBuilder};
use serde::Deserialize;
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// The rule about files that must not be committed.
const SENSITIVE: &str = "secrets/sensitive-files";

/// What one tool writes.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Part {
    fr: String,
    en: String,
    #[serde(default)]
    files: Vec<String>,
    lines: Vec<String>,
    #[serde(skip)]
    tells: GlobSet,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    part: Vec<Part>,
}

static PARTS: LazyLock<Vec<Part>> = LazyLock::new(|| {
    let table: Table =
        toml::from_str(include_str!("../../templates/gitignore.toml")).expect("embedded");
    let mut parts = table.part;
    for part in &mut parts {
        part.tells = set(part.files.iter().map(String::as_str)).expect("embedded");
    }
    parts
});

impl Draft<'_> {
    /// Writes `.gitignore`, or adds to it what it does not leave out.
    pub(super) fn ignore(&mut self, piece: &Piece, failing: &[&Outcome]) -> Result<()> {
        let project = self.input.project;
        let before = match self.existing(piece) {
            Some(file) => match self.bytes(file) {
                Some(bytes) => Some(bytes),
                None => return Ok(()),
            },
            None => None,
        };
        let text = before.as_deref().map(String::from_utf8_lossy).unwrap_or_default();
        let added = missing(project, &text, &self.to_remove(), self.input.langs[0]);
        if added.is_empty() {
            return Ok(());
        }
        let after = match &before {
            Some(before) => appended(before, &added),
            None => added.into_bytes(),
        };
        self.add(piece.path.clone(), before, after, failing, piece.label());
        Ok(())
    }

    /// True when the project is written in a language whose tools leave files,
    /// and has no `.gitignore`.
    pub(super) fn lacks_ignore(&self, piece: &Piece) -> bool {
        let project = self.input.project;
        self.input.scope.all
            && !self.input.scope.mend
            && self.input.scope.only.is_empty()
            && self.existing(piece).is_none()
            && PARTS.iter().any(|part| part.is_told(project))
    }

    /// The files the audit asks to take away.
    fn to_remove(&self) -> BTreeSet<&str> {
        let outcomes = self.input.report.outcomes.iter();
        let findings = outcomes.filter(|outcome| outcome.rule == SENSITIVE);
        let findings = findings.flat_map(|outcome| &outcome.findings);
        findings.filter_map(|finding| finding.location.path.as_deref()).collect()
    }
}

impl Part {
    fn is_told(&self, project: &Project<'_>) -> bool {
        project.own_files().any(|file| self.tells.is_match(&file.path))
    }
}

/// The parts of `project` whose lines `text` lacks, as they are to be added.
fn missing(project: &Project<'_>, text: &str, to_remove: &BTreeSet<&str>, lang: Lang) -> String {
    let followed: Vec<&str> = project
        .files()
        .map(|file| file.path.as_str())
        .filter(|path| !to_remove.contains(path))
        .collect();
    let mut known: Vec<String> = text.lines().map(str::to_string).collect();
    let mut added = String::new();
    for part in PARTS.iter().filter(|part| part.files.is_empty() || part.is_told(project)) {
        let mut lines = Vec::new();
        for line in &part.lines {
            if !leaves_out(&known, line) && !followed.iter().any(|path| matches(line, path)) {
                known.push(line.clone());
                lines.push(line.as_str());
            }
        }
        if !lines.is_empty() {
            let gap = if added.is_empty() { "" } else { "\n" };
            let title = lang.pick(&part.fr, &part.en);
            added.push_str(&format!("{gap}# {title}\n{}\n", lines.join("\n")));
        }
    }
    added
}

/// True when one of `lines` leaves out what `wanted` names.
fn leaves_out(lines: &[String], wanted: &str) -> bool {
    let sample = sample(wanted);
    lines
        .iter()
        .map(|line| line.trim())
        .any(|line| !line.is_empty() && !line.starts_with(['#', '!']) && matches(line, &sample))
}

/// A path that `pattern` names: any letter for a star, the first of a class.
fn sample(pattern: &str) -> String {
    let mut sample = String::new();
    let mut letters = pattern.trim_matches('/').chars();
    while let Some(letter) = letters.next() {
        match letter {
            '*' => sample.push('x'),
            '[' => {
                sample.extend(letters.next());
                letters.by_ref().take_while(|letter| *letter != ']').for_each(drop);
            }
            _ => sample.push(letter),
        }
    }
    match pattern.ends_with('/') {
        true => format!("{sample}/x"),
        false => sample,
    }
}

/// True when a line of `.gitignore` leaves `path` out (gitignore(5)).
fn matches(line: &str, path: &str) -> bool {
    let line = line.trim();
    let body = line.trim_end_matches('/');
    let anchored = body.trim_start_matches("**/").contains('/');
    let body = body.strip_prefix('/').unwrap_or(body);
    let start = if anchored { "" } else { "**/" };
    let whole = format!("{start}{body}");
    let inside = format!("{whole}/**");
    let globs: Vec<&str> = match line.ends_with('/') {
        true => vec![&inside],
        false => vec![&whole, &inside],
    };
    set(globs.into_iter()).is_some_and(|set| set.is_match(path))
}

fn set<'g>(globs: impl Iterator<Item = &'g str>) -> Option<GlobSet> {
    let mut builder = GlobSetBuilder::new();
    for glob in globs {
        builder.add(glob_of(glob)?);
    }
    builder.build().ok()
}

fn glob_of(glob: &str) -> Option<Glob> {
    GlobBuilder::new(glob).literal_separator(true).build().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_read_as_git_reads_them() {
        for (line, path, left_out) in [
            ("target/", "target/debug/a", true),
            ("target/", "back/target/a", true),
            ("target/", "target", false),
            ("/dist", "dist/a.js", true),
            ("/dist", "front/dist/a.js", false),
            ("*.pyc", "a/b.pyc", true),
            ("**/cache", "a/cache/b", true),
            (".env*", ".env.local", true),
            ("docs/*.pdf", "docs/a/b.pdf", false),
        ] {
            assert_eq!(matches(line, path), left_out, "{line} {path}");
        }
    }

    #[test]
    fn what_is_left_out_already_is_not_added() {
        let lines = |text: &str| text.lines().map(str::to_string).collect::<Vec<_>>();
        assert!(leaves_out(&lines("/target\n"), "target/"));
        assert!(leaves_out(&lines(".env*\n"), ".env.local"));
        assert!(leaves_out(&lines("*.py[cod]\n"), "*.py[cod]"));
        assert!(!leaves_out(&lines("obj/\n"), "[Bb]in/"));
        assert!(!leaves_out(&lines("# target/\n!target\n"), "target/"));
    }

    #[test]
    fn every_glob_compiles_and_every_line_is_read_back() {
        for part in PARTS.iter() {
            assert_eq!(part.tells.len(), part.files.len(), "{}", part.en);
            for line in &part.lines {
                assert!(leaves_out(std::slice::from_ref(line), line), "{line}");
            }
        }
    }
}
