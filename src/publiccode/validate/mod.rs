//! Validation: one pass over the positioned tree of a file, against the table
//! of the standard. Every finding is given at once, in the order of the file.
//! Each diagnostic also says what it is for the reference parser
//! (publiccode-parser-go), which is stricter than the standard here and laxer there.

mod cited;
mod files;
mod keys;
mod lints;
mod lists;
mod messages;
mod presence;
mod relations;
#[cfg(test)]
mod robustness;
mod scalar;
mod syntax;
mod unknown;
pub(in crate::publiccode) mod view;

pub use files::{Cited, Files, NoFiles};
pub(crate) use keys::boolean;

use super::code::Code;
use super::diagnostic::{Change, Diagnostic, Fix, Severity, Span};
use super::filling::{Filling, Known};
use super::path::Path;
use crate::lang::Lang;
use crate::text;
use jiff::civil::Date;
use view::Lines;

/// More findings than anyone reads: the rest of a file that reaches them is not judged.
const MAX_FINDINGS: usize = 1000;

/// How to judge.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// The day expiries are counted to.
    pub today: Date,
    /// Judge by the draft of version 1.0, without the deprecated keys.
    pub preview: bool,
}

/// What was found in one file.
#[derive(Debug, Clone, Default)]
pub struct Diagnosis {
    /// In the order of the file.
    pub diagnostics: Vec<Diagnostic>,
}

impl Diagnosis {
    /// Judges `bytes`, looking at the files it cites through `files`.
    pub fn new(bytes: &[u8], options: Options, files: &dyn Files) -> Diagnosis {
        let filling = Filling { known: &Known::default(), lang: Lang::En };
        Diagnosis::filled(bytes, options, files, &filling)
    }

    /// The same; what is missing is announced as `filling` gives it.
    pub fn filled(
        bytes: &[u8],
        options: Options,
        files: &dyn Files,
        filling: &Filling<'_>,
    ) -> Diagnosis {
        let mut diagnostics = Vec::new();
        if let Some(text) = syntax::text(bytes, &mut diagnostics) {
            let lines = Lines::new(text);
            diagnostics.extend(syntax::judge(&lines, options, files, filling));
        }
        let place = |one: &Diagnostic| one.key.or(one.value).unwrap_or_default().start;
        diagnostics.iter_mut().for_each(given_up);
        diagnostics.sort_by_key(place);
        if diagnostics.len() > MAX_FINDINGS {
            diagnostics.truncate(MAX_FINDINGS);
            diagnostics.push(too_many());
        }
        Diagnosis { diagnostics }
    }

    /// What is said by the standard or, when `compatible`, by the reference parser.
    pub fn judged(&self, compatible: bool) -> impl Iterator<Item = (&Diagnostic, Severity)> {
        self.diagnostics.iter().filter_map(move |one| Some((one, one.severity(compatible)?)))
    }

    /// The most serious of it; `None` when there is nothing to say.
    pub fn worst(&self, compatible: bool) -> Option<Severity> {
        self.judged(compatible).map(|(_, severity)| severity).max()
    }
}

/// What a value can be wrong in without any repair: it is then left as a comment, so
/// that a required key is asked for again and nothing is lost.
const HOPELESS: [Code; 15] = [
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

fn given_up(found: &mut Diagnostic) {
    let lost = found.is_error() && HOPELESS.contains(&found.code) && !found.path.0.is_empty();
    if !lost || found.fix.as_ref().is_some_and(|fix| fix.change.is_some()) {
        return;
    }
    let text = found.fix.take().map(|fix| fix.text);
    let text = text.unwrap_or_else(|| {
        text!(
            "corriger la valeur, ou la laisser en commentaire",
            "correct the value, or leave it as a comment"
        )
    });
    found.fix = Some(Fix::doubtful(text, Change::Comment));
}

fn too_many() -> Diagnostic {
    let message = text!(
        "plus de {MAX_FINDINGS} défauts : les suivants ne sont pas montrés",
        "more than {MAX_FINDINGS} findings: the next ones are not shown"
    );
    Diagnostic::new(Code::TooBig, Severity::Error, &Path::top(), message).reference(Severity::Error)
}

/// The line of `text` where `span` starts, and how many characters of it to
/// underline. A line that holds a password in an address is never shown.
pub(crate) fn excerpt(text: &str, span: Span) -> Option<(&str, usize)> {
    let line = text.lines().nth(span.start.line.checked_sub(1)?)?;
    let authorities = line.split("://").skip(1).filter_map(|rest| rest.split(['/', ' ']).next());
    if authorities.into_iter().any(|authority| authority.contains('@')) {
        return None;
    }
    let rest = line.chars().count().saturating_sub(span.start.column - 1);
    let long = match span.end.line == span.start.line {
        true => span.end.column.saturating_sub(span.start.column),
        false => rest,
    };
    Some((line, long.clamp(1, rest.max(1))))
}
