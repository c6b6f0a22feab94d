//! A judged candidate, safe to show.

use crate::finding::{Certainty, Fingerprint};
use crate::lang::Text;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Which rules a detection feeds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Family {
    /// `secrets/tree` and `secrets/history`.
    Credential,
    /// `privacy/nir`.
    SocialSecurityNumber,
    /// `privacy/bank-details`.
    BankDetails,
    /// `privacy/contacts`.
    Contact,
    /// `exposure/internal-hosts`.
    InternalHost,
    /// `exposure/private-sources`.
    PrivateSource,
    /// `exposure/protective-markings`.
    ProtectiveMarking,
}

impl Family {
    /// The rules it feeds.
    pub fn rules(self) -> &'static [&'static str] {
        match self {
            Family::Credential => &["secrets/tree", "secrets/history"],
            Family::SocialSecurityNumber => &["privacy/nir"],
            Family::BankDetails => &["privacy/bank-details"],
            Family::Contact => &["privacy/contacts"],
            Family::InternalHost => &["exposure/internal-hosts"],
            Family::PrivateSource => &["exposure/private-sources"],
            Family::ProtectiveMarking => &["exposure/protective-markings"],
        }
    }

    /// The value written in reports.
    pub fn code(self) -> &'static str {
        match self {
            Family::Credential => "credential",
            Family::SocialSecurityNumber => "social-security-number",
            Family::BankDetails => "bank-details",
            Family::Contact => "contact",
            Family::InternalHost => "internal-host",
            Family::PrivateSource => "private-source",
            Family::ProtectiveMarking => "protective-marking",
        }
    }
}

/// How loudly a detection is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Says something about the system without opening anything: a bare identifier.
    Information,
    /// Plausible: someone should look.
    Review,
    /// Proven, recognised, or probable enough: makes the rule fail.
    Report,
}

impl Level {
    /// The value written in reports.
    pub fn code(self) -> &'static str {
        match self {
            Level::Information => "information",
            Level::Review => "review",
            Level::Report => "report",
        }
    }

    /// The word shown to a person.
    pub fn label(self) -> Text {
        match self {
            Level::Information => Text::new("information", "information"),
            Level::Review => Text::new("à relire", "to review"),
            Level::Report => Text::new("à traiter", "to deal with"),
        }
    }
}

/// What judging a candidate gives.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Judgement {
    /// How loudly it is told; `None` when it is not a secret.
    pub level: Option<Level>,
    /// How far it is established.
    pub certainty: Certainty,
    /// Calibrated probability that it is a real secret, from 0 to 1.
    pub probability: f32,
}

/// What kind of place holds a secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sort {
    /// A file's content.
    File,
    /// A file's name.
    FileName,
    /// A commit message.
    CommitMessage,
    /// An annotated tag's message.
    TagMessage,
    /// A note.
    Note,
    /// The name of a branch or of a tag.
    Reference,
}

/// One place where a secret is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Place {
    /// What kind of place.
    pub sort: Sort,
    /// Path from the root; a member of an archive follows `!/`.
    pub path: Option<String>,
    /// Line, counted from 1.
    pub line: usize,
    /// Column, counted from 1 in Unicode scalar values.
    pub column: usize,
    /// Full id of the commit that introduced it, for a place in the history.
    pub commit: Option<String>,
    /// The author date of that commit, RFC 3339.
    pub date: Option<String>,
    /// True when the audited version still holds it there.
    pub in_head: bool,
    /// The line, with every secret in it masked.
    pub excerpt: Option<String>,
}

/// A secret that was found, with every place where it is, and without its value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Detection {
    /// Id of the pattern.
    pub pattern: String,
    /// Which rules it feeds.
    pub family: Family,
    /// Keyed hash of the pattern and the secret: its identity.
    pub fingerprint: Fingerprint,
    /// Keyed hash of what several patterns may see: a credential is one, whatever the names
    /// it is given to.
    pub(crate) value: Fingerprint,
    /// The fingerprints by each of the patterns that see it, its own among them: what was
    /// settled under one of them stays so.
    pub(crate) seen_as: BTreeSet<Fingerprint>,
    /// What may be shown of the value.
    pub redacted: String,
    /// How loudly it is told.
    pub level: Level,
    /// How far it is established.
    pub certainty: Certainty,
    /// Calibrated probability that it is a real secret, in percent.
    pub confidence: u8,
    /// Why it was judged so, in one sentence.
    pub reason: Text,
    /// Where it is, the earliest first.
    pub places: Vec<Place>,
}
