//! What may be written where the cursor is.

pub(super) mod toml;
mod yaml;

use super::View;
use super::document::{Document, Kind};
use crate::licence::decreed::{self, Standing};
use crate::licence::expression::{Expression, ids};
use lsp_types::{
    CompletionItem, CompletionItemKind, CompletionTextEdit, Documentation, Position, TextEdit,
};
use std::sync::LazyLock;

/// Something that may be written.
#[derive(Debug, Clone, Default)]
pub(super) struct Choice {
    /// What is written.
    pub text: String,
    /// What follows it: `: ` for a key.
    pub after: &'static str,
    /// What it is, in a few words.
    pub detail: String,
    /// What it is, in a sentence or more.
    pub about: String,
    /// Those of a lower rank come first.
    pub rank: u8,
}

impl Choice {
    fn new(text: impl Into<String>) -> Choice {
        Choice { text: text.into(), ..Choice::default() }
    }
}

/// What may be written at `position`.
pub(super) fn items(
    document: &Document,
    position: Position,
    view: &View<'_>,
) -> Vec<CompletionItem> {
    let at = document.offset(position);
    let text = &document.text;
    let (start, choices) = match document.kind() {
        Kind::Publiccode => yaml::choices(text, at, view.lang),
        Kind::Config | Kind::Reuse => toml::choices(document, at, view),
        Kind::Licence | Kind::Giant => return Vec::new(),
    };
    // What is proposed takes the place of the whole word, and of what it would repeat.
    let rest = &text[at..];
    let word = |c: char| c.is_ascii_alphanumeric() || "-_.+/".contains(c);
    let after = rest.trim_start_matches(word);
    let range = document.range(start..at + rest.len() - after.len());
    let item = |choice: Choice| {
        let kind = match choice.after {
            "" => CompletionItemKind::VALUE,
            _ => CompletionItemKind::PROPERTY,
        };
        let sign = choice.after.trim();
        let there = !sign.is_empty() && after.trim_start_matches(' ').starts_with(sign);
        let end = if there { "" } else { choice.after };
        let edit = TextEdit::new(range, format!("{}{end}", choice.text));
        CompletionItem {
            kind: Some(kind),
            detail: (!choice.detail.is_empty()).then_some(choice.detail),
            documentation: (!choice.about.is_empty())
                .then_some(Documentation::String(choice.about)),
            // Keys stay in the order of the standard, licences start with those of the list.
            sort_text: Some(format!("{:03}{}", choice.rank, choice.text)),
            filter_text: Some(choice.text.trim_matches('"').to_string()),
            text_edit: Some(CompletionTextEdit::Edit(edit)),
            label: choice.text,
            ..CompletionItem::default()
        }
    };
    choices.into_iter().map(item).collect()
}

/// The licences of the SPDX list, those of the decreed list first.
fn licences() -> impl Iterator<Item = Choice> {
    static LICENCES: LazyLock<Vec<Choice>> = LazyLock::new(|| {
        let current =
            ids::listed().filter(|(id, _)| !ids::is_deprecated(id) && ids::licence(id).is_some());
        let ranked = current.map(|(id, name)| {
            let standing = Expression::parse(id).map(|one| decreed::standing_of(&one));
            let rank = match standing {
                Ok(Standing::Listed) => 0,
                Ok(Standing::Variant) => 1,
                _ => 2,
            };
            Choice { detail: name.to_string(), rank, ..Choice::new(id) }
        });
        ranked.collect()
    });
    LICENCES.iter().cloned()
}

/// Where the word of an SPDX expression that ends `written` starts.
fn term(written: &str) -> usize {
    written.rfind([' ', '(']).map_or(0, |at| at + 1)
}
