//! publiccode.yml says the same thing as the repository.

use super::publiccode_valid::{absent, bytes, finding};
use super::versioning::versions;
use super::{Audited, Check};
use crate::finding::{Answer, Finding, Location};
use crate::licence::expression::{Agreement, Expression};
use crate::licence::statements::{Source, Why};
use crate::project::Project;
use crate::publiccode::code::Code;
use crate::publiccode::consistency::{Entry, Release, Repository, Stated, judge, language_of};
use crate::publiccode::diagnostic::Severity;
use crate::publiccode::validate::{Diagnosis, NoFiles, Options};
use crate::text;
use jiff::tz::TimeZone;

no_parameters!(pub(super) PubliccodeConsistent);

impl Check for PubliccodeConsistent {
    fn run(&self, Audited { project, .. }: Audited<'_>) -> Answer {
        let Some(file) = project.role("publiccode").into_iter().next() else {
            return absent();
        };
        if project.config.project.fork {
            return Answer::not_applicable(text!(
                "dépôt déclaré comme copie d’un autre projet, dont il garde la description",
                "declared as a fork of another project, whose description it keeps"
            ));
        }
        let reader = project.snapshot.reader();
        let bytes = match bytes(project, &reader, file) {
            Ok(bytes) => bytes,
            Err(answer) => return *answer,
        };
        let path = &file.path;
        let text = String::from_utf8_lossy(&bytes);
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
        let report =
            Diagnosis::new(&bytes, Options { today: project.today, preview: false }, &NoFiles);
        let unread = report.diagnostics.iter().any(|one| {
            matches!(
                one.code,
                Code::Encoding | Code::Syntax | Code::Tab | Code::TooBig | Code::NoData
            )
        });
        if unread {
            return Answer::unknown(text!(
                "{path} n’est pas lisible : rien ne peut être comparé",
                "{path} cannot be read: nothing can be compared"
            ));
        }
        let found = judge(text, &repository(project));
        let ended = report
            .diagnostics
            .iter()
            .filter(|one| one.code == Code::ContractEnd && one.severity == Some(Severity::Warning));
        let mut findings: Vec<Finding> = found
            .iter()
            .chain(ended)
            .map(|one| {
                let finding = finding(path, text, one);
                if one.severity == Some(Severity::Advice) { finding.info() } else { finding }
            })
            .collect();
        findings.sort_by_key(|finding| finding.location.line);
        let wrong = findings.iter().filter(|finding| !finding.informational).count();
        let answer = match wrong {
            0 => Answer::pass(text!(
                "rien dans {path} ne contredit le dépôt",
                "nothing in {path} contradicts the repository"
            ))
            .with(findings),
            1 => Answer::fail(
                text!(
                    "{path} contredit le dépôt sur un point",
                    "{path} contradicts the repository on one point"
                ),
                findings,
            ),
            _ => Answer::fail(
                text!(
                    "{path} contredit le dépôt sur {wrong} points",
                    "{path} contradicts the repository on {wrong} points"
                ),
                findings,
            ),
        };
        answer.seen(Location::file(path), text!("comparé au dépôt", "compared with the repository"))
    }
}

/// What the repository says of itself. The licence is that of the licence files
/// and of the manifests at the root.
fn repository<'a>(project: &'a Project<'_>) -> Repository<'a> {
    let texts = project.licences().declarations.iter().filter(|one| {
        matches!(one.source, Source::File | Source::Folder) && one.is_main() && !agrees(project)
    });
    let files = texts.filter_map(|one| {
        Some(Stated { expression: one.expression()?.to_string(), place: one.path.clone() })
    });
    let manifests = project.manifests().iter().filter(|manifest| manifest.at_root());
    let declared = manifests.filter_map(|manifest| {
        Some(Stated { expression: manifest.license.clone()?, place: manifest.path.clone() })
    });
    let metadata = project.snapshot.metadata.as_ref();
    let address = metadata.and_then(|metadata| metadata.publication_remote()?.address());
    let release = metadata.and_then(|metadata| {
        let versions = versions(metadata);
        let stable = |version: &&super::versioning::Version<'_>| !version.is_preview();
        let last = versions.iter().rfind(stable).filter(|last| last.component().is_empty())?;
        Some(Release {
            tag: last.tag.name.clone(),
            version: last.number.to_string(),
            date: last.tag.date.to_zoned(TimeZone::UTC).date(),
        })
    });
    let translations = project.own_files().filter_map(|file| language_of(&file.path));
    Repository {
        licences: files.chain(declared).collect(),
        address: address.map(|address| (address.host, address.path)),
        release,
        languages: translations.collect(),
        entry: Box::new(move |path| entry(project, path)),
    }
}

/// True when the licence found and the one publiccode.yml gives may be the same:
/// a GNU text alone leaves open whether later versions apply.
fn agrees(project: &Project<'_>) -> bool {
    let given =
        project.publiccode().and_then(|file| Expression::read(&file.get("legal/license")?.value));
    let answer = &project.licences().answer;
    let text = matches!(answer.why, Why::Stated(Source::File | Source::Folder));
    let found = answer.licence.as_ref().filter(|_| text);
    found.zip(given).is_some_and(|(found, given)| found.agreement(&given) != Agreement::Different)
}

fn entry(project: &Project<'_>, path: &str) -> Entry {
    let Some(path) = crate::snapshot::path::join("", path) else { return Entry::Missing };
    if let Some(file) = project.snapshot.file(&path) {
        let follows = project.snapshot.metadata.is_some();
        return if file.tracked || !follows { Entry::Tracked } else { Entry::Untracked };
    }
    let below = format!("{path}/");
    let lower = path.to_lowercase();
    let mut near = None;
    for file in project.files() {
        if file.path.starts_with(&below) {
            return Entry::Tracked;
        }
        if near.is_none() && file.path.len() == path.len() && file.path.to_lowercase() == lower {
            near = Some(file.path.clone());
        }
    }
    near.map_or(Entry::Missing, Entry::OtherCase)
}
