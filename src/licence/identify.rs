//! The answer for one file: which licence it holds.

use super::expression::{Expression, Term};
use super::identification::{Candidate, Change, Identification, Nature, Piece, Verdict};
use super::notice::{self, Notice};
use super::text::align::Alignment;
use super::text::cover::Cover;
use super::text::decode::decode;
use super::text::force;
use super::text::judge::{Judgement, excerpt, judge};
use super::text::library::{Document, Kind, Library, SHINGLE};
use super::text::reading::Reading;
use super::text::words::Word;
use std::ops::Range;

/// Words around a licence among which a restriction bears on it.
const NEIGHBOURHOOD: usize = 150;

/// Shingles in a row by which words are known to be those of a licence, wherever
/// it has them.
const SERIES: usize = 3;

/// Bytes around a notice whose words it has read.
const NAMED: usize = 200;

/// Common words and share of a licence from which a text reads like it.
const RESEMBLANCE: (usize, f32) = (40, 0.3);

/// Words of the longest notice that a licence tells to put in files: what is
/// no longer and stands in a licence too is that notice, not a part of its terms.
const LONGEST_NOTICE: usize = 160;

/// Says which licence `bytes`, the content of a file, hold.
pub fn identify(bytes: &[u8]) -> Identification {
    match decode(bytes) {
        Some(text) => identify_text(&text),
        None => Identification { verdict: Verdict::None, pieces: Vec::new() },
    }
}

/// Says which licence `text` holds.
pub fn identify_text(text: &str) -> Identification {
    let library = Library::get();
    let reading = Reading::new(library, text);
    let cover = Cover::new(library, &reading);
    let mut whole: Vec<&Alignment> = Vec::new();
    let mut partial: Vec<&Alignment> = Vec::new();
    let mut changes: Vec<Change> = Vec::new();
    for part in &cover.parts {
        match judge(library, &reading, part) {
            Judgement::Same => whole.push(part),
            Judgement::Changed(found) => {
                whole.push(part);
                changes.extend(found);
            }
            Judgement::Part => partial.push(part),
        }
    }
    let mut pieces: Vec<Piece> = whole.iter().map(|part| piece(library, &reading, part)).collect();
    let notices = notices(library, &reading, &whole, &partial);
    changes.extend(restrictions(library, &reading, &whole, &notices));
    changes.sort_by_key(|change| change.line);
    let known = together(texts(library, &reading, &whole, &notices), &notices);
    let unknown = partial.iter().any(|part| resembles(library, part));
    let verdict = match known {
        Some(nearest) if !changes.is_empty() => {
            Verdict::Modified { nearest: nearest.statement(), changes }
        }
        Some(expression) if !unknown => Verdict::Licence(expression.statement()),
        None if !unknown => notice::verdict(&notices),
        _ => Verdict::Unknown { candidates: candidates(library, &partial, &cover) },
    };
    pieces.extend(notice::pieces(&notices));
    pieces.sort_by_key(|piece| piece.bytes.start);
    Identification { verdict, pieces }
}

/// True when too much of a licence stands there to be left unsaid.
fn resembles(library: &Library, part: &Alignment) -> bool {
    let document = &library.documents[part.document];
    let begun = part.licence.start < RESEMBLANCE.0 && terms(document, part) >= RESEMBLANCE.0;
    document.kind == Kind::Licence
        && part.matched >= RESEMBLANCE.0
        && (begun || part.coverage(document) >= RESEMBLANCE.1)
}

/// Words of the terms of a licence, its appendices left aside, that stand in a
/// text.
fn terms(document: &Document, part: &Alignment) -> usize {
    document.required_in(part.licence.clone()).min(part.matched)
}

/// The notices of a file, those of the texts it holds, whole or in part, left
/// aside.
fn notices(
    library: &Library,
    reading: &Reading,
    whole: &[&Alignment],
    partial: &[&Alignment],
) -> Vec<Notice> {
    let terms = |part: &&&Alignment| {
        part.text.len() > LONGEST_NOTICE
            && terms(&library.documents[part.document], part) >= RESEMBLANCE.0
    };
    let texts: Vec<Range<usize>> = whole
        .iter()
        .chain(partial.iter().filter(terms))
        .map(|part| piece(library, reading, part).bytes)
        .collect();
    let mut notices = notice::read(reading.text, notice::Reading::Statement);
    notices.retain(|notice| !texts.iter().any(|text| text.contains(&notice.bytes.start)));
    notices
}

/// What the texts and the notices of a file say together; nothing when it holds
/// no text.
fn together(texts: Vec<Expression>, notices: &[Notice]) -> Option<Expression> {
    if texts.is_empty() {
        return None;
    }
    let stated = notices.iter().filter(|notice| notice.scope.is_own());
    let stated = stated.filter_map(|notice| notice.expression.clone());
    notice::together(texts.into_iter().chain(stated).collect())
}

fn piece(library: &Library, reading: &Reading, part: &Alignment) -> Piece {
    let document = &library.documents[part.document];
    let (first, last) = (part.text.start, part.text.end - 1);
    Piece {
        nature: Nature::Text,
        expression: document.id.clone(),
        bytes: reading.words[first].bytes().start..reading.words[last].bytes().end,
        line: reading.line(first),
        coverage: part.coverage(document),
    }
}

/// Restrictions near the licences, in words that none of them has: sentences
/// that limit, and phrases that restrict inside a notice.
fn restrictions(
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
        if !noticed && force::narrows(&reading.words[sentence.clone()]) {
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
    for part in parts {
        let document = &library.documents[part.document];
        let mut has = vec![false; reading.shingles.len()];
        document
            .shingles
            .iter()
            .flat_map(|hash| reading.places(*hash))
            .for_each(|at| has[at] = true);
        for at in 0..(has.len() + 1).saturating_sub(SERIES) {
            if has[at..at + SERIES].iter().all(|has| *has) {
                known[at..at + SERIES + SHINGLE - 1].fill(true);
            }
        }
        part.common().into_iter().for_each(|range| known[range].fill(true));
    }
    known
}

/// The licences whose texts `parts` are: all apply, or any where the words
/// around them say so.
fn texts(
    library: &Library,
    reading: &Reading,
    parts: &[&Alignment],
    notices: &[Notice],
) -> Vec<Expression> {
    let mut licences: Vec<Term> = Vec::new();
    for part in parts {
        let Document { id, kind, .. } = &library.documents[part.document];
        match kind {
            Kind::Licence if licences.iter().all(|term| term.id != *id) => {
                licences.push(Term { id: id.clone(), exception: None });
            }
            Kind::Licence => {}
            Kind::Exception => {
                let bears = |term: &&mut Term| bears_exceptions(&term.id);
                let bearer = licences.iter_mut().rev().find(bears);
                if let Some(bearer) = bearer.filter(|bearer| bearer.exception.is_none()) {
                    bearer.exception = Some(id.clone());
                }
            }
        }
    }
    if licences.iter().any(|term| term.id == "LGPL-3.0") {
        // The LGPL 3.0 adds permissions to the GPL 3.0 and comes with its text.
        licences.retain(|term| term.id != "GPL-3.0");
    }
    let licences: Vec<Expression> = licences.into_iter().map(Expression::Term).collect();
    match licences.len() > 1 && offers_choice(reading, parts, notices) {
        true => Expression::any(licences).into_iter().collect(),
        false => licences,
    }
}

/// True when the words around the texts offer a choice between them without
/// naming them; where a notice names them, it says how they are joined.
fn offers_choice(reading: &Reading, parts: &[&Alignment], notices: &[Notice]) -> bool {
    let mut start = 0;
    let ends = parts.iter().map(|part| (part.text.start, part.text.end));
    let ends = ends.chain([(reading.words.len(), reading.words.len())]);
    let mut gaps = Vec::new();
    for (before, after) in ends {
        gaps.push(start..before.max(start));
        start = start.max(after);
    }
    let named = |word: &Word| {
        notices.iter().any(|notice| {
            let (from, to) = (notice.bytes.start, notice.bytes.end);
            word.bytes().start + NAMED >= from && word.bytes().start <= to + NAMED
        })
    };
    gaps.into_iter().any(|gap| {
        let words: Vec<Word> =
            reading.words[gap].iter().filter(|word| !named(word)).copied().collect();
        force::offers_choice(&words)
    })
}

/// True for the licences that exceptions are made to.
fn bears_exceptions(id: &str) -> bool {
    matches!(id, "Apache-2.0" | "BSD-3-Clause")
        || spdx::license_id(id).is_some_and(spdx::LicenseId::is_gnu)
}

/// The nearest licences, with their distances.
fn candidates(library: &Library, partial: &[&Alignment], cover: &Cover) -> Vec<Candidate> {
    let mut found: Vec<Candidate> = Vec::new();
    for part in partial.iter().copied().chain(&cover.nearest) {
        let document = &library.documents[part.document];
        let distance = 1.0 - part.coverage(document);
        if found.iter().all(|candidate| candidate.id != document.id) {
            found.push(Candidate { id: document.id.clone(), distance });
        }
    }
    found.sort_by(|a, b| a.distance.total_cmp(&b.distance));
    found.truncate(5);
    found
}
