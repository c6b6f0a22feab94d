//! The names and the values of an object of Python that was written as it is (pickle, PEP
//! 3154): tokens and passwords of programs that keep their sessions so.

/// A longer content is a model or a table, not a session.
const LONGEST: usize = 1 << 20;
/// A longer text is neither a name nor what opens something.
const LONGEST_TEXT: usize = 4 << 10;
/// A longer one is no name.
const LONGEST_NAME: usize = 60;

/// The pairs of texts of `bytes`, one a line, as settings are written; `None` when it is no
/// pickle, or holds none.
pub(super) fn pairs(bytes: &[u8]) -> Option<Vec<u8>> {
    if !matches!(bytes, [0x80, 2..=5, ..]) || bytes.len() > LONGEST {
        return None;
    }
    let mut lines = Vec::new();
    let mut name: Option<&[u8]> = None;
    let mut at = 2;
    while at < bytes.len() {
        if let Some((text, next)) = text(bytes, at) {
            match name.take() {
                Some(name) => {
                    for part in [b"\"".as_slice(), name, b"\" = \"", text, b"\"\n"] {
                        lines.extend_from_slice(part);
                    }
                }
                None => name = Some(text).filter(|text| is_name(text)),
            }
            at = next;
        } else {
            // What notes that a text was read stands between those of a pair.
            let noted = noted(&bytes[at..]);
            if noted == 0 {
                name = None;
            }
            at += noted.max(1);
        }
    }
    (!lines.is_empty()).then_some(lines)
}

/// The text that an instruction at `at` puts on the stack, and what follows it.
fn text(bytes: &[u8], at: usize) -> Option<(&[u8], usize)> {
    let length = |width: usize| {
        let bytes = bytes.get(at + 1..at + 1 + width)?;
        let sum = bytes.iter().rev().fold(0_usize, |sum, byte| (sum << 8) | usize::from(*byte));
        Some((sum, at + 1 + width))
    };
    let (length, start) = match bytes[at] {
        0x8c | b'U' | b'C' => length(1)?,
        b'X' | b'T' | b'B' => length(4)?,
        _ => return None,
    };
    let text = bytes.get(start..start.checked_add(length)?)?;
    let plain = |b: &u8| (0x20..0x7f).contains(b) && *b != b'"' || *b >= 0x80;
    let sound = !text.is_empty() && text.len() <= LONGEST_TEXT && text.iter().all(plain);
    sound.then_some((text, start + length))
}

/// Bytes of the instruction at the start of `bytes` that only notes what was read.
fn noted(bytes: &[u8]) -> usize {
    match bytes[0] {
        b'q' => 2,
        b'r' => 5,
        0x94 => 1,
        _ => 0,
    }
}

fn is_name(text: &[u8]) -> bool {
    let part = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.');
    text.len() <= LONGEST_NAME && text.iter().all(part)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::secrets::{Level, Scanner};

    /// A pickle of the texts of a dictionary, as versions 2 and 4 write them.
    fn pickle(version: u8, texts: &[&str]) -> Vec<u8> {
        let mut bytes = vec![0x80, version, b'}', b'('];
        for (rank, text) in (0_u8..).zip(texts) {
            let length = u8::try_from(text.len()).expect("short");
            match version {
                2 => bytes.extend([b'X', length, 0, 0, 0]),
                _ => bytes.extend([0x8c, length]),
            }
            bytes.extend(text.as_bytes());
            match version {
                2 => bytes.extend([b'q', rank]),
                _ => bytes.push(0x94),
            }
        }
        bytes.extend(b"u.");
        bytes
    }

    #[test]
    fn a_pickle_is_read_as_settings() {
        for version in [2, 4] {
            let bytes = pickle(version, &["_id_token", "abc", "_client_secret", "x y"]);
            let text = "\"_id_token\" = \"abc\"\n\"_client_secret\" = \"x y\"\n";
            assert_eq!(pairs(&bytes).as_deref(), Some(text.as_bytes()));
        }
        assert_eq!(pairs(b"\x80\x03}q\0."), None);
        assert_eq!(pairs(b"_client_secret = abc"), None);
        assert_eq!(pairs(&[0x80, 3, b'X', 0xff, 0xff, 0xff, 0xff]), None);
    }

    #[test]
    fn the_secret_of_a_session_is_found() {
        let value = ["q8Zr2LmT", "0vKx5NcB", "yHs7QwE1"].concat();
        let bytes = pickle(2, &["_token_uri", "https://a.fr/token", "_client_secret", &value]);
        let seen = Scanner::default().scan(&bytes, "script/token.pickle").seen;
        let found =
            seen.iter().find(|one| one.sighting.candidate.secret.expose() == value.as_bytes());
        assert_eq!(found.map(|one| one.level), Some(Level::Report));
    }
}
