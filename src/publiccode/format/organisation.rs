//! Identifiers of organisations and of the standards software supports.

use super::url;
use crate::publiccode::standard::vocabulary::aliases;

/// What is wrong with an identifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Flaw {
    /// Neither a URL with a host nor a URN.
    NotUri,
    /// No alias of the standard has this name.
    Alias,
}

/// Judges the `id` of a standard that software supports.
pub(crate) fn support(text: &str) -> Result<(), Flaw> {
    if let Some(alias) = text.strip_prefix("alias:") {
        let known = aliases().iter().any(|(name, _)| *name == alias);
        return if known { Ok(()) } else { Err(Flaw::Alias) };
    }
    uri(text)
}

/// Judges the `uri` of an organisation: a URL with a host, or a URN.
pub(crate) fn uri(text: &str) -> Result<(), Flaw> {
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
        assert_eq!(support("alias:gdpr"), Ok(()));
        assert_eq!(support("alias:GDPR"), Err(Flaw::Alias));
    }
}
