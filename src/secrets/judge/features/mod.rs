//! What is measured about a value: the numbers that the model reads.
//!
//! The order of [`names`] is the order of the vector; the model file is made
//! for it. A change here asks for the model to be trained again.

mod line;
mod name;
pub mod path;
mod shape;
mod value;

pub(in crate::secrets) use name::is_for_browser;
pub(super) use name::{ARGUMENT, CODE, PROSE, SQL, STATED, is_last};

use crate::secrets::generic::{Found, Kind, Syntax, View, words};
use crate::secrets::lists::{self, List, Names, list};
use crate::secrets::validate::pem;
use std::collections::HashMap;
use std::sync::LazyLock;

/// The words that measures look for: part of the model, whose digest of them is
/// checked when it is read.
pub(super) static WORDS: &str = include_str!("../../../../data/secrets/features.txt");

static LISTS: LazyLock<Vec<List>> = LazyLock::new(|| lists::parse(WORDS));

/// The lists whose words each make one measure, called as the list is.
type Groups = LazyLock<Vec<&'static List>>;
type Group = LazyLock<&'static [&'static str]>;

/// The lists whose names start with `prefix`, in the order of the measures.
fn groups(prefix: &str) -> Vec<&'static List> {
    LISTS.iter().filter(|list| list.name.starts_with(prefix)).collect()
}

/// The items of the list called `name`.
fn group(name: &str) -> &'static [&'static str] {
    LISTS.iter().find(|list| list.name == name).map_or(&[], |list| &list.items)
}

impl List {
    /// True when `text` holds one of the items.
    fn is_in(&self, text: &[u8]) -> bool {
        self.items.iter().any(|word| memchr::memmem::find(text, word.as_bytes()).is_some())
    }
}

/// A list of measures under construction, with their names when asked for.
pub(super) struct Measures {
    values: Vec<f32>,
    names: Option<Vec<&'static str>>,
}

impl Measures {
    fn new(named: bool) -> Measures {
        Measures { values: Vec::with_capacity(160), names: named.then(Vec::new) }
    }

    /// Adds a measure.
    pub(super) fn add(&mut self, name: &'static str, value: impl Into<f64>) {
        #[allow(clippy::cast_possible_truncation)]
        self.values.push(value.into() as f32);
        if let Some(names) = &mut self.names {
            names.push(name);
        }
    }

    /// Adds a yes-or-no measure.
    pub(super) fn flag(&mut self, name: &'static str, value: bool) {
        self.add(name, f64::from(u8::from(value)));
    }

    /// Adds a count.
    pub(super) fn count(&mut self, name: &'static str, value: usize) {
        self.add(name, f64::from(u32::try_from(value).unwrap_or(u32::MAX)));
    }
}

fn all(view: &View<'_>, found: &Found, named: bool) -> Measures {
    let mut measures = Measures::new(named);
    let raw = view.get(found.value.clone());
    let characters = shape::characters(raw);
    let raw = characters.as_deref().unwrap_or(raw);
    let decoded = shape::decoded(found, raw);
    value::measure(&mut measures, decoded.as_deref().unwrap_or(raw), raw);
    measures.flag("value.decoded", decoded.is_some());
    name::measure(&mut measures, view, found, raw);
    line::measure(&mut measures, view, found);
    measures
}

/// What is measured without the path about a value `found` through `view`.
pub(in crate::secrets) fn measure(view: &View<'_>, found: &Found) -> Vec<f32> {
    all(view, found, false).values
}

/// The names of the measures, those of the path last.
pub fn names() -> Vec<&'static str> {
    let text = b"name = value";
    let view = View::around(text, 7, 0, 100, crate::secrets::generic::Format::Other);
    let found = Found {
        kind: Kind::Password,
        name: 0..4,
        value: 7..12,
        syntax: Syntax::Equals,
        quote: 0,
        rank: 0,
        wrapped: false,
        certainty: 0,
        validated: None,
        context: 0..text.len(),
    };
    let mut names = all(&view, &found, true).names.unwrap_or_default();
    names.extend(path::names());
    names
}

static INDEX: LazyLock<HashMap<&'static str, usize>> =
    LazyLock::new(|| names().into_iter().enumerate().map(|(index, name)| (name, index)).collect());

/// The measure called `name`; 0 when `measures` do not hold it.
pub(in crate::secrets) fn get(measures: &[f32], name: &str) -> f32 {
    INDEX.get(name).and_then(|&index| measures.get(index)).copied().unwrap_or_default()
}

/// What starts a value that was encrypted in order to be committed.
static SEALED: Names = LazyLock::new(|| list("sealed.starts"));

/// True for a value that was encrypted in order to be committed: publishing it is
/// what it is made for. Besides what [`SEALED`] starts, Sealed Secrets write the base64
/// of the length of an RSA block, then that block (2048 bits or more); Jenkins and Maven
/// `{…}` around base64; a JWE has five parts (RFC 7516, section 7.1).
pub(in crate::secrets) fn is_sealed(value: &[u8]) -> bool {
    const BLOCK: usize = 4 * (2 + 256) / 3;
    let base64 = |bytes: &[u8]| bytes.iter().all(|b| pem::is_base64(*b));
    let block = value.len() >= BLOCK
        && value.starts_with(b"Ag")
        && matches!(value[2], b'A'..=b'D')
        && base64(value);
    let braced = value.strip_prefix(b"{").and_then(|rest| rest.strip_suffix(b"}"));
    let braced = braced.is_some_and(|inside| inside.len() >= 24 && base64(inside));
    let parts = value.starts_with(b"eyJ") && value.iter().filter(|b| **b == b'.').count() == 4;
    block || braced || parts || SEALED.iter().any(|start| value.starts_with(start.as_bytes()))
}

/// True for a digest that the baseline of another tool keeps for a secret it accepts
/// (detect-secrets: the SHA-1 of the value).
fn is_accepted_digest(name: &[u8], value: &[u8]) -> bool {
    name.eq_ignore_ascii_case(b"hashed_secret")
        && value.len() == 40
        && value.iter().all(u8::is_ascii_hexdigit)
}

/// Last words of names that say something about passwords, rather than one.
static ABOUT: Names = LazyLock::new(|| list("password.about"));

/// The same for names that say something about an authorisation.
static ABOUT_ACCESS: Names = LazyLock::new(|| list("auth.about"));

/// True when a word is given to a name that says something about passwords, or about
/// an authorisation: `passwordEncoder: bcrypt`, `authorization_request: Sandbox`.
fn is_about(kind: Kind, name: &[u8], value: &[u8]) -> bool {
    let name = words(name);
    let about = name.last().is_some_and(|last| {
        let last = last.strip_suffix('s').unwrap_or(last);
        let access = ABOUT_ACCESS.iter().filter(|_| kind == Kind::Auth);
        ABOUT.iter().chain(access).any(|word| word.strip_suffix('s').unwrap_or(word) == last)
    });
    let about = name.len() > 1 && about;
    let digits = value.iter().filter(|b| b.is_ascii_digit()).count();
    about
        && value.len() <= 32
        && digits <= 3
        && value.first().is_some_and(u8::is_ascii_alphabetic)
        && value.iter().all(|b| {
            b.is_ascii_alphanumeric()
                || *b >= 0x80
                || matches!(b, b'.' | b'-' | b'_' | b' ' | b'\'')
        })
}

/// True when `value`, which `next` follows, has a part to be filled in: a word
/// in braces, `abc-{name}`, `{hex:40}`, whether or not the closing brace was
/// taken for the end of the value.
fn is_template(value: &[u8], next: Option<u8>) -> bool {
    let Some(open) = value.iter().position(|byte| *byte == b'{') else { return false };
    let inside = &value[open + 1..];
    let close = inside.iter().position(|byte| *byte == b'}');
    let word = &inside[..close.unwrap_or(inside.len())];
    let named =
        |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b':');
    let closed = close.is_some() || next == Some(b'}');
    closed && word.first().is_some_and(u8::is_ascii_alphabetic) && word.iter().all(named)
}

/// True for the base64 of an SSH public key (RFC 4253, section 6.6): the length
/// and the name of its algorithm.
fn is_public_ssh_key(value: &[u8]) -> bool {
    const STARTS: [&[u8]; 5] = [
        b"AAAAB3NzaC1yc2E",
        b"AAAAB3NzaC1kc3",
        b"AAAAC3NzaC1lZDI1NTE5",
        b"AAAAE2VjZHNhLXNoYTIt",
        b"AAAAG3NrLXNza",
    ];
    STARTS.iter().any(|start| value.starts_with(start))
}

/// True for the fingerprints or ids of public OpenPGP keys, which name the keys
/// that a script fetches: `GPG_KEYS=…`, `--recv-keys …`. `given` says that the name is that
/// of an option of a command: the same one in settings may be that of any key.
fn is_fingerprint(given: bool, name: &[u8], value: &[u8]) -> bool {
    let name = name.to_ascii_lowercase();
    let marks = [b"gpg".as_slice(), b"pgp", b"recv-key", b"recv_key", b"fingerprint"];
    let named = marks.iter().any(|mark| memchr::memmem::find(&name, mark).is_some());
    // Options of programs that call GnuPG, which takes identifiers of these lengths.
    let options = [b"encrypt-key".as_slice(), b"sign-key", b"default-key"];
    let optional = given && options.contains(&name.as_slice());
    if optional || name.ends_with(b"user.signingkey") {
        let digit = |b: &u8| b.is_ascii_digit() || (b'A'..=b'F').contains(b);
        return matches!(value.len(), 8 | 16 | 40) && value.iter().all(digit);
    }
    let mut parts = value.split(|b| b.is_ascii_whitespace()).filter(|part| !part.is_empty());
    named
        && parts.all(|part| {
            let digits = part.strip_prefix(b"0x").unwrap_or(part);
            digits.len() >= 4 && digits.iter().all(u8::is_ascii_hexdigit)
        })
}

/// True for a date, alone or with a time (ISO 8601).
fn is_date(value: &[u8]) -> bool {
    let shape = |byte: &u8| match byte {
        b'0'..=b'9' => b'0',
        b'T' | b' ' => b'T',
        other => *other,
    };
    let head: Vec<u8> = value.iter().take(16).map(shape).collect();
    head == b"0000-00-00" || (head == b"0000-00-00T00:00" && value.len() <= 32)
}

/// So many `x`, stars or dots in a row stand for what was taken out.
const CROSSED: usize = 5;

/// True for a value of which a part was crossed out.
fn is_crossed_out(value: &[u8]) -> bool {
    let mark = |b: &u8| matches!(b, b'x' | b'X' | b'*' | b'.' | b'#');
    value
        .chunk_by(|a, b| a.eq_ignore_ascii_case(b))
        .any(|run| run.len() >= CROSSED && mark(&run[0]))
}

/// True for the digest of nothing (MD5, SHA-1, SHA-256): what documentations show.
fn is_empty_digest(value: &[u8]) -> bool {
    const DIGESTS: [&[u8]; 3] = [
        b"d41d8cd98f00b204e9800998ecf8427e",
        b"da39a3ee5e6b4b0d3255bfef95601890afd80709",
        b"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    ];
    DIGESTS.iter().any(|digest| value.eq_ignore_ascii_case(digest))
}

/// True for what follows the attribute of an LDAP filter: the object identifier
/// of a matching rule (RFC 4515).
fn is_matching_rule(value: &[u8]) -> bool {
    let length = value.iter().take_while(|b| b.is_ascii_digit() || **b == b'.').count();
    value[..length].iter().filter(|b| **b == b'.').count() >= 2
        && value[length..].starts_with(b":=")
}

/// True for an e-mail address.
fn is_address(value: &[u8]) -> bool {
    let part = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_' | b'+');
    let mut parts = value.split(|b| *b == b'@');
    let (local, domain, more) = (parts.next(), parts.next(), parts.next());
    let sound = |text: Option<&[u8]>| text.is_some_and(|t| !t.is_empty() && t.iter().all(part));
    let dotted = domain.is_some_and(|domain| domain[1.min(domain.len())..].contains(&b'.'));
    sound(local) && sound(domain) && more.is_none() && dotted
}

/// How far back on its line the template around a name is looked for.
const TEMPLATE: usize = 200;

/// True when the name at `at` is code of a template: `{{ $password = … }}`.
fn is_in_template(text: &[u8], at: usize) -> bool {
    let before = &text[at.saturating_sub(TEMPLATE)..at];
    let line = memchr::memrchr(b'\n', before).map_or(before, |end| &before[end + 1..]);
    let open = memchr::memmem::rfind(line, b"{{");
    open.is_some_and(|open| memchr::memmem::rfind(line, b"}}").is_none_or(|close| close < open))
}

/// False for what no one would call a secret: nothing is measured about it.
pub(in crate::secrets) fn plausible(text: &[u8], found: &Found) -> bool {
    let Some(value) = text.get(found.value.clone()) else { return false };
    let minimum = if found.syntax == Syntax::Url { 2 } else { 3 };
    if value.len() < minimum || !value.iter().any(|b| b.is_ascii_alphanumeric() || *b >= 0x80) {
        return false;
    }
    if is_template(value, text.get(found.value.end).copied()) || is_sealed(value) {
        return false;
    }
    if is_public_ssh_key(value)
        || is_fingerprint(
            text[..found.name.start.min(text.len())].ends_with(b"--"),
            text.get(found.name.clone()).unwrap_or_default(),
            value,
        )
    {
        return false;
    }
    let name = text.get(found.name.clone()).unwrap_or_default();
    if is_accepted_digest(name, value) || is_about(found.kind, name, value) {
        return false;
    }
    if is_empty_digest(value) || is_matching_rule(value) {
        return false;
    }
    let password = matches!(found.kind, Kind::Password | Kind::UrlCredentials | Kind::BasicAuth);
    if is_date(value) || is_crossed_out(value) || (!password && is_address(value)) {
        return false;
    }
    if found.quote == 0 && found.syntax != Syntax::Url && is_in_template(text, found.name.start) {
        return false;
    }
    // A range of versions: `^5.0.0 || ~6.1`.
    let version = |b: &u8| {
        b.is_ascii_digit()
            || matches!(b, b'.' | b'^' | b'~' | b'|' | b'>' | b'<' | b'=' | b' ' | b'*' | b'x')
    };
    if value.contains(&b'.') && value.iter().all(version) {
        return false;
    }
    let words: [&[u8]; 14] = [
        b"true",
        b"false",
        b"null",
        b"nil",
        b"none",
        b"undefined",
        b"yes",
        b"off",
        b"string",
        b"str",
        b"int",
        b"bool",
        b"object",
        b"any",
    ];
    if words.iter().any(|word| value.eq_ignore_ascii_case(word)) {
        return false;
    }
    if found.quote == 0
        && matches!(
            found.syntax,
            Syntax::Equals | Syntax::Colon | Syntax::Option | Syntax::Comparison
        )
    {
        // A variable, a call, a prose sentence.
        let first = value[0];
        if first == b'$'
            && value
                .get(1)
                .is_some_and(|b| b.is_ascii_alphabetic() || matches!(b, b'{' | b'(' | b'_'))
        {
            return false;
        }
        if value.ends_with(b"()")
            || (!value.contains(&b',')
                && found.certainty == 0
                && value.iter().filter(|b| b.is_ascii_whitespace()).count() > 6)
        {
            return false;
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_addresses_and_what_is_crossed_out_are_no_secrets() {
        for value in ["2024-02-27", "2024-02-27T09:02:37.080Z", "2024-02-27 09:02"] {
            assert!(is_date(value.as_bytes()), "{value}");
        }
        assert!(!is_date(b"2024-02-27x8Kq") && !is_date(b"20240227"));
        for value in ["xxxxxxxx", "dSdSPxxxxxx", "*****", "abc....."] {
            assert!(is_crossed_out(value.as_bytes()), "{value}");
        }
        assert!(!is_crossed_out(b"aXxxb") && !is_crossed_out(b"00000000"));
        assert!(
            is_address(b"agent@example.org")
                && !is_address(b"p@ssword")
                && !is_address(b"a@b@c.fr")
        );
        assert!(
            is_in_template(b"{{- $password = include", 6)
                && !is_in_template(b"{{ a }} password", 9)
        );
        assert!(is_matching_rule(b"2.5.13.18:=\\xx") && !is_matching_rule(b"2.5.13.18"));
        assert!(is_empty_digest(b"DA39A3EE5E6B4B0D3255BFEF95601890AFD80709"));
        let sealed = format!("AgB{}", "x0".repeat(400));
        for value in ["ENC(abc=)", "{cipher}00ff", "vault:v1:abc", "AQICAHabc", &sealed] {
            assert!(is_sealed(value.as_bytes()), "{value}");
        }
        assert!(!is_sealed(b"AgBx0x0x0") && !is_sealed(b"vaulted"));
        assert!(is_about(Kind::Password, b"passwordEncoder", b"bcrypt"));
        assert!(is_about(Kind::Password, b"userPasswordAttribute", b"unicodePwd"));
        assert!(!is_about(Kind::Password, b"password", b"bcrypt"));
        assert!(!is_about(Kind::Password, b"passwordType", b"x7Kq9vT2x44"));
        assert!(is_about(Kind::Password, b"showPasswordText", b"Afficher le mot"));
        assert!(is_about(Kind::Auth, b"authorization_request", b"ServiceR2Sandbox"));
        assert!(!is_about(Kind::Token, b"authorization_request", b"ServiceR2Sandbox"));
        let digest = b"da39a3ee5e6b4b0d3255bfef95601890afd80709";
        assert!(
            is_accepted_digest(b"hashed_secret", digest) && !is_accepted_digest(b"secret", digest)
        );
        assert!(is_fingerprint(
            false,
            b"GPG_KEYS",
            b"AFD8691FDAEDF03BDF6E460563F15A9B715376CA 9D7F99A0"
        ));
        assert!(is_fingerprint(true, b"encrypt-key", b"AFD8691FDAEDF03BDF6E460563F15A9B715376CA"));
        assert!(!is_fingerprint(true, b"encrypt-key", b"afd8691fdaedf03bdf6e460563f15a9b715376ca"));
        assert!(!is_fingerprint(false, b"encrypt-key", b"AFD8691FDAEDF03B"));
        assert!(!is_fingerprint(true, b"config-encrypt-key", b"AFD8691FDAEDF03B"));
        assert!(is_fingerprint(false, b"user.signingkey", b"AFD8691FDAEDF03B"));
        assert!(!is_fingerprint(true, b"sign-key", b"AFD8691FDAEDF03BDF6E460563F15A9B"));
        assert!(!is_fingerprint(true, b"encrypt_key", b"AFD8691FDAEDF03BDF6E460563F15A9B715376CA"));
        assert!(!is_fingerprint(false, b"API_KEY", b"AFD8691FDAEDF03BDF6E460563F15A9B715376CA"));
    }

    #[test]
    fn every_measure_has_its_own_name() {
        let names = names();
        let mut unique = names.clone();
        unique.sort_unstable();
        unique.dedup();
        assert_eq!(unique.len(), names.len());
    }
}
