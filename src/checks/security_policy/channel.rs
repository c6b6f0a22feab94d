//! The private channel a security policy gives.

use super::SecurityPolicy;
use crate::document::{Block, BlockKind, is_example};
use crate::project::Project;
use crate::snapshot::metadata::Address;

/// A way to report in private.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Channel {
    /// Line it is given on.
    pub line: usize,
    /// What it is.
    pub means: ChannelKind,
}

/// What a channel is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum ChannelKind {
    /// An e-mail address, kept for its domain.
    Mail(String),
    /// A form or a reporting platform.
    Web(String),
    /// The private reporting of the forge.
    Forge,
}

impl ChannelKind {
    /// The domain it leads to, in lower case.
    pub(super) fn domain(&self) -> Option<String> {
        match self {
            ChannelKind::Mail(address) => {
                Some(address.rsplit('@').next()?.trim_end_matches('.').to_lowercase())
            }
            ChannelKind::Web(url) => Some(Address::parse(url)?.host),
            ChannelKind::Forge => None,
        }
    }
}

impl SecurityPolicy {
    /// Every channel that `blocks` give.
    pub(super) fn channels(&self, blocks: &[Block]) -> Vec<Channel> {
        let told = blocks.iter().filter(|block| block.kind != BlockKind::Comment);
        told.flat_map(|block| self.channels_of(block)).collect()
    }

    fn channels_of(&self, block: &Block) -> Vec<Channel> {
        let mut found: Vec<Channel> = self
            .address
            .find_iter(&block.text)
            .map(|address| (block.line, ChannelKind::Mail(address.as_str().to_string())))
            .chain(
                block
                    .links
                    .iter()
                    .filter_map(|link| Some((link.line, self.means(&link.url, &link.text)?))),
            )
            .filter(|(_, means)| !matches!(means, ChannelKind::Mail(a) | ChannelKind::Web(a) if is_example(a)))
            .map(|(line, means)| Channel { line, means })
            .collect();
        if self.forge_channel.is_match(&block.text) {
            found.push(Channel { line: block.line, means: ChannelKind::Forge });
        }
        found
    }

    pub(super) fn means(&self, url: &str, text: &str) -> Option<ChannelKind> {
        if let Some(address) = url.strip_prefix("mailto:") {
            let address = address.split('?').next().unwrap_or(address);
            return Some(ChannelKind::Mail(address.to_string()));
        }
        if !url.starts_with("http") || self.public_channel.is_match(url) {
            return None;
        }
        let form = self.form.is_match(url) || self.form.is_match(text);
        form.then(|| ChannelKind::Web(url.to_string()))
    }
}

/// The line and the organisation of an address that nothing else in the
/// repository mentions: neither commits, nor other documents, nor remotes. Says
/// nothing when there is no history to compare with.
pub(super) fn stranger(
    project: &Project<'_>,
    path: &str,
    channels: &[Channel],
) -> Option<(usize, String)> {
    let history =
        project.snapshot.history.as_ref().filter(|history| !history.commits.is_empty())?;
    let mut mails = Vec::new();
    for channel in channels {
        match &channel.means {
            ChannelKind::Mail(_) => {
                mails.push((channel.line, organisation(&channel.means.domain()?)))
            }
            _ => return None,
        }
    }
    let known = |domain: &str| {
        let label = domain.split('.').next().unwrap_or(domain);
        let ends = |email: &str| email.to_lowercase().ends_with(domain);
        history
            .commits
            .iter()
            .any(|commit| ends(&commit.author.email) || ends(&commit.committer.email))
            || project.config.project.email_domains.iter().any(|own| own.ends_with(domain))
            || project.snapshot.name().to_lowercase().contains(label)
            || project
                .snapshot
                .metadata
                .iter()
                .flat_map(|m| &m.remotes)
                .any(|r| r.url.to_lowercase().contains(label))
            || project.own_files().filter(|file| file.path != path).any(|file| {
                project.text(file).is_some_and(|text| text.to_lowercase().contains(domain))
            })
    };
    let unknown = mails.iter().all(|(_, domain)| !known(domain));
    mails.into_iter().next().filter(|_| unknown)
}

/// The part of a domain that names an organisation: `b.gouv.fr` of `a.b.gouv.fr`.
fn organisation(domain: &str) -> String {
    let labels: Vec<&str> = domain.split('.').collect();
    let kept = if domain.ends_with(".gouv.fr") { 3 } else { 2 };
    labels[labels.len().saturating_sub(kept)..].join(".")
}
