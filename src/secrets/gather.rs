//! Joins the places where the same secret is into one detection.

use super::{
    Candidate, Detection, Family, Judgement, Level, Place, Secret, Settled, Sort, patterns,
};
use crate::finding::{Certainty, Fingerprint};
use crate::lang::Text;
use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

/// A judged candidate at one place.
#[derive(Debug, Clone)]
pub struct Spotted {
    /// The candidate.
    pub candidate: Candidate,
    /// How sure it is.
    pub judgement: Judgement,
    /// How loudly it is told.
    pub level: Level,
    /// Why it was judged so.
    pub reason: Text,
    /// Where it is.
    pub place: Place,
}

impl Spotted {
    /// What was seen in the content of the file at `path` of the audited version.
    pub fn in_file(settled: Settled, path: &str, reason: Text) -> Spotted {
        let Settled { sighting, judgement, level, line } = settled;
        let place = Place {
            sort: Sort::File,
            path: Some(sighting.path_in(path)),
            line,
            column: sighting.column,
            commit: None,
            date: None,
            in_head: true,
            excerpt: sighting.shown(),
        };
        Spotted { candidate: sighting.candidate, judgement, level, reason, place }
    }
}

/// A detection and the secret it is about, kept apart from what is shown.
#[derive(Debug, Clone)]
pub struct Found {
    /// What may be shown, stored and hashed.
    pub detection: Detection,
    /// The value, for `--reveal` and the purge plan only.
    pub secret: Secret,
    /// Why it may stay, when comments allow it wherever the audited version
    /// holds it ([`super::Ledger::settle`]).
    pub allowed: Option<Text>,
}

/// One detection for each secret, the loudest level and the surest judgement
/// of its places being its own. Sorted: loudest first, then by first place.
pub(crate) fn gather(spotted: impl IntoIterator<Item = Spotted>) -> Vec<Found> {
    let mut by_identity: BTreeMap<Fingerprint, Found> = BTreeMap::new();
    for one in spotted {
        let Candidate { pattern, family, secret, .. } = one.candidate;
        let fingerprint = secret.fingerprint(pattern);
        let confidence = (one.judgement.probability.clamp(0.0, 1.0) * 100.0).round() as u8;
        let detection = Detection {
            pattern: pattern.to_string(),
            family,
            fingerprint: fingerprint.clone(),
            redacted: super::kind::redacted(pattern, family, &secret),
            level: one.level,
            certainty: one.judgement.certainty,
            confidence,
            reason: one.reason,
            places: vec![one.place],
        };
        match by_identity.entry(fingerprint) {
            Entry::Occupied(mut known) => known.get_mut().detection.absorb(detection),
            Entry::Vacant(place) => {
                place.insert(Found { detection, secret, allowed: None });
            }
        }
    }
    let mut found: Vec<Found> = by_identity.into_values().collect();
    found.iter_mut().for_each(|found| found.detection.tidy());
    found.sort_by(|a, b| loudest_first(&a.detection, &b.detection));
    found
}

/// Detections of several sources, those of the same secret as one.
pub(crate) fn join(detections: impl IntoIterator<Item = Detection>) -> Vec<Detection> {
    let mut by_identity: BTreeMap<Fingerprint, Detection> = BTreeMap::new();
    for detection in detections {
        match by_identity.entry(detection.fingerprint.clone()) {
            Entry::Occupied(mut known) => known.get_mut().absorb(detection),
            Entry::Vacant(place) => {
                place.insert(detection);
            }
        }
    }
    let mut joined: Vec<Detection> = by_identity.into_values().collect();
    joined.iter_mut().for_each(Detection::tidy);
    joined.sort_by(loudest_first);
    joined
}

/// `found` and `others` together, one entry for each secret.
pub(crate) fn merge(mut found: Vec<Found>, others: Vec<Found>) -> Vec<Found> {
    let known = found.iter().enumerate();
    let known: BTreeMap<Fingerprint, usize> =
        known.map(|(at, one)| (one.detection.fingerprint.clone(), at)).collect();
    for other in others {
        match known.get(&other.detection.fingerprint) {
            Some(at) => found[*at].detection.absorb(other.detection),
            None => found.push(other),
        }
    }
    found.iter_mut().for_each(|found| found.detection.tidy());
    found.sort_by(|a, b| loudest_first(&a.detection, &b.detection));
    found
}

impl Detection {
    /// The probability shown beside the certainty: that of a value judged by the
    /// model, in percent. Nothing else is measured.
    pub fn percent(&self) -> Option<u8> {
        let judged = self.family == Family::Credential && patterns::get(&self.pattern).is_none();
        judged.then_some(self.confidence)
    }

    /// True for a credential that is genuine whatever the project says of it.
    pub fn is_proven(&self) -> bool {
        self.family == Family::Credential && self.certainty == Certainty::Proven
    }

    /// Takes in what is known of the same secret from elsewhere.
    fn absorb(&mut self, other: Detection) {
        let rank = |one: &Detection| (one.level, one.certainty, one.confidence);
        if rank(&other) > rank(self) {
            self.level = other.level;
            self.certainty = other.certainty;
            self.confidence = other.confidence;
            self.reason = other.reason;
        }
        self.places.extend(other.places);
    }

    /// Puts the places in order, each once.
    fn tidy(&mut self) {
        self.places.sort_by(|a, b| order(a).cmp(&order(b)));
        self.places.dedup();
    }
}

fn loudest_first(a: &Detection, b: &Detection) -> Ordering {
    (b.level, b.certainty)
        .cmp(&(a.level, a.certainty))
        .then_with(|| a.places.first().map(order).cmp(&b.places.first().map(order)))
        .then_with(|| a.fingerprint.cmp(&b.fingerprint))
}

/// Places of the audited version first, then the earliest.
fn order(place: &Place) -> (bool, Option<&str>, Option<&str>, usize, usize, &Place) {
    let past = place.commit.is_some();
    (past, place.date.as_deref(), place.path.as_deref(), place.line, place.column, place)
}
