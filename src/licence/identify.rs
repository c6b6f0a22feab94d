//! The answer for one file: which licence it holds.

use super::identification::{Candidate, Change, Identification, Nature, Piece, Statement, Verdict};
use super::text::align::Alignment;
use super::text::cover::Cover;
use super::text::decode::decode;
use super::text::force;
use super::text::judge::{Judgement, excerpt, judge};
use super::text::library::{Kind, Library, SHINGLE};
use super::text::reading::Reading;

/// Words around a licence among which a restriction bears on it.
const NEIGHBOURHOOD: usize = 150;

/// Common words and share of a licence from which a text reads like it.
const RESEMBLANCE: (usize, f32) = (40, 0.3);

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
    let reading = Reading::new(text);
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
    let pieces = whole.iter().map(|part| piece(library, &reading, part)).collect();
    changes.extend(restrictions(library, &reading, &whole));
    changes.sort_by_key(|change| change.line);
    let resembles = |part: &&&Alignment| {
        let coverage = part.coverage(&library.documents[part.document]);
        part.matched >= RESEMBLANCE.0 && coverage >= RESEMBLANCE.1
    };
    let unknown = partial.iter().any(|part| resembles(&part));
    let verdict = match statement(library, &reading, &whole, &cover.free) {
        Some(nearest) if !changes.is_empty() => Verdict::Modified { nearest, changes },
        Some(statement) if !unknown => Verdict::Licence(statement),
        None if !unknown => Verdict::None,
        _ => Verdict::Unknown { candidates: candidates(library, &partial, &cover) },
    };
    Identification { verdict, pieces }
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

/// Restrictions near the licences, in words that none of them has.
fn restrictions(library: &Library, reading: &Reading, parts: &[&Alignment]) -> Vec<Change> {
    let places = force::restrictions(&reading.words);
    if places.is_empty() || parts.is_empty() {
        return Vec::new();
    }
    let near = |at: usize| {
        parts
            .iter()
            .any(|part| at + NEIGHBOURHOOD >= part.text.start && at < part.text.end + NEIGHBOURHOOD)
    };
    let known = known(library, reading, parts);
    let outside = places.into_iter().filter(|at| !known[*at] && near(*at));
    outside
        .map(|at| {
            let range = at.saturating_sub(6)..(at + 14).min(reading.words.len());
            Change { line: reading.line(at), excerpt: excerpt(reading, range), added: true }
        })
        .collect()
}

/// For each word of the text, whether it belongs to a series that one of the
/// licences has, wherever it has it: the notice of a licence often precedes it.
fn known(library: &Library, reading: &Reading, parts: &[&Alignment]) -> Vec<bool> {
    let mut known = vec![false; reading.words.len()];
    for part in parts {
        let document = &library.documents[part.document];
        for at in document.shingles.iter().flat_map(|hash| reading.places(*hash)) {
            known[at..at + SHINGLE].fill(true);
        }
        part.common().into_iter().for_each(|range| known[range].fill(true));
    }
    known
}

/// The expression that `parts` make together.
fn statement(
    library: &Library,
    reading: &Reading,
    parts: &[&Alignment],
    free: &[bool],
) -> Option<Statement> {
    let mut licences: Vec<String> = Vec::new();
    let mut exceptions: Vec<&str> = Vec::new();
    for part in parts {
        let document = &library.documents[part.document];
        match document.kind {
            Kind::Licence if !licences.contains(&document.id) => licences.push(document.id.clone()),
            Kind::Exception if !exceptions.contains(&document.id.as_str()) => {
                exceptions.push(&document.id);
            }
            _ => {}
        }
    }
    if licences.iter().any(|id| id == "LGPL-3.0") {
        // The LGPL 3.0 adds permissions to the GPL 3.0 and comes with its text.
        licences.retain(|id| id != "GPL-3.0");
    }
    let resolved = !licences.iter().any(|id| is_open(id));
    for exception in exceptions {
        let bearer = licences.iter().position(|id| is_open(id) || id == "Apache-2.0");
        let bearer = bearer.or((!licences.is_empty()).then_some(0))?;
        licences[bearer] = format!("{} WITH {exception}", licences[bearer]);
    }
    let unexplained: Vec<_> =
        reading.words.iter().zip(free).filter(|(_, free)| **free).map(|(word, _)| *word).collect();
    let choice = licences.len() > 1 && force::offers_choice(&unexplained);
    let expression = licences.join(if choice { " OR " } else { " AND " });
    (!licences.is_empty()).then_some(Statement { expression, resolved })
}

/// True for a GNU identifier that says neither "only" nor "or later".
fn is_open(id: &str) -> bool {
    spdx::license_id(id).is_some_and(|id| id.is_gnu() && id.is_deprecated())
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
