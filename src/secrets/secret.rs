//! A secret value, which no formatting can show.

use crate::finding::Fingerprint;
use std::fmt;

/// Bytes that must not be shown. `Debug` writes a redaction, there is no
/// `Display` and no `Serialize`: only [`Secret::expose`] gives the value, for
/// judging it, for `--reveal` on a terminal and for the purge plan's file.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Secret(Vec<u8>);

impl Secret {
    /// Wraps the bytes of a value.
    pub fn new(value: impl Into<Vec<u8>>) -> Secret {
        Secret(value.into())
    }

    /// The value in clear. Each caller answers for where it goes.
    pub fn expose(&self) -> &[u8] {
        &self.0
    }

    /// What may be shown: `prefix` (the public part of a token, empty most
    /// often) and the length in bytes.
    pub fn redacted(&self, prefix: &str) -> String {
        format!("{prefix}••••({})", self.0.len())
    }

    /// The identity of this secret for `pattern`: the same in the tree and in
    /// the history, whatever the file and the line.
    pub fn fingerprint(&self, pattern: &str) -> Fingerprint {
        let normalised = String::from_utf8_lossy(&self.0);
        let normalised: String = normalised.chars().filter(|c| !c.is_whitespace()).collect();
        Fingerprint::new(pattern, &normalised)
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Secret({})", self.redacted(""))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_redacted_by_type() {
        let secret = Secret::new("correct-horse");
        assert_eq!(format!("{secret:?}"), "Secret(••••(13))");
        assert!(!secret.redacted("").contains("horse"));
    }

    #[test]
    fn line_breaks_inside_a_key_do_not_change_its_identity() {
        let unix = Secret::new("AAAA\nBBBB").fingerprint("private-key");
        assert_eq!(unix, Secret::new("AAAA\r\n  BBBB").fingerprint("private-key"));
        assert_ne!(unix, Secret::new("AAAABBBC").fingerprint("private-key"));
    }
}
