//! JSON Web Tokens (RFC 7519): header and payload are JSON objects in base64url.

use super::Verdict;
use crate::secrets::lists::{Names, list};
use data_encoding::BASE64URL_NOPAD;
use serde_json::{Map, Value};
use std::sync::LazyLock;

/// Reads a signed token. Foreign when it is not one, when nothing signs it, or
/// when its payload is a published example; unless `values` is empty, the
/// payload must give `claim` one of them.
pub(super) fn token(value: &[u8], claim: &str, values: &[&str]) -> Verdict {
    let parts: Vec<&[u8]> = value.split(|byte| *byte == b'.').collect();
    let [header, payload, signature] = parts[..] else { return Verdict::Foreign };
    let (Some(header), Some(payload)) = (object(header), object(payload)) else {
        return Verdict::Foreign;
    };
    let algorithm = header.get("alg").and_then(Value::as_str).unwrap_or_default();
    let unsigned = algorithm.is_empty() || algorithm.eq_ignore_ascii_case("none");
    if unsigned || signature.len() < 16 || is_example(&payload) {
        return Verdict::Foreign;
    }
    let given = payload.get(claim).and_then(Value::as_str);
    let holds = values.is_empty() || given.is_some_and(|given| values.contains(&given));
    if holds { Verdict::Proven } else { Verdict::Foreign }
}

/// True for what has the form of a signed token and is none: the header of one, with
/// a payload or a signature that nobody signed, or the payload of a tutorial.
pub(crate) fn is_made_up(value: &[u8]) -> bool {
    let header = value.split(|byte| *byte == b'.').next().and_then(object);
    let parts = value.iter().filter(|byte| **byte == b'.').count();
    parts == 2
        && header.is_some_and(|header| header.contains_key("alg"))
        && token(value, "", &[]) == Verdict::Foreign
}

/// Words of the claims of a token that was made to try an interface.
static MADE_TO_TRY: Names = LazyLock::new(|| list("token.made-to-try"));

/// True for a token that says itself that it was made to try an interface: one of its
/// claims is such a word, or starts with it (`staging`, `test development`).
pub(crate) fn is_for_tests(value: &[u8]) -> bool {
    let claims = payload(value).unwrap_or_default();
    claims.values().filter_map(Value::as_str).any(|claim| {
        let mut words = claim.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase);
        words.next().is_some_and(|word| MADE_TO_TRY.contains(&word.as_str()))
    })
}

/// The claims of what starts as a signed token does.
fn payload(value: &[u8]) -> Option<Map<String, Value>> {
    value.starts_with(b"eyJ").then(|| value.split(|b| *b == b'.').nth(1)).flatten().and_then(object)
}

/// So long after its end, a token is no session that was still open, in seconds.
const LONG_ENDED: f64 = 30.0 * 86_400.0;

/// True for a token whose payload says that it ended long before `day`, in seconds since
/// 1970: the date of the version that holds it, never that of the clock.
pub(crate) fn has_ended(value: &[u8], day: i64) -> bool {
    let end = payload(value).and_then(|payload| payload.get("exp")?.as_f64());
    end.is_some_and(|end| end > 0.0 && end + LONG_ENDED < day as f64)
}

/// The longest life of a token that is expired when it is published, in seconds.
const SHORT_LIFE: f64 = 86_400.0;

/// The same for a token whose payload says that it lives a day at most, from
/// `iat` or `nbf` to `exp`.
pub(super) fn short_lived(value: &[u8]) -> Verdict {
    let payload = value.split(|byte| *byte == b'.').nth(1).and_then(object);
    let Some(payload) = payload else { return Verdict::Foreign };
    let time = |claim: &str| payload.get(claim).and_then(Value::as_f64);
    let start = time("iat").or_else(|| time("nbf"));
    let life = time("exp").zip(start).map(|(end, start)| end - start);
    match life {
        Some(life) if (0.0..=SHORT_LIFE).contains(&life) => token(value, "", &[]),
        _ => Verdict::Foreign,
    }
}

fn object(part: &[u8]) -> Option<Map<String, Value>> {
    let bytes = BASE64URL_NOPAD.decode(part).ok()?;
    match serde_json::from_slice(&bytes).ok()? {
        Value::Object(object) => Some(object),
        _ => None,
    }
}

/// True for the payloads that tutorials and RFC 7519 sign.
fn is_example(payload: &Map<String, Value>) -> bool {
    let text = |key: &str| payload.get(key).and_then(Value::as_str).unwrap_or_default();
    let named = matches!(text("name").to_ascii_lowercase().as_str(), "john doe" | "jane doe");
    let numbered = matches!(text("sub"), "1234567890" | "0123456789");
    let rfc = text("iss") == "joe" && payload.contains_key("http://example.com/is_root");
    let empty = payload.is_empty();
    let somebody = ["email", "preferred_username", "upn", "sub"].iter().any(|key| {
        let value = text(key).to_ascii_lowercase();
        ["john.doe", "jane.doe", "johndoe", "janedoe", "@example.", "@exemple."]
            .iter()
            .any(|person| value.contains(person))
    });
    named || numbered || rfc || empty || somebody || text("iss") == "supabase-demo"
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signed(header: &str, payload: &str) -> String {
        let part = |text: &str| BASE64URL_NOPAD.encode(text.as_bytes());
        format!("{}.{}.{}", part(header), part(payload), part("a signature of some bytes"))
    }

    #[test]
    fn a_readable_signed_token_is_proven() {
        let good = signed(r#"{"alg":"HS256"}"#, r#"{"sub":"u-42","role":"service_role"}"#);
        assert_eq!(token(good.as_bytes(), "", &[]), Verdict::Proven);
        assert_eq!(token(good.as_bytes(), "role", &["service_role"]), Verdict::Proven);
        assert_eq!(token(good.as_bytes(), "role", &["anon"]), Verdict::Foreign);
    }

    #[test]
    fn a_token_made_to_try_says_so() {
        for payload in [r#"{"sub":"staging"}"#, r#"{"env":"Test development","sub":"u-42"}"#] {
            assert!(is_for_tests(signed(r#"{"alg":"HS256"}"#, payload).as_bytes()), "{payload}");
        }
        for payload in [r#"{"sub":"u-42"}"#, r#"{"sub":"contest","exp":1}"#, r#"{"aud":"latest"}"#]
        {
            assert!(!is_for_tests(signed(r#"{"alg":"HS256"}"#, payload).as_bytes()), "{payload}");
        }
        assert!(!is_for_tests(b"eyJ") && !is_for_tests(b"test"));
    }

    #[test]
    fn a_token_ends_long_before_the_version_that_holds_it() {
        const DAY: i64 = 86_400;
        let end = 1_700_000_000;
        let ended = |payload: &str, day: i64| {
            has_ended(signed(r#"{"alg":"HS256"}"#, payload).as_bytes(), day)
        };
        let payload = format!(r#"{{"sub":"u-42","exp":{end}}}"#);
        assert!(ended(&payload, end + 31 * DAY));
        assert!(!ended(&payload, end + 29 * DAY) && !ended(&payload, end - DAY));
        assert!(!ended(r#"{"sub":"u-42"}"#, end) && !ended(r#"{"exp":0}"#, end));
        assert!(!has_ended(b"eyJ", end));
    }

    #[test]
    fn unsigned_unreadable_and_published_tokens_are_not_secrets() {
        let payload = r#"{"sub":"1234567890","name":"John Doe","iat":1516239022}"#;
        let cases = [
            signed(r#"{"alg":"none"}"#, r#"{"sub":"u-42"}"#),
            signed(r#"{"alg":"HS256"}"#, payload),
            signed(r#"{"alg":"HS256"}"#, r#"{"email":"john.doe@projet.gouv.fr"}"#),
            signed("not json", r#"{"sub":"u-42"}"#),
            "a.b".to_string(),
        ];
        for case in cases {
            assert_eq!(token(case.as_bytes(), "", &[]), Verdict::Foreign, "{case}");
        }
    }
}
