//! The accounts of public bodies on software forges, from the copy embedded of
//! code.gouv.fr's list (provenance at the top of `data/forge-accounts.tsv`).

use crate::snapshot::metadata::Address;

/// The day of the copy.
pub(crate) const COPIED: &str = "2025-09-24";

const LIST: &str = include_str!("../data/forge-accounts.tsv");

/// One account, or one forge that belongs to a public body as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Account {
    /// The forge.
    pub host: &'static str,
    /// The account or group, in lower case; empty for a whole forge.
    pub owner: &'static str,
    /// Since when code.gouv.fr no longer visits it.
    pub ignored_since: Option<&'static str>,
    /// Identifier in the State's directory (lannuaire.service-public.fr).
    pub directory: Option<&'static str>,
    /// Address of the body's free software policy.
    pub policy: Option<&'static str>,
    /// Address of the body's free software office.
    pub office: Option<&'static str>,
}

/// What the list says of an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Listing {
    /// The account, or the whole forge, is listed.
    Listed(Account),
    /// The forge is listed for other accounts.
    OtherOwner,
    /// The forge is not in the list.
    OtherForge,
}

/// Every entry of the list.
pub(crate) fn all() -> impl Iterator<Item = Account> {
    LIST.lines().filter(|line| !line.starts_with('#')).filter_map(|line| {
        let mut cells = line.split('\t');
        let host = cells.next().filter(|host| !host.is_empty())?;
        let owner = cells.next().unwrap_or_default();
        let mut cell = || cells.next().filter(|cell| !cell.is_empty());
        let (ignored_since, directory) = (cell(), cell());
        Some(Account { host, owner, ignored_since, directory, policy: cell(), office: cell() })
    })
}

/// Looks `address` up: the host exactly, then the owner without case, a group
/// standing for the groups below it.
pub(crate) fn find(address: &Address) -> Listing {
    let owner = address.owner().to_lowercase();
    let mut known = false;
    for account in all().filter(|account| account.host == address.host) {
        known = true;
        let below = owner.strip_prefix(account.owner);
        let covers = below.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        if account.owner.is_empty() || covers {
            return Listing::Listed(account);
        }
    }
    if known { Listing::OtherOwner } else { Listing::OtherForge }
}

/// Forges anyone may open an account at.
const PUBLIC_FORGES: [&str; 12] = [
    "github.com",
    "gitlab.com",
    "codeberg.org",
    "bitbucket.org",
    "framagit.org",
    "sr.ht",
    "git.sr.ht",
    "gitee.com",
    "notabug.org",
    "disroot.org",
    "salsa.debian.org",
    "sourceforge.net",
];

/// True for a host where anyone may open an account.
pub(crate) fn is_public_forge(host: &str) -> bool {
    PUBLIC_FORGES.contains(&host)
}

/// True for a host that serves repositories: known as a forge, or named like one.
pub(crate) fn is_forge(host: &str) -> bool {
    let label = host.split('.').next().unwrap_or_default();
    is_public_forge(host)
        || matches!(host, "www.github.com" | "raw.githubusercontent.com" | "gist.github.com")
        || ["gitlab", "gitea", "forgejo", "git", "forge"].contains(&label)
        || all().any(|account| account.host == host)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listed(url: &str) -> Listing {
        find(&Address::parse(url).expect("an address"))
    }

    #[test]
    fn the_list_is_whole() {
        assert_eq!(all().count(), 387);
        assert_eq!(all().filter(|account| account.owner.is_empty()).count(), 87);
        assert_eq!(all().filter(|account| account.ignored_since.is_some()).count(), 17);
    }

    #[test]
    fn owners_are_found_whatever_their_case_and_below_their_group() {
        let account = all().find(|a| a.host == "gitlab.com" && !a.owner.is_empty()).expect("one");
        let url = |path: &str| format!("https://gitlab.com/{path}");
        assert_eq!(
            listed(&url(&format!("{}/projet", account.owner.to_uppercase()))),
            Listing::Listed(account)
        );
        assert_eq!(
            listed(&url(&format!("{}/groupe/projet", account.owner))),
            Listing::Listed(account)
        );
        assert_eq!(listed(&url(&format!("{}-autre/projet", account.owner))), Listing::OtherOwner);
        assert_eq!(listed("https://forge.example.org/a/b"), Listing::OtherForge);
        assert!(matches!(listed("git@forge.grandlyon.com:a/b.git"), Listing::Listed(_)));
    }
}
