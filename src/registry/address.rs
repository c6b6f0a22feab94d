//! The address of a registry: what is shown of it never holds its credentials.

use data_encoding::BASE64;
use std::fmt;

/// An address of http or https, and who asks.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Address {
    /// Without the credentials, without a `/` at its end.
    shown: String,
    host: String,
    authorization: Option<String>,
}

impl Address {
    /// Reads `https://host/path` or `https://user:password@host/path`.
    pub(crate) fn parse(text: &str) -> Option<Address> {
        let text = text.trim();
        let (scheme, rest) = text.split_once("://")?;
        let scheme = scheme.to_ascii_lowercase();
        let plain = |c: char| c.is_ascii_graphic() && !matches!(c, '?' | '#' | '"' | '\\');
        if !["http", "https"].contains(&scheme.as_str()) || !rest.chars().all(plain) {
            return None;
        }
        let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
        let (user, host) = match authority.rsplit_once('@') {
            Some((user, host)) => (Some(user), host),
            None => (None, authority),
        };
        let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
        if name.is_empty() {
            return None;
        }
        let path = path.trim_end_matches('/');
        let path = if path.is_empty() { String::new() } else { format!("/{path}") };
        let authorization = user.map(|user| {
            let user = if user.contains(':') { user.to_string() } else { format!("{user}:") };
            format!("Basic {}", BASE64.encode(&decoded(&user)))
        });
        let host = host.to_ascii_lowercase();
        Some(Address { shown: format!("{scheme}://{host}{path}"), host, authorization })
    }

    /// The host, and its port when it is given.
    pub(crate) fn host(&self) -> &str {
        &self.host
    }

    /// True when it bears credentials.
    pub(crate) fn has_credentials(&self) -> bool {
        self.authorization.is_some()
    }

    pub(super) fn authorization(&self) -> Option<&str> {
        self.authorization.as_deref()
    }

    /// The address of `path`, which starts with a `/`.
    pub(crate) fn join(&self, path: &str) -> String {
        format!("{}{path}", self.shown)
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.shown)
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.shown)
    }
}

/// The bytes that `text` stands for, `%40` being `@`.
fn decoded(text: &str) -> Vec<u8> {
    let mut parts = text.split('%');
    let mut bytes = parts.next().unwrap_or_default().as_bytes().to_vec();
    for part in parts {
        let digits = part.get(..2).and_then(|digits| u8::from_str_radix(digits, 16).ok());
        match digits {
            Some(byte) => {
                bytes.push(byte);
                bytes.extend(&part.as_bytes()[2..]);
            }
            None => {
                bytes.push(b'%');
                bytes.extend(part.as_bytes());
            }
        }
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credentials_are_sent_and_never_shown() {
        let address = Address::parse("HTTPS://robot:p%40ss%zz@Miroir.example:8443/npm/");
        let address = address.expect("an address");
        assert_eq!(address.to_string(), "https://miroir.example:8443/npm");
        assert_eq!(format!("{address:?}"), "https://miroir.example:8443/npm");
        assert_eq!(address.host(), "miroir.example:8443");
        let sent = address.authorization().and_then(|value| value.strip_prefix("Basic "));
        let sent = BASE64.decode(sent.expect("basic").as_bytes()).expect("base64");
        assert_eq!(sent, b"robot:p@ss%zz");
        for wrong in ["ftp://a", "miroir.example", "https://", "https://a b", "https://a/?x=1"] {
            assert_eq!(Address::parse(wrong), None, "{wrong}");
        }
    }
}
