//! Joins the places where the same secret is into one detection.

use super::{
    Candidate, Detection, Family, Judgement, Level, Place, Secret, Settled, Sort, patterns,
};
use crate::finding::{Certainty, Fingerprint};
use crate::lang::Text;
use std::cmp::{Ordering, Reverse};
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

/// What stands for the pattern in the identity of a value that several may see.
const VALUE: &str = "value";

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
    /// The ids of the patterns that see it.
    pub(crate) patterns: BTreeSet<&'static str>,
    /// Why it may stay, when comments allow it wherever the audited version
    /// holds it ([`super::Ledger::settle`]).
    pub allowed: Option<Text>,
}

/// One detection for each secret, whatever the patterns that see it, the loudest level and
/// the surest judgement of its places being its own. Sorted: loudest first, then by first
/// place.
pub(crate) fn gather(spotted: impl IntoIterator<Item = Spotted>) -> Vec<Found> {
    let mut by_value: BTreeMap<Fingerprint, Found> = BTreeMap::new();
    for one in spotted {
        let Candidate { pattern, family, secret, .. } = one.candidate;
        let fingerprint = secret.fingerprint(pattern);
        // A number that designates a person is what its own pattern says.
        let value = match family {
            Family::Credential => secret.fingerprint(VALUE),
            _ => fingerprint.clone(),
        };
        let confidence = (one.judgement.probability.clamp(0.0, 1.0) * 100.0).round() as u8;
        let detection = Detection {
            pattern: pattern.to_string(),
            family,
            seen_as: BTreeSet::from([fingerprint.clone()]),
            fingerprint,
            value: value.clone(),
            redacted: super::kind::redacted(pattern, family, &secret),
            level: one.level,
            certainty: one.judgement.certainty,
            confidence,
            reason: one.reason,
            places: vec![one.place],
        };
        match by_value.entry(value) {
            Entry::Occupied(mut known) => {
                let known = known.get_mut();
                known.patterns.insert(pattern);
                known.detection.absorb(detection);
            }
            Entry::Vacant(place) => {
                let patterns = BTreeSet::from([pattern]);
                place.insert(Found { detection, secret, patterns, allowed: None });
            }
        }
    }
    let mut found: Vec<Found> = by_value.into_values().collect();
    found.iter_mut().for_each(|found| found.detection.tidy());
    found.sort_by(|a, b| loudest_first(&a.detection, &b.detection));
    found
}

/// Detections of several sources, those of the same secret as one.
pub(crate) fn join(detections: impl IntoIterator<Item = Detection>) -> Vec<Detection> {
    let mut by_value: BTreeMap<Fingerprint, Detection> = BTreeMap::new();
    for detection in detections {
        match by_value.entry(detection.value.clone()) {
            Entry::Occupied(mut known) => known.get_mut().absorb(detection),
            Entry::Vacant(place) => {
                place.insert(detection);
            }
        }
    }
    let mut joined: Vec<Detection> = by_value.into_values().collect();
    joined.iter_mut().for_each(Detection::tidy);
    joined.sort_by(loudest_first);
    joined
}

/// `found` and `others` together, one entry for each secret.
pub(crate) fn merge(mut found: Vec<Found>, others: Vec<Found>) -> Vec<Found> {
    let known = found.iter().enumerate();
    let known: BTreeMap<Fingerprint, usize> =
        known.map(|(at, one)| (one.detection.value.clone(), at)).collect();
    for other in others {
        match known.get(&other.detection.value) {
            Some(at) => {
                found[*at].patterns.extend(other.patterns);
                found[*at].detection.absorb(other.detection);
            }
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

    /// True when `fingerprint` is that of one of the patterns that see it.
    pub(crate) fn is_seen_as(&self, fingerprint: &str) -> bool {
        self.seen_as.iter().any(|one| one.0 == fingerprint)
    }

    /// Takes in what is known of the same secret from elsewhere. What sees it most surely
    /// gives its name, one that knows its form before a name it is given to.
    fn absorb(&mut self, other: Detection) {
        let named = |one: &Detection| {
            let known = patterns::get(&one.pattern).is_some();
            (one.level, one.certainty, known, Reverse(one.pattern.clone()))
        };
        let rank = |one: &Detection| (one.level, one.certainty, one.confidence);
        let surer = rank(&other) > rank(self);
        if other.pattern != self.pattern && named(&other) > named(self) {
            self.pattern = other.pattern;
            self.fingerprint = other.fingerprint;
            self.redacted = other.redacted;
        }
        if surer {
            self.level = other.level;
            self.certainty = other.certainty;
            self.confidence = other.confidence;
            self.reason = other.reason;
        }
        self.seen_as.extend(other.seen_as);
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::secrets::{Named, Scanner};
    use crate::text::windows::Windows;

    fn spotted(path: &str, text: &str) -> Vec<Spotted> {
        let mut windows = Windows::of(text.as_bytes().to_vec());
        let named = Named { shown: path, path };
        Scanner::default().scan_file(&mut windows, named, &mut |_, _| ()).spotted
    }

    #[test]
    fn a_value_that_several_patterns_see_is_one() {
        let value = ["q8Zr2LmT", "0vKx5NcB", "yHs7"].concat();
        let file = |name: &str| spotted("a.env", &format!("{name}={value}\n"));
        let alone = gather(file("DB_PASSWORD"));
        let both = gather(file("API_TOKEN").into_iter().chain(file("DB_PASSWORD")));
        let turned = gather(file("DB_PASSWORD").into_iter().chain(file("API_TOKEN")));
        assert_eq!(both.len(), 1);
        assert_eq!(both[0].detection.fingerprint, turned[0].detection.fingerprint);
        assert_eq!(both[0].patterns, BTreeSet::from(["password", "token"]));
        let weaker = gather(file("API_TOKEN")).remove(0).detection.fingerprint;
        assert!(weaker != both[0].detection.fingerprint);
        let merged = merge(alone, gather(file("API_TOKEN")));
        assert_eq!(merged[0].detection.fingerprint, both[0].detection.fingerprint);
        let detections = |name: &str| gather(file(name)).into_iter().map(|one| one.detection);
        let joined = join(detections("API_TOKEN").chain(detections("DB_PASSWORD")));
        assert_eq!(joined.len(), 1);
        for one in [&both[0].detection, &turned[0].detection, &merged[0].detection, &joined[0]] {
            assert!(one.is_seen_as(&weaker.0) && one.is_seen_as(&one.fingerprint.0), "{one:?}");
        }
    }

    #[test]
    fn what_knows_the_form_of_a_value_names_it() {
        let value = patterns::expand("{hex:40}", "named");
        let file = |name: &str| gather(spotted("a.env", &format!("{name}={value}\n")));
        let (named, known) = (file("DB_PASSWORD"), file("SONAR_TOKEN"));
        assert_eq!(named[0].detection.pattern, "password");
        for found in [merge(named.clone(), known.clone()), merge(known, named)] {
            assert_eq!(found.len(), 1);
            assert!(patterns::get(&found[0].detection.pattern).is_some());
        }
    }

    #[test]
    fn values_that_differ_stay_apart() {
        let value = |last: &str| ["q8Zr2LmT", "0vKx5NcB", last].concat();
        let text = format!("DB_PASSWORD={}\nAPI_TOKEN={}\n", value("yHs7"), value("yHs8"));
        assert_eq!(gather(spotted("a.env", &text)).len(), 2);
    }
}
