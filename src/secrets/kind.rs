//! What is known of each kind of secret, by the id of its pattern: its name,
//! what to revoke, the part of it that is public.

use crate::lang::Text;

/// The public part that every secret of `pattern` starts with; empty when none is.
pub fn prefix(_pattern: &str) -> &'static str {
    ""
}

/// What a person calls the secrets of `pattern`.
pub fn name(pattern: &str) -> Text {
    Text::new(pattern, pattern)
}

/// What to revoke and where, when the pattern says it.
pub fn revoke(_pattern: &str) -> Option<Text> {
    None
}
