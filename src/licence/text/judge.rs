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

/// Share of a licence that a text may lose at its end and still be told for what it is.
const LOST: f32 = 0.15;

/// Words shown of the end of a text that is cut.
const LAST: usize = 12;

/// Letters of an excerpt.
const EXCERPT: usize = 160;

/// What a text makes of a licence laid along it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Judgement {
    /// It is that licence.
    Same,
    /// It is that licence, whose end is lost: the text stops in a sentence.
    Cut(Change),
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
    let ends = ends(document, reading, alignment);
    let [head, tail] = &ends;
    let begun = document.required_in(head.licence.clone());
    let foreword =
        document.required >= BRIEF && begun as f32 <= FOREWORD * document.required as f32;
    let head = Some(head).filter(|_| !foreword);
    let cut = is_cut(document, reading, tail);
    let end = Some(tail).filter(|_| !cut);
    let holes: Vec<&Hole> = head.into_iter().chain(alignment.within(document)).chain(end).collect();
    let running = running(reading, &holes);
    let holes: Vec<&Hole> = holes
        .into_iter()
        .filter(|hole| hole.licence.len() > 1 || !running.contains(&hashes(reading, hole)))
        .collect();
    let title = title(document);
    let gaps = holes.iter().map(|hole| Gap::new(document, reading, &title, hole));
    let whole = |gap: &Gap| !ends.contains(gap.hole) || gap.required.len() <= SLIP;
    let changes: Vec<Change> = gaps
        .filter(|gap| gap.matters(library) || whole(gap) && gap.says_else())
        .map(|gap| change(document, reading, gap.hole))
        .collect();
    if !changes.is_empty() {
        return Judgement::Changed(changes);
    }
    let allowed = TOLERANCE.0 + (TOLERANCE.1 * document.required as f32) as usize;
    let lost = if cut { document.required_in(tail.licence.clone()) } else { 0 };
    let left_out = lost + if foreword { begun } else { 0 };
    if alignment.missing - left_out > allowed {
        let missing = |hole: &&&Hole| document.required_in(hole.licence.clone()) > 0;
        let all = holes.iter().filter(missing);
        return Judgement::Changed(all.map(|hole| change(document, reading, hole)).collect());
    }
    match cut {
        true => Judgement::Cut(last_words(reading)),
        false => Judgement::Same,
    }
}

/// Whether `tail` is what an accident took away from a long text: nothing follows, and its
/// last sentence does not end. Whoever takes clauses away takes them whole.
fn is_cut(document: &Document, reading: &Reading, tail: &Hole) -> bool {
    let rest = reading.words.len() - tail.text.start;
    let stops = |text: &str| text.trim_end().ends_with(|c: char| c.is_alphanumeric() || c == ',');
    let lost = document.required_in(tail.licence.clone());
    document.required >= BRIEF
        && lost > SLIP
        && lost as f32 <= LOST * document.required as f32
        && rest <= 1
        && stops(reading.text)
}

fn last_words(reading: &Reading) -> Change {
    let end = reading.words.len();
    let range = end.saturating_sub(LAST)..end;
    Change { line: reading.line(range.start), excerpt: excerpt(reading, range), added: false }
}

/// What the licence has before and after what the text has of it; where it is little, the
/// words that stand in its place go with it.
fn ends(document: &Document, reading: &Reading, alignment: &Alignment) -> [Hole; 2] {
    let Alignment { text, licence, .. } = alignment;
    let (head, tail) = (0..licence.start, licence.end..document.len());
    let few = |range: &Range<usize>| match document.required_in(range.clone()) {
        missing if missing <= SLIP => missing,
        _ => 0,
    };
    let first = text.start.saturating_sub(few(&head));
    let last = (text.end + few(&tail)).min(reading.words.len());
    [Hole { text: first..text.start, licence: head }, Hole { text: text.end..last, licence: tail }]
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

/// What a hole holds on both sides, in keys of the document.
struct Gap<'a> {
    document: &'a Document,
    reading: &'a Reading<'a>,
    hole: &'a Hole,
    /// Those of the title of the licence.
    title: &'a [u64],
    /// Those of the words of the licence there.
    there: Vec<u64>,
    /// Those of them that a copy may not leave out.
    required: Vec<u64>,
}

/// A word of the text, folded, and its hash.
type Said = (String, u64);

impl<'a> Gap<'a> {
    fn new(
        document: &'a Document,
        reading: &'a Reading<'a>,
        title: &'a [u64],
        hole: &'a Hole,
    ) -> Gap<'a> {
        let there = document.keys(hole.licence.clone());
        let optional = &document.optional()[hole.licence.clone()];
        let required = there.iter().zip(optional).filter(|(_, optional)| !**optional);
        let required = required.map(|(key, _)| *key).collect();
        Gap { document, reading, hole, title, there, required }
    }

    /// Whether what stands there, or is missing, says something of law.
    fn matters(&self, library: &Library) -> bool {
        let Gap { document, reading, hole, title, there, required } = self;
        let ours = reading.words[hole.text.clone()].iter().map(|word| word.hash);
        let kept: Vec<u64> = ours.clone().map(|hash| document.key(hash)).collect();
        if (required.is_empty() || kept.is_empty())
            && kept.iter().chain(required).all(|key| title.contains(key))
        {
            return false;
        }
        // The words of an address say nothing of law.
        let said = hole.text.clone().filter(|at| !reading.in_address(*at));
        let new: Vec<u64> = said
            .map(|at| reading.words[at].hash)
            .filter(|hash| !there.contains(&document.key(*hash)))
            .collect();
        let lost: Vec<u64> = required.iter().filter(|key| !kept.contains(key)).copied().collect();
        let missing = required.len();
        // The marks of an edition do not say which words are lost.
        let says =
            |judge: &dyn Fn(u64) -> bool| !document.is_edition() && lost.iter().any(|h| judge(*h));
        let named = document.required < BRIEF
            && says(&|hash| {
                library.is_rare(hash)
                    && !force::is_holder(hash, false)
                    && !force::is_spare(hash, false)
            });
        let turned = named || new.iter().any(|hash| force::limits(*hash)) || says(&force::limits);
        if kept.len().max(missing) <= SLIP {
            return turned;
        }
        let signed = ours.clone().any(force::signs) && !ours.clone().any(force::obliges);
        let added = kept.len() > SLIP && !signed && new.iter().any(|hash| force::binds(*hash));
        // References to clauses are written in several ways in a long text.
        let spare =
            if document.required < BRIEF || document.is_edition() { SLIP } else { 2 * SLIP };
        let removed = missing > SLIP && (says(&force::binds) || missing > kept.len() + spare);
        turned || added || removed
    }

    /// Whether a word is added there, or lost, that says something by itself: not one that
    /// joins the others, stands for the holders or is spelt in another way.
    fn says_else(&self) -> bool {
        let Gap { document, reading, hole, title, there, required } = self;
        let marked = document.is_edition();
        let ours: Vec<Said> = hole
            .text
            .clone()
            .filter(|at| !reading.in_address(*at) && !reading.is_repeated(*at))
            .map(|at| (reading.folded(at), reading.words[at].hash))
            .collect();
        let kept: HashSet<u64> = ours.iter().map(|(_, hash)| document.key(*hash)).collect();
        let mut lost: Vec<u64> = required
            .iter()
            .filter(|key| !kept.contains(key) && !force::is_spare(**key, marked))
            .copied()
            .collect();
        if lost.is_empty() && self.takes_a_name() {
            return false;
        }
        let new: Vec<&Said> = ours
            .iter()
            .filter(|(word, hash)| {
                let key = document.key(*hash);
                !there.contains(&key)
                    && !title.contains(&key)
                    && !force::may_be_added(*hash)
                    && !has_digit(word)
            })
            .collect();
        lost.retain(|key| !title.contains(key));
        if new.is_empty() && lost.is_empty() {
            return false;
        }
        match document.excerpt(hole.licence.clone()).filter(|_| !marked) {
            Some(words) => is_other(&words, &ours, (&new, &lost)),
            None => self.is_other_by_marks(&ours, (&new, &lost)),
        }
    }

    /// Whether a name is written there: the licence designates the holders, or leaves a
    /// blank.
    fn takes_a_name(&self) -> bool {
        let Gap { document, reading, hole, required, .. } = self;
        let marked = document.is_edition();
        if !required.is_empty() {
            return required.iter().all(|key| force::is_spare(*key, marked))
                && required.iter().any(|key| force::is_holder(*key, marked));
        }
        let is_blank = |at: Option<usize>| {
            at.and_then(|at| document.optional().get(at)).is_some_and(|optional| *optional)
        };
        let (from, to) = (hole.licence.start, hole.licence.end);
        let before = hole.text.start.checked_sub(1).map(|at| reading.words[at].hash);
        from < to
            || is_blank(from.checked_sub(1))
            || is_blank(Some(to))
            || before.is_some_and(force::names)
    }

    /// Whether `ours` are other words than those of an edition, of which the marks alone are
    /// known: neither in the plural, nor joined, nor split, nor cut after a capital.
    fn is_other_by_marks(&self, ours: &[Said], (new, lost): (&[&Said], &[u64])) -> bool {
        let Gap { document, there, required, .. } = self;
        let known = |word: &str| document.key(words::hash(word));
        let forms = |word: &str| {
            let rest = word.chars().next().map_or(0, char::len_utf8);
            // The small capitals of a printed heading part its first letter from the rest.
            [
                Some(known(&format!("{word}s"))),
                word.strip_suffix('s').map(known),
                (word.len() > SLIP + rest).then(|| known(&word[rest..])),
            ]
        };
        let joined = known(&ours.iter().map(|(word, _)| word.as_str()).collect::<String>());
        // `non` is read with the word after it, across the markup between two items.
        let split = matches!(ours, [(word, _)] if word.starts_with("non"));
        if required.contains(&joined) || split && required.len() == 1 {
            return false;
        }
        let spelt: Vec<u64> = ours.iter().flat_map(|(word, _)| forms(word)).flatten().collect();
        let said = |word: &str| forms(word).into_iter().flatten().any(|key| there.contains(&key));
        new.iter().any(|(word, _)| !said(word)) || lost.iter().any(|key| !spelt.contains(key))
    }
}

/// Whether `ours` are other words than `theirs`, which the licence has: neither joined, split
/// nor spelt with another letter, or two of them in the other order.
fn is_other(theirs: &str, ours: &[Said], (new, lost): (&[&Said], &[u64])) -> bool {
    let theirs: Vec<&str> = theirs.split(' ').collect();
    if ours.iter().map(|(word, _)| word.as_str()).collect::<String>() == theirs.concat() {
        return false;
    }
    let alike = |one: &str, other: &str| {
        one.len().max(other.len()) > 2 && strsim::osa_distance(one, other) <= 1
    };
    let lost = theirs.iter().filter(|word| lost.contains(&words::hash(word)) && !has_digit(word));
    new.iter().any(|(word, _)| !theirs.iter().any(|other| alike(word, other)))
        || lost.into_iter().any(|word| !ours.iter().any(|(other, _)| alike(word, other)))
}

fn has_digit(word: &str) -> bool {
    word.bytes().any(|byte| byte.is_ascii_digit())
}

/// Keys of the words of the licence's title, which copies repeat.
fn title(document: &Document) -> Vec<u64> {
    let words = document.optional().iter().take(LONGEST_TITLE).take_while(|optional| **optional);
    document.keys(0..words.count()).into_iter().collect()
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

/// `text` up to an excerpt: longer than what other places shorten, since changed words are
/// looked for in it.
fn shortened(text: &str) -> String {
    match text.char_indices().nth(EXCERPT) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_string(),
    }
}
