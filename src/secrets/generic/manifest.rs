//! The data of a Secret of Kubernetes, whatever their keys and wherever its kind stands,
//! or of what Kustomize makes one from.

use super::catalogue::Kind;
use super::default;
use super::format::Format;
use super::found::{Found, Syntax};
use super::literal::{self, Literal};
use super::name;
use super::view::View;
use crate::secrets::judge::features::is_sealed;
use crate::secrets::lists::{Names, list};
use data_encoding::BASE64;
use memchr::memmem;
use std::ops::Range;
use std::sync::LazyLock;

/// A longer manifest is no list of secrets.
const LONGEST: usize = 64 << 10;
/// A longer value is a file, which is read as one.
const LONGEST_VALUE: usize = 400;
/// Values of one manifest looked at.
const VALUES: usize = 100;

/// Last words of keys whose values are no secret.
static PUBLIC: Names = LazyLock::new(|| list("manifest.public-keys"));

/// The values of the Secrets that `text` declares.
pub(crate) fn values(text: &[u8], format: Format) -> Vec<Found> {
    let mut found = Vec::new();
    if !matches!(format, Format::Settings | Format::Json | Format::Other) {
        return found;
    }
    for at in memmem::find_iter(text, b"Secret") {
        let word = at..at + 6;
        if let Some(lines) = declared(text, &word) {
            let view = View::spanning(text, lines, format);
            read(&view, &word, &mut found);
        }
    }
    for at in memmem::find_iter(text, GENERATOR) {
        generated(text, at..at + GENERATOR.len(), format, &mut found);
    }
    found
}

/// What Kustomize makes Secrets from.
const GENERATOR: &[u8] = b"secretGenerator";

/// The `literals` of the generators under the word at `word`: `- KEY=value`.
fn generated(text: &[u8], word: Range<usize>, format: Format, found: &mut Vec<Found>) {
    let view = View::around(text, word.start, GENERATED, LONGEST, format);
    let column = |at: usize| view.skip_blanks(at) - at;
    let start = view.line_start(word.start);
    if view.skip_blanks(start) != word.start || view.byte(word.end) != Some(b':') {
        return;
    }
    let (mut at, mut listed) = (view.line_end(word.end) + 1, None);
    while at < view.end {
        let (end, mut key) = (view.line_end(at), view.skip_blanks(at));
        let item = view.starts_with(key, b"- ");
        if key < end && column(at) <= column(start) && !item {
            return;
        }
        if item {
            key = view.skip_blanks(key + 2);
        }
        match view.starts_with(key, b"literals:") {
            // `literals: ["KEY=value", …]`, or items on the next lines.
            true if view.byte(view.skip_blanks(key + 9)) == Some(b'[') => {
                let mut from = view.skip_blanks(key + 9) + 1;
                while let Some(literal) = literal::quoted(&view, view.skip_blanks(from)) {
                    from = literal.next + usize::from(view.byte(literal.next) == Some(b','));
                    found.extend(pair(&view, &word, literal));
                }
            }
            true => listed = Some(key - at),
            false if item && listed.is_some_and(|column| key - at > column) => {
                let literal =
                    literal::quoted(&view, key).or_else(|| literal::to_line_end(&view, key));
                found.extend(literal.and_then(|literal| pair(&view, &word, literal)));
            }
            false => listed = None,
        }
        at = end + 1;
    }
}

/// Lines of generators read.
const GENERATED: usize = 200;

/// The value of `KEY=value`, the text of `literal`.
fn pair(view: &View<'_>, word: &Range<usize>, literal: Literal) -> Option<Found> {
    let start = literal.value.start;
    let length = view.get(literal.value.clone()).iter().position(|b| *b == b'=')?;
    let value = Literal { value: start + length + 1..literal.value.end, ..literal };
    let key = view.get(start..start + length);
    // The first letters of the generator: the name of what it makes.
    entry(view, &(word.start..word.start + 6), key, start..start + length, value, false)
}

/// The lines of the manifest whose `kind` is the word at `word`.
fn declared(text: &[u8], word: &Range<usize>) -> Option<Range<usize>> {
    let start = memchr::memrchr(b'\n', &text[..word.start]).map_or(0, |at| at + 1);
    let before = &text[start..word.start];
    let quoted = before.strip_suffix(b"\"").or_else(|| before.strip_suffix(b"'"));
    let before = quoted.unwrap_or(before);
    let key = before.trim_ascii_end().strip_suffix(b":")?;
    let key = key.strip_suffix(b"\"").unwrap_or(key).strip_suffix(b"kind")?;
    let ends = |b: &u8| b.is_ascii_whitespace() || matches!(b, b'"' | b'\'' | b',' | b'}' | b'#');
    if !text.get(word.end).is_none_or(ends) || key.last().is_some_and(u8::is_ascii_alphanumeric) {
        return None;
    }
    let (low, high) = (word.start.saturating_sub(LONGEST), text.len().min(word.end + LONGEST));
    // Documents of a stream, items of a list.
    let parts: [&[u8]; 2] = [b"\n---", b"\n- "];
    let from = parts.iter().filter_map(|part| memmem::rfind(&text[low..start], part)).max();
    let to = parts.iter().filter_map(|part| memmem::find(&text[word.end..high], part)).min();
    let from = from.map_or(low, |at| low + at + 1);
    Some(from..to.map_or(high, |at| word.end + at + 1))
}

/// The values under `data` and `stringData`.
fn read(view: &View<'_>, word: &Range<usize>, found: &mut Vec<Found>) {
    for (section, encoded) in [(b"data".as_slice(), true), (b"stringData", false)] {
        let text = view.get(view.start..view.end);
        for at in memmem::find_iter(text, section) {
            let at = view.start + at;
            let opened = |b: u8| b.is_ascii_whitespace() || matches!(b, b'"' | b'{' | b',');
            let mut colon = at + section.len();
            colon += usize::from(view.byte(colon) == Some(b'"'));
            if view.before(at).is_none_or(opened) && view.byte(colon) == Some(b':') {
                entries(view, word, colon + 1, encoded, found);
            }
        }
    }
}

/// The entries of the mapping that follows `at`.
fn entries(view: &View<'_>, word: &Range<usize>, at: usize, encoded: bool, found: &mut Vec<Found>) {
    let margin = |at: usize| view.skip_blanks(at) - at;
    let column = margin(view.line_start(at));
    let braces = view.byte(view.skip_space(at, 1)) == Some(b'{');
    let mut at = if braces { view.skip_space(at, 1) + 1 } else { view.line_end(at) + 1 };
    for _ in 0..VALUES {
        let start = if braces { view.skip_space(at, 1) } else { at };
        if start >= view.end || (!braces && margin(start) <= column && view.line_end(start) > start)
        {
            return;
        }
        let end = if braces { view.end } else { view.line_end(start) };
        let Some(length) = view.get(start..end).iter().position(|b| *b == b':') else { return };
        let key = view.get(start..start + length).trim_ascii();
        let quoted = key.strip_prefix(b"\"").and_then(|key| key.strip_suffix(b"\""));
        let value = view.skip_blanks(start + length + 1);
        let block = matches!(view.byte(value), Some(b'|' | b'>'));
        let value = if block { view.skip_blanks(view.line_end(value) + 1) } else { value };
        let literal = literal::quoted(view, value).or_else(|| match braces {
            true => literal::bare(view, value),
            false => literal::to_line_end(view, value),
        });
        let name = view.skip_blanks(start)..start + length;
        at = match (&literal, braces) {
            (None, true) => return,
            (Some(literal), true) => match view.skip_space(literal.next, 1) {
                next if view.byte(next) == Some(b',') => next + 1,
                _ => view.end,
            },
            (_, false) => view.line_end(value) + 1,
        };
        found.extend(
            literal.and_then(|literal| {
                entry(view, word, quoted.unwrap_or(key), name, literal, encoded)
            }),
        );
        // What is left of a block stands further right than its key.
        while block && at < view.end && margin(at) > margin(start) {
            at = view.line_end(at) + 1;
        }
    }
}

/// The value that `key` has, when it may be a secret.
pub(super) fn entry(
    view: &View<'_>,
    word: &Range<usize>,
    key: &[u8],
    name: Range<usize>,
    literal: Literal,
    encoded: bool,
) -> Option<Found> {
    let raw = view.get(literal.value.clone());
    // `{{ "value" | b64enc }}`
    let inner = raw.starts_with(b"{{").then(|| default::fallback(raw)).flatten();
    let (literal, encoded) = match inner {
        Some(inner) => {
            let at = literal.value.start;
            (Literal { value: at + inner.start..at + inner.end, ..literal }, false)
        }
        None => (literal, encoded),
    };
    let raw = view.get(literal.value.clone());
    let decoded = if encoded { BASE64.decode(raw).ok()? } else { raw.to_vec() };
    let text = decoded.trim_ascii_end();
    let plain = text.iter().all(|b| (0x20..0x7f).contains(b)) && text.len() <= LONGEST_VALUE;
    let words = name::words(key);
    let public = words.last().is_some_and(|last| PUBLIC.contains(&last.as_str()));
    let hollow = [b"://".as_slice(), b"{{", b"${", b"$("];
    if !plain
        || public
        || is_sealed(text)
        || hollow.iter().any(|mark| memmem::find(text, mark).is_some())
    {
        return None;
    }
    // A key that says nothing holds a secret all the same: its kind says so.
    let (kind, name) = match name::kind(key) {
        Some(kind) => (kind, name),
        None if is_plain(text) => return None,
        None => (Kind::Secret, word.clone()),
    };
    Some(Found::new(view, kind, name, &literal, Syntax::Member))
}

/// True for a setting rather than a secret: a word for yes or no, a number, a version.
fn is_plain(text: &[u8]) -> bool {
    let word = [b"true".as_slice(), b"false", b"yes", b"no", b"on", b"off", b"null"];
    let number = |b: &u8| b.is_ascii_digit() || matches!(b, b'.' | b',' | b'-');
    word.iter().any(|word| text.eq_ignore_ascii_case(word)) || text.iter().all(number)
}
