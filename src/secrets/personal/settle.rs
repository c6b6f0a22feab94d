//! Judges what this module found, knowing the path.

use super::place::Place;
use super::signs::Signs;
use crate::finding::Certainty;
use crate::secrets::{Candidate, Family, Judgement, Level};

/// Neighbours from which a column of well-formed numbers cannot be chance: one
/// random number of fifteen digits out of about 200 has the parts and the key.
const COLUMN: usize = 2;

/// Judges `candidate`, personal data or an internal name found in the file
/// at `path`.
pub(crate) fn settle(candidate: &Candidate, path: &str) -> Judgement {
    let (place, signs) = (Place::of(path), Signs::of(candidate));
    let (level, probability) = match (candidate.family, candidate.pattern) {
        (Family::SocialSecurityNumber, _) => social_security(place, signs),
        (Family::BankDetails, "iban") => iban(place, signs),
        (Family::BankDetails, _) => card(place, signs),
        (Family::Contact, pattern) => contact(pattern, place, signs),
        (Family::InternalHost, pattern) => host(pattern, place, signs, path),
        (Family::PrivateSource, _) => private_source(place, signs),
        (Family::ProtectiveMarking, _) => marking(place, signs),
        (Family::Credential, _) => (None, 0.0),
    };
    Judgement { level, certainty: certainty(candidate.family, level), probability }
}

/// A number whose key holds, named or in a column, where nobody makes persons up, is
/// proven; the rest rests on its form or on a judgement.
fn certainty(family: Family, level: Option<Level>) -> Certainty {
    match (family, level) {
        (Family::SocialSecurityNumber, Some(Level::Report)) => Certainty::Proven,
        (_, Some(Level::Report)) => Certainty::Recognised,
        (_, Some(Level::Review)) => Certainty::Probable,
        (_, Some(Level::Information) | None) => Certainty::Possible,
    }
}

type Verdict = (Option<Level>, f32);

fn social_security(place: Place, signs: Signs) -> Verdict {
    let column = signs.neighbours >= COLUMN && signs.shape > 0.9;
    let sure = signs.named && signs.shape > 0.9;
    match place {
        // Tests, fixtures and documentation make persons up.
        Place::Test | Place::Foreign if column => (Some(Level::Review), 0.4),
        Place::Test if signs.named => (Some(Level::Review), 0.4),
        Place::Test | Place::Foreign => (None, 0.05),
        Place::Documentation if column || sure => (Some(Level::Review), 0.5),
        _ if column => (Some(Level::Report), 0.95),
        _ if sure => (Some(Level::Report), 0.9),
        _ if signs.named => (Some(Level::Review), 0.4),
        _ if signs.alone && signs.shape > 0.9 => (Some(Level::Review), 0.2),
        _ => (None, 0.02),
    }
}

fn iban(place: Place, signs: Signs) -> Verdict {
    match place {
        Place::Foreign => (None, 0.1),
        Place::Data | Place::Configuration if signs.shape > 0.9 => (Some(Level::Report), 0.9),
        Place::Test => (Some(Level::Review), 0.3),
        _ => (Some(Level::Review), 0.6),
    }
}

fn card(place: Place, _signs: Signs) -> Verdict {
    match place {
        Place::Foreign | Place::Test => (None, 0.05),
        Place::Data => (Some(Level::Review), 0.5),
        _ => (Some(Level::Review), 0.3),
    }
}

fn contact(pattern: &str, place: Place, signs: Signs) -> Verdict {
    let tax = pattern == "tax-number";
    match place {
        Place::Foreign | Place::People => (None, 0.1),
        Place::Test => (Some(Level::Information), 0.1),
        // A landline is that of an office.
        _ if pattern == "phone" && signs.shape < 0.5 => (Some(Level::Information), 0.2),
        Place::Data => (Some(Level::Review), if tax { 0.8 } else { 0.7 }),
        _ => (Some(Level::Review), 0.4 + signs.shape / 4.0),
    }
}

fn host(pattern: &str, place: Place, signs: Signs, path: &str) -> Verdict {
    // The addresses of a container stack are those of its own network.
    let containers = path.contains("compose") || path.contains("docker");
    match (pattern, place) {
        (_, Place::Foreign) => (None, 0.1),
        ("local-name", _) => (Some(Level::Information), 0.1),
        ("private-address", Place::Configuration) if !containers => (Some(Level::Review), 0.5),
        ("private-address", _) => (Some(Level::Information), 0.2),
        (_, Place::Test) => (Some(Level::Review), 0.5),
        _ => (Some(Level::Report), signs.shape),
    }
}

fn private_source(place: Place, signs: Signs) -> Verdict {
    match place {
        Place::Test => (Some(Level::Information), 0.2),
        _ if signs.shape > 0.8 => (Some(Level::Report), signs.shape),
        _ => (Some(Level::Review), signs.shape),
    }
}

fn marking(place: Place, signs: Signs) -> Verdict {
    match place {
        Place::Foreign | Place::Test => (None, 0.1),
        _ if signs.shape > 0.8 => (Some(Level::Report), signs.shape),
        _ => (Some(Level::Review), signs.shape),
    }
}
