//! The secrets that a resource of Terraform declares, whatever their keys: the data of a
//! Secret of Kubernetes, the value of a vault. Which resources do is data.

use super::format::Format;
use super::found::Found;
use super::literal::{self, Literal};
use super::manifest;
use super::view::View;
use crate::secrets::lists::list;
use memchr::memmem;
use std::ops::Range;
use std::sync::LazyLock;

/// A type of resource, the attribute that is secret, and what must stand in the resource,
/// if anything.
type Secret = (&'static str, &'static str, Option<&'static str>);

static SECRETS: LazyLock<Vec<Secret>> = LazyLock::new(|| {
    let read = |line: &&'static str| {
        let mut words = line.split(' ');
        Some((words.next()?, words.next()?, words.next()))
    };
    list("resource.secrets").iter().filter_map(read).collect()
});

/// What a resource starts with.
const RESOURCE: &[u8] = b"resource \"";
/// A longer resource holds no secret of its own.
const LONGEST: usize = 8 << 10;
/// Values of one resource looked at.
const VALUES: usize = 40;

/// The values of the resources that `text` declares.
pub(super) fn values(text: &[u8], format: Format) -> Vec<Found> {
    let mut found = Vec::new();
    if format != Format::Code {
        return found;
    }
    for at in memmem::find_iter(text, RESOURCE) {
        let start = at + RESOURCE.len();
        let end = (start + LONGEST).min(text.len());
        let view = View::spanning(text, at..end, format);
        let length = view.get(start..end).iter().position(|b| *b == b'"').unwrap_or_default();
        let word = start..start + length;
        let known = SECRETS.iter().filter(|(named, ..)| named.as_bytes() == &text[word.clone()]);
        for (_, attribute, mark) in known {
            read(&view, word.clone(), attribute, *mark, &mut found);
        }
    }
    found
}

/// The values of `attribute` in the resource whose type is the word at `word`.
fn read(
    view: &View<'_>,
    word: Range<usize>,
    attribute: &str,
    mark: Option<&str>,
    found: &mut Vec<Found>,
) {
    let Some(open) = view.rest(word.end).iter().position(|b| *b == b'{') else { return };
    let block = word.end + open..closing(view, word.end + open);
    if mark.is_some_and(|mark| memmem::find(view.get(block.clone()), mark.as_bytes()).is_none()) {
        return;
    }
    for at in memmem::find_iter(view.get(block.clone()), attribute.as_bytes()) {
        let name = block.start + at..block.start + at + attribute.len();
        let alone = view.get(view.line_start(name.start)..name.start).trim_ascii().is_empty();
        let tie = view.skip_blanks(name.end);
        if !alone || view.byte(tie) != Some(b'=') {
            continue;
        }
        let value = unwrapped(view, view.skip_blanks(tie + 1));
        match view.byte(value) {
            Some(b'{') => members(view, &word, value, found),
            _ => found.extend(literal::quoted(view, value).and_then(|literal| {
                manifest::entry(view, &word, attribute.as_bytes(), name, literal, false)
            })),
        }
        return;
    }
}

/// Past the functions that only encode what stands at `at`: `jsonencode(`, `base64encode(`.
fn unwrapped(view: &View<'_>, mut at: usize) -> usize {
    let functions = [b"jsonencode(".as_slice(), b"base64encode(", b"sensitive(", b"tomap("];
    while let Some(function) = functions.iter().find(|word| view.starts_with(at, word)) {
        at = view.skip_space(at + function.len(), 1);
    }
    at
}

/// The strings that the object opened at `open` gives its keys.
fn members(view: &View<'_>, word: &Range<usize>, open: usize, found: &mut Vec<Found>) {
    let end = closing(view, open);
    let mut at = open + 1;
    for _ in 0..VALUES {
        let start = view.skip_space(at, 2);
        let quoted = literal::quoted(view, start);
        let key = match &quoted {
            Some(key) => key.value.clone(),
            None => {
                let part = |b: &&u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.');
                start..start + view.get(start..end).iter().take_while(part).count()
            }
        };
        let tie = view.skip_blanks(quoted.map_or(key.end, |key| key.next));
        if start >= end || !matches!(view.byte(tie), Some(b'=' | b':')) {
            return;
        }
        let value = unwrapped(view, view.skip_blanks(tie + 1));
        let literal = literal::quoted(view, value);
        at = view.line_end(value) + 1;
        if let Some(Literal { next, .. }) = literal
            && let Some(comma) = view.get(next..at).iter().position(|b| *b == b',')
        {
            at = next + comma + 1;
        }
        let read =
            |literal| manifest::entry(view, word, view.get(key.clone()), key, literal, false);
        found.extend(literal.and_then(read));
    }
}

/// Where the object opened at `open` ends.
fn closing(view: &View<'_>, open: usize) -> usize {
    let (mut at, mut depth) = (open, 0_i32);
    while let Some(byte) = view.byte(at) {
        match byte {
            b'"' => at = literal::quoted(view, at).map_or(at, |text| text.next - 1),
            b'{' => depth += 1,
            b'}' => depth -= 1,
            _ => {}
        }
        at += 1;
        if depth == 0 {
            break;
        }
    }
    at
}
