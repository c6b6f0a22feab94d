//! Keys known by what their base64 decodes to.

use super::{Verdict, proof};
use data_encoding::BASE64;

/// Proven when `value` decodes to `length` bytes.
pub fn base64_of(value: &[u8], length: usize) -> Verdict {
    proof(BASE64.decode(value).is_ok_and(|bytes| bytes.len() == length))
}

/// Proven when `value` decodes to a JSON object, foreign otherwise.
pub fn base64_json(value: &[u8]) -> Verdict {
    let padding = (4 - value.len() % 4) % 4;
    let padded = [value, &b"==="[..padding.min(3)]].concat();
    let decoded = BASE64.decode(&padded).ok();
    let object = decoded.and_then(|bytes| serde_json::from_slice::<serde_json::Value>(&bytes).ok());
    if object.is_some_and(|value| value.is_object()) { Verdict::Proven } else { Verdict::Foreign }
}

#[cfg(test)]
mod tests {
    use super::*;

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
}
