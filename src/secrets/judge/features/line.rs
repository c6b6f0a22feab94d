//! Measures of the lines around a value.

use super::{Groups, Measures, groups};
use crate::secrets::generic::{Format, Found, View};
use memchr::memmem::find;
use std::sync::LazyLock;

/// Words of the line, by what they say of it.
static GROUPS: Groups = LazyLock::new(|| groups("line."));

/// Words of the neighbouring lines.
static NEAR: Groups = LazyLock::new(|| groups("near."));

/// Adds the measures of the line of `found` and of its neighbours.
pub(super) fn measure(measures: &mut Measures, view: &View<'_>, found: &Found) {
    let (start, end) = (view.line_start(found.value.start), view.line_end(found.value.end));
    // Of a huge line, what is near.
    let near_start = start.max(found.value.start.saturating_sub(240));
    let near_end = end.min(found.value.end + 120);
    let before = view.get(near_start..found.value.start);
    let after = view.get(found.value.end..near_end);
    measures.count("line.length", (end - start).min(2000));
    let line = view.get(start..end);
    measures.count(
        "line.indent",
        line.iter().take_while(|b| matches!(b, b' ' | b'\t')).take(40).count(),
    );
    measures.count("line.before", before.len());
    measures.count("line.after", after.len());
    let quotes = |bytes: &[u8]| bytes.iter().filter(|b| matches!(b, b'"' | b'\'' | b'`')).count();
    measures.count("line.quotes-before", quotes(before));
    measures.count("line.quotes-after", quotes(after));
    measures.flag("line.comment", view.in_comment(found.value.start));
    measures
        .flag("line.in-string", found.quote == 0 && view.open_quote(found.value.start).is_some());
    let following =
        after.iter().copied().find(|b| !matches!(b, b'"' | b'\'' | b'`' | b' ' | b'\\'));
    measures.add("line.next", following.map_or(0, mark));
    let closing =
        before.iter().rev().copied().find(|b| !matches!(b, b'"' | b'\'' | b'`' | b' ' | b'\\'));
    measures.add("line.previous", closing.map_or(0, mark));
    let prefix = view.get(found.value.start.saturating_sub(2)..found.value.start.saturating_sub(1));
    measures.flag(
        "line.prefixed-string",
        found.quote != 0 && prefix.first().is_some_and(u8::is_ascii_alphabetic),
    );
    measures.flag(
        "line.joined",
        after.iter().take(4).any(|&b| b == b'+') || before.iter().rev().take(4).any(|&b| b == b'+'),
    );
    let mut around = before.to_ascii_lowercase();
    around.push(b' ');
    around.extend(after.iter().map(u8::to_ascii_lowercase));
    GROUPS.iter().for_each(|group| measures.flag(group.name, group.is_in(&around)));
    let value = view.get(found.value.clone());
    let repeated =
        value.len() >= 3 && (find(before, value).is_some() || find(after, value).is_some());
    measures.flag("line.repeated", repeated);
    let mut near = view.get(start.saturating_sub(240)..start).to_ascii_lowercase();
    near.extend(view.get(end..end + 240).iter().map(u8::to_ascii_lowercase));
    NEAR.iter().for_each(|group| measures.flag(group.name, group.is_in(&near)));
    let value = value.to_ascii_lowercase();
    measures.flag("near.repeated", value.len() >= 3 && stands_in(&near, &value));
    measures.flag("line.local", local(view.get(found.value.end..found.value.end + 40)));
    measures.flag("line.account", account(view, found));
    measures.flag("near.bulk", bulk(view, found));
}

/// True when `word` stands alone in `text`.
fn stands_in(text: &[u8], word: &[u8]) -> bool {
    let joined = |byte: Option<&u8>| byte.is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'_');
    memchr::memmem::find_iter(text, word).any(|at| {
        let before = at.checked_sub(1).and_then(|at| text.get(at));
        !joined(before) && !joined(text.get(at + word.len()))
    })
}

/// True when what follows the value of a URL is a host of the machine itself or
/// of its containers: `@localhost:5432`, `@db/`.
fn local(after: &[u8]) -> bool {
    let Some(host) = after.strip_prefix(b"@") else { return false };
    let part = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.');
    let host = &host[..host.iter().position(|b| !part(b)).unwrap_or(host.len())];
    let own = [b"127.".as_slice(), b"0.0.0.0", b"host.docker.internal"];
    let name = !host.contains(&b'.') && host.iter().any(u8::is_ascii_alphabetic);
    name || own.iter().any(|start| host.starts_with(start))
}

/// A class for the byte that stands next to a value.
fn mark(byte: u8) -> u8 {
    match byte {
        b',' => 1,
        b';' => 2,
        b')' => 3,
        b'}' => 4,
        b'(' => 5,
        b'=' => 6,
        b':' => 7,
        b'>' => 8,
        b'<' => 9,
        b'+' => 10,
        b'.' => 11,
        b'&' | b'?' => 12,
        b'|' => 13,
        b'[' | b']' => 14,
        b'@' => 15,
        b'/' => 16,
        b'\n' | b'\r' => 17,
        b'{' => 18,
        b'#' => 19,
        _ if byte.is_ascii_digit() => 20,
        _ => 21,
    }
}

/// True where accounts are kept: `user:value` at the start of a line, a row of a dump.
fn account(view: &View<'_>, found: &Found) -> bool {
    let start = view.line_start(found.value.start);
    let before = view.get(start..found.value.start);
    let user = before.strip_suffix(b":").is_some_and(|user| {
        !user.is_empty()
            && user
                .iter()
                .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.' | b'@'))
    });
    user || (view.format == Format::Sql && before.contains(&b'('))
}

/// True when the value's line and its neighbours are lines of encoded data.
fn bulk(view: &View<'_>, found: &Found) -> bool {
    let encoded = |line: &[u8]| {
        let line = line.trim_ascii();
        line.len() >= 40
            && line.iter().all(|b| {
                b.is_ascii_alphanumeric()
                    || matches!(b, b'+' | b'/' | b'=' | b'\\' | b'n' | b'"' | b',')
            })
    };
    let start = view.line_start(found.value.start);
    let end = view.line_end(found.value.end);
    let previous =
        start.checked_sub(1).map(|at| view.get(view.line_start(at)..at)).unwrap_or_default();
    let next = view.get(end + 1..view.line_end(end + 1));
    encoded(previous) || encoded(next)
}
