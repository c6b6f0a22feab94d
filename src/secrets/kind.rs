//! What is known of each kind of secret, by the id of its pattern: its name,
//! what to revoke, the part of it that is public.

use super::{Family, Secret, generic, patterns};
use crate::finding::Category;
use crate::lang::Text;

/// A name of the network is shown up to this many characters.
const LONGEST_NAME: usize = 80;

/// What may be shown of a `secret` of `family`: the public beginning and the
/// length of a credential; the domain of an address or the first digits of a
/// number; a name of the network or a marking as they are, to be found again.
pub(crate) fn redacted(pattern: &str, family: Family, secret: &Secret) -> String {
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
pub(crate) fn name(pattern: &str) -> Text {
    let known = patterns::get(pattern).map(|pattern| pattern.name.clone());
    let known = known.or_else(|| generic::Kind::from_id(pattern).map(generic::Kind::name));
    let known = known.or_else(|| super::personal::name(pattern));
    known.unwrap_or_else(|| Text::same(pattern))
}

/// What a report says the secrets of `pattern` are.
pub(crate) fn category(pattern: &str) -> Category {
    Category { id: pattern.to_string(), name: name(pattern) }
}

/// What to revoke and where, when the pattern says it.
pub(crate) fn revoke(pattern: &str) -> Option<Text> {
    patterns::get(pattern).map(|pattern| pattern.revoke.clone())
}

/// What is known of one kind of secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Kind {
    /// The id of its pattern.
    pub id: String,
    /// Who issues it; `None` for a value that only its name tells.
    pub provider: Option<String>,
    /// What a person calls it.
    pub name: Text,
    /// What to revoke and where.
    pub revoke: Option<Text>,
    /// Public documentation of its format.
    pub url: Option<String>,
}

/// Every kind of secret: those of a known shape, then the generic ones.
pub(crate) fn all() -> Vec<Kind> {
    let known = patterns::all().iter().map(|pattern| Kind {
        id: pattern.id.clone(),
        provider: Some(pattern.provider.clone()),
        name: pattern.name.clone(),
        revoke: Some(pattern.revoke.clone()),
        url: pattern.url.clone(),
    });
    let generic = generic::KINDS.into_iter().map(|kind| Kind {
        id: kind.id().to_string(),
        provider: None,
        name: kind.name(),
        revoke: None,
        url: None,
    });
    known.chain(generic).collect()
}
