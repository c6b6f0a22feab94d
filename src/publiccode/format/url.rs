//! Absolute URLs, with the tolerance of the reference parser: blanks in a path
//! pass, a malformed host, port or escape does not.

/// The parts of an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Parts<'a> {
    /// Before the first colon, as written; empty when there is none.
    pub scheme: &'a str,
    /// Name or number of the host, without user and port.
    pub host: &'a str,
    /// User and password, without `@`.
    pub user: Option<&'a str>,
    /// What follows the scheme when it is not `//`, nor a path: `mailto:a@b`.
    pub opaque: &'a str,
    /// Path, with its first slash.
    pub path: &'a str,
    /// After `#`.
    pub fragment: Option<&'a str>,
    authority: &'a str,
}

impl Parts<'_> {
    /// True for `http` and `https`, in any case.
    pub(crate) fn is_web(&self) -> bool {
        self.scheme.eq_ignore_ascii_case("http") || self.scheme.eq_ignore_ascii_case("https")
    }

    /// True when it has a host, or at least a port, after `//`.
    pub(crate) fn has_host(&self) -> bool {
        !self.authority.is_empty()
    }

    /// True for an address that stands by itself: a scheme, and something after it.
    pub(crate) fn is_absolute(&self) -> bool {
        if self.scheme.is_empty() {
            return false;
        }
        if self.scheme.eq_ignore_ascii_case("file") {
            return !matches!(self.path, "" | "/");
        }
        let fragment = self.fragment.is_some_and(|fragment| !fragment.is_empty());
        self.has_host() || fragment || !self.opaque.is_empty()
    }
}

/// Splits `text`; `None` when it cannot be an address at all.
pub(crate) fn parse(text: &str) -> Option<Parts<'_>> {
    if text.bytes().any(|b| b < 0x20 || b == 0x7f) {
        return None;
    }
    let (rest, fragment) = match text.split_once('#') {
        Some((rest, fragment)) => (rest, Some(fragment)),
        None => (text, None),
    };
    if !escapes_are_sound(fragment.unwrap_or_default()) {
        return None;
    }
    let (scheme, rest) = scheme(rest)?;
    let rest = rest.split('?').next().unwrap_or_default();
    let mut parts =
        Parts { scheme, host: "", user: None, opaque: "", path: rest, fragment, authority: "" };
    if !rest.starts_with('/') {
        if !scheme.is_empty() {
            return Some(Parts { opaque: rest, path: "", ..parts });
        }
        // A colon there would be taken for that of a scheme.
        if rest.split('/').next().is_some_and(|first| first.contains(':')) {
            return None;
        }
    }
    if let Some(after) =
        rest.strip_prefix("//").filter(|after| !(scheme.is_empty() && after.starts_with('/')))
    {
        let length = after.find('/').unwrap_or(after.len());
        let (authority, path) = after.split_at(length);
        let (user, place) = match authority.rsplit_once('@') {
            Some((user, place)) => (Some(user), place),
            None => (None, authority),
        };
        parts = Parts { host: host(place)?, user, path, authority: place, ..parts };
        if user.is_some_and(|user| !sound_user(user)) {
            return None;
        }
    }
    escapes_are_sound(parts.path).then_some(parts)
}

/// Before the colon; `None` for an address that starts with a colon.
fn scheme(text: &str) -> Option<(&str, &str)> {
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' => {}
            b'0'..=b'9' | b'+' | b'-' | b'.' if at > 0 => {}
            b':' if at == 0 => return None,
            b':' => return Some((&text[..at], &text[at + 1..])),
            _ => break,
        }
    }
    Some(("", text))
}

/// The host in `host[:port]`; `None` when it is malformed.
fn host(place: &str) -> Option<&str> {
    let (host, port) = if place.starts_with('[') {
        let end = place.rfind(']')?;
        place[1..end].parse::<std::net::Ipv6Addr>().ok()?;
        (&place[..=end], &place[end + 1..])
    } else {
        match place.rfind(':') {
            Some(at) => place.split_at(at),
            None => (place, ""),
        }
    };
    let digits = port.strip_prefix(':').unwrap_or(port);
    let sound_port =
        port.is_empty() || (port.starts_with(':') && digits.bytes().all(|b| b.is_ascii_digit()));
    let forbidden = |c: char| {
        c.is_ascii() && !c.is_ascii_alphanumeric() && !"-_.~!$&'()*+,;=:[]<>\"".contains(c)
    };
    (sound_port && !host.contains(forbidden)).then_some(host)
}

fn sound_user(user: &str) -> bool {
    let allowed = |c: char| c.is_ascii_alphanumeric() || "-._:~!$&'()*+,;=%@".contains(c);
    user.chars().all(allowed) && escapes_are_sound(user)
}

/// Every `%` is followed by two hexadecimal digits.
fn escapes_are_sound(text: &str) -> bool {
    let bytes = text.as_bytes();
    let escape = |at: usize| {
        bytes.get(at..at + 2).is_some_and(|pair| pair.iter().all(u8::is_ascii_hexdigit))
    };
    memchr::memchr_iter(b'%', bytes).all(|at| escape(at + 1))
}

/// True for a URN (RFC 2141): `urn:<namespace>:<name>`.
pub(crate) fn is_urn(text: &str) -> bool {
    let mut parts = text.splitn(3, ':');
    let (Some(scheme), Some(namespace), Some(name)) = (parts.next(), parts.next(), parts.next())
    else {
        return false;
    };
    let sound = |b: u8| b.is_ascii_alphanumeric() || b"()+,-.:=@;$_!*'%/?#".contains(&b);
    scheme.eq_ignore_ascii_case("urn")
        && (1..=32).contains(&namespace.len())
        && !namespace.starts_with('-')
        && namespace.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        && !name.is_empty()
        && name.bytes().all(sound)
        && escapes_are_sound(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn absolute(text: &str) -> bool {
        parse(text).is_some_and(|parts| parts.is_absolute())
    }

    #[test]
    fn an_address_has_a_scheme_and_something_after_it() {
        for good in [
            "https://example.org/a b",
            "foo:bar",
            "mailto:a@example.org",
            "ssh://git@example.org/r",
            "file:///x",
            "urn:a:b",
            "https://[::1]:80/",
            "HTTPS://EXAMPLE.ORG",
            "https://exämple.org",
        ] {
            assert!(absolute(good), "{good}");
        }
        for bad in [
            "foo",
            "example.org/a/b",
            "//h/p",
            "https://",
            "https:///a",
            "",
            "https://e.org/%zz",
            "git@example.org:a/b.git",
            "https://e.org:x/",
            "https://e org/",
            ":a",
            "https://e.org/\n",
        ] {
            assert!(!absolute(bad), "{bad}");
        }
    }

    #[test]
    fn a_urn_has_a_namespace() {
        assert!(is_urn("urn:x-siren:130025265"));
        assert!(is_urn("URN:isbn:0451450523"));
        assert!(!is_urn("urn:x") && !is_urn("urn::a") && !is_urn("urn:a:é"));
    }
}
