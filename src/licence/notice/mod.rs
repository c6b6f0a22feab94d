//! Notices: words that put something under a licence without giving its text,
//! in French and in English.
//!
//! [`read`] answers only for what a text *grants*: a licence that is merely
//! mentioned, compared with, refused or recommended gives nothing.

mod cc;
mod context;
mod exception;
mod grant;
mod join;
mod name;
mod names;
mod scope;
mod shape;
mod subject;
pub(crate) mod tag;
mod token;
mod url;
mod version;
mod words;

#[cfg(test)]
mod tests;

pub(crate) use join::together;
pub(crate) use scope::Scope;

use super::expression::Expression;
use super::identification::{Candidate, Nature, Piece, Verdict};
use super::names::{family_of, members};
use crate::text::show::shortened;
use name::Name;
use std::ops::Range;

/// Bytes of a text beyond which nothing is read as a notice.
const LONGEST: usize = 1 << 20;

/// A licence granted by a sentence.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Notice {
    /// What is granted; `None` when the family is named and the version is not
    /// (`under the GPL`), and when [`Notice::is_narrowed`].
    pub expression: Option<Expression>,
    /// The family named, when the expression is not known; `None` too when narrowed.
    pub family: Option<&'static str>,
    /// What it covers.
    pub scope: Scope,
    /// A sentence or a tag.
    pub nature: Nature,
    /// Bytes of the text, the words that narrow it included.
    pub bytes: Range<usize>,
    /// Line of the first word, from 1.
    pub line: usize,
    /// True when it stands under a heading about the licence.
    pub in_section: bool,
}

impl Notice {
    /// True when it grants a licence to some people only, or with one that is not known.
    pub(crate) fn is_narrowed(&self) -> bool {
        self.expression.is_none() && self.family.is_none()
    }

    /// What it says, as `text`, where it was read, writes it.
    pub(crate) fn written(&self, text: &str) -> String {
        shortened(text.get(self.bytes.clone()).unwrap_or_default())
    }
}

/// What a text is, as far as notices are concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Reading {
    /// A file that may be nothing but a statement (`LICENSE`, a header): a name
    /// alone counts.
    #[default]
    Statement,
    /// A page about something else (a README): a name alone counts only under a
    /// heading about the licence.
    Page,
}

/// The notices of `text`, in order.
pub(crate) fn read(text: &str, reading: Reading) -> Vec<Notice> {
    let mut end = text.len().min(LONGEST);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let text = &text[..end];
    let cut = token::cut(text);
    let mut found = context::notices(&cut, reading);
    found.extend(tag::read(text));
    if !found.iter().any(|notice| notice.expression.is_some() && notice.scope.is_own()) {
        found.extend(url::badge(text));
    }
    found.sort_by_key(|notice| (notice.bytes.start, notice.bytes.end));
    found
}

/// The expression that the notices of one file amount to: tags before
/// sentences; sentences about different things all apply.
pub(crate) fn expression(notices: &[Notice]) -> Option<Expression> {
    let tags = || notices.iter().filter(|notice| notice.nature == Nature::Tag);
    let chosen: Vec<&Notice> = match tags().next() {
        Some(_) => tags().collect(),
        None => notices.iter().filter(|notice| notice.scope.is_own()).collect(),
    };
    let known = |notice: &&&Notice| notice.expression.is_some();
    if chosen.iter().any(|notice| notice.expression.is_none() && !explained(notice, &chosen)) {
        return None;
    }
    let parts: Vec<Expression> =
        chosen.iter().filter(known).filter_map(|notice| notice.expression.clone()).collect();
    join::together(parts)
}

/// Whether another notice tells the version that `notice` leaves out.
fn explained(notice: &Notice, among: &[&Notice]) -> bool {
    let Some(family) = notice.family else { return false };
    among
        .iter()
        .filter_map(|other| other.expression.as_ref())
        .any(|expression| expression.terms().iter().any(|term| family_of(&term.id) == family))
}

/// What a notice that `counts` narrows in `text`, if there is one.
pub(crate) fn narrowed(
    text: &str,
    notices: &[Notice],
    counts: fn(&Scope) -> bool,
) -> Option<Verdict> {
    let found = notices.iter().find(|notice| notice.is_narrowed() && counts(&notice.scope))?;
    Some(Verdict::Narrowed { line: found.line, excerpt: found.written(text) })
}

/// What the notices alone say of a file whose text is `text`.
pub(crate) fn verdict(text: &str, notices: &[Notice]) -> Verdict {
    if let Some(expression) = expression(notices) {
        return Verdict::Licence(expression);
    }
    // What is narrowed says more than a family without its version.
    if let Some(narrowed) = narrowed(text, notices, Scope::is_own) {
        return narrowed;
    }
    let families = notices.iter().filter(|notice| notice.scope.is_own()).filter_map(|n| n.family);
    let mut candidates: Vec<Candidate> = families
        .flat_map(members)
        .map(|id| Candidate { id: id.to_string(), distance: 0.5 })
        .collect();
    candidates.dedup();
    match candidates.is_empty() {
        true => Verdict::None,
        false => Verdict::Unknown { candidates },
    }
}

/// The pieces of a file's identification that its notices are.
pub(crate) fn pieces(notices: &[Notice]) -> Vec<Piece> {
    let piece = |notice: &Notice| {
        Some(Piece {
            nature: notice.nature,
            expression: notice.expression.as_ref()?.to_string(),
            bytes: notice.bytes.clone(),
            line: notice.line,
            coverage: 0.0,
        })
    };
    notices.iter().filter_map(piece).collect()
}

/// The licence or licences that `text`, nothing but a name, names: `GPLv3`,
/// `MIT or Apache 2`, `Licence Ouverte 2.0`. `None` when a word of it is not
/// part of a name, or when a version is missing.
pub(crate) fn named(text: &str) -> Option<Expression> {
    if text.len() > 400 {
        return None;
    }
    let cut = token::cut(text);
    let mentions = names::mentions(&cut, 0..cut.tokens.len());
    let only = subject::nothing_else(&cut, 0..cut.tokens.len(), &mentions);
    if !only || mentions.iter().any(|mention| matches!(mention.name, Name::Family(_))) {
        return None;
    }
    join::expression(&cut, &mentions, false)
}

/// The licences that `text` names, whatever it says of them.
pub(crate) fn mentioned(text: &str) -> Vec<Expression> {
    let cut = token::cut(text);
    let found = names::mentions(&cut, 0..cut.tokens.len());
    found.iter().filter_map(|mention| mention.name.expression()).collect()
}

/// The family that `text`, nothing but a name without its version, names.
pub(crate) fn family_named(text: &str) -> Option<&'static str> {
    let words = names::key(text);
    let named = |family: &&super::names::Family| {
        family.names.iter().chain(&family.words).any(|name| names::key(name) == words)
    };
    let found = super::names::families().iter().find(named);
    found.filter(|_| !words.is_empty()).map(|family| family.key.as_str())
}
