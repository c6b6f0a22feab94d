//! Says whether what differs between a text and a licence matters.

use super::align::{Alignment, Hole};
use super::force;
use super::library::{Document, Library};
use super::reading::Reading;
use super::words;
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

/// Words of the longest series that pages repeat, and times it stands there.
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
        .filter(|hole| hole.licence.len() > 1 || !running.contains(&hashes(reading, hole)))
        .collect();
    let inside = |hole: &Hole| *hole != ends[0] && *hole != ends[1];
    let changes: Vec<Change> = holes
        .iter()
        .filter(|hole| {
            matters(library, document, reading, hole)
                || inside(hole) && says_else(document, reading, hole)
        })
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
        *times.entry(hashes(reading, hole)).or_default() += 1;
    }
    let harmless = |words: &Vec<u64>| !words.iter().any(|word| force::obliges(*word));
    let repeated =
        times.into_iter().filter(|(words, times)| *times >= RUNNING.1 && harmless(words));
    repeated.map(|(words, _)| words).collect()
}

/// Words of the text in `hole`.
fn hashes(reading: &Reading, hole: &Hole) -> Vec<u64> {
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

/// Whether a word is added in `hole`, or lost there, that says something by itself: not
/// one that joins the others, stands for the holders or is spelt in another way.
fn says_else(document: &Document, reading: &Reading, hole: &Hole) -> bool {
    let marked = document.is_edition();
    let theirs = required(document, hole.licence.clone());
    let there = document.keys(hole.licence.clone());
    let title = title(document);
    let ours: Vec<(String, u64)> = hole
        .text
        .clone()
        .filter(|at| !reading.in_address(*at) && !reading.is_repeated(*at))
        .map(|at| (reading.folded(at), reading.words[at].hash))
        .collect();
    let kept: HashSet<u64> = ours.iter().map(|(_, hash)| document.key(*hash)).collect();
    let mut lost: Vec<u64> = theirs
        .iter()
        .filter(|key| !kept.contains(key) && !force::is_spare(**key, marked))
        .copied()
        .collect();
    let designates =
        |key: &u64| !marked && force::designates(*key) || force::is_spare(*key, marked);
    let placeholder = |at: Option<usize>| {
        at.and_then(|at| document.optional().get(at)).is_some_and(|optional| *optional)
    };
    let (from, to) = (hole.licence.start, hole.licence.end);
    let optional = placeholder(from.checked_sub(1)) || placeholder(Some(to));
    // A name is written where the licence designates the holders or leaves a blank.
    let before = hole.text.start.checked_sub(1).map(|at| reading.folded(at));
    let named = |word: String| matches!(word.as_str(), "entitled" | "title" | "designation");
    let signed = match theirs.is_empty() {
        true => !hole.licence.is_empty() || optional || before.is_some_and(named),
        false => {
            theirs.iter().all(designates) && theirs.iter().any(|key| is_holder(document, *key))
        }
    };
    if signed && lost.is_empty() {
        return false;
    }
    let new: Vec<&(String, u64)> = ours
        .iter()
        .filter(|(word, hash)| {
            !there.contains(&document.key(*hash))
                && !title.contains(&document.key(*hash))
                && !force::may_be_added(*hash)
                && !word.bytes().any(|byte| byte.is_ascii_digit())
        })
        .collect();
    lost.retain(|key| !title.contains(key));
    if new.is_empty() && lost.is_empty() {
        return false;
    }
    if let Some(words) = document.excerpt(hole.licence.clone()).filter(|_| !marked) {
        let theirs: Vec<&str> = words.split(' ').collect();
        let lost = theirs.iter().filter(|word| lost.contains(&words::hash(word)));
        let lost: Vec<&str> =
            lost.copied().filter(|word| !word.bytes().any(|b| b.is_ascii_digit())).collect();
        let all: String = ours.iter().map(|(word, _)| word.as_str()).collect();
        if all == theirs.concat() {
            return false;
        }
        let alike = |one: &str, other: &str| {
            one.len().max(other.len()) > 2 && strsim::levenshtein(one, other) <= 1
        };
        let spelt = |word: &str| theirs.iter().any(|other| alike(word, other));
        return new.iter().any(|(word, _)| !spelt(word))
            || lost.iter().any(|word| !ours.iter().any(|(other, _)| alike(word, other)));
    }
    let known = |word: String| document.key(words::hash(&word));
    let forms = |word: &str| {
        let plural = known(format!("{word}s"));
        [Some(plural), word.strip_suffix('s').map(|word| known(word.to_string()))]
    };
    let joined = known(ours.iter().map(|(word, _)| word.as_str()).collect());
    if theirs.contains(&joined) {
        return false;
    }
    // `non` is read with the word after it, across the markup between two items.
    let split = matches!(ours.as_slice(), [(word, _)] if word.starts_with("non"));
    if split && theirs.len() == 1 {
        return false;
    }
    let spelt: Vec<u64> = ours.iter().flat_map(|(word, _)| forms(word)).flatten().collect();
    let said = |word: &str| forms(word).into_iter().flatten().any(|key| there.contains(&key));
    new.iter().any(|(word, _)| !said(word)) || lost.iter().any(|key| !spelt.contains(key))
}

/// True for a word by which a licence designates the holders.
fn is_holder(document: &Document, key: u64) -> bool {
    let holders = ["copyright", "holder", "holders", "owner", "owners", "author", "authors"];
    let others = ["contributor", "contributors", "name"];
    holders.iter().chain(&others).any(|word| document.key(words::hash(word)) == key)
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
