//! A topic, and the places of documents that treat it.

use super::TemplateForge;
use super::file::TopicFiles;
use crate::checks::prose;
use crate::document::{Block, BlockKind, Document, Link, is_example};
use crate::finding::{Answer, Finding, Location, Status};
use crate::lang::Text;
use crate::project::Project;
use crate::rule::Degree;
use crate::snapshot::{File, path};
use crate::text;
use crate::text::pattern::Pattern;
use crate::text::prose::sentences;
use serde::Deserialize;
use std::cell::OnceCell;
use std::collections::HashSet;

/// How many places are shown for a topic.
const SHOWN: usize = 3;

/// One topic, and all that may treat it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Topic {
    /// Identifier.
    pub(super) id: String,
    /// Its name in French.
    fr: String,
    /// Its name in English.
    en: String,
    /// The files about it.
    #[serde(default)]
    files: Option<TopicFiles>,
    /// Roles of the documents that may treat it otherwise.
    #[serde(default = "readme")]
    within: Vec<String>,
    /// A heading about it.
    #[serde(default)]
    heading: Option<Pattern>,
    /// Headings that only look alike.
    #[serde(default)]
    except: Option<Pattern>,
    /// Characters that the section must hold.
    #[serde(default)]
    min_chars: usize,
    /// True when a section is not enough: it shows what the file lacks.
    #[serde(default)]
    partial: bool,
    /// What speaks of it, wherever it stands: text, code or address of a link.
    #[serde(default)]
    words: Option<Pattern>,
    /// A sentence that treats it as well as a section would.
    #[serde(default)]
    sentence: Option<Pattern>,
    /// What turns a sentence into its contrary.
    #[serde(default)]
    unless: Option<Pattern>,
    /// Words that may speak of it or of something else: a person has to read them.
    #[serde(default)]
    doubtful: Option<Pattern>,
    /// Commands that show it, in blocks of code and in lists.
    #[serde(default)]
    code: Option<Pattern>,
    /// The text of a link to what treats it.
    #[serde(default)]
    link: Option<Pattern>,
    /// The address of such a link.
    #[serde(default)]
    url: Option<Pattern>,
    /// The address or the alternative of a badge about it.
    #[serde(default)]
    badge: Option<Pattern>,
    /// What a contact link of the issue chooser says of it.
    #[serde(default)]
    contact_link: Option<Pattern>,
    /// The key of publiccode.yml that leads to it.
    #[serde(default)]
    declared: Option<String>,
    /// Degrees at which its lack is only information.
    #[serde(default)]
    pub(super) optional_at: Vec<Degree>,
}

fn readme() -> Vec<String> {
    vec!["readme".to_string()]
}

/// Where a topic is treated, and how.
type Treatment = (Location, Text);

impl Topic {
    /// Its name in both languages.
    pub(super) fn label(&self) -> Text {
        Text::new(&self.fr, &self.en)
    }

    /// What the files about it are usually called.
    pub(super) fn usual_names(&self, project: &Project<'_>) -> String {
        let roles = self.files.iter().flat_map(|files| &files.roles);
        roles.map(|role| project.usual_name(role)).collect::<Vec<_>>().join(", ")
    }

    /// What says that the topic is not treated, among others: what the file of
    /// `answer` lacks, if there is one.
    pub(super) fn lacking(&self, project: &Project<'_>, answer: Option<Answer>) -> Finding {
        let subject = format!("topic#{}", self.id);
        if let Some(finding) = answer.and_then(|answer| answer.findings.into_iter().next()) {
            return Finding { subject, ..finding };
        }
        let message = self.label().after("il manque une section sur : ", "nothing covers: ");
        let finding = Finding::new(subject, message);
        match project.readmes().first() {
            Some((file, _)) => finding.at(Location::file(&file.path)),
            None => finding,
        }
    }

    /// What is written of the topic; `None` when nothing is.
    pub(super) fn answer(
        &self,
        project: &Project<'_>,
        forges: &[&TemplateForge],
    ) -> Option<Answer> {
        let label = self.label();
        let files = self.files.as_ref();
        let filed = files.and_then(|files| files.answer(project, &label, forges));
        let filed_well = filed.as_ref().is_some_and(|answer| answer.status == Status::Pass);
        let places = self.places(project);
        let shown = places.iter().map(|(location, how)| {
            (location.clone(), text!("{label} : {how}", "{label}: {how}"; label, how))
        });
        let Some((place, how)) = places.first().filter(|_| !filed_well) else {
            let shown = shown.take(if self.partial { 0 } else { SHOWN - 1 });
            return filed
                .map(|answer| if filed_well { answer.seen_all(shown) } else { answer })
                .or_else(|| self.doubts(project));
        };
        if self.partial {
            return filed.or_else(|| Some(self.partly(project, place).seen_all(shown)));
        }
        let reason = text!("{label} : {how} ({place})", "{label}: {how} ({place})"; label, how);
        let path = place.path.as_deref().unwrap_or_default();
        let elsewhere = files.and_then(|files| files.elsewhere(path, place));
        Some(Answer::pass(reason).seen_all(shown).with(elsewhere))
    }

    /// A section speaks of it, and a file is wanted.
    fn partly(&self, project: &Project<'_>, place: &Location) -> Answer {
        let wanted = self.usual_names(project);
        let reason = text!(
            "une section en parle ({place}), mais le dépôt n’a pas de {wanted}",
            "a section speaks of it ({place}), but the repository has no {wanted}"
        );
        let finding = Finding::new(format!("{}#section", self.id), reason);
        Answer::failing(finding.at(place.clone()))
    }

    /// The passages that a person has to read.
    fn doubts(&self, project: &Project<'_>) -> Option<Answer> {
        let doubtful = self.doubtful.as_ref()?;
        let found = self.documents(project).into_iter().filter_map(|(file, document)| {
            let block = document.blocks.iter().find(|block| self.speaks(block, doubtful))?;
            let message = text!(
                "ce passage parle peut-être d’autre chose : à lire",
                "this passage may be about something else: read it"
            );
            let finding = Finding::new(format!("{}#{}", file.path, self.id), message).unsure();
            Some(finding.at(Location::line(&file.path, block.line)))
        });
        let found: Vec<Finding> = found.collect();
        let reason =
            self.label().after("peut-être dit, sans certitude : ", "perhaps said, not certainly: ");
        (!found.is_empty()).then(|| Answer::unknown(reason).with(found))
    }

    fn documents<'p>(&self, project: &'p Project<'_>) -> Vec<(&'p File, &'p Document)> {
        self.within.iter().flat_map(|role| project.role_documents(role)).collect()
    }

    /// Where documents treat it, one place in each.
    fn places(&self, project: &Project<'_>) -> Vec<Treatment> {
        let documents = self.documents(project);
        let headed = documents.iter().filter_map(|(file, document)| self.headed(file, document));
        let mut places: Vec<Treatment> = self.declared(project).into_iter().chain(headed).collect();
        let stated = documents.iter().filter_map(|(file, document)| {
            let (line, how) = self.stated(project, file, document)?;
            Some((Location::line(&file.path, line), how))
        });
        let stated: Vec<Treatment> = stated
            .filter(|(at, _)| places.iter().all(|(known, _)| known.path != at.path))
            .collect();
        places.extend(stated);
        places.extend(self.contact_links(project));
        places.truncate(SHOWN);
        places
    }

    fn headed(&self, file: &File, document: &Document) -> Option<Treatment> {
        let heading = self.heading.as_ref()?;
        let sections = prose::sections_about(document, heading);
        let section = sections.into_iter().find(|section| {
            !matches(&self.except, &section.heading.text)
                && prose::is_written(section)
                && prose::section_length(section) >= self.min_chars
        })?;
        let title = &section.heading.text;
        let how = text!("section « {title} »", "section “{title}”");
        Some((Location::line(&file.path, section.heading.line), how))
    }

    fn stated(
        &self,
        project: &Project<'_>,
        file: &File,
        document: &Document,
    ) -> Option<(usize, Text)> {
        let sentence = || document.prose().find(|block| self.states(&self.sentence, &block.text));
        let words = || {
            let words = self.words.as_ref()?;
            document.blocks.iter().find(|block| self.speaks(block, words))
        };
        if let Some(block) = sentence().or_else(words) {
            return Some((block.line, text!("une phrase", "a sentence")));
        }
        let commands = |block: &&Block| {
            matches!(block.kind, BlockKind::Code | BlockKind::ListItem)
                && matches(&self.code, &block.text)
        };
        if let Some(block) = document.blocks.iter().find(commands) {
            return Some((block.line, text!("des commandes", "commands")));
        }
        let badges = OnceCell::new();
        let is_badge = |link: &Link| {
            let targets = || document.images().filter_map(|image| image.target.as_deref());
            badges.get_or_init(|| targets().collect::<HashSet<&str>>()).contains(link.url.as_str())
        };
        let link = document.links().find(|link| {
            (matches(&self.link, &link.text) || matches(&self.url, &link.url))
                && !is_badge(link)
                && reaches(project, file, link)
        });
        if let Some(link) = link {
            return Some((link.line, text!("un lien", "a link")));
        }
        let badge = document
            .images()
            .find(|image| matches(&self.badge, &image.url) || matches(&self.badge, &image.alt))?;
        Some((badge.line, text!("un badge", "a badge")))
    }

    /// True when a sentence of `text` matches, and does not say the contrary.
    fn states(&self, pattern: &Option<Pattern>, text: &str) -> bool {
        let Some(pattern) = pattern else { return false };
        match &self.unless {
            None => pattern.is_match(text),
            Some(unless) => sentences(text)
                .any(|sentence| pattern.is_match(sentence) && !unless.is_match(sentence)),
        }
    }

    fn speaks(&self, block: &Block, pattern: &Pattern) -> bool {
        let contrary = |text: &str| matches(&self.unless, text);
        block.kind != BlockKind::Comment
            && (sentences(&block.text).any(|one| pattern.is_match(one) && !contrary(one))
                || !contrary(&block.text)
                    && block.links.iter().any(|link| pattern.is_match(&link.url)))
    }

    /// The key of publiccode.yml, when it leads somewhere of its own.
    fn declared(&self, project: &Project<'_>) -> Option<Treatment> {
        let file = project.publiccode()?;
        let field = file.get(self.declared.as_deref()?)?;
        let value = field.value.as_str();
        // The site's or the repository's own address says nothing of the topic.
        let same = |key| file.get(key).is_some_and(|other| other.value == value);
        let leads = match value.starts_with("http") {
            true => !is_example(value) && !same("landingURL") && !same("url"),
            false => project.snapshot.file(value.trim_start_matches("./")).is_some(),
        };
        leads.then(|| (file.place(field), text!("{value}", "{value}")))
    }

    fn contact_links(&self, project: &Project<'_>) -> Vec<Treatment> {
        let Some(words) = &self.contact_link else { return Vec::new() };
        let links = prose::contact_links(project).into_iter();
        let about = links.filter(|(_, link)| words.is_match(&link.text) && !is_example(&link.url));
        let how =
            text!("un lien offert à qui ouvre un ticket", "a link offered to who opens an issue");
        about.map(|(file, link)| (Location::line(&file.path, link.line), how.clone())).collect()
    }
}

fn matches(pattern: &Option<Pattern>, text: &str) -> bool {
    pattern.as_ref().is_some_and(|pattern| pattern.is_match(text))
}

/// True when `link`, in `from`, leads out of the page: to a web address, or to what
/// is in the repository. A path above its root is one of the forge, and a folder may
/// hold what is built.
fn reaches(project: &Project<'_>, from: &File, link: &Link) -> bool {
    let url = link.url.as_str();
    if url.contains(':') {
        return !is_example(url);
    }
    let target = url.split(['#', '?']).next().unwrap_or_default();
    if target.is_empty() || target.ends_with('/') {
        return !target.is_empty();
    }
    let Some(target) = path::join(from.folder(), target) else { return true };
    project.snapshot.holds(&target)
}
