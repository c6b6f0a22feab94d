//! Tokens that end with a checksum: CRC-32 in base 62 (GitHub, npm after it) and in
//! base 36 (GitLab), CRC-16 (NATS), Bech32 (age). Sources: GitHub's engineering blog,
//! "Behind GitHub's new authentication token formats" (2021); GitLab's design document
//! "Routable tokens"; nkeys; BIP 173.

use super::{Verdict, proof};
use crc32fast::hash as crc32;
use data_encoding::BASE32_NOPAD;

const CHECKSUM: usize = 6;

/// What follows the first `_` of `token` must be `length` characters, the last
/// six of them the checksum of the others. Other lengths carry none we know.
pub(super) fn underscore_crc(token: &[u8], length: usize) -> Verdict {
    let Some(at) = token.iter().position(|byte| *byte == b'_') else {
        return Verdict::Foreign;
    };
    let body = &token[at + 1..];
    if body.len() != length {
        return Verdict::Unproven;
    }
    let (random, checksum) = body.split_at(length - CHECKSUM);
    proof(encode62(crc32(random), CHECKSUM).as_bytes() == checksum)
}

const ROUTABLE_CHECKSUM: usize = 7;

/// Verifies the checksum of a routable token; tokens without a dot have none.
pub(super) fn routable(token: &[u8]) -> Verdict {
    let Some(dot) = token.iter().rposition(|byte| *byte == b'.') else {
        return Verdict::Unproven;
    };
    if token.len() < dot + 1 + ROUTABLE_CHECKSUM {
        return Verdict::Unproven;
    }
    let (body, checksum) = token.split_at(token.len() - ROUTABLE_CHECKSUM);
    proof(encode36(crc32(body), ROUTABLE_CHECKSUM).as_bytes() == checksum)
}

/// Verifies the prefix, the length and the checksum of a seed.
pub(super) fn seed(value: &[u8]) -> Verdict {
    let Ok(bytes) = BASE32_NOPAD.decode(value) else { return Verdict::Foreign };
    let Some((body, checksum)) = bytes.split_last_chunk::<2>() else { return Verdict::Foreign };
    let is_seed = body.len() == 34 && body[0] & 0xF8 == 18 << 3;
    proof(is_seed && crc16_xmodem(body) == u16::from_le_bytes(*checksum))
}

const CHARSET: &[u8; 32] = b"qpzry9x8gf2tvdw0s3jn54khce6mua7l";
const GENERATORS: [u32; 5] = [0x3b6a_57b2, 0x2650_8e6d, 0x1ea1_19fa, 0x3d42_33dd, 0x2a14_62b3];

/// Verifies the checksum of an age identity, in either case.
pub(super) fn identity(value: &[u8]) -> Verdict {
    let lower = value.to_ascii_lowercase();
    let Some(at) = lower.iter().rposition(|byte| *byte == b'1') else { return Verdict::Foreign };
    let digit = |byte: &u8| CHARSET.iter().position(|known| known == byte);
    let digits: Option<Vec<usize>> = lower[at + 1..].iter().map(digit).collect();
    let Some(digits) = digits else { return Verdict::Disproven };
    proof(bech32(&lower[..at], digits.iter().map(|digit| *digit as u32)) == 1)
}

/// Bech32's polynomial over the human part and `digits`.
fn bech32(human: &[u8], digits: impl Iterator<Item = u32>) -> u32 {
    let high = human.iter().map(|byte| u32::from(byte >> 5));
    let low = human.iter().map(|byte| u32::from(byte & 31));
    high.chain([0]).chain(low).chain(digits).fold(1, |sum, digit| {
        let top = sum >> 25;
        let shifted = ((sum & 0x01ff_ffff) << 5) ^ digit;
        let terms = GENERATORS.iter().enumerate().filter(|(bit, _)| (top >> bit) & 1 == 1);
        terms.fold(shifted, |sum, (_, generator)| sum ^ generator)
    })
}

/// `digits` (five bits each) with their checksum, as an age identity.
#[cfg(test)]
pub(crate) fn encode_age(digits: &[u8]) -> String {
    const HUMAN: &str = "age-secret-key-";
    let padded = digits.iter().map(|digit| u32::from(*digit)).chain([0; 6]);
    let sum = bech32(HUMAN.as_bytes(), padded) ^ 1;
    let tail = (0..6).map(|place| ((sum >> (5 * (5 - place))) & 31) as u8);
    let body = digits.iter().copied().chain(tail);
    let body: String = body.map(|digit| char::from(CHARSET[usize::from(digit)])).collect();
    format!("{HUMAN}1{body}").to_ascii_uppercase()
}

const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// `number` in base 62 (digits, capitals, small letters) on `width` characters.
pub(super) fn encode62(number: u32, width: usize) -> String {
    encode(number, 62, width)
}

/// `number` in base 36 (digits, small letters) on `width` characters.
pub(super) fn encode36(number: u32, width: usize) -> String {
    encode(number, 36, width).to_ascii_lowercase()
}

fn encode(mut number: u32, base: u32, width: usize) -> String {
    let mut digits = Vec::with_capacity(width);
    while number > 0 || digits.len() < width {
        digits.push(char::from(DIGITS[(number % base) as usize]));
        number /= base;
    }
    digits.iter().rev().collect()
}

/// CRC-16/XMODEM, which NATS keys end with.
pub(super) fn crc16_xmodem(bytes: &[u8]) -> u16 {
    bytes.iter().fold(0, |crc, byte| {
        (0..8).fold(crc ^ (u16::from(*byte) << 8), |crc: u16, _| {
            let carry = if crc & 0x8000 == 0 { 0 } else { 0x1021 };
            (crc << 1) ^ carry
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_changed_character_breaks_the_checksum() {
        let random = "Ab3dEf6hIj9lMn2pQr5tUv8xYz1bCd";
        let token = format!("ghp_{random}{}", encode62(crc32(random.as_bytes()), 6));
        assert_eq!(underscore_crc(token.as_bytes(), 36), Verdict::Proven);
        let altered = token.replace("Ab3d", "Ab4d");
        assert_eq!(underscore_crc(altered.as_bytes(), 36), Verdict::Disproven);
        assert_eq!(underscore_crc(b"ghs_short", 36), Verdict::Unproven);
    }

    #[test]
    fn the_checksum_covers_the_prefix() {
        // The shortest token of the design document, without a prefix.
        let documented = ["bzoxd_Rb5_cHeWe1JH56wr2FCBA", "0r1pum4t4"].join(".");
        assert_eq!(routable(documented.as_bytes()), Verdict::Proven);
        assert_eq!(routable(format!("x{documented}").as_bytes()), Verdict::Disproven);
        assert_eq!(routable(b"glpat-without-dot"), Verdict::Unproven);
    }

    #[test]
    fn the_checksum_covers_prefix_and_key() {
        // A user seed: the seed prefix (18 << 3) with the role's five bits (20 << 3).
        let mut bytes = vec![(18 << 3) | (20 >> 2), (20 << 6) as u8];
        bytes.extend((0..32).map(|n: u8| n.wrapping_mul(37)));
        bytes.extend(crc16_xmodem(&bytes).to_le_bytes());
        assert_eq!(seed(BASE32_NOPAD.encode(&bytes).as_bytes()), Verdict::Proven);
        bytes[5] ^= 1;
        assert_eq!(seed(BASE32_NOPAD.encode(&bytes).as_bytes()), Verdict::Disproven);
    }

    #[test]
    fn the_checksum_is_bech32() {
        // Valid strings of BIP 173, whose human parts are "a" and "split".
        assert_eq!(identity(b"A12UEL5L"), Verdict::Proven);
        let split = "split1checkupstagehandshakeupstreamerranterredcaperred2y9e3w";
        assert_eq!(identity(split.as_bytes()), Verdict::Proven);
        assert_eq!(identity(split.replace("2y9", "2y8").as_bytes()), Verdict::Disproven);
        let digits: Vec<u8> = (0..52).map(|n| n * 3 % 32).collect();
        assert_eq!(identity(encode_age(&digits).as_bytes()), Verdict::Proven);
    }

    #[test]
    fn numbers_are_padded() {
        assert_eq!(encode62(61, 6), "00000z");
        assert_eq!(encode62(u32::MAX, 6), "4gfFC3");
        assert_eq!(encode36(35, 2), "0z");
    }

    /// The check value of the catalogue of CRC algorithms.
    #[test]
    fn the_catalogued_check_value_holds() {
        assert_eq!(crc16_xmodem(b"123456789"), 0x31C3);
    }
}
