//! Expands the examples of patterns, which hold no literal token:
//! `ghp_{token-crc}`, `key={hex:32}`, `{pem:RSA PRIVATE KEY}`…

use crate::secrets::validate::generate;
use regex::Regex;
use std::sync::LazyLock;

/// A repeatable source of bytes (SplitMix64).
#[derive(Debug)]
pub(crate) struct Source(u64);

impl Source {
    /// A source that depends on `seed` only.
    pub(crate) fn new(seed: &str) -> Source {
        let hash = seed.bytes().fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        Source(hash)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// `length` bytes.
    pub(crate) fn bytes(&mut self, length: usize) -> Vec<u8> {
        (0..length).map(|_| (self.next() >> 24) as u8).collect()
    }

    /// `length` characters of `alphabet`.
    pub(crate) fn characters(&mut self, alphabet: &str, length: usize) -> String {
        let alphabet = alphabet.as_bytes();
        let pick = |_| char::from(alphabet[(self.next() % alphabet.len() as u64) as usize]);
        (0..length).map(pick).collect()
    }
}

const LOWER: &str = "abcdefghijklmnopqrstuvwxyz";
const UPPER: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const DIGITS: &str = "0123456789";

/// Replaces every `{generator}` and `{generator:argument}` of `template`. Braces
/// around anything else stay.
///
/// # Panics
/// When a generator's argument is not what it takes: only tests call this.
pub(crate) fn expand(template: &str, seed: &str) -> String {
    static FIELD: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"\{([a-zA-Z][a-zA-Z0-9-]*)(?::([^{}]*))?\}").unwrap());
    let mut source = Source::new(seed);
    let mut text = String::new();
    let mut last = 0;
    for field in FIELD.captures_iter(template) {
        let whole = field.get(0).unwrap();
        let argument = field.get(2).map_or("", |argument| argument.as_str());
        text += &template[last..whole.start()];
        match generate_field(&field[1], argument, &mut source) {
            Some(value) => text += &value,
            None => text += whole.as_str(),
        }
        last = whole.end();
    }
    text + &template[last..]
}

fn generate_field(name: &str, argument: &str, source: &mut Source) -> Option<String> {
    let alphabet = match name {
        "alnum" => format!("{DIGITS}{UPPER}{LOWER}"),
        "letters" => format!("{UPPER}{LOWER}"),
        "lower" => format!("{DIGITS}{LOWER}"),
        "upper" => format!("{DIGITS}{UPPER}"),
        "digits" => DIGITS.to_string(),
        "hex" => "0123456789abcdef".to_string(),
        "HEX" => "0123456789ABCDEF".to_string(),
        "base32" => format!("{UPPER}234567"),
        "base64" => format!("{DIGITS}{UPPER}{LOWER}+/"),
        "base64url" => format!("{DIGITS}{UPPER}{LOWER}-_"),
        _ => String::new(),
    };
    if !alphabet.is_empty() {
        // Never a hyphen at an edge, where it is not part of a word; and always
        // a digit, which tells a value from a name.
        let length: usize = argument.parse().expect("a number of characters");
        let mut value = source.characters(&alphabet, length).into_bytes();
        for edge in [0, length - 1] {
            if matches!(value[edge], b'-' | b'_' | b'+' | b'/') {
                value[edge] = b'k';
            }
        }
        if matches!(name, "alnum" | "lower" | "base64url") && length > 4 {
            value[length / 2] = b'7';
        }
        return String::from_utf8(value).ok();
    }
    if name == "uuid" {
        let mut part = |length| source.characters("0123456789abcdef", length);
        let (a, b, c, d, e) = (part(8), part(4), part(3), part(3), part(12));
        return Some(format!("{a}-{b}-4{c}-a{d}-{e}"));
    }
    generate::value(name, argument, source)
}
