//! Values known by the syntax around them rather than by a name.

use super::catalogue::Kind;
use super::found::{Found, Syntax};
use super::literal::{self, Literal};
use super::view::View;
use data_encoding::BASE64_NOPAD;
use memchr::memmem;
use std::ops::Range;

fn literal(value: Range<usize>) -> Literal {
    Literal { next: value.end, value, quote: 0 }
}

/// The password of the URL whose `://` is at `hit`.
pub(super) fn url(view: &View<'_>, hit: &Range<usize>) -> Option<Found> {
    if !view.before(hit.start).is_some_and(|b| b.is_ascii_alphanumeric()) {
        return None;
    }
    let rest = view.get(hit.end..hit.end + 400);
    let stop = |&b: &u8| b.is_ascii_whitespace() || matches!(b, b'"' | b'\'' | b'`' | b'\\' | b',');
    let length = rest.iter().position(stop).unwrap_or(rest.len());
    let whole = &rest[..length];
    let slash = whole.iter().position(|&b| matches!(b, b'/' | b'?'));
    let authority = &whole[..slash.unwrap_or(whole.len())];
    // A password may hold a slash, but then what follows it looks like a host.
    let at = authority.iter().rposition(|&b| b == b'@').or_else(|| {
        let at = whole.iter().position(|&b| b == b'@')?;
        let colon = whole.iter().position(|&b| b == b':')?;
        let host = whole.get(at + 1..)?;
        let slash = slash?;
        (colon < slash
            && slash < at
            && host.iter().take(3).all(u8::is_ascii_alphanumeric)
            && !whole[colon + 1..slash].iter().all(u8::is_ascii_digit))
        .then_some(at)
    })?;
    let user = &whole[..at];
    let value = match user.iter().position(|&b| b == b':') {
        Some(colon) if colon + 1 < at => colon + 1..at,
        Some(_) => return None,
        // A token alone: `https://TOKEN@host`, and not an address of mail.
        None if at >= 16 && is_drawn(user) && !takes_reports(user, &whole[at + 1..]) => 0..at,
        None => return None,
    };
    let value = hit.end + value.start..hit.end + value.end;
    let scheme = view.get(hit.start.saturating_sub(16)..hit.start);
    let length = scheme
        .iter()
        .rev()
        .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'))
        .count();
    Some(Found::new(
        view,
        Kind::UrlCredentials,
        hit.start - length..hit.start,
        &literal(value),
        Syntax::Url,
    ))
}

/// True for the address of a project on a server of error reports, whose host and path are
/// `address`: the name before it is the public half of a key, 32 digits, which only lets
/// reports be sent.
fn takes_reports(user: &[u8], address: &[u8]) -> bool {
    const KEY: usize = 32;
    let digit = |b: &u8| b.is_ascii_digit() || (b'a'..=b'f').contains(b);
    if user.len() != KEY || !user.iter().all(digit) {
        return false;
    }
    let part = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'/' | b':');
    let address = &address[..address.iter().position(|b| !part(b)).unwrap_or(address.len())];
    let mut parts = address.split(|b| *b == b'/');
    let host = parts.next().unwrap_or_default();
    let host = host.split(|b| *b == b':').next().unwrap_or_default();
    let own = matches!(host.split(|b| *b == b'.').next(), Some(b"sentry" | b"glitchtip"));
    // The identifier of the project ends the address.
    let project = parts.next_back().unwrap_or_default();
    (own || host.ends_with(b".sentry.io"))
        && !project.is_empty()
        && project.iter().all(u8::is_ascii_digit)
}

/// True for what is neither words nor words in small letters and a number.
fn is_drawn(user: &[u8]) -> bool {
    // Letters alone may be drawn: no word changes its case so often, or is without vowels.
    const CONSONANTS: usize = 5;
    if user.iter().all(u8::is_ascii_alphabetic) {
        let upper = user.iter().filter(|b| b.is_ascii_uppercase()).count();
        let vowel =
            |b: &u8| matches!(b.to_ascii_lowercase(), b'a' | b'e' | b'i' | b'o' | b'u' | b'y');
        let unsaid = user.split(vowel).any(|run| run.len() >= CONSONANTS);
        return upper > 0 && (unsaid || (upper < user.len() && upper * 3 > user.len()));
    }
    let end = user.iter().rposition(|b| !b.is_ascii_digit()).map_or(0, |last| last + 1);
    let mixed = user.iter().any(u8::is_ascii_uppercase) && user.iter().any(u8::is_ascii_lowercase);
    user[..end].iter().any(u8::is_ascii_digit) || (mixed && end < user.len())
}

/// The value of an `Authorization` header whose scheme (`Basic `, `Bearer `…) is at `hit`.
pub(super) fn header(view: &View<'_>, hit: &Range<usize>) -> Option<Found> {
    if view.before(hit.start).is_some_and(|b| b.is_ascii_alphanumeric() || b == b'_') {
        return None;
    }
    let token = |b: &u8| {
        b.is_ascii_alphanumeric()
            || matches!(
                b,
                b'+' | b'/' | b'=' | b'_' | b'.' | b'~' | b'-' | b'$' | b'{' | b'}' | b'<' | b'>'
            )
    };
    let start = joined(view, hit.end).unwrap_or(hit.end);
    let length = view.get(start..start + 1024).iter().take_while(|b| token(b)).count();
    let value = start..start + length;
    let bytes = view.get(value.clone());
    let basic = view.starts_with(hit.start, b"basic");
    // Of a handshake only the last message answers with a credential ([MS-NLMP], 2.2.1.3).
    let handshake =
        view.starts_with(hit.start, b"ntlm") || view.starts_with(hit.start, b"negotiate");
    if handshake && !bytes.starts_with(b"TlRMTVNTUAAD") {
        return None;
    }
    let plain = bytes.iter().all(|b| b.is_ascii_lowercase() || matches!(b, b'.' | b'-' | b'_'))
        && length < 24;
    if length < 6 || plain || (basic && !is_pair(bytes)) {
        return None;
    }
    let kind = if basic { Kind::BasicAuth } else { Kind::Bearer };
    Some(Found::new(view, kind, hit.start..hit.end - 1, &literal(value), Syntax::Header))
}

/// Where the string starts that a program joins to the one that ends at `at`:
/// `'Basic ' + 'value'`.
fn joined(view: &View<'_>, at: usize) -> Option<usize> {
    let quoted = |at: usize| matches!(view.byte(at), Some(b'"' | b'\'' | b'`'));
    let joint = view.skip_space(at + 1, 1);
    let joins = quoted(at) && matches!(view.byte(joint), Some(b'+' | b'.' | b'&'));
    let next = view.skip_space(joint + 1, 1);
    (joins && quoted(next)).then_some(next + 1)
}

/// True for the base64 of a user and a password, joined by a colon (RFC 7617, section 2),
/// and for what cannot be decoded because a part of it is elsewhere.
fn is_pair(value: &[u8]) -> bool {
    let body = value.trim_ascii_end();
    let end = body.iter().rposition(|b| *b != b'=').map_or(0, |last| last + 1);
    let whole = end - end % 4;
    let decoded = BASE64_NOPAD.decode(&body[..whole]);
    let strange = body.iter().any(|b| matches!(b, b'$' | b'{' | b'}' | b'<' | b'>'));
    strange || decoded.is_ok_and(|decoded| decoded.contains(&b':'))
}

/// True for the base64 of the name of an account, a colon and a password, all of it text.
pub(super) fn is_account(value: &[u8]) -> bool {
    let end = value.iter().rposition(|b| *b != b'=').map_or(0, |last| last + 1);
    let decoded = BASE64_NOPAD.decode(&value[..end]).unwrap_or_default();
    let colon = decoded.iter().position(|b| *b == b':');
    colon.is_some_and(|colon| colon > 0 && colon + 1 < decoded.len())
        && decoded.iter().all(|b| (0x20..0x7f).contains(b))
}

/// `-u user:password`, `--user user:password` of a command that talks to a server.
pub(super) fn user_option(view: &View<'_>, hit: &Range<usize>) -> Option<Found> {
    let line = view.get(view.line_start(hit.start)..hit.end);
    // What another command of the line asks is its own.
    let joints = [b" | ".as_slice(), b" && ", b" || ", b"; "];
    let from = joints.iter().filter_map(|joint| memmem::rfind(line, joint)).max();
    let line = &line[from.unwrap_or_default()..];
    let asks = [b"curl".as_slice(), b"wget", b"http", b"lftp"];
    if !asks.iter().any(|command| memmem::find(line, command).is_some()) {
        return None;
    }
    let at = view.skip_blanks(hit.end);
    let at = if view.byte(at) == Some(b'=') { at + 1 } else { at };
    let whole = literal::quoted(view, at).or_else(|| literal::bare(view, at))?;
    let bytes = view.get(whole.value.clone());
    let colon = bytes.iter().position(|&b| b == b':')?;
    let value = whole.value.start + colon + 1..whole.value.end;
    (!value.is_empty() && colon > 0).then(|| {
        Found::new(view, Kind::BasicAuth, hit.clone(), &literal(value), Syntax::UserOption)
    })
}

/// `identified by 'value'`: what follows the words at `hit`.
pub(crate) fn following(view: &View<'_>, hit: &Range<usize>) -> Option<Found> {
    let mut at = view.skip_space(hit.end, 1);
    // What a database kept of a password: `identified by password '<digits>'`, `by values`.
    let kept = [b"password ".as_slice(), b"values "].into_iter().find(|w| view.starts_with(at, w));
    at = view.skip_blanks(at + kept.map_or(0, <[u8]>::len));
    // `identified with PLUGIN by 'value'`
    if view.starts_with(hit.start, b"identified with") {
        let words = view.get(at..at + 60);
        at = view.skip_blanks(at + memmem::find(&words.to_ascii_lowercase(), b" by ")? + 4);
    }
    if view.starts_with(at, b"-string ") {
        at = view.skip_blanks(at + 8);
    }
    // “Identified by their number” is prose: a statement says whose password it is.
    let line = view.get(view.line_start(hit.start)..hit.start).to_ascii_lowercase();
    let stated = [b"create user".as_slice(), b"alter user", b"create role", b"grant ", b"net "];
    let sql = view.starts_with(hit.start, b"identified");
    let stated = !sql || stated.iter().any(|words| memmem::find(&line, words).is_some());
    let bare =
        |at| (stated && view.byte(at) != Some(b'-')).then(|| literal::bare(view, at)).flatten();
    let literal = literal::quoted(view, at).or_else(|| bare(at))?;
    let digest = kept.is_some() && is_old_digest(view.get(literal.value.clone()));
    let kind = if digest { Kind::PasswordHash } else { Kind::Password };
    Some(Found::new(view, kind, hit.clone(), &literal, Syntax::Option))
}

/// True for the digest that MySQL (before 4.1) and Oracle (before 11) kept of a password.
fn is_old_digest(value: &[u8]) -> bool {
    value.len() == 16 && value.iter().all(u8::is_ascii_hexdigit)
}

/// What Django writes before the hashes of Argon2.
const FAMILY: &[u8] = b"argon2";

/// The hash of a password whose mark (`$6$`, `$2y$`, `{SSHA}`…) is at `hit`.
pub(super) fn hash(view: &View<'_>, hit: &Range<usize>) -> Option<Found> {
    // Django writes the family of the function first: `argon2$argon2id$…`.
    let before = view.get(hit.start.saturating_sub(FAMILY.len())..hit.start);
    if before != FAMILY && before.last().is_some_and(u8::is_ascii_alphanumeric) {
        return None;
    }
    let part = |b: &u8| {
        b.is_ascii_alphanumeric()
            || matches!(b, b'.' | b'/' | b'$' | b'+' | b'=' | b',' | b'-' | b'_')
    };
    let length = view.get(hit.end..hit.end + 400).iter().take_while(|b| part(b)).count();
    let value = hit.start..hit.end + length;
    // In those of crypt(5), another mark ends the salt.
    let crypt = view.get(hit.clone());
    let crypt = crypt.starts_with(b"$") && crypt.ends_with(b"$");
    let salted = !crypt || view.get(hit.end..value.end).contains(&b'$');
    (length >= 16 && salted).then(|| {
        Found::new(view, Kind::PasswordHash, hit.start..hit.start, &literal(value), Syntax::Shape)
    })
}

/// The header of an Ansible vault: what follows is encrypted.
pub(super) fn vault(view: &View<'_>, hit: &Range<usize>) -> Option<Found> {
    let end = view.line_end(hit.end);
    let value = hit.start..end;
    view.byte(hit.end).is_some_and(|b| b.is_ascii_digit()).then(|| {
        Found::new(view, Kind::EncryptedVault, hit.start..hit.start, &literal(value), Syntax::Shape)
    })
}

/// The private member of the JSON Web Key whose `kty` is at `hit`: `d`, or the `k` of a
/// symmetric key. The others (`p`, `q`…) are worth nothing more.
pub(super) fn jwk(view: &View<'_>, hit: &Range<usize>) -> Option<Found> {
    if view.before(hit.start).is_some_and(|b| b.is_ascii_alphanumeric())
        || view.byte(hit.end).is_some_and(|b| b.is_ascii_alphanumeric())
    {
        return None;
    }
    // The object that holds `kty`: no brace closes or opens between.
    let before = view.get(view.start..hit.start);
    let start = before
        .iter()
        .rposition(|&b| b == b'{' || b == b'}')
        .map_or(view.start, |at| view.start + at + 1);
    let after = view.rest(hit.end);
    let end = after.iter().position(|&b| b == b'}').map_or(view.end, |at| hit.end + at);
    let mut at = start;
    while at < end {
        let byte = view.byte(at).unwrap_or_default();
        let member = matches!(byte, b'd' | b'k')
            && !view
                .before(at)
                .is_some_and(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-');
        if member {
            let mut next = at + 1;
            let name = at..next;
            while view.byte(next).is_some_and(|b| matches!(b, b'"' | b'\'' | b'\\' | b' ')) {
                next += 1;
            }
            let given = matches!(view.byte(next), Some(b':' | b'='));
            let value = given.then(|| {
                view.skip_space(next + 1 + usize::from(view.byte(next + 1) == Some(b'>')), 1)
            });
            if let Some(literal) = value.and_then(|at| literal::quoted(view, at)) {
                let bytes = view.get(literal.value.clone());
                if bytes.len() >= 10
                    && bytes.iter().all(|b| {
                        b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'+' | b'/' | b'=')
                    })
                {
                    return Some(Found::new(view, Kind::PrivateValue, name, &literal, Syntax::Jwk));
                }
                at = literal.next;
                continue;
            }
        }
        at += 1;
    }
    None
}

/// True for a UUID and nothing else.
pub(crate) fn is_uuid(text: &[u8]) -> bool {
    text.len() == 36
        && text.iter().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => *byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

/// The UUID whose first hyphen is at `hyphen`.
pub(super) fn uuid(text: &[u8], hyphen: usize) -> Option<Range<usize>> {
    let start = hyphen.checked_sub(8)?;
    let well_formed = is_uuid(text.get(start..start + 36)?);
    let joined = |byte: Option<&u8>| byte.is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'-');
    let alone =
        !joined(start.checked_sub(1).and_then(|at| text.get(at))) && !joined(text.get(start + 36));
    (well_formed && alone).then_some(start..start + 36)
}

/// A host that names a tenant of a cloud (`bucket.s3.amazonaws.com`), whose known part is at `hit`.
pub(super) fn tenant_host(view: &View<'_>, hit: &Range<usize>) -> Option<Found> {
    let before = view.get(hit.start.saturating_sub(80)..hit.start);
    let length = before
        .iter()
        .rev()
        .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'))
        .count();
    (length >= 3).then(|| {
        Found::new(
            view,
            Kind::Identifier,
            hit.start..hit.start,
            &literal(hit.start - length..hit.end),
            Syntax::Shape,
        )
    })
}

/// An identifier of an AWS principal (`AROA…`, `AIDA…`) whose prefix is at `hit`.
pub(super) fn principal(view: &View<'_>, hit: &Range<usize>) -> Option<Found> {
    let part = |b: &u8| b.is_ascii_uppercase() || b.is_ascii_digit();
    let length = view.get(hit.end..hit.end + 24).iter().take_while(|b| part(b)).count();
    let end = hit.end + length;
    let joined = |b: Option<u8>| b.is_some_and(|b| b.is_ascii_alphanumeric());
    let value = hit.start..end;
    let upper = view.get(hit.clone()).iter().all(u8::is_ascii_uppercase);
    (upper
        && (16..=17).contains(&length)
        && !joined(view.before(hit.start))
        && !joined(view.byte(end)))
    .then(|| {
        Found::new(view, Kind::Identifier, hit.start..hit.start, &literal(value), Syntax::Shape)
    })
}
