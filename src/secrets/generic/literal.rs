//! Reads a value where a syntax says that one starts.

use super::view::View;
use memchr::memchr;
use std::ops::Range;

/// The longest value that is looked at, in bytes.
const LONGEST: usize = 1024;

/// A value as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Literal {
    /// Where the value is, without its quotes.
    pub value: Range<usize>,
    /// The quote around it, 0 for none.
    pub quote: u8,
    /// Where reading may go on.
    pub next: usize,
}

/// The opening of a quoted value at `at`: the bytes that open and that close it.
fn opening(view: &View<'_>, at: usize) -> Option<(usize, &'static [u8])> {
    let openings: [(&[u8], &[u8]); 11] = [
        (b"\"\"\"", b"\"\"\""),
        (b"'''", b"'''"),
        (b"\\\\\\\"", b"\\\\\\\""),
        (b"\\\"", b"\\\""),
        (b"\\'", b"\\'"),
        (b"&quot;", b"&quot;"),
        (b"&#34;", b"&#34;"),
        (b"``", b"``"),
        (b"\"", b"\""),
        (b"'", b"'"),
        (b"`", b"`"),
    ];
    openings
        .into_iter()
        .find(|(open, _)| view.starts_with(at, open))
        .map(|(open, close)| (open.len(), close))
}

/// The quoted value that starts at `at`.
pub(super) fn quoted(view: &View<'_>, at: usize) -> Option<Literal> {
    let (length, close) = opening(view, at)?;
    let start = at + length;
    // An empty string, not the opening of a triple one.
    let close = if close.len() == 3
        && close[0] == close[1]
        && memchr(b'\n', view.get(start..start + LONGEST)).is_none()
    {
        if view.starts_with(start, close) { return None } else { close }
    } else {
        close
    };
    let mut end = start;
    loop {
        let byte = view.byte(end)?;
        if view.starts_with(end, close) && end >= start {
            break;
        }
        if byte == b'\n' || end - start > LONGEST {
            return None;
        }
        // An escaped character does not close; a lone escape of an outer string does.
        end += if byte == b'\\' && close.len() == 1 { 2 } else { 1 };
    }
    let quote = if length == 1 || close[0] == close[close.len() - 1] { close[0] } else { b'"' };
    (end > start).then_some(Literal { value: start..end, quote, next: end + close.len() })
}

/// True for a byte that ends a value without quotes, whatever the format.
fn ends_bare(byte: u8) -> bool {
    byte.is_ascii_whitespace()
        || byte.is_ascii_control()
        || matches!(byte, b'"' | b'\'' | b'`' | b'<' | b'>')
}

/// The value without quotes that starts at `at`: up to a blank, a quote, or a
/// delimiter of where it stands (a query string, a list, a string).
pub(super) fn bare(view: &View<'_>, at: usize) -> Option<Literal> {
    let quote = view.open_quote(at);
    let start_of_line = view.line_start(at);
    let before = view.get(start_of_line..at);
    let query = before.iter().any(|&b| b == b'?' || b == b'&') || quote.is_some();
    let flow = before.iter().any(|&b| matches!(b, b'{' | b'['));
    let connection = before.contains(&b';') || view.get(at..view.line_end(at)).contains(&b';');
    let mut end = at;
    while let Some(byte) = view.byte(end) {
        let delimiter = match byte {
            b'&' => query,
            b',' | b'}' | b']' => flow,
            b';' => connection,
            b'\\' => quote.is_some(),
            b')' => !view.get(at..end).contains(&b'('),
            _ => ends_bare(byte) && !placeholder_bracket(view, at, end, byte),
        };
        if delimiter || end - at > LONGEST {
            break;
        }
        end += 1;
    }
    while end > at && matches!(view.byte(end - 1), Some(b',' | b'.' | b';' | b':' | b'\\')) {
        end -= 1;
    }
    (end > at).then_some(Literal { value: at..end, quote: 0, next: end })
}

/// True for the `<` and `>` of a placeholder such as `<your token>`.
fn placeholder_bracket(view: &View<'_>, at: usize, end: usize, byte: u8) -> bool {
    (byte == b'<' && end == at) || (byte == b'>' && view.byte(at) == Some(b'<'))
}

/// Numbers that a list of bytes holds at least: fewer are no key.
const BYTES: usize = 8;
/// The list of numbers starts within this many bytes.
const HEAD: usize = 64;

/// The bytes of a key written as a list of numbers: `[]byte{1, 2, …}`, `[0x01, …]`,
/// `fromCharCode(1, 2, …)`, `chr(1) + chr(2) …`; whether they spell a text.
pub(super) fn numbers(view: &View<'_>, at: usize) -> Option<(Literal, bool)> {
    let head = view.get(at..at + HEAD);
    // The first number after a bracket.
    let first = head.iter().enumerate().position(|(index, b)| {
        let opened = || head[..index].trim_ascii_end().last();
        b.is_ascii_digit() && matches!(opened(), Some(b'{' | b'[' | b'('))
    })?;
    let plain = |b: &u8| b.is_ascii_alphanumeric() || b" \t\r\n[](){}._-\"'".contains(b);
    if !head[..first].iter().all(plain) {
        return None;
    }
    let start = at + first;
    // `chr(1) + chr(2)`, joined as each language joins strings.
    let called =
        head[..first].last_chunk().is_some_and(|end: &[u8; 4]| end.eq_ignore_ascii_case(b"chr("));
    let joint = |b: &u8| b", \n\r\t-".contains(b) || (called && b")(+.&chrCHR".contains(b));
    let part = |b: &u8| b.is_ascii_hexdigit() || matches!(b, b'x' | b'X') || joint(b);
    let bytes = view.get(start..start + LONGEST);
    let length = bytes.iter().take_while(|b| part(b)).count();
    let last = bytes[..length].iter().rposition(u8::is_ascii_hexdigit)? + 1;
    let list = &bytes[..last - usize::from(called && bytes[last - 1].eq_ignore_ascii_case(&b'c'))];
    let numbers: Vec<Option<u32>> = list
        .split(|b| joint(b))
        .filter(|item| item.iter().any(u8::is_ascii_digit))
        .map(number)
        .collect();
    let text = numbers.iter().all(|n| n.is_some_and(|n| (0x20..0x7f).contains(&n)));
    let value = start..start + list.len();
    let enough = numbers.len() >= BYTES && (text || !called);
    enough.then_some((Literal { next: value.end, value, quote: 0 }, text))
}

/// `12`, `0x0c`.
fn number(item: &[u8]) -> Option<u32> {
    let item = std::str::from_utf8(item).ok()?;
    let hexadecimal = item.strip_prefix("0x").or_else(|| item.strip_prefix("0X"));
    hexadecimal.map_or_else(|| item.parse().ok(), |digits| u32::from_str_radix(digits, 16).ok())
}

/// The value that goes from `at` to the end of its line, without a comment.
pub(super) fn to_line_end(view: &View<'_>, at: usize) -> Option<Literal> {
    let mut end = view.line_end(at);
    let line = view.get(at..end);
    if let Some(comment) =
        line.windows(2).position(|pair| pair[0].is_ascii_whitespace() && pair[1] == b'#')
    {
        end = at + comment;
    }
    while end > at && view.before(end).is_some_and(|b| b.is_ascii_whitespace() || b == b'\\') {
        end -= 1;
    }
    (end > at && end - at <= LONGEST).then_some(Literal { value: at..end, quote: 0, next: end })
}

#[cfg(test)]
mod tests {
    use super::super::format::Format;
    use super::*;

    fn read(
        read: fn(&View<'_>, usize) -> Option<Literal>,
        text: &str,
        at: usize,
    ) -> Option<String> {
        let view = View::around(text.as_bytes(), at, 2, 1000, Format::Other);
        read(&view, at).map(|literal| text[literal.value].to_owned())
    }

    #[test]
    fn quoted_values_end_where_their_quote_closes() {
        for (text, value) in [
            ("\"a b\" c", Some("a b")),
            ("'it''s'", Some("it")),
            ("\"a\\\"b\"", Some("a\\\"b")),
            ("\\\"inner\\\" rest", Some("inner")),
            ("\"\"\"triple\"\"\"", Some("triple")),
            ("&quot;web&quot;", Some("web")),
            ("``rst``", Some("rst")),
            ("\"\"", None),
            ("\"open\nnext\"", None),
            ("none", None),
        ] {
            assert_eq!(read(quoted, text, 0).as_deref(), value, "{text}");
        }
    }

    #[test]
    fn bare_values_end_at_what_surrounds_them() {
        for (text, at, value) in [
            ("token=abc&b=c", 6, "abc&b=c"),
            ("?token=abc&b=c", 7, "abc"),
            ("{a: one, b: two}", 4, "one"),
            ("'a=one\\n'", 3, "one"),
            ("Password=a,b;User=c", 9, "a,b"),
            ("(pass=word)", 6, "word"),
            ("key=<your-key>", 4, "<your-key>"),
        ] {
            assert_eq!(read(bare, text, at).as_deref(), Some(value), "{text}");
        }
        assert_eq!(read(to_line_end, "a: b c # note", 3).as_deref(), Some("b c"));
    }
}
