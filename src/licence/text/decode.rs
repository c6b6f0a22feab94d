//! Bytes of a file to text, whatever its encoding says or hides.

use super::rtf;
use encoding_rs::{Encoding, MACINTOSH, UTF_16BE, UTF_16LE, WINDOWS_1252};
use std::borrow::Cow;

/// Bytes beyond which a file is cut: the longest licence of the SPDX list has
/// under 100 kB, and a file of notices holds the same ones again and again.
const LONGEST: usize = 2 << 20;

/// Bytes looked at to guess UTF-16 without a byte order mark.
const SAMPLE: usize = 512;

/// The text of `bytes`: UTF-8, UTF-16 with or without a mark, UTF-32 with one,
/// Windows-1252, Mac Roman, Rich Text Format, OpenDocument or Office Open XML. UTF-8 that was taken for
/// Windows-1252 and encoded again is repaired. `None` for what is no text.
pub fn decode(bytes: &[u8]) -> Option<Cow<'_, str>> {
    let bytes = &bytes[..bytes.len().min(LONGEST)];
    if rtf::is_rtf(bytes) {
        return Some(Cow::Owned(rtf::text(bytes)));
    }
    if let Some(text) = crate::office::text(bytes) {
        return Some(Cow::Owned(text));
    }
    if let Some(number) = widest(bytes) {
        let characters =
            bytes[4..].chunks_exact(4).map(|four| number([four[0], four[1], four[2], four[3]]));
        return Some(characters.map(|code| char::from_u32(code).unwrap_or('\u{fffd}')).collect());
    }
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return Some(encoding.decode_without_bom_handling(&bytes[mark..]).0);
    }
    if let Some(encoding) = wide(bytes) {
        return Some(encoding.decode_without_bom_handling(bytes).0);
    }
    if bytes.contains(&0) {
        return None;
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Some(repaired(text)),
        Err(error) if error.error_len().is_none() => {
            std::str::from_utf8(&bytes[..error.valid_up_to()]).ok().map(repaired)
        }
        Err(_) => Some(single_byte(bytes)),
    }
}

/// How UTF-32 writes a character, when its mark stands there.
fn widest(bytes: &[u8]) -> Option<fn([u8; 4]) -> u32> {
    match bytes.get(..4)? {
        [0xff, 0xfe, 0, 0] => Some(u32::from_le_bytes),
        [0, 0, 0xfe, 0xff] => Some(u32::from_be_bytes),
        _ => None,
    }
}

/// UTF-16 without a mark: in Latin text every other byte is zero.
fn wide(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let zeros = |parity: usize| sample.iter().skip(parity).step_by(2).filter(|b| **b == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let half = sample.len() / 2;
    match () {
        () if half < 8 => None,
        () if odd * 10 > half * 7 && even * 10 < half => Some(UTF_16LE),
        () if even * 10 > half * 7 && odd * 10 < half => Some(UTF_16BE),
        () => None,
    }
}

/// Windows-1252 or Mac Roman, whichever gives more letters of Western European
/// languages inside words.
fn single_byte(bytes: &[u8]) -> Cow<'_, str> {
    let windows = WINDOWS_1252.decode_without_bom_handling(bytes).0;
    let mac = MACINTOSH.decode_without_bom_handling(bytes).0;
    if plausibility(&mac) > plausibility(&windows) { mac } else { windows }
}

/// Characters that a Western European text has, less those it has not: a
/// capital letter after a small one is no word.
fn plausibility(text: &str) -> i64 {
    let mut after_small = false;
    let judge = |character: char, after_small: bool| match character {
        character if !character.is_ascii() && character.is_uppercase() => {
            if after_small {
                -2
            } else {
                1
            }
        }
        // What the apostrophe of one encoding is in the other would pass for a letter.
        '’' if after_small => 3,
        'à' | 'â' | 'ç' | 'é' | 'è' | 'ê' | 'î' | 'ô' | 'ù' | 'û' | 'œ' => 2,
        'ë' | 'ï' | 'ü' | 'ö' | 'ä' | 'ß' | 'ñ' | 'ó' | 'í' | 'á' => 1,
        '’' | '‘' | '“' | '”' | '«' | '»' | '©' | '–' | '—' | '…' | '•' | '°' | '\u{a0}' => {
            1
        }
        character if character.is_ascii() => 0,
        _ => -1,
    };
    let mut total = 0;
    for character in text.chars() {
        total += judge(character, after_small);
        after_small = character.is_lowercase();
    }
    total
}

/// Undoes UTF-8 read as Windows-1252: “Ã©” for “é”, “â€™” for “’”.
fn repaired(text: &str) -> Cow<'_, str> {
    let wounds = ["Ã©", "Ã¨", "â€™", "Ã ", "â€œ", "Â«", "Â©", "â€\u{9d}"];
    if !wounds.iter().any(|wound| text.contains(wound)) {
        return Cow::Borrowed(text);
    }
    let (bytes, _, lost) = WINDOWS_1252.encode(text);
    match std::str::from_utf8(&bytes) {
        Ok(mended) if !lost => Cow::Owned(mended.to_string()),
        _ => Cow::Borrowed(text),
    }
}

#[cfg(test)]
mod tests {
    use super::decode;

    fn read(bytes: &[u8]) -> String {
        decode(bytes).map(std::borrow::Cow::into_owned).unwrap_or_default()
    }

    #[test]
    fn reads_the_encodings_licence_files_come_in() {
        let text = "Ce logiciel est régi par la licence, l’été compris.";
        let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(read(text.as_bytes()), text);
        assert_eq!(read(&wide), text);
        let widest = text.chars().flat_map(|c| u32::from(c).to_le_bytes());
        assert_eq!(read(&[0xff, 0xfe, 0, 0].into_iter().chain(widest).collect::<Vec<u8>>()), text);
        assert_eq!(read(&encoding_rs::WINDOWS_1252.encode(text).0), text);
        let english = "Any other licence the Licensor’s — unless ‘EUPL only’.";
        assert_eq!(read(&encoding_rs::WINDOWS_1252.encode(english).0), english);
        let mac = b"Ce logiciel est r\x8egi par la licence, l\xd5\x8et\x8e compris.";
        assert_eq!(read(mac), text);
    }

    #[test]
    fn repairs_text_encoded_twice_and_leaves_binaries() {
        let twice = encoding_rs::WINDOWS_1252.decode("régi par l’été".as_bytes()).0;
        assert_eq!(read(twice.as_bytes()), "régi par l’été");
        assert!(decode(b"\x7fELF\x02\x01\x00\x00\x00\x00\x01\x02\x03\x00").is_none());
    }
}
