//! Structure and checksums: what a value proves about itself, offline.

mod checksum;
pub(crate) mod der;
mod encoded;
#[cfg(test)]
pub(crate) mod generate;
pub(crate) mod jwt;
pub(super) mod pem;

pub(crate) use pem::Lock;

use serde::Deserialize;

/// What the structure of a value says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// A checksum or a structure holds, which no random value has.
    Proven,
    /// Nothing to verify in this value.
    Unproven,
    /// It should hold and does not: an altered value.
    Disproven,
    /// The value is not of this kind, or is no secret.
    Foreign,
}

/// A way to verify values, named by the key `validate` of a pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Validation {
    /// Last six characters: CRC-32 of the others after the prefix, in base 62.
    GithubChecksum,
    /// The same, after `npm_`.
    NpmChecksum,
    /// A GitLab routable token's length and CRC-32, in base 36.
    GitlabRoutable,
    /// A macaroon of PyPI, in base64url.
    PypiMacaroon,
    /// A NATS seed: base32 with a CRC-16.
    NatsSeed,
    /// An age identity: Bech32 with its checksum.
    AgeIdentity,
    /// The account number inside an AWS access key id.
    AwsKeyId,
    /// 64 bytes in base64.
    Base64Of64,
    /// 32 bytes in base64.
    Base64Of32,
    /// A JSON Web Token whose header and payload can be read.
    Jwt,
    /// A JSON Web Token with the role `service_role`.
    JwtServiceRole,
    /// A JSON Web Token that was valid for a day at most.
    JwtShortLived,
    /// A JSON Web Token with the role `anon`.
    JwtAnonymousRole,
    /// A JSON Web Token of API Entreprise or API Particulier.
    JwtApiGouv,
    /// A private key in clear, whose body decodes.
    PrivateKey,
    /// A private key behind a passphrase, whose body decodes.
    LockedPrivateKey,
    /// Base64 of a JSON object.
    Base64Json,
}

impl Validation {
    /// True when a value that passes is genuine: a key that can be read, a checksum
    /// that holds. A size or a readable text is not enough: samples have them.
    pub(super) fn proves(self) -> bool {
        matches!(
            self,
            Validation::GithubChecksum
                | Validation::NpmChecksum
                | Validation::GitlabRoutable
                | Validation::PypiMacaroon
                | Validation::NatsSeed
                | Validation::AgeIdentity
                | Validation::PrivateKey
        )
    }

    /// What `value` proves.
    pub(crate) fn verdict(self, value: &[u8]) -> Verdict {
        match self {
            Validation::GithubChecksum => checksum::underscore_crc(value, 36),
            Validation::NpmChecksum => checksum::underscore_crc(value, 36),
            Validation::GitlabRoutable => checksum::routable(value),
            Validation::PypiMacaroon => encoded::pypi(value),
            Validation::NatsSeed => checksum::seed(value),
            Validation::AgeIdentity => checksum::identity(value),
            Validation::AwsKeyId => encoded::key_id(value),
            Validation::Base64Of64 => encoded::base64_of(value, 64),
            Validation::Base64Of32 => encoded::base64_of(value, 32),
            Validation::Jwt => jwt::token(value, "", &[]),
            Validation::JwtServiceRole => jwt::token(value, "role", &["service_role"]),
            Validation::JwtShortLived => jwt::short_lived(value),
            Validation::JwtAnonymousRole => jwt::token(value, "role", &["anon"]),
            Validation::JwtApiGouv => jwt::token(value, "iss", &API_GOUV_ISSUERS),
            Validation::PrivateKey => pem::verdict(value, Lock::Open),
            Validation::LockedPrivateKey => pem::verdict(value, Lock::Passphrase),
            Validation::Base64Json => encoded::base64_json(value),
        }
    }
}

/// What the tokens of api.gouv.fr write as their issuer.
const API_GOUV_ISSUERS: [&str; 4] =
    ["API Entreprise", "API Particulier", "api_entreprise", "api_particulier"];

/// Proven or disproven.
fn proof(holds: bool) -> Verdict {
    if holds { Verdict::Proven } else { Verdict::Disproven }
}
