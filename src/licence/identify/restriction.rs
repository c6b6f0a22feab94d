//! What restricts a licence beside its text, or beside the notice that grants it.

use crate::licence::expression::{Expression, ids};
use crate::licence::identification::Change;
use crate::licence::notice::Notice;
use crate::licence::text::align::Alignment;
use crate::licence::text::force;
use crate::licence::text::judge::excerpt;
use crate::licence::text::library::{Document, Library, SHINGLE};
use crate::licence::text::reading::Reading;
use std::ops::Range;

/// Words around a licence among which a restriction bears on it.
const NEIGHBOURHOOD: usize = 150;

/// The same, around a notice.
const BESIDE: usize = 40;

/// Shingles in a row by which words are known to be those of a licence, wherever
/// it has them.
const SERIES: usize = 3;

/// Restrictions near the licences, in words that none of them has: sentences
/// that limit, and phrases that restrict inside a notice.
pub(super) fn restrictions(
    library: &Library,
    reading: &Reading,
    parts: &[&Alignment],
    notices: &[Notice],
) -> Vec<Change> {
    if parts.is_empty() {
        return Vec::new();
    }
    let near = |at: usize| {
        parts
            .iter()
            .any(|part| at + NEIGHBOURHOOD >= part.text.start && at < part.text.end + NEIGHBOURHOOD)
    };
    let known = known(library, reading, parts);
    let phrases = force::restrictions(&reading.words).into_iter().filter(|at| !known[*at]);
    let mut places: Vec<usize> = phrases.collect();
    for sentence in sentences(reading, &known) {
        let bytes = reading.words[sentence.start].bytes().start
            ..reading.words[sentence.end - 1].bytes().end;
        let noticed = notices
            .iter()
            .any(|notice| notice.bytes.start < bytes.end && bytes.start < notice.bytes.end);
        let words = &reading.words[sentence.clone()];
        if !noticed && force::narrows(words) && !force::keeps_version(words) {
            places.push(sentence.start);
        }
    }
    places.retain(|at| near(*at));
    places.sort_unstable();
    places.dedup();
    places
        .into_iter()
        .map(|at| {
            let range = at.saturating_sub(6)..(at + 14).min(reading.words.len());
            Change { line: reading.line(at), excerpt: excerpt(reading, range), added: true }
        })
        .collect()
}

/// Runs of unknown words, cut where a sentence or a paragraph ends.
fn sentences(reading: &Reading, known: &[bool]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = None;
    for (at, known) in known.iter().enumerate() {
        if let (Some(first), true) = (start, *known) {
            found.push(first..at);
            start = None;
        }
        if !known {
            let first = *start.get_or_insert(at);
            let end = reading.words[at].bytes().end;
            let next = reading.words.get(at + 1).map_or(reading.text.len(), |w| w.bytes().start);
            let between = &reading.text[end..next];
            if between.contains(['.', ';', '!', '?']) || between.matches('\n').count() > 1 {
                found.push(first..at + 1);
                start = None;
            }
        }
    }
    found.extend(start.map(|first| first..known.len()));
    found
}

/// For each word of the text, whether it belongs to a series that one of the
/// licences has, wherever it has it: the notice of a licence often precedes it.
fn known(library: &Library, reading: &Reading, parts: &[&Alignment]) -> Vec<bool> {
    let mut known = vec![false; reading.words.len()];
    let mut documents: Vec<usize> = parts.iter().map(|part| part.document).collect();
    documents.sort_unstable();
    documents.dedup();
    for document in documents {
        mark(&library.documents[document], reading, &mut known);
    }
    for part in parts {
        part.common().into_iter().for_each(|range| known[range].fill(true));
    }
    known
}

/// Marks the words of the series that `document` has.
fn mark(document: &Document, reading: &Reading, known: &mut [bool]) {
    let mut has = vec![false; reading.shingles.len()];
    document.shingles.iter().flat_map(|hash| reading.places(*hash)).for_each(|at| has[at] = true);
    for at in 0..(has.len() + 1).saturating_sub(SERIES) {
        if has[at..at + SERIES].iter().all(|has| *has) {
            known[at..at + SERIES + SHINGLE - 1].fill(true);
        }
    }
}

/// Whether a restriction stands beside a notice that grants a licence whose text
/// is not there. What the licence itself tells to write with the notice is none.
pub(super) fn restricts_notices(library: &Library, reading: &Reading, notices: &[Notice]) -> bool {
    let own: Vec<&Notice> = notices
        .iter()
        .filter(|notice| notice.scope.is_own())
        .filter(|notice| !notice.expression.as_ref().is_some_and(is_restricted))
        .collect();
    let places = if own.is_empty() { Vec::new() } else { force::reserves(&reading.words) };
    if places.is_empty() {
        return false;
    }
    let mut known = vec![false; reading.words.len()];
    let terms = own.iter().filter_map(|notice| notice.expression.as_ref());
    let ids: Vec<&str> = terms.flat_map(Expression::terms).map(|term| base(&term.id)).collect();
    for document in library.documents.iter().filter(|document| ids.contains(&document.id.as_str()))
    {
        mark(document, reading, &mut known);
    }
    places.into_iter().filter(|at| !known[*at]).any(|at| {
        own.iter().any(|notice| {
            let first =
                reading.words.partition_point(|word| word.bytes().end <= notice.bytes.start);
            let last = reading.words.partition_point(|word| word.bytes().end <= notice.bytes.end);
            at + BESIDE >= first && at <= last + BESIDE
        })
    })
}

/// The identifier that the text of a licence goes by.
fn base(id: &str) -> &str {
    ids::gnu_base(id).unwrap_or(id)
}

/// True for an expression whose licences restrict by themselves.
fn is_restricted(expression: &Expression) -> bool {
    expression
        .terms()
        .iter()
        .any(|term| term.id.contains("-NC-") || term.id.contains("Noncommercial"))
}

/// Whether an exception that is not known is made to the GNU licence that a
/// notice grants.
pub(super) fn excepts(reading: &Reading, parts: &[&Alignment], notices: &[Notice]) -> bool {
    let bare = notices.iter().filter_map(|notice| notice.expression.as_ref()).any(|expression| {
        let mut terms = expression.terms().into_iter();
        terms.any(|term| term.exception.is_none() && ids::gnu_base(&term.id).is_some())
    });
    let outside = |at: usize| !parts.iter().any(|part| part.text.contains(&at));
    bare && force::exceptions(&reading.words).into_iter().any(outside)
}
