//! NATS seeds (nkeys): base32 of two prefix bytes, 32 bytes and their CRC-16.

use super::crc::crc16_xmodem;
use super::{Verdict, proof};
use data_encoding::BASE32_NOPAD;

/// Verifies the prefix, the length and the checksum of a seed.
pub fn seed(value: &[u8]) -> Verdict {
    let Ok(bytes) = BASE32_NOPAD.decode(value) else { return Verdict::Foreign };
    let Some((body, checksum)) = bytes.split_last_chunk::<2>() else { return Verdict::Foreign };
    let is_seed = body.len() == 34 && body[0] & 0xF8 == 18 << 3;
    proof(is_seed && crc16_xmodem(body) == u16::from_le_bytes(*checksum))
}

#[cfg(test)]
mod tests {
    use super::*;

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
}
