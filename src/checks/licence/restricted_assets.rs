//! Identity assets that the licence of the code does not cover are announced:
//! the State brand, commercial fonts and icons (DSFR terms of use, article 2).

use crate::checks::{Audited, Check};
use crate::finding::{Answer, Finding, Location};
use crate::lang::Text;
use crate::project::{Project, is_state_brand};
use crate::snapshot::{File, FileKind};
use crate::text;
use crate::text::line::line_at;
use crate::text::pattern::Pattern;
use serde::Deserialize;
use std::collections::BTreeMap;

/// Parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct RestrictedAssets {
    /// The kinds of assets.
    assets: Vec<AssetKind>,
    /// Files that may announce what the licence does not cover.
    notices: Pattern,
}

/// One kind of assets.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct AssetKind {
    /// What it is.
    name: Text,
    /// Paths.
    path: Pattern,
    /// True where the name has to be that of the brand of the State besides.
    #[serde(default)]
    state: bool,
    /// Paths that only look alike.
    #[serde(default)]
    except: Option<Pattern>,
    /// Words that announce its terms, in one paragraph.
    mention: Pattern,
}

impl Check for RestrictedAssets {
    fn reads(&self, file: &File) -> bool {
        file.is_own() && self.notices.is_match(&file.path)
    }

    fn run(&self, Audited { project, .. }: Audited<'_>) -> Answer {
        let notices: Vec<(&File, &str)> = project
            .own_files()
            .filter(|file| self.notices.is_match(&file.path))
            .filter_map(|file| Some((file, project.text(file)?)))
            .collect();
        let (mut evidence, mut findings) = (Vec::new(), Vec::new());
        for kind in &self.assets {
            let files = kind.files(project);
            if files.is_empty() {
                continue;
            }
            match kind.mentioned(&notices) {
                Some(place) => {
                    let (name, count) = (&kind.name, files.len());
                    let message = text!(
                        count;
                        "conditions annoncées pour {name} ({count} fichier)"
                            | "conditions annoncées pour {name} ({count} fichiers)",
                        "terms stated for {name} ({count} file)"
                            | "terms stated for {name} ({count} files)";
                        name
                    );
                    evidence.push(crate::finding::Evidence { message, location: place });
                }
                None => findings.extend(kind.findings(&files)),
            }
        }
        let mut answer = match (findings.len(), evidence.len()) {
            (0, 0) => Answer::not_applicable(text!(
                "aucun élément d’identité à usage restreint n’a été repéré",
                "no identity asset with restricted use was found"
            )),
            (0, _) => Answer::pass(text!(
                "les conditions des éléments à usage restreint sont annoncées",
                "the terms of assets with restricted use are stated"
            )),
            _ => Answer::fail(
                text!(
                    "des éléments à usage restreint sont dans le dépôt, et rien n’indique que la licence du code ne les couvre pas",
                    "assets with restricted use are in the repository, and nothing says that the licence of the code does not cover them"
                ),
                findings,
            ),
        };
        answer.evidence = evidence;
        answer
    }
}

impl AssetKind {
    fn files<'a>(&self, project: &Project<'a>) -> Vec<&'a File> {
        let concerned = |file: &&File| {
            file.kind == FileKind::Regular
                && self.path.is_match(&file.path)
                && (!self.state || is_state_brand(&file.path))
                && !self.except.as_ref().is_some_and(|except| except.is_match(&file.path))
        };
        project.files().filter(concerned).collect()
    }

    /// The first line of a paragraph that announces the terms.
    fn mentioned(&self, notices: &[(&File, &str)]) -> Option<Location> {
        notices.iter().find_map(|(file, text)| {
            let found = self.mention.find(text)?;
            let line = line_at(text, found.start());
            Some(Location::line(&file.path, line))
        })
    }

    /// One finding a folder.
    fn findings(&self, files: &[&File]) -> Vec<Finding> {
        let mut folders: BTreeMap<&str, Vec<&File>> = BTreeMap::new();
        for file in files {
            folders.entry(file.folder()).or_default().push(file);
        }
        let finding = |(folder, files): (&str, Vec<&File>)| {
            let (name, count) = (&self.name, files.len());
            let message = text!(
                count;
                "{name} : {count} fichier" | "{name} : {count} fichiers",
                "{name}: {count} file" | "{name}: {count} files";
                name
            );
            let others = files[1..].iter().map(|file| Location::file(&file.path));
            Finding::new(format!("{folder}#{}", self.name.en), message)
                .at(Location::file(&files[0].path))
                .also(others)
        };
        folders.into_iter().map(finding).collect()
    }
}
