//! No executable binary stands in the repository or in its history, above all
//! one whose publisher keeps it to themselves.

use super::{Audited, Check, past};
use crate::finding::{Answer, Finding, Location};
use crate::lang::Text;
use crate::project::Project;
use crate::snapshot::File;
use crate::snapshot::classify::{Class, class_of};
use crate::snapshot::publisher::{Publisher, publisher};
use crate::snapshot::read::Reader;
use crate::text;
use crate::text::pattern::Pattern;
use serde::Deserialize;
use std::collections::BTreeMap;

/// Parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Binaries {
    /// Kinds of programs that have a name in each language; the others are formats.
    kinds: Vec<Text>,
    /// Names of the small programs that a build tool asks projects to commit.
    wrappers: Pattern,
    /// Publishers whose programs are proprietary unless they say otherwise.
    proprietary: Pattern,
    /// What a program says of itself when it is free all the same.
    free: Pattern,
    /// How many programs are opened to read their publisher.
    max_opened: usize,
}

/// Every version of one path.
struct Binary<'a> {
    kind: &'static str,
    versions: usize,
    in_head: bool,
    file: Option<&'a File>,
    commit: Option<git2::Oid>,
    blob: Option<git2::Oid>,
}

impl Check for Binaries {
    fn run(&self, Audited { project, .. }: Audited<'_>) -> Answer {
        let found = gather(project);
        let reader = project.snapshot.reader();
        let mut findings = Vec::new();
        for (at, (path, binary)) in found.iter().enumerate() {
            let publisher = (at < self.max_opened).then(|| open(&reader, binary)).flatten();
            findings.push(self.finding(path, binary, publisher.as_ref()));
        }
        merge_folders(&mut findings);
        // What is there today first, then what the history alone holds.
        findings.sort_by_key(|finding| finding.location.commit.is_some());
        // Those of a folder told at once count one by one, as the findings do.
        let counted = findings.iter().filter(|finding| !finding.informational);
        let counted: usize = counted.map(|finding| finding.values.unwrap_or(1)).sum();
        let sure = findings.iter().filter(|f| !f.informational && is_sure(f)).count();
        let past = past::history(project);
        if sure > 0 {
            let reason = text!(
                "binaires d’un éditeur propriétaire : {sure}, sur {counted} binaires exécutables",
                "binaries of a proprietary publisher: {sure}, out of {counted} executable binaries"
            );
            return Answer::fail(reason, findings);
        }
        if counted > 0 {
            // A launcher that a build tool asks for is none of those to verify.
            let own = found.iter().filter(|(path, _)| !self.is_wrapper(path));
            let today = own.filter(|(_, one)| one.file.is_some() || one.in_head).count();
            let gone = counted.saturating_sub(today);
            return Answer::unknown(text!(
                "l’origine et la licence de binaires exécutables sont à vérifier : {today} dans les fichiers, {gone} dans l’historique seulement",
                "the origin and licence of executable binaries are to be verified: {today} in the files, {gone} in the history only"
            ))
            .with(findings);
        }
        match (past, past::hidden(project)) {
            (Err(answer), _) => answer.with(findings),
            (Ok(_), Some(hidden)) => past::undecided(&hidden).with(findings),
            (Ok((_, history)), None) => {
                let (files, versions) = (project.snapshot.files.len(), history.survey.blobs);
                Answer::pass(text!(
                    "aucun binaire exécutable à vérifier parmi {files} fichiers et {versions} versions passées",
                    "no executable binary to verify among {files} files and {versions} past versions"
                ))
                .with(findings)
            }
        }
    }
}

/// A folder of the past with more binaries than this is told as one.
const FEW: usize = 3;

/// Merges the doubts about one folder that only the history holds.
fn merge_folders(findings: &mut Vec<Finding>) {
    let folder_of = |finding: &Finding| {
        let path = finding.location.path.as_deref()?;
        let past = finding.location.commit.is_some() && !finding.informational && !is_sure(finding);
        past.then(|| path.rsplit_once('/').map_or("", |(folder, _)| folder).to_string())
    };
    let mut folders: BTreeMap<String, Vec<Finding>> = BTreeMap::new();
    let mut kept = Vec::new();
    for finding in findings.drain(..) {
        match folder_of(&finding) {
            Some(folder) => folders.entry(folder).or_default().push(finding),
            None => kept.push(finding),
        }
    }
    for (folder, mut group) in folders {
        if group.len() <= FEW {
            kept.append(&mut group);
            continue;
        }
        let count = group.len();
        let message = text!(
            "{count} binaires exécutables dans ce dossier de l’historique : indiquez d’où ils viennent et sous quelle licence, ou retirez-les de l’historique",
            "{count} executable binaries in this folder of the history: say where they come from and under which licence, or remove them from the history"
        );
        let commit = group.swap_remove(0).location.commit;
        // The root has no name of its own.
        let path = Some(if folder.is_empty() { ".".to_string() } else { folder.clone() });
        let location = Location { path, commit, ..Location::default() };
        kept.push(
            Finding::new(format!("{folder}/"), message).at(location).gathering(count).unsure(),
        );
    }
    *findings = kept;
}

fn is_sure(finding: &Finding) -> bool {
    finding.confidence == crate::finding::Confidence::High
}

fn gather<'a>(project: &Project<'a>) -> BTreeMap<String, Binary<'a>> {
    let mut found: BTreeMap<String, Binary<'a>> = BTreeMap::new();
    for file in project.files() {
        if file.kind != crate::snapshot::FileKind::Regular {
            continue; // a link is told of where it leads
        }
        let Some(kind) = project.facts(file).and_then(|facts| facts.executable) else { continue };
        let binary =
            Binary { kind, versions: 1, in_head: true, file: Some(file), commit: None, blob: None };
        found.insert(file.path.clone(), binary);
    }
    let past = project.snapshot.history.iter().flat_map(|history| &history.survey.executables);
    for blob in past {
        let Some(kind) = blob.executable else { continue };
        let binary = found.entry(blob.path.clone()).or_insert(Binary {
            kind,
            versions: 0,
            in_head: false,
            file: None,
            commit: Some(blob.commit),
            blob: Some(blob.id),
        });
        binary.in_head |= blob.in_head;
        binary.versions += usize::from(binary.file.is_none() || !blob.in_head);
    }
    // A file that was moved is told of where it stands, not where it stood.
    let moved = |binary: &Binary<'_>| binary.file.is_none() && binary.in_head;
    let any_today = found.values().any(|binary| binary.file.is_some());
    found.retain(|_, binary| !(moved(binary) && any_today));
    found
}

fn open(reader: &Reader<'_>, binary: &Binary<'_>) -> Option<Publisher> {
    let read = match (binary.file, binary.blob) {
        (Some(file), _) => reader.read(file).ok()?,
        (None, Some(blob)) => reader.blob(blob).ok()?,
        (None, None) => return None,
    };
    publisher(&read.bytes)
}

impl Binaries {
    fn is_wrapper(&self, path: &str) -> bool {
        self.wrappers.is_match(path.rsplit('/').next().unwrap_or(path))
    }

    fn finding(&self, path: &str, binary: &Binary<'_>, publisher: Option<&Publisher>) -> Finding {
        let known = self.kinds.iter().find(|kind| kind.en == binary.kind);
        let kind = known.cloned().unwrap_or_else(|| Text::same(binary.kind));
        let versions = match binary.versions {
            0 | 1 => Text::same(""),
            versions => text!(", {versions} versions", ", {versions} versions"),
        };
        let place = match binary.file {
            Some(file) if !file.tracked && binary.versions > 0 => {
                text!(" non commité", ", not committed")
            }
            Some(_) => Text::same(""),
            None if binary.in_head => Text::same(""),
            None => text!(" dans l’historique seulement", ", in the history only"),
        };
        let who = match publisher {
            Some(publisher) => {
                let name = &publisher.name;
                text!(", éditeur : {name}", ", publisher: {name}")
            }
            None => Text::same(""),
        };
        let proprietary = publisher.is_some_and(|publisher| {
            self.proprietary.is_match(&publisher.name) && !self.free.is_match(&publisher.about)
        });
        let wrapper = self.is_wrapper(path);
        let advice = if wrapper {
            text!(
                " : lanceur d’un outil de construction, dont il vaut mieux vérifier la somme de contrôle",
                ": launcher of a build tool, whose checksum should be verified"
            )
        } else if proprietary {
            text!(
                " : vérifiez le droit de le redistribuer, sinon retirez-le, y compris de l’historique",
                ": verify the right to redistribute it, or remove it, from the history too"
            )
        } else {
            match class_of(path) {
                Class::Fixture => text!(
                    " : semble servir aux tests ; indiquez d’où il vient et sous quelle licence",
                    ": seems to be used by tests; say where it comes from and under which licence"
                ),
                Class::Vendored => text!(
                    " : copié d’un autre projet ; indiquez lequel et sous quelle licence",
                    ": copied from another project; say which one and under which licence"
                ),
                _ => text!(
                    " : à construire depuis les sources, ou son origine et sa licence sont à indiquer",
                    ": build it from source, or say where it comes from and under which licence"
                ),
            }
        };
        let parts = [kind, versions, place, who, advice];
        let message = Text::new(
            parts.iter().map(|part| part.fr.as_str()).collect::<String>(),
            parts.iter().map(|part| part.en.as_str()).collect::<String>(),
        );
        let location = Location::file(path);
        let location = match (binary.file, binary.commit) {
            (None, Some(commit)) => location.at(commit.to_string()),
            _ => location,
        };
        let finding = Finding::new(path, message).at(location);
        match () {
            () if wrapper => finding.info(),
            () if proprietary => finding,
            () => finding.unsure(),
        }
    }
}
