//! Joins the places where the same secret is into one detection.

use super::{Candidate, Detection, Judgement, Level, Place, Secret, Settled, Sort};
use crate::finding::Fingerprint;
use crate::lang::Text;
use std::collections::BTreeMap;

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
        let path = match sighting.inside.as_deref() {
            Some("base64") | None => path.to_string(),
            Some(member) => format!("{path}!/{member}"),
        };
        let place = Place {
            sort: Sort::File,
            path: Some(path),
            line,
            column: sighting.column,
            commit: None,
            date: None,
            in_head: true,
            excerpt: Some(sighting.excerpt).filter(|shown| !shown.is_empty()),
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
    /// Whether a checksum or a structure proves the value well formed.
    pub validated: Option<bool>,
    /// Why it may stay, when comments allow it wherever the audited version
    /// holds it ([`super::Ledger::settle`]).
    pub allowed: Option<Text>,
}

/// One detection for each secret, the loudest level and the surest judgement
/// of its places being its own. Sorted: loudest first, then by first place.
pub fn gather(spotted: impl IntoIterator<Item = Spotted>) -> Vec<Found> {
    let mut by_identity: BTreeMap<(&'static str, Fingerprint), Found> = BTreeMap::new();
    for one in spotted {
        let Candidate { pattern, family, secret, validated, .. } = one.candidate;
        let fingerprint = secret.fingerprint(pattern);
        let confidence = (one.judgement.probability.clamp(0.0, 1.0) * 100.0).round() as u8;
        let found = by_identity.entry((pattern, fingerprint.clone())).or_insert_with(|| Found {
            detection: Detection {
                pattern: pattern.to_string(),
                family,
                fingerprint,
                redacted: super::kind::redacted(pattern, &secret),
                level: one.level,
                confidence,
                reason: one.reason.clone(),
                places: Vec::new(),
            },
            secret,
            validated,
            allowed: None,
        });
        let detection = &mut found.detection;
        if (one.level, confidence) > (detection.level, detection.confidence) {
            detection.level = one.level;
            detection.confidence = confidence;
            detection.reason = one.reason;
        }
        detection.places.push(one.place);
    }
    let mut found: Vec<Found> = by_identity.into_values().collect();
    for one in &mut found {
        one.detection.places.sort_by(|a, b| order(a).cmp(&order(b)));
        one.detection.places.dedup();
    }
    found.sort_by(|a, b| {
        let first = |found: &Found| found.detection.places.first().cloned();
        (b.detection.level.cmp(&a.detection.level))
            .then_with(|| first(a).cmp(&first(b)))
            .then_with(|| a.detection.fingerprint.cmp(&b.detection.fingerprint))
    });
    found
}

/// Places of the audited version first, then the earliest.
fn order(place: &Place) -> (bool, Option<&str>, Option<&str>, usize, usize, &Place) {
    let past = place.commit.is_some();
    (past, place.date.as_deref(), place.path.as_deref(), place.line, place.column, place)
}
