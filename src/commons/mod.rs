//! Free software in common: which entries of a catalogue a repository uses, and what
//! shows it. No person of a catalogue is read.

pub(crate) mod catalogue;
mod found;
mod matching;
mod reading;
mod software;

pub(crate) use found::{Certainty, Evidence, Matches};
pub(crate) use matching::of;
