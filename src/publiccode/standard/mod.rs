//! The standard publiccode.yml, which `data/publiccode/standard.toml` holds: every key of versions 0.2 to 0.7 with
//! what its value may be, whether it must be there, when it appeared, what
//! replaces it, and what it says, in the canonical order of the keys
//! (<https://yml.publiccode.tools/schema.core.html>, version 0.7.0).

mod table;

use crate::lang::{Lang, Text};
use serde::{Deserialize, Deserializer};
use vocabulary::Vocabulary;

/// A sentence in both languages, known when the program is compiled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Words {
    /// The French wording.
    pub fr: &'static str,
    /// The English wording.
    pub en: &'static str,
}

impl<'de> Deserialize<'de> for Words {
    /// The tables are read once, and kept for the whole run.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Words, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Pair {
            fr: String,
            en: String,
        }
        let pair = Pair::deserialize(deserializer)?;
        Ok(Words { fr: table::kept(&pair.fr), en: table::kept(&pair.en) })
    }
}

impl Words {
    /// The wording in `lang`.
    pub fn get(self, lang: Lang) -> &'static str {
        lang.pick(self.fr, self.en)
    }

    /// The same as an owned text.
    pub fn text(self) -> Text {
        Text::new(self.fr, self.en)
    }
}

/// Where the keys of the standard are written.
pub(crate) const URL: &str = "https://yml.publiccode.tools/schema.core.html";

/// What a scalar must look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Any text.
    Free,
    /// A number of version of the standard.
    StandardVersion,
    /// A number of version of the software: any text, best written in quotes.
    Version,
    /// A text whose length is bounded, counted in grapheme clusters (UAX 29).
    Length {
        /// Least length, 0 when there is none.
        min: usize,
        /// Greatest length.
        max: usize,
    },
    /// An absolute URL of any scheme.
    Url,
    /// An `http` or `https` URL.
    HttpUrl,
    /// An `http` or `https` URL of a video that oEmbed can play.
    VideoUrl,
    /// A day, `YYYY-MM-DD`.
    Date,
    /// An e-mail address, without a display name.
    Email,
    /// A telephone number.
    Phone,
    /// A logo: relative path or URL of an SVG, SVGZ or PNG file.
    Logo,
    /// A screenshot: relative path or URL of a PNG or JPEG file.
    Screenshot,
    /// A relative path or URL of a text file.
    File,
    /// A media type (RFC 6838).
    MediaType,
    /// A language tag (BCP 47).
    Language,
    /// A country (ISO 3166-1 alpha-2).
    Country,
    /// An SPDX licence expression.
    Spdx,
    /// The URI of an organisation: URL with a host, or URN.
    OrganisationUri,
    /// A standard or a regulation: `alias:<name>` or a URI.
    Support,
    /// One of a closed list.
    OneOf(&'static Vocabulary),
    /// Preferably one of a list; any text is allowed.
    Preferably(&'static Vocabulary),
}

/// Who accepts one value where a list is expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Single {
    /// Nobody.
    Refused,
    /// The text of the standard, not the reference parser.
    StandardOnly,
    /// Both.
    Accepted,
}

/// What the value of a key is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// A text.
    Scalar(Format),
    /// `true` or `false`.
    Boolean,
    /// A list of texts.
    List(Format, Single),
    /// A list of mappings with these keys.
    ListOf(&'static [Key]),
    /// A mapping with these keys.
    Section(&'static [Key]),
    /// A mapping from language tags to mappings with these keys.
    ByLanguage(&'static [Key]),
    /// A mapping with the keys of another country, which are not judged.
    Foreign,
}

impl Shape {
    /// The keys below this one.
    pub fn keys(&self) -> &'static [Key] {
        match self {
            Shape::ListOf(keys) | Shape::Section(keys) | Shape::ByLanguage(keys) => keys,
            _ => &[],
        }
    }

    /// What is expected, in plain words: "a text", "a list of texts"…
    pub fn expected(&self) -> Words {
        match self {
            Shape::Scalar(_) => Words { fr: "un texte", en: "a text" },
            Shape::Boolean => Words { fr: "true ou false", en: "true or false" },
            Shape::List(..) => Words { fr: "une liste de textes", en: "a list of texts" },
            Shape::ListOf(_) => Words {
                fr: "une liste d’éléments à plusieurs clés",
                en: "a list of items with keys",
            },
            Shape::Section(_) | Shape::Foreign => {
                Words { fr: "une section (des clés en retrait)", en: "a section (indented keys)" }
            }
            Shape::ByLanguage(_) => Words {
                fr: "une section par langue (fr:, en:…)",
                en: "one section a language (fr:, en:…)",
            },
        }
    }
}

/// Whether a key must be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// Always.
    Required,
    /// Never.
    Optional,
    /// In at least one language for the standard, in each for the reference parser.
    OneLanguage,
    /// Depending on the value of `type` in the same section: required for the
    /// first list of values, forbidden for the second.
    ByType {
        /// The values of `type` that require the key.
        required: &'static [&'static str],
        /// The values of `type` that forbid it.
        forbidden: &'static [&'static str],
    },
}

/// A key the standard is leaving.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deprecation {
    /// The version that deprecated it.
    pub since: &'static str,
    /// The path of the key to use instead; `None`: drop it.
    pub replacement: Option<&'static str>,
    /// True when the reference parser does not warn of it.
    pub silent_in_reference: bool,
}

/// One key of the standard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Key {
    /// Its name.
    pub name: &'static str,
    /// What its value is.
    pub shape: Shape,
    /// Whether it must be there.
    pub presence: Presence,
    /// The version of the standard that brought it.
    pub since: &'static str,
    /// Set when it is deprecated. Every deprecated key is gone in 1.0.
    pub deprecated: Option<Deprecation>,
    /// What it says, in one sentence.
    pub what: Words,
    /// A valid value, as written in YAML after the colon; empty for sections.
    pub example: &'static str,
}

/// The keys of the file, in canonical order.
pub(crate) fn top() -> &'static [Key] {
    table::TABLE.sections.get("top").copied().unwrap_or_default()
}

/// The key named `name` among `keys`.
pub(crate) fn named(keys: &'static [Key], name: &str) -> Option<&'static Key> {
    keys.iter().find(|key| key.name == name)
}

/// What stands under a path of names.
pub(crate) enum Under {
    /// These keys, in a section or in each item of a list.
    Keys(&'static [Key]),
    /// Language tags, and these keys under each.
    Tags(&'static [Key]),
    /// The value, or the values, of this key.
    Value(&'static Key),
}

/// What stands under the names of `path`, language tags included, from the top.
pub(crate) fn under<'p>(path: impl IntoIterator<Item = &'p str>) -> Option<Under> {
    path.into_iter().try_fold(Under::Keys(top()), |here, name| match here {
        Under::Keys(keys) => {
            let key = named(keys, name)?;
            Some(match key.shape {
                Shape::Section(keys) | Shape::ListOf(keys) => Under::Keys(keys),
                Shape::ByLanguage(keys) => Under::Tags(keys),
                _ => Under::Value(key),
            })
        }
        Under::Tags(keys) => Some(Under::Keys(keys)),
        Under::Value(_) => None,
    })
}

/// The key at `path`, whose names are separated by dots: `legal.license`,
/// `maintenance.contacts.name`, `description.fr.features` (any language tag,
/// or `*`). Indexes, `[0]` or `[]`, are ignored.
pub(crate) fn find(path: &str) -> Option<&'static Key> {
    let mut keys = top();
    let mut found: Option<&'static Key> = None;
    let mut in_language = false;
    for step in path.split(['.', '/']) {
        let name = step.split('[').next().unwrap_or_default();
        if let Some(Shape::ByLanguage(below)) = found.map(|key| key.shape)
            && !in_language
            && named(below, name).is_none()
        {
            // The language itself: the keys below are those of the section.
            in_language = true;
            keys = below;
            continue;
        }
        let key = named(keys, name)?;
        keys = key.shape.keys();
        found = Some(key);
    }
    found
}

/// Every key with its path (`description.*.features`, `usedBy`,
/// `maintenance.contacts[].name`), in canonical order, parents first.
pub(crate) fn all() -> Vec<(String, &'static Key)> {
    let mut out = Vec::new();
    list(top(), "", &mut out);
    out
}

fn list(keys: &'static [Key], prefix: &str, out: &mut Vec<(String, &'static Key)>) {
    for key in keys {
        let path = format!("{prefix}{}", key.name);
        out.push((path.clone(), key));
        let below = match key.shape {
            Shape::ListOf(_) => format!("{path}[]."),
            Shape::ByLanguage(_) => format!("{path}.*."),
            _ => format!("{path}."),
        };
        list(key.shape.keys(), &below, out);
    }
}

pub(crate) mod version {
    //! The versions of the standard a file may announce.

    /// What the reference parser accepts, in the order it lists them. Every one of
    /// them is judged by the rules of the newest 0.x version.
    pub(crate) const SUPPORTED: [&str; 13] = [
        "0", "0.2", "0.2.0", "0.2.1", "0.2.2", "0.3", "0.3.0", "0.4", "0.4.0", "0.5.0", "0.5",
        "0.7.0", "0.7",
    ];

    /// The value to write: the latest of the 0.x versions, whatever it is.
    pub(crate) const RECOMMENDED: &str = "0";

    /// The latest version these tables describe.
    pub(crate) const LATEST: &str = "0.7";

    /// Versions the standard had but the reference parser does not know: 0.6
    /// changed nothing in the schema and has no tag.
    pub(crate) const KNOWN_TO_STANDARD_ONLY: [&str; 2] = ["0.6", "0.6.0"];

    /// The version to come, of which only drafts exist.
    pub(crate) const PREVIEW: [&str; 2] = ["1", "1.0"];

    /// True for a version a file may announce.
    pub(crate) fn supported(version: &str) -> bool {
        SUPPORTED.contains(&version)
    }

    /// True for a supported version that is not the latest.
    pub(crate) fn outdated(version: &str) -> bool {
        supported(version) && version != RECOMMENDED && !version.starts_with(LATEST)
    }
}

pub(crate) mod vocabulary {
    //! The closed and suggested lists of values of the standard.

    use super::Words;
    use super::table::TABLE;

    /// A list of values.
    #[derive(Debug, PartialEq, Eq)]
    pub struct Vocabulary {
        /// What one value is: "category", "scope"…
        pub one: Words,
        /// The values, in the order of the standard.
        pub values: &'static [&'static str],
        /// What some of them mean.
        pub meanings: Vec<(&'static str, Words)>,
        /// Where the standard lists them.
        pub url: &'static str,
    }

    impl Vocabulary {
        /// What `value` means, when the table says it.
        pub fn meaning(&self, value: &str) -> Option<Words> {
            self.meanings.iter().find(|(name, _)| *name == value).map(|(_, words)| *words)
        }
    }

    /// The names that `supports[].id` may give after `alias:`, and the address each stands for.
    pub(crate) fn aliases() -> &'static [(&'static str, &'static str)] {
        &TABLE.aliases
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_finds_its_key() {
        assert_eq!(find("legal.license").map(|k| k.name), Some("license"));
        assert_eq!(find("description.fr.features").map(|k| k.name), Some("features"));
        assert_eq!(find("description.*.features").map(|k| k.name), Some("features"));
        assert_eq!(
            find("maintenance.contacts[0].name").map(|k| k.example),
            Some("Camille Exemple")
        );
        assert_eq!(find("legal.licence"), None);
        assert_eq!(find("description.fr.zz"), None);
    }

    #[test]
    fn every_replacement_is_a_key_of_the_standard() {
        for (path, key) in all() {
            if let Some(to) = key.deprecated.and_then(|deprecated| deprecated.replacement) {
                assert!(find(to).is_some(), "{path} points at {to}");
            }
            assert!(!key.what.fr.is_empty() && !key.what.en.is_empty(), "{path}");
        }
    }
}
