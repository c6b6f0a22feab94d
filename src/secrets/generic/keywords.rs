//! The one pass over every byte: where something worth reading starts.

use aho_corasick::{AhoCorasick, AhoCorasickBuilder, AhoCorasickKind, MatchKind};
use std::sync::LazyLock;

/// What a keyword announces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cue {
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

struct Automaton {
    automaton: AhoCorasick,
    cues: Vec<Cue>,
}

static AUTOMATON: LazyLock<Option<Automaton>> = LazyLock::new(|| {
    let pairs = CUES.iter().flat_map(|(cue, words)| words.iter().map(move |word| (*cue, *word)));
    let (cues, words): (Vec<Cue>, Vec<&str>) = pairs.unzip();
    let automaton = AhoCorasickBuilder::new()
        .ascii_case_insensitive(true)
        .kind(Some(AhoCorasickKind::DFA))
        .match_kind(MatchKind::Standard)
        .build(words)
        .ok()?;
    Some(Automaton { automaton, cues })
});

/// A keyword found in a text.
#[derive(Debug, Clone)]
pub struct Hit {
    /// What it announces.
    pub cue: Cue,
    /// Where it is.
    pub range: std::ops::Range<usize>,
}

/// The keywords of `text` inside `range`, in order; two never overlap.
pub fn hits(text: &[u8], range: std::ops::Range<usize>) -> impl Iterator<Item = Hit> {
    let end = range.end.min(text.len());
    let start = range.start.min(end);
    let found = AUTOMATON.as_ref().map(|automaton| {
        automaton.automaton.find_iter(&text[start..end]).map(move |found| Hit {
            cue: automaton.cues[found.pattern().as_usize()],
            range: start + found.start()..start + found.end(),
        })
    });
    found.into_iter().flatten()
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
