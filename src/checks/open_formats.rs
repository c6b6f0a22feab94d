//! Documentation does not exist only in binary formats (contribution policy,
//! pratique.md § Fichiers présents dans le dépôt; a PDF beside its source is
//! what § Bonnes pratiques de documentation recommends).

use super::{Audited, Check};
use crate::finding::{Answer, Finding, Location};
use crate::project::Project;
use crate::snapshot::File;
use crate::text;
use crate::text::pattern::Pattern;
use serde::Deserialize;
use std::collections::BTreeSet;

/// Parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct OpenFormats {
    /// Top folders that hold documentation, besides the root.
    folders: Vec<String>,
    /// Extensions of binary documents.
    binary: Vec<String>,
    /// Extensions of text sources.
    source: Vec<String>,
    /// Extensions of the texts documentation is written in.
    markup: Vec<String>,
    /// Texts that make a documentation, of which a PDF may be the export.
    min_texts: usize,
    /// Documents every repository gives as text.
    essential: Pattern,
    /// Paths of documents whose binary form may be the original: acts,
    /// slides, scans, samples.
    original: Pattern,
}

impl Check for OpenFormats {
    fn run(&self, Audited { project, .. }: Audited<'_>) -> Answer {
        let binaries: Vec<&File> =
            project.own_files().filter(|file| self.is_document(file)).collect();
        let documented = !project.readmes().is_empty() || !project.role("documentation").is_empty();
        if binaries.is_empty() && !documented {
            return Answer::not_applicable(text!(
                "il n’y a pas de documentation",
                "there is no documentation"
            ));
        }
        let sources = self.sources(project);
        let (twinned, alone): (Vec<&File>, Vec<&File>) =
            binaries.into_iter().partition(|file| sources.contains(&stem(file)));
        let mut answer = match (&alone[..], &twinned[..]) {
            ([], []) => Answer::pass(text!(
                "la documentation ne contient ni PDF ni fichier bureautique",
                "the documentation holds neither PDF nor office files"
            )),
            ([], [..]) => Answer::pass(text!(
                "chaque document binaire a sa source en texte",
                "every binary document has its text source"
            )),
            _ => {
                let (count, written) = (alone.len(), self.written(project));
                Answer::fail(
                    text!(
                        count;
                        "{count} document sans source en texte"
                            | "{count} documents sans source en texte",
                        "{count} document without a text source"
                            | "{count} documents without a text source"
                    ),
                    alone.iter().map(|file| self.finding(file, written)).collect(),
                )
            }
        };
        for file in twinned {
            answer = answer.seen(
                Location::file(&file.path),
                text!(
                    "export d’une source en texte du même nom",
                    "export of a text source of the same name"
                ),
            );
        }
        answer
    }
}

impl OpenFormats {
    fn is_document(&self, file: &File) -> bool {
        self.binary.contains(&file.extension()) && self.documents(file)
    }

    /// True at the root and in the folders of documentation.
    fn documents(&self, file: &File) -> bool {
        let top = file.path.split_once('/').map(|(top, _)| top.to_lowercase());
        top.is_none_or(|top| self.folders.contains(&top))
    }

    /// The names of the text sources, whatever their folder.
    fn sources(&self, project: &Project<'_>) -> BTreeSet<String> {
        let texts = project.own_files().filter(|file| {
            let binary = project.facts(file).is_none_or(|facts| facts.binary);
            self.source.contains(&file.extension()) || (file.extension().is_empty() && !binary)
        });
        texts.map(stem).collect()
    }

    /// True when the documentation is written in text: a PDF beside it may be
    /// its offline version, which the policy recommends.
    fn written(&self, project: &Project<'_>) -> bool {
        let texts = project.own_files().filter(|file| {
            self.markup.contains(&file.extension())
                && self.documents(file)
                && !(file.folder().is_empty() && self.essential.is_match(file.name()))
        });
        texts.count() >= self.min_texts
    }

    fn finding(&self, file: &File, written: bool) -> Finding {
        let (path, size) = (&file.path, file.size.div_ceil(1024));
        let extension = file.extension();
        let finding = |message| Finding::new(path.clone(), message).at(Location::file(path));
        if self.essential.is_match(file.name()) {
            return finding(text!(
                "ce document attendu en texte n’est fourni qu’en {extension} ({size} Kio)",
                "this document, expected as text, is only given as {extension} ({size} KiB)"
            ));
        }
        if self.original.is_match(path) {
            return finding(text!(
                "document {extension} sans source en texte, dont l’original est peut-être ce fichier ({size} Kio)",
                "{extension} document without a text source, which may itself be the original ({size} KiB)"
            ))
            .unsure();
        }
        if written && extension == "pdf" {
            return finding(text!(
                "document pdf sans source en texte du même nom : est-ce l’export de la documentation ? ({size} Kio)",
                "pdf document without a text source of the same name: is it an export of the documentation? ({size} KiB)"
            ))
            .unsure();
        }
        finding(text!(
            "document {extension} sans source en texte du même nom ({size} Kio)",
            "{extension} document without a text source of the same name ({size} KiB)"
        ))
    }
}

/// The name without its extension, in lower case, separators and the tag of a
/// language or a version left out.
fn stem(file: &File) -> String {
    let name = file.name().to_lowercase();
    let stem = name.rsplit_once('.').map_or(name.as_str(), |(stem, _)| stem);
    stem.chars().filter(|letter| letter.is_alphanumeric()).collect()
}
