//! Values that are still wrong once everything else was tried: left as a
//! comment, so that a required key is asked for again and nothing is lost.

use super::{Options, Proposal};
use crate::publiccode::code::Code;
use crate::publiccode::diagnostic::Diagnostic;
use crate::publiccode::path;
use crate::publiccode::validate::{self, NoFiles, Report};
use crate::text;
use crate::text::question::is_question;
use crate::yaml::edit::{Change, Document, Path, Step};
use jiff::civil::date;

/// What a value can be wrong in without any repair.
const WRONG: [Code; 15] = [
    Code::WrongType,
    Code::UnknownValue,
    Code::TooLong,
    Code::TooShort,
    Code::InvalidDate,
    Code::InvalidUrl,
    Code::InvalidUri,
    Code::UnknownAlias,
    Code::InvalidEmail,
    Code::InvalidLicence,
    Code::InvalidLanguage,
    Code::InvalidCountry,
    Code::InvalidMediaType,
    Code::InvalidPath,
    Code::FileExtension,
];

pub(super) fn propose(document: &Document, options: &Options<'_>) -> Vec<Proposal> {
    if !options.risky {
        return Vec::new();
    }
    let text = document.text();
    // Only warnings depend on the day.
    let judged = validate::Options { today: date(2026, 1, 1), preview: false };
    let report = Report::of(text.as_bytes(), judged, &NoFiles);
    let wrong = report.diagnostics.iter().filter(|one| one.is_error() && WRONG.contains(&one.code));
    wrong.filter_map(|one| given_up(document, one)).collect()
}

fn given_up(document: &Document, wrong: &Diagnostic) -> Option<Proposal> {
    let mut path: Path = wrong
        .path
        .0
        .iter()
        .map(|step| match step {
            path::Step::Key(name) => Step::from(name.as_str()),
            path::Step::Index(at) => Step::At(*at),
        })
        .collect();
    if document.get(&path).is_none() && path.last() == Some(&Step::At(0)) {
        // One value that stands for a list.
        path.pop();
    }
    let value = document.get(&path)?;
    if value.as_text().is_some_and(is_question) {
        return None;
    }
    let (fr, en) = (&wrong.message.fr, &wrong.message.en);
    let mut text = text!(
        "laissé en commentaire, faute de pouvoir le corriger",
        "left as a comment, as it cannot be corrected"
    );
    text.fr = format!("{} : {fr}", text.fr);
    text.en = format!("{}: {en}", text.en);
    Some(Proposal::risky(&path, text, Change::Comment { path: path.clone() }))
}
