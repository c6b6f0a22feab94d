//! What is known of each kind of secret, by the id of its pattern: its name,
//! what to revoke, the part of it that is public.

use super::{Secret, patterns};
use crate::lang::Text;

/// What may be shown of `secret`: its public beginning and its length.
pub fn redacted(pattern: &str, secret: &Secret) -> String {
    let prefix = patterns::get(pattern).map(|pattern| pattern.prefix_of(secret));
    secret.redacted(&prefix.unwrap_or_default())
}

/// What a person calls the secrets of `pattern`.
pub fn name(pattern: &str) -> Text {
    patterns::get(pattern).map_or_else(|| Text::same(pattern), |pattern| pattern.name.clone())
}

/// What to revoke and where, when the pattern says it.
pub fn revoke(pattern: &str) -> Option<Text> {
    patterns::get(pattern).map(|pattern| pattern.revoke.clone())
}
