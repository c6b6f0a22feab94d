//! XML of manifests: bounded, with the place of what is wrong.

use super::source::Malformed;
use crate::text;
use crate::text::line::position;
use roxmltree::{Document, Node};

/// The deepest XML that is read.
const MAX_DEPTH: usize = 256;

/// The document that `text` is. No entity is declared nor expanded, and its depth
/// is bounded before it is read.
pub(super) fn xml(text: &str) -> Result<Document<'_>, Malformed> {
    if let Some(offset) = too_deep(text) {
        let (line, column) = position(text, offset);
        return Err(Malformed::at(
            line,
            column,
            text!("les éléments sont trop imbriqués", "elements are nested too deep"),
        ));
    }
    Document::parse(text).map_err(|error| {
        let place = error.pos();
        let message = error.to_string();
        let message = message.rsplit_once(" at ").map_or(message.as_str(), |(words, _)| words);
        Malformed::said(place.row as usize, place.col as usize, message)
    })
}

/// Where tags are nested deeper than allowed, counting roughly: closing and empty
/// tags are recognised by their first and last characters.
fn too_deep(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut depth = 0usize;
    for at in memchr::memchr_iter(b'<', bytes) {
        match bytes.get(at + 1) {
            Some(b'/') => depth = depth.saturating_sub(1),
            Some(b'?' | b'!') | None => {}
            Some(_) => {
                let rest = &bytes[at + 1..];
                let end = memchr::memchr2(b'<', b'>', rest).unwrap_or(rest.len());
                if rest[..end].last() != Some(&b'/') {
                    depth += 1;
                }
            }
        }
        if depth > MAX_DEPTH {
            return Some(at);
        }
    }
    None
}

/// The text of the element `name` of `node`.
pub(super) fn child<'a>(node: Node<'a, '_>, name: &str) -> Option<&'a str> {
    let found = node.children().find(|child| child.tag_name().name() == name)?;
    found.text().map(str::trim).filter(|text| !text.is_empty())
}

/// The elements in the list `name` of `node`.
pub(super) fn children<'a, 'i: 'a>(
    node: Node<'a, 'i>,
    name: &'a str,
) -> impl Iterator<Item = Node<'a, 'i>> + 'a {
    let lists = node.children().filter(move |node| node.tag_name().name() == name);
    lists.flat_map(|list| list.children()).filter(Node::is_element)
}
