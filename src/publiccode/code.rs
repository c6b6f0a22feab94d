//! The rules a file is judged by: a stable code each, and why it matters
//! (`data/publiccode/rules.toml`).

use super::standard::Words;
use std::collections::HashMap;
use std::sync::LazyLock;

macro_rules! codes {
    ($($name:ident = $code:literal,)*) => {
        /// A rule of the validator.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $(#[doc = concat!("The rule `publiccode/", $code, "`.")] $name,)*
        }

        impl Code {
            /// Every rule.
            pub const ALL: &'static [Code] = &[$(Code::$name,)*];

            /// Its stable identifier, after `publiccode/`.
            pub fn code(self) -> &'static str {
                match self { $(Code::$name => $code,)* }
            }
        }
    };
}

codes! {
    Encoding = "encoding",
    ByteOrderMark = "byte-order-mark",
    ControlCharacter = "control-character",
    TooBig = "too-big",
    Syntax = "yaml-syntax",
    Tab = "tab",
    DuplicateKey = "duplicate-key",
    KeyNotText = "key-not-text",
    SeveralDocuments = "several-documents",
    NoData = "no-data",
    UnsupportedVersion = "unsupported-version",
    OutdatedVersion = "outdated-version",
    UnknownKey = "unknown-key",
    WrongType = "wrong-type",
    MissingKey = "missing-key",
    EmptyValue = "empty-value",
    Unanswered = "unanswered",
    ForbiddenKey = "forbidden-key",
    UnknownValue = "unknown-value",
    TooLong = "too-long",
    TooShort = "too-short",
    InvalidDate = "invalid-date",
    InvalidUrl = "invalid-url",
    InvalidUri = "invalid-uri",
    UnknownAlias = "unknown-alias",
    InvalidEmail = "invalid-email",
    InvalidLicence = "invalid-licence",
    InvalidLanguage = "invalid-language",
    InvalidCountry = "invalid-country",
    InvalidMediaType = "invalid-media-type",
    InvalidPath = "invalid-path",
    FileMissing = "file-missing",
    FileExtension = "file-extension",
    NotAnImage = "not-an-image",
    DeprecatedKey = "deprecated-key",
    LowerCaseCountry = "lower-case-country",
    CountrySection = "country-section",
    SingleValue = "single-value",
    IncompleteLanguage = "incomplete-language",
    VideoProvider = "video-provider",
    JpegExtension = "jpeg-extension",
    Blank = "blank",
    DuplicateItem = "duplicate-item",
    UnquotedNumber = "unquoted-number",
    ContractEnd = "contract-end",
    FutureRelease = "future-release",
    ImpersonalContact = "impersonal-contact",
    DisguisedEmail = "disguised-email",
    Phone = "phone",
    ShortDescription = "short-description",
    FoldedList = "folded-list",
    DuplicateLanguage = "duplicate-language",
    Spelling = "spelling",
    DeprecatedLicence = "deprecated-licence",
    ClosedLicence = "closed-licence",
    InsecureUrl = "insecure-url",
    UrlCredentials = "url-credentials",
    RepositoryUrl = "repository-url",
    NoFrench = "no-french",
    NoOrganisation = "no-organisation",
    LicenceMismatch = "licence-mismatch",
    UrlMismatch = "url-mismatch",
    VersionMismatch = "version-mismatch",
    FileMismatch = "file-mismatch",
    ActiveSvg = "active-svg",
    LanguageMismatch = "language-mismatch",
    Place = "place",
}

/// The reasons, by code; a test reads them all.
static REASONS: LazyLock<HashMap<String, Words>> = LazyLock::new(|| {
    toml::from_str(include_str!("../../data/publiccode/rules.toml")).unwrap_or_default()
});

impl Code {
    /// Why it matters.
    pub fn why(self) -> Words {
        REASONS.get(self.code()).copied().unwrap_or(Words { fr: "", en: "" })
    }
}

#[cfg(test)]
mod tests {
    use super::{Code, REASONS};
    use std::collections::HashSet;

    #[test]
    fn codes_are_unique_and_explained() {
        let codes: HashSet<&str> = Code::ALL.iter().map(|code| code.code()).collect();
        assert_eq!((codes.len(), REASONS.len()), (Code::ALL.len(), Code::ALL.len()));
        for code in Code::ALL {
            assert!(!code.why().fr.is_empty() && !code.why().en.is_empty(), "{}", code.code());
        }
    }
}
