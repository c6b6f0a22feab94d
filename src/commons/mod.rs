//! Free software in common: what repositories use, one or a fleet, and what shows it. No
//! person of a catalogue is read.

pub(crate) mod bodies;
pub(crate) mod catalogue;
pub(crate) mod contributions;
pub(crate) mod digest;
pub(crate) mod ends;
mod found;
pub(crate) mod libraries;
pub(crate) mod makers;
mod matching;
pub(crate) mod page;
pub(crate) mod usage;

pub(crate) use found::{Certainty, Evidence, Matches};
pub(crate) use matching::of;
