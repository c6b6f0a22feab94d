//! What is found: the entries that a repository uses, with the evidence.

use crate::lang::Text;
use crate::text;
use serde::Serialize;

/// How sure it is that a piece of software is used, the least first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Certainty {
    /// A name, and nothing else.
    Possible,
    /// What goes with it.
    Probable,
    /// The software itself, or what talks to it and where it is.
    Certain,
}

impl Certainty {
    /// The word for it.
    pub(crate) fn label(self) -> Text {
        match self {
            Certainty::Certain => text!("certain", "certain"),
            Certainty::Probable => text!("probable", "probable"),
            Certainty::Possible => text!("possible", "possible"),
        }
    }

    /// One step less sure.
    pub(super) fn less(self) -> Certainty {
        match self {
            Certainty::Certain => Certainty::Probable,
            _ => Certainty::Possible,
        }
    }
}

/// What shows that a piece of software is used, and where.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct Evidence {
    /// Its file.
    pub path: String,
    /// Its line, from 1.
    pub line: usize,
    /// What kind of sign it is: `image`, `npm`, `file`…
    pub kind: String,
    /// The sign.
    pub what: String,
    /// The version it tells.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
}

/// What is to be known of an entry before the software goes on being used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub(crate) enum Alert {
    /// The catalogue no longer references it.
    Dereferenced {
        /// Why, in the words of the catalogue.
        #[serde(skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
    },
    /// A version below the one that the catalogue asks for.
    BelowMinimum {
        /// The version found.
        version: String,
        /// The least one.
        minimum: String,
    },
    /// A version that nobody maintains any more, free of charge.
    EndOfLife {
        /// The version found.
        version: String,
        /// Its last day, when it is written.
        #[serde(skip_serializing_if = "Option::is_none")]
        end: Option<String>,
    },
}

impl Alert {
    /// The sentence for it, with what to do.
    pub(crate) fn sentence(&self) -> Text {
        match self {
            Alert::Dereferenced { reason } => {
                let why = reason.as_deref().map(|reason| format!(" ({reason})"));
                let why = why.unwrap_or_default();
                text!(
                    "n’est plus référencé au catalogue{why} : prévoir son remplacement",
                    "is no longer referenced in the catalogue{why}: plan its replacement"
                )
            }
            Alert::BelowMinimum { version, minimum } => text!(
                "version {version}, inférieure à la version minimale {minimum} : mettre à jour",
                "version {version}, below the minimum version {minimum}: update it"
            ),
            Alert::EndOfLife { version, end: Some(end) } => text!(
                "version {version}, qui n’est plus maintenue depuis le {end} : mettre à jour",
                "version {version}, no longer maintained since {end}: update it"
            ),
            Alert::EndOfLife { version, end: None } => text!(
                "version {version}, qui n’est plus maintenue : mettre à jour",
                "version {version}, no longer maintained: update it"
            ),
        }
    }
}

/// An entry that the repository uses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Match {
    /// The identifier of the entry in its catalogue.
    pub id: String,
    /// Its name there.
    pub name: String,
    /// How sure it is.
    pub certainty: Certainty,
    /// What shows it, the surest first.
    pub evidence: Vec<Evidence>,
    /// Pieces of evidence that are not listed.
    pub unlisted: usize,
    /// What is to be known of it.
    pub alerts: Vec<Alert>,
}

/// What a catalogue has of a repository.
#[derive(Debug, Clone, Default, Serialize)]
pub(crate) struct Matches {
    /// Entries of the catalogue.
    pub entries: usize,
    /// The entries used, the surest first, then by name.
    pub matches: Vec<Match>,
    /// The entries that the repository itself is.
    pub itself: Vec<String>,
    /// Files that could not be read wholly.
    pub unread: Vec<String>,
}
