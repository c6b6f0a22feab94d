//! What of a text speaks against a secret in it: its section, the setting that replaces it,
//! the account it is that of, the certificate beside a key, what is not beside it.

use super::browser;
use super::catalogue::Kind;
use super::format::Format;
use super::found::{Found, Syntax};
use super::hull;
use super::local::{self, Surroundings};
use super::name::words;
use super::section;
use super::usual;
use super::view::View;
use crate::secrets::judge::words::is_guessable;
use crate::secrets::lists::{Names, list};
use crate::secrets::patterns;
use crate::secrets::validate::{jwt, pem};
use crate::secrets::{Candidate, Doubt, Region};
use memchr::memmem::{find, rfind};
use std::sync::LazyLock;

/// What speaks against a value, and the bytes that do.
type Sign = (Doubt, Region);

/// What speaks against the value that `found` gives to a name.
pub(super) fn of_assigned(
    around: &Surroundings<'_>,
    format: Format,
    found: &Found,
) -> Option<Sign> {
    let (text, value) = (around.text(), &found.value);
    section_of(text, value, format)
        .or_else(|| default(text, format, found).map(|around| (Doubt::Default, around)))
        .or_else(|| named(text, found).map(|around| (Doubt::Named, around)))
        .or_else(|| browser::sign(text, format, found))
        .or_else(|| switched_off(text, found).map(|around| (Doubt::Off, around)))
        .or_else(|| account(text, format, found).map(|around| (Doubt::Account, around)))
        .or_else(|| trust(text, found).map(|around| (Doubt::Trust, around)))
        .or_else(|| own_server(around, format, value))
        .or_else(|| usual::without_server(around, format, found).map(|near| (Doubt::Usual, near)))
        .or_else(|| told(text, format, found).map(|around| (Doubt::Word, around)))
}

/// The command of the option that gives the password of `found`, when the command says that it
/// does without what the password is for: `--cli-password=… --no-cli`.
fn switched_off(text: &[u8], found: &Found) -> Option<Region> {
    const COMMAND: usize = 1 << 10;
    let name = text.get(found.name.clone())?;
    let option = text[..found.name.start].ends_with(b"--");
    let of = name.iter().rposition(|b| *b == b'-').filter(|_| option)?;
    let off = [b"--no-", &name[..of]].concat();
    let (low, high) =
        (found.name.start.saturating_sub(COMMAND), text.len().min(found.value.end + COMMAND));
    // What another command of the line does, or a comment says, is nothing to this one.
    let ends = |at: &usize| match text[*at] {
        b'\n' => !text[..*at].ends_with(b"\\"),
        other => matches!(other, b';' | b'&' | b'|' | b'#'),
    };
    let start = (low..found.name.start).rfind(ends).map_or(low, |at| at + 1);
    let end = (found.value.end..high).find(ends).unwrap_or(high);
    let mut words = text[start..end].split(|b| b.is_ascii_whitespace());
    words.any(|word| word == off).then_some(start..end)
}

/// Words with digits that sentences hold.
static SAID: Names = LazyLock::new(|| list("message.words"));

/// The word of a message that stands where the value of a setting would: `token: oauth2`. What
/// is easily guessed is a password when it holds digits.
fn told(text: &[u8], format: Format, found: &Found) -> Option<Region> {
    let bare = format == Format::Message && found.quote == 0;
    let tied = matches!(found.syntax, Syntax::Colon | Syntax::Spaced);
    let value = &text[found.value.clone()];
    let said = || SAID.iter().any(|word| value.eq_ignore_ascii_case(word.as_bytes()));
    let word = || !value.iter().any(u8::is_ascii_digit) || said();
    (bare && tied && word() && is_guessable(value)).then(|| found.value.clone())
}

/// What speaks against `candidate`, of a known shape.
pub(super) fn of_known(
    around: &Surroundings<'_>,
    format: Format,
    candidate: &Candidate,
) -> Option<Sign> {
    let (text, value) = (around.text(), &candidate.value);
    let token = || jwt::is_for_tests(candidate.secret.expose());
    // The server of any other key is known by its shape, whatever address stands beside it.
    let installed = || patterns::get(candidate.pattern).is_some_and(|one| one.self_hosted);
    let shown = || certificate(text, value).map(|around| (Doubt::Certificate, around));
    section_of(text, value, format)
        .or_else(|| token().then(|| (Doubt::Token, value.clone())))
        .or_else(|| shown_token(text, candidate).map(|around| (Doubt::Named, around)))
        .or_else(|| candidate.pattern.ends_with("private-key").then(shown).flatten())
        .or_else(|| half(text, candidate).map(|around| (Doubt::Half, around)))
        .or_else(|| driven(text, candidate).map(|around| (Doubt::Section, around)))
        .or_else(|| installed().then(|| own_server(around, format, value)).flatten())
}

/// What says that `value` opens the machine itself, or a realm that is tried there.
fn own_server(around: &Surroundings<'_>, format: Format, value: &Region) -> Option<Sign> {
    let text = around.text();
    let realm = || {
        let json = format == Format::Json && text.len() <= local::REALM;
        let exported = json && is_realm(text, value.start.saturating_sub(NEAR));
        exported.then(|| around.realm()).flatten()
    };
    let signs = local::server(around, format, value).or_else(realm)?;
    Some((Doubt::Local, signs))
}

fn section_of(text: &[u8], value: &Region, format: Format) -> Option<Sign> {
    let start = section::made_up(text, value.start, format)?;
    Some((Doubt::Section, start..value.end))
}

/// What reads a setting, before the value it falls back on.
static READERS: Names = LazyLock::new(|| list("default.readers"));
/// What ties a value to what was read before it.
static JOINTS: Names = LazyLock::new(|| list("default.joints"));
/// Words that a default says that it is one with.
static DEFAULTS: Names = LazyLock::new(|| list("default.words"));

/// Bytes read before a value for what reads a setting.
const BEFORE: usize = 200;

/// The last of what reads a setting in `text`: where it starts, and its mark.
fn last_reader(text: &[u8]) -> Option<(usize, &'static str)> {
    READERS.iter().filter_map(|mark| Some((rfind(text, mark.as_bytes())?, *mark))).max()
}

/// Where a setting is read that replaces the value of `found`: what stands before it, when
/// the value says itself that it is a default, or the line below, whatever it says.
fn default(text: &[u8], format: Format, found: &Found) -> Option<Region> {
    let said = says_default(&text[found.value.clone()]);
    said.then(|| read_before(text, found))
        .flatten()
        .or_else(|| replaced(text, format, found))
        .or_else(|| fallen_back_on(text, format, found))
}

/// Bytes after a constant where the setting that replaces it is looked for.
const AFTER: usize = 16 << 10;

/// From the constant of `found`, whose name says that it is a default, to where a setting is
/// read that falls back on it: `Environment.GetEnvironmentVariable("PASSWORD") ?? DevPassword`.
fn fallen_back_on(text: &[u8], format: Format, found: &Found) -> Option<Region> {
    if format != Format::Code {
        return None;
    }
    let name = text.get(found.name.clone()).filter(|name| !name.is_empty())?;
    if !words(name).iter().any(|word| DEFAULTS.contains(&word.as_str())) {
        return None;
    }
    let after = &text[found.value.end..text.len().min(found.value.end + AFTER)];
    let part = |b: &u8| b.is_ascii_alphanumeric() || *b == b'_';
    let used = memchr::memmem::find_iter(after, name).find(|at| {
        let low = at.saturating_sub(BEFORE);
        let line = after[low..*at].rsplit(|b| *b == b'\n').next().unwrap_or_default();
        let alone = !after.get(at + name.len()).is_some_and(part);
        alone && last_reader(line).is_some_and(|(at, mark)| falls_back(&line[at..], mark.len()))
    })?;
    Some(found.name.start..found.value.end + used + name.len())
}

/// Words of names that say that their value is there to be shown.
static MADE_UP: Names = LazyLock::new(|| list("name.made-up"));

/// The name of `found`, when it says that the value is made up: `DUMMY_SECRET`.
fn named(text: &[u8], found: &Found) -> Option<Region> {
    let words = words(text.get(found.name.clone())?);
    words.iter().any(|word| MADE_UP.contains(&word.as_str())).then(|| found.name.clone())
}

/// Words of names whose value is there to be shown, besides those of [`MADE_UP`].
static SHOWN_BY: Names = LazyLock::new(|| list("name.shown"));

/// The name that a signed token is given to, which says that it is one that pages show:
/// `example: eyJ…`.
fn shown_token(text: &[u8], candidate: &Candidate) -> Option<Region> {
    if candidate.pattern != "jwt" {
        return None;
    }
    let start = candidate.value.start;
    let view = View::around(text, start, 0, BEFORE, Format::Other);
    let name = super::assigned_name(&view, start);
    let words = words(text.get(name.clone())?);
    let shown =
        |word: &String| MADE_UP.contains(&word.as_str()) || SHOWN_BY.contains(&word.as_str());
    words.iter().any(shown).then_some(name)
}

/// Marks of the programs that drive a browser to test a site.
static DRIVERS: Names = LazyLock::new(|| list("token.drivers"));

/// The bytes around a signed token that a program recorded while it tested a site.
fn driven(text: &[u8], candidate: &Candidate) -> Option<Region> {
    if candidate.pattern != "jwt" {
        return None;
    }
    let value = &candidate.value;
    let around = value.start.saturating_sub(NEAR)..text.len().min(value.end + NEAR);
    let marked = DRIVERS.iter().any(|mark| find(&text[around.clone()], mark.as_bytes()).is_some());
    marked.then_some(around)
}

/// From what reads a setting and falls back on the value of `found`, to its end.
pub(super) fn read_before(text: &[u8], found: &Found) -> Option<Region> {
    let start = found.value.start.saturating_sub(BEFORE);
    let before = &text[start..found.value.start];
    let (at, mark) = last_reader(before)?;
    let between = &before[at..];
    let near = !between.contains(&b';') && between.iter().filter(|b| **b == b'\n').count() <= 2;
    (near && falls_back(between, mark.len())).then_some(start + at..found.value.end)
}

/// True when what reads a setting, the first bytes of `between`, so many as `mark` says, falls
/// back on the value after it: it is still open there, or joined to it. Otherwise it is that
/// of another setting.
fn falls_back(between: &[u8], mark: usize) -> bool {
    let is_open = |b: &u8| matches!(b, b'(' | b'[' | b'{');
    let (reader, rest) = between.split_at(mark.min(between.len()));
    let mut depth = usize::from(reader.last().is_some_and(is_open));
    for byte in rest {
        match byte {
            _ if depth == 0 => break,
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth -= 1,
            _ => {}
        }
    }
    let around = |b: &u8| b.is_ascii_whitespace() || matches!(b, b'"' | b'\'' | b'`' | b'(');
    let end = rest.iter().rposition(|b| !around(b)).map_or(0, |last| last + 1);
    depth > 0 || JOINTS.iter().any(|joint| rest[..end].ends_with(joint.as_bytes()))
}

/// True for a value of which a word, apart from the others, says that it is a default:
/// `dev-…`, `change-me-…`.
pub(crate) fn says_default(value: &[u8]) -> bool {
    let mut words = value.split(|b| !b.is_ascii_alphanumeric());
    words.any(|word| DEFAULTS.iter().any(|known| word.eq_ignore_ascii_case(known.as_bytes())))
}

/// The lines of `found` and of what replaces it when its variable is set, in HOCON:
/// `key = "value"`, then `key = ${?KEY}`.
fn replaced(text: &[u8], format: Format, found: &Found) -> Option<Region> {
    const FURTHEST: usize = 400;
    if !matches!(format, Format::Settings | Format::Other) || found.name.is_empty() {
        return None;
    }
    let start = memchr::memrchr(b'\n', &text[..found.name.start]).map_or(0, |at| at + 1);
    let key = text.get(start..found.name.end)?.trim_ascii();
    let mut end = found.value.end + memchr::memchr(b'\n', &text[found.value.end..])?;
    loop {
        let next = end + 1;
        let rest = text.get(next..).filter(|_| next - found.value.end < FURTHEST)?;
        let line =
            &rest[..rest.iter().take(FURTHEST).position(|b| *b == b'\n').unwrap_or(rest.len())];
        end = next + line.len();
        let line = line.trim_ascii();
        if line.is_empty() || line.starts_with(b"#") || line.starts_with(b"//") {
            continue;
        }
        let tied = line.strip_prefix(key)?.trim_ascii_start();
        let tied = tied.strip_prefix(b"=").or_else(|| tied.strip_prefix(b":"))?;
        return tied.trim_ascii_start().starts_with(b"${?").then_some(start..end);
    }
}

/// Shorter, the name of an account is a part of any word.
const SHORTEST_NAME: usize = 4;
/// What may follow it in a password: a year and some marks.
const AFTER_NAME: usize = 6;
/// Bytes read on each side of a password for the name of its account.
const NEAR: usize = 600;

/// The bytes around the password of `found` that give the account whose name it is, with
/// digits and marks, in an export of the realm of an identity server: accounts that were
/// made to try it.
fn account(text: &[u8], format: Format, found: &Found) -> Option<Region> {
    if found.kind != Kind::Password || format != Format::Json {
        return None;
    }
    let value = &text[found.value.clone()];
    let letters = value.iter().take_while(|b| b.is_ascii_alphabetic()).count();
    let (name, rest) = value.split_at(letters);
    let counted = rest.len() <= AFTER_NAME && rest.iter().any(u8::is_ascii_digit);
    if name.len() < SHORTEST_NAME || !counted || rest.iter().any(u8::is_ascii_alphabetic) {
        return None;
    }
    let start = found.value.start.saturating_sub(NEAR);
    let end = text.len().min(found.value.end + NEAR);
    let named = [b"\"username\"".as_slice(), b"\"email\""].into_iter().any(|key| {
        let mut places = memchr::memmem::find_iter(&text[start..end], key);
        places.any(|at| is_account(&text[start + at + key.len()..end], name))
    });
    // What says that it is one may stand at the head of the text.
    (named && is_realm(text, start)).then_some(0..end)
}

/// Bytes read of the start of a text, and before an account, for what it is an export of.
const EXPORT: usize = 16 << 10;

/// True for the export of the realm of an identity server, around `at`.
fn is_realm(text: &[u8], at: usize) -> bool {
    const REALM: &[u8] = b"\"realm\"";
    let told = |part: &[u8]| {
        let mut places = memchr::memmem::find_iter(part, REALM);
        places.any(|at| part[at + REALM.len()..].trim_ascii_start().starts_with(b":"))
    };
    told(&text[..text.len().min(EXPORT)]) || told(&text[at.saturating_sub(EXPORT)..at])
}

/// True when the string after a colon, at the start of `text`, is `name`, up to an at sign.
fn is_account(text: &[u8], name: &[u8]) -> bool {
    let text = text.trim_ascii_start();
    let Some(text) = text.strip_prefix(b":") else { return false };
    let Some(text) = text.trim_ascii_start().strip_prefix(b"\"") else { return false };
    let ends = |b: Option<&u8>| matches!(b, Some(b'"' | b'@'));
    text.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name))
        && ends(text.get(name.len()))
}

/// Lines read above a password for the store that it opens.
const ABOVE: usize = 3;

/// What calls the store that `found` opens one of certificates to trust, which everyone may
/// read: the name of the password, or what stands above it.
fn trust(text: &[u8], found: &Found) -> Option<Region> {
    const TRUSTED: &[u8] = b"truststore";
    if found.kind != Kind::Password {
        return None;
    }
    let name = words(&text[found.name.clone()]).concat();
    if find(name.as_bytes(), TRUSTED).is_some() {
        return Some(found.name.clone());
    }
    let start = found.value.start.saturating_sub(BEFORE);
    let before = text[start..found.value.start].to_ascii_lowercase();
    let at = rfind(&before, TRUSTED)?;
    let after = &before[at..];
    let near = after.iter().filter(|b| **b == b'\n').count() <= ABOVE;
    // Nothing else is opened by a bare password under the store, further from the margin.
    let bare = name == "password" && margin(text, start + at) < margin(text, found.name.start);
    let alone = near && bare && find(after, b"keystore").is_none();
    alone.then_some(start + at..found.value.end)
}

/// How far from the margin the line that holds `at` starts, as far as it is read.
fn margin(text: &[u8], at: usize) -> usize {
    let line = text[at.saturating_sub(BEFORE)..at].rsplit(|b| *b == b'\n').next();
    line.unwrap_or_default().iter().take_while(|b| b.is_ascii_whitespace()).count()
}

/// Bytes read on each side of an identifier for the other half of its pair.
const PAIR: usize = 2 << 10;

/// The bytes around the identifier of a key of AWS, when nothing there has the form of its
/// secret: it says who asks, and opens nothing.
fn half(text: &[u8], candidate: &Candidate) -> Option<Region> {
    const SECRET: usize = 40;
    if candidate.pattern != "aws-access-key-id" {
        return None;
    }
    let start = candidate.value.start.saturating_sub(PAIR);
    let end = text.len().min(candidate.value.end + PAIR);
    let part = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/');
    let near = unescaped(&text[start..end]);
    let mut runs = near.split(|b| !part(b)).filter(|run| run.len() == SECRET);
    let drawn = |run: &[u8]| {
        let any = |test: fn(&u8) -> bool| run.iter().any(test);
        any(u8::is_ascii_uppercase) && any(u8::is_ascii_lowercase) && any(u8::is_ascii_digit)
    };
    (!runs.any(drawn)).then_some(start..end)
}

/// `text` with the marks of base64 as they are, which JSON and addresses escape.
fn unescaped(text: &[u8]) -> Vec<u8> {
    const ESCAPES: [(&[u8], u8); 5] =
        [(b"\\/", b'/'), (b"%2f", b'/'), (b"%2b", b'+'), (b"\\u002f", b'/'), (b"\\u002b", b'+')];
    let mut plain = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.first() {
        let escape = ESCAPES.iter().find(|(escape, _)| {
            rest.get(..escape.len()).is_some_and(|start| start.eq_ignore_ascii_case(escape))
        });
        let (length, byte) = escape.map_or((1, *first), |(escape, byte)| (escape.len(), *byte));
        plain.push(byte);
        rest = &rest[length..];
    }
    plain
}

/// Words of the subject of a certificate that nobody trusts.
static SHOWN: Names = LazyLock::new(|| list("certificate.made-up"));
/// Bytes read on each side of a key for its certificate.
const BESIDE: usize = 8 << 10;
/// Certificates looked at beside a key.
const CERTIFICATES: usize = 4;

/// The certificate beside the private key at `key`, no other block between them, that says
/// it is there for a demonstration.
fn certificate(text: &[u8], key: &Region) -> Option<Region> {
    const BEGIN: &[u8] = b"-----BEGIN CERTIFICATE-----";
    const END: &[u8] = b"-----END CERTIFICATE-----";
    let low = key.start.saturating_sub(BESIDE);
    let high = text.len().min(key.end + BESIDE);
    let mut places = memchr::memmem::find_iter(&text[low..high], BEGIN).take(CERTIFICATES);
    places.find_map(|at| {
        let start = low + at;
        let end = start + find(&text[start..high], END)? + END.len();
        let between = if start < key.start { end..key.start } else { key.end..start };
        if text.get(between).is_none_or(|between| find(between, b"-----BEGIN ").is_some()) {
            return None;
        }
        says_shown(&pem::content(&text[start..end])?).then(|| hull(&(start..end), key))
    })
}

/// True for a certificate that its own key signed, and whose name says that nobody trusts it:
/// words, or a host that is reserved for examples. Its other names, and a host such as
/// `api-test.…`, are those of a server.
fn says_shown(certificate: &[u8]) -> bool {
    // `id-at-commonName` (X.520): that of the issuer, then that of the subject.
    const NAME: &[u8] = &[0x06, 0x03, 0x55, 0x04, 0x03];
    let places = memchr::memmem::find_iter(certificate, NAME);
    let mut names = places.filter_map(|at| {
        let (length, rest) = certificate.get(at + NAME.len() + 1..)?.split_first()?;
        rest.get(..usize::from(*length))
    });
    let (Some(issuer), Some(subject)) = (names.next(), names.next()) else { return false };
    let known = |word: &[u8]| SHOWN.iter().any(|one| word.eq_ignore_ascii_case(one.as_bytes()));
    let reserved = subject.rsplit(|b| *b == b'.').nth(1);
    issuer == subject
        && (subject.split(|b| *b == b' ').any(known)
            || reserved.is_some_and(|label| label.eq_ignore_ascii_case(b"example")))
}

#[cfg(test)]
mod tests;
