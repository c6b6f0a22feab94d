//! Which licences together explain a text.

use super::align::Alignment;
use super::judge::{Judgement, judge};
use super::library::Library;
use super::reading::Reading;
use std::cmp::Reverse;

/// Share of a licence's indexed shingles that makes it worth a comparison.
const WORTH: f32 = 0.12;

/// Licences compared with a text at most: those that share most words with it,
/// and those of which it has the largest share.
const MOST_CANDIDATES: (usize, usize) = (24, 36);

/// Licences found in a text at most.
const MOST_FOUND: usize = 200;

/// Words of the text in a hole from which another licence may stand there.
const LARGE_HOLE: usize = 40;

/// Common words below which a resemblance says nothing.
const FEWEST: usize = 10;

/// Share of the words that the first choice explains, from which another edition
/// of the same licence, or another licence, may be preferred to it.
const EDITION: f32 = 0.9;
const NEARLY: f32 = 0.985;

/// The same where the first choice lacks many words: a number, and a share.
const INSTEAD: f32 = 0.25;
const LACKING: (usize, f32) = (20, 0.04);

/// The licences found in a text, and those it resembles.
#[derive(Debug, Default)]
pub(crate) struct Cover {
    /// Each explains a part of the text that the others do not, in the order
    /// of the text.
    pub parts: Vec<Alignment>,
    /// What the text as a whole resembles most, the nearest first.
    pub nearest: Vec<Alignment>,
}

impl Cover {
    /// Explains `reading` by the licences of `library`, the one that explains
    /// most first.
    pub(crate) fn new(library: &Library, reading: &Reading) -> Cover {
        let mut free = vec![true; reading.words.len()];
        let mut open = reading.open(&free);
        let candidates = candidates(library, reading);
        let align = |number: usize, open: &[bool]| {
            Alignment::new(library, number, reading, open)
                .filter(|alignment| alignment.matched >= FEWEST)
        };
        let mut laid: Vec<Alignment> =
            candidates.iter().filter_map(|number| align(*number, &open)).collect();
        laid.sort_by_key(|alignment| rank(library, alignment));
        let nearest = laid.iter().take(3).cloned().collect();
        let mut parts: Vec<Alignment> = Vec::new();
        while parts.len() < MOST_FOUND && !laid.is_empty() {
            let part = laid.remove(choice(library, reading, &laid));
            for range in part.explained(LARGE_HOLE) {
                free[range].fill(false);
            }
            open = reading.open(&free);
            laid.push(part.clone());
            laid = laid
                .into_iter()
                .filter_map(|other| match overlaps(&other, &part) {
                    true => align(other.document, &open),
                    false => Some(other),
                })
                .collect();
            laid.sort_by_key(|alignment| rank(library, alignment));
            parts.push(part);
        }
        parts.sort_by_key(|part| part.text.start);
        Cover { parts, nearest }
    }
}

/// The order in which licences are chosen: by what they explain, then by what
/// they have and the text has not, then by the order of the library.
fn rank(library: &Library, alignment: &Alignment) -> (i64, usize, usize) {
    let document = &library.documents[alignment.document];
    (-alignment.score(document), document.len() - alignment.matched, alignment.document)
}

/// The place in `laid` of the licence to choose: the first, unless the text
/// changes it and is a faithful copy of another edition of it, or of a licence
/// that explains nearly as much.
fn choice(library: &Library, reading: &Reading, laid: &[Alignment]) -> usize {
    let document = |alignment: &Alignment| &library.documents[alignment.document];
    let faithful =
        |alignment: &Alignment| matches!(judge(library, reading, alignment), Judgement::Same);
    let first = &laid[0];
    if faithful(first) {
        return 0;
    }
    let lacking = first.missing > LACKING.0
        && first.missing as f32 > LACKING.1 * document(first).required as f32;
    let close = |other: &&Alignment| {
        let share = match () {
            () if lacking => INSTEAD,
            () if document(other).id == document(first).id => EDITION,
            () => NEARLY,
        };
        other.matched as f32 >= share * first.matched as f32
    };
    let others = laid.iter().enumerate().skip(1);
    others
        .filter(|(_, other)| overlaps(first, other) && close(other))
        .find(|(_, other)| faithful(other))
        .map_or(0, |(place, _)| place)
}

fn overlaps(one: &Alignment, other: &Alignment) -> bool {
    one.text.start < other.text.end && other.text.start < one.text.end
}

/// Documents that share enough with the text to be compared with it.
fn candidates(library: &Library, reading: &Reading) -> Vec<usize> {
    let share = |(document, count): &(usize, usize)| {
        *count as f32 / library.indexed(*document).max(1) as f32
    };
    let mut found = library.resembling(&reading.shingles);
    found.retain(|pair| share(pair) >= WORTH);
    found.sort_by_key(|(document, count)| (Reverse(*count), *document));
    let mut rest = found.split_off(found.len().min(MOST_CANDIDATES.0));
    rest.sort_by(|a, b| share(b).total_cmp(&share(a)).then(a.0.cmp(&b.0)));
    rest.truncate(MOST_CANDIDATES.1);
    found.into_iter().chain(rest).map(|(document, _)| document).collect()
}
