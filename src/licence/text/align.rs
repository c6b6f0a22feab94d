//! Lays a licence along a text: which words of the one stand in the other, in
//! the same order, and what stands between them.

use super::library::{Document, Library, SHINGLE};
use super::reading::Reading;
use std::ops::Range;

/// Places of one shingle looked at in a text.
const MOST_PLACES: usize = 24;

/// Blocks of common words between which the best chain is sought.
const MOST_BLOCKS: usize = 500;

/// Words of a hole within which single words are still looked for.
const LONGEST_HOLE: usize = 80;

/// Cost of a gap in a chain, in words: a constant, a share of its length, and
/// the cost no gap goes beyond.
const GAP: (f32, f32, f32) = (1.0, 0.05, 60.0);

/// Common words in a row.
#[derive(Debug, Clone, Copy)]
struct Block {
    text: usize,
    licence: usize,
    length: usize,
}

/// Words of the text that stand where other words of the licence should.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Hole {
    /// Words of the text, by number.
    pub text: Range<usize>,
    /// Words of the licence, by number.
    pub licence: Range<usize>,
}

/// A licence laid along a text.
#[derive(Debug, Clone)]
pub(crate) struct Alignment {
    /// Number of the licence in the library.
    pub document: usize,
    /// From the first common word of the text to the last.
    pub text: Range<usize>,
    /// From the first common word of the licence to the last.
    pub licence: Range<usize>,
    /// What differs between them.
    pub holes: Vec<Hole>,
    /// Common words.
    pub matched: usize,
    /// Words that the licence requires and the text has not there.
    pub missing: usize,
}

impl Alignment {
    /// Lays document `number` of `library` along `reading`, in words of it
    /// that are still open. `None` when they share nothing.
    pub(crate) fn new(
        library: &Library,
        number: usize,
        reading: &Reading,
        open: &[bool],
    ) -> Option<Alignment> {
        let document = &library.documents[number];
        let chain = chain(blocks(document, reading, open));
        let (first, last) = (chain.first()?, chain.last()?);
        let text = first.text..last.text + last.length;
        let licence = first.licence..last.licence + last.length;
        let mut holes = Vec::new();
        for pair in chain.windows(2) {
            let hole = Hole {
                text: pair[0].text + pair[0].length..pair[1].text,
                licence: pair[0].licence + pair[0].length..pair[1].licence,
            };
            refine(document, reading, hole, &mut holes);
        }
        let lost: usize = holes.iter().map(|hole| hole.licence.len()).sum();
        let missing: usize = holes
            .iter()
            .map(|hole| hole.licence.clone())
            .chain([0..licence.start, licence.end..document.len()])
            .map(|range| document.required_in(range))
            .sum();
        let matched = licence.len() - lost;
        Some(Alignment { document: number, text, licence, holes, matched, missing })
    }

    /// What the choice of this licence explains: common words, less those that
    /// it would have and that are not there, less half of those among which it
    /// would be scattered.
    pub(crate) fn score(&self, document: &Document) -> i64 {
        let scattered: usize = self.within(document).map(|hole| hole.text.len()).sum();
        self.matched as i64 - self.missing as i64 - scattered as i64 / 2
    }

    /// Share of the words the licence requires that stand in the text.
    pub(crate) fn coverage(&self, document: &Document) -> f32 {
        let required = document.required.max(1);
        (required.saturating_sub(self.missing)) as f32 / required as f32
    }

    /// Words of the text that are those of the licence.
    pub(crate) fn common(&self) -> Vec<Range<usize>> {
        self.explained(0)
    }

    /// What differs between the first and the last word that the licence
    /// requires: titles and appendices are left aside.
    pub(crate) fn within<'a>(&'a self, document: &'a Document) -> impl Iterator<Item = &'a Hole> {
        let first = document.optional().iter().position(|optional| !optional).unwrap_or(0);
        let last = document.optional().iter().rposition(|optional| !optional).unwrap_or(0);
        self.holes.iter().filter(move |hole| hole.licence.end > first && hole.licence.start <= last)
    }

    /// Words of the text that the licence explains: all of its span but the
    /// holes longer than `longest`.
    pub(crate) fn explained(&self, longest: usize) -> Vec<Range<usize>> {
        let mut ranges = Vec::new();
        let mut start = self.text.start;
        for hole in self.holes.iter().filter(|hole| hole.text.len() > longest) {
            ranges.push(start..hole.text.start);
            start = hole.text.end;
        }
        ranges.push(start..self.text.end);
        ranges
    }
}

/// The runs of words that a licence and the open part of a text share.
fn blocks(document: &Document, reading: &Reading, open: &[bool]) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut before: Vec<(usize, usize)> = Vec::new();
    let mut now: Vec<(usize, usize)> = Vec::new();
    for (licence, hash) in document.shingles().iter().enumerate() {
        for text in reading.places(*hash).filter(|at| open[*at]).take(MOST_PLACES) {
            let run = before.iter().find(|(place, _)| place + 1 == text).map(|(_, run)| *run);
            let run = run.unwrap_or(blocks.len());
            match blocks.get_mut(run) {
                Some(block) => block.length += 1,
                None => blocks.push(Block { text, licence, length: SHINGLE }),
            }
            now.push((text, run));
        }
        std::mem::swap(&mut before, &mut now);
        now.clear();
    }
    if blocks.len() > MOST_BLOCKS {
        blocks.sort_by_key(|block| std::cmp::Reverse(block.length));
        blocks.truncate(MOST_BLOCKS);
    }
    blocks.sort_by_key(|block| (block.licence, block.text));
    blocks
}

/// The best series of blocks that go forward in both texts; where two overlap
/// (a repeated word), the second is shortened.
fn chain(blocks: Vec<Block>) -> Vec<Block> {
    let mut best: Vec<(f32, Option<usize>, usize)> = Vec::with_capacity(blocks.len());
    for (at, block) in blocks.iter().enumerate() {
        let mut choice = (block.length as f32, None, 0);
        for (earlier, before) in blocks[..at].iter().enumerate() {
            let Some((cost, cut)) = link(before, block) else { continue };
            let total = best[earlier].0 + (block.length - cut) as f32 - cost;
            if total > choice.0 {
                choice = (total, Some(earlier), cut);
            }
        }
        best.push(choice);
    }
    let last = (0..best.len()).max_by(|a, b| best[*a].0.total_cmp(&best[*b].0));
    let mut chain: Vec<Block> = std::iter::successors(last, |at| best[*at].1)
        .map(|at| {
            let (block, cut) = (blocks[at], best[at].2);
            Block {
                text: block.text + cut,
                licence: block.licence + cut,
                length: block.length - cut,
            }
        })
        .collect();
    chain.reverse();
    chain
}

/// Cost of going from one block to a later one, and words of the later one that
/// the first already holds.
fn link(before: &Block, after: &Block) -> Option<(f32, usize)> {
    let text = (before.text + before.length) as i64 - after.text as i64;
    let licence = (before.licence + before.length) as i64 - after.licence as i64;
    let cut = text.max(licence).max(0) as usize;
    let forward = before.text < after.text && before.licence < after.licence;
    if !forward || cut >= after.length.min(SHINGLE) {
        return None;
    }
    let cut_words = cut as i64;
    let gap = (cut_words - text).max(cut_words - licence);
    Some(((GAP.0 + GAP.1 * gap as f32).min(GAP.2), cut))
}

/// Looks in a small hole for single words that both sides have, in order.
fn refine(document: &Document, reading: &Reading, hole: Hole, holes: &mut Vec<Hole>) {
    let ours: Vec<u64> =
        reading.words[hole.text.clone()].iter().map(|word| document.key(word.hash)).collect();
    let theirs = document.keys(hole.licence.clone());
    let small =
        (1..=LONGEST_HOLE).contains(&ours.len()) && (1..=LONGEST_HOLE).contains(&theirs.len());
    let (mut text, mut licence) = (hole.text.start, hole.licence.start);
    let mut push = |text: Range<usize>, licence: Range<usize>| {
        if !text.is_empty() || !licence.is_empty() {
            holes.push(Hole { text, licence });
        }
    };
    if small {
        for (i, j) in common(&ours, &theirs) {
            let (i, j) = (hole.text.start + i, hole.licence.start + j);
            push(text..i, licence..j);
            (text, licence) = (i + 1, j + 1);
        }
    }
    push(text..hole.text.end, licence..hole.licence.end);
}

/// Longest common subsequence, as pairs of places.
fn common(ours: &[u64], theirs: &[u64]) -> Vec<(usize, usize)> {
    let width = theirs.len() + 1;
    let mut longest = vec![0_u16; (ours.len() + 1) * width];
    for i in (0..ours.len()).rev() {
        for j in (0..theirs.len()).rev() {
            longest[i * width + j] = if ours[i] == theirs[j] {
                1 + longest[(i + 1) * width + j + 1]
            } else {
                longest[(i + 1) * width + j].max(longest[i * width + j + 1])
            };
        }
    }
    let (mut i, mut j, mut pairs) = (0, 0, Vec::new());
    while i < ours.len() && j < theirs.len() {
        if ours[i] == theirs[j] {
            pairs.push((i, j));
            (i, j) = (i + 1, j + 1);
        } else if longest[(i + 1) * width + j] >= longest[i * width + j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    pairs
}
