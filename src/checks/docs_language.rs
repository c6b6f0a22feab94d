//! The language documents are written in (DINUM guide § Quelles langues
//! utiliser pour mon code source et ma documentation ?).

use super::{Audited, Check};
use crate::document::Document;
use crate::finding::{Answer, Finding, Location};
use crate::lang::Text;
use crate::project::Project;
use crate::snapshot::File;
use crate::text;
use crate::text::pattern::Pattern;
use serde::Deserialize;
use std::collections::BTreeSet;
use whatlang::{Detector, Lang};

/// Parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct DocsLanguage {
    /// Characters of recognised text under which a document tells nothing.
    min_chars: usize,
    /// Share of French, in percent, that makes a document or a documentation French.
    share: usize,
    /// Characters of French that make a long bilingual document French too.
    enough: usize,
    /// Documents that are not written for users.
    other: Pattern,
    /// The label of a link that leads to the documentation.
    documentation: Pattern,
    /// Frequent words of French.
    french: BTreeSet<String>,
    /// Frequent words of English.
    english: BTreeSet<String>,
    /// Frequent words of the other languages that share words with French.
    neighbours: BTreeSet<String>,
}

/// Characters of a document in each language.
#[derive(Debug, Clone, Copy, Default)]
struct Tally {
    french: usize,
    english: usize,
    other: usize,
}

impl Tally {
    fn total(self) -> usize {
        self.french + self.english + self.other
    }
}

impl Check for DocsLanguage {
    fn run(&self, Audited { project, .. }: Audited<'_>) -> Answer {
        let readmes = project.readmes();
        let documents = project.role_documents("documentation").into_iter();
        let documents: Vec<(&File, &Document)> =
            documents.filter(|(file, _)| !self.other.is_match(&file.path)).collect();
        if readmes.is_empty() && documents.is_empty() {
            return Answer::not_applicable(text!(
                "il n’y a pas de documentation",
                "there is no documentation"
            ));
        }
        let measured: Vec<(&File, Tally)> = readmes
            .iter()
            .chain(
                documents
                    .iter()
                    .filter(|(file, _)| !readmes.iter().any(|(r, _)| r.path == file.path)),
            )
            .map(|(file, document)| (*file, self.tally(document)))
            .filter(|(_, tally)| tally.total() >= self.min_chars)
            .collect();
        let answer = self.answer(project, &measured);
        answer.with(self.contributing(project))
    }
}

impl DocsLanguage {
    fn answer(&self, project: &Project<'_>, measured: &[(&File, Tally)]) -> Answer {
        if measured.is_empty() {
            return Answer::unknown(text!(
                "la documentation contient trop peu de texte pour que sa langue soit reconnue",
                "the documentation holds too little text for its language to be recognised"
            ));
        }
        let french: Vec<&(&File, Tally)> =
            measured.iter().filter(|(_, t)| self.is_french(*t)).collect();
        let readme = french.iter().any(|(file, _)| project.plays("readme", &file.path));
        let answer = if french.is_empty() {
            self.none(project, measured)
        } else if readme || french.len() * 100 >= measured.len() * self.share {
            Answer::pass(text!(
                "la documentation existe en français",
                "the documentation exists in French"
            ))
        } else {
            let (count, total) = (french.len(), measured.len());
            let reason = text!(
                count;
                "{count} document sur {total} est en français : reste à savoir si c’est le manuel de l’utilisateur"
                    | "{count} documents sur {total} sont en français : reste à savoir si le manuel de l’utilisateur en est",
                "{count} document out of {total} is in French: whether it is the user manual remains to be seen"
                    | "{count} documents out of {total} are in French: whether the user manual is among them remains to be seen"
            );
            let finding = Finding::new("french#some", reason.clone()).unsure();
            Answer::fail(reason, vec![finding.at(Location::file(&french[0].0.path))])
        };
        let shown = french.iter().copied().chain(measured.iter()).take(5);
        let mut seen = BTreeSet::new();
        shown.filter(|(file, _)| seen.insert(&file.path)).fold(answer, |answer, (file, tally)| {
            let share = tally.french * 100 / tally.total().max(1);
            let message =
                text!("{share} % du texte est en français", "{share}% of the text is in French");
            answer.seen(Location::file(&file.path), message)
        })
    }

    fn none(&self, project: &Project<'_>, measured: &[(&File, Tally)]) -> Answer {
        let place = Location::file(&measured[0].0.path);
        let names = project.names();
        let elsewhere = project.readmes().into_iter().find_map(|(file, document)| {
            let told = |text: &str| self.documentation.is_match(text);
            let link = document.links().find(|link| {
                let told = told(&link.text) || told(&link.url);
                told && link.url.starts_with("http") && is_of(&names, &link.url)
            })?;
            Some((Location::line(&file.path, link.line), link.url.clone()))
        });
        if let Some((place, url)) = elsewhere {
            let reason = text!(
                "aucun des documents lus (README, dossiers de documentation, CONTRIBUTING) n’est en français ; la langue de la documentation en ligne ({url}) est à vérifier",
                "none of the documents read (README, documentation folders, CONTRIBUTING) is in French; the language of the online documentation ({url}) has to be checked"
            );
            let finding = Finding::new("french#elsewhere", reason.clone()).at(place).unsure();
            return Answer::fail(reason, vec![finding]);
        }
        let reason: Text = text!(
            "aucun des documents lus (README, dossiers de documentation, CONTRIBUTING) n’est en français",
            "none of the documents read (README, documentation folders, CONTRIBUTING) is in French"
        );
        Answer::failing(Finding::new("french#absent", reason).at(place))
    }

    /// The guide recalls that contribution guides are usually in English.
    fn contributing(&self, project: &Project<'_>) -> Option<Finding> {
        let guides = project.role_documents("contributing");
        let measured: Vec<(&File, Tally)> = guides
            .into_iter()
            .map(|(file, document)| (file, self.tally(document)))
            .filter(|(_, tally)| tally.total() >= self.min_chars)
            .collect();
        let (file, _) = measured.first()?;
        let english =
            measured.iter().any(|(_, tally)| tally.english * 100 >= tally.total() * self.share);
        if english {
            return None;
        }
        let path = &file.path;
        let message = text!(
            "{path} n’existe pas en anglais, langue que la convention rappelée par le guide retient pour ce fichier",
            "{path} does not exist in English, the language the convention recalled by the guide uses for this file"
        );
        Some(Finding::new(format!("{path}#english"), message).at(Location::file(path)).info())
    }

    fn is_french(&self, tally: Tally) -> bool {
        tally.french * 100 >= tally.total() * self.share || tally.french >= self.enough
    }

    /// Counts block by block, so that a bilingual text is seen as such.
    fn tally(&self, document: &Document) -> Tally {
        let mut tally = Tally::default();
        let mut uncertain = String::new();
        for block in document.prose() {
            let text = bare(&block.text);
            match self.language(&text) {
                Some(language) => tally.add(language, text.chars().count()),
                None => {
                    uncertain.push_str(&text);
                    uncertain.push(' ');
                }
            }
        }
        if let Some(language) = self.language(&uncertain) {
            tally.add(language, uncertain.chars().count());
        }
        tally
    }

    /// The language of a text: by its frequent words, which short technical
    /// sentences keep; by its letters when they do not decide.
    fn language(&self, text: &str) -> Option<Lang> {
        let (mut french, mut english, mut neighbours) = (0, 0, 0);
        for word in
            text.split(|letter: char| !letter.is_alphabetic()).filter(|word| !word.is_empty())
        {
            let word = word.to_lowercase();
            french += usize::from(self.french.contains(&word));
            english += usize::from(self.english.contains(&word));
            neighbours += usize::from(self.neighbours.contains(&word));
        }
        if french >= 2 && french >= 2 * english && french > 2 * neighbours {
            return Some(Lang::Fra);
        }
        if english >= 2 && english >= 2 * french {
            return Some(Lang::Eng);
        }
        if text.chars().count() < 60 {
            return None;
        }
        let known =
            vec![Lang::Fra, Lang::Eng, Lang::Spa, Lang::Deu, Lang::Ita, Lang::Por, Lang::Nld];
        let found = Detector::with_allowlist(known).detect(text)?;
        found.is_reliable().then(|| found.lang())
    }
}

impl Tally {
    fn add(&mut self, language: Lang, chars: usize) {
        match language {
            Lang::Fra => self.french += chars,
            Lang::Eng => self.english += chars,
            _ => self.other += chars,
        }
    }
}

/// True for the documentation of what bears one of `names`, not that of a library or of
/// a tool: the host or the path says so.
fn is_of(names: &[String], url: &str) -> bool {
    let path = url.split(['?', '#']).next().unwrap_or_default().to_lowercase();
    let told: String = path.chars().filter(|letter| letter.is_alphanumeric()).collect();
    names.iter().any(|name| told.contains(name.as_str()))
}

/// The words of a text, without addresses, paths and identifiers.
fn bare(text: &str) -> String {
    let words = text.split_whitespace().filter(|word| {
        let inner = word.trim_matches(|letter: char| !letter.is_alphanumeric());
        !inner.contains(['/', '_', '@', '=', '\\', '$', '{']) && !inner.contains("::")
    });
    words.collect::<Vec<&str>>().join(" ")
}
