//! Whether a file is a "plain text file", as the specification words it, and in
//! which encoding. The judgement is the one of `file --mime-encoding` on the
//! first bytes, which is what other REUSE readers rest on.

use encoding_rs::{UTF_16BE, UTF_16LE};
use std::borrow::Cow;

/// How many bytes decide.
const PROBE: usize = 2048;

/// How a text file is encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Charset {
    /// UTF-8, ASCII, or bytes of an unknown code page: whatever is not UTF-8
    /// is replaced.
    Utf8,
    /// ISO 8859-1.
    Latin1,
    /// UTF-16, little-endian when true.
    Utf16(bool),
    /// UTF-32, little-endian when true.
    Utf32(bool),
}

/// The encoding of `bytes`, the beginning of a file; `None` for a binary.
pub(super) fn charset(bytes: &[u8]) -> Option<Charset> {
    let probe = &bytes[..bytes.len().min(PROBE)];
    match probe {
        [0xff, 0xfe, 0, 0, ..] => return Some(Charset::Utf32(true)),
        [0, 0, 0xfe, 0xff, ..] => return Some(Charset::Utf32(false)),
        [0xff, 0xfe, rest @ ..] => return utf16(rest, true),
        [0xfe, 0xff, rest @ ..] => return utf16(rest, false),
        _ => {}
    }
    if probe.iter().any(|byte| is_control(*byte)) {
        return None;
    }
    if is_utf8(probe) {
        return Some(Charset::Utf8);
    }
    let extended = probe.iter().any(|byte| (0x80..0xa0).contains(byte) && *byte != 0x85);
    Some(if extended { Charset::Utf8 } else { Charset::Latin1 })
}

/// Bytes below 128 that no text holds.
fn is_control(byte: u8) -> bool {
    matches!(byte, 0..=6 | 14..=26 | 28..=31 | 127)
}

/// True when `probe` is UTF-8, perhaps cut in the middle of a character.
fn is_utf8(probe: &[u8]) -> bool {
    match std::str::from_utf8(probe) {
        Ok(_) => true,
        Err(error) => error.error_len().is_none(),
    }
}

fn utf16(rest: &[u8], little: bool) -> Option<Charset> {
    let units = rest.chunks_exact(2).map(|pair| match little {
        true => u16::from_le_bytes([pair[0], pair[1]]),
        false => u16::from_be_bytes([pair[0], pair[1]]),
    });
    let mut characters = char::decode_utf16(units).peekable();
    while let Some(character) = characters.next() {
        match character {
            Ok(c) if c != '\u{fffe}' && !u8::try_from(c).is_ok_and(is_control) => {}
            // The end of the probe may cut a pair.
            Err(_) if characters.peek().is_none() => {}
            _ => return None,
        }
    }
    Some(Charset::Utf16(little))
}

/// The text of `bytes`.
pub(super) fn decode(bytes: &[u8], charset: Charset) -> Cow<'_, str> {
    match charset {
        Charset::Utf8 => String::from_utf8_lossy(bytes),
        Charset::Latin1 => Cow::Owned(bytes.iter().map(|byte| char::from(*byte)).collect()),
        Charset::Utf16(true) => UTF_16LE.decode(bytes).0,
        Charset::Utf16(false) => UTF_16BE.decode(bytes).0,
        Charset::Utf32(little) => Cow::Owned(utf32(bytes, little)),
    }
}

fn utf32(bytes: &[u8], little: bool) -> String {
    let units = bytes.chunks_exact(4).map(|four| match little {
        true => u32::from_le_bytes([four[0], four[1], four[2], four[3]]),
        false => u32::from_be_bytes([four[0], four[1], four[2], four[3]]),
    });
    units.map(|unit| char::from_u32(unit).unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_told_from_binaries() {
        assert_eq!(charset(b""), Some(Charset::Utf8));
        assert_eq!(charset("déjà".as_bytes()), Some(Charset::Utf8));
        assert_eq!(charset(b"d\xe9j\xe0"), Some(Charset::Latin1));
        assert_eq!(charset(b"l\x92exemple"), Some(Charset::Utf8));
        assert_eq!(charset(b"a\0b"), None);
        assert_eq!(charset(b"padded\0\0\0"), None);
        assert_eq!(charset(b"\xff\xfe\x00\xd8a\0b\0"), None);
        assert_eq!(charset(b"\xff\xfea\0b\0"), Some(Charset::Utf16(true)));
        assert_eq!(charset(b"\xff\xfe\0\0a\0\0\0"), Some(Charset::Utf32(true)));
    }

    #[test]
    fn a_character_cut_by_the_end_of_the_probe_is_no_error() {
        let mut long = vec![b'a'; PROBE - 1];
        long.extend("é".as_bytes());
        assert_eq!(charset(&long), Some(Charset::Utf8));
    }

    #[test]
    fn every_encoding_is_decoded() {
        assert_eq!(decode(b"\xa9 2024", Charset::Latin1), "© 2024");
        assert_eq!(decode(b"\xff\xfe\0\0\xa9\0\0\0", Charset::Utf32(true)), "\u{feff}©");
    }
}
