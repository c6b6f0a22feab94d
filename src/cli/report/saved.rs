//! Reading saved reports back.

use crate::error::{Error, Result};
use crate::lang::{Lang, Text};
use crate::report::{self, Report, reword};
use crate::rule::locate;
use crate::text;
use serde_json::error::Category;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// The largest file read: a report of a hundred thousand findings is smaller.
const LIMIT: u64 = 256 << 20;

/// Reads the reports of `files` (`-` is standard input), each one or, in JSON
/// Lines, several, worded in `lang`, else in the language of the first; a version
/// of the format that is not known is refused.
pub(super) fn read(files: &[PathBuf], lang: Option<Lang>) -> Result<Vec<Report>> {
    let mut reports = Vec::new();
    let mut lang = lang;
    for file in files {
        reports.extend(read_file(file, &mut lang)?);
    }
    Ok(reports)
}

fn read_file(file: &Path, lang: &mut Option<Lang>) -> Result<Vec<Report>> {
    let name = file.display().to_string();
    let bytes = bytes(file).map_err(|error| {
        Error::usage(text!(
            "{name} : lecture impossible ({error}).",
            "{name}: cannot be read ({error})."
        ))
        .remedy(text!("Vérifiez le chemin et les droits.", "Check the path and access rights."))
    })?;
    let mut reports = Vec::new();
    for value in serde_json::Deserializer::from_slice(&bytes).into_iter::<serde_json::Value>() {
        let mut value = value.map_err(|error| refused(&name, why(&error)))?;
        let version = value["schema_version"].as_str().unwrap_or_default().to_string();
        if major(&version) != major(report::SCHEMA_VERSION) {
            return Err(unknown_version(&name, &version));
        }
        if let Some(lang) = lang {
            reword(&mut value, *lang);
        }
        let report: Report =
            serde_json::from_value(value).map_err(|error| refused(&name, why(&error)))?;
        lang.get_or_insert(report.language);
        reports.push(report);
    }
    if reports.is_empty() {
        return Err(refused(&name, text!("le fichier est vide", "the file is empty")));
    }
    Ok(reports)
}

/// Reads the one report of `file`.
pub(super) fn read_one(file: &Path) -> Result<Report> {
    let mut reports = read_file(file, &mut None)?;
    if reports.len() == 1 {
        return Ok(reports.remove(0));
    }
    let (name, count) = (file.display(), reports.len());
    Err(Error::usage(text!(
        "{name} contient {count} rapports ; il en faut un seul.",
        "{name} holds {count} reports; one is needed."
    ))
    .remedy(text!("Donnez un fichier par rapport.", "Give one file a report.")))
}

fn bytes(file: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    if file == Path::new("-") {
        io::stdin().lock().take(LIMIT + 1).read_to_end(&mut bytes)?;
    } else {
        File::open(file)?.take(LIMIT + 1).read_to_end(&mut bytes)?;
    }
    if bytes.len() as u64 > LIMIT {
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, "> 256 MiB"));
    }
    Ok(bytes)
}

fn major(version: &str) -> &str {
    version.split('.').next().unwrap_or_default()
}

/// What is wrong with a file that should be JSON.
fn why(error: &serde_json::Error) -> Text {
    let (line, column) = (error.line(), error.column());
    match error.classify() {
        Category::Eof => text!(
            "le JSON s’arrête ligne {line}, avant sa fin",
            "the JSON stops at line {line}, before its end"
        ),
        Category::Syntax | Category::Io => text!(
            "ce n’est pas du JSON : ligne {line}, colonne {column}",
            "it is no JSON: line {line}, column {column}"
        ),
        Category::Data => {
            let french = locate::french(&error.to_string());
            text!("{french}", "{error}")
        }
    }
}

fn refused(name: &str, why: Text) -> Error {
    Error::usage(text!(
        "{name} n’est pas un rapport de publiable ({why}).",
        "{name} is not a report of publiable ({why}).";
        why
    ))
    .remedy(text!(
        "Écrivez-le avec publiable audit --format json=FICHIER.",
        "Write it with publiable audit --format json=FILE."
    ))
}

fn unknown_version(name: &str, version: &str) -> Error {
    let known = report::SCHEMA_VERSION;
    Error::usage(text!(
        "{name} : version de format « {version} » ; ce programme lit la version {known}.",
        "{name}: format version “{version}”; this program reads version {known}."
    ))
    .remedy(text!(
        "Relancez l’audit, ou prenez la version du programme qui l’a écrit.",
        "Run the audit again, or use the version of the program that wrote it."
    ))
}
