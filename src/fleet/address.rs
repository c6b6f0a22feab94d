//! The one name of a repository that several addresses lead to.

use crate::snapshot::metadata::Address;

/// Before the name of a repository that has no address.
const LOCAL: &str = "local:";

/// The name of the repository at `url`: host and path, without what changes nothing
/// (scheme, user, port, case, final slash, `.git`). `None` for what is no address.
pub(super) fn key(url: &str) -> Option<String> {
    let url = url.trim();
    let remote = url.contains("://") || url.contains('@');
    let address = Address::parse(url).filter(|_| remote)?;
    let (host, path) = (address.bare_host(), address.path.to_lowercase());
    let whole = path.contains('/') || !host.contains("github");
    whole.then(|| format!("{host}/{path}"))
}

/// The name of a repository without address, in the folder that was named `below`.
pub(super) fn local(below: &str) -> String {
    format!("{LOCAL}{below}")
}

/// What people read of `key`: the address, or the folder of a repository without one.
pub(crate) fn shown(key: &str) -> &str {
    key.strip_prefix(LOCAL).unwrap_or(key)
}

/// True for an address that the installed git may be given: https or ssh alone.
pub(super) fn is_fetched(url: &str) -> bool {
    let scheme = url.split_once("://").map(|(scheme, _)| scheme.to_ascii_lowercase());
    let hostile = url.starts_with('-') || url.chars().any(|c| c.is_control() || c == ' ');
    let allowed = match scheme.as_deref() {
        Some("https" | "ssh") => true,
        Some(_) => false,
        // `host::address` names a helper of git.
        None => url.contains('@') && !url.contains("::"),
    };
    allowed && !hostile && Address::parse(url).is_some_and(|parsed| !parsed.host.starts_with('-'))
}

/// The host and the owner, in lower case, that `key` starts with.
pub(super) fn owner(key: &str) -> Option<(&str, &str)> {
    let (host, path) = key.split_once('/')?;
    (!key.starts_with(LOCAL)).then(|| (host, path.rsplit_once('/').map_or("", |(owner, _)| owner)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_addresses_lead_to_one_name() {
        let wanted = Some("forge.example.org/groupe/projet".to_string());
        for url in [
            "https://forge.example.org/groupe/projet",
            "https://forge.example.org/Groupe/Projet.git/",
            "https://forge.example.org/Groupe/Projet/.git",
            "ssh://git@forge.example.org:22/groupe/projet.git",
            "git@forge.example.org:groupe/projet.git",
            "https://user:word@forge.example.org/groupe/projet?tab=readme",
        ] {
            assert_eq!(key(url), wanted, "{url}");
        }
        for none in ["", "projet", "/srv/depots/projet.git", "C:\\depots", "file:///srv/a", "a:b"] {
            assert_eq!(key(none), None, "{none}");
        }
        assert_eq!(owner("forge.example.org/a/b/c"), Some(("forge.example.org", "a/b")));
        assert_eq!(owner(&local("a/b")), None);
        assert_eq!((shown(&local("a/b")), shown("h/a/b")), ("a/b", "h/a/b"));
    }

    #[test]
    fn git_is_given_https_and_ssh_alone() {
        for good in [
            "https://forge.example.org/a/b",
            "ssh://git@forge.example.org/a",
            "git@forge.example.org:a/b",
        ] {
            assert!(is_fetched(good), "{good}");
        }
        for bad in [
            "http://forge.example.org/a/b",
            "file:///srv/a",
            "ext::sh -c id",
            "git@x::y/z",
            "--upload-pack=x@y:z",
            "ssh://-oProxyCommand=id/a",
            "https://forge.example.org/a b",
            "/srv/a",
        ] {
            assert!(!is_fetched(bad), "{bad}");
        }
    }
}
