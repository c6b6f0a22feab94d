//! Addresses of repositories, as they are compared.

use crate::snapshot::metadata::Address;

/// `host/path` in lower case, without scheme, user, `.git` nor final slash; `None` for
/// an account without a repository.
pub(crate) fn normal_address(url: &str) -> Option<String> {
    let address = Address::read(&url.trim().to_ascii_lowercase())?;
    let (host, path) = (address.bare_host(), address.path.as_str());
    if ["github.com", "gitlab.com"].contains(&host) {
        let parts: Vec<&str> = path.split('/').collect();
        let [owner, name, ..] = parts.as_slice() else { return None };
        let name = name.strip_suffix(".git").unwrap_or(name);
        let deep = host == "gitlab.com" && !parts.contains(&"-");
        return Some(match deep {
            true => format!("{host}/{path}"),
            false => format!("{host}/{owner}/{name}"),
        });
    }
    host.contains('.').then(|| format!("{host}/{path}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_compared_in_one_form() {
        let same = [
            "https://github.com/Org/Name.git",
            "git@github.com:org/name",
            "http://www.github.com/org/name/releases",
            "https://token@github.com:443/Org/Name?tab=readme",
            "github.com/org/name",
        ];
        for url in same {
            assert_eq!(normal_address(url).as_deref(), Some("github.com/org/name"), "{url}");
        }
        assert_eq!(normal_address("https://github.com/org"), None);
        assert_eq!(normal_address("texte"), None);
    }
}
