//! Values known by what they decode to: AWS access key ids, keys of a known size, JSON
//! objects, PyPI's macaroons.

use super::{Verdict, proof};
use data_encoding::{BASE32_NOPAD, BASE64, BASE64URL_NOPAD};

const LARGEST_ACCOUNT: u64 = 999_999_999_999;

/// Reads the account number of an access key id. Ids made before 2019 (whose
/// fifth letter is I or J) hold none.
pub(super) fn key_id(value: &[u8]) -> Verdict {
    let Some(body) = value.get(4..20) else { return Verdict::Foreign };
    let Ok(bytes) = BASE32_NOPAD.decode(body) else { return Verdict::Foreign };
    if matches!(body[0], b'I' | b'J') {
        return Verdict::Unproven;
    }
    let head = bytes.iter().take(6).fold(0u64, |number, byte| number << 8 | u64::from(*byte));
    let account = (head & 0x7fff_ffff_ff80) >> 7;
    if account <= LARGEST_ACCOUNT { Verdict::Proven } else { Verdict::Disproven }
}

/// Proven when `value` decodes to `length` bytes.
pub(super) fn base64_of(value: &[u8], length: usize) -> Verdict {
    proof(BASE64.decode(value).is_ok_and(|bytes| bytes.len() == length))
}

/// Proven when `value` decodes to a JSON object, foreign otherwise.
pub(super) fn base64_json(value: &[u8]) -> Verdict {
    let padding = (4 - value.len() % 4) % 4;
    let padded = [value, &b"==="[..padding.min(3)]].concat();
    let decoded = BASE64.decode(&padded).ok();
    let object = decoded.and_then(|bytes| serde_json::from_slice::<serde_json::Value>(&bytes).ok());
    if object.is_some_and(|value| value.is_object()) { Verdict::Proven } else { Verdict::Foreign }
}

/// Field types of the format: the first is the location.
const VERSION: u8 = 2;
const LOCATION: u8 = 1;

/// Reads the version and the location of a PyPI macaroon.
pub(super) fn pypi(token: &[u8]) -> Verdict {
    let Some(encoded) = token.strip_prefix(b"pypi-") else { return Verdict::Foreign };
    // The head is enough; the tail may have been cut.
    let head = &encoded[..encoded.len().min(32)];
    let Ok(bytes) = BASE64URL_NOPAD.decode(head) else { return Verdict::Disproven };
    let located = match bytes.as_slice() {
        [VERSION, LOCATION, length, rest @ ..] => rest.get(..usize::from(*length)),
        _ => None,
    };
    proof(located.is_some_and(|location| location.ends_with(b"pypi.org")))
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

    #[test]
    fn lengths_are_exact() {
        let key = BASE64.encode(&[5; 64]);
        assert_eq!(base64_of(key.as_bytes(), 64), Verdict::Proven);
        assert_eq!(base64_of(key.as_bytes(), 32), Verdict::Disproven);
    }

    #[test]
    fn json_objects_are_read() {
        let object = BASE64.encode(br#"{"k":"v"}"#);
        assert_eq!(base64_json(object.trim_end_matches('=').as_bytes()), Verdict::Proven);
        assert_eq!(base64_json(BASE64.encode(b"[1, 2]").as_bytes()), Verdict::Foreign);
    }

    #[test]
    fn the_location_must_be_pypi() {
        let token = |location: &str| {
            let mut bytes = vec![VERSION, LOCATION, location.len() as u8];
            bytes.extend(location.as_bytes());
            bytes.extend([7; 60]);
            format!("pypi-{}", BASE64URL_NOPAD.encode(&bytes))
        };
        assert_eq!(pypi(token("pypi.org").as_bytes()), Verdict::Proven);
        assert_eq!(pypi(token("test.pypi.org").as_bytes()), Verdict::Proven);
        assert_eq!(pypi(token("example.org").as_bytes()), Verdict::Disproven);
        assert_eq!(pypi(b"pypi-AgE"), Verdict::Disproven);
    }
}
