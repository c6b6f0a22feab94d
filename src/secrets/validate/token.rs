//! Tokens that end with a CRC-32 in base 62: GitHub's, and npm's after them.
//! Source: GitHub's engineering blog, "Behind GitHub's new authentication token
//! formats" (2021).

use super::base62::encode62;
use super::crc::crc32;
use super::{Verdict, proof};

const CHECKSUM: usize = 6;

/// What follows the first `_` of `token` must be `length` characters, the last
/// six of them the checksum of the others. Other lengths carry none we know.
pub fn underscore_crc(token: &[u8], length: usize) -> Verdict {
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
}
