//! Topics that documents cover between them: by a heading, a sentence, a link,
//! or a file of their own.

use super::{Audited, Check};
use crate::document::{BlockKind, Document, is_example};
use crate::finding::{Answer, Finding, Location};
use crate::lang::{self, Text};
use crate::project::Project;
use crate::rule::Degree;
use crate::snapshot::File;
use crate::text;
use crate::text::pattern::Pattern;
use serde::Deserialize;

/// Parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Coverage {
    /// What documents are expected to cover.
    topics: Vec<Subject>,
    /// Local parts of addresses that belong to one person.
    #[serde(default)]
    personal: Option<Pattern>,
}

/// One topic, and all that may cover it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Subject {
    /// Identifier.
    id: String,
    /// Its name in French.
    fr: String,
    /// Its name in English.
    en: String,
    /// A heading of a README about it.
    heading: Pattern,
    /// Headings that only look alike.
    #[serde(default)]
    except: Option<Pattern>,
    /// A sentence of a README that covers it as well as a heading would.
    #[serde(default)]
    sentence: Option<Pattern>,
    /// Commands of a README that show it.
    #[serde(default)]
    code: Option<Pattern>,
    /// The text of a link of a README to what covers it.
    #[serde(default)]
    link: Option<Pattern>,
    /// The address of such a link.
    #[serde(default)]
    url: Option<Pattern>,
    /// The address or the alternative of a badge of a README about it.
    #[serde(default)]
    badge: Option<Pattern>,
    /// The roles of files about it.
    #[serde(default)]
    roles: Vec<String>,
    /// The paths of the project's other documents about it.
    #[serde(default)]
    paths: Option<Pattern>,
    /// Degrees at which its lack is only told.
    #[serde(default)]
    optional_at: Vec<Degree>,
}

/// Where a topic is covered, and how.
type Place = (Location, Text);

impl Check for Coverage {
    fn depends_on_degree(&self) -> bool {
        self.topics.iter().any(|topic| !topic.optional_at.is_empty())
    }

    fn run(&self, Audited { project, degree, .. }: Audited<'_>) -> Answer {
        let found: Vec<(&Subject, Option<Place>)> =
            self.topics.iter().map(|topic| (topic, topic.find(project))).collect();
        let optional = |topic: &Subject| topic.optional_at.contains(&degree);
        let lacking = |told: bool| -> Vec<&Subject> {
            let lacking = found.iter().filter(|(_, place)| place.is_none());
            lacking.map(|(topic, _)| *topic).filter(|topic| optional(topic) == told).collect()
        };
        let (missing, told) = (lacking(false), lacking(true));
        let (covered, total) = (found.iter().filter(|(_, p)| p.is_some()).count(), found.len());
        let labels: Vec<Text> = missing.iter().map(|topic| topic.label()).collect();
        let mut answer = if missing.is_empty() {
            Answer::pass(text!(
                "{covered} sujets traités sur {total}",
                "{covered} topics covered out of {total}"
            ))
        } else {
            let list = lang::list(&labels);
            let reason = text!(
                "{covered} sujets traités sur {total} ; manque : {list}",
                "{covered} topics covered out of {total}; missing: {list}";
                list
            );
            Answer::fail(reason, missing.iter().map(|topic| topic.lacking(project)).collect())
        };
        for (topic, place) in &found {
            if let Some((location, how)) = place {
                let (topic, how) = (topic.label(), how.clone());
                let message = text!("{topic} : {how}", "{topic}: {how}"; topic, how);
                answer = answer.seen(location.clone(), message);
            }
        }
        answer = answer.with(told.iter().map(|topic| topic.lacking(project).info()));
        answer.with(self.personal_addresses(project))
    }
}

impl Coverage {
    /// Addresses of a README that look like a person's: an address of function
    /// outlives the people (told, never counted).
    fn personal_addresses(&self, project: &Project<'_>) -> Vec<Finding> {
        let Some(personal) = &self.personal else { return Vec::new() };
        let mut findings: Vec<Finding> = Vec::new();
        for (file, document) in project.readmes() {
            for link in document.links() {
                let Some(address) = link.url.strip_prefix("mailto:") else { continue };
                let Some((local, domain)) =
                    address.split('?').next().unwrap_or_default().split_once('@')
                else {
                    continue;
                };
                if !personal.is_match(local) || is_example(&link.url) {
                    continue;
                }
                let masked = format!("{}…@{domain}", local.chars().next().unwrap_or('…'));
                let message = text!(
                    "{masked} semble l’adresse d’une personne : une adresse fonctionnelle dure plus longtemps",
                    "{masked} looks like the address of a person: a functional address lasts longer"
                );
                let subject = format!("{}#{masked}", file.path);
                if !findings.iter().any(|finding| finding.subject == subject) {
                    let finding = Finding::new(subject, message).info();
                    findings.push(finding.at(Location::line(&file.path, link.line)));
                }
            }
        }
        findings
    }
}

impl Subject {
    fn label(&self) -> Text {
        Text::new(&self.fr, &self.en)
    }

    fn lacking(&self, project: &Project<'_>) -> Finding {
        let message = self.label().after("rien ne traite de : ", "nothing covers: ");
        let finding = Finding::new(format!("topic#{}", self.id), message);
        match project.readmes().first() {
            Some((file, _)) => finding.at(Location::file(&file.path)),
            None => finding,
        }
    }

    fn find(&self, project: &Project<'_>) -> Option<Place> {
        let readmes = project.readmes();
        let headed = readmes.iter().find_map(|(file, document)| self.headed(file, document));
        let told = || readmes.iter().find_map(|(file, document)| self.told(file, document));
        headed.or_else(|| self.filed(project)).or_else(told)
    }

    fn headed(&self, file: &File, document: &Document) -> Option<Place> {
        let sections = document.sections();
        let section = sections.iter().find(|section| {
            let title = &section.heading.text;
            self.heading.is_match(title)
                && !matches(&self.except, title)
                && section.body.iter().any(|block| {
                    !matches!(
                        block.kind,
                        BlockKind::Heading(_) | BlockKind::Comment | BlockKind::Directive
                    )
                })
        })?;
        let title = &section.heading.text;
        let how = text!("section « {title} »", "section “{title}”");
        Some((Location::line(&file.path, section.heading.line), how))
    }

    fn filed(&self, project: &Project<'_>) -> Option<Place> {
        let by_role = self.roles.iter().flat_map(|role| project.role(role));
        let by_path = project
            .own_files()
            .filter(|file| self.paths.as_ref().is_some_and(|paths| paths.is_match(&file.path)));
        let file = by_role.chain(by_path).find(|file| filled(project, file))?;
        Some((Location::file(&file.path), text!("un fichier", "a file")))
    }

    fn told(&self, file: &File, document: &Document) -> Option<Place> {
        let place = |line| Location::line(&file.path, line);
        let sentence = document.prose().find(|block| matches(&self.sentence, &block.text));
        if let Some(block) = sentence {
            return Some((place(block.line), text!("une phrase", "a sentence")));
        }
        let mut code = document.blocks.iter().filter(|block| block.kind == BlockKind::Code);
        if let Some(block) = code.find(|block| matches(&self.code, &block.text)) {
            return Some((place(block.line), text!("des commandes", "commands")));
        }
        let link = document.links().find(|link| {
            let badge = document.images().any(|image| image.target.as_ref() == Some(&link.url));
            !badge && (matches(&self.link, &link.text) || matches(&self.url, &link.url))
        });
        if let Some(link) = link {
            return Some((place(link.line), text!("un lien", "a link")));
        }
        let badge = document
            .images()
            .find(|image| matches(&self.badge, &image.url) || matches(&self.badge, &image.alt))?;
        Some((place(badge.line), text!("un badge", "a badge")))
    }
}

fn matches(pattern: &Option<Pattern>, text: &str) -> bool {
    pattern.as_ref().is_some_and(|pattern| pattern.is_match(text))
}

/// True when `file` holds something to read.
fn filled(project: &Project<'_>, file: &File) -> bool {
    match project.text(file) {
        Some(text) => text.trim().len() >= 40,
        None => {
            project.facts(file).is_some_and(|facts| !facts.binary && facts.error.is_none())
                && project
                    .snapshot
                    .resolve(file)
                    .is_some_and(|at| project.snapshot.files[at].size >= 40)
        }
    }
}
