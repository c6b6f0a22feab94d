//! AWS access key ids: after the four letters of the prefix, base32 whose first
//! bits hold the account number (twelve decimal digits).

use super::Verdict;
use data_encoding::BASE32_NOPAD;

const LARGEST_ACCOUNT: u64 = 999_999_999_999;

/// Reads the account number of an access key id. Ids made before 2019 (whose
/// fifth letter is I or J) hold none.
pub fn key_id(value: &[u8]) -> Verdict {
    let Some(body) = value.get(4..20) else { return Verdict::Foreign };
    let Ok(bytes) = BASE32_NOPAD.decode(body) else { return Verdict::Foreign };
    if matches!(body[0], b'I' | b'J') {
        return Verdict::Unproven;
    }
    let head = bytes.iter().take(6).fold(0u64, |number, byte| number << 8 | u64::from(*byte));
    let account = (head & 0x7fff_ffff_ff80) >> 7;
    if account <= LARGEST_ACCOUNT { Verdict::Proven } else { Verdict::Disproven }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_account_has_twelve_digits() {
        let id = |account: u64| {
            let mut bytes = (account << 7 | 1 << 47).to_be_bytes()[2..].to_vec();
            bytes.extend([1, 2, 3, 4]);
            format!("AKIA{}", BASE32_NOPAD.encode(&bytes))
        };
        assert_eq!(key_id(id(123_456_789_012).as_bytes()), Verdict::Proven);
        assert_eq!(key_id(id(LARGEST_ACCOUNT + 1).as_bytes()), Verdict::Disproven);
        assert_eq!(key_id(b"AKIA0189AAAABBBBCCCC"), Verdict::Foreign);
    }
}
