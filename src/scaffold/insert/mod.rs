//! Inserting a part in a document: at its place, in the document's own manner
//! (markup, heading style, ends of lines), every other byte kept.

mod heading;
mod markup;
mod place;
#[cfg(test)]
mod tests;

use super::piece::Place;
use crate::document::{Block, Document, Format};
use crate::text::pattern::Pattern;
use heading::Headings;
use std::collections::BTreeSet;

/// Where a part goes.
struct Spot {
    /// The 0-based line it goes before; the end of the document without it.
    line: Option<usize>,
    /// Whether it joins the paragraph above it: a badge beside others.
    joined: bool,
}

/// `text`, written as `format`, with the Markdown `part` inserted at `place`;
/// before the first section whose heading matches `before`, when there is one.
/// A section that the document has already is completed, not repeated; words
/// that it has already are not added.
pub(crate) fn insert(
    text: &str,
    part: &str,
    place: Place,
    before: Option<&Pattern>,
    format: Format,
) -> String {
    let document = Document::parse(text, format);
    let headings = Headings::of(&document, text);
    let (spot, part) = match place {
        Place::Badge => (place::badge(&document, text), part),
        Place::Lead => (place::lead(&document, text), part),
        Place::Opening => (place::opening(&document, text), part),
        Place::Section => match same_section(&document, part) {
            Some((line, body)) => (Spot { line, joined: false }, body),
            None => (place::section(&document, headings.level(), before), part),
        },
    };
    let part = match document.format {
        Format::Markdown => headings.in_markdown(part),
        format => markup::convert(part, format, &headings),
    };
    match holds(text, &part) {
        true => text.to_string(),
        false => splice(text, part.trim_end(), &spot),
    }
}

/// True when every line of `part` stands in `text` already.
fn holds(text: &str, part: &str) -> bool {
    let lines: BTreeSet<&str> = text.lines().map(str::trim).collect();
    part.lines().map(str::trim).all(|line| lines.contains(line))
}

/// When `document` has a section named as `part` is: the line where its own
/// text ends, and `part` without its heading.
fn same_section<'p>(document: &Document, part: &'p str) -> Option<(Option<usize>, &'p str)> {
    let (heading, body) = part.trim_start().split_once('\n')?;
    let wanted = name(heading.strip_prefix("##")?);
    let mut headings = document.headings();
    headings.find(|block| name(&block.text) == wanted)?;
    let next: Option<&Block> = headings.next();
    Some((next.map(|block| block.line - 1), body.trim_start()))
}

/// What two headings have in common when they say the same.
fn name(heading: &str) -> String {
    let letters: String = heading.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect();
    letters.trim_end_matches('s').to_string()
}

/// Inserts `part` at `spot`, with the blank lines it needs around it.
fn splice(text: &str, part: &str, spot: &Spot) -> String {
    let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let part = part.replace('\n', end);
    let at = match spot.line {
        Some(line) => text.split_inclusive('\n').take(line).map(str::len).sum(),
        None => text.len(),
    };
    // A byte order mark stays first.
    let at = at.max(text.len() - text.trim_start_matches('\u{feff}').len());
    let (head, tail) = text.split_at(at);
    let mut whole = String::with_capacity(text.len() + part.len() + 8);
    whole.push_str(head);
    let bare = head.trim_start_matches('\u{feff}');
    if !bare.is_empty() {
        if !head.ends_with('\n') {
            whole.push_str(end);
        }
        if !spot.joined && !ends_with_blank_line(head) {
            whole.push_str(end);
        }
    }
    whole.push_str(&part);
    whole.push_str(end);
    let next = tail.split_inclusive('\n').next().unwrap_or_default();
    if !next.trim().is_empty() {
        whole.push_str(end);
    }
    whole.push_str(tail);
    whole
}

fn ends_with_blank_line(head: &str) -> bool {
    let head = head.strip_suffix('\n').map(|head| head.strip_suffix('\r').unwrap_or(head));
    head.is_some_and(|head| head.is_empty() || head.ends_with('\n'))
}
