//! No file of the audited version is sensitive by nature.

use super::{Audited, Check};
use crate::finding::{Answer, Certainty, Finding, Location};
use crate::lang::Text;
use crate::project::{PastFile, Project};
use crate::secrets::Level;
use crate::secrets::files::Sensitive;
use crate::snapshot::File;
use crate::snapshot::classify::{Class, class_of};
use crate::text;
use crate::text::pattern::Pattern;
use crate::text::show;
use serde::Deserialize;
use std::collections::BTreeMap;

/// Parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct SensitiveFiles {
    /// How many doubtful files of a folder and of a kind are told one by one.
    few: usize,
    /// A line of `.gitignore` that leaves environment files out.
    ignores: Pattern,
    /// What to do about some kinds, by identifier, instead of what the rule says.
    fixes: BTreeMap<String, Text>,
}

/// A sensitive file, then the links of the repository that lead to it.
struct Met<'a> {
    sensitive: &'a Sensitive,
    files: Vec<&'a File>,
}

impl<'a> Met<'a> {
    fn file(&self) -> &'a File {
        self.files[0]
    }

    /// The file, then its other names.
    fn places(&self) -> impl Iterator<Item = Location> {
        self.files.iter().map(|file| Location::file(&file.path))
    }
}

/// The sensitive files of `project`, each once, whatever leads to it.
fn met<'p>(project: &'p Project<'_>) -> Vec<Met<'p>> {
    // Where it stands says whose it is; what the repository says of itself does not.
    let own = |file: &&File| !matches!(class_of(&file.path), Class::Vendored | Class::Generated);
    let mut by_target: BTreeMap<usize, Met<'_>> = BTreeMap::new();
    for file in project.files().filter(own) {
        let Some(at) = project.snapshot.resolve(file) else { continue };
        let facts = project.facts(file);
        let Some(sensitive) = facts.and_then(|facts| facts.sensitive.as_ref()) else { continue };
        let known = by_target.entry(at).or_insert_with(|| Met { sensitive, files: Vec::new() });
        known.files.push(file);
    }
    for (at, met) in &mut by_target {
        met.files.sort_by_key(|file| file.position != *at);
    }
    by_target.into_values().collect()
}

impl Check for SensitiveFiles {
    fn reads(&self, file: &File) -> bool {
        file.path == ".gitignore"
    }

    fn run(&self, Audited { project, .. }: Audited<'_>) -> Answer {
        let found = met(project);
        let at = |level| found.iter().filter(move |met| met.sensitive.level == level);
        let gone = |level| {
            let past = project.past.files.iter();
            past.filter(move |file| file.level == level && !file.in_head)
        };
        let sure = at(Level::Report).count() + gone(Level::Report).count();
        let doubtful = at(Level::Review).count();
        let mut findings: Vec<Finding> =
            at(Level::Report).map(|met| self.fixed(&met.sensitive.kind.id, finding(met))).collect();
        let past = gone(Level::Report).map(|file| self.fixed(&file.kind, past_finding(file)));
        findings.extend(past);
        findings.extend(self.doubts(at(Level::Review)));
        findings.extend(folded(at(Level::Information)).into_iter().map(Finding::info));
        let answer = match (sure, doubtful) {
            (0, 0) => {
                let files = project.files().count();
                Answer::pass(text!(
                    "aucun fichier sensible parmi {files}",
                    "no sensitive file among {files}"
                ))
            }
            (0, _) => Answer::unknown(text!(
                "fichiers dont le contenu est à vérifier : {doubtful}",
                "files whose content is to be verified: {doubtful}"
            )),
            (1, _) => Answer::fail(text!("1 fichier sensible", "1 sensitive file"), Vec::new()),
            _ => Answer::fail(
                text!("{sure} fichiers sensibles", "{sure} sensitive files"),
                Vec::new(),
            ),
        };
        let answer = answer.with(findings);
        let answer = match gone(Level::Review).next() {
            None => answer,
            Some(first) => {
                let place = Location::file(&first.path).at(&first.commit);
                answer.seen(place, past_doubts(gone(Level::Review).count()))
            }
        };
        match self.is_ignored(project) {
            false => answer,
            true => answer.seen(
                Location::file(".gitignore"),
                text!("écarte les fichiers .env", "leaves .env files out"),
            ),
        }
    }
}

impl SensitiveFiles {
    /// `finding`, about a file of `kind`, with what to do about this kind.
    fn fixed(&self, kind: &str, finding: Finding) -> Finding {
        match self.fixes.get(kind) {
            Some(fix) => finding.fix(fix.clone()),
            None => finding,
        }
    }

    fn is_ignored(&self, project: &Project<'_>) -> bool {
        let ignore = project.snapshot.file(".gitignore").and_then(|file| project.text(file));
        ignore.is_some_and(|text| text.lines().any(|line| self.ignores.is_match(line.trim())))
    }

    /// A folder with many files of one kind is told once.
    fn doubts<'a>(&self, files: impl Iterator<Item = &'a Met<'a>>) -> Vec<Finding> {
        let mut groups: BTreeMap<(&str, &str), Vec<&Met<'_>>> = BTreeMap::new();
        for met in files {
            let kind = met.sensitive.kind.id.as_str();
            groups.entry((met.file().folder(), kind)).or_default().push(met);
        }
        let mut findings = Vec::new();
        for ((folder, id), group) in groups {
            if group.len() <= self.few {
                findings.extend(group.into_iter().map(|met| self.fixed(id, finding(met)).unsure()));
                continue;
            }
            let (count, label) = (group.len(), group[0].sensitive.kind.label());
            let message = Text::new(
                format!(
                    "{count} fichiers dans ce dossier — {} : indiquez ce qu’ils contiennent",
                    label.fr
                ),
                format!("{count} files in this folder — {}: say what they hold", label.en),
            );
            let location = Location::file(folder);
            let subject = format!("{folder}/ {id} {count}");
            let certainty = certainty(Level::Review);
            let finding = Finding::new(subject, message).certain(certainty, None).at(location);
            findings.push(finding.unsure());
        }
        findings
    }
}

/// One finding for each kind of files that only informs.
fn folded<'a>(files: impl Iterator<Item = &'a Met<'a>>) -> Vec<Finding> {
    let mut kinds: BTreeMap<&str, Vec<&Met<'_>>> = BTreeMap::new();
    for met in files {
        kinds.entry(&met.sensitive.kind.id).or_default().push(met);
    }
    let each = kinds.into_iter().map(|(id, group)| {
        let places = group.iter().skip(1).flat_map(|met| met.places());
        Finding { subject: id.to_string(), ..finding(group[0]) }.also(places)
    });
    each.collect()
}

/// What identifies the file of `kind` at `path`, in the files and in the history.
fn subject(kind: &str, path: &str) -> String {
    format!("{kind} {path}")
}

fn finding(met: &Met<'_>) -> Finding {
    let (file, sensitive) = (met.file(), met.sensitive);
    let (label, reason) = (sensitive.kind.label(), &sensitive.reason);
    let message =
        Text::new(format!("{} : {}", label.fr, reason.fr), format!("{}: {}", label.en, reason.en));
    Finding::new(subject(&sensitive.kind.id, &file.path), message)
        .at(Location::file(&file.path))
        .also(met.places().skip(1))
        .certain(certainty(sensitive.level), None)
}

/// How far a file's being sensitive is established: its content has the form that
/// its name announces, may have it, or says nothing.
fn certainty(level: Level) -> Certainty {
    match level {
        Level::Report => Certainty::Recognised,
        Level::Review => Certainty::Probable,
        Level::Information => Certainty::Possible,
    }
}

/// How many past versions of files a person has to look into; the first one is
/// given as the place.
fn past_doubts(count: usize) -> Text {
    match count {
        1 => text!(
            "version passée d’un fichier dont le contenu est à vérifier (git show COMMIT:CHEMIN)",
            "past version of a file whose content is to be verified (git show COMMIT:PATH)"
        ),
        _ => text!(
            "la première de {count} versions passées de fichiers dont le contenu est à vérifier (git show COMMIT:CHEMIN)",
            "the first of {count} past versions of files whose content is to be verified (git show COMMIT:PATH)"
        ),
    }
}

/// A file that is gone from the current version, where its name or its content was.
fn past_finding(file: &PastFile) -> Finding {
    let (label, reason) = (&file.label, &file.reason);
    let day = file.date.as_deref().map(show::day);
    let fr = day.map(|day| format!(", entré le {day}")).unwrap_or_default();
    let en = day.map(|day| format!(", added on {day}")).unwrap_or_default();
    let message = Text::new(
        format!("{} : {}{fr}, encore dans l’historique", label.fr, reason.fr),
        format!("{}: {}{en}, still in the history", label.en, reason.en),
    );
    Finding::new(subject(&file.kind, &file.path), message)
        .certain(certainty(file.level), None)
        .at(Location::file(&file.path).at(&file.commit))
}
