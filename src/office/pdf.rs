//! The properties of a PDF that are written in clear: the information
//! dictionary and the XMP packet (ISO 32000-1, § 14.3). Those inside compressed
//! objects are not read.

use super::Traces;
use super::xml::text_of;
use memchr::memmem;

/// The longest value read, in bytes, and how many places are looked at.
const LONGEST: usize = 512;
const PLACES: usize = 64;

/// What the properties of a PDF keep.
pub(super) fn traces(bytes: &[u8]) -> Traces {
    let mut traces = Traces::default();
    for key in ["/Author", "/Manager"] {
        for at in memmem::find_iter(bytes, key.as_bytes()).take(PLACES) {
            traces.person(string(&bytes[at + key.len()..]));
        }
    }
    let company = memmem::find(bytes, b"/Company");
    traces.company = company.and_then(|at| string(&bytes[at + 8..]));
    for at in memmem::find_iter(bytes, b"<x:xmpmeta").take(PLACES) {
        let packet = &bytes[at..bytes.len().min(at + (256 << 10))];
        let end = memmem::find(packet, b"</x:xmpmeta>").unwrap_or(packet.len());
        let packet = String::from_utf8_lossy(&packet[..end]);
        if let Some(creator) = text_of(&packet, "dc:creator") {
            traces.person(text_of(&creator, "rdf:li"));
        }
        traces.person(text_of(&packet, "pdf:Author"));
    }
    traces
}

/// The string object that `bytes` start with: literal or hexadecimal.
fn string(bytes: &[u8]) -> Option<String> {
    let start = bytes.iter().position(|byte| !byte.is_ascii_whitespace())?;
    let inside = bytes.get(start + 1..)?;
    let raw = match bytes[start] {
        b'(' => literal(inside),
        b'<' if inside.first() != Some(&b'<') => hexadecimal(inside),
        _ => return None,
    };
    let text = match raw.strip_prefix(&[0xfe, 0xff]) {
        Some(wide) => {
            let units = wide.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
            String::from_utf16_lossy(&units.collect::<Vec<u16>>())
        }
        // PDFDocEncoding agrees with Latin-1 on the letters.
        None => raw.iter().map(|byte| *byte as char).collect(),
    };
    // The strings of an encrypted document are noise.
    let readable = !text.chars().any(char::is_control);
    (readable && !text.trim().is_empty()).then_some(text)
}

fn literal(bytes: &[u8]) -> Vec<u8> {
    let mut raw = Vec::new();
    let mut depth = 0;
    let mut at = 0;
    while at < bytes.len() && raw.len() < LONGEST {
        match bytes[at] {
            b')' if depth == 0 => break,
            b'\\' => {
                let octal: Vec<u8> = bytes[at + 1..]
                    .iter()
                    .take(3)
                    .take_while(|byte| (b'0'..=b'7').contains(byte))
                    .copied()
                    .collect();
                if octal.is_empty() {
                    raw.extend(bytes.get(at + 1));
                    at += 1;
                } else {
                    let value = octal.iter().fold(0u32, |sum, d| sum * 8 + u32::from(d - b'0'));
                    raw.push((value & 0xff) as u8);
                    at += octal.len();
                }
            }
            byte => {
                depth += i32::from(byte == b'(') - i32::from(byte == b')');
                raw.push(byte);
            }
        }
        at += 1;
    }
    raw
}

fn hexadecimal(bytes: &[u8]) -> Vec<u8> {
    let digits: Vec<u8> = bytes
        .iter()
        .take(LONGEST * 2)
        .take_while(|byte| **byte != b'>')
        .filter_map(|byte| (*byte as char).to_digit(16))
        .map(|digit| digit as u8)
        .collect();
    digits.chunks(2).map(|pair| pair[0] * 16 + pair.get(1).copied().unwrap_or_default()).collect()
}
