//! The one pass over every byte: where something worth reading starts.

use crate::secrets::keywords::Keywords;
use std::sync::LazyLock;

/// What a keyword announces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cue {
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
    /// A database client with `-pPASSWORD`.
    ClientOption,
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

const CUES: &[(Cue, &[&str])] = &[
    (
        Cue::Name,
        &[
            "pass",
            "pwd",
            "\"pw\"",
            "pw =",
            "pw:",
            "psswd",
            "secret",
            "token",
            "jeton",
            "key",
            "auth",
            "cred",
            "salt",
            "nonce",
            "mdp",
            "cle",
            "clé",
            "identifiant",
            "psk",
            "hmac",
            "mnemonic",
            "signature",
            "_sig",
            "sig=",
            "session_id",
            "sessionid",
            "cookie",
        ],
    ),
    (Cue::Url, &["://"]),
    (Cue::Header, &["basic ", "bearer ", "ntlm ", "negotiate "]),
    (Cue::UserOption, &[" -u ", "--user"]),
    (
        Cue::Following,
        &[
            "identified by",
            "identified with",
            "convertto-securestring",
            "sshpass -p",
            "net user ",
            "masterkey:",
        ],
    ),
    (Cue::ClientOption, &["mysql ", "mysqldump ", "mysqladmin "]),
    (
        Cue::Hash,
        &[
            "$1$",
            "$2a$",
            "$2b$",
            "$2y$",
            "$5$",
            "$6$",
            "$y$",
            "$apr1$",
            "$argon2",
            "{ssha}",
            "{sha}",
            "$pbkdf2",
            "pbkdf2_sha256$",
        ],
    ),
    (Cue::Vault, &["$ansible_vault;"]),
    (Cue::Jwk, &["kty"]),
    (Cue::TenantHost, &[".s3.amazonaws.com", ".firebaseio.com"]),
    (Cue::Principal, &["aroa", "aida", "agpa", "aipa", "anpa", "anva"]),
];

struct Cues {
    keywords: Keywords,
    /// What each keyword announces.
    cues: Vec<Cue>,
}

static KNOWN: LazyLock<Cues> = LazyLock::new(|| {
    let pairs = CUES.iter().flat_map(|(cue, words)| words.iter().map(move |word| (*cue, *word)));
    let (cues, words): (Vec<Cue>, Vec<&str>) = pairs.unzip();
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

/// The keywords of `text` inside `range`, in order; two never overlap.
pub(super) fn hits(text: &[u8], range: std::ops::Range<usize>) -> impl Iterator<Item = Hit> {
    let mut past = 0;
    let apart = KNOWN.keywords.find(text, range).into_iter().filter(move |met| {
        let apart = met.range.start >= past;
        past = if apart { met.range.end } else { past };
        apart
    });
    apart.map(|met| Hit { cue: KNOWN.cues[met.word], range: met.range })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keywords_are_found_whatever_their_case() {
        let text = b"DB_PASSWORD=x; Authorization: Basic y; kty";
        let cues: Vec<Cue> = hits(text, 0..text.len()).map(|hit| hit.cue).collect();
        assert_eq!(cues, [Cue::Name, Cue::Name, Cue::Header, Cue::Jwk]);
        assert_eq!(hits(text, 5..8).count(), 0);
    }
}
