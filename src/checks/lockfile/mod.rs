//! Dependencies whose versions are fixed: by a lock file, or by exact versions
//! in the manifest (OpenSSF Scorecard, Pinned-Dependencies).

mod library;
mod requirements;

use super::{Audited, Check};
use crate::finding::{Answer, Evidence, Finding, Location};
use crate::lang::Text;
use crate::manifest::Malformed;
use crate::project::Project;
use crate::snapshot::{File, FileKind};
use crate::text;
use crate::text::pattern::Pattern;
use serde::Deserialize;
use std::collections::BTreeMap;

/// Parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Lockfile {
    /// What each ecosystem does.
    ecosystems: Vec<Practice>,
    /// Folders of examples and documentation: what they lack is a remark.
    secondary: Pattern,
}

/// How an ecosystem fixes versions.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Practice {
    /// Its name, as `Ecosystem::practice` gives it.
    name: String,
    /// Names of its lock files, the most usual first.
    locks: Vec<String>,
    /// Manifests besides those read for the package: a name that declares dependencies.
    #[serde(default)]
    manifests: Option<Pattern>,
    /// What leaves a version open, in ecosystems whose manifests fix versions.
    #[serde(default)]
    floating: Option<Pattern>,
    /// What the line before says when a version is not that of a dependency.
    #[serde(default)]
    floating_except: Option<Pattern>,
}

impl Check for Lockfile {
    fn reads(&self, file: &File) -> bool {
        let named = |practice: &Practice| {
            practice.manifests.as_ref().is_some_and(|m| m.is_match(&file.path))
        };
        file.is_own() && self.ecosystems.iter().any(named)
    }

    fn run(&self, Audited { project, .. }: Audited<'_>) -> Answer {
        let packages = self.packages(project);
        let faults = &project.inventory().malformed;
        if packages.is_empty() && faults.is_empty() {
            return Answer::not_applicable(text!(
                "aucun manifeste reconnu ne déclare de dépendances",
                "no recognised manifest declares dependencies"
            ));
        }
        let (mut evidence, mut findings, mut locked) = (Vec::new(), Vec::new(), 0);
        for ((folder, practice), manifests) in &packages {
            let Some(practice) = self.ecosystems.iter().find(|known| known.name == *practice)
            else {
                continue;
            };
            let lock = lock_above(project, practice, folder);
            if lock.is_some_and(|lock| project.inventory().fault(lock).is_some()) {
                continue; // told with the files that cannot be read
            }
            match self.examine(project, practice, lock, manifests) {
                Ok(seen) if evidence.contains(&seen) => locked += 1,
                Ok(seen) => {
                    evidence.push(seen);
                    locked += 1;
                }
                Err(finding) => findings.push(*finding),
            }
        }
        let unread = faults.iter().map(|(path, fault)| unreadable(path, fault)).collect();
        conclude(locked, evidence, findings, unread)
    }
}

/// A lock file or a manifest that cannot be read: whether it fixes versions is
/// not known.
fn unreadable(path: &str, fault: &Malformed) -> Finding {
    let message = &fault.message;
    let message = text!(
        "fichier illisible : on ne sait pas s’il fige les versions ({message})",
        "unreadable file: whether it locks versions is not known ({message})";
        message
    );
    let place = Location { column: Some(fault.column), ..Location::line(path, fault.line) };
    Finding::new(format!("{path}#unreadable"), message).at(place).unsure()
}

fn conclude(
    locked: usize,
    evidence: Vec<Evidence>,
    findings: Vec<Finding>,
    unread: Vec<Finding>,
) -> Answer {
    let faults = unread.len();
    let open = findings.iter().filter(|finding| !finding.informational).count();
    let total = locked + findings.len();
    let answer = match (open, findings.len()) {
        (0, _) if faults > 0 => Answer::unknown(text!(
            faults;
            "{faults} fichier verrou ou manifeste illisible"
                | "{faults} fichiers verrous ou manifestes illisibles",
            "{faults} lock file or manifest cannot be read"
                | "{faults} lock files or manifests cannot be read"
        )),
        (0, 0) => Answer::pass(text!(
            total;
            "les dépendances du paquet sont figées"
                | "les dépendances des {total} paquets sont figées",
            "the dependencies of the package are locked"
                | "the dependencies of the {total} packages are locked"
        )),
        (0, left) => Answer::pass(text!(
            left;
            "{left} paquet sans verrou, qui peut s’en passer : bibliothèque, exemple ou documentation"
                | "{left} paquets sans verrou, qui peuvent s’en passer : bibliothèque, exemple ou documentation",
            "{left} package without a lock file, which may do without: library, example or documentation"
                | "{left} packages without a lock file, which may do without: library, example or documentation"
        )),
        (open, _) => Answer::fail(
            text!(
                open;
                "{open} paquet sur {total} a des dépendances non figées"
                    | "{open} paquets sur {total} ont des dépendances non figées",
                "{open} of {total} packages has dependencies that are not locked"
                    | "{open} of {total} packages have dependencies that are not locked"
            ),
            Vec::new(),
        ),
    };
    Answer { evidence, ..answer }.with(findings).with(unread)
}

impl Lockfile {
    /// The manifests with dependencies, by folder and practice.
    fn packages<'p>(
        &'p self,
        project: &'p Project<'_>,
    ) -> BTreeMap<(String, &'p str), Vec<&'p File>> {
        let mut packages: BTreeMap<(String, &str), Vec<&File>> = BTreeMap::new();
        let declared = project.manifests().iter().filter(|manifest| manifest.dependencies);
        for manifest in declared {
            let Some(file) = project.snapshot.file(&manifest.path) else { continue };
            let key = (file.folder().to_string(), manifest.ecosystem.practice());
            packages.entry(key).or_default().push(file);
        }
        for practice in &self.ecosystems {
            let Some(pattern) = &practice.manifests else { continue };
            let named = project.own_files().filter(|file| pattern.is_match(&file.path));
            for file in named.filter(|file| project.text(file).is_some_and(requirements::declares))
            {
                let key = (file.folder().to_string(), practice.name.as_str());
                packages.entry(key).or_default().push(file);
            }
        }
        packages
    }

    fn examine(
        &self,
        project: &Project<'_>,
        practice: &Practice,
        lock: Option<&str>,
        manifests: &[&File],
    ) -> Result<Evidence, Box<Finding>> {
        if let Some(lock) = lock {
            let message = text!("fichier verrou", "lock file");
            return Ok(Evidence { message, location: Location::file(lock) });
        }
        let manifest = manifests[0];
        let path = &manifest.path;
        let text = project.text(manifest).unwrap_or_default();
        let place = Location::file(path);
        let open = match practice.name.as_str() {
            "python" => requirements::open_version(project, manifests),
            _ => practice.floating.as_ref().map(|floating| {
                let aside = |line: &str| {
                    practice.floating_except.as_ref().is_some_and(|except| except.is_match(line))
                };
                let before = std::iter::once("").chain(text.lines());
                text.lines()
                    .zip(before)
                    .position(|(line, before)| floating.is_match(line) && !aside(before))
                    .map(|at| Location::line(path, at + 1))
            }),
        };
        match open {
            Some(None) => {
                let message = text!("versions exactes dans {path}", "exact versions in {path}");
                Ok(Evidence { message, location: place })
            }
            open => Err(Box::new(self.finding(project, practice, manifest, open.flatten()))),
        }
    }

    fn finding(
        &self,
        project: &Project<'_>,
        practice: &Practice,
        manifest: &File,
        open: Option<Location>,
    ) -> Finding {
        let path = &manifest.path;
        let expected = practice.locks.iter().take(3).cloned().collect::<Vec<_>>();
        let message = match (&open, expected.is_empty()) {
            (Some(_), true) => text!(
                "cette version n’est pas fixée : une autre construction peut en prendre une autre",
                "this version is not fixed: another build may take another one"
            ),
            (Some(_), false) => text!(
                "cette version n’est pas fixée et aucun fichier verrou ne l’accompagne",
                "this version is not fixed and no lock file goes with it"
            ),
            (None, _) => {
                let fr = crate::lang::list(&expected.iter().map(Text::same).collect::<Vec<_>>());
                let (fr, en) = (fr.fr.replace(" et ", " ou "), fr.en.replace(" and ", " or "));
                text!("aucun fichier verrou pour {path} ({fr})", "no lock file for {path} ({en})")
            }
        };
        let finding = Finding::new(format!("{path}#lock"), message);
        let finding = finding.at(open.unwrap_or(Location::file(path)));
        let library = library::is_library(project, manifest, &practice.name);
        if library || self.secondary.is_match(path) { finding.info() } else { finding }
    }
}

/// The lock file of the folder, or of the nearest folder above it (workspaces).
fn lock_above<'p>(project: &'p Project<'_>, practice: &Practice, folder: &str) -> Option<&'p str> {
    let mut folder = Some(folder);
    while let Some(current) = folder {
        let found = practice.locks.iter().find_map(|lock| {
            let path = if current.is_empty() { lock.clone() } else { format!("{current}/{lock}") };
            project
                .snapshot
                .file(&path)
                .filter(|file| file.kind == FileKind::Regular && file.size > 0)
        });
        if let Some(found) = found {
            return Some(&found.path);
        }
        folder = match current {
            "" => None,
            _ => Some(current.rsplit_once('/').map_or("", |(above, _)| above)),
        };
    }
    None
}
