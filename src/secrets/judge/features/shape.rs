//! The shapes a value may have.

use crate::secrets::generic::{Found, Kind};
use data_encoding::{BASE64_NOPAD, Encoding};
use std::sync::LazyLock;

/// What base64 hides, when it is text; only where an encoding is expected or plain.
pub(super) fn decoded(found: &Found, value: &[u8]) -> Option<Vec<u8>> {
    let text = base64(value)?;
    let printable =
        text.iter().all(|b| (0x20..0x7f).contains(b) || matches!(b, b'\n' | b'\r' | b'\t'));
    if !printable || text.len() < 3 {
        return None;
    }
    if found.kind == Kind::BasicAuth {
        // Only the password says whether the pair is a secret.
        let colon = text.iter().position(|&b| b == b':')?;
        return (colon + 1 < text.len()).then(|| text[colon + 1..].to_vec());
    }
    let padded = value.ends_with(b"=") || value.len() >= 16;
    (padded && value.len().is_multiple_of(4)).then(|| text.trim_ascii_end().to_vec())
}

/// The text of a value whose letters are written `\u00e9`; `None` without any.
pub(super) fn characters(value: &[u8]) -> Option<Vec<u8>> {
    memchr::memmem::find(value, b"\\u")?;
    let text = std::str::from_utf8(value).ok()?;
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let hexadecimal = |digits: &&str| digits.bytes().all(|b| b.is_ascii_hexdigit());
    while let Some(at) = rest.find("\\u") {
        out.push_str(&rest[..at]);
        let digits = rest.get(at + 2..at + 6);
        match digits.filter(hexadecimal).and_then(|digits| u32::from_str_radix(digits, 16).ok()) {
            Some(code) => {
                // Half of a character beyond U+FFFF says as much as the whole.
                out.push(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
                rest = &rest[at + 6..];
            }
            None => {
                out.push_str("\\u");
                rest = &rest[at + 2..];
            }
        }
    }
    out.push_str(rest);
    Some(out.into_bytes())
}

/// Standard or URL-safe base64, without padding, whatever its last bits.
static LENIENT: LazyLock<Option<Encoding>> = LazyLock::new(|| {
    let mut alphabet = BASE64_NOPAD.specification();
    alphabet.check_trailing_bits = false;
    alphabet.translate.from.push_str("-_");
    alphabet.translate.to.push_str("+/");
    alphabet.encoding().ok()
});

/// Decodes standard or URL-safe base64, padded or not.
pub(super) fn base64(value: &[u8]) -> Option<Vec<u8>> {
    let body = value.strip_suffix(b"==").or_else(|| value.strip_suffix(b"=")).unwrap_or(value);
    if body.is_empty() {
        return None;
    }
    LENIENT.as_ref()?.decode(body).ok()
}

/// A value that something replaces before use: `${NAME}`, `{{ name }}`, `<%= … %>`, `%s`, `$(…)`…
pub(super) fn template(value: &[u8]) -> bool {
    let has = |wanted: &[u8]| memchr::memmem::find(value, wanted).is_some();
    [b"${".as_slice(), b"{{", b"<%", b"$(", b"#{", b"((", b"%{", b"%%", b"@@", b"{%"]
        .iter()
        .any(|mark| has(mark))
        || (value.starts_with(b"$")
            && value.get(1).is_some_and(|b| b.is_ascii_alphabetic() || *b == b'_')
            && value[1..].iter().all(|b| b.is_ascii_alphanumeric() || *b == b'_'))
        || (value.starts_with(b"%") && value.ends_with(b"%") && value.len() > 2)
        || (value.starts_with(b"{") && value.ends_with(b"}") && !has(b"\""))
        || (value.starts_with(b"__") && value.ends_with(b"__"))
        || [b"%s".as_slice(), b"%v", b"%d", b"%q", b"{0}", b"{}"].iter().any(|mark| has(mark))
}

/// A value between marks that ask for a replacement: `<token>`, `[your key]`.
pub(super) fn bracketed(value: &[u8]) -> bool {
    let ends = (value.first(), value.last());
    matches!(
        ends,
        (Some(b'<'), Some(b'>'))
            | (Some(b'['), Some(b']'))
            | (Some(b'('), Some(b')'))
            | (Some(b'*'), Some(b'*'))
            | (Some(b'{'), Some(b'}'))
    )
}

/// True for a file's path.
pub(super) fn path(value: &[u8]) -> bool {
    let slashes = value.iter().filter(|&&b| b == b'/' || b == b'\\').count();
    let plain = value.iter().all(|b| {
        b.is_ascii_alphanumeric()
            || matches!(
                b,
                b'/' | b'\\' | b'.' | b'-' | b'_' | b'~' | b':' | b'*' | b'$' | b'{' | b'}'
            )
    });
    slashes >= 1
        && plain
        && (matches!(value[0], b'/' | b'.' | b'~') || slashes >= 2 || value.contains(&b'.'))
        && value.iter().filter(|b| b.is_ascii_digit()).count() * 4 < value.len()
}

/// True for words joined by dots, as in a property's or a translation's name.
pub(super) fn dotted(value: &[u8]) -> bool {
    value.contains(&b'.')
        && value.iter().all(|b| b.is_ascii_alphabetic() || matches!(b, b'.' | b'_' | b'-'))
}

/// Length of the shortest text whose repetition gives `value`, looked for up to 12 bytes:
/// a longer one is a secret of its own.
pub(super) fn period(value: &[u8]) -> usize {
    let repeats = |&period: &usize| {
        value[period..].iter().zip(value).all(|(later, earlier)| later == earlier)
    };
    (1..=value.len().min(12)).find(repeats).unwrap_or(value.len())
}

/// The longest run of neighbours on a keyboard or in an alphabet (`qwerty`, `12345`, `abcdef`).
pub(super) fn sequence(value: &[u8]) -> usize {
    const ROWS: [&[u8]; 6] = [
        b"qwertyuiop",
        b"asdfghjkl",
        b"zxcvbnm",
        b"azertyuiop",
        b"1234567890",
        b"0123456789abcdef",
    ];
    let follows = |a: u8, b: u8| {
        let (a, b) = (a.to_ascii_lowercase(), b.to_ascii_lowercase());
        (a.is_ascii_alphanumeric() && b.is_ascii_alphanumeric() && b == a + 1)
            || ROWS.iter().any(|row| row.windows(2).any(|pair| pair == [a, b]))
    };
    let (mut longest, mut run) = (0, 1);
    for pair in value.windows(2) {
        run = if follows(pair[0], pair[1]) { run + 1 } else { 1 };
        longest = longest.max(run);
    }
    longest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_decoded() {
        assert_eq!(base64(b"dXNlcjpwYXNz").as_deref(), Some(b"user:pass".as_slice()));
        assert_eq!(base64(b"YQ==").as_deref(), Some(b"a".as_slice()));
        assert_eq!(base64(b"a b"), None);
        assert_eq!(base64(b"abcde"), None);
        assert_eq!(base64(b"-_-_"), base64(b"+/+/"));
        assert_eq!(base64(b"YR"), base64(b"YQ"));
    }

    #[test]
    fn letters_written_by_their_numbers_are_read() {
        let written = |text: &[u8]| characters(text).and_then(|text| String::from_utf8(text).ok());
        assert_eq!(written(b"Cl\\u00E9 \\u3042").as_deref(), Some("Clé あ"));
        assert_eq!(written(b"a\\u00zz\\ud83d").as_deref(), Some("a\\u00zz\u{fffd}"));
        assert_eq!(written(b"cl\xc3\xa9"), None);
    }

    #[test]
    fn placeholders_and_paths_are_told_apart() {
        for value in ["${TOKEN}", "{{ token }}", "$TOKEN", "%s", "%TOKEN%", "__TOKEN__", "#{token}"]
        {
            assert!(template(value.as_bytes()), "{value}");
        }
        assert!(!template(b"pa$sword"));
        assert!(bracketed(b"<token>") && !bracketed(b"token>"));
        assert!(path(b"/etc/ssl/key.pem") && path(b"certs/key.pem") && !path(b"a1/b2+c3"));
        assert!(dotted(b"user.password") && !dotted(b"user.1"));
        assert_eq!((period(b"deadbeefdeadbeef"), period(b"abcabd")), (8, 6));
        assert_eq!(sequence(b"x12345"), 5);
        assert_eq!(sequence(b"qwerty"), 6);
    }
}
