//! What the READMEs say: a title, a sentence, a few paragraphs, by language.

use super::Project;
use super::words::{WORDS, is};
use crate::document::{BlockKind, Document};
use crate::text::prose::sentences;
use std::collections::BTreeMap;
use whatlang::{Detector, Lang};

/// What a README says before its sections.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Presentation {
    /// The title of the first README.
    pub title: Option<String>,
    /// The first paragraph, by language.
    pub lead: BTreeMap<String, String>,
    /// The paragraphs that present the software, by language.
    pub body: BTreeMap<String, String>,
    /// The items of the section that lists features, by language.
    pub features: BTreeMap<String, Vec<String>>,
}

/// Enough to present a piece of software.
const BODY: usize = 1200;
/// The shortest text whose language is told.
const SHORTEST: usize = 40;

/// No more READMEs than this are read.
const READMES: usize = 6;

/// Reads the READMEs at the best place, French ones and English ones.
pub(super) fn read(project: &Project<'_>) -> Presentation {
    let mut presentation = Presentation::default();
    for (_, document) in project.readmes().into_iter().take(READMES) {
        presentation.add(document);
    }
    presentation
}

impl Presentation {
    fn add(&mut self, document: &Document) {
        let title = document.title().map(|block| block.text.trim().to_string());
        self.title = self.title.take().or(title.filter(|title| !title.is_empty()));
        let mut leads = document.leads().map(|lead| (lead, presenting(&lead.text)));
        let Some((lead, lead_text)) = leads.find(|(_, text)| !text.is_empty()) else { return };
        let from = document.blocks.iter().position(|block| std::ptr::eq(block, lead)).unwrap_or(0);
        let mut body = String::new();
        for block in &document.blocks[from..] {
            match block.kind {
                BlockKind::Paragraph | BlockKind::Quote => {
                    let text = presenting(&block.text);
                    if body.len() + text.len() > BODY {
                        break;
                    }
                    if !body.is_empty() && !text.is_empty() {
                        body.push_str("\n\n");
                    }
                    body.push_str(&text);
                }
                BlockKind::Heading(_) if !body.is_empty() => break,
                _ => {}
            }
        }
        let sample = if body.len() > lead_text.len() { &body } else { &lead_text };
        let Some(language) = language(sample) else { return };
        let features = features(document);
        if !features.is_empty() {
            self.features.entry(language.clone()).or_insert(features);
        }
        self.lead.entry(language.clone()).or_insert(lead_text);
        self.body.entry(language).or_insert(body);
    }
}

fn features(document: &Document) -> Vec<String> {
    let sections = document.sections();
    let found = sections.iter().find(|section| {
        let heading: String = section
            .heading
            .text
            .to_lowercase()
            .chars()
            .filter(|c| c.is_alphabetic() || *c == ' ')
            .collect();
        is(&WORDS.features, heading.trim())
    });
    let items = found.map_or(&[][..], |section| section.body).iter();
    items
        .filter(|block| block.kind == BlockKind::ListItem)
        .map(|block| line(&block.text))
        .filter(|text| !text.is_empty() && text.chars().count() <= 200)
        .take(20)
        .collect()
}

/// What the paragraph `text` says of the software, on one line: nothing for one that
/// tells where maintenance stands, and not the sentences that tell who publishes it.
fn presenting(text: &str) -> String {
    let text = line(text);
    let starts = |text: &str, with: &[String]| {
        let text = text.to_lowercase();
        with.iter().any(|start| text.starts_with(start.as_str()))
    };
    if starts(&text, &WORDS.statuses) {
        return String::new();
    }
    let goal = |text: &str| WORDS.goals.iter().any(|goal| text.contains(goal.as_str()));
    // What ends with a colon says nothing without what follows it.
    let whole = |one: &&str| !one.trim_end().ends_with(':');
    let told = sentences(&text).filter(whole);
    let told = told.filter(|one| goal(one) || !starts(one, &WORDS.publishers));
    told.collect::<Vec<_>>().join(" ")
}

/// True for a text that says something of the software, besides who publishes it and
/// where its maintenance stands.
pub(crate) fn presents(text: &str) -> bool {
    !presenting(text).is_empty()
}

/// `text` on one line.
fn line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The language of `text`, `fr` or `en`, when it is long enough to tell.
pub(crate) fn language(text: &str) -> Option<String> {
    if text.chars().count() < SHORTEST {
        return None;
    }
    let detector = Detector::with_allowlist(vec![Lang::Fra, Lang::Eng]);
    detector.detect_lang(text).map(|lang| match lang {
        Lang::Fra => "fr".to_string(),
        _ => "en".to_string(),
    })
}
