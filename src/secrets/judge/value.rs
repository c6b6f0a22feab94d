//! What a value says by itself: that another one goes there, that it is struck without
//! looking, the public half of a key, the hash of a password.

use super::words::{coverage, is_written, letter_of};
use crate::secrets::generic::{is_uuid, says_default};
use crate::secrets::lists::{Names, list};
use crate::secrets::patterns::plausible::says_placeholder;
use crate::text::fold::unaccented;
use data_encoding::{BASE64, BASE64URL_NOPAD};
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// True for the point of a curve that pages give to push services, which is the public half
/// of their key (RFC 8292, section 3.2).
pub(super) fn is_point(value: &[u8]) -> bool {
    const POINT: usize = 65;
    let value = value.strip_suffix(b"=").unwrap_or(value);
    let point = BASE64URL_NOPAD.decode(value).ok().filter(|point| point.len() == POINT);
    point.is_some_and(|point| point[0] == 4)
}

/// Rows of keyboards.
static ROWS: Names = LazyLock::new(|| list("keyboard.rows"));

/// True for what fingers strike without looking: letters of one row of a keyboard, or so few
/// that they come back all the time.
pub(super) fn is_struck(value: &[u8]) -> bool {
    const SHORTEST: usize = 9;
    const FEW: usize = 4;
    if value.len() < SHORTEST || !value.iter().all(u8::is_ascii_alphabetic) {
        return false;
    }
    let lower = value.to_ascii_lowercase();
    let distinct: BTreeSet<u8> = lower.iter().copied().collect();
    let of_row = |row: &&str| lower.iter().all(|b| row.as_bytes().contains(b));
    distinct.len() <= FEW || ROWS.iter().any(of_row)
}

/// What starts the hash of a password, as programs and databases keep it.
static HASHES: Names = LazyLock::new(|| list("hash.starts"));
/// What does when a digest follows, or a salt.
static DIGESTS: Names = LazyLock::new(|| list("hash.digest-starts"));

/// The marks that databases write before the digits of a digest, and the fewest that follow:
/// PostgreSQL, MySQL, Oracle, SQL Server (2000, then 2012).
const MARKED: [(&[u8], usize); 5] =
    [(b"md5", 32), (b"*", 40), (b"S:", 60), (b"0x0100", 48), (b"0x0200", 136)];

/// True for what a program or a database keeps of a password: the mark of a database and its
/// digits, or the name of the function that made the rest.
pub(super) fn is_verifier(value: &[u8]) -> bool {
    let marked = MARKED.iter().any(|(mark, least)| {
        let Some((start, rest)) = value.split_at_checked(mark.len()) else { return false };
        let digits = rest.iter().take_while(|b| b.is_ascii_hexdigit()).count();
        // Other parts follow the digits of Oracle.
        let ends = digits == rest.len() || *mark == b"S:";
        start.eq_ignore_ascii_case(mark) && digits >= *least && ends
    });
    marked
        || HASHES.iter().any(|start| value.starts_with(start.as_bytes()))
        || DIGESTS.iter().any(|start| {
            let rest = value.strip_prefix(start.as_bytes());
            rest.is_some_and(|rest| is_salted(rest, start) || is_digest(rest))
        })
}

/// True when the mark that `start` ends with parts `rest` too.
fn is_salted(rest: &[u8], start: &str) -> bool {
    let mark = start.bytes().last().filter(|mark| matches!(mark, b'$' | b':'));
    mark.is_some_and(|mark| rest.contains(&mark))
}

/// True for a digest in hexadecimal or in base64, after what may close its mark: `512}`.
fn is_digest(text: &[u8]) -> bool {
    let closed = text.iter().take(4).position(|b| *b == b'}').map_or(0, |at| at + 1);
    let text = &text[closed..];
    let digits = matches!(text.len(), 32 | 40 | 56 | 64 | 96 | 128);
    let decoded = || BASE64.decode(text).is_ok_and(|d| matches!(d.len(), 16 | 20 | 32 | 48 | 64));
    (digits && text.iter().all(u8::is_ascii_hexdigit)) || decoded()
}

/// True for the base64 of a UUID, which designates a thing for most programs.
pub(super) fn is_encoded_uuid(value: &[u8]) -> bool {
    const ENCODED: usize = 48;
    let decoded = (value.len() == ENCODED).then(|| BASE64.decode(value).ok()).flatten();
    decoded.is_some_and(|text| is_uuid(&text))
}

/// True for a text spelt by the numbers of its characters: `112, 97`, `112) + chr(97`.
pub(super) fn is_spelt(value: &[u8]) -> bool {
    let part = |b: &u8| b.is_ascii_hexdigit() || b" \t\r\n,xX()+.&chrCHR".contains(b);
    value.first().is_some_and(u8::is_ascii_digit) && value.iter().all(part)
}

/// Words for a password in the languages of interfaces.
static LANGUAGES: Names = LazyLock::new(|| list("password.languages"));

/// True for what people read, in any language: several words that name a password, a sentence
/// that starts with a capital, a text in another alphabet. Nobody draws that; who chooses a
/// phrase for a password writes it in small letters, or with digits and marks.
pub(super) fn is_read(value: &[u8]) -> bool {
    let Some(text) = std::str::from_utf8(value).ok().filter(|text| !text.is_empty()) else {
        return false;
    };
    let told =
        |c: char| c.is_alphabetic() || c.is_whitespace() || ".,;:!?'’()…–-/%«»¿¡\"".contains(c);
    if !text.chars().all(told) {
        return false;
    }
    let other = text.chars().filter(|c| c.is_alphabetic() && *c > LAST_LATIN).count();
    let words = text.split_whitespace().count();
    let named = || {
        let plain: String = text.chars().map(unaccented).flat_map(char::to_lowercase).collect();
        LANGUAGES.iter().any(|word| plain.contains(word))
    };
    2 * other >= text.chars().count() || (words > 1 && (is_sentence(text) || named()))
}

/// The last letter of the Latin alphabets of Europe (Latin Extended-B).
const LAST_LATIN: char = '\u{24f}';

/// True for words of which the first alone starts with a capital, as sentences do; a name or
/// an acronym may stand among them.
fn is_sentence(text: &str) -> bool {
    let mut words = text.split_whitespace().filter(|word| word.contains(char::is_alphabetic));
    let capital =
        |word: &str| word.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_uppercase);
    words.next().is_some_and(capital) && words.next().is_some_and(|word| !capital(word))
}

/// Words that ask for another value.
static ASKING: Names = LazyLock::new(|| list("placeholder.words"));

/// True for a value that says that it is to be replaced, or that it protects nothing:
/// `toBeSet`, `à-définir`, `fordevonly`.
pub(super) fn is_asking(value: &[u8]) -> bool {
    const LONGEST: usize = 48;
    let Some(text) = std::str::from_utf8(value).ok().filter(|text| text.len() <= LONGEST) else {
        return false;
    };
    let letters = text.chars().map(unaccented).filter(|c| c.is_alphanumeric());
    let folded: String = letters.flat_map(char::to_lowercase).collect();
    ASKING.iter().any(|word| folded.contains(word))
}

/// Words of a sentence without blanks that says that a value is made up, and what it is about.
static GLUED: Names = LazyLock::new(|| list("placeholder.glued"));
static ABOUT: Names = LazyLock::new(|| list("placeholder.about"));

/// True for a sentence without blanks which says that it is no secret: `thisisadummystring`,
/// `fakepasswordvalue`. Who chooses words for a password says nothing of it: `fakemoustaches`.
pub(super) fn says_it_is_none(value: &[u8]) -> bool {
    const SHORTEST: usize = 10;
    const SMALL_WORDS: f32 = 3.0;
    let joint = |b: &u8| b.is_ascii_alphabetic() || matches!(b, b'-' | b'_' | b'.');
    let Some(text) = std::str::from_utf8(value).ok().filter(|_| value.iter().all(joint)) else {
        return false;
    };
    let mut letters: String = text.chars().filter(char::is_ascii_alphabetic).collect();
    letters.make_ascii_lowercase();
    let holds = |word: &&str| letters.contains(*word);
    if letters.len() < SHORTEST || !GLUED.iter().any(holds) || !ABOUT.iter().any(holds) {
        return false;
    }
    let known = ABOUT.iter().chain(GLUED.iter());
    let rest = known.fold(letters.clone(), |rest, word| rest.replace(word, " "));
    let drawn =
        rest.split(' ').map(|part| part.len() as f32 * (1.0 - coverage(part.as_bytes()).share));
    drawn.sum::<f32>() <= SMALL_WORDS
}

/// True for the label of a field of a form, in any language: words and a colon. `Mot de passe :`.
pub(super) fn is_label(value: &[u8]) -> bool {
    const SHORTEST: usize = 4;
    let Some(words) = value.strip_suffix(b":") else { return false };
    let part = |b: &u8| b.is_ascii_alphabetic() || matches!(b, b' ' | b'-') || *b >= 0x80;
    words.len() >= SHORTEST && words.iter().all(part) && is_written(words.trim_ascii())
}

/// True for a value of which a word, apart from the others, says that it is made up:
/// `demo-…`, or that holds one that chance does not make.
pub(super) fn says_made_up(value: &[u8]) -> bool {
    says_default(value) || says_placeholder(&value.to_ascii_lowercase())
}

/// Ends of words that say that a password stands there.
static PASSWORDS: Names = LazyLock::new(|| list("password.words"));

/// True for the word for a password, at the end of letters (`repopwd`) or with digits for its
/// letters and a number after it (`Pa55word27`).
pub(super) fn is_said(value: &[u8]) -> bool {
    const NUMBER: usize = 4;
    let lower = value.to_ascii_lowercase();
    if lower.iter().all(u8::is_ascii_alphabetic) {
        return PASSWORDS.iter().any(|word| lower.ends_with(word.as_bytes()));
    }
    let letter = |b: &u8| b.is_ascii_alphabetic();
    let last = lower.iter().rposition(letter).map_or(0, |last| last + 1);
    let (word, number) = lower.split_at(last);
    let plain: Vec<u8> = word.iter().map(|b| letter_of(*b)).collect();
    number.len() <= NUMBER && PASSWORDS.iter().any(|known| plain == known.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_without_blanks_says_that_it_is_no_secret() {
        for value in
            ["thisisadummy", "thisisafakestring", "fakepasswordvalue", "this-is-a-fake-token"]
        {
            assert!(says_it_is_none(value.as_bytes()), "{value}");
        }
        for value in [
            "fakemoustaches",
            "crashdummyparade",
            "samplegardens",
            "kzvwjhtrbqdummy",
            "thisisxkqzvwjhtrbpdummy",
            "thisisadummy7Kq9",
            "secretgardenparty",
        ] {
            assert!(!says_it_is_none(value.as_bytes()), "{value}");
        }
    }

    #[test]
    fn the_label_of_a_field_ends_with_a_colon() {
        for value in ["Adgangskode:", "Palavra-passe:", "Mot de passe :", "Heslo\u{e9}:"] {
            assert!(is_label(value.as_bytes()), "{value}");
        }
        for value in ["kzvwjhtrbq:", "Grenouille", "Grenouille7:", ":", "Xk29:"] {
            assert!(!is_label(value.as_bytes()), "{value}");
        }
    }

    #[test]
    fn what_people_read_is_no_password_in_any_language() {
        for text in [
            "Mot de passe oublié ?",
            "Kennwort zurücksetzen",
            "Bitte eingeben",
            "contraseña incorrecta",
            "wachtwoord vergeten",
            "Введите пароль",
            "パスワードを入力",
            "Le jeton GitHub a expiré",
        ] {
            assert!(is_read(text.as_bytes()), "{text}");
        }
        for value in [
            "correct horse battery staple",
            "Correct Horse Battery Staple",
            "Mot2passe oublie",
            "kzvwjhtrbq",
            "MotDePasse",
            "Kenn wort#zurück",
            "",
        ] {
            assert!(!is_read(value.as_bytes()), "{value}");
        }
    }

    #[test]
    fn databases_mark_the_digests_that_they_keep() {
        let digits =
            |count: usize| "7C1E94A0B8F35D26".chars().cycle().take(count).collect::<String>();
        for value in [
            format!("md5{}", digits(32).to_lowercase()),
            format!("*{}", digits(40)),
            format!("S:{};H:{}", digits(60), digits(32)),
            format!("0x0100{}", digits(48)),
            format!("0x0200{}", digits(136)),
        ] {
            assert!(is_verifier(value.as_bytes()), "{value}");
        }
        for value in [
            digits(32),
            format!("*{}", digits(20)),
            format!("*{}x", digits(40)),
            format!("md5-{}", digits(32)),
            format!("S:{}", digits(20)),
            format!("0x{}", digits(40)),
        ] {
            assert!(!is_verifier(value.as_bytes()), "{value}");
        }
    }

    #[test]
    fn a_uuid_may_be_encoded() {
        let uuid = ["1b4e28ba", "2fa1", "41d2", "883f", "0016d3cca427"].join("-");
        assert!(is_encoded_uuid(BASE64.encode(uuid.as_bytes()).as_bytes()));
        assert!(!is_encoded_uuid(BASE64.encode(uuid.replace('-', "x").as_bytes()).as_bytes()));
    }
}
