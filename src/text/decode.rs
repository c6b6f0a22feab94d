//! What a file's bytes are: text and in which encoding, or a binary and of
//! which kind.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use std::borrow::Cow;

/// The bytes that decide whether a file is text.
pub(crate) const PROBE: usize = 8192;

/// A file's content, decoded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Content<'a> {
    /// Text, whatever its encoding was.
    Text(Cow<'a, str>),
    /// Anything else.
    Binary,
}

/// Decodes `bytes`: a byte-order mark first, then UTF-8, then UTF-16 without a
/// mark (ASCII letters with every other byte null), then Windows-1252, unless
/// a null byte says it is a binary.
pub(crate) fn decode(bytes: &[u8]) -> Content<'_> {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return Content::Text(encoding.decode(bytes).0);
    }
    if let Some(encoding) = utf16_without_mark(bytes) {
        return Content::Text(encoding.decode(bytes).0);
    }
    let probe = &bytes[..bytes.len().min(PROBE)];
    if probe.contains(&0) {
        return Content::Binary;
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Content::Text(Cow::Borrowed(text)),
        Err(error) if looks_latin(bytes, error.valid_up_to()) => {
            Content::Text(WINDOWS_1252.decode(bytes).0)
        }
        Err(_) if probe.iter().filter(|byte| is_control(**byte)).count() * 20 > probe.len() => {
            Content::Binary
        }
        Err(_) => Content::Text(UTF_8.decode(bytes).0),
    }
}

/// True when `bytes` read as text: no null byte, and almost no other control.
pub(crate) fn is_plain(bytes: &[u8]) -> bool {
    memchr::memchr(0, bytes).is_none()
        && bytes.iter().filter(|byte| is_control(**byte)).count() * 20 <= bytes.len()
}

fn is_control(byte: u8) -> bool {
    byte < 32 && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0c | 0x1b)
}

/// Windows-1252 text has accented letters between ASCII ones and few controls.
fn looks_latin(bytes: &[u8], first_invalid: usize) -> bool {
    let start = first_invalid.saturating_sub(PROBE / 2);
    let probe = &bytes[start..bytes.len().min(start + PROBE)];
    let high = probe.iter().filter(|byte| **byte >= 0x80).count();
    let control = probe.iter().filter(|byte| is_control(**byte)).count();
    control == 0 && high * 3 < probe.len()
}

/// UTF-16 text without a mark: most ASCII letters have a null beside them.
pub(crate) fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let probe = &bytes[..bytes.len().min(PROBE) & !1];
    if probe.len() < 8 {
        return None;
    }
    let pairs = probe.len() / 2;
    let zero_at = |offset: usize| probe.iter().skip(offset).step_by(2).filter(|b| **b == 0).count();
    let (even, odd) = (zero_at(0), zero_at(1));
    match () {
        () if odd * 10 > pairs * 8 && even == 0 => Some(UTF_16LE),
        () if even * 10 > pairs * 8 && odd == 0 => Some(UTF_16BE),
        () => None,
    }
}

/// Names the kind of executable or object code `head` starts, if any.
pub(crate) fn executable_kind(head: &[u8]) -> Option<&'static str> {
    const MAGICS: [(&[u8], &str); 10] = [
        (b"\x7fELF", "ELF"),
        (b"\xfe\xed\xfa\xce", "Mach-O"),
        (b"\xfe\xed\xfa\xcf", "Mach-O"),
        (b"\xce\xfa\xed\xfe", "Mach-O"),
        (b"\xcf\xfa\xed\xfe", "Mach-O"),
        (b"\0asm", "WebAssembly"),
        (b"!<arch>\n", "ar"),
        (b"\xed\xab\xee\xdb", "RPM"),
        (b"dex\n", "DEX"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "OLE2"),
    ];
    if let Some((_, kind)) = MAGICS.iter().find(|(magic, _)| head.starts_with(magic)) {
        return Some(kind);
    }
    match head {
        [b'M', b'Z', ..] if head.len() > 64 && head[..64].contains(&0) => Some("PE"),
        // Java class files and Mach-O universal binaries share their first bytes;
        // what follows is a class-file version (45 or more) or a small count.
        [0xca, 0xfe, 0xba, 0xbe, _, _, _, minor, ..] if *minor >= 45 => Some("Java class"),
        [0xca, 0xfe, 0xba, 0xbe, ..] => Some("Mach-O"),
        [b'P', b'K', 3, 4, ..] => Some("ZIP"),
        _ => None,
    }
}

/// True when `head` is a Git LFS pointer (git-lfs spec, « The Pointer »).
pub(crate) fn is_lfs_pointer(head: &[u8]) -> bool {
    let named = head.starts_with(b"version https://git-lfs.github.com/spec/")
        || head.starts_with(b"version https://hawser.github.com/spec/");
    // Longer, it is a file that starts like a pointer.
    named && head.len() < 1024 && memchr::memmem::find(head, b"\noid").is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(bytes: &[u8]) -> Option<String> {
        match decode(bytes) {
            Content::Text(text) => Some(text.into_owned()),
            Content::Binary => None,
        }
    }

    #[test]
    fn every_usual_encoding_is_read() {
        assert_eq!(text("é".as_bytes()).as_deref(), Some("é"));
        assert_eq!(text(b"\xef\xbb\xbfabc").as_deref(), Some("abc"));
        assert_eq!(text(b"licence d\xe9cret").as_deref(), Some("licence décret"));
        let utf16: Vec<u8> = "Licence MIT".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(text(&utf16).as_deref(), Some("Licence MIT"));
        let marked: Vec<u8> = [0xfe, 0xff, 0, b'a'].to_vec();
        assert_eq!(text(&marked).as_deref(), Some("a"));
    }

    #[test]
    fn a_binary_is_not_text() {
        assert_eq!(text(b"\x7fELF\x02\x01\x01\0\0\0"), None);
        assert_eq!(text(b""), Some(String::new()));
    }

    #[test]
    fn executables_are_known_by_their_first_bytes() {
        assert_eq!(executable_kind(b"\x7fELF\x02"), Some("ELF"));
        assert_eq!(executable_kind(b"\xca\xfe\xba\xbe\0\0\0\x34"), Some("Java class"));
        assert_eq!(executable_kind(b"\xca\xfe\xba\xbe\0\0\0\x02"), Some("Mach-O"));
        assert_eq!(executable_kind(b"MZ is how this sentence starts"), None);
        assert!(is_lfs_pointer(b"version https://git-lfs.github.com/spec/v1\noid"));
    }
}
