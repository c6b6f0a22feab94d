//! Identifiers of organisations and of the standards software supports.

use super::url;
use crate::publiccode::standard::vocabulary::ALIASES;
use std::collections::HashSet;
use std::sync::LazyLock;

/// The namespace of Italian administrations.
const ITALIAN: &str = "urn:x-italian-pa:";

/// Codes of the Italian administrations, in lower case, as the reference parser
/// 5.4.3 knows them.
static ITALIAN_CODES: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    include_str!("../../../data/publiccode/italian-administrations.txt").lines().collect()
});

/// What is wrong with an identifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flaw {
    /// Neither a URL with a host nor a URN.
    NotUri,
    /// No Italian administration has this code.
    ItalianCode,
    /// No alias of the standard has this name.
    Alias,
}

/// True for the code of an Italian administration.
pub fn is_italian_code(code: &str) -> bool {
    ITALIAN_CODES.contains(code.to_lowercase().as_str())
}

/// Judges the `uri` of an organisation.
pub fn uri(text: &str) -> Result<(), Flaw> {
    if text.get(..ITALIAN.len()).is_some_and(|start| start.eq_ignore_ascii_case(ITALIAN)) {
        let code = text.get(ITALIAN.len()..).unwrap_or_default();
        return if is_italian_code(code) { Ok(()) } else { Err(Flaw::ItalianCode) };
    }
    resource(text)
}

/// Judges the `id` of a standard that software supports.
pub fn support(text: &str) -> Result<(), Flaw> {
    if let Some(alias) = text.strip_prefix("alias:") {
        let known = ALIASES.iter().any(|(name, _)| *name == alias);
        return if known { Ok(()) } else { Err(Flaw::Alias) };
    }
    resource(text)
}

/// A URL with a host, or a URN.
fn resource(text: &str) -> Result<(), Flaw> {
    let urn = text.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("urn:"));
    let sound = match urn {
        true => url::is_urn(text),
        false => url::parse(text).is_some_and(|parts| !parts.scheme.is_empty() && parts.has_host()),
    };
    if sound { Ok(()) } else { Err(Flaw::NotUri) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_organisation_has_a_url_or_a_urn() {
        for good in
            ["https://example.org", "urn:x-siren:130025265", "urn:x-italian-pa:PCM", "ldap://h/x"]
        {
            assert_eq!(uri(good), Ok(()), "{good}");
        }
        assert_eq!(uri("mailto:a@example.org"), Err(Flaw::NotUri));
        assert_eq!(uri("Ville"), Err(Flaw::NotUri));
        assert_eq!(uri("urn:x"), Err(Flaw::NotUri));
        assert_eq!(uri("urn:x-italian-pa:nobody_has_it"), Err(Flaw::ItalianCode));
        assert_eq!(support("alias:gdpr"), Ok(()));
        assert_eq!(support("alias:GDPR"), Err(Flaw::Alias));
    }
}
