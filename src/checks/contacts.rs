//! No contact detail of a person stands outside the files made for that. Told
//! file by file: a list of people is one thing to settle.

use super::leaks::own_places;
use super::{Audited, Check};
use crate::config::{DatasetOrigin, FILE_NAME};
use crate::finding::{Answer, Finding, Fingerprint, Location};
use crate::lang::Text;
use crate::project::Project;
use crate::secrets::personal::Place as Purpose;
use crate::secrets::{Detection, Family, Level, Secret, is_sample};
use crate::text;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// The pattern of e-mail addresses.
const EMAIL: &str = "email";
/// The pattern of telephone numbers.
const PHONE: &str = "phone";
/// The pattern of tax numbers.
const TAX: &str = "tax-number";
/// The answers of publiable.toml that are addresses of functions.
const DECLARED: [&str; 3] = ["contact", "security_contact", "conduct_contact"];

/// Parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Contacts {
    /// From so many people on, a file of data is a list of people.
    people: usize,
    /// How many files are told.
    files: usize,
}

/// What one file holds.
#[derive(Default)]
struct Held<'a> {
    /// What no comment allows or, when comments allow it all, everything.
    found: Vec<&'a Detection>,
    /// The line of the first of them, counted from 1.
    line: usize,
    /// Why it may stay, when comments allow it all.
    allowed: Option<Text>,
}

impl Check for Contacts {
    fn run(&self, Audited { project, .. }: Audited<'_>) -> Answer {
        let functional = functional(project);
        let (declared, others): (Vec<&Detection>, Vec<&Detection>) = project
            .leaks(Family::Contact)
            .partition(|found| functional.contains(&found.fingerprint));
        let files = by_file(project, others);
        let told = declared.into_iter().map(|found| {
            let address = &found.redacted;
            let told = text!(
                "{address} est déclarée comme adresse d’une fonction, et n’est pas retenue",
                "{address} is declared as the address of a function, and is left out"
            );
            (Location::file(FILE_NAME), told)
        });
        self.judge(&files).seen_all(told)
    }
}

fn is_sure(finding: &Finding) -> bool {
    finding.confidence == crate::finding::Confidence::High
}

/// The files that hold contact details worth a look, among those `found`, with what they
/// hold.
fn by_file<'a>(project: &'a Project<'_>, found: Vec<&'a Detection>) -> BTreeMap<String, Held<'a>> {
    let mut files: BTreeMap<String, Held<'a>> = BTreeMap::new();
    let worth = found.into_iter().filter(|found| found.level >= Level::Review);
    let with_reason = worth.map(|found| (project.allowed(found), found));
    // What is open comes first: beside it, what comments allow is not told.
    let (open, allowed): (Vec<_>, Vec<_>) = with_reason.partition(|(reason, _)| reason.is_none());
    for (reason, found) in open.into_iter().chain(allowed) {
        for place in own_places(project, found.family, &found.places) {
            let Some(path) = place.path.as_deref() else { continue };
            // The same address may also stand where it is expected.
            let expected =
                matches!(Purpose::of(path), Purpose::People | Purpose::Foreign | Purpose::Test);
            let mut declared = project.config.datasets_of(path);
            let open =
                declared.next().is_some_and(|dataset| dataset.origin != DatasetOrigin::Anonymise);
            if expected || open {
                continue;
            }
            let held = files.entry(path.to_string()).or_default();
            let is_open = !held.found.is_empty() && held.allowed.is_none();
            if reason.is_some() && is_open {
                continue;
            }
            held.allowed.clone_from(&reason);
            if held.found.is_empty() || place.line < held.line {
                held.line = place.line;
            }
            if !held.found.iter().any(|known| std::ptr::eq(*known, found)) {
                held.found.push(found);
            }
        }
    }
    files
}

/// The addresses that the project declares as those of functions, in lower case too.
fn functional(project: &Project<'_>) -> BTreeSet<Fingerprint> {
    let answers = &project.config.scaffold.answers;
    let declared = DECLARED.iter().filter_map(|question| answers.get(*question));
    let written = declared.flat_map(|address| [address.clone(), address.to_lowercase()]);
    written.map(|address| Secret::new(address.as_str()).fingerprint(EMAIL)).collect()
}

impl Contacts {
    fn judge(&self, files: &BTreeMap<String, Held<'_>>) -> Answer {
        let mut findings: Vec<Finding> =
            files.iter().map(|(path, held)| self.finding(path, held)).collect();
        let sure = findings.iter().filter(|f| is_sure(f)).count();
        let count = findings.len();
        if count == 0 {
            return Answer::pass(text!(
                "aucune coordonnée de personne hors des fichiers prévus",
                "no contact detail of a person outside the files meant for them"
            ));
        }
        findings.sort_by_key(|finding| (!is_sure(finding), finding.sample));
        let rest = count.saturating_sub(self.files.max(sure));
        findings.truncate(self.files.max(sure));
        let answer = match sure {
            0 => Answer::unknown(match count {
                1 => text!(
                    "coordonnées de personnes à vérifier dans un fichier",
                    "contact details of people to verify in one file"
                ),
                _ => text!(
                    "coordonnées de personnes à vérifier dans {count} fichiers",
                    "contact details of people to verify in {count} files"
                ),
            })
            .with(findings),
            _ => Answer::fail(
                match sure {
                    1 => text!(
                        "1 fichier de données liste des coordonnées de personnes",
                        "1 data file lists contact details of people"
                    ),
                    _ => text!(
                        "{sure} fichiers de données listent des coordonnées de personnes",
                        "{sure} data files list contact details of people"
                    ),
                },
                findings,
            ),
        };
        answer.seen_all((rest > 0).then(|| {
            let others = text!(
                rest;
                "{rest} autre fichier à relire : publiable secrets scan --level review"
                    | "{rest} autres fichiers à relire : publiable secrets scan --level review",
                "{rest} other file to look over: publiable secrets scan --level review"
                    | "{rest} other files to look over: publiable secrets scan --level review"
            );
            (Location::default(), others)
        }))
    }

    fn finding(&self, path: &str, held: &Held<'_>) -> Finding {
        let count =
            |pattern: &str| held.found.iter().filter(|found| found.pattern == pattern).count();
        let (emails, phones, taxes) = (count(EMAIL), count(PHONE), count(TAX));
        let mut parts = Vec::new();
        if emails > 0 {
            parts.push(match emails {
                1 => text!("1 adresse électronique", "1 e-mail address"),
                _ => text!("{emails} adresses électroniques", "{emails} e-mail addresses"),
            });
        }
        if phones > 0 {
            parts.push(match phones {
                1 => text!("1 téléphone", "1 telephone number"),
                _ => text!("{phones} téléphones", "{phones} telephone numbers"),
            });
        }
        if taxes > 0 {
            parts.push(match taxes {
                1 => text!("1 numéro fiscal", "1 tax number"),
                _ => text!("{taxes} numéros fiscaux", "{taxes} tax numbers"),
            });
        }
        let join = |pick: fn(&Text) -> &str| parts.iter().map(pick).collect::<Vec<_>>().join(", ");
        let examples: Vec<String> = held.found.iter().take(3).map(|f| f.redacted.clone()).collect();
        let examples = examples.join(", ");
        let message = Text::new(
            format!("{} : {examples}", join(|text| &text.fr)),
            format!("{}: {examples}", join(|text| &text.en)),
        );
        // One value more, or one less, is another list.
        let mut values: Vec<&str> =
            held.found.iter().map(|found| found.fingerprint.0.as_str()).collect();
        values.sort_unstable();
        let subject = format!("{path} {}", values.join(" "));
        let finding = Finding::new(subject, message)
            .at(Location::line(path, held.line))
            .gathering(held.found.len())
            .sampled(is_sample(path))
            .allowed(held.allowed.clone());
        // A JSON document may describe itself, with its contributors.
        let described = path.ends_with("json");
        let list =
            Purpose::of(path) == Purpose::Data && !described && emails + phones >= self.people;
        if list || taxes > 0 { finding } else { finding.unsure() }
    }
}
