//! What git knows about the repository besides its files: addresses, branches,
//! tags, and how complete the clone is.

use super::references::References;
use crate::lang::Text;
use crate::text;
use crate::text::remedy::FIND_LOST;
use git2::{ObjectType, Oid, Reference, Repository};
use jiff::Timestamp;
use std::collections::HashSet;
use std::path::PathBuf;

/// Git metadata of a snapshot.
#[derive(Debug, Clone)]
pub struct Metadata {
    /// The git directory.
    pub git_dir: PathBuf,
    /// The commit audited; `None` before the first commit.
    pub commit: Option<Oid>,
    /// When that commit was made.
    pub committed: Option<Timestamp>,
    /// The branch checked out, when HEAD is on one.
    pub branch: Option<String>,
    /// The default branch: what `origin/HEAD` points to, the current one otherwise.
    pub default_branch: Option<String>,
    /// Remotes, by name.
    pub remotes: Vec<Remote>,
    /// Version tags, the oldest first.
    pub tags: Vec<Tag>,
    /// Every reference name, sorted: what `git push --mirror` would publish.
    pub references: Vec<String>,
    /// The objects those lead to, by reference, sorted.
    pub(super) tips: Vec<(String, Oid)>,
    /// The references that could not be read, one sentence each.
    pub(super) unread_references: Vec<Text>,
    /// True for a shallow clone.
    pub shallow: bool,
    /// The promisor remote of a partial clone.
    pub promisor: Option<String>,
    /// The branches that git fetches, when it was told not to fetch them all
    /// (`git clone --single-branch`).
    pub narrow: Vec<String>,
    /// True when grafts or replacement references change what git shows.
    pub replaced: bool,
}

/// A remote repository.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remote {
    /// Its local name.
    pub name: String,
    /// Its address, without any user name or password.
    pub url: String,
}

/// The host and the path of a repository address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// Host, in lower case, without port.
    pub host: String,
    /// Path without leading slash and without `.git`.
    pub path: String,
}

impl Address {
    /// Reads `https://host/path`, `ssh://git@host:22/path` and `git@host:path`.
    pub fn parse(url: &str) -> Option<Address> {
        let (authority, path) = match url.split_once("://") {
            Some(("file", _)) => return None,
            Some((_, rest)) => rest.split_once('/')?,
            None => {
                url.split_once(':').filter(|(host, _)| !host.contains('/') && host.len() > 1)?
            }
        };
        let host = authority.rsplit('@').next()?.split(':').next()?.to_lowercase();
        let path = path.split(['?', '#']).next()?.trim_matches('/');
        // `host/path/.git` is the folder of git in the one of the repository.
        let path = path.strip_suffix(".git").unwrap_or(path).trim_end_matches('/').to_string();
        (!host.is_empty() && !path.is_empty()).then_some(Address { host, path })
    }

    /// The same where the scheme may be left out: `host/path`.
    pub(crate) fn read(url: &str) -> Option<Address> {
        let bare = !url.contains("://");
        Address::parse(url)
            .or_else(|| bare.then(|| Address::parse(&format!("https://{url}"))).flatten())
    }

    /// The host without `www.`, which names no other one.
    pub(crate) fn bare_host(&self) -> &str {
        self.host.strip_prefix("www.").unwrap_or(&self.host)
    }

    /// The account or group that owns the repository: all but the last part.
    pub fn owner(&self) -> &str {
        self.path.rsplit_once('/').map_or("", |(owner, _)| owner)
    }

    /// `https://host/path`.
    pub fn web(&self) -> String {
        format!("https://{}/{}", self.host, self.path)
    }
}

impl Remote {
    /// The address in parts; `None` for a local path.
    pub fn address(&self) -> Option<Address> {
        Address::parse(&self.url)
    }
}

/// A tag that leads to a commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag {
    /// Name without `refs/tags/`.
    pub name: String,
    /// The commit it leads to.
    pub commit: Oid,
    /// Date of the annotation, or of the commit for a lightweight tag.
    pub date: Timestamp,
    /// True for an annotated tag.
    pub annotated: bool,
    /// Kind of signature it carries (`PGP`, `SSH`, `X.509`); validity is not checked.
    pub signature: Option<&'static str>,
    /// The message of an annotated tag; empty for a lightweight one.
    pub message: String,
}

impl Metadata {
    /// The remote the repository is published from: `origin`, else the first one.
    pub fn publication_remote(&self) -> Option<&Remote> {
        self.remotes.iter().find(|remote| remote.name == "origin").or(self.remotes.first())
    }

    /// The object that the reference called `name` leads to.
    pub(crate) fn tip(&self, name: &str) -> Option<Oid> {
        let at = self.tips.binary_search_by(|(known, _)| known.as_str().cmp(name)).ok()?;
        Some(self.tips[at].1)
    }

    /// The name of a reference that leads to one of `commits`, a branch first.
    pub(super) fn leading_to(&self, commits: &HashSet<Oid>) -> Option<&str> {
        const KINDS: [&str; 3] = ["refs/heads/", "refs/remotes/", "refs/tags/"];
        let leading = self.tips.iter().filter(|(_, tip)| commits.contains(tip));
        // The names are sorted: the first of a kind is kept.
        let (first, _) = leading.min_by_key(|(name, _)| {
            KINDS.iter().position(|kind| name.starts_with(kind)).unwrap_or(KINDS.len())
        })?;
        Some(KINDS.iter().find_map(|kind| first.strip_prefix(kind)).unwrap_or(first))
    }

    /// The most recent tag.
    pub fn latest_tag(&self) -> Option<&Tag> {
        self.tags.last()
    }
}

/// Reads the metadata of `repository`, `commit` being the one audited.
pub(crate) fn read(repository: &Repository, commit: Option<Oid>) -> Metadata {
    let head = repository.head().ok();
    let branch = head
        .filter(Reference::is_branch)
        .and_then(|head| head.shorthand().ok().map(str::to_string));
    let read = References::read(repository);
    let mut unread_references = read.gaps();
    if commit.is_none() && read.named.is_empty() && has_a_past(repository) {
        unread_references.push(text!(
            "HEAD et les références ne mènent à aucun commit, alors que le dépôt en a eu (git {FIND_LOST})",
            "HEAD and the references lead to no commit, although the repository had some (git {FIND_LOST})"
        ));
    }
    let references: Vec<String> = read.named.keys().cloned().collect();
    Metadata {
        git_dir: repository.path().to_path_buf(),
        commit,
        committed: commit
            .and_then(|id| repository.find_commit(id).ok())
            .and_then(|found| Timestamp::from_second(found.time().seconds()).ok()),
        default_branch: origin_head(repository).or_else(|| branch.clone()),
        branch,
        remotes: remotes(repository),
        tags: tags(repository, &references),
        // libgit2 looks in the directory of a linked work tree, git in the common one.
        shallow: repository.is_shallow() || !shallow_boundary(repository).is_empty(),
        promisor: promisor(repository),
        narrow: narrow(repository),
        replaced: references.iter().any(|name| name.starts_with("refs/replace/"))
            || repository.commondir().join("info/grafts").exists(),
        references,
        tips: read.tips(),
        unread_references,
    }
}

/// True when the log of HEAD tells of commits.
fn has_a_past(repository: &Repository) -> bool {
    repository.path().join("logs/HEAD").metadata().is_ok_and(|log| log.is_file() && log.len() > 0)
}

fn origin_head(repository: &Repository) -> Option<String> {
    let reference = repository.find_reference("refs/remotes/origin/HEAD").ok()?;
    let target = reference.symbolic_target().ok()??;
    target.strip_prefix("refs/remotes/origin/").map(str::to_string)
}

fn remotes(repository: &Repository) -> Vec<Remote> {
    let Ok(names) = repository.remotes() else { return Vec::new() };
    let mut remotes: Vec<Remote> = names
        .iter()
        .flatten()
        .flatten()
        .filter_map(|name| {
            let remote = repository.find_remote(name).ok()?;
            let url = without_credentials(remote.url().ok()?);
            Some(Remote { name: name.to_string(), url })
        })
        .collect();
    remotes.sort_by(|left, right| left.name.cmp(&right.name));
    remotes
}

/// The address without the user name and password it may carry.
pub(crate) fn without_credentials(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else { return url.to_string() };
    let end = rest.find('/').unwrap_or(rest.len());
    match rest[..end].rfind('@') {
        Some(at) => format!("{scheme}://{}", &rest[at + 1..]),
        None => url.to_string(),
    }
}

fn promisor(repository: &Repository) -> Option<String> {
    let config = repository.config().ok()?;
    if let Ok(remote) = config.get_string("extensions.partialclone") {
        return Some(remote);
    }
    let names = repository.remotes().ok()?;
    names
        .iter()
        .flatten()
        .flatten()
        .find(|name| config.get_bool(&format!("remote.{name}.promisor")).unwrap_or(false))
        .map(str::to_string)
}

/// The commits at which a shallow clone stops.
pub(super) fn shallow_boundary(repository: &Repository) -> HashSet<Oid> {
    let text = std::fs::read_to_string(repository.commondir().join("shallow")).unwrap_or_default();
    text.lines().filter_map(|line| Oid::from_str(line.trim()).ok()).collect()
}

/// The branches named by the fetch refspecs of the remote the clone comes from,
/// when none of them takes every branch (`+refs/heads/*:…`).
fn narrow(repository: &Repository) -> Vec<String> {
    let Ok(remote) = repository.find_remote("origin") else { return Vec::new() };
    let refspecs = remote.fetch_refspecs().ok();
    let sources: Vec<String> = refspecs
        .iter()
        .flat_map(|refspecs| refspecs.iter().flatten().flatten())
        .filter_map(|refspec| refspec.trim_start_matches('+').split(':').next())
        .map(str::to_string)
        .collect();
    if sources.iter().any(|source| source.contains('*')) {
        return Vec::new();
    }
    sources
        .iter()
        .filter_map(|source| source.strip_prefix("refs/heads/"))
        .map(str::to_string)
        .collect()
}

fn tags(repository: &Repository, references: &[String]) -> Vec<Tag> {
    let names = references.iter().filter_map(|name| Some((name, name.strip_prefix("refs/tags/")?)));
    let mut tags: Vec<Tag> = names
        .filter_map(|(full, name)| tag(repository, &repository.find_reference(full).ok()?, name))
        .collect();
    tags.sort_by(|left, right| (left.date, &left.name).cmp(&(right.date, &right.name)));
    tags
}

fn tag(repository: &Repository, reference: &Reference<'_>, name: &str) -> Option<Tag> {
    let commit = reference.peel_to_commit().ok()?;
    let object = reference.target().and_then(|id| repository.find_object(id, None).ok())?;
    let annotation = object.as_tag();
    let time = annotation.and_then(|tag| tag.tagger().map(|tagger| tagger.when().seconds()));
    let message = annotation.and_then(git2::Tag::message_bytes).unwrap_or_default();
    Some(Tag {
        name: name.to_string(),
        commit: commit.id(),
        date: Timestamp::from_second(time.unwrap_or_else(|| commit.time().seconds()))
            .unwrap_or(Timestamp::UNIX_EPOCH),
        annotated: object.kind() == Some(ObjectType::Tag),
        signature: signature_kind(message),
        message: String::from_utf8_lossy(message).into_owned(),
    })
}

fn signature_kind(message: &[u8]) -> Option<&'static str> {
    let has = |marker: &[u8]| message.windows(marker.len()).any(|window| window == marker);
    match () {
        () if has(b"-----BEGIN PGP SIGNATURE-----") => Some("PGP"),
        () if has(b"-----BEGIN SSH SIGNATURE-----") => Some("SSH"),
        () if has(b"-----BEGIN SIGNED MESSAGE-----") => Some("X.509"),
        () => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_in_every_form() {
        let expected =
            Address { host: "forge.example.org".into(), path: "groupe/sous/projet".into() };
        for url in [
            "https://forge.example.org/groupe/sous/projet.git",
            "ssh://git@forge.example.org:2222/groupe/sous/projet",
            "git@forge.example.org:groupe/sous/projet.git",
            "https://user:secret@Forge.example.org/groupe/sous/projet/",
            "https://forge.example.org/groupe/sous/projet/.git",
            "https://forge.example.org/groupe/sous/projet/.git/",
        ] {
            assert_eq!(Address::parse(url).as_ref(), Some(&expected), "{url}");
        }
        assert_eq!(expected.owner(), "groupe/sous");
        assert_eq!(Address::parse("/srv/git/projet"), None);
        assert_eq!(Address::parse("C:/depots/projet"), None);
        assert_eq!(Address::parse("file:///srv/git/projet"), None);
        assert_eq!(Address::parse("https://forge.example.org/.git"), None);
    }

    #[test]
    fn credentials_never_stay_in_an_address() {
        assert_eq!(without_credentials("https://u:p@x.org/a@b"), "https://x.org/a@b");
        assert_eq!(without_credentials("git@x.org:a"), "git@x.org:a");
    }
}
