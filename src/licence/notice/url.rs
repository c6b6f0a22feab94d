//! Addresses that stand for a licence, and badges that name one.

use super::name::Name;
use super::{Notice, Scope};
use crate::licence::expression::{Expression, ids};
use crate::licence::identification::Nature;
use crate::licence::names;
use regex::Regex;
use std::sync::LazyLock;

/// The licence that `address` leads to.
pub(super) fn name(address: &str) -> Option<Name> {
    let lower = address.to_ascii_lowercase();
    let lower = lower.split_once("://").map_or(lower.as_str(), |(_, rest)| rest);
    let lower = lower.strip_prefix("www.").unwrap_or(lower);
    let known = |id: &str| Some(Name::Known(id.to_string(), None));
    if let Some(id) = creative_commons(lower) {
        return Some(id);
    }
    if let Some(rest) = names::register_page(lower) {
        return registered(rest);
    }
    if lower.contains("eupl") {
        let version =
            [("1.2", "EUPL-1.2"), ("12", "EUPL-1.2"), ("1.1", "EUPL-1.1"), ("11", "EUPL-1.1")];
        let tail = &lower[lower.rfind("eupl")?..];
        return version
            .iter()
            .find(|(number, _)| tail.contains(number))
            .and_then(|(_, id)| known(id));
    }
    names::address(lower).and_then(known)
}

/// The page of a register of licences: `mit`, `AGPL-3.0.html`, `MIT-license.php`.
fn registered(rest: &str) -> Option<Name> {
    let page = rest.split(['?', '#']).next()?.trim_end_matches('/');
    let page = page.strip_prefix("preview/").unwrap_or(page);
    let page = page.rsplit('/').next()?;
    let page = [".html", ".php", ".txt", ".json"]
        .iter()
        .find_map(|end| page.strip_suffix(end))
        .unwrap_or(page);
    let page = page.strip_suffix("-license").unwrap_or(page);
    let id = names::paged(page).or_else(|| ids::licence(page))?;
    match Expression::parse(id).ok()? {
        Expression::Term(term) => Some(Name::Known(term.id, term.exception)),
        _ => None,
    }
}

/// `creativecommons.org/licenses/by-sa/4.0/` and its likes; a version ported to a
/// country is another licence.
fn creative_commons(lower: &str) -> Option<Name> {
    let rest = lower.strip_prefix("creativecommons.org/")?;
    let mut parts = rest.split(['/', '?', '#']).filter(|part| !part.is_empty());
    let (kind, code) = (parts.next()?, parts.next()?);
    let version = parts.next().unwrap_or_default();
    if kind == "publicdomain" {
        return (code == "zero").then(|| Name::Known("CC0-1.0".to_string(), None));
    }
    let port = parts.next().filter(|part| {
        part.len() == 2 && !matches!(*part, "fr" | "en") || version != "4.0" && part.len() == 2
    });
    let port = port.map_or(String::new(), |port| format!("-{port}"));
    let id = ids::licence(&format!("cc-{code}-{version}{port}"));
    Some(id.map_or(Name::Family("CC"), |id| Name::Known(id.to_string(), None)))
}

/// The address of a badge: its label, its message, its colour.
static BADGE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)shields\.io/badge/licen[cs]es?(?:%20|_)?-((?:[^-/?\s)\]]|--)+)-[a-z0-9]+")
        .expect("constant")
});

/// The licence that the first badge of `text` names.
pub(super) fn badge(text: &str) -> Option<Notice> {
    let found = BADGE.captures(text)?.get(1)?;
    let words = found.as_str().replace("--", "-").replace("%20", " ").replace('_', " ");
    let words = words.replace("%2B", "+").replace("%2C", ",").replace("%26", "&");
    let expression = Some(Expression::read(&words)?);
    let line = 1 + text[..found.start()].matches('\n').count();
    let (bytes, scope, nature) = (found.range(), Scope::Whole, Nature::Notice);
    Some(Notice { expression, family: None, scope, nature, bytes, line, in_section: false })
}
