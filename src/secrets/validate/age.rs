//! age identities: Bech32 (BIP 173) with the human part `age-secret-key-`.

use super::{Verdict, proof};

const CHARSET: &[u8; 32] = b"qpzry9x8gf2tvdw0s3jn54khce6mua7l";
const GENERATORS: [u32; 5] = [0x3b6a_57b2, 0x2650_8e6d, 0x1ea1_19fa, 0x3d42_33dd, 0x2a14_62b3];

/// Verifies the checksum of an age identity, in either case.
pub fn identity(value: &[u8]) -> Verdict {
    let lower = value.to_ascii_lowercase();
    let Some(at) = lower.iter().rposition(|byte| *byte == b'1') else { return Verdict::Foreign };
    let digit = |byte: &u8| CHARSET.iter().position(|known| known == byte);
    let digits: Option<Vec<usize>> = lower[at + 1..].iter().map(digit).collect();
    let Some(digits) = digits else { return Verdict::Disproven };
    proof(checksum(&lower[..at], digits.iter().map(|digit| *digit as u32)) == 1)
}

/// Bech32's polynomial over the human part and `digits`.
fn checksum(human: &[u8], digits: impl Iterator<Item = u32>) -> u32 {
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
pub fn encode(digits: &[u8]) -> String {
    const HUMAN: &str = "age-secret-key-";
    let padded = digits.iter().map(|digit| u32::from(*digit)).chain([0; 6]);
    let sum = checksum(HUMAN.as_bytes(), padded) ^ 1;
    let tail = (0..6).map(|place| ((sum >> (5 * (5 - place))) & 31) as u8);
    let body = digits.iter().copied().chain(tail);
    let body: String = body.map(|digit| char::from(CHARSET[usize::from(digit)])).collect();
    format!("{HUMAN}1{body}").to_ascii_uppercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checksum_is_bech32() {
        // Valid strings of BIP 173, whose human parts are "a" and "split".
        assert_eq!(identity(b"A12UEL5L"), Verdict::Proven);
        let split = "split1checkupstagehandshakeupstreamerranterredcaperred2y9e3w";
        assert_eq!(identity(split.as_bytes()), Verdict::Proven);
        assert_eq!(identity(split.replace("2y9", "2y8").as_bytes()), Verdict::Disproven);
        let digits: Vec<u8> = (0..52).map(|n| n * 3 % 32).collect();
        assert_eq!(identity(encode(&digits).as_bytes()), Verdict::Proven);
    }
}
