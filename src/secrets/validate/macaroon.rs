//! PyPI's tokens: a macaroon (version 2, binary) in base64url after `pypi-`.

use super::{Verdict, proof};
use data_encoding::BASE64URL_NOPAD;

/// Field types of the format: the first is the location.
const VERSION: u8 = 2;
const LOCATION: u8 = 1;

/// Reads the version and the location of a PyPI macaroon.
pub fn pypi(token: &[u8]) -> Verdict {
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
