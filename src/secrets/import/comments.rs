//! The comments by which gitleaks and detect-secrets are told to ignore a line.

use super::Sighted;
use memchr::memmem;

/// Comments that cover their own line.
const SAME_LINE: [&str; 3] =
    ["gitleaks:allow", "pragma: allowlist secret", "pragma: whitelist secret"];
/// A comment that covers the next line.
const NEXT_LINE: [&str; 2] =
    ["pragma: allowlist nextline secret", "pragma: whitelist nextline secret"];

/// The comment that covers `sighted`, if there is one.
pub(super) fn covers(sighted: &Sighted<'_>) -> Option<&'static str> {
    let holds = |line: &[u8], word: &str| memmem::find(line, word.as_bytes()).is_some();
    let same = SAME_LINE.into_iter().find(|word| holds(sighted.source, word));
    same.or_else(|| NEXT_LINE.into_iter().find(|word| holds(sighted.above, word)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comment_covers_its_line_or_the_next() {
        let sighted = |source: &'static str, above: &'static str| Sighted {
            pattern: "password",
            path: "a.py",
            line: 2,
            commit: None,
            secret: b"v",
            source: source.as_bytes(),
            above: above.as_bytes(),
        };
        assert!(covers(&sighted("k = 'v'  # gitleaks:allow", "")).is_some());
        assert!(covers(&sighted("k = 'v'  # pragma: allowlist secret", "")).is_some());
        assert!(covers(&sighted("k = 'v'", "# pragma: allowlist nextline secret")).is_some());
        assert!(covers(&sighted("k = 'v'", "# pragma: allowlist secret")).is_none());
    }
}
