//! Keeps one candidate where several patterns found the same bytes.

use super::entry::Pattern;
use super::matcher::Found;
use crate::secrets::Candidate;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// The candidates of `found` of which none overlaps a better one, in order:
/// patterns that yield come last, then the surer the better, a proven value
/// before another, a longer before a shorter.
pub(super) fn settle(mut found: Vec<Found>, patterns: &[Pattern]) -> Vec<Candidate> {
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
