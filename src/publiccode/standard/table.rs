//! Reads the table of the standard, `data/publiccode/standard.toml`, once.

use super::vocabulary::Vocabulary;
use super::{Deprecation, Format, Key, Presence, Shape, Single, Words};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The table: its sections, its lists of values, its aliases.
pub(super) struct Table {
    pub sections: BTreeMap<&'static str, &'static [Key]>,
    pub vocabularies: BTreeMap<String, &'static Vocabulary>,
    pub aliases: Vec<(&'static str, &'static str)>,
}

#[derive(Deserialize)]
struct File {
    vocabulary: BTreeMap<String, List>,
    aliases: Vec<(String, String)>,
    #[serde(flatten)]
    sections: BTreeMap<String, Vec<Row>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct List {
    one: Words,
    url: String,
    values: Vec<String>,
    #[serde(default)]
    meanings: BTreeMap<String, Words>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Row {
    name: String,
    value: String,
    #[serde(default)]
    min: usize,
    #[serde(default)]
    max: usize,
    presence: Option<String>,
    required_by_type: Option<Vec<String>>,
    #[serde(default)]
    forbidden_by_type: Vec<String>,
    since: Option<String>,
    deprecated: Option<String>,
    replacement: Option<String>,
    #[serde(default)]
    silent_in_reference: bool,
    #[serde(default)]
    example: String,
    fr: String,
    en: String,
}

/// The embedded table; a test reads it whole.
pub(super) static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let text = include_str!("../../../data/publiccode/standard.toml");
    read(text).unwrap_or(Table {
        sections: BTreeMap::new(),
        vocabularies: BTreeMap::new(),
        aliases: Vec::new(),
    })
});

/// Reads the table, or says what of it is wrong. What it holds is kept for the
/// whole run: it is read once.
pub(super) fn read(text: &str) -> Result<Table, String> {
    let file: File = toml::from_str(text).map_err(|error| error.to_string())?;
    let mut table = Table {
        sections: BTreeMap::new(),
        vocabularies: BTreeMap::new(),
        aliases: file.aliases.iter().map(|(name, url)| (kept(name), kept(url))).collect(),
    };
    for (name, list) in file.vocabulary {
        let meanings = list.meanings.iter().map(|(value, words)| (kept(value), *words));
        let vocabulary = Vocabulary {
            one: list.one,
            values: all_kept(&list.values),
            meanings: meanings.collect(),
            url: kept(&list.url),
        };
        table.vocabularies.insert(name, Box::leak(Box::new(vocabulary)));
    }
    // A section is read once those that it names are.
    let mut waiting = file.sections;
    while !waiting.is_empty() {
        let ready = |rows: &[Row]| {
            rows.iter()
                .all(|row| row.section().is_none_or(|name| table.sections.contains_key(name)))
        };
        let name = waiting.iter().find(|(_, rows)| ready(rows)).map(|(name, _)| name.clone());
        let name = name.ok_or("a section names another that is not there")?;
        let rows = waiting.remove(&name).unwrap_or_default();
        let keys: Vec<Key> = rows.iter().map(|row| row.key(&table)).collect::<Result<_, _>>()?;
        table.sections.insert(kept(&name), Box::leak(keys.into_boxed_slice()));
    }
    Ok(table)
}

/// `text` for the whole run.
pub(super) fn kept(text: &str) -> &'static str {
    Box::leak(text.to_string().into_boxed_str())
}

fn all_kept(texts: &[String]) -> &'static [&'static str] {
    Box::leak(texts.iter().map(|text| kept(text)).collect())
}

impl Row {
    /// The section that the value names.
    fn section(&self) -> Option<&str> {
        let (kind, name) = self.value.split_once(' ')?;
        matches!(kind, "section" | "sections" | "by-language").then_some(name)
    }

    fn key(&self, table: &Table) -> Result<Key, String> {
        let presence = match (self.presence.as_deref(), &self.required_by_type) {
            (None, None) => Presence::Optional,
            (Some("required"), None) => Presence::Required,
            (Some("one-language"), None) => Presence::OneLanguage,
            (None, Some(required)) => Presence::ByType {
                required: all_kept(required),
                forbidden: all_kept(&self.forbidden_by_type),
            },
            _ => return Err(format!("presence of {}", self.name)),
        };
        let deprecated = self.deprecated.as_ref().map(|since| Deprecation {
            since: kept(since),
            replacement: self.replacement.as_deref().map(kept),
            silent_in_reference: self.silent_in_reference,
        });
        Ok(Key {
            name: kept(&self.name),
            shape: self.shape(table)?,
            presence,
            since: kept(self.since.as_deref().unwrap_or("0.2")),
            deprecated,
            what: Words { fr: kept(&self.fr), en: kept(&self.en) },
            example: kept(&self.example),
        })
    }

    fn shape(&self, table: &Table) -> Result<Shape, String> {
        let (kind, rest) = self.value.split_once(' ').unwrap_or((&self.value, ""));
        let keys = || table.sections.get(rest).copied().unwrap_or_default();
        Ok(match kind {
            "boolean" => Shape::Boolean,
            "foreign" => Shape::Foreign,
            "section" => Shape::Section(keys()),
            "sections" => Shape::ListOf(keys()),
            "by-language" => Shape::ByLanguage(keys()),
            "list" => Shape::List(self.format(table, rest)?, Single::Refused),
            "list-or-one" => Shape::List(self.format(table, rest)?, Single::Accepted),
            "list-or-one-for-the-standard" => {
                Shape::List(self.format(table, rest)?, Single::StandardOnly)
            }
            _ => Shape::Scalar(self.format(table, &self.value)?),
        })
    }

    fn format(&self, table: &Table, written: &str) -> Result<Format, String> {
        let (kind, list) = written.split_once(' ').unwrap_or((written, ""));
        let list = || table.vocabularies.get(list).copied().ok_or(format!("no list {list}"));
        Ok(match kind {
            "free" => Format::Free,
            "standard-version" => Format::StandardVersion,
            "version" => Format::Version,
            "length" => Format::Length { min: self.min, max: self.max },
            "url" => Format::Url,
            "http-url" => Format::HttpUrl,
            "video-url" => Format::VideoUrl,
            "date" => Format::Date,
            "email" => Format::Email,
            "phone" => Format::Phone,
            "logo" => Format::Logo,
            "screenshot" => Format::Screenshot,
            "file" => Format::File,
            "media-type" => Format::MediaType,
            "language" => Format::Language,
            "country" => Format::Country,
            "spdx" => Format::Spdx,
            "organisation-uri" => Format::OrganisationUri,
            "support" => Format::Support,
            "one-of" => Format::OneOf(list()?),
            "preferably" => Format::Preferably(list()?),
            _ => return Err(format!("no format {written} for {}", self.name)),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_read_whole() {
        let table = read(include_str!("../../../data/publiccode/standard.toml"));
        let table = table.unwrap_or_else(|why| unreachable!("{why}"));
        assert_eq!(table.sections["top"].len(), 29);
        assert_eq!(table.vocabularies["categories"].values.len(), 106);
        assert_eq!(table.vocabularies["scopes"].values.len(), 24);
        assert_eq!(table.aliases.len(), 9);
    }
}
