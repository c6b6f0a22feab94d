//! A file that plays a role is there, and holds what it must: enough text, no
//! leftover of a template, the topics a reader looks for, a way to reach someone.

use super::{Audited, Check, prose};
use crate::document::Document;
use crate::finding::{Answer, Evidence, Finding, Location};
use crate::lang::{self, Text};
use crate::project::Project;
use crate::snapshot::File;
use crate::text;
use crate::text::pattern::Pattern;
use serde::Deserialize;

/// Parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct FileCheck {
    /// Roles (`rules/roles.toml`); the first file found in their order counts.
    roles: Vec<String>,
    /// Characters of text the file must hold, headings, badges and code left out.
    #[serde(default)]
    min_chars: usize,
    /// What only an unfilled template says.
    #[serde(default)]
    placeholders: Vec<Pattern>,
    /// The file must give an e-mail address or a web address to write to.
    #[serde(default)]
    contact: bool,
    /// Web addresses that are not a way to write to the project: the text's sources.
    #[serde(default)]
    contact_except: Option<Pattern>,
    /// Topics the file must cover.
    #[serde(default)]
    topics: Vec<prose::Topic>,
    /// How many of the topics are required; all of them when absent.
    #[serde(default)]
    topics_required: Option<usize>,
    /// A section that may stand in for the file.
    #[serde(default)]
    section: Option<Section>,
    /// What makes the file complete by itself, however short.
    #[serde(default)]
    sufficient: Option<prose::Topic>,
}

/// A section of other documents that may stand in for the file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Section {
    /// The documents it may stand in, by role.
    roles: Vec<String>,
    /// Its heading.
    heading: Pattern,
    /// Characters of text it must hold.
    #[serde(default)]
    min_chars: usize,
    /// False when the section is told but does not meet the rule.
    #[serde(default = "enough")]
    enough: bool,
}

fn enough() -> bool {
    true
}

impl Check for FileCheck {
    fn run(&self, Audited { project, .. }: Audited<'_>) -> Answer {
        let candidates: Vec<&File> =
            self.roles.iter().flat_map(|role| project.role(role)).collect();
        let mut examined = candidates.iter().map(|file| self.examine(project, file));
        let Some(first) = examined.next() else { return self.without_file(project) };
        if first.1.is_empty() {
            return accept(candidates[0], first.0);
        }
        // A complete file elsewhere is worth more than an empty one in front.
        if let Some((at, (evidence, _))) = examined.enumerate().find(|(_, (_, f))| f.is_empty()) {
            return accept(candidates[at + 1], evidence);
        }
        let path = &candidates[0].path;
        let reasons: Vec<Text> = first.1.iter().map(|finding| finding.message.clone()).collect();
        let reason = lang::list(&reasons);
        let (fr, en) = (format!("{path} : {}", reason.fr), format!("{path}: {}", reason.en));
        let mut answer = Answer::fail(Text::new(fr, en), first.1);
        answer.evidence = first.0;
        answer
    }
}

fn accept(file: &File, evidence: Vec<Evidence>) -> Answer {
    let path = &file.path;
    let mut answer =
        Answer::pass(text!("{path} est là et complet", "{path} is there and complete"));
    answer.evidence = evidence;
    answer
}

impl FileCheck {
    /// What `file` shows, and what it lacks.
    fn examine(&self, project: &Project<'_>, file: &File) -> (Vec<Evidence>, Vec<Finding>) {
        let path = &file.path;
        let at = || Location::file(path);
        let finding =
            |subject: &str, message| Finding::new(format!("{path}#{subject}"), message).at(at());
        let Some(document) = project.document(file) else {
            let message = text!("ce n’est pas un fichier texte", "it is not a text file");
            return (Vec::new(), vec![finding("text", message)]);
        };
        let chars = prose::length(document);
        let sufficient =
            self.sufficient.as_ref().and_then(|topic| Some((topic.label(), topic.find(document)?)));
        if let Some((label, line)) = sufficient {
            let message = label.after("traite de : ", "covers: ");
            return (vec![Evidence { message, location: Location::line(path, line) }], Vec::new());
        }
        let mut evidence = vec![Evidence {
            message: text!("{chars} caractères", "{chars} characters"),
            location: at(),
        }];
        let mut findings = Vec::new();
        if chars < self.min_chars.max(1) {
            let least = self.min_chars.max(1);
            findings.push(finding(
                "length",
                text!(
                    "il ne contient que {chars} caractères de texte (au moins {least} attendus)",
                    "it holds only {chars} characters of text (at least {least} expected)"
                ),
            ));
        }
        if let Some((line, quote)) = prose::placeholder(document, &self.placeholders) {
            findings.push(
                finding(
                    "placeholder",
                    text!(
                        "un gabarit n’a pas été rempli : « {quote} »",
                        "a template was not filled in: “{quote}”"
                    ),
                )
                .at(Location::line(path, line))
                .excerpt(quote),
            );
        }
        self.contact(document, path, &mut evidence, &mut findings);
        self.topics(document, path, &mut evidence, &mut findings);
        (evidence, findings)
    }

    fn contact(
        &self,
        document: &Document,
        path: &str,
        evidence: &mut Vec<Evidence>,
        findings: &mut Vec<Finding>,
    ) {
        if !self.contact {
            return;
        }
        match prose::contact_but(document, self.contact_except.as_deref()) {
            Some((line, address)) => evidence.push(Evidence {
                message: Text::same(prose::masked(&address)).after("contact : ", "contact: "),
                location: Location::line(path, line),
            }),
            None => findings.push(
                Finding::new(
                    format!("{path}#contact"),
                    text!(
                        "il ne donne ni adresse électronique ni adresse web à qui écrire",
                        "it gives neither an e-mail address nor a web address to write to"
                    ),
                )
                .at(Location::file(path)),
            ),
        }
    }

    fn topics(
        &self,
        document: &Document,
        path: &str,
        evidence: &mut Vec<Evidence>,
        findings: &mut Vec<Finding>,
    ) {
        let mut missing = Vec::new();
        for topic in &self.topics {
            match topic.find(document) {
                Some(line) => evidence.push(Evidence {
                    message: topic.label().after("traite de : ", "covers: "),
                    location: Location::line(path, line),
                }),
                None => missing.push(topic),
            }
        }
        let required = self.topics_required.unwrap_or(self.topics.len());
        let enough = self.topics.len() - missing.len() >= required;
        findings.extend(missing.into_iter().map(|topic| {
            let message = topic.label().after("il ne dit rien de : ", "it says nothing about: ");
            let finding = Finding::new(format!("{path}#{}", topic.id), message);
            let finding = finding.at(Location::file(path));
            if enough { finding.info() } else { finding }
        }));
        if enough {
            // Told as information: they do not make the file incomplete.
            let informational: Vec<Finding> =
                findings.extract_if(.., |f| f.informational).collect();
            evidence.extend(
                informational.into_iter().map(|finding| Evidence {
                    message: finding.message,
                    location: finding.location,
                }),
            );
        }
    }

    fn without_file(&self, project: &Project<'_>) -> Answer {
        let Some(section) = &self.section else { return self.absent(project) };
        let found = section.roles.iter().flat_map(|role| project.role_documents(role)).find_map(
            |(file, document)| {
                let section = document.sections().into_iter().find(|candidate| {
                    !document.title().is_some_and(|title| std::ptr::eq(title, candidate.heading))
                        && section.heading.is_match(&candidate.heading.text)
                        && prose::section_length(candidate) >= section.min_chars
                })?;
                Some((
                    Location::line(&file.path, section.heading.line),
                    section.heading.text.clone(),
                ))
            },
        );
        let Some((location, heading)) = found else { return self.absent(project) };
        let seen = text!("section « {heading} »", "section “{heading}”");
        if section.enough {
            let place = location.to_string();
            let reason = text!(
                "pas de fichier dédié, mais une section en tient lieu ({place})",
                "no dedicated file, but a section stands in for it ({place})"
            );
            return Answer::pass(reason).seen(location, seen);
        }
        let place = location.to_string();
        let names: Vec<&str> = self.roles.iter().map(|role| project.usual_name(role)).collect();
        let wanted = names.join(", ");
        let reason = text!(
            "une section en parle ({place}), mais le dépôt n’a pas de {wanted}",
            "a section speaks of it ({place}), but the repository has no {wanted}"
        );
        let finding = Finding::new(format!("{}#section", self.roles.join("+")), reason.clone())
            .at(location.clone());
        Answer::fail(reason, vec![finding]).seen(location, seen)
    }

    fn absent(&self, project: &Project<'_>) -> Answer {
        let names: Vec<&str> = self.roles.iter().map(|role| project.usual_name(role)).collect();
        let wanted = names.join(", ");
        let reason = text!("le dépôt n’a pas de {wanted}", "the repository has no {wanted}");
        let finding = Finding::new(format!("{}#absent", self.roles.join("+")), reason.clone());
        Answer::fail(reason, vec![finding])
    }
}
