//! The files that treat a topic, and what each must hold to do so: enough text, no
//! leftover of a template, the points a reader looks for, a way to reach someone.

use super::TemplateForge;
use crate::checks::prose;
use crate::document::{Block, Document, is_example};
use crate::finding::{Answer, Finding, Location};
use crate::lang::{self, Text};
use crate::project::Project;
use crate::snapshot::File;
use crate::text;
use crate::text::pattern::Pattern;
use jiff::ToSpan;
use jiff::tz::TimeZone;
use serde::Deserialize;
use std::borrow::Cow;
use std::collections::HashMap;

/// Which files treat a topic, and how.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct TopicFiles {
    /// Roles (`rules/roles.toml`), the best first.
    pub(super) roles: Vec<String>,
    /// Paths of the project's other documents about it.
    paths: Option<Pattern>,
    /// What the path of a document about something else says.
    paths_except: Option<Pattern>,
    /// What a file holds, or it is about something else.
    holds: Option<Pattern>,
    /// Bytes of text the file must hold.
    min_bytes: usize,
    /// Characters of text it must hold, headings, badges and code left out.
    min_chars: usize,
    /// What only an unfilled template says.
    placeholders: Vec<Pattern>,
    /// It must give an e-mail address or a web address to write to.
    contact: bool,
    /// Web addresses that are not a way to write to the project: the text's sources.
    contact_except: Option<Pattern>,
    /// Headings of the sections about something else, which count for nothing here.
    besides: Option<Pattern>,
    /// Points it must cover.
    points: Vec<prose::Point>,
    /// How many of the points are required; all of them when absent.
    points_required: Option<usize>,
    /// What makes the file complete by itself, however short.
    sufficient: Option<prose::Point>,
    /// Months after which a file that nobody changed is out of date.
    months: Option<i32>,
    /// The paths to prefer, and why.
    preferred: Option<Preferred>,
}

/// Paths that do better than others.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Preferred {
    paths: Pattern,
    /// The remark when the topic is treated elsewhere.
    fr: String,
    en: String,
}

/// What one file shows and lacks.
#[derive(Default)]
struct FileReview {
    shown: Vec<(Location, Text)>,
    findings: Vec<Finding>,
    /// Why it cannot be judged, and what is to be looked at.
    undecided: Option<(Text, Option<Finding>)>,
}

impl TopicFiles {
    /// The answer that the files give; `None` when there is none. The first file
    /// that does counts: a complete one elsewhere is worth more than an empty one
    /// in front.
    pub(super) fn answer(
        &self,
        project: &Project<'_>,
        label: &Text,
        forges: &[&TemplateForge],
    ) -> Option<Answer> {
        let files = self.candidates(project);
        let first = files.first()?;
        let is_read =
            |file: &&&File| forges.is_empty() || forges.iter().any(|forge| forge.reads(file));
        let mut refused: Option<(&File, FileReview)> = None;
        for file in files.iter().filter(is_read) {
            let examined = self.examine(project, file, label);
            if examined.findings.is_empty() && examined.undecided.is_none() {
                return Some(self.accept(&file.path, label, examined));
            }
            refused = refused.or(Some((file, examined)));
        }
        Some(match refused {
            Some((file, examined)) => refuse(&file.path, examined),
            None => {
                let path = &first.path;
                let message = text!(
                    "{path} n’est pas lu par la forge où le dépôt est publié",
                    "{path} is not read by the forge where the repository is published"
                );
                let finding = Finding::new(format!("{path}#forge"), message);
                Answer::failing(finding.at(Location::file(path)))
            }
        })
    }

    fn candidates<'p>(&self, project: &Project<'p>) -> Vec<&'p File> {
        let by_role = self.roles.iter().flat_map(|role| project.role(role));
        let about = |path: &str| {
            self.paths.as_ref().is_some_and(|paths| paths.is_match(path))
                && !self.paths_except.as_ref().is_some_and(|except| except.is_match(path))
        };
        let by_path = project.own_files().filter(|file| about(&file.path));
        let held = |file: &&File| {
            self.holds
                .as_ref()
                .is_none_or(|holds| project.text(file).is_some_and(|text| holds.is_match(text)))
        };
        let mut files: Vec<&File> = by_role.chain(by_path).filter(held).collect();
        if let Some(preferred) = &self.preferred {
            files.sort_by_key(|file| !preferred.paths.is_match(&file.path));
        }
        files
    }

    fn accept(&self, path: &str, label: &Text, examined: FileReview) -> Answer {
        let reason = text!("{label} : un fichier ({path})", "{label}: a file ({path})"; label);
        let answer = Answer::pass(reason).seen_all(examined.shown);
        answer.with(self.elsewhere(path, &Location::file(path)))
    }

    /// The remark when the topic is treated at `place` of `path`, where others
    /// would not look.
    pub(super) fn elsewhere(&self, path: &str, place: &Location) -> Option<Finding> {
        let preferred = self.preferred.as_ref().filter(|one| !one.paths.is_match(path))?;
        let message = Text::new(&preferred.fr, &preferred.en);
        Some(Finding::new(format!("{path}#elsewhere"), message).at(place.clone()).info())
    }

    /// What `file` shows, and what it lacks.
    fn examine(&self, project: &Project<'_>, file: &File, label: &Text) -> FileReview {
        let path = &file.path;
        let mut examined = FileReview::default();
        let apart = project.document(file).map(|document| self.apart(document));
        let document = apart.as_deref();
        if self.min_chars == 0 {
            if !is_filled(project, file, self.min_bytes.max(1)) {
                let message = text!("il est vide", "it is empty");
                examined.lacks(path, "empty", message);
                return examined;
            }
            let how = text!("{label} : un fichier", "{label}: a file"; label);
            examined.shown.push((Location::file(path), how));
        } else if let Some(document) = document {
            if let Some((label, line)) = self.suffices(document) {
                let how = label.after("traite de : ", "covers: ");
                examined.shown.push((Location::line(path, line), how));
                return examined;
            }
            let (chars, least) = (prose::length(document), self.min_chars);
            let how = text!(
                chars;
                "{label} : un fichier, {chars} caractère" | "{label} : un fichier, {chars} caractères",
                "{label}: a file, {chars} character" | "{label}: a file, {chars} characters";
                label
            );
            examined.shown.push((Location::file(path), how));
            if chars < least && leads_away(document) {
                let message = text!(
                    "trop court, ou réduit à un lien : vérifier ce que dit sa cible",
                    "too short, or only a link: check what its target says"
                );
                let finding = Finding::new(format!("{path}#link"), message.clone()).unsure();
                examined.undecided = Some((message, Some(finding.at(Location::file(path)))));
                return examined;
            }
            if chars < least {
                let message = text!(
                    "il ne contient que {chars} caractères de texte (au moins {least} attendus)",
                    "it holds only {chars} characters of text (at least {least} expected)"
                );
                examined.lacks(path, "length", message);
            }
        } else {
            let message = text!("ce n’est pas un fichier texte", "it is not a text file");
            examined.lacks(path, "text", message);
        }
        if let Some(document) = document {
            self.read(document, path, &mut examined);
        }
        if examined.findings.is_empty() {
            self.date(project, file, &mut examined);
        }
        examined
    }

    /// `document` without the sections about something else.
    fn apart<'d>(&self, document: &'d Document) -> Cow<'d, Document> {
        let Some(besides) = &self.besides else { return Cow::Borrowed(document) };
        let sections = prose::sections_about(document, besides);
        if sections.is_empty() {
            return Cow::Borrowed(document);
        }
        let within = |block: &Block| {
            sections.iter().any(|one| {
                let own = one.body.iter().chain([one.heading]);
                own.into_iter().any(|other| std::ptr::eq(other, block))
            })
        };
        let blocks = document.blocks.iter().filter(|block| !within(block)).cloned().collect();
        Cow::Owned(Document { format: document.format, blocks })
    }

    fn suffices(&self, document: &Document) -> Option<(Text, usize)> {
        let topic = self.sufficient.as_ref()?;
        Some((topic.label(), topic.find(document)?))
    }

    fn read(&self, document: &Document, path: &str, examined: &mut FileReview) {
        if let Some((line, quote)) = prose::placeholder(document, &self.placeholders) {
            let message = text!(
                "un gabarit n’a pas été rempli : « {quote} »",
                "a template was not filled in: “{quote}”"
            );
            let finding = Finding::new(format!("{path}#placeholder"), message);
            examined.findings.push(finding.at(Location::line(path, line)).excerpt(quote));
        }
        let contact = self.contact.then(|| prose::contact(document, self.contact_except.as_ref()));
        match contact {
            Some(Some((line, address))) => {
                let address = Text::same(prose::masked(&address));
                let message = address.after("contact : ", "contact: ");
                examined.shown.push((Location::line(path, line), message));
            }
            Some(None) => {
                let message = text!(
                    "il ne donne ni adresse électronique ni adresse web à qui écrire",
                    "it gives neither an e-mail address nor a web address to write to"
                );
                examined.lacks(path, "contact", message);
            }
            None => {}
        }
        self.cover(document, path, examined);
    }

    fn cover(&self, document: &Document, path: &str, examined: &mut FileReview) {
        let mut missing = Vec::new();
        for point in &self.points {
            match point.find(document) {
                Some(line) => {
                    let message = point.label().after("traite de : ", "covers: ");
                    examined.shown.push((Location::line(path, line), message));
                }
                None => missing.push(point),
            }
        }
        let required = self.points_required.unwrap_or(self.points.len());
        let enough = self.points.len() - missing.len() >= required;
        for point in missing {
            let message = point.label().after("il n’aborde pas : ", "it does not cover: ");
            match enough {
                true => examined.shown.push((Location::file(path), message)),
                false => examined.lacks(path, &point.id, message),
            }
        }
    }

    fn date(&self, project: &Project<'_>, file: &File, examined: &mut FileReview) {
        let (Some(months), path) = (self.months, &file.path) else { return };
        let at = |message| (Location::file(path), message);
        match freshness(project, file, months) {
            Freshness::Changed => examined.shown.push(at(text!(
                "modifié depuis moins de {months} mois",
                "changed within {months} months"
            ))),
            Freshness::NoHistory => examined.shown.push(at(text!(
                "sans historique, sa date n’est pas connue",
                "without history, its date is not known"
            ))),
            Freshness::Incomplete => {
                let reason = text!(
                    "l’historique lu ne dit pas s’il a changé depuis {months} mois",
                    "the history read does not say whether it changed within {months} months"
                );
                examined.undecided = Some((reason, None));
            }
            Freshness::Unchanged => {
                let message = text!(
                    "il n’a pas changé depuis plus de {months} mois : son contenu est-il encore exact ?",
                    "it has not changed for more than {months} months: is what it says still right?"
                );
                examined.lacks(path, "old", message);
            }
        }
    }
}

impl FileReview {
    fn lacks(&mut self, path: &str, subject: &str, message: Text) {
        let finding = Finding::new(format!("{path}#{subject}"), message);
        self.findings.push(finding.at(Location::file(path)));
    }
}

fn refuse(path: &str, examined: FileReview) -> Answer {
    let answer = match examined.undecided {
        Some((reason, finding)) if examined.findings.is_empty() => {
            let reason = text!("{path} : {reason}", "{path}: {reason}"; reason);
            Answer::unknown(reason).with(finding)
        }
        _ => {
            let messages: Vec<Text> =
                examined.findings.iter().map(|finding| finding.message.clone()).collect();
            let why = lang::list(&messages);
            Answer::fail(text!("{path} : {why}", "{path}: {why}"; why), examined.findings)
        }
    };
    answer.seen_all(examined.shown)
}

/// True for a document that leads to another one, which may say what it does not.
fn leads_away(document: &Document) -> bool {
    document.links().any(|link| {
        !link.url.starts_with('#') && !link.url.starts_with("mailto:") && !is_example(&link.url)
    })
}

/// True when `file` holds at least `least` bytes to read.
fn is_filled(project: &Project<'_>, file: &File, least: usize) -> bool {
    if let Some(text) = project.text(file) {
        return text.trim().len() >= least;
    }
    let readable = project.facts(file).is_some_and(|facts| !facts.binary && facts.error.is_none());
    let size = project.snapshot.resolve(file).map(|at| project.snapshot.files[at].size);
    readable && size.is_some_and(|size| size >= least as u64)
}

/// Whether a file changed since a date.
enum Freshness {
    Changed,
    Unchanged,
    /// There is no history to say so.
    NoHistory,
    /// The history that was read does not go far enough.
    Incomplete,
}

/// Compares the audited commit with the last one before `months` ago.
fn freshness(project: &Project<'_>, file: &File, months: i32) -> Freshness {
    let Some(metadata) = &project.snapshot.metadata else { return Freshness::NoHistory };
    if !file.tracked {
        return Freshness::Changed;
    }
    let (Some(history), Some(head)) = (&project.snapshot.history, metadata.commit) else {
        return Freshness::Incomplete;
    };
    let changed_since = |commit: git2::Oid| {
        let changes = project.snapshot.changes_between(commit, head);
        changes.iter().any(|(path, _)| *path == file.path)
    };
    let limit = project.today.checked_sub(months.months()).unwrap_or(project.today);
    let by_id: HashMap<_, _> = history.commits.iter().map(|commit| (commit.id, commit)).collect();
    let (mut at, mut oldest) = (Some(head), head);
    while let Some(commit) = at.and_then(|id| by_id.get(&id)) {
        oldest = commit.id;
        if commit.date.to_zoned(TimeZone::UTC).date() < limit {
            let changed = commit.id != head && changed_since(commit.id);
            return if changed { Freshness::Changed } else { Freshness::Unchanged };
        }
        at = commit.parents.first().copied();
    }
    match (metadata.shallow || at.is_some()) && !changed_since(oldest) {
        true => Freshness::Incomplete,
        false => Freshness::Changed,
    }
}
