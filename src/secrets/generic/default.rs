//! The value that a placeholder falls back on: `${NAME:-value}` of shells and
//! Compose, `${name:value}` of Spring, `default` of Helm and Jinja, `||` of ERB
//! and of pipelines.

use super::found::Found;
use super::name;
use super::view::View;
use memchr::memmem::find;
use std::ops::Range;

/// A placeholder is read up to this many bytes.
const LONGEST: usize = 400;
/// Placeholders inside a default are entered this deep.
const DEEPEST: usize = 3;

/// Leaves of the value of `found` only what its placeholder falls back on.
pub(crate) fn narrow(text: &[u8], found: &mut Found) {
    let Some(value) = text.get(found.value.clone()) else { return };
    if let Some(inner) = fallback(value).filter(|inner| !is_word(&value[inner.clone()])) {
        // What the placeholder stands for is closer, when it says as much.
        let name = value.strip_prefix(b"${").map_or(0, name_length);
        if name > 0 && name::kind(&value[2..2 + name]).is_some_and(|kind| kind == found.kind) {
            found.name = found.value.start + 2..found.value.start + 2 + name;
        }
        found.value = found.value.start + inner.start..found.value.start + inner.end;
    }
}

/// True for letters alone: the name of a service or `changeme`, there for a program to
/// start without settings.
pub(crate) fn is_word(default: &[u8]) -> bool {
    default.len() <= 20 && default.iter().all(u8::is_ascii_alphabetic)
}

/// Where the default of the placeholder that is all of `value` is.
pub(super) fn fallback(value: &[u8]) -> Option<Range<usize>> {
    match value {
        [b'$', b'{', b'{', ..] | [b'{', b'{' | b'%', ..] | [b'<', b'%', ..] => quoted_last(value),
        [b'$', b'{', ..] => in_braces(value, 0),
        // The tag of a YAML value: `!ENV ${NAME:value}`.
        [b'!', ..] => {
            let start = value.iter().position(|b| *b == b' ')? + 1;
            let inner = in_braces(&value[start..], 0)?;
            Some(start + inner.start..start + inner.end)
        }
        _ if find(value, b"| default(").is_some() || find(value, b"|default(").is_some() => {
            quoted_last(value)
        }
        _ => None,
    }
}

/// The default of `${NAME:-default}`, when nothing follows it.
fn in_braces(value: &[u8], depth: usize) -> Option<Range<usize>> {
    let inside = value.strip_suffix(b"}")?.strip_prefix(b"${")?;
    let name = name_length(inside);
    // Log4j names where to look first: `${env:NAME:-default}`.
    let name = match inside.get(..name + 1) {
        Some(b"env:" | b"sys:") => name + 1 + name_length(&inside[name + 1..]),
        _ => name,
    };
    let start = name + operator(&inside[name..])?;
    let rest = &inside[start..];
    let quote = rest.first().filter(|b| matches!(b, b'"' | b'\''));
    let inner = match quote {
        Some(quote) if rest.len() > 2 && rest.ends_with(&[*quote]) => 1..rest.len() - 1,
        _ if rest.starts_with(b"${") && depth < DEEPEST => in_braces(rest, depth + 1)?,
        _ => 0..rest.len(),
    };
    (!inner.is_empty()).then_some(2 + start + inner.start..2 + start + inner.end)
}

fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'-')
}

/// Length of the name that `text` starts with: a variable of a shell has no hyphen.
fn name_length(text: &[u8]) -> usize {
    let length = text.iter().take_while(|b| is_name(**b)).count();
    let shell = |b: &u8| b.is_ascii_uppercase() || b.is_ascii_digit() || *b == b'_';
    let hyphen = text[..length].iter().position(|b| *b == b'-');
    hyphen.filter(|hyphen| text[..*hyphen].iter().all(shell)).unwrap_or(length)
}

/// Length of what announces a default after a name; `None` for what says something
/// else: `:?` a message, `:+` another value, `:0:8` a part.
fn operator(rest: &[u8]) -> Option<usize> {
    let length = match rest {
        [b':', b'-' | b'=', ..] => 2,
        [b':', b'?' | b'+' | b'}' | b' ', ..] | [b':'] => return None,
        [b':' | b'=' | b'-', ..] => 1,
        _ => return None,
    };
    let part = |b: &u8| b.is_ascii_digit() || matches!(b, b':' | b'-');
    let value = &rest[length..];
    let end = value.iter().position(|b| *b == b'}').unwrap_or(value.len());
    (!value[..end].iter().all(part)).then_some(length)
}

/// The string that a template falls back on: after `default`, `||`, `??`, `or`,
/// `fetch("NAME", `.
fn quoted_last(value: &[u8]) -> Option<Range<usize>> {
    let value = &value[..value.len().min(LONGEST)];
    if let Some(encoded) = encoded_in_place(value) {
        return Some(encoded);
    }
    const MARKS: [&[u8]; 6] = [b"default", b"|| ", b"?? ", b" or ", b"| d(", b"|d("];
    const FETCHED: [&[u8]; 4] = [b"\", ", b"', ", b"\") {", b"') {"];
    let fetched = if find(value, b"fetch(").is_some() { FETCHED.as_slice() } else { &[] };
    let mut marks = MARKS.iter().chain(fetched);
    let mark = marks.find_map(|mark| Some(find(value, mark)? + mark.len()))?;
    // The string itself, or after one word: `default .Env.NAME "value"`.
    let gap = |b: &u8| matches!(b, b' ' | b'(' | b':' | b'{' | b'\\');
    let mut at = mark + value[mark..].iter().take_while(|b| gap(b)).count();
    if value.get(at) == Some(&b'.') {
        at += value[at..].iter().take_while(|b| is_name(**b)).count();
        at += value[at..].iter().take_while(|b| gap(b)).count();
    }
    let quote = value.get(at).filter(|b| matches!(b, b'"' | b'\''))?;
    let rest = &value[at + 1..];
    let length = rest.iter().position(|b| b == quote)?;
    let length = length - usize::from(rest[..length].ends_with(b"\\"));
    (length > 0).then_some(at + 1..at + 1 + length)
}

/// The string that a template of Helm holds and encodes: `{{ "value" | b64enc }}`,
/// `{{ b64enc "value" }}`.
fn encoded_in_place(value: &[u8]) -> Option<Range<usize>> {
    const ENCODES: &[u8] = b"b64enc";
    find(value, ENCODES)?;
    let blank = |b: &u8| matches!(b, b'{' | b'-' | b' ' | b'(');
    let mut at = value.iter().take_while(|b| blank(b)).count();
    if value[at..].starts_with(ENCODES) {
        at += ENCODES.len();
        at += value[at..].iter().take_while(|b| blank(b)).count();
    }
    (value.get(at) == Some(&b'"')).then_some(())?;
    let length = value[at + 1..].iter().position(|b| *b == b'"')?;
    (length > 0).then_some(at + 1..at + 1 + length)
}

/// Where the default of a placeholder is, when `name` is what it stands for:
/// `${NAME:-value}`, `{{ .name | default "value" }}`; the quote around it, 0 for none.
pub(crate) fn after(view: &View<'_>, name: &Range<usize>) -> Option<(Range<usize>, u8)> {
    let before = view.get(name.start.saturating_sub(8)..name.start);
    let opened = [b"${".as_slice(), b"${env:", b"${env.", b"${sys:", b"${file:"];
    if opened.iter().any(|open| before.ends_with(open)) {
        let end = name.start + name_length(view.get(name.clone()));
        let start = end + operator(view.get(end..end + LONGEST))?;
        let rest = view.get(start..view.line_end(start).min(start + LONGEST));
        let mut depth = 1;
        let end = rest.iter().position(|b| {
            depth += i32::from(*b == b'{') - i32::from(*b == b'}');
            depth == 0
        })?;
        return (end > 0).then_some((start..start + end, 0));
    }
    let rest = view.get(name.end..view.line_end(name.end).min(name.end + LONGEST));
    let piped = rest.trim_ascii_start().strip_prefix(b"|")?.trim_ascii_start();
    let default = [b"default".as_slice(), b"d("].iter().any(|word| piped.starts_with(word));
    let template = default.then(|| quoted_last(rest)).flatten()?;
    Some((name.end + template.start..name.end + template.end, b'"'))
}

/// Where the string starts that stands in for a name without value, past what closes
/// the name: `NAME || "value"`, `NAME ?? "value"`, `getenv("NAME") or "value"`.
pub(crate) fn alternative(view: &View<'_>, closed: usize) -> Option<usize> {
    let read = matches!(view.byte(closed), Some(b')')) || matches!(view.before(closed), Some(b']'));
    let closed = closed + usize::from(view.byte(closed) == Some(b')'));
    let at = view.skip_blanks(closed);
    // `or` is a word of any text, and `?:` ends an optional name.
    let marks: [(&[u8], bool); 9] = [
        (b"||", true),
        (b"??", true),
        (b"?:", at > closed),
        (b"or ", read),
        (b".unwrap_or(", read),
        (b".unwrap_or_else(|_|", read),
        (b".getOrElse(", read),
        (b".orElse(", read),
        // The block of Ruby's `fetch`.
        (b"{ ", read),
    ];
    let (mark, _) = marks.iter().find(|(mark, wanted)| *wanted && view.starts_with(at, mark))?;
    let at = view.skip_space(at + mark.len(), 1);
    matches!(view.byte(at), Some(b'"' | b'\'' | b'`')).then_some(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn default(text: &str) -> Option<&str> {
        fallback(text.as_bytes()).and_then(|range| text.get(range))
    }

    #[test]
    fn a_placeholder_falls_back_on_its_default() {
        for (text, value) in [
            ("${DB:-un-deux}", Some("un-deux")),
            ("${DB:=un-deux}", Some("un-deux")),
            ("${db.password:un-deux}", Some("un-deux")),
            ("${db.password:${DB:-un-deux}}", Some("un-deux")),
            ("${env:DB:-un-deux}", Some("un-deux")),
            ("${DB:-\"un deux\"}", Some("un deux")),
            ("${DB-un-deux}", Some("un-deux")),
            ("${db-un-deux}", None),
            ("{{ db | default('un-deux') }}", Some("un-deux")),
            ("{{ db | d(\"un-deux\", true) }}", Some("un-deux")),
            ("{{ .Values.db | default \"un-deux\" | quote }}", Some("un-deux")),
            ("{{ default \"un-deux\" .Values.db }}", Some("un-deux")),
            ("{{ default .Env.DB \"un-deux\" }}", Some("un-deux")),
            ("<%= ENV.fetch(\"DB\") { 'x' } || 'un-deux' %>", Some("un-deux")),
            ("<%= ENV.fetch('DB', 'un-deux') %>", Some("un-deux")),
            ("${{ secrets.DB || 'un-deux' }}", Some("un-deux")),
            ("lookup('env', 'DB') | default('un-deux')", Some("un-deux")),
            ("!ENV ${DB:un-deux}", Some("un-deux")),
            ("{{ \"un-deux\" | b64enc | quote }}", Some("un-deux")),
            ("{{- b64enc \"un-deux\" }}", Some("un-deux")),
            ("{{ .Values.db | b64enc }}", None),
            ("{{ include \"un-deux\" . | b64enc }}", None),
            ("${DB:?say it}", None),
            ("${DB:+x}", None),
            ("${DB:0:8}", None),
            ("${DB}", None),
            ("${DB:-}", None),
            ("${DB:-$OTHER}x", None),
            ("{{ db | default('') }}", None),
            ("{{ db }}", None),
        ] {
            assert_eq!(default(text), value, "{text}");
        }
    }
}
