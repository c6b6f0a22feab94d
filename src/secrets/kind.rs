//! What is known of each kind of secret, by the id of its pattern: its name,
//! what to revoke, the part of it that is public.

use super::{Family, Secret, generic, patterns};
use crate::lang::Text;

/// A name of the network is shown up to this many characters.
const LONGEST_NAME: usize = 80;

/// What may be shown of a `secret` of `family`: the public beginning and the
/// length of a credential; the domain of an address or the first digits of a
/// number; a name of the network or a marking as they are, to be found again.
pub fn redacted(pattern: &str, family: Family, secret: &Secret) -> String {
    let value = String::from_utf8_lossy(secret.expose());
    match family {
        Family::InternalHost | Family::PrivateSource | Family::ProtectiveMarking => {
            value.chars().take(LONGEST_NAME).collect()
        }
        Family::Contact => match value.split_once('@') {
            Some((local, domain)) => {
                format!("{}•••@{domain}", local.chars().next().unwrap_or_default())
            }
            None => format!("{}•••", value.chars().take(3).collect::<String>()),
        },
        Family::Credential | Family::SocialSecurityNumber | Family::BankDetails => {
            let prefix = patterns::get(pattern).map(|pattern| pattern.prefix_of(secret));
            secret.redacted(&prefix.unwrap_or_default())
        }
    }
}

/// What a person calls the secrets of `pattern`.
pub fn name(pattern: &str) -> Text {
    let known = patterns::get(pattern).map(|pattern| pattern.name.clone());
    let known = known.or_else(|| generic::Kind::from_id(pattern).map(generic::Kind::name));
    let known = known.or_else(|| super::personal::name(pattern));
    known.unwrap_or_else(|| Text::same(pattern))
}

/// What to revoke and where, when the pattern says it.
pub fn revoke(pattern: &str) -> Option<Text> {
    patterns::get(pattern).map(|pattern| pattern.revoke.clone())
}
