//! The README opens by what the software is for (Standard for Public Code,
//! document-codebase-objectives.md § Requirements).

use super::{Audited, Check};
use crate::document::{Block, BlockKind, Document};
use crate::finding::{Answer, Finding, Location};
use crate::snapshot::File;
use crate::text;
use crate::text::pattern::Pattern;
use serde::Deserialize;

/// Parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct ReadmePurpose {
    /// Characters of a sentence that may state a goal.
    min_chars: usize,
    /// Characters of an opening that may state it in words not foreseen.
    min_opening: usize,
    /// Words of a sentence that states what something is or is for.
    purpose: Pattern,
    /// Sentences about the document, or for its contributors.
    beside: Pattern,
    /// Headings of technical sections: the opening stops there.
    technical: Pattern,
    /// Headings of sections that present the project, wherever they stand.
    presentation: Pattern,
}

impl Check for ReadmePurpose {
    fn run(&self, Audited { project, .. }: Audited<'_>) -> Answer {
        let readmes = project.readmes();
        let Some((first, document)) = readmes.first() else {
            let reason = text!("il n’y a pas de README", "there is no README");
            let finding = Finding::new("readme#absent", reason.clone());
            return Answer::fail(reason, vec![finding]);
        };
        for (file, document) in &readmes {
            if let Some(block) = self.told(document) {
                let place = Location::line(&file.path, block.line);
                let words = quote(&block.text);
                let reason = text!(
                    "le README indique à quoi sert le logiciel ({place})",
                    "the README states what the software is for ({place})"
                );
                return Answer::pass(reason).seen(place, text!("« {words} »", "“{words}”"));
            }
        }
        self.untold(first, document)
    }
}

impl ReadmePurpose {
    /// The sentence of the opening, or of a section of presentation, that says it.
    fn told<'d>(&self, document: &'d Document) -> Option<&'d Block> {
        let says = |block: &&Block| {
            block.is_prose()
                && !entry(block)
                && block.text.chars().count() >= self.min_chars
                && self.purpose.is_match(&block.text)
                && !self.beside.is_match(&block.text)
        };
        let sections = document.sections();
        let presentation = sections.iter().filter(|s| self.presentation.is_match(&s.heading.text));
        let presented = || presentation.flat_map(|section| section.body).find(says);
        let titled = || {
            let titles = self.opening(document).filter(|block| block.level().is_some());
            let mut titles = titles.filter(|block| block.text.chars().count() >= self.min_chars);
            titles.find(|block| {
                self.purpose.is_match(&block.text) && !self.beside.is_match(&block.text)
            })
        };
        self.opening(document).find(says).or_else(presented).or_else(titled)
    }

    /// What comes before the first technical section.
    fn opening<'d>(&self, document: &'d Document) -> impl Iterator<Item = &'d Block> {
        let stop = document.blocks.iter().enumerate().position(|(at, block)| {
            // The title may be anything: « Installation de … » is the name of a project.
            at > 0 && block.level().is_some() && self.technical.is_match(&block.text)
        });
        let stop = stop.unwrap_or(document.blocks.len());
        document.blocks[..stop].iter()
    }

    fn untold(&self, file: &File, document: &Document) -> Answer {
        let path = &file.path;
        let prose: Vec<&Block> = self
            .opening(document)
            .filter(|block| block.is_prose() && !entry(block) && !self.beside.is_match(&block.text))
            .collect();
        let length: usize = prose.iter().map(|block| block.text.chars().count()).sum();
        let finding = |message, line| {
            Finding::new(format!("{path}#purpose"), message).at(Location::line(path, line))
        };
        // The sentence is expected where the text starts.
        if let Some(block) = prose.first()
            && length >= self.min_opening
        {
            let message = text!(
                "le README s’ouvre par un texte qui n’énonce pas clairement l’objectif",
                "the README opens with a text that does not clearly state the purpose"
            );
            let reason = message.clone();
            return Answer::fail(reason, vec![finding(message, block.line).unsure()]);
        }
        let heading = document.headings().find(|block| {
            block.kind != BlockKind::Heading(1) || self.technical.is_match(&block.text)
        });
        let (message, line) = match heading {
            Some(heading) if self.technical.is_match(&heading.text) => {
                let title = &heading.text;
                (
                    text!(
                        "le README commence par « {title} » sans indiquer à quoi sert le logiciel",
                        "the README starts with “{title}” without stating what the software is for"
                    ),
                    heading.line,
                )
            }
            _ => (
                text!(
                    "aucun paragraphe du README n’indique à quoi sert le logiciel",
                    "no paragraph of the README states what the software is for"
                ),
                1,
            ),
        };
        Answer::fail(message.clone(), vec![finding(message, line)])
    }
}

/// True for the entry of a list of links: it speaks of what it leads to.
fn entry(block: &Block) -> bool {
    block.kind == BlockKind::ListItem
        && block
            .links
            .first()
            .is_some_and(|link| !link.text.is_empty() && block.text.starts_with(&link.text))
}

fn quote(words: &str) -> String {
    let short: String = words.chars().take(120).collect();
    if short.len() < words.len() { format!("{short}…") } else { short }
}
