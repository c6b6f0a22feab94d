//! The texts that a file's bytes hold: itself, or what is decoded from it
//! (UTF-16, archives, notebooks, base64), each with the way back to the bytes.

use super::Region;
use crate::archive;
use crate::secrets::lists::{Names, list};
use crate::text::decode::{self, PROBE};
use data_encoding::{BASE64_NOPAD, BASE64URL_NOPAD, HEXLOWER_PERMISSIVE};
use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};
use std::borrow::Cow;
use std::cell::OnceCell;
use std::ops::Range;
use std::sync::LazyLock;

/// Nested encodings and archives are entered this deep.
pub(super) const MAX_DEPTH: usize = 3;
/// A base64 run shorter than this holds too little to be looked into.
const SHORTEST_RUN: usize = 32;
/// A base64 run longer than this is data, a picture most often.
const LONGEST_RUN: usize = 64 << 10;

/// What a file's bytes are for the scanner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// Text whose offsets are those of the bytes.
    Text,
    /// Text in another encoding, to be decoded whole.
    Wide(Wide),
    /// An archive.
    Archive,
    /// A picture, a font, a sound: nothing to read.
    Media,
    /// Any other binary.
    Binary,
}

/// Says what `bytes` are, by their first ones.
pub(super) fn shape(bytes: &[u8]) -> Shape {
    let probe = &bytes[..bytes.len().min(PROBE)];
    if let Some(wide) = Wide::of(bytes) {
        return Shape::Wide(wide);
    }
    if archive::is_archive(bytes) {
        return Shape::Archive;
    }
    if is_media(probe) {
        return Shape::Media;
    }
    match memchr::memchr(0, probe) {
        None => Shape::Text,
        Some(_) => Shape::Binary,
    }
}

/// An encoding whose characters are of two or four bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wide {
    /// UTF-16.
    Two(&'static Encoding),
    /// UTF-32, little-endian when true.
    Four(bool),
}

impl Wide {
    /// The parity of the places of the letters, in characters of two bytes.
    pub(super) fn parity(self) -> Option<usize> {
        match self {
            Wide::Two(encoding) => Some(usize::from(encoding == UTF_16BE)),
            Wide::Four(_) => None,
        }
    }

    /// That of `bytes`, by their mark or by the nulls of their first characters.
    fn of(bytes: &[u8]) -> Option<Wide> {
        match bytes {
            [0xff, 0xfe, 0, 0, ..] => return Some(Wide::Four(true)),
            [0, 0, 0xfe, 0xff, ..] => return Some(Wide::Four(false)),
            [0xff, 0xfe, ..] => return Some(Wide::Two(UTF_16LE)),
            [0xfe, 0xff, ..] => return Some(Wide::Two(UTF_16BE)),
            _ => {}
        }
        let probe = &bytes[..bytes.len().min(PROBE) & !3];
        // Most contents are read no further.
        memchr::memchr(0, probe)?;
        let all = |test: fn(&[u8]) -> bool| probe.len() >= 8 && probe.chunks_exact(4).all(test);
        match () {
            () if all(|four| four[0] != 0 && four[1..] == [0; 3]) => Some(Wide::Four(true)),
            () if all(|four| four[3] != 0 && four[..3] == [0; 3]) => Some(Wide::Four(false)),
            () => decode::utf16_without_mark(bytes).map(Wide::Two),
        }
    }
}

/// True when a content is neither of a known format nor a program: the lines of
/// text that are in it were put there to be read.
fn is_unknown(bytes: &[u8]) -> bool {
    !is_media(&bytes[..bytes.len().min(PROBE)])
        && !archive::is_archive(bytes)
        && decode::executable_kind(bytes).is_none()
}

/// A content is sampled at this many places, of as many bytes.
const PIECES: usize = 64;

/// True when a content is text for the most part, whatever its first bytes say: a PDF
/// that nothing compresses, a text that starts as a picture does.
pub(super) fn is_mostly_text(bytes: &[u8]) -> bool {
    let pieces = bytes.chunks((bytes.len() / PIECES).max(PIECES));
    let pieces = pieces.map(|piece| &piece[..piece.len().min(PIECES)]);
    let (text, all) = pieces.fold((0, 0), |(text, all), piece| {
        (text + piece.iter().filter(|byte| is_printable(**byte)).count(), all + piece.len())
    });
    text * 3 >= all * 2
}

/// What describes a picture, a sound or an archive stands in this many bytes of its
/// start or of its end: the rest is compressed.
const EDGE: usize = 16 << 10;

/// The parts of `regions` where `length` bytes of a known format describe themselves.
pub(super) fn edges(regions: &[Region], length: usize) -> Vec<Region> {
    let edges = match length.checked_sub(2 * EDGE) {
        None => vec![0..length],
        Some(_) => vec![0..EDGE, length - EDGE..length],
    };
    let within = regions.iter().flat_map(|region| {
        edges.iter().map(|edge| region.start.max(edge.start)..region.end.min(edge.end))
    });
    let mut within: Vec<Region> = within.filter(|region| region.start < region.end).collect();
    within.sort_by_key(|region| region.start);
    within
}

/// A run of text shorter than this says nothing by itself, in bytes.
const SHORTEST_LINE: usize = 20;

/// The runs of text of `bytes` that are in `regions`, without what is between them:
/// of any content that is text for the most part, or that nothing else explains.
pub(super) fn runs_of_text(bytes: &[u8], regions: &[Region]) -> Vec<Region> {
    let mostly = is_mostly_text(bytes);
    if !is_unknown(bytes) && !mostly {
        return Vec::new();
    }
    let is_text = |byte: u8| byte >= 0x80 || is_printable(byte);
    // Letters with an accent are among others.
    let is_written = |run: &&[u8]| {
        run.len() >= SHORTEST_LINE
            && run.iter().filter(|byte| !byte.is_ascii()).count() * 4 <= run.len()
    };
    let runs = regions.iter().flat_map(|region| {
        let runs = bytes[region.clone()].split(move |byte| !is_text(*byte));
        let written = runs.flat_map(|run| match mostly {
            true => vec![run],
            // Bytes drawn at random make no letter with an accent.
            false => run.utf8_chunks().map(|chunk| chunk.valid().as_bytes()).collect(),
        });
        written.filter(is_written).map(|run| {
            let start = run.as_ptr().addr() - bytes.as_ptr().addr();
            start..start + run.len()
        })
    });
    runs.collect()
}

/// The runs of characters of two bytes that `bytes` hold among others, as text.
pub(super) fn runs_of_wide(bytes: &[u8], regions: &[Region]) -> Vec<(Range<usize>, Vec<u8>)> {
    let is_wide = |at: usize| bytes.get(at + 1) == Some(&0) && is_printable(bytes[at]);
    let mut found = Vec::new();
    for region in regions {
        let mut at = region.start;
        while at + 1 < region.end {
            // A run this long covers one of the two bytes looked at.
            let Some(met) = [at, at + 1].into_iter().find(|at| is_wide(*at)) else {
                at += SHORTEST_LINE;
                continue;
            };
            let back = (region.start..=met).rev().step_by(2).take_while(|at| is_wide(*at));
            let start = back.last().unwrap_or(met);
            let end = (met..region.end).step_by(2).find(|at| !is_wide(*at)).unwrap_or(region.end);
            if end - start >= 2 * SHORTEST_LINE {
                found.push((start..end, bytes[start..end].iter().step_by(2).copied().collect()));
            }
            at = end.max(at + 1);
        }
    }
    found
}

/// First bytes of pictures, fonts, sounds, videos and PDF.
fn is_media(head: &[u8]) -> bool {
    const MAGICS: [&[u8]; 20] = [
        b"8BPS",
        b"gimp xcf",
        b"icns",
        b"\x89PNG",
        b"\xff\xd8\xff",
        b"GIF8",
        b"RIFF",
        b"wOFF",
        b"wOF2",
        b"\0\x01\0\0\0",
        b"OTTO",
        b"ID3",
        b"OggS",
        b"fLaC",
        b"\0\0\x01\0",
        b"BM",
        b"II*\0",
        b"MM\0*",
        b"%PDF-",
        b"\x1aE\xdf\xa3",
    ];
    // Any of them may also start a text.
    (head.get(4..8) == Some(b"ftyp") || MAGICS.iter().any(|magic| head.starts_with(magic)))
        && !decode::is_plain(head)
}

/// `bytes` decoded from UTF-16 or UTF-32, as UTF-8.
pub(super) fn widened(bytes: &[u8], wide: Wide) -> Cow<'_, str> {
    let little = match wide {
        Wide::Two(encoding) => return encoding.decode(bytes).0,
        Wide::Four(little) => little,
    };
    let decoded = bytes.chunks_exact(4).map(|four| {
        let four = [four[0], four[1], four[2], four[3]];
        let code = if little { u32::from_le_bytes(four) } else { u32::from_be_bytes(four) };
        char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER)
    });
    Cow::Owned(decoded.collect())
}

/// `bytes` as they read: decoded when they are text of two or four bytes a character.
pub(super) fn plain(bytes: &[u8]) -> Cow<'_, [u8]> {
    match Wide::of(bytes).map(|wide| widened(bytes, wide)) {
        Some(Cow::Borrowed(text)) => Cow::Borrowed(text.as_bytes()),
        Some(Cow::Owned(text)) => Cow::Owned(text.into_bytes()),
        None => Cow::Borrowed(bytes),
    }
}

/// A quoted value that follows an escape is looked for this far.
const NEAR_ESCAPE: usize = 256;

/// The text of a notebook or of a JSON that holds code: escaped quotes and line
/// ends become spaces, so that offsets do not move; and the parts of `regions`
/// where that changed something. `None` when nothing is escaped there.
pub(super) fn unescaped(text: &[u8], regions: &[Region]) -> Option<(Vec<u8>, Vec<Region>)> {
    let mut plain: Option<Vec<u8>> = None;
    let mut changed: Vec<Region> = Vec::new();
    for region in regions {
        let mut at = region.start;
        while let Some(found) = memchr::memchr(b'\\', &text[at..region.end]) {
            let escape = at + found;
            at = (escape + 2).min(region.end);
            let Some(next) = text.get(escape + 1) else { break };
            let plain = plain.get_or_insert_with(|| text.to_vec());
            match next {
                b'"' | b'\'' => plain[escape] = b' ',
                b'n' | b'r' | b't' => {
                    plain[escape..escape + 2].fill(b' ');
                    continue;
                }
                _ => continue,
            }
            let start = escape.saturating_sub(NEAR_ESCAPE).max(region.start);
            let end = (escape + NEAR_ESCAPE).min(region.end);
            match changed.last_mut().filter(|last| last.end >= start) {
                Some(last) => last.end = end,
                None => changed.push(start..end),
            }
        }
    }
    plain.filter(|_| !changed.is_empty()).map(|plain| (plain, changed))
}

/// Lines of one armoured block are looked back over this far.
const ARMOUR: usize = 512;
/// As many lines of prose may look like those of an armoured block.
const PROSE: usize = 4;
/// What the first line of an armoured block holds (RFC 7468, section 2).
const BEGIN: &[u8] = b"-----BEGIN";

/// `regions` of `text`, each starting where the armoured block it is inside of
/// begins: a key is found at its first line.
pub(super) fn from_armour(text: &[u8], regions: &[Region]) -> Vec<Region> {
    let first = OnceCell::new();
    let first = || *first.get_or_init(|| memchr::memmem::find(text, BEGIN).unwrap_or(text.len()));
    let mut widened: Vec<Region> = Vec::with_capacity(regions.len());
    for region in regions {
        let start = armour_before(text, region.start, &first).unwrap_or(region.start);
        match widened.last_mut().filter(|last| last.end >= start) {
            Some(last) => last.end = last.end.max(region.end),
            None => widened.push(start..region.end),
        }
    }
    widened
}

/// The start of the line that begins the armoured block around byte `at`;
/// `first` says where the first block of the text begins.
fn armour_before(text: &[u8], at: usize, first: &impl Fn() -> usize) -> Option<usize> {
    let mut end = at;
    for lines in 0..ARMOUR {
        if lines == PROSE && first() >= at {
            return None;
        }
        let end_of_line = end.checked_sub(1)?;
        let start = memchr::memrchr(b'\n', &text[..end_of_line]).map_or(0, |found| found + 1);
        let line = text[start..end_of_line].trim_ascii();
        if line.len() > 128 || !line.iter().all(|byte| is_armour(*byte)) {
            return None;
        }
        if memchr::memchr(b'-', line).is_some() {
            if memchr::memmem::find(line, BEGIN).is_some() {
                return Some(start);
            }
            if memchr::memmem::find(line, b"-----END").is_some() {
                return None;
            }
        }
        end = start;
    }
    None
}

/// Bytes of a line of an armoured block, quoted or not, and of its headers.
fn is_armour(byte: u8) -> bool {
    is_base64(byte) || matches!(byte, b'=' | b' ' | b'"' | b'\'' | b'\\' | b',' | b':' | b'.')
}

/// Names of lock files: long lists of packages with their addresses and hashes.
static LOCK_FILES: Names = LazyLock::new(|| list("lock.files"));

/// True for a lock file, by its name.
pub(super) fn is_lock_file(name: &str) -> bool {
    LOCK_FILES.iter().any(|lock| name.eq_ignore_ascii_case(lock))
}

/// The lines of `regions` that hold what may be a secret in a lock file: an
/// address with a user or with parameters. The rest is names and hashes.
pub(super) fn addresses(text: &[u8], regions: &[Region]) -> Vec<Region> {
    let mut found: Vec<Region> = Vec::new();
    let finder = memchr::memmem::Finder::new(b"://");
    for region in regions {
        let mut at = region.start;
        while let Some(next) = finder.find(&text[at..region.end]) {
            let start = at + next + 3;
            let address = &text[start..region.end.min(start + LONGEST_ADDRESS)];
            let ends = |byte: &u8| matches!(byte, b'"' | b'\'' | b' ' | b'\n' | b'>' | b')');
            let length = address.iter().position(ends).unwrap_or(address.len());
            at = start + length;
            if address[..length].iter().any(|byte| matches!(byte, b'@' | b'?')) {
                let line = super::mask::line_within(text, &(start..at), LONGEST_ADDRESS);
                let line = line.start.max(region.start)..line.end.min(region.end);
                match found.last_mut().filter(|last| last.end >= line.start) {
                    Some(last) => last.end = last.end.max(line.end),
                    None => found.push(line),
                }
                at = at.max(found.last().map_or(at, |last| last.end.min(region.end)));
            }
        }
    }
    found
}

/// An address is read up to this many bytes.
const LONGEST_ADDRESS: usize = 1024;

/// So many escapes in a row stand for a text that somebody encoded.
const ESCAPES: usize = 12;

/// One escape at the start of `bytes`, and its length: `\u0041`, `\u{41}`, `\U00000041`,
/// `\x41`, `\101`, `%41`, `&#65;`, `&#x41;`.
fn escape(bytes: &[u8]) -> Option<(u8, usize)> {
    let number = |digits: &[u8], radix| {
        let digits = std::str::from_utf8(digits).ok()?;
        u8::from_str_radix(digits, radix).ok().filter(|byte| is_printable(*byte))
    };
    match bytes {
        [b'\\', b'u', b'0', b'0', a, b, ..] => Some((number(&[*a, *b], 16)?, 6)),
        [b'\\', b'u', b'{', a, b, b'}', ..] => Some((number(&[*a, *b], 16)?, 6)),
        [b'\\', b'U', b'0', b'0', b'0', b'0', b'0', b'0', a, b, ..] => {
            Some((number(&[*a, *b], 16)?, 10))
        }
        [b'\\', b'x', a, b, ..] => Some((number(&[*a, *b], 16)?, 4)),
        [b'\\', a @ b'0'..=b'3', b, c, ..] => Some((number(&[*a, *b, *c], 8)?, 4)),
        [b'%', a, b, ..] => Some((number(&[*a, *b], 16)?, 3)),
        [b'&', b'#', rest @ ..] => {
            let end = rest.iter().take(6).position(|byte| *byte == b';')?;
            let byte = match rest.first()? {
                b'x' | b'X' => number(&rest[1..end], 16)?,
                _ => number(&rest[..end], 10)?,
            };
            Some((byte, end + 3))
        }
        _ => None,
    }
}

/// The runs of escapes of `text` that start in `regions`, with the text they stand for.
fn escaped(text: &[u8], regions: &[Region]) -> Vec<(Range<usize>, Vec<u8>)> {
    let mut found = Vec::new();
    for region in regions {
        let mut at = region.start;
        while let Some(next) = memchr::memchr3(b'\\', b'%', b'&', &text[at..region.end]) {
            let start = at + next;
            let (mut end, mut decoded) = (start, Vec::new());
            while let Some((byte, length)) = escape(&text[end..]) {
                if end - start > LONGEST_RUN {
                    break;
                }
                decoded.push(byte);
                end += length;
            }
            at = end.max(start + 1).min(region.end);
            if decoded.len() >= ESCAPES {
                found.push((start..end, decoded));
            }
        }
    }
    found
}

/// The runs of `text` that start in `regions` and stand for another text, with
/// that text: base64, hexadecimal, escapes.
pub(super) fn encoded(text: &[u8], regions: &[Region]) -> Vec<(Range<usize>, Vec<u8>)> {
    let mut found = encoded_runs(text, regions);
    found.extend(escaped(text, regions));
    found
}

fn encoded_runs(text: &[u8], regions: &[Region]) -> Vec<(Range<usize>, Vec<u8>)> {
    let mut found = Vec::new();
    for region in regions {
        let mut at = region.start;
        while at < region.end {
            // A run this long covers one byte in SHORTEST_RUN: step over the rest.
            let probe = (at + SHORTEST_RUN - 1).min(text.len());
            if probe >= text.len() {
                break;
            }
            if !is_base64(text[probe]) {
                at = probe + 1;
                continue;
            }
            let start = (at..probe).rev().find(|i| !is_base64(text[*i])).map_or(at, |i| i + 1);
            let length = text[start..].iter().take_while(|byte| is_base64(**byte)).count();
            let run = start..start + length;
            at = run.end + 1;
            if (SHORTEST_RUN..=LONGEST_RUN).contains(&length)
                && let Some(decoded) = decode_text(&text[run.clone()])
            {
                found.push((run, decoded));
            }
        }
    }
    found
}

fn is_base64(byte: u8) -> bool {
    BASE64[usize::from(byte)]
}

/// For each byte, whether it is of the base64 alphabets (RFC 4648, sections 4 and 5).
const BASE64: [bool; 256] = {
    let mut known = [false; 256];
    let mut byte = 0;
    while byte < known.len() {
        let ascii = byte as u8;
        known[byte] = ascii.is_ascii_alphanumeric() || matches!(ascii, b'+' | b'/' | b'-' | b'_');
        byte += 1;
    }
    known
};

/// The text that `run` encodes; most runs are refused on their first bytes.
fn decode_text(run: &[u8]) -> Option<Vec<u8>> {
    if run.len().is_multiple_of(2) && run.iter().all(u8::is_ascii_hexdigit) {
        let decoded = HEXLOWER_PERMISSIVE.decode(run).ok()?;
        return decoded.iter().all(|byte| is_printable(*byte)).then_some(decoded);
    }
    let encoding = if run.iter().any(|byte| matches!(byte, b'-' | b'_')) {
        &BASE64URL_NOPAD
    } else {
        &BASE64_NOPAD
    };
    let head = encoding.decode(run.get(..16)?).ok()?;
    // Commands are given to PowerShell in UTF-16.
    let wide = head.chunks(2).all(|pair| is_printable(pair[0]) && pair[1] == 0);
    if !wide && !head.iter().all(|byte| is_printable(*byte)) {
        return None;
    }
    let whole = &run[..run.len() - usize::from(run.len() % 4 == 1)];
    let decoded = encoding.decode(whole).ok()?;
    if wide {
        let text = decode::utf16_without_mark(&decoded)?.decode(&decoded).0.into_owned();
        return text.bytes().all(is_printable).then(|| text.into_bytes());
    }
    decoded.iter().all(|byte| is_printable(*byte)).then_some(decoded)
}

fn is_printable(byte: u8) -> bool {
    matches!(byte, b'\t' | b'\n' | b'\r' | 0x20..=0x7e)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_are_told_apart() {
        assert_eq!(shape(b"plain text"), Shape::Text);
        assert_eq!(shape(b"BMW is a make of cars"), Shape::Text);
        assert_eq!(shape(b"\x89PNG\r\n\x1a\n\0\0"), Shape::Media);
        assert_eq!(shape(b"\x7fELF\0\0"), Shape::Binary);
        assert_eq!(shape(b"PK\x03\x04rest"), Shape::Archive);
        let wide: Vec<u8> = "password=1".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(shape(&wide), Shape::Wide(Wide::Two(UTF_16LE)));
        let wide: Vec<u8> = "password=1".chars().flat_map(|c| u32::from(c).to_le_bytes()).collect();
        assert_eq!(shape(&wide), Shape::Wide(Wide::Four(true)));
        assert_eq!(widened(&wide, Wide::Four(true)), "password=1");
    }

    #[test]
    fn a_text_is_not_what_its_first_bytes_announce() {
        for magic in [&b"%PDF-1.4\n"[..], b"PK\x03\x04\n", b"#   ftyp\n", b"\x89PNG\n", b"GIF89a"] {
            let text = [magic, &b"KEY = 'value' and some more words\n".repeat(9)[..]].concat();
            assert_eq!(shape(&text), Shape::Text, "{magic:?}");
        }
    }

    #[test]
    fn text_is_found_among_other_bytes() {
        let line = b"login = 'somebody', password = 'x'";
        let wide: Vec<u8> = line.iter().flat_map(|byte| [*byte, 0]).collect();
        let bytes = [&[0, 1, 2, 3, 200][..], line, &[0; 9], &wide, &[7; 50]].concat();
        let whole = 0..bytes.len();
        let runs = runs_of_text(&bytes, std::slice::from_ref(&whole));
        assert_eq!(runs, [5..5 + line.len()]);
        let runs = runs_of_wide(&bytes, std::slice::from_ref(&whole));
        assert_eq!(runs.len(), 1);
        assert_eq!(runs[0].1, line);
        let picture = [&b"\x89PNG\r\n\x1a\n\0\0"[..], line, &[1; 200]].concat();
        let whole = 0..picture.len();
        assert!(runs_of_text(&picture, std::slice::from_ref(&whole)).is_empty());
        // Bytes drawn at random look like letters with accents.
        let mut state = 1_u32;
        let drawn: Vec<u8> = std::iter::repeat_with(|| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 24) as u8
        })
        .take(1 << 16)
        .collect();
        assert!(runs_of_text(&drawn, &[0..drawn.len()]).len() < 8);
        assert!(!is_mostly_text(&drawn) && is_mostly_text(&line.repeat(300)));
    }

    #[test]
    fn a_picture_describes_itself_at_its_edges() {
        assert_eq!(edges(&[0..100], 100), [0..100]);
        let length = 4 * EDGE;
        assert_eq!(edges(&[0..length], length), [0..EDGE, 3 * EDGE..length]);
        assert_eq!(edges(&[10..20, EDGE + 1..EDGE + 2], length), [10..20]);
    }

    #[test]
    fn escapes_become_spaces_of_the_same_length() {
        let text = br#""a = \"b\"\n""#;
        let (plain, changed) =
            unescaped(text, std::slice::from_ref(&(0..text.len()))).expect("escapes");
        assert_eq!(plain, br#""a =  "b "  ""#);
        assert_eq!(changed, [0..text.len()]);
        assert_eq!(unescaped(b"nothing", std::slice::from_ref(&(0..7))), None);
    }

    #[test]
    fn a_region_inside_a_key_starts_with_the_key() {
        let text = b"x\n-----BEGIN KEY-----\nAAAA\nBBBB\n-----END KEY-----\ny\n";
        let inside = 27..32;
        assert_eq!(from_armour(text, std::slice::from_ref(&inside)), [2..32]);
        let outside = text.len() - 2..text.len();
        assert_eq!(
            from_armour(text, std::slice::from_ref(&outside)),
            std::slice::from_ref(&outside)
        );
    }

    #[test]
    fn a_lock_file_is_read_where_it_names_users() {
        let text = b"a: https://example.org/x.tgz\nb: https://u:p@example.org/y.tgz\nc: git\n";
        let found = addresses(text, std::slice::from_ref(&(0..text.len())));
        assert_eq!(found, [29..61]);
        assert!(is_lock_file("Cargo.lock") && !is_lock_file("lock.rs"));
    }

    #[test]
    fn the_lock_files_of_package_managers_are_known() {
        let rules = include_str!("../../rules/quality.toml");
        let lists = rules.lines().filter_map(|line| line.strip_prefix("locks = "));
        let paths = lists.flat_map(|list| list.split('"').skip(1).step_by(2));
        let named = paths.map(|path| path.rsplit('/').next().unwrap_or_default());
        // A binary one is no text to read.
        let unknown: Vec<&str> =
            named.filter(|name| !is_lock_file(name) && *name != "bun.lockb").collect();
        assert_eq!(unknown, Vec::<&str>::new());
    }

    #[test]
    fn base64_that_decodes_to_text_is_found() {
        let inner = "login: someone, and more words here";
        let text = format!("a b c = '{}' d", BASE64_NOPAD.encode(inner.as_bytes()));
        let found = encoded(text.as_bytes(), std::slice::from_ref(&(0..text.len())));
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].1, inner.as_bytes());
        assert!(text[found[0].0.clone()].starts_with("bG9naW46"));
        for text in [
            r"x = '\u0061\u0062\u0063\u0064\u0065\u0066\u0067\u0068\u0069\u006a\u006b\u006c'",
            r"x = '\141\142\143\144\145\146\147\150\151\152\153\154'",
            r"x = '\u{61}\u{62}\u{63}\u{64}\u{65}\u{66}\u{67}\u{68}\u{69}\u{6a}\u{6b}\u{6c}'",
            r"x = '\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6A\x6b\x6C'",
            "?q=%61%62%63%64%65%66%67%68%69%6A%6b%6c",
            "<p>&#97;&#98;&#99;&#100;&#101;&#102;&#x67;&#104;&#105;&#106;&#107;&#108;</p>",
        ] {
            let found = encoded(text.as_bytes(), std::slice::from_ref(&(0..text.len())));
            assert_eq!(found.len(), 1, "{text}");
            assert_eq!(found[0].1, b"abcdefghijkl", "{text}");
        }
        let hex: String = inner.bytes().map(|byte| format!("{byte:02x}")).collect();
        let found = encoded(hex.as_bytes(), std::slice::from_ref(&(0..hex.len())));
        assert_eq!(found[0].1, inner.as_bytes());
        let hash = "sha512-W7s5bikET2twEFgW7s5bikET2twEFgW7s5bikET2twEFg";
        assert!(encoded(hash.as_bytes(), std::slice::from_ref(&(0..hash.len()))).is_empty());
    }
}
