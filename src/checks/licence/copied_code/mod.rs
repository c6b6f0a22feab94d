//! Code copied from elsewhere is free, and its origin and licence are recorded
//! (legal guide, nodes 5 and 6; CRPA, art. L.321-2).

mod block;
mod headers;

use crate::checks::{Audited, Check};
use crate::finding::{Answer, Finding, Location};
use crate::lang::Text;
use crate::licence::expression::Expression;
use crate::licence::families;
use crate::licence::identification::Verdict;
use crate::licence::identify::identify_text;
use crate::manifest::package;
use crate::project::Project;
use crate::snapshot::classify::Class;
use crate::snapshot::{File, FileKind};
use crate::text;
use crate::text::pattern::Pattern;
use block::{Block, Rights};
use serde::Deserialize;
use std::collections::BTreeSet;

/// Parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct CopiedCode {
    /// Names of the files that hold the licence of a copied folder.
    licence_file: Pattern,
    /// Names of the root files that record copied code.
    record: Pattern,
    /// Folders of tools, which are no part of what is published to be reused.
    tools: Pattern,
    /// Findings of one folder beyond which they are told as one.
    few: usize,
}

impl Check for CopiedCode {
    fn reads(&self, file: &File) -> bool {
        let copied = file.class == Class::Vendored
            && (self.licence_file.is_match(file.name()) || package::named(&file.path));
        let records = file.folder().matches('/').count() == 0 && self.record.is_match(file.name());
        file.kind == FileKind::Regular && (copied || records)
    }

    fn run(&self, Audited { project, .. }: Audited<'_>) -> Answer {
        let records: Vec<(&File, &str)> = project
            .files()
            .filter(|file| file.class != Class::Vendored && self.record.is_match(file.name()))
            .filter_map(|file| Some((file, project.text(file)?)))
            .collect();
        let blocks = self.blocks(project, &records);
        let (mut evidence, mut findings) = (Vec::new(), Vec::new());
        for (block, rights) in &blocks {
            match judge(block, rights) {
                Ok(seen) => evidence.push(seen),
                Err(finding) => findings.push(*finding),
            }
        }
        findings.extend(headers::minified(project, &records));
        findings.extend(headers::kept(project));
        let findings = merged(findings, self.few);
        let submodules = project.files().filter(|file| file.kind == FileKind::Submodule);
        let submodules: Vec<Finding> = submodules.map(submodule).collect();
        let copied = blocks.len();
        let sure =
            findings.iter().filter(|f| f.confidence == crate::finding::Confidence::High).count();
        let open = findings.len();
        let mut answer = match (sure, open) {
            (0, 0) if copied == 0 => Answer::pass(text!(
                "aucun code de tiers recopié n’a été repéré",
                "no copied third-party code was found"
            )),
            (0, 0) => Answer::pass(text!(
                copied;
                "le bloc de code de tiers a une licence libre connue"
                    | "les {copied} blocs de code de tiers ont une licence libre connue",
                "the block of third-party code has a known free licence"
                    | "the {copied} blocks of third-party code have a known free licence"
            )),
            (0, _) => Answer::unknown(text!(
                open;
                "l’origine ou la licence de code qui semble de tiers est à confirmer ({open} constat)"
                    | "l’origine ou la licence de code qui semble de tiers est à confirmer ({open} constats)",
                "the origin or the licence of code that seems to be third-party has to be confirmed ({open} finding)"
                    | "the origin or the licence of code that seems to be third-party has to be confirmed ({open} findings)"
            )),
            (_, _) => Answer::fail(
                text!(
                    sure;
                    "du code de tiers n’est pas libre, ou est sans licence ({sure} constat)"
                        | "du code de tiers n’est pas libre, ou est sans licence ({sure} constats)",
                    "third-party code is not free, or without a licence ({sure} finding)"
                        | "third-party code is not free, or without a licence ({sure} findings)"
                ),
                Vec::new(),
            ),
        };
        answer.evidence = evidence;
        answer.with(findings).with(submodules)
    }
}

impl CopiedCode {
    /// The blocks of `project`, with what is known of their rights: one that says nothing as a
    /// whole is read component by component.
    fn blocks<'a>(
        &self,
        project: &Project<'a>,
        records: &[(&File, &str)],
    ) -> Vec<(Block<'a>, Rights)> {
        let licences = project.files().filter(|file| {
            file.class == Class::Vendored
                && file.kind == FileKind::Regular
                && self.licence_file.is_match(file.name())
        });
        let licensed: BTreeSet<&str> = licences.map(File::folder).collect();
        let mut blocks = Vec::new();
        for block in block::find(project, &self.tools, &licensed) {
            let rights = self.rights(project, &block, records);
            if !matches!(rights, Rights::Silent) {
                blocks.push((block, rights));
                continue;
            }
            for part in block.parts(&licensed) {
                let rights = self.rights(project, &part, records);
                blocks.push((part, rights));
            }
        }
        blocks
    }

    /// What is known of the rights on a block: its manifest, its licence file,
    /// its banner, then what the project recorded.
    fn rights(
        &self,
        project: &Project<'_>,
        block: &Block<'_>,
        records: &[(&File, &str)],
    ) -> Rights {
        let near = |file: &&&File| {
            let inside = file.path.strip_prefix(block.root.as_str()).unwrap_or_default();
            inside.matches('/').count() <= 2
        };
        let mut unclear = None;
        for file in block.files.iter().filter(near) {
            let Some(text) = project.text(file) else { continue };
            if self.licence_file.is_match(file.name()) {
                match identify_text(text).verdict {
                    Verdict::Licence(found) => {
                        return Rights::Licence(found, Location::file(&file.path));
                    }
                    _ => unclear = Some(Location::file(&file.path)),
                }
            } else if let Some((licence, line)) = package::licence(&file.path, text) {
                let place = Location::line(&file.path, line);
                match Expression::declared(&licence) {
                    Some(expression) => return Rights::Licence(expression, place),
                    None => unclear = Some(place),
                }
            }
        }
        if let Some(place) = block::recorded(records, &block.root) {
            return Rights::Recorded(place);
        }
        if let Some(place) = unclear {
            return Rights::Unclear(place);
        }
        block.banner(project)
    }
}

fn judge(block: &Block<'_>, rights: &Rights) -> Result<crate::finding::Evidence, Box<Finding>> {
    let root = &block.root;
    let seen = |message: Text, location: &Location| {
        Ok(crate::finding::Evidence { message, location: location.clone() })
    };
    let finding = |message: Text, location: Location| {
        Finding::new(format!("{root}#third-party"), message).at(location)
    };
    match rights {
        Rights::Licence(licence, place) => match families::is_free(licence) {
            Some(false) => Err(Box::new(finding(
                text!(
                    "code de tiers sous {licence}, qui n’est pas une licence libre",
                    "third-party code under {licence}, which is not a free licence"
                ),
                place.clone(),
            ))),
            Some(true) => seen(text!("{root} : {licence}", "{root}: {licence}"), place),
            None => Err(Box::new(
                finding(
                    text!(
                        "code de tiers sous {licence} : on ne sait pas si cette licence est libre",
                        "third-party code under {licence}: whether that licence is free is not known"
                    ),
                    place.clone(),
                )
                .unsure(),
            )),
        },
        Rights::Recorded(place) => seen(
            text!("{root} : origine et licence consignées", "{root}: origin and licence recorded"),
            place,
        ),
        Rights::Granted(place) => seen(
            text!("{root} : licence nommée en tête de fichier", "{root}: licence named at the head of the file"),
            place,
        ),
        Rights::Unclear(place) => Err(Box::new(
            finding(
                text!(
                    "la licence de ce code de tiers n’est pas reconnue",
                    "the licence of this third-party code is not recognised"
                ),
                place.clone(),
            )
            .unsure(),
        )),
        Rights::Kept(words, place) => Err(Box::new(finding(
            text!(
                "ce code de tiers est réservé à son titulaire : « {words} »",
                "this third-party code is reserved for its holder: “{words}”"
            ),
            place.clone(),
        ))),
        Rights::Silent => {
            let message = text!(
                "code de tiers sans licence ni origine : ni fichier de licence, ni manifeste, ni mention dans THIRD-PARTY.md",
                "third-party code without licence or origin: no licence file, no manifest, no mention in THIRD-PARTY.md"
            );
            let finding = finding(message, Location::file(root));
            Err(Box::new(if block.certain { finding } else { finding.unsure() }))
        }
    }
}

/// Many findings of one folder, of one confidence, told as one.
fn merged(findings: Vec<Finding>, few: usize) -> Vec<Finding> {
    let mut groups: std::collections::BTreeMap<(String, bool, String), Vec<Finding>> =
        Default::default();
    for finding in findings {
        let path = finding.location.path.clone().unwrap_or_default();
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder).to_string();
        let sure = finding.confidence == crate::finding::Confidence::High;
        groups.entry((folder, sure, finding.message.en.clone())).or_default().push(finding);
    }
    let mut kept = Vec::new();
    for ((folder, _, _), mut group) in groups {
        if group.len() <= few {
            kept.append(&mut group);
            continue;
        }
        let places: Vec<Location> = group.iter().map(|finding| finding.location.clone()).collect();
        let mut first = group.swap_remove(0);
        let count = places.len();
        first.message = Text::new(
            format!("{count} fichiers : {}", first.message.fr),
            format!("{count} files: {}", first.message.en),
        );
        first.subject = format!("{folder}/#third-party");
        first.also_at = places[1..].to_vec();
        kept.push(first);
    }
    kept.sort_by(|left, right| left.location.cmp(&right.location));
    kept
}

fn submodule(file: &File) -> Finding {
    let path = &file.path;
    let message = text!(
        "sous-module : son contenu n’est pas dans ce dépôt ; sa licence est à vérifier à part",
        "submodule: its content is not in this repository; its licence has to be checked apart"
    );
    Finding::new(format!("{path}#submodule"), message).at(Location::file(path)).info()
}
