//! The generic patterns: few, stable, each named in both languages.

use crate::lang::Text;
use crate::text;

/// A generic pattern: what kind of value a name or a syntax announces.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Kind {
    /// A password, a passphrase, a PIN.
    Password,
    /// A value called secret.
    Secret,
    /// A token.
    Token,
    /// A key of an interface or a service.
    ApiKey,
    /// Another key.
    Key,
    /// An authentication value.
    Auth,
    /// A credential.
    Credential,
    /// A salt, a nonce.
    Salt,
    /// The user and password of a `Basic` header or a command.
    BasicAuth,
    /// The value of a `Bearer`, `NTLM`, `Token`… header.
    Bearer,
    /// The password in a URL.
    UrlCredentials,
    /// A private member of a JSON Web Key.
    PrivateValue,
    /// The hash of a password.
    PasswordHash,
    /// A value that a vault keeps encrypted.
    EncryptedVault,
    /// A bare identifier.
    Identifier,
}

/// Every generic pattern.
pub(crate) const KINDS: [Kind; 15] = [
    Kind::Password,
    Kind::Secret,
    Kind::Token,
    Kind::ApiKey,
    Kind::Key,
    Kind::Auth,
    Kind::Credential,
    Kind::Salt,
    Kind::BasicAuth,
    Kind::Bearer,
    Kind::UrlCredentials,
    Kind::PrivateValue,
    Kind::PasswordHash,
    Kind::EncryptedVault,
    Kind::Identifier,
];

impl Kind {
    /// The id of the pattern: never reused, never renamed.
    pub(crate) fn id(self) -> &'static str {
        match self {
            Kind::Password => "password",
            Kind::Secret => "secret",
            Kind::Token => "token",
            Kind::ApiKey => "api-key",
            Kind::Key => "key",
            Kind::Auth => "authentication",
            Kind::Credential => "credential",
            Kind::Salt => "salt",
            Kind::BasicAuth => "basic-auth",
            Kind::Bearer => "bearer",
            Kind::UrlCredentials => "url-credentials",
            Kind::PrivateValue => "private-value",
            Kind::PasswordHash => "password-hash",
            Kind::EncryptedVault => "encrypted-vault",
            Kind::Identifier => "identifier",
        }
    }

    /// The generic pattern of this id.
    pub(crate) fn from_id(id: &str) -> Option<Kind> {
        KINDS.into_iter().find(|kind| kind.id() == id)
    }

    /// What it finds, to be shown.
    pub(crate) fn name(self) -> Text {
        match self {
            Kind::Password => text!("mot de passe", "password"),
            Kind::Secret => text!("valeur secrète", "secret value"),
            Kind::Token => text!("jeton d’accès", "access token"),
            Kind::ApiKey => text!("clé d’API", "API key"),
            Kind::Key => text!("clé", "key"),
            Kind::Auth => text!("valeur d’authentification", "authentication value"),
            Kind::Credential => text!("identifiant de connexion", "credential"),
            Kind::Salt => text!("sel ou nonce", "salt or nonce"),
            Kind::BasicAuth => text!("authentification « Basic »", "Basic authentication"),
            Kind::Bearer => {
                text!("jeton d’un en-tête d’authentification", "authentication header token")
            }
            Kind::UrlCredentials => text!("mot de passe dans une URL", "password in a URL"),
            Kind::PrivateValue => text!("valeur privée d’une clé JWK", "private value of a JWK"),
            Kind::PasswordHash => text!("empreinte d’un mot de passe", "password hash"),
            Kind::EncryptedVault => text!("coffre chiffré", "encrypted vault"),
            Kind::Identifier => text!("identifiant technique", "bare identifier"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_one_id_and_two_names() {
        for kind in KINDS {
            assert_eq!(Kind::from_id(kind.id()), Some(kind));
            assert!(!kind.name().fr.is_empty() && !kind.name().en.is_empty());
        }
        assert_eq!(Kind::from_id("nir"), None);
    }
}
