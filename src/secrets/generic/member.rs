//! The value of an object that a name designates: `variable "NAME" { default = … }`,
//! `name: NAME` beside `value: …` in either order, `<add key="NAME" value="…"/>`,
//! and the block or the line that follows a name.

use super::view::View;
use crate::secrets::lists::{Names, list};
use memchr::memmem::Finder;
use std::ops::Range;
use std::sync::LazyLock;

/// Members that say what an object is about.
static SUBJECTS: Names = LazyLock::new(|| list("member.names"));
/// Members that hold what it is worth.
static VALUES: Names = LazyLock::new(|| list("member.values"));

/// Bytes of an object looked at on each side of the name.
const REACH: usize = 900;

/// How most members of [`VALUES`] end.
static ENDS: LazyLock<[Finder<'static>; 2]> =
    LazyLock::new(|| [Finder::new("efault"), Finder::new("alue")]);

/// True when `bytes` hold what an object may give a value with, far from its name:
/// `value: `, `"default" = `, `<value>`.
pub(crate) fn is_far(bytes: &[u8]) -> bool {
    let tied = |end: usize| {
        let rest = &bytes[end..];
        let rest = rest.strip_prefix(b"\"").or_else(|| rest.strip_prefix(b"'")).unwrap_or(rest);
        matches!(rest.iter().find(|b| !matches!(b, b' ' | b'\t')), Some(b':' | b'=' | b'>'))
    };
    ENDS.iter().any(|word| word.find_iter(bytes).any(|at| tied(at + word.needle().len())))
}

/// Where the values that the object around or after `name` gives it start; `closed` is
/// past what closes the name.
pub(crate) fn values(view: &View<'_>, name: &Range<usize>, closed: usize) -> Option<usize> {
    let quoted = closed > name.end;
    if quoted && let Some(tag) = tag(view, name.start) {
        return in_tag(view, name, closed, &tag);
    }
    if let Some(open) = opening(view, closed, quoted) {
        return member(view, open..closing(view, open));
    }
    let after = view.byte(view.skip_blanks(closed));
    let whole = after.is_none_or(|b| matches!(b, b'\n' | b'\r' | b',' | b'}' | b'#'));
    if whole && let Some(object) = around(view, name) {
        return member(view, name.end..object.end)
            .or_else(|| member(view, object.start..name.start));
    }
    let line = view.line_end(closed);
    let declared = view.get(closed..line).trim_ascii() == b":";
    declared.then(|| member(view, line + 1..block_end(view, line, indent(view, name.start))))?
}

/// The tag that is open at `at`.
fn tag(view: &View<'_>, at: usize) -> Option<Range<usize>> {
    let before = view.get(at.saturating_sub(REACH).max(view.start)..at);
    let open = before.iter().rposition(|b| matches!(b, b'<' | b'>'))?;
    let start = at - before.len() + open;
    let named = view.byte(start + 1)?.is_ascii_alphabetic() && before[open] == b'<';
    let after = view.get(at..at + REACH);
    let end = after.iter().position(|b| *b == b'>')?;
    named.then_some(start..at + end)
}

/// `<add key="NAME" value="…">`, `<entry key="NAME">…<`.
fn in_tag(
    view: &View<'_>,
    name: &Range<usize>,
    closed: usize,
    tag: &Range<usize>,
) -> Option<usize> {
    subject(view, name.start)?;
    let attribute = member(view, closed..tag.end).or_else(|| member(view, tag.start..name.start));
    if attribute.is_some() || view.before(tag.end) == Some(b'/') {
        return attribute;
    }
    let content = view.skip_space(tag.end + 1, 2);
    match view.get(content..content + 32).strip_prefix(b"<") {
        None => Some(content),
        Some(child) => {
            let length = child.iter().position(|b| *b == b'>')?;
            let wanted = VALUES.iter().any(|word| child[..length] == *word.as_bytes());
            wanted.then_some(content + length + 2)
        }
    }
}

/// Where the word starts that says an object is called what stands at `at`:
/// the `name` of `name: NAME`, `"key": "NAME"`, `Name="NAME"`.
fn subject(view: &View<'_>, at: usize) -> Option<usize> {
    let line = view.get(view.line_start(at)..at);
    let mark = |b: &u8| !matches!(b, b'"' | b'\'' | b'\\' | b' ' | b'\t');
    let tie = line.iter().rposition(mark)?;
    let tie = if line[..=tie].ends_with(b"=>") { tie - 1 } else { tie };
    if !matches!(line[tie], b':' | b'=') {
        return None;
    }
    let end = line[..tie].iter().rposition(mark)? + 1;
    let part = |b: &u8| !b.is_ascii_alphanumeric() && !matches!(b, b'_' | b'-');
    let start = line[..end].iter().rposition(part).map_or(0, |at| at + 1);
    let known = SUBJECTS.iter().any(|word| line[start..end] == *word.as_bytes());
    known.then_some(at - line.len() + start)
}

/// The brace that opens an object after a name, past what ties them.
fn opening(view: &View<'_>, closed: usize, quoted: bool) -> Option<usize> {
    let mut at = view.skip_blanks(closed);
    // `class Password {` declares no object.
    if view.byte(at) == Some(b'{') && !quoted {
        return None;
    }
    if matches!(view.byte(at), Some(b':' | b'=')) {
        at = view.skip_space(at + 1, 1);
    }
    (view.byte(at) == Some(b'{') && view.byte(at + 1) != Some(b'{')).then_some(at + 1)
}

/// Where the object that starts at `open` ends.
fn closing(view: &View<'_>, open: usize) -> usize {
    let mut depth = 1;
    let end = view.get(open..open + REACH).iter().position(|b| {
        depth += i32::from(matches!(b, b'{' | b'[')) - i32::from(matches!(b, b'}' | b']'));
        depth == 0
    });
    end.map_or((open + REACH).min(view.end), |length| open + length)
}

/// Where the object that holds `name`, given to the member that says what it is about,
/// starts and ends.
fn around(view: &View<'_>, name: &Range<usize>) -> Option<Range<usize>> {
    let subject = subject(view, name.start)?;
    let low = view.start.max(name.start.saturating_sub(REACH));
    let mut depth = 0;
    let open = view.get(low..subject).iter().rposition(|b| {
        depth += i32::from(matches!(b, b'}' | b']')) - i32::from(matches!(b, b'{' | b'['));
        depth < 0
    });
    match open.map(|open| low + open + 1) {
        Some(open) => Some(open..closing(view, open)),
        None => Some(item(view, subject)),
    }
}

/// The lines of the mapping whose key at `key` starts one of its lines.
fn item(view: &View<'_>, key: usize) -> Range<usize> {
    let column = key - view.line_start(key);
    let mut start = view.line_start(key);
    let first =
        |at: usize| view.get(at..key.min(view.line_end(at))).trim_ascii_start().starts_with(b"-");
    while !first(start) && start > view.start {
        let before = view.line_start(start - 1);
        if indent(view, view.line_end(before)) < column && !first(before) {
            break;
        }
        start = before;
    }
    start..block_end(view, view.line_end(key), column.saturating_sub(1))
}

/// Columns before the first byte of the line that ends or goes on at `at`.
fn indent(view: &View<'_>, at: usize) -> usize {
    let line = view.get(view.line_start(at)..view.line_end(at));
    line.iter().take_while(|b| matches!(b, b' ' | b'\t')).count()
}

/// Past the lines after the line feed at `end` that stand further right than `column`.
fn block_end(view: &View<'_>, mut end: usize, column: usize) -> usize {
    while end < view.end {
        let line = view.get(end + 1..view.line_end(end + 1));
        let blank = line.iter().take_while(|b| matches!(b, b' ' | b'\t')).count();
        let further = blank > column && line.get(blank) != Some(&b'-');
        if line.is_empty() || (!further && blank < line.len()) {
            break;
        }
        end += 1 + line.len();
    }
    end.min(view.end)
}

/// Past the tie of the first member of `range` that holds a value, outside of the
/// objects inside.
fn member(view: &View<'_>, range: Range<usize>) -> Option<usize> {
    let bytes = view.get(range.clone());
    let base = range.start.max(view.start);
    let (mut at, mut depth) = (0, 0);
    while at < bytes.len() {
        depth += i32::from(bytes[at] == b'{') - i32::from(bytes[at] == b'}');
        let word = bytes[at..].iter().take_while(|b| b.is_ascii_alphanumeric()).count();
        let joined = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.');
        let starts = at.checked_sub(1).is_none_or(|before| !joined(&bytes[before]));
        if word > 0 && starts && depth == 0 {
            let known = VALUES.iter().any(|value| bytes[at..at + word] == *value.as_bytes());
            let tie =
                base + at + word + usize::from(matches!(bytes.get(at + word), Some(b'"' | b'\'')));
            let tie = view.skip_blanks(tie);
            let tied =
                matches!(view.byte(tie), Some(b':' | b'=')) && view.byte(tie + 1) != Some(b'=');
            if known && tied {
                return Some(tie + 1 + usize::from(view.byte(tie + 1) == Some(b'>')));
            }
        }
        at += word.max(1);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_member_that_gives_a_value_is_tied_to_it() {
        for text in ["value: x", "\"defaultValue\" : x", "default = 1", "<value>x", "Value='x'"] {
            assert!(is_far(text.as_bytes()), "{text}");
        }
        for text in ["the value of x", "values: x", "default(x)", "result = x", "value", "value\n:"]
        {
            assert!(!is_far(text.as_bytes()), "{text}");
        }
    }
}
