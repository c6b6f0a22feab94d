//! All the patterns behind one search for their keywords.

use super::entry::{Pattern, Shape};
use super::matcher::{Found, Sieve, Text};
use crate::secrets::keywords::Keywords;
use crate::secrets::{Candidate, Region};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Bytes read outside of a region for a keyword whose value may be inside.
const MARGIN: usize = 128;

/// Patterns, and their keywords.
#[derive(Debug)]
pub(super) struct Library {
    patterns: Vec<Pattern>,
    by_id: BTreeMap<String, usize>,
    keywords: Keywords,
    /// For each keyword, the patterns it may announce.
    announced: Vec<Vec<usize>>,
}

impl Library {
    /// Prepares the search for the keywords of `patterns`.
    pub(super) fn new(patterns: Vec<Pattern>) -> Library {
        let mut owners: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (index, pattern) in patterns.iter().enumerate() {
            for keyword in &pattern.keywords {
                owners.entry(keyword).or_default().push(index);
            }
        }
        let keywords = Keywords::new(owners.keys().copied());
        let announced = owners.into_values().collect();
        let ids = patterns.iter().enumerate().map(|(index, pattern)| (pattern.id.clone(), index));
        let by_id = ids.collect();
        Library { patterns, by_id, keywords, announced }
    }

    /// The pattern named `id`.
    pub(super) fn get(&self, id: &str) -> Option<&Pattern> {
        self.by_id.get(id).map(|index| &self.patterns[*index])
    }

    /// Every pattern.
    pub(super) fn patterns(&self) -> &[Pattern] {
        &self.patterns
    }

    /// The secrets in `text` that start inside one of `regions`, and where what
    /// providers publish is.
    pub(super) fn sift(
        &'static self,
        text: &[u8],
        name: &str,
        regions: &[Region],
    ) -> (Vec<Candidate>, Vec<Region>) {
        let mut sieve = Sieve::new(Text { bytes: text, name }, self.patterns.len());
        for zone in zones(text, regions) {
            for met in self.keywords.find(text, zone) {
                let keyword = met.range;
                for index in &self.announced[met.word] {
                    let pattern = &self.patterns[*index];
                    match pattern.shape() {
                        Shape::Token => sieve.token(*index, pattern, &keyword),
                        Shape::Assigned | Shape::Within => sieve.around(*index, pattern, &keyword),
                    }
                }
            }
        }
        let inside = |candidate: &Candidate| {
            let after = regions.partition_point(|region| region.end <= candidate.value.start);
            regions.get(after).is_some_and(|region| region.start <= candidate.value.start)
        };
        let mut kept = settle(sieve.found, &self.patterns);
        kept.retain(inside);
        (kept, sieve.published)
    }
}

/// `regions`, each with the rest of its first and last lines (at most
/// [`MARGIN`] bytes on each side), merged where they touch.
fn zones(text: &[u8], regions: &[Region]) -> Vec<Region> {
    let mut zones: Vec<Region> = Vec::with_capacity(regions.len());
    for region in regions {
        let (start, end) = (region.start.min(text.len()), region.end.min(text.len()));
        if start >= end {
            continue;
        }
        let zone = super::matcher::lines(text, &(start..end), MARGIN);
        match zones.last_mut() {
            Some(last) if zone.start <= last.end => last.end = last.end.max(zone.end),
            _ => zones.push(zone),
        }
    }
    zones
}

/// The candidates of `found` of which none overlaps a better one, in order:
/// patterns that yield come last, then the surer the better, a proven value
/// before another, a longer before a shorter.
fn settle(mut found: Vec<Found>, patterns: &[Pattern]) -> Vec<Candidate> {
    found.sort_by_key(|(index, candidate)| {
        let pattern = &patterns[*index];
        let proof = match candidate.validated {
            Some(true) => 0,
            None => 1,
            Some(false) => 2,
        };
        let length = Reverse(candidate.value.len());
        (
            pattern.yields,
            proof == 2,
            pattern.confidence,
            proof,
            length,
            *index,
            candidate.value.start,
        )
    });
    let mut kept: BTreeMap<usize, Candidate> = BTreeMap::new();
    for (_, candidate) in found {
        let before = kept.range(..candidate.value.end).next_back();
        if before.is_none_or(|(_, other)| other.value.end <= candidate.value.start) {
            kept.insert(candidate.value.start, candidate);
        }
    }
    kept.into_values().collect()
}
