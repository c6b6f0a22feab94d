//! Where a rule comes from: the documents and the places in them.

use crate::lang::Text;
use regex::Regex;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// How far a document may be relied upon today.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum DocumentStatus {
    /// In force, as far as is known.
    Current,
    /// Replaced by another one.
    Superseded,
    /// Kept for the record by its own publisher.
    Archived,
    /// Cited from knowledge, not read.
    Unverified,
}

impl DocumentStatus {
    /// The word shown to a person; `None` for a current document.
    pub fn label(self) -> Option<Text> {
        match self {
            DocumentStatus::Current => None,
            DocumentStatus::Superseded => {
                Some(Text::new("une édition plus récente existe", "a newer edition exists"))
            }
            DocumentStatus::Archived => Some(Text::new(
                "archivé par son éditeur, sans remplaçant connu",
                "archived by its publisher, no replacement known",
            )),
            DocumentStatus::Unverified => Some(Text::new("non vérifié", "not verified")),
        }
    }
}

/// A document that rules cite (`rules/sources.toml`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SourceDocument {
    /// Identifier used by rules.
    pub id: String,
    /// Its title.
    pub title: Text,
    /// Its address.
    pub url: String,
    /// Date of the text that was read (`YYYY-MM-DD`); absent when it was not read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub read: Option<String>,
    /// How far it may be relied upon.
    pub status: DocumentStatus,
    /// What a reader must know about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Text>,
}

/// Words of a reference to an article of law or to a node of a guide, in French and in
/// English; a title stays as its document has it.
const REFERENCE: [(&str, &str, &str); 4] = [
    ("art. ", "article ", "article "),
    ("arts ", "articles ", "articles "),
    ("nœud ", "nœud ", "node "),
    ("nœuds ", "nœuds ", "nodes "),
];

/// A place in a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SourceRef {
    /// Identifier of the document.
    pub document: String,
    /// Section or article, as the document names it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub section: Option<String>,
    /// Address of the place, when more exact than the document's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

impl SourceDocument {
    /// True for an official text in force, which carries more than a guide.
    fn is_law(&self) -> bool {
        let official = ["https://www.legifrance.gouv.fr/", "https://eur-lex.europa.eu/"];
        self.status == DocumentStatus::Current
            && official.iter().any(|site| self.url.starts_with(site))
    }
}

impl SourceRef {
    /// `sources` in their order, the articles in force first.
    pub(crate) fn ordered<'s>(
        sources: &'s [SourceRef],
        documents: &BTreeMap<String, SourceDocument>,
    ) -> Vec<&'s SourceRef> {
        let law = |one: &&SourceRef| documents.get(&one.document).is_some_and(|d| d.is_law());
        let (mut first, others): (Vec<_>, Vec<_>) = sources.iter().partition(law);
        first.extend(others);
        first
    }

    /// The section as readers cite it, in each language.
    pub(crate) fn cited(&self) -> Option<Text> {
        let section = self.section.as_ref()?;
        let plural = section.strip_prefix("art. ").filter(|rest| rest.contains(" et "));
        let section = plural.map_or(section.clone(), |rest| format!("arts {rest}"));
        let known = REFERENCE.iter().find_map(|(word, fr, en)| {
            section.strip_prefix(word).map(|rest| (fr, en, LETTERED.replace_all(rest, "$1. $2")))
        });
        let Some((fr, en, rest)) = known else { return Some(Text::same(section)) };
        let words = [(" et ", " and "), (" à ", " to "), ("(aide)", "(help)")];
        let english = words.iter().fold(rest.to_string(), |said, (fr, en)| said.replace(fr, en));
        Some(Text::new(format!("{fr}{rest}"), format!("{en}{english}")))
    }
}

/// The letter of an article, and its number.
static LETTERED: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\b([LRD])\.(\d)").expect("embedded"));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_is_cited_in_the_language_of_its_reader() {
        let cited = |section: &str| {
            let place =
                SourceRef { document: "d".into(), section: Some(section.into()), url: None };
            place.cited().expect("cited")
        };
        for (section, fr, en) in [
            ("art. L.312-1", "article L. 312-1", "article L. 312-1"),
            ("art. 4, 5 et 6", "articles 4, 5 et 6", "articles 4, 5 and 6"),
            ("nœuds a à d et 1 à 10", "nœuds a à d et 1 à 10", "nodes a to d and 1 to 10"),
            ("§ Sécurité", "§ Sécurité", "§ Sécurité"),
        ] {
            assert_eq!(cited(section), Text::new(fr, en));
        }
    }
}
