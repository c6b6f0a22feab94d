//! Keys that nobody chose, where a name and a syntax leave no doubt about their use: their form
//! alone may be that of a digest, or of an identifier.

use super::browser::has_user;
use super::catalogue::Kind;
use super::doubt;
use super::format::Format;
use super::found::{DRAWN, Found, Syntax};
use super::name::words;
use crate::secrets::judge::features::is_for_browser;
use data_encoding::BASE64;
use std::collections::BTreeSet;

/// Says of `found` that its use is sure, when it is drawn: what a program falls back on when a
/// secret is not set, the key of a constant, that of an interface in settings, that of a user
/// in an address.
pub(super) fn mark(text: &[u8], format: Format, found: &mut Found) {
    let Some(value) = text.get(found.value.clone()) else { return };
    let sure = match found.kind {
        Kind::Secret | Kind::Token | Kind::ApiKey => {
            (is_digits(value) || is_encoded(value))
                && (falls_back(text, found)
                    || is_constant(text, format, found, value)
                    || is_of_interface(text, format, found, value)
                    || has_user(text, found))
        }
        Kind::Key => is_digits(value) && has_user(text, found),
        _ => false,
    };
    if sure {
        found.certainty = DRAWN;
    }
    if sure && found.kind == Kind::Key {
        found.kind = Kind::ApiKey;
    }
}

/// True for 16 bytes or more in hexadecimal, of one case.
fn is_digits(value: &[u8]) -> bool {
    const DISTINCT: usize = 8;
    if !matches!(value.len(), 32 | 40 | 48 | 64 | 96 | 128)
        || !value.iter().all(u8::is_ascii_hexdigit)
    {
        return false;
    }
    let distinct: BTreeSet<u8> = value.iter().copied().collect();
    let lower = value.iter().any(u8::is_ascii_lowercase);
    distinct.len() >= DISTINCT && lower != value.iter().any(u8::is_ascii_uppercase)
}

/// True for 32, 48 or 64 bytes in base64.
fn is_encoded(value: &[u8]) -> bool {
    let decoded = matches!(value.len(), 44 | 64 | 88).then(|| BASE64.decode(value).ok()).flatten();
    let any = |test: fn(&u8) -> bool| value.iter().any(test);
    decoded.is_some_and(|bytes| !bytes.is_ascii())
        && any(u8::is_ascii_uppercase)
        && any(u8::is_ascii_lowercase)
        && any(u8::is_ascii_digit)
}

/// True for what a program falls back on when a setting is not given:
/// `env('APP_SECRET', '…')`.
fn falls_back(text: &[u8], found: &Found) -> bool {
    matches!(found.syntax, Syntax::Argument | Syntax::Equals | Syntax::Colon)
        && doubt::read_before(text, found).is_some_and(|read| {
            let part = |b: &u8| b.is_ascii_alphanumeric() || *b == b'_';
            let mut words = text[read].split(|b| !part(b));
            // What the build puts in the code of pages is read by everybody.
            !words.any(is_for_browser)
        })
}

/// True for the 32 or 64 bytes that a constant of a program gives to a key.
fn is_constant(text: &[u8], format: Format, found: &Found, value: &[u8]) -> bool {
    let name = words(text.get(found.name.clone()).unwrap_or_default());
    let last = name.last().is_some_and(|word| matches!(word.as_str(), "key" | "secret"));
    format == Format::Code
        && found.quote != 0
        && found.syntax == Syntax::Equals
        && matches!(found.kind, Kind::Secret | Kind::Token)
        && last
        && matches!(value.len(), 44 | 88)
        && is_encoded(value)
}

/// True for the 16 bytes in hexadecimal that settings give to the key of an interface.
fn is_of_interface(text: &[u8], format: Format, found: &Found, value: &[u8]) -> bool {
    let name = words(text.get(found.name.clone()).unwrap_or_default());
    format == Format::Settings
        && found.kind == Kind::ApiKey
        && !name.iter().any(|word| word == "public")
        && name.concat().ends_with("apikey")
        && value.len() == 32
        && is_digits(value)
}

#[cfg(test)]
mod tests {
    use super::super::tests::candidates;
    use super::*;
    use crate::secrets::judge::features;

    /// Whether the use of one of the values of `text` is sure, with digits for `DIGITS` and
    /// base64 for `BYTES`.
    fn is_sure(name: &str, text: &str) -> bool {
        let digits = "7c1e94a0b8f35d26".repeat(2);
        let bytes: Vec<u8> = (0..32_u8).map(|at| at.wrapping_mul(73) ^ 0xa5).collect();
        let text = text.replace("DIGITS", &digits).replace("BYTES", &BASE64.encode(&bytes));
        let sure = f32::from(DRAWN) - 0.5;
        let mut found = candidates(name, &text).into_iter();
        found.any(|one| features::get(&one.features, "tie.certainty") > sure)
    }

    #[test]
    fn the_use_of_a_drawn_key_may_be_sure() {
        for (name, text) in [
            ("a.js", "  secret: env('ADMIN_JWT_SECRET', 'DIGITS'),\n"),
            ("a.py", "KEY = os.environ.get('JWT_SECRET', 'DIGITS')\n"),
            ("a.py", "SECRET_KEY = config('APP_SECRET', 'BYTES')\n"),
            ("a.java", "  static final String DEFAULT_TOKEN_KEY = \"BYTES\";\n"),
            ("a.properties", "weather.api-key=DIGITS\n"),
            ("a.py", "url = 'https://f.outil.fr/e?user=ville&pwkey=DIGITS&a=1'\n"),
        ] {
            assert!(is_sure(name, text), "{text}");
        }
        for (name, text) in [
            ("a.js", "  secret: env('ADMIN_JWT_SECRET', 'toBeModified'),\n"),
            ("a.js", "  secret: lire('DIGITS'),\n"),
            ("a.java", "  static final String TOKEN_DIGEST = \"BYTES\";\n"),
            ("a.java", "  static final String PUBLIC_KEY = \"BYTES\";\n"),
            ("a.properties", "cache.key=DIGITS\n"),
            ("a.properties", "weather.api-key.id=DIGITS\n"),
            ("a.py", "url = 'https://f.outil.fr/e?page=ville&key=DIGITS&a=1'\n"),
            ("a.py", "url = 'https://f.outil.fr/e?user={u}&key=DIGITS&a=1'\n"),
        ] {
            assert!(!is_sure(name, text), "{text}");
        }
    }
}
