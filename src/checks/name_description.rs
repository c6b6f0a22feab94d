//! A name that says what the code is for, and a sentence to paste in the forge.

use super::{Audited, Check};
use crate::document::{Block, Document};
use crate::finding::{Answer, Finding, Location};
use crate::lang::{Text, list};
use crate::project::Project;
use crate::text;
use crate::text::pattern::Pattern;
use crate::text::show::first_words;
use serde::Deserialize;

/// Parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct NameDescription {
    /// Letters below which a name says little.
    min_letters: usize,
    /// Names that fit any repository.
    generic: Pattern,
    /// Acronyms of administrative bodies, among the words of the account's name.
    acronyms: Pattern,
    /// Headings under which a README does not say what the software is.
    other_headings: Pattern,
    /// What a notice says of the repository's state, rather than of the software.
    notices: Pattern,
    /// Longest description a forge and the standard show in full.
    max_description: usize,
    /// Shortest text that describes anything.
    min_description: usize,
}

impl Check for NameDescription {
    fn run(&self, Audited { project, .. }: Audited<'_>) -> Answer {
        let address = project.address();
        let published = address
            .as_ref()
            .and_then(|address| address.path.rsplit('/').next().map(str::to_string));
        let known = published.is_some();
        let name = published.unwrap_or_else(|| project.snapshot.name());
        let mut findings = Vec::new();
        findings.extend(self.judge_name(project, &name).map(|finding| {
            // The folder's name says little of the name in the forge.
            if known { finding } else { finding.unsure() }
        }));
        if let Some(address) = &address {
            findings.extend(self.judge_owner(address.owner()));
        }
        let description = self.description(project);
        let mut seen = Vec::new();
        match &description {
            Some((place, text)) => {
                let short = self.shortened(text);
                if short != *text {
                    findings.push(too_long(self.max_description, place));
                }
                seen.push((place.clone(), text!("description à coller dans la forge : {short}", "description to paste in the forge: {short}")));
            }
            None => findings.push(Finding::new(
                "description#absent",
                text!(
                    "aucune description courte : ni publiccode.yml, ni manifeste, ni premier paragraphe du README",
                    "no short description: neither publiccode.yml, nor a manifest, nor a first paragraph of the README"
                ),
            )),
        }
        let counted: Vec<Text> = findings
            .iter()
            .filter(|finding| !finding.informational)
            .map(|f| f.message.clone())
            .collect();
        let answer = match counted.is_empty() {
            true => Answer::pass(text!(
                "nom « {name} » et description disponible",
                "name “{name}” and description available"
            ))
            .with(findings),
            false => Answer::fail(list(&counted), findings),
        };
        answer.seen_all(seen)
    }
}

impl NameDescription {
    fn judge_name(&self, project: &Project<'_>, name: &str) -> Option<Finding> {
        if self.generic.is_match(name) {
            let message = text!(
                "le nom « {name} » n’indique pas à quoi sert le code",
                "the name “{name}” does not say what the code is for"
            );
            return Some(Finding::new("name#generic", message));
        }
        let letters = name.chars().filter(|letter| letter.is_alphabetic()).count();
        if letters >= self.min_letters || is_product(project, name) {
            return None;
        }
        let message = text!(
            "le nom « {name} » est très court : est-ce celui du produit ?",
            "the name “{name}” is very short: is it the product’s?"
        );
        Some(Finding::new("name#short", message).unsure())
    }

    fn judge_owner(&self, owner: &str) -> Option<Finding> {
        let word = owner.split(['/', '-', '_', '.']).find(|word| self.acronyms.is_match(word))?;
        let message = text!(
            "le compte « {owner} » porte un sigle ({word}) : le guide conseille d’éviter ceux d’entités administratives, qui changent",
            "the account “{owner}” bears an acronym ({word}): the guide advises against those of administrative bodies, which change"
        );
        Some(Finding::new("owner#acronym", message).info())
    }

    /// The description and where it is: publiccode.yml, then a manifest at the
    /// root, then the README's first paragraph.
    fn description(&self, project: &Project<'_>) -> Option<(Location, String)> {
        let enough =
            |text: &str| text.chars().count() >= self.min_description && text.contains(' ');
        let told = project.publiccode().and_then(|file| {
            let field = file.described("shortDescription").filter(|field| enough(&field.value))?;
            Some((file.place(field), field.value.clone()))
        });
        let manifests = || {
            let mut manifests = project.manifests().iter().filter(|manifest| manifest.at_root());
            manifests.find_map(|manifest| {
                let text = manifest.description.clone().filter(|text| enough(text))?;
                Some((Location::file(&manifest.path), text))
            })
        };
        let lead = || {
            project.readmes().into_iter().find_map(|(file, readme)| {
                let described = |block: &&Block| {
                    let text = block.text.trim_end();
                    enough(text) && !text.ends_with(':') && !self.is_aside(readme, block)
                };
                let first = readme.lead().filter(described);
                let block = first.or_else(|| readme.prose().find(described))?;
                Some((Location::line(&file.path, block.line), block.text.clone()))
            })
        };
        told.or_else(manifests).or_else(lead)
    }

    /// True for a notice, or for a block under a heading that announces
    /// something else than a description.
    fn is_aside(&self, readme: &Document, block: &Block) -> bool {
        if self.notices.is_match(&block.text) {
            return true;
        }
        let above = readme.heading_above(block.line);
        above.is_some_and(|heading| self.other_headings.is_match(&heading.text))
    }

    /// The first sentence when it fits, the first words otherwise.
    fn shortened(&self, text: &str) -> String {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if text.chars().count() <= self.max_description {
            return text;
        }
        let sentence = text.split_inclusive(". ").next().unwrap_or_default().trim();
        if (self.min_description..=self.max_description).contains(&sentence.chars().count()) {
            return sentence.to_string();
        }
        let words = first_words(&text, self.max_description - 1);
        format!("{}…", words.trim_end_matches([',', ';', ':']))
    }
}

fn too_long(most: usize, place: &Location) -> Finding {
    let message = text!(
        "la seule description trouvée dépasse {most} caractères : la raccourcir avant de la coller dans la forge",
        "the only description found is longer than {most} characters: shorten it before pasting it in the forge"
    );
    Finding::new("description#long", message).at(place.clone()).info()
}

/// True when the README or publiccode.yml call the product by this name.
fn is_product(project: &Project<'_>, name: &str) -> bool {
    let same = |word: &str| word.eq_ignore_ascii_case(name);
    let titles = project.readmes();
    let in_title = titles
        .iter()
        .filter_map(|(_, readme)| readme.title())
        .any(|title| title.text.split(|c: char| !c.is_alphanumeric()).any(same));
    in_title
        || project
            .publiccode()
            .and_then(|file| file.get("name"))
            .is_some_and(|field| same(&field.value))
}
