//! What is known of what the cursor is on: a fault with its rule, a key, a licence.
//! The pages are those of `publiable explain`.

use super::View;
use super::complete::toml;
use super::document::{Document, Kind};
use super::judge::Fault;
use crate::lang::{self, Text};
use crate::licence::decreed;
use crate::licence::expression::{Expression, Mode};
use crate::licence::identify::identify_text;
use crate::publiccode::Code;
use crate::publiccode::standard::{self, Format, Shape};
use crate::render::publiccode::page;
use crate::render::{capital, rule};
use crate::secrets::Redacted;
use crate::yaml::{Node, Yaml};
use lsp_types::{Hover, HoverContents, MarkupContent, MarkupKind, Position};
use std::ops::Range;

/// Columns of a page.
const WIDTH: usize = 80;
/// Levels of a `publiccode.yml` that are looked into.
const DEPTH: usize = 12;

/// The page about `position`, from the faults of the document.
pub(super) fn page(
    document: &Document,
    position: Position,
    faults: &[Fault],
    view: &View<'_>,
) -> Option<Hover> {
    let at = document.offset(position);
    let here = |fault: &&Fault| fault.bytes.start <= at && at <= fault.bytes.end;
    let mut pages: Vec<String> = faults.iter().filter(here).map(|one| told(one, view)).collect();
    let mut range = None;
    match document.kind() {
        Kind::Giant => {}
        Kind::Publiccode => {
            if let Some((bytes, about)) = key(document, at, view) {
                range = Some(document.range(bytes));
                pages.push(about);
            }
        }
        Kind::Config | Kind::Reuse => pages.extend(setting(document, at, view)),
        Kind::Licence => {
            // The whole file is about one thing.
            if pages.is_empty() {
                pages.extend(faults.first().map(|one| told(one, view)));
            }
            let found = identify_text(&document.text);
            pages.push(capital(found.verdict.told().get(view.lang)));
            let first = found.pieces.first();
            pages.extend(first.and_then(|piece| licence(&piece.expression, view)));
        }
    }
    let value = Redacted::of(&pages.join("\n\n")).to_string();
    // A plain text is shown as it is by every client, and nothing in it is obeyed.
    let content = MarkupContent { kind: MarkupKind::PlainText, value };
    (!pages.is_empty()).then_some(Hover { contents: HoverContents::Markup(content), range })
}

/// A fault, why it is one, and the rule it belongs to.
fn told(fault: &Fault, view: &View<'_>) -> String {
    let mut pages = vec![fault.message.get(view.lang).to_string()];
    let code = fault.code.strip_prefix("publiccode/");
    let code = code.and_then(|code| Code::ALL.iter().find(|known| known.code() == code));
    pages.extend(code.map(|code| page::rule(*code, view.lang).trim_end().to_string()));
    let id = if code.is_some() { "publiccode/valid" } else { &fault.code };
    pages.extend(about_rule(id, view));
    pages.join("\n\n")
}

/// The page of the rule `id` of the catalogue.
fn about_rule(id: &str, view: &View<'_>) -> Option<String> {
    let found = view.rules.get(id)?;
    Some(rule::text(found, view.rules, view.lang, WIDTH).trim_end().to_string())
}

/// What each licence of `expression` is, and its place on the list.
fn licence(expression: &str, view: &View<'_>) -> Option<String> {
    let read = Expression::parse_as(expression, Mode::Reuse).ok()?;
    let terms: Vec<Text> = read.terms().into_iter().map(decreed::detail).collect();
    let list = decreed::origin();
    let told = lang::list(&terms);
    Some(format!("{}\n{}\n{}", told.get(view.lang), list.article, list.article_url))
}

/// What is known of the rule, the licences or the key of the line that holds the byte `at`.
fn setting(document: &Document, at: usize, view: &View<'_>) -> Option<String> {
    let (path, value, told) = toml::line(document, at, view.lang)?;
    let rule = about_rule(value, view).or_else(|| about_rule(path.last()?, view));
    let licence = || licence(value, view).filter(|_| document.kind() == Kind::Reuse);
    rule.or_else(licence).or(told)
}

/// The key of the standard that holds the byte `at`: where it is written, and its page.
fn key(document: &Document, at: usize, view: &View<'_>) -> Option<(Range<usize>, String)> {
    let mark = document.mark();
    let (yaml, _) = Yaml::parse(&document.text[mark..]);
    let at = at.checked_sub(mark)?;
    let mut path = Vec::new();
    let (name, value) = deepest(*yaml.roots().first()?, at, &mut path, DEPTH)?;
    let dotted = path.join(".");
    let found = standard::find(&dotted)?;
    let mut about = page::key(&dotted, found, view.lang).trim_end().to_string();
    if matches!(found.shape, Shape::Scalar(Format::Spdx)) {
        about.extend(licence(value.text()?, view).map(|said| format!("\n\n{said}")));
    }
    Some((name.range().start + mark..name.range().end + mark, about))
}

/// The entry that holds the byte `at`, those it is in coming first in `path`.
fn deepest<'y>(
    node: Node<'y>,
    at: usize,
    path: &mut Vec<&'y str>,
    depth: usize,
) -> Option<(Node<'y>, Node<'y>)> {
    let depth = depth.checked_sub(1)?;
    for item in node.items() {
        if item.range().start <= at && at <= item.range().end {
            return deepest(item, at, path, depth);
        }
    }
    for (name, value) in node.own_entries() {
        let (first, last) = (name.range().start, value.range().end.max(name.range().end));
        if first <= at && at <= last && !value.is_alias() {
            path.push(name.text()?);
            return deepest(value, at, path, depth).or(Some((name, value)));
        }
    }
    None
}
