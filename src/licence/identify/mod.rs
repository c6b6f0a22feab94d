//! The answer for one file: which licence it holds.

mod dated;
mod joined;
mod restriction;
#[cfg(test)]
mod tests;
mod third_party;

use crate::licence::expression::{Expression, ids};
use crate::licence::identification::{Candidate, Change, Identification, Nature, Piece, Verdict};
use crate::licence::names::family_of;
use crate::licence::notice::{self, Notice, Scope};
use crate::licence::text::align::Alignment;
use crate::licence::text::cover::Cover;
use crate::licence::text::decode::decode;
use crate::licence::text::force;
use crate::licence::text::judge::{Judgement, judge};
use crate::licence::text::library::{Document, Kind, Library};
use crate::licence::text::reading::Reading;
use crate::licence::text::rtf;
use joined::{names_the_text, texts, together};
use restriction::{excepts, is_of_a_government, restrictions, restricts_notices};
use std::cell::LazyCell;
use std::ops::Range;

/// Common words and share of a licence from which a text reads like it.
const RESEMBLANCE: (usize, f32) = (40, 0.3);

/// Words of the longest notice that a licence tells to put in files: what is
/// no longer and stands in a licence too is that notice, not a part of its terms.
const LONGEST_NOTICE: usize = 160;

/// Who holds the rights on the texts of the GNU licences themselves.
const PUBLISHER: &str = "free software foundation";

/// Bytes before the notice of an appendix, among which its line of copyright stands.
const APPENDIX: usize = 600;

/// Says which licence `bytes`, the content of a file, hold.
pub fn identify(bytes: &[u8]) -> Identification {
    match decode(bytes) {
        Some(text) => identify_text(&text),
        None => Identification { verdict: Verdict::None, pieces: Vec::new(), aside: Vec::new() },
    }
}

/// Says which licence `text` holds.
pub(crate) fn identify_text(text: &str) -> Identification {
    if rtf::is_rtf(text.as_bytes()) {
        return identify_plain(&rtf::text(text.as_bytes()));
    }
    identify_plain(text)
}

fn identify_plain(text: &str) -> Identification {
    let library = Library::get();
    let reading = Reading::new(library, text);
    let cover = Cover::new(library, &reading);
    let Judged { whole, partial, mut changes, mut aside } = judged(library, &reading, &cover);
    if let Some(own) = own(library, &reading, &whole) {
        // What others wrote has its own licences, which are not the project's.
        return identify_plain(own);
    }
    let mut pieces: Vec<Piece> = whole.iter().map(|part| piece(library, &reading, part)).collect();
    let mut notices = notices(library, &reading, &whole, &partial);
    let beside = restrictions(library, &reading, &whole, &notices);
    changes.extend(beside.changes);
    match changes.is_empty() && refuse_restrictions(library, &whole) {
        true => aside.extend(beside.unread),
        false => changes.extend(beside.unread),
    }
    changes.sort_by_key(|change| change.line);
    let texts = texts(library, &reading, &whole, &notices);
    let restricted = whole.is_empty() && restricts_notices(library, &reading, &notices);
    for exception in &texts.exceptions {
        with_exception(&mut notices, exception);
    }
    let excepted = texts.licences.is_empty() && excepts(&reading, &whole, &notices);
    let known = together(texts, &notices);
    let narrowed = match whole.is_empty() {
        true => None,
        false => notice::narrowed(text, &notices, Scope::is_main),
    };
    let resembling = |part: &&Alignment| {
        resembles(library, part)
            && !is_told(library, part, &notices)
            && !is_of_a_government(&reading, part)
    };
    let unknown = restricted || excepted || partial.iter().any(resembling);
    let verdict = match (known, narrowed) {
        (Some(nearest), _) if !changes.is_empty() => match other_version(text, &nearest) {
            Some(candidates) => Verdict::Unknown { candidates },
            None => Verdict::Modified { nearest, changes },
        },
        (_, Some(narrowed)) => narrowed,
        (Some(expression), None) if !unknown => Verdict::Licence(expression),
        (None, None) if !unknown => dated::told(text, &notices),
        _ => Verdict::Unknown { candidates: candidates(library, &partial, &cover) },
    };
    pieces.extend(notice::pieces(&notices));
    pieces.sort_by_key(|piece| piece.bytes.start);
    aside.sort_by_key(|change| change.line);
    Identification { verdict, pieces, aside }
}

/// The licences laid along a text, judged.
#[derive(Default)]
struct Judged<'c> {
    /// Those whose text stands there, changed or not.
    whole: Vec<&'c Alignment>,
    /// Those of which too little stands there.
    partial: Vec<&'c Alignment>,
    changes: Vec<Change>,
    /// Where texts are cut.
    aside: Vec<Change>,
}

fn judged<'c>(library: &Library, reading: &Reading, cover: &'c Cover) -> Judged<'c> {
    let mut judged = Judged::default();
    for part in &cover.parts {
        let judgement = judge(library, reading, part);
        match judgement {
            Judgement::Part => judged.partial.push(part),
            _ => judged.whole.push(part),
        }
        match judgement {
            Judgement::Cut(end) => judged.aside.push(end),
            Judgement::Changed(found) => judged.changes.extend(found),
            Judgement::Same | Judgement::Part => {}
        }
    }
    judged
}

/// Whether the texts are all of licences by which who receives the program may take away a
/// restriction that is added to them (GPL 2.0, section 6; GPL 3.0, section 7).
fn refuse_restrictions(library: &Library, whole: &[&Alignment]) -> bool {
    !whole.is_empty() && whole.iter().all(|part| ids::is_gnu(&library.documents[part.document].id))
}

/// The versions that `text` names of the licence `nearest`, when it names none but
/// others: it was made from a text that is not known, not from that one.
fn other_version(text: &str, nearest: &Expression) -> Option<Vec<Candidate>> {
    let Expression::Term(term) = nearest else { return None };
    let mentioned = notice::mentioned(text);
    let named: Vec<String> = mentioned
        .iter()
        .flat_map(Expression::terms)
        .filter(|one| family_of(&one.id) == family_of(&term.id))
        .map(|one| ids::base(&one.id).to_string())
        .collect();
    if named.is_empty() || named.iter().any(|one| one == ids::base(&term.id)) {
        return None;
    }
    let mut candidates: Vec<Candidate> = Vec::new();
    for id in named {
        if candidates.iter().all(|one| one.id != id) {
            candidates.push(Candidate { id, distance: 0.5 });
        }
    }
    Some(candidates)
}

/// What stands before the licences of components of others, when a file gives
/// some after the project's own.
fn own<'t>(library: &Library, reading: &Reading<'t>, whole: &[&Alignment]) -> Option<&'t str> {
    let text = reading.text;
    let places: Vec<Range<usize>> =
        whole.iter().map(|part| piece(library, reading, part).bytes).collect();
    let notices = LazyCell::new(|| notice::read(text, notice::Reading::Statement));
    let noticed = || {
        let own = notices.iter().filter(|notice| notice.scope.is_own());
        own.map(|notice| &notice.bytes)
    };
    let granted = || noticed().map(|notice| notice.end).min();
    let others = third_party::from(text, &places, granted);
    if others == text.len() {
        return None;
    }
    let (own, aside): (Vec<&Range<usize>>, Vec<&Range<usize>>) =
        places.iter().chain(noticed()).partition(|place| place.start < others);
    (!own.is_empty() && !aside.is_empty()).then(|| &text[..others])
}

/// True when too much of a licence stands there to be left unsaid.
fn resembles(library: &Library, part: &Alignment) -> bool {
    let document = &library.documents[part.document];
    let begun = part.licence.start < RESEMBLANCE.0 && terms(document, part) >= RESEMBLANCE.0;
    document.kind == Kind::Licence
        && part.matched >= RESEMBLANCE.0
        && (begun || part.coverage(document) >= RESEMBLANCE.1)
}

/// True for a part of what presents a licence to the public, where the file grants
/// that licence.
fn is_told(library: &Library, part: &Alignment, notices: &[Notice]) -> bool {
    let document = &library.documents[part.document];
    let granted = notices.iter().filter(|notice| notice.scope.is_own());
    document.is_edition()
        && granted
            .filter_map(|notice| notice.expression.as_ref())
            .any(|granted| matches!(granted, Expression::Term(term) if term.id == document.id))
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
    notices.retain(|notice| {
        let within = texts.iter().any(|text| text.contains(&notice.bytes.start));
        !within || is_filled_in(reading.text, notice)
    });
    notices.retain(|notice| !names_the_text(library, reading, notice, whole));
    notices
}

/// Whether `notice`, in the appendix of a GNU licence or in its place, is that of the
/// project: its lines of copyright give a year and a name, where the appendix has blanks.
fn is_filled_in(text: &str, notice: &Notice) -> bool {
    let told = notice.expression.as_ref().is_some_and(|stated| match stated {
        Expression::Term(term) => term.id.ends_with("-or-later") || term.id.ends_with("-only"),
        _ => false,
    });
    let mut start = notice.bytes.start.saturating_sub(APPENDIX);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    let before = text[start..notice.bytes.start].to_lowercase();
    let Some(at) = before.rfind("copyright (c)") else { return false };
    let line = before[at..].lines().next().unwrap_or_default();
    let year = line.as_bytes().windows(4).any(|four| four.iter().all(u8::is_ascii_digit));
    told && year && !line.contains(PUBLISHER) && !force::has_blanks(line)
}

/// Adds an exception whose text the file holds to the GNU licence that a notice
/// grants.
fn with_exception(notices: &mut [Notice], exception: &str) {
    let granted = notices.iter_mut().filter_map(|notice| notice.expression.as_mut());
    for expression in granted {
        *expression = expression.with_exception(exception);
    }
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
