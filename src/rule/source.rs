//! Where a rule comes from: the documents and the places in them.

use crate::lang::Text;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

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
            DocumentStatus::Superseded => Some(Text::new("remplacé depuis", "since superseded")),
            DocumentStatus::Archived => Some(Text::new("archivé", "archived")),
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
