//! The one pass over every byte: where something worth reading starts.

use super::command::{USAGES, Usage};
use crate::secrets::keywords::Keywords;
use crate::secrets::lists::list;
use std::sync::LazyLock;

/// What a keyword announces.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Cue {
    /// Part of a name.
    Name,
    /// `://`.
    Url,
    /// The scheme of an authentication header.
    Header,
    /// An option that takes `user:password`.
    UserOption,
    /// Words that a password follows.
    Following,
    /// A command or a call that takes a password.
    Usage(&'static Usage),
    /// The mark of a password's hash.
    Hash,
    /// The mark of an Ansible vault.
    Vault,
    /// The member that every JSON Web Key has.
    Jwk,
    /// The known part of a tenant's host.
    TenantHost,
    /// The prefix of an AWS principal.
    Principal,
}

/// The cues that words announce, by the name of their list.
const CUES: [(&str, Cue); 10] = [
    ("cue.name", Cue::Name),
    ("cue.url", Cue::Url),
    ("cue.header", Cue::Header),
    ("cue.user-option", Cue::UserOption),
    ("cue.following", Cue::Following),
    ("cue.hash", Cue::Hash),
    ("cue.vault", Cue::Vault),
    ("cue.jwk", Cue::Jwk),
    ("cue.tenant-host", Cue::TenantHost),
    ("cue.principal", Cue::Principal),
];

struct Cues {
    keywords: Keywords,
    /// What each keyword announces.
    cues: Vec<Cue>,
}

static KNOWN: LazyLock<Cues> = LazyLock::new(|| {
    let listed = CUES.into_iter();
    let words = listed.flat_map(|(name, cue)| list(name).iter().map(move |word| (cue, *word)));
    let usages = USAGES.iter().map(|usage| (Cue::Usage(usage), usage.cue.as_str()));
    let (cues, words): (Vec<Cue>, Vec<&str>) = words.chain(usages).unzip();
    Cues { keywords: Keywords::new(words), cues }
});

/// A keyword found in a text.
#[derive(Debug, Clone)]
pub(super) struct Hit {
    /// What it announces.
    pub cue: Cue,
    /// Where it is.
    pub range: std::ops::Range<usize>,
}

/// The keywords of `text` inside `range`, in the order of their ends.
pub(crate) fn hits(text: &[u8], range: std::ops::Range<usize>) -> impl Iterator<Item = Hit> {
    let met = KNOWN.keywords.find(text, range).into_iter();
    met.map(|met| Hit { cue: KNOWN.cues[met.word], range: met.range })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keywords_are_found_whatever_their_case() {
        let text = b"DB_PASSWORD=x; Authorization: Basic y; kty";
        let cues: Vec<Cue> = hits(text, 0..text.len()).map(|hit| hit.cue).collect();
        assert!(matches!(cues[..], [Cue::Name, Cue::Name, Cue::Header, Cue::Jwk]), "{cues:?}");
        assert_eq!(hits(text, 5..8).count(), 0);
    }
}
