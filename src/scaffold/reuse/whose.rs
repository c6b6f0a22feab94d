//! Whose a file is: what others wrote is never put under the project's licence.

use super::Ours;
use crate::licence::banner::Kind;
use crate::licence::comment::syntax_of;
use crate::licence::holder;
use crate::licence::identification::Verdict;
use crate::licence::identify::identify_text;
use crate::licence::reuse::{FileCoverage, Header, holders};
use crate::licence::statements;
use crate::project::Project;
use crate::report::Report;
use crate::snapshot::classify::{Class, class_of};
use crate::snapshot::{File, FileKind};
use std::collections::{BTreeMap, BTreeSet};

/// The rules that find what others wrote.
const TELLING: [&str; 2] = ["licence/third-party-code", "licence/restricted-assets"];

/// Bytes at the start of a file where its notice stands.
const HEAD: usize = 4096;

/// The extensions of documents, where notices are about the project or quoted.
const DOCUMENTS: [&str; 7] = ["md", "markdown", "mdx", "rst", "adoc", "org", "txt"];

/// The folders of documentation, in lower case.
const DOCUMENTATION: [&str; 3] = ["doc", "docs", "documentation"];

/// Whose a file is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Whose {
    /// The project's.
    Ours,
    /// Someone else's, under a licence that is known.
    Theirs(Known),
    /// Perhaps someone else's.
    Unknown,
}

/// What is known of the rights of others.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Known {
    /// An SPDX expression.
    pub licence: String,
    /// The notice, unless each file carries its own.
    pub copyright: Option<String>,
}

/// What decides whose files are.
pub(super) struct Rights<'a> {
    project: &'a Project<'a>,
    ours: &'a Ours,
    told: BTreeSet<String>,
    folders: BTreeMap<String, Option<Known>>,
}

impl<'a> Rights<'a> {
    /// Reads what `report` and the licence files of folders say.
    pub(super) fn new(project: &'a Project<'a>, report: &'a Report, ours: &'a Ours) -> Rights<'a> {
        let outcomes = report.outcomes.iter();
        let findings = outcomes
            .filter(|outcome| TELLING.contains(&outcome.rule.as_str()))
            .flat_map(|outcome| &outcome.findings);
        let places = findings.flat_map(|finding| finding.also_at.iter().chain([&finding.location]));
        let told = places.filter_map(|place| place.path.clone()).collect();
        let folders = project.files().filter(|file| is_licence_file(file));
        let folders = folders
            .filter(|file| !file.folder().is_empty() && file.folder() != "LICENSES")
            .map(|file| (file.folder().to_string(), licence_of(project, file)))
            .collect();
        Rights { project, ours, told, folders }
    }

    /// Whose `file` is.
    pub(super) fn of(&self, file: &FileCoverage) -> Whose {
        let Some(found) = self.project.snapshot.file(&file.path) else { return Whose::Ours };
        let folder = self.folder(&file.path);
        if let Some((_, Some(known))) = folder.filter(|(_, known)| !self.is_ours(known.as_ref())) {
            return Whose::Theirs(Known { copyright: Some(known.copyright()), ..known.clone() });
        }
        let doubtful = folder.is_some_and(|(_, known)| known.is_none())
            || is_vendored(found)
            || file.excepted
            || self.is_told(&file.path);
        if doubtful {
            return Whose::Unknown;
        }
        self.by_itself(file, found)
    }

    /// Whose a file is that nothing around it gives to others: as its own text says.
    fn by_itself(&self, file: &FileCoverage, found: &File) -> Whose {
        let facts = self.project.facts(found);
        let banner = facts.and_then(|facts| facts.banner.as_ref()).map(|banner| banner.kind);
        if matches!(banner, Some(Kind::Proprietary | Kind::Reserved))
            || (banner.is_some() && found.class == Class::Generated)
        {
            return Whose::Unknown;
        }
        if !file.licences.is_empty() {
            let same = file.licences.iter().all(|id| self.ours.names.iter().any(|n| **n == **id));
            return if same { Whose::Ours } else { Whose::Unknown };
        }
        let document = DOCUMENTS.contains(&found.extension().as_str());
        let foreign = !document && self.is_in_another_name(file, found);
        let head = facts.and_then(|facts| facts.licence_head.as_deref());
        let stated = head.and_then(statements::header::licence);
        match stated.map(|stated| stated.to_string()) {
            Some(stated) if stated == self.ours.licence => Whose::Ours,
            Some(stated) if super::current(&stated).is_some() && !file.copyrights.is_empty() => {
                Whose::Theirs(Known { licence: stated, copyright: None })
            }
            Some(_) => Whose::Unknown,
            None if foreign => Whose::Unknown,
            None => Whose::Ours,
        }
    }

    /// True when the comment that opens the file names another holder, or any line
    /// of a text that takes no comment, such as JSON.
    fn is_in_another_name(&self, file: &FileCoverage, found: &File) -> bool {
        let others: Vec<usize> = file
            .copyrights
            .iter()
            .filter(|one| !holders::are_named(&self.ours.holders, &one.text))
            .map(|one| one.source.line)
            .collect();
        if others.is_empty() || syntax_of(&file.path).is_none() {
            return !others.is_empty();
        }
        let Ok(read) = self.project.snapshot.reader().read(found) else { return true };
        let head = String::from_utf8_lossy(&read.bytes[..read.bytes.len().min(HEAD)]);
        let opening = statements::header::comment(&head).lines().count();
        others.iter().any(|line| *line <= opening)
    }

    /// The nearest folder above `path` that has a licence of its own.
    fn folder(&self, path: &str) -> Option<(&String, &Option<Known>)> {
        let above = path.match_indices('/').map(|(at, _)| &path[..at]);
        above.filter_map(|folder| self.folders.get_key_value(folder)).next_back()
    }

    fn is_ours(&self, known: Option<&Known>) -> bool {
        known.is_some_and(|known| known.licence == self.ours.licence)
    }

    fn is_told(&self, path: &str) -> bool {
        let above = path.match_indices('/').map(|(at, _)| &path[..at]);
        above.chain([path]).any(|place| self.told.contains(place))
    }
}

impl Known {
    fn copyright(&self) -> String {
        self.copyright.clone().unwrap_or_default()
    }
}

/// True for a file that others wrote, by its place or by `linguist-vendored`. That
/// attribute on a folder of documentation only keeps it out of the count of
/// languages: its files speak for themselves.
fn is_vendored(file: &File) -> bool {
    let documentation = file.path.split_once('/').is_some_and(|(top, _)| {
        DOCUMENTATION.iter().any(|folder| top.eq_ignore_ascii_case(folder))
    });
    match documentation {
        true => class_of(&file.path) == Class::Vendored,
        false => file.class == Class::Vendored,
    }
}

/// True for a program or a style sheet, by the name of the file.
pub(super) fn is_program(path: &str) -> bool {
    // A `.m` is Objective-C or MATLAB, whose comments differ.
    statements::header::is_source(path) && !path.ends_with(".license") && !path.ends_with(".m")
}

/// The holders that the licence files of the project name, the authors of the
/// licences themselves left out.
pub(super) fn licence_holders(project: &Project<'_>) -> Vec<String> {
    licence_notices(project).into_iter().map(|(name, _)| name).collect()
}

/// The same, each with the notice that names it.
pub(super) fn licence_notices(project: &Project<'_>) -> Vec<(String, String)> {
    let files = project.role("licence").into_iter();
    let files = files.filter(|file| file.folder().is_empty());
    files.filter_map(|file| project.text(file)).flat_map(holders::notices).collect()
}

/// True for the licence file of a folder.
pub(super) fn is_licence_file(file: &File) -> bool {
    let name = file.name().to_lowercase();
    let stem = name.split(['.', '-']).next().unwrap_or_default();
    file.kind == FileKind::Regular
        && matches!(stem, "license" | "licence" | "copying")
        && matches!(file.extension().as_str(), "" | "txt" | "md" | "rst" | "mit" | "apache")
}

/// What the licence file `file` gives, when it is known for sure.
fn licence_of(project: &Project<'_>, file: &File) -> Option<Known> {
    let read = project.snapshot.reader().read(file).ok().filter(|read| read.complete)?;
    let text = String::from_utf8_lossy(&read.bytes).into_owned();
    let Verdict::Licence(found) = identify_text(&text).verdict else { return None };
    let licence = found.to_string();
    super::current(&licence)?;
    let official = holders::official_texts(&licence);
    let notices = Header::read(text.as_bytes()).copyrights.into_iter().map(|line| line.text);
    let named = notices.into_iter().find(|text| {
        holder::named(text).is_some_and(|name| !official.iter().any(|text| text.contains(&name)))
    });
    // The notice stands in the licence file: that is where one reads it.
    let copyright = named.unwrap_or_else(|| format!("See {}", file.path));
    Some(Known { licence, copyright: Some(copyright) })
}
