//! What the bytes alone say, before the path is known.

use super::{Family, Secret};
use std::ops::Range;

/// Bytes to look at inside a text: candidates outside of every region are left
/// out, but the whole text may be read around it.
pub(crate) type Region = Range<usize>;

/// What speaks against a secret: its text says that it is made up, or opens nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doubt {
    /// It stands in a section of tests or of developers.
    Section,
    /// It is a token that was made to try an interface.
    Token,
    /// A setting replaces it, and it says so, or the next line does.
    Default,
    /// It is the name of its user and some digits, in an export of accounts.
    Account,
    /// The certificate beside the key says that it is one of a demonstration.
    Certificate,
    /// It is the half of a pair that says who asks, and the other is not there.
    Half,
    /// It is that of a store of certificates to trust, which everyone may read.
    Trust,
    /// Its name says that it is made up.
    Named,
    /// A link is shared by it, with whoever reads the page.
    Shared,
    /// What it opens is the machine itself, or a server that is nobody's.
    Local,
    /// Everybody tries it first, and no server that it would open is named.
    Usual,
    /// It stands in an attribute of a page, which whoever opens the page receives.
    Served,
    /// It is that of a session or of a call, which ends.
    Session,
    /// It is that of an application given to its users, which keeps no secret.
    Installed,
    /// It is for what the same command does without.
    Off,
    /// It is a word of a message, which a colon or a blank ties to the one before it.
    Word,
}

/// Something that may be a secret.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// Id of the pattern: `github-token`, `password`, `nir`…
    pub pattern: &'static str,
    /// Which rules it feeds.
    pub family: Family,
    /// The value.
    pub secret: Secret,
    /// Where the value is in the text.
    pub value: Range<usize>,
    /// The bytes that the candidate and its judgement depend on, whole lines:
    /// where these bytes are copied unchanged, so is the candidate.
    pub context: Range<usize>,
    /// Whether a checksum or a structure proves the value well formed
    /// (`Some(true)`), proves it is not (`Some(false)`), or there is none.
    pub validated: Option<bool>,
    /// What of the text itself speaks against a secret, if anything does.
    pub doubt: Option<Doubt>,
    /// What was measured about the value and its line, for the judge; the
    /// meaning of each number is the judge's.
    pub features: Vec<f32>,
}
