//! Addresses of repositories, as they are compared.

/// `host/path` in lower case, without scheme, user, `.git` nor final slash; `None` for
/// an account without a repository.
pub(crate) fn normal_address(url: &str) -> Option<String> {
    let url = url.trim().to_ascii_lowercase();
    let rest = url.split_once("://").map_or(url.as_str(), |(_, rest)| rest);
    let rest = rest.strip_prefix("git@").unwrap_or(rest);
    let rest = rest.split(['#']).next()?.trim_end_matches('/');
    let (host, path) = rest.split_once(['/', ':'])?;
    let host = host.strip_prefix("www.").unwrap_or(host);
    let path = path.strip_suffix(".git").unwrap_or(path);
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
    (host.contains('.') && !path.is_empty()).then(|| format!("{host}/{path}"))
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
        ];
        for url in same {
            assert_eq!(normal_address(url).as_deref(), Some("github.com/org/name"), "{url}");
        }
        assert_eq!(normal_address("https://github.com/org"), None);
        assert_eq!(normal_address("texte"), None);
    }
}
