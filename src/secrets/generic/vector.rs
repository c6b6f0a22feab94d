//! The vectors by which functions of cryptography are tested: keys that documents publish with
//! what they encrypt, and the result.

use super::catalogue::Kind;
use super::found::Found;
use crate::secrets::lists::{Names, list};
use std::sync::LazyLock;

/// What vectors give besides keys, and what they expect.
static GIVEN: Names = LazyLock::new(|| list("vector.given"));
static EXPECTED: Names = LazyLock::new(|| list("vector.expected"));

/// Bytes read on each side of a key for the rest of its paragraph.
const PARAGRAPH: usize = 16 << 10;

/// True for the key of a vector: digits, alone on a line of a paragraph whose lines are nothing
/// but names and digits, among which what is encrypted or hashed and the result.
pub(super) fn is_given(text: &[u8], found: &Found, value: &[u8]) -> bool {
    // Vectors call it a key or a nonce: no password, no token, no `appkey`.
    let name = text.get(found.name.clone()).unwrap_or_default();
    let key = name.get(..3).is_some_and(|start| start.eq_ignore_ascii_case(b"key"));
    if !(key || found.kind == Kind::Salt) || !is_digits(value) {
        return false;
    }
    let (mut given, mut expected, mut others) = (false, false, 0);
    for line in paragraph(text, found.value.start) {
        let Some((name, value)) = member(line) else {
            others += usize::from(!is_remark(line));
            continue;
        };
        let name = name.to_ascii_lowercase();
        let is = |names: &[&str]| names.iter().any(|known| name == known.as_bytes());
        // Nothing but what is given is ever written in letters.
        let digits = value.iter().all(u8::is_ascii_hexdigit);
        others += usize::from(!digits && !is(&GIVEN));
        given |= is(&GIVEN);
        // An empty text has a result too.
        expected |= is(&EXPECTED) && digits && !value.is_empty();
    }
    given && expected && others == 0
}

/// The lines around `at`, up to an empty one on each side.
fn paragraph(text: &[u8], at: usize) -> impl Iterator<Item = &[u8]> {
    let start = at.saturating_sub(PARAGRAPH);
    let end = text.len().min(at + PARAGRAPH);
    let empty = |line: &&[u8]| line.trim_ascii().is_empty();
    let before = text[start..at].rsplit(|b| *b == b'\n');
    let first = before.clone().next().unwrap_or_default().len();
    let above = before.skip(1).take_while(move |line| !empty(line));
    let below = text[at - first..end].split(|b| *b == b'\n').take_while(move |line| !empty(line));
    above.chain(below)
}

/// The name and the digits of a line such as `PT = 00ff`.
fn member(line: &[u8]) -> Option<(&[u8], &[u8])> {
    let tie = line.iter().position(|b| matches!(b, b'=' | b':'))?;
    let (name, value) = (line[..tie].trim_ascii(), line[tie + 1..].trim_ascii());
    let plain = |text: &[u8]| text.iter().all(u8::is_ascii_hexdigit);
    let quoted = value.strip_prefix(b"\"").and_then(|value| value.strip_suffix(b"\""));
    let named = !name.is_empty() && name.iter().all(u8::is_ascii_alphanumeric);
    (named && (plain(value) || quoted.is_some())).then_some((name, value))
}

/// True for a comment, the title of a part (`[ENCRYPT]`) or the word for a failure.
fn is_remark(line: &[u8]) -> bool {
    let line = line.trim_ascii();
    matches!(line.first(), Some(b'#' | b'[')) || line == b"FAIL"
}

fn is_digits(value: &[u8]) -> bool {
    value.len() >= 16 && value.len().is_multiple_of(2) && value.iter().all(u8::is_ascii_hexdigit)
}

#[cfg(test)]
mod tests {
    use super::super::Assignments;

    /// How many values are found in `text`, with digits for each `VALUE`.
    fn count(name: &str, text: &str) -> usize {
        let digits = "7c1e94a0b8f35d26".repeat(2);
        let text = text.replace("VALUE", &digits);
        let whole = 0..text.len();
        let regions = std::slice::from_ref(&whole);
        Assignments::default().candidates(text.as_bytes(), name, regions).found.len()
    }

    #[test]
    fn the_keys_of_vectors_are_published() {
        for text in [
            "# CAVS 11.1\n\nCOUNT = 0\nKEY = VALUE\nIV = VALUE\nPLAINTEXT = VALUE\nCIPHERTEXT = VALUE\n",
            "Count = 3\nKey = VALUE\nNonce = VALUE\nPT = \nCT = VALUE\nTag = VALUE\nFAIL\n",
            "KEY: VALUE\nNONCE: VALUE\nIN: \"abc\"\nAD: 00\nCT: 01\nTAG: 02\n",
            "Klen = 16\r\nTlen = 8\r\nKey = VALUE\r\nMsg = 00\r\nMac = VALUE\r\n\r\n",
        ] {
            assert_eq!(count("a.rsp", text), 0, "{text}");
            assert_eq!(count("a.txt", text), 0, "{text}");
        }
    }

    #[test]
    fn a_key_beside_its_settings_is_none_of_a_vector() {
        for text in [
            "SECRET_KEY=VALUE\nIV=VALUE\n",
            "COUNT=3\nSECRET_KEY=VALUE\n",
            "SECRET_KEY=VALUE\nMESSAGE=bonjour\nTAG=1234\n",
            "SECRET_KEY=VALUE\nMESSAGE=00\nTAG=v1.2\n",
            "SECRET_KEY=VALUE\nIN=00\nHOST=bdd.outil.fr\nTAG=12\n",
            "KEY = VALUE\n\nPT = 00\nCT = 01\n",
            "sftp:\n  password: VALUE\n  input: \"/a\"\n  output: \"/b\"\n",
            "secret: VALUE\nMESSAGE: \"a\"\nMAC: \"sha256\"\n",
            "[a]\ntoken = VALUE\nmessage = \"a\"\ntag = \"b\"\n",
            "SECRET_KEY=\"VALUE\"\nINPUT=\"a.csv\"\nOUTPUT=\"a.enc\"\n",
        ] {
            assert!(count("a.env", text) > 0, "{text}");
        }
    }
}
