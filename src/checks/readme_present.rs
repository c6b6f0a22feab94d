//! A README presents the project: text of its own, not what a forge or a
//! generator wrote (contribution policy, pratique.md § Fichiers présents dans
//! le dépôt).

use super::{Audited, Check};
use crate::document::{Block, BlockKind, Document, Section};
use crate::finding::{Answer, Finding, Location};
use crate::project::Project;
use crate::snapshot::File;
use crate::text;
use crate::text::pattern::Pattern;
use serde::Deserialize;
use std::collections::HashSet;

/// Parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct ReadmePresent {
    /// Characters of text of its own that a README holds.
    min_chars: usize,
    /// What generators write.
    templates: Vec<Template>,
    /// Names of READMEs that are no text.
    binary: Pattern,
}

/// The README a generator writes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Template {
    /// The generator.
    name: String,
    /// Its sentences.
    lines: Pattern,
    /// Its headings: what they govern is the generator's too.
    #[serde(default)]
    headings: Option<Pattern>,
}

/// What a README holds.
struct Measure<'a> {
    /// Characters of the project's own text: headings and commands are read too.
    own: usize,
    /// Those of its sentences.
    prose: usize,
    /// The generator recognised, and the line it is recognised at.
    template: Option<(&'a str, usize)>,
}

impl Check for ReadmePresent {
    fn run(&self, Audited { project, .. }: Audited<'_>) -> Answer {
        let readmes = project.readmes();
        if readmes.is_empty() {
            return self.absent(project);
        }
        let measured: Vec<(&File, Measure<'_>)> =
            readmes.iter().map(|(file, document)| (*file, self.measure(document))).collect();
        let full = measured.iter().find(|(_, told)| told.own >= self.min_chars && told.prose > 0);
        match full {
            Some((file, measure)) => accept(file, measure),
            None => self.poor(&measured),
        }
    }
}

impl ReadmePresent {
    fn measure(&self, document: &Document) -> Measure<'_> {
        let mut template = None;
        let mut generated: HashSet<usize> = HashSet::new();
        for known in &self.templates {
            let lines: Vec<usize> = document
                .prose()
                .filter(|block| known.lines.is_match(&block.text))
                .map(|block| block.line)
                .collect();
            let Some(first) = lines.first() else { continue };
            template.get_or_insert((known.name.as_str(), *first));
            generated.extend(&lines);
            let sections = document.sections();
            let theirs = |section: &&Section<'_>| {
                known.headings.as_ref().is_some_and(|re| re.is_match(&section.heading.text))
            };
            let body = sections.iter().filter(theirs).flat_map(|section| section.body);
            generated.extend(body.map(|block| block.line));
        }
        let theirs = |line: &usize| generated.contains(line);
        let prose: Vec<&Block> = document.prose().filter(|block| !theirs(&block.line)).collect();
        let rest = document.blocks.iter().filter(|block| {
            matches!(block.kind, BlockKind::Heading(_) | BlockKind::Code) && !theirs(&block.line)
        });
        let prose = length(prose);
        // The headings and commands of a generator come with its sentences.
        let rest = if template.is_some() { 0 } else { length(rest) };
        Measure { own: prose + rest, prose, template }
    }

    fn poor(&self, measured: &[(&File, Measure<'_>)]) -> Answer {
        let least = self.min_chars;
        let findings: Vec<Finding> = measured
            .iter()
            .map(|(file, measure)| {
                let (path, own) = (&file.path, measure.own);
                let (message, place) = match measure.template {
                    Some((name, line)) => (
                        text!(
                            "le README est celui que génère {name} : il n’apprend presque rien sur le projet",
                            "the README is the one {name} generates: it says next to nothing about the project"
                        ),
                        Location::line(path, line),
                    ),
                    None if measure.prose == 0 => (
                        text!("le README ne contient aucun texte", "the README holds no text"),
                        Location::file(path),
                    ),
                    None => (
                        text!(
                            "le README ne contient que {own} caractères de texte (au moins {least} attendus)",
                            "the README holds only {own} characters of text (at least {least} expected)"
                        ),
                        Location::file(path),
                    ),
                };
                Finding::new(format!("{path}#content"), message).at(place)
            })
            .collect();
        let reason = findings.first().map(|finding| finding.message.clone());
        Answer::fail(reason.unwrap_or_else(|| text!("README vide", "empty README")), findings)
    }

    fn absent(&self, project: &Project<'_>) -> Answer {
        let files = project.role("readme");
        if let Some((file, error)) =
            files.iter().find_map(|file| Some((file, project.facts(file)?.error.as_ref()?)))
        {
            let path = &file.path;
            return Answer::unknown(error.after(&format!("{path} : "), &format!("{path}: ")));
        }
        let mut skipped = project.snapshot.skipped.iter();
        if let Some(skipped) =
            skipped.find(|one| one.incomplete && project.plays("readme", &one.path))
        {
            let path = &skipped.path;
            return Answer::unknown(
                skipped.reason.after(&format!("{path} : "), &format!("{path}: ")),
            );
        }
        let at_root = |file: &&File| file.folder().is_empty() && self.binary.is_match(file.name());
        let unread = files.first().copied().or_else(|| project.own_files().find(at_root));
        let (reason, place) = match unread {
            Some(file) => (
                text!("le README n’est pas un fichier texte", "the README is not a text file"),
                Location::file(&file.path),
            ),
            None => (
                text!(
                    "aucun README à la racine ni dans les dossiers que les forges consultent",
                    "no README at the root or in the folders forges look in"
                ),
                Location::default(),
            ),
        };
        Answer::failing(Finding::new("readme#absent", reason).at(place))
    }
}

fn length<'b>(blocks: impl IntoIterator<Item = &'b Block>) -> usize {
    blocks.into_iter().map(|block| block.text.chars().count()).sum()
}

fn accept(file: &File, measure: &Measure<'_>) -> Answer {
    let (path, own) = (&file.path, measure.own);
    let mut answer = Answer::pass(text!(
        "{path} présente le projet",
        "{path} introduces the project"
    ))
    .seen(Location::file(path), text!("{own} caractères de texte", "{own} characters of text"));
    if let Some((name, line)) = measure.template {
        let message = text!(
            "un passage du README est resté tel que {name} l’a généré",
            "a passage of the README is still as {name} generated it"
        );
        let finding = Finding::new(format!("{path}#leftover"), message);
        answer = answer.with([finding.at(Location::line(path, line)).info()]);
    }
    if !file.folder().is_empty() {
        let message = text!(
            "le README n’est pas à la racine : toutes les forges ne l’affichent pas",
            "the README is not at the root: not every forge shows it"
        );
        let finding = Finding::new(format!("{path}#folder"), message);
        answer = answer.with([finding.at(Location::file(path)).info()]);
    }
    answer
}
