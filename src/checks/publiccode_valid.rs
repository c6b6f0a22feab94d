//! publiccode.yml follows its standard.

use super::{Audited, Check};
use crate::finding::{Answer, Finding, Location};
use crate::project::Project;
use crate::publiccode::diagnostic::{Diagnostic, Severity};
use crate::publiccode::validate::{Cited, Diagnosis, Files, Options, excerpt};
use crate::snapshot::File;
use crate::snapshot::read::Reader;
use crate::text;

no_parameters!(pub(super) PubliccodeValid);

impl Check for PubliccodeValid {
    fn run(&self, Audited { project, .. }: Audited<'_>) -> Answer {
        let Some(file) = project.role("publiccode").into_iter().next() else {
            return absent();
        };
        let reader = project.snapshot.reader();
        let bytes = match bytes(project, &reader, file) {
            Ok(bytes) => bytes,
            Err(answer) => return *answer,
        };
        let options = Options { today: project.today, preview: false };
        let report = Diagnosis::new(&bytes, options, &Beside { project, reader: &reader, file });
        let text = String::from_utf8_lossy(&bytes);
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
        let path = &file.path;
        let found: Vec<Finding> = report
            .judged(false)
            .filter(|(_, severity)| *severity > Severity::Advice)
            .map(|(one, severity)| {
                let finding = finding(path, text, one);
                if severity == Severity::Error { finding } else { finding.warning() }
            })
            .collect();
        let errors = found.iter().filter(|finding| !finding.informational).count();
        let warnings = found.len() - errors;
        let place = Location::file(path);
        match (errors, warnings) {
            (0, 0) => Answer::pass(text!("{path} suit le standard", "{path} follows the standard")),
            (0, _) => Answer::pass(text!(
                "{path} suit le standard ; avertissements : {warnings}",
                "{path} follows the standard; warnings: {warnings}"
            ))
            .with(found),
            (1, _) => Answer::fail(
                text!("{path} n’est pas valide : 1 erreur", "{path} is not valid: 1 error"),
                found,
            ),
            _ => Answer::fail(
                text!(
                    "{path} n’est pas valide : {errors} erreurs",
                    "{path} is not valid: {errors} errors"
                ),
                found,
            ),
        }
        .seen(
            place,
            text!(
                "contrôlé avec les règles de la version 0.7",
                "checked by the rules of version 0.7"
            ),
        )
    }
}

/// There is no file to judge.
pub(super) fn absent() -> Answer {
    Answer::not_applicable(text!(
        "pas de publiccode.yml à la racine",
        "no publiccode.yml at the root"
    ))
}

/// The bytes of `file`, or the answer when they cannot be read.
pub(super) fn bytes(
    project: &Project<'_>,
    reader: &Reader<'_>,
    file: &File,
) -> Result<Vec<u8>, Box<Answer>> {
    let real = project.snapshot.resolve(file).and_then(|at| project.snapshot.files.get(at));
    let read = reader.read(real.unwrap_or(file));
    read.map(|read| read.bytes).map_err(|why| {
        let path = &file.path;
        let reason = text!(
            "{path} n’a pas pu être lu : {why}",
            "{path} could not be read: {why}";
            why
        );
        Box::new(Answer::unknown(reason))
    })
}

/// A diagnostic as a finding of the audit.
pub(super) fn finding(path: &str, text: &str, one: &Diagnostic) -> Finding {
    let (line, column) = one.place();
    let place = match line {
        0 => Location::file(path),
        _ => Location { column: Some(column), ..Location::line(path, line) },
    };
    let key = one.path.to_string();
    let message = match key.as_str() {
        "" => one.message.clone(),
        key => one.message.after(&format!("{key} : "), &format!("{key}: ")),
    };
    let finding = Finding::new(format!("{path}#{}:{key}", one.code.code()), message).at(place);
    let finding = match excerpt(text, one.span()) {
        Some((line, _)) if one.span().start.line == one.place().0 => {
            finding.excerpt(line.trim_end())
        }
        _ => finding,
    };
    match &one.fix {
        Some(fix) => finding.fix(fix.text.clone()),
        None => finding,
    }
}

/// The files of the repository, from the folder of publiccode.yml.
struct Beside<'a, 'p> {
    project: &'a Project<'p>,
    reader: &'a Reader<'a>,
    file: &'a File,
}

impl Files for Beside<'_, '_> {
    fn look(&self, relative: &str) -> Cited {
        let Some(path) = crate::snapshot::path::join(self.file.folder(), relative) else {
            return Cited::Missing;
        };
        let snapshot = self.project.snapshot;
        let Some(file) = snapshot.file(&path) else {
            let below = format!("{}/", path.trim_end_matches('/'));
            let folder = snapshot.files.iter().any(|file| file.path.starts_with(&below));
            return if folder { Cited::Folder } else { Cited::Missing };
        };
        match snapshot.resolve(file).and_then(|at| snapshot.files.get(at)) {
            Some(file) => {
                self.reader.read(file).map_or(Cited::Unknown, |read| Cited::File(read.bytes))
            }
            None => Cited::Missing,
        }
    }
}
