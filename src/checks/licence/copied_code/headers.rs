//! Copies that stand among the project's own files: minified libraries, and
//! files whose head keeps the rights to someone.

use super::block::recorded;
use crate::finding::{Finding, Location};
use crate::licence::banner::Kind;
use crate::project::Project;
use crate::snapshot::classify::Class;
use crate::snapshot::{File, FileKind};
use crate::text;
use std::collections::BTreeMap;

/// Minified libraries without a word on their licence, and whose source is not
/// in the repository.
pub(super) fn minified(project: &Project<'_>, records: &[(&File, &str)]) -> Vec<Finding> {
    let minified = |file: &&File| {
        file.kind == FileKind::Regular
            && file.class == Class::Generated
            && (file.name().ends_with(".min.js") || file.name().ends_with(".min.css"))
    };
    let found = project.files().filter(minified).filter(|file| !has_source(project, file));
    let found = found.filter(|file| recorded(records, &file.path).is_none());
    found.filter_map(|file| {
        let banner = project.facts(file)?.banner.as_ref();
        let subject = format!("{}#minified", file.path);
        match banner.map(|banner| banner.kind) {
            Some(Kind::Granted) => None,
            Some(Kind::Proprietary) => {
                let (words, line) = banner.map(|banner| (banner.words.as_str(), banner.line))?;
                let message = text!(
                    "bibliothèque réservée à son titulaire : « {words} »",
                    "library reserved for its holder: “{words}”"
                );
                Some(Finding::new(subject, message).at(Location::line(&file.path, line)))
            }
            _ => {
                let message = text!(
                    "bibliothèque recopiée sous forme réduite, sans mention de licence : consigner son origine et sa licence",
                    "library copied in minified form, without a word on its licence: record its origin and licence"
                );
                Some(Finding::new(subject, message).at(Location::file(&file.path)).unsure())
            }
        }
    })
    .collect()
}

/// True when the repository holds what the minified file was made from.
fn has_source(project: &Project<'_>, file: &File) -> bool {
    let stem = file.name().trim_end_matches(".min.js").trim_end_matches(".min.css");
    let own = |extension: &str| {
        let path = match file.folder() {
            "" => format!("{stem}.{extension}"),
            folder => format!("{folder}/{stem}.{extension}"),
        };
        project.snapshot.file(&path).is_some()
    };
    ["js", "css", "ts", "scss", "sass", "less"].iter().any(|extension| own(extension))
}

/// The project's own files whose head reserves the rights, one finding for each
/// wording.
pub(super) fn kept(project: &Project<'_>) -> Vec<Finding> {
    let mut by_words: BTreeMap<(bool, String), Vec<Location>> = BTreeMap::new();
    for file in project.own_files() {
        let Some(banner) = project.facts(file).and_then(|facts| facts.banner.as_ref()) else {
            continue;
        };
        let proprietary = match banner.kind {
            Kind::Proprietary => true,
            Kind::Reserved => false,
            Kind::Granted => continue,
        };
        // The same notice over the years is one notice.
        let words: String = banner.words.chars().filter(|c| !c.is_ascii_digit()).collect();
        let place = Location::line(&file.path, banner.line);
        by_words.entry((proprietary, words)).or_default().push(place);
    }
    by_words
        .into_iter()
        .map(|((proprietary, words), mut places)| {
            let first = places.remove(0);
            let message = match proprietary {
                true => text!(
                    "en-tête qui déclare ce code confidentiel ou propriétaire : « {words} »",
                    "header that declares this code confidential or proprietary: “{words}”"
                ),
                false => text!(
                    "en-tête « {words} » sans licence : code d’un tiers, ou mention à remplacer par la licence du projet",
                    "header “{words}” without a licence: code of a third party, or a notice to replace with the licence of the project"
                ),
            };
            Finding::new(format!("header#{words}"), message).at(first).also(places).unsure()
        })
        .collect()
}
