//! How the texts that a file holds are joined.

use crate::licence::expression::{Agreement, Expression, Term, ids};
use crate::licence::notice::{self, Notice};
use crate::licence::text::align::Alignment;
use crate::licence::text::force;
use crate::licence::text::library::{Document, Kind, Library};
use crate::licence::text::reading::Reading;
use crate::licence::text::words::Word;
use std::ops::Range;

/// Words of a short licence, and of what stands between it and its label.
const SHORT: usize = 400;
const LABEL: usize = 10;

/// Bytes around a notice whose words it has read.
const NAMED: usize = 200;

/// The licences whose texts a file holds.
pub(super) struct Texts {
    /// One expression a licence.
    pub licences: Vec<Expression>,
    /// Exceptions to licences whose texts are not there.
    pub exceptions: Vec<String>,
    /// True when the words around the texts offer a choice between them.
    pub choice: bool,
}

/// The licences whose texts `parts` are.
pub(super) fn texts(
    library: &Library,
    reading: &Reading,
    parts: &[&Alignment],
    notices: &[Notice],
) -> Texts {
    let mut licences: Vec<Term> = Vec::new();
    let mut exceptions: Vec<String> = Vec::new();
    for part in parts {
        let Document { id, kind, .. } = &library.documents[part.document];
        match kind {
            Kind::Licence if licences.iter().all(|term| term.id != *id) => {
                licences.push(Term { id: id.clone(), exception: None });
            }
            Kind::Licence => {}
            Kind::Exception => {
                let bears = |term: &&mut Term| bears_exceptions(&term.id);
                match licences.iter_mut().rev().find(bears) {
                    Some(bearer) if bearer.exception.is_none() => {
                        bearer.exception = Some(id.clone())
                    }
                    Some(_) => {}
                    None => exceptions.push(id.clone()),
                }
            }
        }
    }
    // An exception may stand before the licence.
    let bearer = licences.iter_mut().find(|term| bears_exceptions(&term.id));
    if let Some(bearer) = bearer.filter(|bearer| bearer.exception.is_none()) {
        bearer.exception = exceptions.pop();
    }
    if licences.iter().any(|term| term.id == "LGPL-3.0") {
        // The LGPL 3.0 adds permissions to the GPL 3.0 and comes with its text.
        licences.retain(|term| term.id != "GPL-3.0");
    }
    let licences: Vec<Expression> = licences.into_iter().map(Expression::Term).collect();
    let licences =
        match outside(reading, parts).any(|gap| force::keeps_version(&reading.words[gap])) {
            true => licences.iter().map(only).collect(),
            false => licences,
        };
    let choice = !licences.is_empty() && offers_choice(reading, parts, notices);
    Texts { licences, exceptions, choice }
}

/// What the texts and the notices of a file say together; nothing when it holds
/// no text.
pub(super) fn together(texts: Texts, notices: &[Notice]) -> Option<Expression> {
    if texts.licences.is_empty() {
        return None;
    }
    let stated = notices.iter().filter(|notice| notice.scope.is_own());
    let stated: Vec<Expression> = stated.filter_map(|notice| notice.expression.clone()).collect();
    if !texts.choice {
        return notice::together(texts.licences.into_iter().chain(stated).collect());
    }
    let choice = Expression::any(texts.licences)?;
    // What is stated of a licence that may be chosen says no more.
    let (again, other): (Vec<Expression>, Vec<Expression>) =
        stated.into_iter().partition(|one| choice.agreement(one) != Agreement::Different);
    let choice = again.iter().fold(choice, |choice, one| choice.resolve(one).unwrap_or(choice));
    Expression::any(std::iter::once(choice).chain(other))
}

/// True for a notice that names the short text right below it (`License: X11`):
/// the text says more than the name.
pub(super) fn names_the_text(
    library: &Library,
    reading: &Reading,
    notice: &Notice,
    parts: &[&Alignment],
) -> bool {
    let after = reading.words.partition_point(|word| word.bytes().end <= notice.bytes.end);
    let below = parts.iter().find(|part| part.text.start >= after.saturating_sub(1));
    below.is_some_and(|part| {
        let document = &library.documents[part.document];
        document.kind == Kind::Licence
            && document.required < SHORT
            && part.text.start <= after + LABEL
            && matches!(notice.expression, Some(Expression::Term(_)))
    })
}

/// The GNU licence `licence`, and no later version of it.
fn only(licence: &Expression) -> Expression {
    let closed = |term: &Term| Term { id: format!("{}-only", term.id), ..term.clone() };
    licence.map(&|term| if ids::open_ended(&term.id) { closed(term) } else { term.clone() })
}

/// The words that stand around the texts.
fn outside(reading: &Reading, parts: &[&Alignment]) -> impl Iterator<Item = Range<usize>> {
    let mut start = 0;
    let ends = parts.iter().map(|part| (part.text.start, part.text.end));
    let ends = ends.chain([(reading.words.len(), reading.words.len())]);
    let mut gaps = Vec::new();
    for (before, after) in ends {
        gaps.push(start..before.max(start));
        start = start.max(after);
    }
    gaps.into_iter()
}

/// True when the words around the texts offer a choice between them without
/// naming them; where a notice names several, it says how they are joined.
fn offers_choice(reading: &Reading, parts: &[&Alignment], notices: &[Notice]) -> bool {
    let named = |word: &Word| {
        notices.iter().any(|notice| {
            let (from, to) = (notice.bytes.start, notice.bytes.end);
            let at = word.bytes().start;
            let between = if at < from { at..from } else { to.min(at)..at };
            notice.expression.as_ref().is_some_and(|stated| !matches!(stated, Expression::Term(_)))
                && at + NAMED >= from
                && at <= to + NAMED
                && reading.text.get(between).is_none_or(|text| !text.contains("\n\n"))
        })
    };
    outside(reading, parts).any(|gap| {
        let words: Vec<Word> =
            reading.words[gap].iter().filter(|word| !named(word)).copied().collect();
        force::offers_choice(&words)
    })
}

/// True for the licences that exceptions are made to.
fn bears_exceptions(id: &str) -> bool {
    matches!(id, "Apache-2.0" | "BSD-3-Clause") || ids::is_gnu(id)
}
