//! Badges that name the licence: `badge/license-MIT-blue`.

use super::{Notice, Scope};
use crate::licence::expression::Expression;
use crate::licence::identification::Nature;
use crate::text::line::line_at;
use regex::Regex;
use std::sync::LazyLock;

/// The address of a badge: its label, its message, its colour.
static BADGE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)shields\.io/badge/licen[cs]es?(?:%20|_)?-((?:[^-/?\s)\]]|--)+)-[a-z0-9]+")
        .expect("constant")
});

/// The licence that the first badge of `text` names.
pub(super) fn read(text: &str) -> Option<Notice> {
    let found = BADGE.captures(text)?.get(1)?;
    let words = found.as_str().replace("--", "-").replace("%20", " ").replace('_', " ");
    let words = words.replace("%2B", "+").replace("%2C", ",").replace("%26", "&");
    let expression = Some(Expression::read(&words)?);
    let line = line_at(text, found.start());
    let (bytes, scope, nature) = (found.range(), Scope::Whole, Nature::Notice);
    Some(Notice { expression, family: None, scope, nature, bytes, line, in_section: false })
}
