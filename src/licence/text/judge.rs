//! Says whether what differs between a text and a licence matters.

use super::align::{Alignment, Hole};
use super::force;
use super::library::{Document, Library};
use super::reading::Reading;
use crate::licence::identification::Change;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// Words that may differ without a word of law among them, wherever they are.
const SLIP: usize = 3;

/// Words of a licence that may differ in all: a number, and a share.
const TOLERANCE: (usize, f32) = (4, 0.035);

/// Share of a licence below which the text is no changed copy of it.
const COPY: f32 = 0.7;

/// Words of a licence from which a whole sentence may be missing unseen.
const SHORT: usize = 30;

/// Words of a licence below which each rare one counts: many short licences
/// differ only by the name of who wrote them.
const BRIEF: usize = 400;

/// Share of a long licence that a copy may leave out at its beginning: what the
/// publisher says of it before its terms.
const FOREWORD: f32 = 0.12;

/// Words of the longest line that pages repeat, and times it stands there.
const RUNNING: (usize, usize) = (14, 3);

/// Words of the longest title.
const LONGEST_TITLE: usize = 20;

/// Letters of an excerpt.
const EXCERPT: usize = 160;

/// What a text makes of a licence laid along it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Judgement {
    /// It is that licence.
    Same,
    /// It is that licence with changes that matter.
    Changed(Vec<Change>),
    /// It holds too little of that licence to be a copy of it.
    Part,
}

/// Judges `alignment`.
pub(crate) fn judge(library: &Library, reading: &Reading, alignment: &Alignment) -> Judgement {
    let document = &library.documents[alignment.document];
    let coverage = alignment.coverage(document);
    if coverage < COPY || document.required < SHORT && alignment.missing > 1 {
        return Judgement::Part;
    }
    let ends = [
        Hole {
            text: alignment.text.start..alignment.text.start,
            licence: 0..alignment.licence.start,
        },
        Hole {
            text: alignment.text.end..alignment.text.end,
            licence: alignment.licence.end..document.len(),
        },
    ];
    let [head, tail] = &ends;
    let begun = document.required_in(head.licence.clone());
    let foreword =
        document.required >= BRIEF && begun as f32 <= FOREWORD * document.required as f32;
    let head = Some(head).filter(|_| !foreword);
    let holes: Vec<&Hole> =
        head.into_iter().chain(alignment.within(document)).chain([tail]).collect();
    let running = running(reading, &holes);
    let holes: Vec<&Hole> = holes
        .into_iter()
        .filter(|hole| hole.licence.len() > 1 || !running.contains(&words(reading, hole)))
        .collect();
    let changes: Vec<Change> = holes
        .iter()
        .filter(|hole| matters(library, document, reading, hole))
        .map(|hole| change(document, reading, hole))
        .collect();
    if !changes.is_empty() {
        return Judgement::Changed(changes);
    }
    let allowed = TOLERANCE.0 + (TOLERANCE.1 * document.required as f32) as usize;
    let left_out = if foreword { begun } else { 0 };
    if alignment.missing - left_out > allowed {
        let missing = |hole: &&&Hole| document.required_in(hole.licence.clone()) > 0;
        let all = holes.iter().filter(missing);
        return Judgement::Changed(all.map(|hole| change(document, reading, hole)).collect());
    }
    Judgement::Same
}

/// Series of words that pages repeat (their title, the name of the file): the
/// same few words, added in several places, that oblige to nothing.
fn running(reading: &Reading, holes: &[&Hole]) -> HashSet<Vec<u64>> {
    let mut times: HashMap<Vec<u64>, usize> = HashMap::new();
    let few = |hole: &&&Hole| (1..=RUNNING.0).contains(&hole.text.len());
    for hole in holes.iter().filter(few).filter(|hole| hole.licence.is_empty()) {
        *times.entry(words(reading, hole)).or_default() += 1;
    }
    let harmless = |words: &Vec<u64>| !words.iter().any(|word| force::obliges(*word));
    let repeated =
        times.into_iter().filter(|(words, times)| *times >= RUNNING.1 && harmless(words));
    repeated.map(|(words, _)| words).collect()
}

/// Words of the text in `hole`.
fn words(reading: &Reading, hole: &Hole) -> Vec<u64> {
    reading.words[hole.text.clone()].iter().map(|word| word.hash).collect()
}

/// Whether what stands in `hole`, or is missing there, says something of law.
fn matters(library: &Library, document: &Document, reading: &Reading, hole: &Hole) -> bool {
    let theirs = required(document, hole.licence.clone());
    let there = document.keys(hole.licence.clone());
    let ours = reading.words[hole.text.clone()].iter().map(|word| word.hash);
    let new: Vec<u64> = ours.clone().filter(|hash| !there.contains(&document.key(*hash))).collect();
    let kept: Vec<u64> = ours.clone().map(|hash| document.key(hash)).collect();
    let title = title(document);
    if (theirs.is_empty() || kept.is_empty())
        && kept.iter().chain(&theirs).all(|key| title.contains(key))
    {
        return false;
    }
    let lost: Vec<u64> = theirs.iter().filter(|key| !kept.contains(key)).copied().collect();
    let missing = theirs.len();
    // The marks of an edition do not say which words are lost.
    let says = |judge: fn(u64) -> bool| !document.is_edition() && lost.iter().any(|h| judge(*h));
    let named = document.required < BRIEF
        && !document.is_edition()
        && lost.iter().any(|hash| library.is_rare(*hash) && !force::designates(*hash));
    let turned = named || new.iter().any(|hash| force::limits(*hash)) || says(force::limits);
    if kept.len().max(missing) <= SLIP {
        return turned;
    }
    let signed = ours.clone().any(force::signs) && !ours.clone().any(force::obliges);
    let added = kept.len() > SLIP && !signed && new.iter().any(|hash| force::binds(*hash));
    // References to clauses are written in several ways in a long text.
    let spare = if document.required < BRIEF || document.is_edition() { SLIP } else { 2 * SLIP };
    let removed = missing > SLIP && (says(force::binds) || missing > kept.len() + spare);
    turned || added || removed
}

/// Keys of the words of the licence's title, which copies repeat.
fn title(document: &Document) -> Vec<u64> {
    let words = document.optional().iter().take(LONGEST_TITLE).take_while(|optional| **optional);
    document.keys(0..words.count()).into_iter().collect()
}

/// Keys of the words of `range` that a copy may not leave out.
fn required(document: &Document, range: Range<usize>) -> Vec<u64> {
    let keys = document.keys(range.clone());
    let optional = &document.optional()[range];
    keys.into_iter().zip(optional).filter(|(_, optional)| !**optional).map(|(key, _)| key).collect()
}

fn change(document: &Document, reading: &Reading, hole: &Hole) -> Change {
    let line = reading.line(hole.text.start);
    if hole.text.len() >= hole.licence.len() || hole.licence.is_empty() {
        return Change { line, excerpt: excerpt(reading, hole.text.clone()), added: true };
    }
    let words = document.excerpt(hole.licence.clone());
    let excerpt = words.unwrap_or_else(|| {
        let around =
            hole.text.start.saturating_sub(4)..(hole.text.end + 4).min(reading.words.len());
        excerpt(reading, around)
    });
    Change { line, excerpt: shortened(&excerpt), added: false }
}

/// The words of `range` as the text writes them, on one line.
pub(crate) fn excerpt(reading: &Reading, range: Range<usize>) -> String {
    let words = &reading.words[range];
    let (Some(first), Some(last)) = (words.first(), words.last()) else { return String::new() };
    let text = &reading.text[first.start as usize..last.end as usize];
    shortened(&text.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(EXCERPT) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_string(),
    }
}
